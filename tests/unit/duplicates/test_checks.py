from pathlib import Path

import polars as pl
import pytest

from pipeline.duplicates import checks, find_duplicates, plot
from pipeline.schema import DUPLICATE_GROUPS, DUPLICATE_PAIRS, EVENTS, QUALITY_CHECKS
from pipeline.settings import CheckSettings, DuplicateSettings
from tests.unit.duplicates.corpus import fingerprints, stories, text

SETTINGS = CheckSettings()  # type: ignore[call-arg]


def corpus(rows: list[tuple[str, str]]) -> pl.DataFrame:
    """STORIES columns that checks read: (partition, source) of stories s00, s01, …"""
    return pl.DataFrame(
        [(f"s{at:02}", partition, source, "ok", None) for at, (partition, source) in enumerate(rows)],
        schema={
            "story_id": pl.String, "partition_key": pl.String, "source": pl.String, "status": pl.String,
            "published_at": pl.Date,
        },
        orient="row",
    )  # fmt: skip


def pair(a: int, b: int, relation: str = "exact_bytes", merges: bool = True) -> dict[str, object]:
    return {
        "story_a": f"s{a:02}", "story_b": f"s{b:02}", "relation": relation, "jaccard": 1.0, "containment_a": 1.0,
        "containment_b": 1.0, "longest_run": 9, "new_a": 0.0, "new_b": 0.0, "merges": merges, "basis": "text",
    }  # fmt: skip


def group(*members: int) -> list[dict[str, object]]:
    return [
        {"story_id": f"s{at:02}", "group_id": f"s{members[0]:02}", "is_canonical": at == members[0], "n_members": len(members)}
        for at in members
    ]  # fmt: skip


def one(rows: list[checks.Row], name: str, partition: str | None = None) -> checks.Row:
    QUALITY_CHECKS.frame([{**row} for row in rows])
    (found,) = [row for row in rows if row["check_name"] == name and row["partition_key"] == partition]
    return found


DAYS = [("d1", "صحيفة")] * 12 + [("d2", "صحيفة")] * 12
CALM = (corpus(DAYS), DUPLICATE_PAIRS.frame([pair(0, 1)]), DUPLICATE_GROUPS.frame(group(0, 1)))
COPIED = (
    corpus(DAYS),
    DUPLICATE_PAIRS.frame([pair(at, at + 12) for at in range(12)]),
    DUPLICATE_GROUPS.frame([row for at in range(12) for row in group(at, at + 12)]),
)


def test_rates_by_partition_and_source() -> None:
    rates = checks.copy_rates(*COPIED)
    assert rates.select(
        "partition_key", "n_stories", "n_exact", "n_near", "n_recrawled", "n_copies", "rate"
    ).rows() == [
        ("d1", 12, 12, 0, 12, 0, 0.0),
        ("d2", 12, 12, 0, 12, 12, 1.0),
    ]


def test_a_jump_against_history_warns_and_a_calm_drop_does_not() -> None:
    row = one(checks.rate_checks(checks.copy_rates(*COPIED), SETTINGS), "copy_rate_jump", "d2")
    assert not row["passed"] and row["severity"] == "WARN" and row["value"] == 1.0
    assert "nothing is held back" in str(row["details"])
    calm = checks.rate_checks(checks.copy_rates(*CALM), SETTINGS)
    assert one(calm, "copy_rate_jump", "d2")["passed"] and one(calm, "copy_rate_jump", "d1")["passed"]


def test_copy_rate_and_recrawling() -> None:
    strict = CheckSettings(max_duplicate_rate=0.4)  # type: ignore[call-arg]
    rows = checks.rate_checks(checks.copy_rates(*COPIED), strict)
    assert not one(rows, "copy_rate")["passed"] and not one(rows, "recrawled")["passed"]
    calm = checks.rate_checks(checks.copy_rates(*CALM), strict)
    assert one(calm, "copy_rate")["passed"] and one(calm, "recrawled")["passed"]
    other = corpus([("d1", "أ")] * 12 + [("d2", "ب")] * 12)
    assert one(checks.rate_checks(checks.copy_rates(other, *COPIED[1:]), SETTINGS), "recrawled")["passed"]


def test_largest_group_and_sources() -> None:
    wide = corpus([("d1", f"صحيفة {at}") for at in range(24)])
    small = CheckSettings(max_group=15)  # type: ignore[call-arg]
    pairs = DUPLICATE_PAIRS.frame([pair(0, at) for at in range(1, 20)])
    groups = DUPLICATE_GROUPS.frame(group(*range(20)))
    rows = checks.group_checks(wide, pairs, groups, small)
    assert not one(rows, "largest_group")["passed"] and not one(rows, "sources_of_a_group")["passed"]
    assert one(rows, "group_membership")["passed"]
    assert "1 of 1 groups span several sources" in str(one(rows, "sources_of_a_group")["details"])
    calm = checks.group_checks(*CALM, small)
    assert all(row["passed"] for row in calm)
    assert checks.largest_groups(wide, groups)["n_members"].to_list() == [20]


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("no ok story", lambda rows: rows.with_columns(story_id=pl.col("story_id").str.replace("s01", "s99"))),
        ("in two groups", lambda rows: pl.concat([rows, rows.with_columns(group_id=pl.lit("s05"))])),
        ("without a merging pair", lambda rows: rows.with_columns(story_id=pl.col("story_id").str.replace("s01", "s07"))),
        ("exactly one canonical", lambda rows: rows.with_columns(is_canonical=pl.lit(value=True))),
        ("smallest story", lambda rows: rows.with_columns(group_id=pl.lit("s01"))),
        ("misstated", lambda rows: rows.with_columns(n_members=pl.lit(3, dtype=pl.Int64))),
    ],
)  # fmt: skip
def test_membership_names_each_fault(fault: str, change: object) -> None:
    broken = change(CALM[2])  # type: ignore[operator]
    row = one(checks.group_checks(CALM[0], CALM[1], broken, SETTINGS), "group_membership")
    assert not row["passed"] and row["severity"] == "ERROR" and fault in str(row["details"])


