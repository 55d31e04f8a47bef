"""The page: what it shows, that it needs nothing from outside, and that nothing from a raw file can act in it."""

import re
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

from pipeline import report
from pipeline.report import page

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}‮ا & 'x'"


@pytest.fixture(scope="module")
def html(miniature: ModuleType) -> str:
    with miniature.warehouse() as connection:
        return page.render(connection)


class Reader(HTMLParser):
    """Collects tags with their attributes and the text, and notices tags that are not closed."""

    VOID = ("meta", "br", "img", "link", "input")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_harmless(html: str) -> None:
    """No script, no handler, nothing loaded from outside, no link but to the web or the page itself."""
    reader = Reader(html)
    assert reader.open == []
    for tag, attributes in reader.tags:
        assert tag not in ("script", "img", "iframe", "object", "embed", "link", "base", "form")
        for name, value in attributes.items():
            assert not name.startswith("on"), f"<{tag} {name}>"
            if name in ("src", "srcset", "data", "action"):
                raise AssertionError(f"<{tag} {name}={value}>")
            if name in ("href", "xlink:href"):
                assert value is not None and re.match(r"https?://|#", value), f"<{tag} {name}={value}>"
            if name == "style":
                assert value is not None and "url(" not in value
    style = html.split("<style>")[1].split("</style>")[0]
    assert "url(" not in style and "@import" not in style and "&" not in style


def test_it_needs_nothing_from_outside(html: str) -> None:
    assert_harmless(html)
    assert "default-src 'none'" in html


def test_the_sentence_stands_right_to_left_with_its_trigger_marked(html: str) -> None:
    assert '<blockquote lang="ar" dir="rtl"><mark>استقبل</mark> وزير الخارجية المغربي' in html
    assert "و<mark>اتهم</mark> حزب" in html


def test_it_shows_every_part(html: str, miniature: ModuleType) -> None:
    text = Reader(html).text
    for words in (
        "ESP Spain", "MAR Morocco", "جريدة الميناء", "50.0 %", "2 independent stories, 3 with copies", "only claimed by مارتين", "2024-07-01 – 2024-07-31",
        "The gzip data ends early: fetch it again.", "quarantined_share", "1 of 3 files", "canonical", miniature.MEETING_TITLE, "negated", "future",
    ):  # fmt: skip
        assert words in text, words
    for part in ("over-time", "types", "dyads", "happenings", "sources", "groups", "left-out", "checks"):
        assert f'<section id="{part}">' in html and f'href="#{part}"' in html
    assert html.count("<svg") == 3


def test_the_same_build_gives_the_same_bytes(html: str, miniature: ModuleType) -> None:
    with miniature.warehouse() as connection:
        assert page.render(connection) == html


def test_an_empty_build_has_a_page_too(miniature: ModuleType) -> None:
    with miniature.warehouse({}) as connection:
        html = page.render(connection)
    assert_harmless(html)
    for words in (
        "No dated happening.",
        "No happening with a country",
        "No story.",
        "No duplicate.",
        "Everything found was used.",
        "Every check held.",
    ):
        assert words in html


def test_nothing_from_a_raw_file_can_act(miniature: ModuleType) -> None:
    rows = miniature.rows()
    for table, columns in {
        "files": ["path", "reason"],
        "stories": ["title", "source", "status_reason"],
        "event_mentions": ["location", "attribution"],
        "entities": ["name"],
        "quality_checks": ["details"],
        "build": ["build_id", "rasid_version"],
    }.items():
        for number, row in enumerate(rows[table]):
            row |= dict.fromkeys(columns, f"{HOSTILE}{number}")
    for story in rows["stories"]:
        story["url"] = f"javascript:alert('{story['record_no']}')"
    for sentence in rows["sentences"]:
        sentence["text"] = HOSTILE * 2
    for row in rows["event_participants"]:
        row["country"] = HOSTILE
    for row in rows["events"]:
        row["actor_countries"] = row["recipient_countries"] = [HOSTILE]
    with miniature.warehouse(rows) as connection:
        html = page.render(connection)
    assert_harmless(html)
    assert "javascript:" not in html, "an address that is not of the web is not linked"
    assert HOSTILE in Reader(html).text, "shown as it is, not dropped"
    assert "49" not in re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL).replace(HOSTILE, "")


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://example.org/a", True), ("HTTP://example.org", True), ("javascript:alert(1)", False), ("//example.org", False), ("data:text/html,x", False),
     (" https://example.org", False), ("", False), (None, False)],
)  # fmt: skip
def test_only_web_addresses_are_linked(url: str | None, linked: bool) -> None:
    assert page._is_web_address(url) is linked


def test_numbers_are_words_with_the_right_ending() -> None:
    assert page._count(1, "drop") == "1 drop"
    assert page._count(1234, "story", "stories") == "1\N{NARROW NO-BREAK SPACE}234 stories"
    assert [page._measure(value) for value in (None, 3.0, 0.03125)] == ["–", "3", "0.0312"]


def test_a_direction_override_stays_in_its_cell(html: str, miniature: ModuleType) -> None:
    rows = miniature.rows()
    for story in rows["stories"]:
        story["source"] = "‮source"
    with miniature.warehouse(rows) as connection:
        page_of_it = page.render(connection)
    assert '<bdi dir="auto">‮source</bdi>' in page_of_it
    assert len(re.findall("‮source", page_of_it)) == len(re.findall('<bdi dir="auto">‮source</bdi>', page_of_it))


def test_write_replaces_the_page_only_when_it_is_whole(
    tmp_path: Path, miniature: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse, out = tmp_path / "warehouse.duckdb", tmp_path / "home" / "report.html"
    miniature.warehouse(path=str(warehouse)).close()
    report.write(warehouse, out)
    first = out.read_bytes()
    assert first.startswith(b"<!DOCTYPE html>") and [p.name for p in out.parent.iterdir()] == ["report.html"]
    (tmp_path / "broken.duckdb").write_bytes(b"not a database")
    with pytest.raises(duckdb.Error):
        report.write(tmp_path / "broken.duckdb", out)
    assert out.read_bytes() == first
    report.write(warehouse, out)
    assert out.read_bytes() == first


def test_write_leaves_the_warehouse_as_it_was(tmp_path: Path, miniature: ModuleType) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    miniature.warehouse(path=str(warehouse)).close()
    before = warehouse.read_bytes()
    report.write(warehouse, tmp_path / "report.html")
    assert warehouse.read_bytes() == before


def test_a_missing_warehouse_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.duckdb"):
        report.write(tmp_path / "nothing.duckdb", tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []


def test_what_lies_far_outside_the_days_of_the_news_is_counted_not_drawn(miniature: ModuleType) -> None:
    import datetime as dt

    rows = miniature.rows()
    old = next(event for event in rows["events"] if event["event_type"] == "CONSULT")
    old |= {"date_start": dt.date(1975, 11, 6), "date_end": dt.date(1975, 11, 6)}
    with miniature.warehouse(rows) as connection:
        html = page.render(connection)
    assert "Not drawn: 2 that are undated" in re.sub(r"\s+", " ", html)
    assert "1975-11-06" in html, "it is still among the happenings"
