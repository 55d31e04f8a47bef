"""Where a sentence may end: the codebook's rule, applied to what the tokenizer proposes.

Belongs here: what is certain from the characters alone. Does not belong here: anything a model must guess.

The rule: a sentence ends at a final mark (. ؟ ? ! …) with the closing quotes and brackets that follow it, or where its
paragraph ends. It does not end at a colon, inside a number or an abbreviation, or between a mark and its closing quote. A
stop that is glued to the next word («النواب.وبخصوص») ends one all the same.
"""

import re
from collections.abc import Sequence

Span = tuple[int, int]

_FINAL = frozenset(".؟?!…۔")
_CLOSING = frozenset("\"”“»«)]}'’‘›")
_ELLIPSIS = re.compile(r"\.{2,}|…+")
_ABBREVIATIONS = frozenset(
    "د أ م ا ص ب ج ق ت س ع ه هـ إلخ الخ أ.د ا.د Dr Mr Mrs Ms Prof St No vs Inc Ltd Co U.S U.K a.m p.m".split()
)


def _ends(text: str, words: Sequence[Span]) -> bool:
    """The words end in a final mark, closing quotes aside."""
    i = len(words) - 1
    while i > 0 and all(c in _CLOSING for c in text[slice(*words[i])]):
        i -= 1
    return text[words[i][1] - 1] in _FINAL


def _must_end(text: str, words: Sequence[Span], i: int) -> bool:
    """Word `i` is a single full stop that no reading can take as part of what follows."""
    start, end = words[i]
    if text[start:end] not in {".", "؟", "!", "?"} or i == 0 or i + 1 >= len(words):
        return False
    before = text[slice(*words[i - 1])]
    after = text[words[i + 1][0]]
    if before in _ABBREVIATIONS or (before.isascii() and len(before) < 4):
        return False
    arabic = "\u0621" <= after <= "\u064a"
    if not arabic or words[i + 1][0] - end > 1:
        return False
    if words[i - 1][1] != start:  # «word . word»
        return text[start:end] == "." and len(before) > 2
    closed = before in {"”", "»", ")", '"'}
    return text[start:end] == "." and (closed or len(before) > 2 or before.isdecimal())


def _open(text: str, words: Sequence[Span], stop: int) -> bool:
    """A bracket or a paired quotation mark opened in the words up to `stop` is still open there."""
    depth = 0
    for start, end in words[: stop + 1]:
        mark = text[start:end]
        if mark in {"(", "[", "«", "“"}:
            depth += 1
        elif mark in {")", "]", "»", "”"}:
            depth = max(0, depth - 1)
    return depth > 0


def apply(text: str, sentences: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Word spans of a paragraph, regrouped so that sentences end where they may and must.

    Args:
        text: the paragraph.
        sentences: the tokenizer's sentences as (start, end) of their words, in order.
    """
    merged: list[list[Span]] = []
    for sentence in sentences:
        words = list(sentence)
        if merged:
            # Closing marks that follow an ended sentence without a space belong to it.
            while words and merged[-1][-1][1] == words[0][0] and text[slice(*words[0])] in _CLOSING:
                if text[slice(*words[0])] in {"“", "«", "'", '"'} and len(words) > 1 and words[0][1] == words[1][0]:
                    break  # it opens the next one
                merged[-1].append(words.pop(0))
            if words and (
                not _ends(text, merged[-1]) or _inside_number(text, merged[-1], words) or _no_word(text, words)
            ):
                merged[-1].extend(words)
                continue
        if words:
            merged.append(words)
    out: list[list[Span]] = []
    for words in merged:
        start = 0
        for i in range(len(words)):
            stop = i
            if not _must_end(text, words, i):
                continue
            while (
                stop + 1 < len(words)
                and words[stop][1] == words[stop + 1][0]
                and text[slice(*words[stop + 1])] in _CLOSING - {"“", "«"}
                and (stop + 2 == len(words) or words[stop + 1][1] != words[stop + 2][0])
            ):
                stop += 1
            if stop + 1 < len(words) and not _open(text, words[start:], i - start):
                out.append(words[start : stop + 1])
                start = stop + 1
        out.append(words[start:])
    return [words for words in out if words]


def _inside_number(text: str, before: Sequence[Span], after: Sequence[Span]) -> bool:
    """The stop stands between two digits, as in «18.18»."""
    end, start = before[-1][1], after[0][0]
    return end == start and end > 1 and text[end - 1] in ".,،" and text[end - 2].isdecimal() and text[start].isdecimal()


def _no_word(text: str, words: Sequence[Span]) -> bool:
    """Nothing but marks: a stray ellipsis or quote is no sentence."""
    return not any(c.isalnum() for start, end in words for c in text[start:end])
