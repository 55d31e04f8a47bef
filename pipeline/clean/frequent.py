"""Lines that recur over the stories of a source, in a frozen table.

Belongs here: asking whether many stories of one source share a short line (writers' addresses, column names, agency
marks). Does not belong here: phrases with a meaning of their own (`furniture.yaml`), counting (`clean.line_frequencies`).

The table is frozen because a frequency computed from whatever is in the raw folder today would make a story's body
depend on its neighbours. It holds 64-bit hashes only, no text.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.furniture import Tokens

TABLE: Final = Path(__file__).with_name("line_frequencies.npy")


def line_hash(tokens: Tokens) -> int:
    """64-bit hash of a line's words, the same on every machine."""
    return int.from_bytes(
        hashlib.blake2b(" ".join(tokens).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
    )


def is_frequent(tokens: Tokens) -> bool:
    """Whether the line is in the frozen table."""
    return line_hash(tokens) in _hashes()


@cache
def table_id() -> str:
    """Hash of the frozen table, part of what a cleaned story depends on."""
    return hashlib.sha256(_read().tobytes()).hexdigest()[:16]


@cache
def _hashes() -> frozenset[int]:
    return frozenset(_read().tolist())


def _read() -> NDArray[np.uint64]:
    table: NDArray[np.uint64] = np.load(TABLE, allow_pickle=False)
    return table
