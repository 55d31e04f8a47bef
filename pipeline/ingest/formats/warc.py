"""Web archives: a story an HTML response.

Belongs here: which records of a WARC hold a page. Does not belong here: the page itself (`page`).
"""

import contextlib
import io
from collections.abc import Iterator
from typing import IO, Any

from pipeline.ingest.encoding import decode
from pipeline.ingest.formats.page import page_record
from pipeline.ingest.formats.text import BYTES_PER_CHAR
from pipeline.ingest.problems import BadInputError, LimitError, explain
from pipeline.ingest.records import Notes, Record
from pipeline.settings import IngestSettings

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    """Pages of response and resource records, texts of conversion records; revisits and the rest are counted as left out."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    n = 0
    try:
        archive = ArchiveIterator(stream)
        while (record := _next(archive, notes)) is not None:
            n += 1
            yield from _stories(record, notes, settings)
    except BadInputError:
        raise
    except (ArchiveLoadFailed, ValueError, KeyError, OSError, EOFError, IndexError, AttributeError, TypeError) as error:
        raise BadInputError(f"the web archive is damaged ({explain(error)}): fetch it again") from error
    if not n:
        raise BadInputError("the web archive holds no record: fetch it again, or delete it")


def _next(archive: Iterator[Any], notes: Notes) -> Any:
    """The next record, or None. warcio prints its doubts, story text included; they are counted instead."""
    with contextlib.redirect_stderr(io.StringIO()) as said:
        record = next(archive, None)
    if said.getvalue():
        notes.left_out["bytes between records of the web archive, whose lengths are wrong"] += 1
    return record


def _stories(record: Any, notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    kind = record.rec_type
    if kind in ("warcinfo", "request", "metadata"):
        return
    content_type = _content_type(record)
    if kind == "response" and record.http_headers is not None and content_type in _PAGES:
        status = record.http_headers.get_statuscode()
        if status not in ("200", "203"):
            notes.left_out["responses that are not 200 OK"] += 1
            return
    elif not (
        (kind == "resource" and content_type in _PAGES) or (kind == "conversion" and content_type == "text/plain")
    ):
        notes.left_out["revisits" if kind == "revisit" else "records that are no HTML page"] += 1
        return
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    url = url.strip("<> ")
    meta = {"url": url} if url else {}
    limit = settings.max_story_chars * BYTES_PER_CHAR
    try:
        data = record.content_stream().read(limit + 1)
        if len(data) > limit:
            raise LimitError("max_story_chars", settings.max_story_chars, "the length of the page")
        text = notes.text(decode(data))
    except BadInputError as error:
        yield Record("", meta, problem=str(error))
        return
    if kind == "conversion":
        yield Record(text, meta)
        return
    page = page_record(text, settings, url or None)
    page.meta |= meta
    yield page


def _content_type(record: Any) -> str:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    value = headers.get_header("Content-Type") or ""
    return str(value).partition(";")[0].strip().lower()
