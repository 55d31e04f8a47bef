"""A story as the rules see it: sentences of written words, each with what the lexicon and, where present, the model say.

Belongs here: turning table rows into words, and small questions about neighbouring words. Does not belong here: rules.

A written word is a run of letters between spaces, clitics included. Words of the tokens table may be smaller (clitics
split off); their annotations are laid over the written word by their offsets, so the rules do not depend on a tokenizer.
"""

import re
from dataclasses import dataclass
from datetime import date

from pipeline.events.lexicon import Lexicon, WordInfo
from pipeline.events.particles import HARD

WORD = re.compile(
    r"[\u0621-\u065F\u0670-\u06D3\u06D6-\u06ED]+|[A-Za-zÀ-ɏ]+(?:[.'’-][A-Za-zÀ-ɏ]+)*|[0-9\u0660-\u0669]+(?:[.,/٫٬][0-9\u0660-\u0669]+)*|\S"
)


@dataclass(slots=True)
class Word:
    """A written word or a punctuation mark."""

    index: int
    text: str
    start: int
    end: int
    info: WordInfo
    is_mark: bool
    bare: str
    """The letters without diacritics, alif and ya as written."""
    preposition: str | None = None
    """The relation a free-standing preposition expresses."""
    upos: str | None = None
    lemma: str | None = None
    head: int | None = None
    """Index of the head's written word."""
    deprel: str | None = None
    ner: str | None = None
    case: str | None = None
    """Lemma of the preposition that marks it, by the tree."""


@dataclass(slots=True)
class Sentence:
    """A sentence with its words."""

    sentence_id: str
    number: int
    paragraph: int
    start: int
    end: int
    words: list[Word]

    def boundary_right(self, index: int) -> int:
        """Index of the first hard mark after `index`, or the number of words."""
        for i in range(index + 1, len(self.words)):
            if self.words[i].is_mark and self.words[i].text in HARD and not self._is_inner(i):
                return i
        return len(self.words)

    def boundary_left(self, index: int) -> int:
        """Index after the last hard mark before `index`."""
        for i in range(index - 1, -1, -1):
            if self.words[i].is_mark and self.words[i].text in HARD and not self._is_inner(i):
                return i + 1
        return 0

    def _is_inner(self, i: int) -> bool:
        return self.words[i].text == "." and i + 1 < len(self.words) and self.words[i + 1].start == self.words[i].end


@dataclass(slots=True)
class Story:
    """A story's body and what is known beside it."""

    story_id: str
    source: str | None
    title: str | None
    published: date | None
    raw_text: str
    sentences: list[Sentence]
    home: str | None = None
    """Country whose news it is, as far as the story shows."""
    domestic: bool = True
    """Home is the source's own country, as far as a source is known."""
    home_evidence: str = ""
    """What home was settled by."""


def words_of(text: str, start: int, lexicon: Lexicon) -> list[Word]:
    """The written words of `text`, whose first character stands at `start` of the story."""
    words: list[Word] = []
    for i, match in enumerate(WORD.finditer(text)):
        surface = match.group()
        info = lexicon.word(surface)
        words.append(
            Word(
                i, surface, start + match.start(), start + match.end(), info, info.is_mark, info.bare, info.preposition
            )
        )
    return words


def lay_tokens(
    words: list[Word],
    tokens: list[tuple[int, int, int, str, str | None, str | None, int | None, str | None, str | None]],
) -> None:
    """Lay annotations of UD words (token_no, start, end, text, lemma, upos, head, deprel, ner) over the written words.

    A written word takes the annotation of its content word: the longest of its parts that is no clitic.
    """
    if not any(t[5] for t in tokens) and not any(t[8] for t in tokens):
        return
    owner: dict[int, int] = {}
    parts: dict[int, list[tuple[int, int, int, str, str | None, str | None, int | None, str | None, str | None]]] = {}
    position = 0
    for token in tokens:
        while position < len(words) and words[position].end <= token[1]:
            position += 1
        if position < len(words) and words[position].start < token[2]:
            owner[token[0]] = position
            parts.setdefault(position, []).append(token)
    mains: dict[int, int] = {}
    for position, group in parts.items():
        main = max(
            group,
            key=lambda t: (
                t[5] not in ("ADP", "CCONJ", "SCONJ", "PART", "PRON", "DET", "AUX", None),
                t[2] - t[1],
                -t[0],
            ),
        )
        mains[main[0]] = position
        word = words[position]
        word.lemma, word.upos, word.deprel, word.ner = main[4], main[5], main[7], main[8]
        head = main[6]
        inner = {t[0] for t in group}
        seen: set[int] = set()
        by_no = {t[0]: t for t in group}
        while head in inner and head not in seen and head is not None:
            seen.add(head)
            head = by_no[head][6]
        word.head = owner.get(head) if head else None
    for word in words:
        if word.upos in ("NOUN", "PROPN", "X", "ADJ") and word.info.is_finite and _surely_verb(words, word.index):
            word.upos = "VERB"
        elif word.upos == "ADP" and word.info.verbs and word.index and words[word.index - 1].bare in _VERB_FOLLOWS:
            word.upos, word.preposition = "VERB", None  # «قد عبر»


_VERB_FOLLOWS = frozenset(
    "ثم قد لقد وقد فقد لم ولم لن ولن سوف وسوف إنه أنه بأنه إنها أنها بأنها إنهم أنهم بأنهم إنهما أنهما وأنه وإنه وأنها الذي التي الذين".split()
)


def _surely_verb(words: list[Word], i: int) -> bool:
    """Unvocalised perfects of three letters (بحث, عقد, ثمن) pass for nouns: what stands before or behind them may tell."""
    word = words[i]
    stems = [s for _, f, s in (*word.info.triggers, *word.info.phrases) if f.pos == "V"]
    stems += [s for _, f, s in word.info.verbs.values() if f.pos == "V"]
    if not stems or any(s.article or s.preposition for s in stems):
        return False
    if i and words[i - 1].bare in _VERB_FOLLOWS:
        return True
    mark = words[i - 1].text if i and words[i - 1].is_mark else ""
    opens = i == 0 or mark in ('"', "“", "«", "،")
    if not opens or i + 1 >= len(words) or any(f.pos == "N" and not s.preposition for _, f, s in word.info.triggers):
        return False
    if word.info.folded.endswith("نا") and mark != "،":
        return True
    if words[i + 1].is_mark or word.info.folded.startswith("ال"):
        return False
    named = [key for s, key in words[i + 1].info.names if not s.conjunction and not s.preposition]
    return any(key.startswith("ال") for key in named) or (i == 0 and bool(named))
