"""The grammar of written dates: every form that newsrooms print, and nothing that is no date."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import dates, fold

FORMS = [
    ("28 يونيو 2024، 7:58 ص", "2024-06-28"),
    ("السبت 03 أكتوبر 2020 - 07:50", "2020-10-03"),
    ("الجمعة، ١٤ مايو ٢٠٢١", "2021-05-14"),
    ("18/07/2016", "2016-07-18"),
    ("18-07-2016 | 10:51", "2016-07-18"),
    ("07/18/2016", "2016-07-18"),
    ("2017-05-13T12:58:00+01:00", "2017-05-13"),
    ("2026-02-17 | 14:02", "2026-02-17"),
    ("18 آذار 2023 | 10:51", "2023-03-18"),
    ("5 كانون الثاني/يناير 2022", "2022-01-05"),
    ("5 يناير/كانون الثاني 2022", "2022-01-05"),
    ("17 آب (أغسطس) 2013", "2013-08-17"),
    ("23 جويلية 2015", "2015-07-23"),
    ("19 دجنبر 2019", "2019-12-19"),
    ("07 غشت 2020", "2020-08-07"),
    ("3 من شهر مايو 1990", "1990-05-03"),
    ("غرة نوفمبر 2016", "2016-11-01"),
    ("فاتح ماي 2021", "2021-05-01"),
    ("12 من يونيو عام 2009م", "2009-06-12"),
    ("Tuesday, 11 August 2015 - 16:00 pm", "2015-08-11"),
    ("17th, November 2023 GMT", "2023-11-17"),
    ("August 5, 2015", "2015-08-05"),
    ("Thu, 28 Jun 2018 10:00:00 GMT", "2018-06-28"),
    ("25 شوال 1436هـ", "2015-08-11"),
    ("1442/07/27هـ", "2021-03-11"),
    ("15 من رمضان المبارك 1442 هـ", "2021-04-27"),
    ("٩ ذو الحجة ١٤٤٠", "2019-08-10"),
]


@pytest.mark.parametrize(("text", "day"), FORMS)
def test_every_written_form_gives_its_day(text: str, day: str) -> None:
    found = dates.parse_date(text)
    assert found is not None
    assert found.precision == "day"
    assert abs((found.date - dt.date.fromisoformat(day)).days) <= (1 if found.calendar == "hijri" else 0)  # type: ignore[operator]


@pytest.mark.parametrize(("text", "day"), FORMS)
def test_a_form_is_found_inside_a_sentence_with_its_characters(text: str, day: str) -> None:
    sentence = f"وقالت المصادر ليوم {text} إن اللقاء تأجل"
    found = dates.find_dates(sentence)
    assert len(found) == 1
    assert sentence[found[0].start : found[0].end] in text


@pytest.mark.parametrize(
    "text",
    ["31 يونيو 2020", "7 من 10 لاعبين", "القرار 2797 الصادر", "يوم الثلاثاء", "في مايو الماضي", "13:45", "0/5/2020", "45/13/2020",
     "هاتف 05-22-334455", "192.168.10.2019", "30 شباط 2021", "مارس المنتخب تدريباته", "عام 2020"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert dates.find_dates(text) == []


def test_month_and_range_and_missing_year() -> None:
    month, days, no_year = dates.find_dates("في أفريل 2018، ثم يومي 13 و14 يونيو 2022، وأخيرا 17 مايو/أيار الماضي")
    assert (month.precision, month.date, month.last_date) == ("month", dt.date(2018, 4, 1), dt.date(2018, 4, 30))
    assert (days.precision, days.date, days.last_date) == ("interval", dt.date(2022, 6, 13), dt.date(2022, 6, 14))
    assert (no_year.year, no_year.month, no_year.day, no_year.date, no_year.last_date) == (None, 5, 17, None, None)


def test_both_calendars_side_by_side() -> None:
    hijri, gregorian = dates.find_dates("الدمام 25 شوال 1436هـ الموافق 10 أغسطس 2015م")
    assert (hijri.calendar, gregorian.calendar) == ("hijri", "gregorian")
    assert gregorian.date == dt.date(2015, 8, 10)


def test_weekday_and_time_are_read() -> None:
    (found,) = dates.find_dates("الثلاثاء 18 فيفري 2014 - 09:30")
    assert (found.weekday, found.has_time) == (1, True)


def test_diacritics_tatweel_and_bidi_marks_do_not_matter() -> None:
    text = "‏28‏ يونـــيو ‎2024‎"
    (found,) = dates.find_dates(text)
    assert found.date == dt.date(2024, 6, 28)


def test_names_of_months_and_days() -> None:
    assert dates.month_of("تشرين الثاني") == ("gregorian", 11)
    assert dates.month_of("ربيع الآخر") == ("hijri", 4)
    assert dates.month_of("الثلاثاء") is None
    assert dates.weekday_of("الإثنين") == 0
    assert dates.weekday_of("يناير") is None


def test_month_names_hold_every_arab_locale_of_cldr() -> None:
    from babel import Locale, localedata

    names = [name for name in localedata.locale_identifiers() if name.split("_")[0] == "ar"]
    assert len(names) > 20
    for name in names:
        for width in ("wide", "abbreviated"):
            for number, month in Locale.parse(name).months["format"][width].items():
                assert dates.month_of(month) == ("gregorian", number), (name, month)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    st.text(st.sampled_from("0123456789١٢٠/-.: ،يونيومارسغشت20ـهشوالمن\u200f\n"), max_size=40) | st.text(max_size=40)
)
def test_any_text_gives_valid_dates_in_order(text: str) -> None:
    end = 0
    for found in dates.find_dates(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        assert (found.date is None) == (found.year is None)
        if found.date is not None:
            assert found.date <= found.last_date  # type: ignore[operator]


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(range(6)), st.booleans())
def test_a_written_day_reads_back(day: dt.date, spelling: int, arabic_digits: bool) -> None:
    names = dates.MONTHS[day.month]
    text = f"{day.day} {names[spelling % len(names)]} {day.year}"
    if arabic_digits:
        text = text.translate({ord("0") + d: 0x660 + d for d in range(10)})
    found = dates.parse_date(text)
    assert found is not None
    assert found.date == day


def test_the_key_view_serves_as_input() -> None:
    text = "صدر في 5 ماي 2020"
    assert dates.find_dates_in(fold.key(text, punctuation=True)) == dates.find_dates(text)
