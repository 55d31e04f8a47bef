"""Stories and texts: stories with one key view are one text, and what holds of texts holds of their stories.

Belongs here: turning stories into texts, edges between texts into pairs of stories and back, groups into rows.
Does not belong here: which texts are alike.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

import numpy as np
import polars as pl

from pipeline.duplicates.groups import LAST, Member, stars
from pipeline.duplicates.sketch import SIGNATURE_VERSION
from pipeline.schema import DUPLICATE_GROUPS, DUPLICATE_PAIRS

FEWEST_WORDS: Final = 5
"""A body with fewer words is furniture that was left over; equal furniture makes no copies."""
MOST_PAIRS: Final = 5000
"""Texts whose copies would make more pairs of stories than this are linked through their first stories only."""

EDGES: Final = pl.Schema(
    {"a": pl.Int64, "b": pl.Int64, **{c.name: c.dtype for c in DUPLICATE_PAIRS.columns if c.name[:6] != "story_"}}
)
"""An edge between texts a < b: the columns of DUPLICATE_PAIRS, the sides being texts."""
_INSIDE: Final = ("near_dup", "contained")
_SIDES: Final = {"containment_a": "containment_b", "new_a": "new_b"}


Copy = tuple[str, str, str]  # story_id, sha256_raw, sha256_text


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a corpus, numbered by where they first stand among the fingerprints."""

    stories: pl.DataFrame  # fingerprints without their hashes, with the number of their text
    first: pl.DataFrame  # … of the first story of each text, row = number of the text
    hashes: pl.Series  # of every story
    is_first: pl.Series  # whether a story is the first of its text
    copies: dict[int, list[Copy]]  # text → its stories by id, where there are several

    @property
    def numbers(self) -> pl.DataFrame:
        """story_id, sha256_key, text of every story."""
        return self.stories.select("story_id", "sha256_key", "text")


def texts_of(fingerprints: pl.DataFrame) -> Texts:
    """Number the texts. No result depends on the numbers, nor on the order of the fingerprints.

    Raises:
        ValueError: a fingerprint has another signature version than this code.
    """
    is_foreign = fingerprints["signature_version"] != SIGNATURE_VERSION
    if is_foreign.any():
        foreign = fingerprints.filter(is_foreign)
        raise ValueError(
            f"{len(foreign)} fingerprints have a signature_version other than {SIGNATURE_VERSION}; "
            f"make them again (one is of story {foreign['story_id'][0]})"
        )
    # Copying a million lists of hashes costs a second, so they are neither sorted nor filtered.
    enough = fingerprints["n_words"] >= FEWEST_WORDS
    stories = fingerprints if enough.all() else fingerprints.filter(enough)
    is_first = _is_first(stories["sha256_key"])
    slim = stories.drop("hashes")
    if is_first.all():
        slim = slim.with_columns(text=pl.int_range(pl.len(), dtype=pl.Int64))
        return Texts(slim, slim, stories["hashes"], is_first, {})
    first = slim.filter(is_first).with_columns(text=pl.int_range(pl.len(), dtype=pl.Int64))
    more = slim.filter(~is_first).join(
        first.select("sha256_key", "text"), on="sha256_key", how="left", maintain_order="left"
    )
    numbered = pl.concat([first, more])
    several = numbered.join(more.select("text").unique(), on="text", how="semi").sort("story_id")
    copies: dict[int, list[Copy]] = {}
    for text, *copy in several.select("text", "story_id", "sha256_raw", "sha256_text").iter_rows():
        copies.setdefault(text, []).append((copy[0], copy[1], copy[2]))
    return Texts(numbered, first, stories["hashes"], is_first, copies)


def _is_first(keys: pl.Series) -> pl.Series:
    """Whether a key stands for the first time; only those are compared whose 64-bit hashes are equal."""
    several = keys.hash().is_duplicated()
    if not several.any():
        return ~several
    first = (~several).to_numpy(writable=True)
    first[several.arg_true().to_numpy()] = keys.filter(several).is_first_distinct().to_numpy()
    return pl.Series(first)


def exact_pairs(texts: Texts) -> pl.DataFrame:
    """Pairs of stories of one text: every pair, or, of very many copies, each with the first.

    They are exact, or near_dup where byline, caption or source line differ.
    """
    n_words = texts.first["n_words"]
    rows = []
    for text, stories in texts.copies.items():
        n = len(stories)
        chosen: Iterable[tuple[Copy, Copy]] = combinations(stories, 2)
        if n * (n - 1) // 2 > MOST_PAIRS:
            chosen = product(stories[:1], stories[1:])
        for (a, raw_a, text_a), (b, raw_b, text_b) in chosen:
            relation = "exact_bytes" if raw_a == raw_b else "exact_text" if text_a == text_b else "near_dup"
            rows.append((a, b, relation, 1.0, 1.0, 1.0, n_words[text], 0.0, 0.0, True, "text"))
    return pl.DataFrame(rows, schema=DUPLICATE_PAIRS.schema, orient="row")


