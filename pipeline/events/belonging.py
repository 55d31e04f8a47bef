"""The country of people and bodies that no word of theirs places («شخص», «سكان», «المستشفى»): it comes from around them.

Belongs here: what the sentence's police, places and the story's home say of such mentions. Does not belong here: countries
that a mention's own words tell (noun_phrase), and sides (roles, implicit).
"""

from pipeline.events.actor import PLACE_KINDS, Actor, Memory, is_paper
from pipeline.events.ontology import ORGANISATION_CODES

_OPEN_SCOPES = frozenset({"none", "suspect", "victim"})
_PERSON_KINDS = frozenset({"person", "group", "crowd", "people"})
_LOCAL_BODIES = frozenset({"BUS", "CRM", "CVL", "EDU", "MED", "NGO", "REL"})
_STRANGERS = frozenset(
    "مهاجر مهاجرين مهاجرون مهاجرات لاجئ لاجئين لاجئون أجنبي اجنبي أجانب اجانب سائح سياح سائحين خبراء كرد أكراد اكراد كورد طوارق اعضاء مسلمين مسلمون مسيحيين مسيحيون حلفاؤها حلفائها حلفاءها حلفاؤه حلفائه".split()
)
"""Who is hardly of the country where he is spoken of."""
_OCCUPIED = {"ISR": "PSE"}
"""Whose police and courts act on people of another country at home there."""
_STATE = frozenset({"COP", "JUD", "GOV"})


def settle_unplaced(found: list[Actor], memory: Memory) -> None:
    """Give a sentence's mentions without a country the one around them, as far as that is plain."""
    for actor in found:
        if _is_open(actor) and (country := _country_around(actor, found, memory)) is not None:
            actor.countries = [country]


def _is_open(actor: Actor) -> bool:
    if actor.countries or actor.regional or actor.counterpart or actor.dual or actor.scope not in _OPEN_SCOPES:
        return False
    if actor.head in _STRANGERS or actor.sector in ("REB", "IGO", "MIL") or is_paper(actor):
        return False
    if actor.kind == "body":
        return actor.scope == "victim" or actor.sector in _LOCAL_BODIES
    return actor.kind in _PERSON_KINDS


def _country_around(actor: Actor, found: list[Actor], memory: Memory) -> str | None:
    home = memory.home
    if actor.scope == "suspect" or actor.sector == "CRM":
        police = [
            a for a in found if a.sector in _STATE and a.country not in ORGANISATION_CODES | {None} and not a.adjectival
        ]
        if police:
            country = min(police, key=lambda a: abs(a.first - actor.first)).country
            return home if _OCCUPIED.get(country or "") == home is not None else country
    places = [
        a for a in found if a.kind in PLACE_KINDS and a.country and a.relation in ("in", "by") and not a.adjectival
    ]
    if places:
        near = min(places, key=lambda a: abs(a.first - actor.first)).country
        if home in (None, near) or actor.kind in ("group", "crowd"):
            return near
    if actor.kind == "body" or home is None or home in ORGANISATION_CODES or not memory.domestic:
        return None
    troops = {c for a in found if a.sector == "MIL" for c in a.countries}
    return None if home in troops and actor.scope == "victim" else home
