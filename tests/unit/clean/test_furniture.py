"""The phrase list: what it matches, and that a broken list is refused with the entry's name."""

from pathlib import Path

import pytest

from pipeline.clean import furniture
from pipeline.clean.fold import key


def match(line: str) -> str | None:
    found = furniture.load().match(furniture.tokens_of(key(line, punctuation=True).text))
    return found.entry.id if found else None


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("اترك تعليقاً", "comments.form"),
        ("أضف تعليقك", "comments.form"),
        ("إضافة تعليق جديد", None),
        ("(3) تعليقات", "comments.count"),
        ("لن يتمّ نشر عنوان بريدك الإلكتروني.", "comments.email"),
        ("اقرأ أيضًا: المنتخب يفوز على ضيفه", "related.read_also"),
        ("إقــرأ أيضا", "related.read_also"),
        ("قد يهمك أيضًا", "related.stories"),
        ("مقالات أخرى للكاتبعنوان ملتصق", "related.read_also"),
        ("الأكثر قراءة", "related.most_read"),
        ("المصدر: وكالات", "source.link"),
        ("المصدر ذاته قال إن اللجنة ستجتمع", None),
        ("© 2024 الجريدة", "copyright"),
        ("© Reuters. متظاهرون في وسط المدينة", "caption.photo"),
        ("بقلم: سعاد الهاشمي", "byline.words"),
        ("حمّل التطبيق", "subscribe.channel"),
        ("انضموا إلى قوات الأمن في حملة التشجير", None),
        ("أعلنت الوزارة أن جميع الطلبات ستدرس", None),
        ("", None),
    ],
)
def test_phrases(line: str, rule: str | None) -> None:
    assert match(line) == rule


def test_a_labelled_link_with_a_long_title_is_furniture() -> None:
    assert match("رابط الخبر بصحيفة النهر: " + "وزيرا الخارجية يبحثان " * 6) == "source.story_link"


def test_long_lines_are_no_furniture() -> None:
    assert match("اشترك في " + "اللجنة " * 40) is None


def test_entries_are_many_and_every_label_is_known() -> None:
    text = furniture.DATA.read_text(encoding="utf-8")
    assert text.count("  - id:") >= 30
    assert furniture.load().version >= 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version: 1", "entries"),
        ("version: x\nentries: []", "version"),
        ("version: 1\nentries: [{label: share}]", "no id"),
        ("version: 1\nentries: [{id: a, label: sharing}]", "entry a: label 'sharing'"),
        ("version: 1\nentries: [{id: a, label: body}]", "label 'body'"),
        ("version: 1\nentries: [{id: a, label: share, whole: ['!']}]", "entry a: '!' in whole"),
        ("version: 1\nentries: [{id: a, label: share, starts: [شارك: على]}]", "entry a: {"),
        ("version: 1\nentries: [{id: a, label: share, opens: all}]", "entry a: opens"),
        ("version: 1\nentries: [{id: a, label: share, words: 0}]", "entry a: words"),
        ("version: 1\nentries: [{id: a, label: share, holsd: [x]}]", "unknown key holsd"),
        ("version: 1\nentries: [{id: a, label: share}, {id: a, label: share}]", "stands twice"),
    ],
)
def test_a_broken_list_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "phrases.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"phrases\.yaml") as caught:
        furniture.load(path)
    assert message in str(caught.value)
