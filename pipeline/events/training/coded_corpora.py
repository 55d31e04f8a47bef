"""The corpora that the coded stories come from, one record at a time, composed as the coders read them.

Belongs here: opening the archives and making one text of a record. Does not belong here: annotation.

Four compositions: a member of hespress-jazeera as it is; a row of hespress-6000 as title, author, date, blank line, body;
a document of antcorpus as title, "Jawhara FM", time, blank line, body without blank lines; a record of SaudiNewsNet as title,
newspaper, date of collection, blank line, content.
"""

import csv
import gzip
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

PLAIN = "news/hespress-jazeera.tar.gz"
TREC = "news/antcorpus.tar.gz"
TABLES = "news/hespress-6000"
DAYS = "news/SaudiNewsNet/dataset"

_TITLE = re.compile(r"<TITLE>(.*?)</TITLE>", re.S)
_BODY = re.compile(r"<TEXT>(.*?)</TEXT>", re.S)
_TIME = re.compile(r"<TIME>(.*?)</TIME>|<DATE>(.*?)</DATE>", re.S)
_BLANK_LINES = re.compile(r"\n\s*\n+")


def corpora(data: Path) -> list[str]:
    """The corpora that lie in a data folder, as paths relative to it, in a fixed order."""
    tables = sorted(path.relative_to(data).as_posix() for path in (data / TABLES).glob("*.csv.gz"))
    days = sorted(path.relative_to(data).as_posix() for path in (data / DAYS).glob("*.zip"))
    return [name for name in (PLAIN, *tables, TREC, *days) if (data / name).is_file()]


def texts(data: Path, corpus: str) -> Iterator[tuple[str, str]]:
    """Name and text of each record of a corpus. The name is a member's path, or a row's number counted from 0."""
    path = data / corpus
    if corpus.startswith(f"{TABLES}/"):
        found = _rows(path)
    elif corpus.startswith(f"{DAYS}/"):
        found = _day(path)
    else:
        found = _members(path, trec=corpus == TREC)
    for name, text in found:
        yield name, text.replace("\r\n", "\n")


def _day(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        files = (json.loads(archive.read(name)) for name in sorted(archive.namelist()) if name.endswith(".json"))
        for number, record in enumerate(chain.from_iterable(files)):
            title, content = ((record.get(key) or "").strip() for key in ("title", "content"))
            head = f"{title}\n{record.get('source', '')}\n{record.get('date_extracted', '')}"
            yield str(number), f"{head}\n\n{content}".replace("\r\n", "\n").replace("\r", "\n")


def _members(path: Path, *, trec: bool) -> Iterator[tuple[str, str]]:
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() and member.name.endswith(".txt") else None
            if file is None:
                continue
            raw = file.read().decode("utf-8", "ignore")
            text = _trec(raw) if trec else raw
            if text is not None:
                yield member.name, text


def _trec(raw: str) -> str | None:
    title, body, time = _TITLE.search(raw), _BODY.search(raw), _TIME.search(raw)
    if title is None or body is None:
        return None
    stamp = (time.group(1) or time.group(2) or "").strip() if time else ""
    return f"{title.group(1).strip()}\nJawhara FM\n{stamp}\n\n" + _BLANK_LINES.sub("\n", body.group(1).strip())


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    csv.field_size_limit(1 << 24)
    with gzip.open(
        path, "rt", encoding="utf-8"
    ) as lines:  # line ends inside fields are made one kind, as they were then
        for number, row in enumerate(csv.DictReader(lines)):
            title, author, date = (row.get(column, "") for column in ("title", "author", "date"))
            yield str(number), f"{title}\n{author}\n{date}\n\n{row['story']}"
