"""A sentence laid out for coding: its actors, dates, finite verbs, and who is subject or object of what.

Belongs here: grammar, by the tree where one is given and by word order where not. Does not belong here: what a trigger
means (candidates, guards) or which side an actor is on (roles).
"""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.events.actor import Actor, Memory
from pipeline.events.dates import When
from pipeline.events.lexicon import Lexicon
from pipeline.events.morphology import Form
from pipeline.events.particles import AUXILIARIES, CLAUSE_WORDS, DAY_WORDS, HARD, RELATIVES, SPEECH_PARTICIPLES
from pipeline.events.story import Sentence, Word

_BEFORE_VERB = frozenset("قد لم لن لا ما سوف سبق أن لقد وقد فقد".split()) | AUXILIARIES
_RELATIVE_GENDER = {"الذي": "m", "التي": "f", "والذي": "m", "والتي": "f"}
_TAKEN_UP = {
    "أنه": ("m", "s"), "إنه": ("m", "s"), "بأنه": ("m", "s"), "لأنه": ("m", "s"), "أنها": ("f", "s"), "إنها": ("f", "s"), "بأنها": ("f", "s"),
    "لأنها": ("f", "s"), "أنهم": ("m", "p"), "إنهم": ("m", "p"), "بأنهم": ("m", "p"), "أنهما": ("", "d"), "إنهما": ("", "d"), "بأنهما": ("", "d"),
}  # fmt: skip
"""أن with the pronoun of the subject to come."""
_MODALS = frozenset("يمكن يمكنه ينبغي يجب يحق يتعين سبق يتوجب يستحيل لابد تعين وجب أمكن يتسنى تسنى".split())
_RADICAL_WAW = tuple("وفر وصل وقع وضع وجه وعد واف واج وقف وصف ودع وثق وزع واص وشح وجد".split())
"""Beginnings of verbs whose first letter is no conjunction."""
_OPEN, _CLOSE = "\"“«'", "\"”»'"


