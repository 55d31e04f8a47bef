"""Dagster's own storage under home."""

from pathlib import Path

import dagster as dg

_TEMPLATE = Path(__file__).with_name("dagster.yaml")


def dagster_home(home: Path) -> Path:
    """The folder that holds Dagster's storage, made when missing; losing it loses run history and nothing else."""
    folder = home.resolve() / "dagster"
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "dagster.yaml"
    if not config.exists():
        config.write_text(_TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def open_instance(home: Path) -> dg.DagsterInstance:
    """The Dagster instance of a home folder."""
    return dg.DagsterInstance.from_config(str(dagster_home(home)))
