import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.events.morphology import fold, noun_forms, participle_forms, raw_offset, splits, verb_forms


@pytest.mark.parametrize(
    ("lemma", "imperfect", "form"),
    [
        ("زار", "يزور", "يزور"),
        ("زار", "يزور", "زرنا"),
        ("التقى", "", "التقت"),
        ("التقى", "", "يلتقون"),
        ("التقى", "", "يلتقيان"),
        ("أدان", "", "تدين"),
        ("أدان", "", "أدين"),
        ("استدعى", "", "استدعي"),
        ("استقبل", "", "يستقبلان"),
        ("أعلن", "", "أعلنوا"),
        ("اغتال", "", "يغتال"),
        ("تعهد", "", "تتعهد"),
        ("دعا", "يدعو", "دعت"),
        ("دعا", "يدعو", "يدعون"),
        ("أكد", "يؤكد", "تؤكد"),
        ("أجرى", "", "تجري"),
        ("أجرى", "", "أجرت"),
    ],
)
def test_conjugates_sound_and_weak_verbs(lemma: str, imperfect: str, form: str) -> None:
    assert fold(form) in dict(verb_forms(lemma, imperfect))


def test_hollow_form_one_has_no_passive_spelling_that_is_another_word() -> None:
    assert "زير" not in dict(verb_forms("زار", "يزور"))  # «وزير» is no «و» + a passive


def test_nouns_before_a_pronoun_and_in_the_dual() -> None:
    forms = dict(noun_forms("زيارة"))
    assert forms["زيارت"].needs_pronoun
    assert forms["زيارتين"].number == "d"
    assert "لقائ" in dict(noun_forms("لقاء"))
    assert dict(noun_forms("هجوم"))["هجوما"].accusative


def test_participles_of_manner() -> None:
    assert {"داعية", "داعين"} <= dict(participle_forms("داعي")).keys()


@pytest.mark.parametrize(
    ("word", "preposition", "article", "stem"),
    [
        ("للمغرب", "ل", True, "مغرب"),
        ("وبالزيارة", "ب", True, "زيارة"),
        ("سيزور", "", False, "يزور"),
        ("لقائه", "", False, "لقائ"),
    ],
)
def test_splits_clitics(word: str, preposition: str, article: bool, stem: str) -> None:
    assert any((s.preposition, s.article, s.stem) == (preposition, article, stem) for s in splits(word))


def test_offsets_skip_marks() -> None:
    assert raw_offset("وَزِيارة", 1) == 2
    assert raw_offset("زيارة", 9) == 5


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.text(alphabet="ابتثدرسلمنهويةىأإآ\u064e\u0640كف", max_size=12))
def test_splits_rebuild_the_word(text: str) -> None:
    word = fold(text)
    for s in splits(word):
        assert word.endswith(s.stem + s.pronoun)
        assert 0 <= s.offset <= len(word)