@dataclass(slots=True)
class Scene:
    """A sentence with its actors and dates, and the story's memory up to it."""

    sentence: Sentence
    actors: list[Actor]
    dates: list[When]
    memory: Memory
    lexicon: Lexicon
    finite: list[int] = field(default_factory=list)
    subjects: dict[int, Actor] = field(default_factory=dict)
    """Verb index → its subject, once found."""
    _busy: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        inside = {
            i for a in self.actors for i in range(a.first + (a.core_last < 0 or a.first not in a.core), a.last + 1)
        }
        inside |= {i for a in self.actors for i in a.core}
        self.finite = [
            w.index for w in self.words if is_finite(w) and w.index not in inside and self._stands_as_verb(w)
        ]

    def _stands_as_verb(self, word: Word) -> bool:
        """Three letters of a perfect are as often a noun («زيارة عمل»): without a tagger the word before must allow a verb."""
        if word.upos is not None:
            return True
        if word.preposition is not None:
            return False
        reading = _verb_reading(word)
        if (
            reading is None
            or reading.form.tense != "perfect"
            or reading.form.gender != "m"
            or len(reading.stem) != 3
            or reading.pronoun
        ):
            return True
        previous = self.words[word.index - 1] if word.index else None
        if (
            previous is None
            or previous.is_mark
            or previous.bare in CLAUSE_WORDS
            or previous.bare in RELATIVES
            or previous.bare in _BEFORE_VERB
        ):
            return True
        if reading.conjunction and word.index > 1:
            following = self.words[word.index + 1] if word.index + 1 < len(self.words) else None
            return following is not None and (
                self.actor_at(following.index) is not None or following.preposition is not None
            )
        return self.actor_at(previous.index) is not None or previous.bare in DAY_WORDS

    @property
    def words(self) -> list[Word]:
        """The sentence's words."""
        return self.sentence.words

    def actor_at(self, index: int) -> Actor | None:
        """The mention that covers word `index`."""
        return next((a for a in self.actors if a.first <= index <= a.last), None)

    def finite_between(self, a: int, b: int) -> bool:
        """A finite verb stands strictly between two words, outside relative clauses."""
        return any(a < v < b and not self.in_relative(v, a) for v in self.finite)

    def in_relative(self, verb: int, after: int) -> bool:
        """The verb belongs to a relative clause that opened after word `after`."""
        j = verb - 1
        while j > after and not self.words[j].is_mark and verb - j < 6:
            if self.words[j].bare in RELATIVES:
                return True
            j -= 1
        return False

    def clause_word_between(self, a: int, b: int) -> bool:
        """A word that opens another clause stands strictly between."""
        return any(
            self.words[i].bare in CLAUSE_WORDS
            or (self.words[i].bare in ("وقت", "حين") and self.words[i - 1].bare in ("في", "وفي"))
            for i in range(a + 1, b)
        )

    def hard_between(self, a: int, b: int) -> bool:
        """A hard mark stands strictly between."""
        return any(self.words[i].is_mark and self.words[i].text in HARD for i in range(a + 1, b))

    def right_bound(self, index: int, *, through_relative: bool = False) -> int:
        """Where the clause of word `index` ends: a hard mark, a new clause word, or a coordinated finite verb."""
        limit = self.sentence.boundary_right(index)
        skip_to = 0
        for i in range(index + 1, limit):
            word = self.words[i]
            if word.is_mark:
                continue
            bare = word.bare
            if i < skip_to:
                continue
            if bare in RELATIVES and not through_relative:
                comma = next(
                    (
                        k
                        for k in range(i + 1, min(limit, i + 15))
                        if self.words[k].is_mark and self.words[k].text in "،,"
                    ),
                    None,
                )
                if comma is None or not (i > 0 and self.actor_at(i - 1) is not None):
                    return i
                skip_to = comma  # a relative clause set off by commas: the main clause goes on behind it
                continue
            if (bare in CLAUSE_WORDS and bare not in ("ما", "كما")) or (bare == "كما" and i > index + 1):
                return i
            if (
                (i in self.finite or (word.upos == "VERB" and not word.info.folded.startswith(_RADICAL_WAW)))
                and i > index + 1
                and word.info.folded[:1] in ("و", "ف")
                and not self.in_relative(i, index)
            ):
                return i
        return limit

    def group(self, actor: Actor) -> list[Actor]:
        """The mention and those coordinated with it."""
        members = [actor]
        goes_on = True
        for other in self.actors[self.actors.index(actor) + 1 :]:
            if other.joined_to is not None:
                goes_on = other.joined_to in members
            elif not other.joined:
                goes_on = False
            if goes_on:
                members.append(other)
        return members

    def subject(self, verb: int, *, wants_recipient: bool = False) -> tuple[Actor | None, Actor | None]:
        """Subject and object of a finite verb (bare mentions; an object pronoun resolved)."""
        word = self.words[verb]
        reading = _verb_reading(word)
        pronoun = reading.pronoun if reading else ""
        gender, number, person = (
            (reading.form.gender, reading.form.number, reading.form.person) if reading else ("", "", "3")
        )
        conjoined = bool(reading and reading.conjunction) or (
            verb > 0 and self.words[verb - 1].bare in ("وقد", "فقد", "ولم", "ولن", "ثم")
        )
        antecedent = self._antecedent(verb)
        bare_after = self._bare_after(verb)
        if (told := self._taken_up(verb, gender)) is not None:
            taken_up = self.modal_subject(verb) or self.dropped(verb, *told)
            if taken_up is not None:
                self.subjects[verb] = taken_up
                return taken_up, self._object(verb, pronoun, taken_up, bare_after)
        if verb > 0 and self.words[verb - 1].bare == "من" and antecedent is None:
            return None, bare_after[0] if bare_after else None  # «من أطلق النار»: whoever it was
        before = None
        relative_failed = antecedent is None and self._follows_relative(verb) and not pronoun
        if antecedent is None and not conjoined and not relative_failed:
            before = self._topic(verb)
        subject: Actor | None = None
        obj: Actor | None = None
        if subject is None:
            if person == "1":
                subject = self.memory.speaker
                obj = bare_after[0] if bare_after else None
            elif antecedent is not None and not pronoun:
                subject = antecedent
                obj = bare_after[0] if bare_after else None
            elif antecedent is not None:
                subject = bare_after[0] if bare_after else None
                obj = antecedent
            elif before is not None and _agrees(before, gender, number, after=True):
                subject = before
                obj = bare_after[0] if bare_after else None
            elif (
                bare_after and not self._oblique(bare_after[0]) and _agrees(bare_after[0], gender, number, after=False)
            ):
                subject = bare_after[0]
                rest = [a for a in bare_after[1:] if a not in self.group(subject)]
                obj = rest[0] if rest else None
                if (
                    obj is None
                    and not pronoun
                    and (wants_recipient or (subject.scope in ("suspect", "victim") and _harms(word)))
                ):
                    subject, obj = None, subject
            elif bare_after:
                obj = bare_after[0]
        if subject is None and pronoun and not relative_failed and antecedent is None:
            subject = self.dropped(verb, gender, number)
        if pronoun and pronoun not in ("نا", "ني", "ي", "ك", "كم") and (obj is None or antecedent is None):
            referent = self.referent(pronoun, verb, exclude=subject)
            if referent is not None:
                obj = replace(referent, resolution="pronoun") if antecedent is None else obj
        if wants_recipient and bare_after and before is None and antecedent is None:
            blame = next(i for i in range(verb, len(self.words)) if "RESPONSIBILITY" in self.words[i].info.classes)
            if obj is None or obj.first > blame:
                subject, obj = None, bare_after[0]
        if subject is None and (by_tree := self._by_tree(verb)) is not None:
            # word order found no subject: too far away, or behind an unusual clause
            agent, patient = by_tree
            if agent is not None and not _is_same(agent, obj):
                subject, obj = agent, obj or patient
        if subject is None and not relative_failed:
            subject = self.dropped(verb, gender, number, exclude=obj)
        if subject is not None:
            self.subjects[verb] = subject
        return subject, obj

    def _taken_up(self, verb: int, gender: str) -> tuple[str, str] | None:
        """«إنه أجرى»، «سبق لـ… أن رفض»: a verb whose subject the pronoun of أن, or a modal before, has named; its gender and number."""
        j = verb - 1
        while j >= 0 and self.words[j].bare in _BEFORE_VERB - {"أن"}:
            j -= 1
        if j < 0:
            return None
        told = _TAKEN_UP.get(self.words[j].bare.removeprefix("و"))
        if told is not None:
            return None if told == ("m", "s") and gender == "f" else told
        return ("", "") if self.modal_subject(verb) is not None else None

    def modal_subject(self, index: int) -> Actor | None:
        """«يمكن لأنقرة الموافقة»، «على الحكومة أن تقدم»: whom a modal before the word makes its subject."""
        j = index - 1
        if j >= 0 and self.words[j].bare in ("أن", "ألا"):
            j -= 1
        if j < 0 or (actor := self.actor_at(j)) is None or actor.last != j or actor.relation not in ("to", "on"):
            return None
        before = self.words[actor.relation_at - 1].bare if actor.relation_at > 0 else ""
        return actor if before.removeprefix("و").removeprefix("ف") in _MODALS else None

    def _object(self, verb: int, pronoun: str, subject: Actor, bare_after: list[Actor]) -> Actor | None:
        if pronoun and pronoun not in ("نا", "ني", "ي", "ك", "كم"):
            referent = self.referent(pronoun, verb, exclude=subject)
            if referent is not None:
                return replace(referent, resolution="pronoun")
        return next((a for a in bare_after if not _is_same(a, subject)), None)

    def _by_tree(self, verb: int) -> tuple[Actor | None, Actor | None] | None:
        if self.words[verb].deprel is None:
            return None
        subject = obj = None
        for word in self.words:
            if word.head == verb and word.deprel is not None:
                actor = self.actor_at(word.index)
                if actor is None or actor.relation not in ("", "of"):
                    continue
                if (
                    word.deprel.startswith("nsubj")
                    and subject is None
                    and "pass" not in word.deprel
                    and actor.first <= word.index <= actor.first + 1
                ):
                    subject = actor
                elif word.deprel == "obj" and obj is None:
                    obj = actor
        return (subject, obj) if subject is not None else None

    def _follows_relative(self, verb: int) -> bool:
        j = verb - 1
        while j >= 0 and self.words[j].bare in _BEFORE_VERB:
            j -= 1
        return j >= 0 and self.words[j].bare in RELATIVES

    def _antecedent(self, verb: int) -> Actor | None:
        j = verb - 1
        while j >= 0 and self.words[j].bare in _BEFORE_VERB:
            j -= 1
        reading = _verb_reading(self.words[verb])
        if j == verb - 1 and j >= 0 and self.words[j].bare not in RELATIVES:
            actor = self.actor_at(j)
            if actor is not None and actor.last == j and reading is not None and not reading.conjunction:
                return actor if self._is_indefinite(actor) else None  # «جماعات تصنفها أنقرة»
        if j < 0 or self.words[j].bare not in RELATIVES:
            return None
        wanted = _RELATIVE_GENDER.get(self.words[j].bare, "")
        if reading and wanted and reading.form.gender and reading.form.gender != wanted and not reading.pronoun:
            return None  # «الاجتماع الذي دعت إليه …»: the pronoun is no subject
        for actor in reversed(self.actors):
            if actor.last < j:
                gap = self.words[actor.last + 1 : j]
                loose = [w for w in gap if not w.is_mark]
                if (
                    len(loose) <= 2
                    and not any(w.preposition or w.info.triggers or w.info.classes for w in loose)
                    and not any(w.is_mark and w.text in HARD for w in gap)
                ):
                    if actor.kind == "city" or (actor.is_place and actor.relation not in ("",)):
                        continue
                    return actor
                return None
        return None

    def _oblique(self, actor: Actor) -> bool:
        """A sound plural in ين under no preposition is an object («طالب العالقين»)."""
        if actor.kind not in ("group", "crowd", "people", "nisba") or actor.quantified or actor.number != "p":
            return False
        words = self.words[actor.first : min(actor.last, actor.first + 1) + 1]
        return any(len(w.info.folded) > 5 and w.info.folded.endswith("ين") for w in words)

    def _is_indefinite(self, actor: Actor) -> bool:
        if actor.named or actor.is_place or actor.joined or actor.pronoun or actor.dual:
            return False
        if actor.kind not in ("person", "group", "body", "crowd", "people"):
            return False
        inside = self.words[actor.first : actor.last + 1]
        closed = ("ال", "وال", "بال", "لل", "فال", "كال")
        return not any(w.info.folded.startswith(closed) or w.info.folded.endswith(("ها", "هم")) for w in inside)

    def _bare_after(self, verb: int) -> list[Actor]:
        bound = self.right_bound(verb)
        after: list[Actor] = []
        previous = verb
        for actor in self.actors:
            if actor.first <= verb:
                continue
            if actor.first >= bound or actor.first - previous > 12:
                break
            if self.finite_between(previous, actor.first) or any(
                w.bare in SPEECH_PARTICIPLES for w in self.words[previous + 1 : actor.first]
            ):
                break
            if (actor.in_relative and not self.in_relative(verb, -1) and verb < actor.first) or self._bracketed(
                verb, actor.first
            ):
                previous = max(previous, actor.last)
                continue
            if (
                not actor.relation
                and not actor.adjectival
                and actor.head != "بلاد"
                and not self._is_topic_word(previous, actor)
                and not (actor.first - 1 > verb and _bound_masdar(self.words, actor.first - 1))
            ):
                after.append(actor)
            previous = max(previous, actor.last)
        return after

    def _bracketed(self, after: int, index: int) -> bool:
        """Word `index` stands in brackets that opened behind word `after` («أربيل (مركز الإقليم)»)."""
        marks = [w.text for w in self.words[after + 1 : index] if w.is_mark]
        return marks.count("(") > marks.count(")")

    def _is_topic_word(self, previous: int, actor: Actor) -> bool:
        return any(
            self.words[i].bare in ("حول", "بشأن", "بخصوص", "حيال")
            for i in range(max(previous + 1, actor.first - 3), actor.first)
        )

    def _topic(self, verb: int) -> Actor | None:
        """A subject before its verb: at the head of the clause, with no other verb of its own."""
        left = self.sentence.boundary_left(verb)
        for actor in reversed(self.actors):
            if actor.last >= verb:
                continue
            if actor.first < left:
                return None
            if self.finite_between(actor.last, verb) or self.clause_word_between(actor.last, verb):
                return None
            if actor.relation or actor.joined or actor.adjectival:
                continue
            head = actor.first - 1
            if head >= left and self.words[head].bare in AUXILIARIES | {"قد", "وقد"}:
                return actor
            while head >= left and (
                (self.words[head].is_mark and self.words[head].text not in "،,؛:.") or self.words[head].bare in ("و",)
            ):
                head -= 1
            at_head = (
                head < left
                or self.words[head].bare in CLAUSE_WORDS
                or self.words[head].bare in ("لكن", "ولكن", "أن", "إن", "بأن")
                or self.words[head].is_mark
            )
            if at_head:
                if (
                    self.words[head].is_mark
                    and head >= left
                    and self.words[head].text in "،,"
                    and any(v < actor.first and v >= left for v in self.finite)
                ):
                    return None
                return actor
        return None

    def dropped(self, index: int, gender: str, number: str, exclude: Actor | None = None) -> Actor | None:
        """The subject a verb without one takes up again."""
        for verb in self.finite:
            if verb < index and verb not in self.subjects and verb not in self._busy:
                self._busy.add(verb)
                self.subject(verb)
                self._busy.discard(verb)
        told = sorted((v for v in self.subjects if v < index), key=lambda v: (self.in_relative(v, -1), -v))
        for verb in told:  # main clauses before relative ones
            subject = self.subjects[verb]
            if _agrees(subject, gender, number, after=True) and subject is not exclude:
                return replace(subject, resolution="dropped_subject")
        for subject in reversed(self.memory.subjects[-4:]):
            if _agrees(subject, gender, number, after=True) and (exclude is None or subject.text != exclude.text):
                return replace(subject, resolution="dropped_subject")
        return None

    def referent(
        self, pronoun: str, index: int, exclude: Actor | None = None, *, oblique: bool = False
    ) -> Actor | None:
        """Who an attached pronoun at word `index` stands for."""
        if pronoun in ("نا", "ني", "ي"):
            return self.memory.speaker
        gender = {"ه": "m", "ها": "f", "هم": "m", "هن": "f"}.get(pronoun, "")
        plural = pronoun in ("هم", "هن")
        dual = pronoun == "هما"
        if dual:
            return None
        candidates = [
            a
            for a in self.actors
            if a.last < index
            and not _is_same(a, exclude)
            and a.kind != "city"
            and not a.adjectival
            and not (a.sector == "MED" and a.kind in ("organisation", "body"))
            and (a.codable or a.kind != "body")
        ]
        earlier = [
            self.subjects[v] for v in sorted(self.subjects) if v < index and not _is_same(self.subjects[v], exclude)
        ]
        bare = [a for a in candidates if not a.relation]
        pools = (bare, earlier, candidates) if oblique else (earlier, bare, candidates)
        told = [a for a in self.memory.subjects[-4:] if not _is_same(a, exclude)]
        people: list[Actor] = []
        if plural:
            people = [a for a in candidates if a.kind in ("group", "crowd", "people", "nisba") and a.number == "p"]
        for pool in (people, *pools, told):
            for actor in reversed(pool):
                if plural and actor.number == "s" and actor.kind in ("person", "country"):
                    continue
                if not plural and actor.number == "p" and gender == "m":
                    continue
                if (not plural and _agrees(actor, gender, "", after=True)) or (
                    plural and actor.kind in ("group", "crowd", "body", "people", "nisba")
                ):
                    return actor
        return None

    def pair(self, index: int) -> list[Actor]:
        """The last two sides of different countries before word `index` («بينهما»، «لقاؤهما»)."""
        found: list[Actor] = []
        for actor in [*reversed([a for a in self.actors if a.last < index]), *reversed(self.memory.subjects[-6:])]:
            if (
                actor.countries
                and actor.kind != "city"
                and actor.codable
                and all(actor.country != other.country for other in found)
            ):
                found.append(actor)
            if len(found) == 2:
                break
        return found[::-1] if len(found) == 2 else []

    def quoted(self, index: int) -> bool:
        """Word `index` stands between quotation marks."""
        depth = 0
        for word in self.words[:index]:
            if word.is_mark:
                if word.text in "“«":
                    depth = 1
                elif word.text in "”»":
                    depth = 0
                elif word.text == '"':
                    depth = 1 - depth
        return depth == 1


