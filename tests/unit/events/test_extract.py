from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import schema
from pipeline.events import extract, may_hold_event
from pipeline.settings import EventSettings
from tests.unit.events.world import coded, frames, lexicon, one, run


@pytest.mark.parametrize(
    ("text", "type_", "actors", "recipients"),
    [
        ("استقبل رئيس الحكومة التونسي وزير الخارجية الفرنسي.", "CONSULT", {"FRA"}, {"TUN"}),
        ("زار وزير الدفاع الإيطالي ليبيا أمس.", "CONSULT", {"ITA"}, {"LBY"}),
        ("أجرى الوزير الألماني مباحثات مع نظيره التركي في أنقرة.", "CONSULT", {"DEU"}, {"TUR"}),
        ("التقى الرئيس المصري نظيره الكيني في جنيف.", "CONSULT", {"EGY", "KEN"}, set()),
        ("عقدت الوزيرة السويدية لقاء مع السفير الياباني.", "CONSULT", {"SWE", "JPN"}, set()),
        ("وقعت اليابان والهند اتفاقية دفاعية.", "SUPPORT", {"JPN", "IND"}, set()),
        ("أشادت السفيرة الكندية بجهود الحكومة الأردنية.", "SUPPORT", {"CAN"}, {"JOR"}),
        ("طالبت الأمم المتحدة إسرائيل بفتح المعابر.", "REQUEST", {"UNO"}, {"ISR"}),
        ("دعا الاتحاد الأوروبي روسيا إلى وقف القتال.", "REQUEST", {"EUR"}, {"RUS"}),
        ("اتهمت أوكرانيا روسيا بخرق الهدنة.", "ACCUSE", {"UKR"}, {"RUS"}),
        ("رفضت الصين مقترح اليابان.", "REJECT", {"CHN"}, {"JPN"}),
        ("هددت كوريا الشمالية الولايات المتحدة برد عسكري.", "THREATEN", {"PRK"}, {"USA"}),
        ("اعتقلت الشرطة الإسبانية مهربا مغربيا في مدريد.", "COERCE", {"ESP"}, {"MAR"}),
        ("رحلت السلطات الفرنسية مواطنا جزائريا إلى بلده.", "COERCE", {"FRA"}, {"DZA"}),
        ("اغتالت القوات الإسرائيلية قائدا فلسطينيا في نابلس.", "ASSAULT", {"ISR"}, {"PSE"}),
        ("قصف الجيش الروسي مدرسة في خاركيف.", "ASSAULT", {"RUS"}, {"UKR"}),
        ("أطلق جنود إسرائيليون النار على متظاهرين فلسطينيين.", "ASSAULT", {"ISR"}, {"PSE"}),
        ("قدمت قطر مساعدات إلى السودان.", "AID", {"QAT"}, {"SDN"}),
        ("فرضت كندا عقوبات على إيران.", "SANCTION", {"CAN"}, {"IRN"}),
        ("نظم موظفون أردنيون وقفة احتجاجية أمام البرلمان.", "PROTEST", {"JOR"}, None),
        ("أفرجت السلطات التركية عن صحفي ألماني.", "CONCEDE", {"TUR"}, {"DEU"}),
    ],
)
def test_who_did_what_to_whom(text: str, type_: str, actors: set[str], recipients: set[str] | None) -> None:
    event = one(text)
    assert event.type == type_
    assert event.actors - {None} == actors
    if recipients is not None:
        assert event.recipients - {None} == recipients


@pytest.mark.parametrize(
    "text",
    [
        "فاز المنتخب المصري على نظيره الكيني في مباراة نهائي البطولة وهاجم اللاعبون المرمى.",
        "يزور السياح متاحف المدينة والمعرض الفني.",
        "من أجل تعزيز التعاون الأمني بين البلدين.",
        "حذرت مصالح الأرصاد من أمطار قوية.",
        "بحث سبل مكافحة الإرهاب.",
        "هناك وزير في الوفد.",
        "أجرت الصحيفة حوارا مع الوزير المصري.",
    ],
)
def test_what_is_no_event(text: str) -> None:
    assert [(c.trigger, c.type) for c in coded(text)] == []


