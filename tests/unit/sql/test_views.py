"""Every view: what it says of the miniature corpus, that it stands on an empty warehouse, and that nothing lacks a comment."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from pipeline import queries

VIEWS = sorted(path.stem.partition("_")[2] for path in (queries.SQL_FOLDER / "views").glob("*.sql"))


@pytest.fixture(scope="module")
def con(miniature: ModuleType) -> Iterator[duckdb.DuckDBPyConnection]:
    with miniature.warehouse() as connection:
        yield connection


@pytest.fixture(scope="module")
def empty(miniature: ModuleType) -> Iterator[duckdb.DuckDBPyConnection]:
    with miniature.warehouse({}) as connection:
        yield connection


def dicts(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    result = con.execute(sql)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def test_each_file_makes_the_view_it_is_named_after(con: duckdb.DuckDBPyConnection) -> None:
    made = {row[0] for row in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    assert made == set(VIEWS)


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_warehouse_gives_no_rows(empty: duckdb.DuckDBPyConnection, view: str) -> None:
    assert empty.execute(f"SELECT * FROM {view}").fetchall() == []


@pytest.mark.parametrize("view", VIEWS)
def test_the_miniature_corpus_reaches_every_view(con: duckdb.DuckDBPyConnection, view: str) -> None:
    assert con.execute(f"SELECT * FROM {view}").fetchall() != []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_and_column_has_a_comment(con: duckdb.DuckDBPyConnection, view: str) -> None:
    assert con.execute("SELECT comment FROM duckdb_views() WHERE view_name = ?", [view]).fetchone() not in (
        None,
        (None,),
    )
    bare = con.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND comment IS NULL", [view]
    ).fetchall()
    assert bare == []


@pytest.mark.parametrize("view", VIEWS)
def test_views_can_be_made_again(con: duckdb.DuckDBPyConnection, view: str) -> None:
    before = con.execute(f"SELECT count(*) FROM {view}").fetchone()
    for script in queries.views():
        con.execute(script)
    assert con.execute(f"SELECT count(*) FROM {view}").fetchone() == before


def test_one_row_a_happening_with_the_canonical_sentence(con: duckdb.DuckDBPyConnection, miniature: ModuleType) -> None:
    events = {row["event_type"]: row for row in dicts(con, "FROM events_wide")}
    assert len(events) == len(miniature.EVENTS)
    visit = events["CONSULT"]
    assert visit["evidence"] == miniature.HOST and visit["source"] == "وكالة الساحل", (
        "the earliest canonical story, not the copy"
    )
    assert visit["actors"] == ["لوسيا مارتين"] and visit["recipients"] == ["سالم العمراني", "الرباط"], (
        "the most frequent name first"
    )
    assert visit["is_asserted"] and visit["month"] == date(2024, 6, 1) and visit["n_independent_stories"] == 2
    assert not events["AGREE"]["is_asserted"] and events["AGREE"]["modality"] == "future"
    assert not events["SANCTION"]["is_asserted"] and events["SANCTION"]["negated"]
    assert events["ASSAULT"]["attributed_only"] and events["ASSAULT"]["attribution"] == "مارتين"
    assert events["COERCE"]["month"] is None, "neither dated nor published on a known day"


def test_the_trigger_is_found_in_the_evidence(con: duckdb.DuckDBPyConnection) -> None:
    for row in dicts(con, "FROM events_wide"):
        assert row["evidence"][row["trigger_start"] : row["trigger_end"]] == row["trigger"]


def test_evidence_is_asserted_when_any_mention_is(con: duckdb.DuckDBPyConnection, miniature: ModuleType) -> None:
    rows = miniature.rows()
    for mention in rows["event_mentions"]:
        if mention["story_id"] == next(s["story_id"] for s in rows["stories"] if s["partition_key"] == "2024-06-03"):
            mention["modality"] = "hypothetical"
    visit = dicts(miniature.warehouse(rows), "FROM events_wide WHERE event_type = 'CONSULT'")[0]
    assert visit["is_asserted"] and visit["modality"] == "asserted"
    assert visit["source"] == "صحيفة الضفة", "published the same day as the copy, which is not canonical"


def test_dyads_count_happenings_and_independent_stories(con: duckdb.DuckDBPyConnection) -> None:
    rows = {(r["event_type"], r["actor_country"], r["recipient_country"]): r for r in dicts(con, "FROM dyad_month")}
    visit = rows["CONSULT", "ESP", "MAR"]
    assert (visit["country_a"], visit["country_b"], visit["is_mutual"]) == ("ESP", "MAR", False)
    assert (visit["n_events"], visit["n_asserted_events"], visit["n_independent_stories"]) == (1, 1, 2), (
        "three stories, two independent"
    )
    plan = rows["AGREE", "MAR", "ESP"]
    assert (plan["country_a"], plan["country_b"]) == ("ESP", "MAR") and plan["n_asserted_events"] == 0
    assert rows["SANCTION", "ESP", "MAR"]["is_mutual"], "both sides stand among the actors and nobody receives"


def test_months_of_events_whose_dates_span_months_are_null(miniature: ModuleType) -> None:
    rows = miniature.rows()
    for event in rows["events"]:
        event |= {"date_start": date(2024, 1, 1), "date_end": date(2024, 12, 31), "date_precision": "year"}
    con = miniature.warehouse(rows)
    assert con.execute("SELECT DISTINCT month FROM events_wide").fetchall() == [(None,)]


def test_unique_stories_keep_one_of_each_group_and_only_what_is_ok(con: duckdb.DuckDBPyConnection) -> None:
    rows = {row["path"]: row for row in dicts(con, "FROM unique_stories")}
    assert "2024-06-04/copy.txt" not in rows
    assert rows["2024-06-03/meeting.txt"]["n_copies"] == 2
    assert len(dicts(con, "FROM unique_stories")) == 4


def test_quarantine_lists_files_and_stories_with_reasons(con: duckdb.DuckDBPyConnection) -> None:
    rows = dicts(con, "FROM quarantine")
    assert sorted((r["level"], r["status"]) for r in rows) == [
        ("file", "quarantined"),
        ("story", "empty"),
        ("story", "not_arabic"),
        ("story", "too_short"),
    ]
    assert all(row["reason"] for row in rows)


def test_duplicate_report_tells_copies_from_links(con: duckdb.DuckDBPyConnection) -> None:
    rows = {row["relation"]: row for row in dicts(con, "FROM duplicate_report")}
    assert rows["exact_bytes"]["is_same_group"] and not rows["exact_bytes"]["is_same_source"]
    assert rows["exact_bytes"]["days_apart"] == 1
    assert not rows["reuse"]["is_same_group"] and rows["reuse"]["group_id"] is None


def test_timeline_follows_an_actor_on_both_sides(con: duckdb.DuckDBPyConnection) -> None:
    rows = dicts(con, "FROM actor_timeline WHERE name = 'سالم العمراني' ORDER BY day")
    assert [(r["day"], r["side"], r["event_type"]) for r in rows] == [
        (date(2024, 6, 3), "recipient", "CONSULT"),
        (date(2024, 7, 1), "actor", "AGREE"),
    ]
    assert rows[0]["counterparts"] == ["لوسيا مارتين"]
    police = dicts(con, "FROM actor_timeline WHERE sector = 'COP'")
    assert police[0]["day"] is None and police[0]["day_basis"] is None


def test_statements_show_the_words_and_the_events_inside(con: duckdb.DuckDBPyConnection) -> None:
    rows = dicts(con, "FROM attributed_statements")
    assert len(rows) == 2
    assert all(row["text"] in row["sentence"] and row["event_types"] == ["ASSAULT"] for row in rows)


def test_plover_records_use_the_fields_of_the_manual(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    out = tmp_path / "events.jsonl"
    con.execute(f"COPY plover TO '{out}' (FORMAT json)")
    records = {record["event"][0]: record for record in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    visit = records["CONSULT"]
    assert visit["date"] == "2024-06-03" and visit["quad_code"] == 1 and visit["mode"] == ["visit"]
    assert visit["source"][0] | {"identifier_id": ""} == {
        "code": "ESP",
        "sector": "GOV",
        "actor_text": "لوسيا مارتين",
        "identifier_id": "",
        "identifier_text": "لوسيا مارتين",
    }
    assert visit["event_loc"] == {"name": "الرباط", "cc3": "MAR"} and visit["comment"] == ""
    assert records["PROTEST"]["comment"] == "date is the day of publication"
    assert records["SANCTION"]["comment"] == "not asserted: negated; date is the day of publication"
    assert records["SANCTION"]["recipient"] == []
    for record in records.values():
        assert record["quad_code"] in (1, 2, 3, 4)
        assert record["text_info"]["end"] - record["text_info"]["start"] == len(record["text"])


def test_every_plover_type_has_a_quad_code(miniature: ModuleType) -> None:
    types = [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "COOPERATE",
        "AID",
        "CONCEDE",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "MOBILIZE",
        "SANCTION",
        "COERCE",
        "ASSAULT",
    ]
    rows = miniature.rows()
    one = rows["events"][0]
    rows["events"] = [one | {"event_id": f"{number:016x}", "event_type": name} for number, name in enumerate(types)]
    con = miniature.warehouse(rows)
    assert con.execute("SELECT count(*) FROM plover WHERE quad_code IS NULL").fetchone() == (0,)


def test_what_has_no_political_actor_is_no_plover_record(miniature: ModuleType) -> None:
    rows = miniature.rows()
    for mention in rows["event_mentions"]:
        mention["codable"] = mention["event_type"] != "PROTEST"
    with miniature.warehouse(rows) as con:
        assert con.execute("SELECT is_codable FROM events_wide WHERE event_type = 'PROTEST'").fetchall() == [(False,)]
        assert con.execute("SELECT count(*) FROM plover").fetchone() == (len(rows["events"]) - 1,)


def test_an_actor_known_from_the_context_only_lends_no_name(miniature: ModuleType) -> None:
    rows = miniature.rows()
    for entity in rows["entities"]:
        entity |= {"name": "(MAR GOV)", "names": []}
    with miniature.warehouse(rows) as con:
        visit = dicts(con, "FROM events_wide WHERE event_type = 'CONSULT'")[0]
        assert dicts(con, "FROM actor_timeline") == []
    assert visit["recipients"] == ["وزير الخارجية المغربي سالم العمراني", "الرباط"], "the words of the text instead"


def test_a_summary_is_evidence_only_when_there_is_nothing_better(miniature: ModuleType) -> None:
    rows = miniature.rows()
    for link in rows["event_links"]:
        link["is_summary"] = link["reason"] == "self"
    with miniature.warehouse(rows) as con:
        assert dicts(con, "FROM events_wide WHERE event_type = 'CONSULT'")[0]["source"] != "وكالة الساحل"
        assert con.execute("SELECT count(*) FROM events_wide WHERE evidence IS NULL").fetchone() == (0,)


def test_every_table_and_its_columns_have_a_comment_too(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("SELECT table_name FROM duckdb_tables() WHERE comment IS NULL").fetchall() == []
    bare = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
    assert con.execute(bare).fetchall() == []
