"""Weighed evidence: sums that order does not change, decisions that weights change, and what is refused at load."""

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import schema
from pipeline.events import Extraction, extract, guards, load_lexicon
from pipeline.events.judge import VETOES
from pipeline.events.lexicon import BUNDLED, LexiconError
from pipeline.events.side_trees import SideTrees
from pipeline.events.training.regression import fit, shifted
from pipeline.events.trees import Forest, read
from pipeline.events.weights import Weights
from pipeline.settings import EventSettings
from tests.unit.events.world import frames, lexicon

MEETING = "التقى وزير الخارجية الأردني نظيره العماني في مسقط يوم الأحد."
HABIT = "يلتقي عادة وزير الخارجية الأردني نظيره العماني في مسقط."


def coded(text: str, trigger: dict[str, float], side: SideTrees | None = None) -> Extraction:
    made = frames(text)
    weighing = replace(lexicon(), trigger_weights=Weights(trigger), side_trees=side)
    return extract(made.stories, schema.STORY_LINES.empty(), made.sentences, made.tokens, weighing, EventSettings())


def by_trees(actor: str, recipient: str) -> SideTrees:
    """One tree for each side, which the second round repeats."""
    forests = {"actor": Forest((read(actor),)), "recipient": Forest((read(recipient),))}
    return SideTrees(forests, forests)


@given(st.permutations(["a", "b", "c", "d", "x"]), st.lists(st.floats(-9, 9), min_size=4, max_size=4))
def test_the_order_of_features_does_not_matter(order: list[str], values: list[float]) -> None:
    weights = Weights(dict(zip("abcd", values, strict=True)))
    assert weights.probability(order) == weights.probability(sorted(order))
    assert weights.probability([*order, *order]) == weights.probability(order), "a feature holds once"


def test_evidence_lets_a_guarded_hit_in_and_says_so() -> None:
    assert coded(HABIT, {"guard=habit": -1.0}).event_mentions.is_empty()
    (mention,) = coded(HABIT, {"guard=habit": 1.0}).event_mentions.iter_rows(named=True)
    assert mention["rule_id"].endswith("+over:habit")
    assert mention["probability"] == pytest.approx(0.731)
    assert mention["reasons"] == ["guard=habit +1.00"]


def test_evidence_keeps_a_hit_out_that_no_guard_rejects() -> None:
    made = coded(MEETING, {"type=CONSULT": -2.0})
    assert made.event_mentions.is_empty()
    assert "unlikely" in made.rejected_candidates["guard"].to_list()


def test_rules_alone_tell_no_probability() -> None:
    made = frames(MEETING)
    rules = extract(made.stories, schema.STORY_LINES.empty(), made.sentences, made.tokens, lexicon(), EventSettings())
    assert rules.event_mentions["probability"].to_list() == [None]


def sides(made: Extraction, side: str) -> set[str | None]:
    return set(made.event_participants.filter(pl.col("side") == side)["country"])


AS_THE_RULES = {side: f"(in_{side}=True<0.5 -2 2)" for side in ("actor", "recipient")}


def test_evidence_moves_countries_between_sides() -> None:
    accept = {"bias": 1.0}
    before = coded(MEETING, accept, by_trees(**AS_THE_RULES))
    assert sides(before, "actor") == {"JOR"} and sides(before, "recipient") == {"OMN"}
    assert "weighed" not in before.event_mentions["rule_id"][0]
    away = coded(MEETING, accept, by_trees(AS_THE_RULES["actor"], "-2"))
    assert sides(away, "actor") == {"JOR"} and sides(away, "recipient") == set()
    assert "r:weighed_out" in away.event_mentions["rule_id"][0]
    added = coded(MEETING, accept, by_trees("(place=True<0.5 (in_actor=True<0.5 -2 2) 3)", AS_THE_RULES["recipient"]))
    assert sides(added, "actor") == {"JOR", "OMN"}
    assert "a:weighed_in" in added.event_mentions["rule_id"][0]


