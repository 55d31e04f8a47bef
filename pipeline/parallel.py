"""Work on batches, here or on many processors: the one seam for going beyond one core or one machine.

Belongs here: how batches are cut and who runs them. The function that is run must be importable and its arguments picklable;
it must give the same result for a story whatever else is in the batch, so that no backend and no number of workers shows in the
output. Does not belong here: what is done to a batch.
"""

import functools
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Literal, TypeVar

import polars as pl

from pipeline.progress import Progress, quiet

B = TypeVar("B")
R = TypeVar("R")
Backend = Literal["processes", "dask"]


def map_batches(
    work: Callable[[B], R],
    batches: Sequence[B],
    *,
    workers: int = 1,
    backend: Backend = "processes",
    progress: Progress = quiet,
) -> list[R]:
    """`[work(b) for b in batches]`, spread over workers; results keep the order of the batches.

    Raises:
        RuntimeError: the Dask backend was asked for and is not installed; names the extra to install.
    """
    if workers <= 1 or len(batches) <= 1:
        return _collect(map(work, batches), len(batches), progress)
    if backend == "dask":
        return _map_dask(work, batches, workers, progress)
    # spawn: Polars and torch keep thread pools that a forked child would inherit in an unknown state.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(batches)), mp_context=context) as pool:
        return _collect(pool.map(work, batches), len(batches), progress)


def _map_dask(work: Callable[[B], R], batches: Sequence[B], workers: int, progress: Progress) -> list[R]:
    try:
        from distributed import Client, get_client
    except ImportError as error:
        raise RuntimeError("backend = \"dask\" needs the extra: pip install 'rasid[dask]'") from error
    try:
        client = get_client()
    except ValueError:  # no cluster is named in Dask's own configuration: use this machine
        client = Client(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    futures = client.map(work, list(batches), pure=False)
    return _collect((f.result() for f in futures), len(batches), progress)


def _collect(results: Iterator[R], total: int, progress: Progress) -> list[R]:
    collected: list[R] = []
    for result in results:
        collected.append(result)
        progress(len(collected), total)
    return collected


def by_story(
    work: Callable[..., tuple[pl.DataFrame, ...]],
    frames: Sequence[pl.DataFrame],
    previous: Sequence[pl.DataFrame] | None = None,
    *,
    workers: int = 1,
    backend: Backend = "processes",
    batch_stories: int = 500,
    progress: Progress = quiet,
) -> tuple[pl.DataFrame, ...]:
    """Run `work(frames, previous, progress)` over all stories, in batches of consecutive stories when there are several workers.

    Args:
        work: takes frames, the matching rows of the last build (or None) and a progress callback; returns the stage's tables.
        frames: tables of one partition, each with a `story_id`; the first decides which stories there are.
        previous: the stage's tables of the last build with a `story_id`, or None.
    """
    ids = frames[0]["story_id"].unique().sort()
    if workers <= 1 or len(ids) < 2 * batch_stories:
        return work(tuple(frames), tuple(previous) if previous is not None else None, progress)
    batches = []
    for start in range(0, len(ids), batch_stories):
        wanted = ids.slice(start, batch_stories).to_frame()
        mine = tuple(f.join(wanted, on="story_id", how="semi", maintain_order="left") for f in frames)
        old = (
            tuple(f.join(wanted, on="story_id", how="semi", maintain_order="left") for f in previous)
            if previous is not None
            else None
        )
        batches.append((mine, old))
    parts = map_batches(functools.partial(_run, work), batches, workers=workers, backend=backend, progress=progress)
    return tuple(pl.concat(tables) for tables in zip(*parts, strict=True))


def _run(
    work: Callable[..., tuple[pl.DataFrame, ...]],
    batch: tuple[tuple[pl.DataFrame, ...], tuple[pl.DataFrame, ...] | None],
) -> tuple[pl.DataFrame, ...]:
    return work(*batch, quiet)
