"""Bylines: who wrote a story and when, as printed between title and article.

Belongs here: the form of a byline, its author and source. Does not belong here: whether a line stands where a byline
can stand (`pipeline.clean.labels`), and which date wins (`pipeline.clean.published`).
"""

import re
from typing import Final

from pipeline.clean import fold
from pipeline.clean.dates import Found, find_dates
from pipeline.clean.lines import Line

_DATE_WORDS: Final = frozenset(
    fold.key_text(
        "يوم اليوم الموافق موافق نشر نشرت بتاريخ تاريخ النشر آخر تحديث تم التحديث في الساعة على ساعة صباحا مساء ظهرا ص م ت غ هـ ه ميلادي هجري "
        "بتوقيت غرينتش جرينتش مكة المكرمة القاهرة gmt am pm published updated on at last update utc الاثنين الإثنين الثلاثاء الأربعاء "
        "الخميس الجمعة السبت الأحد كتب كتبت أضيف منذ واس monday tuesday wednesday thursday friday saturday sunday"
    ).split()
)
_TIME_ONLY = re.compile(r"^\W*[0-2]?\d[:.][0-5]\d\b")
_TWO_SIDES = re.compile(r"^[^.،؟!:]{2,45}?[ ]?[-–—/|:،][ ]?[^.؟!]{2,60}$")
_FROM = re.compile(r"^[^\W\d]+( [^\W\d]+)? من [^\W\d]+( [^\W\d]+)?[:]?$")
_WRITER = re.compile(r"^(?:كتب|كتبت|تصوير|اعداد|ترجمه|من)[ -]+[^\W\d]+(?:[ -]+[^\W\d]+){1,3}$")
_LAST_BRACKET = re.compile(r"(?P<before>.*)[(\[«\"](?P<inside>[^()\[\]«»\"]{2,45})[)\]»\"]$")
_AGENCY = re.compile(
    r"(?<!\w)(?:رويترز|ا ?ف ?ب|فرانس برس|getty|غيتي|الاناضول|اناضول|ا ?ب|اسوشيتد برس|مواقع التواصل|مواقع|ارشيف|ارشيفيه|انترنت|الانترنت|تويتر|فيسبوك|"
    r"الفرنسيه|د ?ب ?ا|وكالات|afp|reuters|ap|epa|الجزيره|سبوتنيك|شينخوا|واس|وام|كونا|بترا|سانا|وفا|ومع|وات|واج|قنا|تاس)(?!\w)"
)
_ARCHIVE = re.compile(r"[-–—/|:«(\[\"][ ]?(?:من الارشيف|الارشيف|ارشيف|ارشيفيه)[»)\]\"]?$")
_NAMED_IN_BRACKETS: Final = re.compile(r"(?:وكاله|الوكاله|انباء|الانباء|موقع|قناه|صحيفه|شبكه|منصه)(?!\w)")
_OF: Final = frozenset(("بن", "ابن", "بنت", "ال"))
_ROLES: Final = frozenset(
    fold.key_text(
        "كاتب كاتبة الكاتب الكاتبة باحث باحثة أستاذ أستاذة أكاديمي أكاديمية صحافي صحافية صحفي صحفية إعلامي إعلامية محلل محللة خبير خبيرة مفكر شاعر "
        "شاعرة روائي روائية أديب ناقد مؤرخ ناشط ناشطة محام محامية مستشار مستشارة"
    ).split()
)
_LONGEST_NAME: Final = 7
_LONGEST_ROLE: Final = 14
_LATIN = re.compile(r"^[a-z0-9 .&'|-]+$")
_WRITER_WORD = re.compile(
    r"^(?:بقلم|كتب|كتبت|كتبه|اعداد|اعده|تقرير|حاوره|حاورها|حاورته|حوار|ترجمه|تحرير|مراسل|مراسله|متابعه|بواسطه|الكاتب|المولف|by)\b[ :]*"
)


def dates_of(raw: str, line: Line) -> list[Found]:
    """The dates with a year in a line; empty without a digit, so cheap to ask."""
    if not any(c.isdigit() for c in line.text):
        return []
    return [found for found in find_dates(raw[line.start : line.end]) if found.year is not None]


