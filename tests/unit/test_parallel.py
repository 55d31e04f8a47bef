"""Batches: no backend and no number of workers shows in the result."""

import polars as pl
import pytest

from pipeline.parallel import by_story, map_batches
from pipeline.progress import Progress


def square(n: int) -> int:
    return n * n


def lengths(
    frames: tuple[pl.DataFrame, ...], previous: tuple[pl.DataFrame, ...] | None, progress: Progress
) -> tuple[pl.DataFrame, ...]:
    known = dict(previous[0].iter_rows()) if previous is not None else {}
    rows = [(i, known.get(i, len(text))) for i, text in frames[0].iter_rows()]
    return (pl.DataFrame(rows, schema={"story_id": pl.String, "n": pl.Int64}, orient="row").sort("story_id"),)


STORIES = pl.DataFrame({"story_id": [f"{i:03}" for i in range(50)], "text": ["خبر" * (i % 7) for i in range(50)]})


def test_order_is_kept_and_progress_reported() -> None:
    seen: list[tuple[int, int]] = []
    assert map_batches(square, range(5), progress=lambda d, t: seen.append((d, t))) == [0, 1, 4, 9, 16]
    assert seen[-1] == (5, 5)
    assert map_batches(square, range(5), workers=2) == [0, 1, 4, 9, 16]


def test_workers_do_not_show_in_the_result() -> None:
    previous = (pl.DataFrame({"story_id": ["007"], "n": [99]}),)
    one = by_story(lengths, (STORIES,), previous)
    two = by_story(lengths, (STORIES,), previous, workers=2, batch_stories=7)
    assert one[0].equals(two[0])
    assert one[0].row(7) == ("007", 99)


@pytest.mark.slow
def test_dask_gives_the_same() -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        distributed.Client(cluster),
    ):
        assert map_batches(square, range(9), workers=2, backend="dask") == [n * n for n in range(9)]
        two = by_story(lengths, (STORIES,), None, workers=2, backend="dask", batch_stories=7)
    assert two[0].equals(by_story(lengths, (STORIES,), None)[0])
