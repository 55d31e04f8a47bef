"""Decoded lines of a file of many records, of bounded length, whatever the file's encoding.

Belongs here: lines. Does not belong here: what they hold.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from pipeline.ingest.encoding import decode_part, encoding_of_lines
from pipeline.ingest.formats.text import BYTES_PER_CHAR
from pipeline.ingest.records import Notes
from pipeline.ingest.streams import peeked
from pipeline.settings import IngestSettings

_HEAD = 1 << 20
_CHUNK = 1 << 18


@dataclass(slots=True)
class Line:
    """A line with its end; `cut` when it was longer than a line may be, and is the beginning only."""

    text: str
    no: int
    cut: bool = False


def file_encoding(stream: IO[bytes], notes: Notes) -> tuple[str, IO[bytes]]:
    """(encoding of a file judged by its first MiB, the stream from its beginning).

    Raises:
        BadInputError: the file is no text.
    """
    head, stream = peeked(stream, _HEAD)
    if len(head) == _HEAD:  # the last line may be cut inside a character
        head = head[: head.rfind(b"\n") + 1] or head[: head.rfind(b" ") + 1] or head
    encoding = encoding_of_lines(head)
    notes.encodings[encoding] += 1
    return encoding, stream


def lines(stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Line]:
    """Lines at `\\n`, decoded each by itself: one line of UTF-8 among Windows-1256 is read right."""
    encoding, stream = file_encoding(stream, notes)
    limit = settings.max_story_chars * BYTES_PER_CHAR
    if encoding.startswith(("utf-16", "utf-32")):
        yield from _wide_lines(stream, encoding, notes, settings)
        return
    no = 0
    while data := stream.readline(limit):
        cut = len(data) == limit and not data.endswith(b"\n")
        kept = data[: settings.max_story_chars] if cut else data
        while cut and data and not data.endswith(b"\n"):
            data = stream.readline(limit)
        if no == 0:
            kept = kept.removeprefix(codecs.BOM_UTF8)
        decoded = decode_part(kept, encoding)
        if decoded.encoding != encoding:
            notes.deviating[decoded.encoding] += 1
        yield Line(notes.part(decoded), no, cut)
        no += 1


def _wide_lines(stream: IO[bytes], encoding: str, notes: Notes, settings: IngestSettings) -> Iterator[Line]:
    buffer, no, skipping = "", 0, False
    for text in chunks(stream, encoding, notes):
        buffer += text
        *full, buffer = buffer.split("\n")
        for line in full:
            if not skipping:
                yield Line(line + "\n", no)
            no, skipping = no + 1, False
        if len(buffer) > settings.max_story_chars:
            if not skipping:
                yield Line(buffer[: settings.max_story_chars], no, True)
            buffer, skipping = "", True
    if buffer and not skipping:
        yield Line(buffer, no)


def chunks(stream: IO[bytes], encoding: str, notes: Notes) -> Iterator[str]:
    """Decoded pieces of a file of one encoding, without its byte order mark; bad bytes become U+FFFD and are counted."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    first = True
    while data := stream.read(_CHUNK):
        text = decoder.decode(data)
        if first:
            text, first = text.removeprefix("\ufeff"), False
        notes.n_replaced += text.count("\ufffd")
        yield text
    if tail := decoder.decode(b"", True):
        notes.n_replaced += tail.count("\ufffd")
        yield tail
