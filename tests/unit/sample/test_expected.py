"""Ingest and cleaning find in the sample what its stories say: nothing lost, nothing foreign in a body."""

import json
import re
from pathlib import Path

import polars as pl
import pytest

from pipeline.clean import clean
from pipeline.duplicates import body_texts, find_duplicates, fingerprint
from pipeline.ingest import inventory, read_files
from pipeline.settings import CleanSettings, DuplicateSettings, IngestSettings

SAMPLE = Path(__file__).parents[3] / "tests" / "sample"
EXPECTED = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    raw = SAMPLE / "raw"
    found = inventory(raw).partition_by("partition_key")
    parts = [read_files(raw, group, IngestSettings()) for group in found]
    files = pl.concat(f for f, _ in parts)
    cleaned = [clean(records, CleanSettings()) for _, records in parts]
    stories = pl.concat(s for s, _ in cleaned).join(files.select("file_id", "path"), on="file_id")
    return files, stories, pl.concat(lines for _, lines in cleaned)


def test_every_file_is_found_and_the_bad_ones_say_why(read: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]) -> None:
    files = {row["path"]: row for row in read[0].to_dicts()}
    assert set(files) == {f["path"] for f in EXPECTED["files"]}
    for want in EXPECTED["files"]:
        row = files[want["path"]]
        assert (row["status"], row["n_stories"]) == (want["status"], want["n_stories"]), want["path"]
        if want["status"] == "quarantined":
            assert row["reason"]
        else:
            assert row["format"] == want["format"]


@pytest.mark.parametrize("want", EXPECTED["stories"], ids=lambda s: s["key"])
def test_story(want: dict, read: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]) -> None:
    _, stories, lines = read
    (row,) = stories.filter(path=want["path"], record_no=want["record_no"]).to_dicts()
    if want["status"] != "ok":
        assert row["status"] == want["status"]
        assert row["status_reason"]
        return
    assert {k: row[k] for k in ("status", "title", "source", "published_basis", "member")} == {
        k: want[k] for k in ("status", "title", "source", "published_basis", "member")
    }
    assert str(row["published_at"]) == str(want["published_at"])
    body = "".join(
        row["raw_text"][a:b]
        for a, b in lines.filter(story_id=row["story_id"], label="body")
        .sort("line_no")
        .select("start_char", "end_char")
        .iter_rows()
    )
    assert re.sub(r"\s+", "", body) == re.sub(r"\s+", "", "".join(want["sentences"]))


def test_copies_are_found_and_nothing_else_is(read: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]) -> None:
    _, stories, lines = read
    texts = body_texts(stories, lines)
    pairs, groups = find_duplicates(
        fingerprint(stories, lines), lambda ids: texts.filter(pl.col("story_id").is_in(ids)), DuplicateSettings()
    )
    key = {row["story_id"]: f"{row['path']}#{row['record_no']}" for row in stories.to_dicts()}
    found = {(*sorted((key[r["story_a"]], key[r["story_b"]])), r["relation"]) for r in pairs.to_dicts()}
    assert found == {(*sorted((d["a"], d["b"])), d["relation"]) for d in EXPECTED["duplicates"]}
    members = {frozenset(key[i] for i in group["story_id"]) for group in groups.partition_by("group_id")}
    assert members == {frozenset((d["a"], d["b"])) for d in EXPECTED["duplicates"] if d["merge"]}
