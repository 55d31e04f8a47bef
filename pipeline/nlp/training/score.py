"""Scores of a set of models on the held-out sentences, from raw text, by UD's official scorer.

Belongs here: nothing that a training command decides by; `bundle` and the benchmark print this table.

Documents are the held-out sentences of one document written as one paragraph, so that sentences have to be found; words,
tags and trees are scored on what was found. Words are compared as they stand in the text.
"""

import io
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from pipeline.nlp.annotator import Annotator
from pipeline.nlp.training import ner
from pipeline.nlp.training.corpora import Sentence, inner_stops
from pipeline.nlp.training.lemma import normal
from pipeline.nlp.training.pos import trees
from pipeline.progress import quiet

METRICS = ("Words", "Sentences", "UPOS", "UFeats", "Lemmas", "UAS", "LAS")
Row = Sequence[str]


def paragraphs(sentences: Sequence[Sentence]) -> list[tuple[str, list[Sentence]]]:
    """One paragraph a document; a unit without a final mark (a headline) stands alone."""
    out: list[tuple[str, list[Sentence]]] = []
    for _, group in groupby(sentences, key=lambda s: s.document):
        run: list[Sentence] = []
        for sentence in group:
            run.append(sentence)
            if sentence.text.rstrip("\"”»)'")[-1:] not in tuple(".؟!?"):
                out.append((" ".join(s.text for s in run), run))
                run = []
        if run:
            out.append((" ".join(s.text for s in run), run))
    return out


def _conllu(sentences: Sequence[Sequence[Row]]) -> io.StringIO:
    lines = []
    for sentence in sentences:
        for i, (form, lemma, upos, feats, head, deprel) in enumerate(sentence, 1):
            lines.append("\t".join([str(i), form, lemma, upos, "_", feats, head, deprel, "_", "_"]))
        lines.append("")
    return io.StringIO("\n".join(lines) + "\n")


def score(annotator: Annotator, sentences: Sequence[Sentence], batch_words: int = 3000) -> dict[str, float]:
    """F1 in percent of words, sentences, UPOS, UFeats, lemmas, UAS, LAS.

    PADT units that hold several sentences are left out, since their inner ends are not in the gold.
    """
    from stanza.models.common.utils import ud_scores  # UD's own scorer, from the package udtools

    single = [s for s in sentences if not inner_stops(s)]
    units = paragraphs(single)
    split = annotator.split([text for text, _ in units], 20_000, quiet)
    flat = [(text, words) for (text, _), found in zip(units, split, strict=True) for words in found]
    tagged = annotator.tag([local(text, words) for text, words in flat], batch_words, quiet)
    ours = [
        [(text[a:b], t[1], t[2], t[3], str(t[4]), t[5]) for (a, b), t in zip(words, labels, strict=True)]
        for (text, words), labels in zip(flat, tagged, strict=True)
    ]
    gold = [
        [
            (s.text[w.start : w.end], normal(w) or "_", w.upos or "_", w.feats or "_", str(w.head), w.deprel or "_")
            for w in s.words
        ]
        for _, group in units
        for s in group
    ]
    result = ud_scores(_conllu(gold), _conllu(ours))
    return {name: 100 * result[name].f1 for name in METRICS}


def local(text: str, words: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """A sentence of a paragraph as its own text and spans."""
    base = words[0][0]
    return text[base : words[-1][1]], [(a - base, b - base) for a, b in words]


def score_names(annotator: Annotator, path: Path, batch_words: int = 3000) -> dict[str, float]:
    """Precision, recall and F1 in percent of ANERcorp's entities, by type and together, over its own tokens."""
    sentences = ner.read_anercorp(path)
    inputs, owners = [], []
    for sentence in sentences:
        text, spans, owner = "", [], []
        for n, (token, _) in enumerate(sentence):
            start = len(text) + (1 if text else 0)
            text += (" " if text else "") + token
            spans.append((start, len(text)))
            owner.append(n)
        inputs.append((text, spans))
        owners.append(owner)
    split = annotator.split([text for text, _ in inputs], 20_000, quiet)
    pieces = []
    for (text, _), found in zip(inputs, split, strict=True):
        pieces.append((text, [span for words in found for span in words]))
    tagged = annotator.tag(pieces, batch_words, quiet)
    right: dict[str, int] = {}
    found_n: dict[str, int] = {}
    gold_n: dict[str, int] = {}
    for (_, tokens), (_, spans), labels, sentence in zip(inputs, pieces, tagged, sentences, strict=True):
        position = {}
        for n, (a, b) in enumerate(tokens):
            for i in range(a, b):
                position[i] = n
        ours = {
            (position[spans[a][0]], position[spans[b - 1][0]] + 1, kind)
            for a, b, kind in ner.entities([t[6] for t in labels])
        }
        gold = ner.entities([t for _, t in sentence])
        for kind in {k for *_, k in ours | gold}:
            mine, theirs = {e for e in ours if e[2] == kind}, {e for e in gold if e[2] == kind}
            for name in (kind, "all"):
                right[name] = right.get(name, 0) + len(mine & theirs)
                found_n[name] = found_n.get(name, 0) + len(mine)
                gold_n[name] = gold_n.get(name, 0) + len(theirs)
    out = {}
    for name in sorted(gold_n):
        p, r = right[name] / max(1, found_n[name]), right[name] / max(1, gold_n[name])
        if name == "all":
            out["P"], out["R"] = 100 * p, 100 * r
        out["F1" if name == "all" else f"F1 {name}"] = 100 * 2 * p * r / max(1e-9, p + r)
    return out


def table(annotator: Annotator, data: Path) -> dict[str, dict[str, float]]:
    """All scores, by test set."""
    parts = trees(data)
    out = {source: score(annotator, parts.of("test", source)) for source in ("padt", "pud")}
    out["anercorp"] = score_names(annotator, data / "ner" / "ANERCorp_CamelLab_test.txt")
    return out
