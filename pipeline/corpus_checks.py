"""The quality checks on what is made of all drops together: copies and happenings. Their verdicts are stored, like those of a drop.

Belongs here: which checks there are, and the stored verdict. Does not belong here: what they measure (`pipeline.duplicates.checks`),
checks on the published database (`sql/checks`).
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pipeline import stages
from pipeline.duplicates import checks as copies
from pipeline.plan import CORPUS_TABLES, World
from pipeline.schema import QUALITY_CHECKS, checks_table

VERSION = "1"
ABOUT: dict[str, dict[str, str]] = {
    "duplicate_stories": {
        "copy_rate": "No source's stories are mostly copies.",
        "copy_rate_jump": "No drop has far more copies of a source than the drops before it.",
        "recrawled": "No source repeats itself word for word (pages fetched twice).",
        "largest_group": "No group of copies is larger than syndication explains.",
        "sources_of_a_group": "No group of copies spans more sources than syndication explains.",
        "group_membership": "Every member has a verified pair, one group, one canonical story.",
        "rejected_candidates": "Verification does not reject nearly all candidates (a new template).",
        "boilerplate": "No run of five words stands in so many stories that it must be furniture.",
        "full_equals_incremental": "A sample gives the same pairs and groups at once and in two waves.",
    },
    "events": {
        "independent_stories": "Events are counted with and without copies, and the second never exceeds the first."
    },
}
"""What each check promises, by asset."""
_READS = {
    "duplicate_stories": ("stories", "fingerprints", "duplicate_pairs", "duplicate_groups"),
    "events": ("events",),
}


def evaluate(world: World, asset: str, partitions: Sequence[str]) -> pl.DataFrame:
    """Run an asset's checks over the accepted partitions (QUALITY_CHECKS), store and return the verdict; a good one is kept."""
    recipe = {"code": VERSION, "setting checks": world.settings.checks.model_dump_json()}
    for table in _READS[asset]:
        keys: Sequence[str | None] = [None] if table in CORPUS_TABLES else partitions
        stamps = [world.store.stamp(table, key) for key in keys]
        recipe[f"input {table}"] = " ".join(s.content if s else "" for s in stamps)
    stamp = world.store.stamp(checks_table(asset))
    if stamp is None or stamp.recipe != recipe:
        rows = _events(world) if asset == "events" else _copies(world, partitions)
        world.store.write(checks_table(asset), QUALITY_CHECKS.frame(rows), recipe)
    return world.store.read(checks_table(asset))


def _events(world: World) -> list[copies.Row]:
    return copies.event_checks(world.store.read("events"))


def _copies(world: World, partitions: Sequence[str]) -> list[copies.Row]:
    stories, pairs, groups = _tables(world, partitions)
    prints = world.store.read_all("fingerprints", partitions)
    bodies = stages.bodies(world.store, partitions)
    return [
        *copies.rate_checks(copies.copy_rates(stories, pairs, groups), world.settings.checks),
        *copies.group_checks(stories, pairs, groups, world.settings.checks),
        *copies.candidate_checks(prints, pairs, world.settings.checks),
        copies.full_equals_incremental(prints, bodies, world.settings.duplicates),
    ]


def _tables(world: World, partitions: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    columns = ("story_id", "partition_key", "source", "published_at", "status")
    stories = world.store.read_all("stories", partitions, columns)
    return stories, world.store.read("duplicate_pairs"), world.store.read("duplicate_groups")


def plot_copy_rates(world: World, partitions: Sequence[str]) -> Path | None:
    """The rates of copies over the drops as a picture under home; None when there are no stories."""
    from pipeline.duplicates.plot import plot_rates

    rates = copies.copy_rates(*_tables(world, partitions))
    if rates.is_empty():
        return None
    path = world.settings.home / "plots" / "copy_rates.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    plot_rates(rates, path)
    return path
