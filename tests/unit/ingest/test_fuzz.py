"""Readers under random damage: nothing but a reasoned problem may come out, and what comes out fits the tables."""

import gzip
import io
import json
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.collected import Collected
from pipeline.ingest.files import _collect
from pipeline.ingest.problems import BadInputError
from pipeline.ingest.records import Notes
from pipeline.schema import STORY_RECORDS
from pipeline.settings import IngestSettings
from tests.unit.ingest.packed import COMPRESS, OTHER, STORY, tarred, zipped
from tests.unit.ingest.test_formats import OBJECTS, PAGE, TREC, _warc

LIMITS = IngestSettings(max_story_chars=20_000, max_member_bytes=1 << 20, max_total_bytes=4 << 20, max_members=50)


def _parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": [STORY, OTHER, None], "title": ["أ", "ب", ""]}), out)
    return out.getvalue()


GOOD = {
    "a.txt": STORY.encode(),
    "b.txt": STORY.encode("windows-1256"),
    "c.txt": STORY.encode("utf-16"),
    "a.sgml": (TREC + "\n" + TREC).encode(),
    "a.html": PAGE.encode(),
    "a.json": json.dumps({"articles": OBJECTS}, ensure_ascii=False).encode(),
    "b.json": json.dumps(OBJECTS, indent=1).encode("utf-16-le"),
    "a.jsonl": "\n".join(json.dumps(o, ensure_ascii=False) for o in OBJECTS).encode(),
    "a.csv": f'title,text,date\nأ,"{STORY}",2020\nب,{OTHER}'.encode(),
    "a.tsv": f"title\ttext\nأ\t{OTHER}ب\t{OTHER}".encode("windows-1256"),
    "a.parquet": _parquet(),
    "a.warc": _warc(("response", "http://example.org/1", "text/html", PAGE.encode()), ("conversion", "http://example.org/2", "text/plain", STORY.encode())),
    "a.warc.gz": gzip.compress(_warc(("response", "http://example.org/1", "text/html", PAGE.encode())), mtime=0),
    "a.zip": zipped({"x/1.txt": STORY.encode(), "2.jsonl": json.dumps(OBJECTS[0]).encode(), "2.jsonl.meta.json": b'{"title":"x"}'}),
    "a.tar": tarred({"x/1.txt": STORY.encode(), "2.csv.gz": gzip.compress(b"text\nx y\n", mtime=0)}),
    **{f"a.tar.{ending}": pack(tarred({"1.txt": STORY.encode(), "2.txt": OTHER.encode()})) for ending, pack in COMPRESS.items()},
}  # fmt: skip

TOKENS = [
    b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b'"', b"'", b"\\", b"\\ud800", b"<", b">", b"</DOC>", b"<DOC>", b"<TEXT>", b"<html>", b"<!--",
    b"{", b"}", b"[", b"]", b",", b"\n", b"\r\n\r\n", b"PK\x05\x06", b"ustar", b"999999999", b"-1", b"NaN", b"&#0;", b"&#xd800;", "‮".encode(), "ﷺ".encode(),
]  # fmt: skip

edits = st.lists(
    st.tuples(
        st.sampled_from("cut swap drop token repeat".split()),
        st.integers(0, 10**6),
        st.integers(1, 400),
        st.sampled_from(TOKENS),
    ),
    min_size=1,
    max_size=6,
)


def damaged(data: bytes, steps: list[tuple[str, int, int, bytes]]) -> bytes:
    for kind, where, length, token in steps:
        at = where % (len(data) + 1)
        if kind == "cut":
            data = data[:at]
        elif kind == "swap":
            data = data[:at] + bytes([length % 256]) + data[at + 1 :]
        elif kind == "drop":
            data = data[:at] + data[at + length :]
        elif kind == "token":
            data = data[:at] + token * (1 + length % 5) + data[at:]
        else:
            data = data[:at] + data[max(0, at - length) : at] * 3 + data[at:]
    return data


def reads(name: str, data: bytes) -> None:
    row = {"file_id": "f", "partition_key": "p", "path": f"p/{name}", "size_bytes": len(data)}
    collected = Collected(row, LIMITS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            _collect(path, row, LIMITS, Notes(), collected)
        except BadInputError as error:
            assert str(error) and folder not in str(error)
    frame = STORY_RECORDS.frame(collected.rows().frame())
    for record in frame.iter_rows(named=True):
        assert record["problem"] is None or not (folder in record["problem"] or "fault" in record["problem"])
        if record["content_start"] is not None:
            assert 0 <= record["content_start"] <= record["content_end"] <= len(record["raw_text"])


@pytest.mark.parametrize("name", GOOD)
def test_damage_never_crashes_a_reader(name: str) -> None:
    @given(edits)
    @settings(deadline=None, derandomize=True, max_examples=12, database=None)
    def check(steps: list[tuple[str, int, int, bytes]]) -> None:
        reads(name, damaged(GOOD[name], steps))

    check()


@given(st.sampled_from([*GOOD, "a.pq", "a.xml", "a"]), st.binary(max_size=300))
@settings(deadline=None, derandomize=True, max_examples=150, database=None)
def test_any_bytes_under_any_name(name: str, data: bytes) -> None:
    reads(name, data)
