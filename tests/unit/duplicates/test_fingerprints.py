import polars as pl
from polars.testing import assert_frame_equal

from pipeline.duplicates import body_texts, fingerprint
from pipeline.schema import STORIES, STORY_LINES
from tests.unit.duplicates.corpus import text

LINES = (("title", "وصول القطار الأول"), ("body", text(1, 30)), ("ticker", "عاجل: خبر آخر"), ("body", text(2, 30)))


def tables(*lines: tuple[str, str], status: str = "ok") -> tuple[pl.DataFrame, pl.DataFrame]:
    raw = "\n".join(line for _, line in lines)
    story = {c.name: None if c.nullable else "" for c in STORIES.columns} | {
        "story_id": "aa", "file_id": "ff", "partition_key": "p", "record_no": 0, "title": lines[0][1],
        "raw_text": raw, "n_chars": len(raw), "status": status,
    }  # fmt: skip
    rows, at = [], 0
    for number, (label, line) in enumerate(lines):
        span = {"start_char": at, "end_char": at + len(line)}
        rows.append(
            {"story_id": "aa", "line_no": number, **span, "label": label, "rule_id": "r", "paragraph_no": number}
        )
        at += len(line) + 1
    return STORIES.frame([story]), STORY_LINES.frame(rows)


def test_only_the_body_counts() -> None:
    one = fingerprint(*tables(*LINES))
    assert one["n_words"].to_list() == [60] and one["title_key"].to_list() == ["وصول القطار الاول"]
    other = fingerprint(*tables(LINES[0], LINES[1], ("related", "اقرأ أيضا"), LINES[3]))
    assert_frame_equal(one, other)
    assert body_texts(*tables(*LINES))["body"].to_list() == [f"{LINES[1][1]}\n{LINES[3][1]}"]


def test_a_byline_makes_another_printing_of_the_same_body() -> None:
    one, other = fingerprint(*tables(*LINES)), fingerprint(*tables(*LINES, ("byline", "كتبت هدى")))
    assert one["sha256_key"].to_list() == other["sha256_key"].to_list()
    assert one["sha256_text"].to_list() != other["sha256_text"].to_list()
    assert one["sha256_raw"].to_list() != other["sha256_raw"].to_list()


def test_a_story_without_a_body_has_no_fingerprint() -> None:
    assert fingerprint(*tables(*LINES, status="not_arabic")).is_empty()
    assert fingerprint(STORIES.empty(), STORY_LINES.empty()).is_empty()


def test_previous_saves_work_and_changes_nothing() -> None:
    now = tables(*LINES)
    full = fingerprint(*now)
    assert_frame_equal(fingerprint(*now, previous=full), full)
    earlier = fingerprint(*tables(*LINES[:2]))
    assert_frame_equal(fingerprint(*now, previous=earlier), full)
    foreign = full.with_columns(pl.lit(0, dtype=pl.Int64).alias("signature_version"), n_words=pl.lit(7, dtype=pl.Int64))
    assert_frame_equal(fingerprint(*now, previous=foreign), full)
    taken = full.with_columns(n_words=pl.lit(7, dtype=pl.Int64))
    assert fingerprint(*now, previous=taken)["n_words"].to_list() == [7], "an unchanged body is not sketched again"


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    fingerprint(*tables(*LINES), progress=lambda *done: told.append(done))
    assert told == [(1, 1)]
