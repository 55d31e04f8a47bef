"""A story as a format's reader hands it on, and what is noted about its file while reading.

Belongs here: the record, the notes, the mapping of field names to metadata. Does not belong here: any one format.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache

from pipeline.ingest.encoding import Decoded, clean_text

META = ("title", "source", "author", "url", "published", "language")
"""Metadata a record may have; published is a date as written."""


@dataclass(slots=True)
class Record:
    """A story as found, or what was found instead (`problem` says why and what to do)."""

    text: str
    meta: dict[str, str] = field(default_factory=dict)
    problem: str | None = None
    content: tuple[int, int] | None = None
    member: str | None = None
    from_sidecar: bool = False


@dataclass(slots=True)
class Notes:
    """What is remarkable about a file: encodings used, characters replaced, mojibake undone, things left out.

    `deviating` counts the lines and blocks that are in another encoding than their file.
    """

    encodings: Counter[str] = field(default_factory=Counter)
    deviating: Counter[str] = field(default_factory=Counter)
    repaired: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    n_replaced: int = 0
    formats: set[str] = field(default_factory=set)

    def text(self, decoded: Decoded) -> str:
        """Take note of how a text was decoded, and return it."""
        self.encodings[decoded.encoding] += 1
        return self.part(decoded)

    def part(self, decoded: Decoded) -> str:
        """The same for a piece of a file whose encoding is noted elsewhere."""
        self.n_replaced += decoded.n_replaced
        if decoded.repaired:
            self.repaired[decoded.repaired] += 1
        return decoded.text

    def encoding(self) -> str | None:
        """The `encoding` column: names, with counts when they differ, then what was replaced and repaired."""
        if not self.encodings:
            return None
        names = sorted(self.encodings)
        said = names[0] if len(names) == 1 else ", ".join(f"{n} ×{self.encodings[n]}" for n in names)
        for name in sorted(self.deviating):
            said += f"; {self.deviating[name]} lines in {name}"
        if self.n_replaced:
            said += f"; {self.n_replaced} undecodable characters replaced by U+FFFD"
        for how in sorted(self.repaired):
            said += f"; mojibake repaired ({how}) in {self.repaired[how]} texts"
        return said


def _words(names: str) -> dict[str, int]:
    return {column_key(name): rank for rank, name in enumerate(names.split())}


def column_key(name: str) -> str:
    """A field's name without case, spaces, hyphens, underscores, dots and vowel marks."""
    folded = unicodedata.normalize("NFKC", name).casefold().strip("\ufeff \t")
    return re.sub("[\\s_\\-.\u064b-\u0652\u0640]", "", folded)


TEXT_NAMES = _words(
    "text content body story article article_text article_body full_text maintext content_text plain_text news "
    "text_content نص النص متن المتن محتوى المحتوى المقال مقال الخبر خبر نص_الخبر نص_المقال"
)
"""Names of a story's text, best first; case, spaces, `_`, `-` and `.` do not count."""

PAGE_NAMES = _words("html raw_html page_html content_html body_html text_html page")
"""Names of a field that holds a whole page or piece of HTML."""

META_NAMES = {
    "title": _words("title headline head heading news_title article_title page_title عنوان العنوان عنوان_الخبر"),
    "source": _words(
        "source source_name site_name site newspaper publisher outlet src domain source_domain source_id "
        "المصدر مصدر الصحيفة صحيفة الموقع موقع"
    ),
    "author": _words("author authors byline writer creator by الكاتب كاتب المؤلف بقلم المحرر"),
    "url": _words(
        "url link href permalink web_url article_url canonical_url canonical source_url uri address الرابط رابط"
    ),
    "published": _words(
        "published published_at publish_date published_date publication_date date_published date_publish pub_date "
        "published_on published_time date datetime date_time time timestamp created_at created day "
        "تاريخ التاريخ تاريخ_النشر"
    ),
    "language": _words("language lang language_code لغة اللغة"),
}
"""Names of metadata fields, best first."""

CRAWL_NAMES = _words(
    "date_extracted date_download date_crawled crawl_date crawled_at scraped_at fetched_at retrieved_at"
)
"""Names of the day on which a crawler fetched the story: better than nothing."""

CRAWLED = "crawled"
"""Key of a story's metadata that is there when its `published` is such a day."""


@lru_cache(1024)
def _candidates(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Part of a record → the present names it may have, best first. Records of a file share their names, so this is kept."""
    parts = {"text": TEXT_NAMES, "page": PAGE_NAMES, **META_NAMES, CRAWLED: CRAWL_NAMES}
    return {
        part: tuple(sorted((n for n in names if column_key(n) in known), key=lambda n: known[column_key(n)]))
        for part, known in parts.items()
    }


def metadata(fields: Mapping[str, object]) -> dict[str, str]:
    """The metadata among a record's fields, by the names above, cleaned of bad surrogates and mojibake."""
    candidates = _candidates(tuple(fields))
    found = {}
    for part in META_NAMES:
        for name in candidates[part]:
            if text := (moment if part == "published" else said)(fields[name]):
                found[part] = clean_text(text).text
                break
    if "published" not in found and (day := next((t for n in candidates[CRAWLED] if (t := moment(fields[n]))), None)):
        found |= {"published": clean_text(day).text, CRAWLED: "yes"}
    return found


def field_of(fields: Mapping[str, object], part: str) -> str | None:
    """The best present name of a record's "text" or "page": the first that is not empty, else the first."""
    known = _candidates(tuple(fields))[part]
    return next((n for n in known if fields[n]), known[0] if known else None)


def said(value: object) -> str:
    """A field's value as text: names of objects, lists joined by commas, nothing for null."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        return next((said(value[k]) for k in ("name", "title", "$date", "text", "url") if value.get(k)), "")
    if isinstance(value, list | tuple):
        return ", ".join(s for s in map(said, value[:20]) if s)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def moment(value: object) -> str:
    """A date as written; a number of (milli)seconds since 1970 as the ISO instant it stands for."""
    text = said(value)
    if re.fullmatch(r"\d{9,10}(\.\d+)?|\d{12,13}", text):
        seconds = float(text) / (1000 if len(text.partition(".")[0]) >= 12 else 1)
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return text
