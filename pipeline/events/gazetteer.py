"""Entries of the gazetteer at a word, and what a written word is to them.

Belongs here: look-up, and when a word that looks like an entry is none. Does not belong here: how far the noun phrase goes.
"""

from functools import lru_cache

from pipeline.events.lexicon import Lexicon, Name
from pipeline.events.morphology import fold, raw_offset
from pipeline.events.particles import CLAUSE_WORDS, FILLERS
from pipeline.events.story import Word

_ADJECTIVES = tuple(
    fold(w)
    for w in (
        "إرهابي مسلح انتحاري مجهول متطرف متشدد معارض سلفي جهادي أجنبي مدني إجرامي صحفي صحافي دبلوماسي برلماني قيادي حقوقي "
        "معتقل متهم عسكري مهاجر لاجئ متضرر نائب"
    ).split()
)


FIRST_NAMES = frozenset(
    fold(w)
    for w in (
        "محمد محمدا أحمد علي حسن حسين عمر عثمان إبراهيم يوسف خالد مصطفى محمود كمال جمال سعيد سعد سعود فهد فيصل تركي نايف سلطان عبدالله عبدالعزيز عبدالرحمن ناصر منصور مختار سامي سمير كريم كريمة فاطمة مريم نادية سليم سالم طارق زياد وليد هشام ياسين رشيد رضا نبيل عادل أيمن أمين أنس بلال حمزة حميد حبيب الحبيب الطيب المهدي مهدي هادي رمضان شعبان عبد نور صلاح بدر نزار لطفي منير محسن معز شكري فتحي منجي المنجي رفيق توفيق صالح صابر عماد عصام ماهر وائل هيثم مروان غسان جورج ميشال بيير جان جون ديفيد مايكل روبرت جيمس"
    ).split()
)


def match_entry(words: list[Word], i: int, lexicon: Lexicon, year: int | None) -> tuple[int, Name, str] | None:
    """The longest gazetteer entry at word i: index of its last word, the entry, an attached pronoun."""
    if words[i].bare.endswith("أعلام") or words[i].bare in CLAUSE_WORDS:
        return None  # flags, not «الإعلام»; «فإن»
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
            foreign = name.kind == "person" and parts[0] not in FIRST_NAMES
            if all(_same(words[i + k], parts[k], foreign) for k in range(1, n)):
                if name.kind == "person" and year is not None and not (name.dates[0] - 1 <= year <= name.dates[1] + 1):
                    name = Name(
                        name.text,
                        "person",
                        name.country,
                        name.sector if name.sector in ("MED", "REB") else None,
                        name.scope,
                        True,
                        "",
                        name.dates,
                        name.role,
                    )
                best = (i + n - 1, name, split.pronoun)
                break
    return best


def _same(word: Word, part: str, foreign: bool) -> bool:
    if word.info.folded == part or word.text.strip("\"'“”«»") == part:
        return True
    return foreign and len(part) > 3 and not word.is_mark and _skeleton(word.info.folded) == _skeleton(part)


@lru_cache(maxsize=4096)
def _skeleton(name: str) -> str:
    """The consonants of a foreign name, whose vowels every paper writes its own way («ألباريس»، «ألبارس»)."""
    return name.translate(_VOWELS)


_VOWELS = dict.fromkeys(map(ord, "اويهةءئؤ"))


def is_plain(word: Word) -> bool:
    """No nationality and no name, so that it can be taken for a plain adjective."""
    return word.info.nisba is None and not word.info.names


def is_adjective(words: list[Word], i: int) -> bool:
    """«الفكر الإرهابي», «عملية انتحارية»: a word that is a person only when it stands alone."""
    word = words[i]
    split = next((s for s, _ in word.info.names if s.article), word.info.names[0][0] if word.info.names else None)
    if (
        i == 0
        or split is None
        or split.conjunction
        or split.preposition
        or not split.stem.removesuffix("ة").startswith(_ADJECTIVES)
    ):
        return False
    previous = words[i - 1]
    if (
        split.stem.endswith(("ون", "ين"))
        and previous.bare[-2:] != word.bare[-2:]
        and not any(form.pos == "N" for _, form, _ in previous.info.triggers)
    ):
        return False
    if (
        previous.is_mark
        or previous.preposition is not None
        or previous.info.is_finite
        or previous.text[0].isdigit()
        or previous.bare in FILLERS
    ):
        return False
    return previous.bare.lstrip("وفب").startswith(("ال", "لل")) == split.article


def is_common(word: Word) -> bool:
    """A one-word name that is also a common word: trust the tagger where it ran."""
    return word.upos in ("VERB", "ADP", "CCONJ", "SCONJ", "PART", "ADV", "DET", "PRON")


def stem_start(word: Word) -> int:
    """Offset of a mention's first letter: proclitics stay outside, except where the article was swallowed."""
    for split, _ in word.info.names:
        return word.start + raw_offset(word.text, split.offset)
    if word.info.nisba:
        return word.start + raw_offset(word.text, word.info.nisba[2].offset)
    return word.start


def bare_head(word: Word) -> str:
    """The entry's first word without its article: what a title is known by."""
    for split, key in word.info.names:
        return key[2:] if key.startswith("ال") else key if not split.pronoun else split.stem
    return word.info.folded
