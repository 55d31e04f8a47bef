"""The sensor and the schedule, by real ticks against a real instance."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.automation import MAX_TRIES, drop_job, publish_job
from assets.definitions import build_defs
from assets.instance import open_instance
from pipeline import plan as planning
from pipeline.plan import World, plan
from tests.conftest import ARREST, make_world, run, write


@pytest.fixture
def instance(world: World) -> Iterator[dg.DagsterInstance]:
    with open_instance(world.settings.home) as opened:
        yield opened


def tick(world: World, instance: dg.DagsterInstance) -> list[tuple[str, str | None]]:
    """(job, partition) of the runs that one look of the sensor asks for."""
    repository = build_defs(world).get_repository_def()
    context = dg.build_sensor_context(instance=instance, repository_def=repository, resources={"world": world})
    result = repository.get_sensor_def("raw_folder")(context)
    if isinstance(result, dg.SkipReason):
        return []
    assert isinstance(result, dg.SensorResult)
    return sorted((r.job_name or "", r.partition_key) for r in result.run_requests or [])


def test_sensor_sees_every_kind_of_change(world: World, raw: Path, instance: dg.DagsterInstance) -> None:
    process, publish = drop_job.name, publish_job.name
    assert tick(world, instance) == [(process, "day1"), (process, "day2")]
    assert instance.get_dynamic_partitions("drops") == ["day1", "day2"]
    run(world)
    assert tick(world, instance) == []
    write(raw / "day1" / "arrest.txt", ARREST + "\nوأضاف البيان أن التحقيق ما زال جاريا.\n")
    assert tick(world, instance) == [(process, "day1")]
    write(raw / "day1" / "arrest.txt", ARREST)
    assert tick(world, instance) == [], "put back before anything ran: nothing to do"
    shutil.rmtree(raw / "day2")
    assert tick(world, instance) == [(publish, None)], "a removed drop needs no work, only a new publication"
    assert instance.get_dynamic_partitions("drops") == ["day1"]


def test_sensor_asks_again_when_dagster_forgot(world: World, instance: dg.DagsterInstance) -> None:
    first = tick(world, instance)
    assert tick(world, instance) == first, "no cursor: what was not done is asked for again"


def test_sensor_gives_up_on_a_drop_that_keeps_failing(
    world: World, instance: dg.DagsterInstance, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assets import automation
    from pipeline.store import content_hash

    state = plan(world)
    tag = automation.due_tag(state.partitions["day1"], content_hash(world.inventory(["day1"])))
    job = build_defs(world).resolve_job_def(drop_job.name)
    for _ in range(MAX_TRIES):
        created = instance.create_run_for_job(
            job, tags={automation.INPUT_TAG: tag, "dagster/partition": "day1"}, status=dg.DagsterRunStatus.FAILURE
        )
        assert created.is_failure
    assert tick(world, instance) == [(drop_job.name, "day2")]
    write(raw / "day1" / "arrest.txt", ARREST + "\nوأضاف البيان أن التحقيق ما زال جاريا.\n")
    assert (drop_job.name, "day1") in tick(world, instance), "the drop changed: worth another try"


def test_nightly_schedule_asks_for_the_same_drops(world: World, instance: dg.DagsterInstance) -> None:
    repository = build_defs(world).get_repository_def()
    night = datetime(2026, 1, 2, 3, tzinfo=UTC)
    context = dg.build_schedule_context(
        instance=instance, repository_def=repository, resources={"world": world}, scheduled_execution_time=night
    )
    requests = repository.get_schedule_def("nightly")(context)
    assert isinstance(requests, list)
    assert len({r.run_key for r in requests}) == 2
    assert sorted(str(r.partition_key) for r in requests) == ["day1", "day2"]


def test_sensor_tick_is_fast_at_ten_thousand_files(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    for drop in range(10):
        folder = raw / f"drop{drop}"
        folder.mkdir(parents=True)
        for n in range(1000):
            (folder / f"{n}.txt").write_text(f"خبر رقم {n} من الدفعة {drop}")
    world = make_world(raw, tmp_path / "home")
    world.inventory()
    started = time.perf_counter()
    assert world.inventory().height == 10_000
    assert time.perf_counter() - started < 5, (
        "an order of magnitude above what it takes, so that a busy machine does not fail it"
    )


def test_code_version_is_shown_to_dagster(world: World) -> None:
    graph = build_defs(world).resolve_asset_graph()
    for stage in planning.PARTITION_STAGES:
        assert graph.get(dg.AssetKey(stage.name)).code_version == stage.code_version
