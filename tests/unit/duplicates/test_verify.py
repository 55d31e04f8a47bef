import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.duplicates import verify
from pipeline.duplicates.evidence import common_shingles, compare, read
from pipeline.duplicates.flat import Flat
from pipeline.settings import DuplicateSettings
from tests.unit.duplicates.corpus import text

BODY = st.lists(
    st.sampled_from("أكد الوزير والوزير أن الطريق في المدينة مفتوح 12 غدا".split()), min_size=1, max_size=80
).map(" ".join)
PAIR = np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)
SETTINGS = DuplicateSettings()


def reaches_the_ladder(a: str, b: str, given_settings: DuplicateSettings = SETTINGS) -> bool:
    texts = read(Flat.of([a, b]))
    return bool(len(verify._near(texts, *PAIR, common_shingles(texts, *PAIR), given_settings)))


@given(BODY, BODY, BODY, st.integers(5, 45))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_no_pair_is_refused_that_the_ladder_could_relate(a: str, b: str, common: str, run: int) -> None:
    chosen = DuplicateSettings(reuse_run_words=run)
    a, b = f"{a} {common} {a}", f"{common} {b} {b} {b}"
    evidence = compare(read(Flat.of([a, b])), *PAIR)[0]
    related = max(evidence.containment_a, evidence.containment_b) >= chosen.reuse or evidence.longest_run >= run
    assert reaches_the_ladder(a, b, chosen) or not related


def test_a_run_of_one_repeated_sentence_is_as_long_as_it_is() -> None:
    refrain = " ".join(["لا إله إلا الله وحده"] * 9)
    assert reaches_the_ladder(f"{text(1, 300)} {refrain}", f"{text(2, 300)} {refrain}")


def test_texts_with_one_sentence_in_common_are_not_aligned() -> None:
    opening = text(3, 20)
    assert not reaches_the_ladder(f"{opening} {text(4, 200)}", f"{opening} {text(5, 200)}")
