"""Duplicates, measured: `python -m benchmarks.bench_duplicates SHARED [pairs|robustness|ticker|speed|million|corpus …]`.

    pairs        labelled pairs among 3,000 background stories, through ingest and cleaning; cross-validation; the curve
    robustness   300 stories x 14 kinds of damage, beside the settings of text-dedup, datatrove and datasketch
    ticker       6,000 unrelated pages of 20 sources that share a ticker of 450 words each
    speed        fold + fingerprint beside datasketch, rensa and datatrove-style NumPy; join, verification, 1,000 more
    million      the same at 1,000,000 synthetic stories in a store (`--stories N`: so many; `--kept DIR`: keeps it)
    corpus       all of SaudiNewsNet: rates per paper and the largest groups

Without a name all of them run. `--out DIR` keeps the curve as SVG. datasketch and rensa are used when installed.
Speeds are CPU seconds of one thread (set POLARS_MAX_THREADS=1), so a busy machine does not change them much.
"""

import argparse
import hashlib
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import polars as pl

from benchmarks import baselines_duplicates as baselines
from pipeline import stages
from pipeline.clean import clean
from pipeline.clean.fold import key_text
from pipeline.duplicates import body_texts, checks, find_duplicates, fingerprint, plot, relations, seen
from pipeline.duplicates.candidates import candidates
from pipeline.duplicates.evidence import Evidence, compare, read
from pipeline.duplicates.expand import texts_of
from pipeline.duplicates.facts import Facts
from pipeline.duplicates.find import index_of
from pipeline.duplicates.fingerprints import sketched
from pipeline.duplicates.flat import Flat, hex_column
from pipeline.duplicates.printed import printed
from pipeline.duplicates.sketch import SIGNATURE_VERSION, key_views, key_words, sketch_compiled, sketch_reference
from pipeline.ingest import inventory, read_files
from pipeline.plan import World
from pipeline.schema import FINGERPRINTS, STORIES, STORY_LINES
from pipeline.settings import CleanSettings, DuplicateSettings, IngestSettings, Settings
from pipeline.store import Store

SETTINGS = DuplicateSettings()
Bodies = Callable[[list[str]], pl.DataFrame]


