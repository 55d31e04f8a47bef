"""Which two texts are worth laid beside each other: one join over kept shingle hashes.

Belongs here: from sketches to pairs of text numbers. Does not belong here: reading bodies, deciding relations.

Two texts are a candidate when they share enough kept hashes, a rule over the two sketches alone, so that the set of
candidates does not depend on order, partitions or history. Two guards keep the join bounded:

* formulas (`pipeline.duplicates.formulas`, a frozen table) never count;
* a hash kept in more than `COMMON_TEXTS` texts is furniture that cleaning missed: it makes no pairs (the boilerplate
  check reports it). This one depends on the corpus, so an incremental run looks again at the texts around a hash that
  crosses the bound, in either direction, and ends where a full run ends.

Exact copies are one text here, whatever their number.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.duplicates.formulas import are_formulas
from pipeline.duplicates.sketch import among

Codes = NDArray[np.uint64]

COMMON_TEXTS: Final = 2000
MIN_SHARED: Final = 3
"""Shared hashes that make a candidate: a common run of 40 words keeps 4.5 of its 36 shingles on average …"""
MIN_SHARE: Final = 0.08
"""… or this share of the smaller sketch, formulas aside: well under the share of a reuse."""

_CHUNK: Final = 4_000_000  # pair rows in memory at a time
_LEFT: Final = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Index:
    """Kept hashes of all texts, flat: text t owns `hashes[ends[t - 1]:ends[t]]`."""

    hashes: Codes
    ends: NDArray[np.int64]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Kept hashes of each text."""
        return np.diff(self.ends, prepend=0)

    def owners(self, places: NDArray[np.intp]) -> NDArray[np.int32]:
        """The texts whose hashes stand at these places."""
        if len(places) == len(self.hashes):
            return np.repeat(np.arange(len(self.ends), dtype=np.int32), self.sizes)
        return np.searchsorted(self.ends, places, side="right").astype(np.int32)

    def places(self, texts: NDArray[np.intp]) -> NDArray[np.intp]:
        """Where the hashes of these texts stand, text after text."""
        sizes = self.sizes[texts]
        return np.repeat(self.ends[texts] - np.cumsum(sizes), sizes) + np.arange(int(sizes.sum()))


def candidates(index: Index, new: NDArray[np.bool_] | None = None, removed: int = 0) -> tuple[Codes, NDArray[np.bool_]]:
    """Candidate pairs, as `left << 32 | right` with left < right, sorted.

    Args:
        index: sketches of all texts.
        new: which texts are new; only pairs with one of them are wanted. None: all pairs.
        removed: texts that an earlier run had and this one has not.

    Returns:
        The pairs, and the texts that had to count as new: `new` and those around a hash that crossed COMMON_TEXTS.
    """
    if new is None:
        marked = np.ones(len(index.ends), dtype=np.bool_)
        hashes, owners = index.hashes, index.owners(np.arange(len(index.hashes)))
    else:
        hashes, owners, marked = _around(index, new, _uncrowded(index, new, removed))
    own = ~are_formulas(hashes)
    hashes, owners = hashes[own], owners[own]
    order = np.argsort(hashes, kind="stable")
    return _enough(*_shared(hashes[order], owners[order], marked), index), marked


def decode(pairs: Codes) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Left and right text numbers."""
    return (pairs >> _LEFT).astype(np.int32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32)


def _uncrowded(index: Index, new: NDArray[np.bool_], removed: int) -> NDArray[np.bool_]:
    """`new` and the texts around a hash that was too common before some texts were removed."""
    if not removed:
        return new
    values, counts = np.unique(index.hashes, return_counts=True)
    crossed = values[(counts <= COMMON_TEXTS) & (counts + removed > COMMON_TEXTS)]
    marked = new.copy()
    marked[index.owners(among(index.hashes, crossed))] = True
    return marked


def _around(
    index: Index, new: NDArray[np.bool_], marked: NDArray[np.bool_]
) -> tuple[Codes, NDArray[np.int32], NDArray[np.bool_]]:
    """Only the hashes that a marked text has; texts around a hash that the new texts made common are marked too."""
    places = among(index.hashes, index.hashes[index.places(np.flatnonzero(marked))])
    near, whose = index.hashes[places], index.owners(places)
    values, at, counts = np.unique(near, return_inverse=True, return_counts=True)
    arrived = np.bincount(at, weights=new[whose], minlength=len(values))
    crossed = values[(counts > COMMON_TEXTS) & (counts - arrived <= COMMON_TEXTS)]
    if not len(crossed):
        return near, whose, marked
    marked = marked.copy()
    marked[whose[among(near, crossed)]] = True
    places = among(index.hashes, index.hashes[index.places(np.flatnonzero(marked))])
    return index.hashes[places], index.owners(places), marked


def _shared(hashes: Codes, owners: NDArray[np.int32], marked: NDArray[np.bool_]) -> tuple[Codes, NDArray[np.int64]]:
    """Pairs with a marked text and how many hashes they share; `hashes` is sorted, owners ascend within a hash."""
    starts = np.flatnonzero(np.diff(hashes, prepend=~hashes[:1])) if len(hashes) else np.empty(0, dtype=np.int64)
    sizes = np.diff(starts, append=len(hashes))
    pairs, counts = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    waiting: list[Codes] = []
    n_waiting = 0
    for size in np.unique(sizes[(sizes > 1) & (sizes <= COMMON_TEXTS)]):
        first = starts[sizes == size]
        left, right = np.triu_indices(int(size), 1)
        step = max(1, _CHUNK // len(left))
        for at in range(0, len(first), step):
            rows = owners[first[at : at + step, None] + np.arange(size)]
            a, b = rows[:, left].ravel(), rows[:, right].ravel()
            keep = marked[a] | marked[b]
            waiting.append((a[keep].astype(np.uint64) << _LEFT) | b[keep].astype(np.uint64))
            n_waiting += len(waiting[-1])
            if n_waiting > _CHUNK:
                pairs, counts = _count(pairs, counts, waiting)
                waiting, n_waiting = [], 0
    return _count(pairs, counts, waiting)


def _count(pairs: Codes, counts: NDArray[np.int64], more: list[Codes]) -> tuple[Codes, NDArray[np.int64]]:
    codes = np.concatenate([pairs, *more])
    weights = np.concatenate([counts, np.ones(len(codes) - len(counts), dtype=np.int64)])
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    starts = np.flatnonzero(np.diff(codes, prepend=~codes[:1])) if len(codes) else np.empty(0, dtype=np.int64)
    return codes[starts], np.add.reduceat(weights[order], starts) if len(starts) else counts[:0]


def _enough(pairs: Codes, counts: NDArray[np.int64], index: Index) -> Codes:
    left, right = decode(pairs)
    few = np.flatnonzero(counts < MIN_SHARED)
    texts = np.unique(np.concatenate((left[few], right[few]))).astype(np.intp)
    sizes = index.sizes[texts]
    is_own = ~are_formulas(index.hashes[index.places(texts)])
    own = np.bincount(np.repeat(np.arange(len(texts)), sizes)[is_own], minlength=len(texts))
    smaller = np.minimum(own[np.searchsorted(texts, left[few])], own[np.searchsorted(texts, right[few])])
    enough = counts >= MIN_SHARED
    enough[few] = counts[few] >= MIN_SHARE * smaller
    return pairs[enough]
