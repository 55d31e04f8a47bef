"""The command that rebuilds the frozen table of recurring lines from the news corpora of a shared folder.

    python -m pipeline.clean.line_frequencies SHARED OUT

Belongs here: counting. Does not belong here: asking the table (`pipeline.clean.frequent`).
"""

import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.frequent import line_hash
from pipeline.clean.furniture import Tokens


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
