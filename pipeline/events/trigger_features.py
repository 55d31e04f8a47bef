"""What speaks for and against a lexicon hit being an event: the features that the trigger classifier weighs.

Belongs here: turning a hit, its words, sides and guards into named features. Does not belong here: their weights
(lexicon/trigger_weights.csv) or how those were learnt (training).
"""

from collections.abc import Iterator, Sequence

from pipeline.events.candidates import Candidate
from pipeline.events.mention import Mention
from pipeline.events.parties import political
from pipeline.events.scene import Scene
from pipeline.events.statements import Statement
from pipeline.events.story import Word


def features(
    scene: Scene,
    mention: Mention,
    guard: str | None,
    statements: Sequence[Statement],
    earlier: Sequence[Mention],
    title: frozenset[str],
) -> Iterator[str]:
    """Names of the features that hold for a hit.

    Args:
        scene: the sentence.
        mention: the hit, coded as if it were an event.
        guard: the first guard that fires, or None.
        statements: reported speech of the sentence.
        earlier: mentions of the story accepted before.
        title: stems of the story's title.
    """
    candidate = mention.candidate
    trigger, words, i = candidate.trigger, scene.words, candidate.index
    kind = trigger.event_type
    pos = candidate.form.pos
    yield "bias"
    yield f"type={kind}"
    yield f"type={kind}|{candidate.construction}"
    yield f"entry={trigger.key}"
    yield f"entry={trigger.key}|{pos}"
    yield f"frame={trigger.frame}"
    yield f"kind={trigger.kind}|{pos}"
    yield f"guard={guard}"
    if guard is not None:
        yield f"guarded|{kind}"
        yield f"guard={guard}|{kind}|{pos}"
    yield f"form={pos}|{candidate.form.tense}|{candidate.form.number}"
    if candidate.split.article:
        yield "article"
        yield f"article|{kind}"
    if candidate.split.pronoun:
        yield "pronoun"
        yield f"pronoun|{kind}|{pos}"
    if candidate.split.preposition:
        yield f"proclitic={candidate.split.preposition}"
    if candidate.split.conjunction:
        yield "conjunction"
    yield from _neighbours(scene, candidate)
    yield from _sides(mention, kind, pos)
    yield from _context(scene, mention, statements, earlier, title)
    for name in sorted({c for w in words[max(0, i - 4) : i + 9] for c in w.info.classes}):
        yield f"near={name}"
        yield f"near={name}|{kind}"
    for k, word in enumerate(words[max(0, i - 2) : i], -min(2, i)):
        yield f"word{k}={stem(word)}"
    for k, word in enumerate(words[i + 1 : i + 4], 1):
        yield f"word+={stem(word)}" if k > 1 else f"word{k}={stem(word)}"


def stem(word: Word) -> str:
    """A word without its clitics; marks and numbers by kind."""
    if word.is_mark:
        return "،" if word.text in "،," else "mark"
    if any("0" <= c <= "9" for c in word.text):
        return "number"
    return word.info.splits[-1].stem if word.info.splits and word.preposition is None else word.info.folded


def _neighbours(scene: Scene, candidate: Candidate) -> Iterator[str]:
    words, i = scene.words, candidate.index
    for name, k in (("before", i - 1), ("after", i + 1)):
        if not 0 <= k < len(words):
            yield f"{name}=edge"
            continue
        word = words[k]
        actor = scene.actor_at(k)
        yield f"{name}={word.upos or 'none'}"
        if word.preposition is not None:
            yield f"{name}=prep:{word.bare}"
        if actor is not None:
            yield f"{name}=actor:{actor.kind}"
            yield f"{name}=sector:{actor.sector}"
        if k in scene.finite:
            yield f"{name}=finite"
        if word.info.triggers:
            yield f"{name}=trigger"
    own = words[i]
    yield f"deprel={own.deprel}|{candidate.form.pos}"
    if own.head is not None:
        head = words[own.head]
        yield f"head={head.upos}"
        yield f"head_stem={stem(head)}"
    else:
        yield "head=root"


def _sides(mention: Mention, kind: str, pos: str) -> Iterator[str]:
    for name, members in (("actor", mention.sides.actors), ("recipient", mention.sides.recipients)):
        countries = {c for a in members for c in a.countries}
        yield f"{name}s={min(len(members), 2)}|{kind}"
        yield f"{name}_countries={min(len(countries), 2)}|{pos}"
        for sector in sorted({str(a.sector) for a in members}):
            yield f"{name}_sector={sector}"
            yield f"{name}_sector={sector}|{kind}"
        for how in sorted({a.resolution for a in members}):
            yield f"{name}_by={how}"
        for what in sorted({a.kind for a in members}):
            yield f"{name}_kind={what}"
        yield f"{name}_political={any(political(a) for a in members)}|{kind}"
    for rule in mention.sides.rules:
        yield f"rule={rule}"
        yield f"rule={rule}|{kind}"
    if not mention.sides.rules:
        yield f"rule=none|{kind}"
    yield f"codable={mention.codable}"


def _context(
    scene: Scene, mention: Mention, statements: Sequence[Statement], earlier: Sequence[Mention], title: frozenset[str]
) -> Iterator[str]:
    candidate, kind = mention.candidate, mention.candidate.trigger.event_type
    i = candidate.index
    inside = [s for s in statements if s.first <= i <= s.last and s.cue != i]
    yield f"speech={inside[-1].style if inside else 'none'}"
    yield f"speech={bool(inside)}|{kind}"
    yield f"quoted={scene.quoted(i)}"
    yield f"modality={mention.modality}"
    yield f"modality={mention.modality}|{kind}"
    if mention.negated:
        yield "negated"
        yield f"negated|{kind}"
    yield f"dated={mention.when is not None}"
    yield f"placed={mention.place is not None}"
    yield f"dated={mention.when is not None}|{kind}"
    number = scene.sentence.number
    yield f"sentence={number if number < 3 else '3+'}"
    yield f"position={min(i // 6, 6)}"
    yield f"length={min(len(scene.words) // 15, 5)}"
    here = [m for m in earlier if m.sentence is scene.sentence]
    yield f"before_here={min(len(here), 3)}"
    if any(m.event_type == mention.event_type for m in here):
        yield "same_type_here"
        yield f"same_type_here|{kind}"
    if any(m.candidate.trigger.frame in ("ASK", "MENACE", "PLEDGE", "CONSENT", "REFUSE") for m in here):
        yield "after_speech_act"
    same = [m for m in earlier if m.sentence is not scene.sentence and m.event_type == mention.event_type]
    yield f"same_type_story={min(len(same), 2)}"
    if any(m.candidate.trigger.key == candidate.trigger.key for m in earlier):
        yield "same_entry_story"
    if candidate.split.stem in title or candidate.trigger.key.split(".", 1)[1] in title:
        yield "in_title"
        yield f"in_title|{kind}"
    yield f"home={'none' if scene.memory.home is None else scene.memory.domestic}"
    yield f"construction={candidate.construction}|{bool(candidate.split.article)}"
    if candidate.light is not None:
        yield f"light={stem(scene.words[candidate.light])}"
