"""What each line of a story is, and the rule that says so.

Belongs here: the rules and their order. Does not belong here: phrases (`furniture.yaml`), cutting (`clean.lines`), the
metadata drawn from the labelled lines (`clean.metadata`).

The order, first rule wins: lines that tell by themselves (blank, separator, a known phrase, an address, a date); the
title; the end of the article (comments, copyright); lists of headlines under a phrase such as «أخبار ذات صلة»; lines
that recur over a source's stories; text apart from the article (`clean.article`); running text, which is body; and what
is left by where it stands: before, between or after the running text. Nothing is dropped: a line that no rule explains inside the article is body.
"""

import itertools
from collections import Counter
from collections.abc import Callable
from typing import Final

from pipeline.clean import article, bylines
from pipeline.clean.fold import key
from pipeline.clean.furniture import Furniture, Match, Tokens, tokens_of
from pipeline.clean.lines import HANGING, Line

_LONGEST_TITLE: Final = 25
_LONGEST_HEADING: Final = 9
_MOST_REPEATED: Final = 4
_ENOUGH_WORDS: Final = 80
_FULL_TITLE: Final = 5
_FULL_TEXT: Final = 60
_MANY_HEADLINES: Final = 4
_LEAST_OVERLAP: Final = 0.2
_LONGER_THAN_HEADLINES: Final = 35
_DEEP_INSIDE: Final = 3
_LEAST_SENTENCE: Final = 11
_ANSWERS: Final = frozenset(
    ("نعم", "لا", "لا ادري", "لا اعرف", "لا راي لي", "ربما", "محايد", "موافق", "غير موافق", "اوافق", "لا اوافق")
)
_FEWEST_ANSWERS: Final = 2
_MOST_TAGS: Final = 8

_BUTTONS: Final = ("navigation", "share", "related", "ticker")

IsFrequent = Callable[[Tokens], bool]


def label(raw: str, lines: list[Line], furniture: Furniture, title: str | None, is_frequent: IsFrequent) -> None:
    """Give every line its label, rule and paragraph number.

    Args:
        raw: the story.
        lines: its lines as `lines.cut` returns them; changed in place.
        furniture: the phrases.
        title: the title from the record's metadata, if any.
        is_frequent: whether a line is known to recur over the stories of a source.
    """
    _by_themselves(raw, lines, furniture)
    wanted = tokens_of(key(title, punctuation=True).text) if title else None
    words = _title(raw, lines, wanted)
    _article_end(lines)
    _polls(lines)
    _lists(lines)
    _frequent(lines, is_frequent)
    article.leave_out(lines, words)
    _by_place(raw, lines)
    _paragraphs(lines)


def _by_themselves(raw: str, lines: list[Line], furniture: Furniture) -> None:
    for line in lines:
        if line.label is not None:
            continue
        if not line.text:
            line.set("other", "blank")
        elif not any(c.isalnum() for c in line.text):
            line.set("other", "separator")
        elif line.n_words >= 4 and _is_latin(line.text):
            line.set("other", "latin_text")
        elif (match := _furniture(line, furniture)) is not None:
            line.set(match.entry.label, f"furniture:{match.entry.id}")
            if match.entry.opens == "end" or match.whole or len(line.tokens) <= match.n_tokens + 2:
                line.opens = match.entry if match.entry.opens else None
        elif bylines.is_photo_credit(line):
            line.set("caption", "photo_credit")
        elif bylines.is_time_line(line):
            line.set("other", "time")
        elif bylines.is_date_line(raw, line):
            line.set("byline", "date")
        elif _is_address(line):
            line.set("source_link" if "http" in line.text or "www" in line.text else "other", "address")


def _is_latin(text: str) -> bool:
    """Mostly letters of another script: a translation or a list of names beside the Arabic article."""
    if len(text.encode("utf-8", "surrogatepass")) > 1.5 * len(text):  # Arabic letters take two bytes: the usual case
        return False
    arabic = sum("\u0620" <= c <= "\u06d3" for c in text)
    return arabic * 4 < sum(c.isalpha() for c in text)


def _furniture(line: Line, furniture: Furniture) -> Match | None:
    """The phrase a line is or holds.

    A button or menu entry has no full stop, so such a line is the end of a list; and a phrase far inside a sentence that
    ends with one is what the sentence speaks of («… أن جميع الحقوق محفوظة للصيادين.»).
    """
    match = furniture.match_line(line.text, line.n_words)
    if match is None or line.ending != "full":
        return match
    if match.whole and match.entry.label in _BUTTONS:
        return None
    inside = match.at >= _DEEP_INSIDE and line.n_words >= _LEAST_SENTENCE and line.tokens[match.at] != "©"
    return None if inside else match


