"""Edit rules and the dictionary."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp.lemmas import KEPT, RULES, Lemmatizer, apply, contexts, learn, rule_of

ARABIC = st.text(alphabet="ابتحدرسعلمنويةىأ", min_size=1, max_size=9)


@given(ARABIC, ARABIC)
@settings(deadline=None, derandomize=True)
def test_a_rule_gives_back_its_lemma(word: str, lemma: str) -> None:
    rule = rule_of(word, lemma)
    cut_front, _, cut_end, _ = rule.split("/")
    kept = len(word) - int(cut_front) - int(cut_end)
    assert apply(rule, word) == (lemma if kept >= KEPT else None)
    assert kept == 0 or set(word) & set(lemma)


def test_a_rule_is_not_applied_to_a_word_too_short_for_it() -> None:
    assert apply(rule_of("المدن", "مدينة"), "ال") is None


def test_contexts_go_from_the_most_telling_to_the_least() -> None:
    found = list(contexts("المدينة", "NOUN"))
    assert found[0] == "NOUN|الم|ينة"
    assert found[-1] == "NOUN||"


def test_unknown_words_follow_the_rules_of_like_words_and_prefer_known_lemmas() -> None:
    pairs = [(w, "NOUN", w[2:]) for w in ("الكتاب", "القلم", "الباب", "الدرس")] * 2
    pairs += [(w, "NOUN", w[:-2] + "ة") for w in ("سيارات", "طائرات", "شركات")] * 2
    known = {w: lemma for w, _, lemma in pairs}
    lemmatizer = Lemmatizer({"*": {**known, "غابة": "غابة"}, RULES: learn(pairs)})
    assert lemmatizer.lemma("الكتاب", "NOUN") == "كتاب"
    assert lemmatizer.lemma("الجبل", "NOUN") == "جبل"
    assert lemmatizer.lemma("غابات", "NOUN") == "غابة"


def test_names_marks_and_latin_words_stay_as_they_are() -> None:
    lemmatizer = Lemmatizer({"*": {}, RULES: learn([("الكتاب", "NOUN", "كتاب")] * 4)})
    for word, upos in (("الرباط", "PROPN"), ("،", "PUNCT"), ("Reuters", "NOUN"), ("12", "NUM")):
        assert lemmatizer.lemma(word, upos) == word


def test_an_entry_by_part_of_speech_comes_before_the_general_one() -> None:
    lemmatizer = Lemmatizer({"*": {"كتب": "كتاب"}, "VERB": {"كتب": "كتب"}})
    assert lemmatizer.lemma("كتب", "VERB") == "كتب"
    assert lemmatizer.lemma("كتب", "NOUN") == "كتاب"
