"""What all calls of the command share: options, settings with their errors, and the two consoles."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, NoReturn

import pydantic
import typer
from pydantic_settings import SettingsError
from rich.console import Console

from pipeline.settings import Settings

USAGE, LEFT_OUT, FAILED = 2, 3, 1
out, err = Console(), Console(stderr=True)


Raw = Annotated[
    Path | None,
    typer.Option(
        "--raw", help="Folder of raw news; its first level of folders are the partitions.", show_default="data/raw"
    ),
]
Home = Annotated[
    Path | None, typer.Option("--home", help="Where everything Rasid makes is kept.", show_default="data/home")
]


def fail(message: str, code: int = USAGE) -> NoReturn:
    """End with one line on standard error."""
    err.print(f"rasid: {message}", style="red", highlight=False, soft_wrap=True, markup=False)
    raise typer.Exit(code)


def load_settings(raw: Path | None = None, home: Path | None = None, **more: Any) -> Settings:
    """Settings with the command line's on top; a wrong one ends with exit code 2 and its name."""
    given = {k: v for k, v in {"raw": raw, "home": home, **more}.items() if v is not None}
    try:
        return Settings(**given)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(p) for p in first["loc"]) or "settings"
        fail(f"setting {name}: {first['msg']} (got {first.get('input')!r}); see rasid --help")
    except (SettingsError, tomllib.TOMLDecodeError) as error:
        fail(f"settings cannot be read: {error}")


def readable_folder(raw: Path) -> None:
    """End with exit code 2 unless the raw folder can be listed."""
    if not raw.is_dir():
        fail(f"raw folder {raw}: no such folder; make it or name another with --raw")
    if not os.access(raw, os.R_OK | os.X_OK):
        fail(f"raw folder {raw}: cannot be read; give this user the right to")


def published(settings: Settings) -> Path:
    """The published database; ends with exit code 2 where there is none yet."""
    path = settings.home / "warehouse.duckdb"
    if not path.exists():
        fail(f"{path}: no database yet; make one with: rasid run --raw {settings.raw} --home {settings.home}")
    return path


def shown(key: str) -> str:
    """A partition as people know it: the name of its folder."""
    from pipeline.ingest import folder_of

    if not key:
        return "all drops"
    folder = folder_of(key)
    return folder if folder and folder != "." else key
