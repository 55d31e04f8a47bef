"""Texts the way Arrow keeps them: one run of UTF-8 bytes, and where each text begins and ends.

Belongs here: getting there from a column and back, without a Python string for each text. Does not belong here: what is
done with the bytes (`pipeline.duplicates.kernels`).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Places = NDArray[np.int64]

_HEX: Final = 64  # digits of a SHA-256


@dataclass(frozen=True, slots=True)
class Flat:
    """Text t is `data[starts[t]:ends[t]]`; texts may lie apart, or be parts of each other."""

    data: NDArray[np.uint8]
    starts: Places
    ends: Places

    def __post_init__(self) -> None:
        for name in ("data", "starts", "ends"):  # all read-only, so that kernels are compiled for one kind of array
            view = getattr(self, name).view()
            view.flags.writeable = False
            object.__setattr__(self, name, view)

    @classmethod
    def of(cls, texts: pl.Series | Sequence[str]) -> "Flat":
        """The texts of a column (null: an empty text) or a sequence, in order and without gaps."""
        if not isinstance(texts, pl.Series):
            parts = [text.encode("utf-8", "surrogatepass") for text in texts]
            return cls.joined(b"".join(parts), np.cumsum([len(part) for part in parts], dtype=np.int64))
        array = texts.fill_null("").to_arrow(compat_level=pl.CompatLevel.oldest())
        _, offsets, data = array.buffers()
        places = np.frombuffer(offsets, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
        bytes_ = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, dtype=np.uint8)
        return cls(bytes_, places[:-1], places[1:])

    @classmethod
    def joined(cls, data: bytes | NDArray[np.uint8], ends: Places) -> "Flat":
        """Texts without gaps, by where each ends."""
        bytes_ = np.frombuffer(data, dtype=np.uint8) if isinstance(data, bytes) else data
        return cls(bytes_, np.concatenate((np.zeros(1, dtype=np.int64), ends))[: len(ends)], ends)

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, at: int) -> str:
        return self.data[self.starts[at] : self.ends[at]].tobytes().decode("utf-8", "surrogatepass")

    def take(self, rows: NDArray[np.intp]) -> "Flat":
        """Some of the texts; no byte is copied."""
        return Flat(self.data, self.starts[rows], self.ends[rows])

    def pieces(self) -> list[memoryview]:
        """The bytes of each text."""
        view = np.ascontiguousarray(self.data).data
        return [view[start:end] for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True)]

    def digests(self) -> list[bytes]:
        """SHA-256 of each text."""
        return [hashlib.sha256(piece).digest() for piece in self.pieces()]

    def series(self) -> pl.Series:
        """The texts as a column."""
        if np.array_equal(self.starts[1:], self.ends[:-1]):
            return _column(np.concatenate((self.starts[:1], self.ends)), self.data)
        data = np.frombuffer(b"".join(self.pieces()), dtype=np.uint8)
        return _column(np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(self.ends - self.starts))), data)


def hex_column(digests: Sequence[bytes]) -> pl.Series:
    """SHA-256 digests as a column of hexadecimal text."""
    data = np.frombuffer(b"".join(digests).hex().encode(), dtype=np.uint8)
    return _column(np.arange(0, _HEX * len(digests) + 1, _HEX, dtype=np.int64), data)


def _column(offsets: Places, data: NDArray[np.uint8]) -> pl.Series:
    import pyarrow as pa

    if not len(offsets):
        return pl.Series(dtype=pl.String)
    buffers = (pa.py_buffer(offsets.astype(np.int64)), pa.py_buffer(np.ascontiguousarray(data)))
    column = pl.from_arrow(pa.LargeStringArray.from_buffers(len(offsets) - 1, *buffers))
    assert isinstance(column, pl.Series)
    return column
