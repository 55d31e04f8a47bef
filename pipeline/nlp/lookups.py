"""Stanza's vocabularies and padding, as fast as a batch of thousands of words wants them.

Belongs here: the way from words to numbers and back, with Stanza's own results. Does not belong here: the networks (`lstm`).

Stanza asks its vocabularies for every character of every word and builds padded tensors row by row; on this project's small
networks that took as long as the networks themselves.
"""

import types
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

REMEMBERED = 200_000


class _Known(dict[Any, Any]):
    """What a function gave for each key; starts anew after REMEMBERED keys."""

    def __init__(self, find: Callable[[Any], Any]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: Any) -> Any:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[key] = self._find(key)
        return found


def remember(vocabulary: Any) -> None:
    """Let a Stanza vocabulary look up every distinct unit once. Results are shared: nobody may change them."""
    numbers, units = _Known(vocabulary.unit2id), _Known(vocabulary.id2unit)

    def to_numbers(self: Any, wanted: Sequence[Any]) -> list[Any]:
        return [numbers[unit] for unit in wanted]

    def to_units(self: Any, wanted: Sequence[Any]) -> list[Any]:
        return [units[tuple(n) if isinstance(n, list) else n] for n in wanted]

    vocabulary.map = types.MethodType(to_numbers, vocabulary)
    vocabulary.unmap = types.MethodType(to_units, vocabulary)


def padded(tokens_list: Any, batch_size: int, pad_id: int = 0) -> Any:
    """What Stanza's `get_long_tensor` gives: rows of numbers (or of equal lists of numbers) padded at their end."""
    import numpy as np
    import torch
    from stanza.models.common.data import get_long_tensor

    flat = list(chain.from_iterable(tokens_list))
    if not flat or isinstance(flat[0], list) or len(tokens_list) != batch_size:
        return get_long_tensor(tokens_list, batch_size, pad_id)
    lengths = np.fromiter(map(len, tokens_list), dtype=np.int64, count=batch_size)
    out = np.full((batch_size, int(lengths.max())), pad_id, dtype=np.int64)
    out[np.arange(out.shape[1]) < lengths[:, None]] = flat
    return torch.from_numpy(out)


def use_quick_padding() -> None:
    """Let Stanza's parser and name tagger pad with `padded`, everywhere in this process."""
    from stanza.models.depparse import data as trees
    from stanza.models.ner import data as names
    from stanza.models.ner import model as name_model

    for module in (trees, names, name_model):
        module.get_long_tensor = padded
