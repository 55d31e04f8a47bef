"""From mentions to happenings: which mentions, of one story or of many, report the same event.

Belongs here: blocking, the tests that merge two mentions, the tables events, event_links and entities. Does not belong here:
coding a mention (coder).

Mentions meet in a block of type family × unordered set of countries. Within it they are taken in a fixed order and each joins
the first earlier happening it agrees with, so the result does not depend on the order of the rows. An undated mention never
joins through its date: only inside its story, through a copy of the story, or within some days of the first publication with
the same people and word or town. Read on two days of Saudi papers: dates and countries alone put all raids of a war into one.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

from pipeline import schema
from pipeline.events.entities import is_general
from pipeline.events.lexicon import Lexicon
from pipeline.events.morphology import fold
from pipeline.events.ontology import SPEECH_TYPES, TYPE_FAMILIES
from pipeline.settings import EventSettings

_DEEDS = frozenset({"ASSAULT", "COERCE"})
_LONG_INTERVAL = timedelta(31)


class Happenings(NamedTuple):
    """Tables over the whole corpus."""

    events: pl.DataFrame
    event_links: pl.DataFrame
    entities: pl.DataFrame


@dataclass(slots=True)
class _Mention:
    mention_id: str
    story_id: str
    copy_of: str
    start: int
    event_type: str
    mode: str | None
    date_start: date | None
    date_end: date | None
    precision: str | None
    place: str | None
    spot: str | None
    """Where exactly: a place smaller than a country, folded."""
    published: date | None
    attributed: bool
    trigger: str
    negated: bool
    actors: frozenset[str]
    recipients: frozenset[str]
    people: frozenset[str]
    """Entities that are somebody in particular: no state, no bare office or crowd."""
    victims: frozenset[str]
    """Entities on the receiving side that the text names."""

    @property
    def countries(self) -> frozenset[str]:
        return self.actors | self.recipients


@dataclass(slots=True)
class _Happening:
    first: _Mention
    members: list[_Mention] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    victims: set[str] = field(default_factory=set)
    stories: set[str] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)
    spots: set[str] = field(default_factory=set)
    date_start: date | None = None
    date_end: date | None = None
    published: list[date] = field(default_factory=list)

    def add(self, mention: _Mention) -> None:
        self.members.append(mention)
        self.people |= mention.people
        self.victims |= mention.victims
        self.stories.add(mention.story_id)
        self.copies.add(mention.copy_of)
        if mention.spot:
            self.spots.add(mention.spot)
        if mention.published:
            self.published.append(mention.published)
        if (
            mention.date_start
            and mention.date_end
            and (self.date_start is None or _span(mention) < _days(self.date_start, self.date_end))
        ):
            self.date_start, self.date_end = mention.date_start, mention.date_end


def _span(mention: _Mention) -> timedelta:
    return _days(mention.date_start, mention.date_end)


def _days(start: date | None, end: date | None) -> timedelta:
    return end - start if start and end else timedelta.max


def merge(
    stories: pl.DataFrame,
    mentions: pl.DataFrame,
    participants: pl.DataFrame,
    sentences: pl.DataFrame | None,
    duplicate_groups: pl.DataFrame,
    lexicon: Lexicon,
    settings: EventSettings,
) -> Happenings:
    """Merge the mentions of the whole corpus into happenings.

    Args:
        stories: story_id, published_at.
        mentions: rows of `event_mentions`.
        participants: rows of `event_participants`.
        sentences: unused today; part of the call so that wording can be compared.
        duplicate_groups: rows of `duplicate_groups`; copies of a story count once.
        lexicon: the lexicon the mentions were coded with.
        settings: `same_event_days` bounds undated mentions.
    """
    blocks: dict[tuple[str, frozenset[str]], list[_Mention]] = defaultdict(list)
    for mention in _load(stories, mentions, participants, duplicate_groups, _country_names(lexicon)):
        family = TYPE_FAMILIES.get(mention.event_type, mention.event_type)
        blocks[family, mention.countries].append(mention)
    happenings: list[_Happening] = []
    links: list[dict[str, object]] = []
    for key in sorted(blocks, key=lambda k: (k[0], sorted(k[1]))):
        for happening, rows in _merge_block(blocks[key], key[1], settings.same_event_days):
            happenings.append(happening)
            links.extend(rows)
    events = [_event(h) for h in happenings]
    return Happenings(
        schema.EVENTS.frame(events) if events else schema.EVENTS.empty(),
        schema.EVENT_LINKS.frame(links) if links else schema.EVENT_LINKS.empty(),
        _entities(participants),
    )


def _country_names(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        fold(entry.text) for entries in lexicon.names.values() for _, entry in entries if entry.kind == "country"
    )


def _load(
    stories: pl.DataFrame,
    mentions: pl.DataFrame,
    participants: pl.DataFrame,
    groups: pl.DataFrame,
    country_names: frozenset[str],
) -> list[_Mention]:
    published = dict(stories.select("story_id", "published_at").iter_rows())
    copies = dict(groups.select("story_id", "group_id").iter_rows())
    actors: dict[str, set[str]] = defaultdict(set)
    recipients: dict[str, set[str]] = defaultdict(set)
    people: dict[str, set[str]] = defaultdict(set)
    victims: dict[str, set[str]] = defaultdict(set)
    for mention_id, side, entity, country, sector, resolution, text in participants.select(
        "mention_id", "side", "entity_id", "country", "sector", "resolution", "text"
    ).iter_rows():
        if country:
            (actors if side == "actor" else recipients)[mention_id].add(country)
        if entity and text and side == "recipient" and resolution not in ("metonym", "location", "nisba"):
            victims[mention_id].add(entity)
        if entity and text and not is_general(entity, country, sector, text):
            people[mention_id].add(entity)
    loaded = [
        _Mention(
            row["mention_id"], row["story_id"], copies.get(row["story_id"], row["story_id"]), row["start_char"], row["event_type"], row["mode"],
            row["date_start"], row["date_end"], row["date_precision"], row["location_country"],
            None if row["location"] is None or fold(row["location"]) in country_names else fold(row["location"]), published.get(row["story_id"]),
            row["attribution"] is not None, row["trigger"], row["negated"], frozenset(actors[row["mention_id"]]),
            frozenset(recipients[row["mention_id"]]), frozenset(people[row["mention_id"]]),
            frozenset(victims[row["mention_id"]]),
        )
        for row in mentions.iter_rows(named=True)
    ]  # fmt: skip
    far = date.max
    return sorted(loaded, key=lambda m: (m.published or far, m.copy_of, m.story_id, m.start, m.mention_id))


def _merge_block(
    block: list[_Mention], countries: frozenset[str], days: int
) -> list[tuple[_Happening, list[dict[str, object]]]]:
    happenings: list[_Happening] = []
    rows: list[list[dict[str, object]]] = []
    by_story: dict[str, list[int]] = defaultdict(list)
    by_copy: dict[str, list[int]] = defaultdict(list)
    by_day: dict[date, list[int]] = defaultdict(list)
    for mention in block:
        near: list[int] = [*by_story[mention.story_id], *by_copy[mention.copy_of]]
        anchors = _anchors(mention)
        for anchor in anchors:
            for shift in range(-days, days + 1):
                near.extend(by_day.get(anchor + timedelta(shift), ()))
        chosen: tuple[int, str] | None = None
        for number in dict.fromkeys(near):
            reason = _reason(happenings[number], mention, countries, days)
            if reason is not None:
                chosen = (number, reason)
                break
        if chosen is None:
            happenings.append(_Happening(mention))
            rows.append([])
            chosen = (len(happenings) - 1, "self")
        number, reason = chosen
        happening = happenings[number]
        via = None if reason == "self" else _via(happening, mention).mention_id
        happening.add(mention)
        for key, index in ((mention.story_id, by_story), (mention.copy_of, by_copy)):
            if number not in index[key]:
                index[key].append(number)
        for anchor in anchors:
            if number not in by_day[anchor]:
                by_day[anchor].append(number)
        rows[number].append(
            {
                "mention_id": mention.mention_id,
                "reason": reason,
                "via_mention_id": via,
                "is_summary": _is_summary(mention),
            }
        )
    result: list[tuple[_Happening, list[dict[str, object]]]] = []
    for happening, links in zip(happenings, rows, strict=True):
        event_id = min(m.mention_id for m in happening.members)
        result.append((happening, [{**link, "event_id": event_id} for link in links]))
    return result


def _anchors(mention: _Mention) -> list[date]:
    """Days under which a mention can meet others: of the event where known, else of publication."""
    if mention.date_start and mention.date_end and mention.date_end - mention.date_start <= _LONG_INTERVAL:
        return [mention.date_start]
    return [mention.published] if mention.published else []


def _via(happening: _Happening, mention: _Mention) -> _Mention:
    same = [m for m in happening.members if m.story_id == mention.story_id]
    return (same or happening.members)[-1]


def _is_summary(mention: _Mention) -> bool:
    """A dual or plural masdar («الزيارتان», «اللقاءات») sums up several happenings."""
    return mention.trigger.endswith(("تان", "تين", "اءات", "ماعات", "يارات", "جمات", "داءات"))


def _reason(happening: _Happening, mention: _Mention, countries: frozenset[str], days: int) -> str | None:
    """Why a mention belongs to a happening, or None."""
    first = happening.first
    if mention.negated != first.negated:
        return None
    if not _same_kind(first, mention):
        return None
    dated = mention.date_start is not None and happening.date_start is not None
    overlap = dated and mention.date_start <= happening.date_end and happening.date_start <= mention.date_end  # type: ignore[operator]
    if dated and not overlap:
        return None
    if (
        first.event_type not in ("CONSULT", "AGREE", "SUPPORT")
        and first.actors
        and first.actors == mention.recipients != mention.actors
    ):
        return None  # A accuses B, B accuses A
    if first.event_type in _DEEDS and happening.victims and mention.victims and not happening.victims & mention.victims:
        return None  # another one was arrested, another place was bombed
    if mention.spot and happening.spots and mention.spot not in happening.spots:
        return None  # another town
    if mention.story_id in happening.stories:
        return "same_story" if _told_again(happening, mention) else None
    if mention.copy_of in happening.copies:
        return "copy"
    if not countries:
        return None
    shared_people = bool(mention.people & happening.people)
    same_spot = mention.spot is not None and mention.spot in happening.spots
    akin = any(_akin(m.trigger, mention.trigger) for m in happening.members)
    narrow = (
        dated
        and mention.date_start is not None
        and mention.date_end is not None
        and mention.date_end - mention.date_start <= timedelta(3)
    )
    if overlap and narrow:
        if shared_people:
            return "people_date"
        if same_spot and (akin or len(countries) >= 2):
            return "place_date"
        return "date" if len(countries) >= 2 and akin and first.event_type not in _DEEDS else None
    if mention.published and first.published and abs((mention.published - first.published).days) <= days:
        if shared_people and akin and len(countries) >= 2:
            return "people"
        if shared_people and same_spot:
            return "people_place"
    return None


def _told_again(happening: _Happening, mention: _Mention) -> bool:
    """Whether a second mention in a story can be the happening told before, not another of its kind."""
    here = [m for m in happening.members if m.story_id == mention.story_id]
    places = {m.place for m in here if m.place}
    if mention.place and places and mention.place not in places:
        return False  # other talks, in another country
    if mention.event_type in SPEECH_TYPES and mention.event_type != "SUPPORT":
        # who accuses and later criticises has spoken twice; «الاتهامات» takes up «اتهم»
        return any(_akin(m.trigger, mention.trigger) for m in here)
    taken_up = mention.trigger.startswith(("ال", "لل", "بال")) or bool(mention.people & happening.people)
    if taken_up:
        return True
    if mention.people and happening.people:
        return False  # somebody else's meeting, another one's arrest
    # a round-up tells many deeds of the same two sides: the second is the first when it is told in the same word
    return mention.event_type not in _DEEDS or any(_akin(m.trigger, mention.trigger) for m in here)


def _akin(one: str, other: str) -> bool:
    """Two words that share three root letters in order («اتهم»، «اتهامات»)."""
    a, b = _consonants(one), _consonants(other)
    if min(len(a), len(b)) < 3:
        return a[:2] == b[:2]
    return any(a[i : i + 3] in b for i in range(len(a) - 2))


def _consonants(word: str) -> str:
    bare = fold(word).removeprefix("ال").removesuffix("ات").removesuffix("ة")
    return "".join(c for c in bare if c not in "اويىةءئؤ") or bare


def _same_kind(first: _Mention, mention: _Mention) -> bool:
    if first.event_type != mention.event_type and {first.event_type, mention.event_type} != {"SUPPORT", "AGREE"}:
        return False
    return first.mode == mention.mode or first.mode is None or mention.mode is None


def _event(happening: _Happening) -> dict[str, object]:
    members = happening.members
    types = Counter(m.event_type for m in members)
    modes = Counter(m.mode for m in members if m.mode)
    places = Counter(m.place for m in members if m.place)
    dated = [m for m in members if m.date_start]
    best = min(dated, key=lambda m: (_span(m), m.published or date.max, m.mention_id)) if dated else None
    return {
        "event_id": min(m.mention_id for m in members),
        "event_type": min(types, key=lambda t: (-types[t], t)),
        "mode": min(modes, key=lambda t: (-modes[t], t)) if modes else None,
        "date_start": best.date_start if best else None,
        "date_end": best.date_end if best else None,
        "date_precision": best.precision if best else None,
        "location_country": min(places, key=lambda t: (-places[t], t)) if places else None,
        "actor_countries": sorted({c for m in members for c in m.actors}),
        "recipient_countries": sorted({c for m in members for c in m.recipients}),
        "n_mentions": len(members),
        "n_stories": len(happening.stories),
        "n_independent_stories": len(happening.copies),
        "first_published": min(happening.published) if happening.published else None,
        "attributed_only": all(m.attributed for m in members),
    }


def _entities(participants: pl.DataFrame) -> pl.DataFrame:
    names: dict[str, Counter[str]] = defaultdict(Counter)
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    sectors: dict[str, Counter[str]] = defaultdict(Counter)
    for entity, text, country, sector in participants.select("entity_id", "text", "country", "sector").iter_rows():
        if entity is None:
            continue
        if text:
            names[entity][text] += 1
        else:
            names[entity]
        if country:
            countries[entity][country] += 1
        if sector:
            sectors[entity][sector] += 1
    rows: list[dict[str, object]] = []
    for entity in sorted(names):
        seen = names[entity]
        country, sector = _most(countries[entity]), _most(sectors[entity])
        name = (
            min(seen, key=lambda t: (-seen[t] * len(t.split()), t)) if seen else f"({country or '?'} {sector or '?'})"
        )
        rows.append({"entity_id": entity, "name": name, "names": sorted(seen), "country": country, "sector": sector})
    return schema.ENTITIES.frame(rows) if rows else schema.ENTITIES.empty()


def _most(counts: Counter[str]) -> str | None:
    return min(counts, key=lambda t: (-counts[t], t)) if counts else None
