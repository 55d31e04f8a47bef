"""Lexicon hits in a sentence: which words may name an event, and under which light verb.

Belongs here: matching words and phrases, noun or verb reading, the governing light verb. Does not belong here: whether a
hit is an event (guards).
"""

from dataclasses import dataclass

from pipeline.events.actor import Actor
from pipeline.events.lexicon import Lexicon, Phrase, Step, Trigger, step_matches
from pipeline.events.morphology import Form, Split, fold, raw_offset
from pipeline.events.neighbours import met
from pipeline.events.particles import FILLERS, HARD, RELATIVES
from pipeline.events.scene import Scene
from pipeline.events.story import Word

_LIGHT_PREPOSITIONS = {
    "قام": "ب", "تمكن": "من", "نجح": "في", "ساهم": "في", "أسهم": "في", "شرع": "في", "بدأ": "في ب", "أعرب": "عن", "عبر": "عن", "أقدم": "على",
    "لجأ": "إلى", "ذهب": "إلى", "مضى": "إلى", "عمد": "إلى", "بادر": "إلى ب", "اضطر": "إلى", "أفلح": "في", "أمر": "ب", "أعلن": "عن", "تقدم": "ب", "حظي": "ب", "حصل": "على", "نال": "", "استطاع": "", "عاد": "إلى", "تعرض": "ل", "تسبب": "في", "أسفر": "عن",
}  # fmt: skip
"""Which preposition joins a light verb to its masdar; the others take a bare object."""
_HOMOGRAPHS = frozenset("توافق توقف وتوافق وتوقف توجه وتوجه تعاون وتعاون تفاوض".split())
"""Imperfects and perfects of one verb that are masdars of another."""
_NOUN_SIGNS = frozenset(
    "هو هي وهو وهي ليس هذا هذه ذلك تلك كل بعض أي أول ثاني آخر عدد عدة سلسلة جولة عملية محاولة قرار حملة مثل عقب بعد قبل خلال منذ بعض عند لدى سبل".split()
)
_ALWAYS_VERB_BEFORE = frozenset(
    "قد لم لن لا سوف وقد لقد أن الذي التي الذين إذ حيث كما فيما بينما كان كانت وكان وكانت".split()
)


@dataclass(slots=True)
class Candidate:
    """A lexicon hit."""

    index: int
    trigger: Trigger
    form: Form
    split: Split
    start: int
    end: int
    construction: str
    """verb, masdar, light_verb, passive or participle."""
    light: int | None = None
    """Index of the governing light verb."""
    relative: bool = False
    """The light verb follows in a relative clause."""
    passive: bool = False

    @property
    def is_noun(self) -> bool:
        """A masdar."""
        return self.form.pos == "N"


def find_candidates(scene: Scene, lexicon: Lexicon) -> list[list[Candidate]]:
    """Readings of each word that may name an event: the phrase readings before the single-word ones."""
    found: list[list[Candidate]] = []
    for word in scene.words:
        info = word.info
        if not (info.triggers or info.phrases) or word.is_mark:
            continue
        readings: list[Candidate] = []
        for phrase, form, split in info.phrases:
            if (
                _pos_agrees(word, form, split)
                and _phrase_matches(scene, word.index, phrase)
                and not _shadowed(word, form, split)
            ):
                readings.append(_candidate(scene, word, phrase.trigger, form, split, phrase=phrase))
        verbal = _is_verbal(scene, word)
        for trigger, form, split in info.triggers:
            if _pos_agrees(word, form, split) and not _shadowed(word, form, split):
                if (form.pos == "V" and not verbal) or (form.pos == "N" and verbal):
                    continue
                if form.pos == "P" and not _adverbial(scene, word):
                    continue
                readings.append(_candidate(scene, word, trigger, form, split))
        readings = [r for r in readings if not r.trigger.strict or _strictly(scene, r)]
        if readings:
            found.append(readings)
    return found


