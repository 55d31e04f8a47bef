"""The figures: body, sentences, detection, types, who did what to whom, roles, and attributes on matched events.

Belongs here: matching predictions with gold and counting. Does not belong here: reading gold (gold) or layout (table).

A mention and a gold event match one to one, the largest overlap of their triggers first. A mention that overlaps only an
optional event is neutral; a second one on a matched trigger counts as wrong.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.evaluate.gold import GoldEvent, GoldStory, Interval, Sides, Span, read_gold

SIDE_KEYS = ("actor", "recipient")


@dataclass(frozen=True, slots=True)
class Predicted:
    """A coded mention as the warehouse holds it."""

    span: Span
    event_type: str
    mode: str | None
    interval: Interval
    attributed: bool
    modality: str
    negated: bool
    sides: Sides
    members: tuple[tuple[str, str | None, str | None], ...]
    """Side, country, sector."""


@dataclass(frozen=True, slots=True)
class _Story:
    raw_text: str
    sentences: list[Span]
    mentions: list[Predicted]


def evaluate(warehouse: Path, gold_dir: Path) -> dict[str, Any]:
    """Score the published database against a folder of gold files.

    A gold file is compared with the story whose raw file has the same base name.

    Returns:
        `body`, `sentences`, `detection`, `typed`, `who_whom`, `roles`: each with P, R, F, tp, pred, gold; `neutral`,
        `duplicates`: counts; `on_matched`: share of matched events that agree, with counts; `by_type`: per type gold,
        predicted and right; `files_missing`: gold files without a story.

    Raises:
        GoldError: a gold file cannot be read.
    """
    stories = _load(warehouse)
    n: Counter[str] = Counter()
    agree: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    by_type: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    missing: list[str] = []
    for gold in read_gold(gold_dir):
        story = stories.get(gold.file)
        if story is None:
            missing.append(gold.file)
        _score_text(gold, story, n)
        _score_events(gold, story.mentions if story else [], n, agree, by_type)
    return {
        "files_missing": missing,
        "body": _prf(n["char_right"], n["char_pred"], n["char_gold"]),
        "sentences": _prf(n["sentence_right"], n["sentence_pred"], n["sentence_gold"]),
        "detection": _prf(n["right"], n["pred"], n["gold"]),
        "typed": _prf(n["typed"], n["pred"], n["gold"]),
        "who_whom": _prf(n["who_whom"], n["pred"], n["gold"]),
        "roles": _prf(n["role_right"], n["role_pred"], n["role_gold"]),
        "neutral": n["neutral"],
        "duplicates": n["duplicate"],
        "on_matched": {
            name: {"share": round(right / of, 3), "right": right, "of": of}
            for name, (right, of) in sorted(agree.items())
            if of
        },
        "by_type": {name: {"gold": g, "predicted": p, "right": r} for name, (g, p, r) in sorted(by_type.items())},
    }


def _load(warehouse: Path) -> dict[str, _Story]:
    with duckdb.connect(str(warehouse), read_only=True) as db:
        stories = db.execute(
            "SELECT story_id, path, raw_text FROM stories JOIN files USING (file_id) ORDER BY path, story_id"
        ).fetchall()
        sentences: dict[str, list[Span]] = defaultdict(list)
        for story_id, start, end in db.execute(
            "SELECT story_id, start_char, end_char FROM sentences ORDER BY story_id, start_char"
        ).fetchall():
            sentences[story_id].append((start, end))
        members: dict[str, list[tuple[str, str | None, str | None]]] = defaultdict(list)
        for mention_id, side, country, sector in db.execute(
            "SELECT mention_id, side, country, sector FROM event_participants ORDER BY mention_id, participant_no"
        ).fetchall():
            members[mention_id].append((side, country, sector))
        mentions: dict[str, list[Predicted]] = defaultdict(list)
        for (
            mention_id,
            story_id,
            start,
            end,
            event_type,
            mode,
            first,
            last,
            attribution,
            modality,
            negated,
        ) in db.execute(
            "SELECT mention_id, story_id, start_char, end_char, event_type, mode, date_start, date_end, attribution, modality, negated "
            "FROM event_mentions ORDER BY story_id, start_char, mention_id"
        ).fetchall():
            mine = members[mention_id]
            mentions[story_id].append(
                Predicted(
                    (start, end),
                    event_type,
                    mode or None,
                    (first, last),
                    bool(attribution),
                    modality or "asserted",
                    bool(negated),
                    Counter((side, country) for side, country, _ in mine if country),
                    tuple(mine),
                )
            )
    return {Path(path).name: _Story(raw, sentences[story_id], mentions[story_id]) for story_id, path, raw in stories}


def _prf(right: int, predicted: int, gold: int) -> dict[str, float | int]:
    precision = right / predicted if predicted else 0.0
    recall = right / gold if gold else 0.0
    f = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "P": round(precision, 3),
        "R": round(recall, 3),
        "F": round(f, 3),
        "tp": right,
        "pred": predicted,
        "gold": gold,
    }


def _overlap(a: Span, b: Span) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _trimmed(span: Span, text: str) -> Span:
    start, end = span
    while start < end <= len(text) and text[start].isspace():
        start += 1
    while start < end <= len(text) and text[end - 1].isspace():
        end -= 1
    return start, end


def _score_text(gold: GoldStory, story: _Story | None, n: Counter[str]) -> None:
    if story is None:
        n["sentence_gold"] += len(gold.sentences)
        n["char_gold"] += sum(end - start for start, end in gold.sentences)
        return
    text = story.raw_text
    wanted = [_trimmed(span, text) for span in gold.sentences]
    found = [_trimmed(span, text) for span in story.sentences]
    n["sentence_gold"] += len(wanted)
    n["sentence_pred"] += len(found)
    n["sentence_right"] += len(set(wanted) & set(found))
    wanted_chars, found_chars = _characters(wanted, text), _characters(found, text)
    n["char_gold"] += len(wanted_chars)
    n["char_pred"] += len(found_chars)
    n["char_right"] += len(wanted_chars & found_chars)


def _characters(spans: list[Span], text: str) -> set[int]:
    return {i for start, end in spans for i in range(start, end) if not text[i : i + 1].isspace()}


def match(spans: list[Span], gold: list[Span]) -> dict[int, int]:
    """Prediction number → gold number, one to one, the largest overlap first, then by position."""
    candidates = sorted(
        (
            (-_overlap(span, wanted), i, j)
            for i, span in enumerate(spans)
            for j, wanted in enumerate(gold)
            if _overlap(span, wanted)
        )
    )
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in candidates:
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


def _score_events(
    gold: GoldStory,
    predicted: list[Predicted],
    n: Counter[str],
    agree: dict[str, list[int]],
    by_type: dict[str, list[int]],
) -> None:
    n["gold"] += len(gold.events)
    for event in gold.events:
        by_type[event.event_type][0] += 1
    spans = [event.span for event in gold.events]
    matched = match([p.span for p in predicted], spans)
    for i, mention in enumerate(predicted):
        if i in matched:
            continue
        on_gold = any(_overlap(mention.span, span) for span in spans)
        if not on_gold and any(_overlap(mention.span, span) for span in gold.optional):
            n["neutral"] += 1
            continue
        n["pred"] += 1
        n["duplicate"] += on_gold
        by_type[mention.event_type][1] += 1
    for i, j in matched.items():
        _score_match(predicted[i], gold.events[j], n, agree, by_type)
    n["role_gold"] += sum(
        sum(e.readings[0].values()) for j, e in enumerate(gold.events) if j not in set(matched.values())
    )


def _score_match(
    mention: Predicted, event: GoldEvent, n: Counter[str], agree: dict[str, list[int]], by_type: dict[str, list[int]]
) -> None:
    n["pred"] += 1
    n["right"] += 1
    by_type[mention.event_type][1] += 1
    typed = mention.event_type in event.types
    best = max(event.readings, key=lambda r: (set(r) == set(mention.sides), sum((r & mention.sides).values())))
    n["typed"] += typed
    n["who_whom"] += typed and set(mention.sides) == set(best)
    by_type[event.event_type][2] += typed
    n["role_right"] += sum((mention.sides & best).values())
    n["role_pred"] += sum(mention.sides.values())
    n["role_gold"] += sum(best.values())
    _tell(agree, "mode", mention.mode in event.modes)
    _tell(agree, "date", mention.interval in event.intervals)
    if event.dated:
        _tell(agree, "date_where_gold_has_one", mention.interval in event.intervals)
    _tell(agree, "attribution", mention.attributed == event.attributed)
    _tell(agree, "modality", mention.modality == event.modality)
    _tell(agree, "negated", mention.negated == event.negated)
    for side, country, sectors in event.sectors:
        mine = [sector for s, c, sector in mention.members if s == side and c == country]
        if mine:
            _tell(agree, "sector", any(sector in sectors for sector in mine))


def _tell(agree: dict[str, list[int]], name: str, right: bool) -> None:
    agree[name][0] += right
    agree[name][1] += 1
