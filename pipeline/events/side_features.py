"""What shows whether a country is on a side of a mention: features of each country that may be on one.

Belongs here: evidence, of which what the rules say is the strongest. Does not belong here: the rules themselves (roles,
implicit, targets) or deciding on the evidence (side_trees, side_judge).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.events.actor import Actor
from pipeline.events.mention import Mention, Standing
from pipeline.events.scene import Scene
from pipeline.events.side_trees import SIDES
from pipeline.events.story import Word
from pipeline.events.trees import Value
from pipeline.events.trigger_features import stem

_RECENT = 4
_NEVER = 20
"""Stands for a distance, a rank or an age that there is none of."""
_SLOTS = (
    "subject",
    "object",
    "idafa",
    "second",
    "possessor",
    "agent",
    "to",
    "with",
    "on",
    "between",
    "in",
    "from",
    "by",
    "about",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a mention's sentence and sides show, by country."""

    named: dict[str, list[Actor]]
    """Actors of the sentence, the nearest to the trigger first."""
    filled: dict[str, dict[str, list[Actor]]]
    """Side → country → members that the rules put there."""
    slots: dict[tuple[int, int], str]
    order: list[Actor]
    """Actors of the sentence that have a country, as written."""

    @classmethod
    def of(cls, scene: Scene, mention: Mention) -> "Seen":
        """Look at a mention and its sentence."""
        i = mention.candidate.index
        named: dict[str, list[Actor]] = defaultdict(list)
        for actor in sorted(scene.actors, key=lambda a: (abs(a.first - i), a.first)):
            for country in actor.countries:
                named[country].append(actor)
        filled: dict[str, dict[str, list[Actor]]] = {}
        for side in SIDES:
            by_country: dict[str, list[Actor]] = defaultdict(list)
            for actor in members(mention, side):
                for country in actor.countries:
                    by_country[country].append(actor)
            filled[side] = dict(by_country)
        slots: dict[tuple[int, int], str] = {}
        for slot, actors in mention.sides.slots.items():
            for actor in actors:
                slots.setdefault((actor.first, actor.last), slot)
        order = sorted((a for a in scene.actors if a.countries), key=lambda a: (a.first, a.last))
        return cls(dict(named), filled, slots, order)


def members(mention: Mention, side: str) -> list[Actor]:
    """Who is on a side."""
    return mention.sides.actors if side == SIDES[0] else mention.sides.recipients


def countries(standing: Standing, mention: Mention) -> list[str]:
    """Countries that may be on a side: of the sentence's actors, of the rules' sides, home, place, and the last spoken of."""
    found = {c for a in standing.scene.actors for c in a.countries}
    found |= {c for a in (*mention.sides.actors, *mention.sides.recipients) for c in a.countries}
    found |= {*standing.recent[-_RECENT:], *standing.pair}
    found |= {c for c in (standing.scene.memory.home, mention.place_country) if c}
    return sorted(found)