def pairs_of_edges(edges: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Edges between texts as DUPLICATE_PAIRS between their stories."""
    several = pl.Series(sorted(texts.copies), dtype=pl.Int64).implode()
    touched = pl.col("a").is_in(several) | pl.col("b").is_in(several)
    ids = texts.first["story_id"]
    single = edges.filter(~touched)
    alone = single.with_columns(story_a=ids.gather(single["a"]), story_b=ids.gather(single["b"]))
    frames = [_ordered(alone, "story_a", "story_b")]
    rows = edges.filter(touched)
    if len(rows):
        at: list[int] = []
        left: list[str] = []
        right: list[str] = []
        for row, (a, b) in enumerate(rows.select("a", "b").iter_rows()):
            for story_a, story_b in _linked(_stories(texts, a), _stories(texts, b)):
                at.append(row)
                left.append(story_a)
                right.append(story_b)
        many = rows[at].with_columns(story_a=pl.Series(left), story_b=pl.Series(right))
        frames.append(_ordered(many, "story_a", "story_b"))
    return pl.concat(frames).select(DUPLICATE_PAIRS.schema.names())


def edges_of_pairs(pairs: pl.DataFrame, earlier: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Edges that an earlier run's pairs stand for, as far as both texts are still here.

    Args:
        pairs: DUPLICATE_PAIRS.
        earlier: story_id and sha256_key of that run's stories.
        texts: the texts of this run.
    """
    wanted = pairs.filter(pl.col("basis") == "text", ~pl.col("relation").is_in(["exact_bytes", "exact_text"]))
    ids = pl.concat([wanted["story_a"], wanted["story_b"]]).unique()
    known = earlier.filter(pl.col("story_id").is_in(ids.implode()))
    here = texts.numbers.filter(pl.col("sha256_key").is_in(known["sha256_key"].unique().implode()))
    number = known.join(here.select("sha256_key", "text").unique("text"), on="sha256_key").select("story_id", "text")
    found = (
        wanted.join(number.rename({"story_id": "story_a", "text": "a"}), on="story_a")
        .join(number.rename({"story_id": "story_b", "text": "b"}), on="story_b")
        .filter(pl.col("a") != pl.col("b"))
    )
    return _ordered(found, "a", "b").select(EDGES.names()).unique(["a", "b"], keep="first", maintain_order=True)


def group_rows(edges: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """DUPLICATE_GROUPS from edges: stars of texts, and texts with several stories."""
    verified = edges.filter(pl.col("relation").is_in(_INSIDE))
    merging = verified.filter("merges")
    ends = np.concatenate([merging[side].to_numpy() for side in ("a", "b")])
    degree = np.bincount(ends, minlength=len(texts.first))
    degree[list(texts.copies)] += 2  # never alone with another
    is_couple = pl.Series((degree[merging["a"]] == 1) & (degree[merging["b"]] == 1))
    couples, merging = merging.filter(is_couple), merging.filter(~is_couple)
    return pl.concat([_couples(couples, texts), _stars(merging, verified, texts)])


def _couples(edges: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Groups of two texts of one story each: most groups, and nothing is to be decided but which is canonical."""
    columns = ("story_id", "published_at", "n_words")
    rows = pl.concat(
        [
            texts.first.select(pl.col(name).gather(edges[side]).alias(f"{name}_{side}") for name in columns)
            for side in ("a", "b")
        ],
        how="horizontal",
    )
    a, b = (
        (pl.col(f"published_at_{side}").fill_null(LAST), -pl.col(f"n_words_{side}"), pl.col(f"story_id_{side}"))
        for side in ("a", "b")
    )
    a_first = (a[0] < b[0]) | ((a[0] == b[0]) & ((a[1] < b[1]) | ((a[1] == b[1]) & (a[2] < b[2]))))
    group = pl.min_horizontal("story_id_a", "story_id_b")
    return pl.concat(
        [
            rows.select(story_id=story, group_id=group, is_canonical=canonical, n_members=pl.lit(2, dtype=pl.Int64))
            for story, canonical in (("story_id_a", a_first), ("story_id_b", ~a_first))
        ]
    )


def _stars(merging: pl.DataFrame, verified: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    concerned = sorted({*merging["a"], *merging["b"], *texts.copies})
    place = {text: at for at, text in enumerate(concerned)}
    inside = verified.filter(pl.col("a").is_in(concerned), pl.col("b").is_in(concerned))
    table = (
        texts.stories.join(pl.DataFrame({"text": concerned}, schema={"text": pl.Int64}), on="text", how="semi")
        .sort("story_id")
        .select("text", "story_id", "published_at", "n_words")
    )
    stories: list[list[Member]] = [[] for _ in concerned]
    for text, story_id, published, n_words in table.iter_rows():
        stories[place[text]].append(Member(published, n_words, story_id))
    best = [min(of_text, key=lambda member: member.rank) for of_text in stories]
    linked = [[(place[a], place[b]) for a, b in frame.select("a", "b").iter_rows()] for frame in (merging, inside)]
    groups = stars(best, *linked)
    alone = set(range(len(concerned))).difference(*(star for _, star in groups))
    groups += [(text, [text]) for text in sorted(alone) if len(stories[text]) > 1]
    rows = []
    for centre, star in groups:
        members = [member.story_id for text in star for member in stories[text]]
        group_id = min(members)
        rows += [(story, group_id, story == best[centre].story_id, len(members)) for story in members]
    return pl.DataFrame(rows, schema=DUPLICATE_GROUPS.schema, orient="row")


def _stories(texts: Texts, text: int) -> list[str]:
    several = texts.copies.get(text)
    return [story for story, _, _ in several] if several else [texts.first["story_id"][text]]


def _linked(left: list[str], right: list[str]) -> Iterator[tuple[str, str]]:
    if len(left) * len(right) <= MOST_PAIRS:
        yield from product(left, right)
        return
    yield from product(left[:1], right)
    yield from product(left[1:], right[:1])


def _ordered(frame: pl.DataFrame, a: str, b: str) -> pl.DataFrame:
    """The same edges with the smaller side first; evidence of the sides goes with them."""
    swap = pl.col(a) > pl.col(b)
    sides = {a: b, **_SIDES}
    return frame.with_columns(
        *(pl.when(swap).then(pl.col(y)).otherwise(pl.col(x)).alias(x) for x, y in sides.items()),
        *(pl.when(swap).then(pl.col(x)).otherwise(pl.col(y)).alias(y) for x, y in sides.items()),
    )
