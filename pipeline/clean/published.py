"""When a story was published, and where that was read.

Belongs here: the order in which sources of the date are believed. Does not belong here: how a date is written
(`pipeline.clean.dates`).

The order: a sidecar or record field, the page's metadata (both come with the record), the day in the story's address,
a byline in the text, the day on which a crawler fetched the story, a phrase in the article that ties the day of writing
to a date («اليوم الثلاثاء 18 فيفري 2014»). Never the file's own date and never a date in a ticker, a related story or a
comment. A crawler comes hours or days after publication, so its day yields to one that the story itself prints.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from pipeline.clean import bylines
from pipeline.clean.dates import Found, find_dates, parse_date, weekday_of
from pipeline.clean.fold import key, key_text
from pipeline.clean.lines import Line

_EARLIEST: Final = dt.date(1950, 1, 1)
_LATEST: Final = dt.date(2099, 12, 31)
_EPOCH: Final = dt.date(1970, 1, 1)
_ISO_DAY = re.compile(r"^((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_IN_ADDRESS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([-/_]?)(0?[1-9]|1[0-2])\2([0-3]?[0-9])(?=[-/_.T&?#]|$)")
_COMPACT = re.compile(r"^((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:[T ]?\d{4,6}Z?)?$")
_SECONDS = re.compile(r"^\d{9,10}(?:\.\d+)?$|^\d{12,13}$")
_DAY_WORDS: Final = {
    "اليوم": 0,
    "يومه": 0,
    "امس": 1,
    "امس الاول": 2,
    "اول امس": 2,
    "اول من امس": 2,
    "غدا": -1,
    "غد": -1,
}
_TIED = re.compile(
    r"(?<![^\W_])(?P<before>[^\W\d_]+ +)?(?P<day>امس الاول|اول امس|اول من امس|امس|اليوم|يومه|غدا|غد)(?P<between>(?: +[^\W\d_]+){0,2}) *$"
)
_OTHER_DAY: Final = ("ذلك", "تلك", "نفس", "في")
_DATELINE_WORDS: Final = 3
_DATELINE_END = re.compile(
    r"^ ?(?:م|ه|هـ)?[ ]*(?:[(\-–—:/.]|(?:واس|قنا|كونا|وام|سانا|بترا|ومع|وات|واج|وفا|بنا|شينخوا|رويترز|ا ف ب)\b)"
)


@dataclass(frozen=True, slots=True)
class Published:
    """A publication day with its basis (metadata, sidecar, byline, inferred), and a note on what was refused."""

    day: dt.date | None
    basis: str | None
    note: str | None = None


def published(raw: str, lines: list[Line], meta: str | None, basis: str | None, url: str | None = None) -> Published:
    """The publication day of a story with labelled lines.

    Args:
        raw: the story.
        lines: its labelled lines.
        meta: the date in the record's metadata, as written.
        basis: where that was found: metadata, sidecar or crawl.
        url: the story's address.
    """
    note = None
    crawled: dt.date | None = None
    if meta and meta.strip():
        day = _day_of_field(meta.strip())
        if day is not None and basis != "crawl":
            return Published(day, basis or "metadata")
        if day is None:
            note = f"the publication date {meta.strip()[:40]!r} in the metadata is no plausible date and was left out"
        crawled = day
    if (day := _day_of_address(url)) is not None and not _after(day, crawled):
        return Published(day, "metadata", note)
    if (day := _byline_day(raw, lines)) is not None and not _after(day, crawled):
        return Published(day, "byline", note)
    if crawled is not None:
        return Published(crawled, "metadata", note)
    if (day := _inferred_day(raw, lines)) is not None:
        return Published(day, "inferred", note)
    return Published(None, None, note)


def _day_of_field(text: str) -> dt.date | None:
    """The day in a metadata field: any written date, 20150721, or seconds since 1970."""
    if (match := _ISO_DAY.match(text)) is not None and (day := _date(*map(int, match.groups()))) is not None:
        return _plausible(day)  # by far the usual form, and a hundred times quicker than the grammar
    if (match := _COMPACT.match(text)) is not None:
        return _plausible(_date(*map(int, match.groups())))
    if _SECONDS.match(text):
        seconds = float(text) / (1000 if len(text) >= 12 and "." not in text else 1)
        return _plausible(_EPOCH + dt.timedelta(days=seconds // 86400))
    found = parse_date(text)
    return _plausible(found.date) if found is not None and found.day is not None else None


def _day_of_address(url: str | None) -> dt.date | None:
    """The day in an address, «/2015/07/21/», «/2015-07-21-…» or «/20150721/»."""
    if not url:
        return None
    for match in _IN_ADDRESS.finditer(url):
        year, between, month, day = match.groups()
        if (between or len(month) == len(day) == 2) and (found := _date(int(year), int(month), int(day))) is not None:
            return _plausible(found)
    return None


def _after(day: dt.date, crawled: dt.date | None) -> bool:
    """A day that cannot be the story's, because a crawler had it before (time zones differ by a day at most)."""
    return crawled is not None and day > crawled + dt.timedelta(days=1)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _plausible(day: dt.date | None) -> dt.date | None:
    """The day, unless it is a placeholder (the epoch) or outside the age of online news."""
    return day if day is not None and _EARLIEST <= day <= _LATEST and day != _EPOCH else None


