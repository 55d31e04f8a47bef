"""HTML pages: the article's visible text by trafilatura, metadata by trafilatura and htmldate.

Belongs here: one page. Does not belong here: telling the lines of its text apart (`pipeline.clean`).

trafilatura runs with `favor_precision` and without its stateful duplicate filter; htmldate without its `today` as the
upper bound: a page read tomorrow must give what it gives today. A lead that the site prints apart from its article (the
page's description says how it begins) is lost on trafilatura, and put back. A first of January that only the extensive search finds
is its guess from a copyright year, and is dropped.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import IO, Any

from pipeline.ingest.encoding import clean_text, decode
from pipeline.ingest.formats.text import BYTES_PER_CHAR, whole
from pipeline.ingest.problems import explain
from pipeline.ingest.records import Notes, Record
from pipeline.settings import IngestSettings

_LAST_DAY = "2099-12-31"
_MAX_TAGS = 30_000  # the largest of real news pages have a third of that; extraction takes seconds beyond it
_MAX_ATTRIBUTES = 1000
_MAX_DEPTH = 2000
_PARSER_DEPTH = 250
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)([^<>]*+)")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dt",
        "dd",
        "option",
    ]
)
_LANG = re.compile(r"<html\b[^<>]*?\b(?:xml:)?lang\s*=\s*[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "blockquote",
        "section",
        "article",
        "figure",
        "figcaption",
    ]
)
_SILENT = frozenset(("script", "style", "noscript", "template", "head"))


def read_page(stream: IO[bytes], notes: Notes, settings: IngestSettings) -> Iterator[Record]:
    """The page's article as one story; a page without one is a story without text."""
    notes_of = notes.text(decode(whole(stream, settings.max_story_chars * BYTES_PER_CHAR, settings)))
    yield page_record(notes_of, settings)


def page_record(html: str, settings: IngestSettings, url: str | None = None) -> Record:
    """The article of a decoded page."""
    from htmldate import find_date
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    if len(html) > settings.max_story_chars * 2:
        return Record("", problem="the page is longer than ingest.max_story_chars allows: deliver the text itself")
    if refusal := _refusal(html):
        return Record("", problem=f"{refusal}: deliver the text itself")
    html = _XML_BAD.sub("", html)  # lxml refuses NUL and other controls
    dates: dict[str, Any] = {"extensive_search": True, "original_date": True, "max_date": _LAST_DAY}
    try:
        page = bare_extraction(
            html, url=url, favor_precision=True, include_comments=False, deduplicate=False, with_metadata=True,
            date_extraction_params=dates,
        )  # fmt: skip
    except (
        LxmlError,
        ValueError,
        TypeError,
        AttributeError,
        AssertionError,
        IndexError,
        KeyError,
        RecursionError,
    ) as error:
        return Record("", problem=f"the page cannot be read ({explain(error)}): deliver the text itself")
    if not isinstance(page, Document):
        return Record("", _language(html))
    published = page.date
    if published is not None and published.endswith("-01-01"):
        published = find_date(html, url=url, **dates | {"extensive_search": False})
    host = re.sub(r"^https?://([^/]*).*", r"\1", page.sitename or "") or page.hostname
    meta = {
        "title": page.title,
        "source": host,
        "author": None if "http" in (page.author or "") else page.author,
        "url": url or page.url,
        "published": published,
    }
    found = {k: clean_text(v).text.strip() for k, v in meta.items() if isinstance(v, str) and v.strip()} | _language(
        html
    )
    text = clean_text(_with_lead(page.text or "", html, page.description, page.title)).text
    return Record(text, found)


_LEAD_CHARS = 60
_LEAD_WORDS = range(8, 150)
_INLINE = frozenset(("b", "strong", "span", "em", "i", "a", "font", "u"))


def _with_lead(text: str, html: str, description: str | None, title: str | None) -> str:
    """The text with the lead above it that the page shows elsewhere.

    It begins as the page's description does, and shares words with the title: the description of a site does not.
    """
    wanted = " ".join(unescape(description or "").split())[:_LEAD_CHARS]
    if not text.strip() or len(wanted) < _LEAD_CHARS or wanted in " ".join(text.split()):
        return text
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    try:
        tree = document_fromstring(html.encode("utf-8"), parser=HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError):
        return text
    start = wanted[: _LEAD_CHARS // 3]
    for element in tree.iter():
        own = element.text if isinstance(element.tag, str) and element.tag not in _SILENT else None
        if own is None or not " ".join(own[:500].split()).startswith(start):
            continue
        while element.tag in _INLINE and element.getparent() is not None:
            element = element.getparent()
        lead = " ".join(element.text_content().split())
        common = {w for w in lead.split() if len(w) >= 3} & set((title or "").split())
        if lead.startswith(wanted) and len(lead.split()) in _LEAD_WORDS and len(common) >= 2 and lead not in text:
            head, newline, rest = text.partition("\n")
            is_title = newline and " ".join(head.split()) == " ".join((title or "").split())
            return f"{head}\n{lead}\n{rest}" if is_title else f"{lead}\n{text}"
    return text


_XML_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _language(html: str) -> dict[str, str]:
    match = _LANG.search(html[:20_000])
    return {"language": match[1].lower()} if match else {}


def _refusal(html: str) -> str | None:
    """Why a page would take a parser minutes, told without parsing it."""
    if html.count("<") > _MAX_TAGS:
        return f"the page has more than {_MAX_TAGS} tags"
    tags = _TAG.findall(html)
    if any(
        len(rest) > _MAX_ATTRIBUTES and len(rest.split(None, _MAX_ATTRIBUTES)) > _MAX_ATTRIBUTES for *_, rest in tags
    ):
        return f"the page has a tag with more than {_MAX_ATTRIBUTES} attributes"
    if _depth(tags) > _MAX_DEPTH:
        return f"the page nests more than {_MAX_DEPTH} elements"
    return None


def _depth(tags: list[tuple[str, str, str]]) -> int:
    """Deepest nesting of elements; those whose end tag may be left out do not count."""
    depth = deepest = 0
    for closing, name, rest in tags:
        if rest.endswith("/") or name.lower() in _VOID:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def visible_text(fragment: str) -> str:
    """The text of a piece of HTML as a reader sees it: a line a block, entities resolved, scripts left out.

    A fragment that nests too deeply for the parser stays as it is.
    """
    from lxml.etree import LxmlError, iterwalk
    from lxml.html import fragment_fromstring

    if _refusal(fragment) or _depth(_TAG.findall(fragment)) > _PARSER_DEPTH:
        return fragment
    try:
        root = fragment_fromstring(_XML_BAD.sub("", fragment), create_parent=True)
    except (LxmlError, ValueError):
        return fragment
    parts: list[str] = []
    silent = 0
    for event, element in iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            parts += ["\n"] * (tag in _BLOCKS) + [element.text or ""] * (not silent)
            continue
        if event == "end":
            silent -= tag in _SILENT
            parts += ["\n"] * (tag in _BLOCKS)
        if not silent and element is not root:
            parts.append(element.tail or "")
    return re.sub(r"[ \t\r\f]*\n[ \t\r\f\n]*", "\n", "".join(parts)).strip("\n")
