"""Who takes part in a hit, and whether that makes it an event: political actors, harm, calls, agreements.

Belongs here: tests on the sides of a hit. Does not belong here: finding sides (roles, implicit), the order of guards (guards).
"""

from pipeline.events.actor import Actor
from pipeline.events.candidates import Candidate
from pipeline.events.neighbours import near
from pipeline.events.ontology import ARMED_SECTORS, POLITICAL_SECTORS
from pipeline.events.particles import is_filler
from pipeline.events.roles import Sides
from pipeline.events.scene import Scene

_ADDRESSEES = frozenset("r:object r:on r:by r:idafa r:to r:from".split())


def addressed(candidate: Candidate, sides: Sides) -> bool:
    """«بعد اتهام الحزب …»: nobody says who spoke, but the words name the political actor spoken to or against."""
    if candidate.trigger.event_type == "THREATEN" or candidate.form.tense == "imperfect":
        return False
    if sides.actors or _ADDRESSEES.isdisjoint(sides.rules):
        return False
    return any(political(a) and a.start >= 0 and not a.adjectival for a in sides.recipients)


def political(actor: Actor) -> bool:
    """A codable political actor."""
    if not actor.codable and actor.kind != "nisba":
        return False
    return (
        actor.sector in POLITICAL_SECTORS
        or actor.sector in ("NGO", "LAB", "MED")
        or actor.kind == "crowd"
        or (actor.kind in ("country", "metonym", "organisation", "nisba") and actor.sector != "CVL")
    )


def codable(scene: Scene, candidate: Candidate, sides: Sides) -> bool:
    """At least one side is a political actor, or the kind of agent is plain from the type (police, attackers, crowd)."""
    members = [*sides.actors, *sides.recipients]
    if any(political(a) for a in members):
        return True
    if candidate.trigger.event_type == "COERCE":
        return True
    if candidate.trigger.event_type == "PROTEST":
        return True
    if candidate.trigger.event_type == "ASSAULT":
        return (
            any(a.sector in ARMED_SECTORS for a in members)
            or terror(scene)
            or candidate.trigger.mode
            in ("firearms", "suicide-attack", "heavy-weapons", "explosives", "abduct", "torture", "crowd-control")
            or any(
                a.sector in ("MED", "REL", "CVL") and a.countries and a.kind == "person" and a.named for a in members
            )
            or _across_border(sides)
        )
    return False


def thing_follows(scene: Scene, candidate: Candidate, actors: list[Actor]) -> bool:
    """«يهدد الجمود بين الطرفين بإشعال …»: the noun behind the verb is its subject, and nobody."""
    i = candidate.index + 1
    if candidate.split.pronoun or candidate.form.number != "s" or i >= len(scene.words):
        return False
    word = scene.words[i]
    if word.upos != "NOUN" or word.info.folded[:1] in ("ب", "ل"):
        return False
    if scene.actor_at(i) is not None or word.preposition is not None or word.info.may_date or is_filler(word.bare):
        return False
    return not any(a.first < candidate.index and a.start >= 0 for a in actors)


def _across_border(sides: Sides) -> bool:
    """People of one country attack those of another."""
    ours, theirs = {c for a in sides.actors for c in a.countries}, {c for a in sides.recipients for c in a.countries}
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def terror(scene: Scene) -> bool:
    """The sentence speaks of terror or of weapons."""
    cues = (
        "ارهاب",
        "مسلح",
        "مسلحون",
        "مسلحين",
        "انتحاري",
        "الارهابي",
        "الارهابية",
        "ارهابية",
        "ارهابيين",
        "قنبلة",
        "رصاص",
        "بالرصاص",
        "غارة",
        "صاروخ",
        "قصف",
        "داعش",
        "ناسفة",
        "مفخخة",
        "مفخختين",
        "انتحاريان",
        "انتحاريين",
        "انتحارية",
        "قذائف",
        "متفجرات",
        "متمردين",
    )
    return any(
        w.info.folded.removeprefix("و").removeprefix("ل").removeprefix("ب") in cues
        or w.info.folded.startswith(("ارهاب", "الارهاب", "بالارهاب", "للارهاب"))
        for w in scene.words
    )


def meeting_subject(scene: Scene, candidate: Candidate) -> bool:
    """«بحث اللقاء …»: the verb's subject is a meeting."""
    following = scene.words[candidate.index + 1 : candidate.index + 3]
    return candidate.form.pos == "V" and any(
        "MEETING" in w.info.classes and w.bare.startswith(("ال", "وال")) for w in following
    )


def call(scene: Scene, candidate: Candidate, sides: Sides) -> bool:
    """A telephone call: so called, or between political actors."""
    window = scene.words[candidate.index + 1 : candidate.index + 12]
    if candidate.form.pos == "V" and any(political(a) and not a.is_place for a in sides.slots.get("by", ())):
        return True  # «اتصلت بنظيرها»
    return any(w.info.folded in ("هاتفيا", "هاتفي", "هاتفية", "الهاتفي", "الهاتفية") for w in window) or (
        candidate.is_noun
        and len(
            {
                c
                for slot in ("between", "with", "idafa")
                for a in scene.actors
                if a.relation == slot
                for c in a.countries
            }
        )
        >= 1
        and any(w.bare in ("بين", "مع") for w in window)
    )


def harm(scene: Scene, candidate: Candidate, sides: Sides) -> bool:
    """Somebody armed, a weapon or a known victim shows that a killing was no accident."""
    if terror(scene) or sides.slots.get("agent"):
        return True
    if any(a.sector in ARMED_SECTORS and a.start >= 0 for a in (*sides.actors, *sides.slots.get("idafa", ()))):
        return True  # named, not implied
    return (
        any(a.kind == "person" and a.named and a.countries for a in sides.recipients)
        and candidate.trigger.key.split(".")[1] != "استهدف"
    ) or any(w.info.folded in ("برصاص", "بالرصاص", "بعيار", "بنيران", "طعنا", "ذبحا", "شاحنة") for w in scene.words)


def signing(scene: Scene, candidate: Candidate, sides: Sides) -> bool:
    """What is signed is an agreement."""
    if near(scene, candidate.index, ("AGREEMENT",), 10):
        return True
    following = scene.words[candidate.index + 1 : candidate.index + 3]
    back = near(scene, candidate.index, ("AGREEMENT",), 7, back=True)
    return back and (
        any(w.bare in ("عليه", "عليها", "على", "عليهما") for w in following) or candidate.split.pronoun != ""
    )
