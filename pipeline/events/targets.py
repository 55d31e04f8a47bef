"""Whom a deed or a speech act is aimed at when no slot says.

Belongs here: recipients found by the soil, by politics at home, or further on in the sentence. Does not belong here: slots
and frames (roles), actors of a deed (implicit).
"""

from dataclasses import replace

from pipeline.events.actor import Actor, from_context, implied
from pipeline.events.candidates import Candidate
from pipeline.events.mention import Mention
from pipeline.events.morphology import fold
from pipeline.events.ontology import ORGANISATION_CODES
from pipeline.events.roles import Sides
from pipeline.events.scene import Scene

_ON_SOIL = frozenset({"RAID", "FORBID", "ATTACK", "HARM", "KILL", "BLAST", "FALL"})


def on_soil(scene: Scene, candidate: Candidate, sides: Sides, place: str | None, earlier: list[Mention]) -> None:
    """An attack or raid on foreign soil that names no victim's country hits that country."""
    taken = candidate.trigger.mode == "seize" and candidate.trigger.frame == "DIRECTED"  # «سيطرتها على المدينة»
    if candidate.trigger.frame not in _ON_SOIL and not taken:
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
            if a.first > candidate.index and (a.is_place or a.sector == "REL") and a.country and a.country not in ours
        ),
        None,
    )
    if soil is None:
        soil = next((m.sides.recipients[0].country for m in reversed(earlier) if _same_attack(m, ours)), None)
    if soil is None:
        soil = next((country for country in reversed(scene.memory.places) if country not in ours), scene.memory.home)
    if soil is None or soil in ours:
        return
    if sides.recipients:
        sides.recipients = [replace(a, countries=[soil]) for a in sides.recipients]
    else:
        sides.recipients = [implied(soil, "CVL", "location")]
    sides.rules.append("r:soil")


def _same_attack(mention: Mention, ours: set[str]) -> bool:
    """An earlier blow by the same side at a country of its own."""
    hit = {c for a in mention.sides.recipients for c in a.countries}
    return (
        mention.event_type == "ASSAULT"
        and bool(ours)
        and ours <= {c for a in mention.sides.actors for c in a.countries}
        and bool(mention.sides.recipients and mention.sides.recipients[0].countries)
        and not hit & ours
    )


_HOME_TARGETS = frozenset(
    {"ACCUSE", "REJECT", "REQUEST", "THREATEN", "SANCTION", "COERCE", "SUPPORT", "AGREE", "PROTEST"}
)
_NOT_AT_HOME = frozenset({"RATIFY", "SIGN", "RECIP", "CONSENT", "INVITE", "MEDAL", "RECALL"})
_ALWAYS_AIMED = frozenset({"ACCUSE", "REQUEST", "THREATEN", "SANCTION", "PROTEST"})
"""Types of which the coders nearly always name a recipient."""
_DOMESTIC = 0.85
"""Share of all countries told so far that makes a story domestic news."""


def at_home(scene: Scene, candidate: Candidate, sides: Sides, place: str | None) -> None:
    """Politics at home: who criticises, refuses or asks without naming anybody means the state or somebody else of his own country."""
    home = scene.memory.home
    trigger = candidate.trigger
    if trigger.event_type not in _HOME_TARGETS or trigger.frame in _NOT_AT_HOME:
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
    if sides.recipients and (trigger.event_type == "COERCE" or any(_of_nobody(a) for a in sides.recipients)):
        return
    people = bool(sides.recipients) and all(a.sector in ("CVL", "LAB", "EDU") for a in sides.recipients)
    if not people and trigger.event_type != "COERCE" and not _means_somebody(scene, trigger.event_type, sides):
        return
    if sides.recipients:
        sides.recipients = [replace(a, countries=[home]) for a in sides.recipients]
    else:
        official = all(a.sector in ("GOV", "COP", "MIL", "JUD", "SPY", "LEG") for a in sides.actors)
        sides.recipients = [
            implied(home, "CVL" if official and trigger.event_type == "COERCE" else "GOV", "description")
        ]
    sides.rules.append("r:home")


def from_abroad(scene: Scene, candidate: Candidate, sides: Sides, place: str | None) -> None:
    """An organisation that reproaches or demands from abroad means the state where it happens."""
    if candidate.trigger.event_type not in ("ACCUSE", "REQUEST") or sides.recipients:
        return
    if any(a.sector not in ("NGO", "IGO") for a in sides.actors):
        return
    ours = {c for a in sides.actors for c in a.countries}
    land = place or scene.memory.home
    if land is None or not ours or land in ours or scene.memory.countries[land] < 2:
        return
    sides.recipients = [implied(land, "GOV", "description")]
    sides.rules.append("r:abroad")


def coerced_at_home(sides: Sides) -> None:
    """Who is arrested or convicted is of the country whose police or court it is, unless the story says otherwise."""
    power = {c for a in sides.actors for c in a.countries}
    if len(power) != 1 or power & ORGANISATION_CODES or any(a.countries for a in sides.recipients):
        return
    sides.recipients = [replace(a, countries=sorted(power)) if _is_citizen(a) else a for a in sides.recipients]


def _is_citizen(actor: Actor) -> bool:
    """Somebody with a name or an office, of whom a foreign nationality would have been told."""
    return (
        actor.sector not in ("REB", "REF")
        and not actor.regional
        and actor.kind != "body"
        and actor.scope not in ("suspect", "victim")
    )


def _of_nobody(actor: Actor) -> bool:
    """«المجتمع الدولي»: a body that belongs to no country."""
    return actor.regional or (actor.sector is None and actor.kind == "body")


def _means_somebody(scene: Scene, event_type: str, sides: Sides) -> bool:
    """An act that always has somebody it is aimed at; a government's, where the story is about its own country alone."""
    if any(a.kind in ("country", "metonym") for a in sides.actors):
        return False
    if all(a.sector == "GOV" for a in sides.actors):
        told = scene.memory.countries
        return event_type in _ALWAYS_AIMED and told[scene.memory.home or ""] >= _DOMESTIC * sum(told.values())
    return True


_DEEDS = frozenset(
    "جريمة جرائم ممارسات انتهاكات اعتداء اعتداءات هجوم هجمات عملية عمليات مجزرة قتل اغتيال عدوان".split()
)


_NOT_BLAMED = frozenset(
    "العاصمة المدينة الأراضي السيادة المصالح الشعب الصحراء الأقاليم المدن السفارة القنصلية الحدود القدس الوحدة الأمة المجتمع".split()
)
"""Before a nationality: what suffers rather than does what is blamed."""


def speech_target(scene: Scene, candidate: Candidate, sides: Sides, earlier: list[Mention]) -> None:
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
                from_context(a) for a in deed_mention.sides.actors if a.countries and not ours & set(a.countries)
            ]
            sides.rules.append("r:same_story")
