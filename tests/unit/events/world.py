"""Small stories for the rules: frames from plain sentences, and the coded events in a readable shape."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

import polars as pl

from pipeline import schema
from pipeline.events import Extraction, Lexicon, extract, load_lexicon
from pipeline.ids import short_id
from pipeline.settings import EventSettings


@cache
def lexicon() -> Lexicon:
    """The bundled lexicon without weights: rules are tested alone."""
    return replace(load_lexicon(), trigger_weights=None, side_trees=None)


class Frames(NamedTuple):
    stories: pl.DataFrame
    sentences: pl.DataFrame
    tokens: pl.DataFrame


def frames(*stories: str, published: date | None = None, source: str | None = None) -> Frames:
    """Stories whose lines are their sentences, without annotation."""
    rows, sentences = [], []
    for number, text in enumerate(stories):
        story_id = short_id("story", number, text)
        rows.append(
            {
                "story_id": story_id, "file_id": short_id("file", number), "partition_key": "p", "record_no": 0, "source": source, "title": "",
                "published_at": published, "raw_text": text, "n_chars": len(text), "status": "ok", "record_hash": short_id(text),
            }
        )  # fmt: skip
        for i, line in enumerate(re.finditer(r"[^\n]+", text)):
            sentences.append(
                {
                    "sentence_id": short_id(story_id, line.start()), "story_id": story_id, "sentence_no": i, "paragraph_no": i,
                    "start_char": line.start(), "end_char": line.end(), "text": line.group(), "word_starts": [], "word_ends": [],
                }
            )  # fmt: skip
    return Frames(
        schema.STORIES.frame(rows),
        schema.SENTENCES.frame(sentences) if sentences else schema.SENTENCES.empty(),
        schema.TOKENS.empty(),
    )


def run(*stories: str, published: date | None = None, source: str | None = None) -> Extraction:
    made = frames(*stories, published=published, source=source)
    return extract(made.stories, schema.STORY_LINES.empty(), made.sentences, made.tokens, lexicon(), EventSettings())


class Coded(NamedTuple):
    trigger: str
    type: str
    mode: str | None
    actors: set[str | None]
    recipients: set[str | None]
    row: dict[str, object]


def coded(*stories: str, published: date | None = None, source: str | None = None) -> list[Coded]:
    """The coded mentions in text order."""
    made = run(*stories, published=published, source=source)
    sides: dict[tuple[str, str], set[str | None]] = {}
    for row in made.event_participants.iter_rows(named=True):
        sides.setdefault((row["mention_id"], row["side"]), set()).add(row["country"])
    return [
        Coded(
            row["trigger"], row["event_type"], row["mode"], sides.get((row["mention_id"], "actor"), set()),
            sides.get((row["mention_id"], "recipient"), set()), row,
        )
        for row in made.event_mentions.sort("start_char").iter_rows(named=True)
    ]  # fmt: skip


def one(*stories: str, published: date | None = None, source: str | None = None) -> Coded:
    found = coded(*stories, published=published, source=source)
    assert len(found) == 1, [(c.trigger, c.type) for c in found]
    return found[0]
