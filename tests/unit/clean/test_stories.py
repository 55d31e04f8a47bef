"""From records to stories: metadata, statuses with reasons, bodies, and rows taken over unchanged."""

import datetime as dt

import polars as pl
import pytest

from pipeline import schema
from pipeline.clean import body_of, clean
from pipeline.clean.stories import clean as clean_function
from pipeline.settings import CleanSettings
from tests.unit.clean.texts import OTHER_TITLES, PARAGRAPHS, TITLE, records

SETTINGS = CleanSettings()  # type: ignore[call-arg]
STORY = f"{TITLE}\nالجريدة من نواكشوط\n14 مارس 2024\n\n" + "\n".join(PARAGRAPHS) + "\nأخبار ذات صلة\n" + OTHER_TITLES[0]


def one(raw: str, **fields: object) -> dict[str, object]:
    return clean(records(raw, **fields), SETTINGS)[0].row(0, named=True)


def test_metadata_read_from_the_text() -> None:
    story = one(STORY)
    assert (story["title"], story["author"]) == (TITLE, "الجريدة من نواكشوط")
    assert (story["published_at"], story["published_basis"]) == (dt.date(2024, 3, 14), "byline")
    assert (story["language"], story["status"], story["status_reason"]) == ("ar", "ok", None)
    assert story["n_chars"] == len(STORY)


def test_metadata_of_the_record_wins() -> None:
    story = one(
        STORY, meta_title="عنوان &quot;الملف&quot;", meta_source="الجريدة", meta_author="سعاد", meta_url="http://example.org/1",
        meta_published="2024-03-16", meta_basis="sidecar",
    )  # fmt: skip
    assert story["title"] == 'عنوان "الملف"'
    assert (story["source"], story["author"], story["url"]) == ("الجريدة", "سعاد", "http://example.org/1")
    assert (story["published_at"], story["published_basis"]) == (dt.date(2024, 3, 16), "sidecar")


def test_the_author_of_the_metadata_is_cut_off_the_first_sentence() -> None:
    raw = f"سالم الشريف- الجريدة: {PARAGRAPHS[0]}\n{PARAGRAPHS[1]}"
    for author in ("سالم الشريف- الجريدة:", "سالم الشريف- الجريدة"):
        stories, lines = clean(records(raw, meta_author=author), SETTINGS)
        assert [raw[a:b] for a, b in body_of(stories, lines).select("start_char", "end_char").iter_rows()] == list(
            PARAGRAPHS[:2]
        )
        assert lines["rule_id"].to_list()[0] == "author_metadata"
    spoken = f"سالم الشريف قال إن اللجنة ستجتمع كل ثلاثة أشهر في إحدى العاصمتين.\n{PARAGRAPHS[1]}"
    assert "author_metadata" not in clean(records(spoken, meta_author="سالم الشريف"), SETTINGS)[1]["rule_id"]


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        (f"{TITLE} - الجريدة", TITLE),
        (f"{TITLE} | الجريدة", TITLE),
        (f"الجريدة - {TITLE}", TITLE),
        (f"{TITLE} الجريدة", f"{TITLE} الجريدة"),
        ("ملف خاص - الجريدة", "ملف خاص - الجريدة"),
    ],
)
def test_the_sites_name_is_no_part_of_the_title(title: str, kept: str) -> None:
    assert one(PARAGRAPHS[0], meta_title=title, meta_source="الجريدة")["title"] == kept


def test_a_latin_name_under_the_title_is_the_source() -> None:
    assert one(f"{TITLE}\nRiver Radio\n14/03/2024\n\n{PARAGRAPHS[0]}")["source"] == "River Radio"


@pytest.mark.parametrize(
    ("raw", "fields", "status", "reason"),
    [
        ("", {}, "empty", "no text"),
        (" \n\u200f\n--- 12", {}, "empty", "no text"),
        ("اترك تعليقا\nشارك\nفيسبوك\nجميع الحقوق محفوظة للمؤسسة الإعلامية", {}, "empty", "4 lines"),
        ("وصل الوزير إلى نواكشوط.", {}, "too_short", "4 words"),
        (TITLE, {}, "empty", "1 lines"),
        ("The foreign minister met his counterpart in the capital on Thursday to discuss the border.", {}, "not_arabic", "en"),
        ("وزیر خارجہ نے آج اسلام آباد میں اپنے ہم منصب سے ملاقات کی اور دونوں ممالک کے تعلقات پر بات کی۔", {}, "not_arabic", "ur"),
        ("بيانات", {"problem": "the record holds bytes: export it as text"}, "unreadable", "the record holds bytes"),
    ],
)  # fmt: skip
def test_what_is_no_story_gets_a_status_and_a_reason(
    raw: str, fields: dict[str, object], status: str, reason: str
) -> None:
    story = one(raw, **fields)
    assert story["status"] == status
    assert reason in str(story["status_reason"])


