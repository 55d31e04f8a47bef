"""The SQL files under `sql/` as values: header comments, text, order.

Belongs here: finding and parsing the files. Does not belong here: SQL text, or what is done with a result.

A file of `sql/checks`, `sql/analyses` or `sql/report` begins with comment lines `-- key: value`; a comment line without a key
goes on with the line before. The rest is one statement. A file of `sql/views` is a sequence of statements and has no header.
"""

import re
from dataclasses import dataclass
from pathlib import Path

SQL_FOLDER = Path(__file__).resolve().parents[1] / "sql"

# What a header must say, by folder.
REQUIRED = {
    "checks": ("check", "asset", "severity", "about"),
    "analyses": ("name", "title", "about"),
    "report": ("name", "about"),
}
SEVERITIES = ("ERROR", "WARN")

_KEY = re.compile(r"--\s*([a-z]+):\s*(.*)")


@dataclass(frozen=True, slots=True)
class Query:
    """One SQL statement with what its header says about it."""

    name: str
    header: dict[str, str]
    sql: str
    path: Path

    @property
    def about(self) -> str:
        """What the query answers or the check asserts."""
        return self.header["about"]


def load(folder: str, root: Path = SQL_FOLDER) -> list[Query]:
    """The queries of `sql/<folder>` (checks, analyses or report), in the order of their file names.

    Raises:
        ValueError: a header lacks a key, names a severity that does not exist, or disagrees with the file's name; names the file.
    """
    return [_parse(path, folder) for path in sorted((root / folder).glob("*.sql"))]


def named(name: str, folder: str = "analyses", root: Path = SQL_FOLDER) -> Query:
    """The query of that name.

    Raises:
        KeyError: there is none; names those there are.
    """
    queries = {query.name: query for query in load(folder, root)}
    if name not in queries:
        raise KeyError(f"no query {name!r}; there are {', '.join(queries)}")
    return queries[name]


def views(root: Path = SQL_FOLDER) -> list[str]:
    """The scripts of `sql/views` in the order in which they must run (a later one may use an earlier one)."""
    return [path.read_text(encoding="utf-8") for path in sorted((root / "views").glob("*.sql"))]


def _parse(path: Path, folder: str) -> Query:
    header: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    body = 0
    key = ""
    for line in lines:
        if not line.startswith("--"):
            break
        body += 1
        found = _KEY.match(line)
        if found:
            key = found[1]
            header[key] = found[2].strip()
        elif key:
            header[key] = f"{header[key]} {line.removeprefix('--').strip()}".strip()
    missing = [required for required in REQUIRED[folder] if not header.get(required)]
    if missing:
        raise ValueError(f"{path.name}: the header has no {', '.join(missing)}")
    name = header["check" if folder == "checks" else "name"]
    if name != path.stem:
        raise ValueError(f"{path.name}: the header calls it {name}")
    if folder == "checks" and header["severity"] not in SEVERITIES:
        raise ValueError(f"{path.name}: severity is {header['severity']}, not {' or '.join(SEVERITIES)}")
    return Query(name, header, "\n".join(lines[body:]).strip().removesuffix(";"), path)
