"""The best tree with one root, against Stanza's decoder."""

import numpy as np
import pytest

from pipeline.nlp.decode import best_paths, one_root_tree


@pytest.mark.parametrize("seed", range(60))
def test_the_tree_is_the_one_that_stanza_finds(seed: int) -> None:
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 14))
    scores = rng.normal(size=(n, n)).astype(np.float32) * float(rng.choice([0.2, 1, 5]))
    if seed % 3 == 0:
        scores[:, 0] += 3  # many would-be roots
    if seed % 3 == 1:
        scores[:, 0] -= 3  # none
    scores -= np.logaddexp.reduce(scores, axis=1, keepdims=True)  # the parser's scores are log-probabilities
    expected = chuliu_edmonds_one_root(scores.astype(np.float64))
    assert one_root_tree(scores)[1:].tolist() == expected[1:].tolist()


def test_a_single_word_is_the_root() -> None:
    assert one_root_tree(np.zeros((2, 2), dtype=np.float32)).tolist() == [0, 0]


def test_a_long_chain_of_circles_is_resolved() -> None:
    n = 161
    scores = np.full((n, n), -50.0, dtype=np.float32)
    for i in range(1, n, 2):  # every pair of words would head each other
        if i + 1 < n:
            scores[i, i + 1] = scores[i + 1, i] = 10.0
    scores[1:, 0] = np.linspace(-40, -20, n - 1)
    heads = one_root_tree(scores)
    assert (heads[1:] == 0).sum() == 1


def test_many_would_be_roots_are_decided_in_one_go() -> None:
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

    rng = np.random.default_rng(3)
    scores = rng.normal(size=(40, 40)) * 0.01 - 4
    scores[1:, 0] = rng.normal(size=39) * 0.001
    scores = scores.astype(np.float32)
    assert one_root_tree(scores)[1:].tolist() == chuliu_edmonds_one_root(scores.astype(np.float64) - 5)[1:].tolist()


def test_paths_of_a_batch_are_those_of_one_sentence_at_a_time() -> None:
    from stanza.models.common.crf import viterbi_decode

    rng = np.random.default_rng(5)
    scores, moves = rng.normal(size=(7, 12, 6)).astype(np.float32), rng.normal(size=(6, 6)).astype(np.float32)
    lengths = [12, 9, 9, 5, 2, 1, 1]
    expected = [list(map(int, viterbi_decode(s[:n], moves)[0])) for s, n in zip(scores, lengths, strict=True)]
    assert best_paths(scores, moves, lengths) == expected
