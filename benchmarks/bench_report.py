"""The report, the views, the named queries and the checks on a large warehouse: seconds of each, and peak memory.

    python -m benchmarks.bench_report [SHARED] [--warehouse FILE] [--stories N]

Without --warehouse the hand-made corpus of the tests is laid out again and again, with ids, days and sources of its own, until
it has N stories; SHARED is not needed. What it says is the cost of asking; nothing in it is timed by a test.
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from pipeline import queries, report, schema
from pipeline.report.blank import blank_warehouse

IDS = (
    "file_id",
    "story_id",
    "sentence_id",
    "mention_id",
    "event_id",
    "via_mention_id",
    "group_id",
    "story_a",
    "story_b",
)
DAYS = ("date_start", "date_end", "published_at", "first_published")
SHOWN = 12


def multiply(path: Path, n_stories: int) -> None:
    """Write a warehouse of about so many stories."""
    from tests.unit.sql import miniature

    small = miniature.rows()
    copies = max(1, n_stories // len(small["stories"]))
    with blank_warehouse(str(path)) as db:
        for table in (t for t in schema.TABLES.values() if t.published):
            rows = table.frame([miniature.filled(table, row) for row in small[table.name]])
            db.register("small", rows.to_arrow())
            columns = ", ".join(_varied(column.name) for column in table.columns)
            once = table.name in ("build", "entities", "quality_checks")
            db.execute(f"INSERT INTO {table.name} SELECT {columns} FROM small, range({1 if once else copies}) AS r (n)")


def _varied(name: str) -> str:
    if name in IDS:
        return f"{name} || n"
    if name in DAYS:
        return f"({name} + (n % 300)::INT)::DATE"
    if name == "source":
        return "source || ' ' || (n % 40)"
    return "path || n" if name == "path" else f'"{name}"'


def measure(warehouse: Path) -> list[tuple[str, float, int]]:
    """What was asked, seconds, rows."""
    timed = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("report, first", "report, again"):
            start = time.perf_counter()
            report.write(warehouse, Path(folder) / "report.html")
            timed.append((name, time.perf_counter() - start, (Path(folder) / "report.html").stat().st_size))
    with duckdb.connect(str(warehouse), read_only=True) as db:
        for folder in ("analyses", "checks"):
            for query in queries.load(folder):
                start = time.perf_counter()
                n = len(db.execute(query.sql).fetchall())
                timed.append((f"{folder}/{query.name}", time.perf_counter() - start, n))
    return timed


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?")
    parser.add_argument("--warehouse", type=Path)
    parser.add_argument("--stories", type=int, default=32_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        warehouse = arguments.warehouse
        if warehouse is None:
            warehouse = Path(folder) / "warehouse.duckdb"
            multiply(warehouse, arguments.stories)
        timed = measure(warehouse)
    pages, asked = timed[:2], timed[2:]
    print("| what | seconds | rows (bytes of the page) |\n| --- | ---: | ---: |")
    for name, seconds, n in [*pages, *sorted(asked, key=lambda row: -row[1])[:SHOWN]]:
        print(f"| {name} | {seconds:.2f} | {n} |")
    print(f"| all {len(asked)} queries and checks | {sum(row[1] for row in asked):.2f} | |")
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB", file=sys.stdout)


if __name__ == "__main__":
    main()
