"""Gold files in the codebook's format, as values to compare with.

Belongs here: reading and validating gold. Does not belong here: figures.
"""

import calendar
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Span = tuple[int, int]
Sides = Counter[tuple[str, str]]
Interval = tuple[date | None, date | None]


class GoldError(ValueError):
    """A gold file cannot be used; names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An annotated mention. Where the coders differed, either reading counts."""

    span: Span
    event_type: str
    types: frozenset[str]
    modes: frozenset[str | None]
    readings: tuple[Sides, ...]
    sectors: tuple[tuple[str, str, frozenset[str]], ...]
    """Side, country and the sectors that are right for it."""
    dated: bool
    intervals: frozenset[Interval]
    attributed: bool
    modality: str
    negated: bool


@dataclass(frozen=True, slots=True)
class GoldStory:
    """An annotated story; `file` is the base name of its raw file."""

    file: str
    sentences: tuple[Span, ...]
    events: tuple[GoldEvent, ...]
    optional: tuple[Span, ...]


def read_gold(folder: Path) -> list[GoldStory]:
    """The annotated stories of a folder, by name. Files without events (pair lists and the like) are passed over.

    Raises:
        GoldError: a file is no JSON or lacks a field.
    """
    stories = []
    for path in sorted(folder.glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if "events" in data:
                stories.append(_story(data))
        except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise GoldError(
                f"{path.name}: {error.__class__.__name__}: {error}; see docs/codebook.md for the format"
            ) from None
    return stories


def _story(data: dict[str, Any]) -> GoldStory:
    return GoldStory(
        data["file"],
        tuple((a, b) for a, b in data["sentence_spans"]),
        tuple(_event(e) for e in data["events"]),
        tuple((a, b) for a, b in (e["trigger_span"] for e in data.get("optional_events", []))),
    )


def _event(e: dict[str, Any]) -> GoldEvent:
    alternative = e.get("alt_sides")
    start, end = e["trigger_span"]
    return GoldEvent(
        (start, end),
        e["type"],
        frozenset([e["type"], *(e.get("alt_types") or [])]),
        frozenset([e["mode"] or None, *(e.get("alt_modes") or [])]),
        (_sides(e), *([_sides(alternative)] if alternative else [])),
        tuple(
            (side, m["country"], frozenset([m["sector"], *(m.get("other_sectors") or [])]))
            for side, key in (("actor", "actors"), ("recipient", "recipients"))
            for m in e.get(key) or []
            if m.get("country") and m.get("sector")
        ),
        bool(e["date_iso"]),
        frozenset(interval(text) for text in [e["date_iso"], *(e.get("alt_dates") or [])]),
        bool(e["attribution"]),
        e["modality"] or "asserted",
        bool(e["negated"]),
    )


def _sides(e: dict[str, Any]) -> Sides:
    return Counter(
        (side, m["country"])
        for side, key in (("actor", "actors"), ("recipient", "recipients"))
        for m in e.get(key) or []
        if m.get("country")
    )


def interval(text: str | None) -> Interval:
    """First and last day of a gold date: day, month, year, or two of them with a slash. Unreadable text is no date."""
    if not text:
        return None, None
    first, _, last = text.partition("/")
    try:
        return _bound(first, last=False), _bound(last or first, last=True)
    except ValueError:
        return None, None


def _bound(text: str, *, last: bool) -> date:
    parts = [int(part) for part in text.split("-")]
    month = parts[1] if len(parts) > 1 else 12 if last else 1
    day = parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], month)[1] if last else 1
    return date(parts[0], month, day)
