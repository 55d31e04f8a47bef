"""Codes one story: walks its sentences in order and turns lexicon hits into mentions, with reasons for those it drops.

Belongs here: the order of work inside a story, implicit sides that need earlier mentions, defaults by type. Does not belong
here: table rows (extract) and each rule's own logic (actors, candidates, guards, roles, attributes).
"""

from dataclasses import dataclass

from pipeline.events.actor import Actor, Memory, implied
from pipeline.events.actors import find_actors
from pipeline.events.attributes import contexts, modality, pick_date, pick_place
from pipeline.events.candidates import Candidate, find_candidates
from pipeline.events.dates import find_dates
from pipeline.events.guards import after_sides, before_sides
from pipeline.events.implicit import defaults, gathered, inherit, second_pass, speakers_talks, spoken_by, two_countries
from pipeline.events.judge import UNLIKELY, Judge, judge_for
from pipeline.events.lexicon import Lexicon
from pipeline.events.mention import Coded, Mention, Rejection, Standing
from pipeline.events.neighbours import near
from pipeline.events.ontology import FUTURE_AS_AGREE
from pipeline.events.parties import political
from pipeline.events.roles import Sides, adjust, assign, fill_slots, name_parties
from pipeline.events.scene import Scene
from pipeline.events.statements import Statement, attribution, find_statements
from pipeline.events.story import Sentence, Story


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts of the coder work; all of them, except where the bench takes one away to see what it is worth."""

    guards: bool = True
    implicit: bool = True
    """Sides that no slot fills: earlier mentions, defaults by type, hosts, pairs."""
    weights: bool = True
    """Weighed evidence instead of guards and rules alone, where the lexicon has weights."""


ALL_PARTS = Parts()


def _is_about(story: Story, subject: str, part: int) -> bool:
    """One sentence in `part` and at least six words speak of the subject, a word class."""
    counts = [sum(subject in w.info.classes for w in s.words) for s in story.sentences]
    return sum(counts) >= 6 and part * sum(n > 0 for n in counts) >= len(counts)


def code_story(story: Story, lexicon: Lexicon, parts: Parts = ALL_PARTS, judge: Judge | None = None) -> Coded:
    """Code every mention of a story; `judge` has the last word on each hit (default: as `parts` and the lexicon say)."""
    if judge is None:
        judge = judge_for(story, lexicon) if parts.weights and parts.guards else Judge()
    memory = Memory(
        story.home,
        domestic=story.domestic,
        sport=_is_about(story, "SPORT", 2),
        weather=_is_about(story, "WEATHER", 4),
    )
    year = story.published.year if story.published else None
    mentions: list[Mention] = []
    rejections: list[Rejection] = []
    statements: list[tuple[Sentence, Statement]] = []
    actors: list[Actor] = []
    open_quote: Statement | None = None
    visits: dict[frozenset[str], tuple[str, str]] = {}
    paragraph: int | None = None
    for sentence in story.sentences:
        if sentence.paragraph != paragraph:
            open_quote, paragraph = None if open_quote is None else open_quote, sentence.paragraph
        found = find_actors(sentence, lexicon, memory, year)
        for actor in found:
            actor.text = story.raw_text[actor.start : actor.end]
        actors.extend(found)
        scene = Scene(sentence, found, find_dates(sentence, story.published), memory, lexicon)
        said, open_quote = find_statements(scene, open_quote)
        statements.extend((sentence, s) for s in said)
        coded, dropped = _code_sentence(scene, said, mentions, visits, parts, judge)
        mentions.extend(coded)
        rejections.extend(dropped)
        _remember(scene, coded, visits)
    if parts.implicit:
        soil = {a.country for a in actors if a.kind in ("city", "metonym") and a.relation in ("in", "by") and a.country}
        second_pass(mentions, visits, soil)
    judge.settle(mentions)
    return Coded(mentions, rejections, statements, actors)


def _code_sentence(
    scene: Scene,
    said: list[Statement],
    earlier: list[Mention],
    visits: dict[frozenset[str], tuple[str, str]],
    parts: Parts,
    judge: Judge,
) -> tuple[list[Mention], list[Rejection]]:
    mentions: list[Mention] = []
    rejections: list[Rejection] = []
    for readings in find_candidates(scene, scene.lexicon):
        readings.sort(key=lambda c: "court" not in c.trigger.needs)
        refused: dict[str, Rejection] = {}
        accepted: list[Mention] = []
        for candidate in readings:
            guard = (
                before_sides(
                    scene,
                    candidate,
                    [m.candidate for m in mentions],
                    [(r.candidate, r.guard) for r in rejections],
                )
                if parts.guards
                else None
            )
            if guard is None or judge.weighs:
                before = [*earlier, *mentions]
                mention, later = _code(scene, candidate, said, before, visits, parts)
                guard = guard or later
                if judge.accepts(scene, mention, guard, said, before):
                    accepted.append(mention)
                    if not judge.weighs:
                        break
                    continue
                guard = guard or UNLIKELY
            refused.setdefault(candidate.trigger.event_type, Rejection(scene.sentence, candidate, guard))
        if accepted:
            best = max(accepted, key=lambda m: m.probability or 0.0)
            best.standing = Standing.of(scene)
            mentions.append(best)
            continue
        rejections.extend(refused.values())
    taken = {m.candidate.light for m in mentions if m.candidate.light is not None}
    kept: list[Mention] = []
    for mention in mentions:
        if mention.candidate.index in taken and mention.candidate.form.pos == "V":
            rejections.append(Rejection(scene.sentence, mention.candidate, "light_verb"))
        else:
            kept.append(mention)
    return kept, rejections


def _code(
    scene: Scene,
    candidate: Candidate,
    said: list[Statement],
    earlier: list[Mention],
    visits: dict[frozenset[str], tuple[str, str]],
    parts: Parts,
) -> tuple[Mention, str | None]:
    trigger = candidate.trigger
    frame = scene.lexicon.frames[trigger.frame]
    slots = fill_slots(scene, candidate)
    sides = assign(scene, candidate, frame, slots)
    if frame.rule == "speech":
        spoken_by(candidate, sides)
    place = pick_place(scene, candidate)
    place_country = place.country if place is not None else None
    inherited = parts.implicit and inherit(scene, candidate, sides, earlier)
    if (
        parts.implicit
        and not inherited
        and frame.rule == "mutual"
        and candidate.is_noun
        and trigger.event_type in ("CONSULT", "COOPERATE", "SUPPORT", "AGREE")
        and len({c for a in sides.actors for c in a.countries}) < 2
    ):
        name_parties(scene, candidate, sides)
        pair = scene.memory.pair or two_countries(scene)
        if trigger.frame == "SIGN" and not sides.actors and pair:
            sides.actors = [implied(c, "GOV", "description") for c in pair]
            sides.rules.append("a:story_pair")
    if parts.implicit and trigger.event_type == "CONSULT" and frame.rule == "mutual" and "call" not in trigger.needs:
        speakers_talks(scene, sides)
    if parts.implicit and trigger.event_type == "CONSULT" and trigger.frame == "RECIP" and "two" not in trigger.needs:
        gathered(scene, candidate, sides)
    if parts.implicit:
        adjust(scene, candidate, sides, frame, visits, place_country)
        defaults(scene, candidate, sides, place_country, earlier)
    guard: str | None = None
    if parts.guards:
        guard = after_sides(scene, candidate, sides)
        if inherited and guard in _INHERITED:
            guard = None
        guard = guard or _domestic(candidate, sides, place_country, scene)
    if (
        parts.guards
        and trigger.event_type in ("ASSAULT", "COERCE")
        and candidate.is_noun
        and _is_bare(scene, candidate, sides, place)
    ):
        guard = guard or "bare_label"
    state, negated = modality(scene, candidate)
    earlier_here = next(
        (
            m
            for m in reversed(earlier)
            if m.sentence is scene.sentence and m.event_type == trigger.event_type and m.when
        ),
        None,
    )
    when = pick_date(
        scene, candidate, {m.candidate.index: m.when for m in earlier if m.sentence is scene.sentence and m.when}
    )
    if (
        when is None
        and earlier_here is not None
        and candidate.form.pos == "V"
        and {a.start for a in sides.actors} & {a.start for a in earlier_here.sides.actors}
    ):
        when = earlier_here.when
    if (
        state == "asserted"
        and when is not None
        and when.tense == "future"
        and candidate.form.tense != "perfect"
        and candidate.form.pos != "P"
    ):
        state = "future"
    event_type = trigger.event_type
    if (
        trigger.mode == "arrest"
        and not any(a.kind != "country" for a in sides.recipients)
        and near(scene, candidate.index, ("DRUGS", "GOODS", "MONEY", "WEAPON"), 4)
    ):
        sides.mode, sides.recipients = "seize", []
    mode = sides.mode or trigger.mode or _mode(scene, candidate, sides)
    if negated and trigger.frame == "CONSENT":
        event_type, negated, state = "REJECT", False, "hypothetical" if _conditional(scene, candidate) else "asserted"
    elif negated and event_type in ("REJECT", "SUPPORT", "ACCUSE", "THREATEN") and candidate.form.pos == "V":
        guard = guard or "negated_speech"
    if state == "future" and event_type in FUTURE_AS_AGREE and not negated:
        event_type, mode = "AGREE", None
    speaker = attribution(scene, candidate, said, sides, state)
    rule = f"{trigger.key}/{trigger.frame}/{'+'.join(sides.rules) or 'none'}"
    return (
        Mention(
            scene.sentence, candidate, event_type, mode, sides, place, place_country, when, speaker, state, negated,
            contexts(scene, candidate, sides), rule,
            trigger.event_type == "PROTEST" or any(political(a) for a in (*sides.actors, *sides.recipients)),
        ),
        guard,
    )  # fmt: skip


_INHERITED = frozenset(
    "needs_actor needs_speaker needs_political_actor needs_official needs_recipient needs_two_sides needs_partner needs_person needs_harm needs_captive".split()
)
"""Guards that an earlier mention with sides has already passed."""


def _is_bare(scene: Scene, candidate: Candidate, sides: Sides, place: Actor | None) -> bool:
    """An action noun with neither agent, target, place nor day: a label («سياسة القتل»), not a report."""
    if candidate.light is not None or place is not None or pick_date(scene, candidate) is not None:
        return False
    if candidate.trigger.must_be_near or near(scene, candidate.index, ("GOODS", "DRUGS", "WEAPON", "PREMISES"), 3):
        return False
    if (
        any(sides.slots.get(slot) for slot in ("subject", "object", "idafa", "possessor", "agent", "on", "second"))
        or candidate.trigger.kind == "phrase"
    ):
        return False
    following = scene.words[candidate.index + 1 : candidate.index + 2]
    if following and (following[0].info.nisba is not None or following[0].info.names):
        return False
    if candidate.trigger.mode == "seize" and following and not following[0].is_mark:
        return False
    return not (candidate.split.article or candidate.split.pronoun) or not any(
        "same_story" in rule for rule in sides.rules
    )


def _conditional(scene: Scene, candidate: Candidate) -> bool:
    return any(w.bare in ("إذا", "لو", "حال", "طالما") for w in scene.words[candidate.index + 1 :])


_WEAPONS = {
    "firearms": ("النار", "بالرصاص", "برصاص", "الرصاص", "ناري", "نارية", "رصاص", "بنيران", "رصاصة"),
    "explosives": ("ناسفة", "مفخخة", "قنبلة", "متفجرات", "عبوة"),
    "beat": ("بالضرب", "الضرب", "ضربا", "هراوات", "بالهراوات"),
}


def _mode(scene: Scene, candidate: Candidate, sides: Sides) -> str | None:
    """Modes that the sentence shows rather than the trigger."""
    event_type = candidate.trigger.event_type
    folded = [w.info.folded for w in scene.words]
    if event_type == "ASSAULT":
        if any(f in ("انتحاري", "انتحارية", "انتحاريان", "انتحاريين") or f.endswith("انتحاري") for f in folded):
            return "suicide-attack"
        window = folded[max(0, candidate.index - 8) : candidate.index + 14]
        for mode, cues in _WEAPONS.items():
            if any(f in cues for f in window):
                return mode
    if event_type in ("REQUEST", "REJECT") and near(scene, candidate.index, ("TALK", "VISITING", "GATHERING"), 7):
        return "meet"
    if event_type == "REQUEST" and near(scene, candidate.index, ("YIELDED",), 7):
        return "yield"
    if event_type == "CONSULT" and candidate.trigger.frame == "RECIP":
        if any(f in ("هاتفيا", "هاتفي", "هاتفية", "الهاتفي", "الهاتفية", "الهاتف") for f in folded):
            return "phone"
        if (
            candidate.is_noun
            and sides.actors
            and all(a.sector == "IGO" for a in sides.actors)
            and len(sides.actors) == 1
        ):
            return "multilateral"
    return None


def _domestic(candidate: Candidate, sides: Sides, place: str | None, scene: Scene) -> str | None:
    """Ordinary domestic business: a minister's tour of the country, a ministry's own meeting."""
    trigger = candidate.trigger
    if trigger.event_type != "CONSULT":
        return None
    countries = {c for a in (*sides.actors, *sides.recipients) for c in a.countries}
    if trigger.frame == "VISIT" and len(countries) < 2:
        guests = {c for a in sides.actors for c in a.countries}
        hosts = {c for a in sides.recipients for c in a.countries} | ({place} if place is not None else set())
        if not countries:
            return "no_political_actor"
        before = scene.words[candidate.index - 1] if candidate.index else None
        told = sides.actors or candidate.light is not None or (before is not None and before.preposition == "time")
        return (
            "domestic_visit"
            if not hosts or (guests and guests <= hosts) or not (told or place not in countries)
            else None
        )
    if (
        trigger.frame in ("RECIP",)
        and not (candidate.is_noun and "MEETING" in scene.words[candidate.index].info.classes and countries)
        and not sides.recipients
        and len(sides.actors) < 2
        and not any(
            a.number != "s" or a.sector in ("LEG", "IGO") or a.dual or (a.kind == "body" and a.sector == "GOV")
            for a in sides.actors
        )
    ):
        return "needs_two_sides" if len(countries) < 2 else None
    return None


def _remember(scene: Scene, coded: list[Mention], visits: dict[frozenset[str], tuple[str, str]]) -> None:
    memory = scene.memory
    for verb in scene.finite:
        if verb not in scene.subjects and not scene.in_relative(verb, -1):
            scene.subject(verb)
    for verb in sorted(scene.subjects):
        subject = scene.subjects[verb]
        if subject.text and (not memory.subjects or memory.subjects[-1] is not subject):
            memory.subjects.append(subject)
    for actor in scene.actors:
        if actor.is_place and actor.country and actor.relation in ("in", "by"):
            memory.places.append(actor.country)
    for mention in coded:
        _note_visit(mention, visits)
        members = [*mention.sides.actors, *mention.sides.recipients]
        if mention.event_type in ("CONSULT", "AGREE", "SUPPORT", "COOPERATE"):
            pair = tuple(dict.fromkeys(c for a in members for c in a.countries))
            if len(pair) == 2:
                memory.pair = pair
        if (
            mention.event_type == "COERCE"
            and mention.sides.recipients
            and (mention.sides.recipients[0].countries or mention.sides.recipients[0].sector)
        ):
            memory.suspect = mention.sides.recipients[0]


def _note_visit(mention: Mention, visits: dict[frozenset[str], tuple[str, str]]) -> None:
    if mention.mode == "phone":
        spoken = frozenset(c for a in (*mention.sides.actors, *mention.sides.recipients) for c in a.countries)
        visits.setdefault(spoken, ("", ""))  # nobody travelled
        return
    if mention.candidate.trigger.frame not in ("VISIT", "HOST") and mention.mode != "visit":
        return
    guests = [c for a in mention.sides.actors for c in a.countries]
    hosts = [c for a in mention.sides.recipients for c in a.countries]
    if len(set(guests)) == 1 and len(set(hosts)) == 1 and guests[0] != hosts[0]:
        visits.setdefault(frozenset((guests[0], hosts[0])), (guests[0], hosts[0]))
