"""One partition's raw files as stories: FILES and STORY_RECORDS.

Belongs here: ids, statuses and reasons of files, reuse of what was read before. Does not belong here: opening
containers, formats.

A file is quarantined, and gives no record, when nothing could be read from it. When some records were read and some
not, it is accepted, the failures are records with a problem, and `reason` counts them. A record or page without text
was read: it is a story that cleaning calls empty. `n_stories` counts both.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import polars as pl

from pipeline.ids import short_id
from pipeline.ingest import sidecar
from pipeline.ingest.collected import Collected, Frames, Row
from pipeline.ingest.containers import WHOLE_FILE, Member, members
from pipeline.ingest.formats import READERS
from pipeline.ingest.partitions import unshown
from pipeline.ingest.problems import BadInputError, LimitError
from pipeline.ingest.raw_folder import is_hidden, locate, sha256_of
from pipeline.ingest.records import Notes, Record
from pipeline.ingest.sniff import HEAD, format_of
from pipeline.ingest.streams import Budget, peeked
from pipeline.progress import Progress, quiet
from pipeline.schema import FILES, STORY_RECORDS
from pipeline.settings import IngestSettings

_NO_TEXT = "the file holds no text but spaces: deliver it again, or delete it"
_CHANGED = "the file changed while it was being read: run again when its delivery is complete"


def read_files(
    raw: Path,
    raw_files: pl.DataFrame,
    settings: IngestSettings,
    previous: tuple[pl.DataFrame, pl.DataFrame] | None = None,
    progress: Progress = quiet,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read one partition's files.

    Args:
        raw: the raw folder.
        raw_files: RAW_FILES rows of the partition.
        settings: the limits.
        previous: FILES and STORY_RECORDS of the partition's last build under the same settings and code; a file whose
            content and sidecar are the same is not read again. The result does not depend on it.
        progress: told files done and files to do.

    Returns:
        FILES and STORY_RECORDS.
    """
    rows = raw_files.sort("path").to_dicts()
    sidecars = {sidecar.owner_of(r["path"]): r for r in rows if sidecar.is_sidecar(r["path"])}
    paths = {r["path"] for r in rows}
    reused = _unchanged(rows, sidecars, previous)
    out = Frames()
    file_rows: list[Row] = []
    for done, row in enumerate(rows):
        progress(done, len(rows))
        if row["path"] in reused:
            continue
        if sidecar.is_sidecar(row["path"]) and not row["problem"]:
            file_rows.append(_read_sidecar(Path(raw), row, paths))
            continue
        file_rows.append(_read_file(Path(raw), row, sidecars.get(row["path"]), settings, out))
    progress(len(rows), len(rows))
    files = FILES.frame(file_rows)
    records = out.frame()
    if previous is not None and reused:
        kept = previous[0].filter(pl.col("path").is_in(list(reused)))
        files = FILES.frame(pl.concat([files, kept]))
        records = pl.concat([records, previous[1].filter(pl.col("file_id").is_in(kept["file_id"].to_list()))])
    return files, STORY_RECORDS.frame(records)


def _unchanged(
    rows: list[Row], sidecars: dict[str, Row], previous: tuple[pl.DataFrame, pl.DataFrame] | None
) -> set[str]:
    """Paths whose file and sidecar are what they were at the last build."""
    if previous is None:
        return set()
    before = {
        path: (file_id, sha) for path, file_id, sha in previous[0].select("path", "file_id", "sha256").iter_rows()
    }
    same = set()
    for row in rows:
        path = row["path"]
        if before.get(path, ("", ""))[0] != row["file_id"]:
            continue
        if sidecar.is_sidecar(path):  # cheap to read, and its status depends on its neighbour
            continue
        beside = sidecars.get(path)
        if before.get(path + sidecar.SUFFIX, (None, None))[1] == (beside["sha256"] if beside else None):
            same.add(path)
    return same


def _file_row(row: Row, status: str, reason: str | None, **values: object) -> Row:
    base = {name: row[name] for name in ("file_id", "partition_key", "path", "size_bytes", "sha256")}
    return base | {"format": None, "encoding": None, "status": status, "reason": reason, "n_stories": 0} | values


def _read_sidecar(raw: Path, row: Row, paths: set[str]) -> Row:
    reason = None
    if sidecar.owner_of(row["path"]) not in paths:
        reason = "sidecar of a file that is not there: deliver the file, rename the sidecar or delete it"
    else:
        try:
            sidecar.parse(_bytes_of(raw, row))
        except BadInputError as error:
            reason = str(error)
    return _file_row(row, "quarantined" if reason else "accepted", reason, format="sidecar") | _unsettled(row, reason)


def _unsettled(row: Row, reason: str | None) -> Row:
    """What a changing file's row holds instead, so that no later build takes it for the file of the inventory."""
    return {"file_id": short_id(row["path"], _CHANGED), "sha256": None} if reason == _CHANGED else {}


def _bytes_of(raw: Path, row: Row) -> bytes:
    if row["size_bytes"] > sidecar.MAX_BYTES:
        raise BadInputError("the sidecar is larger than 1 MiB: write metadata only")
    path = locate(raw, unshown(row["path"]))
    try:
        data = path.read_bytes() if path else None
    except OSError:
        data = None
    if data is None or hashlib.sha256(data).hexdigest() != row["sha256"]:
        raise BadInputError(_CHANGED)
    return data


