"""JSON and JSON Lines: an array, a wrapper object, a single object, or an object a line.

Belongs here: walking JSON values without reading the file whole. Does not belong here: what a record's fields mean.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import IO

from pipeline.ingest.encoding import decode_as
from pipeline.ingest.formats.fields import NAME_IT, SHOWN, story_of
from pipeline.ingest.formats.lines import chunks, file_encoding, lines
from pipeline.ingest.problems import BadInputError, LimitError
from pipeline.ingest.records import Notes, Record, field_of
from pipeline.ingest.streams import peeked
from pipeline.settings import IngestSettings

# Dumps hold raw line ends inside strings; strict JSON would refuse them.
_DECODER = json.JSONDecoder(strict=False)
_ESCAPED = 8  # bytes of a character written as \uXXXX, with room
_WRAPPER = 4  # a wrapper object may be this many times as long as one record
_LOOK = 1 << 20
_MAX_FIELDS = 1000  # of a record; a wrapper may hold more
_SPACE = " \t\r\n\ufeff\x1e"
_NO_SPACE = re.compile(f"[^{_SPACE}]")


def read_jsonl(stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    """A story a line; a file that is one array or one object after all is read as JSON."""
    head, stream = peeked(stream, _LOOK)
    one_line = b"\n" not in head.rstrip() and head.lstrip().startswith(b"{")
    yield from _lines(stream, notes, settings) if one_line else _read(head, stream, notes, settings)


def read_json(stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    """A story an object, wherever the objects stand: on lines, in an array, in a wrapper such as `{"articles": […]}`."""
    head, stream = peeked(stream, _LOOK)
    yield from _read(head, stream, notes, settings)


def _read(head: bytes, stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    if not head:
        raise BadInputError("the file is empty: deliver it again, or delete it")
    if _is_lines(head):
        yield from _lines(stream, notes, settings)
        return
    encoding, stream = file_encoding(stream, notes)
    text = _Window(chunks(stream, encoding, notes), settings.max_story_chars * _ESCAPED)
    n = 0
    try:
        for value in _values(text):
            for record in _records(value, notes, settings):
                n += 1
                yield record
    except _BrokenError as error:
        raise BadInputError(
            f"JSON breaks off at character {text.at} ({error}): mend it there; what follows was not read"
        ) from error
    if not n:
        raise BadInputError("the file holds no record: deliver it again, or delete it")


def _is_lines(head: bytes) -> bool:
    """One of the first lines is a whole object by itself, and there is more than one line."""
    if b"\n" not in head.strip():
        return False
    for line in head.split(b"\n", 6)[:6]:
        try:
            value = _DECODER.decode(decode_as(line, "utf-8").text.strip(_SPACE))
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return True
    return False


def _lines(stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    n = 0
    for line in lines(stream, notes, settings):
        text = line.text.strip(_SPACE)
        if not text:
            continue
        n += 1
        if line.cut:
            problem = str(LimitError("max_story_chars", settings.max_story_chars, f"the length of line {line.no + 1}"))
            yield Record(text[:SHOWN], problem=problem)
            continue
        try:
            value = _DECODER.decode(text)
        except RecursionError:
            yield Record(text[:SHOWN], problem=f"line {line.no + 1} is nested too deeply: flatten it")
            continue
        except ValueError as error:
            yield Record(text[:SHOWN], problem=f"line {line.no + 1} is no JSON ({_said(error)}): mend that line")
            continue
        yield from _records(value, notes, settings)
    if not n:
        raise BadInputError("the file holds no record: deliver it again, or delete it")


class _BrokenError(Exception):
    pass


def _said(error: ValueError) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "a number is too long"


class _Window:
    """A sliding window over decoded text, from which JSON values are taken one by one."""

    def __init__(self, pieces: Iterator[str], limit: int) -> None:
        self.pieces, self.limit = pieces, limit
        self.buffer, self.pos, self.dropped, self.ended = "", 0, 0, False

    @property
    def at(self) -> int:
        """Characters consumed so far."""
        return self.dropped + self.pos

    def more(self, wanted: int = 1) -> None:
        """Read until `wanted` unread characters are there or the text ends."""
        pieces = [self.buffer[self.pos :]]
        n = len(pieces[0])
        self.dropped += self.pos
        while n < wanted and not self.ended:
            piece = next(self.pieces, None)
            if piece is None:
                self.ended = True
            else:
                pieces.append(piece)
                n += len(piece)
        self.buffer, self.pos = "".join(pieces), 0

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            found = _NO_SPACE.search(self.buffer, self.pos)
            if found:
                self.pos = found.start()
                return found[0]
            self.pos = len(self.buffer)
            if self.ended:
                return ""
            self.more()

    def value(self, limit: int) -> object:
        """Take the next value of at most `limit` characters."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self.buffer, self.pos)
            except RecursionError:
                raise _BrokenError("nested too deeply") from None
            except ValueError as error:
                unread = len(self.buffer) - self.pos
                if self.ended:
                    raise _BrokenError(_said(error)) from None
                if unread > limit:
                    raise _BrokenError(f"{_said(error)}, or a value of more than {limit} characters") from None
                self.more(2 * unread + 1)
                continue
            if end == len(self.buffer) and not self.ended:  # a number may go on
                self.more(len(self.buffer) - self.pos + 1)
                continue
            self.pos = end
            return value


def _values(text: _Window) -> Iterator[object]:
    """Elements of the arrays, and other values, that follow one another in a text."""
    while char := text.peek():
        if char != "[":
            yield text.value(text.limit * _WRAPPER)
            if text.peek() == ",":
                text.pos += 1
            continue
        text.pos += 1
        while (char := text.peek()) != "]":
            if not char:
                raise _BrokenError("the array has no end")
            yield text.value(text.limit)
            if text.peek() == ",":
                text.pos += 1
            elif text.peek() != "]":
                raise _BrokenError("a comma is missing between two records" if text.peek() else "the array has no end")
        text.pos += 1


def _records(value: object, notes: Notes, settings: IngestSettings, depth: int = 0) -> Iterator[Record]:
    """The records in a value: itself, or the objects it wraps."""
    if isinstance(value, dict):
        fields = dict(islice(value.items(), _MAX_FIELDS))
        if field_of(fields, "text") or field_of(fields, "page"):
            yield story_of(fields, notes, settings)
            return
        wrapped = [v for v in value.values() if isinstance(v, dict | list) and _holds_text(v)]
        if wrapped and depth < 4:
            for inner in wrapped:
                for item in inner if isinstance(inner, list) else [inner]:
                    yield from _records(item, notes, settings, depth + 1)
            return
        yield story_of(fields, notes, settings)
    elif isinstance(value, str) and len(value.split()) > 5:
        yield story_of({"text": value}, notes, settings)
    else:
        shown = json.dumps(value, ensure_ascii=True)[:SHOWN]
        yield Record(shown, problem=f"a JSON {type(value).__name__}, no object: {NAME_IT}")


def _holds_text(value: object, depth: int = 0) -> bool:
    """An object with a text field, or a list or object of such, a few levels down."""
    if depth > 4:
        return False
    if isinstance(value, list):
        return bool(value) and any(_holds_text(v, depth + 1) for v in value[:3])
    if isinstance(value, dict):
        if field_of(value, "text") or field_of(value, "page"):
            return True
        return any(_holds_text(v, depth + 1) for v in list(value.values())[:50])
    return False
