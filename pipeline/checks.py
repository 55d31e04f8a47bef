"""The quality checks of a partition: pure functions from stored tables to an outcome, with the verdict kept beside the data.

Belongs here: what is checked on one drop and which failures hold it back. A verdict is a stored, stamped table, so that the
publisher knows it without asking Dagster. Does not belong here: checks over the whole corpus (`sql/checks`,
`pipeline.duplicates.checks`), which cannot hold back a single drop.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from pipeline.schema import QUALITY_CHECKS, checks_table
from pipeline.settings import CheckSettings, Settings
from pipeline.store import Store

VERSION = "1"
Read = Callable[[str], pl.DataFrame]
"""Reads a table of the partition that is checked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check measured: whether it held, the value, what it was compared with, and what to look at."""

    passed: bool
    value: float | None = None
    threshold: float | None = None
    details: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check on one partition of an asset. Severity ERROR holds the partition back; WARN informs."""

    name: str
    asset: str
    severity: Literal["ERROR", "WARN"]
    about: str
    tables: tuple[str, ...]
    run: Callable[[Read, CheckSettings], Outcome]


def _none(bad: pl.DataFrame, columns: Iterable[str]) -> Outcome:
    """Held when no row is bad; else names the first few."""
    named = "; ".join(", ".join(str(v) for v in row) for row in bad.select(*columns).head(5).iter_rows())
    return Outcome(bad.is_empty(), float(bad.height), 0.0, named or None)


def _every_file_listed(read: Read, settings: CheckSettings) -> Outcome:
    return _none(read("raw_files").join(read("files"), on="path", how="anti"), ["path"])


def _files_quarantined(read: Read, settings: CheckSettings) -> Outcome:
    files = read("files").filter(pl.col("format").is_null() | (pl.col("format") != "sidecar"))
    files = files.filter(
        ~pl.col("reason").fill_null("").str.starts_with("hidden file")
    )  # .DS_Store says nothing of a delivery
    bad = files.filter(pl.col("status") == "quarantined")
    share = bad.height / max(1, files.height)
    limit = settings.max_quarantined_share
    few = files.height < settings.min_for_rates
    named = "; ".join(f"{path}: {reason}" for path, reason in bad.select("path", "reason").head(5).iter_rows())
    return Outcome(few or share <= limit, share, limit, named or None)


def _stories_ok(read: Read, settings: CheckSettings) -> Outcome:
    stories = read("stories")
    share = stories.filter(pl.col("status") != "ok").height / max(1, stories.height)
    counts = stories.group_by("status").len().sort("status")
    details = ", ".join(f"{status}: {n}" for status, n in counts.iter_rows())
    few = stories.height < settings.min_for_rates
    return Outcome(few or share <= settings.max_not_ok_share, share, settings.max_not_ok_share, details or None)


def _spans(frame: pl.DataFrame, stories: pl.DataFrame, text: str | None) -> Outcome:
    """The offset contract: spans lie inside raw_text, are not empty, and (where `text` names a column) hold that text."""
    length = (pl.col("end_char") - pl.col("start_char")).clip(0)
    bad = (pl.col("start_char") < 0) | (pl.col("end_char") <= pl.col("start_char"))
    if text is None:
        joined = frame.join(stories.select("story_id", "n_chars"), on="story_id", how="left")
        bad = bad | (pl.col("end_char") > pl.col("n_chars")) | pl.col("n_chars").is_null()
    else:
        joined = frame.join(stories.select("story_id", "raw_text"), on="story_id", how="left")
        found = pl.col("raw_text").str.slice(pl.col("start_char").clip(0), length)
        bad = bad | found.ne_missing(pl.col(text))
    return _none(joined.filter(bad), ["story_id", "start_char", "end_char"])


def _line_offsets(read: Read, settings: CheckSettings) -> Outcome:
    return _spans(read("story_lines"), read("stories"), None)


def _sentence_offsets(read: Read, settings: CheckSettings) -> Outcome:
    return _spans(read("sentences"), read("stories"), "text")


def _stories_segmented(read: Read, settings: CheckSettings) -> Outcome:
    ok = read("stories").filter(pl.col("status") == "ok")
    return _none(ok.join(read("sentences"), on="story_id", how="anti"), ["story_id"])


def _token_offsets(read: Read, settings: CheckSettings) -> Outcome:
    # Against the sentence's text, which was checked against the story's: cutting 20 words out of a sentence
    # costs a hundredth of cutting them out of a whole page.
    sentences = read("sentences").select("sentence_id", "text", first=pl.col("start_char"))
    tokens = read("tokens").select("sentence_id", "start_char", "end_char", token="text")
    joined = tokens.join(sentences, on="sentence_id", how="left")
    length = (pl.col("end_char") - pl.col("start_char")).clip(0)
    found = pl.col("text").str.slice((pl.col("start_char") - pl.col("first")).clip(0), length)
    bad = (pl.col("end_char") <= pl.col("start_char")) | found.ne_missing(pl.col("token"))
    return _none(joined.filter(bad), ["sentence_id", "start_char", "end_char"])


def _mention_offsets(read: Read, settings: CheckSettings) -> Outcome:
    return _spans(read("event_mentions"), read("stories"), "trigger")


