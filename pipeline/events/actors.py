"""Who is spoken of: names, titles, bodies and groups in a sentence, each with country and sector.

Belongs here: finding mentions of actors, one after the other, and reading country and sector off their words. Does not belong
here: countries that only the story tells (resolve, belonging), and which side of an event they are on (roles).
"""

from pipeline.events.actor import FIXED_KINDS, Actor, Memory
from pipeline.events.appositions import employer, merge_appositions
from pipeline.events.belonging import settle_unplaced
from pipeline.events.gazetteer import FIRST_NAMES, bare_head, is_adjective, is_common, match_entry, stem_start
from pipeline.events.lexicon import Lexicon, Name
from pipeline.events.morphology import fold, raw_offset
from pipeline.events.naming import foreign_name, given_name, known_name, name_behind
from pipeline.events.noun_phrase import extend
from pipeline.events.particles import (
    HONORIFICS,
    RELATIVES,
    STOP_WORDS,
)
from pipeline.events.relation import relate
from pipeline.events.resolve import resolve_country
from pipeline.events.story import Sentence, Word
from pipeline.events.titles import complete_title

_PAIR_WORDS = {
    "الجانبان", "الجانبين", "الطرفان", "الطرفين", "البلدان", "البلدين", "الدولتان", "الدولتين", "الوزيران", "الوزيرين", "الرئيسان",
    "الرئيسين", "المسؤولان", "المسؤولين", "للبلدين", "بالبلدين", "الحكومتان", "الحكومتين", "الزعيمان", "الزعيمين",
    "القائدان", "القائدين", "الملكين", "الوفدان", "الوفدين", "المؤسستين", "الجهتان", "الجهتين", "المملكتان", "المملكتين",
    "البرلمانان", "البرلمانين", "الشريكان", "الشريكين", "الجارين", "طرفا",
}  # fmt: skip
_REGIONS = frozenset(
    "إفريقي أفريقي افريقي عربي دولي أجنبي غربي إقليمي عالمي خليجي مغاربي إسلامي أممي آسيوي لاتيني متوسطي أوروبي أوربي الأجانب أجانب الأفارقة أفارقة".split()
)
_SOIL = frozenset(
    fold(w)
    for w in "عاصمة مدينة مدن أراضي أراض صحراء أقاليم حدود مياه سواحل محافظة مقاطعة ولاية بلدة جزر جزيرة منطقة مناطق ساحل".split()
)
"""Before a nationality: a place («العاصمة المغربية»)."""
_TAKEN_UP = frozenset("المذكورة المذكور ذاتها ذاته نفسها نفسه عينها عينه".split())
_ARAB_PRESS = frozenset({"MAR", "TUN", "DZA", "EGY", "SAU", "LBN", "IRQ", "JOR"})
_COUNTLESS = frozenset("العشرات المئات الآلاف والعشرات والمئات والآلاف".split())
_NOBODY_AFTER = {
    "السلطة": frozenset({"في", "إلى", "الى", "على", "عن"}),
    "الغرب": frozenset({"جهة", "منطقة", "سهل", "أقصى", "نحو", "شمال", "جنوب"}),
}
"""Power that one comes to and loses, and a side of the sky: no actors behind these words."""
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
        resolve_country(actor, memory, found)
        memory.note(actor)
        found.append(actor)
        i = actor.last + 1
        complete_title(sentence.words, found, memory)
        merge_appositions(sentence, found, memory)
        employer(sentence, found)
    settle_unplaced(found, memory)
    return found


def _at(sentence: Sentence, i: int, lexicon: Lexicon, memory: Memory, year: int | None) -> Actor | None:
    words = sentence.words
    word = words[i]
    if word.preposition is not None or word.bare in STOP_WORDS:
        return None
    match = match_entry(words, i, lexicon, year)
    bare = word.bare
    stem = bare[1:] if bare[:1] in ("و", "ف") else bare
    if (stem in _PAIR_WORDS or bare in _PAIR_WORDS) and (memory.pair or stem != "المسؤولين"):
        nxt = words[i + 1] if i + 1 < len(words) else None
        if not (nxt and nxt.info.nisba):
            return _pair(sentence, i)
    if bare in _COUNTLESS and not (i + 1 < len(words) and words[i + 1].bare == "من"):
        return _countless(word)
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
    if last == i and i and words[i - 1].bare in _NOBODY_AFTER.get(name.text, ()):
        return None
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
        head=bare_head(word), entry=name.text, name=name.text if name.kind in ("person", "organisation") else None, named=name.kind in FIXED_KINDS,
    )  # fmt: skip
    if name.kind == "person_role":
        actor.kind = "person"
    if _is_namesake(name, memory):
        actor.countries, actor.explicit = [memory.home or ""], False
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


def _is_namesake(name: Name, memory: Memory) -> bool:
    """«حزب العمل» in a story that names no country of the party known by that name: the home's own party."""
    return (
        name.kind == "organisation"
        and name.sector == "PTY"
        and name.text.startswith(("حزب ", "جبهة ", "الجبهة ", "الحزب "))
        and memory.home in _ARAB_PRESS
        and name.country != memory.home
        and not memory.countries[name.country or ""]
    )


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


def _countless(word: Word) -> Actor:
    """«أصيب العشرات»: people told by their number alone."""
    start = word.start + (1 if word.bare.startswith("و") else 0)
    return Actor(
        first=word.index, last=word.index, start=start, end=word.end, text="", kind="crowd", countries=[], sector="CVL", other_sectors=(),
        scope="victim", codable=True, gender="m", number="p", resolution="title", head="عشرات", definite=True,
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
