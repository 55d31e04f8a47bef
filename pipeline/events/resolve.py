"""The country of a mention whose own words do not tell, from who was spoken of before and the story's home.

Belongs here: offices, bodies and persons taken up again. Does not belong here: people whom only their surroundings place
(belonging).
"""

from pipeline.events.actor import Actor, Memory
from pipeline.events.ontology import ORGANISATION_CODES

_SPEAKER_HEADS = frozenset(
    {"متحدث", "متحدثة", "مسؤول", "مسؤولة", "دبلوماسي", "قيادي", "نائب", "وزير", "سفير", "رئيس", "المتحدث"}
)
"""Definite titles that take up the last speaker («المتحدث نفسه»)."""
_NAMED_HEADS = frozenset("حزب حركة منظمة جمعية جبهة مؤسسة تيار رابطة تنسيقية نقابة شبكة مركز قناة صحيفة".split())
"""Bodies that go by a name of their own when it follows."""
_STATE_POWERS = frozenset({"JUD", "COP", "SPY", "LEG"})


def _is_suspect(actor: Actor, memory: Memory) -> bool:
    """Who was arrested before, by a word for suspects or by the same word."""
    suspect = memory.suspect
    return actor.sector == "CRM" or actor.head.startswith("معن") or (suspect is not None and suspect.head == actor.head)


def resolve_country(actor: Actor, memory: Memory, found: list[Actor]) -> None:
    """Country of a mention whose own words do not tell."""
    if actor.counterpart:
        previous = next((a for a in reversed(found) if a.kind == "person" and a.codable), None)
        if previous is not None:
            actor.sector = previous.sector or actor.sector
        return
    if actor.countries:
        return
    if actor.scope in ("suspect", "victim") and actor.pronoun:
        return
    if actor.head == "بلد" and actor.definite and not actor.pronoun and memory.recent:
        actor.countries, actor.resolution = [memory.recent[-1]], "description"  # «هذا البلد»
        return
    if actor.head == "بلاد" and not actor.pronoun:
        place = memory.home or (memory.recent[-1] if memory.recent else None)
        actor.countries, actor.kind = [place] if place else [], "city"
        return
    earlier = memory.heads.get(actor.head)
    if (
        actor.scope in ("known", "none")
        and actor.definite
        and actor.kind == "person"
        and earlier is not None
        and earlier.countries
    ):
        actor.countries, actor.sector, actor.resolution = (
            list(earlier.countries),
            earlier.sector or actor.sector,
            "description",
        )
        return
    if actor.scope == "suspect" and memory.suspect is not None and actor.definite and _is_suspect(actor, memory):
        actor.countries = list(memory.suspect.countries)
        actor.sector = memory.suspect.sector or actor.sector
        actor.resolution = "description"
        return
    if (
        actor.head in _SPEAKER_HEADS
        and actor.scope in ("known", "none")
        and memory.speaker is not None
        and memory.speaker.sector != "MED"
        and actor.definite
    ):
        actor.countries = list(memory.speaker.countries)
        actor.sector = memory.speaker.sector or actor.sector
        actor.resolution = "description"
        return
    if actor.kind == "body" and actor.codable and actor.definite and actor.taken_up:
        spoken_of = (a for a in reversed(memory.subjects[-6:]) if a.countries and a.sector == actor.sector)
        if (same := next(spoken_of, None)) is not None:
            actor.countries, actor.resolution = list(same.countries), "description"  # «الهيئة المذكورة»
            return
    if actor.pronoun or actor.scope == "own":
        actor.scope = "own"
        actor.resolution = "pronoun"
        return
    if actor.dual or actor.regional:
        return
    previous_same = _same_office(actor, memory)
    definite = actor.scope in ("known", "home", "none")
    if previous_same is not None and definite and actor.scope != "home" and actor.kind != "person":
        actor.countries = list(previous_same.countries)
        actor.sector = previous_same.sector or actor.sector
        actor.resolution = "description"
        return
    if previous_same is not None and actor.scope == "known":
        actor.countries = list(previous_same.countries)
        actor.sector = previous_same.sector or actor.sector
        actor.resolution = "description"
        return
    short = actor.last - actor.first <= 1
    if actor.scope in ("home", "known") and actor.sector == "MIL" and actor.kind != "person" and short and memory.force:
        actor.countries, actor.resolution = list(memory.force.countries), "description"  # «الجنود» of the troops before
        return
    if actor.scope == "known" and actor.codable and actor.sector is not None and actor.kind != "group":
        actor.countries = [memory.home] if memory.home is not None else memory.recent[-1:]
    if actor.scope == "home" or (actor.scope == "known" and actor.kind == "group"):
        # an office in a story about one foreign country is that country's
        told = memory.offices.get(actor.sector or "", [])
        if previous_same is not None and previous_same.country != memory.home and short:
            actor.countries = list(previous_same.countries)
        elif actor.sector in _STATE_POWERS and told and memory.home not in told:
            actor.countries = [told[-1]]  # «النيابة العامة» after «محكمة الصلح الإسرائيلية»
        elif memory.home is not None:
            actor.countries = [memory.home]
        elif states := [c for c in memory.recent if c not in ORGANISATION_CODES]:
            actor.countries = [states[-1]]


def _same_office(actor: Actor, memory: Memory) -> Actor | None:
    """Who bore the same title, or which body the same noun, when it was last told whose: another ministry, or a party of another name, is none."""
    earlier = memory.heads.get(actor.head)
    if earlier is None or (actor.head in _NAMED_HEADS and not actor.definite and actor.last > actor.first):
        return None
    if actor.scope == "home" and actor.sector != "IGO" and earlier.country in ORGANISATION_CODES:
        return None
    other = " " in actor.entry and " " in earlier.entry and actor.entry != earlier.entry
    return None if other and actor.scope == "home" else earlier
