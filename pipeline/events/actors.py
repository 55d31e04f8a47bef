"""Who is spoken of: names, titles, bodies and groups in a sentence, each with country and sector.

Belongs here: finding and delimiting mentions of actors and reading country and sector off their words, and the memory of
who was spoken of before. Does not belong here: which side of an event they are on (roles).
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from pipeline.events.lexicon import Lexicon, Name
from pipeline.events.morphology import fold, raw_offset
from pipeline.events.particles import (
    AUXILIARIES,
    CLAUSE_WORDS,
    CLITIC_PREPOSITIONS,
    DAY_WORDS,
    FILLERS,
    RELATIVES,
    STOP_WORDS,
)
from pipeline.events.story import Sentence, Story, Word

_FIXED_KINDS = frozenset({"country", "metonym", "city", "organisation", "person", "nisba_phrase"})
_PLACE_KINDS = frozenset({"country", "metonym", "city"})
_ATTACHING = frozenset({"ب", "ل"})
_REPRESENTATIVES = ("سفير", "سفيرة", "قنصل", "ممثل", "ممثلة", "مندوب", "مندوبة", "مبعوث", "قيادي", "القيادي", "السفير", "القنصل")
_PAIR_WORDS = {
    "الجانبان", "الجانبين", "الطرفان", "الطرفين", "البلدان", "البلدين", "الدولتان", "الدولتين", "الوزيران", "الوزيرين", "الرئيسان",
    "الرئيسين", "المسؤولان", "المسؤولين", "للبلدين", "بالبلدين", "الحكومتان", "الحكومتين", "الزعيمان", "الزعيمين",
    "القائدان", "القائدين", "الملكين", "الوفدان", "الوفدين", "المؤسستين",
}  # fmt: skip
_SPEAKER_HEADS = frozenset({"متحدث", "متحدثة", "مسؤول", "مسؤولة", "دبلوماسي", "قيادي", "نائب", "وزير", "سفير", "رئيس", "المتحدث"})
"""Definite titles that take up the last speaker («المتحدث نفسه»)."""
_PLACE_WORDS = frozenset("مدينة العاصمة دولة منطقة إقليم محافظة ولاية جهة مطار مقر حي بلدة قرية مخيم".split())


FIRST_NAMES = frozenset(
    fold(w)
    for w in (
        "محمد محمدا أحمد علي حسن حسين عمر عثمان إبراهيم يوسف خالد مصطفى محمود كمال جمال سعيد سعد سعود فهد فيصل تركي نايف سلطان عبدالله عبدالعزيز عبدالرحمن ناصر منصور مختار سامي سمير كريم كريمة فاطمة مريم نادية سليم سالم طارق زياد وليد هشام ياسين رشيد رضا نبيل عادل أيمن أمين أنس بلال حمزة حميد حبيب الحبيب الطيب المهدي مهدي هادي رمضان شعبان عبد نور صلاح بدر نزار لطفي منير محسن معز شكري فتحي منجي المنجي رفيق توفيق صالح صابر عماد عصام ماهر وائل هيثم مروان غسان جورج ميشال بيير جان جون ديفيد مايكل روبرت جيمس"
    ).split()
)


@dataclass(slots=True)
class Actor:
    """A mention of somebody, or of a place that stands for somebody."""

    first: int
    last: int
    """Word indices, both inside."""
    start: int
    end: int
    text: str
    kind: str
    """person, body, group, crowd, people, country, metonym, city, organisation or nisba."""
    countries: list[str]
    sector: str | None
    other_sectors: tuple[str, ...]
    scope: str
    codable: bool
    gender: str
    number: str
    resolution: str
    relation: str = ""
    """The preposition's relation (see story.PREPOSITIONS); empty when the mention is bare."""
    relation_at: int = -1
    """Index of the word that carries it."""
    joined: bool = False
    """Coordinated with the mention before it."""
    quantified: bool = False
    head: str = ""
    name: str | None = None
    """Canonical name when a person or body of the gazetteer."""
    pronoun: str = ""
    sentence: int = 0
    named: bool = False
    in_relative: bool = False
    counterpart: bool = False
    dual: bool = False
    explicit: bool = False
    """The country stands in the mention's own words."""
    definite: bool = False
    core: frozenset[int] = frozenset()
    """Words that are the name itself: gazetteer entry or run of names."""
    core_last: int = -1
    """Last word of the gazetteer entry inside the mention."""
    attached: str | None = None
    """Country of a place that the mention's words add under بـ."""

    @property
    def country(self) -> str | None:
        """The (first) country."""
        return self.countries[0] if self.countries else None

    @property
    def is_place(self) -> bool:
        """Names a place."""
        return self.kind in _PLACE_KINDS


