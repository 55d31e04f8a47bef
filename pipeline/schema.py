"""One declaration per table: Polars schema, DuckDB DDL and column docs all follow from it.

Belongs here: names, types, keys and meaning of every stored column. Does not belong here: how a value is computed,
or how a table is stored (`pipeline.store`) and published (`pipeline.warehouse`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

TEXT, INT, REAL, BOOL, DATE = pl.String, pl.Int64, pl.Float64, pl.Boolean, pl.Date
TEXTS, INTS = pl.List(pl.String), pl.List(pl.Int64)

_DUCKDB = {TEXT: "VARCHAR", INT: "BIGINT", REAL: "DOUBLE", BOOL: "BOOLEAN", DATE: "DATE"}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Column:
    """A stored column: its type, what it means, and whether it may be null."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    doc: str
    nullable: bool = True

    @property
    def duckdb_type(self) -> str:
        """The DuckDB type that holds the column."""
        if isinstance(self.dtype, pl.List):
            return f"{_DUCKDB[self.dtype.inner]}[]"  # type: ignore[index]
        return _DUCKDB[self.dtype]  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its grain, columns, key (also the sort order of its rows) and foreign keys `{column: table}`."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: tuple[tuple[str, str], ...] = ()
    published: bool = True
    spans_text: bool = False  # start_char/end_char/text obey the offset contract

    @property
    def schema(self) -> pl.Schema:
        """Column name → Polars type, in stored order."""
        return pl.Schema({c.name: c.dtype for c in self.columns})

    @property
    def ddl(self) -> str:
        """CREATE TABLE and COMMENT ON statements for DuckDB."""
        columns = ", ".join(f'"{c.name}" {c.duckdb_type}' + ("" if c.nullable else " NOT NULL") for c in self.columns)
        comments = [f"COMMENT ON TABLE {self.name} IS {_quoted(self.doc)}"]
        comments += [f'COMMENT ON COLUMN {self.name}."{c.name}" IS {_quoted(c.doc)}' for c in self.columns]
        return ";\n".join([f"CREATE TABLE {self.name} ({columns})", *comments])

    def empty(self) -> pl.DataFrame:
        """A frame with the table's columns and no rows."""
        return pl.DataFrame(schema=self.schema)

    def frame(self, rows: Iterable[dict[str, object]] | pl.DataFrame) -> pl.DataFrame:
        """Rows (dicts, or a frame with at least these columns) as a frame of exactly this table, sorted by its key.

        Raises:
            ValueError: a column is missing, a required value is null, or the key is not unique; names table and column.
        """
        if isinstance(rows, pl.DataFrame):
            missing = [c.name for c in self.columns if c.name not in rows.columns]
            if missing:
                raise ValueError(f"table {self.name}: no column {', '.join(missing)}")
            frame = rows.select(pl.col(c.name).cast(c.dtype) for c in self.columns)
        else:
            frame = pl.DataFrame(list(rows), schema=self.schema, orient="row")
        frame = frame.sort(self.key) if self.key else frame
        self.check(frame)
        return frame

    def internal(self, name: str) -> "Table":
        """The same declaration under another name, for a table that is stored but not published."""
        return replace(self, name=name, published=False)

    def check(self, frame: pl.DataFrame) -> None:
        """Refuse a frame that breaks the declaration.

        Raises:
            ValueError: names the table and the column, key or type at fault.
        """
        if frame.schema != self.schema:
            raise ValueError(f"table {self.name}: columns are {frame.schema}, not {self.schema}")
        required = [c.name for c in self.columns if not c.nullable]
        nulls = frame.select(pl.col(required).null_count()).row(0) if required else ()
        for name, n in zip(required, nulls, strict=True):
            if n:
                raise ValueError(f"table {self.name}: {n} null values in {name}")
        if self.key and frame.select(self.key).is_duplicated().any():
            raise ValueError(f"table {self.name}: key {self.key} is not unique")


