"""Bodies to sentences with the bundled tokenizer: exact offsets, hard cases of news, reuse."""

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipeline import nlp, schema
from pipeline.nlp.annotator import load_annotator
from pipeline.nlp.surface import bare, forms, model_view
from pipeline.settings import NlpSettings, Settings
from tests.unit.nlp.conftest import frames, refuse

Load = Callable[[], nlp.Annotator]

CASES = {
    "lost space": (
        "ناقشت اللجنة مشروع الميزانية أمام النواب.وبخصوص الأسعار قال الوزير إنها مستقرة.وأضاف أن الدعم مستمر.",
        ["النواب.", "مستقرة.", "مستمر."],
    ),
    "quotes": (
        "قال الناطق باسم الشرطة: “أوقفنا ثلاثة أشخاص”. وأضاف أن “التحقيق متواصل، ولن نعلق عليه.” وغادر القاعة.",
        ["أشخاص”.", "عليه.”", "القاعة."],
    ),
    "guillemets": ("وصف الوزير القرار بأنه «خطوة في الاتجاه الصحيح». ورحبت به المعارضة.", ["الصحيح».", "المعارضة."]),
    "ellipsis": ("عاد الفريق إلى الملعب… لكن المباراة لم تبدأ بعد. وانتظر الجمهور طويلا.", ["بعد.", "طويلا."]),
    "abbreviation": ("استقبل العميد د. سمير الناصري وفدا من الطلبة. وحضر اللقاء الأستاذ فريد.", ["الطلبة.", "فريد."]),
    "numbers": ("ارتفع المؤشر بنسبة 3.5 في المائة بموجب القانون 18.18 هذا العام. وبلغ الدين 1.200 مليون.", ["العام.", "مليون."]),
    "enumeration": ("طالب المحتجون بثلاثة أمور: رفع الأجور، وخفض الأسعار؛ ثم إطلاق الموقوفين. ورد الوالي بالرفض.", ["الموقوفين.", "بالرفض."]),
    "question": ("فهل تنجح الوساطة هذه المرة؟ يرى محللون أن الأمر صعب.", ["المرة؟", "صعب."]),
    "no final mark": ("أعلنت البلدية فتح الحديقة الكبرى أمام الزوار", ["الزوار"]),
    "latin": ("أعلنت شركة Nilotech (مقرها Khartoum) إطلاق منصة جديدة. وقال مديرها John Smith إن العمل بدأ.", ["جديدة.", "بدأ."]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_the_codebook_says(case: str, annotator: Load, settings: NlpSettings) -> None:
    text, ends = CASES[case]
    found = nlp.segment(*frames(text), annotator, settings)["text"].to_list()
    assert [s[-len(e) :] for s, e in zip(found, ends, strict=False)] == ends
    assert len(found) == len(ends)


def spans_hold(stories: pl.DataFrame, sentences: pl.DataFrame) -> None:
    """The offset contract of SENTENCES, and words that cover every visible character."""
    raw = dict(stories.select("story_id", "raw_text").iter_rows())
    for row in sentences.iter_rows(named=True):
        text = raw[row["story_id"]]
        assert text[row["start_char"] : row["end_char"]] == row["text"]
        words = [text[a:b] for a, b in zip(row["word_starts"], row["word_ends"], strict=True)]
        assert all(w.strip() == w and w for w in words)
        assert row["word_starts"][0] == row["start_char"]
        assert row["word_ends"][-1] == row["end_char"]
        assert model_view("".join(words)).text.replace(" ", "") == model_view(row["text"]).text.replace(" ", "")


def test_offsets_are_exact_where_the_view_drops_characters(annotator: Load, settings: NlpSettings) -> None:
    text = "\u200fأعلنـــت الوِزَارَةُ\u200f قراراً\u00a0\u00a0جديداً.\nوصفــتـه بـ«التاريخيّ».\r\n\u202bثم ســافرت\u202c."
    stories, lines = frames(text)
    sentences = nlp.segment(stories, lines, annotator, settings)
    spans_hold(stories, sentences)
    words = [text[a:b] for a, b in zip(sentences["word_starts"][0], sentences["word_ends"][0], strict=True)]
    assert words == ["أعلنـــت", "الوِزَارَةُ", "قراراً", "جديداً", "."]


def test_clitics_are_words_and_the_swallowed_article_comes_back(annotator: Load, settings: NlpSettings) -> None:
    stories, lines = frames("وقدم الوزير تقريره للجنة وللصحافة في لقاء بالرباط.")
    sentences = nlp.segment(stories, lines, annotator, settings)
    tokens = nlp.annotate(stories, sentences, pl.Series([False]), refuse, settings)
    assert tokens["text"].to_list()[:6] == ["و", "قدم", "الوزير", "تقرير", "ه", "ل"]
    restored = dict(tokens.filter(pl.col("form").is_not_null()).select("text", "form").iter_rows())
    assert restored["لصحافة"] == "الصحافة"


def test_forms_leave_words_that_begin_with_lam_alone() -> None:
    assert forms(["ل", "لمدينة"], [False, True]) == ["ل", "المدينة"]
    assert forms(["ل", "لبنان"], [False, True]) == ["ل", "لبنان"]
    assert forms(["ل", "لمدينة"], [False, False]) == ["ل", "لمدينة"]


def test_paragraphs_are_hard_bounds(annotator: Load, settings: NlpSettings) -> None:
    stories, lines = frames("بيان عن أحوال الطقس\nتتساقط الأمطار غدا على الشمال.")
    sentences = nlp.segment(stories, lines, annotator, settings)
    assert sentences["paragraph_no"].to_list() == [0, 1]


def test_only_body_lines_of_ok_stories_are_segmented(annotator: Load, settings: NlpSettings) -> None:
    stories, lines = frames("عنوان الخبر\nوصل الوفد صباح اليوم.", "خبر لم يقبل.")
    lines = lines.with_columns(label=pl.when(pl.col("line_no") == 0).then(pl.lit("title")).otherwise("label"))
    stories = stories.with_columns(
        status=pl.when(pl.col("record_no") == 1).then(pl.lit("too_short")).otherwise("status")
    )
    assert nlp.segment(stories, lines, annotator, settings)["text"].to_list() == ["وصل الوفد صباح اليوم."]


def test_a_second_build_loads_nothing_and_gives_the_same(annotator: Load, settings: NlpSettings) -> None:
    texts = [
        "وصل الوفد صباح اليوم. وغادر مساء.\n\u200fعقد اجتماعا.",
        "وصل الوفد صباح اليوم. وغادر مساء.",
        "\u200f \u0640\nنص.",
    ]
    stories, lines = frames(*texts)
    first = nlp.segment(stories, lines, annotator, settings)
    assert nlp.segment(stories, lines, refuse, settings, previous=first).equals(first)
    more = frames(*texts, "خبر جديد عن المدينة.")
    second = nlp.segment(*more, annotator, settings, previous=first)
    assert second.equals(nlp.segment(*more, annotator, settings))


def test_a_paragraph_that_furniture_cut_is_not_reused_whole(annotator: Load, settings: NlpSettings) -> None:
    text = "وصل الوفد إلى المدينة\nاقرأ أيضا\nصباح اليوم."
    stories, lines = frames(text)
    lines = lines.with_columns(paragraph_no=pl.lit(0, dtype=pl.Int64))
    cut = lines.with_columns(label=pl.when(pl.col("line_no") == 1).then(pl.lit("related")).otherwise("label"))
    previous = nlp.segment(stories, cut, annotator, settings)
    whole = nlp.segment(stories, lines, annotator, settings)
    assert nlp.segment(stories, lines, annotator, settings, previous=previous).equals(whole)


def test_a_story_is_segmented_the_same_whatever_stands_beside_it(annotator: Load, settings: NlpSettings) -> None:
    texts = [text for text, _ in CASES.values()]
    together = nlp.segment(*frames(*texts), annotator, settings)
    for n, text in enumerate(texts):
        alone = nlp.segment(*frames(text), annotator, settings)
        beside = together.filter(pl.col("story_id") == f"s{n:03}")
        assert alone["word_ends"].to_list() == beside["word_ends"].to_list()


def test_a_long_line_is_segmented_in_windows(annotator: Load, settings: NlpSettings) -> None:
    text = " ".join(["أعلنت الوزارة أن الطريق الجديد سيفتح أمام السيارات خلال الأسبوع المقبل."] * 60)
    assert nlp.segment(*frames(text), annotator, settings).height == 60
    endless = "كلمة" * 2000
    stories, lines = frames(endless)
    spans_hold(stories, nlp.segment(stories, lines, annotator, settings))


def test_no_text_gives_an_empty_table(annotator: Load, settings: NlpSettings) -> None:
    sentences = nlp.segment(schema.STORIES.empty(), schema.STORY_LINES.empty(), refuse, settings)
    assert sentences.equals(schema.SENTENCES.empty())
    assert nlp.annotate(schema.STORIES.empty(), sentences, None, refuse, settings).equals(schema.TOKENS.empty())


PIECES = [*'ابلمو نقر.،؟"“”()\n\t 7٣aZ@/:', "ـ", "\u064b", "\u0651", "\u200f", "\u00a0", "\u0085", "ﷲ", "e\u0301", "🇲🇦"]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=50).map("".join)


@given(HOSTILE)
@hypothesis_settings(deadline=None, derandomize=True, max_examples=60)
def test_the_offset_contract_holds_on_any_text(text: str) -> None:
    stories, lines = frames(text)
    sentences = nlp.segment(stories, lines, lambda: load_annotator("bundled", threads=1), Settings().nlp)
    raw = stories["raw_text"][0]
    for row in sentences.iter_rows(named=True):
        assert raw[row["start_char"] : row["end_char"]] == row["text"]
        ends = [0, *row["word_ends"]]
        assert all(a < b for a, b in zip(row["word_starts"], row["word_ends"], strict=True))
        assert all(end <= start for end, start in zip(ends, row["word_starts"], strict=False))


@given(HOSTILE)
@hypothesis_settings(deadline=None, derandomize=True)
def test_the_model_view_has_single_spaces_and_rising_offsets(text: str) -> None:
    view = model_view(text)
    assert "  " not in view.text
    assert view.text == view.text.strip(" ")
    assert len(view.text) == len(view.offsets)
    assert (view.offsets[1:] >= view.offsets[:-1]).all()
    assert bare(view.text) == view.text
