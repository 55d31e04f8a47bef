"""The lexicon: reads and validates the files of a folder an analyst can edit, and compiles them into look-up tables.

Belongs here: parsing, validation with file and line, look-up by word form. Does not belong here: rules of coding.

Files: triggers.csv, phrases.csv, words.yaml, frames.csv, countries.csv, cities.csv, organisations.csv, people.csv, roles.csv,
sources.csv, and, learnt rather than edited, trigger_weights.csv and side_trees.csv.
"""

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import yaml

from pipeline.events.learnt import (
    SIDE_TREES,
    TREE_COLUMNS,
    TRIGGER_WEIGHTS,
    WEIGHT_COLUMNS,
    Fault,
    Rows,
    read_trees,
    read_weights,
)
from pipeline.events.morphology import (
    PRONOUNS,
    Form,
    Split,
    fold,
    imperfect_stem,
    noun_forms,
    participle_forms,
    splits,
    verb_forms,
)
from pipeline.events.ontology import MODES, ORGANISATION_CODES, SECTORS, TYPES
from pipeline.events.particles import DAY_WORDS, FILLERS, PREPOSITIONS, STOP_WORDS, may_start_date
from pipeline.events.side_trees import SideTrees
from pipeline.events.weights import Weights

T = TypeVar("T")
BUNDLED = Path(__file__).parent / "lexicon"

NEEDS = frozenset(
    "actor armed call caught court crowd deported echo foreign harm light named none noun official perfect person place police politician "
    "signing speaker talks target two verb".split()
)
WORD_CONDITIONS = ("near", "next", "prev", "says")
"""Conditions that a word of a class fulfils, each by where the word stands."""
VERB_CLASSES = frozenset("COMMON LIGHT LIGHT_PASSIVE CONTROL FAILED ATTEMPT PREVENTED SPEECH SPEECH_CARRIED".split())
_STRICT_NAMES = frozenset({"light", "noun", "verb"})
SLOTS = frozenset("subject object idafa possessor agent with between to on in from by about second".split())
ROLE_KINDS = frozenset("person body group crowd people".split())
ROLE_SCOPES = frozenset("home known none own counterpart suspect victim".split())


