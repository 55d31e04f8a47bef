"""What coding a story yields: mentions, and lexicon hits that were dropped.

Belongs here: the records that the steps of coding share. Does not belong here: any rule.
"""

from dataclasses import dataclass, field

from pipeline.events.actor import Actor
from pipeline.events.candidates import Candidate
from pipeline.events.dates import When
from pipeline.events.roles import Sides
from pipeline.events.scene import Scene
from pipeline.events.statements import Statement
from pipeline.events.story import Sentence


@dataclass(frozen=True, slots=True)
class Standing:
    """The sentence of a mention, and what the story had told before: memory goes on changing."""

    scene: Scene
    recent: tuple[str, ...]
    """Countries in order of their last mention, the latest last."""
    ranked: tuple[str, ...]
    """Countries by how often they were spoken of."""
    pair: tuple[str, ...]

    @classmethod
    def of(cls, scene: Scene) -> "Standing":
        """As it is now."""
        memory = scene.memory
        ranked = sorted(memory.countries.items(), key=lambda item: (-item[1], item[0]))
        return cls(scene, tuple(memory.recent), tuple(c for c, _ in ranked), memory.pair)


@dataclass(slots=True)
class Mention:
    """A coded trigger."""

    sentence: Sentence
    candidate: Candidate
    event_type: str
    mode: str | None
    sides: Sides
    place: Actor | None
    place_country: str | None
    when: When | None
    attribution: str | None
    modality: str
    negated: bool
    contexts: list[str]
    rule_id: str
    codable: bool
    probability: float | None = None
    """Of being an event, where evidence was weighed."""
    standing: Standing | None = None
    reasons: list[str] = field(default_factory=list)
    """What weighed most, as "feature +1.23"."""


@dataclass(slots=True)
class Rejection:
    """A lexicon hit that was not coded."""

    sentence: Sentence
    candidate: Candidate
    guard: str


@dataclass(slots=True)
class Coded:
    """What a story yields."""

    mentions: list[Mention]
    rejections: list[Rejection]
    statements: list[tuple[Sentence, Statement]]
    actors: list[Actor]
