"""Builds the sample from `stories/*.md`: `raw/`, `expected.json` and `gold/`.

    python -m tests.sample.build            writes them
    python -m tests.sample.build --check    exit 1 when what is written differs from the stories

Belongs here: which files the sample has and what the pipeline should find in them. Does not belong here: reading and
setting stories (`story`), file formats (`pack`). Nothing depends on the clock, on chance or on `pipeline`.
"""

import argparse
import bz2
import gzip
import hashlib
import io
import json
import lzma
import os
import re
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

import polars as pl
import zstandard

from tests.sample.pack import ARCHIVES, compress, pack, suffixes
from tests.sample.story import Event, Story, load

SAMPLE = Path(__file__).parent
MTIME = 1_717_567_200  # 2024-06-05 06:00 UTC
FORMATS = {"": "txt", ".txt": "txt", ".htm": "html"}

# Files that hold no story: the product must say why, and what to do, and go on.
QUARANTINED = {
    "2024-06-04/empty.txt": "empty",
    "2024-06-04/photo.txt": "binary bytes under a text name",
    "wires/cut_off.txt.gz": "gzip stream that ends too early",
}


def _bad_files(stories: list[Story]) -> dict[str, bytes]:
    noise = b"".join(hashlib.sha256(bytes([i])).digest() for i in range(64))
    whole = compress(stories[0].text.encode(), ".gz")
    return {
        "2024-06-04/empty.txt": b"",
        "2024-06-04/photo.txt": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + noise,
        "wires/cut_off.txt.gz": whole[: len(whole) // 2],
    }


def _sidecar(story: Story) -> bytes:
    names = {"title": "title", "source": "source", "url": "url", "author": "author", "published": "published_at"}
    values = {field: story.get(name) for name, field in names.items() if story.get(name)}
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def raw_files(stories: list[Story]) -> dict[str, bytes]:
    """Path under `raw/` → bytes."""
    groups: dict[str, list[Story]] = {}
    for story in stories:
        groups.setdefault(story.file, []).append(story)
    files = {name: pack(name, group) for name, group in groups.items()}
    files |= {f"{s.file}.meta.json": _sidecar(s) for s in stories if s.head.get("sidecar")}
    return dict(sorted((files | _bad_files(stories)).items()))


def content(name: str, data: bytes) -> bytes:
    """The bytes inside the containers: another zlib or zstd writes the same text in other bytes."""
    around = suffixes(name)[1]
    if name in QUARANTINED:
        return b""
    for container in reversed(around):
        if container == ".gz":
            data = gzip.decompress(data)
        elif container == ".bz2":
            data = bz2.decompress(data)
        elif container == ".xz":
            data = lzma.decompress(data)
        elif container == ".zst":
            data = zstandard.ZstdDecompressor().decompress(data)
    return data


def _format(name: str, story: Story | None) -> str:
    kind, around = suffixes(name)
    if name.endswith(".meta.json"):
        return "sidecar"
    inner = "trec" if story is not None and story.get("docno") else FORMATS.get(kind, kind.lstrip("."))
    return inner + "".join(around)


def _is_text(story: Story) -> bool:
    return suffixes(story.get("member") or story.file)[0] == ".txt" and not story.get("docno")


def _basis(story: Story) -> str | None:
    if story.head.get("sidecar"):
        return "sidecar"
    if "basis" in story.head:
        return story.get("basis")
    if story.get("status") == "empty":
        return None
    if not _is_text(story):
        return "metadata"
    dated = any(b.label == "byline" and re.search(r"[0-9٠-٩]", b.sentences[0]) for b in story.blocks)
    return "byline" if dated else None


def published(story: Story) -> str | None:
    """The publication day that can be known from the raw file."""
    return story.get("published") if _basis(story) else None


def _countries(event: Event, side: str) -> list[str]:
    members = event.actors if side == "actor" else event.recipients
    return sorted({m.country for m in members if m.country})


def expected(stories: list[Story]) -> dict[str, object]:
    """What the pipeline should find."""
    keys: dict[str, str] = {}
    counts: dict[str, int] = {}
    rows = []
    for story in stories:
        n = counts.get(story.file, 0)
        counts[story.file] = n + 1
        keys[story.number] = f"{story.file}#{n}"
        status = story.get("status") or "ok"
        rows.append(
            {
                "key": keys[story.number],
                "story": story.number,
                "path": story.file,
                "record_no": n,
                "member": story.get("member"),
                "folder": story.file.rpartition("/")[0] or "_loose",
                "title": story.spell(story.get("title") or ""),
                "source": None if _is_text(story) and not story.head.get("sidecar") else story.get("source"),
                "status": status,
                "published_at": published(story),
                "published_basis": _basis(story),
                "note": story.get("note"),
                "sentences": story.sentences if status == "ok" else [],
                "zero_events": status == "ok" and not story.events,
                "events": [
                    {
                        "sentence": e.sentence,
                        "trigger": e.trigger,
                        "type": e.type,
                        "alt_types": e.alt_types,
                        "actor_countries": _countries(e, "actor"),
                        "recipient_countries": _countries(e, "recipient"),
                        "modality": e.modality,
                        "negated": e.negated,
                    }
                    for e in story.events
                    if not e.optional
                ],
            }
        )
    files = []
    for name in raw_files(stories):
        group = [s for s in stories if s.file == name]
        files.append(
            {
                "path": name,
                "format": None if name in QUARANTINED else _format(name, group[0] if group else None),
                "status": "quarantined" if name in QUARANTINED else "accepted",
                "why": QUARANTINED.get(name),
                "n_stories": len(group),
            }
        )
    pairs = [
        {
            "a": keys[str(link["of"])],
            "b": keys[story.number],
            "relation": link["relation"],
            "merge": link["merge"],
        }
        for story in stories
        for link in story.head.get("duplicates", [])  # type: ignore[attr-defined]
    ]
    retold = [{"a": keys[str(s.head["retells"])], "b": keys[s.number]} for s in stories if s.head.get("retells")]
    return {"files": files, "stories": rows, "duplicates": pairs, "retold": retold}


def gold(story: Story) -> dict[str, object]:
    """A plain text story in the gold format.

    Raises:
        ValueError: a sentence or trigger is not in the text, or stands there more than once without a number.
    """
    text = story.text
    spans: list[list[int]] = []
    at = 0
    for sentence in story.sentences:
        start = text.find(sentence, at)
        if start < 0:
            raise ValueError(f"story {story.number}: not in the raw text: {sentence}")
        at = start + len(sentence)
        spans.append([start, at])

    def event(e: Event) -> dict[str, object]:
        sentence, (start, _) = story.sentences[e.sentence], spans[e.sentence]
        trigger = e.trigger
        found = [m.start(1) for m in re.finditer(rf"(?<!\w)[وفبلكس]{{0,2}}({re.escape(trigger)})(?!\w)", sentence)]
        if not found or (len(found) > 1 and not e.nth) or (e.nth or 1) > len(found):
            raise ValueError(f"story {story.number}, sentence {e.sentence}: {len(found)} times {trigger}")
        for member in [*e.actors, *e.recipients]:
            if member.text is not None and member.text not in sentence:
                raise ValueError(f"story {story.number}, sentence {e.sentence}: no side {member.text}")
        for phrase in (e.date[0], e.place[0]):
            if phrase is not None and phrase not in sentence:
                raise ValueError(f"story {story.number}, sentence {e.sentence}: no phrase {phrase}")
        first = start + found[(e.nth or 1) - 1]
        return {
            "trigger": trigger,
            "trigger_span": [first, first + len(trigger)],
            "sentence_index": e.sentence,
            "type": e.type,
            "alt_types": e.alt_types,
            "mode": e.mode,
            "actors": [m.gold for m in e.actors],
            "recipients": [m.gold for m in e.recipients],
            "location": e.place[0],
            "location_country": e.place[1],
            "date_text": e.date[0],
            "date_iso": e.date[1],
            "attribution": e.by,
            "modality": e.modality,
            "negated": e.negated,
            "alt_modes": [],
            "alt_dates": [],
            "alt_sides": None,
        }

    return {
        "file": Path(story.file).name,
        "source": story.get("source"),
        "title": story.get("title"),
        "publication_date": published(story),
        "sentences": [text[a:b] for a, b in spans],
        "sentence_spans": spans,
        "events": [event(e) for e in story.events if not e.optional],
        "optional_events": [event(e) for e in story.events if e.optional],
    }


def has_gold(story: Story) -> bool:
    """Plain text files of one story, coded sentence by sentence, and no copies."""
    kind, around = suffixes(story.file)
    plain = kind == ".txt" and not around and _is_text(story)
    return (
        plain
        and not story.get("copy_of")
        and (story.get("status") or "ok") == "ok"
        and bool(story.head.get("gold", True))
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def outputs() -> dict[str, bytes]:
    """Every generated file, by path under `tests/sample`."""
    stories = load()
    for story in stories:  # every annotation must fit its text, also where no gold file is written
        if not story.head.get("respelling"):
            gold(story)
    out = {f"raw/{name}": data for name, data in raw_files(stories).items()}
    out["expected.json"] = _json(expected(stories))
    for story in stories:
        if has_gold(story):
            out[f"gold/{Path(story.file).stem}.json"] = _json(gold(story))
    return out


def write() -> None:
    """Writes everything anew; raw files get one fixed modification time."""
    for folder in ("raw", "gold"):
        shutil.rmtree(SAMPLE / folder, ignore_errors=True)
    for name, data in outputs().items():
        path = SAMPLE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (MTIME, MTIME))


def differences() -> list[str]:
    """What on disk differs from the stories; containers are compared by what they hold."""
    made = outputs()
    there = {p.relative_to(SAMPLE).as_posix() for f in ("raw", "gold") for p in (SAMPLE / f).rglob("*") if p.is_file()}
    found = [f"{name}: not from a story" for name in sorted(there - set(made))]
    for name, data in made.items():
        path = SAMPLE / name
        if not path.is_file():
            found.append(f"{name}: missing")
        elif name.endswith(".parquet"):
            if not pl.read_parquet(path).equals(pl.read_parquet(data)):
                found.append(f"{name}: other rows")
        elif suffixes(name)[1] and suffixes(name)[1][0] in ARCHIVES:
            if members(path.read_bytes(), name) != members(data, name):
                found.append(f"{name}: other members")
        elif content(name.removeprefix("raw/"), path.read_bytes()) != content(name.removeprefix("raw/"), data):
            found.append(f"{name}: other content")
    return found


def members(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """Names and contents in an archive."""
    around = suffixes(name)[1]
    data = content("archive" + "".join(around[1:]), data)
    if around[0] == ".zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(i.filename, content(i.filename, archive.read(i))) for i in archive.infolist()]
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return [(m.name, content(m.name, f.read())) for m in tar.getmembers() if (f := tar.extractfile(m))]


def main() -> int:
    parser = argparse.ArgumentParser(description="Builds the sample from its stories.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when something differs")
    if parser.parse_args().check:
        found = differences()
        print("\n".join(found) or "the sample is as its stories say")
        return bool(found)
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
