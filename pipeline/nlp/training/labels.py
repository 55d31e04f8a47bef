"""One label convention (UD v2, PADT's morphology) for trees that come in two.

Belongs here: conversion of UPOS, features and relations. Does not belong here: reading files (`corpora`).

PADT comes in UD v1; PUD in UD v2 with its own habits. What is decided, and the reason:

- An initial و is `cc` of its clause; the clause's predicate is the root. (v1 made the conjunction the root.)
- `cc` goes to the conjunct that follows (v2).
- كان with a verb is `aux`, with a noun or adjective `cop`; both are AUX. The content word is the head.
- Relative pronouns are the `nsubj` of their clause where it has none, else `mark`; clauses with a verb on a noun are
  `acl:relcl`.
- `nmod` under a verb, adjective or adverb is `obl`; an object with a preposition is `obl` (PUD does not tell arguments).
- Names are `flat`, head first. X that is an Arabic word is PROPN, as is a noun whose gloss is capitalised and which is no
  nisba; PROPN has no features, since the two treebanks disagree on every one.
- Compound prepositions are `fixed`. Quantifiers (كل بعض أحد) are nouns that head what they count, as in PADT.
- Features are PADT's: no Gender on nouns, no Tense, construct state is Com.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.nlp.training.corpora import Sentence, Word

_RELATIVES = frozenset("الذي التي الذين اللذان اللذين اللتان اللتين اللواتي اللاتي".split())
_COORDINATORS = frozenset("و ف أو او ثم أم ام بل لكن ولكن إما".split())
_QUANTIFIERS = frozenset("كل بعض أحد إحدى عدة جميع معظم كافة كلا كلتا أغلب غالبية بضعة أي نفس مختلف سائر".split())
_RENAMED = {
    "dobj": "obj", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "neg": "advmod",
    "mwe": "fixed", "name": "flat", "foreign": "flat", "advmod:emph": "advmod", "obl:tmod": "obl", "cc:preconj": "cc",
    "compound": "flat",
}  # fmt: skip
_ARABIC = re.compile(r"[\u0621-\u064a]+")
_WEEKDAYS = frozenset("السبت الأحد الاحد الإثنين الاثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة".split())


@dataclass
class _Node:
    form: str
    upos: str
    feats: dict[str, str]
    head: int
    rel: str
    word: Word


def convert(sentence: Sentence) -> Sentence:
    """A treebank sentence in this project's convention; sources without trees keep null heads."""
    nodes = [_Node("", "ROOT", {}, -1, "", sentence.words[0])]
    for word in sentence.words:
        feats = dict(f.split("=", 1) for f in (word.feats or "_").split("|") if "=" in f)
        nodes.append(_Node(word.form, word.upos or "X", feats, word.head or 0, word.deprel or "", word))
    has_tree = all(w.head is not None and w.deprel for w in sentence.words)
    if sentence.source == "padt":
        _padt_tags(nodes)
        if has_tree:
            _padt_tree(nodes)
    elif sentence.source == "pud":
        _pud(nodes)
    for node in nodes[1:]:
        _features(node)
    words = []
    for node in nodes[1:]:
        word = replace(node.word, upos=node.upos if node.word.upos else None, feats=_written(node.feats))
        if has_tree:
            word = replace(word, head=node.head, deprel=node.rel)
        words.append(word)
    return replace(sentence, words=tuple(words))


def _written(feats: dict[str, str]) -> str:
    return "|".join(f"{k}={v}" for k, v in sorted(feats.items(), key=lambda kv: kv[0].lower())) or "_"


def _kids(nodes: list[_Node], head: int) -> list[int]:
    return [i for i in range(1, len(nodes)) if nodes[i].head == head]


def _lift(nodes: list[_Node], child: int, rel: str, keep: Callable[[_Node], bool] = lambda n: False) -> None:
    """Make `child` take its head's place; the old head becomes its dependent with `rel`, and gives up its dependents."""
    head = nodes[child].head
    nodes[child].head, nodes[child].rel = nodes[head].head, nodes[head].rel
    for i in _kids(nodes, head):
        if i != child and not keep(nodes[i]):
            nodes[i].head = child
    nodes[head].head, nodes[head].rel = child, rel


def _padt_tags(nodes: list[_Node]) -> None:
    for node in nodes[1:]:
        if node.upos == "CONJ":
            node.upos = "CCONJ" if node.form in _COORDINATORS else "SCONJ"
        elif node.upos == "X" and _ARABIC.fullmatch(node.form) and "Abbr" not in node.feats:
            node.upos = "PROPN"
        elif node.upos == "NOUN" and node.form not in _WEEKDAYS:
            gloss = (node.word.gloss or "a").split(",")[0]
            nisba = (node.word.lemma or "").endswith("ي")
            if gloss[:1].isupper() and not nisba:
                node.upos = "PROPN"
        if node.rel == "neg":
            node.feats["Polarity"] = "Neg"
        if node.rel == "aux" and node.form in {"س", "سوف", "قد"}:
            node.upos = "PART"


