"""Bytes to text: which encoding a text of unknown origin has, and the repair of text that was once decoded wrongly.

Belongs here: `decode` for bytes, `repair` for text from a format with an encoding of its own (JSON, Parquet), and what
can be told about either. Does not belong here: how formats are cut into stories.

Order of evidence: byte order mark; UTF-16 by the bytes that Arabic leaves in every second place; strict UTF-8; UTF-8
with few bad bytes (they become U+FFFD and are counted); Windows-1256 against ISO-8859-6 by Arabic letters and common
words; charset-normalizer. A byte order mark is no part of the text. Line ends stay as found. NUL characters stay; lone
surrogates, which no UTF-8 column can hold, become U+FFFD and are counted.
"""

import codecs
import re
from dataclasses import dataclass, replace

from pipeline.ingest.arabic import arabic_score, letters
from pipeline.ingest.problems import BadInputError, LimitError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(b for b in range(32) if b not in (0, 9, 10, 11, 12, 13, 26, 27))
_SAMPLE = 1 << 16
_MAX_CONTROL_SHARE = 0.02
_MAX_NUL_SHARE = 0.1
_MAX_BAD_SHARE = 0.1
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, how many bytes or surrogates became U+FFFD, and the mojibake that was undone."""

    text: str
    encoding: str
    n_replaced: int = 0
    repaired: str | None = None


def decode(data: bytes, limit: int | None = None) -> Decoded:
    """Decode a text of unknown encoding and repair mojibake in it.

    Args:
        data: the whole text.
        limit: most characters it may have (`max_story_chars`).

    Raises:
        BadInputError: the bytes are no text, or too long a one.
    """
    found = decode_as(data, encoding_of(data))
    if limit is not None and len(found.text) > limit:
        raise LimitError("max_story_chars", limit, "the length of the story")
    text, repaired = mend(found.text)
    return replace(found, text=text, repaired=repaired) if repaired else found


def decode_as(data: bytes, encoding: str) -> Decoded:
    """Decode with a known encoding; strict UTF-8 wins over any single-byte one. Bad bytes become U+FFFD and are counted."""
    if encoding.startswith("utf-") or encoding == "ascii":
        data = _without_bom(data, encoding)
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, text.count("\ufffd") - _true_fffd(data, encoding) if "\ufffd" in text else 0)
    try:
        return Decoded(data.decode("utf-8"), "utf-8" if not data.isascii() else encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, text.count("\ufffd"))


def decode_part(data: bytes, encoding: str) -> Decoded:
    """Decode a record of a file in this encoding. A record that plainly is in another one suffers alone.

    Strict UTF-8 wins; else Arabic in one of the two single-byte encodings, where the file's own would not give it.
    """
    if encoding.startswith(("utf-16", "utf-32")) or data.isascii():
        return decode_as(data, encoding)
    found = decode_as(data, encoding)
    if found.encoding == "utf-8" and not found.n_replaced:
        return found
    sample = data[:_SAMPLE]
    n_high = _n_high(sample)
    if n_high < _FEWEST_HIGH or (encoding == "utf-8" and found.n_replaced * 20 < n_high):
        return found  # too little to tell, or UTF-8 with a few bad bytes
    own = _arabic(sample)
    return found if own in (None, encoding) else decode_as(data, str(own))


def encoding_of(data: bytes) -> str:
    """Python's name of the most likely encoding of a text.

    Raises:
        BadInputError: the bytes are no text.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if wide := _wide(data):
        return wide
    _refuse_binary(data)
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    n_high = _n_high(data)
    text = data.decode("utf-8", "replace")
    n_bad = text.count("\ufffd")
    if n_bad <= max(1, _MAX_BAD_SHARE * n_high) and n_bad * 2 < n_high:
        return "utf-8"
    return _single_byte(data)


def encoding_of_lines(data: bytes) -> str:
    """As `encoding_of`, for a text of many records: UTF-8 where most lines are, whatever a few others hold.

    Raises:
        BadInputError: the bytes are no text.
    """
    encoding = encoding_of(data)
    if encoding.startswith("utf-"):
        return encoding
    told = [line for line in data.split(b"\n", _MAX_LINES) if not line.isascii()]
    return "utf-8" if sum(map(_is_utf8, told)) * 2 > len(told) else encoding


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_HIGH = bytes(range(128, 256))
_FEWEST_HIGH = 30
"""Bytes above ASCII from which the encoding of one record is told apart from its file's."""


def _n_high(data: bytes) -> int:
    return len(data) - len(data.translate(None, _HIGH))


def _without_bom(data: bytes, encoding: str) -> bytes:
    for mark, name in _BOMS:
        if name == encoding and data.startswith(mark):
            return data[len(mark) :]
    return data


