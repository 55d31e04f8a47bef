"""What every training command shares: its arguments.

Belongs here: nothing that depends on one model.
"""

import argparse
from pathlib import Path


def options(doc: str | None, steps: int = 0) -> argparse.Namespace:
    """Arguments of a training command: --data, --out, --seed, --start, and --steps where it trains in steps."""
    parser = argparse.ArgumentParser(description=(doc or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with treebanks/, ner/ and news/")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and score table")
    parser.add_argument("--seed", type=int, default=0)
    if steps:
        parser.add_argument(
            "--steps",
            type=int,
            default=steps,
            help=f"batches in all (default {steps}); a run cut off goes on where it was",
        )
    parser.add_argument("--start", type=Path, default=None, help="folder whose weights to go on from")
    found = parser.parse_args()
    found.out.mkdir(parents=True, exist_ok=True)
    return found
