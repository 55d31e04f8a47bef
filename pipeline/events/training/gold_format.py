"""Between coded stories and gold files in the codebook's format (docs/codebook.md).

Belongs here: turning phrases into spans and back. Does not belong here: the corpora, and the packed files.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from pipeline.events.training.values import CodedError, CodedEvent, CodedSide, CodedSides, CodedStory, Span

UNNAMED_SPEAKER = "?"
"""Stands in a gold file for a speaker that the mention's sentence does not name."""


def read_gold(folder: Path) -> list[CodedStory]:
    """The stories of a folder with NAME.json and NAME.txt, by name; their origin is not known yet (empty).

    Raises:
        CodedError: a text is missing, or a file does not follow the format.
    """
    stories = []
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt")
        if not text.is_file():
            raise CodedError(f"{path.name}: {text.name} is missing beside it")
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if "events" in data:
                stories.append(_story(path.stem, data, text.read_bytes().decode("utf-8")))
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise CodedError(
                f"{path.name}: {error.__class__.__name__}: {error}; see docs/codebook.md for the format"
            ) from None
    return stories


def _story(key: str, data: dict[str, Any], raw: str) -> CodedStory:
    sentences = tuple((int(a), int(b)) for a, b in data["sentence_spans"])
    return CodedStory(
        key=key,
        source=data.get("source") or "",
        corpus="",
        record="",
        sha256=hashlib.sha256(raw.encode()).hexdigest(),
        publication_date=data.get("publication_date"),
        sentence_spans=sentences,
        events=tuple(_event(e, raw, sentences) for e in data["events"]),
        optional_events=tuple(_event(e, raw, sentences) for e in data.get("optional_events") or []),
        raw=raw,
    )


def _event(e: dict[str, Any], raw: str, sentences: tuple[Span, ...]) -> CodedEvent:
    start, end = e["trigger_span"]
    if raw[start:end] != e["trigger"]:
        raise ValueError(f"trigger_span {start} to {end} does not cover the trigger")
    sentence = sentences[e["sentence_index"]]

    def span(phrase: str | None) -> Span | None:
        return None if phrase == UNNAMED_SPEAKER else find_span(phrase, raw, sentence, (start, end))

    def members(found: list[dict[str, Any]] | None) -> tuple[CodedSide, ...]:
        return tuple(
            CodedSide(span(m.get("text")), m.get("country"), m.get("sector"), tuple(m.get("other_sectors") or ()))
            for m in found or []
        )

    other = e.get("alt_sides")
    return CodedEvent(
        trigger_span=(start, end),
        sentence_index=e["sentence_index"],
        type=e["type"],
        alt_types=tuple(e.get("alt_types") or ()),
        mode=e.get("mode") or None,
        alt_modes=tuple(e.get("alt_modes") or ()),
        actors=members(e.get("actors")),
        recipients=members(e.get("recipients")),
        alt_sides=CodedSides(members(other.get("actors")), members(other.get("recipients"))) if other else None,
        location_span=span(e.get("location")),
        location_country=e.get("location_country"),
        date_span=span(e.get("date_text")),
        date_iso=e.get("date_iso"),
        alt_dates=tuple(e.get("alt_dates") or ()),
        attributed=bool(e.get("attribution")),
        attribution_span=span(e.get("attribution")),
        modality=e.get("modality") or "asserted",
        negated=bool(e.get("negated")),
    )


def find_span(phrase: str | None, raw: str, sentence: Span, trigger: Span) -> Span | None:
    """Where a phrase stands in a sentence: where it ends with a word if it does anywhere, and there nearest to the trigger."""
    if not phrase:
        return None
    found = [
        (sentence[0] + m.start(), sentence[0] + m.start() + len(phrase))
        for m in re.finditer(f"(?={re.escape(phrase)})", raw[slice(*sentence)])
    ]
    return min(
        found,
        key=lambda s: (raw[s[1] : s[1] + 1].isalpha(), max(s[0] - trigger[1], trigger[0] - s[1], 0), s),
        default=None,
    )


def write_gold(stories: list[CodedStory], folder: Path) -> None:
    """Write NAME.txt and NAME.json for each story, as `rasid evaluate` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for story in stories:
        (folder / f"{story.key}.txt").write_bytes(story.raw.encode())
        text = json.dumps(gold(story), ensure_ascii=False, indent=1) + "\n"
        (folder / f"{story.key}.json").write_text(text, encoding="utf-8")


def gold(story: CodedStory) -> dict[str, Any]:
    """A story as a gold file's content."""
    return {
        "file": f"{story.key}.txt",
        "source": story.source,
        "title": story.title,
        "publication_date": story.publication_date,
        "sentence_spans": story.sentence_spans,
        "sentences": [story.text(span) for span in story.sentence_spans],
        "events": [_gold_event(story, e) for e in story.events],
        "optional_events": [_gold_event(story, e) for e in story.optional_events],
    }


def _gold_event(story: CodedStory, e: CodedEvent) -> dict[str, Any]:
    def members(found: tuple[CodedSide, ...]) -> list[dict[str, Any]]:
        return [
            {"text": story.text(m.span), "country": m.country, "sector": m.sector, "other_sectors": m.other_sectors}
            for m in found
        ]

    other = e.alt_sides
    return {
        "trigger": story.text(e.trigger_span),
        "trigger_span": e.trigger_span,
        "sentence_index": e.sentence_index,
        "type": e.type,
        "alt_types": e.alt_types,
        "mode": e.mode,
        "actors": members(e.actors),
        "recipients": members(e.recipients),
        "location": story.text(e.location_span),
        "location_country": e.location_country,
        "date_text": story.text(e.date_span),
        "date_iso": e.date_iso,
        "attribution": story.text(e.attribution_span) or (UNNAMED_SPEAKER if e.attributed else None),
        "modality": e.modality,
        "negated": e.negated,
        "alt_modes": e.alt_modes,
        "alt_dates": e.alt_dates,
        "alt_sides": {"actors": members(other.actors), "recipients": members(other.recipients)} if other else None,
    }
