"""The training loop of the word-level models: a time budget, a falling learning rate, averaged weights, the best kept.

Belongs here: nothing that depends on the task.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.nlp.training import common

RATE = 3e-3
"""First learning rate of Adam; a run that goes on from weights starts at half of it."""


def fit(
    trainer: Any,
    batches: Iterator[Any],
    evaluate: Callable[[], float],
    save: Callable[[Path], None],
    path: Path,
    clock: common.Clock,
    rate: float,
    every: int,
    best: float = -1.0,
) -> float:
    """Train until the clock is over; writes the best averaged weights to `path` and returns their dev score.

    Args:
        trainer: a Stanza trainer with `model` and `update(batch)`.
        batches: endless training batches.
        evaluate: dev score of the trainer's current weights.
        save: writes the trainer's current weights.
        path: where the best go.
        clock: the time budget; the learning rate falls linearly with it.
        rate: first learning rate.
        every: steps between evaluations.
        best: dev score that must be beaten before `path` is written.
    """
    import torch

    optimizers = getattr(trainer, "optimizers", None) or trainer.optimizer
    optimizers = list(optimizers.values()) if isinstance(optimizers, dict) else [optimizers]
    names = [n for n, p in trainer.model.named_parameters() if p.requires_grad]
    average: dict[str, Any] = {}
    total = 0.0
    for step, batch in enumerate(batches, 1):
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate * max(0.03, 1 - clock.share) * min(1.0, step / 50)
        loss = trainer.update(batch)
        total += float(loss[0] if isinstance(loss, tuple) else loss)
        decay = min(0.995, (1 + step) / (20 + step))
        with torch.no_grad():
            weights = dict(trainer.model.named_parameters())
            for name in names:
                if name in average:
                    average[name].lerp_(weights[name], 1 - decay)
                else:
                    average[name] = weights[name].detach().clone()
        if step % every == 0 or clock.over:
            with torch.no_grad():
                kept = {n: weights[n].detach().clone() for n in names}
                for n in names:
                    weights[n].copy_(average[n])
            score = evaluate()
            mark = ""
            if score > best:
                best, mark = score, " kept"
                save(path)
            print(f"{clock.elapsed:5.0f}s step {step} loss {total / every:.4f} dev {score:.4f}{mark}", flush=True)
            total = 0.0
            with torch.no_grad():
                for n in names:
                    weights[n].copy_(kept[n])
        if clock.over:
            return best
    return best


def batches(
    lengths: Sequence[Sequence[int]], weights: Sequence[float], words: int, rng: random.Random
) -> Iterator[tuple[int, list[int]]]:
    """Endless (set, items) of about `words` padded words, items of like length, one set at a time by weight.

    Args:
        lengths: for each set, the length of each of its items.
        weights: how often each set is drawn.
        words: padded words in a batch.
        rng: decides everything.
    """
    queues: list[list[list[int]]] = [[] for _ in lengths]
    while True:
        which = rng.choices(range(len(lengths)), weights)[0]
        if not queues[which]:
            sizes = lengths[which]
            order = sorted((sizes[i] + rng.random() * 8, i) for i in range(len(sizes)))
            batch: list[int] = []
            for _, i in order:
                if batch and (len(batch) + 1) * sizes[i] > words:
                    queues[which].append(batch)
                    batch = []
                batch.append(i)
            queues[which].append(batch)
            rng.shuffle(queues[which])
        yield which, queues[which].pop()


def quick_dropout(model: Any, seed: int) -> None:
    """Let every Dropout of a model draw its mask with NumPy, a byte a value.

    Torch's Bernoulli generator on one CPU thread took a quarter of a training step, this takes a hundredth.
    """
    import types

    import numpy as np
    import torch

    rng = np.random.default_rng(seed)

    def forward(self: Any, x: Any) -> Any:
        if not self.training or self.p == 0:
            return x
        threshold = max(1, round(self.p * 256))
        mask = torch.from_numpy(rng.integers(0, 256, size=tuple(x.shape), dtype=np.uint8) >= threshold)
        return x * mask.to(x.dtype).mul_(256 / (256 - threshold))

    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.forward = types.MethodType(forward, module)  # type: ignore[method-assign]
