"""Stanza's own Arabic models, or any other set, through `stanza.Pipeline` as it comes.

Belongs here: the plain way, with multi-word tokens and no batching of ours; also what the fast way is measured against.
Does not belong here: the bundled models' layout (`annotator`).
"""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.nlp import sentence_rule
from pipeline.nlp.annotator import ModelError, Span, Tagged
from pipeline.progress import Progress

_PROCESSORS = "tokenize,mwt,pos,lemma,depparse,ner"


def folder() -> Path:
    """Where Stanza keeps its models; downloads the Arabic ones when they are not there.

    Raises:
        ModelError: they are not there and cannot be downloaded.
    """
    place = Path(os.environ.get("STANZA_RESOURCES_DIR", Path.home() / "stanza_resources"))
    if not (place / "resources.json").is_file() or not any(place.glob("ar/tokenize/*.pt")):
        import stanza

        try:
            stanza.download("ar", model_dir=str(place), processors=_PROCESSORS, verbose=False)
        except Exception as error:  # Stanza passes on whatever its download library raises
            raise ModelError(
                f'nlp.model = "official": Stanza\'s Arabic models are not in {place} and cannot be downloaded '
                f'({type(error).__name__}); copy them there, or use nlp.model = "bundled"'
            ) from error
        if not any(place.glob("ar/tokenize/*.pt")):
            raise ModelError(f'nlp.model = "official": the download left no Arabic models in {place}; use "bundled"')
    return place


def identity() -> str:
    """SHA-256 over names and MD5 sums (as Stanza verified them) of the official models in use.

    Raises:
        ModelError: see `folder`.
    """
    place = folder()
    listed = json.loads((place / "resources.json").read_text(encoding="utf-8")).get("ar", {})
    digest = hashlib.sha256()
    for path in sorted(place.glob("ar/*/*.pt")):
        entry = listed.get(path.parent.name, {}).get(path.stem, {})
        known = entry.get("md5") or hashlib.md5(path.read_bytes()).hexdigest()
        digest.update(f"{path.parent.name}/{path.name}\0{known}\0".encode())
    return digest.hexdigest()


class PlainAnnotator:
    """`stanza.Pipeline`, one text at a time.

    Its repair of heads with two subjects or objects is off, as in Stanza's own evaluation: on news it takes longer than
    everything else together.

    Words of a multi-word token share its span, in the order of the token's words.
    """

    def __init__(self, place: Path, model_id: str, package: str) -> None:
        self.model_id = model_id
        self._place, self._package = place, package
        self._pipelines: dict[str, Any] = {}

    def _pipeline(self, processors: str, **options: Any) -> Any:
        key = processors + repr(sorted(options.items()))
        if key not in self._pipelines:
            import stanza

            try:
                self._pipelines[key] = stanza.Pipeline(
                    "ar", dir=str(self._place), package=self._package, processors=processors, download_method=None,
                    use_gpu=False, verbose=False, depparse_resolve_head_constraints=False, **options,
                )  # fmt: skip
            except (FileNotFoundError, KeyError, ValueError, RuntimeError) as error:
                raise ModelError(f"nlp.model: Stanza cannot load {self._package!r} models: {error}") from error
        return self._pipelines[key]

    def _has_mwt(self) -> bool:
        return any(self._place.glob("ar/mwt/*.pt"))

    def split(self, texts: Sequence[str], batch_chars: int, progress: Progress) -> list[list[list[Span]]]:
        """Sentences of each paragraph, as spans of their words."""
        del batch_chars
        pipeline = self._pipeline("tokenize,mwt" if self._has_mwt() else "tokenize")
        out = []
        for n, text in enumerate(texts, 1):
            found = [
                [(t.start_char, t.end_char) for t in s.tokens for _ in t.words]
                for s in pipeline(text).sentences
                if s.tokens
            ]
            out.append(sentence_rule.apply(text, found))
            progress(n, len(texts))
        return out

    def tag(
        self, sentences: Sequence[tuple[str, Sequence[Span]]], batch_words: int, progress: Progress
    ) -> list[Tagged]:
        """Annotate sentences; words are those that Stanza finds in the sentence, cut or filled up to the spans given."""
        del batch_words
        processors = _PROCESSORS if self._has_mwt() else _PROCESSORS.replace("mwt,", "")
        out = []
        for n, (text, spans) in enumerate(sentences, 1):
            if self._has_mwt():
                document = self._pipeline(processors, tokenize_no_ssplit=True)(text)
            else:
                document = self._pipeline(processors, tokenize_pretokenized=True)([[text[a:b] for a, b in spans]])
            rows: Tagged = []
            for sentence in document.sentences:
                base = len(rows)
                for token in sentence.tokens:
                    for word in token.words:
                        head = word.head + base if word.head else 0
                        rows.append((word.text, word.lemma or word.text, word.upos or "X", word.feats or "_", head,
                                     word.deprel or "dep", token.ner or "O"))  # fmt: skip
            rows = rows[: len(spans)]
            while len(rows) < len(spans):
                a, b = spans[len(rows)]
                rows.append((text[a:b], text[a:b], "X", "_", 1, "dep", "O"))
            out.append([(*r[:4], r[4] if r[4] <= len(spans) else 1, *r[5:]) for r in rows])
            progress(n, len(sentences))
        return out
