"""The text the models read, and the forms they are given.

Belongs here: which characters are dropped before a model sees a text, and how a word's form follows from its characters.
Does not belong here: folding for lookups and copies (`pipeline.clean.fold`).
"""

import functools
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.clean.fold import View, code_points, display, from_code_points

# Short vowels, tanwin, shadda, sukun, dagger alif, Quranic marks and tatweel: the models were trained without them.
_MARK_RANGES = ((0x610, 0x61B), (0x640, 0x641), (0x64B, 0x660), (0x670, 0x671), (0x6D6, 0x6DD), (0x6DF, 0x6E5),
                (0x6E7, 0x6E9), (0x6EA, 0x6EE))  # fmt: skip
_MARKS = re.compile("[" + "".join(f"{chr(a)}-{chr(b - 1)}" for a, b in _MARK_RANGES) + "]")
_SPACE = re.compile(r"[\s\u0080-\u009f]")  # what Stanza's tokenizer reads as a space


def bare(text: str) -> str:
    """A text without diacritics and tatweel; ٱ is ا, and the transliterator's ` (a dagger alif) goes too."""
    return _MARKS.sub("", text).replace("\u0671", "ا").replace("`", "")


def model_view(text: str) -> View:
    """What the models read: the display view without diacritics, every run of white space one space, none at the ends.

    A word of tatweel alone (a dash in old newswire) leaves the view with its characters.
    """
    view = display(text)
    codes = code_points(view.text)
    keep = np.ones(len(codes), dtype=np.bool_)
    for start, end in _MARK_RANGES:
        keep &= (codes < start) | (codes >= end)
    codes, offsets = codes[keep].copy(), view.offsets[keep]
    codes[codes == 0x671] = 0x627
    blank = (codes == 0x20) | ((codes >= 0x09) & (codes <= 0x0D)) | ((codes >= 0x1C) & (codes <= 0x1F))
    blank |= ((codes >= 0x80) & (codes <= 0xA0)) | ((codes >= 0x2000) & (codes <= 0x200A))
    blank |= np.isin(codes, (0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000))
    codes[blank] = 0x20
    after = np.concatenate([[True], blank[:-1]]) if len(blank) else blank
    keep = ~(blank & after)
    codes, offsets = codes[keep], offsets[keep]
    if len(codes) and codes[-1] == 0x20:
        codes, offsets = codes[:-1], offsets[:-1]
    return View(from_code_points(codes), offsets, text)


@functools.cache
def _lam_words() -> frozenset[str]:
    """Words that begin with ل of their own («لقاء», «لبنان»), so that ل before them has swallowed nothing."""
    path = Path(__file__).parent / "lam_words.txt"
    return frozenset(w for w in path.read_text(encoding="utf-8").split() if not w.startswith("#"))


def forms(words: Sequence[str], joined: Sequence[bool]) -> list[str]:
    """The UD form of each word: the article that ل swallowed is restored («ل» + «لحشد» → «الحشد»), nothing else changes.

    Args:
        words: words as they stand in the model view.
        joined: whether a word follows the one before without a space.
    """
    out = list(words)
    for i in range(1, len(words)):
        word = words[i]
        if joined[i] and words[i - 1] == "ل" and word.startswith("ل") and len(word) > 2 and word not in _lam_words():
            out[i] = "ال" + word[1:]
    return out
