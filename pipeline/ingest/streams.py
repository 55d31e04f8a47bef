"""Reading without trust: byte streams that stop at a limit, and decompressors that never run ahead of their reader.

Belongs here: budgets, counting and decompression of one stream. Does not belong here: archives (`containers`).
"""

import bz2
import gzip
import io
import lzma
import tempfile
import zlib
from collections.abc import Callable
from typing import IO, Any, cast

import zstandard

from pipeline.ingest.problems import BadInputError, LimitError
from pipeline.settings import IngestSettings

_MIB = 1 << 20
_XZ_MEMORY = 256 * _MIB
_ZSTD_WINDOW = 128 * _MIB
_SPOOL_IN_MEMORY = 16 * _MIB


class Budget:
    """What one raw file may still decompress to, over all its members."""

    def __init__(self, settings: IngestSettings, file_bytes: int) -> None:
        self.settings = settings
        self.file_bytes = file_bytes
        self.out = 0

    def spend(self, n: int) -> None:
        """Count `n` decompressed bytes.

        Raises:
            LimitError: `max_total_bytes` is exceeded, or `max_ratio` by all members together.
        """
        self.out += n
        if self.out > self.settings.max_total_bytes:
            raise LimitError("max_total_bytes", self.settings.max_total_bytes, "the decompressed size of the file")
        check_ratio(self.out, self.file_bytes, self.settings, "the file")


def check_ratio(out: int, compressed: int, settings: IngestSettings, what: str) -> None:
    """Refuse more than `max_ratio` decompressed bytes a compressed one; the first MiB is free.

    Raises:
        LimitError: the ratio is exceeded.
    """
    if out > _MIB and out > settings.max_ratio * max(compressed, 1):
        raise LimitError("max_ratio", settings.max_ratio, f"the compression ratio of {what}")


class Counted(io.RawIOBase):
    """Counts the bytes read from a stream."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.n = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, possibly in part; 0 at the end."""
        data = self.source.read(len(buffer))
        buffer[: len(data)] = data
        self.n += len(data)
        return len(data)


class Limited(io.RawIOBase):
    """A decompressed stream under `max_member_bytes`, `max_ratio` and the file's budget.

    `compressed` tells the compressed bytes consumed so far. A `passage` is the inside of a container that holds further
    ones: only its members count against the budget and `max_member_bytes`. Errors of the decompressor become
    BadInputError; what was good before them is given first.
    """

    def __init__(
        self, source: IO[bytes], what: str, budget: Budget, compressed: Callable[[], int], passage: bool = False
    ) -> None:
        self.source, self.what, self.budget, self.compressed, self.passage = source, what, budget, compressed, passage
        self.n = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, possibly in part; 0 at the end."""
        try:
            # One step of the decompressor at a time: a longer read would lose what precedes damage.
            data = cast(io.BufferedReader, self.source).read1(len(buffer))
        except BadInputError:
            raise
        except EOFError as error:
            raise BadInputError(f"{self.what} is cut off: fetch the file again") from error
        except (OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError, ValueError, MemoryError) as error:
            raise BadInputError(f"{self.what} is damaged: fetch the file again") from error
        except Exception as error:  # zipfile raises its own and plain RuntimeErrors
            raise BadInputError(
                f"{self.what} cannot be unpacked ({type(error).__name__}): unpack it by hand"
            ) from error
        self.n += len(data)
        settings = self.budget.settings
        setting = "max_total_bytes" if self.passage else "max_member_bytes"
        if self.n > (limit := getattr(settings, setting)):
            raise LimitError(setting, limit, f"the decompressed size of {self.what}")
        check_ratio(self.n, self.compressed(), settings, self.what)
        if not self.passage:
            self.budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


class _Frames(io.RawIOBase):
    """Concatenated frames of a format whose library has only a push decompressor; a cut frame raises EOFError."""

    def __init__(self, source: IO[bytes], new: Callable[[], Any], step: int, bounded: bool) -> None:
        self.source, self.new, self.step, self.bounded = source, new, step, bounded
        self.decoder: Any = None
        self.input = b""
        self.out = memoryview(b"")
        self.started = False

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, possibly in part; 0 at the end."""
        while not self.out:
            if self.decoder is None or self.decoder.eof:
                if self.decoder is not None:
                    self.input = self.decoder.unused_data
                self.input = (self.input or self.source.read(self.step)).lstrip(b"\0" if self.started else b"")
                if not self.input:
                    if self.started:
                        return 0
                    raise EOFError
                self.decoder, self.started = self.new(), True
            elif not self.input and not (self.bounded and not self.decoder.needs_input):
                self.input = self.source.read(self.step)
                if not self.input:
                    raise EOFError
            data, self.input = self.input, b""
            produced = self.decoder.decompress(data, len(buffer)) if self.bounded else self.decoder.decompress(data)
            self.out = memoryview(produced)
        n = min(len(buffer), len(self.out))
        buffer[:n], self.out = self.out[:n], self.out[n:]
        return n


