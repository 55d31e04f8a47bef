from pathlib import Path

import duckdb
import polars as pl
import pytest
import yaml

from pipeline.events.explain import UnknownMentionError, explain
from pipeline.events.unknown import unknown_actors
from tests.unit.events.world import frames, run

TEXT = "قال وزير الداخلية الأردني إن الشرطة اعتقلت ثلاثة مهاجرين في مدينة إربد.\nوطالب ممثل اتحاد الباعة ليبيا بالتدخل."


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    made, result = frames(TEXT), run(TEXT)
    path = tmp_path / "warehouse.duckdb"
    files = pl.DataFrame({"file_id": made.stories["file_id"], "path": ["p/a.txt"]})
    tables = {
        "files": files,
        "stories": made.stories,
        "sentences": made.sentences,
        "tokens": made.tokens,
        **result._asdict(),
    }
    with duckdb.connect(str(path)) as db:
        for name, frame in tables.items():
            db.register("frame", frame)
            db.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
    return path


def test_shows_trigger_rule_and_sides(warehouse: Path) -> None:
    arrest = run(TEXT).event_mentions.filter(pl.col("event_type") == "COERCE").row(0, named=True)
    text = explain(arrest["mention_id"], warehouse)
    assert "⟦اعتقلت⟧" in text
    assert any(line.startswith("home       JOR") and "JOR" in line.partition("(")[2] for line in text.splitlines())
    assert "entry COERCE.اعتقل" in text
    assert "frame      ARREST" in text
    assert "said by    وزير الداخلية الأردني" in text
    assert any(line.startswith("actor") and "JOR" in line and "COP" in line for line in text.splitlines())


def test_a_beginning_of_the_id_is_enough_and_a_wrong_one_is_told(warehouse: Path) -> None:
    ids = run(TEXT).event_mentions["mention_id"].to_list()
    assert explain(ids[0][:10], warehouse) == explain(ids[0], warehouse)
    with pytest.raises(UnknownMentionError, match="no mention has this id"):
        explain("ffff-none", warehouse)


def test_unknown_actors_are_a_patch_to_fill_in(warehouse: Path) -> None:
    patch = yaml.safe_load(unknown_actors(warehouse))
    assert patch
    assert all(
        {"name", "file", "missing", "country", "sector", "stories", "mentions", "example"} == entry.keys()
        for entry in patch
    )
    assert [e["stories"] for e in patch] == sorted((e["stories"] for e in patch), reverse=True)
    assert unknown_actors(warehouse, limit=0).endswith("[]\n")
