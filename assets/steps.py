"""One materialization of one asset: what it reads, whether it has to work at all, how its result is stored and reported.

Belongs here: the bridge between `pipeline.plan`/`pipeline.store` and Dagster's results. Does not belong here: anything an asset
computes.
"""

import functools
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import dagster as dg
import polars as pl

from pipeline import checks, corpus_checks, parallel
from pipeline.ingest import folder_of
from pipeline.plan import CORPUS_TABLES, STAGES, World, corpus_inputs, plan, stage_inputs, why_due
from pipeline.schema import TABLES, Table

_DAGSTER_TYPES = {"String": "string", "Int64": "int", "Float64": "float", "Boolean": "bool", "Date": "date"}


def column_schema(table: Table) -> dg.TableSchema:
    """A table's columns as Dagster shows them, with their docs."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                c.name,
                type=_DAGSTER_TYPES.get(str(c.dtype), str(c.dtype)),
                description=c.doc,
                constraints=dg.TableColumnConstraints(nullable=c.nullable),
            )
            for c in table.columns
        ]
    )


def severity(name: str) -> dg.AssetCheckSeverity:
    """Dagster's severity for ours: ERROR or WARN."""
    return dg.AssetCheckSeverity[name]


if TYPE_CHECKING:
    Result: TypeAlias = dg.MaterializeResult[Any]
else:
    Result = dg.MaterializeResult  # bare at run time: Dagster compares the annotation itself


class Step:
    """The work of one asset in one run, on one partition or on the accepted ones."""

    def __init__(self, context: dg.AssetExecutionContext, world: World) -> None:
        self.context, self.world = context, world
        self.stage = STAGES[context.asset_key.path[-1]]
        self.key: str | None = context.partition_key if context.has_partition_key else None
        self.progress = world.watch(self.stage.name, self.key or "")  # how far the step is, for whoever watches
        self.started = time.perf_counter()  # shown in metadata only, never stored in a table
        if self.key is not None:
            self.inventory = world.inventory([self.key])
            inputs = stage_inputs(world, self.stage, self.key, self.inventory)
            if inputs is None:
                raise dg.Failure(
                    f"{self.stage.name}: an input of partition {self.key} is missing; materialize what comes before it"
                )
        else:
            self.partitions = plan(world).accepted
            inputs = corpus_inputs(world, self.stage, self.partitions)
        self.recipe = world.recipe(self.stage, inputs)
        self.reason = why_due(world, self.stage, self.key, self.recipe)

    @property
    def is_done(self) -> bool:
        """The stored tables carry today's recipe: there is no work to do."""
        return self.reason is None

    def read(self, table: str) -> pl.DataFrame:
        """A stored table of the partition, or of all accepted ones (corpus-wide tables: the whole)."""
        if self.key is not None or table in CORPUS_TABLES:
            return self.world.store.read(table, None if table in CORPUS_TABLES else self.key)
        return self.world.store.read_all(table, self.partitions)

    def previous(self) -> tuple[pl.DataFrame, ...] | None:
        """The stage's tables of the last build when rows of unchanged stories in them still hold."""
        return self.world.reuse(self.stage, self.key, self.recipe)

    def over_stories(
        self,
        work: Callable[..., tuple[pl.DataFrame, ...]],
        *frames: pl.DataFrame,
        previous: tuple[pl.DataFrame, ...] | None = None,
    ) -> tuple[pl.DataFrame, ...]:
        """Run a function of `pipeline.stages` over the partition's stories, on as many workers as the settings say.

        `previous` is the stage's last build where that is not simply what `previous()` gives.
        """
        settings = self.world.settings
        return parallel.by_story(
            functools.partial(work, settings),
            frames,
            previous if previous is not None else self.previous(),
            workers=settings.workers,
            backend=settings.backend,
            progress=self.progress,
        )

    def store(self, *frames: pl.DataFrame) -> None:
        """Put the stage's tables in their place."""
        for table, frame in zip(self.stage.writes, frames, strict=True):
            self.world.store.write(table, frame, self.recipe, self.key)

    def write(self, *frames: pl.DataFrame) -> Result:
        """Store the stage's tables, run its checks and report both."""
        self.store(*frames)
        return self.result()

    def result(self, **shown: Any) -> Result:
        """What Dagster is told: version of the data, rows, columns, verdicts."""
        stamps = {t: self.world.store.stamp(t, self.key) for t in self.stage.writes}
        rows = {t: s.n_rows for t, s in stamps.items() if s is not None}
        metadata: dict[str, Any] = {
            "dagster/row_count": rows[self.stage.primary or self.stage.writes[0]],
            **({"folder": folder_of(self.key) or self.key} if self.key else {}),
            "why": self.reason or "nothing changed: no work done",
            "seconds": round(time.perf_counter() - self.started, 3),
            **{f"rows/{table}": n for table, n in rows.items()},
            **shown,
        }
        version = "-".join(s.content[:16] for s in stamps.values() if s is not None)
        return dg.MaterializeResult(
            metadata=metadata, data_version=dg.DataVersion(version), check_results=[*self._verdicts()]
        )

    def _verdicts(self) -> list[dg.AssetCheckResult]:
        if self.key is None:
            rows = corpus_checks.evaluate(self.world, self.stage.name, self.partitions)
            return [check_result(row) for row in worst_of_each(rows).iter_rows(named=True)]
        frame = checks.evaluate(self.world.store, self.world.settings, self.stage.name, self.key)
        return [check_result(row) for row in frame.iter_rows(named=True)]


def worst_of_each(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a check: of a check with a row for each drop, the one that failed, or came closest to."""
    return rows.sort("passed", "value", descending=[False, True], nulls_last=True).unique(
        "check_name", keep="first", maintain_order=True
    )


def check_result(row: Mapping[str, Any]) -> dg.AssetCheckResult:
    """A row of quality_checks as Dagster's result."""
    shown = {k: row[k] for k in ("value", "threshold") if row[k] is not None}
    if row["details"]:
        shown["details"] = dg.MetadataValue.md(row["details"])
    return dg.AssetCheckResult(
        passed=row["passed"],
        asset_key=row["asset"],
        check_name=row["check_name"],
        severity=severity(row["severity"]),
        metadata=shown,
    )


def definition_metadata(stage: str) -> dict[str, Any]:
    """What an asset's page shows before it ever ran: tables and columns."""
    tables = STAGES[stage].writes
    primary = STAGES[stage].primary or tables[0]
    return {
        "tables": ", ".join(tables),
        "dagster/column_schema": column_schema(TABLES[primary]),
        **{f"columns/{t}": column_schema(TABLES[t]) for t in tables if t != primary},
    }
