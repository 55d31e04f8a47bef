"""From arc scores to trees: the best tree with one root.

Belongs here: decoding a graph parser's scores. Does not belong here: the scores (`words`).

The result is that of Stanza's own Chu-Liu-Edmonds decoder, which took four fifths of all annotation time: it penalises
root arcs until one is left, so that every sentence goes through dozens of contractions. Here the best heads are tried first
(most sentences need no more), then the best tree with any roots, and only when that has several, single roots one by one
in the order of what they can reach at most, until none can beat the best found.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.int64]
MANY = 8
"""Roots tried one by one before the general way is taken."""


def one_root_tree(scores: Scores) -> Heads:
    """Heads of words 0..n in the tree of highest total score with exactly one word under the root.

    Args:
        scores: `scores[dependent, head]`, with the root as word 0; its own row is not read.
    """
    arcs = scores.astype(np.float64)
    np.fill_diagonal(arcs, -np.inf)
    heads = _arborescence(arcs)
    if (heads[1:] == 0).sum() == 1:
        return heads
    words = np.arange(1, len(arcs))
    inner = arcs[1:, 1:].max(axis=1)
    reach = inner.sum() - inner + arcs[1:, 0]  # the most a tree under each root can score
    best, found = -np.inf, heads
    for tried, root in enumerate(words[np.argsort(-reach, kind="stable")]):
        if reach[root - 1] <= best:
            break
        if tried == MANY:  # slow for every sentence, but its time does not grow with the number of would-be roots
            arcs[1:, 0] += arcs[np.isfinite(arcs)].min() * len(arcs) - arcs[1:, 0].max() - 1
            return _arborescence(arcs)
        fixed = arcs.copy()
        fixed[:, 0] = -np.inf
        fixed[root] = -np.inf
        fixed[root, 0] = arcs[root, 0]
        tree = _arborescence(fixed)
        total = arcs[words, tree[1:]].sum()
        if total > best:
            best, found = total, tree
    return found


def _arborescence(arcs: NDArray[np.float64]) -> Heads:
    """Heads of the maximum spanning arborescence from node 0 (Chu-Liu-Edmonds)."""
    heads: Heads = arcs.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads.tolist())
    if not cycle:
        return heads
    inside = np.array(cycle)
    rest = np.setdiff1d(np.arange(len(arcs)), inside)  # node 0 stays first
    kept = arcs[inside, heads[inside]]
    entering = arcs[np.ix_(inside, rest)] - kept[:, None]
    leaving = arcs[np.ix_(rest, inside)]
    m = len(rest)
    smaller = np.full((m + 1, m + 1), -np.inf)
    smaller[:m, :m] = arcs[np.ix_(rest, rest)]
    smaller[m, :m] = entering.max(axis=0)
    smaller[:m, m] = leaving.max(axis=1)
    inner = _arborescence(smaller)
    by_cycle = inner[:m] == m
    heads[rest] = np.where(by_cycle, inside[leaving.argmax(axis=1)], rest[np.where(by_cycle, 0, inner[:m])])
    heads[0] = 0
    source = inner[m]
    heads[inside[entering[:, source].argmax()]] = rest[source]
    return heads


def _cycle(heads: list[int]) -> list[int]:
    """The nodes of one circle, or none."""
    safe = {0}
    for node in range(1, len(heads)):
        path: dict[int, int] = {}
        at = node
        while at not in safe and at not in path:
            path[at] = len(path)
            at = heads[at]
        if at in path:
            return list(path)[path[at] :]
        safe.update(path)
    return []


def use_quick_decoding(parser: Any) -> None:
    """Let a Stanza graph parser decode with `one_root_tree`."""
    from stanza.models.common.vocab import VOCAB_PREFIX_SIZE

    def decode(
        vocab: Any, batch_size: int, preds: Any, sentlens: Any, resolve_head_constraints: bool = False
    ) -> list[Any]:
        if resolve_head_constraints:
            raise ValueError("subjects and objects are not made unique here; Stanza's decoder does that")
        out = []
        for i in range(batch_size):
            length = int(sentlens[i])
            heads = one_root_tree(preds[0][i][:length, :length])[1:]
            labels = preds[2][i][np.arange(1, length), heads].argmax(1) + VOCAB_PREFIX_SIZE
            out.append([[h, r] for h, r in zip(heads.tolist(), vocab.unmap(labels.tolist()), strict=True)])
        return out

    parser.decode_graph_predictions = decode