def _buffered(raw: io.RawIOBase) -> IO[bytes]:
    return cast(IO[bytes], io.BufferedReader(raw, 256 * 1024))


def _xz(source: IO[bytes]) -> IO[bytes]:
    return _buffered(_Frames(source, lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY), 64 * 1024, True))


def _zstd(source: IO[bytes]) -> IO[bytes]:
    # The library's decompressor gives all output of a call at once and a block of 4 bytes may expand to 128 KiB:
    # small steps keep that below 32 MiB.
    zstd = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    return _buffered(_Frames(source, zstd.decompressobj, 1024, False))


OPENERS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    "gz": lambda source: cast(IO[bytes], gzip.GzipFile(fileobj=source)),
    "bz2": lambda source: cast(IO[bytes], bz2.BZ2File(source)),
    "xz": _xz,
    "zst": _zstd,
}
"""Compression name → a reader of the decompressed bytes."""


def decompressed(source: IO[bytes], compression: str, what: str, budget: Budget, passage: bool = False) -> IO[bytes]:
    """The bounded, buffered content of a compressed stream."""
    counted = Counted(source)
    inner = OPENERS[compression](_buffered(counted))
    return _buffered(Limited(inner, what, budget, lambda: counted.n, passage))


def limited(source: IO[bytes], what: str, budget: Budget, compressed: int) -> IO[bytes]:
    """The bounded, buffered content of an archive member of `compressed` packed bytes."""
    return _buffered(Limited(source, what, budget, lambda: compressed))


class _Rejoined(io.RawIOBase):
    """First bytes already read, then the rest of their stream, or the error that came after them."""

    def __init__(self, head: bytes, rest: IO[bytes], error: BadInputError | None) -> None:
        self.head, self.rest, self.error = head, rest, error

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, possibly in part; 0 at the end."""
        if self.head:
            n = min(len(buffer), len(self.head))
            buffer[:n], self.head = self.head[:n], self.head[n:]
            return n
        if self.error is not None:
            raise self.error
        data = cast(io.BufferedReader, self.rest).read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def peeked(source: IO[bytes], n: int) -> tuple[bytes, IO[bytes]]:
    """(first `n` bytes or fewer, a stream that still begins with them). Damage after them is raised when it is reached."""
    head, error = bytearray(), None
    try:
        while len(head) < n and (data := cast(io.BufferedReader, source).read1(n - len(head))):
            head += data
    except BadInputError as caught:
        if not head:
            raise
        error = caught
    if source.seekable() and error is None:
        source.seek(-len(head), io.SEEK_CUR)
        return bytes(head), source
    return bytes(head), _buffered(_Rejoined(bytes(head), source, error))


def spooled(source: IO[bytes]) -> IO[bytes]:
    """A seekable copy of a (bounded) stream, on disk when large."""
    if source.seekable():
        return source
    spool = tempfile.SpooledTemporaryFile(max_size=_SPOOL_IN_MEMORY)  # noqa: SIM115 (closed with the last reference)
    while chunk := source.read(_MIB):
        spool.write(chunk)
    spool.seek(0)
    return cast(IO[bytes], spool)
