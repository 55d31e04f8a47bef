"""The command that rebuilds the frozen table of formulas from the news corpora of a shared folder.

    python -m pipeline.duplicates.formula_counts SHARED OUT

Belongs here: counting. Does not belong here: asking the table (`pipeline.duplicates.formulas`).

A shingle is a formula when unrelated reports keep using it: at least REPORTS of them, on at least DAYS days. Copies of
one report count once, and the days keep a sentence of one affair out that many wrote about for two days. Only counts
decide; a corpus that labelled pairs come from is left out whole, so that scores on those pairs are out of sample.
"""

import json
import sys
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from pipeline.duplicates.evidence import read
from pipeline.duplicates.flat import Flat
from pipeline.duplicates.sketch import Hashes

REPORTS: Final = 5
DAYS: Final = 5

_BATCH: Final = 5_000  # stories whose shingles are in memory at a time


def formulas_of(stories: pl.DataFrame, groups: pl.DataFrame) -> Hashes:
    """Sorted hashes of the shingles that enough unrelated reports share.

    Args:
        stories: story_id, published_at, body; stories without a day count towards REPORTS only.
        groups: DUPLICATE_GROUPS of them.
    """
    report = stories.join(groups.select("story_id", "group_id"), on="story_id", how="left").select(
        "body", "published_at", report=pl.coalesce("group_id", "story_id").hash()
    )
    frames = []
    for start in range(0, len(report), _BATCH):
        part = report.slice(start, _BATCH)
        texts = read(Flat.of(part["body"]))
        owner = np.repeat(np.arange(len(part)), texts.n_shingles)
        frames.append(
            pl.DataFrame({"shingle": texts.shingles}).with_columns(
                report=part["report"].gather(owner), day=part["published_at"].to_physical().gather(owner)
            )
        )
    found = (
        pl.concat(frames)
        .group_by("shingle")
        .agg(pl.col("report").n_unique(), pl.col("day").drop_nulls().n_unique())
        .filter(pl.col("report") >= REPORTS, pl.col("day") >= DAYS)
    )
    return found["shingle"].sort().to_numpy()


def build(shared: Path) -> Hashes:
    """The formulas of each news corpus of a shared folder, together; corpora of labelled pairs are left out."""
    from pipeline import ingest
    from pipeline.clean import clean
    from pipeline.duplicates import body_texts, find_duplicates, fingerprint
    from pipeline.settings import CleanSettings, DuplicateSettings, IngestSettings

    raw, labelled = shared / "data" / "news", _labelled(shared / "gold" / "pairs" / "pairs.jsonl")
    inventory = ingest.inventory(raw)
    tables = []
    for partition in inventory["partition_key"].unique().sort():
        files = inventory.filter(inventory["partition_key"] == partition)
        records = ingest.read_files(raw, files, IngestSettings())[1]
        if records["meta_url"].is_in(labelled).any():
            continue
        stories, lines = clean(records, CleanSettings())
        texts = body_texts(stories, lines)

        def bodies(ids: list[str], texts: pl.DataFrame = texts) -> pl.DataFrame:
            return texts.filter(pl.col("story_id").is_in(ids))

        tables.append(formulas_of(texts, find_duplicates(fingerprint(stories, lines), bodies, DuplicateSettings())[1]))
    return np.unique(np.concatenate([np.empty(0, dtype=np.uint64), *tables]))


def _labelled(pairs: Path) -> list[str]:
    """Addresses of the stories of labelled pairs, if there are any."""
    if not pairs.exists():
        return []
    rows = map(json.loads, pairs.read_text(encoding="utf-8").splitlines())
    return sorted({row[side]["url"] for row in rows for side in "ab"})


def main(arguments: list[str]) -> int:
    """`python -m pipeline.duplicates.formula_counts SHARED OUT`: rebuild the table; prints how many shingles it holds."""
    if len(arguments) != 2:
        print(
            "usage: python -m pipeline.duplicates.formula_counts SHARED OUT (SHARED holds data/news)", file=sys.stderr
        )
        return 2
    table = build(Path(arguments[0]))
    np.save(arguments[1], table)
    print(len(table))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
