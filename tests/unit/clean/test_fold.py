"""The views of text: what falls together, what stays, and that every offset leads back to the raw characters."""

import itertools
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import fold

ANY = st.text(st.characters(), max_size=60)
ARABIC = st.text(st.sampled_from("اأإآٱءىيئةهوؤلم ـًٌٍَُِّْٰٕٔٓ‏‎‍‌⁦⁩ﷲﻻﷺﺍ٣۴گک.،؟«»\n\t\u00a0é"), max_size=40)
QUICK = settings(deadline=None, derandomize=True, max_examples=400)


@pytest.mark.parametrize(
    ("raw", "view"),
    [
        ("أُسْرَة", "اسره"),
        ("إلى آخر ٱلمؤتمر", "الي اخر المؤتمر".replace("ؤ", "و")),
        ("سيئ، شيء.", "سيي  شيء "),
        ("مـــصر", "مصر"),
        ("‏مصر‎", "مصر"),
        ("ﻣﺼﺮ ﻻ", "مصر لا"),
        ("ﷲ", "الله"),
        ("١٢٣ ۴۵۶ ²", "123 456 2"),
        ("کتاب ایران", "كتاب ايران"),
        ("RABAT Été", "rabat ete"),
        ("«قال»", " قال "),
        ("😀", " "),
        ("½", "1 2"),
        ("", ""),
    ],
)
def test_key_folds_spellings(raw: str, view: str) -> None:
    assert fold.key_text(raw) == view


@pytest.mark.parametrize(
    ("raw", "view"),
    [
        ("أُسْرَة", "أُسْرَة"),
        ("على مـــصر", "على مصر"),
        ("‏مصر\u200b", "مصر"),
        ("ا\u0654", "أ"),
        ("ا\u200d\u0655", "إ"),
        ("دّ" + "\u064e", "د\u064e\u0651"),
        ("e\u0301", "é"),
        ("\u1100\u1161\u11a8", "각"),
        ("\u0958", "\u0915\u093c"),
        ("a\x00b", "a\ufffdb"),
    ],
)
def test_display_composes_and_keeps_letters(raw: str, view: str) -> None:
    assert fold.display(raw).text == view


def test_raw_span_takes_the_marks_of_the_last_letter_and_no_bidi_marks() -> None:
    raw = "كَتَبَ‏ ‏الوَلَدُـ‏."
    view = fold.key(raw)
    assert view.text == "كتب الولد "
    start, end = view.raw_span(0, 3)
    assert raw[start:end] == "كَتَبَ"
    start, end = view.raw_span(4, 9)
    assert raw[start:end] == "الوَلَدُـ"


def test_raw_span_of_a_ligature_is_the_ligature() -> None:
    view = fold.key("بإذن ﷲ.")
    at = view.text.index("الله")
    assert view.raw_span(at, at + 4) == (5, 6)
    assert view.raw_span(at + 1, at + 2) == (5, 6)


def test_raw_span_of_composed_letter_takes_both_characters() -> None:
    raw = "قرا\u0654 الكتاب"
    view = fold.display(raw)
    assert view.text == "قرأ الكتاب"
    assert view.raw_span(0, 3) == (0, 4)


def test_empty_span_stands_before_the_next_character() -> None:
    view = fold.key("ـاب")
    assert view.raw_span(0, 0) == (1, 1)
    assert view.raw_span(2, 2) == (3, 3)


def _check_offsets(view: fold.View) -> None:
    assert view.offsets.dtype == np.int32
    assert len(view.offsets) == len(view.text)
    if len(view.text):
        assert (np.diff(view.offsets) >= 0).all()
        assert view.offsets[0] >= 0
        assert view.offsets[-1] < len(view.raw)


@QUICK
@given(ANY | ARABIC)
def test_key_offsets_lead_to_the_character_that_made_it(raw: str) -> None:
    view = fold.key(raw)
    _check_offsets(view)
    for at in np.unique(view.offsets):
        made = "".join(c for c, o in zip(view.text, view.offsets, strict=True) if o == at)
        assert fold.key_text(raw[at]) == made
    kept = set(view.offsets.tolist())
    assert all(fold.key_text(c) == "" for i, c in enumerate(raw) if i not in kept)


@QUICK
@given(ANY | ARABIC, st.data())
def test_a_span_of_the_key_view_folds_back_to_itself(raw: str, data: st.DataObject) -> None:
    view = fold.key(raw)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    splits_ligature = (0 < start < len(view.text) and view.offsets[start - 1] == view.offsets[start]) or (
        0 < end < len(view.text) and view.offsets[end - 1] == view.offsets[end]
    )
    if start < end and not splits_ligature:
        assert fold.key_text(raw[slice(*view.raw_span(start, end))]) == view.text[start:end]


@QUICK
@given(ANY | ARABIC)
def test_display_spans_cover_what_they_show(raw: str) -> None:
    view = fold.display(raw)
    _check_offsets(view)
    bounds = [0, *(np.flatnonzero(np.diff(view.offsets)) + 1).tolist(), len(view.text)] if view.text else []
    for start, end in itertools.pairwise(bounds):
        if fold._BOUNDARY[ord(view.text[start])] and (end == len(view.text) or fold._BOUNDARY[ord(view.text[end])]):
            assert fold.display(raw[slice(*view.raw_span(start, end))]).text == view.text[start:end]


@QUICK
@given(ANY | ARABIC)
def test_views_are_idempotent_and_agree(raw: str) -> None:
    view = fold.key(raw)
    assert fold.key_text(raw) == view.text
    assert fold.key_text(view.text) == view.text
    shown = fold.display(raw).text
    assert unicodedata.is_normalized("NFC", shown)
    assert fold.display(shown).text == shown


@QUICK
@given(ANY | ARABIC)
def test_display_is_nfc_of_what_is_visible(raw: str) -> None:
    visible = "".join(c.replace("\0", "\ufffd") for c in raw if fold.DISPLAY_TABLE[ord(c)] or c == "\0")
    assert fold.display(raw).text == unicodedata.normalize("NFC", visible)


@QUICK
@given(ANY | ARABIC)
def test_key_does_not_see_composition(raw: str) -> None:
    no_hangul = "".join(c for c in raw if not 0x1100 <= ord(c) < 0x1200 and not 0xAC00 <= ord(c) < 0xD7A4)
    assert fold.key_text(unicodedata.normalize("NFC", no_hangul)) == fold.key_text(no_hangul)


def test_every_code_point_folds_to_something_stable() -> None:
    everything = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x30000), *range(0xE0000, 0xE1000), 0x10FFFF]))
    once = fold.key_text(everything)
    assert fold.key_text(once) == once


def test_lone_surrogates_and_a_million_marks_end_quickly() -> None:
    assert fold.key_text("ا\ud800ب") == "ا ب"
    marks = "ا" + "\u064e\u0655" * 500_000
    assert fold.key_text(marks) == "ا"
    view = fold.display(marks)
    assert len(view.text) == len(view.offsets)
