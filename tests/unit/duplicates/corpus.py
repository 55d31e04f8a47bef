"""A small made-up corpus for the tests of this folder: original sentences, recombined."""

import hashlib
from collections.abc import Sequence
from datetime import date

import polars as pl

from pipeline.duplicates.sketch import SIGNATURE_VERSION, key_words, sketch_reference
from pipeline.schema import FINGERPRINTS

WORDS = (
    "الوزير المجلس المدينة اجتماع قرار مشروع الطريق الجامعة المياه السوق اتفاق زيارة وفد الحكومة البلدية المدرسة "
    "العمال الميناء القطار النادي الموسم الأسعار الزراعة الشركة البنك القانون اللجنة المؤتمر الصحيفة المستشفى "
    "أعلن أكد أوضح افتتح ناقش وقع استقبل بحث دعا شارك قدم رفض وافق أضاف كشف بدأ انتهى استمر تابع نظم "
    "أمس اليوم غدا صباح مساء خلال بعد قبل حول ضمن في من على إلى عن مع بين تحت فوق عند"
).split()


def text(seed: int, n_words: int = 120) -> str:
    """Words drawn by a small congruential generator: the same on every machine."""
    state, words = seed * 2654435761 % 2**32 or 1, []
    for at in range(n_words):
        state = (state * 1664525 + 1013904223) % 2**32
        words.append(WORDS[state >> 16 & 63 if (state >> 16 & 63) < len(WORDS) else state % len(WORDS)])
        if at % 12 == 11:
            words[-1] += "."
    return " ".join(words)


def stories(bodies: Sequence[str], titles: Sequence[str | None] = (), days: Sequence[int | None] = ()) -> pl.DataFrame:
    """story_id, title, published_at, body: one story for each body."""
    return pl.DataFrame(
        [
            {
                "story_id": hashlib.sha256(f"{at}".encode()).hexdigest()[:16],
                "title": titles[at] if at < len(titles) else None,
                "published_at": date(2024, 6, days[at]) if at < len(days) and days[at] is not None else None,
                "body": body,
            }
            for at, body in enumerate(bodies)
        ],
        schema={"story_id": pl.String, "title": pl.String, "published_at": pl.Date, "body": pl.String},
    )


def fingerprints(table: pl.DataFrame) -> pl.DataFrame:
    """FINGERPRINTS of such stories."""
    made = [sketch_reference(body) for body in table["body"]]
    return FINGERPRINTS.frame(
        {
            "story_id": story["story_id"],
            "signature_version": SIGNATURE_VERSION,
            "sha256_raw": hashlib.sha256(story["body"].encode()).hexdigest(),
            "sha256_text": one.sha256_key,
            "sha256_key": one.sha256_key,
            "title_key": " ".join(key_words(story["title"])) if story["title"] else None,
            "published_at": story["published_at"],
            "n_words": one.n_words,
            "n_shingles": one.n_shingles,
            "hashes": one.hashes.tolist(),
        }
        for story, one in zip(table.iter_rows(named=True), made, strict=True)
    )
