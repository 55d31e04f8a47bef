"""Mentions beside each other that are one: a name and its title, somebody and whom he served.

Belongs here: merging neighbours and what one tells of the other. Does not belong here: the extent of one noun phrase
(noun_phrase), and titles that go on over other mentions (titles).
"""

from pipeline.events.actor import Actor, Memory
from pipeline.events.naming import remember_name
from pipeline.events.particles import RELATIVES
from pipeline.events.story import Sentence


def employer(sentence: Sentence, found: list[Actor]) -> None:
    """«العقيد المتقاعد الذي اشتغل بالقوات الجوية الجزائرية»: whom somebody served tells his country."""
    if (
        len(found) < 2
        or found[-2].kind != "person"
        or found[-2].explicit
        or not found[-1].explicit
        or found[-1].kind not in ("body", "organisation")
    ):
        return
    between = [w.bare for w in sentence.words[found[-2].last + 1 : found[-1].first]]
    if (
        len(between) <= 4
        and any(b in RELATIVES for b in between)
        and any(b in ("اشتغل", "يشتغل", "عمل", "يعمل", "خدم", "كان") for b in between)
    ):
        found[-2].countries, found[-2].explicit = list(found[-1].countries), True


def merge_appositions(sentence: Sentence, found: list[Actor], memory: Memory) -> None:
    """«الاسم، الصفة» and «الصفة، الاسم» are one mention."""
    words = sentence.words
    i = max(0, len(found) - 2)
    while i + 1 < len(found):
        a, b = found[i], found[i + 1]
        between = words[a.last + 1 : b.first]
        comma = len(between) == 1 and between[0].text in "،,"
        adjacent = not between
        strangers = a.explicit and b.explicit and bool(a.countries) and not set(a.countries) & set(b.countries)
        if strangers and adjacent:
            i += 1  # «دعا الملك … رئيس الحكومة الإسبانية»: two people
            continue
        one_named = (
            (a.named and not b.named)
            or (b.named and not a.named and b.kind == "person")
            or (a.named and b.named and a.kind == b.kind == "person" and not a.countries)
        )
        if (
            ((comma or (adjacent and ((b.named and not a.named) or not words[b.first].bare.startswith(("ال", "لل", "وال"))))) and a.kind == "person" and b.kind == "person" and one_named and not b.joined and not b.relation and a.number == b.number == "s"
            and not words[b.first].bare.startswith("و")) or (words[b.first].bare.startswith("وزير") and comma and a.kind == b.kind == "person" and a.named and not b.named)
        ):  # fmt: skip
            explicit = next((x for x in (a, b) if x.explicit and x.countries), None)
            if explicit is not None:
                a.countries, a.explicit = list(explicit.countries), True
            elif not a.countries:
                a.countries = list(b.countries)
            title = b if a.named and not b.named else a
            if title.sector is not None or title.codable:
                other = {a.sector, b.sector} - {None, title.sector}
                a.sector, a.codable = title.sector or a.sector or b.sector, title.codable or a.codable
                a.other_sectors = tuple(
                    sorted({*a.other_sectors, *b.other_sectors, *(x for x in other if x)} - {a.sector, None})
                )
            a.codable = a.codable or (title.codable and title.sector is not None)
            if not title.codable and title.sector is None:
                a.codable, a.sector = False, a.sector if a.name else None
            a.gender = title.gender or a.gender
            a.counterpart = a.counterpart or b.counterpart
            a.scope = title.scope if not a.countries else a.scope
            name_word = words[a.last if title is not a else b.last]
            a.name = a.name or b.name
            a.core |= b.core
            a.last, a.end = b.last, b.end
            a.named = True
            if title is b and not b.explicit and a.countries:
                memory.heads[b.head] = a
            elif title.head:
                memory.heads[title.head] = a
            a.head, a.entry = title.head or a.head, title.entry or a.entry
            remember_name(name_word, a, memory)
            closing = a.last + 1
            del found[i + 1]
            if comma and closing < len(words) and words[closing].text in "،,":
                pass
            continue
        i += 1