def _is_address(line: Line) -> bool:
    """An e-mail address, link, account or telephone number, with at most a word or two beside it."""
    text = line.text
    if line.n_words > 4:
        return False
    if text.startswith(("@", "www.")) or "://" in text:
        return True
    if "@" in text and "." in text:
        return True
    digits = sum(c.isdigit() for c in text)
    return digits >= 6 and digits > sum(c.isalpha() for c in text) and line.ending != "full"


def _title(raw: str, lines: list[Line], wanted: Tokens | None) -> Tokens | None:
    """Find the title and its repetitions; returns its words, or None when there is no title."""
    if wanted:
        found = False
        for line in lines:
            if line.n_words > 3 * len(wanted) + 6:  # cannot be the same, and its words need not be told apart
                continue
            if line.label in (None, "byline") and line.tokens and _same_title(line.tokens, wanted):
                line.set("title", "title_repeated" if found else "title_metadata")
                found = True
        return wanted
    parts = article.stretches(lines)
    candidates = _candidates(lines, parts)
    if not candidates:
        return None
    best = candidates[0][0] if len(candidates) == 1 else _likeliest(raw, lines, candidates)
    if best is None:
        return None
    best.set("title", "title_line")
    for line in lines:
        if line.label is None and line.tokens == best.tokens:
            line.set("title", "title_repeated")
    return best.tokens


def _candidates(lines: list[Line], parts: list[article.Stretch]) -> list[tuple[Line, article.Stretch | None]]:
    """Lines that can be a title, each with the stretch of running text that follows it."""
    if not parts:
        return [(line, None) for line in lines if line.label is None and _like_title(line)]
    found: list[tuple[Line, article.Stretch | None]] = []
    start = 0
    top = next((line for line in lines if line.rule != "blank"), None)  # the first line may well be a long question
    for part in parts:
        texts = (at for at in range(part.first, part.last + 1) if article.is_text(lines[at]) and lines[at].n_words > 6)
        for line in lines[start : next(texts, part.first) + 1]:
            sentence = line is not top and line.is_prose and line.n_words > 13 and line.ending != "none"
            if line.label is None and _like_title(line) and not sentence:
                found.append((line, part))
        start = part.last + 1
    return found


def _same_title(tokens: Tokens, wanted: Tokens) -> bool:
    if tokens == wanted:
        return True
    if not 4 <= len(tokens) <= 2 * len(wanted):
        return False
    a, b = set(tokens), set(wanted)
    return len(a & b) >= 0.8 * len(a | b)


def _like_title(line: Line) -> bool:
    return 3 <= line.n_words <= _LONGEST_TITLE and line.ending != "full" and not line.has_inner_stop


def _likeliest(raw: str, lines: list[Line], candidates: list[tuple[Line, article.Stretch | None]]) -> Line | None:
    """The candidate whose words return in the text after it; repeated lines, the first one and long texts lead.

    None where there are many headlines and the best has nothing to do with the text: a page without its title.
    """
    counts = Counter(line.tokens for line in lines)
    stems = {part.first: article.lead_stems(lines, part) for _, part in candidates if part is not None}
    sizes = {part.first: part.n_words for _, part in candidates if part is not None}
    parts = article.stretches(lines)
    behind = {b.first for a, b in itertools.pairwise(parts) if article.is_behind_end(lines, a, b)}

    def score(candidate: tuple[Line, article.Stretch | None]) -> tuple[float, float]:
        line, part = candidate
        own = {article.stem(t) for t in line.tokens if len(t) >= 3}
        overlap = article.share(own, stems[part.first]) if part is not None else 0.0
        overlap *= min(1.0, line.n_words / _FULL_TITLE)  # two words say little about a text
        repeated = 0.5 if 1 < counts[line.tokens] <= _MOST_REPEATED and overlap >= 0.3 else 0.0
        byline = 0.5 if bylines.is_byline(raw, line) else 0.0
        length = min(part.n_words, 200) / 300 if part is not None else 0.0
        late = sum(other < part.first and n >= _FULL_TEXT for other, n in sizes.items()) if part is not None else 0
        first = 0.2 if line is candidates[0][0] else 0.0
        end = article.BEHIND_END if part is not None and part.first in behind else 0.0
        return overlap + repeated - byline + length - 0.2 * late + first - end, overlap

    scores = [score(candidate) for candidate in candidates]
    best = max(range(len(scores)), key=lambda at: (scores[at][0], -at))  # the first of equals
    unrelated = len(candidates) >= _MANY_HEADLINES and scores[best][1] < _LEAST_OVERLAP
    return None if unrelated else candidates[best][0]


