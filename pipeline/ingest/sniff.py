"""Which format an unpacked file has: by its name, corrected by its first bytes.

Belongs here: names and magic numbers. Does not belong here: containers (`containers`), reading (`formats`).
"""

import re

from pipeline.ingest.encoding import decode_as, encoding_of
from pipeline.ingest.problems import SUPPORTED, BadInputError

HEAD = 1 << 14
"""Bytes to look at."""

_BY_NAME = {
    "txt": "txt", "text": "txt", "html": "html", "htm": "html", "xhtml": "html", "json": "json", "jsonl": "jsonl",
    "ndjson": "jsonl", "csv": "csv", "tsv": "tsv", "tab": "tsv", "parquet": "parquet", "pq": "parquet", "warc": "warc",
    "sgml": "trec", "sgm": "trec", "trec": "trec",
}  # fmt: skip
_FOREIGN = (
    (b"%PDF", "a PDF: extract its text"),
    (b"PK\x03\x04", "a zip archive (or an office document): name it .zip, or extract its text"),
    (b"\x1f\x8b", "gzip data: name it .gz"),
    (b"BZh", "bzip2 data: name it .bz2"),
    (b"\xfd7zXZ\x00", "xz data: name it .xz"),
    (b"\x28\xb5\x2f\xfd", "zstd data: name it .zst"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it"),
    (b"Rar!", "a rar archive: unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old office document: extract its text"),
    (b"{\\rtf", "an RTF document: extract its text"),
    (b"\x89PNG", "an image: delete it"),
    (b"\xff\xd8\xff", "an image: delete it"),
    (b"GIF8", "an image: delete it"),
    (b"PAR1", "a Parquet table: name it .parquet"),
    (b"SQLite format 3", "a database: export its stories"),
)
_TREC = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<(?!DOC\b)\w+>\s*){0,2}<DOC(?:\s[^<>]*)?>", re.IGNORECASE)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*+)*+(?:<!doctype\s+html|<html\b|<head\b|<body\b)", re.I | re.DOTALL
)
_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*"')


def format_of(name: str, head: bytes) -> str:
    """Name of the format, a key of `formats.READERS`.

    Raises:
        BadInputError: the file is empty or of no supported format; says which it looks like.
    """
    stem, dot, suffix = name.rpartition(".")
    named = _BY_NAME.get(suffix.lower()) if dot and stem else None
    if not head:
        raise BadInputError("the file is empty: deliver it again, or delete it")
    if named in ("parquet", "warc"):
        return named
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise BadInputError(f"the file is {what}")
    if named in ("jsonl", "csv", "tsv"):
        return named
    try:
        text = decode_as(head, encoding_of(head)).text
    except BadInputError as error:
        if named is not None:
            raise
        raise BadInputError(f"not a supported format; supported are {SUPPORTED}") from error
    if _TREC.match(text):
        return "trec"
    if named in ("html", "json"):
        return named
    if _HTML.match(text):
        return "html"
    if named is None and _JSON.match(text):
        return "json"
    return "txt"
