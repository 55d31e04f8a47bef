"""Stories of one paragraph a line, and the bundled models loaded once."""

from collections.abc import Callable

import polars as pl
import pytest

from pipeline import nlp, schema
from pipeline.settings import NlpSettings, Settings


@pytest.fixture(scope="session")
def settings() -> NlpSettings:
    return Settings().nlp


@pytest.fixture(scope="session")
def annotator() -> Callable[[], nlp.Annotator]:
    return lambda: nlp.load_annotator("bundled", threads=1)


def frames(*texts: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """STORIES and STORY_LINES of texts whose lines are all body paragraphs."""
    stories, lines = [], []
    for n, text in enumerate(texts):
        row: dict[str, object] = {c.name: None if c.nullable else f"{c.name}{n}" for c in schema.STORIES.columns}
        row |= {"story_id": f"s{n:03}", "file_id": "f", "partition_key": "p", "record_no": n, "raw_text": text}
        stories.append(row | {"n_chars": len(text), "status": "ok"})
        start = 0
        for line_no, line in enumerate(text.split("\n")):
            if line.strip():
                lines.append(
                    {"story_id": f"s{n:03}", "line_no": line_no, "start_char": start, "end_char": start + len(line),
                     "label": "body", "rule_id": "test", "paragraph_no": line_no}
                )  # fmt: skip
            start += len(line) + 1
    return schema.STORIES.frame(stories), schema.STORY_LINES.frame(lines)


def refuse() -> nlp.Annotator:
    """An annotator that must not be needed."""
    raise AssertionError("the models were loaded although there is no new text")
