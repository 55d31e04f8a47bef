import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard

from tests.unit.ingest.packed import COMPRESS, OTHER, STORY, put, read, read_one, tarred, zipped

S, O = STORY.encode(), OTHER.encode()  # noqa: E741


@pytest.mark.parametrize("ending", COMPRESS)
def test_a_compressed_story(tmp_path: Path, ending: str) -> None:
    row, (record,) = read_one(tmp_path, f"a.txt.{ending}", COMPRESS[ending](S))
    assert (row["format"], row["status"], record["raw_text"], record["member"]) == (
        f"txt.{ending}",
        "accepted",
        STORY,
        None,
    )


@pytest.mark.parametrize("ending", COMPRESS)
def test_several_frames_in_one_file(tmp_path: Path, ending: str) -> None:
    _, (record,) = read_one(tmp_path, f"a.txt.{ending}", COMPRESS[ending](S) + COMPRESS[ending](O))
    assert record["raw_text"] == STORY + OTHER


@pytest.mark.parametrize("ending", COMPRESS)
@pytest.mark.parametrize("name", ["a.txt", "a.tar"])
def test_a_cut_file_is_quarantined(tmp_path: Path, ending: str, name: str) -> None:
    noise = "".join(chr(0x620 + (i * i * 7919) % 64) for i in range(4000)).encode()
    inner = noise if name == "a.txt" else tarred({"1.txt": noise})
    for n, packed in enumerate((COMPRESS[ending](inner)[:-200], COMPRESS[ending](inner)[:9], b"")):
        row, records = read_one(tmp_path / str(n), f"{name}.{ending}", packed)
        assert row["status"] == "quarantined" and records == []
        assert "fetch the file again" in row["reason"] or "empty" in row["reason"]


@pytest.mark.parametrize("ending", COMPRESS)
def test_damage_is_quarantined(tmp_path: Path, ending: str) -> None:
    row, _ = read_one(tmp_path, f"a.txt.{ending}", b"no " + COMPRESS[ending](S))
    assert row["status"] == "quarantined" and "fetch the file again" in row["reason"]


def test_records_before_the_cut_are_kept(tmp_path: Path) -> None:
    lines = b"".join(b'{"text": "%s %d"}\n' % (S.strip().replace(b"\n", b" "), i * 7919) for i in range(3000))
    row, records = read_one(tmp_path, "a.jsonl.gz", gzip.compress(lines)[:-2000])
    good = [r for r in records if not r["problem"]]
    assert row["status"] == "accepted" and 1000 < len(good) < 3000 and row["n_stories"] == len(records)
    assert "cut off" in records[-1]["problem"] and "could not be read" in row["reason"]


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "tgz", "tar.bz2", "tbz2", "tar.xz", "txz", "tar.zst", "zip"])
def test_archives(tmp_path: Path, ending: str) -> None:
    files = {"x/1.txt": S, "x/2.jsonl": b'{"text": "%s"}\n' % O.strip(), "x/3.txt.gz": gzip.compress(O)}
    if ending == "zip":
        packed = zipped(files)
    else:
        packed = tarred(files)
        short = {"tgz": "gz", "tbz2": "bz2", "txz": "xz"}.get(ending, ending.rpartition(".")[2])
        packed = COMPRESS[short](packed) if ending != "tar" else packed
    row, records = read_one(tmp_path, f"a.{ending}", packed)
    assert [(r["member"], r["raw_text"], r["record_no"]) for r in records] == [
        ("x/1.txt", STORY, 0), ("x/2.jsonl", OTHER.strip(), 1), ("x/3.txt.gz", OTHER, 2),
    ]  # fmt: skip
    assert row["n_stories"] == 3 and row["status"] == "accepted" and row["format"].startswith("jsonl+txt")


def test_archives_in_archives_up_to_the_limit(tmp_path: Path) -> None:
    deep = zipped({"c.tar": tarred({"b.zip": zipped({"a.txt": S})})})
    _, (record,) = read_one(tmp_path, "d.zip", deep)
    assert record["member"] == "c.tar/b.zip/a.txt" and record["raw_text"] == STORY
    row, records = read_one(tmp_path / "two", "e.zip", zipped({"d.zip": deep, "1.txt": S}))
    assert row["status"] == "accepted" and [bool(r["problem"]) for r in records] == [True, False]
    assert "max_nesting" in records[0]["problem"]


def test_sidecars_in_an_archive_may_follow_their_file(tmp_path: Path) -> None:
    for n, pack in enumerate((tarred, zipped)):
        packed = pack(
            {
                "a.txt": S,
                "a.txt.meta.json": b'{"title": "T", "date": "2020-01-02"}',
                "b.txt.meta.json": b'{"title": "U"}',
                "b.txt": O,
            }
        )
        row, records = read_one(tmp_path / str(n), "a.tar" if pack is tarred else "a.zip", packed)
        assert [r["meta_title"] for r in records] == ["T", "U"] and row["n_stories"] == 2
        assert [(r["meta_published"], r["meta_basis"]) for r in records] == [("2020-01-02", "sidecar"), (None, None)]


