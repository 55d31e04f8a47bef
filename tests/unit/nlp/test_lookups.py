"""Quick lookups and padding give what Stanza's own give."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp import lookups

ROWS = st.lists(st.lists(st.integers(0, 900), min_size=1, max_size=7), min_size=1, max_size=6)


@settings(deadline=None, derandomize=True, max_examples=80)
@given(rows=ROWS, pad=st.integers(0, 3))
def test_padding_is_that_of_stanza(rows: list[list[int]], pad: int) -> None:
    import torch
    from stanza.models.common.data import get_long_tensor

    found = lookups.padded(rows, len(rows), pad)
    assert torch.equal(found, get_long_tensor(rows, len(rows), pad))
    nested = [[[n, 1] for n in row] for row in rows]
    assert torch.equal(lookups.padded(nested, len(nested)), get_long_tensor(nested, len(nested)))


def test_a_vocabulary_remembers_what_stanza_says() -> None:
    from stanza.models.common.vocab import VOCAB_PREFIX
    from stanza.models.pos.vocab import FeatureVocab, WordVocab

    sentence = [("قال", "Gender=Masc|Number=Sing"), ("كتب", "_"), ("قالت", "Gender=Fem")]
    words = WordVocab([sentence], "ar", cutoff=0)
    feats = FeatureVocab([sentence], "ar", idx=1, sep="|", keyed=True)
    asked = ["قال", "مجهول", "قالت", "قال"]
    labels = ["_", "Gender=Fem", "Number=Sing", "Gender=Masc|Number=Sing"]
    plain = words.map(asked), feats.map(labels)
    back = words.unmap(plain[0]), feats.unmap(plain[1])
    lookups.remember(words)
    lookups.remember(feats)
    for _ in range(2):
        assert (words.map(asked), feats.map(labels)) == plain
        assert (words.unmap(plain[0]), feats.unmap(plain[1])) == back
    assert len(words) == len(VOCAB_PREFIX) + 3


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "REMEMBERED", 10)
    asked: list[int] = []
    known = lookups._Known(lambda key: asked.append(key) or key * 2)
    assert [known[i % 25] for i in range(60)] == [i % 25 * 2 for i in range(60)]
    assert len(known) <= 10
    assert len(asked) > 25
