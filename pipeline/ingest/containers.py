"""Opening what is packed: compressed files and archives, nested up to a limit, as a stream of members.

Belongs here: which container a name or its first bytes announce, and walking it. Nothing is ever written under a
member's name, and no link is followed. Does not belong here: what a member holds (`formats`).
"""

import io
import stat
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, cast

from pipeline.ingest.partitions import shown
from pipeline.ingest.problems import BadInputError, LimitError, explain
from pipeline.ingest.streams import OPENERS, Budget, decompressed, limited, peeked, spooled

_COMPRESSIONS = {".gz": "gz", ".gzip": "gz", ".bz2": "bz2", ".xz": "xz", ".zst": "zst", ".zstd": "zst"}
_SHORT = {".tgz": "gz", ".tbz": "bz2", ".tbz2": "bz2", ".txz": "xz", ".tzst": "zst"}
_ARCHIVES = {".zip": "zip", ".tar": "tar"}
WHOLE_FILE = frozenset(("max_total_bytes", "max_members", "max_records"))
"""Limits that end the reading of a raw file; the others cost one member."""

_TAR_HEADER_BYTES = 1 << 20
_ZIP_ENTRY_BYTES = 1 << 10


@dataclass(slots=True)
class Member:
    """A file to be read: the raw file itself, or one inside it.

    `path` is its stored path inside the archive (None outside one), `name` the last name with containers' endings
    removed, `containers` what it was packed in, innermost first. Either `open` gives its bytes, or `problem` says why not.
    """

    path: str | None
    name: str
    containers: tuple[str, ...]
    open: Callable[[], IO[bytes]] | None = None
    problem: str | None = None
    size: int | None = field(default=None, compare=False)


def members(source: IO[bytes], name: str, budget: Budget) -> Iterator[Member]:
    """Every file in a raw file, in archive order; the raw file itself when it is not packed.

    `source` is buffered and seekable. A member must be read before the next one is asked for.

    Raises:
        LimitError: a limit is exceeded; what was yielded before is good.
        BadInputError: the container itself cannot be read (further).
    """
    counter = _Counter(budget.settings.max_members)
    yield from _unpack(source, name, None, (), budget, counter)


class _Counter:
    def __init__(self, limit: int) -> None:
        self.n, self.limit = 0, limit

    def add(self) -> None:
        self.n += 1
        if self.n > self.limit:
            raise LimitError("max_members", self.limit, "the number of members")


def container_of(name: str, head: bytes) -> tuple[str | None, str]:
    """(container announced by a name, or by the first bytes when it is a tar without its name; name without the ending)."""
    stem, dot, suffix = name.rpartition(".")
    ending = (dot + suffix).lower() if stem else ""
    if ending in _SHORT:
        return _SHORT[ending], f"{stem}.tar"
    if ending in _COMPRESSIONS:
        return _COMPRESSIONS[ending], stem
    if ending in _ARCHIVES:
        return _ARCHIVES[ending], stem
    if head[257:262] == b"ustar":
        return "tar", name
    return None, name


def _unpack(
    source: IO[bytes], name: str, path: str | None, outer: tuple[str, ...], budget: Budget, counter: _Counter
) -> Iterator[Member]:
    head, source = peeked(source, 512)
    kind, stem = container_of(name, head)
    if kind is None:
        yield Member(path, name, outer, lambda: source)
        return
    if len(outer) >= budget.settings.max_nesting:
        raise LimitError("max_nesting", budget.settings.max_nesting, "the number of containers inside containers")
    containers = (kind, *outer)
    what = f"{kind} data" if path is None else f"{kind} data of member {path}"
    if kind in OPENERS:
        passage = container_of(stem, b"")[0] in ("tar", *OPENERS)
        yield from _unpack(decompressed(source, kind, what, budget, passage), stem, path, containers, budget, counter)
        return
    walk = _zip if kind == "zip" else _tar
    for inner, opened in walk(source, what, budget, counter):
        inner_path = inner if path is None else f"{path}/{inner}"
        last = inner.rsplit("/", 1)[-1]
        if isinstance(opened, str):
            yield Member(inner_path, last, containers, problem=opened)
            continue
        try:
            yield from _unpack(opened(), last, inner_path, containers, budget, counter)
        except LimitError as error:
            # A bomb among the members costs its own limit only; a limit on the whole file ends it.
            if error.setting in WHOLE_FILE:
                raise
            yield Member(inner_path, last, containers, problem=str(error))
        except BadInputError as error:
            yield Member(inner_path, last, containers, problem=str(error))


