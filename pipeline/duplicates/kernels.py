"""The compiled loops over texts: key views, sketches and words, each in one pass over the bytes.

Belongs here: Numba functions from UTF-8 bytes to arrays, no strings, no tables. Does not belong here: what they mean
(`pipeline.duplicates.sketch`), loops over pairs of texts (`pipeline.duplicates.pair_kernels`). Imported only where there
is enough to do.
"""

from collections.abc import Callable
from typing import Any

import numba as nb  # noqa: TID253 - this module is itself imported lazily
import numpy as np
from numpy.typing import NDArray

from pipeline.duplicates.sketch import (
    ALL_BELOW,
    CHAR_MULTIPLIER,
    FINE_BELOW,
    MIX_1,
    MIX_2,
    SHINGLE_WORDS,
    WORD_MULTIPLIER,
)

Bytes = NDArray[np.uint8]
Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, compiled at its first call.

    The code is cached beside the module or, in a read-only install, in the user's cache folder; where neither can be
    written it is compiled anew in each process.
    """
    try:
        return nb.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder to cache in
        return nb.njit(nogil=True)(function)


_CHAR = np.uint64(CHAR_MULTIPLIER)
_WORD = np.uint64(WORD_MULTIPLIER)
_MIX_1 = np.uint64(MIX_1)
_MIX_2 = np.uint64(MIX_2)
_SHIFT = np.uint64(33)
_EXPAND = np.uint64(0xFFFFFFFF)
# Unsigned places: Numba asks of a signed one at every access whether it counts from the end.
_0, _1, _2, _3, _4, _6 = (np.uint64(n) for n in (0, 1, 2, 3, 4, 6))
_SPACE, _LOW, _CONTINUES = np.uint64(0x20), np.uint64(0x3F), np.uint64(0x80)
_TWO, _THREE, _FOUR = np.uint64(0xC0), np.uint64(0xE0), np.uint64(0xF0)
_TWO_UP_TO, _THREE_UP_TO = np.uint64(0x800), np.uint64(0x10000)

GROWTH = 11
"""A text's key view has at most so many times its bytes: ﷺ becomes 33 of 3. It has at most twice as many words."""


@compiled
def mix(h: np.uint64) -> np.uint64:
    """The finaliser of every hash, as in `pipeline.duplicates.sketch`."""
    h = (h ^ (h >> _SHIFT)) * _MIX_1
    h = (h ^ (h >> _SHIFT)) * _MIX_2
    return h ^ (h >> _SHIFT)


@compiled
def _put(out: Bytes, at: np.uint64, code: np.uint64) -> np.uint64:
    """Write a code point of three or four bytes as UTF-8, return the place after it."""
    if code < _THREE_UP_TO:
        out[at] = np.uint8(_THREE | (code >> np.uint64(12)))
    else:
        out[at] = np.uint8(_FOUR | (code >> np.uint64(18)))
        at += _1
        out[at] = np.uint8(_CONTINUES | ((code >> np.uint64(12)) & _LOW))
    out[at + _1] = np.uint8(_CONTINUES | ((code >> _6) & _LOW))
    out[at + _2] = np.uint8(_CONTINUES | (code & _LOW))
    return at + _3


