"""One reader a format; `READERS` maps the format's name to it.

Belongs here: bytes of one unpacked file → records. Does not belong here: containers, ids, tables.
"""

from collections.abc import Callable, Iterator
from typing import IO

from pipeline.ingest.formats.json_records import read_json, read_jsonl
from pipeline.ingest.formats.page import read_page
from pipeline.ingest.formats.parquet import read_parquet
from pipeline.ingest.formats.tables import read_csv, read_tsv
from pipeline.ingest.formats.text import read_text
from pipeline.ingest.formats.trec import read_trec
from pipeline.ingest.formats.warc import read_warc
from pipeline.ingest.records import Notes, Record
from pipeline.settings import IngestSettings

Reader = Callable[[IO[bytes], Notes, IngestSettings], Iterator[Record]]

READERS: dict[str, Reader] = {
    "txt": read_text,
    "trec": read_trec,
    "html": read_page,
    "json": read_json,
    "jsonl": read_jsonl,
    "csv": read_csv,
    "tsv": read_tsv,
    "parquet": read_parquet,
    "warc": read_warc,
}
"""A reader yields records until the end, or raises BadInputError where it cannot go on."""
