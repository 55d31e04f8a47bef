import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.duplicates import evidence
from pipeline.duplicates.evidence import Evidence, common_shingles, compare, covered_words, read
from pipeline.duplicates.flat import Flat
from tests.unit.duplicates.corpus import text

BODY = st.lists(st.sampled_from("قال وقال الوزير والوزير إن المياه في المدينة 12 أمس".split()), max_size=60).map(
    " ".join
)


def one(a: str, b: str) -> Evidence:
    texts = read(Flat.of([a, b]))
    return compare(texts, np.array([0], dtype=np.int32), np.array([1], dtype=np.int32))[0]


def shingles(words: list[str]) -> set[tuple[str, ...]]:
    size = min(5, len(words))
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)} if words else set()


def longest_common_run(a: list[str], b: list[str]) -> int:
    best = 0
    for i in range(len(a)):
        for j in range(len(b)):
            k = 0
            while i + k < len(a) and j + k < len(b) and a[i + k] == b[j + k]:
                k += 1
            best = max(best, k)
    return best


@given(BODY, BODY)
@settings(deadline=None, derandomize=True, max_examples=150)
def test_figures_are_those_of_the_definition(a: str, b: str) -> None:
    found = one(a, b)
    texts = read(Flat.of([a, b]))
    x, y = texts.words(0), texts.words(1)
    common = len(shingles(x) & shingles(y))
    assert found.jaccard == common / max(1, len(shingles(x) | shingles(y)))
    assert found.containment_a == common / max(1, len(shingles(x)))
    run = longest_common_run(x, y)
    assert found.longest_run == (run if run >= 3 else 0)


@given(BODY, BODY)
@settings(deadline=None, derandomize=True, max_examples=100)
def test_evidence_is_symmetric(a: str, b: str) -> None:
    assert one(a, b) == one(b, a).swapped()


@given(st.lists(BODY, min_size=2, max_size=8))
@settings(deadline=None, derandomize=True, max_examples=60)
def test_compiled_alignment_and_reading_equal_the_plain_ones(bodies: list[str]) -> None:
    left, right = (side.astype(np.int32) for side in np.triu_indices(len(bodies), 1))
    results = []
    for is_compiled in (False, True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(evidence, "pays", lambda n, answer=is_compiled: answer)
            texts = read(Flat.of(bodies))
            figures = compare(texts, left, right)
            assert compare(texts, left, right, common_shingles(texts, left, right)) == figures
            results.append((texts, figures))
    (plain, expected), (fast, found) = results
    assert found == expected
    for name in ("stems", "word_ends", "units", "unit_ends", "shingles", "shingle_ends", "formulas"):
        assert np.array_equal(getattr(plain, name), getattr(fast, name)), name
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "pays", lambda n: True)
        sets = evidence.shingled(Flat.of(bodies))
    for name in ("n_words", "shingles", "shingle_ends"):
        assert np.array_equal(getattr(plain, name), getattr(sets, name)), name


def test_a_text_that_repeats_itself_costs_no_square() -> None:
    same = read(Flat.of(["نعم " * 20_000, "نعم " * 20_000]))
    assert compare(same, np.array([0], dtype=np.int32), np.array([1], dtype=np.int32))[0].jaccard == 1


def test_an_added_paragraph_is_new_and_a_changed_word_is_not() -> None:
    body = text(1, 100)
    words = body.split()
    words[50] = "كلمة"
    edited = one(body, " ".join(words))
    assert (edited.new_a, edited.new_b) == (0, 0)
    added = " ".join(f"جديد{at}" for at in range(25))
    longer = one(body, f"{body} {added}")
    assert longer.new_a == 0 and longer.new_b == 25 / 125 and longer.containment_a == 1


def test_a_sentence_in_other_order_is_reworded_not_new() -> None:
    lead = text(1, 60)
    told = one(f"{lead} استقبل الرئيس أمس وفد رجال الأعمال", f"{lead} وفد الأعمال استقبله أمس الرئيس رجال")
    assert told.covered_a < 1 and told.new_a == 0


def test_customary_thanks_are_not_new() -> None:
    body = text(1, 60)
    thanks = "ورفع معاليه الشكر والعرفان إلى القيادة سائلا المولى القدير أن يديم نعمة الرخاء"
    report = "وتضم المحطة خزانات ومختبرا وورشة صيانة وحديقة صغيرة تطل على الوادي الشمالي"
    assert one(body, f"{body} {thanks}").new_b == 0
    assert one(body, f"{body} {report}").new_b > 0.1


def test_covered_words_marks_the_shared_run() -> None:
    texts = read(Flat.of(["اليوم صباحا وصل القطار إلى المدينة", "أمس وصل القطار إلى الميناء"]))
    cover_a, cover_b = covered_words(texts)
    assert cover_a.tolist() == [False, False, True, True, True, False]
    assert cover_b.tolist() == [False, True, True, True, False]


def test_empty_text() -> None:
    assert read(Flat.of([""])).n_words.tolist() == [0]
    assert one("", "قال الوزير").jaccard == 0
