"""What is known of a mention of somebody, and the memory of who was spoken of before in a story.

Belongs here: the two structures that the rules of actors share. Does not belong here: any rule.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

FIXED_KINDS = frozenset({"country", "metonym", "city", "organisation", "person", "nisba_phrase"})
PLACE_KINDS = frozenset({"country", "metonym", "city"})


@dataclass(slots=True)
class Actor:
    """A mention of somebody, or of a place that stands for somebody."""

    first: int
    last: int
    """Word indices, both inside."""
    start: int
    end: int
    text: str
    kind: str
    """person, body, group, crowd, people, country, metonym, city, organisation or nisba."""
    countries: list[str]
    sector: str | None
    other_sectors: tuple[str, ...]
    scope: str
    codable: bool
    gender: str
    number: str
    resolution: str
    relation: str = ""
    """The preposition's relation (see story.PREPOSITIONS); empty when the mention is bare."""
    relation_at: int = -1
    """Index of the word that carries it."""
    joined: bool = False
    """Coordinated with the mention before it."""
    joined_to: "Actor | None" = None
    """The group it is named as a member of («من بينهم»), when that is not the mention before."""
    quantified: bool = False
    """After a word of quantity («عشرات»)."""
    adjectival: bool = False
    """A nationality that is only an adjective of the noun before."""
    regional: bool = False
    """Of a region or of the world («الوفود الإفريقية»): no country of its own."""
    head: str = ""
    entry: str = ""
    """The gazetteer's entry as it is written there."""
    name: str | None = None
    """Canonical name when a person or body of the gazetteer."""
    pronoun: str = ""
    sentence: int = 0
    named: bool = False
    in_relative: bool = False
    counterpart: bool = False
    dual: bool = False
    explicit: bool = False
    """The country stands in the mention's own words."""
    definite: bool = False
    taken_up: bool = False
    """Said to be the one spoken of («الهيئة المذكورة»، «المنظمة ذاتها»)."""
    core: frozenset[int] = frozenset()
    """Words that are the name itself: gazetteer entry or run of names."""
    core_last: int = -1
    """Last word of the gazetteer entry inside the mention."""
    attached: str | None = None
    """Country of a place that the mention's words add under بـ."""

    @property
    def country(self) -> str | None:
        """The (first) country."""
        return self.countries[0] if self.countries else None

    @property
    def is_place(self) -> bool:
        """Names a place."""
        return self.kind in PLACE_KINDS


_PAPERS = frozenset("بيان بلاغ مصدر مصادر تقرير وثيقة رسالة مراسلة مذكرة عريضة نداء".split())


def is_paper(actor: Actor) -> bool:
    """A statement or letter, or an unnamed source, that speaks for whoever issued it."""
    return actor.head in _PAPERS and not actor.codable and not actor.countries


@dataclass(slots=True)
class Memory:
    """Who was spoken of so far in a story."""

    home: str | None
    domestic: bool = True
    """The story's home is its source's own country, as far as a source is known."""
    sport: bool = False
    """The story is about sport, where blows, defeats and protests are part of the game."""
    weather: bool = False
    """The story is about the weather, where blows and warnings are the sky's."""
    names: dict[str, Actor] = field(default_factory=dict)
    """Folded last name → the mention that introduced it."""
    heads: dict[str, Actor] = field(default_factory=dict)
    """Definite head noun → its last mention that had a country."""
    subjects: list[Actor] = field(default_factory=list)
    speaker: Actor | None = None
    force: Actor | None = None
    """The last army or troops whose country was told."""
    offices: dict[str, list[str]] = field(default_factory=dict)
    """Sector → countries of its bodies and offices as the words told them, the latest last."""
    countries: Counter[str] = field(default_factory=Counter)
    recent: list[str] = field(default_factory=list)
    """Countries of political actors in order of last mention, the latest last."""
    places: list[str] = field(default_factory=list)
    pair: tuple[str, ...] = ()
    """The two countries of the last talks or deal."""
    suspect: Actor | None = None
    """Who was arrested last."""

    def note(self, actor: Actor) -> None:
        """Remember a mention."""
        if actor.country and not (actor.kind == "organisation" and actor.sector == "MED"):
            self.countries[actor.country] += 1
            if actor.country in self.recent:
                self.recent.remove(actor.country)
            self.recent.append(actor.country)
            if actor.sector is not None and actor.explicit and actor.kind in ("body", "person"):
                self.offices.setdefault(actor.sector, []).append(actor.country)
            if actor.sector == "MIL" and actor.explicit:
                self.force = actor
            if actor.head and (actor.explicit or actor.named):
                self.heads[actor.head] = actor


def implied(country: str | None, sector: str, resolution: str) -> Actor:
    """A side that nobody names: known from the context only."""
    return Actor(
        first=-1, last=-1, start=-1, end=-1, text="", kind="body", countries=[country] if country else [], sector=sector, other_sectors=(),
        scope="none", codable=True, gender="", number="s", resolution=resolution,
    )  # fmt: skip


def from_context(actor: Actor) -> Actor:
    """The same actor, taken over from an earlier mention."""
    return replace(
        actor, resolution="description" if actor.resolution not in ("pronoun", "dropped_subject") else actor.resolution
    )
