"""A text as words of the key view, word shingles and a FracMinHash: pure functions of one text, with their own hash.

Belongs here: the signature and its two implementations, which are equal to the bit: NumPy (the oracle, and what small
inputs use because nothing is compiled for it) and the fused Numba kernel of `pipeline.duplicates.kernels`.
Does not belong here: tables, candidates, verification.

A hash of another library may change between releases and would silently break the index of earlier drops (it did, in
two sketch libraries and in both query engines used here), so the constants stand in this file and every row carries
`SIGNATURE_VERSION`. Change anything that alters a hash, and the version goes up.

Method: scaled MinHash ("FracMinHash", Irber et al. 2022): a shingle's hash is kept when it is divisible by m. What is
kept depends on the text alone, sketches of different sizes compare without bias, and shared hashes are one join.
"""

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.fold import KEY_EXPANSIONS, KEY_TABLE, code_points, key_text
from pipeline.duplicates.flat import Flat

Hashes = NDArray[np.uint64]

SIGNATURE_VERSION: Final = 1
SHINGLE_WORDS: Final = 5
CHAR_MULTIPLIER: Final = 0x9E3779B97F4A7C15
WORD_MULTIPLIER: Final = 0xD1342543DE82EF95
MIX_1: Final = 0xFF51AFD7ED558CCD  # finaliser of MurmurHash3 (public domain)
MIX_2: Final = 0xC4CEB9FE1A85EC53

# Nested scales: every multiple of 8 is one of 4, so sketches of different scales still meet on the coarser one.
# 8 keeps a quoted run of 40 words visible with probability .992 at 300 bytes for a story of 300 words.
ALL_BELOW: Final = 16
"""Texts with fewer distinct shingles keep all of them …"""
FINE_BELOW: Final = 50
"""… with fewer than this many one in four, and longer ones one in eight."""

COMPILED_SCAN_FROM: Final = 1 << 20
KERNEL_FROM: Final = 3000
"""From this many texts on the compiled kernel pays for loading Numba (0.9 s) and, the first time, compiling it."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text."""

    sha256_key: str
    n_words: int
    n_shingles: int
    hashes: Hashes  # sorted, distinct


@dataclass(frozen=True, slots=True)
class Sketches:
    """What is kept of several texts, flat: text t owns `hashes[hash_ends[t - 1]:hash_ends[t]]`."""

    keys: Flat  # the key views
    n_words: NDArray[np.int64]
    n_shingles: NDArray[np.int64]
    hashes: Hashes
    hash_ends: NDArray[np.int64]


def scale(n_shingles: int) -> int:
    """The m of a text with so many distinct shingles."""
    return 1 if n_shingles < ALL_BELOW else 4 if n_shingles < FINE_BELOW else 8


def sketch(texts: Flat) -> Sketches:
    """Sketches of texts. How many texts the process has seen chooses the implementation, never the result."""
    return sketch_compiled(texts) if kernel_pays(len(texts)) else sketch_plain(texts)


def key_views(texts: Flat, compiled: bool | None = None) -> Flat:
    """The key views of texts, words joined by one space, by either implementation."""
    if not (kernel_pays(0) if compiled is None else compiled):
        return Flat.of([" ".join(key_words(texts[at])) for at in range(len(texts))])
    from pipeline.duplicates import kernels

    return Flat.joined(*kernels.key_batch(texts.data, texts.starts, texts.ends, KEY_TABLE, *expansion_table()))


def kernel_pays(n_texts: int) -> bool:
    """Whether to use the compiled kernel for so many more texts: once as many came as make loading it worth while.

    A worker that is handed five hundred stories at a time thus goes on with the kernel after some batches.
    """
    _texts_had[0] += n_texts
    return _texts_had[0] >= KERNEL_FROM


_texts_had = [0]  # by this process; decides how, never what


def key_words(text: str) -> list[str]:
    """The words of the text's key view. Only the space separates: the fold has made one of everything that does."""
    return [word for word in key_text(text).split(" ") if word]


