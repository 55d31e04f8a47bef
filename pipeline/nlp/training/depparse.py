"""Train the parser: heads and relations.

`python -m pipeline.nlp.training.depparse --data DIR --out DIR --start DIR [--seed 0] [--steps 6000]`

`--start` holds pretrain.pt and pos.pt. Trained on gold tags of the trees and PUD; the dev score is on tags that the tagger
predicts. Stanza's graph parser, hidden 150, two layers, without features, since Stanza 1.15 computes their embedding and
then adds that of UPOS a second time.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.nlp.lstm import use_dense
from pipeline.nlp.training import common
from pipeline.nlp.training.corpora import Sentence
from pipeline.nlp.training.fit import batches, fit, quick_dropout
from pipeline.nlp.training.pos import document, trees, unhamza


def config(seed: int) -> dict[str, Any]:
    """Stanza's parser arguments."""
    from stanza.models.parser import parse_args

    args: dict[str, Any] = parse_args(
        ["--lang", "ar", "--shorthand", "ar_rasid", "--hidden_dim", "150", "--char_hidden_dim", "64", "--char_emb_dim", "32",
         "--deep_biaff_hidden_dim", "128", "--word_emb_dim", "0", "--tag_emb_dim", "40", "--transformed_dim", "80",
         "--num_layers", "2", "--dropout", "0.35", "--word_dropout", "0.2", "--no_linearization", "--no_distance",
         "--no_ufeats", "--no_xpos", "--seed", str(seed), "--lr", "0.003", "--beta2", "0.95", "--optim", "adam"]
    )  # fmt: skip
    return args


def tagged(sentences: Sequence[Sentence], start: Path) -> list[Sentence]:
    """The sentences with the UPOS that the trained tagger gives them."""
    import torch
    from stanza.models.common.pretrain import Pretrain
    from stanza.models.pos.data import Dataset
    from stanza.models.pos.trainer import Trainer

    pretrain = Pretrain(str(start / "pretrain.pt"))
    trainer = Trainer(pretrain=pretrain, model_file=str(start / "pos.pt"))
    data = Dataset(document(sentences), trainer.args, pretrain, vocab=trainer.vocab, evaluation=True)
    out = []
    for i, sentence in enumerate(sentences):
        with torch.inference_mode():
            found = trainer.predict(data.collate_fn([data[i]]))[0]
        words = tuple(replace(w, upos=t[0], feats=t[2]) for w, t in zip(sentence.words, found, strict=True))
        out.append(replace(sentence, words=words))
    return out


def train(data: Path, out: Path, start: Path, seed: int, steps: int) -> None:
    """Train, keeping the best by dev LAS."""
    import torch
    from stanza.models.common.pretrain import Pretrain
    from stanza.models.depparse.data import DataLoader, Dataset
    from stanza.models.depparse.trainer import GraphTrainer

    torch.manual_seed(seed)
    random.seed(seed)
    rng = random.Random(seed)
    parts = trees(data)
    gold = [*parts.train, *(unhamza(s) for s in parts.train if rng.random() < 0.15)]
    print(f"train {len(gold)} sentences, {sum(len(s.words) for s in gold)} words", flush=True)
    pretrain = Pretrain(str(start / "pretrain.pt"))
    args = config(seed)
    dataset = Dataset(document(gold), args, pretrain)
    path = out / "depparse.pt"
    model = GraphTrainer.build_model(args, dataset.vocab, emb_matrix=pretrain.emb)
    trainer = GraphTrainer(args=args, vocab=dataset.vocab, pretrain=pretrain, model=model)
    use_dense(trainer.model)
    quick_dropout(trainer.model, seed)
    print(sum(p.numel() for p in trainer.model.parameters() if p.requires_grad), "parameters", flush=True)
    dev_sentences = tagged(parts.dev, start)
    dev = Dataset(document(dev_sentences), args, pretrain, vocab=trainer.vocab, evaluation=True)

    def score() -> float:
        uas, las = attachment(trainer, dev, parts.dev)
        print(f"       UAS {uas:.4f} LAS {las:.4f}", flush=True)
        return las

    lengths = [[len(d[0]) for d in dataset.data]]

    def make(chosen: list[int]) -> Any:
        return DataLoader.collate([dataset[i] for i in chosen])

    made = (partial(make, chosen) for _, chosen in batches(lengths, (1.0,), 800, rng))
    fit(trainer, made, score, lambda p: trainer.save(str(p)), path, steps)


def attachment(trainer: Any, data: Any, sentences: Sequence[Sentence]) -> tuple[float, float]:
    """Share of words with the right head, and with the right head and relation."""
    import torch
    from stanza.models.depparse.data import DataLoader

    right = [0, 0]
    total = 0
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].words))
    for at in range(0, len(order), 20):
        chosen = order[at : at + 20]
        with torch.inference_mode():
            found = trainer.predict(DataLoader.collate([data[i] for i in chosen]))
        for i, arcs in zip(chosen, found, strict=True):
            for word, (head, relation) in zip(sentences[i].words, arcs, strict=True):
                right[0] += int(head) == word.head
                right[1] += int(head) == word.head and relation == word.deprel
                total += 1
    return right[0] / total, right[1] / total


def main() -> None:
    """Command line."""
    options = common.options(__doc__, steps=6000)
    train(options.data, options.out, options.start or options.out, options.seed, options.steps)


if __name__ == "__main__":
    main()
