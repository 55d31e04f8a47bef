from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipeline.duplicates import candidates, find_duplicates, seen
from pipeline.settings import DuplicateSettings
from tests.unit.duplicates.corpus import fingerprints, stories, text

SETTINGS = DuplicateSettings()  # type: ignore[call-arg]
Found = tuple[pl.DataFrame, pl.DataFrame]


def find(table: pl.DataFrame, known: tuple[pl.DataFrame, pl.DataFrame] | None = None) -> Found:
    def bodies(ids: list[str]) -> pl.DataFrame:
        return table.filter(pl.col("story_id").is_in(ids)).select("story_id", "body")

    return find_duplicates(fingerprints(table), bodies, SETTINGS, known=known)


def relations(bodies: Sequence[str], **more: Sequence[object]) -> list[tuple[str, bool]]:
    pairs, _ = find(stories(bodies, **more))  # type: ignore[arg-type]
    return pairs.select("relation", "merges").rows()


def edited(body: str, every: int) -> str:
    return " ".join("بديل" if at % every == every - 1 else word for at, word in enumerate(body.split()))


BODY = text(7, 160)


def test_exact_bytes_and_exact_text() -> None:
    assert relations([BODY, BODY]) == [("exact_bytes", True)]
    assert relations([BODY, BODY.replace("ة", "ه").replace("أ", "ا")]) == [("exact_text", True)]
    assert relations([BODY, BODY.replace(" في ", " في", 1)]) == [("near_dup", True)]


def test_one_body_under_two_bylines_is_a_near_dup() -> None:
    table = stories([BODY, BODY])
    made = fingerprints(table).with_columns(sha256_raw=pl.Series(["1", "2"]), sha256_text=pl.Series(["1", "2"]))
    pairs, groups = find_duplicates(made, lambda ids: table.select("story_id", "body"), SETTINGS)
    assert pairs.select("relation", "merges", "jaccard").rows() == [("near_dup", True, 1.0)] and len(groups) == 2


def test_light_edits_are_a_near_dup() -> None:
    assert relations([BODY, edited(BODY, 20)]) == [("near_dup", True)]


def test_a_story_quoted_whole_is_contained_and_stays_apart() -> None:
    pairs, groups = find(stories([BODY, f"{text(8, 200)} {BODY} {text(9, 200)}"]))
    assert pairs["relation"].to_list() == ["contained"] and not pairs["merges"].any() and groups.is_empty()
    row = pairs.row(0, named=True)
    assert 1.0 in (row["containment_a"], row["containment_b"]) and row["longest_run"] >= 160


def test_a_small_addition_is_contained_and_merges() -> None:
    addition = " ".join(f"إضافة{at}" for at in range(25))
    assert relations([BODY, f"{BODY} {addition}"]) == [("contained", True)]


def test_a_shared_passage_is_reuse() -> None:
    passage = text(11, 60)
    assert relations([f"{text(12, 150)} {passage}", f"{passage} {text(13, 150)}"]) == [("reuse", False)]


def test_other_figures_make_an_update() -> None:
    lead = "أعلنت السلطات مقتل {} أشخاص وإصابة {} آخرين في انهيار مبنى وسط المدينة صباح اليوم"
    bodies = [f"{lead.format(*toll)} {BODY}" for toll in ((4, 9), (6, 12))]
    assert relations(bodies) == [("update", False)]
    spelt = [bodies[0], bodies[0].replace("4", "أربعة").replace("9", "تسعة")]
    assert relations(spelt) == [("near_dup", True)]


def test_another_ordinal_makes_an_update() -> None:
    lead = "وصلت أمس القافلة {} إلى القرية محملة بالدقيق والزيت ويرافقها فريق من المتطوعين"
    assert relations([f"{lead.format(which)} {BODY}" for which in ("الثالثة", "الرابعة")]) == [("update", False)]


def test_another_day_in_an_equal_text_makes_an_update() -> None:
    bodies = [f"{BODY} ويقام الحفل يوم {day} مايو في قاعة البلدية" for day in (12, 19)]
    assert relations(bodies) == [("update", False)]
    assert relations([bodies[0], f"{BODY} ويقام الحفل يوم الأحد في قاعة البلدية"]) == [("near_dup", True)]


def test_a_changed_number_that_opens_a_text_is_an_update_and_one_in_the_background_is_not() -> None:
    opening = "أصيب {} عمال في حادث وقال المتحدث إن 3 سيارات و5 فرق باشرت الموقع"
    assert relations([f"{opening.format(n)} {BODY}" for n in (7, 9)]) == [("update", False)]
    background = (
        "أكد المدير في حديث للصحيفة أن 3 سيارات و5 فرق باشرت الموقع مساء أمس بعد بلاغ من سكان الحي القديم وأصيب {} عمال"
    )
    assert relations([f"{background.format(n)} {BODY}" for n in (7, 9)]) == [("near_dup", True)]


