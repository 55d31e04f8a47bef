"""Raw news texts for word vectors: the corpora in the data folder, one story at a time.

Belongs here: opening the archives. Does not belong here: cleaning; vectors do not mind.
"""

import csv
import gzip
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

_TAGS = re.compile(r"<[^>]+>")


def stories(folder: Path) -> Iterator[str]:
    """Texts of every corpus under `folder` (the data folder's news/), in a fixed order."""
    for name in ("antcorpus.tar.gz", "hespress-jazeera.tar.gz"):
        with tarfile.open(folder / name) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                if file is not None:
                    yield _TAGS.sub(" ", file.read().decode("utf-8", "replace"))
    for path in sorted((folder / "hespress-6000").glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            csv.field_size_limit(1 << 24)
            for row in csv.DictReader(lines):
                yield " . ".join(v for v in row.values() if isinstance(v, str) and len(v) > 60)
    yield from saudi(folder)


def saudi(folder: Path) -> Iterator[str]:
    """Texts of SaudiNewsNet, in a fixed order."""
    for path in sorted((folder / "SaudiNewsNet" / "dataset").glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".json"):
                    for item in json.load(io.TextIOWrapper(archive.open(name), encoding="utf-8")):
                        yield str(item.get("content") or "")
