"""Shingles that recur over unrelated reports, in a frozen table: titles of office, telegrams, bulletins, verses.

Belongs here: asking whether a shingle is such a formula. Does not belong here: counting
(`pipeline.duplicates.formula_counts`), what a formula means for two texts (`pipeline.duplicates.relations`).

The table is frozen because a frequency computed from whatever is in the raw folder today would make the relation of two
stories depend on their neighbours. It holds 64-bit hashes only, no text.
"""

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.duplicates.sketch import Hashes, among

TABLE: Final = Path(__file__).with_name("formulas.npy")


def are_formulas(hashes: Hashes) -> NDArray[np.bool_]:
    """Which of the shingle hashes are in the frozen table."""
    found = np.zeros(len(hashes), dtype=np.bool_)
    found[among(hashes, table())] = True
    return found


@cache
def table() -> Hashes:
    """The frozen table: sorted hashes of word-5 shingles."""
    hashes: Hashes = np.load(TABLE, allow_pickle=False)
    return hashes
