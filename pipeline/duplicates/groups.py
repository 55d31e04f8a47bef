"""Groups of copies from merging pairs, safe against chains, and the member that stands for each.

Belongs here: components, the star check, the canonical pick. Does not belong here: what merges
(`pipeline.duplicates.relations`).

Chains are how clusters go wrong: A is a copy of B, B of C, and A and C are two stories. So a group is a star: every
member is itself verified against the group's canonical text; what is not starts over among what is left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_LAST: Final = date.max


@dataclass(frozen=True, slots=True)
class Member:
    """A text as the canonical pick sees it: its earliest day, its length, its smallest story_id."""

    published: date | None
    n_words: int
    story_id: str

    @property
    def rank(self) -> tuple[date, int, str]:
        """Sorts the canonical member first: earliest published, then longest, then smallest id."""
        return self.published or _LAST, -self.n_words, self.story_id


def stars(members: Sequence[Member], edges: Iterable[tuple[int, int]]) -> list[tuple[int, list[int]]]:
    """Groups as (canonical, all members in order), of texts numbered as in `members`; singletons are left out.

    The result depends on members and edges as sets only.
    """
    neighbours: dict[int, set[int]] = {}
    for a, b in edges:
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    groups: list[tuple[int, list[int]]] = []
    # Texts in canonical order: the first one left is the canonical of whatever component it is in, so taking it with
    # its verified neighbours, and going on with what is left, is the star check of every component at once.
    left = set(neighbours)
    for centre in sorted(neighbours, key=lambda text: members[text].rank):
        if centre not in left:
            continue
        star = sorted((neighbours[centre] & left) | {centre})
        left.difference_update(star)
        if len(star) > 1:
            groups.append((centre, star))
    return groups