def _article_end(lines: list[Line]) -> None:
    """Everything after a comment form or copyright line, when an article's worth of running text stands before it."""
    prose = [line.n_words if line.label is None and line.is_prose else 0 for line in lines]
    total, before = sum(prose), 0
    for at, line in enumerate(lines):
        before += prose[at]
        ends = line.opens is not None and line.opens.opens == "end"
        if line.opens is not None and ends and before and (before >= total - before or before >= _ENOUGH_WORDS):
            for rest in lines[at + 1 :]:
                if rest.label is None:
                    rest.set(line.opens.label, f"after:{line.opens.id}")
            return


def _polls(lines: list[Line]) -> None:
    """A question with its answers to choose from, each on a line of its own."""
    shown = [line for line in lines if line.text]
    for at, line in enumerate(shown):
        if line.label is not None or not line.text.endswith("؟") or line.n_words > _LONGEST_TITLE:
            continue
        answers = list(itertools.takewhile(lambda other: other.text.strip(" -–•*") in _ANSWERS, shown[at + 1 : at + 6]))
        if len(answers) >= _FEWEST_ANSWERS:
            for part in (line, *answers):
                part.set("other", "poll")


def _lists(lines: list[Line]) -> None:
    """Headlines under «أخبار ذات صلة», «عاجل», «الأكثر قراءة», up to the next running text."""
    opener = None
    taken = 0
    for at, line in enumerate(lines):
        if line.opens is not None and line.opens.opens == "list":
            opener, taken = line.opens, 0
        elif opener is None or line.rule in ("blank", "separator", "date", "time"):
            continue
        elif (
            line.label is not None
            or (line.is_prose and (line.ending == "full" or line.n_words >= 22))
            or _heads_text(lines, at, taken)
        ):
            opener = None
        else:
            line.set(opener.label, f"after:{opener.id}")
            taken += 1


def _goes_on(line: Line) -> bool:
    """Running text that ends a list of headlines; a teaser («… المزيد») still belongs to the list."""
    long = line.n_words >= _LONGER_THAN_HEADLINES or (line.is_prose and (line.ending == "full" or line.n_words >= 22))
    return long and not line.text.endswith("المزيد")


def _heads_text(lines: list[Line], at: int, taken: int) -> bool:
    """A short line right before running text, after at least one headline: the article goes on with a heading."""
    if not taken or lines[at].n_words > 5:
        return False
    following = next((line for line in lines[at + 1 :] if line.rule != "blank"), None)
    return following is not None and following.label is None and following.is_prose


def _frequent(lines: list[Line], is_frequent: IsFrequent) -> None:
    for line in lines:
        if line.label is None and line.n_words <= 40 and is_frequent(line.tokens):
            line.set("other", "frequent_line")


def _by_place(raw: str, lines: list[Line]) -> None:
    """Running text is body; what is left is judged by what stands around it."""
    for line in lines:
        if line.label is None and line.is_prose:
            line.set("body", "prose")
    bodies = [at for at, line in enumerate(lines) if line.label == "body"]
    if not bodies:
        _no_prose(raw, lines)
        return
    _head(raw, lines[: bodies[0]])
    for at in range(bodies[0], bodies[-1] + 1):
        if lines[at].label is None:
            _middle(lines, at)
    _tags(lines, bodies[-1])
    _tail(raw, lines[bodies[-1] + 1 :], any(line.label == "title" for line in lines))


def _no_prose(raw: str, lines: list[Line]) -> None:
    for line in lines:
        if line.label is None:
            if bylines.is_byline(raw, line, two_sides=True):
                line.set("byline", "byline_form")
            elif line.n_words >= 5:
                line.set("body", "only_text")
            else:
                line.set("other", "fragment")


def _head(raw: str, lines: list[Line]) -> None:
    """Before the running text: bylines, kickers, standfirsts, menus, other headlines."""
    title_at = next((at for at, line in enumerate(lines) if line.label == "title"), -1)
    near = _right_above(lines)
    for at, line in enumerate(lines):
        if line.label is not None:
            continue
        before_title = at < title_at
        if not before_title and bylines.is_byline(raw, line):
            line.set("byline", "byline_form")
        elif before_title:
            line.set(
                *(("navigation", "short_before_title") if line.n_words <= 3 else ("ticker", "headline_before_title"))
            )
        elif at >= near and (line.n_words >= 11 or (line.ending in ("weak", "full") and line.n_words >= 6)):
            line.set("body", "lead")
        else:
            line.set("heading", "before_text")


