"""Learning weights: what counts as an example, and that they carry over to what was not coded."""

import hashlib
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline import schema
from pipeline.events import extract
from pipeline.events.training.coded import coded_sets
from pipeline.events.training.corpus import coded_frames
from pipeline.events.training.learn import TEST_SETS, Hit, learn, listen, table
from pipeline.events.training.values import CodedEvent, CodedSide, CodedStory
from pipeline.settings import EventSettings
from tests.unit.events.world import lexicon

TEMPLATE = "خبر من {city}\nالتقى وزير الخارجية {one} نظيره {two} في {city} يوم الأحد. ورحب الوزير {one} بالزيارة. ويلتقي الوزيران عادة كل شهر."
PLACES = [
    ("الأردني", "العماني", "مسقط", "JOR", "OMN"),
    ("التونسي", "الليبي", "طرابلس", "TUN", "LBY"),
    ("المصري", "السوداني", "الخرطوم", "EGY", "SDN"),
    ("العراقي", "الكويتي", "الكويت", "IRQ", "KWT"),
]


def needs_lightgbm() -> None:
    """Skip where LightGBM's library cannot be loaded: it wants the system's OpenMP runtime (libgomp)."""
    try:
        import lightgbm  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"LightGBM cannot be loaded: {error}")


def coded(one: str, two: str, city: str, actor: str, recipient: str) -> CodedStory:
    """A meeting that is coded, a welcome left open, and a habit that is none."""
    raw = TEMPLATE.format(one=one, two=two, city=city)
    first = raw.index("\n") + 1
    bounds = [first, *(i + 2 for i, c in enumerate(raw) if c == "." and i + 2 < len(raw)), len(raw) + 1]
    spans = tuple((a, b - 1) for a, b in pairwise(bounds))

    def event(word: str, kind: str, *sides: str) -> CodedEvent:
        start = raw.index(word)
        members: list[tuple[CodedSide, ...]] = [(CodedSide(None, c, "GOV"),) for c in sides] or [(), ()]
        return CodedEvent(
            (start, start + len(word)), 0, kind, (), None, (), members[0], members[1], None, None, None, None, None, (), False, None,
            "asserted", False,
        )  # fmt: skip

    return CodedStory(
        key=f"story_{actor}", source="", corpus="", record="", sha256=hashlib.sha256(raw.encode()).hexdigest(), publication_date=None,
        sentence_spans=spans, events=(event("التقى", "CONSULT", actor, recipient),), optional_events=(event("رحب", "SUPPORT"),), raw=raw,
    )  # fmt: skip


@pytest.fixture(scope="module")
def hits() -> list[Hit]:
    return listen([coded(*place) for place in PLACES], lexicon(), schema.TOKENS.empty())


def test_an_answer_is_yes_no_or_left_open(hits: list[Hit]) -> None:
    answers = {(next(f for f in h.features if f.startswith("entry=")), h.answer) for h in hits}
    assert ("entry=CONSULT.التقى", True) in answers
    assert ("entry=CONSULT.التقى", False) in answers, "the habit"
    assert not {a for f, a in answers if f.startswith("entry=SUPPORT")} - {None}, (
        "what coders left open teaches nothing"
    )


def test_sides_are_learnt_of_what_coders_have(hits: list[Hit]) -> None:
    (meeting,) = [h for h in hits if h.answer and ("actor", "JOR") in h.filled]
    assert meeting.readings == (frozenset({("actor", "JOR"), ("recipient", "OMN")}),)
    evidence = dict(meeting.sides)
    assert {"JOR", "OMN"} <= set(evidence)
    assert evidence["JOR"]["in_actor"] is True and evidence["OMN"]["in_actor"] is False


def test_learnt_weights_code_a_story_they_have_not_seen(hits: list[Hit]) -> None:
    needs_lightgbm()
    triggers, sides = learn([hits])
    weighing = replace(lexicon(), trigger_weights=triggers, side_trees=sides)
    _, stories, sentences = coded_frames([coded("السوري", "اللبناني", "بيروت", "SYR", "LBN")])
    made = extract(stories, schema.STORY_LINES.empty(), sentences, schema.TOKENS.empty(), weighing, EventSettings())
    meetings = made.event_mentions.filter(made.event_mentions["event_type"] == "CONSULT")
    assert meetings["trigger"].to_list() == ["التقى"]
    assert set(made.event_participants["country"]) == {"SYR", "LBN"}


def test_the_table_leaves_each_set_out(hits: list[Hit]) -> None:
    needs_lightgbm()
    half = len(hits) // 2
    lines = list(table({"one": hits[:half], "two": hits[half:]}))
    assert [line.split()[0] for line in lines] == ["left", "one", "two", "all"]
    assert list(table({"one": hits}))[-1].startswith("one set cannot")


def test_test_sets_are_there_and_not_learnt_from() -> None:
    assert set(TEST_SETS) < set(coded_sets())