def _read_file(raw: Path, row: Row, beside: Row | None, settings: IngestSettings, out: Frames) -> Row:
    """The FILES row of a file; its records go to `out`."""
    if row["problem"]:
        return _file_row(row, "quarantined", row["problem"])
    notes = Notes()
    collected = Collected(row, settings, _metadata_beside(raw, beside, notes))
    reason: str | None = None
    try:
        _collect(_unchanged_path(raw, row, settings), row, settings, notes, collected)
    except BadInputError as error:
        reason = str(error)
    except ImportError:
        raise  # a library is missing: the set-up is at fault, not the file
    except Exception as error:
        reason = _fault(error)
    if reason == _CHANGED:
        return _file_row(row, "quarantined", reason) | _unsettled(row, reason)
    if reason is not None and collected.n:
        collected.put(Record("", problem=reason))
    only_spaces = notes.formats == {"txt"} and 0 < collected.n_blank == collected.n
    if collected.n_bad < collected.n and not only_spaces:
        out.take(collected.rows())
        status, reason, n_stories = "accepted", _remarks(notes, collected), collected.n
    else:
        status, n_stories = "quarantined", 0
        reason = _failures(collected) or reason or (_NO_TEXT if only_spaces else None)
        reason = reason or f"the file holds no story{_left_out(notes)}: check that it is complete"
    return _file_row(
        row, status, reason, format=_format(collected, notes), encoding=notes.encoding(), n_stories=n_stories
    )


def _fault(error: Exception) -> str:
    """A library failed on input nobody foresaw: one bad file must not stop a delivery."""
    return f"cannot be read ({type(error).__name__}): check that it is complete, and report it as a fault"


def _failures(collected: Collected) -> str:
    """What is wrong with the records, by example."""
    said = "; ".join(collected.first_bad)
    if collected.n_bad < 2:
        return said
    return f"none of its {collected.n_bad} records could be read: {said}{' …' if collected.n_bad > 3 else ''}"


def _left_out(notes: Notes) -> str:
    said = ", ".join(f"{n} {what}" for what, n in sorted(notes.left_out.items()))
    return f" ({said} left out)" if said else ""


def _metadata_beside(raw: Path, beside: Row | None, notes: Notes) -> dict[str, str]:
    if beside is None or beside["problem"]:
        return {}
    try:
        return sidecar.parse(_bytes_of(raw, beside))
    except BadInputError as error:
        notes.left_out[f"sidecars ({error})"] += 1
        return {}


def _unchanged_path(raw: Path, row: Row, settings: IngestSettings) -> Path:
    if row["size_bytes"] == 0:
        raise BadInputError("the file is empty: deliver it again, or delete it")
    if row["size_bytes"] > settings.max_file_bytes:
        raise LimitError("max_file_bytes", settings.max_file_bytes, "the size of the file")
    path = locate(raw, unshown(row["path"]))
    try:
        if path is not None and sha256_of(path) == row["sha256"]:
            return path
    except OSError:
        pass
    raise BadInputError(_CHANGED)


def _collect(path: Path, row: Row, settings: IngestSettings, notes: Notes, collected: Collected) -> None:
    """Read every member of a file.

    Raises:
        BadInputError: reading stopped; what was collected before is good.
    """
    budget = Budget(settings, row["size_bytes"])
    with path.open("rb") as source:
        name = unshown(row["path"]).rsplit("/", 1)[-1]
        try:
            for member in members(source, name, budget):
                collected.containers.add(member.containers)
                if member.path is not None and member.problem is None and is_hidden(member.path):
                    notes.left_out["hidden members"] += 1
                elif member.path is not None and member.open is not None and sidecar.is_sidecar(member.path):
                    _inner_sidecar(member.open(), member.path, notes, collected)
                else:
                    for record in _member_records(member, notes, settings):
                        record.member = member.path
                        collected.add(record)
        except OSError as error:
            raise BadInputError(f"the file cannot be read ({error.strerror}): check the disk") from error


def _member_records(member: Member, notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    """A member's records; a member of an archive that cannot be read (further) is a record with a problem."""
    try:
        if member.open is None:
            raise BadInputError(member.problem or "the member cannot be opened")
        head, stream = peeked(member.open(), HEAD)
        kind = format_of(member.name, head)
        notes.formats.add(kind)
        yield from READERS[kind](stream, notes, settings)
    except BadInputError as error:
        if member.path is None or (isinstance(error, LimitError) and error.setting in WHOLE_FILE):
            raise
        yield Record("", problem=str(error))
    except ImportError:
        raise
    except Exception as error:
        if member.path is None:
            raise
        yield Record("", problem=_fault(error))


def _inner_sidecar(stream: IO[bytes], path: str, notes: Notes, collected: Collected) -> None:
    try:
        collected.sidecar(path, sidecar.parse(stream.read(sidecar.MAX_BYTES)))
    except LimitError:
        raise
    except BadInputError as error:
        notes.left_out[f"sidecars ({error})"] += 1


def _format(collected: Collected, notes: Notes) -> str | None:
    """Formats of the members, then the containers, outermost last: `jsonl.gz`, `html+txt.zip`."""
    if not notes.formats:
        return None
    inner = "+".join(sorted(notes.formats))
    deepest = max(collected.containers, key=lambda c: (len(c), c), default=())
    return ".".join((inner, *deepest))


def _remarks(notes: Notes, collected: Collected) -> str | None:
    """What a reader of `files` should know about an accepted file."""
    said = []
    if collected.n_bad:
        said.append(
            f"{collected.n_bad} of {collected.n} records could not be read; the first: {collected.first_bad[0]}"
        )
    if collected.n_blank:
        said.append(f"{collected.n_blank} of {collected.n} records hold no article text")
    said += [f"left out: {n} {what}" for what, n in sorted(notes.left_out.items())]
    return "; ".join(said) or None
