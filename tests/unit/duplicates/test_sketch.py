import hashlib
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.fold import key_text
from pipeline.duplicates import sketch as s
from tests.unit.duplicates.corpus import text

ARABIC = st.text(alphabet="ابتةىيأإآءؤئ ـ\u064b\u200f.،١2ﷲﻻ\u0000\n", max_size=300)
ANY = st.text(st.characters(), max_size=200)


@given(st.lists(st.one_of(ARABIC, ANY), max_size=6))
@settings(deadline=None, derandomize=True, max_examples=150)
def test_kernel_is_bit_equal_to_reference(texts: list[str]) -> None:
    for one, other in zip(map(s.sketch_reference, texts), s.sketch_compiled(texts), strict=True):
        assert (one.sha256_key, one.n_words, one.n_shingles) == (other.sha256_key, other.n_words, other.n_shingles)
        assert np.array_equal(one.hashes, other.hashes)


@pytest.mark.parametrize("n_words", [0, 1, 4, 5, 19, 20, 21, 53, 54, 500, 3000])
def test_kernel_is_bit_equal_at_every_scale(n_words: int) -> None:
    body = " ".join(f"{word}{at % 97}" for at, word in enumerate(text(3, n_words).replace(".", "").split()))
    one, (other,) = s.sketch_reference(body), s.sketch_compiled([body])
    assert one.n_words == n_words and one.n_shingles == other.n_shingles
    assert np.array_equal(one.hashes, other.hashes)
    assert all(int(h) % s.scale(one.n_shingles) == 0 for h in one.hashes)


def test_signature_never_changes() -> None:
    """A change here means that SIGNATURE_VERSION must go up: stored sketches would no longer meet new ones."""
    one = s.sketch_reference("وقّع الوزيران اتفاقًا لبناء محطة مياه في المدينة القديمة")
    digest = hashlib.sha256(one.hashes.tobytes()).hexdigest()
    assert (s.SIGNATURE_VERSION, one.n_words, one.n_shingles, len(one.hashes)) == (1, 9, 5, 5)
    assert digest[:16] == "8d7aa1101441b8b7"


def test_spelling_does_not_matter() -> None:
    plain = s.sketch_reference("أعلنت الحكومة الجديدة في المدينة انتهاء أزمة المياه الكبرى إلى الأبد")
    respelt = s.sketch_reference("اعلنت  الحكـومه الجديدة, فى المدينَة انتهاء ازمة المياه الكبري الي \u200fالابد!")
    assert plain.sha256_key == respelt.sha256_key
    assert np.array_equal(plain.hashes, respelt.hashes)


def test_key_words_are_the_words_of_the_key_view() -> None:
    assert s.key_words(" عن—قُرب\u00a0ﷺ ") == key_text("عن قرب صلى الله عليه وسلم").split()


def test_key_texts_are_the_same_by_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["", "ﷲ عن—قُرب\u00a0", "Ａb 12 ١٢", "😀 نعم", text(3, 40)]
    plain = s.key_texts(texts)
    monkeypatch.setattr(s, "KERNEL_FROM", 0)
    assert s.key_texts(texts) == plain == [" ".join(s.key_words(one)) for one in texts]


def test_scales_are_nested() -> None:
    scales = sorted({s.scale(n) for n in range(2000)})
    assert all(b % a == 0 for a, b in itertools.pairwise(scales))


@pytest.mark.parametrize(
    ("word", "expected"),
    [("والوزير", "وزير"), ("للوزير", "وزير"), ("بالبيت", "بيت"), ("ولد", "ولد"), ("وصل", "وصل"), ("ولقاء", "لقاء")],
)
def test_bare_takes_prefixes_off(word: str, expected: str) -> None:
    assert s.bare(word) == expected
