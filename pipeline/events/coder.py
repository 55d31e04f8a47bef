"""Codes one story: walks its sentences in order and turns lexicon hits into mentions, with reasons for those it drops.

Belongs here: the order of work inside a story, implicit sides that need earlier mentions, defaults by type. Does not belong
here: table rows (extract) and each rule's own logic (actors, candidates, guards, roles, attributes).
"""

from dataclasses import dataclass, replace

from pipeline.events.actor import Actor, Memory
from pipeline.events.actors import find_actors
from pipeline.events.attributes import (
    Statement,
    attribution,
    contexts,
    find_statements,
    modality,
    pick_date,
    pick_place,
)
from pipeline.events.candidates import Candidate, find_candidates
from pipeline.events.dates import When, find_dates
from pipeline.events.guards import after_sides, before_sides, near, political
from pipeline.events.lexicon import Lexicon
from pipeline.events.morphology import fold
from pipeline.events.ontology import ARMED_SECTORS, FUTURE_AS_AGREE, ORGANISATION_CODES
from pipeline.events.roles import Sides, adjust, assign, fill_slots, name_parties
from pipeline.events.scene import Scene
from pipeline.events.story import Sentence, Story


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts of the coder work; all of them, except where the bench takes one away to see what it is worth."""

    guards: bool = True
    implicit: bool = True
    """Sides that no slot fills: earlier mentions, defaults by type, hosts, pairs."""


ALL_PARTS = Parts()


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


def _is_sport(story: Story) -> bool:
    """Half of the sentences and at least six words speak of sport."""
    counts = [sum("SPORT" in w.info.classes for w in s.words) for s in story.sentences]
    return sum(counts) >= 6 and 2 * sum(n > 0 for n in counts) >= len(counts)


def code_story(story: Story, lexicon: Lexicon, parts: Parts = ALL_PARTS) -> Coded:
    """Code every mention of a story."""
    memory = Memory(story.home, domestic=story.domestic, sport=_is_sport(story))
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
        coded, dropped = _code_sentence(scene, said, mentions, visits, parts)
        mentions.extend(coded)
        rejections.extend(dropped)
        _remember(scene, coded, visits)
    if parts.implicit:
        _second_pass(mentions, visits)
    return Coded(mentions, rejections, statements, actors)


def _code_sentence(
    scene: Scene,
    said: list[Statement],
    earlier: list[Mention],
    visits: dict[frozenset[str], tuple[str, str]],
    parts: Parts,
) -> tuple[list[Mention], list[Rejection]]:
    mentions: list[Mention] = []
    rejections: list[Rejection] = []
    for readings in find_candidates(scene, scene.lexicon):
        readings.sort(key=lambda c: "court" not in c.trigger.needs)
        refused: dict[str, Rejection] = {}
        for candidate in readings:
            guard = before_sides(scene, candidate, [m.candidate for m in mentions]) if parts.guards else None
            if guard is None:
                mention, guard = _code(scene, candidate, said, [*earlier, *mentions], visits, parts)
                if mention is not None:
                    mentions.append(mention)
                    refused.clear()
                    break
            refused.setdefault(candidate.trigger.event_type, Rejection(scene.sentence, candidate, guard or ""))
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
) -> tuple[Mention | None, str | None]:
    trigger = candidate.trigger
    frame = scene.lexicon.frames[trigger.frame]
    slots = fill_slots(scene, candidate)
    sides = assign(scene, candidate, frame, slots)
    place = pick_place(scene, candidate)
    place_country = place.country if place is not None else None
    inherited = parts.implicit and _inherit(scene, candidate, sides, earlier)
    if (
        parts.implicit
        and not inherited
        and frame.rule == "mutual"
        and candidate.is_noun
        and trigger.event_type in ("CONSULT", "COOPERATE", "SUPPORT", "AGREE")
        and len({c for a in sides.actors for c in a.countries}) < 2
    ):
        name_parties(scene, candidate, sides)
        pair = scene.memory.pair or _two_countries(scene)
        if trigger.frame == "SIGN" and not sides.actors and pair:
            sides.actors = [_implied(c, "GOV", "description") for c in pair]
            sides.rules.append("a:story_pair")
    if parts.implicit and trigger.event_type == "CONSULT" and frame.rule == "mutual" and "call" not in trigger.needs:
        _speakers_talks(scene, sides)
    if parts.implicit:
        adjust(scene, candidate, sides, frame, visits, place_country)
        _defaults(scene, candidate, sides, place_country, earlier)
    if parts.guards:
        guard = after_sides(scene, candidate, sides)
        if guard is not None and not (inherited and guard in _INHERITED):
            return None, guard
        if guard := _domestic(candidate, sides, place_country, scene):
            return None, guard
    if (
        parts.guards
        and trigger.event_type in ("ASSAULT", "COERCE")
        and candidate.is_noun
        and _is_bare(scene, candidate, sides, place)
    ):
        return None, "bare_label"
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
        scene, candidate, [m.candidate.index for m in earlier if m.sentence is scene.sentence and m.when is not None]
    )
    if (
        when is None
        and earlier_here is not None
        and candidate.form.pos == "V"
        and {a.start for a in sides.actors} & {a.start for a in earlier_here.sides.actors}
    ):
        when = earlier_here.when
    if state == "asserted" and when is not None and when.tense == "future" and candidate.form.tense != "perfect":
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
        return None, "negated_speech"
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
        None,
    )  # fmt: skip


_INHERITED = frozenset(
    "needs_actor needs_speaker needs_political_actor needs_official needs_recipient needs_two_sides needs_partner needs_person needs_harm needs_captive".split()
)
"""Guards that an earlier mention with sides has already passed."""


def _speakers_talks(scene: Scene, sides: Sides) -> None:
    """«بعد مشاورات مع إسبانيا»: talks that only name the other side are the speaker's."""
    speaker = scene.memory.speaker
    if not sides.actors or "with" not in sides.slots or speaker is None or speaker.country is None:
        return
    if any(s in sides.slots for s in ("subject", "idafa", "possessor", "object", "between")):
        return
    if not any(speaker.country in a.countries for a in sides.actors):
        sides.actors = [_implied(speaker.country, "GOV", "description"), *sides.actors]
        sides.rules.append("a:speaker")


