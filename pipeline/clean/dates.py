"""A grammar of written dates: Gregorian in the names of every Arab country, Hijri, numeric and ISO.

Belongs here: a date that stands in a text as such, with the characters it stands in. Does not belong here: phrases that
need a reference day («أمس», «الشهر الماضي», `pipeline.events`) and the choice of a publication date (`clean.published`).

Month names are those of the CLDR locales ar_* (a test compares), with the spellings that newsrooms add. Texts are
matched in the key view with its punctuation, so digits of every script, diacritics, bidi marks and ى/ي, أ/ا, ة/ه need
no rule here.
"""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from pipeline.clean import fold

Precision = Literal["day", "month", "year", "interval"]
Calendar = Literal["gregorian", "hijri"]

MONTHS: Final[dict[int, tuple[str, ...]]] = {
    1: ("يناير", "جانفي", "كانون الثاني", "كانون ثاني", "ينير"),
    2: ("فبراير", "فيفري", "شباط", "فبرير", "فبرائر"),
    3: ("مارس", "آذار", "اذار"),
    4: ("أبريل", "إبريل", "أفريل", "نيسان", "ابريل"),
    5: ("مايو", "ماي", "أيار", "مايس", "ماية"),
    6: ("يونيو", "يونيه", "جوان", "حزيران"),
    7: ("يوليو", "يوليه", "يوليوز", "جويلية", "تموز"),
    8: ("أغسطس", "غشت", "أغشت", "أوت", "آب", "اغسطوس"),
    9: ("سبتمبر", "شتنبر", "شتمبر", "أيلول", "سبتنبر"),
    10: ("أكتوبر", "اكتوبر", "تشرين الأول", "تشرين أول"),
    11: ("نوفمبر", "نونبر", "تشرين الثاني", "تشرين ثاني"),
    12: ("ديسمبر", "دجنبر", "دجمبر", "كانون الأول", "كانون أول"),
}
"""Gregorian months, all Arab naming traditions."""

HIJRI_MONTHS: Final[dict[int, tuple[str, ...]]] = {
    1: ("محرم", "المحرم", "محرم الحرام"),
    2: ("صفر", "صفر الخير"),
    3: ("ربيع الأول", "ربيع أول", "ربيع النبوي"),
    4: ("ربيع الثاني", "ربيع الآخر", "ربيع ثاني", "ربيع آخر"),
    5: ("جمادى الأولى", "جمادى الأول", "جماد الأول", "جمادى أولى"),
    6: ("جمادى الثانية", "جمادى الآخرة", "جمادى الثاني", "جماد الثاني", "جمادى الآخر"),
    7: ("رجب",),
    8: ("شعبان",),
    9: ("رمضان", "رمضان المبارك"),
    10: ("شوال",),
    11: ("ذو القعدة", "ذي القعدة", "ذوالقعدة", "ذي قعدة"),
    12: ("ذو الحجة", "ذي الحجة", "ذوالحجة", "ذي حجة"),
}
"""Months of the Hijri calendar."""

WEEKDAYS: Final[dict[int, tuple[str, ...]]] = {
    0: ("الاثنين", "الإثنين", "اثنين", "الأثنين"),
    1: ("الثلاثاء", "الثلاثا", "ثلاثاء"),
    2: ("الأربعاء", "الاربعا", "أربعاء"),
    3: ("الخميس", "خميس"),
    4: ("الجمعة", "جمعة"),
    5: ("السبت", "سبت"),
    6: ("الأحد", "الاحد", "أحد"),
}
"""Days of the week, Monday is 0 as in `datetime`."""

_LATIN_MONTHS: Final[dict[int, str]] = {
    1: "january|jan|janvier|janv", 2: "february|feb|fevrier|fevr", 3: "march|mar|mars", 4: "april|apr|avril|avr", 5: "may|mai",
    6: "june|jun|juin", 7: "july|jul|juillet|juil", 8: "august|aug|aout", 9: "september|sept|sep|septembre",
    10: "october|oct|octobre", 11: "november|nov|novembre", 12: "december|dec|decembre",
}  # fmt: skip

_EARLIEST_YEAR: Final = 1800
_LATEST_YEAR: Final = 2199
_FIRST_OF_MONTH: Final = ("فاتح", "غره")


