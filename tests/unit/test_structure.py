"""The house keeps its shape: which part may import which, what importing costs, what an asset may hold."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = {  # inside pipeline: what a part may import of the others; single modules are shared ground
    "ingest": set(),
    "clean": {"ingest"},
    "nlp": {"clean", "ingest"},
    "events": {"nlp", "clean", "ingest"},
    "duplicates": {"nlp", "clean", "ingest"},
    "evaluate": set(),
    "report": set(),
}
SHARED_GROUND = {"schema", "settings", "ids", "progress"}


def sources(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return names


@pytest.mark.parametrize("path", sources("pipeline"), ids=lambda p: str(p.relative_to(ROOT)))
def test_pipeline_knows_nothing_of_dagster(path: Path) -> None:
    if path.name == "__main__.py":
        return  # the console entry, documented there
    assert not {n for n in imported(path) if n.split(".")[0] in {"dagster", "assets"}}


@pytest.mark.parametrize("part", ALLOWED)
def test_arrows_between_parts_go_one_way(part: str) -> None:
    for path in sources(f"pipeline/{part}"):
        for name in imported(path):
            pieces = name.split(".")
            if (
                pieces[0] == "pipeline"
                and len(pieces) > 1
                and pieces[1] != part
                and (ROOT / "pipeline" / pieces[1]).is_dir()
            ):
                assert pieces[1] in ALLOWED[part], f"{path.relative_to(ROOT)} imports {name}"


def test_definitions_import_nothing_heavy() -> None:
    code = "import sys, assets.definitions as d; d.build_defs().resolve_asset_graph(); print(*sorted(m for m in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()
    assert not {"torch", "stanza", "altair", "trafilatura", "numba", "vl_convert"} & set(loaded)


def test_asset_bodies_stay_thin_and_documented() -> None:
    seen = 0
    for path in sources("assets"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any("asset" in ast.dump(d) for d in node.decorator_list):
                seen += 1
                body = node.body[1:]
                assert ast.get_docstring(node), f"{node.name} has no docstring"
                assert node.returns is not None
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1
                assert lines <= 15, f"{node.name} has a body of {lines} lines"
    assert seen == 11