@dataclass(slots=True)
class Memory:
    """Who was spoken of so far in a story."""

    home: str | None
    domestic: bool = True
    """The story's home is its source's own country, as far as a source is known."""
    names: dict[str, Actor] = field(default_factory=dict)
    """Folded last name → the mention that introduced it."""
    heads: dict[str, Actor] = field(default_factory=dict)
    """Definite head noun → its last mention that had a country."""
    subjects: list[Actor] = field(default_factory=list)
    speaker: Actor | None = None
    countries: Counter[str] = field(default_factory=Counter)
    recent: list[str] = field(default_factory=list)
    """Countries of political actors in order of last mention, the latest last."""
    places: list[str] = field(default_factory=list)
    pair: tuple[str, ...] = ()
    """The two countries of the last talks or deal."""
    suspect: Actor | None = None
    """Who was arrested last."""

    def note(self, actor: Actor) -> None:
        """Remember a mention."""
        if actor.country:
            self.countries[actor.country] += 1
            if actor.country in self.recent:
                self.recent.remove(actor.country)
            self.recent.append(actor.country)
            if actor.head and (actor.explicit or actor.named):
                self.heads[actor.head] = actor


def home_country(story: Story, lexicon: Lexicon) -> str | None:
    """The country whose domestic news the story is: its source's when the story names it at all, else the one it names most."""
    sources = lexicon.sources
    own: str | None = None
    for name, (country, in_text) in sources.items():
        if (story.source and name in story.source) or (in_text and name in story.raw_text):
            own = country or None
            break
    counts: Counter[str] = Counter()
    for sentence in story.sentences:
        for word in sentence.words:
            for _, key in word.info.names:
                for parts, entry in lexicon.names[key]:
                    if len(parts) == 1 and entry.kind in _PLACE_KINDS and entry.country:
                        counts[entry.country] += 2
                        break
            if word.info.nisba:
                counts[word.info.nisba[0]] += 1
    if own is not None and (counts[own] or not counts):
        return own
    story.domestic = own is None
    if not counts:
        return None
    best, n = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return best if own is not None or (n >= 0.6 * sum(counts.values()) and n >= 2) else None


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
        _relate(words, actor, found)
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
    if len(found) < 2 or found[-2].kind != "person" or found[-2].explicit or not found[-1].explicit or found[-1].kind not in ("body", "organisation"):
        return
    between = [w.bare for w in sentence.words[found[-2].last + 1 : found[-1].first]]
    if len(between) <= 4 and any(b in RELATIVES for b in between) and any(b in ("اشتغل", "يشتغل", "عمل", "يعمل", "خدم", "كان") for b in between):
        found[-2].countries, found[-2].explicit = list(found[-1].countries), True


def _match(words: list[Word], i: int, lexicon: Lexicon, year: int | None) -> tuple[int, Name, str] | None:
    """The longest gazetteer entry at word i: index of its last word, the entry, an attached pronoun."""
    best: tuple[int, Name, str] | None = None
    for split, key in words[i].info.names:
        if split.conjunction and words[i].info.is_finite and not split.article:
            pass
        for parts, name in lexicon.names[key]:
            n = len(parts)
            if split.pronoun and n > 1:
                continue
            if best is not None and i + n - 1 <= best[0]:
                break
            if i + n > len(words):
                continue
            if all(_same(words[i + k], parts[k]) for k in range(1, n)):
                if name.kind == "person" and year is not None and not (name.dates[0] - 1 <= year <= name.dates[1] + 1):
                    name = Name(name.text, "person", name.country, name.sector if name.sector in ("MED", "REB") else None, name.scope, True, "", name.dates, name.role)
                best = (i + n - 1, name, split.pronoun)
                break
    return best


def _same(word: Word, part: str) -> bool:
    return word.info.folded == part or word.text.strip("\"'“”«»") == part


