"""Cleaning against the development gold and the seeds; runs where RASID_SHARED names the shared folder."""

import json
import os
from pathlib import Path

import pytest

from pipeline.clean import body_of, clean
from pipeline.settings import CleanSettings
from tests.unit.clean.texts import records

SHARED = Path(os.environ.get("RASID_SHARED", ""))
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif("RASID_SHARED" not in os.environ, reason="RASID_SHARED names no folder of shared data"),
]


def _bodies(raw: str) -> list[tuple[int, int]]:
    stories, lines = clean(records(raw), CleanSettings())
    return list(body_of(stories, lines).select("start_char", "end_char").iter_rows())


def _letters(raw: str, spans: list[tuple[int, int]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end) if not raw[at].isspace()}


def test_bodies_of_the_gold_are_exact() -> None:
    right = kept = wanted = 0
    for path in sorted((SHARED / "gold" / "dev").glob("*.json")):
        raw = path.with_suffix(".txt").read_bytes().decode("utf-8")
        spans = [(start, end) for start, end in json.loads(path.read_text(encoding="utf-8"))["sentence_spans"]]
        gold, found = _letters(raw, spans), _letters(raw, _bodies(raw))
        right, kept, wanted = right + len(gold & found), kept + len(found), wanted + len(gold)
    assert wanted
    assert 2 * right / (kept + wanted) >= 0.99
    assert kept == right  # nothing foreign


def test_bodies_of_the_seeds_hold_no_furniture() -> None:
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    assert len(seeds) == 5
    for path in seeds:
        raw = path.read_bytes().decode("utf-8")
        body = "\n".join(raw[start:end] for start, end in _bodies(raw))
        assert len(body.split()) > 300
        for phrase in (
            "تعليق",
            "الإبلاغ",
            "انقر هنا",
            "قائمتنا البريدية",
            "أخبار ذات صلة",
            "الحقوق محفوظة",
            "عاجل",
            "لاعبي",
            "أسعار الذهب",
            "    ",
        ):
            assert phrase not in body, (path.name, phrase)
