"""Sentences and words of the stories' bodies.

Belongs here: from body paragraphs to the SENTENCES table, and what is reused of an earlier build. Does not belong here: the
network (`characters`, `annotator`) and the rule of what a sentence is (`sentence_rule`).
"""

from collections.abc import Callable, Iterable
from itertools import pairwise

import polars as pl

from pipeline import ids, schema
from pipeline.clean import body_of
from pipeline.nlp.annotator import Annotator
from pipeline.nlp.surface import model_view
from pipeline.progress import Progress, quiet
from pipeline.settings import NlpSettings

Words = list[tuple[int, int]]


def segment(
    stories: pl.DataFrame,
    story_lines: pl.DataFrame,
    annotator: Callable[[], Annotator],
    settings: NlpSettings,
    previous: pl.DataFrame | None = None,
    progress: Progress = quiet,
) -> pl.DataFrame:
    """Split the body of every ok story into sentences and words.

    A paragraph is a hard bound; each distinct paragraph is segmented once, whatever stories hold it, so that the result
    for a story does not depend on the others. The annotator is loaded only for paragraphs that are new.

    Args:
        stories: STORIES.
        story_lines: STORY_LINES.
        annotator: gives the loaded models.
        settings: `batch_words` bounds how much is in memory at once.
        previous: SENTENCES of an earlier build with the same models and code; paragraphs with the same characters are
            taken from it.
        progress: told characters done and to do.

    Returns:
        SENTENCES; offsets count code points of `stories.raw_text`.
    """
    raw = dict(stories.select("story_id", "raw_text").iter_rows())
    body = body_of(stories, story_lines).sort("story_id", "start_char")
    known = _known(raw, previous)
    paragraphs = [
        (story, number, start, raw[story][start:end])
        for story, number, start, end in body.select("story_id", "paragraph_no", "start_char", "end_char").iter_rows()
    ]
    _split(
        list(dict.fromkeys(text for *_, text in paragraphs if text not in known)), known, annotator, settings, progress
    )
    return schema.SENTENCES.frame(_rows(raw, paragraphs, known))


def _rows(
    raw: dict[str, str], paragraphs: Iterable[tuple[str, int, int, str]], known: dict[str, list[Words]]
) -> Iterable[dict[str, object]]:
    story, count = "", 0
    for story_id, number, base, text in paragraphs:
        if story_id != story:
            story, count = story_id, 0
        for words in known[text]:
            start, end = base + words[0][0], base + words[-1][1]
            yield {
                "sentence_id": ids.short_id(story_id, start, end),
                "story_id": story_id,
                "sentence_no": count,
                "paragraph_no": number,
                "start_char": start,
                "end_char": end,
                "text": raw[story_id][start:end],
                "word_starts": [base + a for a, _ in words],
                "word_ends": [base + b for _, b in words],
            }
            count += 1


def _split(
    texts: list[str],
    known: dict[str, list[Words]],
    annotator: Callable[[], Annotator],
    settings: NlpSettings,
    progress: Progress,
) -> None:
    """Add the sentences of each paragraph to `known`, as word spans in the paragraph's own characters."""
    views = []
    for text in texts:
        view = model_view(text)
        start, end = view.raw_span(0, len(view.text))
        if not view.text:
            known[text] = []  # marks that no reader sees
        elif (inner := text[start:end]) in known:  # an earlier build starts a paragraph at its first word
            known[text] = [[(a + start, b + start) for a, b in words] for words in known[inner]]
        else:
            views.append(view)
    if not views:
        return
    found = annotator().split([view.text for view in views], settings.batch_words * 6, progress)
    for view, sentences in zip(views, found, strict=True):
        known[view.raw] = [[view.raw_span(start, end) for start, end in words] for words in sentences]


def _known(raw: dict[str, str], previous: pl.DataFrame | None) -> dict[str, list[Words]]:
    """Paragraphs of an earlier build whose characters still stand in a story: text → sentences."""
    known: dict[str, list[Words]] = {}
    if previous is None or previous.is_empty():
        return known
    grouped = previous.filter(pl.col("story_id").is_in(list(raw))).sort("story_id", "sentence_no")
    columns = ("story_id", "paragraph_no", "word_starts", "word_ends")
    runs: list[tuple[str, int, list[Words]]] = []
    for story, number, starts, ends in grouped.select(columns).iter_rows():
        words = list(zip(starts, ends, strict=True))
        if runs and runs[-1][:2] == (story, number):
            runs[-1][2].append(words)
        else:
            runs.append((story, number, [words]))
    for story, _, sentences in runs:
        base, end = sentences[0][0][0], sentences[-1][-1][1]
        gaps = pairwise(sentences)
        if any(model_view(raw[story][a[-1][1] : b[0][0]]).text for a, b in gaps):
            continue  # furniture stands between: two runs that were segmented apart
        known[raw[story][base:end]] = [[(a - base, b - base) for a, b in words] for words in sentences]
    return known
