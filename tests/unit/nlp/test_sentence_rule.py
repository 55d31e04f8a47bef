"""What is certain about sentence ends, on words given by hand."""

import itertools
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp import sentence_rule

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\.{2,}|[^\w\s]")


def words(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _WORD.finditer(text)]


def sentences(text: str, *ends: str) -> list[str]:
    """The rule's sentences of a text when the tokenizer proposes ends after the given pieces (in order)."""
    proposed: list[list[tuple[int, int]]] = [[]]
    stops = []
    at = 0
    for end in ends:
        at = text.index(end, at) + len(end)
        stops.append(at)
    for span in words(text):
        proposed[-1].append(span)
        if span[1] in stops:
            proposed.append([])
    found = sentence_rule.apply(text, [s for s in proposed if s])
    return [text[s[0][0] : s[-1][1]] for s in found]


def test_a_sentence_does_not_end_at_a_colon_or_comma() -> None:
    text = "قال الناطق: سنعود غدا، إن شاء الله."
    assert sentences(text, "الناطق:", "غدا،") == [text]


def test_closing_quotes_belong_to_the_sentence_before_them() -> None:
    text = "قال: “سنعود غدا.” وغادر القاعة."
    assert sentences(text, "غدا.") == ["قال: “سنعود غدا.”", "وغادر القاعة."]


def test_a_number_is_not_cut() -> None:
    text = "بلغت النسبة 3.5 في المئة."
    proposed = [[(0, 4), (5, 11), (12, 13), (13, 14)], [(14, 15), *words(text)[4:]]]
    assert len(sentence_rule.apply(text, proposed)) == 1


def test_a_stop_glued_to_the_next_word_ends_the_sentence() -> None:
    text = "ناقش المجلس الميزانية أمام النواب.وبخصوص الأسعار قال إنها مستقرة."
    assert sentences(text) == ["ناقش المجلس الميزانية أمام النواب.", "وبخصوص الأسعار قال إنها مستقرة."]
    text = "ووصف القرار بأنه “خطوة مهمة”.وغادر بعد ذلك."
    assert sentences(text) == ["ووصف القرار بأنه “خطوة مهمة”.", "وغادر بعد ذلك."]


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "التقى د. سمير ناصر الطلبة."
    assert sentences(text) == [text]


def test_a_stop_inside_brackets_is_left_to_the_tokenizer() -> None:
    text = "وصل الوفد (قيل إنه كبير. وقيل صغير) صباحا."
    assert sentences(text) == [text]


def test_marks_without_a_word_join_the_sentence_before() -> None:
    text = "انتهت الجلسة. … »"
    assert sentences(text, "الجلسة.") == [text]


@given(st.text(alphabet='ابتسلمو .:؟!…"“”«»()،0٣د', max_size=60), st.data())
@settings(deadline=None, derandomize=True)
def test_every_word_is_kept_once_and_in_order(text: str, data: st.DataObject) -> None:
    spans = words(text)
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(spans) - 1)), max_size=5)))
    bounds = [0, *[c for c in cuts if c < len(spans)], len(spans)]
    proposed = [spans[a:b] for a, b in itertools.pairwise(bounds) if spans[a:b]]
    found = sentence_rule.apply(text, proposed)
    assert [s for sentence in found for s in sentence] == spans
    assert all(found)
    assert sentence_rule.apply(text, found) == found
