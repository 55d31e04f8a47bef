"""Run every benchmark in turn on one folder of shared data."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run `bench_*` one after another; the exit code of the worst."""
    worst = 0
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"\n===== {path.stem} =====", flush=True)
        worst = max(
            worst,
            subprocess.run([sys.executable, "-m", f"benchmarks.{path.stem}", *sys.argv[1:]], check=False).returncode,
        )
    return worst


if __name__ == "__main__":
    sys.exit(main())