def test_bad_members_are_records_with_a_problem(tmp_path: Path) -> None:
    packed = zipped(
        {
            "a.txt": S,
            "b.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
            "c.txt": b"",
            "__MACOSX/._a.txt": b"x",
            "d.txt.gz": b"zz",
        }
    )
    row, records = read_one(tmp_path, "a.zip", packed)
    assert row["status"] == "accepted" and row["n_stories"] == 4
    assert [(r["member"], bool(r["problem"])) for r in records] == [
        ("a.txt", False), ("b.png", True), ("c.txt", True), ("d.txt.gz", True),
    ]  # fmt: skip
    assert "hidden members" in row["reason"] and "3 of 4" in row["reason"]


def test_an_archive_without_a_story_is_quarantined(tmp_path: Path) -> None:
    row, records = read_one(tmp_path, "a.zip", zipped({"b.png": b"\x89PNG" + bytes(99), "c.txt": b""}))
    assert row["status"] == "quarantined" and records == [] and "b.png" in row["reason"] and "c.txt" in row["reason"]
    row, _ = read_one(tmp_path / "two", "a.zip", zipped({}))
    assert row["status"] == "quarantined" and "no story" in row["reason"]


# ---- hostile archives


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt", "x/../../y.txt", "C:\\y.txt", "..\\y.txt"])
@pytest.mark.parametrize("pack", [tarred, zipped])
def test_paths_out_of_the_archive_are_refused(tmp_path: Path, name: str, pack: object) -> None:
    packed = (tarred if pack is tarred else zipped)({name: S, "ok.txt": O})
    row, records = read_one(tmp_path, "a.tar" if pack is tarred else "a.zip", packed)
    assert row["status"] == "accepted" and records[0]["raw_text"] == "" and "leads out" in records[0]["problem"]
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["a.tar" if pack is tarred else "a.zip"]


