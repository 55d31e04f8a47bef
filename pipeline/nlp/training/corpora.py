"""Sentences of the treebanks in one convention: words with spans in an undiacritised text.

Belongs here: readers of each source and what they repair. Does not belong here: label conversion (`labels`) and splits
(`splits`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.nlp.surface import bare

PREFIXES = frozenset("وفبلكس")


@dataclass(frozen=True, slots=True)
class Word:
    """A UD word. `start` and `end` span the sentence's text; lemma to deprel are None where the source has none."""

    form: str
    lemma: str | None = None
    upos: str | None = None
    feats: str | None = None
    head: int | None = None
    deprel: str | None = None
    xpos: str | None = None
    gloss: str | None = None
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source. `document` groups sentences that must stay on one side of a split."""

    source: str
    document: str
    text: str
    words: tuple[Word, ...]
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The letters alone, hamza folded: equal for one sentence in two treebanks."""
        return letters(self.text)


_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ؤ": "ء", "ئ": "ء"})


def letters(text: str) -> str:
    """Letters and digits of a text with hamza and ى folded; spaces and punctuation dropped."""
    return "".join(c for c in bare(text).translate(_FOLD) if c.isalnum())


def read_conllu(path: Path) -> Iterator[tuple[dict[str, str], list[list[str]]]]:
    """Comments and ten-column rows of each sentence; ranges (`3-4`) and empty nodes (`3.1`) are left out."""
    comments: dict[str, str] = {}
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("#"):
            name, _, value = line[1:].strip().replace(" = ", " ", 1).partition(" ")
            comments[name] = value.strip()
        elif line.strip():
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif rows:
            yield comments, rows
            comments, rows = {}, []
        # a comment block that is followed by no row belongs to the next sentence


def _none(value: str) -> str | None:
    return None if value == "_" else value


def _word(row: list[str]) -> Word:
    misc = dict(item.split("=", 1) for item in row[9].split("|") if "=" in item) if len(row) > 9 else {}
    lemma = _none(row[2]) if row[2] != "_" or row[1] == "_" else None
    return Word(
        form=bare(row[1]) or "-",  # a word of tatweel alone is a dash
        lemma=bare(lemma) if lemma else None,
        upos=_none(row[3]),
        feats=row[5] if row[3] != "_" else None,
        head=int(row[6]) if row[6].isdigit() else None,
        deprel=_none(row[7]),
        xpos=_none(row[4]),
        gloss=misc.get("Gloss"),
    )


_PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "نا", "كم", "كن", "ني", "ه", "ك", "ي")


def split_copies(words: list[Word]) -> list[Word] | None:
    """Give each word its own form where PADT left the whole token on all of its words («وخطيرة وخطيرة»).

    Returns None when the parts cannot be told.
    """
    out = list(words)
    i = 0
    while i < len(out):
        token = out[i].form
        run = 1
        while i + run < len(out) and out[i + run].form == token:
            run += 1
        if run > 1 and len(token) > 1 and token.isalpha():
            first, last, rest = i, i + run - 1, token
            before = ""
            while first < last and len(out[first].lemma or "") == 1 and rest.startswith(str(out[first].lemma)):
                before = str(out[first].lemma)
                out[first] = replace(out[first], form=before)
                first, rest = first + 1, rest[1:]
            if first < last and out[last].upos in ("PRON", None):
                suffix = next((p for p in _PRONOUNS if rest.endswith(p) and len(rest) > len(p)), None)
                if suffix is None:
                    return None
                out[last] = replace(out[last], form=suffix)
                last, rest = last - 1, rest[: -len(suffix)]
            if first != last or not rest:
                return None
            if before == "ل" and rest.startswith("ل"):
                rest = "ال" + rest[1:]
            out[first] = replace(out[first], form=rest)
        i += run
    return out


_ENCLITICS = frozenset("ه ها هم هن هما ك كم كما كن ي ني نا".split())
_NO_SPACE_BEFORE = frozenset(".,،؛؟!:)]»%٪؟…")
_NO_SPACE_AFTER = frozenset("([«")


def _is_proclitic(word: Word, following: Word) -> bool:
    if (
        word.form not in PREFIXES
        or not following.form[0].isalnum()
        or (following.form[0].isdigit() and word.form == "و")
    ):
        return False
    return word.upos in {"CONJ", "CCONJ", "SCONJ", "ADP", "PART", "AUX", None}


def _is_enclitic(word: Word, before: Word) -> bool:
    return (
        word.upos == "PRON"
        and word.form in _ENCLITICS
        and before.form[-1].isalpha()
        and "Case=Nom" not in (word.feats or "")
    )


