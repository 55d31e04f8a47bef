"""All copies in the corpus: pairs with their evidence, and groups.

Belongs here: the order of the steps, over tables. Does not belong here: any one step.

1. Stories with one key view are one *text*; their pairs are exact and need no body.
2. Candidate texts come from one join over the sketches; flashes also meet by equal titles within days.
3. Every candidate is verified on the whole bodies and gets a relation, or none.
4. Texts become stories again; merging pairs make groups.

A relation is a function of two texts alone, so pairs depend on no order, no partition and nothing built before.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipeline.duplicates.candidates import Index, candidates, decode
from pipeline.duplicates.expand import EDGES, Texts, edges_of_pairs, exact_pairs, group_rows, pairs_of_edges, texts_of
from pipeline.duplicates.verify import verify, verify_titles
from pipeline.progress import Progress, quiet
from pipeline.schema import DUPLICATE_GROUPS, DUPLICATE_PAIRS
from pipeline.settings import DuplicateSettings

SHORT_WORDS: Final = 24
"""Stories with fewer words share few shingles with an edited copy, so an equal title makes them a candidate too."""
MOST_TITLED: Final = 200
"""A title that more short stories have is a heading (weather, prices), not a title."""

Bodies = Callable[[list[str]], pl.DataFrame]


def seen(fingerprints: pl.DataFrame) -> pl.DataFrame:
    """What a later run must know of these stories to take over their pairs: story_id and sha256_key."""
    return fingerprints.select("story_id", "sha256_key")


def find_duplicates(
    fingerprints: pl.DataFrame,
    bodies: Bodies,
    settings: DuplicateSettings,
    progress: Progress = quiet,
    known: tuple[pl.DataFrame, pl.DataFrame] | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """DUPLICATE_PAIRS and DUPLICATE_GROUPS of the whole corpus.

    Args:
        fingerprints: FINGERPRINTS of all partitions.
        bodies: story_ids → frame with story_id and body; asked only for stories that have a candidate.
        settings: thresholds.
        progress: told the candidate pairs verified.
        known: DUPLICATE_PAIRS of an earlier run with the same settings, and `seen` of its fingerprints. Pairs of
            stories that are still the same are taken over unread. Never changes the result.

    Raises:
        ValueError: fingerprints of different signature versions; says which to make again.
    """
    texts = texts_of(fingerprints)
    index = index_of(texts)
    edges = [pl.DataFrame(schema=EDGES)]
    if known is None:
        pairs, _ = candidates(index)
    else:
        new, removed = _arrivals(texts.numbers, known[1], len(texts.first))
        pairs, marked = candidates(index, new, removed)
        old = edges_of_pairs(known[0], known[1], texts)
        again = pl.Series(np.flatnonzero(marked), dtype=pl.Int64)
        edges.append(old.filter(~(pl.col("a").is_in(again.implode()) | pl.col("b").is_in(again.implode()))))
    left, right = decode(pairs)
    edges.append(verify(texts.first["story_id"], left, right, bodies, settings, progress))
    by_text = pl.concat(edges)
    by_title = verify_titles(_titled(texts.stories, settings.title_days), texts.first["story_id"], bodies)
    both = pl.concat([by_text, by_title.join(by_text, on=["a", "b"], how="anti")])
    return (
        DUPLICATE_PAIRS.frame(pl.concat([exact_pairs(texts), pairs_of_edges(both, texts)])),
        DUPLICATE_GROUPS.frame(group_rows(both, texts)),
    )


def index_of(texts: Texts) -> Index:
    """The sketches of the texts, flat."""
    parts, sizes = [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.int64)]
    start = 0
    for chunk in texts.hashes.get_chunks():
        lists = chunk.to_arrow(compat_level=pl.CompatLevel.oldest())
        flat, size = lists.flatten().to_numpy(), np.diff(lists.offsets.to_numpy())
        is_first = texts.is_first.slice(start, len(chunk)).to_numpy()
        start += len(chunk)
        parts.append(flat if is_first.all() else flat[np.repeat(is_first, size)])
        sizes.append(size[is_first])
    return Index(np.concatenate(parts), np.cumsum(np.concatenate(sizes), dtype=np.int64))


def _arrivals(numbers: pl.DataFrame, earlier: pl.DataFrame, n_texts: int) -> tuple[NDArray[np.bool_], int]:
    """Which texts are new, and how many the earlier run had that are gone.

    Both runs are nearly the same stories, so they are told apart by 64-bit row hashes, and only what differs is looked
    at by its key.
    """
    now, before = (frame.select("story_id", "sha256_key") for frame in (numbers, earlier))
    rows_now, rows_before = now.hash_rows(), before.hash_rows()
    is_known = rows_now.is_in(rows_before.implode())
    arrived = numbers.filter(~is_known)
    still = before.filter(pl.col("sha256_key").is_in(arrived["sha256_key"].implode()))["sha256_key"].unique()
    new = np.zeros(n_texts, dtype=np.bool_)
    new[arrived.filter(~pl.col("sha256_key").is_in(still.implode()))["text"].to_numpy()] = True
    if is_known.sum() == len(before):
        return new, 0
    gone = before.filter(~rows_before.is_in(rows_now.implode()))
    lost = gone["sha256_key"].unique()
    kept = now.filter(pl.col("sha256_key").is_in(lost.implode()))["sha256_key"].n_unique()
    return new, len(lost) - kept


def _titled(stories: pl.DataFrame, days: int) -> pl.DataFrame:
    """Pairs a < b of different short texts whose stories have one title, within days where both dates are known."""
    short = (
        stories.lazy()
        .filter(pl.col("n_words") < SHORT_WORDS, pl.col("title_key").is_not_null())
        .filter(pl.len().over("title_key").is_between(2, MOST_TITLED))
        .select("title_key", "published_at", "text")
        .unique()
    )
    apart = (pl.col("published_at") - pl.col("published_at_right")).abs()
    return (
        short.join(short, on="title_key")
        .filter(pl.col("text") < pl.col("text_right"), (apart <= timedelta(days=days)).fill_null(value=True))
        .select(a="text", b="text_right")
        .unique()
        .sort("a", "b")
        .collect()
    )
