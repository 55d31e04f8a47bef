"""The whole pipeline on real dumps: seconds and peak memory a stage, Dagster's share, the second run, one added file.

    python -m benchmarks.bench_pipeline SHARED [--corpus seeds|antcorpus|saudinewsnet] [--home DIR] [--workers N]

Works in a temporary folder unless --home is given. Nothing in it is timed by a test.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import zipfile
from collections import defaultdict
from pathlib import Path

import duckdb

from pipeline.plan import World, plan
from pipeline.progress import Progress, quiet
from pipeline.settings import Settings

CORPORA = ("seeds", "antcorpus", "saudinewsnet")
ADDED = (
    "استقبل رئيس الحكومة التونسية في قصر القصبة وفدا من البرلمان الجزائري لبحث التعاون الحدودي بين البلدين.\n\n"
    "وقال رئيس الوفد إن الزيارة تهدف إلى تنسيق الجهود بين تونس والجزائر في مكافحة التهريب.\n"
)


class Meter:
    """Who is at work, since when, and the most memory this process and its children held meanwhile."""

    def __init__(self) -> None:
        self.stage, self.since = "start", time.perf_counter()
        self.seconds: dict[str, float] = defaultdict(float)
        self.peak: dict[str, float] = defaultdict(float)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def watch(self, stage: str, key: str) -> Progress:
        """Called when a stage begins."""
        self.begin(stage)
        return quiet

    def begin(self, stage: str) -> None:
        """What follows belongs to `stage`."""
        now = time.perf_counter()
        self.seconds[self.stage] += now - self.since
        self.stage, self.since = stage, now

    def stop(self) -> None:
        """Close the books."""
        self.begin("end")
        self._stop.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._stop.wait(0.05):
            self.peak[self.stage] = max(self.peak[self.stage], _resident() / 2**20)


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def unpack(shared: Path, corpus: str, raw: Path) -> int:
    """Lay a corpus out as a raw folder; the number of files."""
    if corpus == "seeds":
        shutil.copytree(shared / "seeds", raw / "seeds")
    elif corpus == "antcorpus":
        with tarfile.open(shared / "data" / "news" / "antcorpus.tar.gz") as archive:
            archive.extractall(raw, filter="data")
    else:
        for path in sorted((shared / "data" / "news" / "SaudiNewsNet" / "dataset").glob("*.zip")):
            with zipfile.ZipFile(path) as archive:
                archive.extractall(raw / path.stem)
    return sum(p.is_file() for p in raw.rglob("*"))


def step_seconds(home: Path) -> float:
    """Seconds that the steps say they worked, over all runs of a Dagster home."""
    import dagster as dg

    from assets.instance import open_instance

    total = 0.0
    with open_instance(home) as instance:
        for run in instance.get_runs():
            for record in instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION):
                event = record.dagster_event
                if event is not None:
                    value = event.step_materialization_data.materialization.metadata.get("seconds")
                    total += float(value.value) if value is not None and value.value is not None else 0.0  # type: ignore[arg-type]
    return total


def command(raw: Path, home: Path) -> float:
    """Wall seconds of `rasid run` as a user calls it."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pipeline", "run", "--raw", str(raw), "--home", str(home)],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--corpus", choices=CORPORA, default="antcorpus")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    from assets.runner import materialize, publish

    with tempfile.TemporaryDirectory() as scratch:
        raw, home = Path(scratch) / "raw", args.home or Path(scratch) / "home"
        files = unpack(args.shared, args.corpus, raw)
        meter = Meter()
        world = World(Settings(raw=raw, home=home, workers=args.workers), meter.watch)
        started = time.perf_counter()
        state = plan(world)
        errors = materialize(world, state.stale)
        meter.begin("publish")
        problem = publish(world, plan(world))
        meter.stop()
        wall = time.perf_counter() - started
        if errors or problem:
            print("failed:", errors, problem)
        print(
            f"\n{args.corpus}: {files} files, {len(state.partitions)} drops, {args.workers} worker(s), {wall:.1f} s\n"
        )
        print(f"{'stage':20} {'seconds':>9} {'peak MiB':>9}")
        for stage, seconds in meter.seconds.items():
            print(f"{stage:20} {seconds:9.1f} {meter.peak[stage]:9.0f}")
        report(raw, home, files, world)


def report(raw: Path, home: Path, files: int, world: World) -> None:
    """What was published, and what the next runs cost."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as db:
        tables = (
            "files",
            "stories",
            "sentences",
            "tokens",
            "event_mentions",
            "rejected_candidates",
            "events",
            "duplicate_pairs",
        )
        counts = {t: (db.execute(f"SELECT count(*) FROM {t}").fetchone() or (0,))[0] for t in tables}
        left = db.execute("SELECT status, count(*) FROM files GROUP BY ALL ORDER BY ALL").fetchall()
    print("\n" + json.dumps(counts))
    print(
        f"files found {files}, in the table {counts['files']}: {'nothing lost' if files == counts['files'] else 'LOST'}; {left}"
    )
    print(f"again, nothing changed: {command(raw, home):.2f} s")
    drop = sorted(p for p in raw.iterdir() if p.is_dir())[0]
    (drop / "added-story.txt").write_text(ADDED, encoding="utf-8")
    due = plan(World(world.settings)).stale
    print(f"one file added to {drop.name}: due {due}, {command(raw, home):.2f} s")


if __name__ == "__main__":
    main()
