import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipeline.clean import body_of
from pipeline.duplicates import body_texts, fingerprint, printed
from pipeline.duplicates import sketch as s
from pipeline.schema import STORIES, STORY_LINES

LINE = st.text("ابجﷺ😀é .\t\n\u00a0\u2003\u3000\u200f", max_size=12)
LABEL = st.sampled_from(["body", "body", "body", "byline", "caption", "ticker"])
STORY = st.lists(st.tuples(LABEL, LINE, st.integers(0, 1)), max_size=6)


def tables(stories: list[list[tuple[str, str, int]]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Stories of lines (label, text, whether a paragraph begins)."""
    rows, lines = [], []
    for at, told in enumerate(stories):
        story_id, start, paragraph = f"s{at:03}", 0, 0
        for number, (label, line, begins) in enumerate(told):
            paragraph += begins
            span = {"start_char": start, "end_char": start + len(line), "label": label, "rule_id": "r"}
            lines.append({"story_id": story_id, "line_no": number, **span, "paragraph_no": paragraph})
            start += len(line) + 1
        raw = "\n".join(line for _, line, _ in told)
        rows.append(
            {c.name: None if c.nullable else "" for c in STORIES.columns}
            | {"story_id": story_id, "record_no": at, "raw_text": raw, "n_chars": len(raw), "status": "ok"}
        )
    return STORIES.frame(rows), STORY_LINES.frame(lines)


def by_hand(stories: pl.DataFrame, lines: pl.DataFrame) -> list[tuple[str, str, str]]:
    """story_id, body and what is around it, cut from the spans that `clean.body_of` gives."""
    raw = dict(stories.select("story_id", "raw_text").iter_rows())
    bodies: dict[str, list[str]] = {}
    for story, start, end in body_of(stories, lines).select("story_id", "start_char", "end_char").iter_rows():
        bodies.setdefault(story, []).append(raw[story][start:end])
    around: dict[str, list[str]] = {}
    for row in lines.iter_rows(named=True):
        if row["label"] in printed.AROUND:
            around.setdefault(row["story_id"], []).append(raw[row["story_id"]][row["start_char"] : row["end_char"]])
    return [(story, "\n".join(parts), "\n".join(around.get(story, []))) for story, parts in sorted(bodies.items())]


@pytest.mark.parametrize("compiled", [False, True])
@given(st.lists(STORY, max_size=5))
@settings(deadline=None, derandomize=True, max_examples=120)
def test_texts_are_cut_where_cleaning_says(compiled: bool, told: list[list[tuple[str, str, int]]]) -> None:
    given_tables = tables(told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printed, "kernel_pays", lambda n: compiled)
        patch.setattr(printed, "_BATCH", 2)
        found = [
            (part.stories["story_id"][at], part.body[at], part.around[at])
            for part in printed.printed(*given_tables)
            for at in range(len(part.stories))
        ]
        wholes = [whole for part in printed.printed(*given_tables) for whole in part.whole.series()]
    assert found == by_hand(*given_tables)
    assert wholes == [f"{body}\x1e{around}" for _, body, around in found]


def test_fingerprints_are_the_same_by_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [("byline", "كتب سعيد", 0), ("body", "وصلت السفينة إلى الميناء ", 1), ("body", "ثم عادت", 1)]
    given_tables = tables([told, [*told, ("caption", "صورة", 1)], [("ticker", "عاجل", 0)]])
    monkeypatch.setattr(s, "KERNEL_FROM", 10**9)
    plain = fingerprint(*given_tables)
    monkeypatch.setattr(s, "KERNEL_FROM", 0)
    assert_frame_equal(fingerprint(*given_tables), plain)
    assert len(plain) == 2 and plain["sha256_key"].n_unique() == 1 and plain["sha256_text"].n_unique() == 2


@pytest.mark.parametrize("compiled", [False, True])
def test_offsets_past_the_end_mean_the_end(compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed, "kernel_pays", lambda n: compiled)
    stories, lines = tables([[("body", "خبر", 0)], [("body", "نبأ آخر", 0)]])
    broken = lines.with_columns(end_char=pl.lit(50, dtype=pl.Int64))
    assert body_texts(stories, broken)["body"].to_list() == ["خبر", "نبأ آخر"]
    assert np.array_equal(body_texts(stories, broken.reverse())["body"], ["خبر", "نبأ آخر"])
