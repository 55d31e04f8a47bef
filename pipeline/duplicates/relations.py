"""The ladder: from what two texts share to one relation, or none.

Belongs here: the decision, in words a reader can check against two texts laid side by side.
Does not belong here: measuring (`pipeline.duplicates.evidence`, `pipeline.duplicates.facts`), grouping.

The terms (see docs on duplicates for how the thresholds were calibrated):

* *new share* of a side: words in passages of its own (at least six words in a row that no common run of three words
  touches, made of words that the other lacks) over its words. Light edits do not count as new, a paragraph does, unless
  it is customary (thanks, prayers, numbers to call). A copy has little of it on both sides,
  a contained text little on one.
* *another happening*: each side names a country that the other does not, and no long run is common. That is the
  telegram, bulletin and results template, where nine words in ten agree and the story is another one. Likewise when
  each side keeps repeating words that the other never has: the names in two announcements of one ministry.
* *another state of affairs*: each side has numbers that the other never mentions, in the lead or for the most part. A
  toll or a total was revised: an update, however alike the words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pipeline.duplicates.evidence import Evidence
from pipeline.duplicates.facts import Facts
from pipeline.settings import DuplicateSettings

ALIKE: Final = 0.3
"""A copy has at least this Jaccard similarity; less is a template or an independent telling."""
OWN: Final = 0.25
"""… and at least this one over its own shingles, those that unrelated reports do not use."""
MOSTLY_FORMULAS: Final = 0.5
"""Two texts that share little but formulas are two fillings of one template."""
SAME_WORDING: Final = 0.8
"""Share of both texts in common runs from which on they are one wording with other facts filled in."""
FEW_FORMULAS: Final = 0.25
"""… and from less than this share on, short common runs throughout tell of one text cut from the other."""
NOTHING_NEW: Final = 0.05
"""A text that says so little of its own is told by the other."""
OTHER_NAMES: Final = 3
"""So many words that one text repeats and the other never has, on both sides: a template about other people."""
PASSAGE_WORDS: Final = 24
"""A common run this long is a passage; shorter ones are also made by titles, formulas and templates."""
MOSTLY: Final = 0.6
"""Share of a copy's words that stand in common runs: the same words in another order throughout are another text."""
SENTENCE_WORDS: Final = 15
"""Fewer new words than a short sentence has are an edit, however short the text."""
EDITED: Final = 0.1
"""From this new share on (and a sentence) the longer text adds something."""
MOST_LONGER: Final = 1.3
"""A text this much longer than the other, and by a passage, is no copy of it, even where its words are the other's."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A relation and whether the two count as one copy of a story."""

    relation: str
    merges: bool


def relation(e: Evidence, facts: Callable[[], tuple[Facts, Facts]], s: DuplicateSettings) -> Verdict | None:
    """The relation of two different texts, or None.

    Args:
        e: what they share.
        facts: the facts of both sides; only called when the texts share enough for them to matter.
        s: thresholds.
    """
    overlap = max(e.containment_a, e.containment_b)
    if overlap < s.reuse and e.longest_run < s.reuse_run_words:
        return None
    a, b = facts()
    covered, most_covered = sorted((e.covered_a, e.covered_b))
    has_passage = e.longest_run >= PASSAGE_WORDS
    if _another_happening(e, a, b, s):
        return None
    if _state_differs(e, a, b, s):
        same_report = e.jaccard >= s.update_jaccard or (covered >= SAME_WORDING and e.own_jaccard >= ALIKE)
        return Verdict("update", False) if has_passage or same_report else None
    sides = sorted(((e.new_a, e.polite_a, e.n_words_a), (e.new_b, e.polite_b, e.n_words_b)))
    (less, _, _), (more, polite, size) = sides
    shorter, longer = sorted(n_words * (1 - courtesy) for _, courtesy, n_words in sides)
    copy = (
        e.jaccard >= ALIKE
        and e.own_jaccard >= OWN
        and covered >= MOSTLY
        and (more < s.max_new_share or more * size < SENTENCE_WORDS)
        and (longer <= MOST_LONGER * shorter or longer - shorter < PASSAGE_WORDS)
    )
    added = more + polite
    adds = less < EDITED <= added and added * size >= SENTENCE_WORDS and most_covered >= s.contained
    if copy and e.jaccard < s.near_dup_jaccard and _about_others(e, a, b):
        return Verdict("reuse", False) if has_passage else None
    if copy:
        return Verdict("contained" if adds else "near_dup", True)
    retold = less < NOTHING_NEW and e.own_containment >= OWN and e.formulas < FEW_FORMULAS
    if less < s.max_new_share and most_covered >= (MOSTLY if has_passage or retold else s.contained):
        return Verdict("contained", False)
    return Verdict("reuse", False) if has_passage else None


def _another_happening(e: Evidence, a: Facts, b: Facts, s: DuplicateSettings) -> bool:
    """Countries of its own on each side without a long common run, hardly anything but formulas in common, or forecasts."""
    return bool(
        (e.own_containment < OWN and e.formulas > MOSTLY_FORMULAS)
        or (e.longest_run < s.reuse_run_words and a.countries - b.countries and b.countries - a.countries)
        or (e.jaccard < s.update_jaccard and a.is_forecast and b.is_forecast)
    )


def _about_others(e: Evidence, a: Facts, b: Facts) -> bool:
    uncovered = min((1 - e.covered_a) * e.n_words_a, (1 - e.covered_b) * e.n_words_b)
    if uncovered < 2 * OTHER_NAMES - 0.5:  # what the other lacks stands in no common run, each word at least twice
        return False
    return min(len(a.repeated - b.words), len(b.repeated - a.words)) >= OTHER_NAMES


def _state_differs(e: Evidence, a: Facts, b: Facts, s: DuplicateSettings) -> bool:
    """Each side has numbers that the other lacks: in the lead, or, in one text for the rest, most of them.

    In texts nearly equal one number among several is a slip of the paper or background, unless it opens the text; other
    days of a month count there too.
    """
    if a.digits == b.digits != "":
        return False
    only_a, only_b, common = a.numbers - b.numbers, b.numbers - a.numbers, len(a.numbers & b.numbers)
    differing = min(len(only_a), len(only_b))
    if e.jaccard >= s.near_dup_jaccard:
        revised = a.opening_numbers & only_a and b.opening_numbers & only_b
        return bool(revised or _other_days(a.days, b.days) or differing >= max(1, common))
    if a.lead_numbers & only_a and b.lead_numbers & only_b:
        return True
    same_wording = e.jaccard >= s.update_jaccard or min(e.covered_a, e.covered_b) >= SAME_WORDING
    return same_wording and differing >= max(2, common)


def _other_days(a: frozenset[tuple[int, str]], b: frozenset[tuple[int, str]]) -> bool:
    """Whether each side names a day that the other does not, of one month that both name."""
    return bool({month for _, month in a - b} & {month for _, month in b - a})
