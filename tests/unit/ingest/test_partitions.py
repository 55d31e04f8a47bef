import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.ingest import folder_of, partition_of
from pipeline.ingest.partitions import key_of, shown, unshown

names = st.text(
    st.sampled_from("_uuh05af-AZé.ٱج \u202e\\") | st.characters(exclude_characters="/\0"), min_size=1, max_size=30
)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("2015-07-21/a.txt", "2015-07-21"),
        ("a.txt", "_loose"),
        ("_loose/a.txt", "_u5f_loose"),
        ("al_jazeera/x/y/z.html", "al_jazeera"),
        ("BBC/a.txt", "_u42__u42__u43_"),
        ("a_u5f_/a.txt", "a_u5f_u5f_"),
        ("قناة/a.txt", "_u642__u646__u627__u629_"),
        ("a b/a.txt", "a_u20_b"),
        ("_/a.txt", "_"),
    ],
)
def test_key_of_a_path(path: str, key: str) -> None:
    assert partition_of(path) == key


def test_both_unicode_forms_of_a_folder_are_one_partition() -> None:
    assert partition_of("caf\u00e9/a") == partition_of("cafe\u0301/a")


@given(names)
@example("_u5f_")
@example("__u5f__")
@example("_u" + "a" * 60 + "_")
@example("_loose")
@example("_u5f_loose")
@settings(deadline=None, derandomize=True, max_examples=400)
def test_a_key_is_plain_and_reads_back(name: str) -> None:
    key = key_of(name)
    assert re.fullmatch("[a-z0-9_-]+", key) and len(key) <= 120
    back = folder_of(key)
    assert back is None or back == unicodedata.normalize("NFC", name)


@given(names, names)
@settings(deadline=None, derandomize=True, max_examples=400)
def test_different_names_have_different_keys(one: str, two: str) -> None:
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", two)
    assert (key_of(one) == key_of(two)) == same


def test_long_names_are_cut_and_stay_different() -> None:
    one, two = key_of("ج" * 200 + "ا"), key_of("ج" * 200 + "ب")
    assert len(one) == len(two) == 118 and one != two and folder_of(one) is None
    assert key_of(one) != one, "a folder named like a cut key must not meet it"


@given(names | st.text(max_size=8))
@settings(deadline=None, derandomize=True, max_examples=400)
def test_shown_names_hide_nothing_and_read_back(name: str) -> None:
    stored = shown(name)
    stored.encode("utf-8")
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in stored)
    assert unshown(stored) == unicodedata.normalize("NFC", name)


def test_bidi_marks_line_ends_and_bad_bytes_show() -> None:
    assert shown("a\u202eb\nc\udcff\\") == "a\\u202eb\\u000ac\\xff\\\\"
