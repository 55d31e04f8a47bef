"""The records of a file on their way into STORY_RECORDS: ids, sidecars, counts, in bounded memory.

Belongs here: rows and frames. Does not belong here: what a file's status is (`files`).
"""

import hashlib
from collections import Counter
from typing import Any

import polars as pl

from pipeline.ids import short_id
from pipeline.ingest import sidecar
from pipeline.ingest.problems import LimitError
from pipeline.ingest.records import CRAWLED, META, Record
from pipeline.schema import STORY_RECORDS
from pipeline.settings import IngestSettings

Row = dict[str, Any]

_FLUSH_CHARS = 32 << 20
_FLUSH_ROWS = 20_000
_RECORD_COST = 1024


class Frames:
    """Rows kept as Polars frames, which hold text in half the space of Python strings and dicts."""

    def __init__(self) -> None:
        self.frames: list[pl.DataFrame] = []
        self.rows: list[Row] = []
        self.n_chars = 0

    def add(self, row: Row) -> None:
        """Take a row."""
        self.rows.append(row)
        self.n_chars += len(row["raw_text"])
        if self.n_chars > _FLUSH_CHARS or len(self.rows) >= _FLUSH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Turn the rows so far into a frame."""
        self.frames.append(pl.DataFrame(self.rows, schema=STORY_RECORDS.schema, orient="row"))
        self.rows, self.n_chars = [], 0

    def take(self, other: "Frames") -> None:
        """Take another's rows; one frame a file would be slow for many small files."""
        self.frames += other.frames
        for row in other.rows:
            self.add(row)

    def frame(self) -> pl.DataFrame:
        """All rows taken so far."""
        self.flush()
        return pl.concat(self.frames)


class Collected:
    """The records of one file, and what its status depends on."""

    def __init__(self, row: Row, settings: IngestSettings, meta: dict[str, str] | None = None) -> None:
        self.row, self.settings = row, settings
        self.meta = meta or {}
        self.containers: set[tuple[str, ...]] = set()
        self.frames = Frames()
        self.n = self.n_bad = self.n_blank = 0
        self.first_bad: list[str] = []
        self._cost = 0
        self._occurrences: Counter[bytes] = Counter()
        self._sidecars: dict[str, dict[str, str]] = {}

    def add(self, record: Record) -> None:
        """Take a record.

        Raises:
            LimitError: the file's stories exceed `max_total_bytes` together, whatever they were packed in. A record
                counts for 1 KiB at least. Or they are more than `max_records`.
        """
        if self.n >= self.settings.max_records:
            raise LimitError("max_records", self.settings.max_records, "the number of the file's stories")
        self._cost += max(len(record.text), _RECORD_COST)
        if self._cost > self.settings.max_total_bytes:
            raise LimitError("max_total_bytes", self.settings.max_total_bytes, "the length of the file's stories")
        self.put(record)

    def put(self, record: Record) -> None:
        """Take a record whatever its length."""
        sidecar.apply(record, self.meta)
        sha = hashlib.sha256(record.text.encode("utf-8"))
        short = sha.digest()[:8]
        self._occurrences[short] += 1
        start, end = record.content or (None, None)
        self.frames.add(
            {
                "story_id": short_id(self.row["path"], sha.hexdigest(), self._occurrences[short]),
                "file_id": self.row["file_id"],
                "partition_key": self.row["partition_key"],
                "record_no": self.n,
                "member": record.member,
                "raw_text": record.text,
                "problem": record.problem,
                **{f"meta_{name}": record.meta.get(name) for name in META},
                "meta_basis": _basis(record) if record.meta.get("published") else None,
                "content_start": start,
                "content_end": end,
            }
        )
        self.n += 1
        if record.problem:
            self.n_bad += 1
            if len(self.first_bad) < 3:
                self.first_bad.append(f"{record.member}: {record.problem}" if record.member else record.problem)
        elif not record.text.strip():
            self.n_blank += 1

    def sidecar(self, member: str, meta: dict[str, str]) -> None:
        """Take the metadata of a member's sidecar, which may lie before or after its file in the archive."""
        self._sidecars[sidecar.owner_of(member)] = meta

    def rows(self) -> Frames:
        """STORY_RECORDS rows, in the file's order; metadata of members' sidecars overrides all other."""
        if self._sidecars:
            late = [
                {"member": member, **{f"late_{name}": meta.get(name) for name in META}}
                for member, meta in self._sidecars.items()
            ]
            schema = {"member": pl.String} | {f"late_{name}": pl.String for name in META}
            joined = self.frames.frame().join(
                pl.DataFrame(late, schema=schema, orient="row"), on="member", how="left", maintain_order="left"
            )
            basis = pl.when(pl.col("late_published").is_not_null()).then(pl.lit("sidecar")).otherwise("meta_basis")
            values = [pl.coalesce(f"late_{name}", f"meta_{name}").alias(f"meta_{name}") for name in META]
            self.frames = Frames()
            self.frames.frames = [
                joined.with_columns(basis.alias("meta_basis"), *values).select(STORY_RECORDS.schema.names())
            ]
        return self.frames


def _basis(record: Record) -> str:
    if record.from_sidecar:
        return "sidecar"
    return "crawl" if CRAWLED in record.meta else "metadata"
