"""The pieces of training that decide what is learnt: variation, batches, name spans, bundling."""

import random
from pathlib import Path

import pytest

from pipeline.nlp.training import ner
from pipeline.nlp.training.bundle import headline, keep_unchanged, same
from pipeline.nlp.training.fit import batches
from pipeline.nlp.training.tokenizer import Labelled, paragraph, spans, vary


def labelled(*words: str) -> Labelled:
    text, labels = "", []
    for word in words:
        gap = "" if not text or word in ".،" else " "
        text += gap + word
        labels += [0] * (len(gap) + len(word) - 1) + [1]
    labels[-1] = 2
    return Labelled(text, labels)


SENTENCE = labelled(
    "قال", "المدير", '"', "نعم", '"', "،", "ثم", "غادر", "القاعة", "الكبيرة", "مسرعا", "نحو", "الباب", "الخلفي", "."
)


@pytest.mark.parametrize("seed", range(80))
def test_variation_keeps_labels_beside_their_characters(seed: int) -> None:
    varied = vary(SENTENCE, random.Random(seed))
    assert len(varied.text) == len(varied.labels)
    assert varied.labels[-1] == 2
    ends = [varied.text[i] for i, label in enumerate(varied.labels) if label]
    assert " " not in ends
    words = [varied.text[a + 1 : b + 1].strip() for a, b in sorted(spans(varied.labels, 1))]
    assert words[0] == "قال"
    assert all(words)


@pytest.mark.parametrize("seed", range(20))
def test_a_paragraph_has_as_many_ends_as_sentences(seed: int) -> None:
    made = paragraph([SENTENCE, SENTENCE, SENTENCE], random.Random(seed))
    assert len(made.text) == len(made.labels)
    assert made.labels.count(2) == 3


def test_batches_cover_every_item_and_keep_their_size() -> None:
    lengths = [[5, 9, 30, 7, 8, 100], [4] * 10]
    plan = batches(lengths, (0.5, 0.5), 60, random.Random(1))
    seen: list[set[int]] = [set(), set()]
    for _ in range(60):
        which, chosen = next(plan)
        seen[which].update(chosen)
        assert len(chosen) == 1 or len(chosen) * max(lengths[which][i] for i in chosen) <= 60 + 8 * len(chosen)
    assert seen == [set(range(6)), set(range(10))]


def test_anercorp_lines_become_sentences(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("زار O\nسمير B-PERS\nناصر I-PERS\nالخرطوم B-LOC\n. O\n\nنهر O\n", encoding="utf-8")
    found = ner.read_anercorp(path)
    assert [len(s) for s in found] == [5, 1]
    assert found[0][1:4] == [("سمير", "B-PER"), ("ناصر", "I-PER"), ("الخرطوم", "B-LOC")]


def test_clitics_stand_outside_names() -> None:
    assert ner.spread(["و", "ب", "الخرطوم"], "B-LOC") == ["O", "O", "B-LOC"]
    assert ner.spread(["رئيس", "هم"], "B-ORG") == ["B-ORG", "O"]
    assert ner.spread(["و", "ناصر"], "I-PER") == ["I-PER", "I-PER"]
    assert ner.spread(["نهر"], "O") == ["O"]


def test_entities_are_read_from_both_schemes() -> None:
    assert ner.entities(["B-PER", "I-PER", "O", "B-LOC"]) == {(0, 2, "PER"), (3, 4, "LOC")}
    assert ner.entities(["B-PER", "E-PER", "S-LOC", "S-LOC"]) == {(0, 2, "PER"), (2, 3, "LOC"), (3, 4, "LOC")}


def test_bundling_keeps_a_file_that_holds_the_same(tmp_path: Path) -> None:
    import torch

    old, new = tmp_path / "old.pt", tmp_path / "new.pt"
    torch.save({"model": {"w": torch.ones(3)}, "n": [1]}, old)
    torch.save({"model": {"w": torch.ones(3)}, "n": [1]}, new, _use_new_zipfile_serialization=False)
    keep_unchanged(new, old)
    assert new.read_bytes() == old.read_bytes()
    assert not same({"w": torch.ones(3)}, {"w": torch.zeros(3)})
    assert headline({"padt": {"Words": 90.0}, "ner": {"F1": 70.0, "P": 1.0, "F1 LOC": 2.0}}) == 80.0
