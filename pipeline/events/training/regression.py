"""Logistic regression on named features: few examples, many features, held back by a quadratic penalty.

Belongs here: fitting and nothing of events. Source of the method: penalised likelihood, minimised by L-BFGS (Nocedal 1980).
"""

import math
from collections import Counter
from collections.abc import Sequence

from pipeline.events.weights import Weights

Example = tuple[Sequence[str], bool]
"""The features that hold, and whether the answer is yes."""

_SMALLEST = 0.005
"""Weights below it are left out: they move no probability by more than a few thousandths."""


def fit(examples: Sequence[Example], penalty: float, rare: int = 2) -> Weights:
    """Weights of the features that hold in at least `rare` examples.

    The result depends on the examples alone: features are ordered by name, sums run in one thread in 64 bits, and weights
    are rounded to three decimals.

    Raises:
        ValueError: no example, or all answers are alike.
    """
    import numpy as np
    import torch

    answers = [answer for _, answer in examples]
    if not any(answers) or all(answers):
        raise ValueError("examples of both answers are needed")
    counts = Counter(feature for features, _ in examples for feature in set(features))
    names = sorted(feature for feature, n in counts.items() if n >= rare)
    number = {feature: i for i, feature in enumerate(names)}
    columns = [sorted({number[f] for f in features if f in number}) for features, _ in examples]
    rows = np.repeat(np.arange(len(columns)), [len(c) for c in columns])
    flat = np.concatenate([np.asarray(c, dtype=np.int64) for c in columns])
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        y = torch.tensor(answers, dtype=torch.float64)
        row, column = torch.from_numpy(rows), torch.from_numpy(flat)
        weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.LBFGS([weights], max_iter=400, line_search_fn="strong_wolfe")

        def loss() -> float:
            w = weights.detach()
            odds = torch.zeros(len(columns), dtype=torch.float64).index_add_(0, row, w[column])
            error = torch.sigmoid(odds) - y
            weights.grad = torch.zeros_like(w).index_add_(0, column, error[row]) + penalty * w
            return float(torch.nn.functional.softplus(odds).sum() - (y * odds).sum() + penalty * (w**2).sum() / 2)

        optimizer.step(loss)  # type: ignore[no-untyped-call]
        found = weights.detach().tolist()
    finally:
        torch.set_num_threads(threads)
    return Weights({n: round(w, 3) for n, w in zip(names, found, strict=True) if abs(w) >= _SMALLEST})


def shifted(weights: Weights, feature: str, threshold: float) -> Weights:
    """The same weights with `threshold` of the old probability at one half of the new, through the weight of `feature`."""
    odds = math.log(threshold / (1 - threshold))
    return Weights({**weights.values, feature: round(weights.values.get(feature, 0.0) - odds, 3)})
