from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipeline.duplicates import expand
from pipeline.duplicates.expand import EDGES, texts_of
from pipeline.duplicates.groups import Member, stars
from tests.unit.duplicates.corpus import fingerprints, stories, text

MEMBERS = [Member(date(2024, 6, 1 + at), 100, f"{at:016x}") for at in range(12)]
EDGE = st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda edge: edge[0] != edge[1])


def test_a_chain_is_cut() -> None:
    chain = [(0, 1), (1, 2), (2, 3)]
    assert stars(MEMBERS, chain, chain) == [(0, [0, 1]), (2, [2, 3])]


def test_a_copy_of_half_the_group_that_the_canonical_holds_joins() -> None:
    merging = [(0, 1), (0, 2), (1, 2), (1, 3), (2, 3)]
    assert stars(MEMBERS, merging, [*merging, (0, 3)]) == [(0, [0, 1, 2, 3])]
    assert stars(MEMBERS, merging, merging) == [(0, [0, 1, 2])]


def test_a_round_up_does_not_gather_what_it_quotes() -> None:
    """0 is the round-up; 1, 2 and 3 are in it, but only 1 is one copy with it."""
    assert stars(MEMBERS, [(0, 1), (1, 2)], [(0, 1), (1, 2), (0, 2), (0, 3)]) == [(0, [0, 1, 2])]
    assert stars(MEMBERS, [(0, 1), (2, 3)], [(0, 1), (0, 2), (0, 3), (2, 3)]) == [(0, [0, 1]), (2, [2, 3])]


def test_an_undated_text_is_last() -> None:
    members = [Member(None, 500, "a"), Member(date(2024, 6, 2), 10, "b"), Member(date(2024, 6, 2), 11, "c")]
    edges = [(0, 1), (1, 2), (0, 2)]
    assert stars(members, edges, edges) == [(2, [0, 1, 2])]


@given(st.lists(EDGE, max_size=30), st.lists(EDGE, max_size=10), st.randoms(use_true_random=False))
@settings(deadline=None, derandomize=True, max_examples=100)
def test_groups_are_disjoint_and_depend_on_sets_only(
    merging: list[tuple[int, int]], more: list[tuple[int, int]], random: object
) -> None:
    verified = merging + more
    groups = stars(MEMBERS, merging, verified)
    placed = [text for _, group in groups for text in group]
    assert len(placed) == len(set(placed))
    for centre, group in groups:
        assert len(group) > 1 and centre == min(group, key=lambda text: MEMBERS[text].rank)
        near = {b for a, b in verified if a == centre} | {a for a, b in verified if b == centre}
        assert set(group) <= near | {centre}
    backwards = [(b, a) for a, b in reversed(merging)]
    assert stars(MEMBERS, backwards, backwards + more) == groups


@given(st.lists(st.tuples(EDGE, st.booleans()), max_size=14), st.lists(st.integers(0, 11), max_size=3))
@settings(deadline=None, derandomize=True, max_examples=150)
def test_couples_are_the_groups_that_stars_would_make(
    edges: list[tuple[tuple[int, int], bool]], again: list[int]
) -> None:
    bodies = [text(seed, 30 + seed % 3) for seed in range(12)]
    table = stories(
        [*bodies, *(bodies[at] for at in again)], days=[1 + at * 5 % 3 if at % 4 else None for at in range(12)]
    )
    texts = texts_of(fingerprints(table))
    by_pair = {(min(pair), max(pair)): merges for pair, merges in edges}
    figures = dict.fromkeys(EDGES.names(), 0)
    rows = [
        figures | {"a": a, "b": b, "relation": "near_dup" if merges else "contained", "merges": merges, "basis": "text"}
        for (a, b), merges in by_pair.items()
    ]
    frame = pl.DataFrame(rows, schema=EDGES, strict=False)
    expected = expand._stars(frame.filter("merges"), frame, texts)
    assert_frame_equal(expand.group_rows(frame, texts).sort("story_id"), expected.sort("story_id"))