def test_forecasts_of_two_days_are_two_stories() -> None:
    frame = (
        "توقع المركز في تقريره عن حالة الطقس سماء {} على {} مع رياح سطحية شمالية غربية إلى غربية على الأجزاء {} "
        "وارتفاع الموج متر ونصف وحالة البحر {} وتكون الرياح على {} جنوبية شرقية بسرعة عشرين كم في الساعة وأمطار {} "
        "على مرتفعات {} والسواحل مع حرارة {} ورطوبة في الليل على المدن الساحلية"
    )
    days = [
        ("صافية", "الوسط", "الداخلية", "هادئ", "الخليج", "خفيفة", "الجنوب", "مرتفعة"),
        ("غائمة", "الشمال", "الساحلية", "مائج", "المضيق", "رعدية", "الغرب", "معتدلة"),
    ]
    bodies = [frame.format(*words) for words in days]
    assert relations(bodies) == []
    assert relations([bodies[0], bodies[0].replace("ونصف", "واحد")]) == [("near_dup", True)]


def test_a_text_cut_from_another_in_short_runs_is_contained() -> None:
    whole = text(77, 150).split()
    cut = [word for at, word in enumerate(whole[:90]) if at % 11]
    assert relations([" ".join(whole), " ".join(cut)]) == [("contained", False)]


def test_one_template_about_two_countries_is_two_stories() -> None:
    telegram = (
        "بعث الملك برقية تهنئة إلى رئيس جمهورية {} بمناسبة ذكرى استقلال بلاده وعبر باسمه واسم الشعب عن أصدق التهاني "
        "وأطيب التمنيات بالصحة والسعادة لفخامته ولحكومة وشعب {} الصديق اطراد التقدم والازدهار"
    )
    assert relations([telegram.format(name, name) for name in ("النيجر", "بنما")]) == []


def test_one_announcement_about_other_people_is_another_story() -> None:
    body = text(41, 90)
    named = "وكان {0} قد أقدم على ذلك مع {1} وتبين أن {0} و{1} تركا {2} قرب الوادي ثم عاد {2} وحيدا"
    people = (("سليم", "كامل", "نزار"), ("فؤاد", "حازم", "بديع"))
    assert relations([f"{body} {named.format(*names)}" for names in people]) == [("reuse", False)]


def test_unrelated_stories_are_no_pair() -> None:
    assert relations([text(seed, 150) for seed in range(20, 30)]) == []


def test_flashes_meet_by_title_within_days() -> None:
    bodies = [
        "عاجل وصول أول قطار إلى محطة الميناء الجديدة صباح اليوم",
        "عاجل صباح اليوم وصول قطار أول إلى الميناء محطة الجديدة",
    ]
    titles = ["وصول أول قطار", "وصولُ أوَّل قطار"]
    assert relations(bodies, titles=titles, days=[3, 4]) == [("near_dup", True)]
    assert relations(bodies, titles=titles, days=[3, 9]) == []
    assert relations(bodies, titles=["وصول", "قطار"], days=[3, 4]) == []


def test_equal_scraps_are_not_copies() -> None:
    assert relations(["اقرأ أيضا", "اقرأ أيضا"]) == []


def test_canonical_is_earliest_then_longest_then_smallest_id() -> None:
    bodies = [BODY, BODY + " انتهى", BODY]
    _, groups = find(stories(bodies, days=[5, 5, 2]))
    table = stories(bodies, days=[5, 5, 2])
    canonical = groups.filter("is_canonical")
    assert canonical["story_id"].to_list() == [table["story_id"][2]]
    assert groups["group_id"].unique().to_list() == [table["story_id"].min()]
    _, groups = find(stories(bodies))
    assert groups.filter("is_canonical")["story_id"].to_list() == [table["story_id"][1]]


def test_many_copies_are_linked_through_the_first() -> None:
    pairs, groups = find(stories([BODY] * 110 + [edited(BODY, 20)] * 60))
    assert groups["n_members"].unique().to_list() == [170]
    assert len(pairs) == 109 + 60 * 59 // 2 + 110 + 59 and set(pairs["relation"]) == {"exact_bytes", "near_dup"}


def test_a_foreign_signature_is_refused() -> None:
    made = fingerprints(stories([BODY])).with_columns(signature_version=pl.lit(0, dtype=pl.Int64))
    with pytest.raises(ValueError, match="signature_version other than 1; make them again"):
        find_duplicates(made, lambda ids: pl.DataFrame(), SETTINGS)


