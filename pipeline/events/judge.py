"""The last word on a lexicon hit: whether it is an event, and which countries stand on its sides.

Belongs here: deciding by guards alone or, where the lexicon has weights, by weighed evidence of which the guards are a part.
Does not belong here: the evidence (trigger_features, side_features), its sum (weights) or sides (side_judge).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.events.lexicon import Lexicon
from pipeline.events.mention import Mention
from pipeline.events.scene import Scene
from pipeline.events.side_judge import settle_sides
from pipeline.events.statements import Statement
from pipeline.events.story import Story, words_of
from pipeline.events.trigger_features import features, stem
from pipeline.events.weights import SURE

UNLIKELY = "unlikely"
"""The guard of a hit that no guard rejects but the weighed evidence does."""
VETOES = frozenset(
    {
        "sport",
        "weather",
        "title_of_work",
        "part_of_name",
        "comparison",
        "covered_by_another_trigger",
        "bar_culture",
        "bar_sport",
    }
)
"""Guards that no evidence outweighs: the word is no report of a deed at all."""
OVERRULED = "over"
"""Marks in a rule_id the guard that the evidence outweighed."""


@dataclass(frozen=True, slots=True)
class Title:
    """What a story's title tells: the stems of its words and the countries it names."""

    stems: frozenset[str]
    countries: frozenset[str]

    @classmethod
    def of(cls, story: Story, lexicon: Lexicon) -> "Title":
        """Read a story's title; no title tells nothing."""
        words = words_of(story.title or "", 0, lexicon)
        named = {w.info.nisba[0] for w in words if w.info.nisba}
        for word in words:
            for _, key in word.info.names:
                named |= {e.country for parts, e in lexicon.names[key] if len(parts) == 1 and e.country}
        return cls(frozenset(stem(w) for w in words), frozenset(named))


NO_TITLE = Title(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Judge:
    """Guards alone: a hit is an event when none fires."""

    weighs: bool = False
    """Wants every hit coded, also where a guard fires before its sides are known."""

    def accepts(
        self,
        scene: Scene,
        mention: Mention,
        guard: str | None,
        statements: Sequence[Statement],
        earlier: Sequence[Mention],
    ) -> bool:
        """Whether the hit, coded as if it were an event, is one; sets its probability where that is known."""
        return guard is None

    def settle(self, mentions: Sequence[Mention]) -> None:
        """Correct the sides of a story's mentions."""


@dataclass(frozen=True, slots=True)
class WeighingJudge(Judge):
    """Weighs the evidence, the guards among it."""

    lexicon: Lexicon | None = None
    title: Title = NO_TITLE
    weighs: bool = True

    def accepts(
        self,
        scene: Scene,
        mention: Mention,
        guard: str | None,
        statements: Sequence[Statement],
        earlier: Sequence[Mention],
    ) -> bool:
        """Whether the evidence makes the hit an event."""
        assert self.lexicon is not None and self.lexicon.trigger_weights is not None
        if guard in VETOES or not (mention.sides.actors or mention.sides.recipients):
            return False
        weights = self.lexicon.trigger_weights
        names = list(features(scene, mention, guard, statements, earlier, self.title.stems))
        probability = weights.probability(names)
        mention.probability = round(probability, 3)
        mention.reasons = weights.strongest(names)
        if guard is not None:
            mention.rule_id += f"+{OVERRULED}:{guard}"
        return probability >= SURE

    def settle(self, mentions: Sequence[Mention]) -> None:
        """Put countries on the sides that the evidence sees them on."""
        assert self.lexicon is not None
        if self.lexicon.side_trees is not None:
            settle_sides(mentions, self.title.countries, self.lexicon.side_trees)


def judge_for(story: Story, lexicon: Lexicon) -> Judge:
    """Who decides about a story's hits: the weights where the lexicon has them, else the guards."""
    if lexicon.trigger_weights is None:
        return Judge()
    return WeighingJudge(lexicon=lexicon, title=Title.of(story, lexicon))
