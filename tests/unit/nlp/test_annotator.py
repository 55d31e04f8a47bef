"""Which models are used, and what is said when they cannot be."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.nlp import ModelError, load_annotator, model_id
from pipeline.nlp.annotator import BUNDLED, in_batches
from pipeline.progress import quiet


def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    shutil.copy(BUNDLED / "resources.json", folder)
    shutil.copytree(BUNDLED / "ar", folder / "ar")
    return folder


def test_the_identity_is_that_of_the_files(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    assert model_id(str(folder)) == model_id("bundled")
    assert len(model_id("bundled")) == 64
    weights = folder / "ar" / "tokenize" / "rasid.pt"
    weights.write_bytes(weights.read_bytes() + b"x")
    assert model_id(str(folder)) != model_id("bundled")


def test_notes_beside_the_weights_do_not_change_the_identity(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    (folder / "README.md").write_text("note", encoding="utf-8")
    assert model_id(str(folder)) == model_id("bundled")


def test_the_identity_needs_neither_torch_nor_stanza() -> None:
    code = "import sys; from pipeline.nlp import model_id; model_id('bundled'); print({'torch', 'stanza'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    (folder / "ar" / "tokenize" / "rasid.pt").unlink()
    with pytest.raises(ModelError, match=r"ar/tokenize/rasid\.pt is missing"):
        load_annotator(str(folder))


@pytest.mark.parametrize(("name", "said"), [("nowhere", "no folder"), ("empty", r"no resources\.json")])
def test_a_folder_without_models_is_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=said):
        model_id(str(tmp_path / name))


def test_another_version_of_stanza_is_refused(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    listed = json.loads((folder / "resources.json").read_text(encoding="utf-8"))
    (folder / "resources.json").write_text(json.dumps(listed | {"stanza": "1.9"}), encoding="utf-8")
    with pytest.raises(ModelError, match=r"trained for Stanza 1\.9"):
        model_id(str(folder))


def test_broken_resources_are_refused(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    (folder / "resources.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        model_id(str(folder))


def test_official_models_without_a_network_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(tmp_path))
    for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(proxy, "http://127.0.0.1:9")
    with pytest.raises(ModelError, match="bundled"):
        load_annotator("official")


def test_batches_hold_items_of_like_size_and_every_item_once() -> None:
    sizes = [3, 50, 7, 7, 200, 1, 0]
    seen: list[list[int]] = []
    done: list[tuple[int, int]] = []
    in_batches(sizes, 60, seen.append, lambda a, b: done.append((a, b)))
    assert sorted(i for batch in seen for i in batch) == list(range(len(sizes)))
    assert all(len(b) == 1 or len(b) * max(sizes[i] for i in b) <= 60 for b in seen)
    assert done[-1] == (sum(sizes), sum(sizes))
    in_batches([], 60, seen.append, quiet)
