"""The learnt trees of sides: two rounds of them, each with trees for actors and for recipients.

The first round looks at every country by itself, the second also knows what the first says of the other countries and of
the other side (stacking, Wolpert 1992): a meeting with two visitors and no host is another meeting than one with a host.
Belongs here: asking both rounds. Does not belong here: one tree (trees) or what the features are (side_features).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.events.trees import Forest, Row, Value, fill, matrix, places

SIDES = ("actor", "recipient")
ROUNDS = ("first", "second")


@dataclass(frozen=True, slots=True)
class SideTrees:
    """Trees of both rounds, by side."""

    first: dict[str, Forest]
    second: dict[str, Forest]
    _names: tuple[str, ...] = field(init=False)
    """The columns that any of the trees asks for."""
    _where: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Note what is asked for."""
        names = sorted({name for forests in (self.first, self.second) for f in forests.values() for name in f.names})
        object.__setattr__(self, "_names", tuple(names))
        object.__setattr__(self, "_where", places(names))

    def probabilities(self, mentions: Sequence[Sequence[Row]]) -> list[list[dict[str, float]]]:
        """By mention and row: side → probability that the row's country is on it."""
        values = matrix([row for rows in mentions for row in rows], self._names)
        alone = _split(_by_row(self.first, values, self._where), mentions)
        fill(values, [row for found in alone for row in around(found)], self._where)
        return _split(_by_row(self.second, values, self._where), mentions)


def by_row(forests: dict[str, Forest], rows: Sequence[Row]) -> list[dict[str, float]]:
    """By row: side → probability."""
    names = sorted({name for forest in forests.values() for name in forest.names})
    return _by_row(forests, matrix(rows, names), places(names))


def _by_row(
    forests: dict[str, Forest], values: npt.NDArray[np.float32], where: dict[str, int]
) -> list[dict[str, float]]:
    found = {side: forest.answers(values, where).tolist() for side, forest in forests.items()}
    return [{side: found[side][r] for side in SIDES} for r in range(len(values))]


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
