from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from pipeline.duplicates import find_duplicates, formula_counts, formulas
from pipeline.duplicates.evidence import read
from pipeline.duplicates.flat import Flat
from pipeline.duplicates.sketch import Hashes
from pipeline.schema import DUPLICATE_GROUPS
from pipeline.settings import DuplicateSettings
from tests.unit.duplicates.corpus import fingerprints, stories, text

FORMULA = text(700, 30)


def shingles(body: str) -> Hashes:
    return read(Flat.of([body])).shingles


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulas, "table", lambda: shingles(FORMULA))


def relations(*bodies: str) -> list[tuple[str, bool]]:
    told = stories(bodies)
    found = find_duplicates(fingerprints(told), lambda ids: told.select("story_id", "body"), DuplicateSettings())[0]  # type: ignore[call-arg]
    return found.select("relation", "merges").rows()


def test_the_frozen_table_is_sorted_and_distinct() -> None:
    found = formulas.table()
    assert found.dtype == np.uint64 and len(found) > 1000 and bool((np.diff(found) > 0).all())
    assert formulas.are_formulas(found[:3]).all() and not formulas.are_formulas(shingles(text(1, 60))).any()


@pytest.mark.usefixtures("table")
def test_two_fillings_of_one_template_are_two_stories() -> None:
    """Nine words in ten agree, but what is said of this day does not."""
    filled = [f"{FORMULA} {text(seed, 12)}" for seed in (701, 702)]
    assert relations(*filled) == []


def test_the_same_texts_are_copies_where_nobody_else_writes_so() -> None:
    filled = [f"{FORMULA} {text(seed, 12)}" for seed in (701, 702)]
    assert relations(*filled) == [("near_dup", True)]


@pytest.mark.usefixtures("table")
def test_a_filled_template_has_copies() -> None:
    filled = f"{FORMULA} {text(701, 60)}"
    words = filled.split()
    words[50] = "بديل"
    assert relations(filled, " ".join(words)) == [("near_dup", True)]


def test_counting_wants_several_reports_on_several_days() -> None:
    def counted(bodies: list[str], days: list[int], groups: list[str] | None = None) -> Hashes:
        told = stories(bodies, days=days)
        names = groups or told["story_id"].to_list()
        rows = [
            {"story_id": story, "group_id": group, "is_canonical": True, "n_members": 2}
            for story, group in zip(told["story_id"], names, strict=True)
        ]
        return formula_counts.formulas_of(told, DUPLICATE_GROUPS.frame(rows))

    said = [f"{FORMULA} {text(seed, 40)}" for seed in range(5)]
    assert set(counted(said, [1, 2, 3, 4, 5])) == set(shingles(FORMULA).tolist())
    assert not len(counted(said, [1, 2, 3, 4, 4])), "four days"
    assert not len(counted(said, [1, 2, 3, 4, 5], ["a", "b", "c", "d", "d"])), "four reports, one copied"


def test_the_command_builds_a_table_without_corpora_of_labelled_pairs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drop = tmp_path / "data" / "news" / "drop"
    drop.mkdir(parents=True)
    rows = [
        {
            "url": f"https://example.org/{day}",
            "published": str(date(2024, 6, day)),
            "text": f"{FORMULA} {text(day, 60)}",
        }
        for day in range(1, 6)
    ]
    pl.DataFrame(rows).write_ndjson(drop / "stories.jsonl")
    out = tmp_path / "formulas.npy"
    assert formula_counts.main([str(tmp_path), str(out)]) == 0
    assert set(shingles(FORMULA).tolist()) <= set(np.load(out).tolist())
    gold = tmp_path / "gold" / "pairs"
    gold.mkdir(parents=True)
    pair = {side: {"url": f"https://example.org/{day}"} for side, day in (("a", 1), ("b", 2))}
    pl.DataFrame([pair]).write_ndjson(gold / "pairs.jsonl")
    assert formula_counts.main([str(tmp_path), str(out)]) == 0
    assert not len(np.load(out)), "the corpus holds a labelled story"
    assert capsys.readouterr().out.split()[-1] == "0"
    assert formula_counts.main([]) == 2 and "usage" in capsys.readouterr().err