def _at(sentence: Sentence, i: int, lexicon: Lexicon, memory: Memory, year: int | None) -> Actor | None:
    words = sentence.words
    word = words[i]
    if word.preposition is not None or word.bare in STOP_WORDS:
        return None
    match = _match(words, i, lexicon, year)
    bare = word.bare
    stem = bare[1:] if bare[:1] in ("و", "ف") else bare
    if stem in _PAIR_WORDS or bare in _PAIR_WORDS:
        nxt = words[i + 1] if i + 1 < len(words) else None
        if not (nxt and nxt.info.nisba):
            return _pair(sentence, i)
    if match is None and word.info.folded in FIRST_NAMES:
        return _given_name(sentence, i, lexicon, memory, year)
    if match is None or (match[1].kind == "person" and " " not in match[1].text and word.upos in ("VERB", "ADJ")):
        known = _known_name(words, i, memory)
        if known is not None:
            return known
        if word.info.nisba is not None:
            return _nisba_noun(sentence, i, lexicon)
        return _foreign_name(sentence, i, memory)
    last, name, pronoun = match
    if name.text == "مالي" and not word.preposition and i and not (words[i - 1].preposition or words[i - 1].bare in ("دولة", "جمهورية", "شمال", "حكومة")) and word.info.folded == "مالي":
        return None
    if name.kind in ("person", "city", "organisation") and last == i and (_is_common(word) or name.kind == "person" and word.upos is None and (word.info.is_finite or word.info.triggers)):
        return None
    if name.kind == "nisba_phrase" or _is_adjective(words, i):
        return None
    actor = Actor(
        first=i, last=last, start=_stem_start(word), end=words[last].end, text="", kind=name.kind,
        countries=[name.country] if name.country else [], sector=name.sector, other_sectors=(), scope=name.scope, codable=name.codable,
        gender=name.gender, number="s", resolution=_RESOLUTIONS.get(name.kind, "title"), pronoun=pronoun, explicit=bool(name.country),
        head=_bare_head(word), name=name.text if name.kind in ("person", "organisation") else None, named=name.kind in _FIXED_KINDS,
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
        _extend(sentence, actor, lexicon, year, memory, is_name=name.kind in _FIXED_KINDS)
    actor.end = words[actor.last].end
    return actor


_RESOLUTIONS = {"country": "name", "metonym": "metonym", "city": "location", "organisation": "name", "person": "name"}


def _is_plain(word: Word) -> bool:
    """No nationality and no name, so that it can be taken for a plain adjective."""
    return word.info.nisba is None and not word.info.names


_ADJECTIVES = tuple(fold(w) for w in "إرهابي مسلح انتحاري مجهول متطرف متشدد معارض سلفي جهادي أجنبي مدني إجرامي".split())


def _is_adjective(words: list[Word], i: int) -> bool:
    """«الفكر الإرهابي», «عملية انتحارية»: a word that is a person only when it stands alone."""
    word = words[i]
    split = next((s for s, _ in word.info.names), None)
    if i == 0 or split is None or split.conjunction or split.preposition or not split.stem.removesuffix("ة").startswith(_ADJECTIVES):
        return False
    previous = words[i - 1]
    if split.stem.endswith(("ون", "ين")) and not any(form.pos == "N" for _, form, _ in previous.info.triggers):
        return False
    if previous.is_mark or previous.preposition is not None or previous.info.is_finite or previous.text[0].isdigit() or previous.bare in FILLERS:
        return False
    return previous.bare.lstrip("وفب").startswith(("ال", "لل")) == split.article


def _is_common(word: Word) -> bool:
    """A one-word name that is also a common word: trust the tagger where it ran."""
    return word.upos in ("VERB", "ADP", "CCONJ", "SCONJ", "PART", "ADV", "DET", "PRON")


def _stem_start(word: Word) -> int:
    """Offset of a mention's first letter: proclitics stay outside, except where the article was swallowed."""
    for split, _ in word.info.names:
        return word.start + raw_offset(word.text, split.offset)
    if word.info.nisba:
        return word.start + raw_offset(word.text, word.info.nisba[2].offset)
    return word.start


def _bare_head(word: Word) -> str:
    for split, key in word.info.names:
        return key[2:] if key.startswith("ال") else key if not split.pronoun else split.stem
    return word.info.folded


def _extend(
    sentence: Sentence, actor: Actor, lexicon: Lexicon, year: int | None, memory: Memory, *, is_name: bool
) -> None:
    """Take in what belongs to the noun phrase: complements, adjectives, nisba, attached places, a name."""
    words = sentence.words
    j = actor.last + 1
    first, last = words[actor.first].bare, words[actor.last].bare
    closed = ("ال", "وال", "بال", "لل", "فال", "كال")
    open_idafa = not is_name and not first.startswith(closed) and not last.startswith(closed)
    if actor.pronoun or (words[actor.last].info.folded.endswith(("ون", "ين", "ان")) and len(words[actor.last].info.folded) > 4):
        open_idafa = False
    representative = _bare_head(words[actor.first]) in _REPRESENTATIVES
    n_taken = 0
    name_at: int | None = None
    while j < len(words) and n_taken < 14:
        word = words[j]
        if words[j - 1].bare in _CHARGED and actor.kind == "person" and not is_name:
            # «المكلف بمجموعة إفريقيا الشرقية»: what the office is about
            while j < len(words) and not words[j].is_mark and words[j].bare not in RELATIVES and not words[j].info.is_finite and n_taken < 14:
                actor.last = j
                j += 1
                n_taken += 1
            break
        if word.is_mark:
            if word.text in "\"“”«»'()" and j + 1 < len(words) and not words[j + 1].is_mark and (n_taken < 4):
                inner = _match(words, j + 1, lexicon, year)
                if (inner is not None and inner[1].kind in ("organisation", "country") and not actor.countries) or (open_idafa and word.text not in "()"):
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
        if word.bare in ("ل", "ب") and j + 2 < len(words) and words[j + 1].is_mark:
            j += 1  # «لـ”الحزب”»
            continue
        if word.bare in ("يحمل", "تحمل", "يحملون", "يحملان", "من", "ذو", "ذوي", "حامل") and j + 2 < len(words) and words[j + 1].bare in ("الجنسية", "جنسية") and words[j + 2].info.nisba:
            actor.countries, actor.explicit, actor.last = [words[j + 2].info.nisba[0]], True, j + 2
            break
        if word.bare in STOP_WORDS or word.bare in RELATIVES or word.bare in CLAUSE_WORDS:
            break
        if not is_name and not open_idafa and not first.startswith(closed) and words[actor.last].bare[-2:] == word.bare[-2:] and word.bare[-2:] in ("ين", "ون", "ات") and _is_plain(word):
            actor.last = j  # «مسؤولين أمنيين سامين»
            j += 1
            n_taken += 1
            continue
        nisba = word.info.nisba
        match = _match(words, j, lexicon, year)
        word.bare[:1] in ("و",) and any(s.conjunction for s in word.info.splits) and word.info.folded not in _KNOWN_W
        if nisba is not None and not nisba[2].preposition and (match is None or match[1].kind not in ("country", "city", "organisation") or match[0] == j) and not (match and match[1].kind == "country" and not nisba[2].article and open_idafa):
            code = nisba[0]
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
            if split and split.conjunction and not open_idafa:
                # «الشؤون الخارجية والتعاون» goes on; «والوزير الفرنسي» is somebody else
                if not (actor.kind == "person" and name.kind in ("body",) and word.bare.startswith("وال") and name.scope in ("known", "home") and name.sector in ("GOV", "EDU", "COP") and _in_title(words, j, actor)):
                    break
            if name.kind in ("country", "metonym", "city"):
                if preposition in _ATTACHING or not preposition:
                    if preposition == "" and not open_idafa:
                        break
                    if preposition and is_name and actor.kind in ("country", "metonym", "city") and preposition == "ل":
                        break
                    if preposition == "ل" and not actor.codable:
                        break
                    if name.country and (not actor.countries or (not actor.explicit and not is_name)):
                        if not (preposition == "ب" and actor.scope in ("none",) and actor.kind in ("group", "crowd")) or actor.kind == "group":
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
                if actor.sector == "GOV" and name.sector in ("REB", "PTY", "MIL", "COP", "LEG", "IGO") and actor.kind == "person" and actor.head in ("زعيم", "قيادي", "رئيس", "ممثل", "سفير", "مسؤول", "ناطق", "متحدث", "عضو", "مدير"):
                    actor.sector = name.sector
                if actor.kind in ("body", "group") and name.sector in ("COP", "MIL", "SPY", "JUD") and actor.sector in ("MIL", "GOV", "CRM", None):
                    actor.sector = name.sector
                if actor.scope in ("none", "suspect", "victim") and name.kind in ("body", "person_role") and name.scope == "home" and not actor.countries:
                    actor.scope = "home"
                actor.last = match[0]
                open_idafa = not words[match[0]].bare.startswith(("ال", "لل", "وال", "بال")) and name.kind not in _FIXED_KINDS and not match[2]
                j = match[0] + 1
                n_taken += 1
                continue
            if actor.kind == "person" and name.kind in ("body",) and not preposition and word.bare.startswith("ال") and _in_title(words, j, actor):
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
            if word.preposition == "in" and not is_name and (representative or building or (not actor.countries and (actor.scope in ("none",) or actor.counterpart or actor.kind == "body"))):
                inner = _match(words, j + 1, lexicon, year) if j + 1 < len(words) else None
                if inner is not None and inner[1].kind in _PLACE_KINDS | {"organisation"} and inner[1].country:
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
            if word.info.is_finite and not word.bare.startswith("ال") and word.upos in (None, "VERB") and word.info.verbs:
                break
            actor.last = j
            open_idafa = not word.bare.startswith(("ال", "لل")) and not word.bare.endswith(("ها", "هم"))
            j += 1
            n_taken += 1
            continue
        article = word.bare.startswith("ال") or (word.bare.startswith("وال") and (actor.kind == "person" or n_taken > 0)) or (word.bare.startswith(("لل", "بال")) and (actor.kind == "person" or actor.sector == "COP") and not is_name)
        if article and not is_name and word.bare not in DAY_WORDS and not word.info.triggers:
            if word.bare.startswith("وال") and not _in_title(words, j, actor):
                break
            if words[actor.last].bare.startswith(closed):
                actor.last = j
                j += 1
                n_taken += 1
                continue
            break
        if actor.kind == "person" and not is_name and not actor.named and _may_be_name(word) and words[actor.last].bare.startswith(("ال", "لل", "وال", "بال")):
            k = j
            while k < len(words) and k < j + 4 and not words[k].is_mark and _may_be_name(words[k]) and _match(words, k, lexicon, year) is None and words[k].info.nisba is None:
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
    if actor.kind == "person" and name_at is not None and not is_name:
        _remember_name(words[name_at], actor, memory)


_CHARGED = frozenset("المكلف المكلفة المنتدب المنتدبة المعتمد المعتمدة".split())
_KNOWN_W = frozenset({"وزير", "وزيرة", "وفد", "وزارة", "والي", "وكيل", "وكالة", "وحدات", "واشنطن", "وحدة", "ولاية", "وجدة", "وهران", "وسائل"})


def _known_names_key(memory: Memory) -> dict[str, Actor]:
    return memory.names


def _in_title(words: list[Word], j: int, actor: Actor) -> bool:
    """Inside the name of a ministry or office («الشؤون الخارجية والتعاون الإفريقي والمغاربة المقيمين بالخارج»)."""
    heads = ("وزير", "وزيرة", "وزارة", "كاتب", "كاتبة", "لجنة", "مدير", "وزراء", "مديرية", "مجلس", "هيئة", "وكيل", "حركة", "جمعية", "حزب")
    return actor.head in heads and j - actor.first < 14


def _false_nisba(words: list[Word], j: int, code: str, actor: Actor) -> bool:
    """Adjectives that look like a nationality: مالي financial, قطري of the country, هندي of an Indian fig."""
    if code == "MLI":
        return actor.sector not in ("GOV", "MIL", "COP", "LEG") or actor.head in ("وزير", "وزيرة", "وزارة", "لجنة", "مدير")
    return code == "COM" and actor.head not in ("رئيس", "حكومة", "وزير")


def _may_be_name(word: Word) -> bool:
    if word.ner is not None and word.ner != "O":
        return word.ner.endswith("PER")
    if word.upos in ("VERB", "ADP", "CCONJ", "SCONJ", "PART", "ADV", "DET", "PRON", "NUM", "ADJ"):
        return False
    return word.info.may_name


_NO_NAMES = frozenset(fold(w) for w in "الدولي الوطني العام الأعلى المركزي الاجتماعي السياسي الأمني العسكري المدني الديمقراطي الإسلامي العربي الشعبي المحلي الجهوي الإقليمي".split())


def _remember_name(word: Word, actor: Actor, memory: Memory) -> None:
    if word.info.folded in _NO_NAMES:
        return
    if len(word.info.folded) >= 4 or word.text.isascii():
        memory.names[word.info.folded] = actor


def _known_name(words: list[Word], i: int, memory: Memory) -> Actor | None:
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


def _foreign_name(sentence: Sentence, i: int, memory: Memory) -> Actor | None:
    """A run of words that the model, or an apposition right after it, marks as a person's name."""
    words = sentence.words
    word = words[i]
    is_person = word.ner is not None and word.ner.endswith("PER")
    if not is_person and not _may_be_name(word):
        return None
    for k in range(i + 1, min(i + 3, len(words))):
        if words[k].is_mark:
            break
        if words[k].info.folded in memory.names and all(_may_be_name(w) for w in words[i:k]) and not is_person:
            known = memory.names[words[k].info.folded]
            return replace(
                known, first=i, last=k, start=word.start, end=words[k].end, relation="", relation_at=-1, joined=False, pronoun="",
                resolution="name", core=frozenset(range(i, k + 1)), core_last=k, in_relative=False,
            )  # fmt: skip
    j = i
    while j + 1 < len(words) and not words[j + 1].is_mark:
        following = words[j + 1]
        if is_person and not (following.ner or "").endswith("PER"):
            break
        if not is_person and (following.info.names or following.info.nisba or not _may_be_name(following)):
            break
        j += 1
        if j - i > 5:
            return None
    if not is_person:
        before = words[i - 1] if i else None
        opens = before is None or before.info.is_finite or before.is_mark or before.preposition in ("with", "between", "agent") or before.bare in ("طرف", "قبل", "لدن", "من")
        if not opens or j == i or j + 2 >= len(words) or words[j + 1].text not in "،,":
            return None
        if not any(s.conjunction == "" and s.preposition == "" for s, _ in words[j + 2].info.names):
            return None
    return Actor(
        first=i, last=j, start=word.start, end=words[j].end, text="", kind="person", countries=[], sector=None, other_sectors=(), scope="none",
        codable=False, gender="", number="s", resolution="name", head=words[j].info.folded, named=True,
    )  # fmt: skip


def _given_name(sentence: Sentence, i: int, lexicon: Lexicon, memory: Memory, year: int | None) -> Actor | None:
    """A full name that opens with a common given name («مختار مديوني»)."""
    words = sentence.words
    known = _known_name(words, i, memory)
    if known is not None:
        return known
    links = ("بن", "بنت", "ابن", "آل", "ولد", "أبو", "عبد")
    j = i
    while j + 1 < len(words) and j - i < 4:
        following = words[j + 1]
        info = following.info
        if following.is_mark or following.preposition is not None or following.bare in STOP_WORDS or following.bare in DAY_WORDS or info.triggers:
            break
        if info.folded in FIRST_NAMES or following.bare in links or words[j].bare in links:
            j += 1
            continue
        if info.is_finite or info.classes or (j > i and (info.nisba is not None or info.names or j - i >= 2)):
            break
        j += 1
    if j == i:
        return None
    return Actor(
        first=i, last=j, start=words[i].start, end=words[j].end, text="", kind="person", countries=[], sector=None, other_sectors=(),
        scope="none", codable=False, gender="", number="s", resolution="name", head=words[j].info.folded, named=True,
    )  # fmt: skip


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
    )  # fmt: skip
    if code in ("MLI", "COM") or (code == "QAT" and not plural):
        return None
    return Actor(
        first=i, last=i, start=word.start + raw_offset(word.text, split.offset), end=word.end, text="", kind="nisba", countries=[code],
        sector="CVL" if plural and not adjective else None, other_sectors=(), scope="none", codable=not adjective and plural,
        gender=form.gender, number=form.number, resolution="nisba", head="", explicit=True, quantified=adjective,
    )  # fmt: skip


