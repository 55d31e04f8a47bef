"""The compiled loops: fold and sketch in one pass, and the alignment of two texts.

Belongs here: Numba functions over arrays, no strings, no tables. Does not belong here: what they mean
(`pipeline.duplicates.sketch`, `pipeline.duplicates.evidence`). Imported only where there is enough to do.

Compiled code is cached beside the module or, in a read-only install, in the user's cache folder; where neither can be
written it is compiled anew in each process.
"""

from collections.abc import Callable
from typing import Any

import numba as nb  # noqa: TID253 - this module is itself imported lazily
import numpy as np
from numpy.typing import NDArray

from pipeline.duplicates.align import align_pairs as _align_pairs
from pipeline.duplicates.sketch import (
    ALL_BELOW,
    CHAR_MULTIPLIER,
    FINE_BELOW,
    MIX_1,
    MIX_2,
    SHINGLE_WORDS,
    WORD_MULTIPLIER,
)


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, compiled at its first call."""
    try:
        return nb.njit(cache=True, nogil=True)(function)  # type: ignore[no-any-return]
    except RuntimeError:  # no folder to cache in
        return nb.njit(nogil=True)(function)  # type: ignore[no-any-return]


_CHAR = np.uint64(CHAR_MULTIPLIER)
_WORD = np.uint64(WORD_MULTIPLIER)
_MIX_1 = np.uint64(MIX_1)
_MIX_2 = np.uint64(MIX_2)
_SHIFT = np.uint64(33)
_SPACE = np.uint32(0x20)
_EXPAND = np.uint32(0xFFFFFFFF)


@compiled
def _mix(h: np.uint64) -> np.uint64:
    h = (h ^ (h >> _SHIFT)) * _MIX_1
    h = (h ^ (h >> _SHIFT)) * _MIX_2
    return h ^ (h >> _SHIFT)


@compiled
def _put_long(out: NDArray[np.uint8], at: int, code: np.uint32) -> int:
    """Write a code point of three or four bytes as UTF-8, return the place after it."""
    if code < 0x10000:
        out[at] = 0xE0 | (code >> 12)
        out[at + 1] = 0x80 | ((code >> 6) & 0x3F)
        out[at + 2] = 0x80 | (code & 0x3F)
        return at + 3
    out[at] = 0xF0 | (code >> 18)
    out[at + 1] = 0x80 | ((code >> 12) & 0x3F)
    out[at + 2] = 0x80 | ((code >> 6) & 0x3F)
    out[at + 3] = 0x80 | (code & 0x3F)
    return at + 4


@compiled
def sketch_batch(
    codes: NDArray[np.uint32],
    ends: NDArray[np.int64],
    table: NDArray[np.uint32],
    expanding: NDArray[np.uint32],
    expanded: NDArray[np.uint32],
    expanded_ends: NDArray[np.int32],
) -> tuple[
    NDArray[np.uint8], NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint64], NDArray[np.int64]
]:
    """Key view (UTF-8, words joined by one space), words, distinct shingles and kept hashes of each text."""
    n = len(ends)
    longest = 0
    extra = 0
    start = np.int64(0)
    for i in range(n):
        longest = max(longest, ends[i] - start)
        start = ends[i]
    for code in codes:
        if table[code] == _EXPAND:
            at = np.searchsorted(expanding, code)
            first = expanded_ends[at - 1] if at else 0
            extra += expanded_ends[at] - first
    out = np.empty(4 * (len(codes) + extra) + 4, dtype=np.uint8)
    out_ends = np.empty(n, dtype=np.int64)
    n_words = np.zeros(n, dtype=np.int32)
    n_shingles = np.zeros(n, dtype=np.int32)
    hash_ends = np.empty(n, dtype=np.int64)
    kept = np.empty(len(codes) // 8 + extra + 16 * n + 64, dtype=np.uint64)
    words = np.empty(longest + extra + 2, dtype=np.uint64)
    slots = np.empty(2048, dtype=np.uint64)
    used = np.full(2048, -1, dtype=np.int32)
    at_out = np.int64(0)
    at_kept = np.int64(0)
    start = np.int64(0)
    for i in range(n):
        count = 0
        word = np.uint64(0)
        inside = False
        text_start = at_out
        for p in range(start, ends[i]):
            code = codes[p]
            view = table[code]
            if view == 0:
                continue
            left = 0
            at = 0
            if view == _EXPAND:
                found = np.searchsorted(expanding, code)
                at = expanded_ends[found - 1] if found else 0
                left = expanded_ends[found] - at - 1
                view = expanded[at]
            while True:
                if view == _SPACE:
                    if inside:
                        words[count] = _mix(word)
                        count += 1
                        word = np.uint64(0)
                        inside = False
                else:
                    if not inside:
                        inside = True
                        if at_out > text_start:
                            out[at_out] = 0x20
                            at_out += 1
                    if view < 0x80:
                        out[at_out] = view
                        at_out += 1
                    elif view < 0x800:
                        out[at_out] = 0xC0 | (view >> 6)
                        out[at_out + 1] = 0x80 | (view & 0x3F)
                        at_out += 2
                    else:
                        at_out = _put_long(out, at_out, view)
                    word = word * _CHAR + np.uint64(view)
                if left == 0:
                    break
                left -= 1
                at += 1
                view = expanded[at]
        if inside:
            words[count] = _mix(word)
            count += 1
        start = ends[i]
        out_ends[i] = at_out
        n_words[i] = count
        size = min(SHINGLE_WORDS, count)
        if size:
            n_runs = count - size + 1
            while 2 * n_runs > len(slots):
                slots = np.empty(2 * len(slots), dtype=np.uint64)
                used = np.full(len(slots), -1, dtype=np.int32)
            wrap = np.uint64(len(slots) - 1)
            distinct = 0
            for s in range(n_runs):  # an open hash set: counting needs no order, and sorting all would cost the most
                h = np.uint64(0)
                for q in range(size):
                    h = h * _WORD + words[s + q]
                h = _mix(h)
                slot = (h >> _SHIFT) & wrap
                while used[slot] == i and slots[slot] != h:
                    slot = (slot + np.uint64(1)) & wrap
                if used[slot] != i:
                    used[slot] = i
                    slots[slot] = h
                    words[distinct] = h  # the words before s are no longer needed, and distinct <= s
                    distinct += 1
            n_shingles[i] = distinct
            mask = np.uint64(0 if distinct < ALL_BELOW else 3 if distinct < FINE_BELOW else 7)
            first_kept = at_kept
            if at_kept + distinct > len(kept):
                grown = np.empty(2 * len(kept) + distinct, dtype=np.uint64)
                grown[:at_kept] = kept[:at_kept]
                kept = grown
            for s in range(distinct):
                if words[s] & mask == 0:
                    kept[at_kept] = words[s]
                    at_kept += 1
            kept[first_kept:at_kept].sort()
        hash_ends[i] = at_kept
    return out[:at_out], out_ends, n_words, n_shingles, kept[:at_kept].copy(), hash_ends


align_pairs = compiled(_align_pairs)
"""`pipeline.duplicates.align.align_pairs`, compiled."""
