"""The store: stamps, atomic writes, content hashes that know no history."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.schema import ENTITIES, TABLES
from pipeline.store import Store, content_hash


def entities(*ids: str) -> pl.DataFrame:
    return ENTITIES.frame(
        [{"entity_id": i, "name": f"جهة {i}", "names": [i], "country": None, "sector": "GOV"} for i in ids]
    )


def test_written_table_comes_back_with_its_stamp(tmp_path: Path) -> None:
    store = Store(tmp_path)
    stamp = store.write("entities", entities("b", "a"), {"code": "1"})
    assert store.stamp("entities") == stamp
    assert (stamp.n_rows, stamp.recipe) == (2, {"code": "1"})
    assert store.read("entities")["entity_id"].to_list() == ["a", "b"]
    assert store.read("entities", columns=["name"]).columns == ["name"]


def test_missing_damaged_or_foreign_file_has_no_stamp(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.stamp("entities") is None
    store.write("entities", entities("a"), {})
    path = store.path("entities")
    path.write_bytes(path.read_bytes()[:-9])
    assert store.stamp("entities") is None
    pl.DataFrame({"entity_id": ["a"]}).write_parquet(path)
    assert store.stamp("entities") is None


def test_frame_that_breaks_the_declaration_is_refused_and_leaves_the_old(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("entities", entities("a"), {})
    twice = pl.concat([entities("b"), entities("b")])
    with pytest.raises(ValueError, match="table entities: key"):
        store.write("entities", twice, {})
    with pytest.raises(ValueError, match="null values in name"):
        store.write("entities", entities("c").with_columns(name=pl.lit(None, pl.String)), {})
    assert store.read("entities")["entity_id"].to_list() == ["a"]
    assert [p.name for p in store.path("entities").parent.iterdir()] == ["data.parquet"]


@settings(deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.text(max_size=5), st.lists(st.text(max_size=3), max_size=3)), max_size=12), st.integers(0, 12)
)
def test_content_hash_depends_on_values_only(rows: list[tuple[str, list[str]]], cut: int) -> None:
    schema = {"a": pl.String, "b": pl.List(pl.String)}
    whole = pl.DataFrame(rows, schema=schema, orient="row")
    pieces = pl.concat([whole.slice(0, cut), whole.slice(cut)], rechunk=False)
    longer = pl.concat([pl.DataFrame([("zz", ["y"])], schema=schema, orient="row"), whole]).slice(1)
    assert content_hash(whole) == content_hash(pieces) == content_hash(longer)
    changed = whole.with_columns(pl.col("a") + "x")
    assert whole.is_empty() or content_hash(changed) != content_hash(whole)


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    one, two = Store(tmp_path / "1"), Store(tmp_path / "2")
    assert content_hash(entities("a", "b", "c")) == content_hash(entities("c", "b", "a"))
    one.write("entities", entities("a", "b", "c"), {"code": "1"})
    two.write("entities", pl.concat([entities("c"), entities("b"), entities("a")]), {"code": "1"})
    assert one.path("entities").read_bytes() == two.path("entities").read_bytes()


def test_partitions_are_listed_and_read_in_order(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for key in ("z", "a"):
        store.write("entities", entities(key), {}, key)
    assert store.partitions("entities") == ["a", "z"]
    assert store.read_all("entities", ["z", "a"])["entity_id"].to_list() == ["a", "z"]
    assert store.scan("entities", ["z", "nope"]).collect()["entity_id"].to_list() == ["z"]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_every_declared_table_can_be_stored(table: object, tmp_path: Path) -> None:
    name = table.name  # type: ignore[attr-defined]
    Store(tmp_path).write(name, TABLES[name].empty(), {}, "p")
    assert Store(tmp_path).read(name, "p").schema == TABLES[name].schema