def news(shared: Path) -> pl.DataFrame:
    """story_id, source, title, published_at, body of SaudiNewsNet, in the order of its archives."""
    rows = []
    for path in sorted((shared / "data/news/SaudiNewsNet/dataset").rglob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    for at, story in enumerate(json.loads(archive.read(name).decode("utf-8-sig"))):
                        body, day = story.get("content") or "", str(story.get("date_extracted"))[:10]
                        story_id = hashlib.sha256(f"{path.name}{name}{at}".encode()).hexdigest()[:16]
                        rows.append((story_id, story["source"], story.get("title"), day, body))
    table = pl.DataFrame(rows, schema=["story_id", "source", "title", "published_at", "body"], orient="row")
    return table.with_columns(pl.col("published_at").str.to_date(strict=False))


def fingerprints(table: pl.DataFrame) -> pl.DataFrame:
    """FINGERPRINTS of stories whose body is all there is."""
    bodies = Flat.of(table["body"])
    return FINGERPRINTS.frame(
        table.select(
            "story_id",
            "published_at",
            signature_version=pl.lit(SIGNATURE_VERSION, dtype=pl.Int64),
            sha256_raw=hex_column(bodies.digests()),
            title_key=key_views(Flat.of(table["title"])).series().replace("", None),
        ).with_columns(sketched(bodies, Flat.of([""] * len(table))))
    )


def reader(table: pl.DataFrame) -> Bodies:
    """Bodies by id, from memory."""
    bodies = dict(table.select("story_id", "body").iter_rows())
    return lambda ids: pl.DataFrame(
        {"story_id": ids, "body": [bodies[i] for i in ids]}, schema={"story_id": pl.String, "body": pl.String}
    )


def show(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    cells = [list(map(str, head)), *([f"{c:.3f}" if isinstance(c, float) else str(c) for c in row] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
    print(f"\n## {title}")
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


# --- labelled pairs ---------------------------------------------------------------------------------------------------


def pairs(shared: Path, out: Path | None) -> None:
    script = shared / "gold/pairs/score_pairs.py"
    with tempfile.TemporaryDirectory() as scratch:
        raw, warehouse = Path(scratch, "raw"), Path(scratch, "pairs.duckdb")
        dataset = str(shared / "data/news/SaudiNewsNet/dataset")
        subprocess.run([sys.executable, str(script), "prepare", dataset, str(raw), "--background", "3000"], check=True)
        records = read_files(raw, inventory(raw), IngestSettings())[1]
        stories, lines = clean(records, CleanSettings())
        texts = body_texts(stories, lines)
        found = find_duplicates(fingerprint(stories, lines), reader(texts), SETTINGS)
        with duckdb.connect(str(warehouse)) as connection:
            for name, frame in zip(("stories", "duplicate_pairs", "duplicate_groups"), (stories, *found), strict=True):
                connection.register("frame", frame.to_arrow())
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
                connection.unregister("frame")
        print("\n## Labelled pairs among 3,000 background stories", flush=True)
        subprocess.run([sys.executable, str(script), "score", str(warehouse), "--errors", "50"], check=True)
    labelled = _labelled(shared, stories.join(texts.select("story_id", "body"), on="story_id", how="left"))
    _errors(shared, stories, found[0], labelled)
    _cross_validate(labelled)
    curve = _curve(labelled)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        plot.plot_calibration(curve, out / "duplicates_calibration.svg")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled pair: whether it should merge, its relation, and what was measured of it."""

    should_merge: bool
    relation: str
    exact: bool
    evidence: Evidence
    facts: tuple[Facts, Facts]

    def both(self) -> tuple[Facts, Facts]:
        return self.facts


def _labelled(shared: Path, stories: pl.DataFrame) -> list[Labelled]:
    body = dict(stories.select("url", pl.col("body").fill_null("")).iter_rows())
    rows = _rows(shared)
    urls = [[_url(row[side]) for side in "ab"] for row in rows]
    texts = read(Flat.of([body[url] for both in urls for url in both]))
    left = np.arange(0, len(texts), 2, dtype=np.int32)
    words = [texts.words(at) for at in range(len(texts))]
    return [
        Labelled(row["should_merge"], row["relation"], a == b and len(a) >= 5, e, (Facts(a), Facts(b)))
        for row, a, b, e in zip(rows, words[::2], words[1::2], compare(texts, left, left + 1), strict=True)
    ]


def _errors(shared: Path, stories: pl.DataFrame, found: pl.DataFrame, labelled: Sequence[Labelled]) -> None:
    """Every pair whose relation differs from the label, with what decided."""
    ids = dict(stories.select("url", "story_id").iter_rows())
    relation = {frozenset((a, b)): r for a, b, r in found.select("story_a", "story_b", "relation").iter_rows()}
    lines = []
    for row, pair in zip(_rows(shared), labelled, strict=True):
        got = relation.get(frozenset(ids[_url(row[side])] for side in "ab"), "none")
        as_none = row["relation"] in ("different", "same_story") and got == "none"
        if got == row["relation"] or as_none or (row["relation"] == "exact" and got.startswith("exact")):
            continue
        e, (a, b) = pair.evidence, pair.facts
        figures = (
            f"J {e.jaccard:.2f} own {e.own_jaccard:.2f} formulas {e.formulas:.2f} run {e.longest_run} "
            f"covered {e.covered_a:.2f}/{e.covered_b:.2f} new {e.new_a:.2f}/{e.new_b:.2f} words {e.n_words_a}/{e.n_words_b}"
        )
        numbers = f"{sorted(a.numbers - b.numbers)[:6]} {sorted(b.numbers - a.numbers)[:6]}"
        lines.append((row["pair_id"], row["relation"], got, figures, numbers, row["note"]))
    show(
        f"{len(lines)} errors of relation", ("pair", "label", "found", "figures", "numbers of one side", "note"), lines
    )


def _rows(shared: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (shared / "gold/pairs/pairs.jsonl").open(encoding="utf-8")]


def _url(side: dict[str, Any]) -> str:
    return f"{side['url']}#{side['zip'][:10]}-{side['index']}"


GRID: dict[str, tuple[float, ...]] = {
    "max_new_share": (0.12, 0.16, 0.2, 0.24, 0.28),
    "ALIKE": (0.2, 0.25, 0.3, 0.35, 0.4),
    "PASSAGE_WORDS": (16, 20, 24, 28, 32),
    "OWN": (0.15, 0.2, 0.25, 0.3, 0.35),
    "MOSTLY": (0.5, 0.55, 0.6, 0.65, 0.7),
    "MOST_LONGER": (1.1, 1.2, 1.3, 1.4, 1.6),
    "SENTENCE_WORDS": (5, 10, 15, 20, 25),
}  # fmt: skip
"""What merging depends on, and values around the one in use."""


def _merges(pairs_: Sequence[Labelled], changed: dict[str, float]) -> list[bool]:
    """Whether each pair merges when some thresholds are changed."""
    before = {name: getattr(relations, name) for name in changed if name.isupper()}
    settings = SETTINGS.model_copy(update={name: value for name, value in changed.items() if not name.isupper()})
    try:
        for name in before:
            setattr(relations, name, changed[name])
        verdicts = [relations.relation(pair.evidence, pair.both, settings) for pair in pairs_]
    finally:
        for name, value in before.items():
            setattr(relations, name, value)
    return [pair.exact or (v is not None and v.merges) for pair, v in zip(pairs_, verdicts, strict=True)]


def _score(pairs_: Sequence[Labelled], merged: Sequence[bool]) -> tuple[float, float, float]:
    tp = sum(m and p.should_merge for p, m in zip(pairs_, merged, strict=True))
    precision, recall = tp / max(1, sum(merged)), tp / max(1, sum(p.should_merge for p in pairs_))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _cross_validate(pairs_: Sequence[Labelled], folds: int = 10) -> None:
    """Each fold is judged with thresholds that were chosen on the others alone (one threshold moved at a time)."""
    moves: list[dict[str, float]] = [{}] + [{name: value} for name, values in GRID.items() for value in values]
    table = np.array([_merges(pairs_, move) for move in moves])
    fold = np.arange(len(pairs_)) % folds
    merged = np.zeros(len(pairs_), dtype=bool)
    chosen: Counter[str] = Counter()
    for held_out in range(folds):
        train = [at for at in range(len(pairs_)) if fold[at] != held_out]
        scores = [_score([pairs_[at] for at in train], table[move][train].tolist())[2] for move in range(len(moves))]
        best = int(np.argmax(scores))  # the first, hence the thresholds in use where nothing beats them
        chosen[str(moves[best] or "as they are")] += 1
        merged[fold == held_out] = table[best][fold == held_out]
    rows = [("in use", *_score(pairs_, table[0].tolist())), (f"{folds}-fold", *_score(pairs_, merged.tolist()))]
    alone = {
        "jaccard": [p.evidence.jaccard for p in pairs_],
        "containment": [max(p.evidence.containment_a, p.evidence.containment_b) for p in pairs_],
    }
    for name, share in alone.items():
        values = np.where([p.exact for p in pairs_], 1.0, share)
        held = np.zeros(len(pairs_), dtype=bool)
        for held_out in range(folds):
            rest = np.flatnonzero(fold != held_out).tolist()
            cuts = np.arange(0.02, 1, 0.02)
            of = [_score([pairs_[at] for at in rest], (values[rest] >= cut).tolist())[2] for cut in cuts]
            held[fold == held_out] = values[fold == held_out] >= cuts[int(np.argmax(of))]
        rows.append((f"{folds}-fold, a threshold on {name} alone", *_score(pairs_, held.tolist())))
    show("Merging, pair by pair (no groups)", ("thresholds", "precision", "recall", "F"), rows)
    print("chosen by the folds:", dict(chosen))


def _curve(pairs_: Sequence[Labelled]) -> pl.DataFrame:
    in_use = {name: getattr(SETTINGS, name, None) or getattr(relations, name) for name in GRID}
    rows = [
        {"setting": name, "threshold": float(value), "precision": p, "recall": r, "chosen": value == in_use[name]}
        for name, values in GRID.items()
        for value in values
        for p, r, _ in [_score(pairs_, _merges(pairs_, {name: value}))]
    ]
    show(
        "Calibration", ("setting", "threshold", "precision", "recall", "in use"), (tuple(row.values()) for row in rows)
    )
    return pl.DataFrame(rows)


# --- robustness -------------------------------------------------------------------------------------------------------


def robustness(shared: Path, out: Path | None) -> None:
    table = news(shared)
    chosen = _unrelated(table, 300, with_numbers=True)
    filler = _unrelated(table.filter(~pl.col("story_id").is_in(chosen["story_id"].implode())), 600)["body"].to_list()
    kinds = baselines.variants(filler)
    rows = []
    for name, (damage, expected) in kinds.items():
        rng = random.Random(name)
        bodies = [damage(body, rng) for body in chosen["body"]]
        copies = chosen.with_columns(
            story_id=pl.lit("x") + pl.col("story_id").str.slice(1), body=pl.Series(bodies), title=None
        )
        both = pl.concat([chosen.with_columns(title=None), copies.with_columns(pl.col("title").cast(pl.Null))])
        both = both.with_columns(pl.col("title").cast(pl.String))
        found, groups = find_duplicates(fingerprints(both), reader(both), SETTINGS)
        group = dict(groups.select("story_id", "group_id").iter_rows())
        relation = {frozenset((a, b)): r for a, b, r in found.select("story_a", "story_b", "relation").iter_rows()}
        ids = list(zip(chosen["story_id"], copies["story_id"], strict=True))
        got = Counter(relation.get(frozenset(both_ids), "none") for both_ids in ids)
        merged = sum(a in group and group.get(a) == group.get(b) for a, b in ids)
        false = sum(n - 1 for n in Counter(g for i, g in group.items() if i[0] != "x").values())
        others = [
            "/".join(str(round(x, 2)) for x in baseline(chosen["body"].to_list(), bodies))
            for baseline in baselines.METHODS.values()
        ]
        share = sum(got[kind] for kind in expected) / len(ids)
        rows.append(
            (
                name,
                "/".join(expected),
                share,
                1 - got["none"] / len(ids),
                merged / len(ids),
                false,
                *others,
                dict(got.most_common(3)),
            )
        )
    head = (
        "damage",
        "expected",
        "as expected",
        "found",
        "merged",
        "false merges",
        *(f"{m} found/false" for m in baselines.METHODS),
        "relations",
    )
    show("300 stories, each beside a damaged copy", head, rows)


def _unrelated(table: pl.DataFrame, n: int, with_numbers: bool = False) -> pl.DataFrame:
    """Stories of 80 to 600 words, in the order of their ids, no two of which are a pair of any relation."""
    words = pl.col("body").str.count_matches(r"\S+")
    pool = table.filter(words.is_between(80, 600)).sort("story_id").unique("body", keep="first", maintain_order=True)
    if with_numbers:
        numbered = [any(w.isdecimal() and len(w) < 4 for w in key_words(body)[:40]) for body in pool["body"]]
        pool = pool.filter(pl.Series(numbered))
    pool = pool.head(3 * n)
    found = find_duplicates(fingerprints(pool), reader(pool), SETTINGS)[0]
    paired = pl.concat([found["story_a"], found["story_b"]]).implode()
    return pool.filter(~pl.col("story_id").is_in(paired)).head(n)


# --- a ticker that cleaning may or may not take off -------------------------------------------------------------------


def ticker(shared: Path, out: Path | None) -> None:
    table = news(shared)
    # 10,000 asked for, so that 6,000 remain; a short body under a ticker is the hard case, so those stay in.
    pages = _unrelated(table, 6000)
    others = table.filter(~pl.col("story_id").is_in(pages["story_id"].implode()))["title"].drop_nulls().to_list()
    tickers = [_ticker(others[at * 80 :], 450) for at in range(20)]
    rows = []
    for name, top in (("cleaned", "ticker on its own line"), ("not cleaned", "ticker glued to the body")):
        with_ticker = pages.with_row_index().with_columns(
            source=pl.format("source {}", pl.col("index") % 20),
            raw=pl.Series([f"{tickers[at % 20]}\n{body}" for at, body in enumerate(pages["body"])]),
        )
        # Uncleaned, every two pages of a source are candidates: 1,500 pages are enough to see what verification does.
        bodies = with_ticker.with_columns(body="raw").filter(pl.col("index") % 20 < 5)
        left = 1.0
        if name == "cleaned":
            bodies, left = _cleaned(with_ticker, tickers)
        start = time.perf_counter()
        made = fingerprints(bodies.select(pages.columns))
        found, groups = find_duplicates(made, reader(bodies), SETTINGS)
        seconds = time.perf_counter() - start
        merges = len(found.filter("merges"))
        rows.append((f"{name} ({top})", len(bodies), left, len(found), merges, len(groups), seconds))
    methods = [
        (m, *baselines.METHODS[m]([f"{tickers[0]} {body}" for body in pages["body"][:300]], []))
        for m in baselines.METHODS
    ]
    show(
        "6,000 unrelated pages, 20 tickers of 450 words",
        ("body", "pages", "ticker left", "pairs", "merging pairs", "stories in groups", "seconds"),
        rows,
    )
    show("Baselines on 300 pages of one source, uncleaned", ("method", "found", "false pairs per story"), methods)


def _ticker(titles: Sequence[str], words: int) -> str:
    return " ".join(" *** ".join(title.strip() for title in titles).split()[:words])


def _cleaned(pages: pl.DataFrame, tickers: Sequence[str]) -> tuple[pl.DataFrame, float]:
    """The pages' bodies as cleaning leaves them, and the share of pages that still hold ticker words."""
    with tempfile.TemporaryDirectory() as scratch:
        drop = Path(scratch, "raw", "pages")
        drop.mkdir(parents=True)
        with (drop / "pages.jsonl").open("w", encoding="utf-8") as file:
            for page in pages.iter_rows(named=True):
                record = {
                    "url": page["story_id"],
                    "source": page["source"],
                    "title": page["title"],
                    "text": page["raw"],
                }
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        records = read_files(drop.parent, inventory(drop.parent), IngestSettings())[1]
        stories, lines = clean(records, CleanSettings())
    texts = body_texts(stories, lines).join(stories.select("story_id", "url"), on="story_id")
    kept = pages.drop("body").join(texts.select("body", story_id="url"), on="story_id")
    probes = [ticker_.split(" *** ")[1].strip() for ticker_ in tickers]
    left = sum(any(probe in body for probe in probes) for body in kept["body"])
    return kept, left / max(1, len(kept))


# --- speed ------------------------------------------------------------------------------------------------------------


def speed(shared: Path, out: Path | None) -> None:
    table = news(shared)
    texts = table["body"].to_list()
    flat = Flat.of(table["body"])
    sketch_compiled(flat.take(np.arange(10)))
    rows = []
    methods: list[tuple[str, Callable[[Sequence[str]], object], int]] = [
        ("fold + fingerprint, compiled", lambda _: sketch_compiled(flat), len(texts)),
        ("the same with both SHA-256", lambda _: (flat.digests(), sketch_compiled(flat).keys.digests()), len(texts)),
        ("fold + fingerprint, NumPy reference", lambda part: [sketch_reference(text) for text in part], 2000),
        ("fold alone (key_text)", lambda part: [key_text(text) for text in part], 4000),
        *((f"{name}, same fold", run, 500) for name, run in baselines.SKETCHES.items()),
    ]  # fmt: skip
    for name, run, n in methods:
        start = time.process_time()
        run(texts[:n])
        rows.append((name, n, int(n / (time.process_time() - start))))
    show(
        f"Fold and fingerprint, one core, {np.mean([len(key_words(t)) for t in texts[:2000]]):.0f} words a story",
        ("method", "stories", "stories per CPU second"),
        rows,
    )
    _end_to_end(shared)
    made = fingerprints(table)
    _join_and_verify(made, reader(table), made["story_id"].is_in(made["story_id"].gather_every(31).implode()))


def _end_to_end(shared: Path) -> None:
    """The stage of the pipeline on cleaned stories: joining body lines, fold, sketch, SHA-256, titles, the frame."""
    with tempfile.TemporaryDirectory() as scratch:
        drop = Path(scratch, "raw", "news")
        drop.mkdir(parents=True)
        for path in sorted((shared / "data/news/SaudiNewsNet/dataset").rglob("*.zip"))[:6]:
            (drop / path.name).write_bytes(path.read_bytes())
        records = read_files(drop.parent, inventory(drop.parent), IngestSettings())[1]
    stories, lines = clean(records, CleanSettings())
    rows = []
    cut = list(printed(stories, lines))
    n = sum(len(part.stories) for part in cut)
    steps: dict[str, Callable[[], object]] = {
        "cutting bodies and what is around them": lambda: list(printed(stories, lines)),
        "SHA-256 of them as found": lambda: [part.whole.digests() for part in cut],
        "fold, sketch": lambda: [sketch_compiled(part.body) for part in cut],
        "the same with SHA-256 of key views, as columns": lambda: [sketched(part.body, part.around) for part in cut],
        "titles": lambda: [key_views(Flat.of(part.stories["title"])).series() for part in cut],
        "the stage fingerprints, end to end": lambda: fingerprint(stories, lines),
    }
    for name, step in steps.items():
        seconds = []
        for _ in range(5):
            start = time.process_time()
            step()
            seconds.append(time.process_time() - start)
        rows.append((name, n, 1e6 * min(seconds) / n, int(n / min(seconds)), int(n / sorted(seconds)[2])))
    head = ("step", "stories", "microseconds a story", "stories per CPU second, best of five", "median")
    show("The stage, one core", head, rows)


def _timed(what: str, work: Callable[[], Any]) -> Any:
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    print(f"{what:44}{time.perf_counter() - wall:9.2f} s wall {time.process_time() - cpu:9.2f} s CPU", flush=True)
    return done


def _join_and_verify(made: pl.DataFrame, bodies: Bodies, is_new: pl.Series) -> None:
    """Everything at once, then the new stories added to what was found among the others: both must end alike."""
    index = index_of(texts_of(made))
    found = _timed("candidate join", lambda: candidates(index)[0])
    print(f"  {len(found):,} candidates of {len(made):,} stories")
    _forget_peak()
    everything = _timed("join, verification, groups of all", lambda: find_duplicates(made, bodies, SETTINGS))
    print(
        f"  {len(everything[0]):,} pairs, {everything[1]['group_id'].n_unique():,} groups, peak {_peak_gib():.2f} GiB"
    )
    new = made.filter(is_new)["story_id"].implode()
    touching = pl.col("story_a").is_in(new) | pl.col("story_b").is_in(new)
    known = everything[0].filter(~touching), seen(made.filter(~is_new))
    reading: list[float] = []
    read_: list[int] = []

    def counted(ids: list[str]) -> pl.DataFrame:
        start = time.perf_counter()
        got = bodies(ids)
        read_.append(len(ids))
        reading.append(time.perf_counter() - start)
        return got

    _forget_peak()
    for time_ in ("first", "second"):
        reading.clear()
        read_.clear()
        label = f"{int(is_new.sum()):,} new, {time_} time in this process"
        grown = _timed(label, lambda: find_duplicates(made, counted, SETTINGS, known=known))
        print(
            f"  of it {sum(reading):.2f} s reading {sum(read_):,} texts; "
            f"{len(grown[0].filter(touching)):,} pairs with them, peak {_peak_gib():.2f} GiB"
        )
    assert all(map(pl.DataFrame.equals, grown, everything)), "full and incremental differ"


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak_gib() -> float:
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 2**20


def _load_kernels() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import pipeline.duplicates.kernels"], check=True)
    middle = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import numpy, polars"], check=True)
    return middle - start - (time.perf_counter() - middle)


def million(shared: Path, out: Path | None, n: int = 1_000_000, kept: Path | None = None) -> None:
    """Stories of about 300 words from sentences of real ones, as drops of 20,000 in a store, and a drop of 1,000 more.

    Every fifth word of a sentence is another real word, so that only copies share long passages. The first sentence
    stays as it is, cut to 30 words, and opens five stories, so that a story has about one candidate that verification
    refuses, as in SaudiNewsNet. One story in fifty is an edited copy of an earlier one and one in a hundred quotes sixty
    words of another; half of the new drop are edited copies. `kept`: a folder that holds the store, or will.
    """
    with tempfile.TemporaryDirectory() as scratch:
        world = World(Settings(raw=Path(scratch, "raw"), home=kept or Path(scratch)))
        if "new" not in world.store.partitions("fingerprints"):
            _timed("making stories and fingerprints, storing", lambda: _fill(world.store, _Recombined(shared, n), n))
        drops = world.store.partitions("fingerprints")
        _timed("the index of all drops, made", lambda: stages.shelf(world, drops))
        shelf = _timed("the index of all drops, opened", lambda: stages.shelf(world, drops))
        new = world.store.read("fingerprints", "new", ["story_id"])["story_id"]
        print(f"loading the compiled loops, once a process: {_load_kernels():.2f} s")
        made = shelf.fingerprints
        _join_and_verify(made, shelf.bodies, made["story_id"].is_in(new.implode()))


_DROP: Final = 20_000


def _fill(store: Store, make: "_Recombined", n: int) -> None:
    edited: list[str] = []
    for first in range(0, n, _DROP):
        bodies = make(first, min(_DROP, n - first))
        rng = np.random.default_rng(first + 1)
        for body in bodies[24 :: max(1, len(bodies) * n // (500 * _DROP))][: max(1, 500 * _DROP // n)]:
            words = body.split()
            for at in rng.integers(0, len(words), 6):
                words[at] = "بديل"
            edited.append(" ".join(words))
        _store_drop(store, f"drop{first:08}", first, bodies)
    _store_drop(store, "new", n, edited[:500] + make(n, 500))


def _store_drop(store: Store, key: str, first: int, bodies: Sequence[str]) -> None:
    """Stories of one body line, and their fingerprints."""
    ids = [_story_id(first + at) for at in range(len(bodies))]
    told = pl.DataFrame({"story_id": ids, "raw_text": bodies}).with_columns(
        n_chars=pl.col("raw_text").str.len_chars().cast(pl.Int64), partition_key=pl.lit(key), status=pl.lit("ok")
    )
    rest = {
        c.name: pl.lit(None if c.nullable else 0 if c.dtype == pl.Int64 else "", dtype=c.dtype)
        for c in STORIES.columns
        if c.name not in told.columns
    }
    span = {"start_char": pl.lit(0), "line_no": pl.lit(0), "paragraph_no": pl.lit(0)}
    lines = told.select("story_id", end_char="n_chars", label=pl.lit("body"), rule_id=pl.lit("made"), **span)
    tables = STORIES.frame(told.with_columns(**rest)), STORY_LINES.frame(lines)
    for name, frame in zip(("stories", "story_lines", "fingerprints"), (*tables, fingerprint(*tables)), strict=True):
        store.write(name, frame, {}, key)


_SENTENCES: Final = 13  # of a synthetic story
_OPENING: Final = 30  # words of its first sentence at most


def _story_id(at: int) -> str:
    return hashlib.sha256(f"{at}".encode()).hexdigest()[:16]


class _Recombined:
    """Synthetic stories, a batch at a time: the same on every machine."""

    def __init__(self, shared: Path, n: int) -> None:
        split = [
            words
            for body in news(shared)["body"]
            for sentence in re.split(r"[.!؟\n]", body)
            if 8 <= len(words := sentence.split()) <= 60
        ]
        numbers: dict[str, int] = {}
        self.flat = np.array([numbers.setdefault(w, len(numbers)) for words in split for w in words], dtype=np.int32)
        self.words = np.array(list(numbers), dtype=object)
        self.sizes = np.array([len(words) for words in split])
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.openings = max(1, min(len(split), n // 5))

    def __call__(self, first: int, n: int) -> list[str]:
        """Bodies of the stories first … first + n - 1."""
        rng = np.random.default_rng(first)
        chosen = rng.integers(0, len(self.sizes), (n, _SENTENCES))
        chosen[:, 0] %= self.openings
        sizes = self.sizes[chosen]
        sizes[:, 0] = np.minimum(sizes[:, 0], _OPENING)
        flat_sizes = sizes.ravel()
        inside = np.arange(flat_sizes.sum()) - np.repeat(np.cumsum(flat_sizes) - flat_sizes, flat_sizes)
        words = self.flat[np.repeat(self.starts[chosen.ravel()], flat_sizes) + inside]
        opens = np.repeat(np.arange(n * _SENTENCES) % _SENTENCES == 0, flat_sizes)
        other = np.flatnonzero((inside % 5 == 0) & ~opens)
        words[other] = self.flat[rng.integers(0, len(self.flat), len(other))]
        stories = np.split(words, np.cumsum(sizes.sum(axis=1))[:-1])
        for at in range(n):
            if (first + at) % 50 == 49:
                stories[at] = stories[at - 25].copy()
                stories[at][rng.integers(0, len(stories[at]), 6)] = self.flat[rng.integers(0, len(self.flat), 6)]
            elif (first + at) % 100 == 13:
                stories[at] = np.concatenate((stories[at], stories[at - 12][20:80]))
        return [" ".join(self.words[story].tolist()) for story in stories]


# --- the whole corpus -------------------------------------------------------------------------------------------------


def corpus(shared: Path, out: Path | None) -> None:
    table = news(shared)
    found, groups = find_duplicates(fingerprints(table), reader(table), SETTINGS)
    about = table.with_columns(partition_key=pl.lit("all"), status=pl.lit("ok"))
    print(
        "\n## SaudiNewsNet\n",
        Counter(found["relation"]),
        f"{groups['group_id'].n_unique()} groups of {len(groups)} stories",
    )
    rates = checks.copy_rates(about, found, groups).drop("partition_key")
    show("Rates per paper", rates.columns, rates.rows())
    largest = checks.largest_groups(about, groups)
    show("Largest groups", largest.columns, largest.rows())
    told = {row["story_id"]: row for row in table.iter_rows(named=True)}
    for group in largest["group_id"]:
        print(f"\n### {group}")
        for story in sorted(
            groups.filter(pl.col("group_id") == group)["story_id"], key=lambda i: (told[i]["published_at"], i)
        ):
            row = told[story]
            print(
                f"{row['published_at']}  {row['source']:14}{row['title'] or ''} | {' '.join(row['body'].split())[:120]}"
            )


COMMANDS: dict[str, Callable[[Path, Path | None], None]] = {
    "pairs": pairs, "robustness": robustness, "ticker": ticker, "speed": speed, "million": million, "corpus": corpus,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("what", nargs="*", choices=[*COMMANDS, []], default=[])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--stories", type=int, default=1_000_000)
    parser.add_argument("--kept", type=Path)
    given = parser.parse_args()
    for name in given.what or COMMANDS:
        if name == "million":
            million(given.shared, given.out, given.stories, given.kept)
        else:
            COMMANDS[name](given.shared, given.out)


if __name__ == "__main__":
    main()