def contract(host: str, clitic: str) -> tuple[str, str]:
    """How two words are spelt when written together: ل + ال, ى and ة before a pronoun, وا before a pronoun."""
    if clitic in _ENCLITICS:
        if host.endswith("ى"):
            short = {"على", "إلى", "لدى", "الى"}
            return host[:-1] + ("ي" if host in short else "ا"), clitic
        if host.endswith("ة"):
            return host[:-1] + "ت", clitic
        if host.endswith("وا"):
            return host[:-1], clitic
    if host == "ل" and clitic.startswith("ال"):
        return host, clitic[2:] if clitic.startswith("الل") else clitic[1:]
    return host, clitic


def spell(words: Iterable[Word]) -> tuple[str, list[Word]]:
    """Write words as running text, clitics joined and punctuation set as a newspaper sets it; gives spans."""
    items = list(words)
    pieces = [w.form for w in items]
    joined = [False] * (len(items) + 1)  # joined[i]: no space before word i
    quotes = 0
    for i, word in enumerate(items):
        form = word.form
        if i and (_is_proclitic(items[i - 1], word) or _is_enclitic(word, items[i - 1])):
            joined[i] = True
            pieces[i - 1], pieces[i] = contract(pieces[i - 1], pieces[i])
        elif (
            form in _NO_SPACE_BEFORE
            or form == "/"
            or (i and (items[i - 1].form in _NO_SPACE_AFTER or items[i - 1].form == "/"))
        ):
            joined[i] = True
        elif form == '"':
            quotes += 1
            joined[i] = quotes % 2 == 0
        elif i and items[i - 1].form == '"' and quotes % 2 == 1:
            joined[i] = True
        elif form == "-" and 0 < i < len(items) - 1:
            joined[i] = joined[i + 1] = items[i - 1].form.isdigit() and items[i + 1].form.isdigit()
        if i and form == '"' and quotes % 2 == 1 and items[i - 1].form in PREFIXES:
            joined[i] = True
    joined[0] = True
    for i in range(1, len(items)):
        if items[i - 1].form == "-" and items[i].form.isdigit() and i > 1 and items[i - 2].form.isdigit():
            joined[i] = True
    text = ""
    out = []
    for i, word in enumerate(items):
        text += "" if joined[i] else " "
        out.append(replace(word, start=len(text), end=len(text) + len(pieces[i])))
        text += pieces[i]
    return text, out


_LOOSE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ؤ": "ء", "ئ": "ء", "ة": "ه", "”": '"', "“": '"'}
)


def align(forms: list[str], text: str) -> list[tuple[int, int]] | None:
    """Spans of words in a text that must hold them in order with nothing but spaces between.

    Hamza seats, ى/ي and ة/ه may differ, and joined words may be contracted as in `contract`. None when it fails.
    """
    loose = text.translate(_LOOSE)
    spans: list[tuple[int, int]] = []

    def tries(i: int) -> list[str]:
        form = forms[i].translate(_LOOSE)
        out = [form]
        if i and forms[i - 1] == "ل" and form.startswith("ال"):
            out.append(form[1:])
            if form.startswith("الل"):
                out.append(form[2:])
        if len(form) > 1 and form[-1] in "يها":
            out.extend((form[:-1] + "ي", form[:-1] + "ا", form[:-1] + "ت"))
            out.append(form[:-1])
        if form in ("من", "عن", "ان"):
            out.append(form[:-1])
        return out

    # Depth first with an explicit stack of choices left; a (word, position) that failed once is not tried again.
    choices: list[list[int]] = []
    dead: set[tuple[int, int]] = set()

    def ends(i: int, position: int) -> tuple[int, list[int]]:
        at = position
        while at < len(loose) and loose[at] == " ":
            at += 1
        return at, [at + len(c) for c in reversed(tries(i)) if c and loose.startswith(c, at)]

    at, left = ends(0, 0) if forms else (0, [])
    while len(spans) < len(forms):
        i = len(spans)
        while left and (i + 1, left[-1]) in dead:
            left.pop()
        if left:
            end = left.pop()
            spans.append((at, end))
            choices.append(left)
            if i + 1 < len(forms):
                at, left = ends(i + 1, end)
            elif loose[end:].strip():
                dead.add((i + 1, end))
                at, _ = spans.pop()
                left = choices.pop()
        elif spans:
            dead.add((i, spans[-1][1]))
            at, _ = spans.pop()
            left = choices.pop()
        else:
            return None
    return spans


def _aligned(source: str, document: str, text: str, words: list[Word], comments: dict[str, str]) -> Sentence | None:
    clean = " ".join(bare(text).split())
    spans = align([w.form for w in words], clean)
    if spans is None:
        return None
    placed = tuple(replace(w, start=a, end=b) for w, (a, b) in zip(words, spans, strict=True))
    return Sentence(source, document, clean, placed, comments)


