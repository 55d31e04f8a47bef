"""Raw files of the sample: every format and container the product reads, with the same bytes each time.

Belongs here: how stories become a file. Does not belong here: what the stories say (`story`).
No clock and no chance: archive members are dated 2024-06-05, WARC ids and dates are counted from the address.
"""

import bz2
import csv
import gzip
import hashlib
import html
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path
from string import Template

import polars as pl
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.sample.story import Story

TEMPLATES = Path(__file__).parent / "templates"
CONTAINERS = (".gz", ".bz2", ".xz", ".zst")
ARCHIVES = (".zip", ".tar")

# Field names as the sources' own exports have them: no two agree.
FIELDS = {
    ".jsonl": {"url": "url", "source": "source", "title": "title", "author": "author", "published": "published_at", "text": "text"},
    ".json": {"url": "link", "source": "site", "title": "headline", "author": "author", "published": "datePublished", "text": "content"},
    ".csv": {"source": "source", "url": "url", "published": "date", "title": "title", "author": "author", "text": "body"},
    ".tsv": {"title": "title", "text": "text", "published": "date", "source": "source"},
    ".parquet": {"url": "url", "published": "published_at", "title": "title", "source": "source", "author": "author", "text": "content"},
}  # fmt: skip


def suffixes(name: str) -> tuple[str, list[str]]:
    """`a.jsonl.gz` → (".jsonl", [".gz"]): the innermost format and the containers around it, outermost last."""
    path = Path(name)
    around: list[str] = []
    while path.suffix in CONTAINERS + ARCHIVES:
        around.insert(0, path.suffix)
        path = path.with_suffix("")
    return path.suffix, around


def record(story: Story, kind: str) -> dict[str, str | None]:
    """A story as a row, under the field names of that format."""
    values = {name: story.get(name) for name in ("url", "source", "title", "author", "published")} | {
        "text": "\n".join(story.paragraphs)
    }
    stamp = story.get("stamp")
    if stamp:
        values["published"] = stamp
    return {field: values[name] for name, field in FIELDS[kind].items()}


def trec(stories: list[Story]) -> str:
    """TREC-style documents, tags as in the ANT corpus of Tunisian news."""
    return "\n".join(
        f"<DOC>\n<DOCNO>{s.get('docno')}</DOCNO>\n<URL>{s.get('url')}</URL>\n<SRC>{s.get('source')}</SRC>\n"
        f"<CAT>{s.get('category')}</CAT>\n<TITLE>{s.get('title')}</TITLE>\n<TIME>{s.get('stamp')}</TIME>\n"
        f"<ABSTRACT>\n\n</ABSTRACT>\n<TEXT>\n" + "\n".join(s.paragraphs) + "\n</TEXT>\n</DOC>\n"
        for s in stories
    )


def page(story: Story) -> str:
    """The story inside a site's page."""
    template = Template((TEMPLATES / f"{story.get('template')}.html").read_text(encoding="utf-8"))
    paragraphs = "\n".join(f"        <p>{html.escape(p, quote=False)}</p>" for p in story.paragraphs)
    values = {k: html.escape(str(v)) for k, v in story.head.items()}
    return template.substitute(values, paragraphs=paragraphs)


def warc(stories: list[Story]) -> bytes:
    """A web archive: a warcinfo record, a page per story, a picture and a revisit that hold no story."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.0")

    def write(kind: str, url: str, body: bytes, mime: str) -> None:
        digest = hashlib.sha256(f"{kind} {url}".encode()).hexdigest()
        stamp = {
            "WARC-Record-ID": f"<urn:uuid:{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}>",
            "WARC-Date": "2024-06-05T06:00:00Z",
        }
        http = StatusAndHeaders(
            "200 OK", [("Content-Type", mime), ("Content-Length", str(len(body)))], protocol="HTTP/1.1"
        )
        writer.write_record(
            writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=http, warc_headers_dict=stamp)
        )

    info = {"WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000001>", "WARC-Date": "2024-06-05T06:00:00Z"}
    about = io.BytesIO(b"software: sample\r\nformat: WARC File Format 1.0\r\n")
    fields = "application/warc-fields"
    writer.write_record(
        writer.create_warc_record("sample", "warcinfo", payload=about, warc_content_type=fields, warc_headers_dict=info)
    )
    for story in stories:
        write("response", str(story.get("url")), page(story).encode(), "text/html; charset=utf-8")
    write("response", "https://raya-press.example/img/logo.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "image/png")
    write("revisit", str(stories[0].get("url")), b"", "text/html; charset=utf-8")
    return out.getvalue()


def table(stories: list[Story], delimiter: str, kind: str) -> str:
    out = io.StringIO()
    rows = [record(s, kind) for s in stories]
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def parquet(stories: list[Story]) -> bytes:
    out = io.BytesIO()
    frame = pl.DataFrame([record(s, ".parquet") for s in stories])
    frame.with_columns(pl.col("published_at").str.to_date()).write_parquet(out, compression="zstd", statistics=False)
    return out.getvalue()


def encode(stories: list[Story], kind: str) -> bytes:
    """The file without its containers."""
    encoding = stories[0].get("encoding") or "utf-8"
    if kind == ".warc":
        return warc(stories)
    if kind == ".parquet":
        return parquet(stories)
    if kind == ".jsonl":
        text = "".join(json.dumps(record(s, kind), ensure_ascii=False) + "\n" for s in stories)
    elif kind == ".json":
        text = json.dumps([record(s, kind) for s in stories], ensure_ascii=False, indent=1) + "\n"
    elif kind in (".csv", ".tsv"):
        text = table(stories, "," if kind == ".csv" else "\t", kind)
    elif kind == ".html":
        text = page(stories[0])
    elif stories[0].get("docno"):
        text = trec(stories)
    else:
        text = stories[0].text
    return text.encode(encoding)


def _archive(members: list[tuple[str, bytes]], kind: str) -> bytes:
    out = io.BytesIO()
    if kind == ".zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members:
                info = zipfile.ZipInfo(name, (2024, 6, 5, 6, 0, 0))
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, data)
    else:
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for name, data in members:
                entry = tarfile.TarInfo(name)
                entry.size, entry.mtime, entry.mode = len(data), 1_717_567_200, 0o644
                tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def compress(data: bytes, kind: str) -> bytes:
    """One compressed stream, without name or time in its header."""
    if kind == ".gz":
        return gzip.compress(data, mtime=0)
    if kind == ".bz2":
        return bz2.compress(data)
    if kind == ".xz":
        return lzma.compress(data)
    return zstandard.ZstdCompressor(level=9).compress(data)


def pack(name: str, stories: list[Story]) -> bytes:
    """The bytes of one raw file."""
    kind, around = suffixes(name)
    if kind == ".warc":
        return warc(stories)  # its .gz is one stream per record
    if around and around[0] in ARCHIVES:
        members: dict[str, list[Story]] = {}
        for story in stories:
            members.setdefault(str(story.head["member"]), []).append(story)
        data = _archive([(m, pack(m, group)) for m, group in members.items()], around.pop(0))
    else:
        data = encode(stories, kind)
    for container in around:
        data = compress(data, container)
    return data
