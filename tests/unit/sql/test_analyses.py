"""Every named query: that it runs on an empty and on the miniature warehouse, and what the chosen ones answer."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from pipeline import queries

ANALYSES = {query.name: query for query in queries.load("analyses")}


@pytest.fixture(scope="module")
def con(miniature: ModuleType) -> Iterator[duckdb.DuckDBPyConnection]:
    with miniature.warehouse() as connection:
        yield connection


@pytest.fixture(scope="module")
def empty(miniature: ModuleType) -> Iterator[duckdb.DuckDBPyConnection]:
    with miniature.warehouse({}) as connection:
        yield connection


def answer(con: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    result = con.execute(ANALYSES[name].sql)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def test_there_are_enough() -> None:
    assert len(ANALYSES) >= 12


@pytest.mark.parametrize("name", ANALYSES)
def test_it_runs_on_an_empty_build(empty: duckdb.DuckDBPyConnection, name: str) -> None:
    assert len(answer(empty, name)) == (1 if name == "summary" else 0)


@pytest.mark.parametrize("name", ANALYSES)
def test_it_finds_something_in_the_miniature_corpus(con: duckdb.DuckDBPyConnection, name: str) -> None:
    assert answer(con, name) != []


@pytest.mark.parametrize("name", ANALYSES)
def test_it_gives_the_same_rows_in_the_same_order_twice(con: duckdb.DuckDBPyConnection, name: str) -> None:
    assert answer(con, name) == answer(con, name)


@pytest.mark.parametrize("name", ANALYSES)
def test_its_variables_are_those_of_its_header(name: str) -> None:
    query = ANALYSES[name]
    declared = [word.strip() for word in query.header.get("variables", "").split(",") if word.strip()]
    assert all(f"getvariable('{variable}')" in query.sql for variable in declared)
    assert query.sql.count("getvariable(") == 0 or declared


def test_pair_evidence_takes_a_pair_or_the_busiest(con: duckdb.DuckDBPyConnection) -> None:
    assert {row["event_type"] for row in answer(con, "pair_evidence")} == {"CONSULT", "AGREE", "SANCTION"}
    con.execute("SET VARIABLE country_a = 'JOR'")
    con.execute("SET VARIABLE country_b = 'JOR'")
    assert [row["event_type"] for row in answer(con, "pair_evidence")] == ["PROTEST"]
    con.execute("RESET VARIABLE country_a")
    con.execute("RESET VARIABLE country_b")


def test_actor_history_finds_any_spelling(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("SET VARIABLE actor = 'العمراني'")
    assert [(row["side"], row["event_type"]) for row in answer(con, "actor_history")] == [
        ("recipient", "CONSULT"),
        ("actor", "AGREE"),
    ]
    con.execute("RESET VARIABLE actor")
    assert len({row["name"] for row in answer(con, "actor_history")}) == 1


def test_dyads_are_split_into_the_four_quads(con: duckdb.DuckDBPyConnection) -> None:
    pair = answer(con, "top_dyads")[0]
    assert (pair["country_a"], pair["country_b"], pair["n_events"]) == ("ESP", "MAR", 3)
    quads = ("n_verbal_cooperation", "n_material_cooperation", "n_verbal_conflict", "n_material_conflict")
    assert [pair[quad] for quad in quads] == [2, 0, 1, 0]


def test_most_reported_counts_copies_once(con: duckdb.DuckDBPyConnection) -> None:
    first = answer(con, "most_reported")[0]
    assert (first["n_independent_stories"], first["n_stories"], first["event_type"]) == (2, 3, "CONSULT")


def test_a_source_is_judged_by_its_share_of_copies(con: duckdb.DuckDBPyConnection) -> None:
    rows = {row["source"]: row for row in answer(con, "sources_that_copy")}
    port = rows["جريدة الميناء"]
    assert (port["n_stories"], port["n_copies"], port["copy_rate"]) == (2, 1, 0.5)
    assert (port["copies_most_from"], port["n_own_copies"]) == ("وكالة الساحل", 0)
    assert rows["وكالة الساحل"]["n_copied_by_others"] == 1 and rows["وكالة الساحل"]["copy_rate"] == 0


def test_arrests_name_the_agency(con: duckdb.DuckDBPyConnection) -> None:
    assert [(row["country"], row["agency"]) for row in answer(con, "arrests_by_country")] == [
        ("TUN", "الشرطة التونسية")
    ]


def test_conflicting_reports_show_both_sides(con: duckdb.DuckDBPyConnection) -> None:
    (row,) = answer(con, "conflicting_reports")
    assert (row["n_asserting"], row["n_denying"]) == (1, 1)
    assert row["asserted_by"] == "صحيفة الضفة" and row["denied_by"] == "جريدة الميناء"


def test_unresolved_sides_are_ranked(con: duckdb.DuckDBPyConnection) -> None:
    assert [(row["text"], row["n_mentions"], row["n_without_country"]) for row in answer(con, "unresolved_actors")] == [
        ("حزب النهج", 2, 2)
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT 1", "no name, title, about"),
        ("-- name: other\n-- title: T\n-- about: A\nSELECT 1", "calls it other"),
        ("-- name: q\n-- title:\n-- about: A\nSELECT 1", "no title"),
    ],
)
def test_a_header_that_lacks_something_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "analyses").mkdir()
    (tmp_path / "analyses" / "q.sql").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"q\.sql: .*{said}"):
        queries.load("analyses", tmp_path)


def test_a_severity_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "q.sql").write_text(
        "-- check: q\n-- asset: a\n-- severity: INFO\n-- about: A\nSELECT 1", encoding="utf-8"
    )
    with pytest.raises(ValueError, match=r"severity is INFO, not ERROR or WARN"):
        queries.load("checks", tmp_path)


def test_a_header_goes_on_over_lines_and_the_query_has_no_semicolon(tmp_path: Path) -> None:
    (tmp_path / "analyses").mkdir()
    (tmp_path / "analyses" / "q.sql").write_text(
        "-- name: q\n-- title: T\n-- about: one\n-- two\nSELECT 1;\n", encoding="utf-8"
    )
    (query,) = queries.load("analyses", tmp_path)
    assert query.about == "one two" and query.sql == "SELECT 1"


def test_a_query_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(KeyError, match=r"no query 'nothing'.*top_dyads"):
        queries.named("nothing")
    assert queries.named("top_dyads") == ANALYSES["top_dyads"]
