"""Converters on hand-made lines: surface text, alignment, repairs, splits."""

from pathlib import Path

import pytest

from pipeline.nlp.training.corpora import (
    Sentence,
    Word,
    align,
    contract,
    inner_stops,
    join_article,
    letters,
    read_conllu,
    read_trees,
    read_udpos,
    spell,
    split_copies,
)
from pipeline.nlp.training.splits import bucket, split


def words(*forms: str, **labels: str) -> list[Word]:
    return [Word(f, upos=labels.get(f)) for f in forms]


@pytest.mark.parametrize(
    ("host", "clitic", "expected"),
    [
        ("ل", "المدينة", ("ل", "لمدينة")),
        ("ل", "الليل", ("ل", "ليل")),
        ("على", "ها", ("علي", "ها")),
        ("مستوى", "ه", ("مستوا", "ه")),
        ("مدينة", "هم", ("مدينت", "هم")),
        ("قالوا", "ه", ("قالو", "ه")),
        ("ب", "سرعة", ("ب", "سرعة")),
    ],
)
def test_contract_spells_joined_words(host: str, clitic: str, expected: tuple[str, str]) -> None:
    assert contract(host, clitic) == expected


def test_spell_joins_clitics_and_punctuation_with_exact_spans() -> None:
    items = [
        Word("و", upos="CONJ"), Word("وصل", upos="VERB"), Word("الوفد", upos="NOUN"), Word("إلى", upos="ADP"),
        Word("هم", upos="PRON", feats="Case=Gen"), Word("ل", upos="ADP"), Word("التفاوض", upos="NOUN"),
        Word("(", upos="PUNCT"), Word("أمس", upos="NOUN"), Word(")", upos="PUNCT"), Word(".", upos="PUNCT"),
    ]  # fmt: skip
    text, placed = spell(items)
    assert text == "ووصل الوفد إليهم للتفاوض (أمس)."
    assert [text[w.start : w.end] for w in placed][4:7] == ["هم", "ل", "لتفاوض"]


def test_spell_alternates_quotes_and_keeps_a_nominative_pronoun_apart() -> None:
    items = [
        Word("قال", upos="VERB"), Word('"', upos="PUNCT"), Word("نعم", upos="PART"), Word('"', upos="PUNCT"),
        Word("هو", upos="PRON", feats="Case=Nom"),
    ]  # fmt: skip
    assert spell(items)[0] == 'قال "نعم" هو'


def test_align_finds_contracted_and_respelt_words() -> None:
    text = "وقال ان الخطة للبضائع ومدينتها وعليه"
    forms = ["و", "قال", "أن", "الخطة", "ل", "البضائع", "و", "مدينة", "ها", "و", "على", "ه"]
    spans = align(forms, text)
    assert spans is not None
    assert [text[a:b] for a, b in spans] == [
        "و",
        "قال",
        "ان",
        "الخطة",
        "ل",
        "لبضائع",
        "و",
        "مدينت",
        "ها",
        "و",
        "علي",
        "ه",
    ]


def test_align_refuses_text_that_is_not_the_words() -> None:
    assert align(["قال", "الوزير"], "قال السفير") is None
    assert align(["قال"], "قال الوزير") is None


def test_align_gives_up_in_bounded_time() -> None:
    assert align(["من", "ه"] * 200 + ["خاتمة"], "منه" * 200) is None


def test_split_copies_gives_each_word_its_own_form() -> None:
    repaired = split_copies([Word("وسريعة", "و", "CONJ"), Word("وسريعة", "سريع", "ADJ")])
    assert repaired is not None
    assert [w.form for w in repaired] == ["و", "سريعة"]
    article = split_copies([Word("للدولة", "ل", "ADP"), Word("للدولة", "دولة", "NOUN")])
    assert article is not None
    assert [w.form for w in article] == ["ل", "الدولة"]
    pronoun = split_copies([Word("كتابهم", "كتاب", "NOUN"), Word("كتابهم", "هو", "PRON")])
    assert pronoun is not None
    assert [w.form for w in pronoun] == ["كتاب", "هم"]


