"""Exact verification: what two texts share, measured on the whole texts, never on their sketches.

Belongs here: from bodies to the figures a relation is decided by. Does not belong here: the decision
(`pipeline.duplicates.relations`), or which pairs are looked at (`pipeline.duplicates.candidates`).
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.fold import KEY_TABLE
from pipeline.duplicates import align
from pipeline.duplicates.flat import Flat, Places
from pipeline.duplicates.formulas import are_formulas
from pipeline.duplicates.sketch import (
    SHINGLE_WORDS,
    Hashes,
    among,
    bare,
    expansion_table,
    hash_words,
    key_views,
    key_words,
    shingle_hashes,
)

KERNEL_FROM: Final = 200
"""From this many pairs (or texts) on the compiled loops pay for loading and compiling them."""


@dataclass(frozen=True)
class Shingled:
    """Bodies as sets of shingles, flat: text t owns the rows up to the t-th of the ends."""

    bodies: Flat
    n_words: Places
    shingles: Hashes  # distinct, sorted within a text
    shingle_ends: Places

    @cached_property
    def formulas(self) -> NDArray[np.bool_]:
        """For each shingle, whether unrelated reports use it too."""
        return are_formulas(self.shingles)

    def __len__(self) -> int:
        return len(self.bodies)

    def shingles_of(self, at: int) -> Hashes:
        """The distinct shingles of a text."""
        return self.shingles[self.shingle_ends[at - 1] if at else 0 : self.shingle_ends[at]]

    @property
    def n_shingles(self) -> Places:
        """Distinct shingles of each text."""
        return np.diff(self.shingle_ends, prepend=0)

    @property
    def n_formulas(self) -> Places:
        """How many of them are formulas."""
        return np.diff(np.concatenate(([0], np.cumsum(self.formulas)))[self.shingle_ends], prepend=0)

    @property
    def repeated_shingles(self) -> Places:
        """Shingles that stood in the text before: by so many words a common run can exceed its distinct ones."""
        return np.maximum(1, self.n_words - SHINGLE_WORDS + 1) - self.n_shingles


@dataclass(frozen=True)
class Texts(Shingled):
    """Bodies as alignment needs them, too."""

    stems: Hashes  # of each word without its prefix, in order
    units: Hashes  # of each run of three words, in order
    unit_ends: Places

    @property
    def word_ends(self) -> Places:
        """Where the words of each text end."""
        return np.cumsum(self.n_words)

    @cached_property
    def _keys(self) -> Flat:
        return key_views(self.bodies, compiled=pays(len(self)))

    def words(self, at: int) -> list[str]:
        """The words of a text's key view."""
        return [word for word in self._keys[at].split(" ") if word]


def shingled(bodies: Flat) -> Shingled:
    """Bodies as sets of shingles: what refuses most candidates."""
    if not pays(len(bodies)):
        return _read_plain(bodies)
    from pipeline.duplicates import pair_kernels

    return Shingled(bodies, *pair_kernels.shingle_batch(*_given(bodies)))


def read(bodies: Flat) -> Texts:
    """Bodies, made ready to be aligned."""
    if not pays(len(bodies)):
        return _read_plain(bodies)
    from pipeline.duplicates import kernels, pair_kernels

    words, stems, ends = kernels.words_batch(*_given(bodies))
    shingles, shingle_ends = pair_kernels.shingles_of_words(words, ends)
    units, unit_ends = pair_kernels.units_of_words(words, ends)
    return Texts(bodies, np.diff(ends, prepend=0), shingles, shingle_ends, stems, units, unit_ends)


def _given(bodies: Flat) -> tuple[NDArray[Any], ...]:
    return bodies.data, bodies.starts, bodies.ends, KEY_TABLE, *expansion_table()


def pays(n: int) -> bool:
    """Whether to run the compiled loops for so many texts or pairs; never changes a result."""
    return n >= KERNEL_FROM or (n > 0 and "pipeline.duplicates.pair_kernels" in sys.modules)