def test_the_second_round_knows_the_first() -> None:
    first = {side: Forest((read(tree),)) for side, tree in AS_THE_RULES.items()}
    twin = {**first, "recipient": Forest((read("(best_other_actor<0.5 2 -2)"),))}
    made = coded(MEETING, {"bias": 1.0}, SideTrees(first, twin))
    assert sides(made, "actor") == {"JOR"} and sides(made, "recipient") == {"JOR"}, "no other country acts"


def test_a_mention_never_loses_all_its_sides() -> None:
    made = coded(MEETING, {"bias": 1.0}, by_trees("-9", "-9"))
    assert sides(made, "actor") == {"JOR"} and sides(made, "recipient") == {"OMN"}
    assert "weighed" not in made.event_mentions["rule_id"][0]


def test_a_hit_without_sides_is_none_whatever_it_weighs() -> None:
    made = coded("استسلم الين أمام قوة العملة الأخرى.", {"bias": 9.0})
    assert made.event_mentions.is_empty() and not made.rejected_candidates.is_empty()


def test_a_country_is_taken_off_by_its_features_only() -> None:
    assert fit([(["a"], True), (["b"], False)] * 3, penalty=1.0).values.keys() == {"a", "b"}


def test_a_fit_depends_on_the_examples_alone() -> None:
    examples = [(["bias", "a"], True), (["bias", "b"], False), (["bias", "a", "b"], True), (["bias"], False)] * 3
    first = fit(examples, penalty=0.5)
    assert first == fit([(list(reversed(f)), y) for f, y in examples], penalty=0.5)
    assert first.values["a"] > 0 > first.values["bias"]
    assert shifted(first, "bias", 0.5) == first
    assert shifted(first, "bias", 0.25).probability(["bias"]) > first.probability(["bias"])


def test_examples_of_one_answer_teach_nothing() -> None:
    with pytest.raises(ValueError, match="both answers"):
        fit([(["a"], True)], penalty=1.0)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("bias,much", "no number"),
        ("bias,inf", "finite"),
        ("bias,1\nbias,2", "duplicate feature"),
        ("bias", "1 columns"),
    ],
)
def test_bad_weights_are_refused_with_file_and_line(tmp_path: Path, line: str, fault: str) -> None:
    shutil.copytree(BUNDLED, tmp_path / "lexicon")
    (tmp_path / "lexicon" / "trigger_weights.csv").write_text(f"feature,weight\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"trigger_weights\.csv:[23]: .*{fault}"):
        load_lexicon(tmp_path / "lexicon")


def test_a_lexicon_without_weights_is_whole_and_another_one(tmp_path: Path) -> None:
    shutil.copytree(BUNDLED, tmp_path / "lexicon")
    weights = tmp_path / "lexicon" / "trigger_weights.csv"
    weights.write_text("feature,weight\nbias,1\n", encoding="utf-8")
    weighing = load_lexicon(tmp_path / "lexicon")
    weights.unlink()
    plain = load_lexicon(tmp_path / "lexicon")
    assert plain.trigger_weights is None and weighing.trigger_weights == Weights({"bias": 1.0})
    assert plain.lexicon_id != weighing.lexicon_id and plain.trigger_id == weighing.trigger_id


@pytest.mark.parametrize("guard", sorted(VETOES - {"bar_culture", "bar_sport"}))
def test_a_veto_is_a_guard_there_is(guard: str) -> None:
    rules = "".join(
        p.read_text(encoding="utf-8") for p in Path(guards.__file__).parent.glob("*.py") if p.name != "judge.py"
    )
    assert f'"{guard}"' in rules


def test_no_evidence_outweighs_a_veto() -> None:
    match = "هاجم مدرب الفريق حكم المباراة بعد نهاية البطولة."
    made = coded(match, {"bias": 9.0})
    assert made.event_mentions.is_empty()
    assert "sport" in made.rejected_candidates["guard"].to_list()
