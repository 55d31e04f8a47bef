"""Lemmas: Stanza's dictionary, and edit rules for the words that it lacks.

Belongs here: looking up, applying and learning edit rules. Does not belong here: reading treebanks (`training.lemma`).

A rule turns a word into its lemma by what is cut off and added at either end. Rules are learnt with the contexts they were
seen in (part of speech, first and last letters) and kept in the dictionary file under a key that Stanza never looks up.
"""

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

RULES = "#rules"
OPEN = ("NOUN", "VERB", "ADJ")
"""Parts of speech whose unknown words are guessed; an unknown name is its own lemma."""
KEPT = 2
"""Letters of the word that must be left in its lemma; a rule that keeps fewer says nothing about other words."""
_ANY = "*"
Dictionary = Mapping[str, Mapping[str, str]]


def contexts(word: str, upos: str) -> Iterator[str]:
    """From the most to the least telling context of a word."""
    for first, last in ((3, 3), (2, 3), (2, 2), (1, 2), (2, 1), (1, 1), (0, 1), (0, 0)):
        yield f"{upos}|{word[:first]}|{word[len(word) - last :] if last else ''}"


def rule_of(word: str, lemma: str) -> str:
    """The shortest edit around the longest common middle: «cut at the front/add/cut at the end/add»."""
    best = (0, 0, 0)
    for i in range(len(word)):
        for j in range(len(lemma)):
            n = 0
            while i + n < len(word) and j + n < len(lemma) and word[i + n] == lemma[j + n]:
                n += 1
            if n > best[0]:
                best = (n, i, j)
    n, i, j = best
    return f"{i}/{lemma[:j]}/{len(word) - i - n}/{lemma[j + n :]}"


def apply(rule: str, word: str) -> str | None:
    """The lemma a rule gives, or None when it would keep too little of the word."""
    cut_front, add_front, cut_end, add_end = rule.split("/")
    front, end = int(cut_front), len(word) - int(cut_end)
    return add_front + word[front:end] + add_end if end - front >= KEPT else None


def learn(triples: Iterable[tuple[str, str, str]], minimum: int = 2) -> dict[str, str]:
    """Context → its rules by frequency, joined by spaces, from (word, UPOS, lemma); at most four a context."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (word, upos, lemma), n in sorted(Counter(triples).items()):
        rule = rule_of(word, lemma)
        if word.isalpha() and lemma.isalpha() and apply(rule, word) == lemma:
            for context in contexts(word, upos):
                counts[context][rule] += min(n, 3)
    out = {}
    for context, rules in sorted(counts.items()):
        common = [r for r, n in sorted(rules.items(), key=lambda kv: (-kv[1], kv[0])) if n >= minimum][:4]
        if common:
            out[context] = " ".join(common)
    return out


class Lemmatizer:
    """Lemmas of (word, UPOS) by dictionary, then rule, then the word itself."""

    def __init__(self, dictionary: Dictionary, proven: frozenset[str] | None = None) -> None:
        self._dictionary = dictionary
        self._rules = dictionary.get(RULES, {})
        if proven is None:
            proven = frozenset(dictionary.get(_ANY, {}).values())  # entries by part of speech may be guesses themselves
        self._proven = proven
        self.lemma = functools.lru_cache(maxsize=200_000)(self._lemma)

    @classmethod
    def load(cls, path: Path) -> "Lemmatizer":
        """Read a Stanza lemma model that is a dictionary."""
        from stanza.models.lemma.trainer import Trainer

        return cls(Trainer(model_file=str(path)).pos_dict)

    def _lemma(self, word: str, upos: str) -> str:
        for pos in (upos, _ANY):
            found = self._dictionary.get(pos, {}).get(word)
            if found is not None:
                return found
        return self.guess(word, upos)

    def guess(self, word: str, upos: str) -> str:
        """The lemma by rule: the first that is a known lemma, else the likeliest of the most telling context."""
        if upos not in OPEN or not word.isalpha() or len(word) < 3 or word.isascii():
            return word
        likeliest = None
        for context in contexts(word, upos):
            for rule in self._rules.get(context, "").split():
                lemma = apply(rule, word)
                if lemma is None:
                    continue
                likeliest = likeliest or lemma
                if lemma in self._proven:
                    return lemma
        return likeliest or word
