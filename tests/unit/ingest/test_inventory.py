import os
import time
from pathlib import Path

import polars as pl
import pytest

from pipeline.ingest import inventory, raw_folder, read_files
from pipeline.settings import IngestSettings
from tests.unit.ingest.packed import OTHER, STORY, put, read


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands ten seconds after whatever was written, so that files count as settled."""
    now = time.time_ns
    monkeypatch.setattr(raw_folder.time, "time_ns", lambda: now() + 10 * 10**9)


def test_every_kind_of_entry_is_a_row(tmp_path: Path) -> None:
    raw = put(
        tmp_path / "raw",
        {"a/1.txt": STORY, "loose.txt": OTHER, "a/.hidden": "x", "a/deep/er/2.txt": OTHER, "b/Thumbs.db": "x"},
    )
    put(tmp_path, {"outside.txt": "secret"})
    (raw / "a/out").symlink_to(tmp_path / "outside.txt")
    (raw / "a/in").symlink_to(raw / "loose.txt")
    (raw / "a/folder").symlink_to(raw / "b")
    (raw / "a/dangling").symlink_to(raw / "nowhere")
    os.mkfifo(raw / "a/pipe")
    rows = {r["path"]: r for r in inventory(raw).to_dicts()}
    assert {p: r["partition_key"] for p, r in rows.items()} == {
        "a/1.txt": "a", "a/.hidden": "a", "a/deep/er/2.txt": "a", "a/out": "a", "a/in": "a", "a/folder": "a",
        "a/dangling": "a", "a/pipe": "a", "b/Thumbs.db": "b", "loose.txt": "_loose",
    }  # fmt: skip
    good = {p for p, r in rows.items() if r["problem"] is None}
    assert good == {"a/1.txt", "a/deep/er/2.txt", "loose.txt"}
    assert all(rows[p]["sha256"] for p in good) and not any(r["sha256"] for p, r in rows.items() if p not in good)
    assert "outside the raw folder" in rows["a/out"]["problem"] and "inside" in rows["a/in"]["problem"]
    assert "named pipe" in rows["a/pipe"]["problem"]
    assert not any(str(tmp_path) in r["problem"] for r in rows.values() if r["problem"])


def test_problem_rows_are_quarantined_with_the_reason(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", {"a/.DS_Store": "x", "a/1.txt": STORY})
    (raw / "a/link").symlink_to("1.txt")
    files, records = read(raw)
    assert dict(files.select("path", "status").iter_rows()) == {
        "a/.DS_Store": "quarantined", "a/1.txt": "accepted", "a/link": "quarantined",
    }  # fmt: skip
    assert files.filter(pl.col("status") == "quarantined")["reason"].null_count() == 0
    assert records.height == 1


def test_order_of_creation_does_not_matter(tmp_path: Path) -> None:
    names = [f"p{i % 3}/{i}.txt" for i in range(20)]
    one = put(tmp_path / "one", {n: n for n in names})
    two = put(tmp_path / "two", {n: n for n in reversed(names)})
    assert inventory(one).equals(inventory(two))


def test_only_asked_partitions_are_walked(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", {"a/1.txt": "1", "B/1.txt": "2", "loose": "3"})
    assert inventory(raw, partitions=["_u42_"])["path"].to_list() == ["B/1.txt"]
    assert inventory(raw, partitions=["_loose", "a"])["path"].to_list() == ["a/1.txt", "loose"]


def test_names_in_both_unicode_forms(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", {"d/caf\u00e9.txt": STORY, "d/cafe\u0301.txt": OTHER})
    files, records = read(raw)
    assert files["status"].to_list() == ["accepted", "quarantined"]
    assert "another Unicode form" in files["reason"][1] and files["path"].n_unique() == 2
    assert records["raw_text"].to_list() == [STORY]


def test_a_decomposed_name_is_found_on_disk(tmp_path: Path) -> None:
    files, records = read(put(tmp_path / "raw", {"de\u0301/cafe\u0301.txt": STORY}))
    assert files["path"].to_list() == ["d\u00e9/caf\u00e9.txt"] and records["raw_text"].to_list() == [STORY]


def test_names_that_hide_are_shown_and_read(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", {"d/a\nb\u202etxt.txt": STORY, "d/\\.txt": OTHER})
    (Path(os.fsdecode(os.fsencode(raw) + b"/d/\xff\xfe.txt"))).write_text(STORY)
    files, records = read(raw)
    assert files["path"].to_list() == ["d/\\\\.txt", "d/\\xff\\xfe.txt", "d/a\\u000ab\\u202etxt.txt"]
    assert files["status"].to_list() == ["accepted"] * 3 and records.height == 3


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="nowhere"):
        inventory(tmp_path / "nowhere")


# ---- cache


def test_cache_spares_hashing_and_never_changes_the_result(
    tmp_path: Path, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, cache = put(tmp_path / "raw", {"a/1.txt": "one", "b/2.txt": "two"}), tmp_path / "home" / "cache"
    first = inventory(raw, cache)
    hashed: list[str] = []
    monkeypatch.setattr(raw_folder, "sha256_of", lambda path: hashed.append(path.name))
    assert inventory(raw, cache).equals(first) and hashed == []
    assert inventory(raw, cache, partitions=["a"]).height == 1 and hashed == []
    assert inventory(raw, cache).equals(first) and hashed == [], "looking at one partition must not forget the others"


def test_change_within_one_tick_of_the_clock_is_seen(tmp_path: Path) -> None:
    raw, cache = put(tmp_path / "raw", {"a/1.txt": "one"}), tmp_path / "cache"
    before = inventory(raw, cache)
    stat = (raw / "a/1.txt").stat()
    (raw / "a/1.txt").write_text("two")
    os.utime(raw / "a/1.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert inventory(raw, cache)["sha256"][0] != before["sha256"][0]


def test_same_size_and_mtime_with_other_content_is_seen(tmp_path: Path, later: None) -> None:
    raw, cache = put(tmp_path / "raw", {"a/1.txt": "one"}), tmp_path / "cache"
    before = inventory(raw, cache)
    stat = (raw / "a/1.txt").stat()
    time.sleep(0.02)
    (raw / "a/1.txt").write_text("two")
    os.utime(raw / "a/1.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert inventory(raw, cache)["sha256"][0] != before["sha256"][0]


@pytest.mark.parametrize(
    "damage",
    [
        b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"version":1,"files":[]}', b'{"version":1,"files":{"a/1.txt":[1,2]}}',
        b'{"version":1,"files":{"a/1.txt":[1,2,3,4,null]}}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_damaged_cache_is_rebuilt(tmp_path: Path, later: None, damage: bytes) -> None:
    raw, cache = put(tmp_path / "raw", {"a/1.txt": "one"}), tmp_path / "cache"
    first = inventory(raw, cache)
    good = cache.read_bytes()
    cache.write_bytes(damage)
    assert inventory(raw, cache).equals(first) and cache.read_bytes() == good


def test_a_cache_that_cannot_be_written_does_not_matter(tmp_path: Path, later: None) -> None:
    raw = put(tmp_path / "raw", {"a/1.txt": "one"})
    put(tmp_path, {"file": "x"})
    assert inventory(raw, tmp_path / "file" / "cache").equals(inventory(raw))


# ---- reuse


def _again(
    raw: Path, previous: tuple[pl.DataFrame, pl.DataFrame], opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.ingest import files

    real = files._unchanged_path

    def spy(raw: Path, row: dict[str, object], settings: IngestSettings) -> Path:
        opened.append(str(row["path"]))
        return real(raw, row, settings)

    monkeypatch.setattr(files, "_unchanged_path", spy)
    fresh = inventory(raw)
    result = read_files(raw, fresh, IngestSettings(), previous)
    read_again = list(opened)
    clean = read_files(raw, fresh, IngestSettings())
    assert result[0].equals(clean[0]) and result[1].equals(clean[1])
    opened[:] = read_again


@pytest.mark.parametrize(
    ("change", "opened"),
    [
        ({}, []),
        ({"d/1.txt": OTHER}, ["d/1.txt"]),
        ({"d/3.txt": OTHER}, ["d/3.txt"]),
        ({"d/2.txt.meta.json": '{"title": "خبر"}'}, ["d/2.txt"]),
        ({"d/2.txt.meta.json": None}, ["d/2.txt"]),
        ({"d/1.txt.meta.json": '{"title": "خبر"}'}, ["d/1.txt"]),
        ({"d/1.txt": None}, []),
    ],
)
def test_only_what_changed_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, str | None], opened: list[str]
) -> None:
    raw = put(
        tmp_path / "raw",
        {"d/1.txt": STORY, "d/2.txt": OTHER, "d/2.txt.meta.json": '{"source": "صحيفة"}', "d/bad.txt": b""},
    )
    before = read(raw)
    for name, data in change.items():
        if data is None:
            (raw / name).unlink()
        else:
            put(raw, {name: data})
    seen: list[str] = []
    _again(raw, before, seen, monkeypatch)
    assert [p for p in seen if p != "d/bad.txt"] == opened and "d/bad.txt" not in seen


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_run(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", {"d/1.txt": STORY})
    seen = inventory(raw)
    put(raw, {"d/1.txt": OTHER})
    files, records = read_files(raw, seen, IngestSettings())
    assert "changed while it was being read" in files["reason"][0] and records.is_empty()
    put(raw, {"d/1.txt": STORY})
    files, records = read_files(raw, seen, IngestSettings(), (files, records))
    assert files["status"].to_list() == ["accepted"] and records.height == 1


def test_a_sidecar_that_changes_while_it_is_read_is_read_at_the_next_run(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", {"d/1.txt": STORY, "d/1.txt.meta.json": '{"title": "أ"}'})
    seen = inventory(raw)
    put(raw, {"d/1.txt.meta.json": '{"title": "ب"}'})
    before = read_files(raw, seen, IngestSettings())
    assert before[1]["meta_title"].to_list() == [None]
    put(raw, {"d/1.txt.meta.json": '{"title": "أ"}'})
    assert read_files(raw, seen, IngestSettings(), before)[1]["meta_title"].to_list() == ["أ"]
