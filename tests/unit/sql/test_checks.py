"""Every check holds on the miniature corpus and fails on a corpus broken in the way that it is there to find."""

from collections.abc import Iterator
from types import ModuleType

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import queries, schema

CHECKS = {check.name: check for check in queries.load("checks")}
PUBLISHED = {name: table for name, table in schema.TABLES.items() if table.published}

# check: the statement that breaks the miniature corpus for it
BROKEN = {
    "offsets_sentences": "UPDATE sentences SET start_char = start_char + 1, end_char = end_char + 1",
    "offsets_tokens": "UPDATE tokens SET start_char = start_char + 1, end_char = end_char + 1",
    "offsets_event_mentions": "UPDATE event_mentions SET start_char = start_char - 1, end_char = end_char - 1",
    "offsets_event_participants": "UPDATE event_participants SET end_char = NULL WHERE participant_no = 0",
    "offsets_rejected_candidates": "UPDATE rejected_candidates SET text = 'تظاهرات'",
    "offsets_statements": "UPDATE statements SET end_char = 100000",
    "offsets_story_lines": "UPDATE story_lines SET start_char = start_char - 2 WHERE line_no = 1",
    "story_length": "UPDATE stories SET n_chars = strlen(raw_text)",
    "sentence_words": "UPDATE sentences SET word_ends = list_transform(word_ends, LAMBDA e: e + 1)",
    "sentence_order": "UPDATE sentences SET sentence_no = sentence_no + 1",
    "sentences_in_body": "UPDATE story_lines SET label = 'ticker'",
    "ok_stories_have_sentences": "UPDATE stories SET status = 'ok' WHERE status = 'too_short'",
    "token_order": "UPDATE tokens SET token_no = token_no + 1",
    "token_trees": "UPDATE tokens SET head = 0",
    "mentions_in_sentence": "UPDATE event_mentions SET sentence_id = (SELECT min(sentence_id) FROM sentences)",
    "candidates_in_sentence": "UPDATE rejected_candidates SET start_char = 0",
    "mentions_have_sides": "UPDATE event_participants SET country = NULL, sector = NULL, entity_id = NULL",
    "mentions_have_events": "UPDATE event_mentions SET event_id = NULL",
    "mentions_are_linked": "DELETE FROM event_links",
    "events_are_told": "UPDATE events SET event_id = 'nowhere'",
    "event_counts": "UPDATE events SET n_independent_stories = n_stories",
    "dates_event_mentions": "UPDATE event_mentions SET date_end = date_start - 1",
    "dates_events": "UPDATE events SET date_precision = NULL",
    "files_n_stories": "UPDATE files SET n_stories = 2",
    "stories_in_partition": "UPDATE stories SET partition_key = 'elsewhere'",
    "reasons_given": "UPDATE files SET reason = ' '",
    "paths_relative": "UPDATE files SET path = '/' || path",
    "reasons_without_folders": "UPDATE files SET reason = 'Cannot open /home/somebody/raw/a.txt'",
    "values_files": "UPDATE files SET status = 'lost'",
    "values_stories": "UPDATE stories SET published_basis = 'guess'",
    "values_story_lines": "UPDATE story_lines SET label = 'advert'",
    "values_event_participants": "UPDATE event_participants SET sector = 'XXX'",
    "values_event_mentions": "UPDATE event_mentions SET modality = 'perhaps'",
    "values_events": "UPDATE events SET event_type = 'FIGHT'",
    "values_statements": "UPDATE statements SET style = 'free'",
    "values_duplicate_pairs": "UPDATE duplicate_pairs SET relation = 'alike'",
    "values_quality_checks": "UPDATE quality_checks SET severity = 'INFO'",
    "values_tokens": "UPDATE tokens SET upos = 'PUNKT'",
    "modes_event_mentions": "UPDATE event_mentions SET mode = 'visit' WHERE event_type = 'ASSAULT'",
    "modes_events": "UPDATE events SET mode = 'riot' WHERE event_type = 'CONSULT'",
    "country_codes": "UPDATE events SET actor_countries = ['Morocco']",
    "pairs_ordered": "UPDATE duplicate_pairs SET story_a = story_b, story_b = story_a",
    "pairs_measured": "UPDATE duplicate_pairs SET jaccard = 0.9",
    "groups_whole": "UPDATE duplicate_groups SET is_canonical = TRUE",
    "groups_of_ok_stories": "UPDATE stories SET status = 'too_short'",
    "groups_verified": "DELETE FROM duplicate_pairs WHERE relation = 'exact_bytes'",
    "entity_names": "UPDATE entities SET name = name || ' الثاني'",
    "build_described": "DELETE FROM build",
}
for _table in PUBLISHED.values():
    BROKEN[f"key_{_table.name}"] = f"INSERT INTO {_table.name} SELECT * FROM {_table.name} LIMIT 1"
BROKEN["key_files_id"] = BROKEN["key_files"]
BROKEN["key_sentences_id"] = BROKEN["key_sentences"]
BROKEN["key_stories_record"] = BROKEN["key_stories"]
_FOREIGN = [(table.name, column) for table in PUBLISHED.values() for column, _ in table.foreign]
_FOREIGN += [
    ("event_mentions", "event_id"),
    ("event_participants", "entity_id"),
    ("event_links", "via_mention_id"),
    ("duplicate_groups", "group_id"),
]
for _name, _column in _FOREIGN:
    BROKEN[f"foreign_{_name}_{_column}"] = f"UPDATE {_name} SET {_column} = 'nowhere'"