def _strictly(scene: Scene, candidate: Candidate) -> bool:
    """What the entry cannot do without is there."""
    names = {"light": candidate.light is not None, "noun": candidate.is_noun, "verb": candidate.form.pos == "V"}
    return all(
        names[need] if need in names else met(scene, candidate.index, need, noun=candidate.is_noun)
        for need in candidate.trigger.strict
    )


def _shadowed(word: Word, form: Form, split: Split) -> bool:
    """A plainer reading of the same letters exists («بحث» is no ب + حث)."""
    if word.info.folded in _WHOLE and not ("أ" in word.bare and word.info.folded.endswith("هنا")):
        return True
    if not (split.conjunction or split.preposition) or split.article:
        return False
    plain = [s for _, _, s in word.info.triggers if not s.conjunction and not s.preposition]
    plain += [s for _, _, s in word.info.verbs.values() if not s.conjunction and not s.preposition and not s.future]
    return bool(plain)


_WHOLE = frozenset(
    "هنا وهنا يعد تعد ويعد وتعد نعد هناك وهناك والي والد وفد وقف بدعوي فريق بلاغ لقاح بادر كانت وزارة كبار وقود باب بيان ولد والد وحدة بالضبط وبالضبط اجتماعيين الاجتماعيين والاجتماعيين توافقا وتوافقا وزارته وزارتها وزارتهم وزارتنا وفق فور بعد بلد بنود فقد".split()
)


def _pos_agrees(word: Word, form: Form, split: Split) -> bool:
    """The tagger has the last word where letters leave a choice; a form that can only be a verb is one."""
    if word.upos is None:
        return True
    if form.pos == "V":
        if word.upos in ("VERB", "AUX") or _passive_mark(word):
            return True
        singular = form.number == "s" or (form.number == "d" and split.stem[0] not in "ات")
        plain = form.tense == "perfect" and form.gender != "f" and singular and not split.pronoun
        return (
            not plain
            and (len(split.stem) > 4 or _is_feminine_perfect(form, split))
            and word.upos in ("NOUN", "ADJ", "X", "PROPN")
            and not any(f.pos == "N" for _, f, _ in word.info.triggers)
        )
    if form.pos == "N":
        return word.upos in ("NOUN", "X", "PROPN", "ADJ") or not any(f.pos == "V" for _, f, _ in word.info.triggers)
    return word.upos in ("ADJ", "NOUN", "VERB", "X", "ADV")


def _is_feminine_perfect(form: Form, split: Split) -> bool:
    """Four letters that end in an open ت are hardly a noun («حمّلت»)."""
    return form.tense == "perfect" and form.gender == "f" and len(split.stem) == 4 and not split.stem.endswith("ات")


def _is_verbal(scene: Scene, word: Word) -> bool:
    """Among a verb and a noun reading of the same letters, which one the neighbours favour."""
    forms = [form for _, form, _ in word.info.triggers]
    has_verb, has_noun = any(f.pos == "V" for f in forms), any(f.pos == "N" for f in forms)
    short = [
        f
        for _, f, s in word.info.triggers
        if f.pos == "V" and f.tense == "perfect" and f.gender == "m" and f.number == "s" and len(s.stem) == 3
    ]
    if word.info.folded in _HOMOGRAPHS:
        before = scene.words[word.index - 1] if word.index else None
        return before is not None and before.bare in _ALWAYS_VERB_BEFORE
    if has_verb != has_noun and not short:
        return has_verb
    if word.upos is not None:
        return word.upos in ("VERB", "AUX")
    if _passive_mark(word):
        return True
    following = scene.words[word.index + 1] if word.index + 1 < len(scene.words) else None
    previous = scene.words[word.index - 1] if word.index else None
    if previous is None:
        return True
    if previous.bare in _ALWAYS_VERB_BEFORE:
        return True
    if previous.preposition is not None or previous.bare in _NOUN_SIGNS:
        return False
    if any(s.article or s.preposition for _, f, s in word.info.triggers if f.pos == "N"):
        return False
    conjoined = word.info.folded[:1] in ("و", "ف") and any(s.conjunction for _, _, s in word.info.triggers)
    if conjoined and not previous.is_mark:
        return following is not None and (
            scene.actor_at(following.index) is not None or following.preposition is not None or word.index <= 1
        )
    if previous.is_mark:
        return True
    if previous.info.verbs or previous.info.is_finite:
        return False
    if scene.actor_at(word.index - 1) is not None:
        return True
    return (
        following is not None
        and (following.preposition is not None or scene.actor_at(following.index) is None)
        and not previous.bare.startswith("ال")
    )