def _byline_day(raw: str, lines: list[Line]) -> dt.date | None:
    """The first day in a byline; else in a dateline, the first words of the article."""
    for line in lines:
        if line.label == "byline":
            for found in sorted(bylines.dates_of(raw, line), key=_gregorian_first):
                if found.day is not None and (day := _plausible(_agreed(found))) is not None:
                    return day
    first = next((line for line in lines if line.label == "body"), None)
    return _dateline_day(raw[first.start : min(first.end, first.start + 160)]) if first is not None else None


def _dateline_day(head: str) -> dt.date | None:
    """The day of a dateline, «PLACE DATE AGENCY …», at the beginning of an article; both calendars may stand in it."""
    found = [item for item in find_dates(head) if item.day is not None and item.year is not None]
    if not found:
        return None
    pair = found[:2] if len(found) > 1 and found[0].calendar != found[1].calendar else found[:1]
    before = key_text(head[: pair[0].start]).split()
    after = key(head[pair[-1].end :], punctuation=True).text
    if len(before) > _DATELINE_WORDS or _NO_PLACE.intersection(before) or _DATELINE_END.match(after) is None:
        return None
    return next((day for item in sorted(pair, key=_gregorian_first) if (day := _plausible(_agreed(item)))), None)


def _gregorian_first(found: Found) -> str:
    """Sort key: where both calendars stand side by side the Gregorian date is the exact one, local Hijri dates differ."""
    return found.calendar


_NO_PLACE: Final = frozenset(
    {"في", "منذ", "قبل", "بعد", "حتي", "الي", "من", "يوم", "اليوم", "امس", "غدا", "صباح", "مساء"}
)


def _agreed(found: Found) -> dt.date | None:
    """The day, unless the weekday written beside it is another one."""
    day = found.date
    return None if day is None or (found.weekday is not None and found.weekday != day.weekday()) else day


def _inferred_day(raw: str, lines: list[Line]) -> dt.date | None:
    """The day of writing where the article says «اليوم» or «أمس» beside a full date; the first such phrase."""
    for line in lines:
        if line.label != "body" or not any(c.isdigit() for c in line.text):
            continue
        text = raw[line.start : line.end]
        for found in find_dates(text):
            if found.year is None or found.day is None:
                continue
            tie = _TIED.search(key_text(text[max(0, found.start - 40) : found.start]))
            day = _agreed(found)
            if tie is None or day is None or (tie["before"] or "").strip() in _OTHER_DAY:
                continue
            named = [number for word in tie["between"].split() if (number := weekday_of(word)) is not None]
            if all(number == day.weekday() for number in named):
                return _plausible(day + dt.timedelta(days=_DAY_WORDS[tie["day"]]))
    return None
