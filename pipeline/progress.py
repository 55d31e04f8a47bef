"""How long work tells how far it is. Drawing it is the caller's business (`assets.cli` uses Rich)."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with (done, total) units of work."""


def quiet(done: int, total: int) -> None:
    """Report nothing."""
