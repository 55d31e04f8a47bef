"""The table `fingerprints`: one row a story, a pure function of its body, title and day.

Belongs here: from stories and their lines to the table, and what of an earlier table still holds.
Does not belong here: the texts (`pipeline.duplicates.printed`), the signature (`pipeline.duplicates.sketch`).
"""

import hashlib

import numpy as np
import polars as pl

from pipeline.duplicates.flat import Flat, hex_column
from pipeline.duplicates.printed import Printed, printed
from pipeline.duplicates.sketch import SIGNATURE_VERSION, Hashes, key_views, sketch
from pipeline.progress import Progress, quiet
from pipeline.schema import FINGERPRINTS

_OF_TEXT = ("sha256_text", "sha256_key", "n_words", "n_shingles", "hashes")  # what is kept of an unchanged text


def fingerprint(
    stories: pl.DataFrame,
    story_lines: pl.DataFrame,
    previous: pl.DataFrame | None = None,
    progress: Progress = quiet,
) -> pl.DataFrame:
    """FINGERPRINTS of every story with a body (status ok).

    Args:
        stories: STORIES of one partition.
        story_lines: their STORY_LINES.
        previous: an earlier result; rows whose body is unchanged are taken over. Never changes the result.
        progress: told the stories done.
    """
    earlier = FINGERPRINTS.empty() if previous is None else previous
    known = earlier.filter(pl.col("signature_version") == SIGNATURE_VERSION).select("story_id", "sha256_raw", *_OF_TEXT)
    n_stories, done = int((stories["status"] == "ok").sum()), 0
    frames = [FINGERPRINTS.empty()]
    for part in printed(stories, story_lines):
        frames.append(_rows(part, known))
        done += len(part.stories)
        progress(done, max(done, n_stories))
    return FINGERPRINTS.frame(pl.concat(frames))


def _rows(part: Printed, known: pl.DataFrame) -> pl.DataFrame:
    rows = part.stories.select(
        "story_id",
        "published_at",
        sha256_raw=hex_column(part.whole.digests()),
        signature_version=pl.lit(SIGNATURE_VERSION, dtype=pl.Int64),
        title_key=key_views(Flat.of(part.stories["title"])).series().replace("", None),
    )
    if known.is_empty():
        made = pl.concat([rows, sketched(part.body, part.around)], how="horizontal")
    else:
        taken = rows.join(known, on=["story_id", "sha256_raw"])
        new = rows.with_row_index().join(known, on=["story_id", "sha256_raw"], how="anti", maintain_order="left")
        at = new["index"].to_numpy().astype(np.intp)
        fresh = sketched(part.body.take(at), part.around.take(at))
        made = pl.concat([taken, pl.concat([new.drop("index"), fresh], how="horizontal").select(taken.columns)])
    return made.select(FINGERPRINTS.schema.names())


def sketched(bodies: Flat, around: Flat) -> pl.DataFrame:
    """The columns of FINGERPRINTS that are a function of a body and what stands around it."""
    made = sketch(bodies)
    keys = made.keys.digests()
    beside = key_views(around).pieces()
    whole = [
        hashlib.sha256(b"%s\x1e%s" % (key.hex().encode(), more)).digest()
        for key, more in zip(keys, beside, strict=True)
    ]
    return pl.DataFrame(
        {
            "sha256_text": hex_column(whole),
            "sha256_key": hex_column(keys),
            "n_words": made.n_words,
            "n_shingles": made.n_shingles,
            "hashes": _lists(made.hashes, made.hash_ends),
        },
        schema={name: FINGERPRINTS.schema[name] for name in _OF_TEXT},
    )


def _lists(hashes: Hashes, ends: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pl.Series:
    """A list column from flat arrays; nothing is copied."""
    import pyarrow as pa

    offsets = pa.array(np.concatenate((np.zeros(1, dtype=np.int64), ends)))
    column = pl.from_arrow(pa.LargeListArray.from_arrays(offsets, pa.array(hashes)))
    assert isinstance(column, pl.Series)
    return column
