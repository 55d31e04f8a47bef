"""The compiled loops over pairs of texts and over what an index keeps of them.

Belongs here: Numba functions over arrays of numbers. Does not belong here: loops over the bytes of texts
(`pipeline.duplicates.kernels`), what the figures mean (`pipeline.duplicates.evidence`). Imported lazily like those.
"""

import numpy as np
from numpy.typing import NDArray

from pipeline.duplicates import align
from pipeline.duplicates.kernels import GROWTH, compiled, mix, read_key, room
from pipeline.duplicates.sketch import SHINGLE_WORDS, WORD_MULTIPLIER

Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

_SHIFT = np.uint64(33)
_WORD = np.uint64(WORD_MULTIPLIER)
_UNIT = align.UNIT
_0, _1, _63 = np.uint64(0), np.uint64(1), np.uint64(63)
_SCAN = 1 << 16
_FILTER_WORDS = 1 << 14  # a million bits in 128 KiB, which stay in the processor's cache
_IN = np.uint64(_FILTER_WORDS - 1)
_AT_1, _BIT_1, _AT_2, _BIT_2 = np.uint64(8), np.uint64(22), np.uint64(36), np.uint64(50)


@compiled
def number(hashes: Hashes) -> tuple[NDArray[np.int32], int]:
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
def units_of_words(words: Hashes, ends: Places) -> tuple[Hashes, Places]:
    """Hashes of the runs of UNIT words of each text, in order, and where they end; `ends` is where the words do."""
    units = np.empty(len(words), dtype=np.uint64)
    unit_ends = np.empty(len(ends), dtype=np.int64)
    n = start = 0
    for i in range(len(ends)):
        for at in range(start, ends[i] - _UNIT + 1):
            h = _0
            for k in range(_UNIT):
                h = h * _WORD + words[at + k]
            units[n] = mix(h)
            n += 1
        unit_ends[i] = n
        start = ends[i]
    return units[:n].copy(), unit_ends


@compiled
def _shingles(words: Hashes, out: Hashes, first: int) -> int:
    """Write the distinct shingles of a text, sorted, to out[first:]; return the place after them."""
    width = min(SHINGLE_WORDS, len(words))
    if not width:
        return first
    last = first
    for at in range(len(words) - width + 1):
        h = _0
        for k in range(width):
            h = h * _WORD + words[at + k]
        out[last] = mix(h)
        last += 1
    out[first:last].sort()
    n = first + 1
    for at in range(first + 1, last):
        if out[at] != out[n - 1]:
            out[n] = out[at]
            n += 1
    return n


@compiled
def shingles_of_words(words: Hashes, ends: Places) -> tuple[Hashes, Places]:
    """The distinct shingles of each text, sorted, and where they end."""
    out = np.empty(len(words), dtype=np.uint64)
    out_ends = np.empty(len(ends), dtype=np.int64)
    n = start = 0
    for i in range(len(ends)):
        n = _shingles(words[start : ends[i]], out, n)
        out_ends[i] = n
        start = ends[i]
    return out[:n].copy(), out_ends


@compiled
def shingle_batch(
    data: NDArray[np.uint8], starts: Places, ends: Places, table: Codes, expanding: Codes, expanded: Codes,
    expanded_ends: NDArray[np.int32],
) -> tuple[Places, Hashes, Places]:  # fmt: skip
    """How many words each text has, and its distinct shingles, sorted; where they end."""
    longest, total = room(starts, ends)
    view = np.empty(GROWTH * longest + 2, dtype=np.uint8)
    words = np.empty(2 * longest + 2, dtype=np.uint64)
    n_words = np.empty(len(ends), dtype=np.int64)
    out = np.empty(total // 8 + 64, dtype=np.uint64)
    out_ends = np.empty(len(ends), dtype=np.int64)
    n = 0
    for i in range(len(ends)):
        _, count = read_key(data, starts[i], ends[i], table, expanding, expanded, expanded_ends, view, _0, words)
        if n + count > len(out):
            grown = np.empty(2 * len(out) + count, dtype=np.uint64)
            grown[:n] = out[:n]
            out = grown
        n_words[i] = count
        n = _shingles(words[:count], out, n)
        out_ends[i] = n
    return n_words, out[:n].copy(), out_ends


@compiled
def _may_be(h: np.uint64, one: Hashes, other: Hashes) -> np.uint64:
    first = one[(h >> _AT_1) & _IN] >> ((h >> _BIT_1) & _63)
    return first & (other[(h >> _AT_2) & _IN] >> ((h >> _BIT_2) & _63)) & _1  # type: ignore[no-any-return]


@compiled
def _scan(hashes: Hashes, start: int, stop: int, one: Hashes, other: Hashes, found: Places, n: int) -> np.int64:
    at_found = np.uint64(n)
    for at in range(start, stop):
        found[at_found] = at
        at_found += _may_be(hashes[at], one, other)
    return np.int64(at_found)


@compiled
def maybe_among(hashes: Hashes, wanted: Hashes) -> Places:
    """Where in `hashes` one of the wanted stands, and a few others: two tables of bits tell almost all apart."""
    one, other = np.zeros(_FILTER_WORDS, dtype=np.uint64), np.zeros(_FILTER_WORDS, dtype=np.uint64)
    for h in wanted:
        one[(h >> _AT_1) & _IN] |= _1 << ((h >> _BIT_1) & _63)
        other[(h >> _AT_2) & _IN] |= _1 << ((h >> _BIT_2) & _63)
    found = np.empty(2 * _SCAN + 1, dtype=np.int64)
    n = 0
    for start in range(
        0, len(hashes), _SCAN
    ):  # an array that may grow inside the inner loop would make it ten times slower
        if n + _SCAN >= len(found):
            grown = np.empty(2 * len(found), dtype=np.int64)
            grown[:n] = found[:n]
            found = grown
        n = _scan(hashes, start, min(start + _SCAN, len(hashes)), one, other, found, n)
    return found[:n].copy()


align_pairs = compiled(align.align_pairs)
"""`pipeline.duplicates.align.align_pairs`, compiled."""
common_shingles = compiled(align.common_shingles)
"""`pipeline.duplicates.align.common_shingles`, compiled."""
