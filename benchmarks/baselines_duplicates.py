"""What the duplicates benchmark compares with: published MinHash settings, and ways a story gets damaged.

text-dedup and datatrove are re-implemented from their published defaults (their packages pull Spark, ONNX and old
pins): text-dedup 0.4: lower case, split on non-word characters, word-5 shingles, 250 permutations in 25 bands of 10
(threshold 0.7); datatrove 0.10 (FineWeb): lower case, no punctuation, digits as 0, word-5 shingles, 14 bands of 8;
datasketch: the example of its documentation, sets of words, 128 permutations, LSH at 0.5 (32 bands of 4).
"""

import hashlib
import importlib
import importlib.util
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.duplicates.sketch import hash_words, key_words, shingle_hashes

Damage = Callable[[str, random.Random], str]

_PRIME = np.uint64((1 << 61) - 1)


def _shingles(words: Sequence[str], n: int) -> list[str]:
    return [" ".join(words[at : at + n]) for at in range(max(1, len(words) - n + 1))] if words else []


def _text_dedup(text: str) -> list[str]:
    return _shingles([word for word in re.split(r"\W", text.lower()) if word], 5)


def _datatrove(text: str) -> list[str]:
    text = unicodedata.normalize("NFD", text.lower().strip())
    text = "".join(char for char in text if unicodedata.category(char) != "Mn")
    text = re.sub(r"[^\w\s]|_", "", re.sub(r"\d+", "0", text))
    return _shingles(text.split(), 5)


def _datasketch(text: str) -> list[str]:
    return sorted(set(text.split()))


def _hash32(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little")


def _signature(shingles: Iterable[str], permutations: int) -> NDArray[np.uint64]:
    hashes = np.array([_hash32(shingle) for shingle in shingles], dtype=np.uint64)
    a, b = _PERMUTATIONS[:, :permutations]
    low = (hashes[:, None] * a + b) % _PRIME & np.uint64(0xFFFFFFFF)
    return np.asarray(low.min(axis=0, initial=np.uint64(0xFFFFFFFF)), dtype=np.uint64)


_generator = random.Random(1)
_PERMUTATIONS = np.array(
    [[_generator.randrange(1, 1 << 29) for _ in range(250)], [_generator.randrange(1 << 29) for _ in range(250)]],
    dtype=np.uint64,
)


def _method(
    split: Callable[[str], list[str]], bands: int, rows: int
) -> Callable[[Sequence[str], Sequence[str]], tuple[float, float]]:
    def run(originals: Sequence[str], copies: Sequence[str]) -> tuple[float, float]:
        """Share of copies that fall into a bucket with their original; pairs with another story, per story."""
        signatures = [_signature(split(text), bands * rows) for text in (*originals, *copies)]
        n, found, false = len(originals), set(), set()
        for band in range(bands):
            buckets: dict[bytes, list[int]] = {}
            for at, signature in enumerate(signatures):
                buckets.setdefault(signature[band * rows : band * rows + rows].tobytes(), []).append(at)
            for members in buckets.values():
                for i, a in enumerate(members):
                    for b in members[i + 1 :]:
                        if b - a == n and len(copies):
                            found.add(a)
                        elif a % n != b % n:
                            false.add((a % n, b % n))
        return len(found) / n, len(false) / n

    return run


METHODS: dict[str, Callable[[Sequence[str], Sequence[str]], tuple[float, float]]] = {
    "text-dedup": _method(_text_dedup, 25, 10),
    "datatrove": _method(_datatrove, 14, 8),
    "datasketch": _method(_datasketch, 32, 4),
}


# --- sketching speed, all behind the same fold ------------------------------------------------------------------------


def _numpy_sketch(texts: Sequence[str]) -> None:
    a, b = _PERMUTATIONS[:, :112]
    for text in texts:
        hashes = shingle_hashes(hash_words(key_words(text))) & np.uint64(0xFFFFFFFF)
        ((hashes[:, None] * a + b) % _PRIME).min(axis=0, initial=_PRIME)


def _datasketch_sketch(texts: Sequence[str]) -> None:
    minhash = importlib.import_module("datasketch").MinHash

    for text in texts:
        minhash(num_perm=128).update_batch([shingle.encode() for shingle in _shingles(key_words(text), 5)])


def _rensa_sketch(texts: Sequence[str]) -> None:
    minhash = importlib.import_module("rensa").RMinHash

    for text in texts:
        sketch = minhash(num_perm=128, seed=42)
        sketch.update(_shingles(key_words(text), 5))
        sketch.digest()


def _installed(*names: str) -> bool:
    return all(importlib.util.find_spec(name) is not None for name in names)


SKETCHES: dict[str, Callable[[Sequence[str]], None]] = {
    **({"datasketch, 128 permutations": _datasketch_sketch} if _installed("datasketch") else {}),
    **({"rensa, 128 permutations": _rensa_sketch} if _installed("rensa") else {}),
    "datatrove-style NumPy, 14 x 8": _numpy_sketch,
}


# --- damage -----------------------------------------------------------------------------------------------------------

_RESPELT = str.maketrans("أإآٱةى", "اااا" + "هي")
_MARKS = "ًٌٍَُِّْ"
_FORMS = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in range(0xFE80, 0xFEFD)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}
_EXACT = ("exact_bytes", "exact_text")
_COPY = (*_EXACT, "near_dup")


