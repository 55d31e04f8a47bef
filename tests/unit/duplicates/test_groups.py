from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.duplicates.groups import Member, stars

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
