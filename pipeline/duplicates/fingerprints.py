"""The table `fingerprints`: one row a story, a pure function of its body, title and day.

Belongs here: from stories and their lines to the table, and what of an earlier table still holds.
Does not belong here: the signature itself (`pipeline.duplicates.sketch`).
"""

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from pipeline.clean import body_of
from pipeline.duplicates.sketch import SIGNATURE_VERSION, Hashes, key_texts, sketch
from pipeline.progress import Progress, quiet
from pipeline.schema import FINGERPRINTS

AROUND: Final = ("byline", "heading", "caption", "source_link", "copyright", "other")
"""Labels of lines that make two bodies two printings: equal bodies under different bylines are near_dup, not exact.
Tickers, navigation and forms change from one visit of a page to the next and say nothing."""

_BATCH: Final = 10_000  # stories whose bodies are in memory at a time


_Row = tuple[str, str, int, int, Hashes]  # sha256_text, sha256_key, n_words, n_shingles, hashes


def fingerprint(
    stories: pl.DataFrame,
    story_lines: pl.DataFrame,
    previous: pl.DataFrame | None = None,
    progress: Progress = quiet,
) -> pl.DataFrame:
    """FINGERPRINTS of every story with a body (status ok).

    Args:
        stories: STORIES of one partition.
        story_lines: their STORY_LINES.
        previous: an earlier result; rows whose body is unchanged are taken over. Never changes the result.
        progress: told the stories done.
    """
    bodies = body_texts(stories, story_lines).join(_around(stories, story_lines), on="story_id", how="left")
    known = _known(previous)
    frames = [FINGERPRINTS.empty()]
    size = -(-len(bodies) // (1 + len(bodies) // _BATCH)) or 1  # equal parts: a small last one would run uncompiled
    for start in range(0, len(bodies), size):
        part = bodies.slice(start, size)
        texts, around = part["body"].to_list(), part["around"].fill_null("").to_list()
        raw = [_sha256(f"{text}\x1e{more}") for text, more in zip(texts, around, strict=True)]
        ids = part["story_id"].to_list()
        new = [i for i, key in enumerate(zip(ids, raw, strict=True)) if key not in known]
        rows = [known.get(key) for key in zip(ids, raw, strict=True)]
        beside = key_texts([around[i] for i in new])
        for i, one, more in zip(new, sketch([texts[i] for i in new]), beside, strict=True):
            whole = _sha256(f"{one.sha256_key}\x1e{more}")
            rows[i] = (whole, one.sha256_key, one.n_words, one.n_shingles, one.hashes)
        frames.append(_frame(part, raw, [row for row in rows if row is not None]))
        progress(start + len(part), len(bodies))
    return FINGERPRINTS.frame(pl.concat(frames))


def body_texts(stories: pl.DataFrame, story_lines: pl.DataFrame) -> pl.DataFrame:
    """story_id, title, published_at, body of each story with status ok; runs of body text are joined by a line break."""
    joined = stories.filter(pl.col("status") == "ok").select("story_id", "title", "published_at", "raw_text")
    return (
        joined.join(_joined(joined, body_of(stories, story_lines)), on="story_id", how="inner")
        .select("story_id", "title", "published_at", body="text")
        .sort("story_id")
    )


def _around(stories: pl.DataFrame, story_lines: pl.DataFrame) -> pl.DataFrame:
    """story_id, around: what a paper puts around a body, as found."""
    lines = story_lines.filter(pl.col("label").is_in(AROUND), pl.col("rule_id") != "outside_content")
    return _joined(stories, lines).rename({"text": "around"})


def _joined(stories: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """story_id, text: the spans of each story that has any, joined by line breaks."""
    grouped = (
        spans.sort("story_id", "start_char").group_by("story_id", maintain_order=True).agg("start_char", "end_char")
    )
    found = stories.select("story_id", "raw_text").join(grouped, on="story_id", how="inner")
    texts = [
        "\n".join(raw[start:end] for start, end in zip(starts, ends, strict=True))
        for raw, starts, ends in zip(
            *(found[name].to_list() for name in ("raw_text", "start_char", "end_char")), strict=True
        )
    ]
    return found.select("story_id", pl.Series("text", texts, dtype=pl.String))


def _known(previous: pl.DataFrame | None) -> dict[tuple[str, str], _Row]:
    if previous is None or previous.is_empty():
        return {}
    same = previous.filter(pl.col("signature_version") == SIGNATURE_VERSION)
    columns = ("story_id", "sha256_raw", "sha256_text", "sha256_key", "n_words", "n_shingles")
    return {
        (story, raw): (text, key, n_words, n_shingles, hashes.to_numpy())
        for story, raw, text, key, n_words, n_shingles, hashes in zip(
            *(same[name].to_list() for name in columns), same["hashes"], strict=True
        )
    }


def _frame(part: pl.DataFrame, raw: Sequence[str], rows: Sequence[_Row]) -> pl.DataFrame:
    titles = [title or None for title in key_texts(part["title"].fill_null("").to_list())]
    return pl.DataFrame(
        {
            "story_id": part["story_id"],
            "signature_version": pl.Series([SIGNATURE_VERSION] * len(part), dtype=pl.Int64),
            "sha256_raw": raw,
            "sha256_text": [row[0] for row in rows],
            "sha256_key": [row[1] for row in rows],
            "title_key": pl.Series(titles, dtype=pl.String),
            "published_at": part["published_at"],
            "n_words": pl.Series([row[2] for row in rows], dtype=pl.Int64),
            "n_shingles": pl.Series([row[3] for row in rows], dtype=pl.Int64),
            "hashes": _lists([row[4] for row in rows]),
        }
    )


def _lists(hashes: Sequence[Hashes]) -> pl.Series:
    """A list column from arrays, without a Python object for each hash."""
    flat = pl.Series(np.concatenate([*hashes, np.empty(0, dtype=np.uint64)]), dtype=pl.UInt64)
    owner = pl.Series(np.repeat(np.arange(len(hashes)), [len(one) for one in hashes]), dtype=pl.Int64)
    lists = pl.DataFrame({"owner": owner, "hashes": flat}).group_by("owner", maintain_order=True).agg("hashes")
    every = pl.DataFrame({"owner": pl.int_range(len(hashes), dtype=pl.Int64, eager=True)})
    joined = every.join(lists, on="owner", how="left", maintain_order="left")
    return joined["hashes"].fill_null(pl.Series([[]], dtype=pl.List(pl.UInt64)))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