def is_date_line(raw: str, line: Line) -> bool:
    """The line is a date, at most with a place, an agency or «آخر تحديث»."""
    if line.n_words > 16 or line.is_prose:
        return False
    if not (found := dates_of(raw, line)) or all(f.day is None for f in found):
        return False
    text = raw[line.start : line.end]
    rest = text
    for item in reversed(found):
        rest = rest[: item.start] + " " + rest[item.end :]
    words = [w for w in re.findall(r"[^\W\d_]+", fold.key_text(rest)) if w not in _DATE_WORDS]
    return len(words) <= (4 if any(f.has_time for f in found) else 2)


def is_time_line(line: Line) -> bool:
    """The line is an hour («15:40 ت م»)."""
    return line.n_words <= 4 and _TIME_ONLY.match(line.text) is not None and all(t in _DATE_WORDS for t in line.tokens)


def is_byline(raw: str, line: Line, *, two_sides: bool = False) -> bool:
    """The line has the form of a byline; only to be asked where one can stand.

    With `two_sides`, only forms that no line of verse or list has: a dash or bar between two names.
    """
    n, text = line.n_words, line.text
    if n == 0 or n > 9 or line.ending in ("full", "weak"):
        return False
    if _LATIN.match(text) is not None and n <= 4:
        return True
    if not two_sides and n <= 5 and (_FROM.match(text) or _WRITER.match(text) or text.endswith(":")):
        return True
    # Tatweel serves as a dash between two words («جدة ـ واس»); the key view drops it.
    dashed = re.sub(r"(?<=\s)ـ+(?=\s)", "-", raw[line.start : line.end]) if "ـ" in raw[line.start : line.end] else ""
    bare = fold.key(dashed, punctuation=True).text.strip() if dashed else text
    return _TWO_SIDES.match(bare.rstrip(": ")) is not None and all(
        len(side.split()) <= 5 for side in re.split(r"[-–—/|:،]", bare)
    )


def is_signature(line: Line) -> bool:
    """The writer under an opinion: a name behind a dash («- سالم بن هاني»), or what the writer is («* كاتب وباحث»)."""
    if line.text[:1] not in ("-", "–", "—", "*", "•") or line.ending not in ("none", "quote") or not line.tokens:
        return False
    if line.n_words <= _LONGEST_NAME and not _OF.isdisjoint(line.tokens[1:]):
        return True
    return line.n_words <= _LONGEST_ROLE and line.tokens[0] in _ROLES


def is_photo_credit(line: Line) -> bool:
    """The line ends with a picture's origin, as captions do («… في عمان (رويترز)», «… - أرشيف»).

    After a full stop it is the credit of a story; after «وكالة الأنباء …» it abbreviates the name.
    """
    if line.n_words > 25 or line.is_prose or not (match := _LAST_BRACKET.match(line.text)):
        return 3 <= line.n_words <= 25 and not line.is_prose and _ARCHIVE.search(line.text) is not None
    before = match["before"].rstrip()
    if _AGENCY.search(match["inside"]) is None or len(match["inside"].split()) > 6:
        return False
    return before[-1:] not in (".", "؟", "!") and _NAMED_IN_BRACKETS.search(" ".join(before.split()[-4:])) is None


def author_of(raw: str, line: Line) -> str | None:
    """Who a byline names, as written: without «بقلم», dates and punctuation around."""
    text = raw[line.start : line.end]
    for item in reversed(dates_of(raw, line)):
        text = text[: item.start] + text[item.end :]
    view = fold.key(text, punctuation=True)
    if (lead := _WRITER_WORD.match(view.text.lstrip())) is not None:
        skipped = len(view.text) - len(view.text.lstrip()) + lead.end()
        text = text[view.raw_span(skipped, len(view.text))[0] :]
    name = text.strip(" \t\xa0:،,|-–—/()[]\u200e\u200f")
    words = re.findall(r"[^\W\d_]+", fold.key_text(name))
    if line.rule == "date" and (":" in name or any(w in _DATE_WORDS for w in words)):
        return None
    return name if words and not all(w in _DATE_WORDS for w in words) else None


def is_outlet(name: str) -> bool:
    """A name in Latin letters alone under an Arabic title («Jawhara FM»): the outlet, not the writer."""
    return _LATIN.match(name.lower()) is not None
