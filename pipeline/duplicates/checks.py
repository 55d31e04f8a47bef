"""Quality checks on copies over the whole corpus: pure functions from stored tables to rows of `quality_checks`.

Belongs here: what a data engineer wants to know of copies, with a table to look at. Does not belong here: checks on one
drop (`pipeline.checks`), wiring into Dagster, drawing (`pipeline.duplicates.plot`).

ERROR rows are broken promises of this part (`group_membership`, `full_equals_incremental`, `independent_stories`);
everything else is WARN: copies are a property of the news, and a drop of nothing but copies blocks nothing. Details
are Markdown and name sources and ids, never a story's text.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import polars as pl

from pipeline.duplicates.candidates import COMMON_TEXTS, candidates
from pipeline.duplicates.expand import texts_of
from pipeline.duplicates.find import find_duplicates, index_of, seen
from pipeline.settings import CheckSettings, DuplicateSettings

Row = dict[str, object]
"""A row of QUALITY_CHECKS."""

ASSET: Final = "duplicate_stories"


def copy_rates(stories: pl.DataFrame, pairs: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Copies by partition and source.

    Returns:
        partition_key, source, n_stories (status ok), n_exact, n_near, n_contained (stories with such a merging pair;
        the strongest counts), n_recrawled (exact copies within the source), n_copies (members that are not canonical),
        rate (n_copies over n_stories); sorted by partition and source. An unknown source is "(none)".
    """
    known = (
        stories.filter(pl.col("status") == "ok")
        .select("story_id", "partition_key", source=pl.col("source").fill_null("(none)"))
        .join(groups.select("story_id", "is_canonical"), on="story_id", how="left")
    )
    merging = pairs.filter("merges").with_columns(
        kind=pl.when(pl.col("relation").str.starts_with("exact"))
        .then(0)
        .when(pl.col("relation") == "near_dup")
        .then(1)
        .otherwise(2)
    )
    ends = pl.concat(
        [merging.select("kind", story_id=a, other=b) for a, b in (("story_a", "story_b"), ("story_b", "story_a"))]
    )
    source = known.select("story_id", "source")
    strongest = ends.group_by("story_id").agg(pl.col("kind").min())
    again = (
        ends.filter(pl.col("kind") == 0)
        .join(source, on="story_id")
        .join(source, left_on="other", right_on="story_id")
        .filter(pl.col("source") == pl.col("source_right"))
        .select("story_id", recrawled=True)
        .unique()
    )
    return (
        known.join(strongest, on="story_id", how="left")
        .join(again, on="story_id", how="left")
        .group_by("partition_key", "source")
        .agg(
            n_stories=pl.len(),
            n_exact=(pl.col("kind") == 0).sum(),
            n_near=(pl.col("kind") == 1).sum(),
            n_contained=(pl.col("kind") == 2).sum(),
            n_recrawled=pl.col("recrawled").sum(),
            n_copies=(~pl.col("is_canonical")).sum(),
        )
        .with_columns(rate=pl.col("n_copies") / pl.col("n_stories"))
        .sort("partition_key", "source")
    )


def rate_checks(rates: pl.DataFrame, settings: CheckSettings) -> list[Row]:
    """`copy_rate` and `recrawled` over the corpus, `copy_rate_jump` for each partition against the earlier ones.

    Args:
        rates: `copy_rates`.
        settings: thresholds.
    """
    by_source = (
        rates.group_by("source")
        .agg(pl.col("n_stories", "n_exact", "n_near", "n_contained", "n_recrawled", "n_copies").sum())
        .with_columns(
            rate=pl.col("n_copies") / pl.col("n_stories"), recrawled=pl.col("n_recrawled") / pl.col("n_stories")
        )
        .sort("rate", "source", descending=[True, False])
    )
    judged = by_source.filter(pl.col("n_stories") >= settings.min_for_rates)
    rows = [
        _row("copy_rate", _most(judged["rate"]), settings.max_duplicate_rate, table(by_source.drop("recrawled"))),
        _row(
            "recrawled",
            _most(judged["recrawled"]),
            settings.max_recrawled,
            table(by_source.sort("recrawled", "source", descending=[True, False]).select("source", "n_stories", "n_recrawled", "recrawled")),
        ),
    ]  # fmt: skip
    whole = rates.group_by("partition_key").agg(pl.col("n_stories", "n_copies").sum()).filter(pl.col("n_stories") > 0)
    only_copies = set(whole.filter(pl.col("n_stories") == pl.col("n_copies"))["partition_key"])
    for key in sorted(set(rates["partition_key"])):
        jumps = _jumps(rates, key, settings)
        value = _most(jumps["jump"])
        note = "Every story of this drop is a copy of an earlier one; nothing is held back for it.\n\n"
        details = (note if key in only_copies else "") + table(jumps)
        rows.append(_row("copy_rate_jump", value, settings.duplicate_rate_jump, details, partition_key=key))
    return rows