@dataclass(frozen=True, slots=True)
class Found:
    """A date that stands in a text, with `start`/`end` in that text.

    Fields that the text leaves out are None: «28 يونيو» has no year, «يونيو 2018» no day. `last_day` is the end of a
    range of days («13 و14 يونيو 2022»). Year, month and day are in the calendar named; `date` and `last_date` are always
    Gregorian.
    """

    start: int
    end: int
    calendar: Calendar
    precision: Precision
    year: int | None
    month: int | None
    day: int | None
    last_day: int | None = None
    weekday: int | None = None
    has_time: bool = False

    @property
    def date(self) -> dt.date | None:
        """First Gregorian day, or None when the text gives no year."""
        return self._gregorian(self.day or 1, self.month or 1)

    @property
    def last_date(self) -> dt.date | None:
        """Last Gregorian day of the date, the month, the year or the range."""
        if self.day is not None:
            return self._gregorian(self.last_day or self.day, self.month or 12)
        if self.year is None:
            return None
        month = self.month or 12
        if self.calendar == "hijri":
            return self._gregorian(_hijri_month_length(self.year, month), month)
        return dt.date(self.year, month, monthrange(self.year, month)[1])

    def _gregorian(self, day: int, month: int) -> dt.date | None:
        if self.year is None:
            return None
        if self.calendar == "gregorian":
            return dt.date(self.year, month, day)
        from hijridate import Hijri

        return dt.date(*Hijri(self.year, month, day).to_gregorian().datetuple())


def parse_date(text: str) -> Found | None:
    """The first date with a year in a short text such as a metadata field or a byline, else None."""
    return next((found for found in find_dates(text) if found.year is not None), None)


def find_dates(text: str) -> list[Found]:
    """Every written date in the text, in order, without overlaps.

    A month or weekday alone is no date; day and month without a year are (`year` is None). An impossible date (31 June)
    is none. «27 رجب 1442هـ الموافق 11 مارس 2021» gives two.
    """
    return find_dates_in(fold.key(text, punctuation=True))


def find_dates_in(view: fold.View) -> list[Found]:
    """As `find_dates`, on a key view with punctuation that is at hand; spans are in the raw text of the view."""
    read = (_read(match, view) for match in _pattern().finditer(view.text))
    return [found for found in read if found is not None]


def month_of(name: str) -> tuple[Calendar, int] | None:
    """Calendar and number of a month name in any spelling."""
    return _month_numbers().get(_squeeze(fold.key_text(name)))


def weekday_of(name: str) -> int | None:
    """Number of a weekday name in any spelling (Monday is 0)."""
    return _weekday_numbers().get(fold.key_text(name).strip())


def _squeeze(text: str) -> str:
    return " ".join(text.split())


@cache
def _month_numbers() -> dict[str, tuple[Calendar, int]]:
    numbers: dict[str, tuple[Calendar, int]] = {}
    for number, names in HIJRI_MONTHS.items():
        numbers |= {fold.key_text(name): ("hijri", number) for name in names}
    for number, names in MONTHS.items():
        numbers |= {fold.key_text(name): ("gregorian", number) for name in names}
    for number, alternatives in _LATIN_MONTHS.items():
        numbers |= dict.fromkeys(alternatives.split("|"), ("gregorian", number))
    return numbers


@cache
def _weekday_numbers() -> dict[str, int]:
    return {fold.key_text(name): number for number, names in WEEKDAYS.items() for name in names}


def _alternatives(names: list[str]) -> str:
    return "|".join(re.escape(name).replace(r"\ ", "[  ]+") for name in sorted(names, key=lambda n: (-len(n), n)))


