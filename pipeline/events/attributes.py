"""What is said about an event: whether it happened, when and where.

Belongs here: modality, negation, the choice of a date and a place. Does not belong here: who says so (statements), the
grammar of dates (dates) or who took part (roles).
"""

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.events.actor import Actor
from pipeline.events.candidates import Candidate
from pipeline.events.dates import When
from pipeline.events.ontology import FUTURE_AS_AGREE
from pipeline.events.particles import HARD, RELATIVES
from pipeline.events.roles import Sides
from pipeline.events.scene import Scene

_CONDITIONAL = frozenset("إذا لو ربما لعل يحتمل يمكن".split())
_NEGATIONS = frozenset("لم لن لا ما ولم ولن ولا لم".split())
_NOMINAL_NEGATIONS = frozenset("عدم دون بدون لعدم بعدم وعدم".split())


def modality(scene: Scene, candidate: Candidate) -> tuple[str, bool]:
    """asserted, future, hypothetical or denied; and whether the event is said not to have happened."""
    words = scene.words
    i = candidate.index
    negated = False
    state = "asserted"
    verb = (
        candidate.light
        if candidate.light is not None and not candidate.relative
        else (i if candidate.form.pos == "V" else None)
    )
    if verb is not None:
        state, negated = _verb_state(scene, verb)
    if candidate.form.pos == "V" and candidate.split.future:
        state = "future"
    if candidate.is_noun:
        previous = [w for w in words[max(0, i - 3) : i] if not w.is_mark]
        if previous and previous[-1].bare in _NOMINAL_NEGATIONS:
            negated = True
        if (
            len(previous) >= 2
            and previous[-2].bare in ("دون", "بدون")
            and previous[-1].bare in ("حصول", "عقد", "انعقاد", "إجراء", "إتمام", "وقوع", "حدوث")
        ):
            return "hypothetical", True
        if _is_denied(scene, i):
            return "denied", True
        if any(w.bare.lstrip("ول") in _CALLED_OFF for w in previous[-1:]) or _is_prevented(scene, candidate):
            return "hypothetical", True
        if previous and previous[-1].bare in (
            "محاولة",
            "محاولات",
            "إمكانية",
            "احتمال",
            "بمحاولة",
            "لمحاولة",
            "خطط",
            "مخطط",
        ):
            state = "hypothetical"
        if state == "asserted" and candidate.trigger.event_type in _PLANNED and _is_decided(scene, candidate):
            state = "future"
        nearby = words[max(0, i - 4) : i]
        if any(w.bare.lstrip("ولب") in _POSSIBLE for w in nearby) and not any(
            w.is_mark or w.index in scene.finite for w in nearby
        ):
            state = "hypothetical"
        governed = any("ATTEMPT" in w.info.verbs and w.upos in (None, "VERB") for w in previous)
        if governed:
            state = "hypothetical"
        following = words[i + 1 : min(i + 7, scene.right_bound(i))]
        if any("FUTURE_CUES" in w.info.classes and not w.is_mark for w in following[:4]) or any(
            w.info.folded == "سيعرف" for w in words[max(0, i - 2) : i]
        ):
            state = "future" if state == "asserted" else state
        if verb is None and state == "asserted":
            governor = next((w for w in reversed(words[max(0, i - 3) : i]) if not w.is_mark), None)
            if governor is not None and (
                governor.info.folded.startswith(("سي", "ست"))
                and governor.upos in (None, "VERB")
                and len(governor.info.folded) > 4
                and not governor.info.nisba
            ):
                state = "future"
    return state, negated


_PLANNED = FUTURE_AS_AGREE | {"PROTEST"}


def _is_decided(scene: Scene, candidate: Candidate) -> bool:
    """«قررت النقابة خوض إضراب»، «تقرر عقد اجتماع»: settled, not yet done."""
    light = scene.words[candidate.light].info.verbs.get("LIGHT") if candidate.light is not None else None
    return light is not None and light[0] in ("قرر", "تقرر") and light[1].tense == "perfect"


_POSSIBLE = frozenset("محاولة إمكانية احتمال".split())


_CALLED_OFF = frozenset("إلغاء إحباط تأجيل إرجاء تعذر".split())


