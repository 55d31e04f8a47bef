"""Plain text: one file, one story.

Belongs here: reading a whole text within its limit. Does not belong here: finding the format (`sniff`).
"""

from collections.abc import Iterator
from typing import IO

from pipeline.ingest.encoding import decode
from pipeline.ingest.problems import BadInputError, LimitError
from pipeline.ingest.records import Notes, Record
from pipeline.settings import IngestSettings

BYTES_PER_CHAR = 4
"""No supported encoding uses more."""


def read_text(stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    """The whole file as one story, decoded; line ends as found, without its byte order mark."""
    data = whole(stream, settings.max_story_chars * BYTES_PER_CHAR, settings)
    text = notes.text(decode(data, limit=settings.max_story_chars))
    yield Record(text)


def whole(stream: IO[bytes], limit: int, settings: IngestSettings) -> bytes:
    """All of a stream that may hold one story.

    Raises:
        LimitError: it holds more than `limit` bytes, hence more than `max_story_chars`.
        BadInputError: it is empty.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise LimitError("max_story_chars", settings.max_story_chars, "the length of the story")
    if not data:
        raise BadInputError("the file is empty: deliver it again, or delete it")
    return data