def _padt_tree(nodes: list[_Node]) -> None:
    n = len(nodes)
    # 1. A conjunction at the root gives way to its clause.
    for _ in range(3):
        root = next((i for i in range(1, n) if nodes[i].head == 0), 0)
        if nodes[root].upos not in ("CCONJ", "SCONJ"):
            break
        clauses = [i for i in _kids(nodes, root) if nodes[i].upos not in ("PUNCT", "CCONJ", "SCONJ", "PART")]
        if not clauses:
            break
        first = next((i for i in clauses if nodes[i].rel in ("parataxis", "conj", "advcl", "ccomp")), clauses[0])
        _lift(nodes, first, "cc" if nodes[root].upos == "CCONJ" else "mark")
        for i in clauses:
            if i != first and nodes[i].rel == "parataxis":
                nodes[i].rel = "conj"
    # 2. Names: the first word is the head.
    for i in range(n - 1, 0, -1):
        if nodes[i].upos not in ("PROPN", "X"):
            continue
        left = [
            k
            for k in _kids(nodes, i)
            if k < i and nodes[k].upos in ("PROPN", "X") and nodes[k].rel in ("foreign", "name", "nmod", "dep", "mwe")
            and all(nodes[m].head in (i, k) or m == k for m in range(k, i))
        ]  # fmt: skip
        if left:
            first = left[0]
            _lift(nodes, first, "flat")
            for k in left[1:]:
                nodes[k].rel = "flat"
    for i in range(2, n):
        node = nodes[i]
        if node.upos not in ("PROPN", "X") or node.rel not in ("nmod", "dep", "foreign") or node.head != i - 1:
            continue
        if nodes[i - 1].upos in ("PROPN", "X") and not node.form.startswith("ال"):
            node.rel = "flat"
    # 3. كان is an auxiliary or a copula.
    for i in range(1, n):
        node = nodes[i]
        if node.word.lemma == "كان" and node.upos == "VERB":
            if node.rel in ("cop", "aux"):
                node.upos = "AUX"
                continue
            predicate = [k for k in _kids(nodes, i) if nodes[k].rel in ("xcomp", "ccomp") and k > i]
            predicate = [k for k in predicate if nodes[k].upos in ("VERB", "ADJ", "NOUN")]
            if predicate and not any(nodes[k].rel == "mark" for k in _kids(nodes, predicate[0])):
                _lift(nodes, predicate[0], "aux" if nodes[predicate[0]].upos == "VERB" else "cop")
                node.upos = "AUX"
    # 4. cc: relatives, compound prepositions, dummy pronouns, and real coordination.
    for i in range(1, n):
        node = nodes[i]
        if node.rel != "cc":
            continue
        if node.form in _RELATIVES or node.feats.get("PronType") == "Rel":
            clause = [k for k in _kids(nodes, node.head) if k > i and nodes[k].rel in ("acl", "conj", "ccomp", "nmod")]
            clause = [k for k in clause if nodes[k].rel == "acl"] or clause
            if clause and clause[0] != i:
                has_subject = any(nodes[k].rel.startswith(("nsubj", "csubj")) for k in _kids(nodes, clause[0]))
                passive = nodes[clause[0]].feats.get("Voice") == "Pass"
                node.head = clause[0]
                node.rel = "mark" if has_subject else "nsubj:pass" if passive else "nsubj"
            else:
                node.rel = "mark"
        elif node.head > i and node.upos not in ("CCONJ",):
            before = nodes[i - 1]
            if node.upos == "PRON":
                node.rel = "expl"
            elif (
                i > 1
                and before.head == node.head
                and before.rel in ("case", "mark")
                and before.upos in ("ADP", "SCONJ")
            ):
                node.head, node.rel = i - 1, "fixed"
            elif node.upos == "SCONJ":
                node.rel = "mark"
            elif node.upos == "PART":
                node.rel = "advmod"
            else:
                node.rel = "case" if nodes[node.head].upos != "VERB" else "mark"
        elif node.head < i:
            later = [k for k in _kids(nodes, node.head) if k > i and nodes[k].upos != "PUNCT" and nodes[k].rel != "cc"]
            conj = [k for k in later if nodes[k].rel in ("conj", "parataxis")] or later
            if conj:
                node.head = conj[0]
                if nodes[conj[0]].rel == "parataxis" and node.upos == "CCONJ":
                    nodes[conj[0]].rel = "conj"
    # 5. Names of relations, and what depends on the head's kind.
    for i in range(1, n):
        node = nodes[i]
        head = nodes[node.head] if node.head > 0 else None
        prepositional = any(nodes[k].rel == "case" or nodes[k].rel == "fixed" for k in _kids(nodes, i))
        if node.rel in ("dobj", "iobj") and prepositional and head:
            node.rel = "nmod" if head.upos in ("NOUN", "PROPN", "PRON", "NUM", "X") else "obl"
        if node.rel == "nmod" and head and head.upos in ("VERB", "ADJ", "ADV", "AUX", "ADP", "PART"):
            node.rel = "obl"
        if node.rel == "acl" and node.upos == "VERB":
            node.rel = "acl:relcl"
        node.rel = _RENAMED.get(node.rel, node.rel)


