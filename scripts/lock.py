"""Resolve pyproject.toml's dependencies in fresh environments and write requirements.lock and requirements-dev.lock.

pip itself resolves, so that the lock is what `pip install` gives. Local version labels (torch's `+cpu`) are left out: which
build of a version is installed depends on the machine.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = "# Made by `make lock` from pyproject.toml; do not edit.\n"


def freeze(spec: str) -> list[str]:
    """Everything that installing `spec` puts into an empty environment, pinned."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = f"{folder}/bin/python"
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-e", spec], check=True, cwd=ROOT
        )
        listed = subprocess.run(
            [python, "-m", "pip", "freeze", "--all", "--exclude-editable"], check=True, capture_output=True, text=True
        ).stdout
    lines = [re.sub(r"\+\w+$", "", line) for line in listed.splitlines() if re.match(r"^[\w.-]+==", line)]
    return sorted((line for line in lines if not line.startswith("pip==")), key=str.lower)


def main() -> None:
    """Write both files."""
    run = freeze(".")
    dev = freeze(".[dev]")
    (ROOT / "requirements.lock").write_text(HEAD + "\n".join(run) + "\n")
    (ROOT / "requirements-dev.lock").write_text(
        HEAD + "\n".join(["-r requirements.lock", *(x for x in dev if x not in run)]) + "\n"
    )


if __name__ == "__main__":
    main()
