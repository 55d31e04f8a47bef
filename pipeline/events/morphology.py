"""Arabic word forms without a model: folding, clitics, and the conjugation of sound and weak verbs.

Belongs here: what a written word can be, from letters alone. Does not belong here: which words matter (lexicon) and what a
word means in its sentence (candidates, actors).

Text is unvocalised, so one spelling stands for several forms; every reading is returned and the callers' guards choose.
"""

from collections.abc import Iterator
from typing import NamedTuple

_DROPPED = [*range(0x064B, 0x0660), 0x0670, 0x0640, *range(0x0610, 0x061B), *range(0x06D6, 0x06EE)]
_DROPPED += [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0x00AD]
_TABLE: dict[int, str | None] = dict.fromkeys(_DROPPED)
_TABLE |= {ord(c): "ا" for c in "أإآٱ"} | {ord("ى"): "ي", ord("ی"): "ي", ord("ک"): "ك"}
_MARKS = frozenset(_DROPPED)


def fold(text: str) -> str:
    """The matching key of a word: no diacritics, tatweel or invisible marks; alif and final ya in one spelling."""
    return text.translate(_TABLE)


def raw_offset(raw: str, n_folded: int) -> int:
    """Index in `raw` of the folded character number `n_folded`, with the marks before it left out."""
    seen = 0
    for i, char in enumerate(raw):
        if ord(char) in _MARKS:
            continue
        if seen == n_folded:
            return i
        seen += 1
    return len(raw)


class Form(NamedTuple):
    """One reading of an inflected form."""

    pos: str
    """V finite verb, N noun, P participle."""
    tense: str = ""
    """perfect or imperfect (V only)."""
    person: str = ""
    gender: str = ""
    """m, f or empty when the form does not tell."""
    number: str = ""
    """s, d or p."""
    needs_pronoun: bool = False
    """Only a spelling before an attached pronoun."""
    accusative: bool = False
    """Written with the alif of the indefinite accusative."""
    passive: bool = False
    """A spelling that only the passive has («أعيد»)."""


class Split(NamedTuple):
    """A way to take a written word apart: proclitics + stem + pronoun, on its folded letters."""

    conjunction: str
    preposition: str
    article: bool
    future: bool
    stem: str
    pronoun: str
    offset: int
    """Folded letters before the stem or its article."""


PRONOUNS = ("هما", "هم", "هن", "ها", "كم", "نا", "ني", "ه", "ك", "ي")


def splits(word: str) -> Iterator[Split]:
    """Ways to take the folded `word` apart, the plainest first."""
    for conjunction in ("", word[0]) if word[:1] in ("و", "ف") and len(word) > 2 else ("",):
        rest, n = word[len(conjunction) :], len(conjunction)
        heads: list[tuple[str, bool, bool, str, int]] = [("", False, False, rest, n)]
        if rest.startswith("ال") and len(rest) > 3:
            heads.append(("", True, False, rest[2:], n))
        if rest.startswith("لل") and len(rest) > 3:
            heads.append(("ل", True, False, rest[2:], n))
            if rest[2:3] != "ل":
                heads.append(("ل", True, False, rest[1:], n))  # an article that swallowed the stem's own lam
        elif rest[:1] in ("ب", "ل", "ك") and len(rest) > 2:
            if rest[1:3] == "ال" and len(rest) > 4:
                heads.append((rest[0], True, False, rest[3:], n + 1))
            heads.append((rest[0], False, False, rest[1:], n + 1))
        if rest[:1] == "س" and rest[1:2] in ("ي", "ت", "ن", "ا") and len(rest) > 3:
            heads.append(("", False, True, rest[1:], n + 1))
        for preposition, article, future, stem, offset in heads:
            yield Split(conjunction, preposition, article, future, stem, "", offset)
            if not article:
                for pronoun in PRONOUNS:
                    if stem.endswith(pronoun) and len(stem) - len(pronoun) >= 2:
                        yield Split(conjunction, preposition, article, future, stem[: -len(pronoun)], pronoun, offset)


def imperfect_stem(lemma: str) -> str:
    """The imperfect of a verb without its prefix, from the written perfect (3rd person masculine singular).

    Right for derived forms and for sound verbs of form I; hollow, assimilated and hamzated ones are given in the lexicon.
    """
    if lemma.startswith("أ") and len(lemma) >= 4:  # IV
        stem = lemma[1:]
        return stem[:-2] + "ي" + stem[-1] if stem[-2] == "ا" and len(stem) == 3 else _soft(stem)
    if lemma.startswith("است") and len(lemma) >= 5:  # X
        stem = lemma[1:]
        return stem[:-2] + "ي" + stem[-1] if stem[-2] == "ا" else _soft(stem)
    if lemma.startswith(("ا", "إ")):  # VII, VIII
        return _soft(lemma[1:])
    if lemma.startswith("ت") and len(lemma) >= 4:  # V, VI
        return lemma
    return _soft(lemma)


def _soft(stem: str) -> str:
    return stem[:-1] + "ي" if stem.endswith("ى") else stem


def verb_forms(lemma: str, imperfect: str = "") -> Iterator[tuple[str, Form]]:
    """Folded spellings of a verb, active and passive, each with its reading; attached pronouns are left to `splits`."""
    for spelling, form in _perfect(lemma):
        yield fold(spelling), form
    for spelling, form in _imperfect(imperfect[1:] if imperfect else imperfect_stem(lemma), lemma):
        yield fold(spelling), form


