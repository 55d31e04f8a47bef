"""Assets for readers: the published database and the report drawn from it."""

from typing import Any

import dagster as dg
import polars as pl

from assets.declare import OWNERS, after_all_drops
from assets.steps import Result, severity
from pipeline import report as part
from pipeline import warehouse as publisher
from pipeline.plan import PARTITION_STAGES, Plan, World, plan

NO_STALE = dg.AssetCheckSpec(
    "no_stale_partitions", asset="warehouse", description="Every drop found under RAW is made from what lies there now."
)


def no_stale_result(state: Plan) -> dg.AssetCheckResult:
    """Held when every drop is made from what lies in the raw folder now; drops that a check holds back are not stale."""
    metadata = {"stale": state.stale, "blocked": state.blocked}
    return dg.AssetCheckResult(
        passed=not state.stale, check_name=NO_STALE.name, asset_key="warehouse", metadata=metadata
    )


FAMILIES = {
    "key": "keys: every row is found once",
    "foreign": "references: what a row points to exists",
    "offsets": "offsets: raw_text[start_char:end_char] is the text",
    "": "consistency: counts, orders, vocabularies and links agree",
}
"""One Dagster check for each kind of file in sql/checks, told by the file's prefix: an event for each of 75 files would cost
more than the checks themselves. Every single verdict is in the table quality_checks and in the check's metadata."""


def family_of(check: str) -> str:
    """The family an SQL check belongs to, by its prefix."""
    prefix = check.partition("_")[0]
    return prefix if prefix in FAMILIES else ""


def check_of(family: str) -> str:
    """Name of a family's Dagster check."""
    return "sql_" + FAMILIES[family].partition(":")[0]


def sql_check_specs() -> list[dg.AssetCheckSpec]:
    """One check for each family of sql/checks."""
    return [dg.AssetCheckSpec(check_of(f), asset="warehouse", description=about) for f, about in FAMILIES.items()]


def sql_results(verdicts: pl.DataFrame) -> list[dg.AssetCheckResult]:
    """The verdicts of sql/checks, by family, each with a table of its members."""
    rows = verdicts.filter(pl.col("partition_key").is_null()).sort("check_name").to_dicts()
    results = []
    for family in FAMILIES:
        mine = [r for r in rows if family_of(r["check_name"]) == family]
        failed = [r for r in mine if not r["passed"]]
        worst = "ERROR" if any(r["severity"] == "ERROR" for r in failed) else "WARN"
        lines = [
            f"| {r['check_name']} | {'✓' if r['passed'] else '✗'} | {r['value']:.0f} | {r['details'] or ''} |"
            for r in mine
        ]
        table = "\n".join(["| check | held | failures | first ones |", "|---|---|---|---|", *lines])
        results.append(
            dg.AssetCheckResult(
                passed=not failed,
                asset_key="warehouse",
                check_name=check_of(family),
                severity=severity(worst),
                metadata={"checks": dg.MetadataValue.md(table), "failed": len(failed)},
            )
        )
    return results


@dg.asset(
    deps=[*after_all_drops([s.name for s in PARTITION_STAGES]), "duplicate_stories", "events"],
    group_name="publish",
    kinds={"duckdb"},
    owners=OWNERS,
    code_version=publisher.VERSION,
    check_specs=[NO_STALE, *sql_check_specs()],
)
def warehouse(context: dg.AssetExecutionContext, world: dg.ResourceParam[World]) -> Result:
    """The database analysts query, from the accepted drops: built beside the old one, verified by sql/checks, then swapped in."""
    state = plan(world)
    published = publisher.publish(world, state)
    metadata: dict[str, Any] = {
        "build_id": published.build_id,
        "new": published.is_new,
        "drops": len(state.accepted),
        "left_out": state.blocked,
    }
    return dg.MaterializeResult(
        metadata=metadata,
        data_version=dg.DataVersion(published.build_id),
        check_results=[no_stale_result(state), *sql_results(published.checks)],
    )


@dg.asset(deps=["warehouse"], group_name="publish", kinds={"html"}, owners=OWNERS, code_version="1")
def report(context: dg.AssetExecutionContext, world: dg.ResourceParam[World]) -> Result:
    """One self-contained page: events over time, dyads, sources, duplicate groups, quarantined files, checks."""
    out = world.settings.home / "report.html"
    part.write(publisher.path_of(world), out)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(str(out)), "bytes": out.stat().st_size})
