"""How far a title or body goes: its complements, adjectives, nationality, place and name.

Belongs here: the extent of a noun phrase and the country and sector its words give. Does not belong here: its relation to a verb.
"""

from pipeline.events.actor import FIXED_KINDS, PLACE_KINDS, Actor, Memory
from pipeline.events.gazetteer import bare_head, is_plain, match_entry
from pipeline.events.lexicon import Lexicon
from pipeline.events.naming import may_be_name, remember_name
from pipeline.events.particles import (
    CLAUSE_WORDS,
    DAY_WORDS,
    HONORIFICS,
    RELATIVES,
    STOP_WORDS,
)
from pipeline.events.story import Sentence, Word

_ATTACHING = frozenset({"ب", "ل"})
_REPRESENTATIVES = (
    "سفير",
    "سفيرة",
    "قنصل",
    "ممثل",
    "ممثلة",
    "مندوب",
    "مندوبة",
    "مبعوث",
    "قيادي",
    "القيادي",
    "السفير",
    "القنصل",
)
_CHARGED = frozenset("المكلف المكلفة المنتدب المنتدبة المعتمد المعتمدة".split())
_KNOWN_W = frozenset(
    {
        "وزير",
        "وزيرة",
        "وفد",
        "وزارة",
        "والي",
        "وكيل",
        "وكالة",
        "وحدات",
        "واشنطن",
        "وحدة",
        "ولاية",
        "وجدة",
        "وهران",
        "وسائل",
    }
)


