"""A story as the pipeline sees it, for the terminal and as a page: lines by label, sentences, triggers, sides.

Belongs here: drawing what the tables say. Does not belong here: reading the tables or running a stage; the caller hands
over the rows of one story.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import polars as pl
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

STYLES: Final[dict[str, tuple[str, str]]] = {
    "body": ("default", "#1b1b1b"),
    "title": ("bold cyan", "#00639a"),
    "byline": ("green", "#2e7d32"),
    "heading": ("bold", "#5d4037"),
    "caption": ("magenta", "#8e24aa"),
    "ticker": ("red", "#c62828"),
    "related": ("yellow", "#b26a00"),
    "navigation": ("bright_black", "#757575"),
    "comment_form": ("bright_black", "#757575"),
    "subscribe": ("bright_black", "#757575"),
    "share": ("bright_black", "#757575"),
    "copyright": ("bright_black", "#757575"),
    "source_link": ("blue", "#3949ab"),
    "other": ("bright_black", "#757575"),
}
"""Label → style in the terminal, colour on the page."""

_MARKS: Final = {
    "trigger": ("bold white on dark_red", "trigger"),
    "actor": ("underline bright_green", "actor"),
    "recipient": ("underline bright_blue", "recipient"),
}

_CSS: Final = """
body{font-family:"Noto Naskh Arabic","Amiri","Segoe UI",Tahoma,serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.9;color:#1b1b1b}
h1{font-size:1.4rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;font-size:.9rem}dt{color:#757575}dd{margin:0;text-align:right}
.line{display:grid;grid-template-columns:1fr 19rem;gap:1rem;border-bottom:1px solid #eee}
.rule{font:12px/1.9 ui-monospace,monospace;direction:ltr;text-align:left;color:#757575;overflow-wrap:anywhere}
.left-out{opacity:.75}.sentence{border-right:3px solid #ccc;padding-right:.3rem}
.trigger{background:#b71c1c;color:#fff;border-radius:.2rem;padding:0 .2rem}
.actor{border-bottom:3px solid #2e7d32}.recipient{border-bottom:3px solid #1565c0}
.legend span{margin-right:1rem;font-size:.85rem}
"""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What to print, and the same as a self-contained page."""

    terminal: RenderableType
    html: str


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    kind: str
    note: str


def inspect_story(
    story: Mapping[str, Any],
    story_lines: pl.DataFrame,
    sentences: pl.DataFrame | None = None,
    mentions: pl.DataFrame | None = None,
    participants: pl.DataFrame | None = None,
) -> Inspection:
    """Draw one story.

    Args:
        story: its row of STORIES.
        story_lines: its rows of STORY_LINES (rows of other stories are ignored, here and below).
        sentences: rows of SENTENCES; where each begins is marked.
        mentions: rows of EVENT_MENTIONS; their triggers are highlighted.
        participants: rows of EVENT_PARTICIPANTS of these mentions; their names are underlined.
    """
    story_id, raw = story["story_id"], story["raw_text"]
    rows = story_lines.filter(pl.col("story_id") == story_id).sort("line_no").rows(named=True)
    marks = sorted(_marks(story_id, mentions, participants), key=lambda mark: (mark.start, mark.end, mark.kind))
    starts = (
        sorted(sentences.filter(pl.col("story_id") == story_id)["start_char"].to_list())
        if sentences is not None
        else []
    )
    drawn = [row for row in rows if raw[row["start_char"] : row["end_char"]].strip()]
    return Inspection(_terminal(story, raw, drawn, marks, starts), _page(story, raw, drawn, marks, starts))


def _marks(story_id: str, mentions: pl.DataFrame | None, participants: pl.DataFrame | None) -> list[_Mark]:
    if mentions is None:
        return []
    own = mentions.filter(pl.col("story_id") == story_id)
    marks = [
        _Mark(row["start_char"], row["end_char"], "trigger", f"{row['event_type']} ({row['rule_id']})")
        for row in own.rows(named=True)
    ]
    if participants is not None:
        sides = participants.filter(
            pl.col("mention_id").is_in(own["mention_id"].implode()) & pl.col("start_char").is_not_null()
        )
        marks += [
            _Mark(
                row["start_char"],
                row["end_char"],
                row["side"],
                " ".join(filter(None, (row["side"], row["country"], row["sector"]))),
            )
            for row in sides.rows(named=True)
        ]
    return marks


def _facts(story: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name and value of what is known of the story; what is missing is left out."""
    published = story.get("published_at")
    facts = [
        ("title", story.get("title")),
        ("source", story.get("source")),
        ("author", story.get("author")),
        ("url", story.get("url")),
        ("published", f"{published} ({story.get('published_basis')})" if published else None),
        ("language", story.get("language")),
        ("status", story.get("status")),
        ("reason", story.get("status_reason")),
    ]
    return [(name, str(value)) for name, value in facts if value]


def _terminal(
    story: Mapping[str, Any], raw: str, rows: list[dict[str, Any]], marks: list[_Mark], starts: list[int]
) -> RenderableType:
    head = Table.grid(padding=(0, 2))
    for name, value in _facts(story):
        head.add_row(Text(name, style="dim"), Text(value))
    lines = Table(box=None, show_header=False, padding=(0, 1), expand=True)
    lines.add_column(justify="right", ratio=1)  # Arabic reads from the right edge, beside the label
    lines.add_column(no_wrap=True)
    for row in rows:
        style = STYLES[row["label"]][0]
        start, end = row["start_char"], row["end_char"]
        text = Text(raw[start:end].replace("\xa0", " "), style=style)
        for mark in marks:
            if mark.start < end and mark.end > start:
                text.stylize(_MARKS[mark.kind][0], max(mark.start, start) - start, min(mark.end, end) - start)
        for at in starts:
            if start <= at < end:
                text.stylize("bold", at - start, at - start + 1)
        lines.add_row(text, Text(f"{row['label']} · {row['rule_id']}", style=style))
    return Group(head, Text(), lines)


def _page(story: Mapping[str, Any], raw: str, rows: list[dict[str, Any]], marks: list[_Mark], starts: list[int]) -> str:
    facts = "".join(f"<dt>{escape(name)}</dt><dd dir=auto>{escape(value)}</dd>" for name, value in _facts(story))
    used = sorted({row["label"] for row in rows})
    legend = "".join(f'<span style="color:{STYLES[label][1]}">■ {label}</span>' for label in used)
    legend += "".join(f'<span class="{kind}">{kind}</span>' for kind in _MARKS if any(m.kind == kind for m in marks))
    body = "\n".join(_page_line(raw, row, marks, starts) for row in rows)
    title = escape(str(story.get("title") or story["story_id"]))
    return (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_CSS}</style></head><body><h1 dir=auto>{title}</h1><dl>{facts}</dl>"
        f'<p class="legend" dir="ltr">{legend}</p>\n{body}\n</body></html>\n'
    )


def _page_line(raw: str, row: dict[str, Any], marks: list[_Mark], starts: list[int]) -> str:
    start, end = row["start_char"], row["end_char"]
    pieces = "".join(_pieces(raw, start, end, marks, starts))
    left_out = "" if row["label"] == "body" else " left-out"
    return (
        f'<div class="line{left_out}" style="color:{STYLES[row["label"]][1]}"><div dir="rtl">{pieces}</div>'
        f'<div class="rule">{escape(row["label"])} · {escape(row["rule_id"])}</div></div>'
    )


def _pieces(raw: str, start: int, end: int, marks: list[_Mark], starts: list[int]) -> Iterable[str]:
    """The line cut wherever a mark or sentence begins or ends, each piece in one element with all its classes."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    bounds = {start, end} | {at for at in starts if start <= at < end}
    bounds |= {min(max(at, start), end) for mark in inside for at in (mark.start, mark.end)}
    cuts = sorted(bounds)
    for low, high in itertools.pairwise(cuts):
        covering = [mark for mark in inside if mark.start <= low and mark.end >= high]
        classes = [*(["sentence"] if low in starts else []), *(_MARKS[mark.kind][1] for mark in covering)]
        text = escape(raw[low:high])
        if not classes:
            yield text
            continue
        notes = "; ".join(mark.note for mark in covering)
        title = f' title="{escape(notes)}"' if notes else ""
        yield f'<span class="{" ".join(dict.fromkeys(classes))}"{title}>{text}</span>'
