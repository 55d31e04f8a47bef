"""CSV and TSV with a header line.

Belongs here: rows, and recovery from a stray quote. Does not belong here: what a row's fields mean (`fields`).

A stray quote makes a parser swallow the rows that follow. A row that has the wrong number of fields (or grows past the
limit) is therefore taken back: its first line is read alone with quotes as plain characters, which is a record with a
problem when its number of fields is still wrong, and reading goes on with the next line. A file with many such rows
does not use quotes at all, and is read so to its end.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import IO

from pipeline.ingest.formats.fields import NAME_IT, SHOWN, story_of
from pipeline.ingest.formats.lines import Line, lines
from pipeline.ingest.problems import BadInputError, LimitError
from pipeline.ingest.records import META_NAMES, PAGE_NAMES, TEXT_NAMES, Notes, Record, column_key
from pipeline.settings import IngestSettings

_MAX_ROW_LINES = 5000
_MAX_RETAKEN = 2000
_KNOWN = set(TEXT_NAMES).union(PAGE_NAMES, *META_NAMES.values())


def read_csv(stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    """A story a row; the delimiter (, ; tab |) is the one that splits the header into the most known names."""
    yield from _read(stream, None, notes, settings)


def read_tsv(stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    """A story a row of tab-separated fields."""
    yield from _read(stream, "\t", notes, settings)


def _read(stream: IO[bytes], delimiter: str | None, notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    source = _Lines(lines(stream, notes, settings))
    header: list[str] | None = None
    while header is None:
        first = source.take()
        if first is None:
            raise BadInputError("the file holds no header line: deliver it again, or delete it")
        if first.text.strip():
            delimiter = delimiter or _delimiter(first.text)
            source.back([first])
            row, taken = _row(source, delimiter, settings)
            if row is None:
                source.back(taken[1:])
            header = row or _literal(first, delimiter)
    names = [column_key(n) for n in header]
    if not any(n in TEXT_NAMES or n in PAGE_NAMES for n in names):
        shown = ", ".join(header)[:300]
        raise BadInputError(f"no column with the story's text among {shown}: {NAME_IT} in the first line")
    retaken = 0
    while (first := source.take()) is not None:
        if not first.text.strip():
            continue
        row = None
        if retaken <= _MAX_RETAKEN:
            source.back([first])
            row, taken = _row(source, delimiter or ",", settings)
            if row is None or len(row) != len(header):
                retaken += len(taken) > 1
                source.back(taken[1:])
                row = None
        row = row or _literal(first, delimiter or ",")
        if len(row) == len(header) and not first.cut:
            yield story_of(dict(zip(header, row, strict=True)), notes, settings)
            continue
        problem = (
            f"line {first.no + 1} does not have the header's {len(header)} fields: check its quotes and delimiters"
            if not first.cut
            else str(LimitError("max_story_chars", settings.max_story_chars, f"the length of line {first.no + 1}"))
        )
        yield Record(first.text[:SHOWN], problem=problem)


def _literal(line: Line, delimiter: str) -> list[str]:
    """Fields of a line in which quotes are characters like any other."""
    return line.text.rstrip("\r\n").split(delimiter)


def _delimiter(header: str) -> str:
    def known(delimiter: str) -> int:
        return sum(column_key(name) in _KNOWN for name in header.replace('"', "").split(delimiter))

    return max(",;\t|", key=known)


class _Lines:
    """Lines that can be put back."""

    def __init__(self, source: Iterator[Line]) -> None:
        self.source = source
        self.returned: deque[Line] = deque()

    def take(self) -> Line | None:
        return self.returned.popleft() if self.returned else next(self.source, None)

    def back(self, lines: list[Line]) -> None:
        self.returned.extendleft(reversed(lines))


def _row(source: _Lines, delimiter: str, settings: IngestSettings) -> tuple[list[str] | None, list[Line]]:
    """(fields of the next row, or None when it cannot be read; the lines it took)."""
    taken: list[Line] = []
    size = 0

    def fed() -> Iterator[str]:
        nonlocal size
        while len(taken) < _MAX_ROW_LINES and size <= 2 * settings.max_story_chars:
            line = source.take()
            if line is None or (line.cut and taken):
                if line is not None:
                    source.back([line])
                return
            taken.append(line)
            size += len(line.text)
            yield line.text

    limit = csv.field_size_limit(2 * settings.max_story_chars + 1)
    try:
        # strict: an open quote at the end of what may be one row is an error, not a field
        row = next(csv.reader(fed(), delimiter=delimiter, strict=True), None)
    except csv.Error:
        row = None
    finally:
        csv.field_size_limit(limit)
    return row, taken
