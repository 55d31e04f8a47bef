"""Which stories a stage saw exactly like this before: so that what it made of them is taken over.

Belongs here: a fingerprint of a story's rows over several tables. Does not belong here: deciding whether the stage itself
changed (`pipeline.plan`).
"""

from collections.abc import Sequence

import polars as pl


def story_digests(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """A number for each story over its rows in all frames.

    Args:
        frames: tables with a `story_id`; the first has one row a story.

    Returns:
        story_id, digest (16 hex digits). Equal rows give equal digests with one version of Polars (which recipes hold); the order
        of rows does not matter, as the rows carry their positions.
    """
    digests = frames[0].select("story_id")
    names = []
    for i, frame in enumerate(frames):
        names.append(f"d{i}")
        hashed = frame.select("story_id", pl.struct(pl.exclude("story_id")).hash(seed=i).alias(names[-1]))
        # A sum that may wrap: order-free, and one changed row changes it.
        digests = digests.join(hashed.group_by("story_id").agg(pl.col(names[-1]).sum()), on="story_id", how="left")
    combined = pl.struct(names).hash(seed=len(frames))
    return digests.select("story_id", digest=combined.map_elements(lambda h: f"{h:016x}", return_dtype=pl.String)).sort(
        "story_id"
    )
