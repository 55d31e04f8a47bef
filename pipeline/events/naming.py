"""Names of persons the lexicon does not know: by a given name, the model, an apposition, or an earlier mention.

Belongs here: finding and remembering names. Does not belong here: titles (noun_phrase).
"""

from dataclasses import replace

from pipeline.events.actor import Actor, Memory
from pipeline.events.gazetteer import FIRST_NAMES
from pipeline.events.lexicon import Lexicon
from pipeline.events.morphology import fold, raw_offset
from pipeline.events.particles import (
    DAY_WORDS,
    STOP_WORDS,
)
from pipeline.events.story import Sentence, Word

_NO_NAMES = frozenset(
    fold(w)
    for w in "الدولي الوطني العام الأعلى المركزي الاجتماعي السياسي الأمني العسكري المدني الديمقراطي الإسلامي العربي الشعبي المحلي الجهوي الإقليمي".split()
)


def may_be_name(word: Word) -> bool:
    """Could be part of a person's name: by the model where it ran, else because it is nothing the lexicon knows."""
    if word.ner is not None and word.ner != "O":
        return word.ner.endswith("PER")
    if word.upos in ("VERB", "ADP", "CCONJ", "SCONJ", "PART", "ADV", "DET", "PRON", "NUM", "ADJ"):
        return False
    if word.upos == "NOUN" and word.bare.endswith("ات"):
        return False  # «المستشار الألماني استعدادات …»
    return word.info.may_name


def remember_name(word: Word, actor: Actor, memory: Memory) -> None:
    """Remember that later mentions of this last name are the same person."""
    if word.info.folded in _NO_NAMES:
        return
    sure = word.info.may_name and (actor.name is not None or word.upos == "PROPN")
    if len(word.info.folded) >= (3 if sure else 4) or word.text.isascii():
        memory.names[word.info.folded] = actor


def known_name(words: list[Word], i: int, memory: Memory) -> Actor | None:
    """A surname, or a full name, whose bearer was introduced before."""
    word = words[i]
    for split in word.info.splits:
        if split.pronoun or split.future:
            continue
        key = "ال" + split.stem if split.article else split.stem
        known = memory.names.get(key)
        if known is None:
            continue
        return Actor(
            first=i, last=i, start=word.start + raw_offset(word.text, split.offset), end=word.end, text="", kind=known.kind, countries=list(known.countries),
            sector=known.sector, other_sectors=known.other_sectors, scope=known.scope, codable=known.codable, gender=known.gender,
            number="s", resolution="name", head=key, name=known.name, named=True, explicit=bool(known.countries),
            core=frozenset({i}), core_last=i,
        )  # fmt: skip
    return None


def foreign_name(sentence: Sentence, i: int, memory: Memory) -> Actor | None:
    """A run of words that the model, or an apposition right after it, marks as a person's name."""
    words = sentence.words
    word = words[i]
    is_person = word.ner is not None and word.ner.endswith("PER")
    if not is_person and not may_be_name(word):
        return None
    for k in range(i + 1, min(i + 3, len(words))):
        if words[k].is_mark:
            break
        if (
            words[k].info.folded in memory.names
            and words[k].info.folded not in FIRST_NAMES
            and all(may_be_name(w) for w in words[i:k])
            and not is_person
        ):
            known = memory.names[words[k].info.folded]
            return replace(
                known, first=i, last=k, start=word.start, end=words[k].end, relation="", relation_at=-1, joined=False, pronoun="",
                resolution="name", core=frozenset(range(i, k + 1)), core_last=k, in_relative=False,
            )  # fmt: skip
    j = i
    while j + 1 < len(words) and not words[j + 1].is_mark:
        following = words[j + 1]
        if is_person and (not (following.ner or "").endswith("PER") or _is_predicate(following)):
            break
        if not is_person and (
            following.info.names or following.info.nisba or not (may_be_name(following) or _proper(following))
        ):
            break
        j += 1
        if j - i > 5:
            return None
    if not is_person:
        before = words[i - 1] if i else None
        opens = (
            before is None
            or before.info.is_finite
            or before.is_mark
            or before.preposition in ("with", "between", "agent")
            or before.bare in ("طرف", "قبل", "لدن", "من")
        )
        if not opens or j == i or j + 2 >= len(words) or words[j + 1].text not in "،,":
            return None
        if not any(s.conjunction == "" and s.preposition == "" for s, _ in words[j + 2].info.names):
            return None
    return _full_name(words, i, j, memory)


def given_name(sentence: Sentence, i: int, lexicon: Lexicon, memory: Memory, year: int | None) -> Actor | None:
    """A full name that opens with a common given name («مختار مديوني»)."""
    words = sentence.words
    links = ("بن", "بنت", "ابن", "آل", "ولد", "أبو", "عبد")
    j = i
    while j + 1 < len(words) and j - i < 4:
        following = words[j + 1]
        info = following.info
        if (
            following.is_mark
            or following.preposition is not None
            or following.bare in STOP_WORDS
            or following.bare in DAY_WORDS
            or info.triggers
        ):
            break
        if info.folded in FIRST_NAMES or following.bare in links or words[j].bare in links:
            j += 1
            continue
        if info.is_finite or info.classes or (j > i and (info.nisba is not None or info.names or j - i >= 2)):
            break
        j += 1
    if j == i:
        return known_name(words, i, memory)
    return _full_name(words, i, j, memory)


def _full_name(words: list[Word], i: int, j: int, memory: Memory) -> Actor:
    """Somebody by a name that the lexicon does not know; later the last name alone is enough."""
    actor = Actor(
        first=i, last=j, start=words[i].start, end=words[j].end, text="", kind="person", countries=[], sector=None, other_sectors=(),
        scope="none", codable=False, gender="", number="s", resolution="name", head=words[j].info.folded, named=True,
    )  # fmt: skip
    if j > i and words[j].info.may_name:
        remember_name(words[j], actor, memory)
    return actor


def _is_predicate(word: Word) -> bool:
    """A verb or a role behind a name, which the model of names takes along («فلان متهم»)."""
    return word.upos == "VERB" or (word.upos == "ADJ" and bool(word.info.names))


def name_behind(words: list[Word], actor: Actor, memory: Memory, previous: Actor | None) -> None:
    """«نظيرته الفلانية؛ فلانة الفلانية.»: a run of proper names set off behind a title is the bearer's name."""
    if actor.kind != "person" or actor.named or actor.number != "s" or not actor.codable:
        return
    if previous is not None and previous.named and previous.kind == "person" and previous.last >= actor.first - 2:
        return  # the name stood before its title
    first = actor.last + 2
    if first >= len(words) or words[first - 1].text not in "،,؛-":
        return
    if words[first].bare.startswith("و") and not words[first].bare.startswith("وو"):
        return  # somebody else
    last = first - 1
    while last + 1 < len(words) and last - first < 4 and _proper(words[last + 1]):
        last += 1
    if last <= first or not (last + 1 == len(words) or words[last + 1].is_mark):
        return
    actor.last, actor.end, actor.named = last, words[last].end, True
    actor.core |= frozenset(range(first, last + 1))
    remember_name(words[last], actor, memory)


def _proper(word: Word) -> bool:
    """The tagger, or the model of names, takes the word for a name that the lexicon does not know."""
    return not word.is_mark and not word.info.names and (word.upos == "PROPN" or (word.ner or "").endswith("PER"))
