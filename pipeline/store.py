"""The Parquet store: the source of truth. Tables are written whole, atomically, stamped with the recipe that made them.

Belongs here: where a table lies, how it is written and read, what its stamp says. Does not belong here: deciding whether
a stamp is still good (`pipeline.plan`), or what a table means (`pipeline.schema`).

Layout: `parquet/<table>/partition_key=<key>/data.parquet` for tables of a partition (Hive style, so that DuckDB and Polars read
a table with one glob) and `parquet/<table>/data.parquet` for tables of the whole corpus.
"""

import hashlib
import io
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import polars as pl

from pipeline.schema import TABLES

_HIVE = "partition_key="
_RECIPE, _CONTENT, _ROWS = "rasid.recipe", "rasid.content", "rasid.rows"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stored table says of itself: the recipe that made it, the hash of its content, its rows."""

    recipe: Mapping[str, str]
    content: str
    n_rows: int


class _HashSink(io.RawIOBase):
    """A file that keeps nothing but the SHA-256 of what is written to it, so that hashing costs no memory."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.digest.update(data)
        return len(data)


def content_hash(frame: pl.DataFrame) -> str:
    """SHA-256 of a frame's values: the same for equal frames however they were put together.

    Of its Parquet bytes, because Arrow's in-memory and IPC layouts keep traces of a frame's history (what lies under a null,
    bitmaps without a null in them); Parquet encodes values only.
    """
    sink = _HashSink()
    frame.rechunk().write_parquet(cast(IO[bytes], sink), compression="uncompressed", statistics=False)
    return sink.digest.hexdigest()


class Store:
    """The Parquet tables under a home folder."""

    def __init__(self, home: Path) -> None:
        self.root = home / "parquet"

    def path(self, table: str, partition: str | None = None) -> Path:
        """Where a table (of a partition, or of the whole corpus) lies."""
        folder = self.root / table
        return (folder / f"{_HIVE}{partition}" if partition is not None else folder) / "data.parquet"

    def write(self, table: str, frame: pl.DataFrame, recipe: Mapping[str, str], partition: str | None = None) -> Stamp:
        """Put a frame in the place of the stored table, atomically, with its rows in the order of the table's key.

        Raises:
            ValueError: the frame breaks the table's declaration (`schema.Table.frame`).
        """
        frame = TABLES[table].frame(frame)
        stamp = Stamp(dict(recipe), content_hash(frame), frame.height)
        path = self.path(table, partition)
        path.parent.mkdir(parents=True, exist_ok=True)
        building = path.with_name(f".{os.getpid()}.building")
        metadata = {
            _RECIPE: json.dumps(stamp.recipe, sort_keys=True),
            _CONTENT: stamp.content,
            _ROWS: str(stamp.n_rows),
        }
        try:
            frame.rechunk().write_parquet(building, compression="zstd", row_group_size=100_000, metadata=metadata)
            with building.open("rb") as file:
                os.fsync(file.fileno())
            building.replace(path)
        finally:
            building.unlink(missing_ok=True)
        return stamp

    def read(self, table: str, partition: str | None = None, columns: Iterable[str] | None = None) -> pl.DataFrame:
        """A stored table, or some of its columns; no rows when it was never written."""
        path = self.path(table, partition)
        names = list(columns) if columns is not None else TABLES[table].schema.names()
        if not path.exists():
            return TABLES[table].empty().select(names)
        return pl.read_parquet(path, columns=names, hive_partitioning=False)

    def read_all(self, table: str, partitions: Iterable[str], columns: Iterable[str] | None = None) -> pl.DataFrame:
        """A table over several partitions, sorted by its key, whatever order they are named in."""
        names = list(columns) if columns is not None else TABLES[table].schema.names()
        parts = [self.read(table, key, names) for key in sorted(partitions)]
        frame = pl.concat([TABLES[table].empty().select(names), *parts])
        return (
            frame.sort([k for k in TABLES[table].key if k in names]) if set(TABLES[table].key) & set(names) else frame
        )

    def scan(self, table: str, partitions: Iterable[str]) -> pl.LazyFrame:
        """A table over several partitions, lazily, so that filters reach the files."""
        paths = [p for p in (self.path(table, key) for key in sorted(partitions)) if p.exists()]
        return pl.scan_parquet(paths, hive_partitioning=False) if paths else TABLES[table].empty().lazy()

    def stamp(self, table: str, partition: str | None = None) -> Stamp | None:
        """The stamp of a stored table; None when it is missing, unreadable or of another shape (it is then made anew)."""
        path = self.path(table, partition)
        try:
            metadata = pl.read_parquet_metadata(path)
            if pl.read_parquet_schema(path) != dict(TABLES[table].schema):
                return None
            recipe = json.loads(metadata[_RECIPE])
            return Stamp(recipe, metadata[_CONTENT], int(metadata[_ROWS]))
        except (OSError, KeyError, ValueError, pl.exceptions.PolarsError):
            return None

    def partitions(self, table: str) -> list[str]:
        """Keys of the partitions in which a table is stored, sorted."""
        folder = self.root / table
        if not folder.is_dir():
            return []
        return sorted(p.name.removeprefix(_HIVE) for p in folder.iterdir() if p.name.startswith(_HIVE))