def variants(filler: Sequence[str]) -> dict[str, tuple[Damage, tuple[str, ...]]]:
    """Name → what is done to a story, and the relations that are right for it. `filler` is other stories' bodies."""

    def words_of(rng: random.Random, n: int) -> str:
        words: list[str] = []
        while len(words) < n:
            words += rng.choice(filler).split()
        return " ".join(words[:n])

    def replaced(share: float) -> Damage:
        def run(body: str, rng: random.Random) -> str:
            words = body.split(" ")
            for at in rng.sample(range(len(words)), int(share * len(words))):
                words[at] = words_of(rng, 30).split()[rng.randrange(30)]
            return " ".join(words)

        return run

    def renumbered(body: str, rng: random.Random) -> str:
        shift = rng.randrange(1, 8)
        return re.sub(r"\d+", lambda m: str(int(m[0]) + shift) if len(m[0]) < 4 else m[0], _digits(body))

    form = (
        "أضف تعليقك الاسم البريد الإلكتروني عنوان التعليق نص التعليق أرسل شروط النشر يرجى عدم الإساءة وكتابة رمز التحقق"
    )
    tickers = [words_of(random.Random(at), 450) for at in range(20)]
    return {
        "hamza dropped, ة→ه, ى→ي": (lambda body, rng: body.translate(_RESPELT), _EXACT),
        "tatweel and diacritics": (_vocalised, _EXACT),
        "bidi marks": (lambda body, rng: re.sub(" ", " \u200f", body), _EXACT),
        "presentation forms": (lambda body, rng: "".join(_FORMS.get(char, char) for char in body), _EXACT),
        "punctuation and quotes": (_punctuated, _EXACT),
        "cut to 60 %": (lambda body, rng: " ".join(body.split()[: int(0.6 * len(body.split()))]), ("contained",)),
        "quoted whole": (lambda body, rng: f"{words_of(rng, 200)} {body} {words_of(rng, 200)}", ("contained",)),
        "ticker glued on": (lambda body, rng: f"{rng.choice(tickers)} {body}", ("contained",)),
        "comment form": (lambda body, rng: f"{body}\n{form}", (*_COPY, "contained")),
        "2 % of words replaced": (replaced(0.02), _COPY),
        "5 % of words replaced": (replaced(0.05), _COPY),
        "10 % of words replaced": (replaced(0.10), _COPY),
        "numbers changed": (renumbered, ("update",)),
    }  # fmt: skip


def _digits(body: str) -> str:
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in body)


def _vocalised(body: str, rng: random.Random) -> str:
    return "".join(
        char + (rng.choice(_MARKS) if rng.random() < 0.3 else "") + ("ـ" if rng.random() < 0.1 else "")
        if "ب" <= char <= "ي"
        else char
        for char in body
    )


def _punctuated(body: str, rng: random.Random) -> str:
    signs = str.maketrans({"،": ",", "؛": ";", "؟": "?", "«": '"', "»": '"', ".": " . ", ":": " :", "-": "–"})
    return re.sub(" ", lambda m: rng.choice((" ", "  ", " ", " … ", "\u00a0")), body.translate(signs))
