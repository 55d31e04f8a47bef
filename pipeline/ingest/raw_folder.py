"""What lies under RAW: every file, link and special file, with the hash of its content.

Belongs here: walking, hashing, the cache that makes a second look cheap. Does not belong here: opening formats.

The cache remembers (size, mtime, ctime, inode) → sha256. It only ever saves time: a missing or damaged one is rebuilt,
and a file that changed less than two seconds before it was hashed is not remembered, because a second change within
the clock's grain would look the same.
"""

import hashlib
import json
import os
import stat
import tempfile
import time
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import polars as pl

from pipeline.ids import short_id
from pipeline.ingest.partitions import key_of, partition_of, shown
from pipeline.schema import RAW_FILES

_SETTLED_NS = 2_000_000_000
_CHUNK = 1 << 20
_CACHE_VERSION = 1

HIDDEN = "hidden file: not read; rename it if it is a story, or delete it"
"""`problem` of dot files and the droppings of file managers."""
_DROPPINGS = frozenset(("thumbs.db", "desktop.ini", "__macosx"))

type_of = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def inventory(raw: Path, cache: Path | None = None, partitions: Collection[str] | None = None) -> pl.DataFrame:
    """Every file, link and special file under `raw` as RAW_FILES, sorted by path.

    Links are not followed: each is a row with a problem, so that no content is read twice and none from outside RAW.
    Of two files whose NFC paths are equal, the first in byte order (the NFC one first) keeps the path; the other gets
    a row of its own with a problem.

    Args:
        raw: the raw folder.
        cache: where hashes are remembered between calls; never trusted to exist or to be well-formed.
        partitions: look into these partitions only.

    Raises:
        OSError: `raw` is no folder or cannot be listed.
    """
    raw = Path(raw)
    if not raw.is_dir():
        raise NotADirectoryError(f"raw folder {raw} does not exist or is not a folder")
    known = _load(cache)
    seen: dict[str, list[int | str]] = {}
    taken: dict[str, int] = {}
    rows = []
    for name, entry in sorted(_walk(raw, partitions), key=_order):
        path = shown(name)
        sha: str | None
        problem: str | None
        count = taken[path] = taken.get(path, 0) + 1
        if count > 1:
            size, sha, problem = (
                0,
                None,
                f"another file has the same name ({path}) in another Unicode form: rename one of them",
            )
            path = f"{path}\\{count}"  # a lone backslash stands in no other stored path
        else:
            size, sha, problem = _content(raw, name, entry, known, seen)
        rows.append(
            {
                "file_id": short_id(path, sha or problem or ""),
                "partition_key": partition_of(path),
                "path": path,
                "size_bytes": size,
                "sha256": sha,
                "problem": problem,
            }
        )
    if cache is not None and seen != known:
        kept = known if partitions is not None else {}
        _save(cache, kept | seen)
    return RAW_FILES.frame(rows)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, read in pieces."""
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_hidden(name: str) -> bool:
    """A dot file or folder, or a file manager's dropping, anywhere in a path with `/`."""
    return any(
        part.startswith(".") or part.lower() in _DROPPINGS for part in name.split("/") if part not in (".", "..")
    )


def locate(raw: Path, name: str) -> Path | None:
    """The file on disk whose NFC path relative to `raw` is `name`; None when there is none."""
    direct = raw / name
    if os.path.lexists(direct):
        return direct

    def below(folder: Path, parts: list[str]) -> Path | None:
        if not parts:
            return folder
        with suppress(OSError), os.scandir(folder) as entries:
            for child in sorted((e.name for e in entries), key=os.fsencode):
                if unicodedata.normalize("NFC", child) == parts[0] and (found := below(folder / child, parts[1:])):
                    return found
        return None

    return below(raw, name.split("/"))


def _order(item: tuple[str, os.DirEntry[str] | OSError]) -> tuple[str, bool, bytes]:
    name = item[0]
    composed = unicodedata.normalize("NFC", name)
    return composed, composed != name, os.fsencode(name)


def _walk(raw: Path, partitions: Collection[str] | None) -> Iterator[tuple[str, os.DirEntry[str] | OSError]]:
    """(path relative to RAW, entry) of everything that is not a folder; an unlistable folder comes with its error."""
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(raw / folder) as listing:
                entries = list(listing)
        except OSError as error:
            if not folder:
                raise
            yield folder + "/", error
            continue
        for entry in entries:
            name = f"{folder}/{entry.name}" if folder else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if not folder and partitions is not None:
                key = key_of(shown(entry.name)) if is_folder else partition_of(shown(name))
                if key not in partitions:
                    continue
            if is_folder:
                pending.append(name)
            else:
                yield name, entry


def _content(
    raw: Path,
    name: str,
    entry: os.DirEntry[str] | OSError,
    known: dict[str, list[int | str]],
    seen: dict[str, list[int | str]],
) -> tuple[int, str | None, str | None]:
    """(size in bytes, sha256, problem) of one entry; what settled is noted in `seen`."""
    if isinstance(entry, OSError):
        return 0, None, f"folder cannot be listed ({entry.strerror}): give read permission to it"
    try:
        info = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(info.st_mode):
            return 0, None, _link_problem(raw, name)
        if not stat.S_ISREG(info.st_mode):
            what = type_of.get(stat.S_IFMT(info.st_mode), "no regular file")
            return 0, None, f"{what}, not a file: delete it"
        if is_hidden(name):
            return info.st_size, None, HIDDEN
        mark = [info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino]
        held = known.get(name)
        if held is not None and held[:4] == mark:
            seen[name] = held
            return info.st_size, str(held[4]), None
        now = time.time_ns()
        sha = sha256_of(raw / name)
        if info.st_ctime_ns + _SETTLED_NS < now:
            seen[name] = [*mark, sha]
    except OSError as error:
        return 0, None, f"file cannot be read ({error.strerror}): give read permission to it, or delete it"
    return info.st_size, sha, None


def _link_problem(raw: Path, name: str) -> str:
    target = Path(os.path.realpath(raw / name))
    if not target.exists():
        return "link to nothing: delete it, or copy the file it should point to"
    kind = "folder" if target.is_dir() else "file"
    if target.is_relative_to(os.path.realpath(raw)):
        return f"link to a {kind} inside the raw folder, which is read where it lies: delete the link"
    return f"link to a {kind} outside the raw folder: not followed; copy the {kind} instead"


def _load(cache: Path | None) -> dict[str, list[int | str]]:
    if cache is None:
        return {}
    try:
        held = json.loads(cache.read_bytes())
        files = held["files"]
        if held["version"] == _CACHE_VERSION and isinstance(files, dict) and all(map(_is_entry, files.values())):
            return files
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return {}


def _is_entry(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 5
        and all(isinstance(v, int) for v in value[:4])
        and isinstance(value[4], str)
        and len(value[4]) == 64
    )


def _save(cache: Path, files: dict[str, list[int | str]]) -> None:
    """Replace the cache in one step; a cache that cannot be written is no reason to fail."""
    with suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=cache.parent, prefix=cache.name)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as out:
                json.dump({"version": _CACHE_VERSION, "files": files}, out)
            Path(part).replace(cache)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