class LexiconError(ValueError):
    """The lexicon cannot be used. One line for each fault: file, line, what is wrong."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that may name an event, with what must hold around it."""

    key: str
    event_type: str
    mode: str | None
    frame: str
    needs: tuple[str, ...]
    bars: tuple[str, ...]
    kind: str
    """verb, masdar, participle or phrase."""
    must_be_near: tuple[frozenset[str], ...] = ()
    """Word classes of which one must stand near, for each such condition."""
    strict: tuple[str, ...] = ()
    """Those of `needs` without which the word is no hit at all, whatever else speaks for it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A trigger of several words. Steps before and after the trigger word, each a test on one word, with gaps allowed."""

    trigger: Trigger
    before: tuple["Step", ...]
    after: tuple["Step", ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a phrase: the folded forms it may have, whether they are verbs, and whether up to three words may lie before."""

    forms: frozenset[str]
    is_verb: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Name:
    """An entry of the gazetteer."""

    text: str
    kind: str
    """country, metonym, city, organisation, person, or a role's kind: person_role, body, group, crowd, people."""
    country: str | None
    sector: str | None
    scope: str = "none"
    codable: bool = True
    gender: str = ""
    dates: tuple[int, int] = (0, 9999)
    role: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Which slots around a trigger fill which side, in order of preference."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    rule: str
    """none, visit, host, mutual, passive: what the frame's roles do beyond filling slots."""


@dataclass(slots=True)
class WordInfo:
    """Everything the lexicon knows about a written word, whatever its sentence."""

    folded: str
    splits: tuple[Split, ...]
    triggers: tuple[tuple[Trigger, Form, Split], ...]
    phrases: tuple[tuple[Phrase, Form, Split], ...]
    verbs: dict[str, tuple[str, Form, Split]]
    """Verb class → lemma and reading."""
    classes: frozenset[str]
    nisba: tuple[str, Form, Split] | None
    names: tuple[tuple[Split, str], ...]
    """Readings under which the word may begin a gazetteer entry: the split and the entry's first word."""
    is_finite: bool
    """Has a reading as a finite verb of the lexicon."""
    bare: str
    """The letters without diacritics, alif and ya as written."""
    is_mark: bool
    preposition: str | None
    """The relation a free-standing preposition expresses."""
    may_date: bool
    is_sure: bool
    """A trigger that no word class must accompany."""
    may_name: bool
    """Could be part of an unknown person's name."""


@dataclass(slots=True)
class Lexicon:
    """Compiled look-up tables. `word` is memoised, so that each spelling of a corpus is analysed once."""

    lexicon_id: str
    trigger_id: str
    frames: dict[str, Frame]
    triggers: dict[str, list[tuple[Trigger, Form]]]
    phrases: dict[str, list[tuple[Phrase, Form]]]
    verbs: dict[str, list[tuple[str, str, Form]]]
    classes: dict[str, frozenset[str]]
    nisba: dict[str, tuple[str, Form]]
    names: dict[str, list[tuple[tuple[str, ...], Name]]]
    genders: dict[str, str]
    sources: dict[str, tuple[str, bool]]
    """Name of a news source → its country (empty when it reports from everywhere), and whether to look for it in the text."""
    trigger_weights: Weights | None = None
    """Evidence for a hit being an event; without it the guards alone decide."""
    side_trees: SideTrees | None = None
    """Evidence for a country being on a side; without it the rules alone decide."""
    word: Callable[[str], WordInfo] = field(init=False)

    def __post_init__(self) -> None:
        self.word = lru_cache(maxsize=400_000)(self._word)

    def _word(self, surface: str) -> WordInfo:
        folded = fold(surface)
        all_splits = tuple(splits(folded)) if folded else ()
        triggers: list[tuple[Trigger, Form, Split]] = []
        phrases: list[tuple[Phrase, Form, Split]] = []
        verbs: dict[str, tuple[str, Form, Split]] = {}
        classes: set[str] = set()
        nisba: tuple[str, Form, Split] | None = None
        names: list[tuple[Split, str]] = []
        for split in all_splits:
            for trigger, form in self.triggers.get(split.stem, ()):
                if _fits(form, split):
                    triggers.append((trigger, form, split))
            for phrase, form in self.phrases.get(split.stem, ()):
                if _fits(form, split):
                    phrases.append((phrase, form, split))
            for verb_class, lemma, form in self.verbs.get(split.stem, ()):
                if verb_class not in verbs and _fits(form, split):
                    verbs[verb_class] = (lemma, form, split)
            if not split.future:
                classes |= self.classes.get(split.stem, frozenset())
                if not split.pronoun:
                    key = "ال" + split.stem if split.article else split.stem
                    if key in self.names and not (split.preposition == "ك" and self.names[key][0][1].kind == "city"):
                        names.append((split, key))
                    if nisba is None and split.stem in self.nisba:
                        nisba = (*self.nisba[split.stem], split)
                elif split.article or split.pronoun in ("ي", "ك") or split.stem.startswith("ال"):
                    pass  # «التنظيمي» is an adjective, not somebody's organisation
                elif split.stem in self.names:
                    names.append((split, split.stem))
                elif split.stem.endswith("ت") and split.stem[:-1] + "ة" in self.names:
                    names.append((split, split.stem[:-1] + "ة"))
        bare = surface.translate(_DIACRITICS)
        is_mark = not _LETTER.search(surface) and not surface[:1].isdigit()
        preposition = PREPOSITIONS.get(bare)
        if preposition is None and bare[:1] in ("و", "ف") and len(bare) > 2:
            preposition = PREPOSITIONS.get(bare[1:])
        is_finite = bool(verbs) or any(form.pos == "V" for _, form, _ in triggers)
        return WordInfo(
            folded, all_splits, tuple(triggers), tuple(phrases), verbs, frozenset(classes), nisba, tuple(names), is_finite,
            bare, is_mark, preposition, may_start_date(folded), any(not trigger.must_be_near for trigger, _, _ in triggers),
            may_name=not (is_mark or is_finite or triggers or phrases or classes or preposition) and _name_like(surface, bare),
        )  # fmt: skip

    def may_hold_event(self, surfaces: list[str]) -> bool:
        """Whether a sentence of these written words can yield a candidate that its words alone do not rule out.

        Asks only what guards ask anyway: some word is a trigger, the words of its phrase are there, and so is a word of each
        class it must stand near. Their order and distance are left to the guards, so no candidate is lost.
        """
        infos = [self.word(surface) for surface in surfaces]
        hits: list[WordInfo] = []
        for info in infos:
            if info.is_sure:
                return True
            if info.triggers or info.phrases:
                hits.append(info)
        if not hits:
            return False
        classes: set[str] = set()
        for info in infos:
            classes |= info.classes
        for info in hits:
            if any(_classes_met(trigger, classes) for trigger, _, _ in info.triggers):
                return True
            for phrase, _, _ in info.phrases:
                if _classes_met(phrase.trigger, classes) and all(
                    any(step_matches(i, step) for i in infos) for step in (*phrase.before, *phrase.after)
                ):
                    return True
        return False


def _classes_met(trigger: Trigger, classes: set[str]) -> bool:
    return all(not classes.isdisjoint(options) for options in trigger.must_be_near)


def step_matches(info: WordInfo, step: Step) -> bool:
    """The word can be the phrase's step."""
    if info.folded in step.forms:
        return True
    return any(
        split.stem in step.forms or (split.article and "ال" + split.stem in step.forms)
        for split in info.splits
        if step.is_verb or not split.future
    )


_DIACRITICS = dict.fromkeys([*range(0x064B, 0x0660), 0x0670, 0x0640])
_LETTER = re.compile(r"[\u0621-\u064A\u0671-\u06D3A-Za-z]")


def _name_like(surface: str, bare: str) -> bool:
    if bare in STOP_WORDS or bare in FILLERS or bare in DAY_WORDS or surface[:1].isdigit():
        return False
    return surface[0].isupper() if surface.isascii() else not bare.startswith(("لل", "بال", "وال", "فال", "كال"))


def _fits(form: Form, split: Split) -> bool:
    if form.pos == "V":
        if (
            split.article
            or split.preposition not in ("", "ل")
            or (split.preposition == "ل" and form.tense != "imperfect")
        ):
            return False
        if split.future and form.tense != "imperfect":
            return False
        if split.pronoun in ("ك", "ي"):
            return False
        return bool(split.pronoun) if form.needs_pronoun else True
    if split.future or split.pronoun in ("ك", "ي"):
        return False
    if form.pos == "P":
        return not split.article and not split.preposition and not split.pronoun
    if form.needs_pronoun:
        return bool(split.pronoun)
    if split.pronoun and (split.stem.endswith("ة") or form.accusative):
        return False
    return not (form.accusative and (split.article or split.preposition))


class _Reader:
    """Collects faults instead of stopping at the first one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []
        self.digest = hashlib.sha256()
        self.trigger_digest = hashlib.sha256()

    def fault(self, name: str, line: int, message: str) -> None:
        self.faults.append(f"{name}:{line}: {message}")

    def text(self, name: str, *, decides_candidates: bool = False) -> str:
        path = self.folder / name
        try:
            data = path.read_bytes()
            text = data.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            self.fault(
                name, 0, f"cannot be read as UTF-8 ({error.__class__.__name__}); the lexicon folder needs this file"
            )
            return ""
        self.digest.update(name.encode() + len(data).to_bytes(8, "little") + data)
        if decides_candidates:
            self.trigger_digest.update(name.encode() + data)
        return text

    def rows(
        self, name: str, columns: tuple[str, ...], *, decides_candidates: bool = False
    ) -> Iterator[tuple[int, list[str]]]:
        lines = self.text(name, decides_candidates=decides_candidates).splitlines()
        header = True
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                cells = [cell.strip() for cell in next(csv.reader([line], strict=True))]
            except csv.Error as error:
                self.fault(name, number, f"is no CSV line: {error}")
                continue
            if header:
                header = False
                if tuple(cells) != columns:
                    self.fault(name, number, f"the columns must be {','.join(columns)}")
                    return
                continue
            if len(cells) != len(columns):
                self.fault(name, number, f"has {len(cells)} columns, not {len(columns)}")
                continue
            yield number, cells


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Read, validate and compile the lexicon in `folder` (default: the bundled one).

    Raises:
        LexiconError: every fault found, one line each, as `file:line: what is wrong`.
    """
    reader = _Reader(folder or BUNDLED)
    words = _read_words(reader)
    frames = _read_frames(reader)
    verb_forms_by_class: dict[str, list[tuple[str, str, Form]]] = defaultdict(list)
    imperfects: dict[str, str] = {}
    triggers = _read_triggers(reader, frames, words, imperfects)
    phrases = _read_phrases(reader, frames, words, imperfects)
    for name in sorted(VERB_CLASSES & words.keys()):
        for lemma in words[name]:
            for spelling, form in verb_forms(lemma, imperfects.get(lemma, _IMPERFECTS.get(lemma, ""))):
                verb_forms_by_class[spelling].append((name, lemma, form))
    classes: dict[str, set[str]] = defaultdict(set)
    for name, members in sorted(words.items()):
        if name not in VERB_CLASSES:
            for member in members:
                for spelling, _ in noun_forms(member):
                    classes[spelling].add(name)
    names, nisba, genders = _read_actors(reader)
    sources = {
        name: (country, where == "text")
        for _, (name, country, where) in reader.rows("sources.csv", ("source", "country", "where"))
    }
    trigger_weights = _learnt(reader, TRIGGER_WEIGHTS, WEIGHT_COLUMNS, read_weights)
    side_trees = _learnt(reader, SIDE_TREES, TREE_COLUMNS, read_trees)
    if reader.faults:
        raise LexiconError("\n".join(reader.faults))
    return Lexicon(
        lexicon_id=reader.digest.hexdigest()[:16],
        trigger_id=reader.trigger_digest.hexdigest()[:16],
        frames=frames,
        triggers=dict(triggers),
        phrases=dict(phrases),
        verbs=dict(verb_forms_by_class),
        classes={k: frozenset(v) for k, v in classes.items()},
        nisba=nisba,
        names=names,
        genders=genders,
        sources=sources,
        trigger_weights=trigger_weights,
        side_trees=side_trees,
    )


def _learnt(reader: _Reader, name: str, columns: tuple[str, ...], read: Callable[[Rows, Fault], T]) -> T | None:
    """What a file of learnt values holds, or None where the folder has no such file: rules then decide alone."""
    if not (reader.folder / name).is_file():
        return None
    return read(reader.rows(name, columns), lambda line, what: reader.fault(name, line, what))


_IMPERFECTS = {
    "قال": "يقول", "قام": "يقوم", "أكد": "يؤكد", "شن": "يشن", "تم": "يتم", "جرى": "يجري", "وقع": "يقع", "كان": "يكون",
    "قاد": "يقود", "وصل": "يصل", "وضع": "يضع", "زاد": "يزيد", "رأى": "يرى", "عاد": "يعود", "خاض": "يخوض", "نال": "ينال",
    "دعا": "يدعو", "نوى": "ينوي", "حال": "يحول", "كاد": "يكاد", "أدى": "يؤدي", "ادعى": "يدعي", "جاء": "يجيء", "أثبت": "يثبت",
    "فك": "يفك", "وجه": "يوجه", "وفر": "يوفر", "حصل": "يحصل", "أراد": "يريد", "أبان": "يبين", "بين": "يبين", "لقي": "يلقى",
    "حظي": "يحظى", "أقر": "يقر", "روى": "يروي", "حكى": "يحكي", "أخر": "يؤخر", "أجل": "يؤجل", "أمر": "يأمر", "أعد": "يعد",
    "تولى": "يتولى", "تلقى": "يتلقى", "انهال": "ينهال", "خرج": "يخرج",
}  # fmt: skip
"""Imperfects of closed-class verbs that the letters alone do not give."""


def _read_words(reader: _Reader) -> dict[str, list[str]]:
    text = reader.text("words.yaml", decides_candidates=True)
    try:
        root = yaml.compose(text) if text else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reader.fault("words.yaml", mark.line + 1 if mark else 0, f"is no YAML: {getattr(error, 'problem', error)}")
        return {}
    words: dict[str, list[str]] = {}
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        line = key.start_mark.line + 1
        if key.value in words:
            reader.fault("words.yaml", line, f"duplicate key {key.value}")
        elif not isinstance(value, yaml.ScalarNode):
            reader.fault("words.yaml", line, f"{key.value} must be one line of words")
        else:
            words[key.value] = value.value.split()
    for name in sorted(VERB_CLASSES - words.keys()):
        if text:
            reader.fault("words.yaml", 0, f"the class {name} is missing")
    return words


def _read_frames(reader: _Reader) -> dict[str, Frame]:
    frames: dict[str, Frame] = {}
    for line, (name, actors, recipients, rule, _) in reader.rows(
        "frames.csv", ("frame", "actors", "recipients", "rule", "note")
    ):
        for slot in (*actors.split(), *recipients.split()):
            if slot not in SLOTS:
                reader.fault("frames.csv", line, f"unknown slot {slot}; slots are {' '.join(sorted(SLOTS))}")
        if rule not in ("none", "visit", "host", "mutual", "patient", "speech"):
            reader.fault("frames.csv", line, f"unknown rule {rule}")
        if name in frames:
            reader.fault("frames.csv", line, f"duplicate frame {name}")
        frames[name] = Frame(tuple(actors.split()), tuple(recipients.split()), rule)
    return frames


def _conditions(
    reader: _Reader, name: str, line: int, needs: str, bars: str, words: dict[str, list[str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    for condition in (*needs.split(), *bars.split()):
        head, colon, arguments = condition.partition(":")
        if head.endswith("!") and condition in needs.split():
            head = head[:-1]
            if not colon and head not in _STRICT_NAMES:
                reader.fault(
                    name,
                    line,
                    f"{condition} cannot be strict; only {' '.join(sorted(_STRICT_NAMES))} and words beside it can",
                )
                continue
        if not colon:
            if head not in NEEDS:
                reader.fault(name, line, f"unknown condition {condition}; conditions are {' '.join(sorted(NEEDS))}")
        elif head in WORD_CONDITIONS:
            for word_class in arguments.split("|"):
                if word_class not in words:
                    reader.fault(name, line, f"unknown word class {word_class} in {condition}; see words.yaml")
        elif head != "prep":
            reader.fault(name, line, f"unknown condition {condition}; use near:, next:, prev:, says: or prep:")
    return tuple(needs.split()), tuple(bars.split())


def _trigger(
    key: str, event_type: str, mode: str, frame: str, needs: tuple[str, ...], bars: tuple[str, ...], kind: str
) -> Trigger:
    strict = tuple(n.replace("!", "", 1) for n in needs if n.partition(":")[0].endswith("!"))
    wanted = tuple(n.replace("!", "", 1) if n.partition(":")[0].endswith("!") else n for n in needs)
    classes = (n.partition(":")[2].split("|") for n in wanted if n.partition(":")[0] in WORD_CONDITIONS)
    return Trigger(
        key, event_type, mode or None, frame, wanted, bars, kind, tuple(frozenset(c) for c in classes), strict
    )


def _check_type(reader: _Reader, name: str, line: int, event_type: str, mode: str) -> None:
    if event_type not in TYPES:
        reader.fault(name, line, f"unknown type {event_type}; types are {' '.join(TYPES)}")
    elif mode and mode not in MODES.get(event_type, frozenset()):
        reader.fault(
            name, line, f"unknown mode {mode} of {event_type}; modes are {' '.join(sorted(MODES.get(event_type, ())))}"
        )


def _read_triggers(
    reader: _Reader, frames: dict[str, Frame], words: dict[str, list[str]], imperfects: dict[str, str]
) -> dict[str, list[tuple[Trigger, Form]]]:
    name = "triggers.csv"
    columns = ("type", "mode", "verb", "imperfect", "masdars", "participles", "frame", "needs", "bars")
    forms: dict[str, list[tuple[Trigger, Form]]] = defaultdict(list)
    seen: dict[tuple[str, str, str], int] = {}
    for line, (event_type, mode, verb, imperfect, masdars, participles, frame, needs, bars) in reader.rows(
        name, columns, decides_candidates=True
    ):
        _check_type(reader, name, line, event_type, mode)
        if frame not in frames:
            reader.fault(name, line, f"unknown frame {frame}; see frames.csv")
        if not (verb or masdars):
            reader.fault(name, line, "has neither a verb nor a masdar")
        if verb and imperfect and (len(imperfect) < 3 or not imperfect.startswith("ي")):
            reader.fault(name, line, f"the imperfect {imperfect} must begin with ي")
            continue
        wanted, barred = _conditions(reader, name, line, needs, bars, words)
        key = (event_type, verb or masdars, frame)
        if key in seen:
            reader.fault(name, line, f"duplicate of line {seen[key]}: {event_type} {verb or masdars}")
        seen[key] = line
        if imperfect:
            imperfects.setdefault(verb, imperfect)
        for kind, lemma, made in (
            *(("verb", v, verb_forms(v, imperfect)) for v in verb.split() if len(v) > 1),
            *(("masdar", m, noun_forms(m)) for m in masdars.split()),
            *(("participle", p, participle_forms(p)) for p in participles.split()),
        ):
            trigger = _trigger(f"{event_type}.{lemma}", event_type, mode, frame, wanted, barred, kind)
            _add_forms(forms, trigger, made)
    return forms


def _add_forms(
    table: dict[str, list[tuple[Trigger, Form]]], trigger: Trigger, forms: Iterable[tuple[str, Form]]
) -> None:
    seen: set[str] = set()
    for spelling, form in forms:
        if spelling not in seen and len(spelling) > 1:
            seen.add(spelling)
            table[spelling].append((trigger, form))


def _read_phrases(
    reader: _Reader, frames: dict[str, Frame], words: dict[str, list[str]], imperfects: dict[str, str]
) -> dict[str, list[tuple[Phrase, Form]]]:
    name = "phrases.csv"
    table: dict[str, list[tuple[Phrase, Form]]] = defaultdict(list)
    seen: dict[tuple[str, str], int] = {}
    for line, (event_type, mode, text, frame, needs, bars) in reader.rows(
        name, ("type", "mode", "phrase", "frame", "needs", "bars"), decides_candidates=True
    ):
        _check_type(reader, name, line, event_type, mode)
        if frame not in frames:
            reader.fault(name, line, f"unknown frame {frame}; see frames.csv")
        if (event_type, text) in seen:
            reader.fault(name, line, f"duplicate of line {seen[event_type, text]}: {text}")
        seen[event_type, text] = line
        if text.count("*") != 1:
            reader.fault(name, line, f"exactly one word carries * in «{text}»")
            continue
        wanted, barred = _conditions(reader, name, line, needs, bars, words)
        trigger = _trigger(f"{event_type}.{text.replace(' ', '_')}", event_type, mode, frame, wanted, barred, "phrase")
        steps: list[Step] = []
        gap, starred = False, -1
        readings: dict[str, Form] = {}
        for part in text.split():
            if part == "…":
                gap = True
                continue
            is_star = part.startswith("*")
            word = part.lstrip("*")
            is_verb = word.startswith("v:")
            made: dict[str, Form] = {}
            for option in word.removeprefix("v:").split("|"):
                source = (
                    verb_forms(option, imperfects.get(option, _IMPERFECTS.get(option, "")))
                    if is_verb
                    else _phrase_forms(option)
                )
                for spelling, form in source:
                    made.setdefault(spelling, form)
                if is_verb and not is_star:
                    for spelling, form in _adverbial(option, imperfects.get(option, _IMPERFECTS.get(option, ""))):
                        made.setdefault(spelling, form)
            if is_star:
                starred, readings = len(steps), made
            steps.append(Step(frozenset(made), is_verb, gap))
            gap = False
        phrase = Phrase(trigger, tuple(reversed(steps[:starred])), tuple(steps[starred + 1 :]))
        # the gap of a step before the trigger is the one written after it
        if starred > 0:
            gaps = [step.gap for step in steps[1 : starred + 1]]
            before = [Step(step.forms, step.is_verb, g) for step, g in zip(steps[:starred], gaps, strict=True)]
            phrase = Phrase(trigger, tuple(reversed(before)), phrase.after)
        for spelling, form in readings.items():
            table[spelling].append((phrase, form))
    return table


def _adverbial(verb: str, imperfect: str) -> Iterator[tuple[str, Form]]:
    """«مؤكدا»، «معربة»: the participle of a derived verb, which carries on its sentence's subject."""
    stem = imperfect[1:] if imperfect else imperfect_stem(verb)
    if len(verb) >= 4 or verb in ("أكد", "جدد", "عبر", "وجه", "قدم", "حمل"):
        for spelling, form in participle_forms("م" + stem):
            yield fold(spelling), form


def _phrase_forms(word: str) -> Iterator[tuple[str, Form]]:
    yield from noun_forms(word)
    if word.startswith("ال"):
        yield from noun_forms(word[2:])


def _read_actors(
    reader: _Reader,
) -> tuple[dict[str, list[tuple[tuple[str, ...], Name]]], dict[str, tuple[str, Form]], dict[str, str]]:
    entries: dict[tuple[str, ...], Name] = {}
    nisba: dict[str, tuple[str, Form]] = {}
    genders: dict[str, str] = {}

    derived: list[tuple[str, Name]] = []

    def add(text: str, name: Name) -> None:
        key = tuple(fold(word) for word in text.split())
        if key:
            entries.setdefault(key, name)

    def check_country(file: str, line: int, code: str) -> None:
        if code and code not in ORGANISATION_CODES and not (len(code) == 3 and code.isupper() and code.isascii()):
            reader.fault(
                file, line, f"{code} is neither ISO 3166 alpha-3 nor one of {' '.join(sorted(ORGANISATION_CODES))}"
            )

    def check_sector(file: str, line: int, sector: str) -> None:
        if sector and sector != "-" and sector not in SECTORS:
            reader.fault(file, line, f"unknown sector {sector}; sectors are {' '.join(sorted(SECTORS))}")

    for line, (code, gender, names, metonyms, adjectives, plurals) in reader.rows(
        "countries.csv", ("country", "gender", "names", "metonyms", "nisba", "plurals")
    ):
        check_country("countries.csv", line, code)
        if code in genders:
            reader.fault("countries.csv", line, f"duplicate country {code}")
        genders[code] = gender
        for text in names.split("|"):
            add(text, Name(text, "country", code, "GOV", gender=gender))
            if text.count(" ") == 1 and " ال" not in text:
                add(text.replace(" ", ""), Name(text, "country", code, "GOV", gender=gender))  # «بوركينافاسو»
        for text in metonyms.split("|"):
            masculine = text.startswith(
                ("قصر", "البيت", "الكرملين", "البنتاغون", "البنتاجون", "الإليزيه", "الإيليزيه", "داونينغ")
            )
            add(text, Name(text, "metonym", code, "GOV", gender="m" if masculine else "f"))
        for text in adjectives.split("|"):
            if text:
                first, _, rest = text.partition(" ")
                if rest:
                    for end in ("", "ة", "ين", "ون"):
                        add(f"ال{first}{end} ال{rest}{end}", Name(text, "nisba_phrase", code, None))
                        add(f"{first}{end} {rest}{end}", Name(text, "nisba_phrase", code, None))
                    continue
                for spelling, form in _nisba_forms(text):
                    nisba.setdefault(spelling, (code, form))
        for text in plurals.split("|"):
            if text:
                nisba.setdefault(fold(text), (code, Form("N", gender="m", number="p")))
    for line, (names, code, sector) in reader.rows("organisations.csv", ("names", "country", "sector")):
        check_country("organisations.csv", line, code)
        check_sector("organisations.csv", line, sector)
        for text in names.split("|"):
            add(
                text,
                Name(
                    text,
                    "organisation",
                    code or None,
                    sector or None,
                    gender="f" if text.split()[0].endswith("ة") else "",
                ),
            )
    for line, (phrase, sector, kind, scope, plural) in reader.rows(
        "roles.csv", ("phrase", "sector", "kind", "scope", "plural")
    ):
        check_sector("roles.csv", line, sector)
        if kind not in ROLE_KINDS:
            reader.fault("roles.csv", line, f"unknown kind {kind}; kinds are {' '.join(sorted(ROLE_KINDS))}")
        fixed = scope if scope not in ROLE_SCOPES else ""
        check_country("roles.csv", line, fixed)
        last = phrase.split()[0]
        gender = (
            ""
            if phrase.startswith("بلاد")
            else "f"
            if last.endswith(("ة", "ات")) or (kind == "body" and last in ("قوات", "القوات", "وحدات", "عناصر"))
            else "m"
        )
        base = Name(
            phrase, "person_role" if kind == "person" else kind, fixed or None, None if sector in ("-", "") else sector,
            "none" if fixed else scope, sector != "-", gender,
        )  # fmt: skip
        for text in (phrase, *plural.split("|")):
            if text:
                role = (
                    base
                    if text == phrase
                    else Name(
                        text,
                        "group" if kind == "person" else kind,
                        base.country,
                        base.sector,
                        base.scope,
                        base.codable,
                        "m",
                    )
                )
                add(text, role)
                if " " not in text:
                    if not text.startswith("ال"):
                        derived.append(("ال" + text, role))
                    if not text.endswith(("ة", "ات", "ين", "ون")):
                        derived.append((text + "ا", role))
                        if kind == "person":
                            derived.append(("ال" + text + "ان", role))
                            derived.append(("ال" + text + "ين", role))
                            derived += [(text + ending, replace(role, kind="group")) for ending in ("ين", "ان")]
    for text, role in derived:  # after the entries written out, which may say otherwise
        add(text, role)
    for line, (names, code, sector, role_text, start, end) in reader.rows(
        "people.csv", ("names", "country", "sector", "role", "from", "to")
    ):
        check_country("people.csv", line, code)
        check_sector("people.csv", line, sector)
        if not (start.isdigit() or not start) or not (end.isdigit() or not end):
            reader.fault("people.csv", line, "from and to are years or empty")
            continue
        first = names.split("|")[0]
        for text in names.split("|"):
            person = Name(
                first, "person", code or None, sector or None, dates=(int(start or 0), int(end or 9999)), role=role_text
            )
            add(text, person)
    for line, (code, text) in reader.rows("cities.csv", ("country", "name")):
        check_country("cities.csv", line, code)
        add(text, Name(text, "city", code, None, gender="f"))
    for spelling in [
        s for s in nisba if nisba[s][1].accusative and (s,) in entries and entries[(s,)].kind == "country"
    ]:
        del nisba[spelling]  # «روسيا» is the country, not an accusative Russian
    table: dict[str, list[tuple[tuple[str, ...], Name]]] = defaultdict(list)
    for key, name in entries.items():
        table[key[0]].append((key, name))
    for options in table.values():
        options.sort(key=lambda option: (-len(option[0]), option[0]))
    return dict(table), nisba, genders


def _nisba_forms(adjective: str) -> Iterator[tuple[str, Form]]:
    body = fold(adjective)
    yield body, Form("N", gender="m", number="s")
    yield body + "ة", Form("N", gender="f", number="s")
    yield body + "ا", Form("N", gender="m", number="s", accusative=True)
    for ending in ("ون", "ين"):
        yield body + ending, Form("N", gender="m", number="p")
    yield body + "ان", Form("N", gender="m", number="d")
    yield body + "تين", Form("N", gender="f", number="d")
    yield body + "تان", Form("N", gender="f", number="d")
    yield body + "ات", Form("N", gender="f", number="p")


__all__ = [
    "BUNDLED",
    "PRONOUNS",
    "Frame",
    "Lexicon",
    "LexiconError",
    "Name",
    "Phrase",
    "Trigger",
    "WordInfo",
    "load_lexicon",
]
