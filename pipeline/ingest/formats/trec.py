"""TREC text: `<DOC>` blocks with a tag a field, one or many in a file.

Belongs here: cutting a file into blocks without reading it whole, fields and content of a block. raw_text is the block
as found (the whole file when it holds one block); content_start/end span the inside of `<TEXT>`. An `<ABSTRACT>` repeats
the beginning of the text in every corpus seen, so it is content only where the text is empty.
"""

import html
import re
from collections.abc import Iterator
from typing import IO

from pipeline.ingest.encoding import decode, decode_part, encoding_of, encoding_of_lines, mend
from pipeline.ingest.formats.text import BYTES_PER_CHAR, whole
from pipeline.ingest.problems import LimitError
from pipeline.ingest.records import Notes, Record, metadata
from pipeline.ingest.streams import peeked
from pipeline.settings import IngestSettings

_CHUNK = 1 << 20
_END = re.compile(rb"</DOC\s*>", re.IGNORECASE)
_START = re.compile(r"<DOC(?:\s[^<>]*)?>", re.IGNORECASE)
_CLOSED = re.compile(r"</DOC\s*>", re.IGNORECASE)
_CONTENT = ("TEXT", "BODY", "CONTENT", "ABSTRACT")
_FIELD = re.compile(r"<([A-Za-z][\w.-]{0,40})(?:\s[^<>]{0,200})?>([^<]{0,4000})</\1\s*>")


def read_trec(stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    """A story a `<DOC>` block; text outside the blocks of a file with several becomes a record with a problem."""
    head, stream = peeked(stream, 1 << 16)
    encoding = encoding_of(head) if b"\0" in head else ""
    limit = settings.max_story_chars * BYTES_PER_CHAR
    if encoding.startswith(("utf-16", "utf-32")):
        text = notes.text(decode(whole(stream, 8 * limit, settings)))
        blocks = iter([b + "</DOC>" for b in text.split("</DOC>")[:-1]] + [text.rsplit("</DOC>", 1)[-1]])
    else:
        encoding = encoding_of_lines(stream_head(head)) if head else "utf-8"
        notes.encodings[encoding] += 1
        blocks = (_block(b, encoding, notes) for b in _blocks(stream, limit, settings))
    held: str | None = None
    several = False
    for block in blocks:
        if held is None:
            held = block
        elif _START.search(block):
            yield from _stories(held, notes, settings)
            held, several = block, True
        elif not several:
            held += block
        elif block.strip():
            yield from _stories(held, notes, settings)
            held = block
    if held is not None:
        yield from _stories(held, notes, settings) if several else [_story(held, notes, settings)]


def stream_head(head: bytes) -> bytes:
    """Bytes to judge an encoding from: a cut character at the end does not count."""
    return head[: head.rfind(b"\n") + 1] or head


def _blocks(stream: IO[bytes], limit: int, settings: IngestSettings) -> Iterator[bytes]:
    """The file cut behind every `</DOC>`; nothing is left out."""
    buffer = b""
    while chunk := stream.read(_CHUNK):
        buffer += chunk
        start = 0
        for end in _END.finditer(buffer):
            yield buffer[start : end.end()]
            start = end.end()
        buffer = buffer[start:]
        if len(buffer) > limit:
            raise LimitError("max_story_chars", settings.max_story_chars, "the length of a <DOC> block")
    if buffer:
        yield buffer


def _block(data: bytes, encoding: str, notes: Notes) -> str:
    decoded = decode_part(data, encoding)
    if decoded.encoding != encoding:
        notes.deviating[decoded.encoding] += 1
    text, repaired = mend(notes.part(decoded))
    if repaired:
        notes.repaired[repaired] += 1
    return text


def _stories(block: str, notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    """A block of a file with several: what stands before its `<DOC>` is no part of it."""
    start = _START.search(block)
    if start is None:
        if block.strip():
            yield Record(block, problem="text outside any <DOC> block: put it into a block of its own")
        return
    if block[: start.start()].strip():
        yield Record(block[: start.start()], problem="text outside any <DOC> block: put it into a block of its own")
    yield _story(block[start.start() :], notes, settings)


def _story(text: str, notes: Notes, settings: IngestSettings) -> Record:
    if len(text) > settings.max_story_chars:
        raise LimitError("max_story_chars", settings.max_story_chars, "the length of a <DOC> block")
    if not _CLOSED.search(text):
        notes.left_out["<DOC> blocks without an end tag, read to the end of the file"] += 1
    spans = [span for tag in _CONTENT if (span := _inside(text, tag))]
    content = next((s for s in spans if text[s[0] : s[1]].strip()), spans[0] if spans else None)
    outside = text if content is None else text[: content[0]] + text[content[1] :]
    fields: dict[str, object] = {}
    for tag, value in _FIELD.findall(outside):
        if tag.upper() not in _CONTENT:
            fields.setdefault(tag, html.unescape(value))
    return Record(text, metadata(fields), content=content)


def _inside(text: str, tag: str) -> tuple[int, int] | None:
    """Span between the first `<TAG>` and the last `</TAG>` (the end of the text, or of the block, where that is missing)."""
    opened = re.search(rf"<{tag}(?:\s[^<>]*)?>", text, re.IGNORECASE)
    if opened is None:
        return None
    ends = [m.start() for m in re.finditer(rf"</{tag}\s*>", text[opened.end() :], re.IGNORECASE)]
    if ends:
        return opened.end(), opened.end() + ends[-1]
    closing = _CLOSED.search(text, opened.end())
    return opened.end(), closing.start() if closing else len(text)