def _right_above(lines: list[Line]) -> int:
    """Where the lines begin that stand right above the text, with no line of the site in between."""
    at = len(lines)
    while at and (lines[at - 1].label in (None, "byline", "caption", "heading") or lines[at - 1].rule == "blank"):
        at -= 1
    return at


def _middle(lines: list[Line], at: int) -> None:
    """Between running text: a short line that stands alone above a paragraph is a heading, anything else is body."""
    line = lines[at]
    previous = next((other for other in reversed(lines[:at]) if other.rule != "blank"), None)
    following = next((other for other in lines[at + 1 :] if other.rule != "blank"), None)
    runs_on = previous is not None and previous.label == "body" and previous.ending in ("none", "open")
    above_text = following is not None and following.label == "body" and following.is_prose
    item = line.text[:1] in "-–—•*·" or line.text[:1].isdigit()
    if (
        line.n_words <= _LONGEST_HEADING
        and (
            line.ending in ("none", "quote", "weak")
            or (line.ending == "open" and line.text.endswith(":") and line.n_words <= 4)
        )
        and above_text
        and not runs_on
        and not item
    ):
        line.set("heading", "above_text")
    else:
        line.set("body", "between_text")


def _tags(lines: list[Line], last: int) -> None:
    """The line right after the article, before one of the site's: a few of the article's own words are its tags."""
    shown = [line for line in lines[last + 1 :] if line.text]
    if len(shown) < 2 or shown[0].label is not None or shown[1].label not in article.SITE_LABELS:
        return
    line = shown[0]
    if not 2 <= line.n_words <= _MOST_TAGS or line.ending != "none" or len(line.tokens) != line.n_words:
        return
    known = {article.stem(t) for other in lines if other.label in ("body", "title") for t in other.tokens}
    if all(article.stem(token) in known for token in line.tokens):
        line.set("other", "tags_at_end")


def _tail(raw: str, lines: list[Line], is_page: bool) -> None:
    """After the running text: an agency's credit, other headlines, or text without a full stop.

    A page, which holds its title, may list headlines after the article; a content field rather ends in verse.
    """
    left = [line for line in lines if line.label is None]
    unended = all(line.ending in ("none", "weak", "quote") for line in left)
    site = sum(
        line.label in ("navigation", "share", "comment_form", "subscribe", "copyright", "related") for line in lines
    )
    stray = len(left) >= 4 and unended and (site >= 2 or (is_page and all(line.n_words >= 4 for line in left)))
    behind_site = False
    for line in lines:
        if line.label is not None:
            if line.rule not in ("blank", "separator"):
                behind_site = line.label not in ("byline", "heading", "title") and not line.rule.endswith("agency.end")
            continue
        if bylines.is_byline(raw, line, two_sides=True):
            line.set("byline", "byline_form")
        elif bylines.is_signature(line):
            line.set("byline", "signature")
        elif stray or (behind_site and is_page and line.ending in ("none", "quote") and 4 <= line.n_words <= 14):
            line.set("related", "headlines_at_end")
        elif line.n_words <= 3 and line.ending not in ("full", "weak"):
            line.set("other", "fragment")
        else:
            line.set("body", "last_text")


def _paragraphs(lines: list[Line]) -> None:
    """Number the paragraphs: a line that runs on into the next shares its number."""
    wrapped = _is_wrapped(lines)
    number = -1
    previous: Line | None = None
    for line in lines:
        if line.label == "other" and line.rule == "blank":
            line.paragraph = max(number, 0)
            continue
        if not (previous is not None and line.label == previous.label == "body" and _runs_on(previous, line, wrapped)):
            number += 1
            line.paragraph = number
        else:
            line.paragraph = previous.paragraph
        previous = line


def _is_wrapped(lines: list[Line]) -> bool:
    """Text broken at a fixed width: many lines of one paragraph, few of which end a sentence, none much longer."""
    body = [line for line in lines if line.label == "body"]
    if len(body) < 4:
        return False
    open_ended = sum(line.ending in ("none", "open", "quote") for line in body)
    return open_ended >= 0.6 * len(body) and max(line.end - line.start for line in body) <= 140


def _runs_on(previous: Line, line: Line, wrapped: bool) -> bool:
    """Whether a sentence continues over the line break."""
    if not line.first_of_raw_line:
        return previous.ending in ("none", "open")
    if previous.ending == "open":
        return not previous.text.endswith(":") and line.breaks_before <= 2 and not line.text[:1].isdigit()
    if previous.ending in ("none", "quote") and line.breaks_before == 1:
        hangs = bool(previous.tokens) and previous.tokens[-1] in HANGING
        return wrapped or hangs or line.text[:1] in "،,.؛)"
    return False
