"""Two views of a text, each with a map back to the characters it came from.

`display` is for reading and for models: canonical composition (NFC), without tatweel, bidi marks and zero-width
characters; hamza, ة, ى and diacritics stay. `key` is for lookups and fingerprints only: spellings that Arabic
newsrooms mix fall together (أ إ آ ٱ → ا, ى → ي, ة → ه, ؤ → و, ئ → ي, presentation forms, digits of every script),
diacritics are dropped and punctuation is a space, so على and علي collide.

Belongs here: what happens to a code point. Does not belong here: splitting into words or lines.

Both are one vectorised pass: the text as an array of code points, a table with one entry a code point, and
`numpy.flatnonzero` for what is left. What a table cannot say is rare and handled exactly: a character that expands
(ﷲ → الله; its letters share one offset) and canonical composition or reordering across characters.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

CodePoints = NDArray[np.uint32]

DROP: Final = 0
"""Table entry of a code point that leaves the view."""
EXPAND: Final = 0xFFFFFFFF
"""Table entry of a code point that becomes several: look it up in KEY_EXPANSIONS."""

_SIZE: Final = 0x110000
_TATWEEL: Final = 0x0640
_SPACE: Final = 0x20
_INVISIBLE: Final = (
    (0x00AD, 0x00AE), (0x061C, 0x061D), (0x180B, 0x180F), (0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070),
    (0xFE00, 0xFE10), (0xFEFF, 0xFF00), (0xE0000, 0xE1000),
)  # fmt: skip
"""Bidi marks, zero-width characters, variation selectors and tags: nothing is seen of them, so nothing is lost."""

# Letters that Unicode does not relate but newsrooms interchange. Alef, waw and yeh with hamza or madda need no entry:
# their canonical decomposition is the bare letter and a mark, and marks are dropped.
_LETTERS: Final = {
    "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ٵ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ۍ": "ي", "ٸ": "ي", "ة": "ه",
    "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ک": "ك", "ڪ": "ك", "ٶ": "و",
}  # fmt: skip

# A longer run of marks is cut before it is put in canonical order (Unicode's stream-safe limit is 30 marks): sorting
# marks costs the square of the run, and no text has such a run but a hostile one.
_LONGEST_RUN: Final = 32

_CLASSES: Final = 0x20000  # planes 0 and 1; above are ideographs (kept), tags (dropped) and private use (space)
_HANGUL: Final = (0xAC00, 0xD7A4)  # syllables stay whole; their algorithmic decomposition is of no use here


def _key_of(char: str) -> str:
    """What one character becomes in the key view, by rule; the tables are this function written out."""
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf") or ord(char) == _TATWEEL:
        return ""
    if category[0] not in "LNM":
        compatible = unicodedata.normalize("NFKD", char)
        if compatible == char or len(compatible) == 1:
            return " " if compatible == char else _key_of(compatible)
        return "".join(_key_of(c) for c in compatible)
    if unicodedata.decomposition(char) and not _HANGUL[0] <= ord(char) < _HANGUL[1]:
        return "".join(_key_of(c) for c in unicodedata.normalize("NFKD", char))
    lower = char.lower()
    if lower != char:
        return "".join(_key_of(c) for c in lower)
    digit = unicodedata.decimal(char, None)
    return _LETTERS.get(char, char) if digit is None else str(digit)


def _build_key() -> tuple[CodePoints, dict[int, str]]:
    table = np.arange(_SIZE, dtype=np.uint32)
    table[0xE0000:] = _SPACE  # private use
    table[0xD800:0xE000] = _SPACE  # lone surrogates
    expansions: dict[int, str] = {}
    for code in (*range(0xD800), *range(0xF900, _CLASSES), *range(0x2F800, 0x2FA20)):
        if 0x3400 <= code < 0x4DC0 or 0x4E00 <= code < 0xA000 or _HANGUL[0] <= code < _HANGUL[1]:
            continue
        view = _key_of(chr(code))
        if len(view) == 1:
            table[code] = ord(view)
        else:
            table[code] = EXPAND if view else DROP
            if view:
                expansions[code] = view
    table[0xE000:0xF900] = _SPACE
    for start, end in _INVISIBLE:
        table[start:end] = DROP
    return table, expansions


def _build_punctuated_key() -> CodePoints:
    """The key table with punctuation, symbols and line feeds left as they are, for grammars that need «/» and «:»."""
    table = KEY_TABLE.copy()
    spaces = np.flatnonzero(KEY_TABLE[:_CLASSES] == _SPACE)
    marks = [code for code in spaces.tolist() if code == 0x0A or unicodedata.category(chr(code))[0] in "PS"]
    table[marks] = marks
    return table


def _build_display() -> CodePoints:
    table = np.arange(_SIZE, dtype=np.uint32)
    table[0] = 0xFFFD  # NUL has no glyph, and 0 means "dropped" here
    table[_TATWEEL] = DROP
    for start, end in _INVISIBLE:
        table[start:end] = DROP
    return table


def _build_composition() -> tuple[NDArray[np.uint8], NDArray[np.bool_], NDArray[np.bool_]]:
    """Canonical combining class; whether NFC may change the character or join it to the one before it; whether it is
    a boundary: class 0 and never changed, so that NFC can be taken on either side apart."""
    classes = np.zeros(_SIZE, dtype=np.uint8)
    active = np.zeros(_SIZE, dtype=np.bool_)
    for code in (*range(0x80, 0x3400), *range(0xA000, 0xAC00), *range(0xF900, _CLASSES), *range(0x2F800, 0x2FA20)):
        char = chr(code)
        classes[code] = unicodedata.combining(char)
        decomposition = unicodedata.decomposition(char)
        if decomposition and decomposition[0] != "<":
            parts = decomposition.split()
            active[int(parts[-1], 16)] |= len(parts) > 1
            active[code] |= unicodedata.normalize("NFC", char) != char
    active[0x1161:0x1176] = True  # Hangul vowels and finals compose with what stands before them
    active[0x11A8:0x11C3] = True
    return classes, active, (classes == 0) & ~active


KEY_TABLE, KEY_EXPANSIONS = _build_key()
"""Code point → its code point in the key view, DROP or EXPAND; what an EXPAND entry becomes."""
_PUNCTUATED_KEY_TABLE: Final = _build_punctuated_key()
DISPLAY_TABLE: Final = _build_display()
"""Code point → itself or DROP: the display view before composition."""
_COMBINING, _ACTIVE, _BOUNDARY = _build_composition()


@dataclass(frozen=True, slots=True)
class View:
    """A view of a text. `offsets[i]` is the index in `raw` of the character that `text[i]` came from; never decreasing."""

    text: str
    offsets: NDArray[np.int32]
    raw: str

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the raw text that `text[start:end]` came from.

        Marks and tatweel that follow the last character belong to it; bidi and zero-width marks around do not.
        An empty span maps to the place where the next view character stands.
        """
        if start >= end:
            at = int(self.offsets[start]) if start < len(self.offsets) else len(self.raw)
            return at, at
        first, last = int(self.offsets[start]), int(self.offsets[end - 1])
        limit = int(self.offsets[end]) if end < len(self.offsets) else len(self.raw)
        stop = last + 1
        for at in range(last + 1, limit):
            code = ord(self.raw[at])
            if code == _TATWEEL or not _BOUNDARY[code] or unicodedata.category(self.raw[at])[0] == "M":
                stop = at + 1
        return first, stop


