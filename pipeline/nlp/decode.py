"""From arc scores to trees, quickly where nothing has to be resolved.

Belongs here: the easy case of Stanza's decoder. Does not belong here: the hard cases, which stay Stanza's.

When every word's best head already makes a tree with one root, that tree is what Chu-Liu-Edmonds returns, and finding it
takes no search; nine sentences in ten are like that. The same holds for the rule of one subject and one object a head.
"""

from typing import Any


def is_tree(heads: list[int]) -> bool:
    """Heads of words 1..n (0 is the root) with exactly one root and no circle."""
    if heads.count(0) != 1:
        return False
    safe = {0}
    for word in range(1, len(heads) + 1):
        path: list[int] = []
        while word not in safe:
            if word in path or len(path) > len(heads):
                return False
            path.append(word)
            word = heads[word - 1]
        safe.update(path)
    return True


def use_quick_decoding(parser: Any) -> None:
    """Let a Stanza graph parser try the easy case before its own decoder; results are the same."""
    import numpy as np
    from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
    from stanza.models.depparse.head_constraints import DEPREL_TO_GROUP

    own = parser.decode_graph_predictions

    def decode(
        vocab: Any, batch_size: int, preds: Any, sentlens: Any, resolve_head_constraints: bool = False
    ) -> list[Any]:
        out = []
        for i in range(batch_size):
            length = int(sentlens[i])
            heads = preds[0][i][1:length, :length].argmax(1)
            listed = heads.tolist()
            found = None
            if is_tree(listed):
                labels = preds[2][i][np.arange(1, length), heads].argmax(1) + VOCAB_PREFIX_SIZE
                relations = vocab.unmap(labels.tolist())
                groups = [
                    (h, DEPREL_TO_GROUP[r]) for h, r in zip(listed, relations, strict=True) if r in DEPREL_TO_GROUP
                ]
                if not resolve_head_constraints or len(groups) == len(set(groups)):
                    found = [[h, r] for h, r in zip(listed, relations, strict=True)]
            if found is None:
                one = [p[i : i + 1] for p in preds]
                found = own(vocab, 1, one, [sentlens[i]], resolve_head_constraints=resolve_head_constraints)[0]
            out.append(found)
        return out

    parser.decode_graph_predictions = decode
