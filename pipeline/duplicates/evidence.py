"""Exact verification: what two texts share, measured on the whole texts, never on their sketches.

Belongs here: from bodies to the figures a relation is decided by. Does not belong here: the decision
(`pipeline.duplicates.relations`), or which pairs are looked at (`pipeline.duplicates.candidates`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.duplicates import align
from pipeline.duplicates.sketch import hash_words, key_words, shingle_hashes

KERNEL_FROM: Final = 200
"""From this many pairs on the compiled alignment pays for loading and compiling it."""


@dataclass(frozen=True, slots=True)
class Text:
    """A body as verification needs it."""

    words: tuple[str, ...]  # of the key view
    units: NDArray[np.uint64]  # hash of each run of three words
    shingles: NDArray[np.uint64]  # sorted distinct shingle hashes

    @classmethod
    def of(cls, body: str) -> "Text":
        """The body's words, trigrams and shingles."""
        words = key_words(body)
        hashes = hash_words(words)
        units = shingle_hashes(hashes, align.UNIT) if len(words) >= align.UNIT else hashes[:0]
        return cls(tuple(words), units, np.unique(shingle_hashes(hashes)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a pair of texts was seen to share. `_a` and `_b` are the sides; shares are of that side's own size."""

    n_words_a: int
    n_words_b: int
    jaccard: float
    containment_a: float
    containment_b: float
    longest_run: int
    covered_a: float
    covered_b: float
    new_a: float
    new_b: float

    def swapped(self) -> "Evidence":
        """The same seen from the other side."""
        return Evidence(
            self.n_words_b, self.n_words_a, self.jaccard, self.containment_b, self.containment_a, self.longest_run,
            self.covered_b, self.covered_a, self.new_b, self.new_a,
        )  # fmt: skip


def compare(texts: Sequence[Text], left: NDArray[np.int32], right: NDArray[np.int32]) -> list[Evidence]:
    """Evidence for texts[left[p]] against texts[right[p]], for every p."""
    rows = _align(texts, left, right, cover=False)[0]
    sizes = np.array([len(text.words) for text in texts], dtype=np.int64)
    shingles = np.array([len(text.shingles) for text in texts], dtype=np.int64)
    words_a, words_b = sizes[left], sizes[right]
    common = rows[:, align.COMMON].astype(np.float64)
    columns = (
        words_a,
        words_b,
        common / np.maximum(1, shingles[left] + shingles[right] - common),
        common / np.maximum(1, shingles[left]),
        common / np.maximum(1, shingles[right]),
        rows[:, align.RUN],
        rows[:, align.COVERED_A] / np.maximum(1, words_a),
        rows[:, align.COVERED_B] / np.maximum(1, words_b),
        rows[:, align.NEW_A] / np.maximum(1, words_a),
        rows[:, align.NEW_B] / np.maximum(1, words_b),
    )
    return [Evidence(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def covered_words(a: Text, b: Text) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which words of each text stand in a run of at least three words that the other has too."""
    pair = np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)
    cover = _align((a, b), *pair, cover=True)[1].astype(np.bool_)
    return cover[: len(a.words)], cover[len(a.words) :]


@lru_cache(maxsize=1 << 18)
def bare(word: str) -> str:
    """The word without conjunction, preposition and article, as far as three letters are left."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return word[len(prefix) :]
    return word


_PREFIXES: Final = ("وال", "بال", "فال", "كال", "ولل", "لل", "ال", "و", "ب", "ل", "ف")


def _align(
    texts: Sequence[Text], left: NDArray[np.int32], right: NDArray[np.int32], cover: bool
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    units = [text.units for text in texts]
    numbers = np.unique(np.concatenate([*units, np.empty(0, dtype=np.uint64)]), return_inverse=True)[1]
    words: dict[str, int] = {}
    stems = np.array([words.setdefault(bare(word), len(words)) for text in texts for word in text.words], dtype=np.int32)
    n_words = np.array([len(text.words) for text in texts], dtype=np.int64)
    ends = np.empty(0, dtype=np.int64)
    if cover:
        ends = np.cumsum(np.stack((n_words[left], n_words[right]), axis=1).ravel(), dtype=np.int64)
    marks = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    run = align.align_pairs
    if len(left) >= KERNEL_FROM:
        from pipeline.duplicates import kernels

        run = kernels.align_pairs
    rows = run(
        numbers.astype(np.int32),
        np.cumsum([len(unit) for unit in units], dtype=np.int64),
        stems,
        np.cumsum(n_words, dtype=np.int64),
        np.concatenate([*(text.shingles for text in texts), np.empty(0, dtype=np.uint64)]),
        np.cumsum([len(text.shingles) for text in texts], dtype=np.int64),
        left,
        right,
        int(numbers.max(initial=-1)) + 1,
        len(words),
        marks,
        ends,
    )
    return rows, marks


