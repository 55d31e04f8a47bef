"""What finding copies needs of the drops, laid out for random reads: fingerprints and bodies, memory-mapped.

Belongs here: one Arrow file a drop, named by the content it was made from, so that it is never stale: a drop that did not
change is opened, not read, and of a million bodies only those of candidates are touched. Does not belong here: which
drops count, how tables are stored (the files are a cache: they may be deleted at any time and are made again).
"""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from pipeline.duplicates.printed import body_texts
from pipeline.schema import FINGERPRINTS

Tables = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
"""STORIES, STORY_LINES and FINGERPRINTS of a drop."""

_LAYOUT: Final = "1"  # goes up when what is in a file changes
_SCHEMA: Final = pl.Schema([*FINGERPRINTS.schema.items(), ("body", pl.String())])


class Shelf:
    """The drops of a folder of such files.

    Args:
        folder: where the files lie; those of other drops are removed.
        drops: of each drop what its tables hold, as text that changes with them, and how to read them.
    """

    def __init__(self, folder: Path, drops: Mapping[str, Callable[[], Tables]]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / f"{hashlib.sha256(f'{_LAYOUT} {drop}'.encode()).hexdigest()[:32]}.arrow" for drop in drops]
        frames = [_open(path, read) for path, read in zip(paths, drops.values(), strict=True)]
        for path in set(folder.glob("*.arrow")).difference(paths):
            path.unlink(missing_ok=True)
        self._rows = pl.concat([pl.DataFrame(schema=_SCHEMA), *frames], rechunk=False)

    @property
    def fingerprints(self) -> pl.DataFrame:
        """FINGERPRINTS of all drops, drop after drop."""
        return self._rows.drop("body")

    def bodies(self, ids: Sequence[str]) -> pl.DataFrame:
        """story_id and body of some stories."""
        wanted = pl.Series(ids, dtype=pl.String).implode()
        return self._rows.select("story_id", "body").filter(pl.col("story_id").is_in(wanted))


def _open(path: Path, read: Callable[[], Tables]) -> pl.DataFrame:
    import pyarrow as pa

    if not path.exists():
        _write(path, *read())
    try:
        return _mapped(path)
    except (OSError, pa.ArrowInvalid):  # cut short, or of another format
        _write(path, *read())
        return _mapped(path)


def _mapped(path: Path) -> pl.DataFrame:
    import pyarrow as pa

    frame = pl.from_arrow(pa.ipc.open_file(pa.memory_map(str(path))).read_all())
    assert isinstance(frame, pl.DataFrame)
    if frame.schema != _SCHEMA:
        raise OSError(f"{path}: another layout")
    return frame


def _write(path: Path, stories: pl.DataFrame, lines: pl.DataFrame, fingerprints: pl.DataFrame) -> None:
    bodies = body_texts(stories, lines).select("story_id", "body")
    frame = fingerprints.join(bodies, on="story_id", how="left", maintain_order="left")
    building = path.with_name(f".{os.getpid()}.building")
    try:
        frame.rechunk().write_ipc(building, compression="uncompressed")
        building.replace(path)
    finally:
        building.unlink(missing_ok=True)
