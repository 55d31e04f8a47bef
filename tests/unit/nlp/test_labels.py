"""UD v1 to this project's convention, on hand-made trees."""

from pipeline.nlp.training.corpora import Sentence, Word
from pipeline.nlp.training.labels import convert

Row = tuple[str, str, int, str]


def tree(*rows: Row, source: str = "padt", lemmas: dict[str, str] | None = None, feats: dict[str, str] | None = None,
         gloss: dict[str, str] | None = None) -> list[tuple[str, str, int, str]]:  # fmt: skip
    words = tuple(
        Word(f, (lemmas or {}).get(f, f), upos, (feats or {}).get(f, "_"), head, rel, gloss=(gloss or {}).get(f))
        for f, upos, head, rel in rows
    )
    out = convert(Sentence(source, "d", " ".join(r[0] for r in rows), words))
    return [(w.form, str(w.upos), int(w.head or 0), str(w.deprel)) for w in out.words]


def test_an_initial_conjunction_gives_way_to_the_predicate() -> None:
    found = tree(
        ("و", "CONJ", 0, "root"),
        ("وصل", "VERB", 1, "parataxis"),
        ("الوفد", "NOUN", 2, "nsubj"),
        (".", "PUNCT", 1, "punct"),
    )
    assert found == [
        ("و", "CCONJ", 2, "cc"),
        ("وصل", "VERB", 0, "root"),
        ("الوفد", "NOUN", 2, "nsubj"),
        (".", "PUNCT", 2, "punct"),
    ]


def test_coordinators_move_to_the_conjunct_after_them() -> None:
    found = tree(
        ("زار", "VERB", 0, "root"), ("النهر", "NOUN", 1, "dobj"), ("و", "CONJ", 2, "cc"), ("الجبل", "NOUN", 2, "conj")
    )
    assert found[1] == ("النهر", "NOUN", 1, "obj")
    assert found[2] == ("و", "CCONJ", 4, "cc")


def test_kana_with_a_verb_is_an_auxiliary() -> None:
    found = tree(
        ("كانت", "VERB", 0, "root"),
        ("اللجنة", "NOUN", 1, "nsubj"),
        ("أعلنت", "VERB", 1, "xcomp"),
        lemmas={"كانت": "كان"},
    )
    assert found == [("كانت", "AUX", 3, "aux"), ("اللجنة", "NOUN", 3, "nsubj"), ("أعلنت", "VERB", 0, "root")]


def test_a_relative_is_the_subject_of_its_clause_where_it_has_none() -> None:
    found = tree(("الوفد", "NOUN", 0, "root"), ("الذي", "PRON", 1, "cc"), ("وصل", "VERB", 1, "acl"))
    assert found[1:] == [("الذي", "PRON", 3, "nsubj"), ("وصل", "VERB", 1, "acl:relcl")]
    found = tree(
        ("الوفد", "NOUN", 0, "root"),
        ("الذي", "PRON", 1, "cc"),
        ("زاره", "VERB", 1, "acl"),
        ("الوزير", "NOUN", 3, "nsubj"),
    )
    assert found[1] == ("الذي", "PRON", 3, "mark")


def test_nominal_modifiers_of_verbs_are_oblique() -> None:
    found = tree(
        ("سافر", "VERB", 0, "root"),
        ("إلى", "ADP", 3, "case"),
        ("المدينة", "NOUN", 1, "nmod"),
        ("الكبيرة", "ADJ", 3, "amod"),
    )
    assert found[2][3] == "obl"
    found = tree(("رغب", "VERB", 0, "root"), ("في", "ADP", 3, "case"), ("السفر", "NOUN", 1, "dobj"))
    assert found[2][3] == "obl"


def test_names_are_flat_and_headed_by_their_first_word() -> None:
    found = tree(("قال", "VERB", 0, "root"), ("سمير", "X", 3, "foreign"), ("ناصر", "X", 1, "nsubj"))
    assert found == [("قال", "VERB", 0, "root"), ("سمير", "PROPN", 1, "nsubj"), ("ناصر", "PROPN", 2, "flat")]


def test_nouns_with_a_capital_gloss_are_names_unless_nisba_or_weekday() -> None:
    rows = (("النيل", "NOUN", 0, "root"), ("السوداني", "NOUN", 1, "nmod"), ("السبت", "NOUN", 1, "nmod"))
    found = tree(
        *rows, lemmas={"السوداني": "سوداني"}, gloss={"النيل": "Nile", "السوداني": "Sudanese", "السبت": "Saturday"}
    )
    assert [w[1] for w in found] == ["PROPN", "NOUN", "NOUN"]


def test_compound_prepositions_are_fixed() -> None:
    found = tree(
        ("تأخر", "VERB", 0, "root"), ("ب", "ADP", 4, "case"), ("سبب", "NOUN", 4, "cc"), ("المطر", "NOUN", 1, "nmod")
    )
    assert found[2] == ("سبب", "NOUN", 2, "fixed")


def test_pud_particles_and_quantifiers_follow_padt() -> None:
    found = tree(("س", "PART", 2, "compound:prt"), ("يزور", "VERB", 0, "root"), ("في", "ADP", 5, "case"),
                 ("أحد", "DET", 5, "det"), ("الملاعب", "NOUN", 2, "obl"), source="pud")  # fmt: skip
    assert found[0] == ("س", "PART", 2, "aux")
    assert found[2:] == [("في", "ADP", 4, "case"), ("أحد", "NOUN", 2, "obl"), ("الملاعب", "NOUN", 4, "nmod")]


def test_features_are_those_of_padt() -> None:
    feats = {
        "زار": "Aspect=Perf|Gender=Masc|Number=Sing|Person=3|Tense=Past|Voice=Act",
        "مدن": "Definite=Red|Gender=Fem|Number=Plur",
    }
    words = (Word("زار", "زار", "VERB", feats["زار"], 0, "root"), Word("مدن", "مدينة", "NOUN", feats["مدن"], 1, "obj"))
    out = convert(Sentence("pud", "d", "زار مدن", words))
    assert out.words[0].feats == "Aspect=Perf|Gender=Masc|Number=Sing|Person=3|Voice=Act"
    assert out.words[1].feats == "Definite=Com|Number=Plur"
