"""Sidecars: `NAME.meta.json` beside NAME gives or overrides the metadata of every story in NAME.

Belongs here: names and content of sidecars. Does not belong here: other metadata (`records`).
"""

import json

from pipeline.ingest.encoding import decode
from pipeline.ingest.problems import BadInputError
from pipeline.ingest.records import META, Record, metadata

SUFFIX = ".meta.json"
MAX_BYTES = 1 << 20


def is_sidecar(path: str) -> bool:
    """A path that names a sidecar."""
    return path.lower().endswith(SUFFIX) and len(path.rsplit("/", 1)[-1]) > len(SUFFIX)


def owner_of(path: str) -> str:
    """The path of the file a sidecar speaks of."""
    return path[: -len(SUFFIX)]


def parse(data: bytes) -> dict[str, str]:
    """Metadata of a sidecar, under the same field names as a record's.

    Raises:
        BadInputError: the sidecar is no JSON object, or holds nothing that is known.
    """
    try:
        fields = json.loads(decode(data).text, strict=False)
    except (ValueError, RecursionError) as error:
        raise BadInputError("the sidecar is no JSON: mend it") from error
    if not isinstance(fields, dict):
        raise BadInputError('the sidecar is no JSON object: write {"title": …, "source": …, "published_at": …}')
    meta = metadata(fields)
    if not meta:
        raise BadInputError(f"the sidecar names none of {', '.join(META)}: check its field names")
    return meta


def apply(record: Record, meta: dict[str, str]) -> None:
    """Override a record's metadata."""
    record.meta |= meta
    record.from_sidecar |= "published" in meta
