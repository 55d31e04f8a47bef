import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.encoding import clean_text, decode, encoding_of
from pipeline.ingest.problems import BadInputError
from tests.unit.ingest.packed import OTHER, STORY

SHORT = "وصل وزير الخارجية إلى العاصمة مساء اليوم"
FRENCH = "Le ministre des affaires étrangères est arrivé à Alger après une réunion très brève à Genève."
PERSIAN = "وزیر امور خارجه گفت که این گفتگوها پس از چند روز در تهران ادامه خواهد یافت."


@pytest.mark.parametrize("text", [STORY, OTHER, SHORT, "خبر عاجل من العاصمة\r\n\r\nنص الخبر في سطر واحد"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "windows-1256", "iso-8859-6"])
def test_arabic_in_every_encoding(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert (found.text, found.encoding, found.n_replaced, found.repaired) == (text, encoding, 0, None)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE])
def test_a_byte_order_mark_is_no_text(mark: bytes) -> None:
    encoding = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(
        mark, "utf-32-le"
    )
    found = decode(mark + STORY.encode(encoding))
    assert (found.text, found.encoding) == (STORY, encoding)


def test_utf8_with_few_bad_bytes_is_utf8() -> None:
    data = bytearray(STORY.encode())
    data[20:20] = b"\xff"
    data[100] = 0xFE
    found = decode(bytes(data))
    assert found.encoding == "utf-8" and found.n_replaced == found.text.count("\ufffd") > 0
    assert decode(("\ufffd" + STORY + "x").encode() + b"\xd8").n_replaced == 1, (
        "U+FFFD of the text itself is not counted"
    )


def test_french_and_persian_are_left_alone() -> None:
    assert decode(FRENCH.encode()).text == FRENCH
    assert decode(FRENCH.encode("latin-1")).text == FRENCH
    assert decode(PERSIAN.encode()).text == PERSIAN
    assert decode(b"plain ASCII news\n").encoding == "utf-8"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 200, b"\x7fELF\x02\x01\x01" + bytes(300)]
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(BadInputError, match="binary"):
        encoding_of(data)


def test_nul_characters_stay() -> None:
    text = STORY + "\0" + OTHER
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("utf-8", "windows-1256"), ("utf-8", "latin-1"), ("windows-1256", "latin-1"), ("windows-1256", "windows-1252")],
)
@pytest.mark.parametrize("text", [STORY, OTHER, SHORT, "«الوزير»: لقاءات، ثم بيان"])
def test_mojibake_is_repaired(right: str, wrong: str, text: str) -> None:
    spoilt = text.encode(right).decode(wrong, "replace")
    if "\ufffd" in spoilt:
        spoilt = "".join(bytes([b]).decode(wrong, "ignore") or chr(b) for b in text.encode(right))
    assert clean_text(spoilt).text == text and clean_text(spoilt).repaired
    assert decode(spoilt.encode()).text == text


def test_one_spoilt_line_is_repaired_alone() -> None:
    spoilt = STORY + OTHER.encode().decode("windows-1256") + STORY
    found = clean_text(spoilt)
    assert found.text == STORY + OTHER + STORY and found.repaired == "utf-8 read as windows-1256"


@pytest.mark.parametrize(
    "text", [STORY, OTHER, FRENCH, PERSIAN, "Übergrößenträger süß", "ÀÉÎ", "طظ", "“" * 50, "كلمة ط£ واحدة"]
)
def test_good_text_is_never_repaired(text: str) -> None:
    assert clean_text(text) == clean_text(text).__class__(text, "utf-8")


def test_lone_surrogates_are_replaced_and_counted() -> None:
    found = clean_text("نص \ud83d\ude00 \ud800")
    assert (found.text, found.n_replaced) == ("نص \ufffd\ufffd \ufffd", 3)


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda t: t.encode("utf-16", "surrogatepass")))
@settings(deadline=None, derandomize=True, max_examples=400)
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        text = decode(data).text
    except BadInputError:
        return
    text.encode("utf-8")


@given(
    st.text(
        st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ  ،.\n«»ًّ0123") | st.characters(exclude_categories=["Cs"]),
        max_size=200,
    )
)
@settings(deadline=None, derandomize=True, max_examples=400)
def test_utf8_text_comes_back_or_says_it_was_repaired(text: str) -> None:
    data = text.encode()
    try:
        found = decode(data)
    except BadInputError:
        return
    if not found.repaired and found.encoding == "utf-8":
        assert found.text == text.removeprefix("\ufeff")
