"""The sample's stories as people wrote them: `stories/NN_name.md` read into `Story` and set as text.

Belongs here: the source format, the dirt put on a text, where a sentence ends up in it. Does not belong here: raw file
formats (`pack`) and what the pipeline should find (`build`). The source format is described in `README.md`.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

STORIES = Path(__file__).parent / "stories"
NBSP, VISIBLE_NBSP = "\u00a0", "⍽"
FURNITURE = {"title", "byline", "heading", "caption", "ticker", "related", "navigation", "comment_form"} | {
    "subscribe", "share", "copyright", "source_link", "other", "copy"
}  # fmt: skip


@dataclass(frozen=True)
class Side:
    """A member of one side of an event, as the gold format has it."""

    text: str | None
    country: str | None
    sector: str | None

    @property
    def gold(self) -> dict[str, object]:
        return {"text": self.text, "country": self.country, "sector": self.sector, "other_sectors": []}


@dataclass(frozen=True)
class Event:
    """One line under `## events`."""

    sentence: int
    trigger: str
    type: str
    mode: str | None
    alt_types: list[str]
    actors: list[Side]
    recipients: list[Side]
    nth: int | None = None  # which occurrence of the trigger, from 1
    date: tuple[str | None, str | None] = (None, None)
    place: tuple[str | None, str | None] = (None, None)
    by: str | None = None
    modality: str = "asserted"
    negated: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Block:
    """A run of a story between blank lines: furniture (one line, `label` says which) or a paragraph of sentences."""

    label: str
    sentences: tuple[str, ...]
    gap: int = 1


@dataclass(frozen=True)
class Story:
    """One story of the sample."""

    number: str
    head: dict[str, object]
    blocks: list[Block]
    events: list[Event] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        value = self.head.get(name)
        return None if value is None else str(value)

    @property
    def file(self) -> str:
        return str(self.head["file"])

    @property
    def paragraphs(self) -> list[str]:
        """The article's paragraphs, as they stand in the raw file."""
        return [self.paragraph(b) for b in self.blocks if b.label == "body"]

    @property
    def sentences(self) -> list[str]:
        return [self.spell(s).strip() for b in self.blocks if b.label == "body" for s in b.sentences]

    def paragraph(self, block: Block) -> str:
        return ("" if self.head.get("lost_spaces") else " ").join(map(self.spell, block.sentences))

    def spell(self, text: str) -> str:
        for name in str(self.head.get("respelling", "")).split():
            text = SPELLINGS[name](text)
        return text

    @property
    def text(self) -> str:
        """The story as plain text, furniture and all."""
        out = ""
        one_line = bool(self.head.get("one_line"))
        previous = ""
        for block in self.blocks:
            line = self.paragraph(block) if block.label == "body" else self.spell(block.sentences[0])
            if not out:
                out = "\n" * (block.gap - 1) + line
            elif one_line and previous == block.label == "body":
                out += ("" if self.head.get("lost_spaces") else " ") + line
            else:
                out += "\n" * (block.gap + 1 if block.gap else 1) + line
            previous = block.label
        return out + "\n"


def drop_hamza(text: str) -> str:
    """The commonest respelling of news sites: hamza seats bare, ة as ه, final ى as ي."""
    return re.sub(r"ى\b", "ي", text.translate(str.maketrans("أإآة", "اااه")))


def add_bidi(text: str) -> str:
    """Direction marks as word processors leave them: around the text, its numbers and its Latin words."""
    marked = re.sub(r"[0-9A-Za-z]+(?:[.,][0-9]+)*", lambda m: f"\u200e{m[0]}\u200f", text)
    return f"\u202b{marked}\u202c"


def _forms() -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    forms: dict[tuple[str, str], str] = {}
    ligatures: dict[str, str] = {}
    for code in range(0xFE80, 0xFEFD):
        shape, *parts = unicodedata.decomposition(chr(code)).split()
        letters = "".join(chr(int(p, 16)) for p in parts)
        if len(letters) == 1:
            forms[letters, shape.strip("<>")] = chr(code)
        else:
            ligatures[letters + shape.strip("<>")] = chr(code)
    return forms, ligatures


_FORMS, _LIGATURES = _forms()


def to_presentation(text: str) -> str:
    """Arabic letters as presentation forms, the way text copied out of a PDF has them."""
    out: list[str] = []
    joined = False  # the letter before reaches out to the next one
    i = 0
    while i < len(text):
        letter, after = text[i], text[i + 1] if i + 1 < len(text) else ""
        shape = "final" if joined else "isolated"
        if (ligature := _LIGATURES.get(letter + after + shape)) is not None:
            out.append(ligature)
            joined, i = False, i + 2
            continue
        reaches = (letter, "initial") in _FORMS and (after, "final") in _FORMS
        name = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get(
            (joined, reaches), "isolated"
        )
        out.append(_FORMS.get((letter, name), letter))
        joined, i = reaches, i + 1
    return "".join(out)


SPELLINGS = {"drop_hamza": drop_hamza, "bidi": add_bidi, "presentation": to_presentation}


