"""Train the tagger: UPOS and features of words.

`python -m pipeline.nlp.training.pos --data DIR --out DIR --start DIR [--seed 0] [--steps 8000]`

`--start` holds pretrain.pt and tokenizer.pt. Gold: the trees and PUD. Further UPOS without features: PADT's surface
tokens (udpos), split by the tokenizer, clitics tagged by their form; and IAHLT.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.nlp.characters import Tokenizer
from pipeline.nlp.lstm import use_dense
from pipeline.nlp.surface import forms
from pipeline.nlp.training import common
from pipeline.nlp.training.corpora import Sentence, Word, letters, read_iahlt, read_pud, read_trees, read_udpos
from pipeline.nlp.training.fit import batches, fit, quick_dropout
from pipeline.nlp.training.labels import convert
from pipeline.nlp.training.splits import Split, split
from pipeline.progress import quiet

_CLITIC_TAGS = {"و": "CCONJ", "ف": "CCONJ", "ب": "ADP", "ل": "ADP", "ك": "ADP", "س": "PART", "أ": "PART"}
_PRONOUNS = frozenset("ه ها هم هن هما ك كم كما كن ي ني نا".split())
_ARTICLE_FREE = {"علي", "إلي", "الي", "لدي", "من", "عن", "في", "مع", "بين", "ل", "ب"}


def as_models_see(sentence: Sentence) -> Sentence:
    """The sentence with forms made from its text, exactly as the pipeline makes them."""
    words = sentence.words
    surface = [sentence.text[w.start : w.end] for w in words]
    joined = [i > 0 and words[i - 1].end == w.start for i, w in enumerate(words)]
    made = forms(surface, joined)
    return replace(sentence, words=tuple(replace(w, form=f) for w, f in zip(words, made, strict=True)))


def trees(data: Path) -> Split:
    """The trees and PUD in our convention, split by text."""
    folder = data / "treebanks"
    return split(as_models_see(convert(s)) for s in [*read_trees(folder), *read_pud(folder)])


def tagged_surface(data: Path, tokenizer: Tokenizer, names: dict[str, str], closed: set[str]) -> list[Sentence]:
    """PADT's surface tokens as split words with UPOS; sentences whose letters are in `closed` are left out."""
    out = []
    units = [*read_udpos(data / "treebanks", "train"), *read_udpos(data / "treebanks", "dev")]
    units = [tokens for tokens in units if letters("".join(t for t, _ in tokens)) not in closed]
    texts = [" ".join(t for t, _ in tokens) for tokens in units]
    for tokens, text, found in zip(units, texts, tokenizer.sentences(texts, 40_000, quiet), strict=True):
        pieces = sorted(span for s in found for span in s)
        words: list[Word] = []
        position = 0
        for token, tag in tokens:
            end = position + len(token)
            mine = [(a, b) for a, b in pieces if position <= a < end]
            words.extend(_tagged(text, mine, tag, names))
            position = end + 1
        if words:
            out.append(as_models_see(Sentence("udpos", "", text, tuple(words))))
    return out


def _tagged(text: str, spans: Sequence[tuple[int, int]], tag: str, names: dict[str, str]) -> list[Word]:
    """Words of one surface token: clitics by their form, the host by the token's tag."""
    first, last = 0, len(spans)
    tags: list[str | None] = [None] * len(spans)
    while first < last - 1 and text[slice(*spans[first])] in _CLITIC_TAGS:
        tags[first] = _CLITIC_TAGS[text[slice(*spans[first])]]
        first += 1
    if last - first > 1 and text[slice(*spans[last - 1])] in _PRONOUNS:
        tags[last - 1] = "PRON"
        last -= 1
    for i in range(first, last):
        form = text[slice(*spans[i])]
        host = "ADP" if tag == "PRON" and last < len(spans) else tag
        if host == "X" and form.isalpha() and not form.isascii():
            host = "PROPN"
        if host in ("NOUN", "PROPN"):
            host = names.get(form, host)
        if host == "AUX" and form == "س":
            host = "PART"
        tags[i] = host
    return [Word(text[a:b], upos=t, feats="_", start=a, end=b) for (a, b), t in zip(spans, tags, strict=True)]


def document(sentences: Sequence[Sentence]) -> Any:
    """A Stanza document of sentences."""
    from stanza.models.common.doc import Document

    return Document([[_row(i, w) for i, w in enumerate(s.words, 1)] for s in sentences])


def _row(number: int, word: Word) -> dict[str, Any]:
    return {
        "id": (number,),
        "text": word.form,
        "upos": word.upos or "_",
        "xpos": "_",
        "feats": word.feats or "_",
        "lemma": word.lemma or word.form,
        "head": word.head or 0,
        "deprel": word.deprel or "_",
    }


