"""Lines that recur over the stories of a source: a frozen table, and the command that rebuilds it.

Belongs here: which short lines many stories of one source share (writers' addresses, column names, agency marks).
Does not belong here: phrases with a meaning of their own (`furniture.yaml`).

The table is frozen because a frequency computed from whatever is in the raw folder today would make a story's body
depend on its neighbours. It holds 64-bit hashes only, no text. Rebuild it with

    python -m pipeline.clean.line_frequencies SHARED OUT
"""

import hashlib
import sys
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


def build(shared: Path) -> dict[str, dict[Tokens, int]]:
    """Count, over the news corpora of a shared folder, in how many different stories of its source each line stands.

    Stories count as different when their longest line differs, so a story that was crawled on ten days counts once.
    Only lines that no other rule explains and that are at most 40 words long are counted.
    """
    from pipeline import ingest
    from pipeline.clean import furniture, labels, lines
    from pipeline.settings import IngestSettings

    raw = shared / "data" / "news"
    inventory = ingest.inventory(raw)
    phrases = furniture.load()
    contexts: dict[str, dict[Tokens, set[int]]] = {}
    for partition in inventory["partition_key"].unique().sort():
        files = inventory.filter(inventory["partition_key"] == partition)
        _, records = ingest.read_files(raw, files, IngestSettings())
        for record in records.iter_rows(named=True):
            text = record["raw_text"]
            source = record["meta_source"] or partition
            start, end = record["content_start"] or 0, record["content_end"] or len(text)
            cut = lines.cut(text, (start, end), phrases)
            labels.label(text, cut, phrases, record["meta_title"], lambda tokens: False)
            longest = max(cut, key=lambda line: line.n_words, default=None)
            for line in cut:
                if (
                    line is not longest
                    and line.rule in _UNEXPLAINED
                    and 1 <= line.n_words <= 40
                    and longest is not None
                ):
                    contexts.setdefault(source, {}).setdefault(line.tokens, set()).add(line_hash(longest.tokens))
    return {source: {tokens: len(found) for tokens, found in table.items()} for source, table in contexts.items()}


_UNEXPLAINED: Final = frozenset(
    {"prose", "between_text", "last_text", "only_text", "lead", "above_text", "before_text", "fragment"}
)


def frequent(counts: dict[str, dict[Tokens, int]]) -> NDArray[np.uint64]:
    """The hashes of the lines that recur often enough within one source, sorted."""
    hashes = {
        line_hash(tokens)
        for table in counts.values()
        for tokens, n in table.items()
        if tokens and n >= (FEWEST_STORIES if len(tokens) <= LONGEST_PHRASE else FEWEST_STORIES_OF_SENTENCES)
    }
    return np.array(sorted(hashes), dtype=np.uint64)


FEWEST_STORIES: Final = 10
"""Different stories of one source that share a short line before it counts as furniture."""
FEWEST_STORIES_OF_SENTENCES: Final = 25
"""The same for longer lines: a paper repeats its stock sentences («وأصيب آخرون بجروح متفاوتة.»)."""
LONGEST_PHRASE: Final = 6


def main(arguments: list[str]) -> int:
    """`python -m pipeline.clean.line_frequencies SHARED OUT`: rebuild the table; prints how many lines it holds."""
    if len(arguments) != 2 or not (Path(arguments[0]) / "data" / "news").is_dir():
        print("usage: python -m pipeline.clean.line_frequencies SHARED OUT (SHARED holds data/news)", file=sys.stderr)
        return 2
    table = frequent(build(Path(arguments[0])))
    np.save(Path(arguments[1]), table, allow_pickle=False)
    print(f"{len(table)} lines of {sum(1 for _ in Path(arguments[0]).glob('data/news/*'))} corpora")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
