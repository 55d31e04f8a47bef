"""`rasid doctor`: is everything there that a run needs? Each finding is a row: what, state, detail, and what to do."""

import hashlib
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.settings import Settings

PACKAGES = ("dagster", "dagster-webserver", "polars", "duckdb", "stanza", "torch", "numpy", "numba", "trafilatura")
_LOW_DISK = 2 * 2**30


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of the doctor's table; `ok` None means: for information."""

    what: str
    ok: bool | None
    detail: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, one finding after another; never raises."""
    yield Finding("python", sys.version_info >= (3, 11), platform.python_version())
    for name in PACKAGES:
        try:
            yield Finding(name, True, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, False, "not installed; run: make setup")
    yield from _models(settings)
    yield from _lexicon(settings)
    yield Finding("raw folder", settings.raw.is_dir() and os.access(settings.raw, os.R_OK | os.X_OK), str(settings.raw))
    yield _home(settings.home)
    yield _code_location()


def _models(settings: Settings) -> Iterator[Finding]:
    from pipeline import nlp
    from pipeline.nlp.annotator import files_of, folder_of

    try:
        yield Finding("model", True, f"{settings.nlp.model}  id {nlp.model_id(settings.nlp.model)}")
        for name, path in files_of(folder_of(settings.nlp.model)).items():
            with path.open("rb") as file:
                yield Finding(f"  {name}", None, f"sha256 {hashlib.file_digest(file, 'sha256').hexdigest()}")
    except nlp.ModelError as error:
        yield Finding("model", False, str(error))


def _lexicon(settings: Settings) -> Iterator[Finding]:
    from pipeline import events

    try:
        lexicon = events.load_lexicon(settings.events.lexicon)
        yield Finding("lexicon", True, f"{settings.events.lexicon or 'bundled'}  id {lexicon.lexicon_id}")
    except events.LexiconError as error:
        yield Finding("lexicon", False, str(error))


def _home(home: Path) -> Finding:
    nearest = home
    while not nearest.exists():
        nearest = nearest.absolute().parent
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(
            "home folder", False, f"{home}: cannot be written; give this user the right to, or set RASID_HOME"
        )
    free = shutil.disk_usage(nearest).free
    detail = f"{home}  {free / 2**30:.1f} GiB free"
    return Finding(
        "home folder", free > _LOW_DISK, detail if free > _LOW_DISK else detail + "; a large corpus needs more"
    )


def _code_location() -> Finding:
    code = "import assets.definitions as d; print(len(list(d.build_defs().resolve_asset_graph().get_all_asset_keys())))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if done.returncode:
        return Finding("Dagster code location", False, (done.stderr.strip().splitlines() or ["failed"])[-1])
    return Finding("Dagster code location", True, f"loads, {done.stdout.strip()} assets")
