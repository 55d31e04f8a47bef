"""What has to be made, and why: a comparison of the raw folder with the recipes stamped in the store.

Belongs here: the stages, what each depends on, and the pure decision whether a stored table is still good. The sensor, the
schedule, `rasid run` and the check `no_stale_partitions` all ask this module, so they cannot disagree. There are no cursors:
a lost Dagster home, a reverted file or a missed tick changes nothing. Does not belong here: doing the work (`assets`).
"""

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import polars as pl

from pipeline import checks, events, ingest, nlp
from pipeline.events.lexicon import BUNDLED
from pipeline.progress import Progress, quiet
from pipeline.settings import Settings
from pipeline.store import Store, content_hash

Recipe = Mapping[str, str]
"""What a table was made from: content hash of every input, code version, settings that matter, model and lexicon id."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the pipeline and everything its result depends on. Its name is the Dagster asset's name.

    `settings` names settings by path (`nlp.model`); `models` and `lexicon` say whether their content matters
    (`triggers`: only the part of the lexicon that decides where annotation is needed).
    """

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    code_version: str
    settings: tuple[str, ...] = ()
    models: bool = False
    lexicon: Literal["", "triggers", "all"] = ""
    primary: str = ""  # the table that stands for the asset where rows are counted; default: the first written
    reuses_across: tuple[str, ...] = ()  # recipe parts that may differ when unchanged rows of the last build are reused


PARTITION_STAGES: tuple[Stage, ...] = (
    Stage("raw_files", (), ("raw_files",), "1"),
    Stage("stories", ("raw_files",), ("files", "story_records"), "2", ("ingest",), primary="story_records"),
    Stage("clean_stories", ("story_records",), ("stories", "story_lines"), "2", ("clean",)),
    Stage("sentences", ("stories", "story_lines"), ("sentences",), "1", models=True),
    Stage(
        "annotations",
        ("stories", "sentences"),
        ("tokens",),
        "1",
        ("nlp.processors",),
        models=True,
        lexicon="triggers",
        reuses_across=("triggers", "setting nlp.processors"),
    ),
    Stage(
        "event_mentions",
        ("stories", "story_lines", "sentences", "tokens"),
        ("event_mentions", "event_participants", "statements", "rejected_candidates", "event_inputs"),
        "4",
        ("events",),
        lexicon="all",
    ),
    Stage("fingerprints", ("stories", "story_lines"), ("fingerprints",), "1"),
)
"""The stages of one partition, in the order in which they run."""

CORPUS_STAGES: tuple[Stage, ...] = (
    Stage(
        "duplicate_stories",
        ("fingerprints", "stories", "story_lines"),
        ("duplicate_pairs", "duplicate_groups", "duplicate_seen"),
        "4",
        ("duplicates",),
    ),
    Stage(
        "events",
        ("stories", "event_mentions", "event_participants", "duplicate_groups"),
        ("events", "event_links", "entities"),
        "3",
        ("events",),
        lexicon="all",
    ),
)
"""The stages over all accepted partitions."""

STAGES: dict[str, Stage] = {s.name: s for s in (*PARTITION_STAGES, *CORPUS_STAGES)}
CORPUS_TABLES = frozenset(t for s in CORPUS_STAGES for t in s.writes)