def _adverbial(scene: Scene, word: Word) -> bool:
    """A participle used as an adverb: after a comma or a name, not as an adjective or a noun of its own."""
    previous = scene.words[word.index - 1] if word.index else None
    if previous is None or (word.info.folded[:1] in ("و", "ف") and len(word.info.folded) > 4 and previous.is_mark):
        return previous is not None
    return previous.is_mark or scene.actor_at(previous.index) is not None or previous.bare in ("اليوم", "أمس")


def _passive_mark(word: Word) -> bool:
    """A written damma on the first letter of the stem."""
    text = word.text
    start = 1 if text[:1] in ("و", "ف", "س") and len(text) > 3 and text[1] not in "\u064f\u064b\u064e\u0650" else 0
    return "\u064f" in text[start + 1 : start + 2]


def _candidate(
    scene: Scene, word: Word, trigger: Trigger, form: Form, split: Split, phrase: Phrase | None = None
) -> Candidate:
    offset = split.offset
    if split.article and split.preposition == "ل":
        offset = 0 if not split.conjunction else 1
    if form.pos == "V" and split.future:
        offset -= 1
    candidate = Candidate(
        word.index, trigger, form, split, word.start + raw_offset(word.text, offset), word.end,
        {"V": "verb", "N": "masdar", "P": "verb"}[form.pos],
    )  # fmt: skip
    if form.pos == "V" and (
        form.passive or _passive_mark(word) or (word.deprel is not None and _has_passive_subject(scene, word))
    ):
        candidate.passive, candidate.construction = True, "passive"
    if form.pos == "N":
        light = governing_light(scene, word.index)
        if light is None and (after := relative_light(scene, word.index)) is not None:
            candidate.light, candidate.relative = after, True
        else:
            candidate.light = light
        if phrase is not None and candidate.light is None and phrase.before:
            candidate.light = _phrase_verb(scene, word.index, phrase)
        if candidate.light is not None:
            candidate.construction = "light_verb"
    return candidate


def _has_passive_subject(scene: Scene, word: Word) -> bool:
    return any(w.head == word.index and w.deprel == "nsubj:pass" for w in scene.words)


def _phrase_matches(scene: Scene, index: int, phrase: Phrase) -> bool:
    position = index
    for step in phrase.after:
        position = _seek(scene, position, 1, step, 6)
        if position < 0:
            return False
    position = index
    for step in phrase.before:
        # a subject with its titles may stand between the verb and its object
        position = _seek(scene, position, -1, step, 30 if step.is_verb else 4)
        if position < 0:
            return False
        if step.is_verb and step.gap and not _object_position(scene, index):
            return False
    return True


_FAR = 24


def _seek(scene: Scene, position: int, direction: int, step: Step, reach: int) -> int:
    words = scene.words
    limit = reach if step.gap else 1
    steps = 0
    i = position + direction
    while 0 <= i < len(words):
        if words[i].is_mark:
            if words[i].text in HARD:
                return -1
            i += direction
            continue
        if step_matches(words[i].info, step) and not (step.is_verb and _no_verb(words[i])):
            return i
        if step.gap and scene.actor_at(i) is not None and abs(i - position) < _FAR:
            i += direction
            continue  # a name between counts for nothing
        steps += 1
        if step.is_verb and direction < 0 and i in scene.finite and not scene.in_relative(i, -1):
            return -1
        if steps >= limit or (step.is_verb and direction < 0 and words[i].bare in RELATIVES):
            return -1
        i += direction
    return -1


