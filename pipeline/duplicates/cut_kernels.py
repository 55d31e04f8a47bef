"""The compiled loops that cut bodies and what stands around them out of stories.

Belongs here: Numba functions over the bytes of stories and the spans of their lines. Does not belong here: which lines
are which (`pipeline.duplicates.printed`, whose plain cutting is the definition). Imported lazily.
"""

import numpy as np
from numpy.typing import NDArray

from pipeline.duplicates.kernels import compiled

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]

_BLOCK = 64
_BREAK, _SEPARATOR = np.uint8(0x0A), np.uint8(0x1E)


@compiled
def _seek(data: Bytes, at: int, stop: int, character: int, wanted: int) -> tuple[int, int]:
    """From the place of a character to that of a later one, or the end; returns the place and the character there.

    Characters are counted by the bytes that begin one, a block at a time as far as the wanted one is not in it.
    """
    while at + _BLOCK <= stop:
        begun = 0
        for k in range(_BLOCK):
            begun += (data[at + k] & 0xC0) != 0x80
        if character + begun > wanted:
            break
        character += begun
        at += _BLOCK
    while at < stop:
        after = character + ((data[at] & 0xC0) != 0x80)
        if after > wanted:
            break
        character = after
        at += 1
    return at, character


@compiled
def _is_white(data: Bytes, at: int, stop: int) -> int:
    """Bytes of the white space character at a place, or 0."""
    one = data[at]
    if one == 0x20 or (one >= 0x09 and one <= 0x0D):
        return 1
    if at + 1 < stop and one == 0xC2:
        return 2 if data[at + 1] == 0x85 or data[at + 1] == 0xA0 else 0
    if at + 2 < stop and one >= 0xE1 and one <= 0xE3:
        code = np.int64(one & 0x0F) << 12 | np.int64(data[at + 1] & 0x3F) << 6 | np.int64(data[at + 2] & 0x3F)
        is_white = (
            (code >= 0x2000 and code <= 0x200A)
            or code == 0x2028 or code == 0x2029 or code == 0x202F or code == 0x205F or code == 0x1680 or code == 0x3000
        )  # fmt: skip
        return 3 if is_white else 0
    return 0


@compiled
def _strip(data: Bytes, start: int, stop: int) -> tuple[int, int]:
    while start < stop:
        width = _is_white(data, start, stop)
        if not width:
            break
        start += width
    while start < stop:
        last = stop - 1
        while last > start and data[last] & 0xC0 == 0x80:
            last -= 1
        if not _is_white(data, last, stop):
            break
        stop = last
    return start, stop


@compiled
def cut_batch(
    data: Bytes,
    starts: Places,
    ends: Places,
    first_lines: Places,
    last_lines: Places,
    start_char: Places,
    end_char: Places,
    paragraph: Places,
    is_body: NDArray[np.bool_],
    is_around: NDArray[np.bool_],
) -> tuple[Bytes, Places, Places]:
    """Of each story its body, a separator and what stands around it; where each body ends and where all of it ends.

    Line k of story t is one of first_lines[t] … last_lines[t] - 1; a story without a body line must not be given.
    """
    n = len(starts)
    most = 0
    for t in range(n):
        most = max(most, last_lines[t] - first_lines[t])
    piece_starts, piece_ends = np.empty((2, most), dtype=np.int64), np.empty((2, most), dtype=np.int64)
    n_pieces = np.empty(2, dtype=np.int64)
    out = np.empty(int((ends - starts).sum()) + 2 * n + 64, dtype=np.uint8)
    body_ends, whole_ends = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    at_out = 0
    for t in range(n):
        n_pieces[:] = 0
        at, character, stop = starts[t], np.int64(0), ends[t]
        size = np.int64(2)
        for k in range(first_lines[t], last_lines[t]):
            if not (is_body[k] or is_around[k]):
                continue
            if start_char[k] < character:
                at, character = starts[t], np.int64(0)
            at, character = _seek(data, at, stop, character, start_char[k])
            begin = at
            at, character = _seek(data, at, stop, character, end_char[k])
            which = 0 if is_body[k] else 1
            follows = k > first_lines[t] and is_body[k] and is_body[k - 1] and paragraph[k] == paragraph[k - 1]
            if follows:
                piece_ends[0, n_pieces[0] - 1] = max(piece_ends[0, n_pieces[0] - 1], at)
            else:
                piece_starts[which, n_pieces[which]] = begin
                piece_ends[which, n_pieces[which]] = max(begin, at)
                n_pieces[which] += 1
        for which in range(2):
            for k in range(n_pieces[which]):
                size += piece_ends[which, k] - piece_starts[which, k] + 1
        if at_out + size > len(out):
            grown = np.empty(2 * len(out) + size, dtype=np.uint8)
            grown[:at_out] = out[:at_out]
            out = grown
        for which in range(2):
            for k in range(n_pieces[which]):
                begin, end = piece_starts[which, k], piece_ends[which, k]
                if which == 0:
                    begin, end = _strip(data, begin, end)
                if k:
                    out[at_out] = _BREAK
                    at_out += 1
                out[at_out : at_out + end - begin] = data[begin:end]
                at_out += end - begin
            if which == 0:
                body_ends[t] = at_out
                out[at_out] = _SEPARATOR
                at_out += 1
        whole_ends[t] = at_out
    return out[:at_out].copy(), body_ends, whole_ends
