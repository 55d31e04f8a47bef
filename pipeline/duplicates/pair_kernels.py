"""The compiled loops over pairs of texts and over what an index keeps of them.

Belongs here: Numba functions over arrays of numbers. Does not belong here: loops over the bytes of texts
(`pipeline.duplicates.kernels`), what the figures mean (`pipeline.duplicates.evidence`). Imported lazily like those.
"""

import numpy as np
from numpy.typing import NDArray

from pipeline.duplicates import align
from pipeline.duplicates.kernels import compiled, mix
from pipeline.duplicates.sketch import SHINGLE_WORDS, WORD_MULTIPLIER

_SHIFT = np.uint64(33)
_WORD = np.uint64(WORD_MULTIPLIER)
_UNIT = align.UNIT


@compiled
def number(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int32], int]:
    """A small number for each hash, equal for equal ones, and how many there are."""
    size = 1024
    while size < 2 * len(hashes):
        size *= 2
    wrap = np.uint64(size - 1)
    slots = np.full(size, -1, dtype=np.int32)
    values = np.empty(len(hashes), dtype=np.uint64)
    out = np.empty(len(hashes), dtype=np.int32)
    count = 0
    for i in range(len(hashes)):
        slot = (hashes[i] >> _SHIFT) & wrap
        while slots[slot] >= 0 and values[slots[slot]] != hashes[i]:
            slot = (slot + np.uint64(1)) & wrap
        if slots[slot] < 0:
            slots[slot] = count
            values[count] = hashes[i]
            count += 1
        out[i] = slots[slot]
    return out, count


@compiled
def runs_batch(
    words: NDArray[np.uint64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]:
    """Of each text the hashes of its runs of UNIT words, in order, and its distinct shingles, sorted; where each ends."""
    units = np.empty(len(words), dtype=np.uint64)
    shingles = np.empty(len(words), dtype=np.uint64)
    unit_ends = np.empty(len(ends), dtype=np.int64)
    shingle_ends = np.empty(len(ends), dtype=np.int64)
    n_units = n_shingles = start = 0
    for i in range(len(ends)):
        end = ends[i]
        for at in range(start, end - _UNIT + 1):
            h = np.uint64(0)
            for k in range(_UNIT):
                h = h * _WORD + words[at + k]
            units[n_units] = mix(h)
            n_units += 1
        unit_ends[i] = n_units
        width = min(SHINGLE_WORDS, end - start)
        first = last = n_shingles
        if width:
            for at in range(start, end - width + 1):
                h = np.uint64(0)
                for k in range(width):
                    h = h * _WORD + words[at + k]
                shingles[last] = mix(h)
                last += 1
            shingles[first:last].sort()
            for at in range(first, last):
                if at == first or shingles[at] != shingles[at - 1]:
                    shingles[n_shingles] = shingles[at]
                    n_shingles += 1
        shingle_ends[i] = n_shingles
        start = end
    return units[:n_units].copy(), unit_ends, shingles[:n_shingles].copy(), shingle_ends


align_pairs = compiled(align.align_pairs)
"""`pipeline.duplicates.align.align_pairs`, compiled."""
common_shingles = compiled(align.common_shingles)
"""`pipeline.duplicates.align.common_shingles`, compiled."""