@dataclass(frozen=True, slots=True)
class Due:
    """A stage of a partition that has to run, and why."""

    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class PartitionPlan:
    """Where a partition stands: what is due (nothing: it is up to date) and which blocking checks hold it back."""

    key: str
    due: tuple[Due, ...] = ()
    blocked_by: tuple[str, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Something is due."""
        return bool(self.due)

    @property
    def is_accepted(self) -> bool:
        """Everything is made and nothing holds it back: it may be published."""
        return not self.due and not self.blocked_by


@dataclass(frozen=True, slots=True)
class Plan:
    """The state of every partition found under RAW, by key."""

    partitions: Mapping[str, PartitionPlan] = field(default_factory=dict)

    @property
    def stale(self) -> list[str]:
        """Keys of partitions with work to do, sorted."""
        return sorted(k for k, p in self.partitions.items() if p.is_stale)

    @property
    def accepted(self) -> list[str]:
        """Keys of partitions that may be published, sorted."""
        return sorted(k for k, p in self.partitions.items() if p.is_accepted)

    @property
    def blocked(self) -> list[str]:
        """Keys of partitions held back by a failed blocking check, sorted."""
        return sorted(k for k, p in self.partitions.items() if p.blocked_by)


def lexicon_of(folder: Path | None) -> events.Lexicon:
    """The lexicon in a folder (None: the bundled one), compiled once for each state of its files.

    A daemon lives for weeks: it must see an edited lexicon, or it would ask for runs that find nothing to do.
    """
    files = sorted(p for p in (folder or BUNDLED).glob("*") if p.is_file())
    return _compiled(folder, tuple((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in files))


@functools.lru_cache(maxsize=2)
def _compiled(folder: Path | None, state: tuple[tuple[str, int, int], ...]) -> events.Lexicon:
    return events.load_lexicon(folder)


@dataclass(frozen=True)
class World:
    """The settings of a run, the store they name, the ids of what ships with the code, and who watches the progress."""

    settings: Settings
    watch: Callable[[str, str], Progress] = field(default=lambda stage, key: quiet)

    @functools.cached_property
    def store(self) -> Store:
        """The Parquet store under home."""
        return Store(self.settings.home)

    @property
    def model_id(self) -> str:
        """SHA-256 over the Stanza model files as they are now."""
        return nlp.model_id(self.settings.nlp.model)

    @property
    def lexicon(self) -> events.Lexicon:
        """The lexicon as its files are now."""
        return lexicon_of(self.settings.events.lexicon)

    def inventory(self, partitions: Iterable[str] | None = None) -> pl.DataFrame:
        """What lies under RAW now (RAW_FILES), hashing only files whose stat changed."""
        keys = list(partitions) if partitions is not None else None
        return ingest.inventory(self.settings.raw, cache=self.settings.home / "cache" / "inventory", partitions=keys)

    def setting(self, path: str) -> str:
        """A setting (or a part of them) named by its path, as canonical JSON."""
        value: object = self.settings
        for name in path.split("."):
            value = getattr(value, name)
        dumped = value.model_dump(mode="json") if hasattr(value, "model_dump") else value
        return json.dumps(dumped, sort_keys=True, ensure_ascii=False, default=str)

    def reuse(self, stage: Stage, key: str | None, recipe: Recipe) -> tuple[pl.DataFrame, ...] | None:
        """The stage's tables of the last build, if rows of unchanged stories in them are still right; else None.

        They are when nothing but inputs changed: same code, settings, model and lexicon.
        """
        wanted = {k: v for k, v in recipe.items() if not k.startswith("input ") and k not in stage.reuses_across}
        for table in stage.writes:
            stamp = self.store.stamp(table, key)
            if stamp is None:
                return None
            had = {k: v for k, v in stamp.recipe.items() if not k.startswith("input ") and k not in stage.reuses_across}
            if had != wanted:
                return None
        return tuple(self.store.read(table, key) for table in stage.writes)

    def recipe(self, stage: Stage, inputs: Mapping[str, str]) -> Recipe:
        """The recipe a stage's tables carry when made from inputs with these content hashes."""
        recipe = {"code": stage.code_version, "polars": pl.__version__}
        recipe |= {f"input {name}": content for name, content in inputs.items()}
        recipe |= {f"setting {path}": self.setting(path) for path in stage.settings if path != "events"}
        if "events" in stage.settings:  # where the lexicon lies does not matter, what it says does
            recipe["setting events"] = str(self.settings.events.same_event_days)
        if stage.models:
            recipe["model"] = self.model_id
        if stage.lexicon == "all":
            recipe["lexicon"] = self.lexicon.lexicon_id
        elif stage.lexicon == "triggers" and self.settings.nlp.processors == "candidates":
            recipe["triggers"] = self.lexicon.trigger_id
        return recipe


def difference(old: Recipe, new: Recipe) -> str:
    """Why two recipes differ, in words for a person."""
    names = sorted(k for k in old.keys() | new.keys() if old.get(k) != new.get(k))
    if names == ["code"]:
        return f"code version {old.get('code')} → {new.get('code')}"
    return ", ".join(names) + " changed"


def stage_inputs(world: World, stage: Stage, key: str, inventory: pl.DataFrame) -> dict[str, str] | None:
    """Content hashes of what a partition's stage reads; None while one of them is missing."""
    if stage.name == "raw_files":
        return {"raw folder": content_hash(inventory)}
    stamps = {table: world.store.stamp(table, key) for table in stage.reads}
    if any(s is None for s in stamps.values()):
        return None
    return {table: s.content for table, s in stamps.items() if s is not None}


def why_due(world: World, stage: Stage, key: str | None, recipe: Recipe) -> str | None:
    """Why a stage must run on a partition (None: on the corpus), or None when each of its tables carries this recipe."""
    for table in stage.writes:
        stamp = world.store.stamp(table, key)
        if stamp is None:
            return f"table {table} is missing"
        if stamp.recipe != recipe:
            return difference(stamp.recipe, recipe)
    return None


def plan_partition(world: World, key: str, inventory: pl.DataFrame) -> PartitionPlan:
    """Where one partition stands, given its rows of the inventory."""
    due: list[Due] = []
    for stage in PARTITION_STAGES:
        inputs = stage_inputs(world, stage, key, inventory)
        if inputs is None:
            due.append(Due(stage.name, "its input is missing"))
            break
        reason = why_due(world, stage, key, world.recipe(stage, inputs))
        if reason is not None:
            # What comes after reads this stage's result, which is not known before it ran.
            due.append(Due(stage.name, reason))
            break
        verdict = checks.verdict(world.store, world.settings, stage.name, key)
        if verdict is None:
            due.append(Due(stage.name, "its checks have not run with these settings"))
            break
        failed = checks.blocking_failures(verdict)
        if failed:
            return PartitionPlan(key, (), tuple(failed))
    return PartitionPlan(key, tuple(due))


def plan(world: World, partitions: Sequence[str] | None = None) -> Plan:
    """Where every partition under RAW (or those named) stands."""
    inventory = world.inventory(partitions)
    by_key = inventory.partition_by("partition_key", as_dict=True, maintain_order=True)
    return Plan({str(key): plan_partition(world, str(key), frame) for (key,), frame in sorted(by_key.items())})


def corpus_inputs(world: World, stage: Stage, accepted: Sequence[str]) -> dict[str, str]:
    """Content hashes of what a corpus-wide stage reads, over the accepted partitions."""
    inputs: dict[str, str] = {}
    for table in stage.reads:
        keys: Sequence[str | None] = [None] if table in CORPUS_TABLES else list(accepted)
        digest = hashlib.sha256()
        for key in keys:
            stamp = world.store.stamp(table, key)
            digest.update(f"{key}={stamp.content if stamp else ''}\n".encode())
        inputs[table] = digest.hexdigest()
    return inputs
