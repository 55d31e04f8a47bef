"""The bundled Stanza models: scores, sentences beside other splitters, and speed against `stanza.Pipeline`.

    python -m benchmarks.bench_models SHARED [scores|sentences|speed] [--stories 2000]

sentencex and pysbd are wanted for the sentence table only: `pip install sentencex pysbd`; without them their rows say so.
"""

import argparse
import json
import re
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.events import Lexicon, load_lexicon, may_hold_event
from pipeline.nlp import load_annotator
from pipeline.nlp.annotator import BUNDLED, CompactAnnotator, Span
from pipeline.nlp.official import PlainAnnotator
from pipeline.nlp.surface import model_view
from pipeline.nlp.training.news import saudi
from pipeline.nlp.training.score import local, table
from pipeline.progress import quiet

Sentences = list[list[Span]]
PUBLISHED = {"Words": 97.9, "Sentences": 80.4, "UPOS": 94.9, "UFeats": 91.9, "Lemmas": 93.3, "UAS": 83.3, "LAS": 79.3}
"""Stanza's official Arabic models on all of PADT's test part, as given in their paper (quoted, not run here)."""


def _print(rows: list[dict[str, object]]) -> None:
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=170, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True,
                   float_precision=2):  # fmt: skip
        print(pl.DataFrame(rows, infer_schema_length=None))


def scores(shared: Path) -> list[dict[str, object]]:
    """UD's official scorer on the held-out sentences, from raw text; ANERcorp's test part for names."""
    found = table(load_annotator("bundled", threads=1), shared / "data")
    rows: list[dict[str, object]] = [{"test set": name, **row} for name, row in found.items() if name != "anercorp"]
    rows.append({"test set": "official on PADT (published)", **PUBLISHED})
    _print([{"test set": "ANERcorp test", **found["anercorp"]}])
    return rows


# --- sentences ---------------------------------------------------------------------------------------------------------


class _OutOfTimeError(Exception):
    pass


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _OutOfTimeError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _located(text: str, pieces: list[str]) -> set[Span]:
    out: set[Span] = set()
    at = 0
    for piece in pieces:
        inner = piece.strip()
        if inner:
            at = text.find(inner, at)
            if at < 0:
                return out
            out.add((at, at + len(inner)))
            at += len(inner)
    return out


def _splitters() -> dict[str, Callable[[str], set[Span]] | str]:
    annotator = load_annotator("bundled", threads=1)
    assert isinstance(annotator, CompactAnnotator)
    tokenizer = annotator._tokenizer

    def of(found: Callable[[str], Sentences]) -> Callable[[str], set[Span]]:
        def run(text: str) -> set[Span]:
            view = model_view(text)
            return {view.raw_span(words[0][0], words[-1][1]) for words in found(view.text)}

        return run

    out: dict[str, Callable[[str], set[Span]] | str] = {
        "rasid (Stanza + rule)": of(lambda t: annotator.split([t], 20_000, quiet)[0]),
        "raw Stanza, same tokenizer": of(lambda t: tokenizer.sentences([t], 20_000, quiet)[0]),
        "regular expression": lambda t: _located(t, re.split(r"(?<=[.؟!?])\s+", t)),
    }
    try:
        import sentencex  # type: ignore[import-not-found,import-untyped,unused-ignore]

        out["sentencex"] = lambda t: _located(t, list(sentencex.segment("ar", t)))
    except ImportError:
        out["sentencex"] = "not installed"
    try:
        import pysbd  # type: ignore[import-not-found,import-untyped,unused-ignore]

        segmenter = pysbd.Segmenter(language="ar", clean=False)
        out["pysbd"] = lambda t: _located(t, list(segmenter.segment(t)))
    except ImportError:
        out["pysbd"] = "not installed"
    return out


def gold_paragraphs(folder: Path) -> list[tuple[str, set[Span]]]:
    """Body paragraphs of the gold stories: from the first to the last gold sentence on a line, and the sentences in it."""
    out = []
    for path in sorted(folder.glob("*.json")):
        spans = sorted(map(tuple, json.loads(path.read_text(encoding="utf-8"))["sentence_spans"]))
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        for line in re.finditer(r"[^\n]+", text):
            inside = [s for s in spans if line.start() <= s[0] < line.end()]
            if inside:
                start, end = inside[0][0], max(b for _, b in inside)
                out.append((text[start:end], {(a - start, b - start) for a, b in inside}))
    return out


