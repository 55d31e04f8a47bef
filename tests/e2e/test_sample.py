"""The sample from raw files to the published database, against what its authors expect."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.schema import TABLES
from tests.e2e.conftest import SAMPLE, rasid

SPANS = {t.name: "text" for t in TABLES.values() if t.published and t.spans_text} | {"event_mentions": "trigger"}
KEYED = "SELECT files.path || '#' || stories.record_no AS key, stories.* FROM stories JOIN files USING (file_id)"


@pytest.mark.parametrize("table", sorted(SPANS))
def test_offset_contract(db: duckdb.DuckDBPyConnection, table: str) -> None:
    via = "" if "story_id" in TABLES[table].schema else "JOIN sentences AS s USING (sentence_id)"
    story = "t.story_id" if not via else "s.story_id"
    rows = db.execute(
        f"SELECT raw_text, t.start_char, t.end_char, t.{SPANS[table]} FROM {table} AS t {via} JOIN stories ON stories.story_id = {story}"
    ).fetchall()
    assert rows
    for raw, start, end, text in rows:
        assert raw[start:end] == text


def test_participants_and_statements_obey_it_too(db: duckdb.DuckDBPyConnection) -> None:
    rows = db.execute(
        "SELECT raw_text, p.start_char, p.end_char, p.text FROM event_participants AS p JOIN event_mentions USING (mention_id) "
        "JOIN stories USING (story_id) WHERE p.start_char IS NOT NULL"
    ).fetchall()
    assert rows
    assert all(raw[start:end] == text for raw, start, end, text in rows)
    assert db.execute(
        "SELECT count(*) FROM statements JOIN stories USING (story_id) WHERE end_char > n_chars OR start_char >= end_char"
    ).fetchone() == (0,)


def test_every_file_is_listed_with_its_fate(db: duckdb.DuckDBPyConnection, expected: Any) -> None:
    found = {p: (s, n) for p, s, n in db.execute("SELECT path, status, n_stories FROM files").fetchall()}
    assert found == {f["path"]: (f["status"], f["n_stories"]) for f in expected["files"]}
    assert len(found) == sum(p.is_file() for p in (SAMPLE / "raw").rglob("*"))
    reasons = db.execute("SELECT reason FROM files WHERE status = 'quarantined'").fetchall()
    assert len(reasons) == 3 and all(reason for (reason,) in reasons)


def test_stories_have_their_status_date_and_title(db: duckdb.DuckDBPyConnection, expected: Any) -> None:
    found = {
        r[0]: r[1:]
        for r in db.execute(f"SELECT key, status, title, CAST(published_at AS VARCHAR) FROM ({KEYED})").fetchall()
    }
    ok = [s for s in expected["stories"] if s["status"] == "ok"]
    assert {s["key"]: found[s["key"]] for s in ok} == {s["key"]: ("ok", s["title"], s["published_at"]) for s in ok}
    assert {k: v[0] for k, v in found.items()} == {s["key"]: s["status"] for s in expected["stories"]}


def test_copies_are_found_and_nothing_else(db: duckdb.DuckDBPyConnection, expected: Any) -> None:
    pairs = db.execute(
        f"WITH k AS ({KEYED}) SELECT a.key, b.key, relation FROM duplicate_pairs "
        "JOIN k AS a ON a.story_id = story_a JOIN k AS b ON b.story_id = story_b"
    ).fetchall()
    assert {(frozenset((a, b)), r) for a, b, r in pairs} == {
        (frozenset((d["a"], d["b"])), d["relation"]) for d in expected["duplicates"]
    }


def test_sport_weather_and_culture_yield_no_event(db: duckdb.DuckDBPyConnection, expected: Any) -> None:
    silent = [s["key"] for s in expected["stories"] if s.get("zero_events")]
    assert len(silent) >= 6
    coded = db.execute(
        f"WITH k AS ({KEYED}) SELECT key, trigger FROM k JOIN event_mentions USING (story_id) WHERE list_contains(?, key)",
        [silent],
    ).fetchall()
    assert coded == []


def test_events_are_real(home: Path, db: duckdb.DuckDBPyConnection) -> None:
    assert db.execute("SELECT count(*) FROM rejected_candidates").fetchone() > (0,)
    scored = rasid("evaluate", SAMPLE / "gold", "--home", home, "--json")
    assert scored.returncode == 0, scored.stderr
    import json

    figures = json.loads(scored.stdout)
    assert figures["sentences"]["F"] > 0.95
    assert figures["detection"]["F"] > 0.5


def test_second_call_does_nothing_and_says_so(home: Path) -> None:
    before = (home / "warehouse.duckdb").stat().st_mtime_ns
    again = rasid("run", "--raw", SAMPLE / "raw", "--home", home)
    assert again.returncode == 0
    assert "Nothing to do" in again.stdout
    assert (home / "warehouse.duckdb").stat().st_mtime_ns == before
