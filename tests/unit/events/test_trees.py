"""Trees: what is written is read back, all rows at once are as each alone, and bad lines are refused with their number."""

import math
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.events import load_lexicon
from pipeline.events.lexicon import BUNDLED, LexiconError
from pipeline.events.trees import MISSING, Forest, Leaf, Node, Question, Row, columns, read, written

NUMBERS = st.floats(-50, 50).map(lambda x: float(f"{x:.5g}"))
WORDS = st.sampled_from(["home=True", "kind=person", "kind=body", "type=ACCUSE"])
TREES: st.SearchStrategy[Node] = st.recursive(
    NUMBERS.map(Leaf),
    lambda node: (
        st.builds(Question, WORDS, st.just(0.5), node, node)
        | st.builds(Question, st.sampled_from(["share", "away"]), NUMBERS, node, node)
    ),
    max_leaves=12,
)
ROWS = st.fixed_dictionaries(
    {"home": st.booleans(), "kind": st.sampled_from(["person", "body", "a crowd"]), "away": st.integers(-9, 9)},
    optional={"share": st.floats(0, 1, width=32)},
)


def asked(node: Node, row: Row) -> float:
    """One row down one tree, as the text of a tree says."""
    while isinstance(node, Question):
        name, _, value = node.feature.partition("=")
        here = row.get(name, None if value else MISSING)
        number = float(str(here) == value) if value else float(here)  # type: ignore[arg-type]
        node = node.yes if number < node.threshold else node.no
    return node.value


@given(TREES)
def test_what_is_written_is_read_back(tree: Node) -> None:
    assert read(written(tree)) == tree


@given(st.lists(TREES, min_size=1, max_size=5), st.lists(ROWS, min_size=1, max_size=6))
def test_all_rows_at_once_are_as_each_alone(trees: list[Node], rows: list[Row]) -> None:
    found = Forest(tuple(trees)).probabilities(rows)
    for row, probability in zip(rows, found, strict=True):
        odds = math.fsum(asked(tree, row) for tree in trees)
        assert probability == pytest.approx(1 / (1 + math.exp(-odds)), rel=1e-9)


def test_no_row_has_no_answer() -> None:
    assert Forest((read("(a=b<0.5 -1 1)"),)).probabilities([]).tolist() == []


def test_rare_values_are_not_asked_for() -> None:
    rows: list[Row] = [{"kind": "body", "away": 3}, {"kind": "body", "away": 1}, {"kind": "person", "away": 2}]
    assert columns(rows, rare=2) == ["away", "kind=body"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("first actor,(a<0.5 1)", "is no number"),
        ("first actor,(a<0.5 1 2", "bracket"),
        ("first actor,(a 1 2)", "no question"),
        ("first actor,(a<much 1 2)", "is no number"),
        ("first actor,inf", "not finite"),
        ("first actor,1 2", "text after the tree"),
        ("third actor,1", "unknown model"),
    ],
)
def test_bad_trees_are_refused_with_file_and_line(tmp_path: Path, line: str, fault: str) -> None:
    shutil.copytree(BUNDLED, tmp_path / "lexicon")
    (tmp_path / "lexicon" / "side_trees.csv").write_text(f"model,tree\nfirst actor,0.5\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"side_trees\.csv:3: .*{fault}"):
        load_lexicon(tmp_path / "lexicon")


def test_a_lexicon_without_trees_leaves_sides_to_the_rules(tmp_path: Path) -> None:
    shutil.copytree(BUNDLED, tmp_path / "lexicon")
    (tmp_path / "lexicon" / "side_trees.csv").unlink()
    assert load_lexicon(tmp_path / "lexicon").side_trees is None
    assert load_lexicon().side_trees is not None
