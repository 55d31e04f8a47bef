"""Assets of duplicate stories: a sketch of every body, then pairs and groups over all drops."""

import dagster as dg

from assets.declare import corpus_asset, drop_asset
from assets.steps import Result, Step
from pipeline import corpus_checks, stages
from pipeline.plan import World


@drop_asset(deps=["clean_stories"], group="duplicates", kinds={"numpy"})
def fingerprints(context: dg.AssetExecutionContext, world: dg.ResourceParam[World]) -> Result:
    """A sketch of every story's body (FracMinHash of word-5 shingles on the key view): a pure function of one story."""
    step = Step(context, world)
    if step.is_done:
        return step.result()
    return step.write(*step.over_stories(stages.fingerprints, step.read("stories"), step.read("story_lines")))


@corpus_asset(deps=["fingerprints"], group="duplicates", kinds={"polars"})
def duplicate_stories(context: dg.AssetExecutionContext, world: dg.ResourceParam[World]) -> Result:
    """Copies, near copies, quotes and updates among all stories, each pair verified on the texts; groups of copies with their canonical story."""
    step = Step(context, world)
    if step.is_done:
        return step.result()
    shelf = stages.shelf(world, step.partitions)
    found = stages.duplicate_stories(world, shelf.fingerprints, shelf.bodies, step.previous(), step.progress)
    step.store(*found)
    plot = corpus_checks.plot_copy_rates(world, step.partitions)
    return step.result(plot=dg.MetadataValue.path(str(plot)) if plot else "no stories yet")
