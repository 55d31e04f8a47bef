"""The command: what it prints, what it refuses, and with which exit code."""

import json
from pathlib import Path

import pytest

from tests.conftest import VISIT, write
from tests.e2e.conftest import SAMPLE, rasid


@pytest.mark.parametrize(
    ("args", "env", "named"),
    [
        (["run", "--raw", "no/such/folder"], {}, "no/such/folder"),
        (["run", "--raw", "tests/sample/raw", "--partition", "1999-01-01"], {}, "1999-01-01"),
        (["run", "--raw", "tests/sample/raw"], {"RASID_WORKERS": "none"}, "workers"),
        (["run", "--raw", "tests/sample/raw"], {"RASID_NLP__MODEL": "/no/model"}, "/no/model"),
        (["query", "no_such_query"], {}, "no_such_query"),
        (["evaluate", "docs"], {}, "docs"),
    ],
)
def test_refusals_name_what_is_wrong(args: list[str], env: dict[str, str], named: str, tmp_path: Path) -> None:
    refused = rasid(*args, *(["--home", str(tmp_path)] if args[0] != "query" else []), **env)
    assert refused.returncode == 2
    assert named in refused.stderr
    assert "Traceback" not in refused.stderr


def test_broken_settings_file_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rasid.toml").write_text("workers = = 2")
    monkeypatch.chdir(tmp_path)
    from typer.testing import CliRunner

    from assets.cli import app

    result = CliRunner().invoke(app, ["plan"])
    assert result.exit_code == 2


def test_help_names_every_setting() -> None:
    text = rasid("--help", COLUMNS="300").stdout
    for name in ("RASID_RAW", "RASID_NLP__MODEL", "RASID_CHECKS__MAX_GROUP", "RASID_INGEST__MAX_RATIO"):
        assert name in text


def test_left_out_drop_gives_exit_code_three(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write(raw / "good" / "visit.txt", VISIT)
    for n in range(3):
        write(raw / "Bad drop" / f"{n}.txt", "")
    done = rasid("run", "--raw", raw, "--home", tmp_path / "home", RASID_CHECKS__MIN_FOR_RATES="2")
    assert done.returncode == 3, done.stderr
    assert "Bad drop" in done.stderr and "files_quarantined" in done.stderr
    found = rasid("query", "SELECT count(*) AS n FROM files", "--home", tmp_path / "home", "--json")
    assert json.loads(found.stdout) == [{"n": 4}]


def test_one_partition_can_be_named_by_its_folder(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write(raw / "first" / "visit.txt", VISIT)
    write(raw / "Second" / "visit.txt", VISIT)
    assert rasid("run", "--raw", raw, "--home", tmp_path / "home", "--partition", "Second").returncode == 0
    found = rasid("query", "SELECT DISTINCT partition_key AS p FROM stories", "--home", tmp_path / "home", "--csv")
    assert found.stdout.split() == ["p", "_u53_econd"]


def test_emptied_raw_folder_is_not_taken_for_a_removal(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    path = write(raw / "first" / "visit.txt", VISIT)
    assert rasid("run", "--raw", raw, "--home", tmp_path / "home").returncode == 0
    path.unlink()
    refused = rasid("run", "--raw", raw, "--home", tmp_path / "home")
    assert refused.returncode == 2 and "is it mounted?" in refused.stderr


@pytest.mark.parametrize("name", sorted(p.stem for p in (SAMPLE.parents[1] / "sql" / "analyses").glob("*.sql")))
def test_every_named_query_runs(home: Path, name: str) -> None:
    done = rasid("query", name, "--home", home, "--csv")
    assert done.returncode == 0, done.stderr


def test_query_is_read_only(home: Path) -> None:
    refused = rasid("query", "DELETE FROM stories", "--home", home)
    assert refused.returncode == 2


def test_doctor_is_content(home: Path) -> None:
    done = rasid("doctor", "--raw", SAMPLE / "raw", "--home", home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "sha256" in done.stdout


def test_plan_says_why(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "first" / "visit.txt", VISIT)
    shown = rasid("plan", "--raw", tmp_path / "raw", "--home", tmp_path / "home", COLUMNS="200").stdout
    assert "stale" in shown and "raw_files is missing" in shown
