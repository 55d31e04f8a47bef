"""The frozen table of recurring lines: how it is counted, and that it holds hashes only."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from pipeline.clean import frequent
from pipeline.clean import line_frequencies as lf
from tests.unit.clean.texts import PARAGRAPHS

STOCK = "موعد أسبوعي مع حديث الصيادين"


def _shared(folder: Path, n_stories: int, n_copies: int = 1) -> Path:
    news = folder / "data" / "news" / "paper"
    news.mkdir(parents=True)
    rows = [
        {
            "title": f"عنوان رقم {chr(0x627 + at)}",
            "source": "paper",
            "content": f"{PARAGRAPHS[0]} وهذا خبر {chr(0x627 + at)}.\n{STOCK}",
        }
        for at in range(n_stories)
    ] * n_copies
    with zipfile.ZipFile(news / "day.zip", "w") as archive:
        archive.writestr("day.json", json.dumps(rows, ensure_ascii=False))
    return folder


def test_a_line_of_many_different_stories_is_frequent(tmp_path: Path) -> None:
    counts = lf.build(_shared(tmp_path, lf.FEWEST_STORIES))
    assert list(lf.frequent(counts)) == [frequent.line_hash(("موعد", "اسبوعي", "مع", "حديث", "الصيادين"))]


def test_copies_of_one_story_count_once(tmp_path: Path) -> None:
    assert len(lf.frequent(lf.build(_shared(tmp_path, 3, n_copies=20)))) == 0


def test_the_command_writes_sorted_hashes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = _shared(tmp_path, 30)
    assert lf.main([str(shared), str(tmp_path / "out.npy")]) == 0
    table = np.load(tmp_path / "out.npy")
    assert table.dtype == np.uint64
    assert len(table) == 1
    assert "1 lines" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["nowhere", "out.npy"], ["a", "b", "c"]])
def test_wrong_arguments_print_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert lf.main(arguments) == 2
    assert "usage" in capsys.readouterr().err


def test_the_frozen_table_is_small_and_sorted() -> None:
    table = np.load(frequent.TABLE, allow_pickle=False)
    assert table.dtype == np.uint64
    assert (np.diff(table.astype(object)) > 0).all()
    assert frequent.TABLE.stat().st_size < 300_000
    assert not frequent.is_frequent(("لا", "يرد", "هذا", "السطر"))


def test_hashes_do_not_run_together() -> None:
    assert frequent.line_hash(("اب", "ج")) != frequent.line_hash(("ا", "بج"))
