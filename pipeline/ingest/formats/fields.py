"""A record of named fields (JSON object, CSV row, Parquet row) as a story.

Belongs here: choosing the text among fields, and HTML inside a field. Does not belong here: names of fields (`records`).
"""

import re
from collections.abc import Mapping

from pipeline.ingest.encoding import clean_text
from pipeline.ingest.formats.page import page_record, visible_text
from pipeline.ingest.problems import LimitError
from pipeline.ingest.records import Notes, Record, field_of, metadata
from pipeline.settings import IngestSettings

_MARKUP = re.compile(
    r"<(?:p|br|div|span|strong|a|img|h[1-6]|ul|li)\b[^<>]*>|</(?:p|div|span|strong|a|h[1-6])>", re.IGNORECASE
)
_PAGE = re.compile(r"\s*(?:<!doctype html|<html)\b", re.IGNORECASE)
NAME_IT = "name the field of the story's text `text`, `content` or `body`"
SHOWN = 2000
"""Characters kept of what could not be read as a story."""


def story_of(fields: Mapping[str, object], notes: Notes, settings: IngestSettings) -> Record:
    """A record's story: its text exactly as found, or the visible text where the field holds HTML."""
    name = field_of(fields, "text")
    page = field_of(fields, "page")
    if (name is None or not fields[name]) and page is not None and isinstance(fields[page], str) and fields[page]:
        name = page
    meta = metadata(fields)
    if name is None:
        names = ", ".join(map(str, list(fields)[:12]))
        return Record("", meta, problem=f"no text among the fields {clean_text(names).text[:300]}: {NAME_IT}")
    value = fields[name]
    if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
        value = "\n".join(value)
    if value is None:
        value = ""
    if not isinstance(value, str):
        problem = f"the field {clean_text(name).text} holds {type(value).__name__}, not text: {NAME_IT}"
        return Record(clean_text(str(value)[:SHOWN]).text, meta, problem=problem)
    if len(value) > settings.max_story_chars:
        problem = str(LimitError("max_story_chars", settings.max_story_chars, "the length of the story"))
        return Record(clean_text(value[:SHOWN]).text, meta, problem=problem)
    text = notes.part(clean_text(value))
    if _PAGE.match(text):
        record = page_record(text, settings)
        record.meta |= meta
        return record
    if "<" in text and len(_MARKUP.findall(text[:100_000])) >= 2:
        text = visible_text(text)
    return Record(text, meta)
