"""The phrases of `furniture.yaml`: loading, checking and matching them against a line.

Belongs here: which phrase a line is, begins with or holds. Does not belong here: what the lines around it mean for a
line (`pipeline.clean.labels`).
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from pipeline.clean import fold

LABELS: Final = (
    "title", "byline", "body", "heading", "caption", "ticker", "related", "navigation", "comment_form", "subscribe", "share",
    "copyright", "source_link", "other",
)  # fmt: skip
"""Every label of the contract."""

DATA: Final = Path(__file__).with_name("furniture.yaml")
_KEYS: Final = frozenset({"id", "label", "whole", "starts", "holds", "words", "opens", "glued"})
_DEFAULT_WORDS: Final = 14

_BEGINNING: Final = 120

_TOKEN = re.compile(r"[^\W\d_]+|[:©]")
TERMINAL: Final = '.!؟?…»"”)*/|'
"""What may stand before furniture that is glued to the end of an article's line."""

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule of the data file: the label it gives and what it opens."""

    id: str
    label: str
    words: int
    opens: Literal["list", "end"] | None


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that fits a line, how many tokens of the line the phrase took, and which is its first."""

    entry: Entry
    n_tokens: int
    whole: bool
    at: int = 0


class Furniture:
    """The compiled phrases."""

    def __init__(self, version: int, entries: list[tuple[Entry, dict[str, list[Tokens]], bool]]) -> None:
        self.version = version
        self._whole: dict[Tokens, Entry] = {}
        self._starts: dict[str, list[tuple[Tokens, Entry]]] = {}
        self._holds: dict[str, list[tuple[Tokens, Entry]]] = {}
        glued: set[Tokens] = set()
        for entry, phrases, is_glued in entries:
            for phrase in phrases["whole"]:
                self._whole.setdefault(_without_colons(phrase), entry)
            for kind, index in (("starts", self._starts), ("holds", self._holds)):
                for phrase in phrases[kind]:
                    index.setdefault(phrase[0], []).append((phrase, entry))
            if is_glued:
                # One word is too weak a sign in the middle of a line, unless a colon follows it.
                glued.update(p for kind in ("whole", "starts", "holds") for p in phrases[kind] if len(p) > 1)
                glued.update(p for p in phrases["starts"] if len(p) == 1 and p[0] in _GLUED_SINGLE)
                glued.update(p for p in phrases["whole"] if len(p) == 1 and p[0] in _GLUED_SINGLE)
        alternatives = sorted((r"[ :]{1,4}".join(map(re.escape, p)) for p in glued), key=lambda a: (-len(a), a))
        # Anchored at the sign before it, so that a page of text costs one look a sentence.
        self._glued = re.compile(rf"[{re.escape(TERMINAL)}]\s*(?P<phrase>{'|'.join(alternatives)})(?!\w)")
        self.longest = max(entry.words for entry, _, _ in entries)
        self._longest_held = max((entry.words for entry, phrases, _ in entries if phrases["holds"]), default=0)

    def match(self, tokens: Tokens, n_words: int | None = None) -> Match | None:
        """The entry that a line of these tokens is, begins with or holds; whole lines first.

        `n_words` is the length of the line where `tokens` are only its beginning.
        """
        if not tokens:
            return None
        plain = _without_colons(tokens)
        n = len(plain) if n_words is None else n_words
        if n_words is None and (entry := self._whole.get(plain)) is not None:
            return Match(entry, len(tokens), True)
        if n <= self.longest and (found := self._at(self._starts, tokens, 0, n)) is not None:
            return found
        if n <= self._longest_held:
            for at in range(len(tokens)):
                if tokens[at] in self._holds and (found := self._at(self._holds, tokens, at, n)) is not None:
                    return found
        return None

    def match_line(self, text: str, n_words: int) -> Match | None:
        """As `match`, for the text of a line; of a long one only the beginning is looked at."""
        if n_words <= self._longest_held:
            return self.match(tokens_of(text))
        return self.match(tokens_of(text[:_BEGINNING]), n_words) if n_words <= self.longest else None

    @staticmethod
    def _at(index: dict[str, list[tuple[Tokens, Entry]]], tokens: Tokens, at: int, n: int) -> Match | None:
        for phrase, entry in index.get(tokens[at], ()):
            if n <= entry.words and _stands_at(phrase, tokens, at):
                return Match(entry, len(phrase), False, at)
        return None

    def glued_at(self, text: str, start: int) -> list[int]:
        """Where furniture may begin after a sentence's end (key view with punctuation), from `start` on."""
        return [match.start("phrase") for match in self._glued.finditer(text, start)]


