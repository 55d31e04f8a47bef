"""The language of a body: letters first, and a second vote only where letters do not settle it.

Belongs here: telling Arabic from the other languages of its script and from Latin-script text. Does not belong here:
what follows from it for a story's status (`pipeline.clean.stories`).

Arabic, Persian, Urdu, Pashto, Kurdish and Uighur share most letters, but each of the others writes some that Arabic
lacks; Arabic newspapers use them only in names (گ ڤ پ) or by a foreign keyboard (ی ک).
"""

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.fold import code_points, key_text

_OTHER, _ARABIC, _LATIN = 1, 2, 3
_OWN_LETTERS: Final = {"fa": "پچژگکیھ", "ur": "ٹڈڑںےہ", "ckb": "ێۆڵڕە", "ps": "ټډړږښګڼۍ", "ug": "ۇۈۋۅ"}
_FIRST_OWN: Final = 4
_OWN_SHARE: Final = {"fa": 0.04, "ur": 0.02, "ckb": 0.04, "ps": 0.02, "ug": 0.02}
_DOUBT: Final = 0.01
_FEWEST_LETTERS: Final = 20
_ARABIC_BLOCKS: Final = ((0x0620, 0x0700), (0x0750, 0x0780), (0x08A0, 0x08C8), (0xFB50, 0xFE00), (0xFE70, 0xFEFF))
_DARIJA_TEXT: Final = (
    "ديال هاد هادي كاين كاينة غادي بزاف واش دابا حيت باش علاش شنو فين كيفاش ماشي تاع راه بلا خاصو هادشي بصح برشا توا"
)
_DARIJA: Final = frozenset(_DARIJA_TEXT.split())
_ARABIC_WORDS: Final = frozenset(("في", "من", "علي", "الي", "ان", "التي", "الذي", "عن", "مع", "هذا", "هذه", "بين"))
_PERSIAN_WORDS: Final = frozenset(("در", "از", "به", "كه", "است", "را", "اين", "با", "مي", "هاي", "شد", "براي"))
_DARIJA_SHARE: Final = 0.04


class Verdict(NamedTuple):
    """Language code (None when there are too few letters to tell) and the share of Arabic-script letters."""

    language: str | None
    arabic_share: float


@cache
def _classes() -> NDArray[np.uint8]:
    table = np.zeros(0x110000, dtype=np.uint8)
    letters = [code for code in range(0x250, 0x3000) if chr(code).isalpha()]
    table[letters] = _OTHER
    table[0x3040:0xD7A4] = _OTHER
    table[[c for c in range(0x250) if chr(c).isalpha()]] = _LATIN
    for start, end in _ARABIC_BLOCKS:
        table[[code for code in range(start, end) if chr(code).isalpha() and code != 0x0640]] = _ARABIC
    for number, own in enumerate(_OWN_LETTERS.values()):
        table[[ord(c) for c in own]] = _FIRST_OWN + number
    return table


def language_of(text: str) -> Verdict:
    """The language of a text as an ISO 639 code."""
    counts = np.bincount(_classes()[code_points(text)], minlength=_FIRST_OWN + len(_OWN_LETTERS)).tolist()
    letters = sum(counts[1:])
    if letters < _FEWEST_LETTERS:
        return Verdict(None, sum(counts[_FIRST_OWN:], counts[_ARABIC]) / letters if letters else 0.0)
    own = {name: counts[_FIRST_OWN + n] / letters for n, name in enumerate(_OWN_LETTERS)}
    arabic = (counts[_ARABIC] + sum(counts[_FIRST_OWN:])) / letters
    if arabic < 0.5:
        return Verdict(_second_vote("".join(c for c in text if not "\u0600" <= c < "\u0780")), arabic)
    likeliest = max(own, key=lambda name: (own[name] / _OWN_SHARE[name], name))
    if own[likeliest] >= _OWN_SHARE[likeliest]:
        # ی, ک and ھ alone are a foreign keyboard, so the words decide.
        return Verdict("ar" if likeliest == "fa" and _has_arabic_words(text) else likeliest, arabic)
    if sum(own.values()) >= _DOUBT:
        vote = _second_vote(text)
        return Verdict(
            vote if vote in ("fa", "ur", "ps", "ug", "ku", "ckb") and sum(own.values()) >= 2 * _DOUBT else "ar", arabic
        )
    return Verdict("ar", arabic)


def is_darija(words: list[str]) -> bool:
    """Whether many of the words (key view) belong to Maghrebi dialect only."""
    if len(words) < 20 or len(_DARIJA.intersection(words)) < 3:
        return False
    return sum(word in _DARIJA for word in words) >= _DARIJA_SHARE * len(words)


def _has_arabic_words(text: str) -> bool:
    """Whether Arabic function words clearly outnumber Persian ones."""
    words = key_text(text[:5000]).split()
    return sum(w in _ARABIC_WORDS for w in words) > 2 * sum(w in _PERSIAN_WORDS for w in words)


def _second_vote(text: str) -> str:
    import py3langid

    return str(py3langid.classify(text[:2000])[0])
