"""From scores to trees and tag sequences: the best tree with one root, the best path.

Belongs here: decoding what the networks score. Does not belong here: the scores (`words`).

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


def best_paths(scores: Scores, moves: Scores, lengths: list[int]) -> list[list[int]]:
    """The best tag sequence of every sentence of a batch (Viterbi), as Stanza's decoder has it one at a time.

    Args:
        scores: (sentence, word, tag).
        moves: score of going from one tag to the next.
        lengths: words of each sentence.
    """
    total = scores[:, 0].copy()
    back = np.zeros(scores.shape, dtype=np.int64)
    at = np.array(lengths)
    for t in range(1, scores.shape[1]):
        reach = total[:, :, None] + moves
        back[:, t] = reach.argmax(axis=1)
        going = (t < at)[:, None]
        total = np.where(going, scores[:, t] + reach.max(axis=1), total)
    last = total.argmax(axis=1)
    out = []
    for i, n in enumerate(lengths):
        path = [int(last[i])]
        for t in range(n - 1, 0, -1):
            path.append(int(back[i, t, path[-1]]))
        out.append(path[::-1])
    return out


def use_quick_decoding(parser: Any) -> None:
    """Let a Stanza graph parser decode with `one_root_tree`, and score relations for the arcs of the tree alone.

    Stanza scores every relation of every pair of words; of those, one pair in forty is in the tree.

    Raises:
        ValueError: the parser was trained with terms that this does not compute.
    """
    if any(parser.args.get(name) for name in ("linearization", "distance", "use_arc_embedding")):
        raise ValueError("a parser with linearization, distance or arc embedding terms is not one of this project's")

    def predict(*inputs: Any, resolve_head_constraints: bool = False) -> list[Any]:
        import torch
        from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
        from torch.nn.functional import log_softmax

        if resolve_head_constraints:
            raise ValueError("subjects and objects are not made unique here; Stanza's decoder does that")
        lengths = [int(n) for n in inputs[12]]
        hidden = parser.embed(*inputs)
        arcs = parser.unlabeled(hidden, hidden).squeeze(3)
        arcs.masked_fill_(torch.eye(arcs.shape[2], dtype=torch.bool).unsqueeze(0), -float("inf"))
        scores = log_softmax(arcs, 2).numpy()
        heads = np.zeros((len(lengths), hidden.shape[1]), dtype=np.int64)
        for i, n in enumerate(lengths):
            heads[i, :n] = one_root_tree(scores[i, :n, :n])
        labels = _relations(parser.deprel, hidden, torch.from_numpy(heads)).argmax(2) + VOCAB_PREFIX_SIZE
        names = [parser.vocab["deprel"].unmap(row[1:n]) for row, n in zip(labels.tolist(), lengths, strict=True)]
        return [[[h, r] for h, r in zip(heads[i, 1:n].tolist(), names[i], strict=True)] for i, n in enumerate(lengths)]

    parser.predict = predict


def _relations(scorer: Any, hidden: Any, heads: Any) -> Any:
    """Scores (batch, word, relation) of each word's arc to its head: Stanza's DeepBiaffineScorer on those pairs."""
    import torch

    dependents, governors = scorer.hidden_func(scorer.W1(hidden)), scorer.hidden_func(scorer.W2(hidden))
    governors = governors.gather(1, heads.unsqueeze(2).expand(-1, -1, governors.shape[2]))
    one = hidden.new_ones(*hidden.shape[:2], 1)
    bilinear = scorer.scorer.W_bilin
    half = torch.einsum("NLI,IJO->NLJO", torch.cat([dependents, one], 2), bilinear.weight)
    return torch.einsum("NLJO,NLJ->NLO", half, torch.cat([governors, one], 2)) + bilinear.bias
