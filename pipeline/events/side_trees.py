"""The learnt trees of sides: two rounds of them, each with trees for actors and for recipients.

The first round looks at every country by itself, the second also knows what the first says of the other countries and of
the other side (stacking, Wolpert 1992): a meeting with two visitors and no host is another meeting than one with a host.
Belongs here: asking both rounds. Does not belong here: one tree (trees) or what the features are (side_features).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.events.trees import Forest, Row, Value

SIDES = ("actor", "recipient")
ROUNDS = ("first", "second")


@dataclass(frozen=True, slots=True)
class SideTrees:
    """Trees of both rounds, by side."""

    first: dict[str, Forest]
    second: dict[str, Forest]

    def probabilities(self, mentions: Sequence[Sequence[Row]]) -> list[list[dict[str, float]]]:
        """By mention and row: side → probability that the row's country is on it."""
        flat = [row for rows in mentions for row in rows]
        alone = by_row(self.first, flat)
        parts = _split(alone, mentions)
        second = [
            {**row, **extra}
            for rows, found in zip(mentions, parts, strict=True)
            for row, extra in zip(rows, around(found), strict=True)
        ]
        return _split(by_row(self.second, second), mentions)


def by_row(forests: dict[str, Forest], rows: Sequence[Row]) -> list[dict[str, float]]:
    """By row: side → probability."""
    found = {side: forest.probabilities(rows).tolist() for side, forest in forests.items()}
    return [{side: found[side][r] for side in SIDES} for r in range(len(rows))]


def _split(flat: Sequence[dict[str, float]], mentions: Sequence[Sequence[Row]]) -> list[list[dict[str, float]]]:
    parts, at = [], 0
    for rows in mentions:
        parts.append(list(flat[at : at + len(rows)]))
        at += len(rows)
    return parts


def around(alone: Sequence[dict[str, float]]) -> list[dict[str, Value]]:
    """What the first round says of each country of a mention, and of the others, as features of the second."""
    rows: list[dict[str, Value]] = []
    for r, own in enumerate(alone):
        row: dict[str, Value] = {}
        for side in SIDES:
            others = sorted((p[side] for k, p in enumerate(alone) if k != r), reverse=True)
            row[f"first_{side}"] = own[side]
            row[f"best_other_{side}"] = others[0] if others else 0.0
            row[f"next_other_{side}"] = others[1] if len(others) > 1 else 0.0
            row[f"others_{side}"] = sum(others)
        rows.append(row)
    return rows
