"""Level-triggered re-runs: what a change in the raw folder, the code or Dagster's storage sets going, and what it does not."""

import dataclasses
import os
import shutil
from pathlib import Path

import duckdb
import pytest

from pipeline import plan as planning
from pipeline.events.lexicon import BUNDLED
from pipeline.plan import World, plan
from tests.conftest import ARREST, VISIT, make_world, run, write


def stages_due(world: World) -> dict[str, str]:
    return {key: p.due[0].stage for key, p in plan(world).partitions.items() if p.due}


def published(world: World, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(world.settings.home / "warehouse.duckdb"), read_only=True) as db:
        return db.execute(query).fetchall()


def test_first_run_makes_all_and_second_nothing(world: World) -> None:
    assert run(world) == ["day1", "day2"]
    before = (world.settings.home / "warehouse.duckdb").stat()
    assert run(world) == []
    assert (world.settings.home / "warehouse.duckdb").stat().st_ino == before.st_ino
    assert published(world, "SELECT count(*) FROM stories WHERE status = 'ok'") == [(4,)]


def test_new_file_concerns_only_its_drop(built: World, raw: Path) -> None:
    untouched = built.store.path("tokens", "day2").stat().st_mtime_ns
    write(
        raw / "day1" / "new.txt",
        "أعلنت وزارة الصحة المصرية فتح ثلاثة مستشفيات جديدة في صعيد مصر قبل نهاية العام الجاري.\n",
    )
    assert stages_due(built) == {"day1": "raw_files"}
    assert run(built) == ["day1"]
    assert built.store.path("tokens", "day2").stat().st_mtime_ns == untouched
    assert published(built, "SELECT count(*) FROM files") == [(5,)]


def test_changed_then_reverted_file(built: World, raw: Path) -> None:
    before = published(built, "SELECT * FROM stories ORDER BY ALL")
    write(raw / "day1" / "arrest.txt", ARREST.replace("ثلاثة", "خمسة"))
    assert run(built) == ["day1"]
    assert published(built, "SELECT * FROM stories ORDER BY ALL") != before
    write(raw / "day1" / "arrest.txt", ARREST)
    assert run(built) == ["day1"]
    assert published(built, "SELECT * FROM stories ORDER BY ALL") == before


def test_touched_file_changes_nothing(built: World, raw: Path) -> None:
    os.utime(raw / "day1" / "visit.txt", (1_800_000_000, 1_800_000_000))
    assert stages_due(built) == {}


def test_deleted_file_leaves_and_its_id_stays_out(built: World, raw: Path) -> None:
    (gone,) = published(built, "SELECT story_id FROM stories JOIN files USING (file_id) WHERE path = 'day1/visit.txt'")
    (raw / "day1" / "visit.txt").unlink()
    assert run(built) == ["day1"]
    for table in ("stories", "story_lines", "sentences", "event_mentions", "rejected_candidates"):
        assert published(built, f"SELECT count(*) FROM {table} WHERE story_id = '{gone[0]}'") == [(0,)]


def test_deleted_drop_leaves_and_comes_back_without_work(built: World, raw: Path, tmp_path: Path) -> None:
    shutil.move(raw / "day2", tmp_path / "aside")
    assert run(built) == []
    assert published(built, "SELECT DISTINCT partition_key FROM stories") == [("day1",)]
    shutil.move(tmp_path / "aside", raw / "day2")
    assert run(built) == []
    assert published(built, "SELECT count(DISTINCT partition_key) FROM stories") == [(2,)]


def test_lost_dagster_home_costs_nothing(built: World) -> None:
    shutil.rmtree(built.settings.home / "dagster")
    assert stages_due(built) == {}
    assert run(built) == []


def test_lost_or_damaged_table_is_made_again(built: World) -> None:
    built.store.path("sentences", "day1").unlink()
    built.store.path("fingerprints", "day2").write_bytes(b"PAR1 cut off")
    assert stages_due(built) == {"day1": "sentences", "day2": "fingerprints"}
    assert run(built) == ["day1", "day2"]
    assert stages_due(built) == {}


