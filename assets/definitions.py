"""The one composition root: everything Dagster loads is put together here, and tests and the CLI override pieces of it."""

import dagster as dg

from assets import duplicates, events, ingest, text, warehouse
from assets.automation import build_automation, drop_job, publish_job
from pipeline.plan import World
from pipeline.settings import Settings


def build_defs(world: World | None = None, **overrides: object) -> dg.Definitions:
    """All assets, checks, jobs, sensors and schedules, for a world (default: what the settings say).

    Args:
        world: settings, store and whoever watches the progress.
        overrides: resources to replace by name.
    """
    world = world or World(Settings())
    sensors, schedules = build_automation(world.settings)
    return dg.Definitions(
        assets=dg.load_assets_from_modules([ingest, text, events, duplicates, warehouse]),
        jobs=[drop_job, publish_job],
        sensors=sensors,
        schedules=schedules,
        executor=dg.in_process_executor,  # a run of its own for each drop; another process for each step costs 10-20 s a run
        resources={"world": world, **overrides},
    )


@dg.definitions
def defs() -> dg.Definitions:
    """What `workspace.yaml` names; settings are read when Dagster loads it, not when the module is imported."""
    return build_defs()
