"""Two stories side by side with the runs they share, for a person who doubts a pair.

Belongs here: which characters are shared, and how that is shown in a terminal and in plain text.
Does not belong here: which stories to show (`pipeline.duplicates.checks.largest_groups`), or reading them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.clean.fold import key
from pipeline.duplicates.evidence import Evidence, compare, covered_words, read
from pipeline.duplicates.flat import Flat

if TYPE_CHECKING:
    from rich.table import Table

OPEN, CLOSE = "⟦", "⟧"
"""Around a shared run in plain text."""
_SHARED: Final = "black on bright_yellow"


@dataclass(frozen=True, slots=True)
class Side:
    """A story as it is shown: what it is called, its body, and the spans of the body that the other has too."""

    heading: str
    body: str
    shared: tuple[tuple[int, int], ...]

    @property
    def marked(self) -> str:
        """The body with shared runs in brackets."""
        return "".join(f"{OPEN}{text}{CLOSE}" if is_shared else text for text, is_shared in self.pieces())

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The body cut into shared and other text, in order."""
        at = 0
        for start, end in self.shared:
            if at < start:
                yield self.body[at:start], False
            yield self.body[start:end], True
            at = end
        if at < len(self.body):
            yield self.body[at:], False


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two stories and what they share."""

    left: Side
    right: Side
    evidence: Evidence

    @property
    def figures(self) -> str:
        """The evidence in a line."""
        e = self.evidence
        return (
            f"Jaccard {e.jaccard:.2f}, containment {e.containment_a:.2f} / {e.containment_b:.2f}, "
            f"longest run {e.longest_run} words, new {e.new_a:.0%} / {e.new_b:.0%}, words {e.n_words_a} / {e.n_words_b}"
        )

    def __str__(self) -> str:
        """Plain text, for files and pipes."""
        parts = [self.figures]
        parts += [f"— {side.heading}\n{side.marked}" for side in (self.left, self.right)]
        return "\n\n".join(parts)

    def __rich__(self) -> "Table":
        """Two columns with shared runs marked; the terminal shapes and orders Arabic."""
        from rich.table import Table
        from rich.text import Text

        grid = Table(title=self.figures, expand=True, show_lines=True)
        cells = []
        for side in (self.left, self.right):
            grid.add_column(Text(side.heading), ratio=1, justify="right", overflow="fold")
            cells.append(Text.assemble(*((text, _SHARED if is_shared else "") for text, is_shared in side.pieces())))
        grid.add_row(*cells)
        return grid


def side_by_side(heading_a: str, body_a: str, heading_b: str, body_b: str) -> SideBySide:
    """The bodies of two stories with their common runs of at least three words.

    Args:
        heading_a: what the first story is called (id, source, day, title); likewise heading_b.
        body_a: its body as found; likewise body_b.
    """
    texts = read(Flat.of([body_a, body_b]))
    cover_a, cover_b = covered_words(texts)
    only = np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)
    return SideBySide(
        Side(heading_a, body_a, shared_spans(body_a, cover_a.tolist())),
        Side(heading_b, body_b, shared_spans(body_b, cover_b.tolist())),
        compare(texts, *only)[0],
    )


def shared_spans(body: str, covered: list[bool]) -> tuple[tuple[int, int], ...]:
    """Spans of the body's characters for runs of covered words (one flag for each word of its key view)."""
    spans: list[tuple[int, int]] = []
    before = False
    for (start, end), is_covered in zip(_words(body), covered, strict=True):
        if is_covered and before:
            spans[-1] = spans[-1][0], end
        elif is_covered:
            spans.append((start, end))
        before = is_covered
    return tuple(spans)


def _words(body: str) -> Iterator[tuple[int, int]]:
    """Where each word of the key view stands in the body."""
    view = key(body)
    start = None
    for at, char in enumerate(f"{view.text} "):
        if char != " ":
            start = at if start is None else start
        elif start is not None:
            yield view.raw_span(start, at)
            start = None
