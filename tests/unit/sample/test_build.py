"""The sample on disk is the one its stories say, and it covers what it promises to cover."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "tests" / "sample"
TYPES = {"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST"} | {
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "MOBILIZE",
    "SANCTION",
    "COERCE",
    "ASSAULT",
}

sys.path.insert(0, str(ROOT))

from tests.sample import build  # noqa: E402
from tests.sample.story import (  # noqa: E402
    Story,
    add_bidi,
    drop_hamza,
    load,
    parse_event,
    to_presentation,
)


@pytest.fixture(scope="module")
def expected() -> dict:
    return json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return load()


def test_files_on_disk_are_what_the_stories_say() -> None:
    assert build.differences() == []


def test_check_fails_when_a_file_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "SAMPLE", tmp_path)
    build.write()
    assert build.differences() == []
    with (tmp_path / "raw" / "2024-06-03" / "derby.txt").open("a") as file:
        file.write(".")
    (tmp_path / "raw" / "stray.txt").write_text("x")
    (tmp_path / "gold" / "derby.json").unlink()
    assert [d.partition(":")[0] for d in build.differences()] == [
        "raw/stray.txt",
        "raw/2024-06-03/derby.txt",
        "gold/derby.json",
    ]


def test_two_builds_give_the_same_bytes_whatever_the_hash_seed() -> None:
    script = (
        "import hashlib; from tests.sample.build import outputs;"
        "print(hashlib.sha256(b''.join(k.encode() + v for k, v in outputs().items())).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_gold_spans_are_slices_of_the_raw_text(stories: list[Story]) -> None:
    by_name = {Path(s.file).name: s for s in stories if build.has_gold(s)}
    paths = sorted((SAMPLE / "gold").glob("*.json"))
    assert len(paths) >= 15
    for path in paths:
        gold = json.loads(path.read_text(encoding="utf-8"))
        story = by_name[gold["file"]]
        data = (SAMPLE / "raw" / story.file).read_bytes()
        text = data.decode(story.get("encoding") or "utf-8")
        for sentence, (start, end) in zip(gold["sentences"], gold["sentence_spans"], strict=True):
            assert text[start:end] == sentence
        for event in gold["events"] + gold["optional_events"]:
            start, end = event["trigger_span"]
            assert text[start:end] == event["trigger"]
            first, last = gold["sentence_spans"][event["sentence_index"]]
            assert first <= start < end <= last
            assert {event["type"], *event["alt_types"]} <= TYPES


def test_every_type_is_there_and_false_friends_have_stories_of_their_own(expected: dict) -> None:
    assert {e["type"] for s in expected["stories"] for e in s["events"]} == TYPES
    assert sum(s["zero_events"] for s in expected["stories"]) >= 6


MODES = {
    "CONSULT": {"visit", "multilateral", "third-party", "phone"},
    "COERCE": {"arrest", "seize", "deport", "restrict", "censor", "curfew", "martial-law", "withhold", "misinformation"}
    | {"cyber"},
    "REQUEST": {"assist", "change", "yield", "meet"},
    "REJECT": {"assist", "change", "yield", "meet"},
    "SANCTION": {"expel", "withdraw", "discontinue"},
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct"},
    "ASSAULT": {"beat", "torture", "execute", "sexual", "firearms", "explosives", "suicide-attack", "heavy-weapons"}
    | {"crowd-control", "abduct", "other"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
}
SECTORS = {"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY", "OPP", "REB", "CRM", "CVL", "BUS", "EDU", "MED", "NGO"} | {
    "LAB", "REL", "REF", "IGO", "ELI", None
}  # fmt: skip


def test_codes_are_those_of_the_codebook(stories: list[Story]) -> None:
    for story in stories:
        for event in story.events:
            assert {event.type, *event.alt_types} <= TYPES
            assert event.mode is None or event.mode in MODES[event.type], (story.number, event)
            for side in [*event.actors, *event.recipients]:
                assert side.sector in SECTORS, (story.number, side)
                assert side.country is None or (len(side.country) == 3 and side.country.isupper()), (story.number, side)
            assert event.date[1] is None or event.date[0] is not None, (story.number, event)


def test_an_ambiguous_or_absent_trigger_is_refused(stories: list[Story]) -> None:
    story = next(s for s in stories if s.number == "01")
    for line in ("0 | المدير | COERCE | > ", "0 | اعتقل | COERCE | > ", "0 | زيارة | CONSULT | غريب=MAR/GOV > "):
        wrong = Story(story.number, story.head, story.blocks, [parse_event(line)])
        with pytest.raises(ValueError, match="story 01, sentence 0"):
            build.gold(wrong)


def test_spellings() -> None:
    import unicodedata

    assert drop_hamza("إلى أمام مدرسة على") == "الي امام مدرسه علي"
    shaped = to_presentation("لا سلام")
    assert shaped == "\ufefb \ufeb3\ufefc\ufee1"
    assert unicodedata.normalize("NFKC", shaped) == "لا سلام"
    assert add_bidi("سنة 2024") == "\u202bسنة \u200e2024\u200f\u202c"