@cache
def _pattern() -> re.Pattern[str]:
    months = _alternatives(list(_month_numbers()))
    weekdays = _alternatives(list(_weekday_numbers()))
    gap = r"[ ]{1,3}"
    year = r"(?:1[3-9]|20|21)\d\d"
    double = rf"(?:[ ]?[/\-–(][ ]?(?:{months})\)?)?"
    era = r"(?:[ ]?(?:هجريه|هجري|ه|هـ|ميلاديه|ميلادي|م)(?!\w))?"
    time = r"(?:[ ]?(?:[-–—,،|]|t|الساعه|علي الساعه|at)?[ ]{0,2}(?P<NAME>[0-2]?\d[:.h][0-5]\d)(?!\d))?"
    named = (
        rf"(?:(?P<weekday>{weekdays})[ ]?[,،:]?[ ]{{0,2}})?"
        rf"(?P<day>[0-3]?\d|فاتح|غره)(?:[ ]?(?:و|-|–|الي|و ?ال)[ ]?(?P<last>[0-3]?\d))?(?:st|nd|rd|th)?"
        rf"(?:{gap}(?:من|شهر|من{gap}شهر))?[ ]?[-/,،.]?[ ]{{0,2}}"
        rf"(?P<month>{months}){double}(?!\w)"
        rf"(?:[ ]?[-/,،.]?[ ]{{0,2}}(?:(?:عام|سنه|من{gap}عام|لعام|of){gap})?(?P<year>{year})(?!\d){era})?"
        + time.replace("NAME", "t1")
    )
    month_first = (
        rf"(?P<month_m>{months}){double}{gap}(?:(?P<day_m>[0-3]?\d)(?:st|nd|rd|th)?[ ]?[,،]?{gap})?(?:(?:عام|سنه|من{gap}عام){gap})?(?P<year_m>{year})(?!\d){era}"
        + time.replace("NAME", "t2")
    )
    iso = rf"(?P<year_i>{year})(?P<sep_i>[-/.])(?P<month_i>[01]?\d)(?P=sep_i)(?P<day_i>[0-3]?\d)(?!\d)" + time.replace(
        "NAME", "t3"
    )
    numeric = (
        rf"(?P<day_n>[0-3]?\d)[ ]?(?P<sep_n>[-/.])[ ]?(?P<month_n>[0-3]?\d)[ ]?(?P=sep_n)[ ]?(?P<year_n>{year})(?!\d){era}"
        + time.replace("NAME", "t4")
    )
    return re.compile(rf"(?<![\w/.,:])(?:{iso}|{numeric}|{named}|{month_first})")


def _read(match: re.Match[str], view: fold.View) -> Found | None:
    groups = match.groupdict()
    calendar: Calendar = "gregorian"
    year: int | None
    day: int | None
    if groups["year_i"]:
        year, month, day = int(groups["year_i"]), int(groups["month_i"]), int(groups["day_i"])
    elif groups["year_n"]:
        year, month, day = int(groups["year_n"]), int(groups["month_n"]), int(groups["day_n"])
        if month > 12:
            day, month = month, day  # American order, when no other reading is possible
    else:
        calendar, month = _month_numbers()[_squeeze(groups["month"] or groups["month_m"])]
        written_day, written_year = groups["day"] or groups["day_m"], groups["year"] or groups["year_m"]
        day = None if written_day is None else 1 if written_day in _FIRST_OF_MONTH else int(written_day)
        year = int(written_year) if written_year else None
        if day is None and year is None:
            return None
    named = bool(groups["month"] or groups["month_m"])
    if year is not None and 1300 <= year < 1600 and not named:
        calendar = "hijri"
    last = int(groups["last"]) if groups["last"] else None
    if not _exists(calendar, year, month, day, last):
        return None
    start, end = view.raw_span(match.start(), match.end())
    precision: Precision = "interval" if last else "month" if day is None else "day"
    weekday = _weekday_numbers().get(groups["weekday"] or "")
    has_time = any(groups[name] for name in ("t1", "t2", "t3", "t4"))
    return Found(start, end, calendar, precision, year, month, day, last, weekday, has_time)


def _exists(calendar: Calendar, year: int | None, month: int, day: int | None, last: int | None) -> bool:
    if not 1 <= month <= 12:
        return False
    if calendar == "hijri":
        if year is not None and not 1343 <= year <= 1500:  # the range of the Umm al-Qura tables
            return False
        longest = 30 if year is None else _hijri_month_length(year, month)
    else:
        if year is not None and not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
            return False
        longest = monthrange(year if year is not None else 2000, month)[1]
    return (day is None or 1 <= day <= longest) and (last is None or (day or 0) < last <= longest)


def _hijri_month_length(year: int, month: int) -> int:
    from hijridate import Hijri

    return int(Hijri(year, month, 1).month_length())