def sentences(shared: Path, seconds: int = 60) -> list[dict[str, object]]:
    """Exact sentences on the gold stories; a splitter that takes longer than `seconds` in all is stopped."""
    paragraphs = gold_paragraphs(shared / "gold" / "dev")
    rows: list[dict[str, object]] = []
    for name, splitter in _splitters().items():
        if isinstance(splitter, str):
            rows.append({"splitter": name, "F": None, "note": splitter})
            continue
        splitter(paragraphs[0][0])
        right = ours = gold = done = 0
        started = time.perf_counter()
        note = ""
        try:
            with _limit(seconds):
                for text, wanted in paragraphs:
                    found = splitter(text)
                    right, ours, gold, done = (
                        right + len(found & wanted),
                        ours + len(found),
                        gold + len(wanted),
                        done + 1,
                    )
        except _OutOfTimeError:
            note = f"stopped after {seconds} s and {done} of {len(paragraphs)} paragraphs; F over those"
        spent = time.perf_counter() - started
        f = 2 * right / max(1, ours + gold)
        rows.append(
            {"splitter": name, "F": f, "right": right, "found": ours, "gold": gold, "seconds": spent, "note": note}
        )
    return rows


# --- speed -------------------------------------------------------------------------------------------------------------


def _fast(
    stories: list[list[str]], candidates: Lexicon | None = None
) -> tuple[list[list[Sentences]], dict[tuple[str, tuple[Span, ...]], Any], dict[str, float]]:
    """All paragraphs together: sentences of each, and labels of each distinct sentence; seconds a step.

    With a lexicon only sentences that may hold an event are labelled, as in `rasid run`.
    """
    annotator = load_annotator("bundled", threads=1)
    assert isinstance(annotator, CompactAnnotator)
    clock = {}
    started = time.perf_counter()
    distinct = list(dict.fromkeys(p for s in stories for p in s))
    split = dict(zip(distinct, annotator._tokenizer.sentences(distinct, 24_000, quiet), strict=True))
    clock["tokenize"] = time.perf_counter() - started
    units = list(dict.fromkeys(_unit(p, words) for p in distinct for words in split[p]))
    started = time.perf_counter()
    if candidates:
        mask = may_hold_event(pl.DataFrame({"text": [text for text, _ in units]}), candidates)
        units = [unit for unit, wanted in zip(units, mask, strict=True) if wanted]
    models = annotator._tagger
    for name in ("_upos", "_trees", "_entities"):
        _timed(models, name, clock)
    labels = dict(zip(units, models.tag(units, 4000, quiet), strict=True))
    clock["tag, all"] = time.perf_counter() - started
    return [[split[p] for p in s] for s in stories], labels, clock


def _unit(text: str, words: list[Span]) -> tuple[str, tuple[Span, ...]]:
    inner, spans = local(text, words)
    return inner, tuple(spans)


def _timed(owner: Any, name: str, clock: dict[str, float]) -> None:
    inner = getattr(type(owner), name)

    def run(*args: Any) -> Any:
        started = time.perf_counter()
        try:
            return inner(owner, *args)
        finally:
            clock[name] = clock.get(name, 0.0) + time.perf_counter() - started

    setattr(owner, name, run)


def _count(part: list[list[str]]) -> int:
    import torch

    torch.set_num_threads(1)
    return len(_fast(part, load_lexicon())[1])


def _plain(stories: list[list[str]]) -> list[list[tuple[list[Span], list[tuple[int, str, str]]]]]:
    """`stanza.Pipeline` once a story, as its documentation shows; word spans with head, relation and UPOS."""
    pipeline = PlainAnnotator(BUNDLED, "", "rasid")._pipeline("tokenize,pos,lemma,depparse,ner")
    out = []
    for story in stories:
        document = pipeline("\n\n".join(story))
        out.append(
            [
                ([(w.start_char, w.end_char) for w in s.words], [(w.head, w.deprel, w.upos) for w in s.words])
                for s in document.sentences
            ]
        )
    return out


