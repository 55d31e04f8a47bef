"""Groups of copies from merging pairs, safe against chains, and the member that stands for each.

Belongs here: components, the star check, the canonical pick. Does not belong here: what merges
(`pipeline.duplicates.relations`).

Chains are how clusters go wrong: A is a copy of B, B of C, and A and C are two stories. So a member must be verified
against the group's canonical text (as near_dup, contained or exact), and count as one copy with at least half of the
group. What does not starts over among what is left. Asking that every member *merges* with the canonical would be too
strict: of three copies, each a tenth longer than the next, the outer two differ by a fifth.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

MAJORITY: Final = 0.5
"""Share of a group's texts that a member must merge with when it joins."""

LAST: Final = date.max
"""Where a story without a day stands."""


@dataclass(frozen=True, slots=True)
class Member:
    """A text as the canonical pick sees it: its earliest day, its length, its smallest story_id."""

    published: date | None
    n_words: int
    story_id: str

    @property
    def rank(self) -> tuple[date, int, str]:
        """Sorts the canonical member first: earliest published, then longest, then smallest id."""
        return self.published or LAST, -self.n_words, self.story_id


def stars(
    members: Sequence[Member], merging: Iterable[tuple[int, int]], verified: Iterable[tuple[int, int]]
) -> list[tuple[int, list[int]]]:
    """Groups as (canonical, all members in order), of texts numbered as in `members`; singletons are left out.

    Args:
        members: the texts.
        merging: pairs that count as one copy.
        verified: pairs of which one text is in the other, merging or not; holds every merging pair too.

    The result depends on these as sets only: not on order, and not on how the numbers were given out.
    """
    merges, inside = _neighbours(merging), _neighbours(verified)
    groups: list[tuple[int, list[int]]] = []
    left = set(merges)
    for centre in sorted(merges, key=lambda text: members[text].rank):
        if centre not in left:
            continue
        # The first text left in canonical order is the canonical one of whatever group it is in.
        left.remove(centre)
        group = [centre]
        links = dict.fromkeys(merges[centre] & left, 1)  # members that a text merges with
        while links:
            text = min(links, key=lambda text: (-links[text], members[text].rank))
            if links[text] < MAJORITY * len(group):
                break
            del links[text]
            left.remove(text)
            group.append(text)
            for near in merges[text] & left & inside[centre]:
                links[near] = links.get(near, 0) + 1
        if len(group) > 1:
            groups.append((centre, sorted(group)))
    return groups


def _neighbours(edges: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    neighbours: dict[int, set[int]] = {}
    for a, b in edges:
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    return neighbours