def _true_fffd(data: bytes, encoding: str) -> int:
    """U+FFFD that stands in the data itself."""
    return data.count("\ufffd".encode(encoding)) if encoding == "utf-8" else 0


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte is 0x06 (Arabic) or 0x00 (Latin, spaces, digits).

    Little-endian UTF-16 Arabic is valid UTF-8 (control characters and ASCII), so this comes first.
    """
    sample = data[:_SAMPLE]
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4 or (b"\0" not in sample and b"\6" not in sample):
        return None
    for name, high, low in (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2])):
        n = len(high)
        pages = high.count(0) + high.count(6) + high.count(0x20)
        if pages >= 0.9 * n and high.count(0) + high.count(6) >= 0.8 * n and low.count(0) < 0.1 * n:
            return name
    return None


def _refuse_binary(data: bytes) -> None:
    sample = data[:_SAMPLE]
    n_control = len(sample) - len(sample.translate(None, _CONTROLS))
    if sample.count(0) > _MAX_NUL_SHARE * len(sample) or n_control > _MAX_CONTROL_SHARE * len(sample):
        raise BadInputError("binary data, no text: deliver the text itself, or delete the file")


def _arabic(data: bytes) -> str | None:
    """Windows-1256 or ISO-8859-6, whichever gives Arabic; None when neither does."""
    scores = {}
    for name in ("windows-1256", "iso-8859-6"):
        text = data.decode(name, "replace")
        n_arabic, n_other = letters(text)
        # Letters of Western Europe amid Arabic are the mark of the wrong one of the two.
        scores[name] = arabic_score(text) + (n_arabic - 2 * n_other - 3 * text.count("\ufffd")) / max(1, len(text))
    best = max(scores, key=lambda name: (scores[name], name))
    n_arabic, n_other = letters(data.decode(best, "replace"))
    return best if n_arabic > n_other and n_arabic * 10 >= len(data) else None


def _single_byte(data: bytes) -> str:
    """Windows-1256, ISO-8859-6, or what charset-normalizer finds when neither gives Arabic."""
    if (best := _arabic(data)) is not None:
        return best
    if _n_high(data) * 4 < sum(map(len, re.findall(rb"[A-Za-z]+", data))):
        return "windows-1252"  # Latin script; among Arabic news that is French, where guessers prefer Windows-1250
    from charset_normalizer import from_bytes

    guess = from_bytes(data[: 1 << 15]).best()
    return guess.encoding.replace("_", "-") if guess is not None else "windows-1256"


def clean_text(text: str) -> Decoded:
    """Text from a format with its own encoding: lone surrogates replaced and counted, mojibake repaired."""
    n = 0
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text, n = _SURROGATES.subn("\ufffd", text)
    text, repaired = mend(text)
    return Decoded(text, "utf-8", n, repaired)


# ---- mojibake

_CONTINUED = re.escape(bytes(range(0x80, 0xC0)).decode("windows-1256"))
_AS_ARABIC = re.compile(f"[طظ][{_CONTINUED}]")  # UTF-8 read as Windows-1256
_AS_LATIN = re.compile(
    "[À-ÿ][\x80-ÿ€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)  # UTF-8 or Windows-1256 read as Latin-1 or Windows-1252
_WRONG = (
    ("utf-8", "windows-1256"),
    ("utf-8", "windows-1252"),
    ("utf-8", "latin-1"),
    ("windows-1256", "windows-1252"),
    ("windows-1256", "latin-1"),
)
_MIN_RISE = 0.15
_MAX_LINES = 20_000


def mend(text: str) -> tuple[str, str | None]:
    """(text with mojibake undone, what was undone or None), for the whole text or else line by line.

    A repair must re-encode without loss and raise the score of Arabic words; quotes and spaces are never straightened.
    """
    if text.isascii() or _spoilt(text[:_SAMPLE]) * 100 < min(len(text), _SAMPLE):
        return text, None
    whole, how = _undone(text)
    if how:
        return whole, how
    lines = text.splitlines(keepends=True)
    if not 2 <= len(lines) <= _MAX_LINES:
        return text, None
    mended = [_undone(line) if _spoilt(line) else (line, None) for line in lines]
    hows = sorted({h for _, h in mended if h})
    return ("".join(line for line, _ in mended), ", ".join(hows)) if hows else (text, None)


def _spoilt(text: str) -> int:
    """Pairs of characters that mojibake is made of."""
    return len(_AS_ARABIC.findall(text)) + len(_AS_LATIN.findall(text))


def _undone(text: str) -> tuple[str, str | None]:
    before = arabic_score(text)
    for right, wrong in _WRONG:
        try:
            candidate = _bytes_of(text, wrong).decode(right)
        except UnicodeError:
            continue
        n_arabic, n_other = letters(candidate)
        if n_arabic > 2 * n_other and n_arabic and arabic_score(candidate) > before + _MIN_RISE:
            return candidate, f"{right} read as {wrong}"
    return text, None


def _bytes_of(text: str, encoding: str) -> bytes:
    """The bytes a wrong decoder had before it; Windows-1252 decoders pass the five bytes without a character through."""
    if encoding != "windows-1252":
        return text.encode(encoding)
    return b"".join(c.encode("latin-1") if c in _PASSED else c.encode("windows-1252") for c in text)


_PASSED = frozenset("\x81\x8d\x8f\x90\x9d")