def _read_plain(bodies: Flat) -> Texts:
    split = [key_words(bodies[at]) for at in range(len(bodies))]
    words = [hash_words(one) for one in split]
    units = [shingle_hashes(one, align.UNIT) if len(one) >= align.UNIT else one[:0] for one in words]
    shingles = [np.unique(shingle_hashes(one)) for one in words]
    stems = [hash_words([bare(word) for word in one]) for one in split]
    sizes = np.array([len(one) for one in words], dtype=np.int64)
    return Texts(bodies, sizes, *_flat(shingles), _flat(stems)[0], *_flat(units))


def _flat(arrays: Sequence[Hashes]) -> tuple[Hashes, Places]:
    ends = np.cumsum([len(one) for one in arrays], dtype=np.int64)
    return np.concatenate([*arrays, np.empty(0, dtype=np.uint64)]), ends


def common_shingles(texts: Shingled, left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.int32]:
    """How many shingles each pair has in common, and how many of these are formulas (`align.COMMON`, `align.FORMULAS`)."""
    run = align.common_shingles
    if pays(len(left)):
        from pipeline.duplicates import pair_kernels

        run = pair_kernels.common_shingles
    return run(texts.shingles, texts.formulas, texts.shingle_ends, left, right)


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


def compare(
    texts: Texts, left: NDArray[np.int32], right: NDArray[np.int32], shared: NDArray[np.int32] | None = None
) -> list[Evidence]:
    """Evidence for text left[p] against text right[p], for every p; `shared` is their `common_shingles`, if known."""
    shared = common_shingles(texts, left, right) if shared is None else shared
    rows, _ = _align(texts, left, right, cover=False)
    words_a, words_b = texts.n_words[left], texts.n_words[right]
    shingles = texts.n_shingles
    common = shared[:, align.COMMON].astype(np.float64)
    own = shingles - texts.n_formulas
    own_common = common - shared[:, align.FORMULAS]
    own_all = own[left] + own[right] - own_common
    own_least = np.minimum(own[left], own[right])
    jaccard = common / np.maximum(1, shingles[left] + shingles[right] - common)
    columns = (
        words_a,
        words_b,
        jaccard,
        np.where(own_all > 0, own_common / np.maximum(1, own_all), jaccard),
        np.where(own_least > 0, own_common / np.maximum(1, own_least), 1.0),
        shared[:, align.FORMULAS] / np.maximum(1, common),
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


def covered_words(texts: Texts) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which words of each of two texts stand in a run of at least three words that the other has too."""
    pair = np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)
    cover = _align(texts, *pair, cover=True)[1].astype(np.bool_)
    return cover[: texts.word_ends[0]], cover[texts.word_ends[0] :]


def _numbered(hashes: Hashes, run_compiled: bool) -> tuple[NDArray[np.int32], int]:
    if run_compiled:
        from pipeline.duplicates import pair_kernels

        return pair_kernels.number(hashes)  # type: ignore[no-any-return]
    distinct, numbers = np.unique(hashes, return_inverse=True)
    return numbers.astype(np.int32), len(distinct)


@cache
def _customary() -> Hashes:
    """Bare words of what papers append or drop at will: thanks, prayers, warnings to drivers, numbers to call."""
    return hash_words(
        "شكر عرفان امتنان سائلا سائلين داعيا داعين نسال مولي قدير عز وجل يديم حفظهم يحفظ يتغمد فسيح جناته يلهم سلوان "
        "يهيب تهيب حيطه حذر توخي تقيد مجاني رقم هاتف استفسارات شكاوي بلاغات مقترحات تواصل".split()
    )


def _align(
    texts: Texts, left: NDArray[np.int32], right: NDArray[np.int32], cover: bool
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Rows of `align_pairs`, and covered words."""
    many = pays(len(left))
    run = align.align_pairs
    if many:
        from pipeline.duplicates import pair_kernels

        run = pair_kernels.align_pairs
    units, n_units = _numbered(texts.units, many)
    stems, n_stems = _numbered(texts.stems, many)
    ends = np.empty(0, dtype=np.int64)
    if cover:
        ends = np.cumsum(np.stack((texts.n_words[left], texts.n_words[right]), axis=1).ravel(), dtype=np.int64)
    marks = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    customary = np.zeros(len(stems), dtype=np.bool_)
    customary[among(texts.stems, _customary())] = True
    rows = run(
        units, texts.unit_ends, stems, customary, texts.word_ends, left, right, n_units, n_stems, marks, ends
    )  # fmt: skip
    return rows, marks
