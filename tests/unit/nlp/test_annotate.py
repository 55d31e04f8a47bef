"""Words to labels with the bundled models: the table's contract, reuse, and independence of the batch."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipeline import nlp, schema
from pipeline.nlp.annotator import BUNDLED
from pipeline.nlp.official import PlainAnnotator
from pipeline.progress import quiet
from pipeline.settings import NlpSettings
from tests.unit.nlp.conftest import frames, refuse

Load = Callable[[], nlp.Annotator]
LABELS = ["lemma", "upos", "feats", "head", "deprel", "ner"]
TEXT = (
    "أعلن وزير الخارجية أمس توقيع اتفاق مع كينيا. وقال الناطق باسم الحكومة إن الوفد سيصل إلى الرباط غدا.\n"
    "استقبل الرئيس نظيره الفرنسي في العاصمة، وناقشا ملفات كثيرة للتعاون بين البلدين."
)


@pytest.fixture(scope="module")
def built(annotator: Load, settings: NlpSettings) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    stories, lines = frames(TEXT, "خبر قصير جدا عن الطقس.")
    sentences = nlp.segment(stories, lines, annotator, settings)
    return stories, sentences, nlp.annotate(stories, sentences, None, annotator, settings)


def test_every_word_has_a_row_with_exact_offsets_and_labels(built: tuple[pl.DataFrame, ...]) -> None:
    stories, sentences, tokens = built
    raw = dict(sentences.join(stories, on="story_id").select("sentence_id", "raw_text").iter_rows())
    for row in tokens.iter_rows(named=True):
        assert raw[row["sentence_id"]][row["start_char"] : row["end_char"]] == row["text"]
    assert tokens.height == sentences["word_starts"].list.len().sum()
    assert tokens.select(pl.col(LABELS).null_count()).row(0) == (0,) * 6


def test_trees_have_one_root_and_no_circle(built: tuple[pl.DataFrame, ...]) -> None:
    for (_,), words in built[2].group_by("sentence_id"):
        heads = dict(words.select("token_no", "head").iter_rows())
        assert sum(h == 0 for h in heads.values()) == 1
        for word in heads:
            seen = set()
            while word:
                assert word not in seen
                seen.add(word)
                word = heads[word]


def test_plain_words_are_tagged_as_anyone_would(built: tuple[pl.DataFrame, ...]) -> None:
    found = {t: (u, lemma) for t, u, lemma in built[2].select("text", "upos", "lemma").iter_rows()}
    assert found["أعلن"] == ("VERB", "أعلن")
    assert found["الخارجية"][0] in ("NOUN", "ADJ")
    assert found["في"] == ("ADP", "في")
    assert found["."][0] == "PUNCT"
    assert found["الحكومة"] == ("NOUN", "حكومة")
    assert (
        dict(built[2].filter(pl.col("ner") != "O").select("text", "ner").iter_rows()).get("كينيا", "").endswith("LOC")
    )


def test_unneeded_sentences_stay_bare_and_others_do_not_change(
    built: tuple[pl.DataFrame, ...], annotator: Load, settings: NlpSettings
) -> None:
    stories, sentences, full = built
    needed = pl.Series([i % 2 == 0 for i in range(sentences.height)])
    some = nlp.annotate(stories, sentences, needed, annotator, settings)
    wanted = sentences.filter(needed).select("sentence_id")
    assert some.join(wanted, on="sentence_id", how="semi").equals(full.join(wanted, on="sentence_id", how="semi"))
    rest = some.join(wanted, on="sentence_id", how="anti")
    assert rest.height > 0
    assert rest.select(pl.col(LABELS).null_count()).row(0) == (rest.height,) * 6
    assert rest.drop(LABELS).equals(full.join(wanted, on="sentence_id", how="anti").drop(LABELS))


def test_known_sentences_are_not_annotated_again(built: tuple[pl.DataFrame, ...], settings: NlpSettings) -> None:
    stories, sentences, full = built
    assert nlp.annotate(stories, sentences, None, refuse, settings, previous=full).equals(full)
    bare = nlp.annotate(
        stories, sentences, pl.repeat(False, sentences.height, eager=True), refuse, settings, previous=full
    )
    assert bare["upos"].null_count() == bare.height


def test_a_sentence_gets_the_same_labels_in_any_company(
    built: tuple[pl.DataFrame, ...], annotator: Load, settings: NlpSettings
) -> None:
    stories, sentences, full = built
    small = settings.model_copy(update={"batch_words": 100})
    assert nlp.annotate(stories, sentences, None, annotator, small).equals(full)
    for at in range(sentences.height):
        alone = nlp.annotate(stories, sentences[at : at + 1], None, annotator, settings)
        assert alone.equals(full.filter(pl.col("sentence_id") == sentences["sentence_id"][at]))


def test_a_very_long_sentence_is_annotated_in_one_tree(annotator: Load, settings: NlpSettings) -> None:
    stories, lines = frames("، ".join(["وزار الوفد المدينة الكبيرة"] * 180) + ".")
    sentences = nlp.segment(stories, lines, annotator, settings)
    tokens = nlp.annotate(stories, sentences, None, annotator, settings)
    assert tokens.height > 900
    assert (tokens["head"] == 0).sum() == sentences.height
    assert tokens["head"].max() <= tokens.height  # type: ignore[operator]


def test_the_labels_are_those_of_a_plain_stanza_pipeline(built: tuple[pl.DataFrame, ...]) -> None:
    _, sentences, full = built
    plain = PlainAnnotator(BUNDLED, "", "rasid")
    for (sentence,), words in full.group_by("sentence_id", maintain_order=True):
        forms = [f or t for t, f in words.select("text", "form").iter_rows()]
        spans, text = [], ""
        for form in forms:
            start = len(text) + bool(text)
            text += (" " if text else "") + form
            spans.append((start, len(text)))
        (tagged,) = plain.tag([(text, spans)], 1000, quiet)
        ours = words.select("upos", "feats", "head", "deprel", "ner").rows()
        assert [(t[2], t[3], t[4], t[5], t[6]) for t in tagged] == ours, sentence
    assert sentences.height == 4


def test_the_plain_way_gives_the_tables_too(settings: NlpSettings, tmp_path: Path) -> None:
    stories, lines = frames(TEXT)
    plain = PlainAnnotator(BUNDLED, "", "rasid")
    sentences = nlp.segment(stories, lines, lambda: plain, settings)
    tokens = nlp.annotate(stories, sentences, None, lambda: plain, settings)
    assert sentences["text"].to_list()[0] == "أعلن وزير الخارجية أمس توقيع اتفاق مع كينيا."
    assert tokens.schema == schema.TOKENS.schema
    assert tokens["upos"].null_count() == 0
    with pytest.raises(nlp.ModelError, match="cannot load"):
        PlainAnnotator(tmp_path, "", "rasid").split(["نص"], 10, quiet)