def _jumps(rates: pl.DataFrame, key: str, settings: CheckSettings) -> pl.DataFrame:
    """Copy rate of each source in a partition against that of the same source in the partitions before it."""
    before = (
        rates.filter(pl.col("partition_key") < key)
        .group_by("source")
        .agg(history=pl.col("n_copies").sum() / pl.col("n_stories").sum(), n_before=pl.col("n_stories").sum())
    )
    return (
        rates.filter(pl.col("partition_key") == key, pl.col("n_stories") >= settings.min_for_rates)
        .join(before, on="source")
        .filter(pl.col("n_before") >= settings.min_for_rates)
        .with_columns(jump=pl.col("rate") - pl.col("history"))
        .select("source", "n_stories", "n_copies", "rate", "history", "jump")
        .sort("jump", "source", descending=[True, False])
    )


def group_checks(
    stories: pl.DataFrame, pairs: pl.DataFrame, groups: pl.DataFrame, settings: CheckSettings
) -> list[Row]:
    """`largest_group`, `sources_of_a_group` and `group_membership`."""
    largest = largest_groups(stories, groups)
    members = groups.join(stories.select("story_id", pl.col("source").fill_null("(none)")), on="story_id", how="left")
    spread = members.group_by("group_id").agg(n_sources=pl.col("source").n_unique(), n_members=pl.len())
    across = spread.filter(pl.col("n_sources") > 1)
    counts = (
        f"{len(across)} of {len(spread)} groups span several sources (syndication), "
        f"{len(spread) - len(across)} are of one source (printed or fetched again).\n\n"
    )
    return [
        _row("largest_group", _most(groups["n_members"]), float(settings.max_group), table(largest)),
        _row("sources_of_a_group", _most(spread["n_sources"]), float(settings.max_sources), counts + table(largest)),
        _membership(stories, pairs, groups),
    ]


def largest_groups(stories: pl.DataFrame, groups: pl.DataFrame, n: int = 20) -> pl.DataFrame:
    """group_id, n_members, n_sources, n_partitions, first and last day, canonical story of the n largest groups."""
    about = stories.select("story_id", "source", "partition_key", "published_at")
    return (
        groups.join(about, on="story_id", how="left")
        .group_by("group_id")
        .agg(
            n_members=pl.len(),
            n_sources=pl.col("source").n_unique(),
            n_partitions=pl.col("partition_key").n_unique(),
            first=pl.col("published_at").min(),
            last=pl.col("published_at").max(),
            canonical=pl.col("story_id").filter("is_canonical").min(),
        )
        .sort("n_members", "group_id", descending=[True, False])
        .head(n)
    )


def _membership(stories: pl.DataFrame, pairs: pl.DataFrame, groups: pl.DataFrame) -> Row:
    """No orphan, no story in two groups, one canonical each, named by its smallest id, held together by merging pairs."""
    by_group = groups.group_by("group_id").agg(
        n=pl.len(),
        stated=pl.col("n_members").unique(),
        canonical=pl.col("is_canonical").sum(),
        smallest=pl.col("story_id").min(),
    )
    merging = pairs.filter("merges")
    linked = pl.concat([merging["story_a"], merging["story_b"]]).unique()
    faults = {
        "member that is no ok story": groups.join(stories.filter(pl.col("status") == "ok"), on="story_id", how="anti")[
            "story_id"
        ],
        "story in two groups": groups.filter(pl.col("story_id").is_duplicated())["story_id"],
        "member without a merging pair": groups.filter(~pl.col("story_id").is_in(linked.implode()))["story_id"],
        "group without exactly one canonical story": by_group.filter(pl.col("canonical") != 1)["group_id"],
        "group not named by its smallest story": by_group.filter(pl.col("smallest") != pl.col("group_id"))["group_id"],
        "group whose size is misstated": by_group.filter(
            (pl.col("stated").list.len() != 1) | (pl.col("stated").list.first() != pl.col("n")) | (pl.col("n") < 2)
        )["group_id"],
    }
    found = pl.DataFrame(
        [(what, id_) for what, ids in faults.items() for id_ in ids.sort().head(20)],
        schema={"fault": pl.String, "id": pl.String},
        orient="row",
    )
    n = float(sum(len(ids) for ids in faults.values()))
    return _row("group_membership", n, 0.0, table(found) if n else "", severity="ERROR")


