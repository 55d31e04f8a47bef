"""Whose domestic news a story is: the country that offices named without a nationality belong to.

Belongs here: weighing what a story shows about its country. Does not belong here: what the country is used for (actors).

Evidence, the strongest first: the source (sources.csv, where an analyst can give every source its country), the press a
story's own words betray (months and turns of phrase of one country, words.yaml), and the places, nationalities, people
and bodies it names. The winner and its share are kept as text, so that `why` can be answered.
"""

from collections import Counter, defaultdict

from pipeline.events.actor import PLACE_KINDS
from pipeline.events.lexicon import Lexicon
from pipeline.events.ontology import ORGANISATION_CODES
from pipeline.events.story import Story, Word, words_of

_NO_HOME = ORGANISATION_CODES | {"ESH", "MLI", "COM"}
"""Codes no press writes from, and nationalities that are common words."""
_TITLE_WEIGHT = 2.0
_SHARE = 0.45
"""Of all that a story of unknown press names, for one country to be its home."""
_ARAB_SHARE = 0.35
"""The same for an Arab country, whose press is the likelier writer."""
_OWN_SHARE = 0.17
"""Below it the source's own country is a stray word in a story of another."""
_ARAB = frozenset("ARE BHR DJI DZA EGY IRQ JOR KWT LBN LBY MAR MRT OMN PSE QAT SAU SDN SOM SYR TUN YEM".split())
_PRESS = 3
"""Words of one country's press that show who writes."""


def settle_home(story: Story, lexicon: Lexicon) -> None:
    """Set the story's home, whether it is its own press's country, and why."""
    counts = _named(story, lexicon)
    source, own = _source(story, lexicon)
    if own is None and not source:
        own, source = _press(story)
    total = sum(counts.values())
    best, n = min(counts.items(), key=lambda item: (-item[1], item[0])) if counts else ("", 0.0)
    abroad = own is not None and counts[own] < _OWN_SHARE * total and n >= _SHARE * total and best != own
    if own is not None and not (abroad and n >= _PRESS) and (counts[own] or n < 2):
        story.home, story.domestic = own, True  # a stray foreign word does not make a story foreign
        story.home_evidence = f"{source}; {own} {counts[own]:g} of {total:g}"
        return
    story.domestic = own is None
    if n >= 2 and (own is not None or n >= (_ARAB_SHARE if best in _ARAB else _SHARE) * total):
        story.home = best
    story.home_evidence = f"{source or 'source unknown'}; {best or 'nothing'} {n:g} of {total:g}"


def _source(story: Story, lexicon: Lexicon) -> tuple[str, str | None]:
    for name, (country, in_text) in lexicon.sources.items():
        if (story.source and name in story.source) or (in_text and name in story.raw_text):
            return f"source {name}", country or None
    return "", None


def _press(story: Story) -> tuple[str | None, str]:
    """The country whose press writes so: its months and turns of phrase."""
    counts: Counter[str] = Counter()
    for sentence in story.sentences:
        for word in sentence.words:
            for name in word.info.classes:
                if name.startswith("PRESS_"):
                    counts[name.removeprefix("PRESS_")] += 1
    if not counts:
        return None, ""
    best, n = min(counts.items(), key=lambda item: (-item[1], item[0]))
    others = sum(counts.values()) - n
    return (best, f"{n} words of its press") if n >= _PRESS and n > 2 * others else (None, "")


def _named(story: Story, lexicon: Lexicon) -> defaultdict[str, float]:
    counts: defaultdict[str, float] = defaultdict(float)
    for sentence in story.sentences:
        _weigh(sentence.words, lexicon, counts, 1.0)
    if story.title:
        _weigh(words_of(story.title, 0, lexicon), lexicon, counts, _TITLE_WEIGHT)
    return counts


def _weigh(words: list[Word], lexicon: Lexicon, counts: defaultdict[str, float], weight: float) -> None:
    for word in words:
        if word.info.nisba and word.info.nisba[0] not in _NO_HOME:
            counts[word.info.nisba[0]] += weight
        for _, key in word.info.names:
            country = _country(words, word.index, key, lexicon)
            if country is not None:
                code, share = country
                counts[code] += weight * share
                break


def _country(words: list[Word], i: int, key: str, lexicon: Lexicon) -> tuple[str, float] | None:
    """Country of the longest entry at word `i`, and its worth: places count double."""
    for parts, entry in lexicon.names[key]:
        if entry.country is None or entry.country in _NO_HOME or i + len(parts) > len(words):
            continue
        if entry.sector == "MIL" and entry.kind == "body":
            continue  # armies act abroad
        if all(words[i + k].info.folded == parts[k] for k in range(1, len(parts))):
            return entry.country, 2.0 if entry.kind in PLACE_KINDS else 1.0
    return None
