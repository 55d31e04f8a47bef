"""The published database: build beside the old one, verify, swap. Analysts only ever open the published file.

Belongs here: loading accepted partitions into DuckDB, comments, views, the corpus-wide checks of `sql/checks`, the atomic
replacement. Does not belong here: the SQL itself (`sql/`), what a column means (`pipeline.schema`).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
from filelock import FileLock

import pipeline
from pipeline import checks, queries
from pipeline.plan import CORPUS_STAGES, CORPUS_TABLES, PARTITION_STAGES, PartitionPlan, Plan, World
from pipeline.queries import SQL_FOLDER, Query
from pipeline.schema import BUILD, FILES, QUALITY_CHECKS, TABLES, Table, checks_table
from pipeline.store import content_hash

VERSION = "1"


class WarehouseError(Exception):
    """The new database failed a check of severity ERROR; the published one was left as it is."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: the build's id, whether it was new, and every check on it (QUALITY_CHECKS)."""

    build_id: str
    is_new: bool
    checks: pl.DataFrame


def path_of(world: World) -> Path:
    """Where the published database lies."""
    return world.settings.home / "warehouse.duckdb"


def _stored_tables() -> Iterator[Table]:
    for table in TABLES.values():
        if table.published and table not in (QUALITY_CHECKS, BUILD):
            yield table


def build_id(world: World, plan: Plan) -> str:
    """Hash of everything the published database is made from: stored contents, verdicts, SQL, code, models and lexicon."""
    digest = hashlib.sha256(f"{pipeline.__version__} {VERSION} {world.model_id} {world.lexicon.lexicon_id}\n".encode())
    for name in sorted(plan.partitions):
        digest.update(f"{name} {plan.partitions[name].blocked_by} {plan.partitions[name].is_accepted}\n".encode())
    for table in _stored_tables():
        keys: list[str | None] = [None] if table.name in CORPUS_TABLES else [*plan.accepted]
        for key in keys:
            stamp = world.store.stamp(table.name, key)
            digest.update(f"{table.name} {key} {stamp.content if stamp else ''}\n".encode())
    digest.update(repr([(t.name, t.doc, t.columns) for t in TABLES.values()]).encode())
    digest.update(content_hash(_partition_checks(world, plan)).encode())
    digest.update(content_hash(_left_out_files(world, plan)).encode())
    for path in _shipped():
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _shipped() -> list[Path]:
    """Files of the package that shape what is published: SQL, and the report's code, page and style."""
    report = Path(__file__).with_name("report")
    return [*sorted(SQL_FOLDER.rglob("*.sql")), *sorted(p for p in report.iterdir() if p.is_file())]


def is_stale(world: World, plan: Plan) -> bool:
    """The published database is missing or was made from something else."""
    stamp = world.store.stamp("build")
    return stamp is None or not path_of(world).exists() or stamp.recipe.get("build_id") != build_id(world, plan)


def publish(world: World, plan: Plan) -> Published:
    """Build the database from the accepted partitions, verify it and put it in the place of the published one.

    A reader's open connection keeps its snapshot. Two publishers take turns. Nothing is done when nothing changed.

    Raises:
        WarehouseError: a check of severity ERROR failed; names the checks. The published database stays.
    """
    target = path_of(world)
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.with_name("warehouse.lock")):
        identity = build_id(world, plan)
        if not is_stale(world, plan):
            return Published(identity, False, world.store.read("quality_checks"))
        building = target.with_name("warehouse.duckdb.building")
        building.unlink(missing_ok=True)
        try:
            verdicts = _build(world, plan, building, identity)
            failed = checks.blocking_failures(verdicts.filter(pl.col("partition_key").is_null()))
            if failed:
                named = verdicts.filter(pl.col("check_name").is_in(failed)).select("check_name", "details")
                lines = "\n".join(f"  {name}: {details}" for name, details in named.iter_rows())
                raise WarehouseError(f"not published, {len(failed)} checks failed:\n{lines}")
            if target.exists():
                _keep(target)
            building.replace(target)
        finally:
            for leftover in (building, building.with_name(building.name + ".wal")):
                leftover.unlink(missing_ok=True)
        world.store.write("quality_checks", verdicts, {"build_id": identity})
        world.store.write("build", _build_row(world, plan, identity), {"build_id": identity})
        return Published(identity, True, verdicts)


def _keep(target: Path) -> None:
    previous = target.with_name("warehouse.previous.duckdb")
    previous.unlink(missing_ok=True)
    try:
        previous.hardlink_to(target)
    except OSError:  # a file system without hard links
        previous.write_bytes(target.read_bytes())


