"""Titles whose country stands further off: behind a long portfolio, on the body they belong to, or in the place they act in.

Belongs here: joining a title or body with the nationality or place that follows it. Does not belong here: adjectives and
complements right behind the head (noun_phrase).
"""

from pipeline.events.actor import PLACE_KINDS, Actor, Memory
from pipeline.events.particles import CLAUSE_WORDS, RELATIVES, STOP_WORDS
from pipeline.events.story import Word

_OFFICES = frozenset(
    "رئيس رئيسة نائب نائبة عضو عضوة وزير وزيرة وزارة كاتب كاتبة لجنة مدير مديرة مقرر مقررة فريق مجموعة هيئة ناطق الناطق متحدث المتحدث "
    "متحدثة المتحدثة مساعد مستشار مستشارة أمين امين".split()
)
_REGIONS = frozenset("ولاية محافظة مقاطعة إقليم اقليم مدينة العاصمة عاصمة جهة بلدة".split())
_LOCAL = frozenset({"COP", "JUD", "CVL", "NGO", "PTY", "OPP", "LAB", "EDU", "MED", "BUS", "REL"})
"""Sectors of people and bodies that are where they act; ministers and troops may be abroad."""
_ALLIANCES = frozenset("تحالف ائتلاف قوات".split())
_REACH = 10


def complete_title(words: list[Word], found: list[Actor], memory: Memory) -> None:
    """Let the mention found last tell the country of a title before it, and be part of it where it is its nationality."""
    last = found[-1]
    if len(found) < 2 or not last.countries:
        return
    if last.is_place and last.relation in ("in", "by"):
        _place(words, found[-2], last)
        return
    if last.kind == "country" and [w.bare for w in words[found[-2].last + 1 : last.first]] == ["بقيادة"]:
        if found[-2].head in _ALLIANCES and not found[-2].explicit:
            found[-2].countries, found[-2].explicit = list(last.countries), True
            memory.heads[found[-2].head] = found[-2]
        return
    nationality = last.kind == "nisba" and last.adjectival and words[last.first].bare.startswith("ال")
    chamber = last.kind in ("body", "organisation") and last.explicit and last.relation == "by"
    if not (nationality or chamber):
        return
    for k in range(len(found) - 2, max(-1, len(found) - 5), -1):
        title = found[k]
        if (
            title.kind not in ("person", "body")
            or (title.head not in _OFFICES and k < len(found) - 2)
            or title.explicit
        ):
            if title.kind in ("body", "organisation", "group") and title.first - 1 > 0:
                continue  # inside the portfolio («والاتحاد الأوروبي»)
            return
        gap = words[title.last + 1 : last.first]
        agrees = not nationality or title.gender == last.gender or (last.gender == "f" and _has_feminine(words, title))
        if not agrees or not (_is_spelling(gap) or (_is_portfolio(gap) and (chamber or gap[0].bare.startswith("و")))):
            return
        title.countries, title.explicit = list(last.countries), True
        title.last, title.end = last.last, last.end
        if chamber and last.sector is not None and title.kind == "person":
            title.sector = last.sector
        del found[k + 1 :]
        return


def _has_feminine(words: list[Word], title: Actor) -> bool:
    """A ministry or body inside the title that the adjective may agree with."""
    return any(word.bare.endswith("ة") for word in words[title.first : title.last + 1])


def _is_spelling(gap: list[Word]) -> bool:
    """Closing quotes and the name in Latin letters («شركة "…" (…) الفلانية»)."""
    return 0 < len(gap) <= _REACH and all(word.text.isascii() or word.text in "“”«»" for word in gap)


def _is_portfolio(gap: list[Word]) -> bool:
    """Nouns and adjectives only, as in the name of a ministry or committee."""
    return 0 < len(gap) <= _REACH and not any(
        word.is_mark
        or word.bare in STOP_WORDS
        or word.bare in RELATIVES
        or word.bare in CLAUSE_WORDS
        or (word.preposition is not None and word.bare != "من")
        or (word.info.is_finite and word.upos in (None, "VERB") and not word.bare.startswith(("ال", "وال")))
        for word in gap
    )


def _place(words: list[Word], title: Actor, place: Actor) -> None:
    """«كبار المسؤولين في تلك المدينة»، «شرطة ولاية …»: who acts in a place right behind is of that place."""
    if (
        title.explicit
        or title.named
        or title.scope not in ("home", "known")
        or title.kind in PLACE_KINDS
        or title.pronoun
    ):
        return
    gap = [w.bare.removeprefix("ب") for w in words[title.last + 1 : place.first]]
    regional = any(w in _REGIONS for w in gap)
    if len(gap) > 3 or any(w not in _REGIONS and w not in ("في", "فى") for w in gap):
        return
    if title.sector in _LOCAL or title.kind == "group" or (regional and title.sector != "MIL"):
        title.countries = list(place.countries)