@pytest.fixture(scope="module")
def corpus(miniature: ModuleType) -> Iterator[duckdb.DuckDBPyConnection]:
    with miniature.warehouse() as connection:
        yield connection


@pytest.fixture
def con(corpus: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The miniature corpus, restored after the test."""
    corpus.execute("BEGIN")
    yield corpus
    corpus.execute("ROLLBACK")


def failures(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    return con.execute(CHECKS[name].sql).fetchall()


def test_every_check_has_a_way_to_fail() -> None:
    assert sorted(BROKEN) == sorted(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_it_holds_and_can_fail(con: duckdb.DuckDBPyConnection, name: str) -> None:
    assert failures(con, name) == []
    con.execute(BROKEN[name])
    assert failures(con, name) != []


def test_an_empty_build_fails_only_because_it_describes_nothing(miniature: ModuleType) -> None:
    con = miniature.warehouse({})
    assert [name for name in CHECKS if failures(con, name)] == ["build_described"]


def test_every_key_and_foreign_key_of_the_schema_is_checked() -> None:
    assert {f"key_{name}" for name in PUBLISHED} <= set(CHECKS)
    assert {f"foreign_{table.name}_{column}" for table in PUBLISHED.values() for column, _ in table.foreign} <= set(
        CHECKS
    )


def test_every_table_that_spans_text_is_checked() -> None:
    spans = {name for name, table in PUBLISHED.items() if {"start_char", "end_char"} <= set(table.schema)}
    assert {f"offsets_{name}" for name in spans} <= set(CHECKS)


def test_what_would_pass_a_careless_comparison_does_not(con: duckdb.DuckDBPyConnection) -> None:
    """Comparisons with null are neither true nor false; each of these slips through a check written without care for it."""
    con.execute("UPDATE event_participants SET start_char = NULL, end_char = NULL WHERE participant_no = 0")
    assert failures(con, "offsets_event_participants") != []
    con.execute("UPDATE files SET reason = NULL")
    assert failures(con, "reasons_given") != []
    con.execute("UPDATE event_links SET event_id = 'nowhere'")
    assert failures(con, "mentions_are_linked") != []
    con.execute("UPDATE duplicate_pairs SET jaccard = 'NaN'")
    assert failures(con, "pairs_measured") != []


def test_a_hostile_file_name_does_not_fail_a_build(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("UPDATE files SET path = $name WHERE status = 'quarantined'", {"name": "drop/..a\\b: ‮c\nd.txt"})
    assert failures(con, "paths_relative") == []


def test_many_copies_of_one_text_need_be_paired_with_its_first_story_only(con: duckdb.DuckDBPyConnection) -> None:
    """The canonical story is the third of its text, and a near copy of that text is paired with the first."""
    con.execute("DELETE FROM duplicate_pairs")
    con.execute("DELETE FROM duplicate_groups")
    con.execute("INSERT INTO duplicate_groups SELECT s, 'a', s = 'c', 4 FROM unnest(['a', 'b', 'c', 'd']) AS t (s)")
    pair = "INSERT INTO duplicate_pairs BY NAME SELECT 'a' AS story_a, ? AS story_b, ? AS relation"
    for other, relation in (("b", "exact_text"), ("c", "exact_bytes"), ("d", "near_dup")):
        con.execute(
            pair
            + ", 1.0 AS jaccard, 1.0 AS containment_a, 1.0 AS containment_b, 9 AS longest_run, 0 AS new_a, 0 AS new_b, TRUE AS merges, 'text' AS basis",
            [other, relation],
        )
    assert failures(con, "groups_verified") == []
    con.execute("UPDATE duplicate_pairs SET relation = 'reuse' WHERE story_b = 'd'")
    assert failures(con, "groups_verified") == [("a", "d", "c")]


TEXT = st.text(max_size=12)
CASES = st.lists(
    st.tuples(TEXT, st.text(min_size=1, max_size=12), TEXT, st.sampled_from([-1, 1])), min_size=30, max_size=30
)


@settings(deadline=None, derandomize=True, max_examples=5)
@given(cases=CASES)
def test_offsets_count_code_points_of_any_text(cases: list[tuple[str, str, str, int]]) -> None:
    """Marks, emoji, joiners, NUL and characters beyond the BMP: DuckDB counts what Python counts."""
    moved = set()
    with duckdb.connect() as db:
        db.execute("CREATE TABLE stories (story_id INT, raw_text VARCHAR, n_chars INT)")
        db.execute("CREATE TABLE sentences (sentence_id INT, story_id INT, start_char INT, end_char INT, text VARCHAR)")
        for number, (before, text, after, shift) in enumerate(cases):
            raw, start, end = before + text + after, len(before), len(before) + len(text)
            db.execute("INSERT INTO stories VALUES (?, ?, ?)", [number, raw, len(raw)])
            db.execute("INSERT INTO sentences VALUES (?, ?, ?, ?, ?)", [number, number, start, end, text])
            db.execute(
                "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
                [number + 1000, number, start + shift, end + shift, text],
            )
            if start + shift < 0 or raw[start + shift : end + shift] != text:
                moved.add(number + 1000)
        assert failures(db, "story_length") == []
        assert {row[0] for row in failures(db, "offsets_sentences")} == moved
