"""Cut a story into lines, and lines into segments where furniture is glued to the article.

Belongs here: where a line begins and ends and what it looks like by itself. Does not belong here: what it is
(`pipeline.clean.labels`).

Every character that is not a line break lies in exactly one line. A raw line becomes several when the record's content
begins or ends inside it (TREC tags), when it is a row of headlines with gaps between them (a ticker, perhaps with the
article after it), or when furniture follows the article's full stop («… البلدين. اقرأ أيضا: …»).
"""

import itertools
import re
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from pipeline.clean import fold
from pipeline.clean.furniture import TERMINAL, Entry, Furniture, Tokens, tokens_of

Ending = Literal["full", "weak", "quote", "open", "none"]

_LINE = re.compile("[^\n\r\v\f\x85\u2028\u2029]+")
_GAP = re.compile("[ \t\xa0]{3,}")
_BAR = re.compile(r"[ \xa0\t]*[|•●■◆★✦*]+[ \xa0\t]*")
_BARS: Final = "|•●■◆★✦*"
_MARK = re.compile(r"[،,؛;.؟!]")
_INNER_STOP = re.compile(r"[^\W\d]{3}[\"”»)]?\.[ ]?[\"“«(]?[^\W\d]{3}")
_CLOSING: Final = " \t\"'”’»«)]}*“‘"
_FEWEST_HEADLINES: Final = 5
_LONGEST_HEADLINE: Final = 25
_LONGEST_QUESTION: Final = 12
_LONGEST_GLUED_TAIL: Final = 60
_GLUE_WINDOW: Final = 700
_SHORTEST_AUTHOR: Final = 4
_FEWEST_AFTER_AUTHOR: Final = 6
_AFTER_AUTHOR: Final = ":-–—"
_SIGN = re.compile(rf"[ \xa0]*[{re.escape(_AFTER_AUTHOR)}]+")


@dataclass(slots=True)
class Line:
    """A line or a segment of one. `text` is its key view with punctuation, `start`/`end` its place in the raw text."""

    start: int
    end: int
    text: str
    n_words: int
    ending: Ending
    first_of_raw_line: bool
    breaks_before: int
    label: str | None = None
    rule: str = ""
    opens: Entry | None = None
    paragraph: int = -1
    _tokens: Tokens | None = None

    @property
    def tokens(self) -> Tokens:
        """Words and colons of the line, found when first asked for."""
        if self._tokens is None:
            self._tokens = tokens_of(self.text)
        return self._tokens

    @property
    def is_prose(self) -> bool:
        """Reads like running text: ends like a sentence at some length, is long, or has a full stop inside.

        A long line without any mark may as well be headlines in a row; what stands around it decides then.
        """
        n = self.n_words
        return (
            (n >= 22 and _MARK.search(self.text) is not None)
            or (self.ending == "full" and n >= 4)
            or (self.ending == "weak" and n >= 13)
            or (self.ending == "quote" and n >= 16)
            or (n >= 12 and self.has_inner_stop)
        )

    @property
    def has_inner_stop(self) -> bool:
        """A sentence ends inside the line and another begins."""
        return _INNER_STOP.search(self.text) is not None

    def set(self, label: str, rule: str) -> None:
        """Decide what the line is."""
        self.label, self.rule = label, rule


def cut(raw: str, content: tuple[int, int], furniture: Furniture) -> list[Line]:
    """The lines of a story, unlabelled except for tickers and what lies outside the content.

    `content` is the span of the story's content in `raw`; characters outside it never become body.
    """
    view = fold.key(raw, punctuation=True)
    spans = [match.span() for match in _LINE.finditer(raw)]
    # All lines are looked up in the view at once; asked for one by one they cost a third of the time of a story.
    places = view.offsets.searchsorted(np.array(spans, dtype=np.int32).reshape(-1, 2)).tolist()
    has_rows = any(bar in raw for bar in _BARS) or _GAP.search(raw) is not None
    lines: list[Line] = []
    last_end = 0
    for (start, end), (low, high) in zip(spans, places, strict=True):
        n_breaks = _count_breaks(raw, last_end, start)
        last_end = end
        text = view.text[low:high]
        if content[0] <= start and end <= content[1] and not has_rows:
            cut_at = _glued_at(text, furniture)
            if cut_at is None:
                lines.append(_line_of(text, start, end, True, n_breaks))
            else:
                middle = int(view.offsets[low + cut_at])
                lines.append(_line_of(text[:cut_at], start, middle, True, n_breaks))
                lines.append(_line_of(text[cut_at:], middle, end, False, 0))
            continue
        first = True
        for segment in _segments(raw, start, end, content, view, furniture):
            line = _line(view, segment[0], segment[1], first, n_breaks if first else 0)
            if segment[2]:
                line.set(*segment[2])
            lines.append(line)
            first = False
    return lines