def hash_words(words: list[str]) -> Hashes:
    """One hash for each word: a polynomial in its code points, mixed. Prefix sums in powers of the inverse make it one pass."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    codes = code_points("".join(words)).astype(np.uint64)
    ends = np.cumsum([len(word) for word in words])
    powers, inverses = _powers(1 << (len(codes) - 1).bit_length() if len(codes) > 1 else 1)
    prefix = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(codes * inverses[: len(codes)], dtype=np.uint64)))
    starts = np.concatenate((np.zeros(1, dtype=ends.dtype), ends[:-1]))
    return _mix((prefix[ends] - prefix[starts]) * powers[ends - 1])


def shingle_hashes(words: Hashes, size: int = SHINGLE_WORDS) -> Hashes:
    """One hash for each run of so many words, in order; a shorter text is one shingle."""
    size = min(size, len(words))
    if not size:
        return np.empty(0, dtype=np.uint64)
    n = len(words) - size + 1
    total = np.zeros(n, dtype=np.uint64)
    for at in range(size):
        total = total * np.uint64(WORD_MULTIPLIER) + words[at : at + n]
    return _mix(total)


def sketch_reference(text: str) -> Sketch:
    """The signature in NumPy: slow and plain, the definition that the kernel is tested against."""
    words = key_words(text)
    shingles = np.unique(shingle_hashes(hash_words(words)))
    m = scale(len(shingles))
    kept = shingles[shingles % np.uint64(m) == 0]
    digest = hashlib.sha256(" ".join(words).encode("utf-8")).hexdigest()
    return Sketch(digest, len(words), len(shingles), kept)


def sketch_plain(texts: Flat) -> Sketches:
    """`sketch_reference` of each text."""
    made = [sketch_reference(texts[at]) for at in range(len(texts))]
    return Sketches(
        Flat.of([" ".join(key_words(texts[at])) for at in range(len(texts))]),
        np.array([one.n_words for one in made], dtype=np.int64),
        np.array([one.n_shingles for one in made], dtype=np.int64),
        np.concatenate([*(one.hashes for one in made), np.empty(0, dtype=np.uint64)]),
        np.cumsum([len(one.hashes) for one in made], dtype=np.int64),
    )


def sketch_compiled(texts: Flat) -> Sketches:
    """The same through the fused kernel: fold, words, shingles and selection in one pass over the bytes."""
    from pipeline.duplicates import kernels

    keys, key_ends, *rest = kernels.sketch_batch(texts.data, texts.starts, texts.ends, KEY_TABLE, *expansion_table())
    return Sketches(Flat.joined(keys, key_ends), *rest)


@cache
def expansion_table() -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.int32]]:
    """Characters that become several, as arrays: their code points in order, what they become, and where that ends."""
    sources = sorted(KEY_EXPANSIONS)
    views = [code_points(KEY_EXPANSIONS[code]) for code in sources]
    return (
        np.array(sources, dtype=np.uint32),
        np.concatenate(views),
        np.cumsum([len(view) for view in views], dtype=np.int32),
    )


@lru_cache(maxsize=1 << 17)
def bare(word: str) -> str:
    """The word without conjunction, preposition and article, as far as three letters are left."""
    for prefix in ("وال", "بال", "فال", "كال", "ولل", "لل", "ال", "و", "ب", "ل", "ف"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return word[len(prefix) :]
    return word


def among(hashes: Hashes, wanted: Hashes) -> NDArray[np.int64]:
    """Where in `hashes` one of the wanted stands. A million are scanned compiled, at a nanosecond or two each."""
    wanted = np.unique(wanted)
    if not len(wanted):
        return np.empty(0, dtype=np.int64)
    if len(hashes) < COMPILED_SCAN_FROM:
        return np.flatnonzero(_is_among(hashes, wanted))
    from pipeline.duplicates import pair_kernels

    places: NDArray[np.int64] = pair_kernels.maybe_among(hashes, wanted)
    return places[_is_among(hashes[places], wanted)]


def _is_among(hashes: Hashes, wanted: Hashes) -> NDArray[np.bool_]:
    equal: NDArray[np.bool_] = wanted[np.minimum(np.searchsorted(wanted, hashes), len(wanted) - 1)] == hashes
    return equal


@cache
def _powers(n: int) -> tuple[Hashes, Hashes]:
    """First n powers of the multiplier and of its inverse modulo 2**64."""
    base = np.full(n, CHAR_MULTIPLIER, dtype=np.uint64)
    inverse = np.full(n, pow(CHAR_MULTIPLIER, -1, 1 << 64), dtype=np.uint64)
    base[0] = inverse[0] = 1
    return np.cumprod(base, dtype=np.uint64), np.cumprod(inverse, dtype=np.uint64)


def _mix(hashes: Hashes) -> Hashes:
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(MIX_1)
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(MIX_2)
    return hashes ^ (hashes >> np.uint64(33))