def _c(name: str, dtype: pl.DataType | type[pl.DataType], doc: str) -> Column:
    return Column(name, dtype, doc, nullable=False)


_n = Column
_SPAN = (
    _c("start_char", INT, "First code point of the span in stories.raw_text, counted from 0."),
    _c("end_char", INT, "Code point after the span in stories.raw_text."),
)

RAW_FILES = Table(
    "raw_files",
    "A file found under RAW, before it is read: the inventory that re-runs are planned from.",
    (
        _c("file_id", TEXT, "Hash of path and content."),
        _c("partition_key", TEXT, "The drop the file belongs to: the escaped name of RAW's first folder level."),
        _c("path", TEXT, "Path relative to RAW, in NFC, with forward slashes."),
        _c("size_bytes", INT, "Size of the file in bytes."),
        _n("sha256", TEXT, "SHA-256 of the file's bytes; null when it cannot be read."),
        _n(
            "problem",
            TEXT,
            "Why the file cannot be opened at all (link out of RAW, no permission, special file), or null.",
        ),
    ),
    ("path",),
    published=False,
)

FILES = Table(
    "files",
    "A file found under RAW.",
    (
        _c("file_id", TEXT, "Hash of path and content."),
        _c("partition_key", TEXT, "The drop the file belongs to."),
        _c("path", TEXT, "Path relative to RAW."),
        _c("size_bytes", INT, "Size of the file in bytes."),
        _n("sha256", TEXT, "SHA-256 of the file's bytes; null when it cannot be read."),
        _n(
            "format",
            TEXT,
            "txt, trec, html, json, jsonl, csv, tsv, parquet, warc or sidecar; with its containers, outermost last: jsonl.gz, txt.tar.xz.",
        ),
        _n(
            "encoding",
            TEXT,
            "Character encoding that was used, with a note when bytes were replaced or mojibake repaired.",
        ),
        _c("status", TEXT, "accepted or quarantined."),
        _n("reason", TEXT, "Why the file is quarantined, and what to do; notes on an accepted file."),
        _c("n_stories", INT, "Stories read from the file."),
    ),
    ("path",),
)

STORY_RECORDS = Table(
    "story_records",
    "A story as read from its file, with the metadata found beside it, before cleaning.",
    (
        _c("story_id", TEXT, "Hash of path, raw text and the occurrence of that text in the file."),
        _c("file_id", TEXT, "The file it was read from."),
        _c("partition_key", TEXT, "The drop it belongs to."),
        _c("record_no", INT, "Position in its file, from 0, over all members of an archive."),
        _n("member", TEXT, "Path inside the archive, or null."),
        _c(
            "raw_text",
            TEXT,
            "The decoded story exactly as found (for HTML and WARC: the page's visible text as extracted).",
        ),
        _n(
            "problem",
            TEXT,
            "Why the record could not be read as a story, and what to do; raw_text then holds what was found, as far as it is text.",
        ),
        _n("meta_title", TEXT, "Title in a sidecar, record field, TREC tag or page metadata."),
        _n("meta_source", TEXT, "Source likewise."),
        _n("meta_author", TEXT, "Author likewise."),
        _n("meta_url", TEXT, "Address likewise."),
        _n("meta_published", TEXT, "Publication date likewise, as written."),
        _n(
            "meta_basis",
            TEXT,
            "Where meta_published was found: metadata, sidecar, or crawl (it is the day a crawler fetched the story).",
        ),
        _n("meta_language", TEXT, "Language tag likewise."),
        _n(
            "content_start",
            INT,
            "First code point of the story's content in raw_text when the format says so (TREC <TEXT>), else null: all of it.",
        ),
        _n("content_end", INT, "Code point after that content."),
    ),
    ("story_id",),
    (("file_id", "files"),),
    published=False,
)

