"""Identity of actors across the spellings of a name.

Belongs here: the key behind `entity_id`. Does not belong here: finding actors in text.
"""

from pipeline.events.actor import Actor
from pipeline.events.morphology import fold
from pipeline.ids import short_id


def entity_id(actor: Actor, country: str | None) -> str:
    """Hash of who it is: a person by full name, a state by its code, a body or title by country, sector and head noun."""
    if actor.name is not None:
        return short_id("name", fold(actor.name))
    if actor.kind in ("country", "metonym", "city", "nisba"):
        return short_id("state", country or "", actor.sector or "")
    return short_id("role", country or "", actor.sector or "", actor.head.removeprefix("ال"))


def is_general(entity: str, country: str | None, sector: str | None, text: str) -> bool:
    """The id stands for a state, or for an office or crowd by its head noun, rather than for somebody by name."""
    if entity == short_id("state", country or "", sector or ""):
        return True
    heads = {form for word in text.split() for form in (word, word.removeprefix("و"), word.removeprefix("ل"))}
    return any(entity == short_id("role", country or "", sector or "", head.removeprefix("ال")) for head in heads)