def test_links_and_devices_in_archives_are_not_followed(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind, name in (
            (tarfile.SYMTYPE, "soft"),
            (tarfile.LNKTYPE, "hard"),
            (tarfile.CHRTYPE, "device"),
            (tarfile.FIFOTYPE, "pipe"),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    _, records = read_one(tmp_path, "a.tar", _with_story(out.getvalue()))
    assert [bool(r["problem"]) for r in records] == [True] * 4 + [False]
    zip_out = io.BytesIO()
    with zipfile.ZipFile(zip_out, "w") as z:
        link = zipfile.ZipInfo("soft")
        link.external_attr = 0o120777 << 16
        z.writestr(link, "/etc/passwd")
        z.writestr("a.txt", S)
    _, records = read_one(tmp_path / "zip", "a.zip", zip_out.getvalue())
    assert "link" in records[0]["problem"] and records[1]["raw_text"] == STORY


def _with_story(tar: bytes) -> bytes:
    """Four member headers without content, then a story."""
    return tar[: 4 * 512] + tarred({"a.txt": S})


def test_a_tar_cut_between_members_is_noticed(tmp_path: Path) -> None:
    whole = tarred({"a.txt": S, "b.txt": O})
    cut = whole[: 512 + (len(S) + 511) // 512 * 512]
    row, records = read_one(tmp_path, "a.tar", cut)
    assert records[0]["raw_text"] == STORY and "cut off" in records[1]["problem"] and row["status"] == "accepted"
    garbage = cut + b"\x13" * 512 + whole[len(cut) + 512 :]
    _, records = read_one(tmp_path / "two", "a.tar", garbage)
    assert records[0]["raw_text"] == STORY and "cut off" in records[1]["problem"]


def test_huge_tar_headers_are_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 5 << 20
    row, _ = read_one(tmp_path, "a.tar", info.tobuf() + bytes(6 << 20))
    assert row["status"] == "quarantined" and "header" in row["reason"]


def test_an_encrypted_member_says_so(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": S}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    row, _ = read_one(tmp_path, "a.zip", bytes(data))
    assert row["status"] == "quarantined" and "encrypted" in row["reason"]


def test_arabic_member_names_without_the_utf8_flag(tmp_path: Path) -> None:
    data = bytearray(zipped({"خبر.txt": S}))
    for signature, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        data[data.find(signature) + offset] &= ~8
    _, (record,) = read_one(tmp_path, "a.zip", bytes(data))
    assert record["member"] == "خبر.txt"


@pytest.mark.parametrize("ending", COMPRESS)
def test_bombs_stop_at_the_limit(tmp_path: Path, ending: str) -> None:
    bomb = COMPRESS[ending](b" " * (30 << 20))
    row, _ = read_one(tmp_path, f"a.jsonl.{ending}", bomb, max_member_bytes=8 << 20, max_ratio=10**9)
    assert row["status"] == "quarantined" and "max_member_bytes" in row["reason"]
    row, _ = read_one(tmp_path / "two", f"a.jsonl.{ending}", bomb, max_ratio=100)
    assert row["status"] == "quarantined" and "max_ratio" in row["reason"]


def test_a_bomb_in_an_archive_costs_its_member_only(tmp_path: Path) -> None:
    packed = zipped({"bomb.jsonl": b" " * (30 << 20), "a.txt": S})
    row, records = read_one(tmp_path, "a.zip", packed, max_member_bytes=8 << 20, max_ratio=10**9)
    assert (
        row["status"] == "accepted" and "max_member_bytes" in records[0]["problem"] and records[1]["raw_text"] == STORY
    )


def test_the_limit_on_the_whole_file_ends_it(tmp_path: Path) -> None:
    packed = zipped({f"{i}.txt": b"%d " % i + S * 1000 for i in range(20)})
    row, records = read_one(tmp_path, "a.zip", packed, max_total_bytes=2 << 20, max_ratio=10**9)
    assert row["status"] == "accepted" and "max_total_bytes" in records[-1]["problem"] and 2 < len(records) < 12


def test_too_many_members(tmp_path: Path) -> None:
    for n, (name, pack) in enumerate((("a.zip", zipped), ("a.tar", tarred))):
        row, records = read_one(tmp_path / str(n), name, pack({f"{i}.txt": O for i in range(30)}), max_members=10)
        assert len(records) == 11 and "max_members" in records[-1]["problem"] and row["status"] == "accepted"


def test_a_zip_directory_beyond_the_limit_is_not_loaded(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": S}))
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 2_000_000_000)
    row, _ = read_one(tmp_path, "a.zip", bytes(data))
    assert row["status"] == "quarantined" and "directory" in row["reason"]


def test_overlapping_zip_members_hit_the_whole_files_ratio(tmp_path: Path) -> None:
    """A zip whose directory names one compressed member a thousand times."""
    data = zipped({"a.txt": b"\xd8\xa7 " * (1 << 20)})
    start, end = data.find(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    entry, tail = data[start:end], bytearray(data[end:])
    n = 1000
    tail[8:12] = struct.pack("<HH", n, n)
    tail[12:16] = struct.pack("<I", n * len(entry))
    row, records = read_one(tmp_path, "a.zip", data[:start] + entry * n + bytes(tail), max_story_chars=100)
    assert row["status"] == "quarantined" and records == []


def test_a_zstd_window_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=29, compression_level=1, enable_ldm=True)
    frame = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = frame.compress(S) + frame.flush()
    row, _ = read_one(tmp_path, "a.txt.zst", packed)
    assert row["status"] == "quarantined"


def test_a_file_above_the_size_limit_is_not_opened(tmp_path: Path) -> None:
    row, _ = read_one(tmp_path, "a.txt", STORY * 10, max_file_bytes=100)
    assert row["status"] == "quarantined" and "max_file_bytes" in row["reason"]


def test_no_archive_is_read_twice_under_two_names(tmp_path: Path) -> None:
    files, records = read(put(tmp_path / "raw", {"d/a.zip": zipped({"x.txt": S, "y.txt": S})}))
    assert records["story_id"].n_unique() == 2 and files["n_stories"].to_list() == [2]


def test_a_flood_of_tiny_records_has_an_end(tmp_path: Path) -> None:
    row, records = read_one(tmp_path, "a.csv", "text\n" + "x\n" * 5000, max_total_bytes=1 << 20)
    assert row["status"] == "accepted" and len(records) == 1025 and "max_total_bytes" in records[-1]["problem"]


def test_too_many_records_end_a_file(tmp_path: Path) -> None:
    row, records = read_one(tmp_path, "a.csv", "text\n" + "x\n" * 500, max_records=100)
    assert row["status"] == "accepted" and len(records) == 101 and "max_records = 100" in records[-1]["problem"]
    packed = zipped({f"{n}.csv": b"text\n" + b"x\n" * 60 for n in range(3)})
    row, records = read_one(tmp_path / "zip", "a.zip", packed, max_records=100)
    assert row["status"] == "accepted" and len(records) == 101 and "max_records" in row["reason"]


def test_blank_texts_are_stories_among_others_but_no_file_of_their_own(tmp_path: Path) -> None:
    row, records = read_one(tmp_path / "1", "a.zip", zipped({"a.txt": b" \n", "b.txt": S}))
    assert row["status"] == "accepted" and [r["problem"] for r in records] == [None, None] and row["n_stories"] == 2
    for name, data in (("a.zip", zipped({"a.txt": b" \n"})), ("a.txt", b"\t"), ("a.txt.gz", COMPRESS["gz"](b" "))):
        row, records = read_one(tmp_path / name, name, data)
        assert row["status"] == "quarantined" and "no text but spaces" in row["reason"] and records == []