def _perfect(lemma: str) -> Iterator[tuple[str, Form]]:
    def form(person: str, gender: str, number: str, *, before_pronoun: bool = False) -> Form:
        return Form("V", "perfect", person, gender, number, before_pronoun)

    base = lemma[:-1]
    if lemma[-1] in "ىا":
        glide = "ي" if lemma[-1] == "ى" else "و"
        yield lemma, form("3", "m", "s")
        yield base + "ا", form("3", "m", "s", before_pronoun=True)
        yield base + "ت", form("3", "f", "s")
        yield base + "تا", form("3", "f", "d")
        yield base + glide + "ا", form("3", "m", "d")
        yield base + "وا", form("3", "m", "p")
        yield base + glide + "ت", form("1", "", "s")
        yield base + glide + "نا", form("1", "", "p")
        yield base + "ي", form("3", "m", "s")
        yield base + "يت", form("3", "f", "s")
        return
    yield lemma, form("3", "m", "s")
    yield lemma + "ت", form("3", "f", "s")
    yield lemma + "ا", form("3", "m", "d")
    yield lemma + "تا", form("3", "f", "d")
    yield lemma + "وا", form("3", "m", "p")
    short = lemma[:-2] + lemma[-1] if lemma[-2] == "ا" and len(lemma) > 2 and not _third(lemma) else lemma
    yield short + "نا", form("1", "", "p")
    if short != lemma:
        yield short + "ت", form("1", "", "s")
        passive = lemma[:-2] + "ي" + lemma[-1]
        if lemma[0] in "أا":
            yield passive, form("3", "m", "s")._replace(passive=True)
            yield passive + "ت", form("3", "f", "s")._replace(passive=True)


def _third(lemma: str) -> bool:
    """Form III and VI have a long vowel that is no weak radical (حاصر, تظاهر)."""
    return (len(lemma) >= 4 and lemma[1] == "ا") or (lemma.startswith("ت") and len(lemma) == 5)


def _imperfect(stem: str, lemma: str) -> Iterator[tuple[str, Form]]:
    stems = [(stem, False)]
    hollow = len(stem) >= 3 and stem[-2] in "ويا" and lemma[-2:-1] == "ا" and not _third(lemma)
    if hollow:
        stems.append((stem[:-2] + stem[-1], True))  # jussive
        if stem[-2] != "ا":
            stems.append((stem[:-2] + "ا" + stem[-1], True))  # passive
    for prefix, person, gender, number in (("ي", "3", "m", "s"), ("ت", "3", "f", "s"), ("ن", "1", "", "p")):
        for body, singular_only in stems:
            if singular_only and person == "1":
                continue
            yield prefix + body, Form("V", "imperfect", person, gender, number)
            if body[-1] in "يوى":
                yield prefix + body[:-1], Form("V", "imperfect", person, gender, number)
                yield prefix + body[:-1] + "ا", Form("V", "imperfect", person, gender, number, needs_pronoun=True)
                plural = body[:-1]
            else:
                plural = body
            if person == "3" and not singular_only:
                dual = body[:-1] + "ي" if body[-1] == "ى" else body
                for ending in ("ان", "ا"):
                    yield prefix + dual + ending, Form("V", "imperfect", "3", gender, "d")
                if gender == "m":
                    for ending in ("ون", "وا"):
                        yield prefix + plural + ending, Form("V", "imperfect", "3", "m", "p")
                    yield prefix + plural + "و", Form("V", "imperfect", "3", "m", "p", needs_pronoun=True)


def noun_forms(noun: str) -> Iterator[tuple[str, Form]]:
    """Folded spellings of a noun: indefinite accusative, before a pronoun, dual and, after ة, the sound plural."""
    if noun.endswith("ة"):
        body = noun[:-1]
        yield fold(noun), Form("N", gender="f", number="s")
        yield fold(body + "ت"), Form("N", gender="f", number="s", needs_pronoun=True)
        yield fold(body + "تين"), Form("N", gender="f", number="d")
        yield fold(body + "تان"), Form("N", gender="f", number="d")
        yield fold(body + "ات"), Form("N", gender="f", number="p")
        return
    number = "p" if noun.endswith("ات") else "s"
    yield fold(noun), Form("N", gender="f" if number == "p" else "m", number=number)
    if noun.endswith("اء"):
        yield fold(noun[:-1] + "ئ"), Form("N", gender="m", number="s", needs_pronoun=True)
        yield fold(noun[:-1] + "ؤ"), Form("N", gender="m", number="s", needs_pronoun=True)
    elif number == "s":
        yield fold(noun + "ا"), Form("N", gender="m", number="s", accusative=True)
    if number == "s":
        yield fold(noun + "ين"), Form("N", gender="m", number="d")
        yield fold(noun + "يين"), Form("N", gender="m", number="d")  # a common misspelling of the dual
        yield fold(noun + "ان"), Form("N", gender="m", number="d")


def participle_forms(participle: str) -> Iterator[tuple[str, Form]]:
    """Folded spellings of a participle used as an adverb of manner («داعيا»، «منددة»، «مطالبين»)."""
    body = participle[:-1] if participle.endswith("ي") else participle
    yield fold(participle + "ا"), Form("P", gender="m", number="s", accusative=True)
    yield fold(participle + "ة"), Form("P", gender="f", number="s")
    yield fold(body + "ين"), Form("P", gender="m", number="p")
