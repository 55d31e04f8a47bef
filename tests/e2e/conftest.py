"""One build of the sample, by the command a user calls, for all end-to-end tests."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sample"


def rasid(*args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Call the command as a shell would."""
    import os

    call = [sys.executable, "-m", "pipeline", *map(str, args)]
    return subprocess.run(
        call, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **env}, check=False, timeout=300
    )


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a finished build of the sample."""
    folder = tmp_path_factory.mktemp("sample") / "home"
    done = rasid("run", "--raw", SAMPLE / "raw", "--home", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def db(home: Path) -> duckdb.DuckDBPyConnection:
    """The sample's published database."""
    return duckdb.connect(str(home / "warehouse.duckdb"), read_only=True)


@pytest.fixture(scope="session")
def expected() -> Any:
    """What the authors of the sample expect."""
    return json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