@compiled
def read_key(
    data: Bytes, start: int, end: int, table: Codes, expanding: Codes, expanded: Codes, expanded_ends: NDArray[np.int32],
    out: Bytes, at_out: np.uint64, words: Hashes,
) -> tuple[np.uint64, int]:  # fmt: skip
    """Write the key view of data[start:end], words separated by one space, to out[at_out:] and the hash of each word.

    Returns:
        The place after the view, and the number of words. `out` needs GROWTH times the bytes and one, `words` twice as
        many as bytes.
    """
    at, stop, edge = np.uint64(start), np.uint64(end), np.uint64(len(data) - 1)
    first = opened = at_out  # where the view and the present word begin
    word = _0
    count = 0
    k = k_end = 0  # what a character that expands becomes, as far as it is still to come
    while True:
        if k < k_end:
            view = np.uint64(expanded[k])
            k += 1
        elif at >= stop:
            break
        else:
            code = np.uint64(data[at])
            if code < _THREE:
                is_two = np.uint64(code >= _CONTINUES)  # no branch: spaces are one byte, letters two
                low = np.uint64(data[min(at + _1, edge)]) & _LOW
                code = code - is_two * code + is_two * ((code & np.uint64(0x1F)) << _6 | low)
                at += _1 + is_two
            else:
                wide = _3 if code < _FOUR else _4
                code &= np.uint64(0x0F) if code < _FOUR else np.uint64(0x07)
                for more in range(1, wide):
                    code = code << _6 | (np.uint64(data[at + np.uint64(more)]) & _LOW)
                at += wide
            view = np.uint64(table[code])
        if view > _SPACE and view < _TWO_UP_TO:
            is_two = np.uint64(view >= _CONTINUES)
            out[at_out] = np.uint8(view - is_two * view + is_two * (_TWO | view >> _6))
            out[at_out + _1] = np.uint8(_CONTINUES | (view & _LOW))  # of one byte: written over by the next
            at_out += _1 + is_two
            word = word * _CHAR + view
        elif view == _SPACE:
            if at_out > opened:
                out[at_out] = np.uint8(_SPACE)
                at_out += _1
                words[count] = mix(word)
                count += 1
                word = _0
                opened = at_out
        elif view == _EXPAND:
            found = np.searchsorted(expanding, np.uint32(code))
            k = expanded_ends[found - 1] if found else 0
            k_end = expanded_ends[found]
        elif view != _0:
            at_out = _put(out, at_out, view)
            word = word * _CHAR + view
    if at_out > opened:
        words[count] = mix(word)
        count += 1
    elif at_out > first:
        at_out -= _1
    return at_out, count


@compiled
def room(starts: Places, ends: Places) -> tuple[np.int64, np.int64]:
    """Bytes of the longest text, and what to set aside for the key views of all."""
    longest = total = np.int64(0)
    for i in range(len(ends)):
        longest = max(longest, ends[i] - starts[i])
        total += ends[i] - starts[i]
    return longest, total + GROWTH * longest + 2 * len(ends) + 64


@compiled
def _with_room(out: Bytes, used: np.uint64, more: int) -> Bytes:
    """`out`, or a larger copy of it, with room for so many bytes after those used."""
    if np.int64(used) + more <= len(out):
        return out
    grown = np.empty(2 * len(out) + more, dtype=np.uint8)
    grown[:used] = out[:used]
    return grown


@compiled
def key_batch(
    data: Bytes, starts: Places, ends: Places, table: Codes, expanding: Codes, expanded: Codes,
    expanded_ends: NDArray[np.int32],
) -> tuple[Bytes, Places]:  # fmt: skip
    """Key view of each text, as UTF-8 and where each ends."""
    longest, total = room(starts, ends)
    out = np.empty(total, dtype=np.uint8)
    words = np.empty(2 * longest + 2, dtype=np.uint64)
    out_ends = np.empty(len(ends), dtype=np.int64)
    at = _0
    for i in range(len(ends)):
        out = _with_room(out, at, GROWTH * (ends[i] - starts[i]) + 2)
        at, _ = read_key(data, starts[i], ends[i], table, expanding, expanded, expanded_ends, out, at, words)
        out_ends[i] = at
    return out[:at].copy(), out_ends


