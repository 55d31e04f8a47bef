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
        return nb.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder to cache in
        return nb.njit(nogil=True)(function)


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
def _fold(
    codes: NDArray[np.uint32],
    table: NDArray[np.uint32],
    expanding: NDArray[np.uint32],
    expanded: NDArray[np.uint32],
    expanded_ends: NDArray[np.int32],
    out: NDArray[np.uint32],
) -> int:
    """Write the key view, words separated by one space, return its length. `out` must hold `_room` code points."""
    n = 0
    pending = False
    for code in codes:
        view = table[code]
        if view == 0:
            continue
        if view == _SPACE:
            pending = n > 0
            continue
        if view == _EXPAND:
            found = np.searchsorted(expanding, code)
            for at in range(expanded_ends[found - 1] if found else 0, expanded_ends[found]):
                if expanded[at] == _SPACE:
                    pending = n > 0
                    continue
                if pending:
                    out[n] = _SPACE
                    n += 1
                    pending = False
                out[n] = expanded[at]
                n += 1
            continue
        if pending:
            out[n] = _SPACE
            n += 1
            pending = False
        out[n] = view
        n += 1
    return n


@compiled
def _room(
    codes: NDArray[np.uint32],
    ends: NDArray[np.int64],
    table: NDArray[np.uint32],
    expanding: NDArray[np.uint32],
    expanded_ends: NDArray[np.int32],
) -> tuple[int, int]:
    """Most code points that the key view of one text can have, and of all."""
    longest = total = 0
    start = np.int64(0)
    for end in ends:
        size = end - start
        for code in codes[start:end]:
            if table[code] == _EXPAND:
                found = np.searchsorted(expanding, code)
                size += expanded_ends[found] - (expanded_ends[found - 1] if found else 0)
        longest = max(longest, size)
        total += size
        start = end
    return longest + 2, total + len(ends)


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
    longest, total = _room(codes, ends, table, expanding, expanded_ends)
    view = np.empty(longest, dtype=np.uint32)
    words = np.empty(longest, dtype=np.uint64)
    out = np.empty(4 * total, dtype=np.uint8)
    out_ends = np.empty(n, dtype=np.int64)
    n_words = np.zeros(n, dtype=np.int32)
    n_shingles = np.zeros(n, dtype=np.int32)
    hash_ends = np.empty(n, dtype=np.int64)
    kept = np.empty(total // 8 + 64, dtype=np.uint64)
    slots = np.empty(2048, dtype=np.uint64)
    used = np.full(2048, -1, dtype=np.int32)
    at_out = np.int64(0)
    at_kept = np.int64(0)
    start = np.int64(0)
    for i in range(n):
        size = _fold(codes[start : ends[i]], table, expanding, expanded, expanded_ends, view)
        start = ends[i]
        count = 0
        word = np.uint64(0)
        for code in view[:size]:
            if code < 0x80:
                out[at_out] = code
                at_out += 1
                if code == _SPACE:
                    words[count] = _mix(word)
                    count += 1
                    word = np.uint64(0)
                    continue
            elif code < 0x800:
                out[at_out] = 0xC0 | (code >> 6)
                out[at_out + 1] = 0x80 | (code & 0x3F)
                at_out += 2
            else:
                at_out = _put_long(out, at_out, code)
            word = word * _CHAR + np.uint64(code)
        if size:
            words[count] = _mix(word)
            count += 1
        out_ends[i] = at_out
        n_words[i] = count
        width = min(SHINGLE_WORDS, count)
        if width:
            n_runs = count - width + 1
            if 2 * n_runs > len(slots):
                while 2 * n_runs > len(slots):
                    slots = np.empty(2 * len(slots), dtype=np.uint64)
                used = np.full(len(slots), -1, dtype=np.int32)
            wrap = np.uint64(len(slots) - 1)
            distinct = 0
            for s in range(n_runs):  # an open hash set: counting needs no order, and sorting all would cost the most
                h = np.uint64(0)
                for q in range(width):
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


@compiled
def words_batch(
    codes: NDArray[np.uint32],
    ends: NDArray[np.int64],
    table: NDArray[np.uint32],
    expanding: NDArray[np.uint32],
    expanded: NDArray[np.uint32],
    expanded_ends: NDArray[np.int32],
) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int64]]:
    """Hash of each word, of its bare form, and where each text's words end."""
    longest, total = _room(codes, ends, table, expanding, expanded_ends)
    view = np.empty(longest, dtype=np.uint32)
    words = np.empty(total, dtype=np.uint64)
    stems = np.empty(total, dtype=np.uint64)
    word_ends = np.empty(len(ends), dtype=np.int64)
    count = np.int64(0)
    start = np.int64(0)
    for i in range(len(ends)):
        size = _fold(codes[start : ends[i]], table, expanding, expanded, expanded_ends, view)
        start = ends[i]
        first = 0
        for at in range(size + 1):
            if at < size and view[at] != _SPACE:
                continue
            if at > first:
                word = view[first:at]
                words[count] = _hash(word)
                stems[count] = _hash(word[_prefix(word) :])
                count += 1
            first = at + 1
        word_ends[i] = count
    return words[:count].copy(), stems[:count].copy(), word_ends


@compiled
def _hash(word: NDArray[np.uint32]) -> np.uint64:
    h = np.uint64(0)
    for code in word:
        h = h * _CHAR + np.uint64(code)
    return _mix(h)  # type: ignore[no-any-return]


@compiled
def _prefix(word: NDArray[np.uint32]) -> int:
    """Letters of the prefix that `pipeline.duplicates.sketch.bare` takes off."""
    n = len(word)
    if n < 4:
        return 0
    one, two = word[0], word[1]
    proclitic = one == 0x648 or one == 0x628 or one == 0x641 or one == 0x643  # و ب ف ك
    if n >= 6 and word[2] == 0x644 and ((proclitic and two == 0x627) or (one == 0x648 and two == 0x644)):
        return 3
    if n >= 5 and two == 0x644 and (one == 0x644 or one == 0x627):
        return 2
    return 1 if one == 0x648 or one == 0x628 or one == 0x644 or one == 0x641 else 0


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


align_pairs = compiled(_align_pairs)
"""`pipeline.duplicates.align.align_pairs`, compiled."""
