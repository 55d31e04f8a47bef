import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def miniature() -> ModuleType:
    """The hand-made corpus, loaded by path so that it works in every import mode of pytest."""
    path = Path(__file__).parents[1] / "sql" / "miniature.py"
    spec = importlib.util.spec_from_file_location("rasid_miniature", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