def extend(
    sentence: Sentence, actor: Actor, lexicon: Lexicon, year: int | None, memory: Memory, *, is_name: bool
) -> None:
    """Take in what belongs to the noun phrase: complements, adjectives, nisba, attached places, a name."""
    words = sentence.words
    j = actor.last + 1
    first, last = words[actor.first].bare, words[actor.last].bare
    closed = ("ال", "وال", "بال", "لل", "فال", "كال")
    open_idafa = (
        not is_name
        and not last.startswith(closed)
        and (not first.startswith(closed) or last in ("باسم", "لحزب", "لحركة", "لحلف", "حزب", "حركة"))
    )
    if actor.pronoun or (
        words[actor.last].info.folded.endswith(("ون", "ين", "ان")) and len(words[actor.last].info.folded) > 4
    ):
        open_idafa = False
    representative = bare_head(words[actor.first]) in _REPRESENTATIVES
    n_taken = 0
    name_at: int | None = None
    while j < len(words) and n_taken < 14:
        word = words[j]
        if words[j - 1].bare in _CHARGED and actor.kind == "person" and not is_name:
            # «المكلف بمجموعة إفريقيا الشرقية»: what the office is about
            while (
                j < len(words)
                and not words[j].is_mark
                and words[j].bare not in RELATIVES
                and not words[j].info.is_finite
                and n_taken < 14
            ):
                actor.last = j
                j += 1
                n_taken += 1
            break
        if word.is_mark:
            if word.text in "\"“”«»'()" and j + 1 < len(words) and not words[j + 1].is_mark and (n_taken < 4):
                inner = match_entry(words, j + 1, lexicon, year)
                if (inner is not None and inner[1].kind in ("organisation", "country") and not actor.countries) or (
                    open_idafa and word.text not in "()"
                ):
                    if inner is not None and inner[1].country and not actor.countries:
                        actor.countries, actor.explicit = [inner[1].country], True
                        actor.sector = inner[1].sector or actor.sector
                    actor.last = inner[0] if inner is not None else j + 1
                    j = actor.last + 1
                    open_idafa = False
                    if j < len(words) and words[j].is_mark and words[j].text in "\"“”«»')":
                        j += 1
                    n_taken += 1
                    continue
            break
        if word.bare.lstrip("وبل") in ("جمهورية", "مملكة", "دولة") and j + 1 < len(words) and not is_name:
            state = match_entry(words, j + 1, lexicon, year)
            if state is not None and state[1].kind == "country" and state[1].country:
                if not actor.countries or not actor.explicit:
                    actor.countries, actor.explicit = [state[1].country], True
                actor.last = state[0]
                j = state[0] + 1
                n_taken += 1
                open_idafa = False
                continue
        if word.bare in ("ل", "ب") and j + 2 < len(words) and words[j + 1].is_mark:
            j += 1  # «لـ”الحزب”»
            continue
        if (
            word.bare in ("يحمل", "تحمل", "يحملون", "يحملان", "من", "ذو", "ذوي", "حامل")
            and j + 2 < len(words)
            and words[j + 1].bare in ("الجنسية", "جنسية")
            and (nationality := words[j + 2].info.nisba) is not None
        ):
            actor.countries, actor.explicit, actor.last = [nationality[0]], True, j + 2
            break
        if word.bare in STOP_WORDS or word.bare in RELATIVES or word.bare in CLAUSE_WORDS:
            break
        if (
            actor.kind == "person"
            and not is_name
            and not actor.named
            and word.bare in HONORIFICS
            and _name_follows(words, j, lexicon, year)
        ):
            actor.last = j
            j += 1
            n_taken += 1
            continue
        if (
            not is_name
            and not open_idafa
            and not first.startswith(closed)
            and words[actor.last].bare[-2:] == word.bare[-2:]
            and word.bare[-2:] in ("ين", "ون", "ات")
            and is_plain(word)
        ):
            actor.last = j  # «مسؤولين أمنيين سامين»
            j += 1
            n_taken += 1
            continue
        nisba = word.info.nisba
        match = match_entry(words, j, lexicon, year)
        if match is not None and match[1].kind == "nisba_phrase" and match[1].country:
            if not actor.countries or not actor.explicit:
                actor.countries, actor.explicit = [match[1].country], True  # «الرئيس الكوري الجنوبي»
            actor.last = match[0]
            j = match[0] + 1
            n_taken += 1
            open_idafa = False
            continue
        word.bare[:1] in ("و",) and any(s.conjunction for s in word.info.splits) and word.info.folded not in _KNOWN_W
        if (
            nisba is not None
            and not nisba[2].preposition
            and (match is None or match[1].kind not in ("country", "city", "organisation") or match[0] == j)
            and not (match and match[1].kind == "country" and not nisba[2].article and open_idafa)
        ):
            code = nisba[0]
            if nisba[1].number == "p" and nisba[1].gender == "m" and actor.explicit and not _plural_head(words, actor):
                break  # «جيش … الفلاني» and then its victims: «حمّل الجيش الإسرائيلي الفلسطينيين المسؤولية»
            if _false_nisba(words, j, code, actor):
                actor.last = j
            else:
                if nisba[2].conjunction and _in_title(words, j, actor) and nisba[1].number == "p":
                    actor.last = j
                elif nisba[2].conjunction:
                    if actor.countries and actor.explicit and nisba[2].article == words[j - 1].bare.startswith("ال"):
                        actor.countries.append(code)
                        actor.last = j
                    else:
                        break
                else:
                    if not actor.countries or (not actor.explicit and actor.scope != "none"):
                        actor.countries, actor.explicit = [code], True
                    elif is_name and actor.kind == "country":
                        break
                    actor.last = j
            open_idafa = False
            j += 1
            n_taken += 1
            continue
        if match is not None:
            name = match[1]
            split = next((s for s, k in word.info.names), None)
            preposition = split.preposition if split else ""
            ministry = (
                actor.kind == "person"
                and name.kind == "body"
                and word.bare.startswith("وال")
                and name.scope in ("known", "home")
                and name.sector in ("GOV", "EDU", "COP")
                and _in_title(words, j, actor)
            )
            if split and split.conjunction and not open_idafa and not ministry:
                break  # «الشؤون الخارجية والتعاون» goes on; «والوزير الفرنسي» is somebody else
            if name.kind in ("country", "metonym", "city"):
                if preposition in _ATTACHING or not preposition:
                    if preposition == "" and not open_idafa:
                        break
                    if preposition and is_name and actor.kind in ("country", "metonym", "city") and preposition == "ل":
                        break
                    if preposition == "ل" and not actor.codable:
                        break
                    if (
                        preposition
                        and actor.explicit
                        and name.country not in actor.countries
                        and actor.kind == "person"
                    ):
                        break  # «زيارة أمير قطر لطهران»
                    among = preposition == "ب" and actor.scope == "none" and actor.kind == "crowd"
                    if name.country and not among and (not actor.countries or (not actor.explicit and not is_name)):
                        actor.countries, actor.explicit = [name.country], True
                    actor.last = match[0]
                    j = match[0] + 1
                    n_taken += 1
                    open_idafa = False
                    continue
                break
            if name.kind == "person":
                if actor.kind == "person" and not preposition and (not open_idafa or not actor.codable or actor.sector):
                    if name.country and (not actor.explicit):
                        actor.countries, actor.explicit = [name.country], True
                    if name.sector and actor.sector is None:
                        actor.sector = name.sector
                    elif name.sector and name.sector not in ("GOV", actor.sector):
                        actor.other_sectors = (name.sector,)
                    actor.name = name.text
                    actor.named = True
                    actor.core |= frozenset(range(j, match[0] + 1))
                    actor.last = match[0]
                    if match[0] > j:
                        remember_name(words[match[0]], actor, memory)
                    j = match[0] + 1
                    n_taken += 1
                    continue
                break
            if open_idafa or (preposition in _ATTACHING and actor.kind in ("person", "body", "group") and not is_name):
                if preposition == "ل" and name.kind in ("person_role", "group", "people") and not representative:
                    break
                if name.country and not actor.countries:
                    actor.countries, actor.explicit = [name.country], True
                if actor.sector is None and name.sector:
                    actor.sector, actor.codable = name.sector, actor.codable or name.sector is not None
                elif name.sector and representative and name.sector in ("REB", "IGO"):
                    actor.sector = name.sector
                if (
                    actor.sector == "GOV"
                    and name.sector in ("REB", "PTY", "MIL", "COP", "LEG", "IGO")
                    and actor.kind == "person"
                    and actor.head in ("زعيم", "قيادي", "رئيس", "ممثل", "سفير", "مسؤول", "ناطق", "متحدث", "عضو", "مدير")
                ):
                    actor.sector = name.sector
                if (
                    actor.kind in ("body", "group")
                    and name.sector in ("COP", "MIL", "SPY", "JUD")
                    and actor.sector in ("MIL", "GOV", "CRM", None)
                ):
                    actor.sector = name.sector
                if (
                    actor.scope in ("none", "suspect", "victim")
                    and name.kind in ("body", "person_role")
                    and name.scope == "home"
                    and not actor.countries
                ):
                    actor.scope = "home"
                actor.last = match[0]
                open_idafa = (
                    not words[match[0]].bare.startswith(("ال", "لل", "وال", "بال"))
                    and name.kind not in FIXED_KINDS
                    and not match[2]
                )
                j = match[0] + 1
                n_taken += 1
                continue
            if (
                actor.kind == "person"
                and name.kind in ("body",)
                and not preposition
                and word.bare.startswith("ال")
                and _in_title(words, j, actor)
            ):
                actor.last = match[0]
                j = match[0] + 1
                n_taken += 1
                continue
            break
        if word.info.folded in _known_names_key(memory) and actor.kind == "person" and not is_name:
            known = memory.names[word.info.folded]
            if not actor.explicit and known.countries:
                actor.countries, actor.explicit = list(known.countries), True
            actor.last = j
            actor.named = True
            j += 1
            continue
        if word.preposition is not None:
            building = actor.kind == "body" and actor.scope == "victim"
            if (
                word.preposition == "in"
                and not is_name
                and (
                    representative
                    or building
                    or _place_before_name(words, j, lexicon, year, actor)
                    or (not actor.countries and (actor.scope in ("none",) or actor.counterpart or actor.kind == "body"))
                )
            ):
                inner = match_entry(words, j + 1, lexicon, year) if j + 1 < len(words) else None
                if inner is not None and inner[1].kind in PLACE_KINDS | {"organisation"} and inner[1].country:
                    if not actor.countries or building:
                        actor.countries, actor.explicit = [inner[1].country], True
                    if inner[1].sector == "REB":
                        actor.sector = "REB"
                    actor.last = inner[0]
                    j = inner[0] + 1
                    n_taken += 1
                    continue
            break
        if open_idafa:
            if (
                word.info.is_finite
                and not word.bare.startswith("ال")
                and word.upos in (None, "VERB")
                and word.info.verbs
            ) or _purpose(word):
                break
            actor.last = j
            open_idafa = not word.bare.startswith(("ال", "لل")) and not word.bare.endswith(("ها", "هم"))
            j += 1
            n_taken += 1
            continue
        article = (
            word.bare.startswith("ال")
            or (word.bare.startswith("وال") and (actor.kind == "person" or n_taken > 0))
            or (
                word.bare.startswith(("لل", "بال"))
                and (actor.kind == "person" or actor.sector == "COP")
                and not is_name
            )
        )
        if (
            article
            and not is_name
            and word.bare not in DAY_WORDS
            and not word.info.triggers
            and not (word.info.phrases and word.upos != "ADJ")
        ):
            if word.bare.startswith("وال") and not _in_title(words, j, actor):
                break
            if word.upos == "NOUN" and not _in_title(words, j, actor):
                break  # «انتقد رئيس الحزب السياسة …»: the object, no adjective
            if words[actor.last].bare.startswith(closed):
                actor.last = j
                j += 1
                n_taken += 1
                continue
            break
        if (
            actor.kind == "person"
            and not is_name
            and not actor.named
            and may_be_name(word)
            and words[actor.last].bare.startswith(("ال", "لل", "وال", "بال"))
        ):
            k = j
            while (
                k < len(words)
                and k < j + 4
                and not words[k].is_mark
                and may_be_name(words[k])
                and match_entry(words, k, lexicon, year) is None
                and words[k].info.nisba is None
            ):
                k += 1
            if k > j:
                actor.core |= frozenset(range(j, k))
                actor.last = name_at = k - 1
                actor.named = True
            break
        if word.ner is not None and word.ner.endswith("PER") and actor.kind == "person":
            actor.last = name_at = j
            actor.named = True
            j += 1
            n_taken += 1
            continue
        break
    if is_name and actor.kind == "person" and actor.core_last > actor.first:
        remember_name(words[actor.core_last], actor, memory)
    if actor.kind == "person" and name_at is not None and not is_name:
        remember_name(words[name_at], actor, memory)


