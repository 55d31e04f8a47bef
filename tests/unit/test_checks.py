"""Every partition check holds on a sound drop and fails on one broken for it."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipeline import checks
from pipeline.schema import (
    EVENT_MENTIONS,
    FILES,
    FINGERPRINTS,
    RAW_FILES,
    REJECTED_CANDIDATES,
    SENTENCES,
    STORIES,
    STORY_LINES,
    TOKENS,
    Table,
)
from pipeline.settings import CheckSettings, Settings
from pipeline.store import Store

RAW = "وقع الوزيران اتفاقا.\nانتهى."
SENTENCE = "وقع الوزيران اتفاقا."
Frames = dict[str, pl.DataFrame]


def story(story_id: str, status: str = "ok") -> dict[str, object]:
    base = {"story_id": story_id, "file_id": "f", "partition_key": "p", "record_no": int(story_id[1:])}
    return {**base, "raw_text": RAW, "n_chars": len(RAW), "status": status, "record_hash": "h"}


def file(path: str, status: str = "accepted") -> dict[str, object]:
    base = {"file_id": path, "partition_key": "p", "path": path, "size_bytes": 1}
    return {**base, "status": status, "n_stories": 1, "reason": None if status == "accepted" else "empty file"}


def sound() -> Frames:
    """A drop of two stories on which every check holds."""
    span = {"start_char": 0, "end_char": len(SENTENCE)}
    sentence = {**span, "text": SENTENCE, "sentence_no": 0, "paragraph_no": 0, "word_starts": [0], "word_ends": [3]}
    mention = {
        "mention_id": "m",
        "story_id": "s1",
        "sentence_id": "t1",
        "event_type": "SUPPORT",
        "contexts": [],
        "trigger": "وقع",
        "start_char": 0,
        "end_char": 3,
        "construction": "verb",
        "modality": "asserted",
        "negated": False,
        "codable": True,
        "rule_id": "r",
        "probability": 0.9,
        "reasons": [],
    }
    rejected = {
        "story_id": "s2",
        "sentence_id": "t2",
        "start_char": 0,
        "end_char": 3,
        "text": "وقع",
        "event_type": "SUPPORT",
        "guard": "g",
    }
    made = {"signature_version": 1, "sha256_raw": "", "sha256_text": "", "n_words": 4, "n_shingles": 0, "hashes": []}
    rows: dict[Table, list[dict[str, object]]] = {
        RAW_FILES: [{k: v for k, v in file(p).items() if k in RAW_FILES.schema} for p in ("p/1", "p/2")],
        FILES: [file("p/1"), file("p/2")],
        STORIES: [story("s1"), story("s2")],
        STORY_LINES: [
            {"story_id": s, "line_no": 0, **span, "label": "body", "rule_id": "r", "paragraph_no": 0}
            for s in ("s1", "s2")
        ],
        SENTENCES: [
            {**sentence, "sentence_id": "t1", "story_id": "s1"},
            {**sentence, "sentence_id": "t2", "story_id": "s2"},
        ],
        TOKENS: [{"sentence_id": "t1", "token_no": 1, "start_char": 0, "end_char": 3, "text": "وقع"}],
        EVENT_MENTIONS: [mention],
        REJECTED_CANDIDATES: [rejected],
        FINGERPRINTS: [{"story_id": s, "sha256_key": s, **made} for s in ("s1", "s2")],
    }
    return {t.name: t.frame(r) for t, r in rows.items()}


def shifted(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(end_char=pl.col("end_char") + 1)


BREAK: dict[str, Callable[[Frames], Frames]] = {
    "every_file_listed": lambda f: {"files": f["files"].head(1)},
    "files_quarantined": lambda f: {"files": FILES.frame([file("p/1", "quarantined"), file("p/2", "quarantined")])},
    "stories_ok": lambda f: {"stories": STORIES.frame([story("s1", "empty"), story("s2", "not_arabic")])},
    "line_offsets": lambda f: {"story_lines": f["story_lines"].with_columns(end_char=pl.lit(len(RAW) + 1, pl.Int64))},
    "sentence_offsets": lambda f: {"sentences": shifted(f["sentences"])},
    "stories_segmented": lambda f: {"sentences": f["sentences"].head(1)},
    "token_offsets": lambda f: {"tokens": shifted(f["tokens"])},
    "mention_offsets": lambda f: {"event_mentions": shifted(f["event_mentions"])},
    "rejected_rate": lambda f: {"event_mentions": f["event_mentions"].clear()},
    "exact_copies": lambda f: {"fingerprints": f["fingerprints"].with_columns(sha256_key=pl.lit("same"))},
}
THRESHOLDS = CheckSettings(min_for_rates=1, max_duplicate_rate=0.4, max_rejected_rate=0.9)


def by_name(name: str) -> checks.Check:
    return next(c for c in checks.CHECKS if c.name == name)


@pytest.mark.parametrize("name", [c.name for c in checks.CHECKS])
def test_check_holds_on_a_sound_drop_and_fails_on_a_broken_one(name: str) -> None:
    frames = sound()
    check = by_name(name)
    assert check.run(frames.__getitem__, THRESHOLDS).passed
    frames |= BREAK[name](frames)
    failed = check.run(frames.__getitem__, THRESHOLDS)
    assert not failed.passed
    assert failed.value is not None


@pytest.mark.parametrize("name", ["files_quarantined", "stories_ok", "rejected_rate", "exact_copies"])
def test_rates_are_not_judged_on_few(name: str) -> None:
    frames = sound()
    frames |= BREAK[name](frames)
    assert by_name(name).run(frames.__getitem__, THRESHOLDS.model_copy(update={"min_for_rates": 10})).passed


def test_span_outside_the_text_is_seen() -> None:
    frames = sound()
    for start, end in ((-1, 3), (5, 5), (7, 4), (0, 10_000)):
        moved = frames["sentences"].with_columns(start_char=pl.lit(start, pl.Int64), end_char=pl.lit(end, pl.Int64))
        assert not by_name("sentence_offsets").run({**frames, "sentences": moved}.__getitem__, THRESHOLDS).passed


def test_verdict_is_kept_until_content_or_threshold_changes(tmp_path: Path) -> None:
    store, settings = Store(tmp_path), Settings()
    frames = sound()
    for table in ("raw_files", "files"):
        store.write(table, frames[table], {}, "p")
    assert checks.verdict(store, settings, "stories", "p") is None
    verdict = checks.evaluate(store, settings, "stories", "p")
    assert verdict["check_name"].to_list() == ["every_file_listed", "files_quarantined"]
    assert checks.blocking_failures(verdict) == []
    assert checks.verdict(store, settings, "stories", "p") is not None
    strict = settings.model_copy(update={"checks": CheckSettings(min_for_rates=1)})
    assert checks.verdict(store, strict, "stories", "p") is None
    store.write("files", FILES.frame([file("p/1")]), {}, "p")
    assert checks.blocking_failures(checks.evaluate(store, settings, "stories", "p")) == ["every_file_listed"]


def test_asset_without_checks_has_an_empty_verdict(tmp_path: Path) -> None:
    verdict = checks.verdict(Store(tmp_path), Settings(), "raw_files", "p")
    assert verdict is not None and verdict.is_empty()
