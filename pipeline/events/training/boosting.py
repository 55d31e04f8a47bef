"""Gradient-boosted trees on named features, and their two rounds for sides.

Belongs here: growing trees with LightGBM and turning them into the product's own. Does not belong here: what an example is
(learn), asking trees (pipeline.events.trees). Source of the method: LightGBM (Ke et al. 2017); stacking (Wolpert 1992).
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from pipeline.events.side_trees import SIDES, SideTrees, around, by_row
from pipeline.events.trees import Forest, Leaf, Node, Question, Row, columns, matrix

RARE = 15
"""A value of a feature that fewer rows have is not asked for."""
FOLDS = 5
_COMMON: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.05, "min_data_in_leaf": 10, "bagging_fraction": 0.8, "bagging_freq": 1,
    "use_missing": False, "seed": 1, "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1,
}  # fmt: skip
FIRST: dict[str, Any] = {**_COMMON, "num_leaves": 31, "feature_fraction": 0.2}
SECOND: dict[str, Any] = {**_COMMON, "num_leaves": 15, "feature_fraction": 0.3}
TREES = 150

Example = tuple[Sequence[Row], Sequence[frozenset[str]]]
"""The rows of a mention, one for each country, and the sides that each country is on."""


def grow(rows: Sequence[Row], answers: Sequence[bool], parameters: dict[str, Any], trees: int = TREES) -> Forest:
    """Trees that tell the rows with a yes from the others; the same for the same rows.

    Raises:
        ValueError: no row, or all answers are alike.
    """
    import lightgbm

    if not any(answers) or all(answers):
        raise ValueError("rows of both answers are needed")
    names = columns(rows, RARE if len(rows) > 20 * RARE else 1)
    data = lightgbm.Dataset(matrix(rows, names), np.asarray(answers, np.float32), free_raw_data=True)
    booster = lightgbm.train(parameters, data, num_boost_round=trees)
    return Forest(tuple(_node(tree["tree_structure"], names) for tree in booster.dump_model()["tree_info"]))


def _node(tree: dict[str, Any], names: Sequence[str]) -> Node:
    if "leaf_value" in tree:
        return Leaf(float(f"{tree['leaf_value']:.5g}"))
    name = names[tree["split_feature"]]
    threshold = 0.5 if "=" in name else float(f"{tree['threshold']:.9g}")
    return Question(name, threshold, _node(tree["left_child"], names), _node(tree["right_child"], names))


def grow_sides(groups: Sequence[Sequence[Example]]) -> SideTrees:
    """Both rounds of trees. The second learns from what the first says of groups that it did not learn from.

    Args:
        groups: examples of stories that were coded together.
    """
    everything = list(chain.from_iterable(groups))
    parts = [list(chain.from_iterable(groups[n::FOLDS])) for n in range(min(FOLDS, len(groups)))]
    if len(parts) < 2:
        parts = [everything[n::2] for n in range(2)]
    second: list[Example] = []
    for n, part in enumerate(parts):
        forests = _round([e for k, other in enumerate(parts) if k != n for e in other], FIRST)
        for rows, answers in part:
            said = around(by_row(forests, rows))
            second.append(([{**row, **extra} for row, extra in zip(rows, said, strict=True)], answers))
    return SideTrees(_round(everything, FIRST), _round(second, SECOND))


def _round(examples: Sequence[Example], parameters: dict[str, Any]) -> dict[str, Forest]:
    rows = [row for found, _ in examples for row in found]
    sides = [on for _, answers in examples for on in answers]
    return {side: grow(rows, [side in on for on in sides], parameters) for side in SIDES}
