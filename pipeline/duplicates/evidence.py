"""Exact verification: what two texts share, measured on the whole texts, never on their sketches.

Belongs here: from bodies to the figures a relation is decided by. Does not belong here: the decision
(`pipeline.duplicates.relations`), or which pairs are looked at (`pipeline.duplicates.candidates`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.fold import KEY_TABLE
from pipeline.duplicates import align
from pipeline.duplicates.formulas import are_formulas
from pipeline.duplicates.sketch import (
    SHINGLE_WORDS,
    Hashes,
    bare,
    expansion_table,
    hash_words,
    joined_codes,
    key_words,
    shingle_hashes,
)

KERNEL_FROM: Final = 200
"""From this many pairs (or texts) on the compiled loops pay for loading and compiling them."""


@dataclass(frozen=True, slots=True)
class Text:
    """A body as verification needs it."""

    body: str
    units: Hashes  # of each run of three words, in order
    stems: Hashes  # of each word without its prefix, in order
    shingles: Hashes  # distinct, sorted

    @property
    def words(self) -> list[str]:
        """The words of the key view."""
        return key_words(self.body)

    @property
    def repeated_shingles(self) -> int:
        """Shingles that stood in the text before: by so many words a common run can exceed its distinct ones."""
        return max(1, len(self.stems) - SHINGLE_WORDS + 1) - len(self.shingles)


def read(bodies: Sequence[str]) -> list[Text]:
    """Bodies, made ready to be compared."""
    if len(bodies) < KERNEL_FROM:
        return [_read_reference(body) for body in bodies]
    from pipeline.duplicates import kernels

    words, stems, ends = kernels.words_batch(*joined_codes(bodies), KEY_TABLE, *expansion_table())
    texts, start = [], 0
    for body, end in zip(bodies, ends.tolist(), strict=True):
        texts.append(_text(body, words[start:end], stems[start:end]))
        start = end
    return texts


def _read_reference(body: str) -> Text:
    words = key_words(body)
    return _text(body, hash_words(words), hash_words([bare(word) for word in words]))


def _text(body: str, words: Hashes, stems: Hashes) -> Text:
    units = shingle_hashes(words, align.UNIT) if len(words) >= align.UNIT else words[:0]
    shingles = np.sort(shingle_hashes(words))  # np.unique hashes first, which takes three times as long on so few
    return Text(body, units, stems, shingles[np.diff(shingles, prepend=~shingles[:1]) != 0])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a pair of texts was seen to share. `_a` and `_b` are the sides; shares are of that side's own size."""

    n_words_a: int
    n_words_b: int
    jaccard: float
    own_jaccard: float  # over the shingles that are no formulas
    own_containment: float  # … and the larger containment over these
    formulas: float  # share of formulas among the common shingles
    containment_a: float
    containment_b: float
    longest_run: int
    covered_a: float
    covered_b: float
    new_a: float
    new_b: float
    polite_a: float
    polite_b: float

    def swapped(self) -> "Evidence":
        """The same seen from the other side."""
        return Evidence(
            self.n_words_b, self.n_words_a, self.jaccard, self.own_jaccard, self.own_containment, self.formulas,
            self.containment_b, self.containment_a, self.longest_run, self.covered_b, self.covered_a, self.new_b, self.new_a, self.polite_b, self.polite_a,
        )  # fmt: skip


