"""Two texts laid beside each other: what is common, in which runs, and how much of each stands in passages of its own.

Belongs here: the alignment loop in plain Python over integer arrays; it runs as it stands for a few pairs and
compiled (`pipeline.duplicates.kernels`) for many. Does not belong here: what a relation is.

Units are word trigrams. A common run of words of at least three is a diagonal run of equal trigrams, and trigrams
repeat so seldom that enumerating equal ones is cheap even for long texts, where equal words would not be.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

UNIT: Final = 3
"""Words of a unit, hence the shortest common run that counts."""
GAP: Final = 6
"""Uncovered words in a row from which on they are a passage of its own and no longer a light edit."""
NOVEL_SHARE: Final = 0.5
"""… if at least this share of its words stands nowhere in the other text; else it is the same content reworded."""
CUSTOMARY_WORDS: Final = 3
"""A passage with so many customary words (thanks, prayers, warnings, numbers to call) says nothing new."""
MOST_REPEATS: Final = 32
"""Only so many occurrences of one unit are laid against each other: a text that repeats itself must not cost the square."""

RUN, COVERED_A, COVERED_B, NEW_A, NEW_B, POLITE_A, POLITE_B = range(7)
"""Columns of `align_pairs`: longest common run; of each side the words that are covered, in passages of its own, and in
customary ones."""
COMMON, FORMULAS = range(2)
"""Columns of `common_shingles`: common distinct shingles, and how many of them are formulas."""


def common_shingles(
    shingles: NDArray[np.uint64],
    formulas: NDArray[np.bool_],
    ends: NDArray[np.int64],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
) -> NDArray[np.int32]:
    """One row of COMMON, FORMULAS for each pair of texts.

    Args:
        shingles: sorted distinct shingle hashes, text after text, text t ending at ends[t].
        formulas: for each shingle, whether unrelated reports use it too.
    """
    out = np.zeros((len(left), 2), dtype=np.int32)
    for p in range(len(left)):
        a, b = left[p], right[p]
        x = ends[a - 1] if a else 0
        y = ends[b - 1] if b else 0
        common = stock = 0
        while x < ends[a] and y < ends[b]:
            one, other = shingles[x], shingles[y]
            equal = one == other
            common += equal
            stock += equal & formulas[x]
            x += one <= other
            y += other <= one
        out[p, COMMON] = common
        out[p, FORMULAS] = stock
    return out


def align_pairs(
    units: NDArray[np.int32],
    unit_ends: NDArray[np.int64],
    stems: NDArray[np.int32],
    customary: NDArray[np.bool_],
    stem_ends: NDArray[np.int64],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    n_units: int,
    n_stems: int,
    cover: NDArray[np.uint8],
    cover_ends: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Align `left[p]` with `right[p]` for every pair p; one row of RUN … POLITE_B each.

    Args:
        units: trigram numbers below n_units, text after text, text t ending at unit_ends[t].
        stems: a number below n_stems for each word, equal for words that differ in a prefix only; stem_ends likewise.
        customary: for each word, whether it is one of the words of courtesies and notices.
        cover: filled, when not empty, with 1 for each covered word: left text then right text of pair p, ending at
            cover_ends[2p] and cover_ends[2p + 1].
    """
    out = np.zeros((len(left), 7), dtype=np.int32)
    head = np.full(n_units, -1, dtype=np.int32)
    repeats = np.zeros(n_units, dtype=np.int32)
    used = np.full(n_stems, -1, dtype=np.int64)  # 2p + side of the text that last had the stem
    for p in range(len(left)):
        a, b = left[p], right[p]
        a_start = unit_ends[a - 1] if a else 0
        b_start = unit_ends[b - 1] if b else 0
        n_a, n_b = unit_ends[a] - a_start, unit_ends[b] - b_start
        a_word = stem_ends[a - 1] if a else 0
        b_word = stem_ends[b - 1] if b else 0
        words_a, words_b = stem_ends[a] - a_word, stem_ends[b] - b_word
        follow = np.full(n_b, -1, dtype=np.int32)
        for k in range(n_b):  # lists of places in b, each with its last place first
            unit = units[b_start + k]
            if repeats[unit] < MOST_REPEATS:
                repeats[unit] += 1
                follow[k] = head[unit]
                head[unit] = k
        for k in range(n_b):
            repeats[units[b_start + k]] = 0
        mark_a = np.zeros(words_a + 1, dtype=np.int32)
        mark_b = np.zeros(words_b + 1, dtype=np.int32)
        run = np.zeros(n_b + 1, dtype=np.int32)
        seen = np.full(n_b + 1, -2, dtype=np.int32)  # row in which run[k + 1] was written
        longest = 0
        for i in range(n_a):
            unit = units[a_start + i]
            repeats[unit] += 1
            if repeats[unit] > MOST_REPEATS:
                continue
            j = head[unit]
            while j >= 0:
                # descending j: run[j] still holds what the row before wrote
                length = 1
                if seen[j] == i - 1:
                    length += run[j]
                run[j + 1] = length
                seen[j + 1] = i
                if i + 1 == n_a or j + 1 == n_b or units[a_start + i + 1] != units[b_start + j + 1]:
                    words = length + UNIT - 1
                    longest = max(longest, words)
                    mark_a[i + UNIT - words] += 1
                    mark_a[i + UNIT] -= 1
                    mark_b[j + UNIT - words] += 1
                    mark_b[j + UNIT] -= 1
                j = follow[j]
        for i in range(n_a):
            repeats[units[a_start + i]] = 0
        for k in range(n_b):
            head[units[b_start + k]] = -1
        for side in range(2):
            mark = mark_a if side == 0 else mark_b
            first = a_word if side == 0 else b_word
            size = words_a if side == 0 else words_b
            other = b_word if side == 0 else a_word
            for w in range(other, other + (words_b if side == 0 else words_a)):
                used[stems[w]] = 2 * p + side
            covered = new = custom = gap = novel = polite = depth = 0
            at = 0
            if len(cover):
                place = 2 * p + side
                at = cover_ends[place - 1] if place else 0
            for w in range(size + 1):
                inside = w == size
                if w < size:
                    depth += mark[w]
                    inside = depth > 0
                    if inside:
                        covered += 1
                        if len(cover):
                            cover[at + w] = 1
                if inside:
                    if gap >= GAP and novel >= NOVEL_SHARE * gap:
                        if polite < CUSTOMARY_WORDS:
                            new += gap
                        else:
                            custom += gap
                    gap = novel = polite = 0
                else:
                    gap += 1
                    polite += customary[first + w]
                    if used[stems[first + w]] != 2 * p + side:
                        novel += 1
            out[p, COVERED_A + side] = covered
            out[p, NEW_A + side] = new
            out[p, POLITE_A + side] = custom
        out[p, RUN] = longest
    return out
