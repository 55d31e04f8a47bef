import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.evaluate import GoldError, evaluate, render
from pipeline.evaluate.gold import interval
from pipeline.evaluate.scores import match

TEXT = "عنوان\n زار الوزير البلد. واتهم الناطق جاره."


def gold_event(trigger: str, type_: str, actors: list[str], recipients: list[str], **more: Any) -> dict[str, Any]:
    start = TEXT.index(trigger)
    member = {"text": None, "sector": "GOV", "other_sectors": []}
    return {
        "trigger": trigger, "trigger_span": [start, start + len(trigger)], "sentence_index": 0, "type": type_, "alt_types": [], "mode": None,
        "actors": [{**member, "country": c} for c in actors], "recipients": [{**member, "country": c} for c in recipients], "location": None,
        "location_country": None, "date_text": None, "date_iso": None, "attribution": None, "modality": "asserted", "negated": False, **more,
    }  # fmt: skip


@pytest.fixture
def gold_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    story = {
        "file": "a.txt",
        "sentence_spans": [[6, 24], [25, 43]],
        "events": [
            gold_event("زار", "CONSULT", ["FRA"], ["MAR"], mode="visit", date_iso="2020-02"),
            gold_event(
                "اتهم",
                "ACCUSE",
                ["MAR"],
                ["FRA"],
                alt_types=["REJECT"],
                alt_sides={"actors": [{"country": "MAR"}], "recipients": []},
            ),
        ],
        "optional_events": [gold_event("البلد", "AID", [], [])],
    }
    (folder / "a.json").write_text(json.dumps(story), encoding="utf-8")
    (folder / "pairs.json").write_text("{}", encoding="utf-8")
    return folder


Mention = tuple[str, str, str, str | None]


def build(
    path: Path, mentions: list[Mention], sides: list[tuple[str, str, str]], sentences: list[tuple[int, int]]
) -> Path:
    with duckdb.connect(str(path)) as db:
        db.execute("CREATE TABLE files (file_id TEXT, path TEXT); INSERT INTO files VALUES ('f', 'drop/a.txt')")
        db.execute("CREATE TABLE stories (story_id TEXT, file_id TEXT, raw_text TEXT)")
        db.execute("INSERT INTO stories VALUES ('s', 'f', ?)", [TEXT])
        db.execute("CREATE TABLE sentences (story_id TEXT, start_char INT, end_char INT)")
        for span in sentences:
            db.execute("INSERT INTO sentences VALUES ('s', ?, ?)", list(span))
        db.execute(
            "CREATE TABLE event_participants (mention_id TEXT, participant_no INT, side TEXT, country TEXT, sector TEXT, other_sectors TEXT[])"
        )
        for n, (mention, side, country) in enumerate(sides):
            db.execute("INSERT INTO event_participants VALUES (?, ?, ?, ?, 'GOV', [])", [mention, n, side, country])
        db.execute(
            "CREATE TABLE event_mentions (mention_id TEXT, story_id TEXT, event_type TEXT, mode TEXT, trigger TEXT, start_char INT, end_char INT,"
            " date_start DATE, date_end DATE, attribution TEXT, modality TEXT, negated BOOL)"
        )
        for mention_id, trigger, type_, mode in mentions:
            start = TEXT.index(trigger)
            db.execute(
                "INSERT INTO event_mentions VALUES (?, 's', ?, ?, ?, ?, ?, '2020-02-01', '2020-02-29', NULL, 'asserted', false)",
                [mention_id, type_, mode, trigger, start, start + len(trigger)],
            )
    return path


SPANS = [(7, 24), (25, 43)]  # the white space before the first sentence does not count


def test_everything_right(tmp_path: Path, gold_dir: Path) -> None:
    sides = [("1", "actor", "FRA"), ("1", "recipient", "MAR"), ("2", "actor", "MAR")]
    db = build(tmp_path / "w.duckdb", [("1", "زار", "CONSULT", "visit"), ("2", "اتهم", "REJECT", None)], sides, SPANS)
    scores = evaluate(db, gold_dir)
    assert {
        k: scores[k]["F"] for k in ("body", "sentences", "detection", "typed", "who_whom", "roles")
    } == dict.fromkeys(("body", "sentences", "detection", "typed", "who_whom", "roles"), 1.0)
    assert scores["on_matched"]["date_where_gold_has_one"] == {"share": 1.0, "right": 1, "of": 1}
    assert scores["on_matched"]["date"]["right"] == 1  # the second event has no date in gold
    assert scores["by_type"]["ACCUSE"] == {"gold": 1, "predicted": 0, "right": 1}
    assert "who_whom" in render(scores)


def test_what_is_wrong_counts(tmp_path: Path, gold_dir: Path) -> None:
    mentions: list[Mention] = [
        ("1", "زار", "AID", None),
        ("3", "البلد", "AID", None),
        ("4", "الناطق", "AID", None),
        ("5", "زار", "CONSULT", None),
    ]
    db = build(tmp_path / "w.duckdb", mentions, [("1", "actor", "FRA"), ("1", "recipient", "ESP")], [(7, 20)])
    scores = evaluate(db, gold_dir)
    assert scores["neutral"] == 1
    assert scores["duplicates"] == 1
    assert scores["detection"] == {"P": 0.333, "R": 0.5, "F": 0.4, "tp": 1, "pred": 3, "gold": 2}
    assert scores["typed"]["tp"] == 0
    assert scores["roles"] == {"P": 0.5, "R": 0.25, "F": 0.333, "tp": 1, "pred": 2, "gold": 4}
    assert scores["sentences"]["tp"] == 0


def test_a_missing_story_is_named(tmp_path: Path, gold_dir: Path) -> None:
    story = json.loads((gold_dir / "a.json").read_text(encoding="utf-8"))
    (gold_dir / "b.json").write_text(json.dumps({**story, "file": "b.txt"}), encoding="utf-8")
    scores = evaluate(build(tmp_path / "w.duckdb", [], [], SPANS), gold_dir)
    assert scores["files_missing"] == ["b.txt"]
    assert scores["detection"]["gold"] == 4
    assert "b.txt" in render(scores)


def test_a_broken_gold_file_is_named(tmp_path: Path, gold_dir: Path) -> None:
    (gold_dir / "c.json").write_text('{"events": [{}]}', encoding="utf-8")
    with pytest.raises(GoldError, match=r"c\.json"):
        evaluate(build(tmp_path / "w.duckdb", [], [], SPANS), gold_dir)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2022-06-13/2022-06-14", date(2022, 6, 13), date(2022, 6, 14)),
        (None, None, None),
        ("gestern", None, None),
    ],
)
def test_gold_dates(text: str | None, first: date | None, last: date | None) -> None:
    assert interval(text) == (first, last)


def test_the_larger_overlap_wins() -> None:
    assert match([(0, 4), (3, 10)], [(2, 10), (0, 2)]) == {1: 0, 0: 1}
