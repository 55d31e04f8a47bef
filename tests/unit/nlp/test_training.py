"""The pieces of training that decide what is learnt: variation, batches, name spans, bundling."""

import random
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pipeline.nlp.training import ner, silver
from pipeline.nlp.training.bundle import headline, keep_unchanged, same
from pipeline.nlp.training.fit import batches, fit, quick_dropout
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


class CutError(Exception):
    """Stands for a machine that goes away."""


class Learner:
    """The smallest thing that the loop trains: it learns a line, with dropout and noise from every generator in use."""

    def __init__(self) -> None:
        import torch

        torch.manual_seed(3)
        self.model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Dropout(0.3), torch.nn.Linear(8, 1))
        self.optimizer = torch.optim.Adam(self.model.parameters())
        quick_dropout(self.model, 5)

    def update(self, batch: Any) -> float:
        import torch

        self.model.train()
        self.optimizer.zero_grad()
        noisy = batch + 0.01 * torch.randn_like(batch) + random.random() / 100
        loss = (self.model(noisy) - batch.sum(1, keepdim=True)).square().mean()
        loss.backward()
        self.optimizer.step()
        return float(loss.item())


def learn(folder: Path, steps: int, cut: int = 0) -> tuple[Path, float, list[float]]:
    import torch

    random.seed(1)
    learner = Learner()
    scored: list[float] = []

    def make(n: int) -> Any:
        if cut and n == cut:
            raise CutError
        return torch.linspace(n, n + 1, 12).sin().reshape(3, 4)

    def score() -> float:
        learner.model.eval()
        with torch.no_grad():
            scored.append(-float((learner.model(torch.ones(1, 4)) - 4).abs()))
        return scored[-1]

    def save(path: Path) -> None:
        torch.save(learner.model.state_dict(), path)

    path = folder / "line.pt"
    best = fit(learner, (partial(make, n) for n in count(1)), score, save, path, steps, every=10)
    return path, best, scored


def test_a_training_that_was_cut_off_ends_where_it_would_have_ended(tmp_path: Path) -> None:
    import torch

    whole, cut = tmp_path / "whole", tmp_path / "cut"
    whole.mkdir()
    cut.mkdir()
    path, best, scored = learn(whole, 60)
    assert scored[-1] > scored[0]
    with pytest.raises(CutError):
        learn(cut, 60, cut=37)
    again, best_again, scored_again = learn(cut, 60)
    assert scored_again == scored[3:]
    assert best_again == best == max(scored)
    first, second = torch.load(path), torch.load(again)
    assert all(torch.equal(first[k], second[k]) for k in first)


def test_a_finished_training_does_nothing_and_one_of_another_length_starts_anew(tmp_path: Path) -> None:
    _, best, scored = learn(tmp_path, 20)
    assert learn(tmp_path, 20)[1:] == (best, [])
    assert len(learn(tmp_path, 30)[2]) == 3
    assert len(scored) == 2


def test_renaming_exchanges_names_for_others_of_their_type_and_touches_nothing_else() -> None:
    sentence = [("زار", "O"), ("سالم", "B-PER"), ("نصر", "I-PER"), ("مدينة", "O"), ("طنجة", "B-LOC"), (".", "O")]
    pool = ner.names([sentence, [("هند", "B-PER"), ("في", "O"), ("رأس", "B-LOC"), ("الخيمة", "I-LOC")]])
    assert pool == {"PER": [("سالم", "نصر"), ("هند",)], "LOC": [("رأس", "الخيمة"), ("طنجة",)]}
    seen = set()
    for seed in range(40):
        made = ner.renamed(sentence, (pool, {"PER": [("هند",)]}), random.Random(seed))
        assert [w for w, t in made if t == "O"] == ["زار", "مدينة", "."]
        found = ner.entities([t for _, t in made])
        assert [kind for _, _, kind in sorted(found)] == ["PER", "LOC"]
        seen.add(tuple(w for w, _ in made))
    assert len(seen) == 4


def test_names_of_the_news_stand_after_a_title_a_place_or_a_body_and_before_a_mark() -> None:
    stories = [
        f"التقى الدكتور سامر نعمان، في بلدة عين سرور، وزار الوزير الدنماركي يانس هولم: {n} مرات. زار الوزير المدينة، مساء. "
        f"تراجعت شركة نورفيكا، في مدينة جديدة، ذات أسواق جديدة وشوارع جديدة ومدارس جديدة وبيوت جديدة وطرق جديدة ومقاه جديدة"
        + " جديدة"
        * 30
        for n in range(3)
    ]
    found = silver.names(stories)
    assert ("سامر", "نعمان") in found["PER"]
    assert ("يانس", "هولم") in found["PER"]
    assert ("عين", "سرور") in found["LOC"]
    assert ("شركة", "نورفيكا") in found["ORG"]
    assert ("جديدة",) not in found["LOC"]
    assert ("المدينة",) not in found["PER"]
    assert silver.names(stories[:1] * 5)["ORG"] == []  # one story five times is one story


def test_half_of_the_words_are_read_without_what_was_learnt_about_them() -> None:
    import torch
    from stanza.models.common.vocab import UNK_ID

    class Model(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.vocab = {"delta": object(), "word": object()}

        def extract_static_embeddings(self, args: object, sentences: int, vocab: object) -> tuple[Any, Any]:
            words = torch.full((sentences, 50), 7)
            words[:, 40:] = 0
            return words, words == 0

    model = Model()
    ner.forget_words(model, 1)
    words, _ = model.extract_static_embeddings({}, 40, model.vocab["delta"])
    assert 0.4 < float((words[:, :40] == UNK_ID).float().mean()) < 0.6
    assert bool((words[:, 40:] == 0).all())
    assert bool((model.extract_static_embeddings({}, 4, model.vocab["word"])[0][:, :40] == 7).all())
    model.eval()
    assert bool((model.extract_static_embeddings({}, 4, model.vocab["delta"])[0][:, :40] == 7).all())
