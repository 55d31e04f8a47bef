"""The publication day: which date is believed, and which never."""

import datetime as dt

import pytest

from pipeline.clean import furniture, labels, lines
from pipeline.clean.published import Published, published
from tests.unit.clean.texts import OTHER_TITLES, PARAGRAPHS, TITLE

BODY = "\n".join(PARAGRAPHS)


def day_of(raw: str, meta: str | None = None, basis: str | None = None, url: str | None = None) -> Published:
    phrases = furniture.load()
    cut = lines.cut(raw, (0, len(raw)), phrases)
    labels.label(raw, cut, phrases, None, lambda tokens: False)
    return published(raw, cut, meta, basis, url)


@pytest.mark.parametrize(
    ("meta", "day"),
    [
        ("2024-03-14", dt.date(2024, 3, 14)),
        ("2015-07-21 13:09:19", dt.date(2015, 7, 21)),
        ("2017-05-13T12:58:00+01:00", dt.date(2017, 5, 13)),
        ("20240314", dt.date(2024, 3, 14)),
        ("20240314T101500Z", dt.date(2024, 3, 14)),
        ("1710374400", dt.date(2024, 3, 14)),
        ("1710374400000", dt.date(2024, 3, 14)),
        ("Thu, 14 Mar 2024 10:15:00 GMT", dt.date(2024, 3, 14)),
        ("الخميس 14 مارس 2024 - 18:05", dt.date(2024, 3, 14)),
    ],
)
def test_a_metadata_field_in_any_form(meta: str, day: dt.date) -> None:
    assert day_of(BODY, meta, "sidecar") == Published(day, "sidecar")


@pytest.mark.parametrize(
    "meta", ["1970-01-01", "0001-01-01", "31/12/1899", "yesterday", "2024", "99999999", "مارس 2024", "20241399"]
)
def test_an_implausible_field_is_refused_with_a_note(meta: str) -> None:
    found = day_of(f"{TITLE}\nالخميس 14 مارس 2024\n{BODY}", meta, "metadata")
    assert (found.day, found.basis) == (dt.date(2024, 3, 14), "byline")
    assert found.note is not None
    assert meta in found.note


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://example.org/2024/03/14/khabar", dt.date(2024, 3, 14)),
        ("http://example.org/news/2024-3-14/123456.html", dt.date(2024, 3, 14)),
        ("http://example.org/20240314/a", dt.date(2024, 3, 14)),
        ("http://example.org/a?d=2024/03/14", dt.date(2024, 3, 14)),
        ("http://example.org/2024/03/khabar-14", None),
        ("http://example.org/120240314/a", None),
        ("http://example.org/2024/13/14/a", None),
        ("http://example.org/2024/02/30/a", None),
        ("http://example.org/1850/02/03/a", None),
    ],
)
def test_a_day_in_the_address(url: str, day: dt.date | None) -> None:
    assert day_of(BODY, url=url) == Published(day, "metadata" if day else None)


def test_the_day_of_a_crawl_yields_to_what_the_story_prints() -> None:
    byline = f"{TITLE}\nنشر في: 14/03/2024\n{BODY}"
    assert day_of(byline, "2024-03-15", "crawl") == Published(dt.date(2024, 3, 14), "byline")
    assert day_of(byline, "2024-03-16", "crawl", "http://example.org/2024/03/13/a").day == dt.date(2024, 3, 13)
    assert day_of(byline, "2024-03-16", "metadata", "http://example.org/2024/03/13/a").day == dt.date(2024, 3, 16)
    assert day_of(byline, "2023-03-15", "crawl") == Published(dt.date(2023, 3, 15), "metadata")  # it came a year later
    assert day_of(BODY, "2024-03-15", "crawl") == Published(dt.date(2024, 3, 15), "metadata")


def test_metadata_beats_byline_beats_inference() -> None:
    body = f"استقبل الوزير اليوم الأربعاء 13 مارس 2024 ضيفه في مقر الوزارة بالعاصمة نواكشوط.\n{BODY}"
    byline = f"{TITLE}\nنشر في: 14/03/2024\n{body}"
    assert day_of(byline, "2024-03-15", "metadata").day == dt.date(2024, 3, 15)
    assert day_of(byline) == Published(dt.date(2024, 3, 14), "byline")
    assert day_of(f"{TITLE}\n{body}") == Published(dt.date(2024, 3, 13), "inferred")


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("أمس الثلاثاء 12 مارس 2024", dt.date(2024, 3, 13)),
        ("أول أمس الاثنين 11 مارس 2024", dt.date(2024, 3, 13)),
        ("أمس الأول الاثنين 11 مارس 2024", dt.date(2024, 3, 13)),
        ("أمس الثلاثاء الموافق 12 مارس 2024", dt.date(2024, 3, 13)),
        ("أمس الاثنين الموافق 12 مارس 2024", None),
        ("ذلك اليوم 12 مارس 2024", None),
        ("غدا الخميس 14 مارس 2024", dt.date(2024, 3, 13)),
        ("يومه الأربعاء 13 مارس 2024", dt.date(2024, 3, 13)),
        ("صباح اليوم 13 مارس 2024", dt.date(2024, 3, 13)),
        ("اليوم الثلاثاء 13 مارس 2024", None),  # the 13th was a Wednesday
        ("يوم الثلاثاء 12 مارس 2024", None),
        ("اليوم الثلاثاء", None),
    ],
)
def test_inference_from_the_article(phrase: str, day: dt.date | None) -> None:
    found = day_of(f"{TITLE}\nاستقبل الوزير {phrase} ضيفه في مقر الوزارة بالعاصمة نواكشوط.\n{BODY}")
    assert (found.day, found.basis) == (day, "inferred" if day else None)


def test_a_dateline_counts_as_byline() -> None:
    raw = f"{TITLE}\nنواكشوط 04 رمضان 1445 هـ الموافق 14 مارس 2024 م واس - {PARAGRAPHS[0]}\n{PARAGRAPHS[1]}"
    assert day_of(raw).basis == "byline"
    assert day_of(f"{TITLE}\nفي 14 مارس 2020 {PARAGRAPHS[0]}\n{PARAGRAPHS[1]}").day is None


def test_the_gregorian_day_wins_over_a_local_hijri_one() -> None:
    raw = f"{TITLE}\nالخميس 3/9/1445 هـ - الموافق 14/3/2024 م (آخر تحديث) الساعة 16:25 (مكة المكرمة)\n{BODY}"
    assert day_of(raw).day == dt.date(2024, 3, 14)


def test_dates_in_tickers_related_stories_and_comments_do_not_count() -> None:
    raw = (
        f"أحدث الأخبار\n{OTHER_TITLES[0]} 01/02/2023\n{OTHER_TITLES[1]}\n\n{TITLE}\n{BODY}\n"
        f"أخبار ذات صلة\n{OTHER_TITLES[2]} يوم 05 مارس 2023\nاترك تعليقا\nأبو سالم كتب في 07/08/2023 رأيه"
    )
    assert day_of(raw).day is None