def _is_bare(scene: Scene, candidate: Candidate, sides: Sides, place: Actor | None) -> bool:
    """An action noun with neither agent, target, place nor day: a label («سياسة القتل»), not a report."""
    if candidate.light is not None or place is not None or pick_date(scene, candidate) is not None:
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


def _two_countries(scene: Scene) -> tuple[str, ...]:
    """The story's home and the other state spoken of most, for a deal whose sides are not named."""
    home = scene.memory.home
    others = [(-n, c) for c, n in scene.memory.countries.items() if c != home and c not in ORGANISATION_CODES]
    return (home, min(others)[1]) if home and others else ()


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


_ECHOED = frozenset({"ASSAULT", "THREATEN", "COERCE", "SUPPORT", "AGREE", "PROTEST", "MOBILIZE"})


def _inherit(scene: Scene, candidate: Candidate, sides: Sides, earlier: list[Mention]) -> bool:
    """A definite noun without sides of its own («اللقاء», «الهجوم») takes those of the last mention of its kind."""
    if not candidate.is_noun:
        return False
    definite = (
        candidate.split.article or scene.words[candidate.index - 1].bare in ("هذا", "هذه", "ذلك", "تلك")
        if candidate.index
        else candidate.split.article
    )
    if candidate.trigger.frame == "VISIT" and not any(
        sides.slots.get(s) for s in ("idafa", "possessor", "to", "object")
    ):
        here = [m for m in earlier if m.sentence is scene.sentence and m.event_type == "CONSULT" and m.sides.recipients]
        if here and len({c for a in (*here[-1].sides.actors, *here[-1].sides.recipients) for c in a.countries}) == 2:
            definite = True  # «وصل إليها في زيارة رسمية»
    if not definite and not candidate.split.pronoun:
        return False
    for mention in reversed(earlier):
        same = mention.candidate.trigger.event_type == candidate.trigger.event_type
        if candidate.trigger.event_type in ("SUPPORT", "AGREE"):
            same = same and mention.candidate.trigger.frame == candidate.trigger.frame
        if not same or not (mention.sides.actors or mention.sides.recipients):
            continue
        both = mention.sides.actors + mention.sides.recipients
        if candidate.trigger.event_type == "CONSULT":
            mine = {c for a in (*sides.actors, *sides.recipients) for c in a.countries}
            theirs = {c for a in both for c in a.countries}
            own = {
                c
                for slot in ("with", "between", "idafa", "object", "possessor")
                for a in sides.slots.get(slot, ())
                for c in a.countries
            }
            if len(own) >= 2 or (own and not own <= theirs) or (len(mine) >= 2 and "subject" not in sides.slots):
                return False
            sides.actors = [_context(a) for a in mention.sides.actors]
            sides.recipients = [_context(a) for a in mention.sides.recipients]
            sides.mode = mention.mode
            sides.rules.append("same_story")
            return True
        if candidate.trigger.event_type == "PROTEST" and not candidate.split.article:
            return False
        if candidate.trigger.event_type in _ECHOED:
            if not sides.actors:
                sides.actors = [_context(a) for a in mention.sides.actors]
                sides.rules.append("a:same_story")
            if not sides.recipients and candidate.trigger.event_type != "COERCE":
                sides.recipients = [_context(a) for a in mention.sides.recipients]
                sides.rules.append("r:same_story")
            return True
        return False
    return False


