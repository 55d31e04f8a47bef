"""Why a mention was coded: the sentence, its words and tree, the rule, the sides, the statement it stands in.

Belongs here: a text about one mention, from the published database and the lexicon. Does not belong here: coding.
"""

from pathlib import Path
from typing import Any

import duckdb

from pipeline.events.extract import build_story
from pipeline.events.judge import OVERRULED
from pipeline.events.lexicon import load_lexicon


class UnknownMentionError(LookupError):
    """No mention has this id; the message says so in one line."""


def explain(mention_id: str, warehouse: Path, lexicon: Path | None = None) -> str:
    """Text that shows how a mention came to be.

    Args:
        mention_id: the mention's id, or a beginning of it that no other mention shares.
        warehouse: the published database.
        lexicon: the lexicon folder (default: the bundled one), for the country the story is at home in.

    Raises:
        UnknownMentionError: no mention, or more than one, has an id that begins so.
    """
    with duckdb.connect(str(warehouse), read_only=True) as db:
        found = _rows(
            db, "SELECT * FROM event_mentions WHERE starts_with(mention_id, ?) ORDER BY mention_id LIMIT 2", mention_id
        )
        if len(found) != 1:
            raise UnknownMentionError(
                f"{mention_id}: {'no mention has this id' if not found else 'several mention ids begin so'}"
            )
        mention = found[0]
        sentence = _rows(db, "SELECT * FROM sentences WHERE sentence_id = ?", mention["sentence_id"])[0]
        story = _rows(
            db,
            "SELECT s.title, s.source, s.published_at, f.path FROM stories s JOIN files f USING (file_id) WHERE story_id = ?",
            mention["story_id"],
        )[0]
        sides = _rows(
            db, "SELECT * FROM event_participants WHERE mention_id = ? ORDER BY participant_no", mention["mention_id"]
        )
        tokens = _rows(db, "SELECT * FROM tokens WHERE sentence_id = ? ORDER BY token_no", mention["sentence_id"])
        said = _rows(
            db, "SELECT * FROM statements WHERE sentence_id = ? AND start_char <= ? AND end_char >= ? ORDER BY start_char",
            mention["sentence_id"], mention["start_char"], mention["end_char"],
        )  # fmt: skip
        home = _home(db, mention["story_id"], lexicon)
        others = _rows(
            db,
            "SELECT text, event_type, guard FROM rejected_candidates WHERE sentence_id = ? ORDER BY start_char",
            mention["sentence_id"],
        )
    trigger, _, rest = mention["rule_id"].partition("/")
    frame, _, slots = rest.partition("/")
    lines = [
        f"mention    {mention['mention_id']}   {mention['event_type']}{' / ' + mention['mode'] if mention['mode'] else ''}   {mention['construction']}",
        f"story      {story['path']}   {story['source'] or ''}   {story['published_at'] or ''}",
        f"title      {story['title'] or ''}",
        f"home       {home}",
        "",
        _marked(
            sentence["text"],
            mention["start_char"] - sentence["start_char"],
            mention["end_char"] - sentence["start_char"],
        ),
        "",
        f"trigger    {mention['trigger']}   entry {trigger} of triggers.csv or phrases.csv",
        f"frame      {frame} of frames.csv",
        *(f"slot       {_slot(slot)}" for slot in slots.split("+") if slot and slot != "none"),
        *(_side(side) for side in sides),
        *_weighed(mention),
        f"date       {_date(mention)}",
        f"place      {mention['location'] or '-'} {mention['location_country'] or ''}",
        f"modality   {mention['modality']}{', negated' if mention['negated'] else ''}",
        f"said by    {mention['attribution'] or 'the source itself'}",
        *(f"statement  {s['style']}, cue {s['cue']}, speaker {s['speaker'] or 'unnamed'}" for s in said),
        f"contexts   {', '.join(mention['contexts']) or '-'}",
    ]
    if others:
        lines += [
            "",
            "not coded in this sentence",
            *(f"  {o['text']}   {o['event_type']}   {o['guard']}" for o in others),
        ]
    return "\n".join([*lines, "", *_tree(tokens)])


