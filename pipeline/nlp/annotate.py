"""Words of the sentences with lemma, part of speech, features, tree and names.

Belongs here: from SENTENCES to the TOKENS table, and what is reused. Does not belong here: the networks (`words`).
"""

from collections.abc import Callable, Sequence

import polars as pl

from pipeline import schema
from pipeline.nlp.annotator import Annotator, Span, Tagged
from pipeline.nlp.surface import bare, forms, model_view
from pipeline.progress import Progress, quiet
from pipeline.settings import NlpSettings

Key = tuple[str, tuple[int, ...]]
_LABELS = ("lemma", "upos", "feats", "head", "deprel", "ner")


def annotate(
    stories: pl.DataFrame,
    sentences: pl.DataFrame,
    needed: pl.Series | None,
    annotator: Callable[[], Annotator],
    settings: NlpSettings,
    previous: pl.DataFrame | None = None,
    progress: Progress = quiet,
) -> pl.DataFrame:
    """Annotate the words of sentences.

    Each distinct sentence (its characters and word spans) is annotated once, whatever stories hold it, and its labels do
    not depend on what else is annotated. Torch is loaded only for needed sentences that are new.

    Args:
        stories: STORIES (not read today; the seam for context across sentences).
        sentences: SENTENCES.
        needed: for each row of `sentences`, whether to run lemma to ner; null everywhere else. None means all.
        annotator: gives the loaded models.
        settings: `batch_words` bounds how much is in memory at once.
        previous: TOKENS of an earlier build with the same models and code; sentences in it are not annotated again.
        progress: told words done and to do.

    Returns:
        TOKENS; offsets count code points of `stories.raw_text`.
    """
    del stories
    wanted = needed.to_list() if needed is not None else [True] * sentences.height
    keys: list[Key] = []
    columns = ("text", "start_char", "word_starts", "word_ends")
    for text, base, starts, ends in sentences.select(columns).iter_rows():
        keys.append((text, tuple([a - base for a in starts] + [b - base for b in ends])))
    known = _known(sentences["sentence_id"].to_list(), keys, previous)
    new = list(dict.fromkeys(k for k, w in zip(keys, wanted, strict=True) if w and k not in known))
    if new:
        tagged = annotator().tag([_model_input(k) for k in new], settings.batch_words, progress)
        known.update(zip(new, tagged, strict=True))
    return schema.TOKENS.frame(_columns(sentences, keys, wanted, known))


def _spans(key: Key) -> list[Span]:
    half = len(key[1]) // 2
    return list(zip(key[1][:half], key[1][half:], strict=True))


def _words(key: Key) -> list[str]:
    """The words as the models read them."""
    text = key[0]
    simple = text.isprintable() and bare(text) == text and model_view(text).text == text
    pieces = [text[a:b] for a, b in _spans(key)]
    return pieces if simple else [model_view(p).text for p in pieces]


def _joined(spans: Sequence[Span]) -> list[bool]:
    return [i > 0 and spans[i - 1][1] == spans[i][0] for i in range(len(spans))]


def _model_input(key: Key) -> tuple[str, list[Span]]:
    """The sentence as one text of the models with the spans of its words in it."""
    text, spans = "", []
    for word, joined in zip(_words(key), _joined(_spans(key)), strict=True):
        text += "" if joined or not text else " "
        spans.append((len(text), len(text) + len(word)))
        text += word
    return text, spans


def _known(ids: list[str], keys: list[Key], previous: pl.DataFrame | None) -> dict[Key, Tagged]:
    """Annotated sentences of an earlier build that are still there."""
    if previous is None or previous.is_empty():
        return {}
    by_id = dict(zip(ids, keys, strict=True))
    rows = (
        previous.filter(pl.col("upos").is_not_null() & pl.col("sentence_id").is_in(list(by_id)))
        .sort("sentence_id", "token_no")
        .select("sentence_id", "text", "form", *_LABELS)
    )
    found: dict[str, Tagged] = {}
    for sentence, text, form, *labels in rows.iter_rows():
        found.setdefault(sentence, []).append((form or text, *labels))
    return {by_id[s]: t for s, t in found.items() if len(t) == len(by_id[s][1]) // 2}


def _columns(sentences: pl.DataFrame, keys: list[Key], wanted: list[bool], known: dict[Key, Tagged]) -> pl.DataFrame:
    texts: list[str] = []
    form_column: list[str | None] = []
    labels: list[tuple[object, ...]] = []
    nothing = (None,) * len(_LABELS)
    plain: dict[Key, list[str]] = {}
    for key, want in zip(keys, wanted, strict=True):
        surface = [key[0][a:b] for a, b in _spans(key)]
        texts.extend(surface)
        if want:
            tagged = known[key]
            form_column.extend(t[0] if t[0] != s else None for t, s in zip(tagged, surface, strict=True))
            labels.extend(t[1:] for t in tagged)
        else:
            if key not in plain:
                plain[key] = forms(_words(key), _joined(_spans(key)))
            form_column.extend(f if f != s else None for f, s in zip(plain[key], surface, strict=True))
            labels.extend([nothing] * len(surface))
    frame = (
        sentences.select("sentence_id", start_char="word_starts", end_char="word_ends")
        .filter(pl.col("start_char").list.len() > 0)
        .explode("start_char", "end_char")
        .with_columns(
            token_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("sentence_id"),
            text=pl.Series(texts, dtype=pl.String),
            form=pl.Series(form_column, dtype=pl.String),
        )
    )
    values = zip(*labels, strict=True) if labels else [[] for _ in _LABELS]
    types = {c.name: c.dtype for c in schema.TOKENS.columns}
    return frame.with_columns(
        pl.Series(name, list(column), dtype=types[name]) for name, column in zip(_LABELS, values, strict=True)
    )
