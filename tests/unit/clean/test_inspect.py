"""The drawn story: every line with its label, marks in place, and nothing of the text taken for markup."""

import re
from html import unescape

import polars as pl
from rich.console import Console

from pipeline import schema
from pipeline.clean import clean
from pipeline.clean.furniture import LABELS
from pipeline.clean.inspect import STYLES, inspect_story
from pipeline.settings import CleanSettings
from tests.unit.clean.texts import PARAGRAPHS, TITLE, records

RAW = f"عاجل\n{TITLE}\n{PARAGRAPHS[0]}\n<b>{PARAGRAPHS[1]}</b>\nاترك تعليقا"
STORIES, LINES = clean(records(RAW), CleanSettings())  # type: ignore[call-arg]
STORY = STORIES.row(0, named=True)


def _mentions(trigger: str) -> pl.DataFrame:
    start = RAW.index(trigger)
    row = dict.fromkeys(schema.EVENT_MENTIONS.schema)
    row |= {"mention_id": "m", "story_id": "0000", "sentence_id": "s", "event_type": "CONSULT", "contexts": [], "trigger": trigger,
            "start_char": start, "end_char": start + len(trigger), "construction": "masdar", "modality": "asserted",
            "negated": False, "codable": True, "rule_id": "talks"}  # fmt: skip
    return schema.EVENT_MENTIONS.frame([row])


def _participants(name: str) -> pl.DataFrame:
    start = RAW.index(name)
    row = dict.fromkeys(schema.EVENT_PARTICIPANTS.schema)
    row |= {"mention_id": "m", "participant_no": 0, "side": "actor", "text": name, "start_char": start, "end_char": start + len(name),
            "country": "MRT", "sector": "GOV", "other_sectors": [], "resolution": "title"}  # fmt: skip
    return schema.EVENT_PARTICIPANTS.frame([row])


def _terminal(*frames: pl.DataFrame) -> str:
    console = Console(width=200, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    console.print(inspect_story(STORY, LINES, None, *frames).terminal)
    return console.export_text()


def test_every_label_has_a_style() -> None:
    assert set(STYLES) == set(LABELS)


def test_the_terminal_shows_lines_with_label_and_rule() -> None:
    shown = _terminal()
    for part in (
        "ticker · furniture:ticker.breaking",
        "title · title_line",
        "body · prose",
        PARAGRAPHS[0][:30],
        "status",
    ):
        assert part in shown


def test_the_page_holds_the_whole_text_escaped_and_right_to_left() -> None:
    page = inspect_story(STORY, LINES).html
    assert 'dir="rtl"' in page
    assert "http" not in page
    assert "<b>" not in page
    shown = unescape(re.sub(r"<[^>]+>", "", page.split("</p>", 1)[1]))
    for line in RAW.splitlines():
        assert line in shown


def test_triggers_and_sides_are_marked_where_they_stand() -> None:
    page = inspect_story(STORY, LINES, None, _mentions("محادثات"), _participants("وزير الخارجية الموريتاني")).html
    assert '<span class="trigger" title="CONSULT (talks)">محادثات</span>' in page
    assert '<span class="actor" title="actor MRT GOV">وزير الخارجية الموريتاني</span>' in page


def test_overlapping_marks_share_an_element() -> None:
    page = inspect_story(STORY, LINES, None, _mentions("الخارجية"), _participants("وزير الخارجية الموريتاني")).html
    assert re.search(r'<span class="(trigger actor|actor trigger)"[^>]*>الخارجية</span>', page)


def test_sentence_starts_are_marked() -> None:
    start = RAW.index(PARAGRAPHS[0])
    row = {"sentence_id": "s", "story_id": "0000", "sentence_no": 0, "paragraph_no": 2, "start_char": start,
           "end_char": start + len(PARAGRAPHS[0]), "text": PARAGRAPHS[0], "word_starts": [], "word_ends": []}  # fmt: skip
    assert '<span class="sentence">' in inspect_story(STORY, LINES, schema.SENTENCES.frame([row])).html
