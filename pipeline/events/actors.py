"""Who is spoken of: names, titles, bodies and groups in a sentence, each with country and sector.

Belongs here: finding and delimiting mentions of actors and reading country and sector off their words, and the memory of
who was spoken of before. Does not belong here: which side of an event they are on (roles).
"""

from pipeline.events.actor import FIXED_KINDS, Actor, Memory
from pipeline.events.gazetteer import FIRST_NAMES, bare_head, is_adjective, is_common, match_entry, stem_start
from pipeline.events.lexicon import Lexicon
from pipeline.events.morphology import fold, raw_offset
from pipeline.events.naming import foreign_name, given_name, known_name, name_behind, remember_name
from pipeline.events.noun_phrase import extend
from pipeline.events.particles import (
    HONORIFICS,
    RELATIVES,
    STOP_WORDS,
)
from pipeline.events.relation import relate
from pipeline.events.story import Sentence, Word

_PAIR_WORDS = {
    "الجانبان", "الجانبين", "الطرفان", "الطرفين", "البلدان", "البلدين", "الدولتان", "الدولتين", "الوزيران", "الوزيرين", "الرئيسان",
    "الرئيسين", "المسؤولان", "المسؤولين", "للبلدين", "بالبلدين", "الحكومتان", "الحكومتين", "الزعيمان", "الزعيمين",
    "القائدان", "القائدين", "الملكين", "الوفدان", "الوفدين", "المؤسستين",
}  # fmt: skip
_SPEAKER_HEADS = frozenset(
    {"متحدث", "متحدثة", "مسؤول", "مسؤولة", "دبلوماسي", "قيادي", "نائب", "وزير", "سفير", "رئيس", "المتحدث"}
)
"""Definite titles that take up the last speaker («المتحدث نفسه»)."""
_REGIONS = frozenset(
    "إفريقي أفريقي افريقي عربي دولي أجنبي غربي إقليمي عالمي خليجي مغاربي إسلامي أممي آسيوي لاتيني متوسطي أوروبي أوربي الأجانب أجانب الأفارقة أفارقة".split()
)
_SOIL = frozenset(
    fold(w)
    for w in "عاصمة مدينة مدن أراضي أراض صحراء أقاليم حدود مياه سواحل محافظة مقاطعة ولاية بلدة جزر جزيرة منطقة مناطق ساحل".split()
)
"""Before a nationality: a place («العاصمة المغربية»)."""
_TAKEN_UP = frozenset("المذكورة المذكور ذاتها ذاته نفسها نفسه عينها عينه".split())
_STATE_POWERS = frozenset({"JUD", "COP", "SPY", "LEG"})
_RESOLUTIONS = {"country": "name", "metonym": "metonym", "city": "location", "organisation": "name", "person": "name"}


def find_actors(sentence: Sentence, lexicon: Lexicon, memory: Memory, year: int | None) -> list[Actor]:
    """Mentions of actors and places in a sentence, in order, with countries resolved as far as the story has told."""
    words = sentence.words
    found: list[Actor] = []
    i = 0
    in_relative = -1
    while i < len(words):
        word = words[i]
        if word.is_mark:
            if word.text in "،,":
                in_relative = -1
            i += 1
            continue
        if word.bare in RELATIVES:
            in_relative = i
        actor = _at(sentence, i, lexicon, memory, year)
        if actor is None:
            i += 1
            continue
        name_behind(words, actor, memory, found[-1] if found else None)
        relate(words, actor, found)
        actor.sentence = sentence.number
        actor.in_relative = in_relative >= 0
        _resolve(actor, memory, found)
        memory.note(actor)
        found.append(actor)
        i = actor.last + 1
        _merge_appositions(sentence, found, memory)
        _employer(sentence, found)
    return found


def _employer(sentence: Sentence, found: list[Actor]) -> None:
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


