"""How far a title or body goes: its complements, adjectives, nationality, place and name.

Belongs here: the extent of a noun phrase and the country and sector its words give. Does not belong here: its relation to a verb.
"""

from pipeline.events.actor import FIXED_KINDS, PLACE_KINDS, Actor, Memory
from pipeline.events.gazetteer import FIRST_NAMES, bare_head, is_plain, match_entry
from pipeline.events.lexicon import Lexicon
from pipeline.events.morphology import fold
from pipeline.events.naming import may_be_name, remember_name
from pipeline.events.particles import (
    CLAUSE_WORDS,
    DAY_WORDS,
    HONORIFICS,
    RELATIVES,
    STOP_WORDS,
)
from pipeline.events.phrase_parts import (
    has_plural_head,
    in_title,
    is_false_nisba,
    is_purpose,
    name_follows,
    place_before_name,
    ruler,
)
from pipeline.events.story import Sentence

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
_BROKEN_PLURALS = frozenset("الجدد الكبار الأجانب الشباب القدامى الصغار العرب الأفارقة".split())
_PRONOUN_ENDS = ("ها", "هم", "هما", "ته", "ؤه", "ئه", "ءه")
_CLAUSES = frozenset(map(fold, CLAUSE_WORDS))
"""Openers of clauses as papers without hamza write them, too («بيان ان»)."""
_BESIDE = frozenset("أمام قرب وسط لدى".split())
"""Prepositions of where something happens, that place nobody."""
_CHARGED = frozenset("المكلف المكلفة المنتدب المنتدبة المعتمد المعتمدة".split())


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
    if (
        actor.pronoun
        or last.endswith(_PRONOUN_ENDS)
        or (words[actor.last].info.folded.endswith(("ون", "ين", "ان")) and len(words[actor.last].info.folded) > 4)
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
        if word.bare in STOP_WORDS or word.bare in RELATIVES or word.info.folded in _CLAUSES:
            break
        if (
            actor.kind == "person"
            and not is_name
            and not actor.named
            and word.bare in HONORIFICS
            and name_follows(words, j, lexicon, year)
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
        if (
            nisba is not None
            and not nisba[2].preposition
            and (match is None or match[1].kind not in ("country", "city", "organisation") or match[0] == j)
            and not (match and match[1].kind == "country" and not nisba[2].article and open_idafa)
        ):
            code = nisba[0]
            if (
                nisba[1].number == "p"
                and nisba[1].gender == "m"
                and actor.explicit
                and not has_plural_head(words, actor)
            ):
                break  # «جيش … الفلاني» and then its victims: «حمّل الجيش الإسرائيلي الفلسطينيين المسؤولية»
            if is_false_nisba(words, j, code, actor):
                actor.last = j
            else:
                if nisba[2].conjunction and in_title(words, j, actor) and nisba[1].number == "p":
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
                and in_title(words, j, actor)
            )
            if split and split.conjunction and not ministry:
                break  # «الشؤون الخارجية والتعاون» goes on; «والوزير الفرنسي» is somebody else
            if name.kind in ("country", "metonym", "city"):
                if preposition in _ATTACHING or not preposition:
                    if preposition == "" and not open_idafa:
                        break
                    if preposition and is_name and actor.kind in ("country", "metonym", "city") and preposition == "ل":
                        break
                    if preposition == "ل" and not actor.codable:
                        break
                    if preposition and actor.kind == "organisation" and actor.sector in ("IGO", "REB"):
                        break  # «أشاد الصندوق بمصر»
                    if (
                        preposition
                        and actor.explicit
                        and name.country not in actor.countries
                        and actor.kind == "person"
                    ):
                        break  # «زيارة أمير قطر لطهران»
                    among = preposition == "ب" and actor.scope == "none" and actor.kind == "crowd"
                    if name.country and not among and (not actor.countries or (not actor.explicit and not is_name)):
                        actor.countries, actor.explicit = [ruler(name.country, actor)], True
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
                if preposition == "ل" and name.scope == "victim":
                    break  # «اقتحام القوات لمسجد …»
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
                if (
                    not actor.countries
                    and name.kind == "body"
                    and name.scope in ("home", "known")
                    and word.bare.startswith("ال")
                ):
                    told = memory.heads.get(bare_head(word))
                    actor.countries = list(told.countries) if told is not None else []  # «أعضاء اللجنة»
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
                and in_title(words, j, actor)
            ):
                actor.last = match[0]
                j = match[0] + 1
                n_taken += 1
                continue
            break
        if (
            word.info.folded in memory.names
            and word.info.folded not in FIRST_NAMES
            and actor.kind == "person"
            and not is_name
        ):
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
                and word.bare not in _BESIDE
                and not is_name
                and (
                    representative
                    or building
                    or place_before_name(words, j, lexicon, year, actor)
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
                (
                    word.info.is_finite
                    and not word.bare.startswith("ال")
                    and word.upos in (None, "VERB")
                    and word.info.verbs
                )
                or is_purpose(word)
                or word.bare.startswith(("وأ", "وإ", "وآ", "وو"))
                or (word.bare.startswith("و") and n_taken == 0 and actor.core_last > actor.first)
            ):
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
            if word.bare.startswith("وال") and not in_title(words, j, actor):
                break
            if word.upos == "NOUN" and not in_title(words, j, actor):
                break  # «انتقد رئيس الحزب السياسة …»: the object, no adjective
            if (
                words[actor.last].bare.endswith("ون")
                and not word.bare.endswith("ون")
                and word.bare not in _BROKEN_PLURALS
            ):
                break  # «رفض السياسيون المزاعم»
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
        if (
            word.ner is not None
            and word.ner.endswith("PER")
            and actor.kind == "person"
            and not (is_name and word.bare.startswith("و"))
        ):
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