def test_split_copies_leaves_what_it_cannot_tell() -> None:
    assert split_copies([Word("مدرسة", "مدرسة", "NOUN"), Word("مدرسة", "مدرسة", "NOUN")]) is None
    assert split_copies(words("نهر", "جبل")) == words("نهر", "جبل")


def test_join_article_rejoins_the_noun() -> None:
    joined = join_article([Word("ل", upos="ADP"), Word("ال", upos="DET"), Word("سلام", upos="NOUN")])
    assert joined is not None
    assert [(w.form, w.upos) for w in joined] == [("ل", "ADP"), ("السلام", "NOUN")]
    assert join_article([Word("ال", upos="DET"), Word('"', upos="PUNCT")]) is None


def test_inner_stops_are_outside_brackets_and_abbreviations() -> None:
    forms = ["وصل", "الوفد", "صباحا", ".", "ثم", "غادر", "(", "قيل", "هنا", ".", "نعم", ")", "."]
    text, placed = spell([Word(f, upos="PUNCT" if not f.isalnum() else "NOUN") for f in forms])
    assert inner_stops(Sentence("padt", "d", text, tuple(placed))) == [3]


def test_read_conllu_skips_ranges_and_keeps_comments(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    row = "{}\tكلمة\tكلمة\tNOUN\t_\t_\t0\troot\t_\t_"
    path.write_text("# text = كلمة كلمة\n1-2\tx\n" + row.format(1) + "\n" + row.format(2) + "\n", encoding="utf-8")
    ((comments, rows),) = read_conllu(path)
    assert comments == {"text": "كلمة كلمة"}
    assert [r[0] for r in rows] == ["1", "2"]


def test_read_trees_strips_diacritics_and_keeps_a_dash(tmp_path: Path) -> None:
    lines = (
        "# orig_file_sentence DOC_1#1\n1\tوَ\tوَ\tCONJ\t_\t_\t0\troot\t_\t_\n"
        "2\tجَرَى\tجَرَى\tVERB\t_\t_\t1\tparataxis\t_\t_\n3\tـ\tـ\tPUNCT\t_\t_\t2\tpunct\t_\t_\n"
    )
    for part in ("dev", "test"):
        (tmp_path / f"ar-ud-{part}.c4a942c-lemmas.conllu").write_text(lines, encoding="utf-8")
    sentence = read_trees(tmp_path)[0]
    assert sentence.document == "DOC_1"
    assert sentence.text == "وجرى -"
    assert [w.lemma for w in sentence.words[:2]] == ["و", "جرى"]


def test_read_udpos_splits_at_blank_lines(tmp_path: Path) -> None:
    (tmp_path / "padt-udpos-dev.tsv").write_text("نهر\tNOUN\nـ\tPUNCT\n\n\nجبل\tNOUN\n", encoding="utf-8")
    assert read_udpos(tmp_path, "dev") == [[("نهر", "NOUN"), ("-", "PUNCT")], [("جبل", "NOUN")]]


def test_splits_share_no_text_and_no_document() -> None:
    texts = [f"جملة رقم {i} في الوثيقة" for i in range(300)]
    pud = [Sentence("pud", f"doc{i // 3}", t, tuple(words("جملة"))) for i, t in enumerate(texts)]
    um = [
        Sentence("um", f"other{i}", t.replace("الوثيقة", "ٱلوثيقة"), tuple(words("جملة"))) for i, t in enumerate(texts)
    ]
    parts = split([*pud, *um])
    assert {s.document for s in parts.test}.isdisjoint(s.document for s in parts.train)
    held = {s.key for s in (*parts.dev, *parts.test)}
    assert len(held) > 20
    assert held.isdisjoint(s.key for s in parts.train)
    assert not parts.of("test", "um")


def test_bucket_and_letters_are_stable() -> None:
    assert bucket("DOC_1") == bucket("DOC_1")
    assert 0 <= bucket("x") < 100
    assert letters("إلى المَدِينَة!") == letters("الي المدينة")
