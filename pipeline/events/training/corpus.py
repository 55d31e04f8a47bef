"""Coded stories as the frames that extraction works on: sentences as annotated, words and trees by the bundled models.

Belongs here: frames of coded stories. Does not belong here: figures (pipeline.evaluate) or learning (learn).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from pipeline import schema
from pipeline.events import Lexicon, may_hold_event
from pipeline.events.story import WORD
from pipeline.events.training.coded_corpora import DAYS
from pipeline.events.training.values import CodedStory
from pipeline.ids import short_id
from pipeline.settings import NlpSettings


def coded_frames(coded: Iterable[CodedStory]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """FILES-like, STORIES and SENTENCES of coded stories, with the annotated sentence spans."""
    files, stories, sentences = [], [], []
    for story in coded:
        raw = story.raw
        story_id, file_id = short_id("story", story.key), short_id("file", story.key)
        day = story.publication_date
        files.append({"file_id": file_id, "path": f"{story.key}.txt"})
        # a newspaper's name is a field of these records, as the pipeline has it; the other corpora are plain text
        source = story.source if story.corpus.startswith(DAYS) else None
        published = dt.date.fromisoformat(day[:10]) if day else None
        stories.append(story_row(story_id, file_id, raw, story.title, published) | {"source": source})
        for number, (start, end) in enumerate(story.sentence_spans):
            while start < end and raw[start].isspace():
                start += 1
            while end > start and raw[end - 1].isspace():
                end -= 1
            sentences.append(sentence_row(story_id, number, start, raw[start:end]))
    return pl.DataFrame(files), schema.STORIES.frame(stories), schema.SENTENCES.frame(sentences)


def story_row(story_id: str, file_id: str, raw: str, title: str | None, published: dt.date | None) -> dict[str, object]:
    """A row of STORIES."""
    return {
        "story_id": story_id, "file_id": file_id, "partition_key": "gold", "record_no": 0, "title": title, "published_at": published,
        "raw_text": raw, "n_chars": len(raw), "status": "ok", "record_hash": short_id(raw),
    }  # fmt: skip


def sentence_row(story_id: str, number: int, start: int, text: str) -> dict[str, object]:
    """A row of SENTENCES; word spans are filled in by the segmenter where one runs."""
    spans = [(start + m.start(), start + m.end()) for m in WORD.finditer(text)]
    return {
        "sentence_id": short_id(story_id, start), "story_id": story_id, "sentence_no": number, "paragraph_no": number, "start_char": start,
        "end_char": start + len(text), "text": text, "word_starts": [a for a, _ in spans], "word_ends": [b for _, b in spans],
    }  # fmt: skip


def annotated(stories: pl.DataFrame, sentences: pl.DataFrame, lexicon: Lexicon, model: str) -> pl.DataFrame:
    """TOKENS by the bundled models, the given sentences kept; empty without a model."""
    if model == "none":
        return schema.TOKENS.empty()
    from pipeline import nlp

    annotator = nlp.load_annotator(model, threads=1)
    lines = schema.STORY_LINES.frame(
        {
            "story_id": r["story_id"], "line_no": r["sentence_no"], "start_char": r["start_char"], "end_char": r["end_char"], "label": "body",
            "rule_id": "gold", "paragraph_no": r["sentence_no"],
        }
        for r in sentences.iter_rows(named=True)
    )  # fmt: skip
    words: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in nlp.segment(stories, lines, lambda: annotator, NlpSettings()).iter_rows(named=True):
        words[row["story_id"]].extend(zip(row["word_starts"], row["word_ends"], strict=True))
    rows = []
    for row in sentences.iter_rows(named=True):
        spans = [(a, b) for a, b in words[row["story_id"]] if row["start_char"] <= a and b <= row["end_char"]]
        rows.append({**row, "word_starts": [a for a, _ in spans], "word_ends": [b for _, b in spans]})
    kept = schema.SENTENCES.frame(rows)
    return nlp.annotate(stories, kept, may_hold_event(kept, lexicon), lambda: annotator, NlpSettings())
