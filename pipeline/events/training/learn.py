"""Learns the weights and trees of evidence from coded stories, and says what they are worth on others.

    python -m pipeline.events.training.learn --data ../shared/data [SET...] [--out FOLDER] [--check-only]

The table comes from leaving out an eighth of the sets after the other: rules alone against weighed evidence, on sets left
out.
Belongs here: examples and cross-validation. Does not belong here: features, regression or boosting themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from pipeline import schema
from pipeline.events import Lexicon, extract, load_lexicon
from pipeline.events.coder import Parts, code_story
from pipeline.events.judge import NO_TITLE, Judge, Title
from pipeline.events.learnt import write_trees, write_weights
from pipeline.events.lexicon import BUNDLED
from pipeline.events.mention import Coded, Mention
from pipeline.events.scene import Scene
from pipeline.events.side_features import features as side_features
from pipeline.events.side_judge import FILLED, LEFT
from pipeline.events.side_trees import SIDES, SideTrees
from pipeline.events.statements import Statement
from pipeline.events.story import Story
from pipeline.events.training.boosting import Example as SideExample
from pipeline.events.training.boosting import grow_sides
from pipeline.events.training.coded import coded_sets, read_coded, recover
from pipeline.events.training.corpus import annotated, coded_frames
from pipeline.events.training.regression import Example, fit, shifted
from pipeline.events.training.values import CodedError, CodedEvent, CodedSide, CodedStory
from pipeline.events.trees import Row
from pipeline.events.trigger_features import features as trigger_features
from pipeline.events.weights import SURE, Weights
from pipeline.settings import EventSettings

TEST_SETS = ("C", "D", "Y", "YB")
"""Coded twice and never learnt from: for figures on stories that nobody who writes rules has seen."""
TRIGGER_PENALTY = 4.0
"""Quadratic penalty; F by cross-validation over sets is flat from half to twice as much."""
_PASSED, _FIRED = 0.35, 0.6
"""Probabilities that suffice for a hit that no guard rejects, and for one that a guard does: rules are right more often
than their weight alone says on stories unlike the coded ones, so that they are overruled by clear evidence only."""
FOLDS = 8
"""Parts that the sets are divided into for the cross-validation."""


@dataclass(slots=True)
class Hit:
    """A lexicon hit in a coded story."""

    features: list[str]
    guard: str | None
    answer: bool | None
    """Whether coders made it an event of this type; None where they left it open."""
    readings: tuple[frozenset[tuple[str, str]], ...] = ()
    """What the coders have as (side, country), where the hit is their event."""
    sides: list[tuple[str, Row]] = field(default_factory=list)
    """Countries that may be on a side, with their evidence."""
    filled: frozenset[tuple[str, str]] = frozenset()
    """What the rules have."""


@dataclass(frozen=True, slots=True)
class Listener(Judge):
    """Decides as the rules or the coders do, and writes down every hit with its evidence and the coders' answer."""

    weighs: bool = True
    story: CodedStory | None = None
    title: Title = NO_TITLE
    hits: list[Hit] = field(default_factory=list)
    taken: list[tuple[Mention, Hit]] = field(default_factory=list)
    """Mentions that are the coders' events, with their hits."""

    def accepts(
        self,
        scene: Scene,
        mention: Mention,
        guard: str | None,
        statements: Sequence[Statement],
        earlier: Sequence[Mention],
    ) -> bool:
        """What the guards or the coders say: sides are learnt of all that coders have."""
        assert self.story is not None
        start, end = mention.candidate.start, mention.candidate.end
        here = [e for e in self.story.events if _overlaps(e, start, end)]
        same = [e for e in here if mention.event_type in (e.type, *e.alt_types)]
        answer: bool | None = bool(same)
        if not here and any(_overlaps(e, start, end) for e in self.story.optional_events):
            answer = None
        names = list(trigger_features(scene, mention, guard, statements, earlier, self.title.stems))
        hit = Hit(names, guard, answer)
        self.hits.append(hit)
        if same:
            hit.readings = tuple(_readings(same[0]))
            self.taken.append((mention, hit))
            mention.probability = 1.0  # the reading that coders chose goes before others of the same word
        return guard is None or bool(same)

    def settle(self, mentions: Sequence[Mention]) -> None:
        """Write down who may be on which side."""
        for n, mention in enumerate(mentions):
            for taken, hit in self.taken:
                if taken is mention:
                    hit.sides = list(side_features(mentions, n, self.title.countries))
                    hit.filled = _filled(mention)


def _overlaps(event: CodedEvent, start: int, end: int) -> bool:
    return event.trigger_span[0] < end and start < event.trigger_span[1]


def _readings(event: CodedEvent) -> Iterator[frozenset[tuple[str, str]]]:
    """(side, country) of the coders' readings."""
    yield _countries(event.actors, event.recipients)
    if event.alt_sides is not None:
        yield _countries(event.alt_sides.actors, event.alt_sides.recipients)


def _countries(*sides: Sequence[CodedSide]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (name, m.country) for name, members in zip(SIDES, sides, strict=True) for m in members if m.country
    )


def _filled(mention: Mention) -> frozenset[tuple[str, str]]:
    sides = zip(SIDES, (mention.sides.actors, mention.sides.recipients), strict=True)
    return frozenset((side, c) for side, members in sides for a in members for c in a.countries)


