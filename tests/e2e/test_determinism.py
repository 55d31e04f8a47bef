"""Two runs, one answer: order of files, number of workers, full or incremental must not show."""

import shutil
from pathlib import Path

import duckdb
import pytest

from pipeline.plan import World
from pipeline.schema import TABLES
from tests.conftest import ARREST, PROTEST, VISIT, WEATHER, make_world, run, write

SAMPLE = Path(__file__).resolve().parents[1] / "sample" / "raw"


def parquet(world: World) -> dict[str, bytes]:
    root = world.store.root
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*.parquet"))}


def content(world: World) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(world.settings.home / "warehouse.duckdb"), read_only=True) as db:
        return {
            t.name: db.execute(f"SELECT * FROM {t.name} ORDER BY ALL").fetchall()
            for t in TABLES.values()
            if t.published
        }


def copy_files(source: Path, target: Path, *, backwards: bool) -> None:
    files = sorted((p for p in source.rglob("*") if p.is_file()), reverse=backwards)
    for path in files:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def test_order_of_files_and_number_of_workers_do_not_show(tmp_path: Path) -> None:
    worlds = []
    for name, backwards, workers in (("one", False, 1), ("two", True, 2)):
        copy_files(SAMPLE / "wires", tmp_path / name / "raw" / "wires", backwards=backwards)
        copy_files(SAMPLE / "2024-06-03", tmp_path / name / "raw" / "2024-06-03", backwards=backwards)
        world = make_world(tmp_path / name / "raw", tmp_path / name / "home", workers=workers)
        run(world)
        worlds.append(world)
    assert parquet(worlds[0]) == parquet(worlds[1])
    assert content(worlds[0]) == content(worlds[1])


def test_full_equals_incremental_in_any_order(tmp_path: Path) -> None:
    steps = [
        ("day1/a.txt", VISIT),
        ("day2/b.txt", WEATHER),
        ("day1/c.txt", ARREST),
        ("day2/d.txt", VISIT),
        ("day1/e.txt", PROTEST),
    ]
    full = make_world(tmp_path / "full" / "raw", tmp_path / "full" / "home")
    for name, text in steps:
        write(full.settings.raw / name, text)
    run(full)
    for n, order in enumerate((steps, steps[::-1])):
        grown = make_world(tmp_path / f"grown{n}" / "raw", tmp_path / f"grown{n}" / "home")
        write(grown.settings.raw / "day1" / "passing.txt", WEATHER.replace("الشمالية", "الجنوبية"))
        for name, text in order[:2]:
            write(grown.settings.raw / name, text)
        run(grown)
        (grown.settings.raw / "day1" / "passing.txt").unlink()
        for name, text in order[2:]:
            write(grown.settings.raw / name, text)
        run(grown)
        assert content(grown) == content(full)
        assert parquet(grown) == parquet(full)


@pytest.mark.slow
def test_whole_sample_with_more_workers(tmp_path: Path) -> None:
    worlds = []
    for name, backwards, workers in (("one", False, 1), ("two", True, 2)):
        copy_files(SAMPLE, tmp_path / name / "raw", backwards=backwards)
        world = make_world(tmp_path / name / "raw", tmp_path / name / "home", workers=workers)
        run(world)
        worlds.append(world)
    assert parquet(worlds[0]) == parquet(worlds[1])