def part_author(lines: list[Line], raw: str, author: str | None) -> None:
    """Cut the author of the metadata off the first line of text where the line begins with it («سالم - الجريدة: قال …»)."""
    name = (author or "").strip()
    at = next((n for n, line in enumerate(lines) if line.text), None)
    if at is None or len(name) < _SHORTEST_AUTHOR or lines[at].label is not None:
        return
    line = lines[at]
    start = line.start + len(raw[line.start : line.end]) - len(raw[line.start : line.end].lstrip())
    middle = start + len(name)
    if not raw.startswith(name, start) or line.n_words < len(name.split()) + _FEWEST_AFTER_AUTHOR:
        return
    if name[-1] not in _AFTER_AUTHOR:
        if (sign := _SIGN.match(raw, middle, line.end)) is None:
            return
        middle = sign.end()
    view = fold.key(raw[line.start : line.end], punctuation=True)
    head, rest = (_slice(view, a - line.start, b - line.start) for a, b in ((line.start, middle), (middle, line.end)))
    byline = _line_of(head, line.start, middle, line.first_of_raw_line, line.breaks_before)
    byline.set("byline", "author_metadata")
    lines[at : at + 1] = [byline, _line_of(rest, middle, line.end, False, 0)]


def _count_breaks(raw: str, start: int, end: int) -> int:
    return end - start - raw.count("\r\n", start, end)


def _line(view: fold.View, start: int, end: int, first: bool, n_breaks: int) -> Line:
    return _line_of(_slice(view, start, end), start, end, first, n_breaks)


def _line_of(text: str, start: int, end: int, first: bool, n_breaks: int) -> Line:
    text = text.strip()
    return Line(start, end, text, len(text.split()), ending_of(text), first, n_breaks)


def _slice(view: fold.View, start: int, end: int) -> str:
    low, high = _place(view, start, end)
    return view.text[low:high]


def _place(view: fold.View, start: int, end: int) -> tuple[int, int]:
    """Where a span of the raw text lies in the view."""
    # Asked in the offsets' own type: with another one NumPy converts the whole array at every call.
    low, high = view.offsets.searchsorted(np.array((start, end), dtype=np.int32))
    return int(low), int(high)


def ending_of(text: str) -> Ending:
    """How a line (key view with punctuation) ends: with a full stop, weakly (؟ ! … ..), a quote, openly (، : -), or not."""
    bare = text.rstrip(_CLOSING)
    if not bare:
        return "none"
    last = bare[-1]
    if last in ".۔。":
        return "weak" if bare.endswith("..") else "full"
    if last in "؟?!…":
        return "weak"
    if last in "،,؛;:-–—/":
        return "open"
    return "quote" if len(bare) < len(text) and text[-1] in '"”»' else "none"


Segment = tuple[int, int, tuple[str, str] | None]
_TICKER: Final = ("ticker", "row_of_headlines")
_LEFT_OVER: Final = ("", "")


def _segments(
    raw: str, start: int, end: int, content: tuple[int, int], view: fold.View, furniture: Furniture
) -> list[Segment]:
    """The pieces of one raw line, with a label where the cut itself tells it."""
    low, high = max(start, content[0]), min(end, content[1])
    if low >= high:
        return [(start, end, ("other", "outside_content"))]
    pieces: list[Segment] = []
    if start < low:
        pieces.append((start, low, ("other", "outside_content")))
    for piece in _row_of_headlines(raw, low, high, view):
        if piece[2] is None:
            pieces.extend(_glued(piece[0], piece[1], view, furniture))
        else:
            pieces.append(piece)
    if high < end:
        pieces.append((high, end, ("other", "outside_content")))
    return pieces