def test_a_missing_body_is_named() -> None:
    table = stories([BODY, edited(BODY, 20)])
    empty = pl.DataFrame(schema={"story_id": pl.String, "body": pl.String})
    with pytest.raises(ValueError, match="no body for 2 stories"):
        find_duplicates(fingerprints(table), lambda ids: empty, SETTINGS)


def test_bodies_are_asked_for_candidates_only() -> None:
    table = stories([BODY, edited(BODY, 20), text(30, 150), text(31, 150), text(31, 150)])
    asked: list[str] = []

    def bodies(ids: list[str]) -> pl.DataFrame:
        asked.extend(ids)
        return table.filter(pl.col("story_id").is_in(ids)).select("story_id", "body")

    find_duplicates(fingerprints(table), bodies, SETTINGS)
    assert sorted(asked) == sorted(table["story_id"][:2])


def family(seed: int) -> list[str]:
    body = text(seed, 90)
    return [
        body,
        body,
        edited(body, 15),
        edited(body, 7),
        f"{body} {text(seed + 50, 15)}",
        f"{text(seed + 60, 90)} {body}",
    ]


CORPUS = stories(
    [body for seed in (100, 101) for body in family(seed)] + ["خبر عاجل من وسط المدينة القديمة"] * 2,
    titles=["عنوان"] * 20,
    days=[1 + at * 7 % 28 for at in range(20)],
)


@given(st.permutations(range(len(CORPUS))))
@settings(deadline=None, derandomize=True, max_examples=10)
def test_order_does_not_matter(order: list[int]) -> None:
    for found, expected in zip(find(CORPUS[order]), find(CORPUS), strict=True):
        assert_frame_equal(found, expected)


@given(st.lists(st.integers(0, 3), min_size=len(CORPUS), max_size=len(CORPUS)), st.sampled_from([3, 2000]))
@settings(deadline=None, derandomize=True, max_examples=8)
def test_history_does_not_matter(arrivals: list[int], common: int) -> None:
    """Stories arrive in waves and some leave again; each run takes over what the one before found.

    With a small COMMON_TEXTS shingles cross the bound on the way, up and down.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "COMMON_TEXTS", common)
        known = None
        for wave in ([0], [0, 1], [0, 2], [1, 2, 3], [3], [0, 1, 2, 3]):
            here = CORPUS.filter(pl.Series([arrival in wave for arrival in arrivals]))
            full, grown = find(here), find(here, known)
            for found, expected in zip(grown, full, strict=True):
                assert_frame_equal(found, expected)
            known = grown[0], seen(fingerprints(here))


@pytest.mark.parametrize(("first", "then"), [(5, 3), (3, 5)])
def test_a_shingle_that_crosses_the_bound_is_looked_at_again(
    first: int, then: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "COMMON_TEXTS", 3)
    table = stories([f"{BODY} {text(seed, 9)}" for seed in range(5)])
    earlier, now = table.head(first), table.head(then)
    known = find(earlier)[0], seen(fingerprints(earlier))
    assert len(known[0]) == (3 if first == 3 else 0), "five texts share all their shingles: too common"
    for found, expected in zip(find(now, known), find(now), strict=True):
        assert_frame_equal(found, expected)


def test_a_story_that_changed_is_verified_again() -> None:
    known = find(CORPUS)[0], seen(fingerprints(CORPUS))
    changed = CORPUS.with_columns(
        body=pl.when(pl.col("story_id") == CORPUS["story_id"][2]).then(pl.lit(text(500, 90))).otherwise("body")
    )
    for found, expected in zip(find(changed, known), find(changed), strict=True):
        assert_frame_equal(found, expected)


def test_taken_over_pairs_are_not_read_again() -> None:
    full = find(CORPUS)
    asked: list[str] = []

    def bodies(ids: list[str]) -> pl.DataFrame:
        asked.extend(ids)
        return CORPUS.filter(pl.col("story_id").is_in(ids)).select("story_id", "body")

    made = fingerprints(CORPUS)
    again = find_duplicates(made, bodies, SETTINGS, known=(full[0], seen(made)))
    assert not asked
    for found, expected in zip(again, full, strict=True):
        assert_frame_equal(found, expected)


def test_no_stories() -> None:
    pairs, groups = find(stories([]))
    assert pairs.is_empty() and groups.is_empty()


def test_progress_reaches_the_end() -> None:
    told: list[tuple[int, int]] = []
    table = stories([BODY, edited(BODY, 20), edited(BODY, 9)])
    bodies = table.select("story_id", "body")
    find_duplicates(fingerprints(table), lambda ids: bodies, SETTINGS, progress=lambda *done: told.append(done))
    assert told[-1] == (3, 3)
