"""Assets from cleaned stories to annotated words."""

import dagster as dg

from assets.declare import drop_asset
from assets.steps import Result, Step
from pipeline import stages
from pipeline.plan import World


@drop_asset(deps=["clean_stories"], group="text", kinds={"stanza"})
def sentences(context: dg.AssetExecutionContext, world: dg.ResourceParam[World]) -> Result:
    """Sentences and words of every story's body, by Stanza's tokenizer; paragraphs are hard bounds, spans point into raw_text."""
    step = Step(context, world)
    if step.is_done:
        return step.result()
    return step.write(*step.over_stories(stages.sentences, step.read("stories"), step.read("story_lines")))


@drop_asset(deps=["sentences"], group="text", kinds={"stanza"})
def annotations(context: dg.AssetExecutionContext, world: dg.ResourceParam[World]) -> Result:
    """UD words with lemma, part of speech, features, dependencies and names, where the settings want them; a sentence seen before is not annotated again."""
    step = Step(context, world)
    if step.is_done:
        return step.result()
    found, known = step.read("sentences"), step.previous()
    previous = (stages.with_story(known[0], found),) if known is not None else None
    frames = (step.read("stories"), stages.with_needed(world, found))
    return step.write(*step.over_stories(stages.annotations, *frames, previous=previous))