def test_boilerplate_and_rejected_candidates() -> None:
    ticker = text(900, 40)
    table = stories([f"{text(seed, 60)} {ticker}" for seed in range(60)])
    made = fingerprints(table)
    rows = checks.candidate_checks(made, DUPLICATE_PAIRS.empty(), SETTINGS)
    assert not one(rows, "boilerplate")["passed"] and one(rows, "boilerplate")["value"] == 1.0
    assert not one(rows, "rejected_candidates")["passed"], "no pair was verified"
    calm = fingerprints(stories([text(seed, 60) for seed in range(60)]))
    assert all(row["passed"] for row in checks.candidate_checks(calm, DUPLICATE_PAIRS.empty(), SETTINGS))
    assert all(row["passed"] for row in checks.candidate_checks(made.head(0), DUPLICATE_PAIRS.empty(), SETTINGS))


@pytest.mark.parametrize(("independent", "passed"), [(2, True), (4, False), (0, False)])
def test_independent_stories(independent: int, passed: bool) -> None:
    event = {
        c.name: None if c.nullable else c.dtype.to_python()() for c in EVENTS.columns if c.name[-9:] != "countries"
    }
    lists: dict[str, object] = {"actor_countries": [], "recipient_countries": []}
    events = EVENTS.frame([{**event, **lists, "n_stories": 3, "n_independent_stories": independent}])
    assert one(checks.event_checks(events), "independent_stories")["passed"] is passed


def test_full_equals_incremental_holds_and_can_fail() -> None:
    table = stories([body for seed in range(4) for body in [text(seed, 90), text(seed, 90) + " انتهى", text(seed, 99)]])
    made, settings = fingerprints(table), DuplicateSettings()  # type: ignore[call-arg]

    def bodies(ids: list[str]) -> pl.DataFrame:
        return table.filter(pl.col("story_id").is_in(ids)).select("story_id", "body")

    row = checks.full_equals_incremental(made, bodies, settings)
    assert row["passed"] and "0 pairs" not in str(row["details"])
    asked: list[int] = []

    def fickle(ids: list[str]) -> pl.DataFrame:
        """Bodies that change from one reading to the next: then the results cannot agree."""
        asked.append(len(ids))
        longer = pl.col("body") + f" {text(1000, 3 * len(asked))}"
        return bodies(ids).with_columns(
            body=pl.when(pl.col("body").str.ends_with("انتهى")).then(longer).otherwise("body")
        )

    assert not checks.full_equals_incremental(made, fickle, settings)["passed"]


def test_plots_are_drawn(tmp_path: Path) -> None:
    rates = checks.copy_rates(*COPIED)
    plot.plot_rates(rates, tmp_path / "rates.svg")
    plot.plot_rates(rates, tmp_path / "rates.png")
    assert "صحيفة" in (tmp_path / "rates.svg").read_text(encoding="utf-8")
    assert (tmp_path / "rates.png").read_bytes().startswith(b"\x89PNG")
    curve = pl.DataFrame({"setting": ["reuse"] * 2, "threshold": [0.2, 0.3], "precision": [0.9, 1], "recall": [1, 0.9], "chosen": [True, False]}, strict=False)  # fmt: skip
    plot.plot_calibration(curve, tmp_path / "curve.svg")
    assert "reuse" in (tmp_path / "curve.svg").read_text(encoding="utf-8")


def test_details_are_markdown() -> None:
    assert checks.table(pl.DataFrame({"a": ["x|y"], "b": [0.5]})) == "| a | b |\n| --- | --- |\n| x\\|y | 0.500 |"


def test_results_of_a_real_run_pass() -> None:
    table = stories([body for seed in range(5) for body in [text(seed, 90), text(seed, 90) + " انتهى"]])
    made = fingerprints(table)
    pairs, groups = find_duplicates(made, lambda ids: table.select("story_id", "body"), DuplicateSettings())  # type: ignore[call-arg]
    about = table.with_columns(partition_key=pl.lit("d1"), source=pl.lit("صحيفة"), status=pl.lit("ok"))
    rows = checks.group_checks(about, pairs, groups, SETTINGS) + checks.candidate_checks(made, pairs, SETTINGS)
    assert len(groups) == 10 and all(row["passed"] for row in rows)
