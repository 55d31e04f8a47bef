"""Assets of events: mentions in a drop, happenings over all drops."""

import dagster as dg

from assets.declare import corpus_asset, drop_asset
from assets.steps import Result, Step
from pipeline import events as part
from pipeline import stages
from pipeline.plan import World


@drop_asset(deps=["annotations"], group="events", kinds={"python"})
def event_mentions(context: dg.AssetExecutionContext, world: dg.ResourceParam[World]) -> Result:
    """Who did what to whom, when, where and who says so (PLOVER), sentence by sentence; what was not coded is kept with the guard that rejected it."""
    step = Step(context, world)
    if step.is_done:
        return step.result()
    found, lines, segmented = step.read("stories"), step.read("story_lines"), step.read("sentences")
    tokens = stages.with_story(step.read("tokens"), segmented)
    known = step.previous()
    previous = stages.events_with_story(known) if known is not None else None
    return step.write(*step.over_stories(stages.event_mentions, found, lines, segmented, tokens, previous=previous))


@corpus_asset(deps=["event_mentions", "duplicate_stories"], group="events", kinds={"python"})
def events(context: dg.AssetExecutionContext, world: dg.ResourceParam[World]) -> Result:
    """Happenings: mentions of one event across sentences, stories and drops, with copies of a story counted once."""
    step = Step(context, world)
    if step.is_done:
        return step.result()
    told, coded, sides, copies = (step.read(table) for table in step.stage.reads)
    return step.write(*part.merge(told, coded, sides, None, copies, world.lexicon, world.settings.events))
