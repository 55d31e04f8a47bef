"""Weighed evidence: named features with learnt weights, whose sum is the log-odds of a yes.

Belongs here: adding weights up. Does not belong here: what the features are (trigger_features) or how the weights were
learnt (training).

Logistic regression over features that can be read: an analyst sees in `trigger_weights.csv` what
speaks for an event and what against it, and `rasid explain` shows which of them decided.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

SURE = 0.5
"""Probability from which a yes is a yes; what a decision costs is part of the weights."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each feature that has one; the others weigh nothing."""

    values: dict[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """Probability of a yes, the same in whatever order the features come."""
        odds = math.fsum(self.values.get(feature, 0.0) for feature in dict.fromkeys(features))
        return 1.0 / (1.0 + math.exp(-odds))

    def strongest(self, features: Iterable[str], n: int = 5) -> list[str]:
        """The `n` features that weigh most, as "feature +1.23", the heaviest first."""
        found = [(self.values[f], f) for f in dict.fromkeys(features) if f in self.values and f != "bias"]
        found.sort(key=lambda item: (-abs(item[0]), item[1]))
        return [f"{feature} {weight:+.2f}" for weight, feature in found[:n]]