def test_code_bump_reruns_the_stage_and_stops_where_nothing_changed(
    built: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    downstream = built.store.path("sentences", "day1").stat().st_mtime_ns
    bumped = tuple(
        dataclasses.replace(s, code_version="next") if s.name == "clean_stories" else s
        for s in planning.PARTITION_STAGES
    )
    monkeypatch.setattr(planning, "PARTITION_STAGES", bumped)
    monkeypatch.setitem(planning.STAGES, "clean_stories", next(s for s in bumped if s.name == "clean_stories"))
    due = plan(built).partitions["day1"].due
    assert [d.stage for d in due] == ["clean_stories"]
    assert "code version" in due[0].reason
    run(built)
    assert built.store.path("sentences", "day1").stat().st_mtime_ns == downstream  # early cut-off: equal content


def test_setting_that_matters_and_one_that_does_not(built: World, raw: Path) -> None:
    other = make_world(raw, built.settings.home, clean={"min_body_words": 9}, workers=2, sensor_seconds=7)
    assert set(stages_due(other).values()) == {"clean_stories"}
    assert stages_due(make_world(raw, built.settings.home, workers=2, sensor_seconds=7)) == {}


def test_failed_check_holds_back_its_drop_until_mended(raw: Path, tmp_path: Path) -> None:
    strict = make_world(raw, tmp_path / "home", checks={"min_for_rates": 2, "max_quarantined_share": 0.4})
    run(strict)
    (raw / "day1" / "broken.txt").write_bytes(b"")
    (raw / "day1" / "noise.txt").write_bytes(bytes(range(256)) * 40)
    run(strict)
    assert plan(strict).blocked == ["day1"]
    assert plan(strict).partitions["day1"].blocked_by == ("files_quarantined",)
    assert published(strict, "SELECT DISTINCT partition_key FROM stories") == [("day2",)]
    held = published(strict, "SELECT path, status, reason FROM files WHERE partition_key = 'day1' ORDER BY path")
    assert [p for p, _, _ in held] == ["day1/arrest.txt", "day1/broken.txt", "day1/noise.txt", "day1/visit.txt"]
    assert all(status == "quarantined" and "files_quarantined" in str(reason) for _, status, reason in held)
    failed = published(
        strict, "SELECT partition_key FROM quality_checks WHERE check_name = 'files_quarantined' AND NOT passed"
    )
    assert failed == [("day1",)]
    assert stages_due(strict) == {}, "a drop that is held back is not tried again until it changes"
    (raw / "day1" / "broken.txt").unlink()
    (raw / "day1" / "noise.txt").unlink()
    assert run(strict) == ["day1"]
    assert published(strict, "SELECT count(DISTINCT partition_key) FROM stories") == [(2,)]


def test_readers_are_not_disturbed_by_a_publication(built: World, raw: Path) -> None:
    reader = duckdb.connect(str(built.settings.home / "warehouse.duckdb"), read_only=True)
    write(raw / "day1" / "copy.txt", VISIT)
    run(built)
    assert reader.execute("SELECT count(*) FROM stories").fetchone() == (4,)
    reader.close()
    assert published(built, "SELECT count(*) FROM stories") == [(5,)]


def test_edited_lexicon_is_seen_by_a_world_that_lives_on(raw: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lexicon"
    shutil.copytree(BUNDLED, folder)
    world = make_world(raw, tmp_path / "home", events={"lexicon": folder})
    run(world)
    tokens = world.store.path("tokens", "day1").stat().st_mtime_ns
    people = folder / "people.csv"
    people.write_text(people.read_text(encoding="utf-8") + "# looked through\n", encoding="utf-8")
    assert stages_due(world) == {"day1": "event_mentions", "day2": "event_mentions"}
    run(world)
    assert stages_due(world) == {}
    assert world.store.path("tokens", "day1").stat().st_mtime_ns == tokens, "an edited actor list annotates nothing"