def _row_of_headlines(raw: str, start: int, end: int, view: fold.View) -> list[Segment]:
    """Split a line with many gaps or bars; runs of headline-like pieces are a ticker (or a menu), the rest is text."""
    whole: list[Segment] = [(start, end, None)]
    if end - start < 40:
        return whole
    text = raw[start:end]
    if _GAP.search(text, 1) and (row := _row_by(_GAP, raw, start, end, view)):
        return row
    if any(bar in text for bar in _BARS) and (row := _row_by(_BAR, raw, start, end, view)):
        return row
    return whole


def _row_by(gap: re.Pattern[str], raw: str, start: int, end: int, view: fold.View) -> list[Segment] | None:
    bounds = [start, *(m.end() for m in gap.finditer(raw, start, end)), end]
    if len(bounds) <= _FEWEST_HEADLINES:
        return None
    pieces = [(a, b, _slice(view, a, b).strip(" |•●■◆★✦*/")) for a, b in itertools.pairwise(bounds) if a < b]
    segments: list[Segment] = []
    at = 0
    found = False
    while at < len(pieces):
        run = at
        while run < len(pieces) and _like_headline(pieces[run][2]):
            run += 1
        words = [len(text.split()) for _, _, text in pieces[at:run] if text]
        if len(words) >= _FEWEST_HEADLINES and _titles_stand_apart(pieces[at:run], words):
            label = ("navigation", "row_of_links") if sum(words) <= 2.5 * len(words) else _TICKER
            segments.append((pieces[at][0], pieces[run - 1][1], label))
            found = True
        else:
            run = max(run, at + 1)
            sentences = any(_has_sentence(text) for _, _, text in pieces[at:run])
            segments.append((pieces[at][0], pieces[run - 1][1], None if sentences else _LEFT_OVER))
        at = run
    if not found:
        return None
    # A piece or two between headlines that hold no sentence («… غير مسبوقين !!!») are headlines as well.
    segments = [(low, high, _TICKER if label == _LEFT_OVER else label) for low, high, label in segments]
    merged: list[Segment] = []
    for segment in segments:
        if merged and merged[-1][2] == segment[2]:
            merged[-1] = (merged[-1][0], segment[1], segment[2])
        else:
            merged.append(segment)
    return merged


def _like_headline(text: str) -> bool:
    """A piece between gaps that may be a headline: short, without a sentence's end."""
    n, ending = len(text.split()), ending_of(text)
    if n > _LONGEST_HEADLINE or ending in ("full", "open") or (ending == "weak" and n > _LONGEST_QUESTION):
        return False
    return not _INNER_STOP.search(text)


def _has_sentence(text: str) -> bool:
    """A piece that ends a sentence or holds an end of one."""
    return ending_of(text) == "full" or _INNER_STOP.search(text) is not None or text.endswith("؟")


def _titles_stand_apart(pieces: list[tuple[int, int, str]], words: list[int]) -> bool:
    """Gaps between headlines, not stray double spaces inside sentences: few pieces begin or end with a hanging word."""
    hanging = sum(1 for _, _, text in pieces if text and (text.split()[-1] in HANGING or text[0] in "،,.؛)"))
    return hanging <= len(words) // 8


_HANGING_TEXT: Final = (
    "في من علي الي عن ان التي الذي الذين و او كما حيث بين بعد قبل خلال مع ثم لا لم لن قد هذا هذه ذلك تلك كل هو هي بان"
)
HANGING: Final = frozenset(_HANGING_TEXT.split())
"""Words (key view) that no sentence or headline ends with."""


def _glued(start: int, end: int, view: fold.View, furniture: Furniture) -> list[Segment]:
    """Cut off furniture that follows the last full stop of a line of text."""
    low, high = _place(view, start, end)
    at = _glued_at(view.text[low:high], furniture)
    if at is None:
        return [(start, end, None)]
    place = int(view.offsets[low + at])
    return [(start, place, None), (place, end, None)]


def _glued_at(text: str, furniture: Furniture) -> int | None:
    """Where furniture begins that follows the last full stop of a line (key view with punctuation)."""
    if len(text) < 60:
        return None
    for at in furniture.glued_at(text, max(0, len(text) - _GLUE_WINDOW)):
        before = text[:at].rstrip()
        if not before or before[-1] not in TERMINAL or len(before.split()) < 8:
            continue
        rest = text[at:]
        if len(rest.split()) <= _LONGEST_GLUED_TAIL and furniture.match(tokens_of(rest)) is not None:
            return at
    return None
