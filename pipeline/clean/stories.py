"""Clean stories: from records to stories with metadata, status and labelled lines; and the body they hold.

Belongs here: putting the parts together, one story at a time, and the frames. Does not belong here: any rule.
"""

import html
from typing import Any, Final

import polars as pl

from pipeline import schema
from pipeline.clean import bylines, frequent, furniture, labels, language, lines, published
from pipeline.clean.lines import Line
from pipeline.ids import short_id
from pipeline.progress import Progress, quiet
from pipeline.settings import CleanSettings

RULES_VERSION: Final = 2
"""Raise with every change of a rule in this package, so that no row made by an older rule is reused."""

_KEPT: Final = ("story_id", "file_id", "partition_key", "record_no", "member")
_BATCH: Final = 256


def clean(
    records: pl.DataFrame,
    settings: CleanSettings,
    previous: tuple[pl.DataFrame, pl.DataFrame] | None = None,
    progress: Progress = quiet,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Label every line of every record and say what story it is.

    Args:
        records: table STORY_RECORDS of one partition.
        settings: what counts as a story.
        previous: an earlier result for the same partition; its rows are taken over for records that did not change,
            metadata, settings and rules included.
        progress: called with stories done and all stories.

    Returns:
        Tables STORIES and STORY_LINES. Every record becomes a story; a bad one has a status and a reason.
    """
    stamp = short_id(RULES_VERSION, furniture.load().version, frequent.table_id(), settings.model_dump_json())
    old_stories, old_lines = _reusable(records, stamp, previous)
    known = set(old_stories["record_hash"]) if old_stories is not None else set()
    stories: dict[str, list[Any]] = {name: [] for name in schema.STORIES.schema}
    story_lines: dict[str, list[Any]] = {name: [] for name in schema.STORY_LINES.schema}
    total = len(records)
    for done, record in enumerate(records.iter_rows(named=True)):
        record_hash = _record_hash(record, stamp)
        if record_hash not in known:
            _clean_one(record, record_hash, settings, stories, story_lines)
        if done % _BATCH == _BATCH - 1:
            progress(done + 1, total)
    progress(total, total)
    new_stories = pl.DataFrame(stories, schema=schema.STORIES.schema)
    new_lines = pl.DataFrame(story_lines, schema=schema.STORY_LINES.schema)
    if old_stories is not None and old_lines is not None:
        new_stories, new_lines = pl.concat([new_stories, old_stories]), pl.concat([new_lines, old_lines])
    return schema.STORIES.frame(new_stories), schema.STORY_LINES.frame(new_lines)


def body_of(stories: pl.DataFrame, story_lines: pl.DataFrame) -> pl.DataFrame:
    """The article bodies as runs of text.

    Returns:
        Columns story_id, paragraph_no, start_char, end_char, sorted: one row for each unbroken run of body lines of a
        paragraph (a line break inside a run belongs to it; furniture inside a paragraph splits it in two). White space
        at the ends is left out. Only stories with status ok.
    """
    ok = stories.filter(pl.col("status") == "ok").select("story_id", "raw_text")
    text = pl.col("raw_text").str.slice(pl.col("start_char"), pl.col("end_char") - pl.col("start_char"))
    return (
        story_lines.sort("story_id", "line_no")
        .with_columns(
            run=(
                (pl.col("story_id") != pl.col("story_id").shift(1))
                | (pl.col("paragraph_no") != pl.col("paragraph_no").shift(1))
                | (pl.col("label") != pl.col("label").shift(1))
            )
            .fill_null(True)
            .cum_sum()
        )
        .filter(pl.col("label") == "body")
        .group_by("story_id", "paragraph_no", "run")
        .agg(pl.col("start_char").min(), pl.col("end_char").max())
        .join(ok, on="story_id")
        .with_columns(
            start_char=pl.col("start_char") + text.str.len_chars() - text.str.strip_chars_start().str.len_chars(),
            end_char=pl.col("end_char") - (text.str.len_chars() - text.str.strip_chars_end().str.len_chars()),
        )
        .sort("story_id", "start_char")
        .select("story_id", "paragraph_no", "start_char", "end_char")
    )


def _reusable(
    records: pl.DataFrame, stamp: str, previous: tuple[pl.DataFrame, pl.DataFrame] | None
) -> tuple[pl.DataFrame, pl.DataFrame] | tuple[None, None]:
    if previous is None or previous[0].is_empty():
        return None, None
    hashes = pl.Series([_record_hash(record, stamp) for record in records.iter_rows(named=True)], dtype=pl.String)
    kept = previous[0].filter(pl.col("record_hash").is_in(hashes.implode()))
    return kept, previous[1].filter(pl.col("story_id").is_in(kept["story_id"].implode()))


def _record_hash(record: dict[str, Any], stamp: str) -> str:
    parts = ("\0" if record[name] is None else str(record[name]) for name in sorted(record))
    return short_id(stamp, "\x1f".join(parts))


def _clean_one(
    record: dict[str, Any],
    record_hash: str,
    settings: CleanSettings,
    stories: dict[str, list[Any]],
    story_lines: dict[str, list[Any]],
) -> None:
    raw: str = record["raw_text"]
    start = record["content_start"]
    end = record["content_end"]
    phrases = furniture.load()
    cut = lines.cut(raw, (0 if start is None else start, len(raw) if end is None else end), phrases)
    meta_title = _without_site(_field(record["meta_title"]), record["meta_source"], record["meta_author"])
    lines.part_author(cut, raw, record["meta_author"])
    labels.label(raw, cut, phrases, meta_title, frequent.is_frequent)
    when = published.published(raw, cut, record["meta_published"], record["meta_basis"], record["meta_url"])
    body = "\n".join(raw[line.start : line.end] for line in cut if line.label == "body")
    told = language.language_of(body or raw)
    status, reason = _status(record, raw, told, settings, cut)
    notes = [note for note in (reason, when.note) if note]
    author, source = _credits(raw, cut)
    row = {name: record[name] for name in _KEPT} | {
        "url": _field(record["meta_url"]),
        "source": _field(record["meta_source"]) or source,
        "title": meta_title or _title_in(raw, cut),
        "author": _field(record["meta_author"]) or author,
        "published_at": when.day,
        "published_basis": when.basis,
        "language": told.language,
        "raw_text": raw,
        "n_chars": len(raw),
        "status": status,
        "status_reason": "; ".join(notes) or None,
        "record_hash": record_hash,
    }
    for name, column in stories.items():
        column.append(row[name])
    story_lines["story_id"].extend([record["story_id"]] * len(cut))
    story_lines["line_no"].extend(range(len(cut)))
    story_lines["start_char"].extend(line.start for line in cut)
    story_lines["end_char"].extend(line.end for line in cut)
    story_lines["label"].extend(line.label for line in cut)
    story_lines["rule_id"].extend(line.rule for line in cut)
    story_lines["paragraph_no"].extend(line.paragraph for line in cut)


def _status(
    record: dict[str, Any], raw: str, told: language.Verdict, settings: CleanSettings, cut: list[Line]
) -> tuple[str, str | None]:
    if record["problem"]:
        return "unreadable", record["problem"]
    if not any(c.isalpha() for c in raw):
        return "empty", "there is no text in it: look at the file, or remove it"
    if told.language is not None and (told.language != "ar" or told.arabic_share < settings.min_arabic_share):
        return (
            "not_arabic",
            f"its language is {told.language} ({told.arabic_share:.0%} Arabic letters): only Arabic is read; move it out of the raw folder",
        )
    n_words = sum(line.n_words for line in cut if line.label == "body")
    if n_words == 0:
        return "empty", f"no article was found among its {len(cut)} lines: see story_lines for what each was taken for"
    if n_words < settings.min_body_words:
        return (
            "too_short",
            f"its body has {n_words} words, fewer than RASID_CLEAN__MIN_BODY_WORDS={settings.min_body_words}",
        )
    words = " ".join(line.text for line in cut if line.label == "body").split()
    return "ok", "written in a Maghrebi dialect" if language.is_darija(words) else None


def _field(text: str | None) -> str | None:
    return html.unescape(text).strip() or None if text else None


_BESIDE_TITLE: Final = " \xa0|-–—:·»«"


def _without_site(title: str | None, *names: str | None) -> str | None:
    """A title without the site's name before or after it, as pages print it («… - NAME», «NAME | …»)."""
    for name in names:
        if title is None or not name or len(name.strip()) < 2:
            continue
        bare = name.strip()
        for rest, gap in ((title.removesuffix(bare), -1), (title.removeprefix(bare), 0)):
            beside = rest.strip()
            kept = beside.strip(_BESIDE_TITLE)
            if rest != title and beside and beside[gap] in "|-–—·»" and len(kept.split()) >= 3:
                title = kept
                break
    return title


def _title_in(raw: str, cut: list[Line]) -> str | None:
    return next((raw[line.start : line.end].strip() for line in cut if line.label == "title"), None)


def _credits(raw: str, cut: list[Line]) -> tuple[str | None, str | None]:
    """Author and source from the bylines: a Latin name alone is the source, the first other name the author."""
    author = source = None
    for line in cut:
        if line.label != "byline":
            continue
        name = bylines.author_of(raw, line)
        if name is None:
            continue
        if bylines.is_outlet(name):
            source = source or name
        elif author is None and not name.isascii():
            author = name
    return author, source