def _context(actor: Actor) -> Actor:
    return replace(
        actor, resolution="description" if actor.resolution not in ("pronoun", "dropped_subject") else actor.resolution
    )


def _defaults(scene: Scene, candidate: Candidate, sides: Sides, place: str | None, earlier: list[Mention]) -> None:
    trigger = candidate.trigger
    event_type = trigger.event_type
    frame_rule = scene.lexicon.frames[trigger.frame].rule
    memory = scene.memory
    abroad = place is not None and not any(place in a.countries for a in sides.actors)
    if trigger.frame == "GRANT" and not sides.actors:
        ours = {c for a in sides.recipients for c in a.countries}
        powers = [
            a
            for a in scene.actors
            if a.last < candidate.index
            and political(a)
            and a.countries
            and not a.adjectival
            and not ours & set(a.countries)
        ]
        powers = [a for a in powers if a.sector == "IGO"] or powers
        if ours and powers:
            sides.actors = [replace(powers[-1], resolution="description")]
            sides.rules.append("a:sentence")
    if trigger.frame == "EXTRADITE" and not sides.actors:
        giver = place or memory.home
        if giver is not None and not any(giver in a.countries for a in sides.recipients):
            sides.actors = [_implied(giver, "GOV", "description")]
            sides.rules.append("a:authority")
    if trigger.frame == "VISIT" and abroad and not any(a.countries for a in sides.recipients):
        sides.recipients = [_implied(place, "GOV", "location")]
        sides.rules.append("r:place")
    if (
        trigger.frame in ("HOSTEVT", "EVTSUBJ", "OPEN", "ATTEND")
        and not sides.recipients
        and place is not None
        and not any(place in a.countries for a in sides.actors)
    ):
        sides.recipients = [_implied(place, "GOV", "location")]
        sides.rules.append("r:place")
    if (
        trigger.frame == "RECIP"
        and event_type == "CONSULT"
        and place is not None
        and not sides.recipients
        and sides.actors
        and place != "BEL"
        and all(a.sector == "IGO" for a in sides.actors)
    ):
        sides.recipients = [_implied(place, "GOV", "location")]
        sides.rules.append("r:place")
    if frame_rule == "speech" and not sides.recipients:
        _target(scene, candidate, sides, earlier)
    if event_type in ("COERCE", "ASSAULT") and not sides.actors and candidate.is_noun:
        armed = [
            a for a in scene.actors
            if a.last < candidate.index and a.sector in ARMED_SECTORS and a.codable and a.scope not in ("suspect", "victim") and not a.in_relative
            and (a.kind in ("body", "organisation") or a.sector == "REB")
        ]  # fmt: skip
        if armed:
            sides.actors = [replace(armed[-1], resolution="description")]
            sides.rules.append("a:sentence")
    if event_type == "COERCE" and not sides.actors and "court" not in trigger.needs:
        country = place or memory.home or (memory.recent[-1] if memory.recent else None)
        police = next((m for m in reversed(earlier) if m.event_type == "COERCE" and m.sides.actors), None)
        if place is None and police is not None:
            sides.actors = [_context(a) for a in police.sides.actors[:1]]
            sides.rules.append("a:same_story")
        else:
            sides.actors = [_implied(country, "JUD" if trigger.frame == "COURT" else "COP", "description")]
            sides.rules.append("a:authority")
    if event_type == "ASSAULT" and not any(a.countries or a.sector for a in sides.actors):
        attack = next((m for m in reversed(earlier) if m.event_type == "ASSAULT" and m.sides.actors), None)
        if attack is not None:
            sides.actors = [_context(a) for a in attack.sides.actors]
            sides.rules.append("a:same_story")
        else:
            sides.actors = [_implied(None, "REB", "description")]
            sides.rules.append("a:attacker")
    for members, is_actor in ((sides.actors, True), (sides.recipients, False)):
        for i, actor in enumerate(members):
            changed = actor
            if actor.kind == "nisba" and actor.sector is None:
                changed = replace(
                    changed, sector="MIL" if event_type == "ASSAULT" and is_actor else "GOV", codable=True
                )
            if actor.kind in ("country", "metonym") and event_type == "ASSAULT" and is_actor:
                changed = replace(changed, sector="MIL")
            if actor.scope == "suspect" and not actor.countries:
                arresting = {c for a in sides.actors for c in a.countries}
                if event_type == "COERCE" and memory.domestic and memory.home in arresting and memory.home is not None:
                    changed = replace(changed, countries=[memory.home])
                elif event_type == "ASSAULT":
                    where = place or (memory.places[-1] if memory.places else None)
                    troops = {c for a in sides.actors if a.sector == "MIL" for c in a.countries}
                    if place is None and where in troops:
                        where = _other_side(memory, troops) or where
                    changed = replace(changed, countries=[where] if where else [])
            if actor.scope == "victim" and not actor.countries and not is_actor:
                where = place or next(
                    (
                        m.place_country or (m.sides.recipients[0].country if m.sides.recipients else None)
                        for m in reversed(earlier)
                        if m.event_type == "ASSAULT"
                    ),
                    None,
                )
                if where is None and event_type == "PROTEST":
                    where = memory.home
                if where:
                    changed = replace(changed, countries=[where])
            if actor.scope == "victim" and not actor.countries and is_actor:
                where = place or memory.home
                if where:
                    changed = replace(changed, countries=[where])
            members[i] = changed
    if (
        event_type == "THREATEN"
        and not sides.recipients
        and any(a.sector == "REB" for a in sides.actors)
        and memory.home
        and all(memory.home not in a.countries for a in sides.actors)
    ):
        sides.recipients = [_implied(memory.home, "GOV", "description")]
        sides.rules.append("r:home_state")
    for i, actor in enumerate(sides.recipients):
        if actor.countries == ["ESH"] and (actor.kind == "city" or actor.resolution == "location"):
            sides.recipients[i] = replace(
                actor, countries=["MAR"]
            )  # the codebook: places are ESH, the state that rules there is Morocco
    _on_soil(scene, candidate, sides, place)
    _at_home(scene, candidate, sides, place)
    if event_type == "PROTEST" and not sides.actors:
        country = place or memory.home
        sides.actors = [_implied(country, "CVL", "description")]
        sides.rules.append("a:crowd")