def features(mentions: Sequence[Mention], n: int, title: frozenset[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    """(country, its features) for every country that may be on a side of a mention.

    Args:
        mentions: the story's mentions in order, each with the sides that the rules filled, and where it stands.
        n: which of them.
        title: countries that the story's title names.
    """
    mention = mentions[n]
    standing = mention.standing
    if standing is None:
        return
    seen = Seen.of(standing.scene, mention)
    found = countries(standing, mention)
    shared = {**_mention(standing.scene, mention, seen), "candidates": len(found)}
    for country in found:
        row = dict(shared)
        row.update(_country(standing, mention, seen, country, title))
        row.update(_named(standing.scene, mention, seen, country))
        for side in SIDES:
            row.update(_side(mentions, n, seen, side, country))
        yield country, row


def _mention(scene: Scene, mention: Mention, seen: Seen) -> dict[str, Value]:
    """What holds for all countries."""
    candidate, words, sides = mention.candidate, scene.words, mention.sides
    i, trigger = candidate.index, candidate.trigger
    head = words[i].head
    row: dict[str, Value] = {
        "type": mention.event_type, "frame": trigger.frame, "entry": trigger.key, "mode": str(mention.mode), "pos": candidate.form.pos,
        "tense": str(candidate.form.tense), "number": str(candidate.form.number), "construction": candidate.construction,
        "article": bool(candidate.split.article), "proclitic": str(candidate.split.preposition),
        "modality": mention.modality, "negated": mention.negated, "quoted": scene.quoted(i), "attributed": bool(mention.attribution),
        "placed": mention.place_country is not None, "sentence": min(mention.sentence.number, 6), "index": i, "words": len(words),
        "domestic": scene.memory.domestic, "named_countries": len(seen.named), "deprel": str(words[i].deprel),
        "head_deprel": str(words[head].deprel) if head is not None else "root",
        "before": stem(words[i - 1]) if i else "", "after": stem(words[i + 1]) if i + 1 < len(words) else "",
    }  # fmt: skip
    for side, actors in zip(SIDES, (sides.actors, sides.recipients), strict=True):
        row[f"{side}s"] = len(actors)
        row[f"{side}_countries"] = len(seen.filled[side])
        row[f"{side}_without_country"] = any(not a.countries for a in actors)
        row[f"{side}_rule"] = "+".join(rule for rule in sides.rules if rule[0] == side[0])
        row[f"{side}_sectors"] = "+".join(sorted({str(a.sector) for a in actors}))
        row[f"{side}_kinds"] = "+".join(sorted({a.kind for a in actors}))
    for slot in _SLOTS:
        if filling := sides.slots.get(slot):
            row[f"slot_{slot}"] = filling[0].kind
            row[f"slot_{slot}_sector"] = str(filling[0].sector)
    return row


def _country(standing: Standing, mention: Mention, seen: Seen, country: str, title: frozenset[str]) -> dict[str, Value]:
    """How the story stands to a country."""
    memory = standing.scene.memory
    ranked, recent = standing.ranked, standing.recent
    said = mention.attribution
    return {
        "home": country == memory.home,
        "title": country in title,
        "rank": ranked.index(country) if country in ranked else _NEVER,
        "recent": len(recent) - recent.index(country) if country in recent else _NEVER,
        "pair": country in standing.pair,
        "place": mention.place_country == country,
        "share": memory.countries.get(country, 0) / max(1, sum(memory.countries.values())),
        "named": len(seen.named.get(country, ())),
        "speaks": said is not None
        and any(a.text and (a.text in said or said in a.text) for a in seen.named.get(country, ())),
        "others": sum(c not in (country, memory.home) for c in seen.named),
    }


def _named(scene: Scene, mention: Mention, seen: Seen, country: str) -> dict[str, Value]:
    """Who of the country is named in the sentence, and where: the three nearest, and the nearest on either hand."""
    i, words = mention.candidate.index, scene.words
    left = [a for a in seen.order if a.first < i]
    right = [a for a in seen.order if a.first > i]
    row: dict[str, Value] = {}
    for n, actor in enumerate(seen.named.get(country, [])[:3]):
        low, high = min(actor.first, i), max(actor.last, i)
        inside = words[low + 1 : high]
        path, up, down = _path(words, i, actor.first)
        mine: dict[str, Value] = {
            "slot": seen.slots.get((actor.first, actor.last), "none"), "kind": actor.kind, "sector": str(actor.sector),
            "head": actor.head, "relation": actor.relation, "by": actor.resolution, "joined": actor.joined,
            "relative": actor.in_relative, "adjective": actor.adjectival, "codable": actor.codable, "scope": actor.scope,
            "explicit": actor.explicit, "quantified": actor.quantified, "away": actor.first - i, "first": actor.first,
            "clause": scene.finite_between(min(actor.first, i), max(actor.first, i)), "deprel": str(words[actor.first].deprel),
            "path": path, "up": up, "down": down, "before": stem(words[actor.first - 1]) if actor.first else "",
            "between": sum(country not in a.countries and low < a.first < high for a in seen.order),
            "marks": sum(w.is_mark for w in inside), "verbs": sum(w.index in scene.finite for w in inside),
            "triggers": sum(bool(w.info.triggers) for w in inside),
            "left": len(left) - left.index(actor) if actor in left else 0,
            "right": right.index(actor) + 1 if actor in right else 0,
        }  # fmt: skip
        row.update((f"{n}.{name}", value) for name, value in mine.items())
    before = [a for a in left if country in a.countries]
    behind = [a for a in right if country in a.countries]
    row["left"] = i - before[-1].first if before else _NEVER
    row["right"] = behind[0].first - i if behind else _NEVER
    row["left_relation"] = before[-1].relation if before else "none"
    row["right_relation"] = behind[0].relation if behind else "none"
    return row


def _path(words: list[Word], i: int, j: int) -> tuple[str, int, int]:
    """The way from the trigger to a word in the tree: steps up, and the relations down to it."""
    above, other = _upwards(words, i), _upwards(words, j)
    for up, word in enumerate(above):
        if word in other:
            down = other.index(word)
            relations = ((words[k].deprel or "-").split(":")[0] for k in reversed(other[:down]))
            return f"{up}^" + ">".join(relations), up, down
    return "none", _NEVER, _NEVER


def _upwards(words: list[Word], k: int) -> list[int]:
    way = [k]
    while (head := words[way[-1]].head) is not None and head not in way and len(way) < 7:
        way.append(head)
    return way


def _side(mentions: Sequence[Mention], n: int, seen: Seen, side: str, country: str) -> dict[str, Value]:
    """What the rules say of a country on one side, of this mention and of the story's others."""
    mention, earlier = mentions[n], mentions[:n]
    filled = seen.filled[side].get(country)
    row: dict[str, Value] = {f"in_{side}": filled is not None}
    if filled:
        actor = filled[0]
        row.update(
            {
                f"{side}_by": actor.resolution, f"{side}_kind": actor.kind, f"{side}_sector": str(actor.sector),
                f"{side}_scope": actor.scope, f"{side}_explicit": actor.explicit, f"{side}_named": actor.named,
                f"{side}_text": bool(actor.text),
            }
        )  # fmt: skip

    def on(m: Mention) -> bool:
        return any(country in a.countries for a in members(m, side))

    same = [m for m in earlier if m.event_type == mention.event_type]
    entry = [m for m in earlier if m.candidate.trigger.key == mention.candidate.trigger.key]
    here = [m for m in earlier if m.sentence is mention.sentence]
    later = [m for m in mentions[n + 1 :] if m.event_type == mention.event_type]
    for name, before in (("last", earlier), ("same", same), ("entry", entry), ("here", here)):
        row[f"{name}_{side}"] = str(on(before[-1])) if before else "none"
    for name, others in (("share", earlier), ("same_share", same), ("later_share", later)):
        row[f"{name}_{side}"] = sum(map(on, others)) / len(others) if others else -1.0
    return row
