"""Publishing: what the database holds, that a failed check keeps the old one, that names and comments are there."""

from pathlib import Path

import duckdb
import pytest

from pipeline import queries, warehouse
from pipeline.plan import World, plan
from pipeline.schema import TABLES
from tests.conftest import run, write


def connect(world: World) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(warehouse.path_of(world)), read_only=True)


def test_every_table_and_column_is_there_and_explained(built: World) -> None:
    with connect(built) as db:
        tables = dict(db.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        columns = db.execute(
            "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
        views = dict(db.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
    published = {t.name for t in TABLES.values() if t.published}
    assert set(tables) == published
    assert all(tables.values()) and all(views.values())
    assert {"events_wide", "dyad_month", "unique_stories", "duplicate_report", "actor_timeline", "plover"} <= set(views)
    assert not [(t, c) for t, c, _, comment in columns if not comment]
    declared = {(t.name, c.name): c.duckdb_type for t in TABLES.values() if t.published for c in t.columns}
    assert {(t, c): kind for t, c, kind, _ in columns if t in published} == declared


def test_build_row_counts_what_is_published(built: World) -> None:
    with connect(built) as db:
        row = db.execute("SELECT n_files, n_stories, model_id, lexicon_id FROM build").fetchone()
        assert row == (4, 4, built.model_id, built.lexicon.lexicon_id)
        assert db.execute("SELECT count(*) FROM quality_checks WHERE NOT passed AND severity = 'ERROR'").fetchone() == (
            0,
        )


def test_failed_check_keeps_the_published_database(
    built: World, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = warehouse.path_of(built).read_bytes()
    header = {"asset": "stories", "severity": "ERROR"}
    bad = queries.Query("no_stories", header, "SELECT story_id FROM stories", tmp_path / "no_stories.sql")
    monkeypatch.setattr(queries, "load", lambda folder: [bad])
    write(
        raw / "day1" / "more.txt",
        "أعلنت الحكومة المغربية اليوم في الرباط برنامجا جديدا لدعم القرى المتضررة من الجفاف.\n",
    )
    with pytest.raises(warehouse.WarehouseError, match="no_stories"):
        _remake_and_publish(built)
    assert warehouse.path_of(built).read_bytes() == before
    assert not list(built.settings.home.glob("*.building*"))


def _remake_and_publish(world: World) -> None:
    from assets.runner import materialize

    materialize(world, plan(world).stale)
    warehouse.publish(world, plan(world))


def test_previous_database_is_kept(built: World, raw: Path) -> None:
    write(
        raw / "day1" / "more.txt",
        "أعلنت الحكومة المغربية اليوم في الرباط برنامجا جديدا لدعم القرى المتضررة من الجفاف.\n",
    )
    run(built)
    with duckdb.connect(str(built.settings.home / "warehouse.previous.duckdb"), read_only=True) as db:
        assert db.execute("SELECT count(*) FROM stories").fetchone() == (4,)