def _other_side(memory: Memory, ours: set[str]) -> str | None:
    """The country spoken of most beside `ours`."""
    others = [(-n, c) for c, n in memory.countries.items() if c not in ours and c not in ORGANISATION_CODES and n >= 2]
    return min(others)[1] if others else None


def _on_soil(scene: Scene, candidate: Candidate, sides: Sides, place: str | None) -> None:
    """An attack or raid on foreign soil that names no victim's country hits that country."""
    if candidate.trigger.frame not in ("RAID", "ATTACK", "HARM", "KILL", "BLAST", "FALL"):
        return
    unknown = not any(a.countries for a in sides.actors)
    if unknown and (candidate.trigger.event_type != "ASSAULT" or place is None):
        return
    if unknown and not candidate.is_noun and candidate.trigger.mode is None:
        return
    if any(a.countries for a in sides.recipients):
        return
    ours = {c for a in sides.actors for c in a.countries}
    named = next((a for a in scene.actors if a.first == candidate.index + 1 and a.is_place), None)
    soil = named.country if named is not None and candidate.is_noun else place
    soil = soil or next(
        (
            a.country
            for a in scene.actors
            if a.first > candidate.index and (a.is_place or a.sector == "REL") and a.country
        ),
        None,
    )
    if soil is None and candidate.trigger.event_type == "ASSAULT" and scene.memory.places:
        soil = scene.memory.places[-1]
    if soil is None or soil in ours:
        return
    if sides.recipients:
        sides.recipients = [replace(a, countries=[soil]) for a in sides.recipients]
    else:
        sides.recipients = [_implied(soil, "CVL", "location")]
    sides.rules.append("r:soil")


