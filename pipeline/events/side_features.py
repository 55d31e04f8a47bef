"""Which countries stand on which side of a mention: features of each (side, country), and what their weights change.

Belongs here: evidence that a country is actor or recipient, and correcting the sides that the rules filled. Does not belong
here: the rules themselves (roles, implicit, targets), which are the strongest evidence of all.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.events.actor import Actor, implied
from pipeline.events.mention import Mention, Standing
from pipeline.events.scene import Scene
from pipeline.events.weights import SURE, Weights

SIDES = ("actor", "recipient")
_OWN_COUNTRY = frozenset({"country", "metonym", "nisba", "organisation"})
_RECENT = 4


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a mention's sentence and sides show, by country."""

    named: dict[str, list[Actor]]
    """Actors of the sentence, the nearest to the trigger first."""
    filled: dict[str, dict[str, list[Actor]]]
    """Side → country → members that the rules put there."""
    slots: dict[tuple[int, int], str]


def countries(standing: Standing, mention: Mention) -> list[str]:
    """Countries that may be on a side: of the sentence's actors, of the rules' sides, home, place, and the last spoken of."""
    found = {c for a in standing.scene.actors for c in a.countries}
    found |= {c for a in (*mention.sides.actors, *mention.sides.recipients) for c in a.countries}
    found |= {*standing.recent[-_RECENT:], *standing.pair}
    found |= {c for c in (standing.scene.memory.home, mention.place_country) if c}
    return sorted(found)


def features(
    mention: Mention, earlier: Sequence[Mention], title: frozenset[str]
) -> Iterator[tuple[str, str, list[str]]]:
    """(side, country, names of the features that hold) for both sides of every country that may be on one.

    Args:
        mention: the mention with the sides that the rules filled, and where it stands.
        earlier: mentions of the story accepted before.
        title: countries that the story's title names.
    """
    standing = mention.standing
    if standing is None:
        return
    scene = standing.scene
    seen = _look(scene, mention)
    kind = mention.event_type
    for country in countries(standing, mention):
        shared = [*_standing(standing, mention, country, title), *_actors(scene, mention, seen, country)]
        for side in SIDES:
            inside = country in seen.filled[side]
            own = [*shared, *_side(scene, mention, seen, side, country, earlier)]
            frame = (f"pos={mention.candidate.form.pos}", f"kind={kind}", f"frame={mention.candidate.trigger.frame}")
            names = [f"{side}|bias", *(f"{side}|{f}" for f in (*frame, *own))]
            names += [f"{side}|{f}|{kind}" for f in own]
            names += [f"{side}|{f}|rule={inside}" for f in own]
            yield side, country, names


def settle_sides(mention: Mention, earlier: Sequence[Mention], title: frozenset[str], weights: Weights) -> None:
    """Put countries on the sides where the weights see them, and take them off the others."""
    if mention.standing is None:
        return
    seen = _look(mention.standing.scene, mention)
    done: dict[str, None] = {}
    kept = (list(mention.sides.actors), list(mention.sides.recipients))
    wanted = {(s, c): weights.probability(names) >= SURE for s, c, names in features(mention, earlier, title)}
    for (side, country), inside in wanted.items():
        if inside == (country in seen.filled[side]):
            continue
        members = _members(mention, side)
        if inside:
            members.append(_member(mention, seen, side, country, moves=not wanted[_other(side), country]))
        else:
            members[:] = list(_without(members, country))
        done[f"{side[0]}:{'weighed_in' if inside else 'weighed_out'}"] = None
    if not (mention.sides.actors or mention.sides.recipients):
        mention.sides.actors, mention.sides.recipients = kept  # somebody did it: doubtful sides are better than none
        return
    mention.rule_id += "".join(f"+{change}" for change in done)
    mention.codable &= any(a.countries or a.sector for a in (*mention.sides.actors, *mention.sides.recipients))


def _look(scene: Scene, mention: Mention) -> _Seen:
    i = mention.candidate.index
    named: dict[str, list[Actor]] = defaultdict(list)
    for actor in sorted(scene.actors, key=lambda a: (abs(a.first - i), a.first)):
        for country in actor.countries:
            named[country].append(actor)
    filled: dict[str, dict[str, list[Actor]]] = {}
    for side, members in zip(SIDES, (mention.sides.actors, mention.sides.recipients), strict=True):
        by_country: dict[str, list[Actor]] = defaultdict(list)
        for actor in members:
            for country in actor.countries:
                by_country[country].append(actor)
        filled[side] = dict(by_country)
    slots: dict[tuple[int, int], str] = {}
    for slot, members in mention.sides.slots.items():
        for actor in members:
            slots.setdefault((actor.first, actor.last), slot)
    return _Seen(dict(named), filled, slots)


