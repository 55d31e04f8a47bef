"""Verification of candidates, in batches of bounded memory.

Belongs here: fetching bodies for candidate pairs and turning verdicts into edges. Does not belong here: measuring
(`pipeline.duplicates.evidence`), judging (`pipeline.duplicates.relations`).
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipeline.duplicates import align
from pipeline.duplicates.evidence import Evidence, Shingled, common_shingles, compare, read, shingled
from pipeline.duplicates.expand import EDGES
from pipeline.duplicates.facts import Facts
from pipeline.duplicates.flat import Flat
from pipeline.duplicates.relations import Verdict, relation
from pipeline.duplicates.sketch import SHINGLE_WORDS
from pipeline.progress import Progress
from pipeline.settings import DuplicateSettings

SAME_WORDS: Final = 0.6
"""Common words over all words of two flashes with one title from which on they are copies."""

_PAIRS_AT_A_TIME: Final = 40_000


def verify(
    story_ids: pl.Series,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    bodies: Callable[[list[str]], pl.DataFrame],
    settings: DuplicateSettings,
    progress: Progress,
) -> pl.DataFrame:
    """Edges (EDGES) among the candidate pairs left[p], right[p] of texts; story_ids[t] is a story of text t."""
    frames = [pl.DataFrame(schema=EDGES)]
    for start in range(0, len(left), _PAIRS_AT_A_TIME):
        a, b = left[start : start + _PAIRS_AT_A_TIME], right[start : start + _PAIRS_AT_A_TIME]
        numbers = np.unique(np.concatenate((a, b)))
        texts = shingled(_read(story_ids, numbers, bodies))
        here_a, here_b = (np.searchsorted(numbers, side).astype(np.int32) for side in (a, b))
        shared = common_shingles(texts, here_a, here_b)
        near = _near(texts, here_a, here_b, shared, settings)
        frames.append(
            _edges(a[near], b[near], _judge(texts.bodies, here_a[near], here_b[near], shared[near], settings))
        )
        progress(start + len(a), len(left))
    return pl.concat(frames)


def verify_titles(
    pairs: pl.DataFrame, story_ids: pl.Series, bodies: Callable[[list[str]], pl.DataFrame]
) -> pl.DataFrame:
    """Edges (EDGES, near_dup by title) among pairs a, b of short texts whose stories have one title."""
    if pairs.is_empty():
        return pl.DataFrame(schema=EDGES)
    a, b = (pairs[side].to_numpy().astype(np.int32) for side in ("a", "b"))
    numbers = np.unique(np.concatenate((a, b)))
    texts = read(_read(story_ids, numbers, bodies))
    here_a, here_b = (np.searchsorted(numbers, side).astype(np.int32) for side in (a, b))
    verdicts = []
    for x, y, e in zip(here_a.tolist(), here_b.tolist(), compare(texts, here_a, here_b), strict=True):
        words_x, words_y = texts.words(x), texts.words(y)
        same = len({*words_x} & {*words_y}) >= SAME_WORDS * len({*words_x, *words_y})
        equal = same and Facts(words_x).numbers == Facts(words_y).numbers
        verdicts.append((e, Verdict("near_dup", True) if equal else None))
    return _edges(a, b, verdicts, "title")


def _read(story_ids: pl.Series, numbers: NDArray[np.int32], bodies: Callable[[list[str]], pl.DataFrame]) -> Flat:
    wanted = story_ids.gather(numbers).alias("story_id")
    found = wanted.to_frame().join(
        bodies(wanted.to_list()).select("story_id", "body"), on="story_id", how="left", maintain_order="left"
    )
    missing = found.filter(pl.col("body").is_null())["story_id"]
    if len(missing):
        raise ValueError(f"no body for {len(missing)} stories that have a fingerprint (first: {missing[0]})")
    return Flat.of(found["body"])


def _near(
    texts: Shingled,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    shared: NDArray[np.int32],
    settings: DuplicateSettings,
) -> NDArray[np.intp]:
    """The pairs whose common shingles leave a relation possible; most candidates end here, unaligned."""
    common, repeated, size = shared[:, align.COMMON], texts.repeated_shingles, texts.n_shingles
    longest = common + SHINGLE_WORDS - 1 + np.minimum(repeated[left], repeated[right])
    contained = common >= settings.reuse * np.minimum(size[left], size[right])
    return np.flatnonzero(contained | (longest >= settings.reuse_run_words))


def _judge(
    bodies: Flat,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    shared: NDArray[np.int32],
    settings: DuplicateSettings,
) -> list[tuple[Evidence, Verdict | None]]:
    used, places = np.unique(np.concatenate((left, right)), return_inverse=True)
    texts = read(bodies.take(used.astype(np.intp)))
    left, right = np.split(places.astype(np.int32), 2)

    @cache
    def facts(text: int) -> Facts:
        return Facts(texts.words(text))

    verdicts: list[tuple[Evidence, Verdict | None]] = []
    for a, b, e in zip(left.tolist(), right.tolist(), compare(texts, left, right, shared), strict=True):
        verdicts.append((e, relation(e, lambda a=a, b=b: (facts(a), facts(b)), settings)))  # type: ignore[misc]
    return verdicts


def _edges(
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    verdicts: Sequence[tuple[Evidence, Verdict | None]],
    basis: str = "text",
) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (
                a, b, v.relation, e.jaccard, e.containment_a, e.containment_b, e.longest_run, e.new_a, e.new_b,
                v.merges, basis,
            )
            for a, b, (e, v) in zip(left.tolist(), right.tolist(), verdicts, strict=True)
            if v is not None
        ],
        schema=EDGES,
        orient="row",
    )  # fmt: skip
