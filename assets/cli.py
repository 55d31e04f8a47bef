"""The command `rasid`. Dagster is imported only by the calls that run something, so that the others answer at once."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import pydantic
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from assets import look
from assets.console import FAILED, LEFT_OUT, Home, Raw, err, fail, load_settings, out, published, readable_folder, shown
from pipeline.settings import Settings


def _settings_help() -> str:
    """Every setting with its environment variable, default and meaning, for `rasid --help`."""
    lines = ["Settings come from options, then the environment, then [bold]rasid.toml[/bold]:\n"]

    def walk(model: type[pydantic.BaseModel], prefix: str) -> None:
        for name, info in model.model_fields.items():
            if isinstance(info.annotation, type) and issubclass(info.annotation, pydantic.BaseModel):
                walk(info.annotation, f"{prefix}{name.upper()}__")
            else:
                lines.append(f"{prefix}{name.upper()} = {info.default}: {info.description}\n")

    walk(Settings, "RASID_")
    return "\n".join(lines)


app = typer.Typer(
    help="Rasid turns a folder of raw Arabic news into a DuckDB database of who did what to whom, when, where and who says so.",
    epilog=_settings_help(),
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
    add_completion=False,
)


@contextmanager
def _watching() -> Iterator[Any]:
    """Progress bars on a terminal, one plain line a stage otherwise."""
    if not err.is_terminal:
        seen: set[tuple[str, str]] = set()

        def plain(stage: str, key: str) -> Any:
            if (stage, key) not in seen:
                seen.add((stage, key))
                err.print(f"{shown(key)}: {stage}", highlight=False, markup=False)
            return lambda done, total: None

        yield plain
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        tasks: dict[tuple[str, str], TaskID] = {}

        def bar(stage: str, key: str) -> Any:
            for task in bars.task_ids:
                bars.remove_task(task)
            task = tasks[stage, key] = bars.add_task(f"{shown(key)}  {stage}", total=None)
            return lambda done, total: bars.update(task, completed=done, total=total)

        yield bar


@app.command()
def run(
    raw: Raw = None,
    home: Home = None,
    partition: Annotated[
        list[str] | None, typer.Option("--partition", help="Only this drop (its key or folder name); may be repeated.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes for reading and annotation.")] = None,
) -> None:
    """Make whatever is missing or stale, through Dagster, and publish the database.

    Exit codes: 0 published; 2 bad arguments or settings; 3 published, but a blocking check left a drop out; 1 something failed.
    """
    started = time.perf_counter()
    settings = load_settings(raw, home, workers=workers)
    readable_folder(settings.raw)
    from pipeline.events import LexiconError
    from pipeline.ingest import partition_of
    from pipeline.nlp import ModelError
    from pipeline.plan import World, plan
    from pipeline.warehouse import is_stale

    with _watching() as watch:
        world = World(settings, watch)
        try:
            world.lexicon, world.model_id  # noqa: B018  a broken lexicon or model stops everything before it starts
        except (LexiconError, ModelError) as error:
            fail(str(error))
        state = plan(world)
        if not state.partitions and world.store.partitions("raw_files"):
            fail(
                f"raw folder {settings.raw} is empty but {settings.home} holds drops: is it mounted? Nothing was changed"
            )
        wanted = _wanted(partition, list(state.partitions), partition_of)
        stale = [key for key in state.stale if key in wanted]
        errors: dict[str, str] = {}
        if stale:
            from assets.runner import materialize

            errors = materialize(world, stale)
            state = plan(world)
        if errors and not state.accepted:
            _show_errors(errors)
            fail("no drop could be finished; what was published before stays", FAILED)
        new = is_stale(world, state) or not (settings.home / "report.html").exists()
        if new:
            from assets.runner import publish

            problem = publish(world, state)
            if problem:
                fail(f"not published: {problem}", FAILED)
    if not stale and not new:
        out.print(f"Nothing to do: {len(state.partitions)} drops are up to date.")
    _show_errors(errors)
    _summary(settings, time.perf_counter() - started)
    if errors:
        fail(f"{len(errors)} drops failed and were left out: {', '.join(shown(k) for k in sorted(errors))}", FAILED)
    if state.blocked:
        named = "; ".join(f"{shown(k)} ({', '.join(state.partitions[k].blocked_by)})" for k in state.blocked)
        fail(f"published without drops that a check holds back: {named}", LEFT_OUT)


def _show_errors(errors: dict[str, str]) -> None:
    for key in sorted(errors):
        err.print(f"{shown(key)}: {errors[key]}", style="red", highlight=False, markup=False, soft_wrap=True)


def _wanted(partitions: list[str] | None, known: list[str], key_of: Any) -> list[str]:
    if not partitions:
        return known
    keys = [p if p in known else key_of(f"{p}/x") for p in partitions]
    for name, key in zip(partitions, keys, strict=True):
        if key not in known:
            fail(f"partition {name}: not found under the raw folder; there are: {', '.join(known) or 'none'}")
    return keys


def _summary(settings: Settings, seconds: float) -> None:
    import duckdb

    from pipeline import queries

    with duckdb.connect(str(published(settings)), read_only=True) as db:
        rows = db.execute(queries.named("summary").sql).fetchall()
        names = [d[0] for d in db.description or ()]
    table = Table(title="Rasid", show_header=False)
    for name, value in zip(names, rows[0], strict=True):
        table.add_row(name.replace("_", " "), f"{value:,}")
    table.add_row("seconds", f"{seconds:.1f}")
    out.print(table)
    out.print(f"database: {settings.home / 'warehouse.duckdb'}", soft_wrap=True, highlight=False)
    out.print(f"report:   {settings.home / 'report.html'}", soft_wrap=True, highlight=False)


@app.command()
def plan(raw: Raw = None, home: Home = None) -> None:
    """Show which drops are stale, and why, without doing anything."""
    settings = load_settings(raw, home)
    readable_folder(settings.raw)
    from pipeline.plan import World
    from pipeline.plan import plan as make_plan

    state = make_plan(World(settings))
    table = Table("drop", "state", "why")
    for key, p in sorted(state.partitions.items()):
        word = "stale" if p.is_stale else "held back" if p.blocked_by else "up to date"
        table.add_row(shown(key), word, "; ".join([f"{d.stage}: {d.reason}" for d in p.due] or p.blocked_by))
    out.print(table)


@app.command()
def ui(
    raw: Raw = None, home: Home = None, port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 3000
) -> None:
    """Start the Dagster UI and its daemon on the same home."""
    settings = load_settings(raw, home)
    readable_folder(settings.raw)
    from assets.instance import dagster_home

    root = Path(__file__).resolve().parent.parent
    env = {
        **os.environ,
        "DAGSTER_HOME": str(dagster_home(settings.home)),
        "RASID_RAW": str(settings.raw.resolve()),
        "RASID_HOME": str(settings.home.resolve()),
    }
    out.print(f"http://127.0.0.1:{port}  (end with Ctrl-C)")
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "-w",
        str(root / "workspace.yaml"),
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    os.execve(sys.executable, command, env)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of gold files (docs/codebook.md).")],
    home: Home = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score the published database against gold files."""
    from pipeline import evaluate as part

    if not any(gold.glob("*.json")):
        fail(f"{gold}: holds no gold file (*.json)")
    scores = part.evaluate(published(load_settings(home=home)), gold)
    out.print_json(json.dumps(scores, ensure_ascii=False)) if as_json else out.print(
        part.render(scores), markup=False, highlight=False
    )


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="SQL, or the name of a query in sql/analyses.", metavar="SQL|NAME")],
    home: Home = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    variables: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A variable of a named query; may be repeated."),
    ] = None,
) -> None:
    """Run SQL, or a named query, on the published database (read-only)."""
    import duckdb

    from pipeline import queries

    known = {q.name: q for q in queries.load("analyses")}
    if sql not in known and " " not in sql.strip():
        fail(f"{sql}: neither SQL nor a named query; there are: {', '.join(known)}")
    try:
        with duckdb.connect(str(published(load_settings(home=home))), read_only=True) as db:
            for variable in variables or []:
                name, _, value = variable.partition("=")
                if not name.isidentifier() or not value:
                    fail(f"--set {variable}: must be NAME=VALUE")
                db.execute(f"SET VARIABLE {name} = ?", [value])
            found = db.sql(known[sql].sql if sql in known else sql)
            if found is None:
                fail("the query returns no rows to show; the database is read-only")
            frame = found.pl()
    except duckdb.Error as error:
        fail(f"query failed: {error}")
    if as_json:
        sys.stdout.write(frame.write_json() + "\n")
    elif as_csv:
        sys.stdout.write(flat(frame).write_csv())
    else:
        table = Table(*frame.columns)
        for row in flat(frame).iter_rows():
            table.add_row(*("" if v is None else str(v) for v in row))
        wide = out if out.is_terminal else Console(width=200)
        wide.print(table)


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with its lists written as one text each: CSV and tables have no lists."""
    import polars.selectors as cs

    return frame.with_columns(cs.list().cast(pl.List(pl.String)).list.join("؛ "))


@app.command()
def doctor(raw: Raw = None, home: Home = None) -> None:
    """Check versions, model files, folders, disk and that Dagster loads the code. Exit code 1 when something is wrong."""
    from assets.doctor import examine

    table = Table("what", "", "detail")
    healthy = True
    for finding in examine(load_settings(raw, home)):
        healthy &= finding.ok is not False
        table.add_row(finding.what, {True: "✓", False: "✗", None: ""}[finding.ok], finding.detail)
    out.print(table)
    if not healthy:
        raise typer.Exit(FAILED)


app.add_typer(look.lexicon_app, name="lexicon")
for shows in (look.inspect, look.explain, look.duplicates):
    app.command()(shows)


def main() -> None:
    """Entry point of the console script."""
    app()


if __name__ == "__main__":
    main()
