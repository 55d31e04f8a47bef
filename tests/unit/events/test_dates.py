from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.events.dates import find_dates
from pipeline.events.story import Sentence, words_of
from tests.unit.events.world import lexicon

SUNDAY = date(2021, 3, 14)


def when(text: str, published: date | None = SUNDAY) -> list[tuple[date | None, date | None, str | None, str | None]]:
    sentence = Sentence("s", 0, 0, 0, len(text), words_of(text, 0, lexicon()))
    return [(w.date_start, w.date_end, w.precision, w.basis) for w in find_dates(sentence, published)]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "basis"),
    [
        ("وصل الوفد يوم الثلاثاء 9 مارس 2021", date(2021, 3, 9), date(2021, 3, 9), "day", "absolute"),
        ("وصل الوفد الثلاثاء 10 مارس 2021", date(2021, 3, 10), date(2021, 3, 10), "day", "conflict"),
        ("في 3 غشت 2020 وقع الاتفاق", date(2020, 8, 3), date(2020, 8, 3), "day", "absolute"),
        ("وقع الاتفاق في 3 أوت 2020", date(2020, 8, 3), date(2020, 8, 3), "day", "absolute"),
        ("اجتمعوا في 5 مايو/أيار 2020", date(2020, 5, 5), date(2020, 5, 5), "day", "absolute"),
        ("اجتمعوا في ٥ كانون الثاني ٢٠٢٠", date(2020, 1, 5), date(2020, 1, 5), "day", "absolute"),
        ("اجتمعوا يومي 13 و14 يونيو 2020", date(2020, 6, 13), date(2020, 6, 14), "interval", "absolute"),
        ("زار البلد في أكتوبر الماضي", date(2020, 10, 1), date(2020, 10, 31), "month", "publication"),
        ("زار البلد يوم الخميس", date(2021, 3, 11), date(2021, 3, 11), "day", "publication"),
        ("زار البلد الأحد الماضي", date(2021, 3, 7), date(2021, 3, 7), "day", "publication"),
        ("يزور البلد الاثنين المقبل", date(2021, 3, 15), date(2021, 3, 15), "day", "publication"),
        ("زار البلد أمس السبت", date(2021, 3, 13), date(2021, 3, 13), "day", "publication"),
        ("زار البلد أول أمس الجمعة", date(2021, 3, 12), date(2021, 3, 12), "day", "publication"),
        ("زار البلد سنة 1999", date(1999, 1, 1), date(1999, 12, 31), "year", "absolute"),
        ("زار البلد السنة الماضية", date(2020, 1, 1), date(2020, 12, 31), "year", "publication"),
        ("زار البلد في الثاني من الشهر الجاري", date(2021, 3, 2), date(2021, 3, 2), "day", "publication"),
        ("زار البلد الأسبوع الماضي", date(2021, 3, 1), date(2021, 3, 7), "interval", "publication"),
        ("زار البلد في 1/2/2021", date(2021, 2, 1), date(2021, 2, 1), "day", "absolute"),
        ("زار البلد في 1 رمضان 1441 هـ", date(2020, 4, 24), date(2020, 4, 24), "day", "absolute"),
        ("زار البلد في 20 دجنبر", date(2020, 12, 20), date(2020, 12, 20), "day", "publication"),
    ],
)
def test_resolves(text: str, start: date, end: date, precision: str, basis: str) -> None:
    assert when(text) == [(start, end, precision, basis)]


def test_a_weekday_without_publication_date_stays_open() -> None:
    assert when("زار البلد أمس الأربعاء", None) == [(None, None, None, None)]


@pytest.mark.parametrize("text", ["اجتمع وزير العدل مع ماي", "وصل 13 شخصا", "رقم 2020"])
def test_what_is_no_date(text: str) -> None:
    assert all(start is None for start, *_ in when(text))


@settings(deadline=None, derandomize=True, max_examples=200)
@given(
    st.text(alphabet="الأحد يوم مارس أمس 0123456789/٣٤-,،.ةىه \u064e", max_size=60),
    st.none() | st.dates(date(1950, 1, 1), date(2090, 1, 1)),
)
def test_any_text_is_safe(text: str, published: date | None) -> None:
    for start, end, precision, _ in when(text, published):
        assert (start is None) == (end is None) == (precision is None)
        assert start is None or end is None or start <= end