def _name_follows(words: list[Word], j: int, lexicon: Lexicon, year: int | None) -> bool:
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


def _place_before_name(words: list[Word], j: int, lexicon: Lexicon, year: int | None, actor: Actor) -> bool:
    """«رئيس الحكومة في لبنان فلان»: the place belongs to the title when the bearer's name comes behind it."""
    if actor.kind != "person" or j + 1 >= len(words):
        return False
    place = match_entry(words, j + 1, lexicon, year)
    if place is None or place[1].kind not in PLACE_KINDS or place[0] + 1 >= len(words):
        return False
    name = match_entry(words, place[0] + 1, lexicon, year)
    return name is not None and name[1].kind == "person"


def _known_names_key(memory: Memory) -> dict[str, Actor]:
    return memory.names


def _in_title(words: list[Word], j: int, actor: Actor) -> bool:
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


def _purpose(word: Word) -> bool:
    """«دولة لمساعدة …»: what something is for is no part of its name."""
    return any(f.pos == "N" and s.preposition == "ل" and not s.article for _, f, s in word.info.triggers)


def _plural_head(words: list[Word], actor: Actor) -> bool:
    """The mention's noun is a plural that a plural adjective can belong to."""
    return actor.number != "s" or words[actor.first].info.folded.endswith(("ين", "ون", "ي", "و"))


def _false_nisba(words: list[Word], j: int, code: str, actor: Actor) -> bool:
    """Adjectives that look like a nationality: مالي financial, قطري of the country, هندي of an Indian fig."""
    if code == "MLI":
        return actor.sector not in ("GOV", "MIL", "COP", "LEG") or actor.head in (
            "وزير",
            "وزيرة",
            "وزارة",
            "لجنة",
            "مدير",
        )
    return code == "COM" and actor.head not in ("رئيس", "حكومة", "وزير")