def candidate_checks(fingerprints: pl.DataFrame, pairs: pl.DataFrame, settings: CheckSettings) -> list[Row]:
    """`rejected_candidates` (candidates that verification refused) and `boilerplate` (most frequent shingles)."""
    numbered = texts_of(fingerprints)
    texts, index = numbered.first, index_of(numbered)
    n_candidates = len(candidates(index)[0])
    key = fingerprints.select("story_id", "sha256_key")
    verified = (
        pairs.filter(pl.col("basis") == "text")
        .join(key, left_on="story_a", right_on="story_id")
        .join(key, left_on="story_b", right_on="story_id")
        .filter(pl.col("sha256_key") != pl.col("sha256_key_right"))
        .select(pl.min_horizontal("sha256_key", "sha256_key_right"), pl.max_horizontal("sha256_key", "sha256_key_right").alias("b"))
        .n_unique()
    )  # fmt: skip
    rejected = (n_candidates - verified) / max(1, n_candidates) if n_candidates >= settings.min_for_rates else 0.0
    common = (
        pl.DataFrame({"shingle": index.hashes, "text": np.repeat(np.arange(len(index.ends)), index.sizes)})
        .group_by("shingle")
        .agg(n_texts=pl.len(), text=pl.col("text").min())
        .sort("n_texts", "shingle", descending=[True, False])
        .head(20)
    )
    common = common.select("shingle", "n_texts", share=pl.col("n_texts") / max(1, len(texts))).with_columns(
        story=texts["story_id"].gather(common["text"])
    )
    return [
        _row(
            "rejected_candidates",
            rejected,
            settings.max_rejected_candidates,
            f"{n_candidates} candidates, {verified} verified.",
        ),
        _boilerplate(common, settings),
    ]


def _boilerplate(common: pl.DataFrame, settings: CheckSettings) -> Row:
    """Whether a run of five words stands in so many texts that it is furniture which cleaning missed."""
    alarming = common.filter(pl.col("n_texts") >= settings.boilerplate_texts)
    note = f"A shingle in more than {COMMON_TEXTS} texts makes no candidates. Look at one of its stories.\n\n"
    return _row("boilerplate", _most(alarming["share"]), settings.boilerplate_share, note + table(common))


def event_checks(events: pl.DataFrame) -> list[Row]:
    """`independent_stories`: events counted with and without copies; the second is at least 1 and never the larger."""
    wrong = events.filter(
        (pl.col("n_independent_stories") > pl.col("n_stories")) | (pl.col("n_independent_stories") < 1)
    )
    counted = events.select(
        events=pl.len(), stories=pl.col("n_stories").sum(), independent_stories=pl.col("n_independent_stories").sum()
    )
    details = (
        table(counted)
        if wrong.is_empty()
        else table(wrong.select("event_id", "n_stories", "n_independent_stories").head(20))
    )
    return [_row("independent_stories", float(len(wrong)), 0.0, details, severity="ERROR", asset="events")]


def full_equals_incremental(
    fingerprints: pl.DataFrame,
    bodies: Callable[[list[str]], pl.DataFrame],
    settings: DuplicateSettings,
    n_texts: int = 400,
) -> Row:
    """Find the copies among a sample at once and in two waves; the check fails when the results differ.

    The sample is the families of the largest hash overlap first, so that there is something to find: stories whose
    sketches share their smallest hash, then others, in an order that depends on the sketches alone.
    """
    family = pl.col("hashes").list.first()
    sample = (
        fingerprints.with_columns(size=pl.len().over(family), family=family)
        .sort("size", "family", "story_id", descending=[True, False, False], nulls_last=True)
        .head(n_texts)
        .drop("size", "family")
    )
    full = find_duplicates(sample, bodies, settings)
    early = sample.gather_every(2)
    first = find_duplicates(early, bodies, settings)
    grown = find_duplicates(sample, bodies, settings, known=(first[0], seen(early)))
    differing = sum(
        len(one.join(other, on=one.columns, how="anti", nulls_equal=True))
        for a, b in zip(full, grown, strict=True)
        for one, other in ((a, b), (b, a))
    )
    details = f"{len(sample)} stories, {len(full[0])} pairs, {len(full[1])} stories in groups."
    return _row("full_equals_incremental", float(differing), 0.0, details, severity="ERROR")


def table(frame: pl.DataFrame, rows: int = 20) -> str:
    """The first rows of a frame as a Markdown table."""
    head = "| " + " | ".join(frame.columns) + " |\n|" + " --- |" * len(frame.columns)
    lines = ("| " + " | ".join(map(_cell, row)) + " |" for row in frame.head(rows).iter_rows())
    return "\n".join((head, *lines))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")


def _most(values: pl.Series) -> float:
    most = values.max()
    return float(most) if isinstance(most, int | float) else 0.0


def _row(
    name: str,
    value: float,
    threshold: float,
    details: str,
    *,
    partition_key: str | None = None,
    severity: str = "WARN",
    asset: str = ASSET,
) -> Row:
    """A check that holds while the value does not exceed the threshold."""
    return {
        "check_name": name,
        "asset": asset,
        "partition_key": partition_key,
        "passed": value <= threshold,
        "severity": severity,
        "value": value,
        "threshold": threshold,
        "details": details,
    }