def _is_prevented(scene: Scene, candidate: Candidate) -> bool:
    """The masdar is what the clause's verb calls off («أرجأت السلطات، للمرة الثانية، زيارة …»)."""
    i = candidate.index
    previous = next((w for w in reversed(scene.words[:i]) if not w.is_mark), None)
    if previous is not None and "PREVENTED" in previous.info.verbs:
        return True
    if candidate.trigger.event_type != "CONSULT" or (previous is not None and previous.preposition is not None):
        return False
    for word in reversed(scene.words[max(0, i - 14) : i]):
        if word.index in scene.finite:
            return "PREVENTED" in word.info.verbs
        if word.bare in RELATIVES or (word.is_mark and word.text in HARD):
            return False
    return False


def _is_denied(scene: Scene, index: int) -> bool:
    """The masdar is what the clause's verb denies («نفت الشرطة، بشكل قاطع، استخدام …»)."""
    for word in reversed(scene.words[max(0, index - 16) : index]):
        if "SPEECH" in word.info.verbs and word.info.verbs["SPEECH"][0] == "نفى":
            return word.index in scene.finite or word.index >= index - 4
        if (
            (word.index in scene.finite and word.index < index - 2)
            or word.bare in RELATIVES
            or (word.is_mark and word.text in HARD)
        ):
            return False
    return False


def _verb_state(scene: Scene, verb: int) -> tuple[str, bool]:
    words = scene.words
    state, negated = "asserted", False
    word = words[verb]
    reading = next(((f, s) for _, f, s in word.info.triggers if f.pos == "V"), None) or next(
        ((f, s) for _, f, s in word.info.verbs.values()), None
    )
    imperfect = reading is not None and reading[0].tense == "imperfect"
    if reading is not None and reading[1].future:
        state = "future"
    before = list(words[max(0, verb - 5) : verb])
    for k, w in enumerate(reversed(before)):
        if w.is_mark and w.text in HARD | {"،"}:
            break
        bare = w.bare
        if (k == 0 and bare in _NEGATIONS and bare not in ("ما", "ولا")) or (
            k == 0 and bare == "ما" and imperfect is False and verb > 1 and words[verb - 2].is_mark
        ):
            negated = True
            if bare in ("لن", "ولن"):
                state = "future"
            continue
        if bare in ("سوف",):
            state = "future"
        if (
            "FUTURE_CUES" in w.info.classes
            and imperfect
            and any(x.bare in ("أن", "ان") for x in words[w.index + 1 : verb])
        ):
            state = "future"
        if k <= 1 and bare == "قد" and imperfect:
            state = "hypothetical"
        if bare in _CONDITIONAL and k <= 3 and not (bare == "إذا" and w.index and words[w.index - 1].bare == "ما"):
            state = "hypothetical"
        if bare in ("حال",) and k <= 2:
            state = "hypothetical"
        if (
            "ATTEMPT" in w.info.verbs
            and w.upos in (None, "VERB", "AUX")
            and imperfect
            and k <= 3
            and any(x.bare in ("أن", "ان") for x in words[w.index + 1 : verb])
        ):
            state = "hypothetical"
        if w.index in scene.finite and k > 0 and w.bare not in ("كان", "كانت") and "FUTURE_CUES" not in w.info.classes:
            break
    if negated and state == "future":
        state = "hypothetical" if any(w.bare in ("إذا", "لو") for w in words[verb:]) else "future"
    return state, negated


_NO_DATES: Mapping[int, When] = MappingProxyType({})


def pick_date(scene: Scene, candidate: Candidate, dated: Mapping[int, When] = _NO_DATES) -> When | None:
    """The date phrase of the trigger's own clause: after it first, else before it. `dated`: earlier triggers and their dates."""
    best: tuple[int, When] | None = None
    i = candidate.light if candidate.light is not None and not candidate.relative else candidate.index
    low, high = min(i, candidate.index), max(i, candidate.index)
    for when in scene.dates:
        if any(w.bare in _LIMITS for w in scene.words[max(0, when.first - 3) : when.first]):
            continue
        if low <= when.first <= high:
            distance = 0
        elif when.first > high:
            distance = when.first - high
            if _crosses(scene, high, when.first) and not _own_relative(scene, candidate, when.first):
                distance += 25
        else:
            distance = low - when.last + 6
            if (candidate.is_noun and any(when.last < k < low for k in scene.finite)) or (
                candidate.is_noun and any(when.first < k < low for k in dated)
            ):
                distance += 25  # it dates the verb before
            if _crosses(scene, when.last, low) or _is_used(candidate, when, dated):
                distance += 25
        if distance <= 24 and (best is None or distance < best[0]):
            best = (distance, when)
    return best[1] if best else None


