"""Runs started by a person: the same jobs as the sensor starts, one after another in this process."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import dagster as dg

from assets.automation import INPUT_TAG, drop_job, publish_job, sync_partitions
from assets.definitions import build_defs
from assets.instance import open_instance
from pipeline import warehouse
from pipeline.plan import Plan, World, plan


@contextmanager
def _quiet_dagster() -> Iterator[None]:
    """Dagster prints every event and stack trace of a run to stderr; they are in its storage and in the UI."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _failure(result: dg.ExecuteInProcessResult) -> str:
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            cause = error.cause if error is not None and error.cause is not None else error
            return f"{event.step_key}: {cause.message.strip() if cause else 'failed'}"
    return "the run failed"


def materialize(world: World, keys: Sequence[str]) -> dict[str, str]:
    """Run the drop job on each of these partitions; partitions whose run raised, with the error's message.

    A partition that a blocking check holds back did not raise: the plan says so afterwards.
    """
    errors: dict[str, str] = {}
    with open_instance(world.settings.home) as instance, _quiet_dagster():
        job = build_defs(world).resolve_job_def(drop_job.name)
        sync_partitions(instance, list(plan(world).partitions))
        for key in keys:
            result = job.execute_in_process(
                instance=instance, partition_key=key, raise_on_error=False, tags={INPUT_TAG: "cli"}
            )
            if not result.success and not plan(world, [key]).blocked:
                errors[key] = _failure(result)
    return errors


def publish(world: World, state: Plan) -> str | None:
    """Run the publish job when the published database is not what the store holds; the error's message when it failed."""
    if not warehouse.is_stale(world, state) and (world.settings.home / "report.html").exists():
        return None
    with open_instance(world.settings.home) as instance, _quiet_dagster():
        job = build_defs(world).resolve_job_def(publish_job.name)
        result = job.execute_in_process(instance=instance, raise_on_error=False, tags={INPUT_TAG: "cli"})
    return None if result.success else _failure(result)