def listen(coded: Sequence[CodedStory], lexicon: Lexicon, tokens: pl.DataFrame | None = None) -> list[Hit]:
    """Every lexicon hit in coded stories, in order.

    Args:
        coded: the stories.
        lexicon: whose weights, if it has any, play no part.
        tokens: TOKENS of the stories; annotated by the bundled models when None.
    """
    by_file = {f"{story.key}.txt": story for story in coded}
    files, stories, sentences = coded_frames(coded)
    names = dict(stories.join(files, on="file_id").select("story_id", "path").iter_rows())
    if tokens is None:
        tokens = annotated(stories, sentences, lexicon, "bundled")
    hits: list[Hit] = []

    def coder(story: Story, lexicon: Lexicon) -> Coded:
        judge = Listener(story=by_file[names[story.story_id]], title=Title.of(story, lexicon), hits=hits)
        return code_story(story, lexicon, Parts(weights=False), judge)

    extract(stories, schema.STORY_LINES.empty(), sentences, tokens, lexicon, EventSettings(), coder=coder)
    return hits


def learn(parts: Sequence[Sequence[Hit]]) -> tuple[Weights, SideTrees]:
    """Weights for hits and trees for sides, from the hits of each set."""
    known: list[Example] = [(h.features, h.answer) for part in parts for h in part if h.answer is not None]
    triggers = shifted(fit(known, TRIGGER_PENALTY), "bias", _FIRED)
    triggers = shifted(shifted(triggers, "guard=None", 1 - _FIRED), "guard=None", _PASSED)
    return triggers, grow_sides([[_sided(h) for h in part if h.sides] for part in parts])


def _sided(hit: Hit) -> SideExample:
    # where two coders differ, the reading nearer to the rules'
    reading = min(hit.readings, key=lambda r: len(r ^ hit.filled))
    rows = [row for _, row in hit.sides]
    return rows, [frozenset(side for side in SIDES if (side, country) in reading) for country, _ in hit.sides]


def run(
    data: Annotated[Path, typer.Option(help="Folder of the corpora that the coded stories come from.", exists=True)],
    sets: Annotated[
        list[str] | None, typer.Argument(help="Coded sets; all but the test sets when none is named.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Lexicon folder that the weights are written to.")] = BUNDLED,
    check_only: Annotated[bool, typer.Option(help="Cross-validate; write nothing.")] = False,
    learn_only: Annotated[bool, typer.Option(help="Write without the cross-validation, which takes minutes.")] = False,
) -> None:
    """Learn the weights of evidence from coded stories, after a cross-validation over their sets."""
    lexicon = load_lexicon()
    hits: dict[str, list[Hit]] = {}
    wanted = sets or [s for s in coded_sets() if s not in TEST_SETS]
    try:
        records = {name: read_coded(name) for name in wanted}
        texts = {story.key: story for story in recover(chain.from_iterable(records.values()), data)}
    except CodedError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    for name, stories in records.items():
        hits[name] = listen([texts[s.key] for s in stories], lexicon)
        typer.echo(f"set {name}: {len(stories)} stories, {len(hits[name])} hits", err=True)
    if not learn_only:
        for line in table(hits):
            typer.echo(line)
    if not check_only:
        triggers, sides = learn(list(hits.values()))
        write_weights(triggers, out)
        write_trees(sides, out)
        trees = sum(len(f.trees) for forests in (sides.first, sides.second) for f in forests.values())
        typer.echo(f"{len(triggers.values)} weights of hits and {trees} trees of sides in {out}")


def table(hits: dict[str, list[Hit]]) -> Iterator[str]:
    """Lines of the cross-validation: each set by weights that were learnt from all the others."""
    yield f"{'left out':12}{'hits':>6}{'events':>8}   {'P, R, F of hits by rules':28}{'by weights':24}{'sides right by rules':>22}{'by weights':>12}"
    total = [0] * 9
    if len(hits) < 2:
        yield "one set cannot be left out of one"
        return
    rows: dict[str, list[int]] = {}
    for n in range(min(FOLDS, len(hits))):
        fold = list(hits)[n::FOLDS]
        triggers, sides = learn([part for name, part in hits.items() if name not in fold])
        rows |= {name: _figures(hits[name], triggers, sides) for name in fold}
    for name in hits:
        total = [a + b for a, b in zip(total, rows[name], strict=True)]
        yield _line(name, rows[name])
    yield _line("all", total)


def _figures(part: Sequence[Hit], triggers: Weights, sides: SideTrees) -> list[int]:
    known = [h for h in part if h.answer is not None]
    by_rule = [h for h in known if h.guard is None]
    by_weight = [h for h in known if triggers.probability(h.features) >= SURE]
    sided = [h for h in known if h.answer and h.sides]
    found = sides.probabilities([[row for _, row in h.sides] for h in sided])
    weighed = sum(_weighed(h, p) in h.readings for h, p in zip(sided, found, strict=True))
    return [
        len(known), sum(bool(h.answer) for h in known), len(by_rule), sum(bool(h.answer) for h in by_rule), len(by_weight),
        sum(bool(h.answer) for h in by_weight), sum(h.filled in h.readings for h in sided), weighed, len(sided),
    ]  # fmt: skip


def _weighed(hit: Hit, probabilities: Sequence[dict[str, float]]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (side, country)
        for (country, _), on in zip(hit.sides, probabilities, strict=True)
        for side in SIDES
        if on[side] >= (FILLED if (side, country) in hit.filled else LEFT)
    )


def _line(name: str, row: Sequence[int]) -> str:
    def figures(coded: int, right: int) -> str:
        p, r = right / max(1, coded), right / max(1, row[1])
        return f"{p:.3f} {r:.3f} {2 * p * r / max(1e-9, p + r):.3f}"

    shares = (f"{row[i] / max(1, row[8]):.3f}" for i in (6, 7))
    return f"{name:12}{row[0]:6}{row[1]:8}   {figures(row[2], row[3]):28}{figures(row[4], row[5]):24}{next(shares):>22}{next(shares):>12}"


if __name__ == "__main__":
    typer.run(run)
