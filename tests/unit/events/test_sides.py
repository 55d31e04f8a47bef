"""Who did it to whom where the words beside the trigger do not say: home, pronouns, modals, soil, papers."""

import pytest

from pipeline.events import load_lexicon
from pipeline.events.extract import build_story
from tests.unit.events.world import coded, frames, lexicon


def _sides(text: str, trigger: str, **options: str) -> tuple[set[str | None], set[str | None]]:
    mention = next(m for m in coded(text, **options) if m.trigger == trigger)  # type: ignore[arg-type]
    return mention.actors, mention.recipients


def _home(text: str, source: str | None = None) -> tuple[str | None, str]:
    made = frames(text, source=source)
    detail = made.stories.row(0, named=True)
    columns = ("story_id", "sentence_id", "sentence_no", "paragraph_no", "start_char", "end_char", "text")
    story = build_story(detail, list(made.sentences.select(columns).iter_rows()), {}, lexicon())
    return story.home, story.home_evidence


def test_home_is_the_country_a_story_names_most() -> None:
    home, why = _home("قال وزير تونسي إن تونس ستبني مدارس.\nوأشار التونسيون إلى فرنسا.")
    assert home == "TUN"
    assert "TUN" in why and "source unknown" in why


def test_home_is_the_source_s_country_even_in_a_story_about_another() -> None:
    text = "زار وفد مغربي مدينة مدريد، حيث استقبله وزير إسباني.\nوأشاد الإسبان بالزيارة."
    assert _home(text)[0] == "ESP"
    assert _home(text, source="hespress")[0] == "MAR"


def test_months_betray_the_press() -> None:
    text = "انعقد المجلس في غشت، ثم اجتمع في شتنبر، وسيجتمع في دجنبر.\nوقال الوزير إن المغاربة ينتظرون."
    home, why = _home(text)
    assert home == "MAR" and "words of its press" in why


def test_an_adjective_is_no_body_with_a_pronoun() -> None:
    assert not any(key == "التنظيم" for _, key in load_lexicon().word("التنظيمي").names)


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        ("قال الرئيس التركي إنه أجرى مع الرئيس المصري مباحثات مطولة.", "مباحثات", {"TUR", "EGY"}, set()),
        ("قالت ألمانيا إنها تدين هجوم روسيا على أوكرانيا.", "تدين", {"DEU"}, {"RUS"}),
        ("اعتقلت الشرطة الإسرائيلية عشرات الفلسطينيين.", "اعتقلت", {"ISR"}, {"PSE"}),
        ("طالب السفير الفرنسي المواطنين الفرنسيين بمغادرة النيجر.", "طالب", {"FRA"}, {"FRA"}),
        ("وصل الرئيس الفرنسي إلى جمهورية الهند.", "وصل", {"FRA"}, {"IND"}),
        ("هنأ رئيس الوزراء البريطاني نظيره الأسترالي.", "هنأ", {"GBR"}, {"AUS"}),
        ("أحرق متظاهرون أردنيون علم إسرائيل.", "أحرق", {"JOR"}, {"ISR"}),
        ("قال الرئيس الكوري الجنوبي إن بلاده تدين إطلاق كوريا الشمالية صواريخ.", "إطلاق", {"PRK"}, set()),
    ],
)
def test_sides(text: str, trigger: str, actors: set[str], recipients: set[str]) -> None:
    found = _sides(text, trigger)
    assert found[0] - {None} == actors
    assert found[1] - {None} == recipients


def test_a_party_s_demand_at_home_is_aimed_at_home() -> None:
    text = "طالب حزب الاستقلال بخفض الضرائب في المغرب."
    assert _sides(text, "طالب") == ({"MAR"}, {"MAR"})


def test_a_state_s_demand_is_not_aimed_at_itself() -> None:
    assert _sides("طالب المغرب بإصلاح النظام المالي.\nوقال المغرب إنه متمسك بذلك.", "طالب")[1] == set()


def test_the_raid_on_foreign_soil_hits_its_country() -> None:
    assert _sides("اقتحمت قوات الاحتلال باحات المسجد الأقصى.", "اقتحمت") == ({"ISR"}, {"PSE"})


def test_a_statement_speaks_for_who_issued_it() -> None:
    text = "قال الاتحاد المغربي للشغل إنه غاضب.\nوندد البيان بقرارات فرنسا."
    assert _sides(text, "ندد") == ({"MAR"}, {"FRA"})


def test_members_named_after_a_group_join_it() -> None:
    text = "زار عدد من الرؤساء مدينة الدوحة، من بينهم الرئيس التركي والرئيس الجزائري."
    actors, recipients = _sides(text, "زار")
    assert {"TUR", "DZA"} <= actors and recipients == {"QAT"}


def test_protesters_are_political() -> None:
    assert all(m.row["codable"] for m in coded("تظاهر مئات المواطنين في الدار البيضاء ضد الغلاء."))


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        # somebody introduced by name is known by the surname alone later on
        (
            "التقى وزير الصيد النرويجي، هانسن برغستروم، نظيره المغربي.\nوانتقد برغستروم الحكومة الإسبانية.",
            "انتقد",
            {"NOR"},
            {"ESP"},
        ),
        # the victims of blame are no adjective of who blames
        ("حمل الجيش الإسرائيلي الفلسطينيين مسؤولية ما جرى.", "حمل", {"ISR"}, {"PSE"}),
        # «توقيفه» is the suspect's, not the police's
        (
            "أوقفت الشرطة المغربية مواطنا سنغاليا في مدينة فاس.\nونصبت المصالح الأمنية كمينا للمشتبه فيه، وتم توقيفه ليلا.",
            "توقيفه",
            {"MAR"},
            {"SEN"},
        ),
        # a party of a home story that names nobody means its own state
        (
            "قالت جريدة هسبريس إن منظمة أمل للبيئة بالمغرب غاضبة.\nوانتقدت المنظمة غياب المشاريع.",
            "انتقدت",
            {"MAR"},
            {"MAR"},
        ),
        # who puts a visit off aims at who was to come
        ("أرجأت الحكومة الجزائرية زيارة وزيرة الخارجية الإسبانية إلى الشهر المقبل.", "أرجأت", {"DZA"}, {"ESP"}),
        # an execution is the state's
        ("أعدمت السلطات اليابانية قاتلا مدانا في طوكيو.", "أعدمت", {"JPN"}, {"JPN"}),
    ],
)
def test_sides_from_what_the_story_has_told(text: str, trigger: str, actors: set[str], recipients: set[str]) -> None:
    assert _sides(text, trigger) == (actors, recipients)


def test_talks_from_afar_have_no_host() -> None:
    text = "أجرى الوزير المغربي، عبر تقنية المناظرة المرئية، مباحثات مع نظيره الدنماركي.\nوخلال هذه المباحثات أكد الوزير المغربي لقاء قريبا بالرباط."
    assert _sides(text, "مباحثات") == ({"MAR", "DNK"}, set())


def test_talks_are_hosted_where_the_story_takes_place() -> None:
    text = "وصل الوفد مساء أمس بمدينة الرباط.\nوأجرى وزير الخارجية المغربي محادثات مع نظيره المجري."
    assert _sides(text, "محادثات") == ({"HUN"}, {"MAR"})