_GLUED_SINGLE: Final = frozenset({"سمات", "انتهي", "يتبع", "وسوم", "الوسوم", "©"})


def tokens_of(text: str) -> Tokens:
    """Words and colons of a line (key view with punctuation); digits and other punctuation do not count."""
    return tuple(_TOKEN.findall(text))


@cache
def load(path: Path = DATA) -> Furniture:
    """The phrases of a data file.

    Raises:
        ValueError: the file names an unknown key or label, repeats an id, or holds something that is no phrase; the
            message names the file and the entry.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("version"), int)
        or not isinstance(data.get("entries"), list)
    ):
        raise ValueError(f"{path.name}: needs a whole number `version` and a list `entries`")
    entries: list[tuple[Entry, dict[str, list[Tokens]], bool]] = []
    seen: set[str] = set()
    for raw in data["entries"]:
        entry, phrases, glued = _read(raw, path.name)
        if entry.id in seen:
            raise ValueError(f"{path.name}: entry {entry.id} stands twice")
        seen.add(entry.id)
        entries.append((entry, phrases, glued))
    return Furniture(data["version"], entries)


def _read(raw: Any, name: str) -> tuple[Entry, dict[str, list[Tokens]], bool]:
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
        raise ValueError(f"{name}: an entry has no id: {raw!r}")
    where = f"{name}: entry {raw['id']}"
    if unknown := sorted(set(raw) - _KEYS):
        raise ValueError(f"{where}: unknown key {unknown[0]}")
    if raw.get("label") not in LABELS or raw["label"] in ("body", "title"):
        raise ValueError(f"{where}: label {raw.get('label')!r} is none of {', '.join(LABELS)}")
    if raw.get("opens") not in (None, "list", "end"):
        raise ValueError(f"{where}: opens is list, end or left out, not {raw['opens']!r}")
    phrases: dict[str, list[Tokens]] = {}
    for kind in ("whole", "starts", "holds"):
        phrases[kind] = []
        for phrase in raw.get(kind, []):
            tokens = tokens_of(fold.key(phrase, punctuation=True).text) if isinstance(phrase, str) else ()
            if not tokens:
                raise ValueError(f"{where}: {phrase!r} in {kind} is no phrase (quote it if it has a colon)")
            phrases[kind].append(tokens)
    words = raw.get("words", _DEFAULT_WORDS)
    if not isinstance(words, int) or words < 1:
        raise ValueError(f"{where}: words is a whole number above 0, not {words!r}")
    return Entry(raw["id"], raw["label"], words, raw.get("opens")), phrases, bool(raw.get("glued", False))


def _without_colons(tokens: Tokens) -> Tokens:
    return tuple(t for t in tokens if t != ":") if ":" in tokens else tokens


def _stands_at(phrase: Tokens, tokens: Tokens, at: int) -> bool:
    if ":" not in phrase and at == 0:
        tokens = _without_colons(tokens)
    last = at + len(phrase) - 1
    if last >= len(tokens) or tokens[at:last] != phrase[:-1]:
        return False
    if tokens[last] == phrase[-1]:
        return True
    # A long phrase may run on into the next word: extraction often loses the space after it («للكاتبالمجتمع»).
    return at == 0 and len(phrase) >= 3 and len(phrase[-1]) >= 4 and tokens[last].startswith(phrase[-1])
