"""The models, loaded: from files to functions over texts and words.

Belongs here: which files make a model, their identity, what is wrong with them, and batching. Does not belong here: tables
(`segment`, `annotate`) and what a label means.
"""

import functools
import hashlib
import importlib.metadata
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from pipeline.progress import Progress

BUNDLED = Path(__file__).parent / "models"
STANZA = "1.15"
PACKAGE = "rasid"
PROCESSORS = ("tokenize", "pretrain", "pos", "lemma", "depparse", "ner")
Span = tuple[int, int]


class ModelError(RuntimeError):
    """The models asked for cannot be used; the message says which file or version is at fault and what to do."""


class Annotator(Protocol):
    """What the pipeline needs of a set of models."""

    model_id: str

    def split(self, texts: Sequence[str], batch_chars: int, progress: Progress) -> list[list[list[Span]]]:
        """Sentences of each paragraph, as spans of their words."""

    def tag(
        self, sentences: Sequence[tuple[str, Sequence[Span]]], batch_words: int, progress: Progress
    ) -> list["Tagged"]:
        """Annotate sentences given as model-view text and word spans."""


Tagged = list[tuple[str, str, str, str, int, str, str]]
"""A sentence's words: form, lemma, upos, feats, head, deprel, ner."""


def folder_of(model: str) -> Path:
    """The folder that holds a model's resources.json.

    Raises:
        ModelError: the folder or its resources.json is missing, or names another version of Stanza.
    """
    if model == "official":
        from pipeline.nlp.official import folder as official_folder

        return official_folder()
    folder = BUNDLED if model == "bundled" else Path(model).expanduser()
    if not folder.is_dir():
        raise ModelError(f'nlp.model: no folder {model!r}; give "bundled", "official" or a folder with resources.json')
    resources = folder / "resources.json"
    if not resources.is_file():
        raise ModelError(f"nlp.model: {model!r} has no resources.json; it is not a folder of Stanza models")
    try:
        wanted = json.loads(resources.read_text(encoding="utf-8")).get("stanza", STANZA)
    except (ValueError, AttributeError) as error:
        raise ModelError(f"nlp.model: resources.json of {model!r} cannot be read: {error}") from error
    found = importlib.metadata.version("stanza")
    if found.split(".")[:2] != str(wanted).split(".")[:2]:
        raise ModelError(
            f"nlp.model: {model!r} was trained for Stanza {wanted}, installed is {found}; install stanza=={wanted}.*"
        )
    return folder


def files_of(folder: Path) -> dict[str, Path]:
    """The files that decide results, by path in the folder: resources.json and every weight it names.

    Raises:
        ModelError: a file that resources.json names is missing.
    """
    resources = json.loads((folder / "resources.json").read_text(encoding="utf-8"))
    out = {"resources.json": folder / "resources.json"}
    for processor in PROCESSORS:
        if PACKAGE not in resources["ar"].get(processor, ()):
            continue
        name = f"ar/{processor}/{PACKAGE}.pt"
        if not (folder / name).is_file():
            raise ModelError(f"nlp.model: {folder.name}/{name} is missing; restore it or choose another model")
        out[name] = folder / name
    return out


def model_id(model: str) -> str:
    """SHA-256 (64 hex characters) over names and contents of a model's files. Loads neither torch nor Stanza.

    Raises:
        ModelError: see `folder_of` and `files_of`.
    """
    if model == "official":
        from pipeline.nlp.official import identity

        return identity()
    files = files_of(folder_of(model))
    stamp = tuple((name, str(path), path.stat().st_size, path.stat().st_mtime_ns) for name, path in files.items())
    return _digest(stamp)


@functools.lru_cache(maxsize=8)
def _digest(stamp: tuple[tuple[str, str, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for name, path, size, _ in stamp:
        digest.update(f"{name}\0{size}\0".encode())
        with Path(path).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def load_annotator(model: str, *, threads: int = 0) -> Annotator:
    """The models, ready to run; each network is read when it is first used.

    Args:
        model: "bundled", "official" (downloaded by Stanza) or a folder with resources.json.
        threads: torch threads; 0 leaves torch's own choice.

    Raises:
        ModelError: a file is missing, Stanza has another version, or the official models cannot be downloaded.
    """
    return _load(model, model_id(model), threads)


@functools.lru_cache(maxsize=2)
def _load(model: str, identity: str, threads: int) -> Annotator:
    if threads:
        import torch

        torch.set_num_threads(threads)
    if model == "official":
        from pipeline.nlp.official import PlainAnnotator, folder

        return PlainAnnotator(folder(), identity, package="default")
    return CompactAnnotator(folder_of(model), identity)


class CompactAnnotator:
    """Stanza models of this project's layout and convention, run in length-sorted batches."""

    def __init__(self, folder: Path, identity: str) -> None:
        self.model_id = identity
        self._files = files_of(folder)

    def path(self, processor: str) -> Path:
        """The weights of a processor.

        Raises:
            ModelError: this set of models has none.
        """
        found = self._files.get(f"ar/{processor}/{PACKAGE}.pt")
        if found is None:
            raise ModelError(f"nlp.model: resources.json names no model for {processor}")
        return found

    @functools.cached_property
    def _tokenizer(self) -> Any:
        from pipeline.nlp.characters import Tokenizer

        return Tokenizer(self.path("tokenize"))

    @functools.cached_property
    def _tagger(self) -> Any:
        from pipeline.nlp.words import WordModels

        return WordModels({p: self.path(p) for p in ("pretrain", "pos", "lemma", "depparse", "ner")})

    def split(self, texts: Sequence[str], batch_chars: int, progress: Progress) -> list[list[list[Span]]]:
        """Sentences of each paragraph, as spans of their words; see `sentence_rule` for what a sentence is."""
        from pipeline.nlp import sentence_rule

        proposed = self._tokenizer.sentences(texts, batch_chars, progress)
        return [sentence_rule.apply(text, found) for text, found in zip(texts, proposed, strict=True)]

    def tag(
        self, sentences: Sequence[tuple[str, Sequence[Span]]], batch_words: int, progress: Progress
    ) -> list[Tagged]:
        """Annotate sentences given as model-view text and word spans."""
        tagged: list[Tagged] = self._tagger.tag(sentences, batch_words, progress)
        return tagged


def in_batches(sizes: Sequence[int], limit: int, run: Callable[[list[int]], None], progress: Progress) -> None:
    """Call `run` with the indices of items of like size, at most `limit` padded units together (or one item alone)."""
    order = sorted(range(len(sizes)), key=lambda i: (-sizes[i], i))
    done, total = 0, sum(sizes)
    start = 0
    while start < len(order):
        longest = max(1, sizes[order[start]])
        batch = order[start : start + max(1, limit // longest)]
        run(batch)
        start += len(batch)
        done += sum(sizes[i] for i in batch)
        progress(done, total)
