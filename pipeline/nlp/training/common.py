"""What every training command shares: arguments, the clock, and score tables.

Belongs here: nothing that depends on one model.
"""

import argparse
import time
from pathlib import Path


class Clock:
    """A time budget; the learning rate follows the share of it that is used."""

    def __init__(self, minutes: float) -> None:
        self._start = time.monotonic()
        self._seconds = minutes * 60

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    @property
    def share(self) -> float:
        """Used share of the budget, from 0 to 1."""
        return min(1.0, self.elapsed / self._seconds)

    @property
    def over(self) -> bool:
        """The budget is used up."""
        return self.elapsed >= self._seconds


def options(doc: str | None, minutes: float) -> argparse.Namespace:
    """Arguments of a training command: --data, --out, --seed, --minutes, and more where a command adds them."""
    parser = argparse.ArgumentParser(description=(doc or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with treebanks/, ner/ and news/")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and score table")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--minutes", type=float, default=minutes, help="time budget; a second call goes on from the first"
    )
    parser.add_argument("--start", type=Path, default=None, help="folder whose weights to go on from")
    found = parser.parse_args()
    found.out.mkdir(parents=True, exist_ok=True)
    return found