STORIES = Table(
    "stories",
    "A story.",
    (
        _c("story_id", TEXT, "Hash of path, raw text and the occurrence of that text in the file."),
        _c("file_id", TEXT, "The file it was read from."),
        _c("partition_key", TEXT, "The drop it belongs to."),
        _c("record_no", INT, "Position in its file, from 0."),
        _n("member", TEXT, "Path inside the archive, or null."),
        _n("url", TEXT, "Address of the story, as given."),
        _n("source", TEXT, "Who published it, as given or read from the page."),
        _n("title", TEXT, "Title."),
        _n("author", TEXT, "Author as given or read from the byline."),
        _n("published_at", DATE, "Day of publication."),
        _n("published_basis", TEXT, "Where published_at comes from: metadata, sidecar, byline or inferred."),
        _n("language", TEXT, "ISO 639 code of the body: ar, fa, ur, ckb, fr, en …; null when too short to tell."),
        _c("raw_text", TEXT, "The decoded story exactly as found; every offset counts its code points."),
        _c("n_chars", INT, "Code points in raw_text."),
        _c("status", TEXT, "ok, empty, too_short, not_arabic or unreadable. Only ok stories are segmented."),
        _n("status_reason", TEXT, "Why the status is not ok, and what to do; notes on a story that is ok."),
        _c("record_hash", TEXT, "Hash of the record, the settings and the rules this row was made from."),
    ),
    ("story_id",),
    (("file_id", "files"),),
)

STORY_LINES = Table(
    "story_lines",
    "A line of a story, with what it is. Lines with label body, in order, are the article's body.",
    (
        _c("story_id", TEXT, "The story."),
        _c("line_no", INT, "Position in the story, from 0."),
        *_SPAN,
        _c(
            "label",
            TEXT,
            "title, byline, body, heading, caption, ticker, related, navigation, comment_form, subscribe, share, copyright, source_link or other.",
        ),
        _c("rule_id", TEXT, "The rule that set the label."),
        _c(
            "paragraph_no",
            INT,
            "Paragraph the line belongs to: lines of one paragraph are one run of text for the segmenter; from 0.",
        ),
    ),
    ("story_id", "line_no"),
    (("story_id", "stories"),),
)

SENTENCES = Table(
    "sentences",
    "A sentence of a story's body.",
    (
        _c("sentence_id", TEXT, "Hash of story and span."),
        _c("story_id", TEXT, "The story."),
        _c("sentence_no", INT, "Position in the body, from 0."),
        _c("paragraph_no", INT, "Paragraph of the body (story_lines.paragraph_no)."),
        *_SPAN,
        _c("text", TEXT, "raw_text[start_char:end_char]."),
        _c("word_starts", INTS, "start_char of each word."),
        _c("word_ends", INTS, "end_char of each word."),
    ),
    ("story_id", "sentence_no"),
    (("story_id", "stories"),),
    spans_text=True,
)

TOKENS = Table(
    "tokens",
    "A UD word of a sentence. Clitics are words of their own; lemma to ner are null where a processor did not run.",
    (
        _c("sentence_id", TEXT, "The sentence."),
        _c("token_no", INT, "Position in the sentence, from 1, as in CoNLL-U."),
        *_SPAN,
        _c("text", TEXT, "raw_text[start_char:end_char], the surface characters."),
        _n("form", TEXT, "The UD word where it differs from text (article restored, tatweel dropped)."),
        _n("lemma", TEXT, "Lemma without diacritics."),
        _n("upos", TEXT, "Universal part of speech."),
        _n("feats", TEXT, "Universal features."),
        _n("head", INT, "token_no of the head; 0 is the root."),
        _n("deprel", TEXT, "Universal dependency relation to the head."),
        _n("ner", TEXT, "Named-entity tag, BIOES: B-PER, I-PER, E-PER, S-LOC, O."),
    ),
    ("sentence_id", "token_no"),
    (("sentence_id", "sentences"),),
    spans_text=True,
)

