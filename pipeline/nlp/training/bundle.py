"""Put trained models into the folder that ships.

`python -m pipeline.nlp.training.bundle --data DIR --out pipeline/nlp/models --start DIR_OF_NEW_MODELS`

`--start` holds tokenizer.pt, pretrain.pt, pos.pt, lemma.pt, depparse.pt and ner.pt. Weights are written in half precision
(Stanza widens them when it loads), with the resources.json that both Stanza and this project read, and the score table
scores.json. A model that scores lower than the one in place is refused.
"""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from pipeline.nlp.annotator import PACKAGE, STANZA, load_annotator
from pipeline.nlp.training import common
from pipeline.nlp.training.score import table

FILES = {"tokenize": "tokenizer.pt", "pretrain": "pretrain.pt", "pos": "pos.pt", "lemma": "lemma.pt", "depparse": "depparse.pt",
         "ner": "ner.pt"}  # fmt: skip
_ON_VECTORS = ("pos", "depparse", "ner")


def halve(source: Path, target: Path) -> None:
    """Copy a Stanza model with its weights in half precision; vectors keep 32 bits, of which the last 16 are zero."""
    import torch

    state: dict[str, Any] = torch.load(source, map_location="cpu", weights_only=True)
    if isinstance(state.get("model"), dict):
        state["model"] = {k: v.half() if v.is_floating_point() else v for k, v in state["model"].items()}
    if "emb" in state:
        state["emb"] = state["emb"].bfloat16().float()
    state.pop("optimizer_state_dict", None)
    state.pop("scheduler_state_dict", None)
    torch.save(state, target, _use_new_zipfile_serialization=False)


def same(a: Any, b: Any) -> bool:
    """Equal contents: torch writes equal states as different bytes, which would be a new version for nothing."""
    import torch

    if isinstance(a, torch.Tensor):
        return isinstance(b, torch.Tensor) and a.dtype == b.dtype and torch.equal(a, b)
    if isinstance(a, dict):
        return isinstance(b, dict) and list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return isinstance(b, list | tuple) and len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return bool(a == b)


def keep_unchanged(new: Path, old: Path) -> None:
    """Put the file in place over a new one that holds the same."""
    import torch

    if old.is_file() and same(torch.load(new, weights_only=True), torch.load(old, weights_only=True)):
        shutil.copy(old, new)


def resources(folder: Path) -> dict[str, Any]:
    """What Stanza reads to find the models, and the version they were trained for."""
    ar: dict[str, Any] = {"lang_name": "Arabic"}
    present = [p for p in FILES if (folder / "ar" / p / f"{PACKAGE}.pt").is_file()]
    needs = [{"model": "pretrain", "package": PACKAGE}]
    for processor in present:
        entry: dict[str, Any] = {
            "md5": hashlib.md5((folder / "ar" / processor / f"{PACKAGE}.pt").read_bytes()).hexdigest()
        }
        if processor in _ON_VECTORS:
            entry["dependencies"] = needs
        ar[processor] = {PACKAGE: entry}
    main = {p: PACKAGE for p in present if p != "pretrain"}
    ar["packages"] = {PACKAGE: main, "default": main}
    ar["default_processors"] = main
    ar["default_dependencies"] = {p: needs for p in main if p in _ON_VECTORS}
    return {"stanza": STANZA, "ar": ar}


def headline(scores: dict[str, dict[str, float]]) -> float:
    """The figure that must not fall: the mean of every score but the precision and recall of names."""
    values = [v for row in scores.values() for k, v in row.items() if k not in ("P", "R") and not k.startswith("F1 ")]
    return sum(values) / len(values)


def main() -> None:
    """Command line."""
    options = common.options(__doc__)
    old = options.out / "scores.json"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for processor, name in FILES.items():
            target = folder / "ar" / processor / f"{PACKAGE}.pt"
            target.parent.mkdir(parents=True)
            halve(options.start / name, target)
            keep_unchanged(target, options.out / "ar" / processor / f"{PACKAGE}.pt")
        text = json.dumps(resources(folder), indent=1, ensure_ascii=False) + "\n"
        (folder / "resources.json").write_text(text, encoding="utf-8")
        scores = table(load_annotator(str(folder)), options.data)
        for name, row in scores.items():
            print(f"{name:9}", "  ".join(f"{k} {v:.2f}" for k, v in row.items()), flush=True)
        before = headline(json.loads(old.read_text(encoding="utf-8"))) if old.is_file() else 0.0
        if headline(scores) < before:
            raise SystemExit(f"refused: mean score {headline(scores):.3f}, the models in place have {before:.3f}")
        shutil.copytree(folder, options.out, dirs_exist_ok=True)
    if (options.start / "lam_words.txt").is_file():
        shutil.copy(options.start / "lam_words.txt", options.out.parent)
    rounded = {n: {k: round(v, 2) for k, v in row.items()} for n, row in scores.items()}
    old.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
