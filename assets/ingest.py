"""Assets from the raw folder to cleaned stories."""

import dagster as dg

from assets.declare import drop_asset
from assets.steps import Result, Step
from pipeline import stages
from pipeline.plan import World


@drop_asset(deps=[], group="ingest", kinds={"file"})
def raw_files(context: dg.AssetExecutionContext, world: dg.ResourceParam[World]) -> Result:
    """The drop's inventory: every file found, with size and SHA-256, before any of them is read."""
    step = Step(context, world)
    return step.result() if step.is_done else step.write(step.inventory)


@drop_asset(deps=["raw_files"], group="ingest", kinds={"python"})
def stories(context: dg.AssetExecutionContext, world: dg.ResourceParam[World]) -> Result:
    """Files opened, decoded and read into stories, whatever their format and container; what cannot be read is quarantined with a reason."""
    step = Step(context, world)
    if step.is_done:
        return step.result()
    return step.write(*stages.stories(world.settings, step.read("raw_files"), step.previous(), step.progress))


@drop_asset(deps=["stories"], group="ingest", kinds={"python"})
def clean_stories(context: dg.AssetExecutionContext, world: dg.ResourceParam[World]) -> Result:
    """Every line of a story labelled, so that the body is known; title, source, author, language and day of publication."""
    step = Step(context, world)
    if step.is_done:
        return step.result()
    return step.write(*step.over_stories(stages.clean_stories, step.read("story_records")))