def test_rejections_name_their_guard() -> None:
    rejected = run("حذرت مصالح الأرصاد من أمطار قوية.").rejected_candidates
    assert rejected.select("event_type", "guard").rows() == [("THREATEN", "bar_weather")]


def test_future_talks_are_an_agreement() -> None:
    event = one("سيزور الرئيس التركي العراق الأسبوع المقبل.", published=date(2021, 5, 3))
    assert (event.type, event.row["modality"], event.row["date_start"]) == ("AGREE", "future", date(2021, 5, 10))


def test_a_conditional_refusal_is_a_rejection() -> None:
    event = one("لن توافق تركيا على الطلب إذا لم تتغير الشروط.")
    assert (event.type, event.row["modality"], event.row["negated"]) == ("REJECT", "hypothetical", False)


def test_reported_speech_names_its_speaker() -> None:
    event = one("قال وزير الداخلية الأردني إن الشرطة اعتقلت ثلاثة أشخاص.")
    assert event.row["attribution"] == "وزير الداخلية الأردني"
    assert event.type == "COERCE"


def test_ones_own_speech_act_is_not_attributed() -> None:
    assert one("طالبت تونس ليبيا بالتحقيق.").row["attribution"] is None


def test_a_dropped_subject_is_taken_up() -> None:
    events = coded("أدانت ماليزيا القصف الإسرائيلي.\nوطالبت المجتمع الدولي بالتدخل.")
    assert [(c.type, c.actors) for c in events if c.type in ("ACCUSE", "REQUEST")] == [
        ("ACCUSE", {"MYS"}),
        ("REQUEST", {"MYS"}),
    ]


def test_an_object_pronoun_is_resolved() -> None:
    events = coded("وصل الوزير الإيراني إلى بغداد حيث استقبله الرئيس العراقي.")
    assert ("CONSULT", {"IRN"}, {"IRQ"}) in [(c.type, c.actors, c.recipients) for c in events]


def test_a_later_mention_takes_over_the_sides() -> None:
    events = coded("أجرى الوزير الهولندي مباحثات مع نظيره المغربي في الرباط.\nوتناولت المباحثات ملف الهجرة.")
    assert [(c.actors, c.recipients) for c in events] == [({"NLD"}, {"MAR"})] * 2


def test_an_office_without_country_belongs_to_the_storys_home() -> None:
    event = one("هسبريس من الرباط\nاعتقلت الشرطة القضائية بمدينة فاس شابين.")
    assert event.actors == {"MAR"}


def test_passive_by_its_written_vowel() -> None:
    event = one("هسبريس\nالمشتبه فيه وُضع تحت الحراسة النظرية بمدينة سلا.")
    assert (event.type, event.row["construction"]) == ("COERCE", "passive")
    assert event.actors == {"MAR"}


def test_the_trigger_leaves_out_proclitics() -> None:
    made = run("ندد الوزير الليبي بالهجوم على مطار طرابلس.")
    for row in made.event_mentions.iter_rows(named=True):
        assert not row["trigger"].startswith(("ب", "و"))


TEXTS = [
    "قال الوزير الفرنسي إن بلاده ترفض الهجوم على سوريا، مؤكدا أن المباحثات مع روسيا ستستمر يوم الخميس المقبل.",
    "وأضاف “لن نقبل بأي اتفاق” ودعا الأطراف إلى ضبط النفس.",
    "تم توقيف 3 أشخاص بمدينة طنجة للاشتباه في تورطهم في الاتجار بالمخدرات، حسب بلاغ للشرطة.",
]


