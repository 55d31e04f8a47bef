"""The learnt files of a lexicon folder, as text: weights of hits, and trees of sides.

Belongs here: reading and writing both. Does not belong here: what they mean (weights, trees, side_trees) or learning them.
"""

import csv
import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from pipeline.events.side_trees import ROUNDS, SIDES, SideTrees
from pipeline.events.trees import Forest, Node, read, written
from pipeline.events.weights import Weights

TRIGGER_WEIGHTS = "trigger_weights.csv"
SIDE_TREES = "side_trees.csv"
WEIGHT_COLUMNS = ("feature", "weight")
TREE_COLUMNS = ("model", "tree")

Rows: TypeAlias = Iterable[tuple[int, Iterable[str]]]
"""Line number and cells of each row."""
Fault: TypeAlias = Callable[[int, str], None]
"""Takes a line number and what is wrong there."""


def read_weights(rows: Rows, fault: Fault) -> Weights:
    """Weights of features."""
    values: dict[str, float] = {}
    for line, (feature, weight) in rows:
        if feature in values:
            fault(line, f"duplicate feature {feature}")
        try:
            values[feature] = float(weight)
        except ValueError:
            fault(line, f"the weight {weight!r} is no number")
            continue
        if not math.isfinite(values[feature]):
            fault(line, "the weight must be finite")
    return Weights(values)


def read_trees(rows: Rows, fault: Fault) -> SideTrees:
    """Trees of both rounds and sides; a model is named by both, as in "first actor"."""
    found: dict[str, list[Node]] = {f"{r} {s}": [] for r in ROUNDS for s in SIDES}
    for line, (model, tree) in rows:
        if model not in found:
            fault(line, f"unknown model {model!r}; there are {', '.join(found)}")
            continue
        try:
            found[model].append(read(tree))
        except ValueError as error:
            fault(line, str(error))
    first, second = ({s: Forest(tuple(found[f"{r} {s}"])) for s in SIDES} for r in ROUNDS)
    return SideTrees(first, second)


def write_weights(weights: Weights, folder: Path) -> None:
    """Write weights of hits, by feature name."""
    rows = ((name, f"{value:g}") for name, value in sorted(weights.values.items()))
    _write(folder / TRIGGER_WEIGHTS, WEIGHT_COLUMNS, rows)


def write_trees(trees: SideTrees, folder: Path) -> None:
    """Write trees of sides, by model, in the order they were grown."""
    rounds = zip(ROUNDS, (trees.first, trees.second), strict=True)
    rows = ((f"{r} {side}", written(tree)) for r, forests in rounds for side in SIDES for tree in forests[side].trees)
    _write(folder / SIDE_TREES, TREE_COLUMNS, rows)


def _write(path: Path, columns: tuple[str, ...], rows: Iterator[tuple[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
