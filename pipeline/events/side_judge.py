"""Which countries stand on which side of a mention, by learnt trees over the evidence.

Belongs here: correcting the sides that the rules filled. Does not belong here: the evidence itself (side_features) or
what the trees say (side_trees).
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.events.actor import Actor, implied
from pipeline.events.mention import Mention
from pipeline.events.side_features import Seen, features, members
from pipeline.events.side_trees import SIDES, SideTrees

FILLED, LEFT = 0.4, 0.5
"""Probabilities that suffice for a country that the rules put on a side, and for one that they did not: rules are right
more often than their evidence alone says on stories unlike the coded ones."""
_OWN_COUNTRY = frozenset({"country", "metonym", "nisba", "organisation"})


def settle_sides(mentions: Sequence[Mention], title: frozenset[str], trees: SideTrees) -> None:
    """Put countries on the sides of a story's mentions where the evidence sees them, and take them off the others."""
    evidence = [list(features(mentions, n, title)) for n in range(len(mentions))]
    found = trees.probabilities([[row for _, row in rows] for rows in evidence])
    for mention, rows, probabilities in zip(mentions, evidence, found, strict=True):
        if mention.standing is None:
            continue
        seen = Seen.of(mention.standing.scene, mention)
        wanted = {
            (side, country): probability[side] >= (FILLED if country in seen.filled[side] else LEFT)
            for (country, _), probability in zip(rows, probabilities, strict=True)
            for side in SIDES
        }
        _settle(mention, seen, wanted)


def _settle(mention: Mention, seen: Seen, wanted: dict[tuple[str, str], bool]) -> None:
    done: dict[str, None] = {}
    kept = (list(mention.sides.actors), list(mention.sides.recipients))
    for (side, country), inside in wanted.items():
        if inside == (country in seen.filled[side]):
            continue
        there = members(mention, side)
        if inside:
            there.append(_member(mention, seen, side, country, moves=not wanted[_other(side), country]))
        else:
            there[:] = _without(there, country)
        done[f"{side[0]}:{'weighed_in' if inside else 'weighed_out'}"] = None
    if not (mention.sides.actors or mention.sides.recipients):
        mention.sides.actors, mention.sides.recipients = kept  # somebody did it: doubtful sides are better than none
        return
    mention.rule_id += "".join(f"+{change}" for change in done)
    mention.codable &= any(a.countries or a.sector for a in (*mention.sides.actors, *mention.sides.recipients))


def _other(side: str) -> str:
    return SIDES[side == SIDES[0]]


def _member(mention: Mention, seen: Seen, side: str, country: str, *, moves: bool) -> Actor:
    """Who of the country joins the side: whom the rules put on the other one if the country leaves it, else who is named
    nearest and not there already, else its state.
    """
    opposite = seen.filled[_other(side)].get(country, [])
    if moves and opposite:
        return replace(opposite[0], countries=[country])
    there = {(a.start, a.end) for a in (*mention.sides.actors, *mention.sides.recipients)}
    free = [a for a in seen.named.get(country, []) if (a.start, a.end) not in there]
    return replace(free[0], countries=[country]) if free else implied(country, "GOV", "description")


def _without(there: Sequence[Actor], country: str) -> list[Actor]:
    """The members without a country: who is of that country in so many words goes, of the others only the country."""
    left: list[Actor] = []
    for actor in there:
        rest = [c for c in actor.countries if c != country]
        if len(rest) == len(actor.countries):
            left.append(actor)
        elif rest or not (actor.explicit or actor.kind in _OWN_COUNTRY or not actor.text):
            left.append(replace(actor, countries=rest))
    return left
