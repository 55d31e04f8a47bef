"""Build the lemma dictionary.

`python -m pipeline.nlp.training.lemma --data DIR --out DIR --start DIR`

`--start` holds pretrain.pt, whose words get an entry by rule. Lemmas of the trees, PUD, the um sets (UPOS from their
UniMorph features) and IAHLT, without diacritics; a lemma that the sources spell in two ways is the commoner one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.nlp.lemmas import OPEN, RULES, Lemmatizer, learn
from pipeline.nlp.training import common
from pipeline.nlp.training.corpora import Sentence, Word, read_iahlt, read_um
from pipeline.nlp.training.pos import as_models_see, trees
from pipeline.nlp.training.splits import Split

_UNIMORPH = (("V", "VERB"), ("ADJ", "ADJ"), ("N", "NOUN"), ("NUM", "NUM"), ("PRO", "PRON"), ("ADP", "ADP"), ("CONJ", "CCONJ"),
             ("PART", "PART"), ("ADV", "ADV"), ("DET", "DET"))  # fmt: skip


def upos_of(unimorph: str) -> str:
    """The part of speech in UniMorph features («ACT;PFV;SG;V»); X when there is none."""
    features = set(unimorph.split(";"))
    return next((upos for name, upos in _UNIMORPH if name in features), "X")


def triples(sentences: Iterable[Sentence]) -> Iterator[tuple[str, str, str]]:
    """(form, UPOS, lemma) of every word that has a lemma."""
    for sentence in sentences:
        for word in as_models_see(sentence).words:
            lemma = normal(word)
            if lemma:
                yield word.form, word.upos or upos_of(word.feats or word.xpos or ""), lemma


_PRONOUNS = {"ه": "هو", "ها": "هو", "هم": "هو", "هما": "هو", "هن": "هو", "هي": "هو", "ي": "أنا", "ني": "أنا", "نا": "أنا",
             "ك": "أنت", "كم": "أنت"}  # fmt: skip


def normal(word: Word) -> str | None:
    """One spelling of a lemma: the sources' pronouns, numbers and marks differ."""
    if not word.lemma or word.lemma == "_":
        return None
    if word.upos == "PRON" and word.form in _PRONOUNS:
        return _PRONOUNS[word.form]
    if not any(c.isalpha() for c in word.form):
        return word.form
    return word.lemma


def build(parts: Split, extra: Sequence[Sentence], vocabulary: Sequence[str]) -> dict[str, dict[str, str]]:
    """Part of speech → word → lemma, with rules under their own key and by-rule entries for the vocabulary."""
    closed = {s.key for s in (*parts.dev, *parts.test)}
    pairs = [*triples(parts.train), *triples(s for s in extra if s.key not in closed)]
    out: dict[str, dict[str, str]] = {"*": {}}
    by_pos: dict[tuple[str, str], Counter[str]] = {}
    anywhere: dict[str, Counter[str]] = {}
    for word, upos, lemma in pairs:
        by_pos.setdefault((word, upos), Counter())[lemma] += 1
        anywhere.setdefault(word, Counter())[lemma] += 1

    def commonest(counter: Counter[str]) -> str:
        return min(counter.items(), key=lambda kv: (-kv[1], kv[0]))[0]

    for word, counter in sorted(anywhere.items()):
        out["*"][word] = commonest(counter)
    for (word, upos), counter in sorted(by_pos.items()):
        lemma = commonest(counter)
        if lemma != out["*"][word]:
            out.setdefault(upos, {})[word] = lemma
    out[RULES] = learn(pairs)
    guesser = Lemmatizer(out)
    for upos in OPEN:
        mine = out.setdefault(upos, {})
        for word in vocabulary:
            if word not in out["*"] and word.isalpha() and not word.isascii():
                lemma = guesser.guess(word, upos)
                if lemma != word:
                    mine[word] = lemma
    return out


def accuracy(lemmatizer: Lemmatizer, sentences: Iterable[Sentence]) -> float:
    """Share of words whose lemma is right, given gold parts of speech."""
    right = total = 0
    for form, upos, lemma in triples(sentences):
        right += lemmatizer.lemma(form, upos) == lemma
        total += 1
    return right / max(1, total)


def train(data: Path, out: Path, start: Path) -> None:
    """Build, score, write."""
    from stanza.models.common.pretrain import Pretrain
    from stanza.models.lemma.trainer import Trainer
    from stanza.models.lemma.vocab import MultiVocab, Vocab
    from stanza.models.lemmatizer import parse_args

    parts = trees(data)
    folder = data / "treebanks"
    extra = [*read_um(folder), *read_iahlt(folder)]
    vocabulary = list(Pretrain(str(start / "pretrain.pt")).vocab)[4:]
    dictionary = build(parts, extra, vocabulary)
    letters = sorted({c for word in dictionary["*"] for c in word})
    vocab: Any = MultiVocab(
        {"char": Vocab(letters, "ar"), "pos": Vocab(sorted({u for _, u, _ in triples(parts.train)}), "ar")}
    )
    trainer = Trainer(args=parse_args(["--shorthand", "ar_rasid", "--dict_only"]), vocab=vocab)
    trainer.pos_dict = dictionary
    trainer.save(str(out / "lemma.pt"))
    lemmatizer = Lemmatizer(dictionary)
    bare = Lemmatizer({k: d for k, d in dictionary.items() if k != RULES})
    for part in ("dev", "test"):
        for source in ("padt", "pud"):
            chosen = parts.of(part, source)
            print(f"{part} {source}: {accuracy(lemmatizer, chosen):.4f}, dictionary alone {accuracy(bare, chosen):.4f}")


def main() -> None:
    """Command line."""
    options = common.options(__doc__)
    train(options.data, options.out, options.start or options.out)


if __name__ == "__main__":
    main()