def _relate(words: list[Word], actor: Actor, found: list[Actor]) -> None:
    """The preposition before a mention, over fillers («مع كل من», «على عدد من»), or its coordination with the one before."""
    word = words[actor.first]
    own = next((s for s, _ in word.info.names), None) or (word.info.nisba[2] if word.info.nisba else None)
    if own is None:
        own = next((s for s in word.info.splits if s.stem in ("",)), None)
    if own is not None and own.preposition:
        actor.relation, actor.relation_at = CLITIC_PREPOSITIONS[own.preposition], actor.first
        if own.preposition == "ب" and actor.first and words[actor.first - 1].bare in ("المتعلقة", "المتعلق", "الخاصة", "الخاص", "المرتبطة", "المرتبط", "متعلقة", "المحيطة"):
            actor.relation = "topic"
        if own.conjunction:
            actor.joined = False
        return
    conjunction = own.conjunction if own is not None else ""
    j = actor.first - 1
    comma = False
    while j >= 0:
        previous = words[j]
        if previous.is_mark:
            if previous.text in "،,":
                comma = True
                if not found or found[-1].last != j - 1:
                    return
                actor.joined = bool(conjunction) or _list_goes_on(words, actor)
                if actor.joined:
                    actor.relation, actor.relation_at = found[-1].relation, found[-1].relation_at
                return
            if previous.text in "\"“”«»'(-–":
                j -= 1
                continue
            return
        if found and found[-1].last == j:
            if conjunction:
                actor.joined = True
                actor.relation, actor.relation_at = found[-1].relation, found[-1].relation_at
            return
        relation = previous.preposition
        if previous.bare in ("طرف", "لدن", "قبل") and j >= 1 and words[j - 1].bare in ("من", "ومن"):
            actor.relation, actor.relation_at = "agent", j - 1
            return
        if found and found[-1].last == j and found[-1].kind == "nisba" and found[-1].quantified and actor.kind in _PLACE_KINDS:
            j = found[-1].first - 1  # «العاصمة المغربية الرباط»
            continue
        if previous.bare in ("بينهم", "بينها", "ضمنهم", "ضمنها") and found:
            actor.joined, actor.relation, actor.relation_at = True, found[-1].relation, found[-1].relation_at
            return
        if previous.bare in ("يسمى", "تسمى", "يعرف") and j >= 1 and words[j - 1].bare in ("ما", "بما"):
            j -= 2
            continue
        if relation == "from" and j >= 1 and words[j - 1].bare.lstrip("وفبل") in FILLERS | {"كل"}:
            # «عدد من», «كل من»: the filler's own preposition counts
            j -= 1
            filler = words[j]
            clitic = filler.bare[:1] if filler.bare[:1] in CLITIC_PREPOSITIONS and filler.bare[1:] in FILLERS else ""
            if clitic:
                actor.relation, actor.relation_at = CLITIC_PREPOSITIONS[clitic], j
                return
            if filler.bare[:1] == "و" and found and found[-1].last == j - 1:
                actor.joined, actor.relation, actor.relation_at = True, found[-1].relation, found[-1].relation_at
                return
            actor.quantified = True
            j -= 1
            continue
        if relation is not None:
            nxt = words[j + 1].bare
            if relation == "on" and nxt in ("يد", "أيدي", "أيد", "يدي"):
                relation = "agent"
            actor.relation, actor.relation_at = relation, j
            return
        if previous.bare in ("طرف", "لدن", "قبل") and j >= 1 and words[j - 1].bare in ("من", "ومن"):
            actor.relation, actor.relation_at = "agent", j - 1
            return
        if previous.bare in ("يد", "أيدي", "أيد", "يدي") and j >= 1 and words[j - 1].bare in ("على", "علي"):
            actor.relation, actor.relation_at = "agent", j - 1
            return
        if previous.bare in ("حق",) and j >= 1 and words[j - 1].bare in ("في", "فى"):
            actor.relation, actor.relation_at = "on", j - 1
            return
        if previous.bare == "جانب" and j >= 1 and words[j - 1].bare in ("إلى", "الى"):
            actor.relation, actor.relation_at = "with", j - 1
            return
        if previous.bare in FILLERS or previous.bare.lstrip("وبل") in FILLERS or previous.text[0].isdigit() or previous.bare in _PLACE_WORDS or previous.bare[1:] in _PLACE_WORDS or previous.bare == "للعاصمة":
            for clitic, relation_name in CLITIC_PREPOSITIONS.items():
                if previous.bare.startswith(clitic) and previous.bare[1:] in FILLERS:
                    actor.relation, actor.relation_at = relation_name, j
                    return
                if previous.bare.startswith(clitic) and previous.bare[1:] in _PLACE_WORDS:
                    actor.relation, actor.relation_at = "in" if clitic == "ب" else relation_name, j
                    return
            if previous.bare == "للعاصمة":
                actor.relation, actor.relation_at = "to", j
                return
            actor.quantified = True
            j -= 1
            continue
        if previous.bare.startswith(("ب", "ل", "ك")) and actor.relation == "" and comma:
            return
        # a noun before: the mention is its complement («أراضي المغرب»), not free to be a side
        actor.relation_at = j
        actor.relation = "of" if not previous.info.is_finite and not previous.info.triggers and not previous.info.phrases and _is_noun_before(previous) else ""
        return


