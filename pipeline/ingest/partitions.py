"""Partition keys and stored paths: pure functions of a file's path, injective, and reversible where their length allows.

Belongs here: how names are escaped and read back. Does not belong here: walking folders (`raw_folder`).

Key of a folder name (after NFC): `[a-z0-9-]` stay, every other character becomes `_u<hex code point>_`. A literal `_`
stays too, unless what follows would then read as an escape, or the whole key would be `_loose`. `2015-07-21` is itself,
`Al_Jazeera` is `_u41_l__u4a_azeera`. A key over 120 characters is cut and ends in `_h` and 16 hex digits of its hash.

Stored paths are NFC with `/`; control, format (bidi) and unassigned characters, line separators and undecodable bytes
show as `\\u202e` or `\\xff`, a backslash as `\\\\`, so that no name can disguise itself in a table or a log.
"""

import hashlib
import re
import unicodedata

LOOSE = "_loose"
"""Key of the files that lie in RAW itself."""

_MAX_KEY = 120
_ESCAPE = re.compile(r"u([0-9a-f]{1,6})_")
_HASHED = re.compile(r".{100}_h[0-9a-f]{16}", re.DOTALL)
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_HIDING = frozenset(("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"))
_SHOWN = re.compile(r"\\(?:\\|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")


def partition_of(path: str) -> str:
    """Partition key of a path relative to RAW: its escaped first folder, or `_loose` for a file in RAW itself."""
    folder, slash, _ = path.partition("/")
    return key_of(folder) if slash else LOOSE


def key_of(folder: str) -> str:
    """Escape a folder name into `[a-z0-9_-]+`; equal NFC names give equal keys, different ones different keys."""
    name = unicodedata.normalize("NFC", folder)
    parts: list[str] = []
    ahead = (
        ""  # the first characters of the key to the right, enough to recognise an escape (code points have ≤ 6 digits)
    )
    for char in reversed(name):
        if char in _PLAIN or (char == "_" and not _ESCAPE.match(ahead)):
            parts.append(char)
        else:
            parts.append(f"_u{ord(char):x}_")
        ahead = (parts[-1] + ahead)[:40]
    key = "".join(reversed(parts))
    if key == LOOSE:
        key = "_u5f_loose"
    # A short name that happens to look like a cut key is hashed as well, so that it cannot meet one.
    if len(key) > _MAX_KEY or _HASHED.fullmatch(key):
        key = f"{key[:100]}_h{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    return key


def folder_of(key: str) -> str | None:
    """The folder name (NFC) a key was made from; `.` for `_loose`; None for a cut key, which cannot be read back."""
    if key == LOOSE:
        return "."
    if _HASHED.fullmatch(key):
        return None
    return re.sub(r"_u([0-9a-f]{1,6})_", lambda m: chr(int(m[1], 16)), key)


def shown(name: str) -> str:
    """A path or name as it is stored: NFC, with characters that hide or reorder text written out; injective on NFC names."""
    name = unicodedata.normalize("NFC", name)
    if name.isascii() and name.isprintable() and "\\" not in name:
        return name
    return "".join(map(_show, name))


def _show(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if unicodedata.category(char) not in _HIDING:
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # how Python holds a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def unshown(path: str) -> str:
    """The NFC name behind a stored path."""
    if "\\" not in path:
        return path

    def char(match: re.Match[str]) -> str:
        byte, short, long = match.groups()
        if byte:
            return chr(0xDC00 + int(byte, 16))
        return chr(int(short or long, 16)) if short or long else "\\"

    return _SHOWN.sub(char, path)