@compiled
def sketch_batch(
    data: Bytes, starts: Places, ends: Places, table: Codes, expanding: Codes, expanded: Codes,
    expanded_ends: NDArray[np.int32],
) -> tuple[Bytes, Places, Places, Places, Hashes, Places]:  # fmt: skip
    """Key view (UTF-8, words joined by one space), words, distinct shingles and kept hashes of each text."""
    n = len(ends)
    longest, total = room(starts, ends)
    out = np.empty(total, dtype=np.uint8)
    words = np.empty(2 * longest + 2, dtype=np.uint64)
    out_ends = np.empty(n, dtype=np.int64)
    n_words = np.zeros(n, dtype=np.int64)
    n_shingles = np.zeros(n, dtype=np.int64)
    hash_ends = np.empty(n, dtype=np.int64)
    kept = np.empty(total // 64 + 64, dtype=np.uint64)
    slots = np.empty(2048, dtype=np.uint64)
    used = np.full(2048, -1, dtype=np.int32)
    at_out = _0
    at_kept = 0
    for i in range(n):
        out = _with_room(out, at_out, GROWTH * (ends[i] - starts[i]) + 2)
        at_out, count = read_key(
            data, starts[i], ends[i], table, expanding, expanded, expanded_ends, out, at_out, words
        )
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
            rolling = _0
            first = _1  # what the first word of a shingle is multiplied by
            for q in range(width):
                rolling = rolling * _WORD + words[q]
                first = first * _WORD if q else first
            distinct = 0
            for s in range(n_runs):  # an open hash set: counting needs no order, and sorting all would cost the most
                h = mix(rolling)
                if s + width < count:
                    rolling = (rolling - words[s] * first) * _WORD + words[s + width]
                slot = (h >> _SHIFT) & wrap
                while used[slot] == i and slots[slot] != h:
                    slot = (slot + _1) & wrap
                if used[slot] != i:
                    used[slot] = i
                    slots[slot] = h
                    words[distinct] = h  # the words up to s are no longer needed, and distinct <= s
                    distinct += 1
            n_shingles[i] = distinct
            mask = np.uint64(0 if distinct < ALL_BELOW else 3 if distinct < FINE_BELOW else 7)
            first_kept = at_kept
            if at_kept + distinct > len(kept):
                grown = np.empty(2 * len(kept) + distinct, dtype=np.uint64)
                grown[:at_kept] = kept[:at_kept]
                kept = grown
            for s in range(distinct):
                kept[at_kept] = words[s]
                at_kept += words[s] & mask == _0
            kept[first_kept:at_kept].sort()
        hash_ends[i] = at_kept
    return out[:at_out].copy(), out_ends, n_words, n_shingles, kept[:at_kept].copy(), hash_ends


@compiled
def words_batch(
    data: Bytes, starts: Places, ends: Places, table: Codes, expanding: Codes, expanded: Codes,
    expanded_ends: NDArray[np.int32],
) -> tuple[Hashes, Hashes, Places]:  # fmt: skip
    """Hash of each word, of its bare form, and where each text's words end."""
    longest, total = room(starts, ends)
    out = np.empty(GROWTH * longest + 2, dtype=np.uint8)
    letters = np.empty(GROWTH * longest + 2, dtype=np.uint32)
    own = np.empty(2 * longest + 2, dtype=np.uint64)
    words = np.empty(total // 8 + 64, dtype=np.uint64)
    stems = np.empty(len(words), dtype=np.uint64)
    word_ends = np.empty(len(ends), dtype=np.int64)
    count = 0
    for i in range(len(ends)):
        size, here = read_key(data, starts[i], ends[i], table, expanding, expanded, expanded_ends, out, _0, own)
        if count + here > len(words):
            more_words = np.empty(2 * len(words) + here, dtype=np.uint64)
            more_stems = np.empty(len(more_words), dtype=np.uint64)
            more_words[:count] = words[:count]
            more_stems[:count] = stems[:count]
            words, stems = more_words, more_stems
        at = 0
        for k in range(here):
            words[count] = own[k]
            n = 0
            while at < size and out[at] != 0x20:
                if out[at] & 0xC0 == 0x80:
                    letters[n - 1] = letters[n - 1] << np.uint32(6) | np.uint32(out[at] & 0x3F)
                else:
                    lead = out[at]
                    letters[n] = (
                        lead if lead < 0x80 else lead & (0x1F if lead < 0xE0 else 0x0F if lead < 0xF0 else 0x07)
                    )
                    n += 1
                at += 1
            at += 1
            prefix = _prefix(letters[:n])
            stems[count] = _hash(letters[prefix:n]) if prefix else own[k]
            count += 1
        word_ends[i] = count
    return words[:count].copy(), stems[:count].copy(), word_ends


@compiled
def _hash(word: Codes) -> np.uint64:
    h = _0
    for code in word:
        h = h * _CHAR + np.uint64(code)
    return mix(h)  # type: ignore[no-any-return]


@compiled
def _prefix(word: Codes) -> int:
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
