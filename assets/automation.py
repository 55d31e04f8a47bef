"""When runs start: the sensor that watches the raw folder, the nightly schedule, and publishing once drops are done.

All of them compare the folder with the store (`pipeline.plan`); none keeps a cursor. Whatever was missed, lost or put back by
hand is seen at the next look. A drop whose last run failed on the same input is left alone after a few tries, until something
about it changes.
"""

import hashlib
from collections.abc import Sequence

import dagster as dg

from assets.partitions import DROPS
from pipeline import warehouse
from pipeline.plan import PARTITION_STAGES, PartitionPlan, Plan, World, plan
from pipeline.settings import Settings
from pipeline.store import content_hash

INPUT_TAG = "rasid/due"
MAX_TRIES = 3
_UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]

drop_job = dg.define_asset_job(
    "process_drop",
    selection=dg.AssetSelection.assets(*(s.name for s in PARTITION_STAGES)),
    description="Everything about one drop, from its files to its event mentions. Stages that are up to date do no work.",
)
publish_job = dg.define_asset_job(
    "publish",
    selection=dg.AssetSelection.assets("duplicate_stories", "events", "warehouse", "report"),
    description="Duplicates and happenings over all accepted drops, then the database and the report.",
)


def due_tag(partition: PartitionPlan, inventory_hash: str) -> str:
    """Names what a run is for: it changes when the drop's files, or what is due, change."""
    return hashlib.sha256(f"{inventory_hash} {partition.due}".encode()).hexdigest()[:16]


def sync_partitions(instance: dg.DagsterInstance, keys: Sequence[str]) -> None:
    """Make the registered drops those found under RAW."""
    known = set(instance.get_dynamic_partitions(DROPS.name or ""))
    new, gone = sorted(set(keys) - known), sorted(known - set(keys))
    if new:
        instance.add_dynamic_partitions(DROPS.name or "", new)
    for key in gone:
        instance.delete_dynamic_partition(DROPS.name or "", key)


def _unfinished(instance: dg.DagsterInstance, job: str) -> Sequence[dg.DagsterRun]:
    return instance.get_runs(dg.RunsFilter(job_name=job, statuses=_UNFINISHED))


def _given_up(instance: dg.DagsterInstance, key: str, tag: str) -> bool:
    failed = dg.RunsFilter(tags={INPUT_TAG: tag, "dagster/partition": key}, statuses=[dg.DagsterRunStatus.FAILURE])
    return instance.get_runs_count(failed) >= MAX_TRIES


def requests(instance: dg.DagsterInstance, world: World, state: Plan) -> list[dg.RunRequest]:
    """Runs to start now: one for each stale drop that is not being worked on; else, when all is done, one to publish."""
    running = {r.tags.get("dagster/partition") for r in _unfinished(instance, drop_job.name)}
    wanted = []
    for key in state.stale:
        if key in running:
            continue
        tag = due_tag(state.partitions[key], _inventory_hash(world, key))
        if not _given_up(instance, key, tag):
            wanted.append(dg.RunRequest(job_name=drop_job.name, partition_key=key, tags={INPUT_TAG: tag}))
    if wanted or running or _unfinished(instance, publish_job.name) or not warehouse.is_stale(world, state):
        return wanted
    tag = warehouse.build_id(world, state)[:16]
    tried = dg.RunsFilter(job_name=publish_job.name, tags={INPUT_TAG: tag}, statuses=[dg.DagsterRunStatus.FAILURE])
    if instance.get_runs_count(tried) >= MAX_TRIES:
        return wanted
    return [dg.RunRequest(job_name=publish_job.name, tags={INPUT_TAG: tag})]


def _inventory_hash(world: World, key: str) -> str:
    return content_hash(world.inventory([key]))


def build_automation(settings: Settings) -> tuple[list[dg.SensorDefinition], list[dg.ScheduleDefinition]]:
    """The sensors and schedules, with their intervals from the settings."""

    @dg.sensor(
        jobs=[drop_job, publish_job],
        minimum_interval_seconds=settings.sensor_seconds,
        default_status=dg.DefaultSensorStatus.RUNNING,
    )
    def raw_folder(
        context: dg.SensorEvaluationContext, world: dg.ResourceParam[World]
    ) -> dg.SensorResult | dg.SkipReason:
        """Looks at the raw folder: files added, changed, removed or put back start a run of their drop; then the warehouse is published."""
        state = plan(world)
        sync_partitions(context.instance, list(state.partitions))
        wanted = requests(context.instance, world, state)
        if not wanted:
            return dg.SkipReason(_why_nothing(state))
        return dg.SensorResult(run_requests=wanted)

    @dg.schedule(cron_schedule=settings.nightly_cron, job=drop_job, name="nightly")
    def nightly(
        context: dg.ScheduleEvaluationContext, world: dg.ResourceParam[World]
    ) -> list[dg.RunRequest] | dg.SkipReason:
        """The same look once a night, for homes where the sensor is off; `publish_when_done` then publishes."""
        state = plan(world)
        sync_partitions(context.instance, list(state.partitions))
        # Schedules demand run keys for several requests; the tick's own time in it keeps one night from silencing the next.
        tick = context.scheduled_execution_time.isoformat()
        wanted = [
            dg.RunRequest(partition_key=r.partition_key, tags=r.tags, run_key=f"{tick} {r.partition_key}")
            for r in requests(context.instance, world, state)
            if r.job_name == drop_job.name
        ]
        return wanted or dg.SkipReason(_why_nothing(state))

    @dg.run_status_sensor(
        run_status=dg.DagsterRunStatus.SUCCESS,
        monitored_jobs=[drop_job],
        request_job=publish_job,
        default_status=dg.DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=settings.sensor_seconds,
    )
    def publish_when_done(
        context: dg.RunStatusSensorContext, world: dg.ResourceParam[World]
    ) -> dg.RunRequest | dg.SkipReason:
        """After the last run of a drop: publish, unless another drop is still being worked on."""
        wanted = [r for r in requests(context.instance, world, plan(world)) if r.job_name == publish_job.name]
        return wanted[0] if wanted else dg.SkipReason("drops are still being worked on, or nothing changed")

    return [raw_folder, publish_when_done], [nightly]


def _why_nothing(state: Plan) -> str:
    blocked = f"; held back by a check: {', '.join(state.blocked)}" if state.blocked else ""
    return (
        f"{len(state.accepted)} drops up to date{blocked}"
        if not state.stale
        else f"work on {', '.join(state.stale)} is under way or given up"
    )