def config(seed: int, shorthand: str = "ar_rasid") -> dict[str, Any]:
    """Stanza's tagger arguments: hidden 128, two layers."""
    from stanza.models.tagger import parse_args

    args: dict[str, Any] = parse_args(
        ["--lang", "ar", "--shorthand", shorthand, "--hidden_dim", "128", "--char_hidden_dim", "64", "--char_emb_dim", "32",
         "--deep_biaff_hidden_dim", "150", "--composite_deep_biaff_hidden_dim", "50", "--word_emb_dim", "50",
         "--word_cutoff", "5", "--tag_emb_dim", "30", "--transformed_dim", "80", "--dropout", "0.4", "--word_dropout", "0.2",
         "--seed", str(seed), "--batch_maximum_tokens", "4000", "--share_hid"]
    )  # fmt: skip
    return args


def train(data: Path, out: Path, start: Path, seed: int, steps: int) -> None:
    """Train, keeping the best by dev UPOS + UFeats."""
    import torch
    from stanza.models.common.pretrain import Pretrain
    from stanza.models.pos.data import Dataset
    from stanza.models.pos.trainer import Trainer

    torch.manual_seed(seed)
    random.seed(seed)
    parts = trees(data)
    closed = {s.key for s in (*parts.dev, *parts.test)}
    seen: dict[str, Counter[str]] = {}
    for s in parts.train:
        for w in s.words:
            seen.setdefault(w.form, Counter())[str(w.upos)] += 1
    names = {f: c.most_common(1)[0][0] for f, c in seen.items() if c.most_common(1)[0][0] in ("NOUN", "PROPN")}
    tokenizer = Tokenizer(start / "tokenizer.pt")
    surface = tagged_surface(data, tokenizer, names, closed)
    iahlt = [
        as_models_see(
            replace(s, words=tuple(replace(w, upos="PROPN" if w.upos == "X" else w.upos, feats="_") for w in s.words))
        )
        for s in read_iahlt(data / "treebanks")
        if s.key not in closed and all(w.upos for w in s.words)
    ]
    surface += [s for s in iahlt if all(w.upos in _UPOS for w in s.words)]
    surface = [s for s in surface if all(w.upos in _UPOS for w in s.words)]
    rng = random.Random(seed)
    dropped = [unhamza(s) for s in parts.train if rng.random() < 0.3]
    gold = [*parts.train, *dropped]
    print(f"gold {len(gold)} sentences, UPOS only {len(surface)}, dev {len(parts.dev)}", flush=True)
    pretrain = Pretrain(str(start / "pretrain.pt"))
    args = config(seed)
    docs = [document(gold), document(surface)]
    path = out / "pos.pt"
    trainer = Trainer(args=args, vocab=Dataset.init_vocab(docs, args), pretrain=pretrain)
    sets = [Dataset(d, args, pretrain, vocab=trainer.vocab) for d in docs]
    sets[1].has_tags["feats"] = False
    for s in sets:
        s.has_tags["xpos"] = True
    dev = Dataset(document(parts.dev), args, pretrain, vocab=trainer.vocab, evaluation=True)
    use_dense(trainer.model)
    quick_dropout(trainer.model, seed)
    print(sum(p.numel() for p in trainer.model.parameters() if p.requires_grad), "parameters", flush=True)

    def score() -> float:
        return sum(accuracy(trainer, dev, parts.dev)) / 2

    lengths = [[len(d.text) for d in s.data] for s in sets]
    plan = batches(lengths, (0.75, 0.25), 800, rng)

    def make(which: int, chosen: list[int]) -> Any:
        return sets[which].collate_fn([sets[which][i] for i in chosen])

    made = (partial(make, which, chosen) for which, chosen in plan)
    fit(trainer, made, score, lambda p: trainer.save(str(p)), path, steps)


_UPOS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
_UNHAMZA = str.maketrans("أإآ", "ااا")


def unhamza(sentence: Sentence) -> Sentence:
    """The sentence as papers without hamza write it."""
    words = tuple(replace(w, form=w.form.translate(_UNHAMZA)) for w in sentence.words)
    return replace(sentence, words=words, text=sentence.text.translate(_UNHAMZA))


def accuracy(trainer: Any, data: Any, sentences: Sequence[Sentence]) -> tuple[float, float]:
    """Share of words with the right UPOS and the right features."""
    import torch

    right = [0, 0]
    total = 0
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].words))
    for at in range(0, len(order), 40):
        chosen = order[at : at + 40]
        with torch.inference_mode():
            found = trainer.predict(data.collate_fn([data[i] for i in chosen]))
        for i, tags in zip(chosen, found, strict=True):
            for word, (upos, _, feats) in zip(sentences[i].words, tags, strict=True):
                right[0] += upos == word.upos
                right[1] += feats == (word.feats or "_")
                total += 1
    print(f"       UPOS {right[0] / total:.4f} UFeats {right[1] / total:.4f}", flush=True)
    return right[0] / total, right[1] / total


def main() -> None:
    """Command line."""
    options = common.options(__doc__, steps=8000)
    train(options.data, options.out, options.start or options.out, options.seed, options.steps)


if __name__ == "__main__":
    main()
