"""Which stretches of running text are the article, where a dump holds a whole page.

Belongs here: parting the running text at stretches of the site's own lines, and choosing. Does not belong here: what a
single line is (`pipeline.clean.labels`, which asks here before it judges lines by place).

A page has more running text than its article: a teaser, the rules for comments, the owner's imprint. Between them stand
stretches of short lines with known furniture among them. The article is the stretch that its title announces; another
stretch belongs to it when it speaks of the same things: the share of its words that the article has too is above 0.08.
(On 1,500 stories of SaudiNewsNet the later part of the same story is above that in 95 of 100 cases, the beginning of
another story in about 15.) Stories without such stretches, nearly all of them, are left as they are.
"""

from dataclasses import dataclass
from typing import Final

from pipeline.clean.furniture import Tokens
from pipeline.clean.lines import Line

_FEWEST_LINES: Final = 6
"""Lines without running text that part an article from other text; a related block inside an article has fewer."""
_SAME_STORY: Final = 0.08
_SAME_STORY_AFTER_END: Final = 0.25
_FEWEST_COMMON: Final = 3
BEHIND_END: Final = 0.5
"""What a stretch behind a comment form or copyright line loses against the others when the article is chosen."""
_LEAD_WORDS: Final = 120
_ARTICLES: Final = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "ك")
SITE_LABELS: Final = frozenset(
    ("navigation", "related", "ticker", "comment_form", "subscribe", "share", "copyright", "source_link")
)
"""Labels of lines that belong to the site, not to the story."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines `first` to `last` (inclusive), both running text, with the site's own lines before and after."""

    first: int
    last: int
    n_words: int


def is_text(line: Line) -> bool:
    """Running text that no rule has taken for something else."""
    return line.label is None and line.is_prose


def stretches(lines: list[Line]) -> list[Stretch]:
    """The running text of a story, parted where enough lines of the site itself stand between."""
    found: list[Stretch] = []
    gap_lines = 0
    gap_is_site = False
    for at, line in enumerate(lines):
        if not is_text(line):
            if line.rule not in ("blank", "separator"):
                gap_lines += 1
                gap_is_site |= line.label in SITE_LABELS
            continue
        if found and not (gap_is_site and gap_lines >= _FEWEST_LINES):
            found[-1] = Stretch(found[-1].first, at, found[-1].n_words + line.n_words)
        else:
            found.append(Stretch(at, at, line.n_words))
        gap_lines, gap_is_site = 0, False
    return found


def choose(lines: list[Line], parts: list[Stretch], title: Tokens | None) -> tuple[int, list[int]]:
    """The stretch that the title announces (the longest, when there is none), and those that go on with it."""
    stems = [lead_stems(lines, part) for part in parts]
    wanted = {stem(t) for t in title or () if len(t) >= 3}
    scores = [
        (len(wanted & found) / len(wanted) if wanted else 0.0)
        + min(part.n_words, 200) / 300
        - (BEHIND_END if at and is_behind_end(lines, parts[at - 1], part) else 0.0)
        for at, (part, found) in enumerate(zip(parts, stems, strict=True))
    ]
    main = max(range(len(parts)), key=lambda at: (scores[at], -at))
    own = all_stems(lines, parts[main]) | wanted
    kept = [
        at
        for at, part in enumerate(parts)
        if at == main
        or (
            at > main
            and part.n_words >= 20
            and _goes_on(all_stems(lines, part), own, _least(lines, parts[at - 1], part))
        )
    ]
    return main, kept


def _goes_on(stems: set[str], own: set[str], least: float) -> bool:
    """Whether a stretch with these stems speaks of what the article does; two words in common are chance."""
    return share(stems, own) >= least and len(stems & own) >= _FEWEST_COMMON


def _least(lines: list[Line], before: Stretch, part: Stretch) -> float:
    """The share of common words to ask for; more behind comments or a copyright line, where articles are over."""
    return _SAME_STORY_AFTER_END if is_behind_end(lines, before, part) else _SAME_STORY


def is_behind_end(lines: list[Line], before: Stretch, part: Stretch) -> bool:
    """Whether a comment form or copyright line stands between two stretches: what follows is rarely an article."""
    return any(line.label in ("comment_form", "copyright") for line in lines[before.last + 1 : part.first])


def leave_out(lines: list[Line], title: Tokens | None) -> None:
    """Label running text of other stretches, and every line between and around, as apart from the article."""
    parts = stretches(lines)
    if len(parts) < 2:
        return
    _, kept = choose(lines, parts, title)
    inside = [False] * len(lines)
    for at in kept:
        inside[parts[at].first : parts[at].last + 1] = [True] * (parts[at].last + 1 - parts[at].first)
    first = parts[kept[0]].first
    before = parts[kept[0] - 1].last if kept[0] else -1  # lines right above the article may be its bylines and lead
    for at, line in enumerate(lines):
        if line.label is None and not inside[at] and not before < at < first:
            short = not line.is_prose and line.n_words >= 4
            line.set(*(("related", "headline_apart") if short else ("other", "apart_from_article")))


def lead_stems(lines: list[Line], part: Stretch) -> set[str]:
    """Stems of the first words of a stretch."""
    words: list[str] = []
    for line in lines[part.first : part.last + 1]:
        if is_text(line):
            words.extend(line.tokens)
            if len(words) >= _LEAD_WORDS:
                break
    return {stem(word) for word in words[:_LEAD_WORDS] if len(word) >= 3}


def all_stems(lines: list[Line], part: Stretch) -> set[str]:
    """Stems of the longer words of a stretch."""
    return {
        stem(token)
        for line in lines[part.first : part.last + 1]
        if is_text(line)
        for token in line.tokens
        if len(token) >= 4
    }


def share(some: set[str], of: set[str]) -> float:
    """How much of `some` is in `of`."""
    return len(some & of) / len(some) if some else 0.0


def stem(token: str) -> str:
    """A token (key view) without article and clitic prepositions, where enough is left."""
    for article in _ARTICLES:
        if token.startswith(article) and len(token) - len(article) >= 3:
            return token[len(article) :]
    return token
