"""A story as it is printed: its body, and what a paper puts around it, as bytes cut from the text as found.

Belongs here: from stories and their lines to flat texts, by offsets, without a Python string for each. Does not belong
here: which lines are body (`pipeline.clean`), what is made of the texts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from pipeline.duplicates.flat import Flat, Places
from pipeline.duplicates.sketch import kernel_pays
from pipeline.schema import STORIES, STORY_LINES

AROUND: Final = ("byline", "heading", "caption", "source_link", "copyright", "other")
"""Labels of lines that make two bodies two printings: equal bodies under different bylines are near_dup, not exact.
Tickers, navigation and forms change from one visit of a page to the next and say nothing."""

_BATCH: Final = 4_000  # stories whose texts are in memory at a time
_WHITE: Final = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_SEPARATOR: Final = "\x1e"


@dataclass(frozen=True, slots=True)
class Printed:
    """Some stories; a text each in `body`, `around` and `whole`, which is both with a separator between."""

    stories: pl.DataFrame  # story_id, title, published_at
    body: Flat
    around: Flat
    whole: Flat


def printed(stories: pl.DataFrame, story_lines: pl.DataFrame) -> Iterator[Printed]:
    """The stories with status ok that have a body, sorted, in batches.

    Runs of body lines (of one paragraph, with nothing else between) are taken with the breaks inside them and stripped;
    runs, and lines around, are joined by a line break. These are the spans of `pipeline.clean.body_of`.
    """
    stories = stories if stories["story_id"].is_sorted() else stories.sort(STORIES.key)
    lines = story_lines.sort(STORY_LINES.key).with_columns(
        is_body=pl.col("label") == "body",
        is_around=pl.col("label").is_in(AROUND) & (pl.col("rule_id") != "outside_content"),
    )
    found = (
        lines.lazy()
        .with_row_index("row")
        .group_by("story_id", maintain_order=True)
        .agg(
            first=pl.col("row").min().cast(pl.Int64),
            last=pl.col("row").max().cast(pl.Int64) + 1,
            has_body=pl.col("is_body").any(),
        )
        .filter("has_body")
        .collect()
    )
    told = (
        stories.filter(pl.col("status") == "ok")
        .select("story_id", "title", "published_at", "raw_text")
        .join(found, on="story_id", how="inner", maintain_order="left")
    )
    cut_some = _cut if kernel_pays(len(told)) else _cut_plain
    for start in range(0, len(told), _BATCH):
        part = told.slice(start, _BATCH)
        cut, body_ends = cut_some(part, lines)
        body = Flat(cut.data, cut.starts, body_ends)
        around = Flat(cut.data, body_ends + 1, cut.ends)
        yield Printed(part.select("story_id", "title", "published_at"), body, around, cut)


def body_texts(stories: pl.DataFrame, story_lines: pl.DataFrame) -> pl.DataFrame:
    """story_id, title, published_at, body of each story with status ok that has one, sorted."""
    schema = {"story_id": pl.String, "title": pl.String, "published_at": pl.Date, "body": pl.String}
    frames = [part.stories.with_columns(body=part.body.series()) for part in printed(stories, story_lines)]
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def _cut(told: pl.DataFrame, lines: pl.DataFrame) -> tuple[Flat, Places]:
    """Body, separator and what stands around it, of each story; where each body ends."""
    from pipeline.duplicates import cut_kernels

    raw = Flat.of(told["raw_text"])
    spans = (lines[name].to_numpy() for name in ("start_char", "end_char", "paragraph_no", "is_body", "is_around"))
    first, last = (told[name].to_numpy() for name in ("first", "last"))
    data, body_ends, ends = cut_kernels.cut_batch(raw.data, raw.starts, raw.ends, first, last, *spans)
    return Flat.joined(data, ends), body_ends


def _cut_plain(told: pl.DataFrame, lines: pl.DataFrame) -> tuple[Flat, Places]:
    """The same in plain Python: the definition that the kernel is tested against."""
    wholes, sizes = [], []
    spans = lines.select("is_body", "is_around", "paragraph_no", "start_char", "end_char")
    for raw, first, last in told.select("raw_text", "first", "last").iter_rows():
        runs: list[list[int]] = []
        around: list[str] = []
        before = None
        for is_body, is_around, paragraph, start, end in spans.slice(first, last - first).iter_rows():
            if is_body and before == paragraph:
                runs[-1][1] = max(runs[-1][1], end)
            elif is_body:
                runs.append([start, end])
            elif is_around:
                around.append(raw[start:end])
            before = paragraph if is_body else None
        body = "\n".join(raw[start:end].strip(_WHITE) for start, end in runs)
        wholes.append(f"{body}{_SEPARATOR}" + "\n".join(around))
        sizes.append(len(body.encode()))
    whole = Flat.of(wholes)
    return whole, whole.starts + np.array(sizes, dtype=np.int64)
