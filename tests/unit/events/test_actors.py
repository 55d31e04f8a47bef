"""Who an actor is and which country it has: people nobody places, long titles, pairs of names, lists and namesakes."""

import pytest

from pipeline.events.actor import Actor
from pipeline.events.coder import Parts, code_story
from pipeline.events.extract import build_story
from tests.unit.events.world import frames, lexicon


def _actors(text: str, source: str | None = None) -> list[Actor]:
    made = frames(text, source=source)
    columns = ("story_id", "sentence_id", "sentence_no", "paragraph_no", "start_char", "end_char", "text")
    story = build_story(
        made.stories.row(0, named=True), list(made.sentences.select(columns).iter_rows()), {}, lexicon()
    )
    return code_story(story, lexicon(), Parts(weights=False)).actors


def _country(text: str, words: str, source: str | None = None) -> str | None:
    return next(a.country for a in _actors(text, source) if words in a.text)


HOME = "قال وزير تونسي إن تونس ستبني مدارس.\nوأشار التونسيون إلى تونس العاصمة."


@pytest.mark.parametrize("who", ["رجلين", "شخصا", "ثلاثة سجناء"])
def test_people_nobody_places_are_of_the_story_s_home(who: str) -> None:
    assert _country(f"{HOME}\nوأوقفت الشرطة {who}.", who.split()[-1]) == "TUN"


def test_who_is_arrested_abroad_is_of_the_police_s_country() -> None:
    assert _country(f"{HOME}\nوأوقفت الشرطة الإيطالية شخصا.", "شخصا") == "ITA"


def test_police_of_an_occupier_arrest_people_at_home() -> None:
    text = "قال وزير فلسطيني إن فلسطين ستبني مدارس.\nوأشار الفلسطينيون إلى رام الله.\nواعتقلت الشرطة الإسرائيلية شابا."
    assert _country(text, "شابا") == "PSE"


def test_strangers_and_papers_have_no_country() -> None:
    assert _country(f"{HOME}\nوأوقفت الشرطة ثلاثة مهاجرين.", "مهاجرين") is None
    assert _country(f"{HOME}\nوانتقد بيان هذا القرار.", "بيان") is None


def test_a_portfolio_of_several_fields_has_the_nationality_behind_it() -> None:
    text = f"{HOME}\nواستقبل وزيرة الشؤون الخارجية والاتحاد الأوروبي والتعاون الإسبانية أمس."
    titles = [a for a in _actors(text) if a.text.startswith("وزيرة")]
    assert [a.country for a in titles] == ["ESP"] and titles[0].text.endswith("الإسبانية")


def test_a_committee_is_of_the_parliament_it_sits_in() -> None:
    text = f"{HOME}\nوأكد رئيس لجنة الفلاحة والصيد من جهته بمجلس النواب المكسيكي ذلك."
    assert _country(text.replace(" من جهته", ""), "رئيس") == "MEX"


def test_officials_and_police_in_a_place_are_of_that_place() -> None:
    assert _country(f"{HOME}\nوانتقد كبار المسؤولين في مدريد القرار.", "كبار") == "ESP"
    assert _country(f"{HOME}\nوفتحت الشرطة في مدينة مرسيليا تحقيقا.", "الشرطة") == "FRA"


def test_an_office_does_not_inherit_from_an_organisation() -> None:
    text = f"{HOME}\nوالتقى رئيس البنك الدولي بعض المستثمرين.\nثم سافر رئيس الجمهورية إلى صفاقس."
    assert _country(text, "رئيس الجمهورية") == "TUN"


def test_a_party_of_another_name_is_another_party() -> None:
    text = f"{HOME}\nوانتقد حزب الشعب الإسباني الخطة.\nورحب حزب الغد بها."
    assert _country(text, "حزب الغد") == "TUN"
    assert _country(f"{HOME}\nورحب حزب العمل بالخطة.", "حزب العمل") == "TUN"


def test_numbers_alone_are_people_but_not_before_a_noun() -> None:
    assert [a.kind for a in _actors(f"{HOME}\nوأصيب العشرات في الحادث.") if a.text == "العشرات"] == ["crowd"]
    assert not [a for a in _actors(f"{HOME}\nوأصيب العشرات من العمال.") if a.text == "العشرات"]


def test_an_alliance_is_of_who_leads_it() -> None:
    text = f"{HOME}\nوأعلن التحالف بقيادة السعودية هدنة.\nثم جدد التحالف قصفه."
    assert [a.country for a in _actors(text) if a.text.startswith("التحالف")] == ["SAU", "SAU"]


def test_a_country_is_known_in_one_word_too() -> None:
    assert _country(f"{HOME}\nوأعلنت بوركينافاسو موقفها.", "بوركينافاسو") == "BFA"


def test_a_mention_ends_before_the_next_one() -> None:
    texts = [a.text for a in _actors(f"{HOME}\nورفض السياسيون المزاعم.\nودعت دول مانحة ومؤسسات أخرى إلى ذلك.")]
    assert "السياسيون" in texts and "دول مانحة" in texts  # and not what follows the conjunction


def test_a_source_abroad_does_not_make_the_story_its_own() -> None:
    text = (
        "قالت الشرطة الكندية إن كندا حزينة.\nوأضاف الكنديون أن أوتاوا هادئة.\nوأشارت كندا إلى مدينة تورونتو.\nوعلقت تونس.\n"
        "وفرضت الشرطة طوقا."
    )
    assert _country(text + "\nورد المتحدث الكندي.", "الشرطة", source="Jawhara") == "CAN"
    assert _actors(text, "Jawhara")[-1].country == "CAN"


def test_power_that_one_comes_to_is_nobody() -> None:
    assert not [a for a in _actors(f"{HOME}\nووصل الحزب إلى السلطة.") if a.text == "السلطة"]
    assert _country(f"{HOME}\nوانتقد المحتجون السلطة.", "السلطة") == "TUN"


def test_relatives_and_two_people_are_found() -> None:
    assert _country(f"{HOME}\nوزار الطبيب والدته.", "والدته") == "TUN"
    assert [a.kind for a in _actors(f"{HOME}\nوأوقفت الشرطة حارسين.") if a.text == "حارسين"] == ["group"]