def check_contract(text: str) -> None:
    made = frames(text)
    result = extract(made.stories, schema.STORY_LINES.empty(), made.sentences, made.tokens, lexicon(), EventSettings())
    sentences = {row["sentence_id"]: row for row in made.sentences.iter_rows(named=True)}
    for frame in (result.event_mentions, result.rejected_candidates):
        column = "trigger" if "trigger" in frame.columns else "text"
        for row in frame.iter_rows(named=True):
            assert text[row["start_char"] : row["end_char"]] == row[column]
            sentence = sentences[row["sentence_id"]]
            assert sentence["start_char"] <= row["start_char"] < row["end_char"] <= sentence["end_char"]
    for row in result.event_participants.iter_rows(named=True):
        if row["text"] is not None:
            assert text[row["start_char"] : row["end_char"]] == row["text"]
    for row in result.statements.iter_rows(named=True):
        assert 0 <= row["start_char"] < row["end_char"] <= len(text)
    may = dict(zip(made.sentences["sentence_id"], may_hold_event(made.sentences, lexicon()), strict=True))
    assert all(may[i] for i in result.event_mentions["sentence_id"])


def test_offsets_on_news() -> None:
    check_contract("\n".join(TEXTS))


@settings(deadline=None, derandomize=True, max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                *" ".join(TEXTS).split(),
                "زار",
                "اتهمته",
                "،",
                "؛",
                '"',
                "“",
                "”",
                ":",
                "التي",
                "بينهما",
                "\u064e",
                "ـ",
                "(",
                ".",
                "؟",
                "2020",
                "X",
            ]
        ),
        max_size=40,
    )
)
def test_offsets_on_any_order_of_words(words: list[str]) -> None:
    check_contract(" ".join(words))


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.text(max_size=80))
def test_any_text_is_safe(text: str) -> None:
    check_contract(text)


def test_the_order_of_rows_does_not_matter() -> None:
    made = frames(*TEXTS)
    straight = extract(
        made.stories, schema.STORY_LINES.empty(), made.sentences, made.tokens, lexicon(), EventSettings()
    )
    turned = extract(
        made.stories.reverse(),
        schema.STORY_LINES.empty(),
        made.sentences.reverse(),
        made.tokens,
        lexicon(),
        EventSettings(),
    )
    assert all(a.equals(b) for a, b in zip(straight, turned, strict=True))


def test_unchanged_stories_are_copied_over() -> None:
    made = frames(*TEXTS)
    arguments = (made.stories, schema.STORY_LINES.empty(), made.sentences, made.tokens, lexicon(), EventSettings())
    full = extract(*arguments)
    marked = full._replace(event_mentions=full.event_mentions.with_columns(pl.lit("copied").alias("rule_id")))
    ids = made.stories["story_id"].to_list()
    again = extract(*arguments, previous=marked, unchanged=frozenset(ids[:2]))
    rules = dict(zip(again.event_mentions["story_id"], again.event_mentions["rule_id"], strict=True))
    assert {rules[i] for i in ids[:2] if i in rules} <= {"copied"}
    assert again.event_participants.equals(full.event_participants)


def test_annotation_decides_between_noun_and_verb() -> None:
    text = "رفض الوزير السوري عرض تركيا."
    made = frames(text)
    sentence_id = made.sentences["sentence_id"][0]

    def tokens(tag: str) -> pl.DataFrame:
        rows, start = [], 0
        for number, word in enumerate(text.split(), 1):
            rows.append(
                {
                    "sentence_id": sentence_id,
                    "token_no": number,
                    "start_char": start,
                    "end_char": start + len(word),
                    "text": word,
                    "upos": tag if number == 1 else "NOUN",
                }
            )
            start += len(word) + 1
        return schema.TOKENS.frame(rows)

    found = [
        extract(made.stories, schema.STORY_LINES.empty(), made.sentences, tokens(tag), lexicon(), EventSettings())
        .event_mentions["construction"]
        .to_list()
        for tag in ("VERB", "NOUN")
    ]
    assert found == [["verb"], ["masdar"]]
