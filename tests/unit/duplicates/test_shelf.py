from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline import stages
from pipeline.duplicates import Shelf, fingerprint
from pipeline.duplicates.shelf import Tables
from pipeline.plan import World
from pipeline.settings import Settings
from tests.unit.duplicates.corpus import text
from tests.unit.duplicates.test_printed import tables


def drop(*seeds: int) -> Tables:
    stories, lines = tables([[("body", text(seed, 40), 0)] for seed in seeds])
    stories, lines = (frame.with_columns(pl.col("story_id") + f"-{seeds[0]}") for frame in (stories, lines))
    return stories, lines, fingerprint(stories, lines)


FIRST, SECOND = drop(1, 2, 3), drop(4, 5)


def test_a_shelf_gives_fingerprints_and_bodies(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "cache", {"a 1": lambda: FIRST, "b 1": lambda: SECOND})
    assert_frame_equal(shelf.fingerprints, pl.concat([FIRST[2], SECOND[2]]), check_row_order=True)
    wanted = [FIRST[0]["story_id"][1], SECOND[0]["story_id"][0], "nobody"]
    assert shelf.bodies(wanted).rows() == [(wanted[0], text(2, 40)), (wanted[1], text(4, 40))]


def test_what_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    read: list[str] = []

    def reading(name: str, made: Tables) -> Callable[[], Tables]:
        def run() -> Tables:
            read.append(name)
            return made

        return run

    for contents in ({"a 1": FIRST}, {"a 1": FIRST, "b 1": SECOND}, {"a 2": SECOND, "b 1": SECOND}, {"b 1": SECOND}):
        shelf = Shelf(tmp_path, {name: reading(name, made) for name, made in contents.items()})
        assert len(shelf.fingerprints) == sum(len(made[0]) for made in contents.values())
    assert read == ["a 1", "b 1", "a 2"]
    assert len(list(tmp_path.iterdir())) == 1, "files of drops that are gone are removed"


@pytest.mark.parametrize("broken", [b"", b"nothing", None])
def test_a_broken_file_is_made_again(broken: bytes | None, tmp_path: Path) -> None:
    Shelf(tmp_path, {"a 1": lambda: FIRST})
    (path,) = tmp_path.glob("*.arrow")
    if broken is None:
        pl.DataFrame({"story_id": ["x"]}).write_ipc(path)
    else:
        path.write_bytes(broken)
    assert_frame_equal(Shelf(tmp_path, {"a 1": lambda: FIRST}).fingerprints, FIRST[2])


def test_an_empty_shelf(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, {})
    assert shelf.fingerprints.is_empty() and shelf.bodies(["x"]).is_empty()


def test_the_stage_reads_the_shelf_of_its_store(tmp_path: Path) -> None:
    world = World(Settings(raw=tmp_path / "raw", home=tmp_path / "home"))
    for key, made in (("a", FIRST), ("b", SECOND)):
        for table, frame in zip(("stories", "story_lines", "fingerprints"), made, strict=True):
            world.store.write(table, frame, {}, key)
    shelf = stages.shelf(world, ["b", "a"])
    assert_frame_equal(shelf.fingerprints.sort("story_id"), world.store.read_all("fingerprints", ["a", "b"]))
    world.store.write("fingerprints", SECOND[2].head(1), {}, "b")
    assert len(stages.shelf(world, ["a", "b"]).fingerprints) == 4, "the drop's content changed"
    assert len(stages.shelf(world, ["b"]).bodies(SECOND[0]["story_id"].to_list())) == 1