def _build(world: World, plan: Plan, path: Path, identity: str) -> pl.DataFrame:
    with duckdb.connect(str(path)) as db:
        db.execute("SET preserve_insertion_order = true")
        db.execute("SET temp_directory = ?", [str(world.settings.home / "cache" / "duckdb")])
        for table in (t for t in TABLES.values() if t.published):
            db.execute(table.ddl)
        for table in sorted(_stored_tables(), key=lambda t: t.name not in CORPUS_TABLES):  # mentions join event_links
            _load(world, plan, db, table)
        _insert(db, FILES, _left_out_files(world, plan))
        _insert(db, BUILD, _build_row(world, plan, identity))
        _insert(db, QUALITY_CHECKS, _partition_checks(world, plan))
        for view in queries.views():
            db.execute(view)
        found = [_run_check(db, check) for check in queries.load("checks")]
        _insert(db, QUALITY_CHECKS, QUALITY_CHECKS.frame(found))
        verdicts = QUALITY_CHECKS.frame(db.sql("FROM quality_checks").pl())
        db.execute("CHECKPOINT")
    return verdicts


def _load(world: World, plan: Plan, db: duckdb.DuckDBPyConnection, table: Table) -> None:
    keys: list[str | None] = [None] if table.name in CORPUS_TABLES else [*plan.accepted]
    paths = [str(p) for p in (world.store.path(table.name, key) for key in keys) if p.exists()]
    if not paths:
        return
    # Parquet goes into DuckDB without passing through Python's memory; the key is the order on disk.
    stored = db.read_parquet(paths, hive_partitioning=False)
    stored.create_view("stored", replace=True)
    own = SQL_FOLDER / "tables" / f"{table.name}.sql"
    if own.exists():
        db.execute(own.read_text(encoding="utf-8"))
    else:
        stored.order(", ".join(f'"{k}"' for k in table.key)).insert_into(table.name)
    db.execute("DROP VIEW stored")


def _insert(db: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame) -> None:
    db.from_arrow(frame.to_arrow()).insert_into(table.name)


def _left_out_files(world: World, plan: Plan) -> pl.DataFrame:
    """Files of the partitions that are not published: found, listed, and why they are not in."""
    left_out = {k: p for k, p in plan.partitions.items() if not p.is_accepted}
    if not left_out:
        return FILES.empty()
    reasons = pl.DataFrame({"partition_key": list(left_out), "reason": [_why_left_out(p) for p in left_out.values()]})
    found = world.inventory(list(left_out)).join(reasons, on="partition_key", maintain_order="left")
    empty = {"format": None, "encoding": None, "status": "quarantined", "n_stories": 0}
    return FILES.frame(found.with_columns(**{k: pl.lit(v) for k, v in empty.items()}))


def _why_left_out(partition: PartitionPlan) -> str:
    if partition.blocked_by:
        return f"its partition is held back by the check {', '.join(partition.blocked_by)}: see quality_checks, mend the files and run again"
    return "its partition is not finished: run again"


def _partition_checks(world: World, plan: Plan) -> pl.DataFrame:
    """Verdicts of every partition, published or left out, and of what is made of all of them."""
    frames = [QUALITY_CHECKS.empty()]
    for key in plan.partitions:
        for stage in PARTITION_STAGES:
            verdict = checks.verdict(world.store, world.settings, stage.name, key)
            if verdict is not None:
                frames.append(verdict)
    frames += [world.store.read(checks_table(stage.name)) for stage in CORPUS_STAGES]
    return QUALITY_CHECKS.frame(pl.concat(frames))


def _run_check(db: duckdb.DuckDBPyConnection, check: Query) -> dict[str, object]:
    failures = db.sql(check.sql)
    rows = failures.limit(3).fetchall()
    n = len(failures) if rows else 0
    return {
        "check_name": check.name,
        "asset": check.header["asset"],
        "partition_key": None,
        "passed": n == 0,
        "severity": check.header["severity"],
        "value": float(n),
        "threshold": 0.0,
        "details": "; ".join(", ".join(str(v) for v in row) for row in rows) or None,
    }


def _build_row(world: World, plan: Plan, identity: str) -> pl.DataFrame:
    def rows(table: str) -> int:
        stamps = [world.store.stamp(table, key) for key in plan.accepted]
        return sum(s.n_rows for s in stamps if s is not None)

    return BUILD.frame(
        [
            {
                "build_id": identity,
                "rasid_version": pipeline.__version__,
                "model_id": world.model_id,
                "lexicon_id": world.lexicon.lexicon_id,
                "n_files": rows("files") + _left_out_files(world, plan).height,
                "n_stories": rows("stories"),
            }
        ]
    )