def test_settings_decide_what_is_too_short() -> None:
    short = records("وصل الوزير الموريتاني إلى نواكشوط صباح الخميس.")
    assert clean(short, SETTINGS)[0]["status"].to_list() == ["too_short"]
    assert clean(short, CleanSettings(min_body_words=3))[0]["status"].to_list() == ["ok"]


def test_body_of_gives_runs_of_text_without_white_space_at_the_ends() -> None:
    raw = f"{TITLE}\n\n  {PARAGRAPHS[0]} \nوفي تعليقه،\nقال خبير إن الاتفاق خطوة أولى فقط نحو التعاون.\u00a0\n{PARAGRAPHS[1]}\nاترك تعليقا"
    stories, lines = clean(records(raw), SETTINGS)
    runs = body_of(stories, lines)
    assert runs.columns == ["story_id", "paragraph_no", "start_char", "end_char"]
    texts = [raw[start:end] for start, end in runs.select("start_char", "end_char").iter_rows()]
    assert texts == [
        PARAGRAPHS[0],
        "وفي تعليقه،\nقال خبير إن الاتفاق خطوة أولى فقط نحو التعاون.",
        PARAGRAPHS[1],
    ]
    assert runs["paragraph_no"].is_unique().all()


def test_body_of_leaves_out_stories_that_are_not_ok() -> None:
    stories, lines = clean(records(STORY, "وصل الوزير إلى نواكشوط."), SETTINGS)
    assert body_of(stories, lines)["story_id"].unique().to_list() == ["0000"]


def test_offsets_hold_for_characters_beyond_the_basic_plane() -> None:
    raw = f"😀😀 {TITLE}\n😀 {PARAGRAPHS[0]}"
    stories, lines = clean(records(raw), SETTINGS)
    (start, end) = body_of(stories, lines).select("start_char", "end_char").row(0)
    assert raw[start:end] == f"😀 {PARAGRAPHS[0]}"


def test_previous_rows_are_taken_over_only_for_unchanged_records(monkeypatch: pytest.MonkeyPatch) -> None:
    first = records(STORY, PARAGRAPHS[0])
    before = clean(first, SETTINGS)
    changed = pl.concat([first.head(1), records(PARAGRAPHS[0], PARAGRAPHS[0], meta_title="عنوان جديد").tail(1)])
    seen: list[str] = []
    original = clean_function.__globals__["_clean_one"]
    monkeypatch.setitem(
        clean_function.__globals__,
        "_clean_one",
        lambda record, *rest: (seen.append(record["story_id"]), original(record, *rest)),
    )
    after = clean(changed, SETTINGS, before)
    assert seen == ["0001"]
    fresh = clean(changed, SETTINGS)
    assert after[0].equals(fresh[0])
    assert after[1].equals(fresh[1])
    seen.clear()
    clean(first, CleanSettings(min_body_words=3), before)
    assert seen == ["0000", "0001"]


def test_removed_records_leave_no_rows() -> None:
    before = clean(records(STORY, PARAGRAPHS[0]), SETTINGS)
    stories, lines = clean(records(STORY), SETTINGS, before)
    assert stories["story_id"].to_list() == ["0000"]
    assert lines["story_id"].unique().to_list() == ["0000"]


def test_order_of_records_does_not_matter() -> None:
    both = records(STORY, PARAGRAPHS[0], "".join(PARAGRAPHS))
    assert clean(both.reverse(), SETTINGS)[1].equals(clean(both, SETTINGS)[1])


def test_no_records_give_empty_tables() -> None:
    stories, lines = clean(schema.STORY_RECORDS.empty(), SETTINGS)
    assert stories.schema == schema.STORIES.schema
    assert lines.schema == schema.STORY_LINES.schema
    assert body_of(stories, lines).is_empty()


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    clean(records(*[PARAGRAPHS[0]] * 300), SETTINGS, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (300, 300)
    assert len(told) > 1


def test_hostile_texts_end_quickly() -> None:
    texts = ["ا" * 200_000, "\u064e" * 200_000, "a b " * 50_000, " " * 200_000, "|" * 100_000, "\n" * 100_000, "\xa0" * 100_000,
             "12/" * 50_000, "عاجل\n" * 20_000, "ا" + "\u200f" * 100_000]  # fmt: skip
    stories, _ = clean(records(*texts), SETTINGS)
    assert len(stories) == len(texts)