def compare(texts: Sequence[Text], left: NDArray[np.int32], right: NDArray[np.int32]) -> list[Evidence]:
    """Evidence for texts[left[p]] against texts[right[p]], for every p."""
    rows, _, stock = _align(texts, left, right, cover=False)
    sizes = np.array([len(text.stems) for text in texts], dtype=np.int64)
    shingles = np.array([len(text.shingles) for text in texts], dtype=np.int64)
    words_a, words_b = sizes[left], sizes[right]
    common = rows[:, align.COMMON].astype(np.float64)
    own = shingles - stock
    own_common = common - rows[:, align.FORMULAS]
    own_all = own[left] + own[right] - own_common
    own_least = np.minimum(own[left], own[right])
    jaccard = common / np.maximum(1, shingles[left] + shingles[right] - common)
    columns = (
        words_a,
        words_b,
        jaccard,
        np.where(own_all > 0, own_common / np.maximum(1, own_all), jaccard),
        np.where(own_least > 0, own_common / np.maximum(1, own_least), 1.0),
        rows[:, align.FORMULAS] / np.maximum(1, common),
        common / np.maximum(1, shingles[left]),
        common / np.maximum(1, shingles[right]),
        rows[:, align.RUN],
        rows[:, align.COVERED_A] / np.maximum(1, words_a),
        rows[:, align.COVERED_B] / np.maximum(1, words_b),
        rows[:, align.NEW_A] / np.maximum(1, words_a),
        rows[:, align.NEW_B] / np.maximum(1, words_b),
        rows[:, align.POLITE_A] / np.maximum(1, words_a),
        rows[:, align.POLITE_B] / np.maximum(1, words_b),
    )
    return [Evidence(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def covered_words(a: Text, b: Text) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which words of each text stand in a run of at least three words that the other has too."""
    pair = np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)
    cover = _align((a, b), *pair, cover=True)[1].astype(np.bool_)
    return cover[: len(a.stems)], cover[len(a.stems) :]


def _numbered(hashes: Sequence[Hashes], run_compiled: bool) -> tuple[NDArray[np.int32], int]:
    everything = np.concatenate([*hashes, np.empty(0, dtype=np.uint64)])
    if run_compiled:
        from pipeline.duplicates import kernels

        return kernels.number(everything)  # type: ignore[no-any-return]
    distinct, numbers = np.unique(everything, return_inverse=True)
    return numbers.astype(np.int32), len(distinct)


@cache
def _customary() -> Hashes:
    """Bare words of what papers append or drop at will: thanks, prayers, warnings to drivers, numbers to call."""
    return hash_words(
        "شكر عرفان امتنان سائلا سائلين داعيا داعين نسال مولي قدير عز وجل يديم حفظهم يحفظ يتغمد فسيح جناته يلهم سلوان "
        "يهيب تهيب حيطه حذر توخي تقيد مجاني رقم هاتف استفسارات شكاوي بلاغات مقترحات تواصل".split()
    )


def _align(
    texts: Sequence[Text], left: NDArray[np.int32], right: NDArray[np.int32], cover: bool
) -> tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.int64]]:
    """Rows of `align_pairs`, covered words, and how many shingles of each text are formulas."""
    many = len(left) >= KERNEL_FROM
    units, n_units = _numbered([text.units for text in texts], many)
    stems, n_stems = _numbered([text.stems for text in texts], many)
    n_words = np.array([len(text.stems) for text in texts], dtype=np.int64)
    ends = np.empty(0, dtype=np.int64)
    if cover:
        ends = np.cumsum(np.stack((n_words[left], n_words[right]), axis=1).ravel(), dtype=np.int64)
    marks = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    shingles = np.concatenate([*(text.shingles for text in texts), np.empty(0, dtype=np.uint64)])
    shingle_ends = np.cumsum([len(text.shingles) for text in texts], dtype=np.int64)
    formulas = are_formulas(shingles)
    stock = np.diff(np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(formulas)))[shingle_ends], prepend=0)
    run = align.align_pairs
    if many:
        from pipeline.duplicates import kernels

        run = kernels.align_pairs
    rows = run(
        units,
        np.cumsum([len(text.units) for text in texts], dtype=np.int64),
        stems,
        np.isin(np.concatenate([*(text.stems for text in texts), np.empty(0, dtype=np.uint64)]), _customary()),
        np.cumsum(n_words, dtype=np.int64),
        shingles,
        formulas,
        shingle_ends,
        left,
        right,
        n_units,
        n_stems,
        marks,
        ends,
    )
    return rows, marks, stock