def _is_noun_before(word: Word) -> bool:
    if word.bare in AUXILIARIES:
        return False
    if word.upos is not None:
        return word.upos in ("NOUN", "X", "PROPN")
    return word.bare not in STOP_WORDS and not word.bare.startswith(("ال", "وال", "بال", "لل", "فال", "كال")) and not word.bare.endswith(("ا", "ها", "هم", "ه")) and word.bare not in DAY_WORDS and not word.bare.startswith(("ي", "ت", "سي", "ست", "وي", "وت"))


def _list_goes_on(words: list[Word], actor: Actor) -> bool:
    nxt = words[actor.last + 1] if actor.last + 1 < len(words) else None
    return nxt is not None and not nxt.is_mark and nxt.bare.startswith("و") and actor.kind in ("country", "organisation", "metonym")


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
    if actor.head == "بلاد" and not actor.pronoun:
        place = memory.home or (memory.recent[-1] if memory.recent else None)
        actor.countries, actor.kind = [place] if place else [], "city"
        return
    earlier = memory.heads.get(actor.head)
    if actor.scope in ("known", "none") and actor.definite and actor.kind == "person" and earlier is not None and earlier.countries:
        actor.countries, actor.sector, actor.resolution = list(earlier.countries), earlier.sector or actor.sector, "description"
        return
    if actor.scope == "suspect" and memory.suspect is not None and actor.definite:
        actor.countries = list(memory.suspect.countries)
        actor.sector = memory.suspect.sector or actor.sector
        actor.resolution = "description"
        return
    if actor.head in _SPEAKER_HEADS and actor.scope in ("known", "none") and memory.speaker is not None and actor.definite:
        actor.countries = list(memory.speaker.countries)
        actor.sector = memory.speaker.sector or actor.sector
        actor.resolution = "description"
        return
    if actor.pronoun or actor.scope == "own":
        actor.scope = "own"
        actor.resolution = "pronoun"
        return
    if actor.dual:
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
    if actor.scope == "home":
        # an office in a story about one foreign country is that country's
        if previous_same is not None and previous_same.country != memory.home:
            actor.countries = list(previous_same.countries)
        elif memory.home is not None:
            actor.countries = [memory.home]
        elif memory.recent:
            actor.countries = [memory.countries.most_common(1)[0][0]] if False else [memory.recent[-1]]


def _merge_appositions(sentence: Sentence, found: list[Actor], memory: Memory) -> None:
    """«الاسم، الصفة» and «الصفة، الاسم» are one mention."""
    words = sentence.words
    i = max(0, len(found) - 2)
    while i + 1 < len(found):
        a, b = found[i], found[i + 1]
        between = words[a.last + 1 : b.first]
        comma = len(between) == 1 and between[0].text in "،,"
        adjacent = not between
        one_named = (a.named and not b.named) or (b.named and not a.named and b.kind == "person") or (a.named and b.named and a.kind == b.kind == "person" and not a.countries)
        if (
            ((comma or adjacent and (b.named and not a.named or not words[b.first].bare.startswith(("ال", "لل", "وال")))) and a.kind == "person" and b.kind == "person" and one_named and not b.joined and not b.relation and a.number == b.number == "s"
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
                a.other_sectors = tuple(sorted({*a.other_sectors, *b.other_sectors, *(x for x in other if x)} - {a.sector, None}))
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
            _remember_name(name_word, a, memory)
            closing = a.last + 1
            del found[i + 1]
            if comma and closing < len(words) and words[closing].text in "،,":
                pass
            continue
        i += 1