def _standing(standing: Standing, mention: Mention, country: str, title: frozenset[str]) -> Iterator[str]:
    """How the story stands to a country."""
    memory = standing.scene.memory
    yield f"home={country == memory.home}"
    yield f"domestic={memory.domestic}|{country == memory.home}"
    yield f"title={country in title}"
    ranked, recent = standing.ranked, standing.recent[-5:]
    yield f"rank={min(ranked.index(country), 4) if country in ranked else 'none'}"
    yield f"recent={len(recent) - recent.index(country) if country in recent else 'none'}"
    yield f"pair={country in standing.pair}"
    yield f"place={mention.place_country == country}"


def _actors(scene: Scene, mention: Mention, seen: _Seen, country: str) -> Iterator[str]:
    """Who of the country is named in the sentence, and where."""
    i = mention.candidate.index
    actors = seen.named.get(country, [])
    yield f"named={min(len(actors), 3)}"
    yield f"countries={min(len(seen.named), 4)}"
    for n, actor in enumerate(actors[:2]):
        slot = seen.slots.get((actor.first, actor.last), "none")
        away = actor.first - i
        left, right = min(actor.first, i), max(actor.first, i)
        between = sum(1 for a in scene.actors if a.countries and country not in a.countries and left < a.first < right)
        word = scene.words[actor.first]
        sign = "-" if away < 0 else "+"
        for feature in (
            f"slot={slot}", f"slot={slot}|{actor.kind}", f"relation={actor.relation}", f"relation={actor.relation}|{sign}",
            f"kind={actor.kind}", f"sector={actor.sector}", f"away={sign}{min(abs(away), 12) // 3}", f"by={actor.resolution}",
            f"joined={actor.joined}", f"relative={actor.in_relative}", f"adjective={actor.adjectival}", f"is_place={actor.is_place}",
            f"clause={scene.finite_between(left, right)}", f"deprel={word.deprel}", f"under_trigger={word.head == i}",
            f"between={min(between, 2)}",
        ):  # fmt: skip
            yield f"{n}.{feature}"


def _side(
    scene: Scene, mention: Mention, seen: _Seen, side: str, country: str, earlier: Sequence[Mention]
) -> Iterator[str]:
    """What the rules and the story's earlier mentions say of a country on one side."""
    filled, opposite = seen.filled[side], seen.filled[_other(side)]
    inside = country in filled
    yield f"inside={inside}"
    yield f"opposite={country in opposite}"
    yield f"filled={min(len(filled), 2)}|{inside}"
    yield f"opposite_filled={min(len(opposite), 2)}|{inside}|{country in opposite}"
    rules = "+".join(rule for rule in mention.sides.rules if rule[0] == side[0])
    if inside:
        actor = filled[country][0]
        yield f"rule_by={actor.resolution}"
        yield f"rule_by={actor.resolution}|{actor.kind}"
        yield f"rule_kind={actor.kind}"
        yield f"rule_sector={actor.sector}"
        yield f"rule_home={country == scene.memory.home}"
        yield f"rule={rules}"
        yield f"rule_scope={actor.scope}"
        yield f"rule_explicit={actor.explicit}"
        yield f"rule_named={actor.named}"
    else:
        yield f"other_rule={rules}"
    before = [m for m in earlier if any(country in a.countries for a in _members(m, side))]
    yield f"earlier={bool(before)}"
    yield f"earlier_type={any(m.event_type == mention.event_type for m in before)}"
    yield f"last={bool(before) and before[-1] is earlier[-1]}"


def _members(mention: Mention, side: str) -> list[Actor]:
    return mention.sides.actors if side == SIDES[0] else mention.sides.recipients


def _other(side: str) -> str:
    return SIDES[side == SIDES[0]]


def _member(mention: Mention, seen: _Seen, side: str, country: str, *, moves: bool) -> Actor:
    """Who of the country joins the side: whom the rules put on the other one if the country leaves it, else who is named
    nearest and not there already, else its state.
    """
    opposite = seen.filled[_other(side)].get(country, [])
    if moves and opposite:
        return replace(opposite[0], countries=[country])
    there = {(a.start, a.end) for a in (*mention.sides.actors, *mention.sides.recipients)}
    free = [a for a in seen.named.get(country, []) if (a.start, a.end) not in there]
    return replace(free[0], countries=[country]) if free else implied(country, "GOV", "description")


def _without(members: list[Actor], country: str) -> Iterator[Actor]:
    """The members without a country: who is of that country in so many words goes, of the others only the country."""
    for actor in members:
        rest = [c for c in actor.countries if c != country]
        if len(rest) == len(actor.countries):
            yield actor
        elif rest or not (actor.explicit or actor.kind in _OWN_COUNTRY or not actor.text):
            yield replace(actor, countries=rest)