def _is_used(candidate: Candidate, when: When, dated: Mapping[int, When]) -> bool:
    """«زيارة … سنة 2016، وزيارة …»: a masdar that joins another leaves that one its date."""
    return bool(candidate.is_noun and candidate.split.conjunction) and any(
        k < when.first and day is when for k, day in dated.items()
    )


_LIMITS = frozenset("حتى غاية لغاية نهاية بنهاية أفق بحلول متم".split())
"""Before a date: a deadline, not the day of the event."""


def _own_relative(scene: Scene, candidate: Candidate, position: int) -> bool:
    """The date stands in the relative clause that describes the trigger («الهجوم الذي أسفر عن … الخميس»)."""
    if not candidate.is_noun:
        return False
    i = candidate.index
    opening = next((k for k in range(i + 1, min(i + 6, position)) if scene.words[k].bare in RELATIVES), None)
    if opening is None and not candidate.split.article and not candidate.split.pronoun:
        behind = i + 1
        while behind < position and scene.words[behind].upos == "ADJ":
            behind += 1
        opening = behind if behind in scene.finite else None  # «لقاء تواصلي نظمته …»
    return opening is not None and not any(w.is_mark and w.text in HARD for w in scene.words[opening:position])


def _crosses(scene: Scene, a: int, b: int) -> bool:
    """Another clause begins between two words."""
    words = scene.words
    for i in range(a + 1, b):
        word = words[i]
        if word.is_mark and word.text in HARD:
            return True
        if word.bare in RELATIVES or word.bare in (
            "حيث",
            "فيما",
            "بينما",
            "لكن",
            "ولكن",
            "كما",
            "بعدما",
            "أن",
            "إن",
            "بأن",
            "وأن",
        ):
            return True
        if i in scene.finite:
            return True
    return False


def pick_place(scene: Scene, candidate: Candidate) -> Actor | None:
    """The place of the event: a place under في or بـ in the trigger's clause."""
    i = candidate.index
    best: tuple[int, Actor] | None = None
    for actor in scene.actors:
        if not actor.is_place or (
            actor.relation not in ("in", "by")
            and not (candidate.trigger.frame == "VISIT" and actor.relation in ("to", ""))
        ):
            continue
        if actor.kind == "metonym" and actor.relation not in ("in", "by"):
            continue
        if actor.first > i:
            distance = actor.first - i
            bound = scene.right_bound(i, through_relative=candidate.relative)
            if actor.first >= bound:
                distance += 12
            if _crosses(scene, i, actor.first) and not candidate.relative:
                distance += 8
        else:
            distance = i - actor.last + 4
            if _crosses(scene, actor.last, i):
                distance += 8
        if distance <= 26 and (best is None or distance < best[0]):
            best = (distance, actor)
    return best[1] if best else None


def contexts(scene: Scene, candidate: Candidate, sides: Sides) -> list[str]:
    """PLOVER contexts that the words of the sentence and the sectors of the sides show."""
    sectors = {a.sector for a in (*sides.actors, *sides.recipients) if a.sector}
    folded = {w.info.folded.removeprefix("و").removeprefix("ال") for w in scene.words if not w.is_mark}
    found: set[str] = set()
    if sectors & {"MIL"}:
        found.add("military")
    if sectors & {"SPY"} or folded & {"استخبارات", "مخابرات", "استخباراتية", "استخباراتي"}:
        found.add("intelligence")
    if folded & {"ارهابية", "ارهابي", "ارهاب", "ارهابيين", "لارهاب"}:
        found.add("terrorism")
    if folded & {"مخدرات", "مخدر", "تهريب", "كوكايين", "شيرا", "عصابة"} or "CRM" in sectors:
        found.add("crime")
    if sectors & {"LEG"}:
        found.add("legislative")
    if folded & {"انتخابات", "انتخابية", "اقتراع", "استفتاء"}:
        found.add("election")
    if folded & {"لاجئين", "مهاجرين", "هجرة", "لجوء", "لاجئ"}:
        found.add("migration")
    if (
        candidate.trigger.event_type in ("CONSULT", "AGREE", "SUPPORT", "SANCTION")
        and len({c for a in (*sides.actors, *sides.recipients) for c in a.countries}) > 1
    ):
        found.add("diplomatic")
    return sorted(found)
