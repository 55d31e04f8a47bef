"""The training loop of the word-level models: a number of steps, a falling learning rate, averaged weights, the best kept.

Belongs here: nothing that depends on the task.

A run depends on its seed and number of steps alone, not on the clock, and one that is cut off goes on from its last
evaluation with the state it had there, so that it ends where it would have ended.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

RATE = 3e-3
"""First learning rate of Adam."""

EVERY = 200
"""Steps between evaluations, which are also the points to go on from."""


def fit(
    trainer: Any,
    batches: Iterator[Callable[[], Any]],
    evaluate: Callable[[], float],
    save: Callable[[Path], None],
    path: Path,
    steps: int,
    every: int = EVERY,
    rate: float = RATE,
) -> float:
    """Train for `steps` steps; writes the best averaged weights to `path` and returns their dev score.

    Args:
        trainer: a Stanza trainer with `model` and `update(batch)`.
        batches: endless functions that make a training batch.
        evaluate: dev score of the trainer's current weights.
        save: writes the trainer's current weights.
        path: where the best go; `path` with the suffix .state holds what a cut-off run goes on from.
        steps: how many batches; the learning rate falls linearly with them.
        every: steps between evaluations.
        rate: first learning rate.
    """
    import torch

    optimizers = getattr(trainer, "optimizers", None) or trainer.optimizer
    optimizers = list(optimizers.values()) if isinstance(optimizers, dict) else [optimizers]
    weights = {n: p for n, p in trainer.model.named_parameters() if p.requires_grad}
    average = {n: p.detach().clone() for n, p in weights.items()}
    state = path.with_suffix(".state")
    done, best = _resume(state, steps, trainer.model, average, optimizers)
    for _ in range(done):
        next(batches)
    total = 0.0
    for step in range(done + 1, steps + 1):
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate * max(0.02, 1 - step / steps) * min(1.0, step / 50)
        loss = trainer.update(next(batches)())
        total += float(loss[0] if isinstance(loss, tuple) else loss)
        decay = min(0.998, (1 + step) / (20 + step))
        with torch.no_grad():
            for name, value in weights.items():
                average[name].lerp_(value, 1 - decay)
        if step % every == 0 or step == steps:
            with torch.no_grad():
                kept = {n: w.detach().clone() for n, w in weights.items()}
                for n, w in weights.items():
                    w.copy_(average[n])
            score = evaluate()
            mark = ""
            if score > best:
                best, mark = score, " kept"
                save(path)
            print(f"step {step} of {steps} loss {total / every:.4f} dev {score:.4f}{mark}", flush=True)
            total = 0.0
            with torch.no_grad():
                for n, w in weights.items():
                    w.copy_(kept[n])
            _keep(state, step, steps, best, trainer.model, average, optimizers)
    return best


def _keep(state: Path, step: int, steps: int, best: float, model: Any, average: Any, optimizers: list[Any]) -> None:
    """Write everything that the next step depends on, all or nothing."""
    import torch

    found = {
        "step": step, "steps": steps, "best": best, "model": model.state_dict(), "average": average,
        "optimizers": [o.state_dict() for o in optimizers], "torch": torch.get_rng_state(), "random": random.getstate(),
        "dropout": [m.masks.bit_generator.state for m in model.modules() if hasattr(m, "masks")],
    }  # fmt: skip
    part = state.with_suffix(".part")
    torch.save(found, part)
    part.replace(state)


def _resume(state: Path, steps: int, model: Any, average: Any, optimizers: list[Any]) -> tuple[int, float]:
    """Go back to what `_keep` wrote; (steps done, best score). A run of another length starts anew."""
    import torch

    if not state.exists():
        return 0, -math.inf
    found = torch.load(state, weights_only=False)
    if found["steps"] != steps:
        return 0, -math.inf
    model.load_state_dict(found["model"])
    for name, value in found["average"].items():
        average[name].copy_(value)
    for optimizer, saved in zip(optimizers, found["optimizers"], strict=True):
        optimizer.load_state_dict(saved)
    torch.set_rng_state(found["torch"])
    random.setstate(found["random"])
    droppers = [m for m in model.modules() if hasattr(m, "masks")]
    for module, saved in zip(droppers, found["dropout"], strict=True):
        module.masks.bit_generator.state = saved
    print(f"goes on after step {found['step']} of {steps}", flush=True)
    return int(found["step"]), float(found["best"])


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

    def forward(self: Any, x: Any) -> Any:
        if not self.training or self.p == 0:
            return x
        threshold = max(1, round(self.p * 256))
        mask = torch.from_numpy(self.masks.integers(0, 256, size=tuple(x.shape), dtype=np.uint8) >= threshold)
        return x * mask.to(x.dtype).mul_(256 / (256 - threshold))

    for number, module in enumerate(m for m in model.modules() if isinstance(m, torch.nn.Dropout)):
        module.masks = np.random.default_rng((seed, number))  # type: ignore[assignment]
        module.forward = types.MethodType(forward, module)  # type: ignore[method-assign]
