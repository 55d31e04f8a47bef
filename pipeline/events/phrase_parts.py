"""Questions about the words inside a noun phrase: what may follow a title, and which adjectives are no nationality.

Belongs here: tests on a word and the title before it. Does not belong here: how far the phrase goes (noun_phrase).
"""

from pipeline.events.actor import PLACE_KINDS, Actor
from pipeline.events.gazetteer import match_entry
from pipeline.events.lexicon import Lexicon
from pipeline.events.naming import may_be_name
from pipeline.events.particles import HONORIFICS
from pipeline.events.story import Word


def ruler(country: str, actor: Actor) -> str:
    """Of which country an office or body in a place is: the codebook's places of the Sahara are ESH, the state there is Morocco."""
    return "MAR" if country == "ESH" and actor.sector in ("COP", "EDU", "GOV", "JUD", "SPY") else country


def name_follows(words: list[Word], j: int, lexicon: Lexicon, year: int | None) -> bool:
    """After the honorific at `j`, and more of them, comes a name."""
    k = j + 1
    while k < len(words) and words[k].bare in HONORIFICS:
        k += 1
    if k >= len(words) or words[k].is_mark:
        return False
    entry = match_entry(words, k, lexicon, year)
    return (
        entry[1].kind == "person" if entry is not None else may_be_name(words[k]) and not words[k].bare.startswith("ال")
    )


def place_before_name(words: list[Word], j: int, lexicon: Lexicon, year: int | None, actor: Actor) -> bool:
    """«رئيس الحكومة في لبنان فلان»: the place belongs to the title when the bearer's name comes behind it."""
    if actor.kind != "person" or j + 1 >= len(words):
        return False
    place = match_entry(words, j + 1, lexicon, year)
    if place is None or place[1].kind not in PLACE_KINDS or place[0] + 1 >= len(words):
        return False
    name = match_entry(words, place[0] + 1, lexicon, year)
    return name is not None and name[1].kind == "person"


def in_title(words: list[Word], j: int, actor: Actor) -> bool:
    """Inside the name of a ministry or office («الشؤون الخارجية والتعاون الإفريقي والمغاربة المقيمين بالخارج»)."""
    heads = (
        "وزير",
        "وزيرة",
        "وزارة",
        "كاتب",
        "كاتبة",
        "لجنة",
        "مدير",
        "وزراء",
        "مديرية",
        "مجلس",
        "هيئة",
        "وكيل",
        "حركة",
        "جمعية",
        "حزب",
    )
    return actor.head in heads and j - actor.first < 14


def is_purpose(word: Word) -> bool:
    """«دولة لمساعدة …»: what something is for is no part of its name."""
    return any(f.pos == "N" and s.preposition == "ل" and not s.article for _, f, s in word.info.triggers)


def has_plural_head(words: list[Word], actor: Actor) -> bool:
    """The mention's noun is a plural that a plural adjective can belong to."""
    return actor.number != "s" or words[actor.first].info.folded.endswith(("ين", "ون", "ي", "و"))


def is_false_nisba(words: list[Word], j: int, code: str, actor: Actor) -> bool:
    """Adjectives that look like a nationality: مالي financial, قطري of the country, هندي of an Indian fig."""
    if code == "MLI":
        if not words[j].bare.startswith("ال") and actor.head not in ("رئيس", "جندي", "جنود", "حكومة"):
            return True  # «مؤسسات مالية»
        return actor.sector not in ("GOV", "MIL", "COP", "LEG") or actor.head in (
            "وزير",
            "وزيرة",
            "وزارة",
            "لجنة",
            "مدير",
        )
    return code == "COM" and actor.head not in ("رئيس", "حكومة", "وزير")
