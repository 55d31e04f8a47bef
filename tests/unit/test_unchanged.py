"""Digests of stories: equal for equal rows in any order, different when any row of any table differs."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.unchanged import story_digests

STORIES = pl.DataFrame({"story_id": ["a", "b"], "title": ["خبر", None], "day": [1, 2]})
WORDS = pl.DataFrame(
    {"story_id": ["a", "a", "b"], "no": [1, 2, 1], "text": ["قال", "نعم", "لا"], "ends": [[1], [2, 3], []]}
)


def digest(*frames: pl.DataFrame) -> dict[str, str]:
    return dict(story_digests(frames).iter_rows())


@settings(deadline=None, derandomize=True)
@given(st.permutations(range(3)))
def test_order_does_not_matter(order: list[int]) -> None:
    assert digest(STORIES.reverse(), WORDS[order]) == digest(STORIES, WORDS)


def test_a_change_is_seen_in_its_story_only() -> None:
    before = digest(STORIES, WORDS)
    for changed in (
        (STORIES, WORDS.with_columns(text=pl.Series(["قال", "كلا", "لا"]))),
        (STORIES, WORDS.with_columns(ends=pl.Series([[1], [2], []]))),
        (STORIES.with_columns(day=pl.Series([9, 2])), WORDS),
        (STORIES, WORDS[[0, 2]]),
    ):
        after = digest(*changed)
        assert after["a"] != before["a"] and after["b"] == before["b"]


def test_a_story_without_rows_has_a_digest() -> None:
    assert digest(STORIES, WORDS.head(2))["b"] != digest(STORIES, WORDS)["b"]