EVENT_MENTIONS = Table(
    "event_mentions",
    "A trigger in a sentence: one report of something done (PLOVER).",
    (
        _c("mention_id", TEXT, "Hash of story, span and event type."),
        _c("story_id", TEXT, "The story."),
        _c("sentence_id", TEXT, "The sentence."),
        _c(
            "event_type",
            TEXT,
            "PLOVER type: AGREE, CONSULT, SUPPORT, COOPERATE, AID, CONCEDE, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, MOBILIZE, SANCTION, COERCE or ASSAULT.",
        ),
        _n("mode", TEXT, "PLOVER mode, or null."),
        _c("contexts", TEXTS, "PLOVER contexts: diplomatic, military, intelligence, terrorism, …"),
        _c("trigger", TEXT, "The word that names the action, as it stands in raw_text."),
        *_SPAN,
        _c("construction", TEXT, "verb, masdar, light_verb or passive."),
        _n("location", TEXT, "The place phrase."),
        _n("location_country", TEXT, "ISO 3166 alpha-3 of the place."),
        _n("date_text", TEXT, "The phrase in the sentence that dates the event."),
        _n("date_start", DATE, "First day the event can have happened on."),
        _n("date_end", DATE, "Last day the event can have happened on."),
        _n("date_precision", TEXT, "day, month, year or interval."),
        _n(
            "date_basis",
            TEXT,
            "absolute (the phrase says it all), publication (resolved against published_at) or conflict.",
        ),
        _n(
            "attribution",
            TEXT,
            "Speaker whose reported speech the mention stands in, or null: the source says it itself.",
        ),
        _c("modality", TEXT, "asserted, future, hypothetical or denied."),
        _c("negated", BOOL, "The event is said not to have happened."),
        _c("codable", BOOL, "At least one side is a political actor."),
        _c("rule_id", TEXT, "Trigger entry, frame, and the slots that filled the sides."),
        _n("probability", REAL, "Of being an event, by weighed evidence; null where rules decided alone."),
        _n("reasons", TEXTS, "What weighed most, the heaviest first, as `feature +1.23`."),
        _n("event_id", TEXT, "The happening (events); null in the Parquet of a partition, filled when published."),
    ),
    ("story_id", "start_char", "mention_id"),
    (("story_id", "stories"), ("sentence_id", "sentences")),
)

EVENT_PARTICIPANTS = Table(
    "event_participants",
    "A member of one side of a mention.",
    (
        _c("mention_id", TEXT, "The mention."),
        _c("participant_no", INT, "Position within the mention, from 0."),
        _c("side", TEXT, "actor (does) or recipient (is done to)."),
        _n("text", TEXT, "The fullest name or title; null when known from the context only."),
        _n("start_char", INT, "First code point of text in stories.raw_text."),
        _n("end_char", INT, "Code point after it."),
        _n("entity_id", TEXT, "The actor across spellings (entities)."),
        _n("country", TEXT, "ISO 3166 alpha-3, or IGO, UNO, EUR, ARB, AFU, NAT."),
        _n("sector", TEXT, "Main sector of the codebook: GOV, MIL, COP, SPY …"),
        _c("other_sectors", TEXTS, "Further sectors."),
        _c("resolution", TEXT, "name, title, nisba, metonym, pronoun, dropped_subject, description or location."),
    ),
    ("mention_id", "participant_no"),
    (("mention_id", "event_mentions"),),
)

EVENT_INPUTS = Table(
    "event_inputs",
    "What a story looked like when its events were extracted, so that the next build takes over those of unchanged stories.",
    (
        _c("story_id", TEXT, "The story."),
        _c("digest", TEXT, "Digest of its rows in stories, story_lines, sentences and tokens."),
    ),
    ("story_id",),
    published=False,
)

STATEMENTS = Table(
    "statements",
    "An attributed span: who says so.",
    (
        _c("story_id", TEXT, "The story."),
        _c("sentence_id", TEXT, "The sentence."),
        *_SPAN,
        _n("speaker", TEXT, "The speaker as written, or null when unnamed."),
        _c("cue", TEXT, "The speech verb, participle or preposition that attributes."),
        _c("style", TEXT, "direct, indirect, according_to or carried."),
    ),
    ("story_id", "start_char", "end_char", "cue"),
    (("story_id", "stories"), ("sentence_id", "sentences")),
)