def code_points(text: str) -> CodePoints:
    """The text as an array of code points (a view of an immutable buffer)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def from_code_points(codes: CodePoints) -> str:
    """The text of an array of code points."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def key(text: str, *, punctuation: bool = False) -> View:
    """The key view: for lookups and fingerprints, never for showing.

    With `punctuation`, marks, symbols and line feeds stay instead of becoming spaces.
    """
    codes, offsets = _key_codes(text, _PUNCTUATED_KEY_TABLE if punctuation else KEY_TABLE)
    return View(from_code_points(codes), offsets, text)


def key_text(text: str) -> str:
    """The text of the key view, without offsets."""
    return from_code_points(_key_codes(text, KEY_TABLE)[0])


def display(text: str) -> View:
    """The display view: what a reader sees, in canonical composition."""
    codes = code_points(text)
    kept = DISPLAY_TABLE[codes]
    offsets = np.flatnonzero(kept).astype(np.int32)
    if len(offsets) < len(codes):
        kept = kept[offsets]
    unstable = _unstable(kept)
    if not len(unstable):
        return View(from_code_points(kept), offsets, text)
    composed, offsets = _compose(kept, offsets, unstable)
    return View(composed, offsets, text)


def _key_codes(text: str, table: CodePoints) -> tuple[CodePoints, NDArray[np.int32]]:
    codes = code_points(text)
    mapped = table[codes]
    offsets = np.flatnonzero(mapped).astype(np.int32)
    if len(offsets) < len(codes):
        mapped = mapped[offsets]
    expanding = np.flatnonzero(mapped == EXPAND)
    if not len(expanding):
        return mapped, offsets
    views = [code_points(KEY_EXPANSIONS[int(codes[offsets[at]])]) for at in expanding]
    repeats = np.ones(len(mapped), dtype=np.int64)
    repeats[expanding] = [len(view) for view in views]
    out = np.repeat(mapped, repeats)
    out[out == EXPAND] = np.concatenate(views)
    return out, np.repeat(offsets, repeats)


def _unstable(codes: CodePoints) -> NDArray[np.intp]:
    """Where NFC may change the text: characters that compose backwards, and marks out of canonical order."""
    inner = np.flatnonzero(~_BOUNDARY[codes])
    if not len(inner):
        return inner
    unstable = _ACTIVE[codes[inner]]
    classes = _COMBINING[codes[inner]]
    unstable[1:] |= (np.diff(inner) == 1) & (classes[1:] < classes[:-1]) & (classes[1:] > 0)
    return inner[unstable]


def _compose(
    codes: CodePoints, offsets: NDArray[np.int32], unstable: NDArray[np.intp]
) -> tuple[str, NDArray[np.int32]]:
    """NFC of the text, one run between boundaries at a time; all characters of a changed run get the run's offset."""
    text = from_code_points(codes)
    starts = np.flatnonzero(_BOUNDARY[codes])
    if not len(starts) or starts[0] != 0:
        starts = np.concatenate(([0], starts))
    ends = np.append(starts[1:], len(codes))
    texts: list[str] = []
    maps: list[NDArray[np.int32]] = []
    done = 0
    for run in np.unique(np.searchsorted(starts, unstable, side="right") - 1):
        start, end = int(starts[run]), int(ends[run])
        texts.append(text[done:start])
        maps.append(offsets[done:start])
        for at in range(start, end, _LONGEST_RUN):
            piece = text[at : min(at + _LONGEST_RUN, end)]
            composed = unicodedata.normalize("NFC", piece)
            texts.append(composed)
            maps.append(
                offsets[at : at + len(piece)]
                if composed == piece
                else np.full(len(composed), offsets[at], dtype=np.int32)
            )
        done = end
    texts.append(text[done:])
    maps.append(offsets[done:])
    return "".join(texts), np.concatenate(maps)
