"""What a text states that another telling of the same text may state differently: its numbers, its days, its countries,
and whom it is about.

Belongs here: reading numbers (digits, number words, ordinals), days of a month, country names and repeated words off the
key view's words.
Does not belong here: what a difference means (`pipeline.duplicates.relations`).
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from typing import Final

from pipeline.clean.fold import key_text
from pipeline.duplicates.sketch import bare

LEAD_WORDS: Final = 40
"""The first words of a body: where Arabic news states the figure that is the news …"""
OPENING_WORDS: Final = 20
"""… and those that say what happened; a figure after them may be background."""

FORECAST_SHARE: Final = 0.2
"""Share of words of weather and its directions from which on a text is a forecast; a report of a storm has less."""


class Facts:
    """What a text states, given the words of its key view; each part is read off the words when it is asked for."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The quantities of the text."""
        return frozenset(numbers(self._words))

    @cached_property
    def lead_numbers(self) -> frozenset[int]:
        """Those of its lead."""
        return frozenset(numbers(self._words[:LEAD_WORDS]))

    @cached_property
    def opening_numbers(self) -> frozenset[int]:
        """Those of its opening."""
        return frozenset(numbers(self._words[:OPENING_WORDS]))

    @cached_property
    def digits(self) -> str:
        """All digit words, run together: 1 277 391, 1277391 and 1277 391 agree."""
        return "".join(filter(str.isdecimal, self._words))

    @cached_property
    def days(self) -> frozenset[tuple[int, str]]:
        """12 May, as day and name of the month."""
        return frozenset(days(self._words))

    @cached_property
    def countries(self) -> frozenset[str]:
        """Codes of the countries it names."""
        return frozenset(countries(self._words))

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words without their prefixes."""
        return frozenset(self._counts)

    @cached_property
    def repeated(self) -> frozenset[str]:
        """Those that stand at least twice and are no numbers: who and what the text is about."""
        return frozenset(w for w, n in self._counts.items() if n > 1 and len(w) > 2 and not _is_number(w))

    @cached_property
    def is_forecast(self) -> bool:
        """Whether it is a forecast of the weather."""
        return sum(map(_WEATHER.__contains__, map(bare, self._words))) >= FORECAST_SHARE * len(self._words) > 0

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(map(bare, self._words))


_UNITS: Final = {
    "واحد": 1, "واحده": 1, "احد": 1, "احدي": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "اثنا": 2, "اثني": 2,
    "ثلاث": 3, "ثلاثه": 3, "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5, "ست": 6, "سته": 6, "سبع": 7, "سبعه": 7,
    "ثمان": 8, "ثماني": 8, "ثمانيه": 8, "تسع": 9, "تسعه": 9, "عشر": 10, "عشره": 10,
}  # fmt: skip
_TENS: Final = {
    stem + ending: value
    for stem, value in {
        "عشر": 20, "ثلاث": 30, "اربع": 40, "خمس": 50, "ست": 60, "سبع": 70, "ثمان": 80, "تسع": 90,
    }.items()
    for ending in ("ون", "ين")
}  # fmt: skip
_TEEN: Final = ("عشر", "عشره")
_ORDINALS: Final = {
    "ال" + stem + ending: value
    for stem, value in {
        "ثالث": 3, "رابع": 4, "خامس": 5, "سادس": 6, "سابع": 7, "ثامن": 8, "تاسع": 9, "عاشر": 10,
    }.items()
    for ending in ("", "ه")
} | {"الثانيه": 2}  # fmt: skip
"""The first says little (yesterday's eve, a quarter), and so does the masculine second (kings, months)."""
_MONTHS: Final = frozenset(
    key_text(name)
    for name in (
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر شباط آذار نيسان أيار حزيران تموز آب "
        "أيلول جانفي فيفري أفريل ماي جوان جويلية أوت محرم صفر ربيع جمادى رجب شعبان رمضان شوال غشت شتنبر نونبر دجنبر"
    ).split()
)
_WEATHER: Final = frozenset(
    bare(word)
    for word in (
        "ارصاد طقس رياح سطحيه امطار رعديه هطول سماء غائمه صحو سحب غيوم حراره رطوبه ضباب غبار اتربه عوالق ترابيه رؤيه افقيه موج "
        "بحر سرعه كم ساعه شماليه جنوبيه شرقيه غربيه شمال جنوب شرق غرب معتدل حار بارد درجه درجات مئويه صغري عظمي ثلوج صقيع "
        "مرتفعات سواحل ساحليه"
    ).split()
)
_THOUSANDS: Final = ("الف", "الفا", "الاف")
_MAX_DIGITS: Final = 18  # longer digit strings (accounts, codes) are cut: they are labels, not quantities


def numbers(words: Sequence[str]) -> list[int]:
    """The quantities in the words, in order: 12, ال174, و5, اثنا عشر, خمسة وثلاثون; groups of three digits are one (1 277), and so are
    thousands and what follows them (112 ألفا و686).

    Years and days of the month are no quantities: papers add and drop dates in the same report.
    """
    found: list[int] = []
    at = 0
    for start in itertools.compress(range(len(words)), map(_opens_number, words)):
        if start < at:
            continue
        word, at = words[start], start + 1
        if word[-1:].isdecimal() and (value := word.lstrip("ولبفكا")).isdecimal():
            while len(value) < _MAX_DIGITS and at < len(words) and len(words[at]) == 3 and words[at].isdecimal():
                value += words[at]
                at += 1
            amount = int(value[:_MAX_DIGITS])
            if at < len(words) and words[at] in _THOUSANDS and amount < 1000:
                amount, at = 1000 * amount, at + 1
                rest = words[at][1:] if at < len(words) and words[at][0] == "و" else ""
                if rest.isdecimal() and len(rest) <= 3:
                    amount, at = amount + int(rest), at + 1
            following = words[at] if at < len(words) else ""
            dated = following in _MONTHS and amount <= 31
            if not dated and not _is_year(amount) and not (amount <= 31 and _is_date(words[at : at + 2])):
                found.append(amount)
            continue
        bare = word[1:] if word not in _UNITS and word[:1] == "و" else word
        if bare in _TENS:
            found.append(_TENS[bare])
        elif bare in _ORDINALS:
            amount, at = _with_tens(_ORDINALS[bare], words, at, "وال")
            found.append(amount)
        elif bare in _UNITS:
            amount, at = _with_tens(_UNITS[bare], words, at, "و")
            found.append(amount)
    return found


def _with_tens(amount: int, words: Sequence[str], at: int, joint: str) -> tuple[int, int]:
    """A unit with the «عشر» or the tens that stand behind it, and where reading goes on."""
    if at < len(words) and amount < 10:
        if words[at] in _TEEN:
            return amount + 10, at + 1
        if words[at].startswith(joint) and words[at].removeprefix(joint) in _TENS:
            return amount + _TENS[words[at].removeprefix(joint)], at + 1
    return amount, at


@lru_cache(maxsize=1 << 17)
def _opens_number(word: str) -> bool:
    return word[-1:].isdecimal() or _is_number(word) or (word[:1] == "و" and _is_number(word[1:]))


def days(words: Sequence[str]) -> list[tuple[int, str]]:
    """Days of a month that the words name: 12 May, not 12/5."""
    return [
        (int(day), month)
        for day, month in itertools.pairwise(words)
        if month in _MONTHS and day.isdecimal() and len(day) <= 2
    ]


def _is_number(word: str) -> bool:
    return word.isdecimal() or word in _UNITS or word in _TENS or word in _ORDINALS


def _is_year(amount: int) -> bool:
    return 1900 <= amount < 2100 or 1350 <= amount < 1500


def _is_date(following: Sequence[str]) -> bool:
    """Whether a number before these words is the day or month of a numeric date: [11] 1436, 7 2015."""
    return any(word.isdecimal() and len(word) == 4 and _is_year(int(word)) for word in following) and (
        following[0].isdecimal()
    )


def countries(words: Sequence[str]) -> set[str]:
    """Codes of the countries named in the words, also behind و ف ب ل ك and لل."""
    names, longest = _country_names()
    found: set[str] = set()
    for at, word in enumerate(words):
        for first in _opens_country(word):
            for size in range(1, longest[first] + 1):
                code = names.get((first, *words[at + 1 : at + size]))
                if code is not None:
                    found.add(code)
    return found


@lru_cache(maxsize=1 << 17)
def _opens_country(word: str) -> tuple[str, ...]:
    """First words of countries' names that the word is, with or without its prefix."""
    forms = [word]
    if word.startswith("لل"):
        forms.append("ال" + word[2:])
    elif len(word) > 3 and word[0] in "وفبلك":
        forms.append(word[1:])
    return tuple(form for form in forms if form in _country_names()[1])


@cache
def _country_names() -> tuple[dict[tuple[str, ...], str], dict[str, int]]:
    """Words of a country's Arabic name (CLDR) → its code; first word → words of the longest name that begins so."""
    from babel import Locale

    territories = Locale("ar").territories
    names = {
        tuple(key_text(name).split()): code
        for code, name in sorted(territories.items())
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }
    longest: dict[str, int] = {}
    for name in names:
        longest[name[0]] = max(len(name), longest.get(name[0], 0))
    return names, longest


_NOT_COUNTRIES: Final = ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ")