_LIGHT_PARTICIPLES = frozenset("موجها موجهة معربا معربة مبديا مبدية معبرا معبرة".split())
"""«موجها انتقادات»: the deed of the sentence's subject."""


def is_light_noun(words: list[Word], i: int) -> bool:
    """The masdar of a light verb under a preposition («ردا على شن روسيا حربا»)."""
    return "LIGHT_NOUN" in words[i].info.classes and i > 0 and words[i - 1].preposition is not None


def _no_verb(word: Word) -> bool:
    """Letters of a verb under a preposition or article are a noun («بشن هجمات»)."""
    return (
        word.upos in ("ADP", "CCONJ", "PRON")
        or word.info.folded[:1] in ("ب", "ك")
        or word.info.folded.startswith(("ال", "لل"))
    )


def _phrase_verb(scene: Scene, index: int, phrase: Phrase) -> int | None:
    position = index
    for step in phrase.before:
        position = _seek(scene, position, -1, step, 30 if step.is_verb else 4)
        if position < 0:
            return None
        if step.is_verb:
            return position
    return None


def governing_light(scene: Scene, index: int) -> int | None:
    """The light or aspectual verb whose object the masdar at `index` is («أجرى … مباحثات»، «تمكنت … من توقيف»)."""
    words = scene.words
    word = words[index]
    if carrier(words, index) is not None:
        return governing_light(scene, index - 1)
    joint = _joint(words, index)
    if not joint and not _object_position(scene, index):
        return None
    left = scene.sentence.boundary_left(index)
    for i in range(index - 1, max(left, index - 40) - 1, -1):
        candidate = words[i]
        if candidate.is_mark:
            continue
        if (
            i < index - 1
            and any(f.pos == "N" for _, f, _ in candidate.info.triggers)
            and i not in scene.finite
            and scene.actor_at(i) is None
            and word.info.folded[:1] != "و"
            and candidate.upos in (None, "NOUN")
            and "LIGHT" not in candidate.info.verbs
        ):
            if not joint or _joint(words, i) == joint:
                return None  # the nearer masdar is the light verb's object
            continue
        if candidate.bare.lstrip("و") in _LIGHT_PARTICIPLES and index - i <= 5:
            return i
        if is_light_noun(words, i) and i < index - 1 and _idafa_of(scene, i) is not None:
            return i
        if "LIGHT" in candidate.info.verbs and _may_be_verb(candidate) and candidate.info.verbs["LIGHT"][0] != "كان":
            _lemma, _, split = candidate.info.verbs["LIGHT"]
            if split.conjunction and any(not s.conjunction for _, _, s in candidate.info.triggers):
                continue
            expected = _LIGHT_PREPOSITIONS.get(_lemma)
            if (
                expected is not None
                and joint not in expected.split()
                and not (joint == "" and _lemma in ("أعلن", "بدأ", "استطاع", "نال", "تسبب"))
            ) or (expected is None and joint):
                continue
            opens_relative = i > 0 and words[i - 1].bare in RELATIVES
            if opens_relative and any(words[k].is_mark and words[k].text in "،," for k in range(i + 1, index)):
                continue
            return i
        if "LIGHT_NOUN" in candidate.info.classes and i < index - 1 and _idafa_of(scene, i) is not None:
            return i
        if i in scene.finite and not scene.in_relative(i, left - 1):
            return None
    return None


EMPTY = frozenset(fold(word) for word in "عقد إجراء تنظيم خوض تنفيذ شن توجيه إقامة إصدار".split())
"""Masdars that only carry another."""


