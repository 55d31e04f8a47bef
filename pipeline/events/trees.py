"""Boosted decision trees over features that can be read: their sum is the log-odds of a yes.

Belongs here: reading trees and adding them up for many rows at once. Does not belong here: what the features are
(side_features) or how the trees were grown (training).

A row is a mapping of feature to value. A feature with words as values is asked as `feature=value` (1 where it holds, else
0), one with numbers by its name; what a row does not have is `MISSING`. A tree is written in one line, a question
`(feature<threshold yes no)` or the log-odds it adds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Value: TypeAlias = str | bool | int | float
Row: TypeAlias = Mapping[str, Value]
MISSING = -999.0


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a tree adds."""

    value: float


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a feature is below a threshold."""

    feature: str
    threshold: float
    yes: "Node"
    no: "Node"


Node: TypeAlias = Leaf | Question


def written(node: Node) -> str:
    """A tree as one line."""
    if isinstance(node, Leaf):
        return f"{node.value:.5g}"
    return f"({node.feature}<{node.threshold:.9g} {written(node.yes)} {written(node.no)})"


def read(text: str) -> Node:
    """The tree of a line.

    Raises:
        ValueError: the line is no tree, with what is wrong.
    """
    node, rest = _read(text.strip())
    if rest.strip():
        raise ValueError(f"text after the tree: {rest.strip()[:20]!r}")
    return node


def _read(text: str) -> tuple[Node, str]:
    if not text.startswith("("):
        end = next((i for i, c in enumerate(text) if c in " )"), len(text))
        return Leaf(_number(text[:end])), text[end:]
    head, _, rest = text[1:].partition(" ")
    feature, less, threshold = head.rpartition("<")
    if not less or not feature:
        raise ValueError(f"no question: {head[:40]!r}")
    yes, rest = _read(rest)
    no, rest = _read(rest.removeprefix(" "))
    if not rest.startswith(")"):
        raise ValueError(f"a bracket is missing before {rest[:20]!r}")
    return Question(feature, _number(threshold), yes, no), rest[1:]


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{text[:20]!r} is no number") from None
    if not np.isfinite(number):
        raise ValueError(f"{text[:20]!r} is not finite")
    return number


def columns(rows: Sequence[Row], rare: int) -> list[str]:
    """Questions that can be asked of rows: `feature=value` that holds in `rare` or more, and features with numbers."""
    counts: dict[str, int] = {}
    numbers: set[str] = set()
    for row in rows:
        for name, value in row.items():
            if _is_number(value):
                numbers.add(name)
            else:
                key = _asked(name, value)
                counts[key] = counts.get(key, 0) + 1
    return sorted(numbers | {key for key, n in counts.items() if n >= rare})


def matrix(rows: Sequence[Row], names: Sequence[str]) -> npt.NDArray[np.float32]:
    """Values of the columns, (rows, columns)."""
    where = places(names)
    values = np.zeros((len(rows), len(names)), np.float32)
    values[:, [i for name, i in where.items() if "=" not in name]] = MISSING
    fill(values, rows, where)
    return values


def places(names: Sequence[str]) -> dict[str, int]:
    """Column → where it is."""
    return {name: i for i, name in enumerate(names)}


def fill(values: npt.NDArray[np.float32], rows: Sequence[Row], where: Mapping[str, int]) -> None:
    """Put what rows have into their columns."""
    for r, row in enumerate(rows):
        for name, value in row.items():
            number = _is_number(value)
            if (i := where.get(name if number else _asked(name, value))) is not None:
                values[r, i] = float(value) if number else 1.0


@lru_cache(maxsize=1 << 16, typed=True)
def _asked(name: str, value: Value) -> str:
    return f"{name}={value}".replace(" ", "_")


def _is_number(value: Value) -> bool:
    return type(value) is int or type(value) is float


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees that are added up."""

    trees: tuple[Node, ...]
    names: tuple[str, ...] = field(init=False)
    """The columns that the trees ask for."""
    _nodes: npt.NDArray[np.int64] = field(init=False)
    """(trees x nodes, 3): column, and where a yes and a no lead; leaves lead to themselves."""
    _values: npt.NDArray[np.float64] = field(init=False)
    """Thresholds of questions, values of leaves."""
    _roots: npt.NDArray[np.int64] = field(init=False)
    _depth: int = field(init=False)

    def __post_init__(self) -> None:
        """Lay the trees out as arrays."""
        where: dict[str, int] = {}
        nodes: list[list[int]] = []
        values: list[float] = []
        depth = 0

        def lay(node: Node, level: int) -> int:
            nonlocal depth
            depth = max(depth, level)
            at = len(nodes)
            nodes.append([0, at, at])
            values.append(node.value if isinstance(node, Leaf) else node.threshold)
            if isinstance(node, Question):
                nodes[at] = [
                    where.setdefault(node.feature, len(where)),
                    lay(node.yes, level + 1),
                    lay(node.no, level + 1),
                ]
            return at

        roots = [lay(tree, 0) for tree in self.trees]
        for name, value in (
            ("names", tuple(where)), ("_nodes", np.array(nodes, np.int64).reshape(-1, 3)), ("_values", np.array(values)),
            ("_roots", np.array(roots, np.int64)), ("_depth", depth),
        ):  # fmt: skip
            object.__setattr__(self, name, value)

    def probabilities(self, rows: Sequence[Row]) -> npt.NDArray[np.float64]:
        """Probability of a yes for each row."""
        return self.answers(matrix(rows, self.names), places(self.names))

    def answers(self, values: npt.NDArray[np.float32], where: Mapping[str, int]) -> npt.NDArray[np.float64]:
        """The same for rows laid out already, (rows, columns), the columns that the trees ask for among them."""
        asked = (
            values[:, [where[name] for name in self.names]] if self.names else np.zeros((len(values), 1), np.float32)
        )
        at = np.broadcast_to(self._roots, (len(values), len(self._roots))).copy()
        row = np.arange(len(values))[:, None]
        column, yes, no = self._nodes[:, 0], self._nodes[:, 1], self._nodes[:, 2]
        for _ in range(self._depth):
            at = np.where(asked[row, column[at]] < self._values[at], yes[at], no[at])
        return np.asarray(1.0 / (1.0 + np.exp(-self._values[at].sum(axis=1))))