def _at(sentence: Sentence, i: int, lexicon: Lexicon, memory: Memory, year: int | None) -> Actor | None:
    words = sentence.words
    word = words[i]
    if word.preposition is not None or word.bare in STOP_WORDS:
        return None
    match = match_entry(words, i, lexicon, year)
    bare = word.bare
    stem = bare[1:] if bare[:1] in ("و", "ف") else bare
    if stem in _PAIR_WORDS or bare in _PAIR_WORDS:
        nxt = words[i + 1] if i + 1 < len(words) else None
        if not (nxt and nxt.info.nisba):
            return _pair(sentence, i)
    if match is None and word.info.folded in FIRST_NAMES:
        return given_name(sentence, i, lexicon, memory, year)
    if match is None or (match[1].kind == "person" and " " not in match[1].text and word.upos in ("VERB", "ADJ")):
        known = known_name(words, i, memory)
        if known is not None:
            return known
        if word.info.nisba is not None:
            return _nisba_noun(sentence, i, lexicon)
        return foreign_name(sentence, i, memory)
    last, name, pronoun = match
    if (
        name.text == "مالي"
        and not word.preposition
        and i
        and not (words[i - 1].preposition or words[i - 1].bare in ("دولة", "جمهورية", "شمال", "حكومة"))
        and word.info.folded == "مالي"
    ):
        return None
    if (
        name.kind in ("person", "city", "organisation")
        and last == i
        and (
            is_common(word)
            or (name.kind == "person" and word.upos is None and (word.info.is_finite or word.info.triggers))
        )
    ):
        return None
    if name.kind == "nisba_phrase" or is_adjective(words, i):
        return None
    if name.kind == "body" and last == i and word.upos == "ADJ" and i and not words[i - 1].is_mark:
        return None  # «المنافذ البرية والبحرية»
    if i and any(form.pos == "P" for _, form, _ in word.info.triggers) and last == i and words[i - 1].is_mark:
        return None  # «، متهما إياها»: what the subject does besides
    if name.kind == "person" and last == i and _after_definite(words, i, lexicon):
        return None
    actor = Actor(
        first=i, last=last, start=stem_start(word), end=words[last].end, text="", kind=name.kind,
        countries=[name.country] if name.country else [], sector=name.sector, other_sectors=(), scope=name.scope, codable=name.codable,
        gender=name.gender, number="s", resolution=_RESOLUTIONS.get(name.kind, "title"), pronoun=pronoun, explicit=bool(name.country),
        head=bare_head(word), name=name.text if name.kind in ("person", "organisation") else None, named=name.kind in FIXED_KINDS,
    )  # fmt: skip
    if name.kind == "person_role":
        actor.kind = "person"
    if actor.kind in ("group", "crowd", "people"):
        actor.number = "p"
    actor.core_last = last
    actor.core = frozenset(range(i, last + 1))
    actor.definite = bool(word.info.names) and word.info.names[0][1].startswith("ال")
    if name.scope == "counterpart":
        actor.counterpart = True
    if actor.kind in ("person", "body", "group", "crowd", "people", "organisation", "country", "metonym", "city"):
        extend(sentence, actor, lexicon, year, memory, is_name=name.kind in FIXED_KINDS)
    actor.end = words[actor.last].end
    behind = words[actor.last + 1].bare if actor.last + 1 < len(words) else ""
    actor.taken_up = not _TAKEN_UP.isdisjoint((behind, *(w.bare for w in words[i + 1 : actor.last + 1])))
    actor.regional = not actor.named and any(
        w.bare.removeprefix("و").removeprefix("ال").removesuffix("ة") in _REGIONS for w in words[i + 1 : actor.last + 1]
    )
    return actor


def _after_definite(words: list[Word], i: int, lexicon: Lexicon) -> bool:
    """«المركز الترابي»: letters of a surname with the article, after a definite noun that is no title, are its adjective."""
    previous = words[i - 1] if i else None
    return (
        previous is not None
        and words[i].bare.startswith("ال")
        and previous.bare.startswith(("ال", "بال", "لل", "وال"))
        and not previous.is_mark
        and previous.upos != "PROPN"
        and previous.bare not in HONORIFICS
        and previous.info.folded not in FIRST_NAMES
        and not any(n.kind.startswith("person") for _, key in previous.info.names for _, n in lexicon.names[key])
        and previous.info.nisba is None
    )


def _pair(sentence: Sentence, i: int) -> Actor:
    word = sentence.words[i]
    return Actor(
        first=i, last=i, start=word.start, end=word.end, text="", kind="body", countries=[], sector="GOV", other_sectors=(), scope="known",
        codable=True, gender="m", number="d", resolution="description", head=word.bare, dual=True,
    )  # fmt: skip


def _nisba_noun(sentence: Sentence, i: int, lexicon: Lexicon) -> Actor | None:
    """«الفرنسيون», «مغاربة», «الجزائري» standing as a noun. An adjective of something else says nothing by itself."""
    words = sentence.words
    word = words[i]
    nisba = word.info.nisba
    if nisba is None:
        return None
    code, form, split = nisba
    plural = form.number == "p" and form.gender == "m"
    previous = words[i - 1] if i else None
    adjective = (
        previous is not None and not previous.is_mark and previous.preposition is None
        and previous.bare.startswith(("ال", "وال", "بال", "لل", "فال")) == split.article
        and not split.preposition and not split.conjunction and not previous.info.is_finite
        and not (plural and previous.info.nisba is not None and previous.info.nisba[1].number != "p")
    )  # fmt: skip
    if code in ("MLI", "COM") or (code == "QAT" and not plural):
        return None
    if (
        adjective
        and previous is not None
        and previous.info.folded.lstrip("وفبل").removeprefix("ال").removeprefix("ل") in _SOIL
    ):
        return Actor(
            first=i, last=i, start=word.start, end=word.end, text="", kind="city", countries=[code], sector=None, other_sectors=(),
            scope="none", codable=False, gender="f", number="s", resolution="location", head="", explicit=True, named=True,
        )  # fmt: skip
    return Actor(
        first=i, last=i, start=word.start + raw_offset(word.text, split.offset), end=word.end, text="", kind="nisba", countries=[code],
        sector="CVL" if plural and not adjective else None, other_sectors=(), scope="none", codable=not adjective and plural,
        gender=form.gender, number=form.number, resolution="nisba", head="", explicit=True, adjectival=adjective,
    )  # fmt: skip


def _is_suspect(actor: Actor, memory: Memory) -> bool:
    """Who was arrested before, by a word for suspects or by the same word."""
    suspect = memory.suspect
    return actor.sector == "CRM" or actor.head.startswith("معن") or (suspect is not None and suspect.head == actor.head)


def _resolve(actor: Actor, memory: Memory, found: list[Actor]) -> None:
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
    previous_same = memory.heads.get(actor.head)
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
        elif memory.recent:
            actor.countries = [memory.recent[-1]]


def _merge_appositions(sentence: Sentence, found: list[Actor], memory: Memory) -> None:
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
            a.head = title.head or a.head
            remember_name(name_word, a, memory)
            closing = a.last + 1
            del found[i + 1]
            if comma and closing < len(words) and words[closing].text in "،,":
                pass
            continue
        i += 1
