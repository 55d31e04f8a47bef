"""Train, dev and test parts that share no text.

Belongs here: which sentence goes where. Whole documents stay together, and a sentence whose letters also stand in dev or
test is taken out of train whatever its source, since the releases of PADT overlap.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pipeline.nlp.training.corpora import Sentence

# Share of documents, in hundredths, for (test, dev) by source; the rest is train.
SHARES: dict[str, tuple[int, int]] = {"padt": (12, 6), "pud": (20, 8), "um": (0, 0), "iahlt": (6, 2)}


@dataclass(frozen=True, slots=True)
class Split:
    """Three lists of sentences with disjoint texts."""

    train: list[Sentence]
    dev: list[Sentence]
    test: list[Sentence]

    def of(self, part: str, source: str) -> list[Sentence]:
        """The sentences of one source in "train", "dev" or "test"."""
        sentences: list[Sentence] = getattr(self, part)
        return [s for s in sentences if s.source == source]


def bucket(name: str) -> int:
    """A number from 0 to 99 that a name always gets."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % 100


def split(sentences: Iterable[Sentence], held_out: Collection[str] = ()) -> Split:
    """Split by document; `held_out` are further keys (letters of a text) to keep out of train."""
    parts: dict[str, list[Sentence]] = {"train": [], "dev": [], "test": []}
    for sentence in sentences:
        test, dev = SHARES[sentence.source]
        place = bucket(sentence.document)
        parts["test" if place < test else "dev" if place < test + dev else "train"].append(sentence)
    test_keys = {s.key for s in parts["test"]} | set(held_out)
    dev_list = [s for s in parts["dev"] if s.key not in test_keys]
    closed = test_keys | {s.key for s in dev_list}
    return Split([s for s in parts["train"] if s.key not in closed], dev_list, parts["test"])