def speed(shared: Path, n: int) -> list[dict[str, object]]:
    """Stories a second of both ways over the same stories in one run, and how far their results are the same."""
    import torch

    torch.set_num_threads(1)
    raw = [t for t in saudi(shared / "data" / "news") if len(t) > 200]
    step = max(1, len(raw) // n)
    stories = [[v for line in t.splitlines() if (v := model_view(line).text)] for t in raw[::step][:n]]
    load_annotator("bundled", threads=1).split(["نص."], 1000, quiet)
    _fast(stories[:2])
    started, cpu = time.perf_counter(), time.process_time()
    split, labels, clock = _fast(stories)
    fast, fast_cpu = time.perf_counter() - started, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lexicon = load_lexicon()
    started, cpu = time.perf_counter(), time.process_time()
    wanted = len(_fast(stories, lexicon)[1])
    needed, needed_cpu = time.perf_counter() - started, time.process_time() - cpu
    few = stories[: max(20, n // 10)]
    _plain(few[:2])
    started, cpu = time.perf_counter(), time.process_time()
    plain = _plain(few)
    slow, slow_cpu = time.perf_counter() - started, time.process_time() - cpu
    words = sum(len(w) for s in split for p in s for w in p)
    few_words = sum(len(w) for s in plain for w, _ in s)
    base = few_words / slow_cpu
    rows: list[dict[str, object]] = [
        {"way": f"stanza.Pipeline a story, {len(few)} of them", "stories/s": len(few) / slow, "words/s": few_words / slow,
         "words/CPU s": base, "ratio (CPU)": 1.0, "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024},
        {"way": f"rasid, {n} stories, every sentence", "stories/s": n / fast, "words/s": words / fast,
         "words/CPU s": words / fast_cpu, "ratio (CPU)": words / fast_cpu / base, "peak MB": memory},
        {"way": f"rasid as it runs: {wanted} of {len(labels)} sentences may hold an event", "stories/s": n / needed,
         "words/s": words / needed, "words/CPU s": words / needed_cpu, "ratio (CPU)": words / needed_cpu / base},
    ]  # fmt: skip
    print({k: round(v, 2) for k, v in clock.items()})
    print(_same(few, split[: len(few)], labels, plain))
    halves = [stories[::2], stories[1::2]]
    with get_context("spawn").Pool(2) as pool:
        pool.map(_count, [h[:2] for h in halves])
        started = time.perf_counter()
        pool.map(_count, halves)
        two = time.perf_counter() - started
    rows.append({"way": "the same, 2 processes", "stories/s": n / two, "words/s": words / two})
    return rows


def _same(few: list[list[str]], split: list[list[Sentences]], labels: dict[Any, Any], plain: list[Any]) -> str:
    """Sentences whose words are the same, and of those without a restored article (Stanza has no such step) the same trees."""
    sentences = same_words = comparable = same_trees = 0
    for story, ours, theirs in zip(few, split, plain, strict=True):
        mine = {}
        base = 0
        for text, found in zip(story, ours, strict=True):
            for words in found:
                mine[tuple((a + base, b + base) for a, b in words)] = labels[_unit(text, words)]
            base += len(text) + 2
        for words, rows in theirs:
            sentences += 1
            got = mine.get(tuple(words))
            if got is None:
                continue
            same_words += 1
            joined = "\n\n".join(story)
            if all(joined[a:b] == t[0] for (a, b), t in zip(words, got, strict=True)):
                comparable += 1
                same_trees += rows == [(t[4], t[5], t[2]) for t in got]
    return (
        f"sentences of stanza.Pipeline: {sentences}; same words: {same_words}; without a restored article: {comparable}; "
        f"of those the same UPOS and tree: {same_trees}"
    )


def main() -> int:
    """Run the tables asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("what", nargs="*", default=["scores", "sentences", "speed"])
    parser.add_argument("--stories", type=int, default=2000)
    options = parser.parse_args()
    if "scores" in options.what:
        _print(scores(options.shared))
    if "sentences" in options.what:
        _print(sentences(options.shared))
    if "speed" in options.what:
        _print(speed(options.shared, options.stories))
    return 0


if __name__ == "__main__":
    sys.exit(main())