_Opened = Callable[[], IO[bytes]] | str


def _unsafe(name: str) -> str | None:
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or (len(parts[0]) == 2 and parts[0][1] == ":"):
        return "the member's path leads out of the archive: not read; pack the archive anew with relative paths"
    return None


def _zip(source: IO[bytes], what: str, budget: Budget, counter: _Counter) -> Iterator[tuple[str, _Opened]]:
    file = spooled(source)
    _check_zip_directory(file, budget)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, zlib.error, EOFError) as error:
        raise BadInputError(f"{what} is damaged or cut off: fetch the file again") from error
    with archive:
        for info in archive.infolist():
            counter.add()
            if info.is_dir():
                continue
            name = _zip_name(info)
            problem = _unsafe(name)
            if info.flag_bits & 1:
                problem = "the member is encrypted: unpack it with its password"
            elif stat.S_ISLNK(info.external_attr >> 16):
                problem = "the member is a link: not followed; pack the file itself"
            if problem:
                yield shown(name), problem
            else:
                yield shown(name), _zip_opener(archive, info, budget)


def _zip_opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        try:
            inner = archive.open(info)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
            raise BadInputError(f"the member cannot be unpacked ({explain(error)}): unpack it by hand") from error
        return limited(inner, "the member", budget, info.compress_size)

    return opened


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Member name; names without the UTF-8 flag are UTF-8 all the same when they decode (packers of Arabic names do that)."""
    if not info.flag_bits & 0x800:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename


def _check_zip_directory(file: IO[bytes], budget: Budget) -> None:
    """Refuse a central directory too large for `max_members`, which zipfile would read whole into memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    zip64 = tail.rfind(b"PK\x06\x06", 0, end)
    if zip64 >= 0:
        directory = max(
            directory if directory != 0xFFFFFFFF else 0, int.from_bytes(tail[zip64 + 40 : zip64 + 48], "little")
        )
    if directory > budget.settings.max_members * _ZIP_ENTRY_BYTES:
        raise LimitError("max_members", budget.settings.max_members, "the archive's directory")


_DAMAGED_TAR = "the tar archive is damaged or cut off: fetch the file again"


class _StrictTarInfo(tarfile.TarInfo):
    """Bounds extended headers, which tarfile reads whole into memory, and reports damage where tarfile just stops."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> "_StrictTarInfo":
        try:
            return super().fromtarfile(archive)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            raise
        except tarfile.HeaderError as error:
            raise BadInputError(_DAMAGED_TAR) from error

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        extended = (
            tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK
        )  # fmt: skip
        if self.type in extended and self.size > _TAR_HEADER_BYTES:
            raise BadInputError("the tar archive has a header of more than 1 MiB: pack it anew")
        return cast(tarfile.TarInfo, super()._proc_member(archive))  # type: ignore[misc]


def _tar(source: IO[bytes], what: str, budget: Budget, counter: _Counter) -> Iterator[tuple[str, _Opened]]:
    try:
        archive = tarfile.open(fileobj=source, mode="r|", tarinfo=_StrictTarInfo, errors="surrogateescape")  # noqa: SIM115
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise BadInputError(_DAMAGED_TAR) from error
    with archive:
        while True:
            try:
                info = archive.next()
            except (tarfile.TarError, EOFError, ValueError, OSError, RecursionError) as error:
                raise BadInputError(_DAMAGED_TAR) from error
            if info is None:
                return
            archive.members.clear()  # type: ignore[attr-defined]  # tarfile keeps every header it has seen
            counter.add()
            if info.isdir():
                continue
            name = unicodedata.normalize("NFC", info.name)
            clean = name.removeprefix("./")
            problem = _unsafe(clean)
            if info.issym() or info.islnk():
                problem = "the member is a link: not followed; pack the file itself"
            elif not info.isreg():
                problem = "the member is no regular file: leave it out of the archive"
            elif info.issparse():
                problem = "the member is stored sparse: pack the archive without --sparse"
            if problem:
                yield shown(clean), problem
            else:
                yield shown(clean), _tar_opener(archive, info, budget)


def _tar_opener(archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        inner = archive.extractfile(info)
        if inner is None:
            raise BadInputError("the member is no regular file: leave it out of the archive")
        return limited(inner, "the member", budget, info.size)

    return opened