def _side(text: str) -> list[Side]:
    members = []
    for member in filter(None, (m.strip() for m in text.split(" + "))):
        name, _, code = member.rpartition("=")
        country, _, sector = code.strip().partition("/")
        values = [None if v.strip() in ("", "-") else v.strip() for v in (name, country, sector)]
        members.append(Side(*values))
    return members


def _pair(text: str) -> tuple[str | None, str | None]:
    left, _, right = text.partition("=>")
    values = [None if v.strip() in ("", "-") else v.strip() for v in (left, right)]
    return values[0], values[1]


def parse_event(line: str) -> Event:
    """`0 | trigger | TYPE.mode/ALT | text=MAR/GOV + … > text=FRA/- | date text => iso | …`

    Raises:
        ValueError: names the line that cannot be read.
    """
    try:
        number, trigger, kind, sides, *options = (p.strip() for p in line.split("|"))
        trigger, _, n = trigger.partition("#")
        main, *alternatives = kind.split("/")
        name, _, mode = main.partition(".")
        actors, _, recipients = sides.partition(">")
        event = Event(
            int(number),
            trigger,
            name,
            mode or None,
            alternatives,
            _side(actors),
            _side(recipients),
            int(n) if n else None,
        )
        for option in options:
            word, _, rest = option.partition(" ")
            if word == "date":
                event = replace(event, date=_pair(rest))
            elif word == "place":
                event = replace(event, place=_pair(rest))
            elif word == "by":
                event = replace(event, by=rest)
            elif word in ("future", "hypothetical", "denied"):
                event = replace(event, modality=word)
            elif word == "negated":
                event = replace(event, negated=True)
            elif word == "optional":
                event = replace(event, optional=True)
            else:
                raise ValueError(f"unknown option {word}")
        return event
    except ValueError as error:
        raise ValueError(f"cannot read event line {line!r}: {error}") from error


def _parse(number: str, text: str) -> Story:
    head_text, _, rest = text.removeprefix("---\n").partition("\n---\n")
    body, _, tail = rest.partition("\n## events\n")
    head = yaml.safe_load(head_text)
    blocks: list[Block] = []
    gap = 1
    sentences: list[str] = []

    def close() -> None:
        nonlocal gap
        if sentences:
            blocks.append(Block("body", tuple(sentences), gap))
            sentences.clear()
            gap = 1

    for line in body.replace(VISIBLE_NBSP, NBSP).replace("\\\n", "\0").split("\n"):
        line = line.replace("\0", "\n")
        if not line.strip():
            close()
        elif line.startswith("@"):
            close()
            label, _, content = line[1:].partition(" ")
            if label == "gap":
                gap = int(content)
                continue
            if label == "ticker":
                content = (NBSP * 4).join(h.strip() for h in content.split("||"))
            if label not in FURNITURE:
                raise ValueError(f"story {number}: no furniture {label}")
            blocks.append(Block(label, (content or str(head["title"]),), gap))
            gap = 1
        else:
            sentences.append(line if head.get("keep_spaces") else line.strip(" "))
    close()
    return Story(number, head, blocks, [parse_event(line) for line in tail.split("\n") if line.strip()])


def _copy(story: Story, source: Story) -> Story:
    """The source's text and events under the copy's own header, in place of `@copy` or, without one, furniture and all."""
    head = {k: v for k, v in source.head.items() if k not in OWN_FIELDS} | story.head
    changes: dict[str, str] = story.head.get("replace", {})  # type: ignore[assignment]

    def changed(text: str | None) -> str:
        for old, new in changes.items():
            text = (text or "").replace(old, new)
        return text or ""

    whole = [replace(b, sentences=tuple(map(changed, b.sentences))) for b in source.blocks]
    body = [b for b in whole if b.label == "body"]
    at = next((i for i, b in enumerate(story.blocks) if b.label == "copy"), None)
    if at is None:
        blocks = [*story.blocks, *body] if story.blocks else whole
        before = 0
    else:
        blocks = [*story.blocks[:at], *body, *story.blocks[at + 1 :]]
        before = sum(len(b.sentences) for b in story.blocks[:at] if b.label == "body")

    def side(member: Side) -> Side:
        return replace(member, text=None if member.text is None else changed(member.text))

    events = [
        replace(
            e,
            sentence=e.sentence + before,
            trigger=changed(e.trigger),
            actors=[side(m) for m in e.actors],
            recipients=[side(m) for m in e.recipients],
            date=(changed(e.date[0]) or None, e.date[1]),
        )
        for e in source.events
    ]
    return Story(story.number, head, blocks, sorted([*events, *story.events], key=lambda e: e.sentence))


def load(folder: Path = STORIES) -> list[Story]:
    """All stories by number, copies filled from what they copy."""
    found: dict[str, Story] = {}
    for path in sorted(folder.glob("*.md")):
        story = _parse(path.stem.partition("_")[0], path.read_text(encoding="utf-8"))
        if story.head.get("copy_of"):
            story = _copy(story, found[str(story.head["copy_of"])])
        found[story.number] = story
    return list(found.values())


# What a copy does not take over from the story it copies.
OWN_FIELDS = frozenset(
    {"file", "member", "encoding", "respelling", "sidecar", "gold", "note", "one_line", "lost_spaces", "duplicates"}
    | {"basis", "author", "url", "docno"}
)