def _harms(word: Word) -> bool:
    """A verb whose only noun may as well be the victim («اعتقل شاب»)."""
    verbs = [t for t, f, _ in word.info.triggers if f.pos == "V"]
    verbs += [p.trigger for p, f, _ in word.info.phrases if f.pos == "V"]
    return any(t.event_type in ("COERCE", "ASSAULT") for t in verbs)


def _is_same(actor: Actor, other: Actor | None) -> bool:
    return other is not None and actor.start == other.start and actor.start >= 0


def _agrees(actor: Actor, gender: str, number: str, *, after: bool) -> bool:
    """Could the verb form have this subject? A verb before its subject shows gender only."""
    if actor.adjectival:
        return False
    plural_people = actor.kind in ("group", "crowd", "people") or (actor.kind == "nisba" and actor.number == "p")
    if after and number == "s" and plural_people and actor.gender == "m" and gender == "m":
        return False
    if after and number == "p" and actor.kind in ("country", "metonym", "city"):
        return False
    if not after and gender == "f" and plural_people and actor.gender == "m" and actor.number == "p":
        return False  # «اعتقلت … الفلسطينيين»
    if not gender or not actor.gender or plural_people or actor.head == "عناصر":
        return True
    if actor.kind == "body" and actor.gender == "m" and gender == "f":
        return actor.head.endswith(("ات", "ين", "ون")) or actor.head in (
            "عناصر",
            "قوات",
            "مصالح",
            "فرق",
            "وحدات",
            "الوفود",
            "فصائل",
            "كتائب",
            "وسائل",
            "خبراء",
            "سلطات",
            "مواقع",
            "مقاتلات",
            "طائرات",
        )
    return actor.gender == gender


