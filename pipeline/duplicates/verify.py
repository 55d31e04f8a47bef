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

from pipeline.duplicates.evidence import Evidence, Text, compare, read
from pipeline.duplicates.expand import EDGES
from pipeline.duplicates.facts import Facts
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
        texts = _read(story_ids, numbers, bodies)
        here_a, here_b = (np.searchsorted(numbers, side).astype(np.int32) for side in (a, b))
        near = _near(texts, here_a, here_b, settings)
        frames.append(_edges(a[near], b[near], _judge(texts, here_a[near], here_b[near], settings)))
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
    texts = _read(story_ids, numbers, bodies)
    here_a, here_b = (np.searchsorted(numbers, side).astype(np.int32) for side in (a, b))
    verdicts = []
    for x, y, e in zip(here_a, here_b, compare(texts, here_a, here_b), strict=True):
        words_x, words_y = set(texts[x].words), set(texts[y].words)
        facts_x, facts_y = Facts(texts[x].words), Facts(texts[y].words)
        same = len(words_x & words_y) >= SAME_WORDS * len(words_x | words_y)
        verdicts.append((e, Verdict("near_dup", True) if same and facts_x.numbers == facts_y.numbers else None))
    return _edges(a, b, verdicts, "title")


def _read(
    story_ids: pl.Series, numbers: NDArray[np.int32], bodies: Callable[[list[str]], pl.DataFrame]
) -> Sequence[Text]:
    wanted = [story_ids[int(number)] for number in numbers]
    found = dict(bodies(wanted).select("story_id", "body").iter_rows())
    missing = [story for story in wanted if story not in found]
    if missing:
        raise ValueError(f"no body for {len(missing)} stories that have a fingerprint (first: {missing[0]})")
    return read([found[story] for story in wanted])


def _near(
    texts: Sequence[Text], left: NDArray[np.int32], right: NDArray[np.int32], settings: DuplicateSettings
) -> NDArray[np.intp]:
    """The pairs whose common shingles leave a relation possible; most candidates end here, unaligned."""
    kept = []
    for pair, (x, y) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        a, b = texts[x], texts[y]
        few, many = sorted((a.shingles, b.shingles), key=len)
        at = np.minimum(np.searchsorted(many, few), len(many) - 1)
        common = int(np.count_nonzero(many[at] == few))
        longest = common + SHINGLE_WORDS - 1 + min(a.repeated_shingles, b.repeated_shingles)
        if common / len(few) >= settings.reuse or longest >= settings.reuse_run_words:
            kept.append(pair)
    return np.array(kept, dtype=np.intp)


def _judge(
    texts: Sequence[Text], left: NDArray[np.int32], right: NDArray[np.int32], settings: DuplicateSettings
) -> list[tuple[Evidence, Verdict | None]]:
    @cache
    def facts(text: int) -> Facts:
        return Facts(texts[text].words)

    verdicts: list[tuple[Evidence, Verdict | None]] = []
    for a, b, e in zip(left.tolist(), right.tolist(), compare(texts, left, right), strict=True):
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
