"""From annotated sentences to the event tables of a partition.

Belongs here: reading and writing frames, ids, reuse of unchanged stories. Does not belong here: rules (coder and below).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import polars as pl

from pipeline import schema
from pipeline.events.coder import code_story
from pipeline.events.entities import entity_id
from pipeline.events.home import settle_home
from pipeline.events.lexicon import Lexicon
from pipeline.events.mention import Coded, Mention
from pipeline.events.story import WORD, Sentence, Story, lay_tokens, words_of
from pipeline.ids import short_id
from pipeline.progress import Progress, quiet
from pipeline.settings import EventSettings

Row = dict[str, object]


class Extraction(NamedTuple):
    """The event tables of a partition."""

    event_mentions: pl.DataFrame
    event_participants: pl.DataFrame
    statements: pl.DataFrame
    rejected_candidates: pl.DataFrame


def may_hold_event(sentences: pl.DataFrame, lexicon: Lexicon) -> pl.Series:
    """Whether each sentence holds a word that may be a trigger: a superset of the sentences that yield a candidate.

    Decided by letters alone, so that it can choose the sentences that are annotated further.
    """
    return pl.Series(
        "may_hold_event",
        [lexicon.may_hold_event(WORD.findall(text)) for text in sentences["text"].to_list()],
        dtype=pl.Boolean,
    )


def extract(
    stories: pl.DataFrame,
    story_lines: pl.DataFrame,
    sentences: pl.DataFrame,
    tokens: pl.DataFrame,
    lexicon: Lexicon,
    settings: EventSettings,
    previous: Extraction | None = None,
    progress: Progress = quiet,
    unchanged: frozenset[str] = frozenset(),
    coder: Callable[[Story, Lexicon], Coded] = code_story,
) -> Extraction:
    """Code the events of a partition.

    Args:
        stories: rows of `stories`; only those with sentences are looked at.
        story_lines: rows of `story_lines` (unused by today's rules: sentences are already body only).
        sentences: rows of `sentences`.
        tokens: rows of `tokens`; annotation columns may be null, the rules then work on letters alone.
        lexicon: from `load_lexicon`.
        settings: event settings.
        previous: the partition's last output, made with the same lexicon and model.
        progress: called with (stories done, stories).
        unchanged: ids of stories whose rows in all inputs are what `previous` was made from; they are copied over.
        coder: who codes a story; others than the product's are for benches and training.
    """
    reuse = unchanged if previous is not None else frozenset()
    rows: tuple[list[Row], list[Row], list[Row], list[Row]] = ([], [], [], [])
    wanted = sentences.filter(~pl.col("story_id").is_in(sorted(reuse))) if reuse else sentences
    details = {
        r["story_id"]: r
        for r in stories.select("story_id", "source", "title", "published_at", "raw_text").iter_rows(named=True)
    }
    by_sentence = _tokens_by_sentence(tokens, wanted)
    total = wanted["story_id"].n_unique()
    columns = ("story_id", "sentence_id", "sentence_no", "paragraph_no", "start_char", "end_char", "text")
    ordered = wanted.select(columns).sort("story_id", "sentence_no").iter_rows()
    for done, (story_id, group) in enumerate(groupby(ordered, key=itemgetter(0)), 1):
        detail = details.get(story_id)
        if detail is not None:
            _write(_code(detail, list(group), by_sentence, lexicon, coder), str(story_id), rows)
        if done % 100 == 0 or done == total:
            progress(done, total)
    made = Extraction(
        _frame(schema.EVENT_MENTIONS, rows[0]),
        _frame(schema.EVENT_PARTICIPANTS, rows[1]),
        _frame(schema.STATEMENTS, rows[2]),
        _frame(schema.REJECTED_CANDIDATES, rows[3]),
    )
    return made if previous is None or not reuse else _join(made, previous, reuse)


def _frame(table: schema.Table, rows: list[Row]) -> pl.DataFrame:
    return table.frame(rows) if rows else table.empty()


def _join(made: Extraction, previous: Extraction, reuse: frozenset[str]) -> Extraction:
    kept = pl.col("story_id").is_in(sorted(reuse))
    mentions = previous.event_mentions.filter(kept)
    participants = previous.event_participants.filter(pl.col("mention_id").is_in(mentions["mention_id"].implode()))
    return Extraction(
        schema.EVENT_MENTIONS.frame(pl.concat([made.event_mentions, mentions])),
        schema.EVENT_PARTICIPANTS.frame(pl.concat([made.event_participants, participants])),
        schema.STATEMENTS.frame(pl.concat([made.statements, previous.statements.filter(kept)])),
        schema.REJECTED_CANDIDATES.frame(
            pl.concat([made.rejected_candidates, previous.rejected_candidates.filter(kept)])
        ),
    )


_SentenceRow = tuple[str, str, int, int, int, int, str]
"""story_id, sentence_id, sentence_no, paragraph_no, start_char, end_char, text."""
_Token = tuple[int, int, int, str, str | None, str | None, int | None, str | None, str | None]


def _tokens_by_sentence(tokens: pl.DataFrame, sentences: pl.DataFrame) -> dict[str, list[_Token]]:
    """Annotated tokens by sentence; tokens without any annotation say no more than the letters do."""
    by_sentence: dict[str, list[_Token]] = defaultdict(list)
    annotated = tokens.filter(pl.col("upos").is_not_null() | pl.col("ner").is_not_null())
    if annotated.height:
        annotated = annotated.join(sentences.select("sentence_id"), on="sentence_id", how="semi").sort(
            "sentence_id", "token_no"
        )
        columns = (
            "sentence_id",
            "token_no",
            "start_char",
            "end_char",
            "text",
            "lemma",
            "upos",
            "head",
            "deprel",
            "ner",
        )
        for sentence_id, *token in annotated.select(columns).iter_rows():
            by_sentence[sentence_id].append(tuple(token))
    return by_sentence


def build_story(
    detail: dict[str, Any], sentences: list[_SentenceRow], tokens: dict[str, list[_Token]], lexicon: Lexicon
) -> Story:
    """A story as the rules see it."""
    made: list[Sentence] = []
    for _, sentence_id, number, paragraph, start, end, text in sentences:
        words = words_of(text, start, lexicon)
        if annotated := tokens.get(sentence_id):
            lay_tokens(words, annotated)
        made.append(Sentence(sentence_id, number, paragraph, start, end, words))
    story = Story(
        detail["story_id"], detail["source"], detail["title"], detail["published_at"], detail["raw_text"], made
    )
    settle_home(story, lexicon)
    return story


def _code(
    detail: dict[str, Any],
    sentences: list[_SentenceRow],
    tokens: dict[str, list[_Token]],
    lexicon: Lexicon,
    coder: Callable[[Story, Lexicon], Coded],
) -> Coded:
    if not any(lexicon.may_hold_event(WORD.findall(text)) for *_, text in sentences):
        return Coded([], [], [], [])
    return coder(build_story(detail, sentences, tokens, lexicon), lexicon)


def _write(coded: Coded, story_id: str, rows: tuple[list[Row], list[Row], list[Row], list[Row]]) -> None:
    mentions, participants, statements, rejected = rows
    seen: set[str] = set()
    coded_at: set[tuple[int, str]] = set()
    for mention in coded.mentions:
        candidate = mention.candidate
        mention_id = short_id(story_id, candidate.start, candidate.end, mention.event_type)
        if mention_id in seen:
            continue
        seen.add(mention_id)
        coded_at.add((candidate.start, mention.event_type))
        mentions.append(_mention_row(mention, mention_id, story_id))
        participants.extend(_participant_rows(mention, mention_id))
    written: set[tuple[int, str]] = set()
    for rejection in coded.rejections:
        key = (rejection.candidate.start, rejection.candidate.trigger.event_type)
        if key in written or key in coded_at:
            continue
        written.add(key)
        rejected.append(
            {
                "story_id": story_id, "sentence_id": rejection.sentence.sentence_id, "start_char": key[0], "end_char": rejection.candidate.end,
                "text": _slice(rejection.sentence, key[0], rejection.candidate.end), "event_type": key[1], "guard": rejection.guard,
            }
        )  # fmt: skip
    said: set[tuple[int, int, str]] = set()
    for sentence, statement in coded.statements:
        words = sentence.words
        start, end = words[statement.first].start, words[min(statement.last, len(words) - 1)].end
        cue = words[statement.cue].bare if statement.style != "carried" else "carried"
        if end <= start or (start, end, cue) in said:
            continue
        said.add((start, end, cue))
        statements.append(
            {
                "story_id": story_id, "sentence_id": sentence.sentence_id, "start_char": start, "end_char": end,
                "speaker": statement.speaker_text, "cue": cue, "style": statement.style,
            }
        )  # fmt: skip


def _slice(sentence: Sentence, start: int, end: int) -> str:
    for word in sentence.words:
        if word.start <= start < word.end:
            return word.text[start - word.start : end - word.start]
    return ""


def _mention_row(mention: Mention, mention_id: str, story_id: str) -> Row:
    candidate, when, place = mention.candidate, mention.when, mention.place
    return {
        "mention_id": mention_id, "story_id": story_id, "sentence_id": mention.sentence.sentence_id, "event_type": mention.event_type,
        "mode": mention.mode, "contexts": mention.contexts, "trigger": _slice(mention.sentence, candidate.start, candidate.end),
        "start_char": candidate.start, "end_char": candidate.end, "construction": candidate.construction,
        "location": place.text if place is not None else None, "location_country": mention.place_country,
        "date_text": _text(mention.sentence, when.first, when.last) if when else None,
        "date_start": when.date_start if when else None, "date_end": when.date_end if when else None,
        "date_precision": when.precision if when else None, "date_basis": when.basis if when else None,
        "attribution": mention.attribution, "modality": mention.modality, "negated": mention.negated, "codable": mention.codable,
        "rule_id": mention.rule_id, "probability": mention.probability, "reasons": mention.reasons, "event_id": None,
    }  # fmt: skip


def _text(sentence: Sentence, first: int, last: int) -> str:
    parts: list[str] = []
    previous: int | None = None
    for word in sentence.words[first : last + 1]:
        if previous is not None and word.start > previous:
            parts.append(" ")
        parts.append(word.text)
        previous = word.end
    return "".join(parts)


def _participant_rows(mention: Mention, mention_id: str) -> Iterator[Row]:
    number = 0
    seen: set[tuple[str, str | None, str, str | None]] = set()
    for side, members in (("actor", mention.sides.actors), ("recipient", mention.sides.recipients)):
        for actor in members:
            countries: list[str | None] = [*actor.countries] or [None]
            for country in countries:
                key = (side, country, actor.text, actor.sector)
                if key in seen:
                    continue
                seen.add(key)
                inside = (
                    actor.text != "" and mention.sentence.start <= actor.start and actor.end <= mention.sentence.end
                )
                yield {
                    "mention_id": mention_id, "participant_no": number, "side": side, "text": actor.text if inside else None,
                    "start_char": actor.start if inside else None, "end_char": actor.end if inside else None,
                    "entity_id": entity_id(actor, country), "country": country, "sector": actor.sector,
                    "other_sectors": list(actor.other_sectors), "resolution": actor.resolution,
                }  # fmt: skip
                number += 1