def carrier(words: list[Word], index: int) -> Word | None:
    """The empty masdar that a masdar is bound to («خوض إضراب»، «عقد لقاء»)."""
    previous = words[index - 1] if index else None
    if previous is None or previous.is_mark or previous.index == 0:
        return None
    if previous.upos in ("VERB", "AUX") or not any(s.stem in EMPTY for s in previous.info.splits):
        return None
    return None if previous.info.folded.startswith(("ال", "وال", "بال", "لل")) else previous


def _joint(words: list[Word], index: int) -> str:
    """The preposition a noun stands under, free or attached."""
    previous = words[index - 1] if index else None
    if previous is not None and not previous.is_mark and previous.preposition is not None:
        return previous.bare.lstrip("و")
    nouns = [s for _, f, s in (*words[index].info.triggers, *words[index].info.phrases) if f.pos == "N"]
    return nouns[0].preposition if nouns and all(s.preposition for s in nouns) else ""


def _may_be_verb(word: Word) -> bool:
    """The tagger agrees, or the form can hardly be anything else."""
    if word.upos in (None, "VERB", "AUX"):
        return True
    _, form, split = word.info.verbs["LIGHT"]
    return (
        word.upos in ("NOUN", "X", "ADJ")
        and (form.gender == "f" or form.number == "p" or bool(split.pronoun))
        and len(split.stem) > 3
    )


def _idafa_of(scene: Scene, index: int) -> Actor | None:
    """Whose deed the light masdar at `index` is («توجيه الأمين العام انتقادات»)."""
    return next((a for a in scene.actors if a.first == index + 1 and a.relation in ("", "of")), None)


def _object_position(scene: Scene, index: int) -> bool:
    """The masdar can be a verb's object: not bound to a noun before it («قضية اغتيال»)."""
    previous = scene.words[index - 1] if index else None
    if previous is None:
        return False
    if (
        previous.is_mark
        or previous.preposition is not None
        or scene.actor_at(index - 1) is not None
        or index - 1 in scene.finite
    ):
        return True
    if (
        "LIGHT" in previous.info.verbs
        or previous.info.may_date
        or previous.bare in FILLERS
        or previous.info.folded.startswith(("ال", "وال", "بال"))
    ):
        return True
    if previous.bare in (
        "أيضا",
        "كذلك",
        "عملية",
        "سلسلة",
        "جولة",
        "عمليات",
        "بذلك",
        "مجددا",
        "مؤخرا",
        "هناك",
        "معه",
        "معها",
    ) or previous.bare.endswith("ا"):
        return True
    return previous.upos is not None and previous.upos not in ("NOUN", "X", "PROPN")


def relative_light(scene: Scene, index: int) -> int | None:
    """The light verb of a relative clause on the masdar («المباحثات التي أجراها …»، «الزيارة … التي قام بها …»)."""
    words = scene.words
    for j in range(index + 1, min(index + 4, len(words))):
        verbs = words[j].info.verbs
        if "LIGHT" in verbs and _may_be_verb(words[j]):
            lemma, _, split = verbs["LIGHT"]
            back = words[j + 1].info.folded in ("به", "بها") if j + 1 < len(words) else False
            if lemma == "جمع" or split.pronoun in ("ه", "ها") or (lemma == "قام" and back):
                return j  # «لقاء رسمي جمعه بـ…», «إطلاق نار نفذه مسلحون», «زيارة قام بها …»
        if words[j].is_mark or words[j].preposition is not None:
            break
    for j in range(index + 1, min(index + 9, len(words))):
        if words[j].is_mark and words[j].text in HARD:
            return None
        if words[j].bare in RELATIVES and not words[j].bare.startswith("و"):
            for k in range(j + 1, min(j + 4, len(words))):
                verbs = words[k].info.verbs
                if "LIGHT" in verbs and _may_be_verb(words[k]) and verbs["LIGHT"][0] not in ("كان", "كرر"):
                    return k
            return None
        if j in scene.finite:
            return None
    return None