def _rejected_rate(read: Read, settings: CheckSettings) -> Outcome:
    rejected, coded = read("rejected_candidates").height, read("event_mentions").height
    rate = rejected / max(1, rejected + coded)
    few = rejected + coded < settings.min_for_rates
    details = f"{coded} coded, {rejected} rejected" if rejected + coded else None
    return Outcome(few or rate <= settings.max_rejected_rate, rate, settings.max_rejected_rate, details)


def _exact_copies(read: Read, settings: CheckSettings) -> Outcome:
    prints = read("fingerprints")
    copies = prints.height - prints["sha256_key"].n_unique()
    rate = copies / max(1, prints.height)
    few = prints.height < settings.min_for_rates
    details = f"{copies} of {prints.height} stories repeat another of this drop" if copies else None
    return Outcome(few or rate <= settings.max_duplicate_rate, rate, settings.max_duplicate_rate, details)


CHECKS: tuple[Check, ...] = (
    Check(
        "every_file_listed",
        "stories",
        "ERROR",
        "Every file found has a row in files.",
        ("raw_files", "files"),
        _every_file_listed,
    ),
    Check(
        "files_quarantined",
        "stories",
        "ERROR",
        "Not too many of the drop's files are quarantined (a broken delivery).",
        ("files",),
        _files_quarantined,
    ),
    Check(
        "stories_ok",
        "clean_stories",
        "ERROR",
        "Not too many of the drop's stories are empty, too short, foreign or unreadable.",
        ("stories",),
        _stories_ok,
    ),
    Check(
        "line_offsets",
        "clean_stories",
        "ERROR",
        "Lines lie inside raw_text.",
        ("stories", "story_lines"),
        _line_offsets,
    ),
    Check(
        "sentence_offsets",
        "sentences",
        "ERROR",
        "raw_text[start_char:end_char] is the sentence's text.",
        ("stories", "sentences"),
        _sentence_offsets,
    ),
    Check(
        "stories_segmented",
        "sentences",
        "ERROR",
        "Every ok story has a sentence.",
        ("stories", "sentences"),
        _stories_segmented,
    ),
    Check(
        "token_offsets",
        "annotations",
        "ERROR",
        "raw_text[start_char:end_char] is the word's text.",
        ("sentences", "tokens"),
        _token_offsets,
    ),
    Check(
        "mention_offsets",
        "event_mentions",
        "ERROR",
        "raw_text[start_char:end_char] is the trigger.",
        ("stories", "event_mentions"),
        _mention_offsets,
    ),
    Check(
        "rejected_rate",
        "event_mentions",
        "WARN",
        "Not nearly all lexicon hits are rejected (a jump means a new template).",
        ("event_mentions", "rejected_candidates"),
        _rejected_rate,
    ),
    Check(
        "exact_copies",
        "fingerprints",
        "WARN",
        "Not too many of the drop's stories repeat another one of it, word for word.",
        ("fingerprints",),
        _exact_copies,
    ),
)


def of(asset: str) -> tuple[Check, ...]:
    """The checks on an asset."""
    return tuple(c for c in CHECKS if c.asset == asset)


def recipe(store: Store, settings: Settings, asset: str, key: str) -> dict[str, str]:
    """What a verdict depends on: the checked content, the thresholds, the version of the checks."""
    tables = sorted({t for c in of(asset) for t in c.tables})
    stamps = {t: store.stamp(t, key) for t in tables}
    inputs = {f"input {t}": s.content if s else "" for t, s in stamps.items()}
    return {"code": VERSION, "setting checks": settings.checks.model_dump_json(), **inputs}


def evaluate(store: Store, settings: Settings, asset: str, key: str) -> pl.DataFrame:
    """Run an asset's checks on a partition and store the verdict (QUALITY_CHECKS); a verdict that still holds is returned as it is."""
    known = verdict(store, settings, asset, key)
    if known is not None:
        return known
    rows = []
    for check in of(asset):
        outcome = check.run(lambda table: store.read(table, key), settings.checks)
        rows.append(
            {
                "check_name": check.name,
                "asset": asset,
                "partition_key": key,
                "passed": outcome.passed,
                "severity": check.severity,
                "value": outcome.value,
                "threshold": outcome.threshold,
                "details": outcome.details,
            }
        )
    frame = QUALITY_CHECKS.frame(rows)
    if rows:
        store.write(checks_table(asset), frame, recipe(store, settings, asset, key), key)
    return frame


def verdict(store: Store, settings: Settings, asset: str, key: str) -> pl.DataFrame | None:
    """The stored verdict on an asset's partition; None when there is none for its present content and settings."""
    if not of(asset):
        return QUALITY_CHECKS.empty()
    stamp = store.stamp(checks_table(asset), key)
    if stamp is None or stamp.recipe != recipe(store, settings, asset, key):
        return None
    return store.read(checks_table(asset), key)


def blocking_failures(frame: pl.DataFrame) -> list[str]:
    """Names of the checks in a verdict that failed and hold the partition back."""
    failed = frame.filter(~pl.col("passed") & (pl.col("severity") == "ERROR"))
    return failed["check_name"].sort().to_list()