_HOME_TARGETS = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN", "SANCTION", "COERCE", "SUPPORT", "AGREE"})


def _at_home(scene: Scene, candidate: Candidate, sides: Sides, place: str | None) -> None:
    """Politics at home: who criticises, refuses or asks without naming anybody means the state or somebody else of his own country."""
    home = scene.memory.home
    trigger = candidate.trigger
    if trigger.event_type not in _HOME_TARGETS or trigger.frame in (
        "RATIFY",
        "SIGN",
        "RECIP",
        "CONSENT",
        "INVITE",
        "MEDAL",
        "RECALL",
    ):
        return
    if home is None or not sides.actors or any(a.countries for a in sides.recipients):
        return
    if any(a.countries != [home] for a in sides.actors) or (place is not None and place != home):
        return
    if any(a.sector in ("REB", "CRM") and not a.countries for a in sides.recipients):
        return
    foreign = {
        c for a in scene.actors for c in a.countries if c != home and not a.is_place and a.first > candidate.index
    }
    if foreign and trigger.event_type != "COERCE":
        return
    coercion = trigger.event_type == "COERCE"
    if coercion and sides.recipients:
        return
    people = bool(sides.recipients) and all(a.sector in ("CVL", "LAB", "EDU") for a in sides.recipients)
    if (
        not coercion
        and not people
        and (
            any(a.kind in ("country", "metonym") for a in sides.actors)
            or all(a.sector == "GOV" for a in sides.actors)
            or any(a.sector is None and a.text for a in sides.recipients)
        )
    ):
        return
    if sides.recipients:
        sides.recipients = [replace(a, countries=[home]) for a in sides.recipients]
    else:
        official = all(a.sector in ("GOV", "COP", "MIL", "JUD", "SPY", "LEG") for a in sides.actors)
        sides.recipients = [
            _implied(home, "CVL" if official and trigger.event_type == "COERCE" else "GOV", "description")
        ]
    sides.rules.append("r:home")


_DEEDS = frozenset(
    "جريمة جرائم ممارسات انتهاكات اعتداء اعتداءات هجوم هجمات عملية عمليات مجزرة قتل اغتيال عدوان".split()
)


_NOT_BLAMED = frozenset(
    "العاصمة المدينة الأراضي السيادة المصالح الشعب الصحراء الأقاليم المدن السفارة القنصلية الحدود القدس الوحدة الأمة المجتمع".split()
)
"""Before a nationality: what suffers rather than does what is blamed."""


def _target(scene: Scene, candidate: Candidate, sides: Sides, earlier: list[Mention]) -> None:
    """Whom a speech act is aimed at when no slot says: the next political actor named, else who did the deed spoken of."""
    ours = {c for a in sides.actors for c in a.countries}
    limit = scene.sentence.boundary_right(candidate.index)
    blame = candidate.trigger.event_type in ("ACCUSE", "THREATEN", "REJECT")
    for actor in scene.actors:
        if not candidate.index < actor.first < min(limit, candidate.index + 22):
            continue
        if (
            not actor.countries
            or (actor.is_place and actor.relation in ("in", "by", "from", "to"))
            or actor.kind == "city"
            or (actor.kind == "metonym" and actor.quantified)
            or actor.relation in ("in", "time", "topic", "source", "with")
        ):
            continue
        if actor.adjectival and (not blame or scene.words[actor.first - 1].bare in _NOT_BLAMED):
            continue
        if (
            blame
            and (actor.scope == "victim" or actor.sector == "MED")
            and not actor.adjectival
            and actor.relation not in ("about", "by", "on")
        ):
            continue
        if any(actor.start == a.start for a in sides.actors) or not (actor.codable or actor.kind == "nisba"):
            continue
        if ours & set(actor.countries) and (
            actor.relation == "of"
            or (actor.sector in ("GOV", "MIL", "COP", "SPY") and actor.country == scene.memory.home and not blame)
        ):
            continue
        if ours & set(actor.countries) and actor.relation not in ("about", "by", "on"):
            continue
        sides.recipients = [m for m in scene.group(actor) if m.countries]
        sides.rules.append("r:sentence")
        return
    if candidate.trigger.event_type != "ACCUSE":
        return
    spoken = {
        w.info.folded.removeprefix("و").removeprefix("ال")
        for w in scene.words[candidate.index + 1 : candidate.index + 10]
    }
    if any(fold(deed) in spoken for deed in _DEEDS):
        deed_mention = next(
            (
                m
                for m in reversed(earlier)
                if m.event_type in ("ASSAULT", "COERCE") and any(a.countries for a in m.sides.actors)
            ),
            None,
        )
        if deed_mention is not None:
            sides.recipients = [
                _context(a) for a in deed_mention.sides.actors if a.countries and not ours & set(a.countries)
            ]
            sides.rules.append("r:same_story")