def read_trees(folder: Path) -> list[Sentence]:
    """PADT's vocalised UD v1 trees: text is spelt from the words; labels are still those of UD v1."""
    out = []
    for part in ("dev", "test"):
        for comments, rows in read_conllu(folder / f"ar-ud-{part}.c4a942c-lemmas.conllu"):
            words = split_copies([_word(r) for r in rows])
            if words is None:
                continue
            text, placed = spell(words)
            origin = comments.get("orig_file_sentence", "")
            out.append(Sentence("padt", origin.split("#")[0], text, tuple(placed), comments))
    return out


def read_um(folder: Path) -> list[Sentence]:
    """PADT sentences with their own text, split words and vocalised lemmas (no UPOS, no heads)."""
    out = []
    for part in ("dev", "test"):
        for comments, rows in read_conllu(folder / f"ar_padt-um-{part}.conllu"):
            bare_rows = [[r[0], r[1], r[2], "_", "_", r[5], "_", "_", "_", "_"] for r in rows]
            words = split_copies([_word(r) for r in bare_rows])
            if words is None:
                continue
            words = [replace(w, xpos=r[5]) for w, r in zip(words, rows, strict=True)]
            document = comments.get("orig_file_sentence", "").split("#")[0]
            sentence = _aligned("um", document, comments.get("text", ""), words, comments)
            if sentence:
                out.append(sentence)
    return out


def read_pud(folder: Path) -> list[Sentence]:
    """PUD: full UD v2 with text."""
    out = []
    for comments, rows in read_conllu(folder / "ar_pud-ud-800.conllu"):
        words = [_word(r) for r in rows]
        sentence = _aligned("pud", comments.get("sent_id", "")[:6], comments["text"], words, comments)
        if sentence:
            out.append(sentence)
    return out


def read_iahlt(folder: Path) -> list[Sentence]:
    """IAHLT (alarab.com) with the article rejoined to its noun; one annotation a text."""
    seen: set[str] = set()
    out = []
    for part in ("train", "dev", "test"):
        for comments, rows in read_conllu(folder / f"ar_iahlt-ud-{part}.conllu"):
            words = join_article([_word(r) for r in rows])
            text = comments.get("text", "")
            if words is None or text in seen:
                continue
            sentence = _aligned("iahlt", comments.get("doc_id", text), text, words, comments)
            if sentence:
                seen.add(text)
                out.append(sentence)
    return out


def join_article(words: list[Word]) -> list[Word] | None:
    """Join ال with the word after it; the pair keeps the label of the second. None if a sentence ends in ال."""
    out: list[Word] = []
    pending = False
    for word in words:
        if word.form == "ال" and word.upos == "DET":
            pending = True
            continue
        out.append(replace(word, form="ال" + word.form) if pending and word.form[0].isalpha() else word)
        if pending and not word.form[0].isalpha():
            return None  # «ال"فادج"»: the article stands apart from its noun
        pending = False
    return None if pending else out


def read_udpos(folder: Path, part: str) -> list[list[tuple[str, str]]]:
    """Surface tokens with the UPOS of their head word: PADT's train, dev or test."""
    out: list[list[tuple[str, str]]] = [[]]
    for line in (folder / f"padt-udpos-{part}.tsv").read_text(encoding="utf-8").split("\n"):
        if line.strip():
            token, _, tag = line.partition("\t")
            out[-1].append((bare(token) or "-", tag.strip()))
        elif out[-1]:
            out.append([])
    return [s for s in out if s]


_ENDS = re.compile(r"[.؟!?]")


def inner_stops(sentence: Sentence) -> list[int]:
    """Words at which a PADT unit holds the end of a sentence: a full stop outside brackets and quotes, text following.

    PADT's units are paragraphs; the codebook's sentences end at their stops.
    """
    out = []
    depth, quoted = 0, False
    words = sentence.words
    for i, word in enumerate(words):
        if word.form in "([«":
            depth += 1
        elif word.form in ")]»":
            depth = max(0, depth - 1)
        elif word.form == '"':
            quoted = not quoted
        if i == len(words) - 1 or i < 3:
            continue
        after = words[i + 1]
        if (word.form == '"' and not quoted and _ENDS.fullmatch(words[i - 1].form) and after.form[0].isalnum()) or (
            _ENDS.fullmatch(word.form)
            and depth == 0
            and not quoted
            and after.form[0].isalnum()
            and sentence.text[word.end : after.start] == " "
            and words[i - 1].form[-1].isalnum()
            and len(words[i - 1].form) > 2
        ):
            out.append(i)
    return out