REJECTED_CANDIDATES = Table(
    "rejected_candidates",
    "A lexicon hit that was not coded, and the first guard that fired.",
    (
        _c("story_id", TEXT, "The story."),
        _c("sentence_id", TEXT, "The sentence."),
        *_SPAN,
        _c("text", TEXT, "raw_text[start_char:end_char]."),
        _c("event_type", TEXT, "The type it would have had."),
        _c("guard", TEXT, "Name of the guard; unlikely when none fired but the weighed evidence said no."),
    ),
    ("story_id", "start_char", "event_type"),
    (("story_id", "stories"), ("sentence_id", "sentences")),
    spans_text=True,
)

EVENTS = Table(
    "events",
    "One happening, however often it is reported.",
    (
        _c("event_id", TEXT, "Smallest mention_id of the happening."),
        _c("event_type", TEXT, "PLOVER type."),
        _n("mode", TEXT, "PLOVER mode."),
        _n("date_start", DATE, "First possible day."),
        _n("date_end", DATE, "Last possible day."),
        _n("date_precision", TEXT, "day, month, year or interval."),
        _n("location_country", TEXT, "ISO 3166 alpha-3."),
        _c("actor_countries", TEXTS, "Countries on the acting side, sorted."),
        _c("recipient_countries", TEXTS, "Countries on the receiving side, sorted."),
        _c("n_mentions", INT, "Mentions of it."),
        _c("n_stories", INT, "Stories that mention it."),
        _c("n_independent_stories", INT, "The same with the copies of one story counted once."),
        _n("first_published", DATE, "Earliest publication day among its stories."),
        _c("attributed_only", BOOL, "Every mention stands inside somebody's reported speech."),
    ),
    ("event_id",),
)

EVENT_LINKS = Table(
    "event_links",
    "Which happening a mention belongs to, and why. A summary mention links to several.",
    (
        _c("mention_id", TEXT, "The mention."),
        _c("event_id", TEXT, "The happening."),
        _c("reason", TEXT, "self, same_story, copy, people, place_date, … : the rule that merged it."),
        _n("via_mention_id", TEXT, "The earlier mention it was merged with."),
        _c("is_summary", BOOL, "The mention sums up several happenings."),
    ),
    ("mention_id", "event_id"),
    (("mention_id", "event_mentions"), ("event_id", "events")),
)

ENTITIES = Table(
    "entities",
    "An actor, across the spellings of its name.",
    (
        _c("entity_id", TEXT, "Hash of the entity's key."),
        _c("name", TEXT, "Fullest name."),
        _c("names", TEXTS, "Every spelling seen, sorted."),
        _n("country", TEXT, "ISO 3166 alpha-3 or an organisation's code."),
        _n("sector", TEXT, "Main sector."),
    ),
    ("entity_id",),
)

FINGERPRINTS = Table(
    "fingerprints",
    "A story's body as a sketch, for finding copies.",
    (
        _c("story_id", TEXT, "The story."),
        _c("signature_version", INT, "Version of fold, shingle and hash."),
        _c("sha256_raw", TEXT, "SHA-256 of the body and the lines around it (byline, caption, source) as found."),
        _c("sha256_text", TEXT, "SHA-256 of the same in the key view: equal means exact_text."),
        _c("sha256_key", TEXT, "SHA-256 of the body's key view."),
        _n("title_key", TEXT, "Key view of the title."),
        _n("published_at", DATE, "Day of publication."),
        _c("n_words", INT, "Words of the body's key view."),
        _c("n_shingles", INT, "Distinct word-5 shingles."),
        _c("hashes", pl.List(pl.UInt64), "FracMinHash: the shingle hashes kept, sorted."),
    ),
    ("story_id",),
    (("story_id", "stories"),),
    published=False,
)

