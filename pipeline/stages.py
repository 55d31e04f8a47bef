"""The stages of a partition in the one shape that `parallel.by_story` spreads: settings and frames in, the stage's tables out.

Belongs here: the call of each part with the settings it takes, importable and picklable so that a worker can run it. Does not
belong here: what a part does.
"""

import functools
from collections.abc import Callable, Sequence

import polars as pl

from pipeline import clean, duplicates, events, ingest, nlp
from pipeline.plan import World, lexicon_of
from pipeline.progress import Progress
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.unchanged import story_digests

Frames = tuple[pl.DataFrame, ...]


def stories(settings: Settings, raw_files: pl.DataFrame, previous: Frames | None, progress: Progress) -> Frames:
    """RAW_FILES of one partition → FILES, STORY_RECORDS."""
    return ingest.read_files(settings.raw, raw_files, settings.ingest, _pair(previous), progress)


def clean_stories(settings: Settings, frames: Frames, previous: Frames | None, progress: Progress) -> Frames:
    """STORY_RECORDS → STORIES, STORY_LINES."""
    (records,) = frames
    return clean.clean(records, settings.clean, _pair(previous), progress)


def sentences(settings: Settings, frames: Frames, previous: Frames | None, progress: Progress) -> Frames:
    """STORIES, STORY_LINES → SENTENCES."""
    stories, lines = frames
    return (nlp.segment(stories, lines, annotator(settings), settings.nlp, _one(previous), progress),)


def annotations(settings: Settings, frames: Frames, previous: Frames | None, progress: Progress) -> Frames:
    """STORIES, SENTENCES with a column `needed` → TOKENS; `previous` is TOKENS with a story_id (null: of a story that is gone)."""
    stories, sentences = frames
    known = previous[0].drop("story_id") if previous is not None else None
    needed = sentences["needed"]
    return (
        nlp.annotate(stories, sentences.drop("needed"), needed, annotator(settings), settings.nlp, known, progress),
    )


def with_needed(world: World, sentences: pl.DataFrame) -> pl.DataFrame:
    """SENTENCES with a column `needed`: whether the settings want the sentence annotated beyond its words."""
    how = world.settings.nlp.processors
    needed = events.may_hold_event(sentences, world.lexicon) if how == "candidates" else how == "all"
    return sentences.with_columns(needed=needed if isinstance(needed, pl.Series) else pl.lit(needed))


def with_story(tokens: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """TOKENS of the last build with the story_id that each sentence has now."""
    return tokens.join(sentences.select("sentence_id", "story_id"), on="sentence_id", how="left", maintain_order="left")


def event_mentions(settings: Settings, frames: Frames, previous: Frames | None, progress: Progress) -> Frames:
    """STORIES, STORY_LINES, SENTENCES, TOKENS with a story_id → the tables of `events.Extraction`, and EVENT_INPUTS.

    `previous` is what `events_with_story` made of these tables of the last build.
    """
    stories, lines, sentences, tokens = frames
    lexicon = lexicon_of(settings.events.lexicon)
    inputs = story_digests(frames)
    known, same = None, frozenset[str]()
    if previous is not None:
        mentions, participants, statements, rejected, before = previous
        known = events.Extraction(mentions, participants.drop("story_id"), statements, rejected)
        same = frozenset(inputs.join(before, on=["story_id", "digest"], how="semi")["story_id"])
    made = events.extract(
        stories, lines, sentences, tokens.drop("story_id"), lexicon, settings.events, known, progress, same
    )
    return *made, inputs


def events_with_story(previous: Frames) -> Frames:
    """The tables of a last build of event_mentions, the participants with the story_id of their mention."""
    mentions, participants, *rest = previous
    return mentions, participants.join(mentions.select("mention_id", "story_id"), on="mention_id", how="left"), *rest


def fingerprints(settings: Settings, frames: Frames, previous: Frames | None, progress: Progress) -> Frames:
    """STORIES, STORY_LINES → FINGERPRINTS."""
    stories, lines = frames
    return (duplicates.fingerprint(stories, lines, _one(previous), progress),)


def bodies(store: Store, partitions: Sequence[str]) -> Callable[[list[str]], pl.DataFrame]:
    """A reader of bodies: story ids → story_id, partition_key, source, published_at, title, body, for those stories only."""

    def read(ids: list[str]) -> pl.DataFrame:
        wanted = pl.col("story_id").is_in(ids)
        stories = store.scan("stories", partitions).filter(wanted).collect()
        lines = store.scan("story_lines", partitions).filter(wanted).collect()
        texts = duplicates.body_texts(stories, lines).select("story_id", "body")
        columns = ["story_id", "partition_key", "source", "published_at", "title", "body"]
        return stories.join(texts, on="story_id").sort("story_id").select(columns)

    return read


def shelf(world: World, partitions: Sequence[str]) -> duplicates.Shelf:
    """Fingerprints and bodies of drops, for random reads; files of unchanged drops are there already."""

    def contents(key: str) -> str:
        stamps = [world.store.stamp(table, key) for table in _SHELVED]
        return " ".join([key, *(stamp.content if stamp else "" for stamp in stamps)])

    def read(key: str) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        stories, lines, prints = (world.store.read(table, key) for table in _SHELVED)
        return stories, lines, prints

    drops = {contents(key): functools.partial(read, key) for key in sorted(partitions)}
    return duplicates.Shelf(world.settings.home / "cache" / "duplicates", drops)


_SHELVED = ("stories", "story_lines", "fingerprints")


def duplicate_stories(
    world: World,
    fingerprints: pl.DataFrame,
    bodies: Callable[[list[str]], pl.DataFrame],
    previous: Frames | None,
    progress: Progress,
) -> Frames:
    """FINGERPRINTS of all drops → DUPLICATE_PAIRS, DUPLICATE_GROUPS, DUPLICATE_SEEN; known pairs are taken over."""
    known = (previous[0], previous[2]) if previous is not None else None
    found = duplicates.find_duplicates(fingerprints, bodies, world.settings.duplicates, progress, known)
    return *found, duplicates.seen(fingerprints)


def annotator(settings: Settings) -> Callable[[], nlp.Annotator]:
    """Loads the annotator when, and only when, there is new text."""
    return functools.partial(nlp.load_annotator, settings.nlp.model, threads=settings.nlp.threads)


def _one(previous: Frames | None) -> pl.DataFrame | None:
    return previous[0] if previous is not None else None


def _pair(previous: Frames | None) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    return (previous[0], previous[1]) if previous is not None else None
