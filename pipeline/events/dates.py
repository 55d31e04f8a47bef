"""When: date phrases in a sentence, and the days they stand for.

Belongs here: the grammar of Arabic date phrases (CLDR and Arab month names, weekdays, relative phrases, Hijri) and their
resolution against the publication date. Does not belong here: which event a phrase dates (attributes).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.events.morphology import fold
from pipeline.events.particles import DATE_ORDINALS, MONTHS, WEEKDAYS
from pipeline.events.story import Sentence, Word

_HIJRI = {
    fold(name): n
    for n, names in enumerate(
        ("محرم", "صفر", "ربيع_الأول", "ربيع_الثاني ربيع_الآخر", "جمادى_الأولى", "جمادى_الآخرة جمادى_الثانية", "رجب", "شعبان", "رمضان", "شوال", "ذو_القعدة ذي_القعدة", "ذو_الحجة ذي_الحجة"), 1
    )
    for name in names.split()
}  # fmt: skip
_PAST = frozenset(
    fold(w)
    for w in "الماضي الماضية الفارط الفارطة المنقضي المنقضية المنصرم المنصرمة الفائت الفائتة الأخير السابق".split()
)
_NEXT = frozenset(fold(w) for w in "المقبل المقبلة القادم القادمة".split())
_NOW = frozenset(fold(w) for w in "الجاري الجارية الحالي الحالية".split())
_PARTS = frozenset(
    fold(w)
    for w in "صباح صباحا مساء مساءا ظهر ظهرا عصر فجر ليل ليلة زوال زوالا عشية بعد يوم يومه بيوم ليوم نهار الموافق الساعات الأولى من".split()
)
_NO_FIRST = frozenset(fold(w) for w in "من بعد الأولى".split())
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_NUMERIC = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$")


@dataclass(frozen=True, slots=True)
class When:
    """A date phrase: where it stands and the days it can mean."""

    first: int
    last: int
    start: int
    end: int
    date_start: date | None
    date_end: date | None
    precision: str | None
    basis: str | None
    weekday_only: bool = False
    tense: str = ""
    """past, future or empty: what the phrase itself says."""


def find_dates(sentence: Sentence, published: date | None) -> list[When]:
    """Date phrases of a sentence, in order.

    `date_start` and `date_end` are null when the phrase needs a publication date that is unknown. A weekday that
    contradicts the day it stands beside gives basis `conflict`, and the written day is kept.
    """
    words = sentence.words
    found: list[When] = []
    i = 0
    while i < len(words):
        core = _core(words, i, published) if words[i].info.may_date else None
        if core is None:
            i += 1
            continue
        end, start_day, end_day, precision, basis, weekday_only, tense = core
        first = i
        floor = found[-1].last + 1 if found else 0
        while first > floor and i - first < 5 and not words[first - 1].is_mark and _key(words[first - 1]) in _PARTS:
            first -= 1
        while first < i and words[first].info.folded in _NO_FIRST:
            first += 1
        found.append(
            When(
                first, end - 1, words[first].start, words[end - 1].end, start_day, end_day,
                precision if start_day else None, basis if start_day else None, weekday_only, tense,
            )
        )  # fmt: skip
        i = end
    return found


def _key(word: Word) -> str:
    folded = word.info.folded
    return (
        folded[1:]
        if len(folded) > 4 and folded[0] in "وفبل" and (folded[1:] in WEEKDAYS or folded[1:] in MONTHS)
        else folded
    )


def _number(word: Word) -> int | None:
    text = word.text.translate(_DIGITS)
    return int(text) if text.isdigit() and len(text) <= 4 else None


def _month(words: list[Word], i: int) -> tuple[int, int] | None:
    """Month number at word i and the index after its name, with a second name after a slash."""
    if i >= len(words):
        return None
    key = _key(words[i])
    n, j = MONTHS.get(key), i + 1
    if i + 1 < len(words):
        two = MONTHS.get(f"{key}_{words[i + 1].info.folded}")
        if two is not None:
            n, j = two, i + 2
    if n is None:
        return None
    if j + 1 < len(words) and words[j].text in "/\\-" and (again := _month(words, j + 1)) is not None and again[0] == n:
        j = again[1]
    return n, j


def _year(words: list[Word], i: int) -> tuple[int, int] | None:
    j = i
    while j < len(words) and j < i + 2 and words[j].bare in ("من", "سنة", "عام", "،", "لعام", "لسنة"):
        j += 1
    if j < len(words) and (n := _number(words[j])) is not None and 1800 <= n <= 2100:
        return n, j + 1
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


_Core = tuple[int, date | None, date | None, str | None, str | None, bool, str]


def _core(words: list[Word], j: int, published: date | None) -> _Core | None:
    word = words[j]
    key = _key(word)
    if key in WEEKDAYS and not word.is_mark:
        return _weekday(words, j, published)
    if word.bare in ("اليوم", "امس", "أمس", "غدا", "غداً", "حاليا", "حالياً") or (
        word.bare in ("أول", "اول", "بعد")
        and j + 1 < len(words)
        and words[j + 1].bare in ("أمس", "امس", "غد", "البارحة")
    ):
        return _relative(words, j, published)
    if (core := _calendar(words, j, published)) is not None:
        return core
    n = _number(words[j + 1]) if j + 1 < len(words) else None
    if key in ("سنة", "عام", "لعام", "لسنة", "بسنة", "العام", "السنة") and n is not None and 1800 <= n <= 2100:
        return j + 2, date(n, 1, 1), date(n, 12, 31), "year", "absolute", False, ""
    n = _number(word)
    if n is not None and 1900 <= n <= 2100 and j and words[j - 1].bare in _BEFORE_YEAR and _is_alone(words, j):
        return j + 1, date(n, 1, 1), date(n, 12, 31), "year", "absolute", False, ""  # «في 2018»
    return _period(words, j, published)


_BEFORE_YEAR = frozenset("في منذ مطلع نهاية أواخر أوائل بداية منتصف".split())


def _is_alone(words: list[Word], j: int) -> bool:
    """No noun follows that the number could count."""
    following = words[j + 1] if j + 1 < len(words) else None
    return following is None or following.is_mark or following.preposition is not None or following.bare == "و"


def _weekday(words: list[Word], j: int, published: date | None) -> _Core:
    weekday = WEEKDAYS[_key(words[j])]
    k = j + 1
    if k < len(words) and words[k].text in "،," and k + 1 < len(words) and _number(words[k + 1]) is not None:
        k += 1
    calendar_day = _calendar(words, k, published) if k < len(words) else None
    if calendar_day is not None and calendar_day[3] == "day":
        end, start, stop, precision, basis, _, tense = calendar_day
        if start is not None and start.weekday() != weekday:
            basis = "conflict"
        return end, start, stop, precision, basis, False, tense
    k = j + 1
    tense = ""
    if k < len(words) and (folded := words[k].info.folded) in _PAST | _NEXT | _NOW:
        tense = "past" if folded in _PAST else "future" if folded in _NEXT else ""
        k += 1
    if published is None:
        return k, None, None, None, None, True, tense
    back = (published.weekday() - weekday) % 7
    if tense == "past":
        day = published - timedelta(back or 7)
    elif tense == "future":
        day = published + timedelta((weekday - published.weekday()) % 7 or 7)
    else:
        day = published - timedelta(back)
    return k, day, day, "day", "publication", True, tense


def _relative(words: list[Word], j: int, published: date | None) -> _Core:
    bare = words[j].bare
    k = j + 1
    if bare in ("اليوم", "حاليا", "حالياً"):
        shift = 0
    elif bare in ("أمس", "امس"):
        shift = -1
        if k < len(words) and words[k].bare in ("الأول", "الاول"):
            shift, k = -2, k + 1
    elif bare in ("غدا", "غداً"):
        shift = 1
    else:
        shift = -2 if bare in ("أول", "اول") else 2
        k += 1
    tense = "future" if shift > 0 else "past" if shift < 0 else ""
    day = published + timedelta(shift) if published else None
    basis = "publication"
    if k < len(words) and _key(words[k]) in WEEKDAYS:
        weekday = WEEKDAYS[_key(words[k])]
        k += 1
        if k < len(words) and words[k].text in "،,":
            k += 1
        calendar_day = _calendar(words, k, published) if k < len(words) else None
        if calendar_day is not None and calendar_day[3] == "day":
            written = calendar_day[1]
            return (
                calendar_day[0],
                written,
                written,
                "day",
                "absolute" if written and written.weekday() == weekday else "conflict",
                False,
                tense,
            )
        k = k - 1 if words[k - 1].text in "،," else k
        if day is not None and day.weekday() != weekday:
            basis = "conflict"
            back = (published.weekday() - weekday) % 7 if published else 0
            day = published - timedelta(back) if published and shift <= 0 else day
    return k, day, day, "day", basis, False, tense


def _calendar(words: list[Word], j: int, published: date | None) -> _Core | None:
    """Day month year, month year, day month, month الماضي, numeric dates, «13 و14 يونيو», «الثاني من الشهر الجاري»."""
    if j >= len(words):
        return None
    text = words[j].text.translate(_DIGITS)
    if match := _NUMERIC.match(text):
        day = _day(int(match[3]), int(match[2]), int(match[1]))
        return (j + 1, day, day, "day", "absolute", False, "") if day else None
    n = _number(words[j])
    if n is None and words[j].info.folded in DATE_ORDINALS and j + 1 < len(words) and words[j + 1].bare == "من":
        n = DATE_ORDINALS[words[j].info.folded]
    if n is not None and 1 <= n <= 31:
        k = j + 1
        last = n
        if (
            k + 1 < len(words)
            and words[k].bare in ("و", "إلى", "الى", "-", "–")
            and (m := _number(words[k + 1])) is not None
            and n < m <= 31
        ):
            last, k = m, k + 2
        elif k < len(words) and words[k].bare == "من":
            k += 1
        if (
            k + 1 < len(words)
            and words[k].bare in ("الشهر", "شهر")
            and words[k + 1].info.folded in _NOW | _PAST
            and published
        ):
            year, month = published.year, published.month
            if words[k + 1].info.folded in _PAST:
                year, month = (year, month - 1) if month > 1 else (year - 1, 12)
            day = _day(year, month, n)
            return (k + 2, day, day, "day", "publication", False, "") if day else None
        if k < len(words) and words[k].bare == "شهر":
            k += 1
        if (found := _month(words, k)) is not None:
            return _of_month(words, found, n, last, published)
        if k < len(words) and (hijri := _hijri(words, k, n)) is not None:
            return hijri
        return None
    if (found := _month(words, j)) is not None and words[j].upos not in ("VERB", "ADJ"):
        return _of_month(words, found, None, None, published)
    return None


def _of_month(
    words: list[Word], found: tuple[int, int], day: int | None, last: int | None, published: date | None
) -> _Core | None:
    month, k = found
    tense = ""
    year: int | None = None
    basis = "absolute"
    if (with_year := _year(words, k)) is not None:
        year, k = with_year
    else:
        basis = "publication"
        if k < len(words) and (folded := words[k].info.folded) in _PAST | _NEXT | _NOW:
            tense = "past" if folded in _PAST else "future" if folded in _NEXT else ""
            k += 1
        elif day is None:
            return None  # a bare month name is no date («ماي» is also a surname)
        if published is not None:
            year = published.year
            if tense == "future":
                year += month < published.month or (
                    month == published.month and day is not None and day < published.day
                )
            elif month > published.month + (0 if tense == "past" else 1) or (
                tense == "past" and month == published.month and day is None
            ):
                year -= 1
    if year is None:
        return k, None, None, None, None, False, tense
    if day is None:
        start, end = _month_span(year, month)
        return k, start, end, "month", basis, False, tense
    first, stop = _day(year, month, day), _day(year, month, last or day)
    if first is None or stop is None:
        return None
    return k, first, stop, "day" if first == stop else "interval", basis, False, tense


def _hijri(words: list[Word], k: int, day: int) -> _Core | None:
    key = words[k].info.folded
    n, j = _HIJRI.get(key), k + 1
    if j < len(words) and (two := _HIJRI.get(f"{key}_{words[j].info.folded}")) is not None:
        n, j = two, j + 1
    if n is None or j >= len(words):
        return None
    year = _number(words[j])
    if year is None or not 1343 <= year <= 1500:
        return None
    from hijridate import Hijri

    try:
        converted = Hijri(year, n, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    result = date(converted.year, converted.month, converted.day)
    j += 1
    if j < len(words) and words[j].bare in ("هـ", "ه"):
        j += 1
    return j, result, result, "day", "absolute", False, ""


def _period(words: list[Word], j: int, published: date | None) -> _Core | None:
    """«الأسبوع الماضي», «الشهر الجاري», «السنة الماضية»; a week is an interval from Monday to Sunday."""
    if j + 1 >= len(words):
        return None
    folded, key = words[j + 1].info.folded, words[j].info.folded
    key = (
        key[1:]
        if key[:1] in ("و", "ب", "ف") and key[1:] in (fold("الأسبوع"), fold("الشهر"), fold("السنة"), fold("العام"))
        else key
    )
    step = -1 if folded in _PAST else 1 if folded in _NEXT else 0 if folded in _NOW else None
    if step is None:
        return None
    tense = "past" if step < 0 else "future" if step > 0 else ""
    if key == fold("الأسبوع"):
        if published is None:
            return j + 2, None, None, None, None, False, tense
        monday = published - timedelta(published.weekday()) + timedelta(7 * step)
        return j + 2, monday, monday + timedelta(6), "interval", "publication", False, tense
    if key == fold("الشهر"):
        if published is None:
            return j + 2, None, None, None, None, False, tense
        index = published.year * 12 + published.month - 1 + step
        start, end = _month_span(index // 12, index % 12 + 1)
        return j + 2, start, end, "month", "publication", False, tense
    if key in (fold("السنة"), fold("العام")):
        if published is None:
            return j + 2, None, None, None, None, False, tense
        year = published.year + step
        return j + 2, date(year, 1, 1), date(year, 12, 31), "year", "publication", False, tense
    return None
