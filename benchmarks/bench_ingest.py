"""Ingest on real dumps: stories and speed a corpus, inventory at 10,000 files, and the encoding table.

    python -m benchmarks.bench_ingest SHARED

The encoding table takes 200 stories spread over SaudiNewsNet, cuts them at a length, drops the characters that the
encoding lacks, and asks for the right encoding and the exact text back from the bytes alone.
"""

import argparse
import re
import resource
import shutil
import sys
import tarfile
import tempfile
import time
from pathlib import Path

import polars as pl

from pipeline.ingest import inventory, read_files
from pipeline.ingest.encoding import clean_text, decode
from pipeline.ingest.problems import BadInputError
from pipeline.settings import IngestSettings

N_STORIES = 200
LENGTHS: tuple[int | None, ...] = (80, 300, 1500, None)
ENCODINGS = ("utf-8", "utf-16-le", "windows-1256", "iso-8859-6")
MOJIBAKE = (("utf-8", "windows-1256"), ("utf-8", "latin-1"), ("windows-1256", "latin-1"))
EXPECTED = {"SaudiNewsNet": 31_030, "hespress-6000": 6_000, "hespress-jazeera": 4_124, "antcorpus": 10_161}


def _print(rows: list[dict[str, object]]) -> None:
    with pl.Config(
        tbl_rows=-1, tbl_cols=-1, tbl_width_chars=160, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True
    ):
        print(pl.DataFrame(rows))


def _stage(shared: Path, raw: Path) -> None:
    """Each corpus as a partition of its own."""
    news = shared / "data" / "news"
    shutil.copytree(news / "SaudiNewsNet" / "dataset", raw / "SaudiNewsNet")
    shutil.copytree(news / "hespress-6000", raw / "hespress-6000")
    (raw / "hespress-jazeera").mkdir()
    shutil.copy(news / "hespress-jazeera.tar.gz", raw / "hespress-jazeera")
    with tarfile.open(news / "antcorpus.tar.gz") as archive:
        inside = [m for m in archive if m.isfile() and m.name.count("/") > 1]
        archive.extractall(raw / "antcorpus", members=inside, filter="data")
    shutil.copytree(shared / "data" / "html" / "pages", raw / "html")


def speed(raw: Path) -> list[dict[str, object]]:
    """Stories, seconds and memory of each corpus, read once."""
    found = inventory(raw)
    rows: list[dict[str, object]] = []
    for part in found.partition_by("partition_key", maintain_order=True):
        started, cpu = time.perf_counter(), time.process_time()
        files, records = read_files(raw, part, IngestSettings())
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        megabytes = float(records["raw_text"].str.len_bytes().sum()) / 1e6
        folder = part["path"][0].split("/")[0]
        rows.append(
            {
                "corpus": folder,
                "files": files.height,
                "accepted": files.filter(pl.col("status") == "accepted").height,
                "stories": records.height,
                "expected": EXPECTED.get(folder),
                "problems": records["problem"].count(),
                "no text": records.filter(pl.col("raw_text").str.strip_chars() == "").height,
                "MB of text": round(megabytes, 1),
                "seconds": round(seconds, 2),
                "CPU s": round(cpu, 2),
                "stories/CPU s": round(records.height / cpu),
                "MB/CPU s": round(megabytes / cpu, 1),
                "peak MB so far": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    return rows


def look(raw: Path, home: Path) -> list[dict[str, object]]:
    """Seconds of a first and a second inventory, and of reading a partition again when nothing changed."""
    time.sleep(2.1)  # files must have settled to be remembered
    rows: list[dict[str, object]] = []
    for name in ("first look", "second look"):
        started = time.perf_counter()
        found = inventory(raw, home / "inventory")
        rows.append({"what": name, "files": found.height, "seconds": round(time.perf_counter() - started, 3)})
    part = found.filter(pl.col("path").str.starts_with("antcorpus/"))
    before = read_files(raw, part, IngestSettings())
    started = time.perf_counter()
    read_files(raw, part, IngestSettings(), before)
    rows.append(
        {"what": "unchanged partition", "files": part.height, "seconds": round(time.perf_counter() - started, 3)}
    )
    return rows


def _sample(raw: Path) -> list[str]:
    part = inventory(raw).filter(pl.col("path").str.starts_with("SaudiNewsNet/"))
    texts = read_files(raw, part, IngestSettings())[1].sort("story_id")["raw_text"]
    long = texts.filter(texts.str.strip_chars().str.len_chars() >= 1500)
    return long.gather_every(max(1, len(long) // N_STORIES)).head(N_STORIES).to_list()


def encodings(texts: list[str]) -> list[dict[str, object]]:
    """Share of texts whose encoding was found, and of texts that came back exactly, by length."""
    rows: list[dict[str, object]] = []
    for encoding in ENCODINGS:
        row: dict[str, object] = {"encoding": encoding}
        for length in LENGTHS:
            right = exact = 0
            for whole in texts:
                text = whole.strip()[:length].encode(encoding, "ignore").decode(encoding)
                try:
                    found = decode(text.encode(encoding))
                except BadInputError:
                    continue
                right += found.encoding == encoding
                exact += found.text == text
            row[f"{length or 'full'}: encoding"] = right / len(texts)
            row[f"{length or 'full'}: exact"] = exact / len(texts)
        rows.append(row)
    return rows


def mojibake(texts: list[str]) -> list[dict[str, object]]:
    """Share of wrongly decoded texts that are repaired to the exact original, and of good texts left alone."""
    rows: list[dict[str, object]] = []
    for right, wrong in MOJIBAKE:
        row: dict[str, object] = {"mojibake": f"{right} read as {wrong}"}
        for length in LENGTHS:
            cut = [t.strip()[:length].encode(right, "ignore").decode(right) for t in texts]
            row[str(length or "full")] = sum(clean_text(t.encode(right).decode(wrong)).text == t for t in cut) / len(
                cut
            )
        rows.append(row)
    row = {"mojibake": "none: left alone"}
    for length in LENGTHS:
        cut = [re.sub("[\ud800-\udfff]", "", t.strip()[:length]) for t in texts]
        row[str(length or "full")] = sum(clean_text(t).text == t for t in cut) / len(cut)
    return [*rows, row]


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="folder with data/news and data/html")
    shared = parser.parse_args().shared
    with tempfile.TemporaryDirectory() as work:
        raw = Path(work) / "raw"
        raw.mkdir()
        _stage(shared, raw)
        print("\nReading, one core")
        rows = speed(raw)
        _print(rows)
        print("\nLooking at the raw folder")
        _print(look(raw, Path(work)))
        texts = _sample(raw)
    print(f"\nEncodings: {len(texts)} stories, by characters kept")
    _print(encodings(texts))
    print("\nMojibake: share repaired exactly, by characters kept")
    _print(mojibake(texts))
    return int(any(r["expected"] not in (None, r["stories"]) for r in rows))


if __name__ == "__main__":
    sys.exit(main())
