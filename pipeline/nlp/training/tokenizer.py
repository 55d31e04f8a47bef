"""Train the tokenizer: words and sentences from characters.

`python -m pipeline.nlp.training.tokenizer --data DIR --out DIR [--seed 0] [--steps 3000]`

Stanza's own network and file format; the training loop is ours, because news needs what treebanks lack: whole paragraphs
on one line, stops without a space after them («النواب.وبخصوص»), curly quotes, ellipses, commas of both kinds, spellings
without hamza, and paragraphs that end without a stop. Each batch is made anew from the treebank's sentences.
"""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.nlp.characters import scores
from pipeline.nlp.training import common
from pipeline.nlp.training.corpora import Sentence, inner_stops, read_iahlt, read_pud, read_trees, read_um
from pipeline.nlp.training.fit import fit, quick_dropout
from pipeline.nlp.training.splits import Split, split

WINDOW = 256
BATCH = 32
FEATURES = ["space_before", "capitalized", "numeric", "end_of_para", "start_of_para"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Characters with 0 (inside), 1 (ends a word) or 2 (ends a sentence)."""

    text: str
    labels: list[int]


def labelled(sentence: Sentence) -> Labelled:
    """A treebank unit as labelled characters; stops inside a PADT unit end sentences too."""
    labels = [0] * len(sentence.text)
    for word in sentence.words:
        labels[word.end - 1] = 1
    if sentence.source in ("padt", "um"):
        for i in inner_stops(sentence):
            labels[sentence.words[i].end - 1] = 2
    labels[-1] = 2
    return Labelled(sentence.text, labels)


def load(data: Path) -> Split:
    """All treebanks, split by text."""
    folder = data / "treebanks"
    return split([*read_trees(folder), *read_um(folder), *read_pud(folder), *read_iahlt(folder)])


def _edit(item: Labelled, start: int, end: int, text: str, labels: list[int]) -> Labelled:
    return Labelled(item.text[:start] + text + item.text[end:], item.labels[:start] + labels + item.labels[end:])


_QUOTES = (("“", "”"), ("«", "»"), ("”", "“"), ('"', '"'), ("'", "'"), ("‘", "’"), ("''", "''"))
_HAMZA = str.maketrans("أإآ", "ااا")


def vary(item: Labelled, rng: random.Random) -> Labelled:
    """One spelling a newspaper might have used for the same words."""
    text, labels = item.text, item.labels
    if rng.random() < 0.6 and '"' in text:
        opening, closing = rng.choice(_QUOTES[:4])
        seen = 0
        chars = list(text)
        for i, c in enumerate(chars):
            if c == '"':
                chars[i] = opening if seen % 2 == 0 else closing
                seen += 1
        text = "".join(chars)
    if rng.random() < 0.15:
        text = text.translate(_HAMZA)
    if rng.random() < 0.08:
        text = text.replace("ة ", "ه ") if rng.random() < 0.5 else text.replace("ى ", "ي ")
    if "," in text and rng.random() < 0.85:
        text = re.sub(r"(?<!\d),", "،", text)
    if rng.random() < 0.3:
        text = text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    item = Labelled(text, labels)
    if rng.random() < 0.12:  # a space before or none after a comma
        at = [i for i, c in enumerate(text[:-1]) if c in "،,؛:" and text[i + 1] == " " and i]
        if at:
            i = rng.choice(at)
            if rng.random() < 0.7 and not text[i - 1].isdigit():
                item = _edit(item, i + 1, i + 2, "", [])
            else:
                item = _edit(item, i, i, " ", [0])
    if rng.random() < 0.04:  # an ellipsis inside does not end the sentence
        at = [
            i for i, c in enumerate(item.text) if c == " " and 15 < i < len(item.text) - 15 and item.labels[i - 1] == 1
        ]
        at = [i for i in at if item.text[i - 1].isalpha() and item.text[i + 1].isalpha()]
        if at:
            i = rng.choice(at)
            dots = rng.choice(("..", "...", "…", ".."))
            item = _edit(item, i, i, dots, [0] * (len(dots) - 1) + [1])
            if rng.random() < 0.25:
                i += len(dots)
                item = _edit(item, i, i + 1, "", [])
    if rng.random() < 0.06:  # a number with a decimal point or a law's number
        at = [i for i, c in enumerate(item.text) if c == " " and item.labels[i - 1] == 1 and i > 3]
        if at:
            i = rng.choice(at)
            number = rng.choice(
                (f"{rng.randint(1, 99)}.{rng.randint(0, 99)}", f"{rng.randint(1, 9)}.{rng.randint(100, 999)}",
                 f"{rng.randint(1, 99)},{rng.randint(1, 9)}", str(rng.randint(1, 2030)))
            )  # fmt: skip
            item = _edit(item, i, i, " " + number, [0] * len(number) + [1])
    if rng.random() < 0.05:  # a title's abbreviation: «د. أحمد»
        at = [i for i, c in enumerate(item.text) if c == " " and item.labels[i - 1] == 1 and item.text[i - 1].isalpha()]
        at = [i for i in at if item.text[i + 1].isalpha()]
        if at:
            i = rng.choice(at)
            short = rng.choice(("د.", "أ.", "م.", "أ. د.", "د. م."))
            marks = {"د": 1, "أ": 1, "م": 1, ".": 1, " ": 0}
            item = _edit(item, i, i, " " + short, [0] + [marks[c] for c in short])
    if rng.random() < 0.06:  # a Latin name in brackets
        at = [i for i, c in enumerate(item.text) if c == " " and item.labels[i - 1] == 1]
        if at:
            i = rng.choice(at)
            name = "".join(rng.choice("abcdefghijklmnoprstuvwz") for _ in range(rng.randint(3, 9)))
            name = name.upper() if rng.random() < 0.4 else name.capitalize()
            inner = [0] * (len(name) - 1) + [1]
            shown = rng.choice((("(", ")"), ("", ""), ("“", "”"), ('"', '"')))
            text_in = " " + shown[0] + name + shown[1]
            item = _edit(item, i, i, text_in, [0] + [1] * len(shown[0]) + inner + [1] * len(shown[1]))
    return item


def end_variant(item: Labelled, rng: random.Random, last: bool) -> Labelled:
    """Another way to end the sentence: closing quote after the stop, no stop at a paragraph's end, «؟» or «!»."""
    text = item.text
    if text.endswith(".") and len(text) > 20 and item.labels[-2] == 1:
        chance = rng.random()
        if chance < 0.10:  # the whole last part is a quotation: ... "words".  or words."
            at = [i for i, c in enumerate(text[:-10]) if c == " " and item.labels[i - 1] == 1 and text[i + 1].isalpha()]
            if at:
                i = rng.choice(at[len(at) // 3 :])
                opening, closing = rng.choice(_QUOTES[:4])
                body = _edit(item, i + 1, i + 1, opening, [1])
                if rng.random() < 0.6:
                    return _edit(body, len(body.text) - 1, len(body.text) - 1, closing, [1])
                body.labels[-1] = 1
                return Labelled(body.text + closing, [*body.labels, 2])
        if chance < 0.14:
            return _edit(item, len(text) - 1, len(text), rng.choice("؟!"), [2])
        if chance < 0.17:
            dots = rng.choice(("..", "...", "…", "؟!", "!!"))
            return _edit(item, len(text) - 1, len(text), dots, [0] * (len(dots) - 1) + [2])
        if last and chance < 0.32:
            return Labelled(text[:-1], [*item.labels[:-2], 2])
    return item


_ENDED = re.compile(r"[.؟!…][\"”“»)']?$")


def paragraph(items: Sequence[Labelled], rng: random.Random) -> Labelled:
    """Sentences run together as one line; headlines without a stop only stand last or alone."""
    text = ""
    labels: list[int] = []
    glue = rng.random() < 0.30
    for n, item in enumerate(items):
        item = end_variant(vary(item, rng), rng, last=n == len(items) - 1)
        if text:
            if not _ENDED.search(text):
                text += "."
                labels[-1] = 1
                labels.append(2)
            space = "" if glue and rng.random() < 0.6 and item.text[0].isalpha() else " "
            text += space
            labels += [0] * len(space)
        text += item.text
        labels += item.labels
    return Labelled(text, labels)


def batches(items: Sequence[Labelled], seed: int) -> Iterable[list[tuple[Labelled, bool, bool]]]:
    """Endless batches of windows: (characters, starts a paragraph, ends a paragraph), longest first."""
    rng = random.Random(seed)
    order: list[int] = []
    pool: list[tuple[Labelled, bool, bool]] = []
    while True:
        while len(pool) < BATCH * 20:
            size = rng.choice((1, 1, 2, 3, 4))
            if len(order) < size:
                order = list(range(len(items)))
                rng.shuffle(order)
            # Neighbours in a document come one after the other half of the time.
            first = order.pop()
            chosen = [items[first]]
            for k in range(1, size):
                near = (first + k) % len(items)
                chosen.append(items[near] if rng.random() < 0.5 else items[order.pop()])
            whole = paragraph(chosen, rng)
            start = 0
            while start < len(whole.text):
                stop = start + WINDOW
                piece = Labelled(whole.text[start:stop], whole.labels[start:stop])
                if len(piece.text) > 8:
                    pool.append((piece, start == 0, stop >= len(whole.text)))
                # A window begins after a word, not in one.
                start = next(
                    (i + 1 for i in range(stop - 1, start, -1) if i < len(whole.labels) and whole.labels[i]), stop
                )
                if stop >= len(whole.text):
                    break
        rng.shuffle(pool)
        batch = sorted((pool.pop() for _ in range(BATCH)), key=lambda b: -len(b[0].text))
        yield batch


def tensors(batch: Sequence[tuple[Labelled, bool, bool]], ids: dict[str, int]) -> tuple[Any, Any, Any, list[str]]:
    """Stanza's (units, labels, features, raw) of a batch."""
    import numpy as np
    import torch

    width = len(batch[0][0].text) + 1
    units = np.zeros((len(batch), width), dtype=np.int64)
    labels = np.full((len(batch), width), -1, dtype=np.int64)
    features = np.zeros((len(batch), width, len(FEATURES)), dtype=np.float32)
    for row, (item, starts, ends) in enumerate(batch):
        n = len(item.text)
        units[row, :n] = [ids.get(c, 1) for c in item.text]
        labels[row, :n] = item.labels
        features[row, :n, 0] = [c == " " for c in item.text]
        features[row, :n, 1] = [c.isupper() for c in item.text]
        features[row, :n, 2] = [c.isdecimal() for c in item.text]
        features[row, n - 1, 3] = ends
        features[row, 0, 4] = starts
    lengths = [len(item.text) for item, _, _ in batch]
    units, labels, features = units[:, : max(lengths)], labels[:, : max(lengths)], features[:, : max(lengths)]
    return (
        torch.from_numpy(units),
        torch.from_numpy(labels.copy()),
        torch.from_numpy(features),
        [item.text for item, _, _ in batch],
    )


def config(seed: int) -> dict[str, Any]:
    """Stanza's tokenizer arguments."""
    return {
        "lang": "ar", "shorthand": "ar_rasid", "mode": "train", "skip_newline": False, "emb_dim": 32, "hidden_dim": 96,
        "conv_filters": "1,9", "residual": True, "hierarchical": True, "hier_invtemp": 0.5, "input_dropout": False,
        "conv_res": None, "rnn_layers": 1, "use_dictionary": False, "num_dict_feat": 0, "dropout": 0.25,
        "unit_dropout": 0.1, "feat_dropout": 0.05, "feat_unit_dropout": 0.33, "tok_noise": 0.02, "lr0": 3e-3,
        "weight_decay": 0.0, "max_grad_norm": 1.0, "max_seqlen": 1000, "batch_size": BATCH, "use_mwt": False,
        "feat_funcs": FEATURES, "feat_dim": len(FEATURES), "seed": seed, "charlm_forward_file": None,
    }  # fmt: skip


class Learner:
    """What the training loop needs of Stanza's tokenizer: its loss over dense batches, with characters hidden at random.

    Args:
        trainer: Stanza's trainer.
        seed: of the hidden characters.
    """

    def __init__(self, trainer: Any, seed: int) -> None:
        import numpy as np

        self.model = trainer.model
        self.optimizer = trainer.optimizer
        self._norm = trainer.args["max_grad_norm"]
        self.model.masks = np.random.default_rng((seed, 1))

    def update(self, batch: Any) -> float:
        """One step; the loss."""
        import torch

        units, labels, features, raw = batch
        hidden = torch.from_numpy(self.model.masks.random(tuple(units.shape)) < 0.03) & (units > 0)
        units[hidden] = 1
        self.model.train()
        self.optimizer.zero_grad()
        logits = scores(self.model, units, features, torch.tensor([len(r) for r in raw]))
        loss = torch.nn.functional.nll_loss(logits.reshape(-1, 3), labels.reshape(-1), ignore_index=-1)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self._norm)
        self.optimizer.step()
        return loss.item()


def train(data: Path, out: Path, seed: int, steps: int) -> None:
    """Train, keeping the best by dev F of words and sentences."""
    import torch
    from stanza.models.tokenization.trainer import Trainer
    from stanza.models.tokenization.vocab import Vocab

    parts = load(data)
    print({k: len(getattr(parts, k)) for k in ("train", "dev", "test")})
    items = [labelled(s) for s in parts.train]
    dev = [(labelled(s), True, True) for s in parts.dev]
    torch.manual_seed(seed)
    rng = random.Random(seed)
    args = config(seed)
    seen = "".join(vary(item, rng).text for _ in range(2) for item in items) + "“”«»’‘…–—%$؟؛،!?,;:'\"()[]/\\-_&+*٪"
    vocab = Vocab([[(c, 0) for c in seen]], lang="ar")
    args["vocab_size"] = len(vocab)
    trainer = Trainer(args=args, vocab=vocab)
    quick_dropout(trainer.model, seed)
    ids = {vocab.id2unit(i): i for i in range(len(vocab))}

    def score() -> float:
        words, sentences = evaluate(trainer, dev, ids)
        print(f"       words {words:.4f} sentences {sentences:.4f}", flush=True)
        return (words + sentences) / 2

    made = (partial(tensors, batch, ids) for batch in batches(items, seed))
    fit(Learner(trainer, seed), made, score, lambda p: trainer.save(str(p)), out / "tokenizer.pt", steps)


def evaluate(trainer: Any, items: Sequence[tuple[Labelled, bool, bool]], ids: dict[str, int]) -> tuple[float, float]:
    """F of word spans and of sentence ends on labelled paragraphs."""
    right = {1: 0, 2: 0}
    found = {1: 0, 2: 0}
    wanted = {1: 0, 2: 0}
    ordered = sorted(items, key=lambda b: -len(b[0].text))
    for i in range(0, len(ordered), 64):
        batch = ordered[i : i + 64]
        predicted = trainer.predict(tensors(batch, ids)).argmax(2)
        for row, (item, _, _) in enumerate(batch):
            guess = predicted[row][: len(item.text)].tolist()
            guess[-1] = 2
            for level in (1, 2):
                ours, gold = spans(guess, level), spans(item.labels, level)
                right[level] += len(ours & gold)
                found[level] += len(ours)
                wanted[level] += len(gold)
    return tuple(2 * right[k] / (found[k] + wanted[k]) for k in (1, 2))  # type: ignore[return-value]


def spans(labels: Sequence[int], level: int) -> set[tuple[int, int]]:
    """(start, end) of the units that end where a label is at least `level`."""
    ends = [i for i, label in enumerate(labels) if label >= level]
    return set(zip([-1, *ends], ends, strict=False))


def main() -> None:
    """Command line."""
    options = common.options(__doc__, steps=3000)
    train(options.data, options.out, options.seed, options.steps)


if __name__ == "__main__":
    main()