DUPLICATE_PAIRS = Table(
    "duplicate_pairs",
    "A verified edge between two stories; story_a < story_b.",
    (
        _c("story_a", TEXT, "The story with the smaller id."),
        _c("story_b", TEXT, "The other one."),
        _c("relation", TEXT, "exact_bytes, exact_text, near_dup, contained, reuse or update."),
        _c("jaccard", REAL, "Jaccard similarity of the word-5 shingle sets."),
        _c("containment_a", REAL, "Share of story_a's shingles found in story_b."),
        _c("containment_b", REAL, "Share of story_b's shingles found in story_a."),
        _c("longest_run", INT, "Words in the longest common run."),
        _c("new_a", REAL, "Share of story_a's words in passages that story_b has not."),
        _c("new_b", REAL, "Share of story_b's words in passages that story_a has not."),
        _c("merges", BOOL, "The two count as one copy of a story; groups are made of such pairs."),
        _c(
            "basis", TEXT, "Why the two were compared: text (shared shingles) or title (equal titles of short stories)."
        ),
    ),
    ("story_a", "story_b"),
    (("story_a", "stories"), ("story_b", "stories")),
)

DUPLICATE_GROUPS = Table(
    "duplicate_groups",
    "A story that has a copy, and the group of copies it belongs to.",
    (
        _c("story_id", TEXT, "The story."),
        _c("group_id", TEXT, "Smallest story_id of the group."),
        _c(
            "is_canonical",
            BOOL,
            "The member that stands for the group: earliest published, then longest, then smallest id.",
        ),
        _c("n_members", INT, "Stories in the group."),
    ),
    ("story_id",),
    (("story_id", "stories"),),
)

DUPLICATE_SEEN = Table(
    "duplicate_seen",
    "A story that duplicate_pairs was made from, so that the next build takes over the pairs of stories it knows.",
    (
        _c("story_id", TEXT, "The story."),
        _c("sha256_key", TEXT, "SHA-256 of the body's key view."),
    ),
    ("story_id",),
    published=False,
)

QUALITY_CHECKS = Table(
    "quality_checks",
    "A data-quality check on this build.",
    (
        _c("check_name", TEXT, "Name of the check."),
        _c("asset", TEXT, "The asset it looks at."),
        _n("partition_key", TEXT, "The drop, or null for the whole corpus."),
        _c("passed", BOOL, "It held."),
        _c("severity", TEXT, "ERROR blocks the partition; WARN informs."),
        _n("value", REAL, "What was measured."),
        _n("threshold", REAL, "What it was compared with."),
        _n("details", TEXT, "What to look at."),
    ),
    ("check_name", "partition_key"),
)

BUILD = Table(
    "build",
    "The build itself: one row.",
    (
        _c("build_id", TEXT, "Hash of all inputs, settings, code and models."),
        _c("rasid_version", TEXT, "Version of the package."),
        _c("model_id", TEXT, "SHA-256 over the Stanza model files."),
        _c("lexicon_id", TEXT, "SHA-256 over the lexicon files."),
        _c("n_files", INT, "Files published."),
        _c("n_stories", INT, "Stories published."),
    ),
    ("build_id",),
)


def checks_table(asset: str) -> str:
    """Name of the table in which the verdict of an asset's partition checks is stored."""
    return f"checks_{asset}"


_CHECKED = (
    "stories", "clean_stories", "sentences", "annotations", "event_mentions", "fingerprints", "duplicate_stories", "events",
)  # fmt: skip

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        RAW_FILES, FILES, STORY_RECORDS, STORIES, STORY_LINES, SENTENCES, TOKENS, EVENT_MENTIONS, EVENT_PARTICIPANTS, EVENT_INPUTS,
        STATEMENTS, REJECTED_CANDIDATES, EVENTS, EVENT_LINKS, ENTITIES, FINGERPRINTS, DUPLICATE_PAIRS,
        DUPLICATE_GROUPS, DUPLICATE_SEEN, QUALITY_CHECKS, BUILD, *(QUALITY_CHECKS.internal(checks_table(asset)) for asset in _CHECKED),
    )
}  # fmt: skip
