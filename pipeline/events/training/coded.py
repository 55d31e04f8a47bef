"""Hand-coded stories for training and testing, kept without their texts.

`python -m pipeline.events.training.coded recover SET --data DIR --out FOLDER`
`python -m pipeline.events.training.coded pack SET FOLDER --data DIR`

A set is a file coded/SET.json.gz of stand-off annotation: spans and labels, and where the text of each story stands in
which corpus, with its hash. The texts belong to their publishers and are not part of this project; who has the corpora
gets the stories back. Belongs here: packed files and the two commands. Does not belong here: learning.
"""

import gzip
import hashlib
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.events.training.coded_corpora import corpora, texts
from pipeline.events.training.gold_format import read_gold, write_gold
from pipeline.events.training.values import (
    CodedError,
    CodedEvent,
    CodedSide,
    CodedSides,
    CodedStory,
    Span,
    StandOff,
)

__all__ = [
    "CodedError",
    "CodedEvent",
    "CodedSide",
    "CodedSides",
    "CodedStory",
    "StandOff",
    "coded_sets",
    "pack",
    "read_coded",
    "recover",
    "write_gold",
]

PACKED = Path(__file__).with_suffix("")
"""The folder of packed sets."""

_NAME = re.compile(r"[A-Za-z0-9-]+")


def coded_sets(folder: Path = PACKED) -> list[str]:
    """Names of the packed sets, in order."""
    return sorted(path.name.removesuffix(".json.gz") for path in folder.glob("*.json.gz"))


def read_coded(set_name: str, folder: Path = PACKED) -> list[StandOff]:
    """The stand-off annotation of a set, by story key.

    Raises:
        CodedError: there is no such set.
    """
    path = folder / f"{set_name}.json.gz"
    if not path.is_file():
        raise CodedError(f"no set {set_name}; there are: {', '.join(coded_sets(folder)) or 'none'}")
    return [_stand_off(story) for story in json.loads(gzip.decompress(path.read_bytes()))["stories"]]


def recover(records: Iterable[StandOff], data: Path) -> list[CodedStory]:
    """The stories with their texts, taken from the corpora in a data folder, in the order given.

    Raises:
        CodedError: a corpus or a story is not there, or its text is not the one that was coded.
    """
    records = list(records)
    wanted: dict[str, set[str]] = defaultdict(set)
    for record in records:
        if not (data / record.corpus).is_file():
            raise CodedError(
                f"{record.key}: its corpus {record.corpus} is not in {data}: --data must name the folder of the development "
                "data, which holds news/"
            )
        wanted[record.corpus].add(record.record)
    found = {
        (corpus, name): text
        for corpus, names in sorted(wanted.items())
        for name, text in texts(data, corpus)
        if name in names
    }
    stories = []
    for record in records:
        place = f"{record.key}: {record.record} of {record.corpus}"
        raw = found.get((record.corpus, record.record))
        if raw is None:
            raise CodedError(
                f"{place} is missing in {data}: put back the corpus as it was published, or leave out the set"
            )
        if _sha256(raw) != record.sha256:
            raise CodedError(
                f"{place} in {data} is not the text that was coded (SHA-256 {_sha256(raw)[:12]}, coded {record.sha256[:12]}): "
                "spans would be wrong. Put back the corpus as it was published, or leave out the set"
            )
        stories.append(CodedStory(**_values(record), raw=raw))
    return stories


def pack(set_name: str, stories: Iterable[CodedStory], data: Path, folder: Path = PACKED) -> Path:
    """Write the stand-off file of a set: every story is traced to a corpus and its text is left out.

    Raises:
        CodedError: the name is not usable, there is no story, or a text is in none of the corpora.
    """
    stories = sorted(stories, key=lambda s: s.key)
    if not _NAME.fullmatch(set_name) or not stories:
        raise CodedError(f"{set_name}: a set needs stories, and a name of letters a-z, digits and hyphens")
    wanted = {story.sha256 for story in stories}
    places: dict[str, tuple[str, str]] = {}
    for corpus in corpora(data):
        for name, text in texts(data, corpus):
            if (digest := _sha256(text)) in wanted:
                places.setdefault(digest, (corpus, name))
    lost = [story.key for story in stories if story.sha256 not in places]
    if lost:
        raise CodedError(
            f"{set_name}: the text of {', '.join(lost)} is no record of {', '.join(corpora(data)) or 'any corpus'} in {data}: "
            "a story can be packed only if its .txt is a corpus record as pipeline/events/training/coded_corpora.py composes it"
        )
    packed = []
    for story in stories:
        values = asdict(story) | dict(zip(("corpus", "record"), places[story.sha256], strict=True))
        del values["raw"]
        packed.append(values)
    text = json.dumps({"set": set_name, "stories": packed}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if not text.isascii():
        raise CodedError(f"{set_name}: labels and names of stories must be ASCII; text of a story must not be packed")
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(text.encode())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{set_name}.json.gz"
    path.write_bytes(buffer.getvalue())
    return path


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _values(record: StandOff) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(StandOff)}


