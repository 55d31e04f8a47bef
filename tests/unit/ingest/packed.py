"""Raw files for the tests of ingest: texts written for them, and ways to pack and read them."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import zstandard

from pipeline.ingest import inventory, read_files
from pipeline.settings import IngestSettings

STORY = (
    "وصل وزير الخارجية إلى العاصمة مساء اليوم، حيث أجرى مباحثات مع نظيره حول التعاون بين البلدين.\n"
    "وقال المتحدث باسم الوزارة إن الجانبين اتفقا على عقد لقاء جديد خلال الشهر المقبل.\n"
)
OTHER = "أعلنت الشرطة توقيف ثلاثة أشخاص في المدينة بعد احتجاج على رفع الأسعار، وفق ما أكد مصدر أمني.\n"

COMPRESS = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}


def zipped(members: dict[str, bytes], **options: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(members: dict[str, bytes], **options: Any) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", **options) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def put(raw: Path, files: dict[str, bytes | str]) -> Path:
    for name, data in files.items():
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return raw


def read(raw: Path, **limits: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    return read_files(raw, inventory(raw), IngestSettings(**limits))  # type: ignore[arg-type]


def read_one(
    tmp_path: Path, name: str, data: bytes | str, **limits: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The FILES row of one file and its records in order."""
    files, records = read(put(tmp_path / "raw", {f"drop/{name}": data}), **limits)
    assert files.height == 1
    return files.row(0, named=True), records.sort("record_no").to_dicts()