def _home(db: duckdb.DuckDBPyConnection, story_id: str, folder: Path | None) -> str:
    """Country of offices that the story names without one, and what settled it."""
    detail = _rows(
        db, "SELECT story_id, source, title, published_at, raw_text FROM stories WHERE story_id = ?", story_id
    )[0]
    sentences = db.execute(
        "SELECT story_id, sentence_id, sentence_no, paragraph_no, start_char, end_char, text FROM sentences WHERE story_id = ? "
        "ORDER BY sentence_no",
        [story_id],
    ).fetchall()
    story = build_story(detail, sentences, {}, load_lexicon(folder))
    return f"{story.home or 'none'}   ({story.home_evidence})"


def _rows(db: duckdb.DuckDBPyConnection, sql: str, *arguments: object) -> list[dict[str, Any]]:
    cursor = db.execute(sql, list(arguments))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _marked(text: str, start: int, end: int) -> str:
    return f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"


def _weighed(mention: dict[str, Any]) -> list[str]:
    if mention["probability"] is None:
        return []
    return [
        f"weighed    probability {mention['probability']:.2f} (trigger_weights.csv), most of it from",
        *(f"           {feature}" for feature in mention["reasons"]),
    ]


_SIDES = {"a": "actor", "r": "recipient"}
_REASONS = {
    "same_story": "taken over from an earlier mention of the story",
    "same_victim": "who attacked the same victim elsewhere in the story",
    "sentence": "the next actor named in the sentence",
    "authority": "the authority of the place or of the story's country",
    "attacker": "unnamed",
    "place": "the country of the place",
    "visit": "the story says who visits whom",
    "home_state": "the state the story is at home in",
    "story_pair": "the two sides of the story's talks",
    "crowd": "unnamed crowd",
    "weighed_in": "a country the evidence put there (side_trees.csv)",
    "weighed_out": "without a country the evidence took away (side_trees.csv)",
}


def _slot(slot: str) -> str:
    side, colon, name = slot.partition(":")
    if side == OVERRULED:
        return f"guard {name} fired and was outweighed"
    if not colon:
        return f"both sides: {_REASONS.get(slot, slot)}"
    return f"{_SIDES.get(side, side)} ← {_REASONS.get(name, name)}"


def _side(side: dict[str, Any]) -> str:
    sectors = " ".join(filter(None, [side["sector"], *side["other_sectors"]]))
    return f"{side['side']:10} {side['text'] or '(from the context)'}   {side['country'] or '?'}   {sectors or '?'}   {side['resolution']}"


def _date(mention: dict[str, Any]) -> str:
    if mention["date_text"] is None:
        return "-"
    if mention["date_start"] is None:
        return f"{mention['date_text']} → not resolved: no publication date"
    return f"{mention['date_text']} → {mention['date_start']} to {mention['date_end']} ({mention['date_precision']}, {mention['date_basis']})"


def _tree(tokens: list[dict[str, Any]]) -> list[str]:
    if not tokens:
        return []
    if not any(token["head"] is not None for token in tokens):
        return ["words  " + " · ".join(token["text"] for token in tokens)]
    children: dict[int, list[dict[str, Any]]] = {}
    for token in tokens:
        children.setdefault(token["head"] or 0, []).append(token)
    lines = ["tree"]
    stack = [(token, 1) for token in reversed(children.get(0, []))]
    seen: set[int] = set()
    while stack:
        token, depth = stack.pop()
        if token["token_no"] in seen:
            continue
        seen.add(token["token_no"])
        lines.append(
            f"{'  ' * depth}{token['text']}   {token['upos'] or ''} {token['deprel'] or ''} {token['ner'] if token['ner'] not in (None, 'O') else ''}".rstrip()
        )
        stack.extend((child, depth + 1) for child in reversed(children.get(token["token_no"], [])))
    return lines