def _stand_off(values: dict[str, Any]) -> StandOff:
    return StandOff(
        **values
        | {
            "sentence_spans": tuple((a, b) for a, b in values["sentence_spans"]),
            "events": tuple(_event(e) for e in values["events"]),
            "optional_events": tuple(_event(e) for e in values["optional_events"]),
        }
    )


def _event(values: dict[str, Any]) -> CodedEvent:
    other = values["alt_sides"]
    spans = {name: _span(value) for name, value in values.items() if name.endswith("_span")}
    lists = {name: tuple(values[name]) for name in ("alt_types", "alt_modes", "alt_dates")}
    sides = {
        "actors": _sides(values["actors"]),
        "recipients": _sides(values["recipients"]),
        "alt_sides": CodedSides(_sides(other["actors"]), _sides(other["recipients"])) if other else None,
    }
    return CodedEvent(**values | spans | lists | sides)


def _sides(found: list[dict[str, Any]]) -> tuple[CodedSide, ...]:
    return tuple(CodedSide(_span(m["span"]), m["country"], m["sector"], tuple(m["other_sectors"])) for m in found)


def _span(value: list[int] | None) -> Span | None:
    return None if value is None else (value[0], value[1])


app = typer.Typer(
    help="Stories coded by hand, kept as spans and labels without their texts. RECOVER gives a set back as a folder of texts "
    "and gold files, where the corpora are at hand; PACK makes a set from such a folder; SETS lists what there is.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Data = Annotated[
    Path,
    typer.Option(
        help="Folder of the development data. It holds news/hespress-jazeera.tar.gz, news/hespress-6000/*.csv.gz and "
        "news/antcorpus.tar.gz."
    ),
]


@app.command("recover")
def recover_command(
    set_name: Annotated[str, typer.Argument(metavar="SET", help="Name of a packed set; SETS lists them.")],
    data: Data,
    out: Annotated[Path, typer.Option(help="Folder to write NAME.txt and NAME.json to, one pair a story.")],
) -> None:
    """Write a set as gold files with their texts, to evaluate on.

    Then copy the .txt files into a raw folder, run Rasid on it, and score: `rasid evaluate OUT`.
    """
    stories = recover(read_coded(set_name), data)
    write_gold(stories, out)
    typer.echo(f"{out}: {_count(stories)}")


@app.command("pack")
def pack_command(
    set_name: Annotated[str, typer.Argument(metavar="SET", help="Name to pack under: letters, digits, hyphens.")],
    folder: Annotated[
        Path, typer.Argument(help="Folder with NAME.txt and NAME.json (docs/codebook.md) for each story.")
    ],
    data: Data,
) -> None:
    """Make a packed set of a folder of gold files: phrases become spans, texts are left out.

    A side, place, date or speaker becomes the nearest place to the trigger where the mention's own sentence has these
    words, and nothing where it has not. Every text must be a record of a corpus in the data folder.
    """
    stories = read_gold(folder)
    path = pack(set_name, stories, data)
    typer.echo(f"{path.name}: {_count(stories)}, {path.stat().st_size} bytes")


@app.command("sets")
def sets_command() -> None:
    """List the packed sets."""
    for name in coded_sets():
        typer.echo(f"{name}: {_count(read_coded(name))}")


def _count(stories: list[StandOff] | list[CodedStory]) -> str:
    events, optional = (
        sum(len(x) for x in column) for column in zip(*((s.events, s.optional_events) for s in stories), strict=True)
    )
    return f"{len(stories)} stories, {events} events, {optional} optional"


def main() -> None:
    """Command line; an expected error is one line."""
    try:
        app()
    except CodedError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
