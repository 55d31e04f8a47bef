from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import schema
from pipeline.events import Happenings, merge
from pipeline.settings import EventSettings
from tests.unit.events.world import frames, lexicon, run

STORIES = (
    "زار الرئيس الفرنسي إيمانويل ماكرون الجزائر يوم 25 غشت 2022.\nوتندرج الزيارة في إطار تقارب جديد.",
    "وصل إيمانويل ماكرون إلى الجزائر في 25 أغسطس 2022 في زيارة رسمية.",
    "زار الرئيس الفرنسي إيمانويل ماكرون الجزائر في 6 دجنبر 2017.",
    "اتهمت أوكرانيا روسيا بقصف مدرسة.",
    "اتهمت روسيا أوكرانيا بقصف مدرسة.",
)


def merged(
    *texts: str, published: date | None = date(2022, 8, 26), copies: dict[int, int] | None = None, turn: bool = False
) -> Happenings:
    made, result = frames(*texts, published=published), run(*texts, published=published)
    ids = [i for t in texts for i in made.stories.filter(pl.col("raw_text") == t)["story_id"]]
    groups = schema.DUPLICATE_GROUPS.frame(
        [
            {"story_id": ids[a], "group_id": ids[b], "is_canonical": a == b, "n_members": 2}
            for a, b in (copies or {}).items()
        ]
    )
    mentions, participants = result.event_mentions, result.event_participants
    if turn:
        mentions, participants, groups = mentions.reverse(), participants.reverse(), groups.reverse()
    return merge(made.stories, mentions, participants, None, groups, lexicon(), EventSettings())


def test_one_visit_in_two_stories_is_one_happening() -> None:
    visits = merged(*STORIES).events.filter(pl.col("event_type") == "CONSULT")
    assert sorted(visits.select("date_start", "n_stories").rows()) == [(date(2017, 12, 6), 1), (date(2022, 8, 25), 2)]


def test_who_accuses_whom_keeps_two_happenings_apart() -> None:
    accusations = merged(STORIES[3], STORIES[4]).events.filter(pl.col("event_type") == "ACCUSE")
    assert sorted(accusations.select("actor_countries", "recipient_countries").rows()) == [
        (["RUS"], ["UKR"]),
        (["UKR"], ["RUS"]),
    ]


def test_copies_count_once() -> None:
    text = "اعتقلت الشرطة الإسبانية مهربا مغربيا في مدريد."
    twice = merged(text, text + " ", copies={0: 0, 1: 0}).events
    assert twice.select("n_mentions", "n_stories", "n_independent_stories").rows() == [(2, 2, 1)]


def test_every_link_names_its_reason() -> None:
    links = merged(*STORIES).event_links
    assert set(links["reason"]) <= {
        "self",
        "same_story",
        "copy",
        "people_date",
        "place_date",
        "date",
        "people",
        "people_place",
    }
    assert (
        links.filter(pl.col("reason") == "self")["via_mention_id"].null_count()
        == links.filter(pl.col("reason") == "self").height
    )
    assert links.filter(pl.col("reason") != "self")["via_mention_id"].null_count() == 0


def test_an_unknown_date_is_no_key() -> None:
    far = merged("نددت تونس بالهجوم الإسرائيلي.", "نددت تونس بالهجوم الإسرائيلي على المستشفى.", published=None)
    assert far.events.filter(pl.col("event_type") == "ACCUSE").height == 2


def test_entities_join_the_spellings_of_a_name() -> None:
    entities = merged("استقبل عبد اللطيف حموشي السفير الإسباني.", "استقبل الحموشي السفير الفرنسي.").entities
    named = entities.filter(pl.col("names").list.contains("الحموشي"))
    assert named["names"].to_list() == [["الحموشي", "عبد اللطيف حموشي"]]


@settings(deadline=None, derandomize=True, max_examples=15)
@given(st.permutations(STORIES))
def test_rows_in_any_order_make_the_same_tables(order: list[str]) -> None:
    made, result = frames(*STORIES, published=date(2022, 8, 26)), run(*STORIES, published=date(2022, 8, 26))
    rank = {made.stories.filter(pl.col("raw_text") == t)["story_id"][0]: n for n, t in enumerate(order)}
    shuffled = result.event_mentions.sort(
        pl.col("story_id").replace_strict(rank, return_dtype=pl.Int64), descending=True
    )
    empty = schema.DUPLICATE_GROUPS.empty()
    straight = merge(
        made.stories, result.event_mentions, result.event_participants, None, empty, lexicon(), EventSettings()
    )
    turned = merge(
        made.stories.reverse(), shuffled, result.event_participants.reverse(), None, empty, lexicon(), EventSettings()
    )
    assert all(a.equals(b) for a, b in zip(straight, turned, strict=True))


def test_a_second_reproach_in_a_story_is_its_own_happening_unless_it_takes_up_the_first() -> None:
    text = (
        "اتهمت أوكرانيا روسيا بقصف مدرسة.\nونددت أوكرانيا بسلوك روسيا في الأمم المتحدة.\nونفت روسيا اتهامات أوكرانيا."
    )
    accusations = merged(text).events.filter(pl.col("event_type") == "ACCUSE")
    assert sorted(accusations["n_mentions"].to_list()) in ([1, 1], [1, 2])


def test_talks_in_two_countries_are_two_happenings() -> None:
    text = "أجرى الرئيس التركي مباحثات مع الرئيس المصري في قطر.\nكما أجرى الرئيس التركي مباحثات مع الرئيس المصري في ألمانيا."
    talks = merged(text, published=None).events.filter(pl.col("event_type") == "CONSULT")
    assert sorted(talks["location_country"].to_list()) == ["DEU", "QAT"]


RAIDS = (
    "قصف الجيش السوري مدينة حلب يوم 25 أغسطس 2022.",
    "قصف الجيش السوري مدينة حمص يوم 25 أغسطس 2022.",
    "قصف الجيش السوري قرى تركية يوم 25 أغسطس 2022.",
    "قصف الجيش السوري مواقع تركية يوم 25 أغسطس 2022.",
)


def test_raids_on_two_towns_on_one_day_are_two() -> None:
    assert merged(RAIDS[0], RAIDS[1]).events["n_stories"].to_list() == [1, 1]


def test_a_day_and_two_countries_do_not_make_one_attack() -> None:
    assert merged(RAIDS[2], RAIDS[3]).events["n_stories"].to_list() == [1, 1]
    told = "قصف الجيش التركي مواقع سورية في حلب يوم 25 أغسطس 2022."
    assert merged(told, told + " ").events["n_stories"].to_list() == [2], "the town does"


def test_another_word_for_another_attack_in_a_round_up() -> None:
    attacks = merged("قصف الجيش السوري قرى تركية.\nوهاجم الجيش السوري موانئ تركية.").events
    assert attacks["n_mentions"].to_list() == [1, 1]
    taken_up = merged("قصف الجيش السوري قرى تركية.\nوأدانت أنقرة القصف.").events.filter(
        pl.col("event_type") == "ASSAULT"
    )
    assert taken_up["n_mentions"].to_list() == [2]
