"""What a coded story holds, as values.

Belongs here: the records of stand-off annotation and of stories with their text. Does not belong here: files and folders.

All spans are character offsets, first and one past the last, into the story's raw text.
"""

from dataclasses import dataclass

Span = tuple[int, int]


class CodedError(ValueError):
    """A coded set cannot be packed, read or recovered; says which story or file, and what to do."""


@dataclass(frozen=True, slots=True)
class CodedSide:
    """One who acts or is acted on. `span` is None when the mention's sentence does not name it."""

    span: Span | None
    country: str | None
    sector: str | None
    other_sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedSides:
    """A second reading of both sides, where the coders differed."""

    actors: tuple[CodedSide, ...]
    recipients: tuple[CodedSide, ...]


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """A coded mention. `alt_*` are readings that are right too.

    A place, date or speaker that stands outside the mention's sentence has no span; `attributed` says that there is a
    speaker all the same.
    """

    trigger_span: Span
    sentence_index: int
    type: str
    alt_types: tuple[str, ...]
    mode: str | None
    alt_modes: tuple[str | None, ...]
    actors: tuple[CodedSide, ...]
    recipients: tuple[CodedSide, ...]
    alt_sides: CodedSides | None
    location_span: Span | None
    location_country: str | None
    date_span: Span | None
    date_iso: str | None
    alt_dates: tuple[str | None, ...]
    attributed: bool
    attribution_span: Span | None
    modality: str
    negated: bool


@dataclass(frozen=True, slots=True)
class StandOff:
    """The annotation of a story without its text: where the text stands, its SHA-256 (of UTF-8), and what was coded.

    `events` are what the coders agree on; `optional_events` are neither right nor wrong.
    """

    key: str
    source: str
    corpus: str
    record: str
    sha256: str
    publication_date: str | None
    sentence_spans: tuple[Span, ...]
    events: tuple[CodedEvent, ...]
    optional_events: tuple[CodedEvent, ...]


@dataclass(frozen=True, slots=True)
class CodedStory(StandOff):
    """A story with its text recovered."""

    raw: str

    @property
    def title(self) -> str:
        """The first line."""
        return self.raw.partition("\n")[0]

    def text(self, span: Span | None) -> str | None:
        """What a span covers."""
        return None if span is None else self.raw[span[0] : span[1]]