def _bound_masdar(words: list[Word], j: int) -> bool:
    """«في جريمة اغتيال …»: what a verbal noun under a preposition or another noun is bound to is nobody's object."""
    word = words[j]
    if word.upos not in ("NOUN", None) or not any(f.pos == "N" for _, f, _ in word.info.triggers) or j == 0:
        return False
    return words[j - 1].preposition is not None or words[j - 1].upos == "NOUN"


class _Reading(NamedTuple):
    form: Form
    pronoun: str
    conjunction: str
    stem: str


def _verb_reading(word: Word) -> _Reading | None:
    for table in (word.info.triggers, word.info.phrases, word.info.verbs.values()):
        for _, form, split in table:
            if form.pos == "V":
                return _Reading(form, split.pronoun, split.conjunction, split.stem)
    return None


def is_finite(word: Word) -> bool:
    """A finite verb: by the tagger where it ran, else by the lexicon's verb forms and the word's neighbours' absence."""
    if word.is_mark or word.bare in AUXILIARIES:
        return False
    if not word.info.is_finite:
        return False
    if word.upos is not None:
        return word.upos in ("VERB", "AUX")
    return not any(form.pos == "N" for _, form, _ in word.info.triggers) and word.bare not in _NOT_VERBS


_NOT_VERBS = frozenset("بين وجه قادة".split())