def _pud(nodes: list[_Node]) -> None:
    n = len(nodes)
    for i in range(1, n):
        node = nodes[i]
        head = nodes[node.head] if node.head > 0 else None
        if node.rel == "compound:prt":
            if node.form in _COORDINATORS:
                node.rel, node.upos = "cc", "CCONJ"
            elif node.form in {"س", "سوف", "قد", "لقد"}:
                node.rel, node.upos = "aux", "PART"
            elif node.form in {"ما", "لا", "لم", "لن"}:
                node.rel = "advmod"
            else:
                node.rel = "mark"
        if (
            node.rel == "mark"
            and node.upos == "ADP"
            and node.form not in {"ل", "ب", "ك", "في", "من", "على", "عن", "إلى"}
        ):
            node.upos = "CCONJ" if node.form in _COORDINATORS else "SCONJ"
        if node.form == "لكن":
            node.upos, node.rel = "CCONJ", "cc" if node.rel in ("mark", "advmod", "dep", "cc") else node.rel
        if node.rel == "dep" and node.upos == "PRON" and head:
            node.rel = "obj" if head.upos == "VERB" else "nmod" if node.form in {"ه", "ها", "هم", "هما"} else "dep"
        if node.rel == "ccomp" and node.upos == "ADJ" and head and head.upos in ("NOUN", "PROPN") and i > node.head:
            node.rel = "amod"
        if node.form in _RELATIVES and node.rel in ("obj", "obl"):
            node.rel = "mark"
        node.rel = _RENAMED.get(node.rel, node.rel)
    for i in range(1, n - 1):
        node = nodes[i]
        if node.upos == "DET" and node.form in _QUANTIFIERS:
            node.upos = "NOUN"
            counted = node.head
            if node.rel == "det" and i < counted <= i + 2:
                # The quantifier heads the phrase; a preposition and what follows the phrase go with it.
                nodes[i].head, nodes[i].rel = nodes[counted].head, nodes[counted].rel
                for k in _kids(nodes, counted):
                    if k != i and (k < i or nodes[k].rel in ("punct", "cc", "conj", "appos")):
                        nodes[k].head = i
                nodes[counted].head, nodes[counted].rel = i, "nmod"


def _features(node: _Node) -> None:
    feats = node.feats
    for name in ("Tense", "AdpType", "Foreign", "Variant", "Gloss"):
        feats.pop(name, None)
    if feats.get("Definite") == "Red":
        feats["Definite"] = "Com"
    if feats.get("VerbForm") in ("Fin", "Part"):
        feats.pop("VerbForm")
        if node.upos != "VERB":
            feats.pop("Voice", None)
    if node.upos in ("PROPN", "X", "ADP", "CCONJ", "SCONJ", "PUNCT", "SYM", "ADV", "INTJ"):
        feats.clear()
    if node.upos == "PART":
        polarity = feats.get("Polarity")
        feats.clear()
        if polarity:
            feats["Polarity"] = polarity
    if node.upos == "NUM":
        digits = node.form[0].isdigit()
        feats.clear()
        feats["NumForm"] = "Digit" if digits else "Word"
    if node.upos == "NOUN":
        for name in ("Gender", "Aspect", "Person", "Voice", "Mood"):
            feats.pop(name, None)
        if feats.get("Definite") == "Def" and not node.form.startswith("ال"):
            feats["Definite"] = "Com"
    if node.upos == "PRON":
        xpos = node.word.xpos or ""
        if node.form in _RELATIVES:
            feats["PronType"] = "Rel"
        elif "Person" in feats:
            feats["PronType"] = "Prs"
        elif xpos == "PDEM" or node.form in {"هذا", "هذه", "ذلك", "تلك", "هؤلاء", "أولئك"}:
            feats["PronType"] = "Dem"
    if node.upos == "DET" and node.form in {"هذا", "هذه", "ذلك", "تلك", "هؤلاء", "أولئك", "هذين", "هاتين"}:
        feats["PronType"] = "Dem"
        feats.setdefault("Number", "Plur" if node.form in {"هؤلاء", "أولئك"} else "Sing")
        feats.setdefault("Gender", "Fem" if node.form in {"هذه", "تلك"} else "Masc")