def _implied(country: str | None, sector: str, resolution: str) -> Actor:
    return Actor(
        first=-1, last=-1, start=-1, end=-1, text="", kind="body", countries=[country] if country else [], sector=sector, other_sectors=(),
        scope="none", codable=True, gender="", number="s", resolution=resolution,
    )  # fmt: skip


def _domestic(candidate: Candidate, sides: Sides, place: str | None, scene: Scene) -> str | None:
    """Ordinary domestic business: a minister's tour of the country, a ministry's own meeting."""
    trigger = candidate.trigger
    if trigger.event_type != "CONSULT":
        return None
    countries = {c for a in (*sides.actors, *sides.recipients) for c in a.countries}
    if trigger.frame == "VISIT" and len(countries) < 2:
        if not countries:
            return "no_political_actor"
        return (
            "domestic_visit"
            if place in countries or not sides.recipients or (sides.actors and sides.recipients)
            else None
        )
    if (
        trigger.frame in ("RECIP",)
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
    if mention.candidate.trigger.frame not in ("VISIT", "HOST") and mention.mode != "visit":
        return
    guests = [c for a in mention.sides.actors for c in a.countries]
    hosts = [c for a in mention.sides.recipients for c in a.countries]
    if len(set(guests)) == 1 and len(set(hosts)) == 1 and guests[0] != hosts[0]:
        visits.setdefault(frozenset((guests[0], hosts[0])), (guests[0], hosts[0]))


def _second_pass(mentions: list[Mention], visits: dict[frozenset[str], tuple[str, str]]) -> None:
    """Talks coded before the story told who visits whom."""
    from pipeline.events.roles import _host

    attackers: dict[str, list[Actor]] = {}
    for mention in mentions:
        if mention.event_type == "ASSAULT" and any(a.countries for a in mention.sides.actors):
            for victim in mention.sides.recipients:
                for key in filter(None, (victim.name, victim.country)):
                    attackers.setdefault(key, mention.sides.actors)
    for mention in mentions:
        if mention.event_type == "ASSAULT" and not any(a.countries for a in mention.sides.recipients):
            other = next(
                (
                    m
                    for m in mentions
                    if m.sentence is mention.sentence
                    and m.event_type == "ASSAULT"
                    and any(a.countries for a in m.sides.recipients)
                ),
                None,
            )
            if other is not None and {c for a in other.sides.actors for c in a.countries} >= {
                c for a in mention.sides.actors for c in a.countries
            }:
                mention.sides.recipients = [_context(a) for a in other.sides.recipients]
                mention.sides.rules.append("r:same_sentence")
    for mention in mentions:
        if mention.event_type == "ASSAULT" and not any(a.countries or a.start >= 0 for a in mention.sides.actors):
            for victim in mention.sides.recipients:
                known = attackers.get(victim.name or "") or attackers.get(victim.country or "")
                if known is not None:
                    mention.sides.actors = [_context(a) for a in known]
                    mention.sides.rules.append("a:same_victim")
                    break
    for mention in mentions:
        if (
            mention.candidate.trigger.frame == "RECIP"
            and mention.event_type == "CONSULT"
            and not mention.sides.recipients
        ):
            _host(mention.sides, "CONSULT", visits, mention.place_country, mention.candidate)
            mention.mode = mention.sides.mode or mention.mode
