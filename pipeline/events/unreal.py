"""What is told but has not happened: aims, duties, hopes, standing truths, the content of a demand.

Belongs here: signs in the words around a hit that it is no deed. Does not belong here: the order of guards (guards), modality
of what is coded (attributes).
"""

from pipeline.events.candidates import Candidate
from pipeline.events.particles import HARD, RELATIVES
from pipeline.events.scene import Scene

Refused = list[tuple[Candidate, str]]
"""Hits of the sentence dropped so far, each with its guard."""


AIM = frozenset("أجل لأجل بهدف بغية قصد بغرض سبل كيفية الواجب الضروري".split())
"""Before a masdar, definite or not: what is aimed at has not happened."""


UNHEARD = frozenset(
    "purpose topic content_of_speech needs_speaker needs_actor needs_political_actor no_political_actor no_named_side".split()
)
"""Guards that drop a speech act, but not what it is: its content is no event either."""


_SHARED = frozenset("purpose topic generic crime_label".split())


def joined_to_refused(scene: Scene, candidate: Candidate, refused: Refused) -> str | None:
    """«قصد توقيفهم ومتابعتهم»: a masdar joined to one that is no event shares its reason."""
    if candidate.split.conjunction != "و" or candidate.split.preposition:
        return None
    for other, guard in reversed(refused):
        between = scene.words[other.index + 1 : candidate.index]
        if not other.index < candidate.index or not other.is_noun:
            continue
        if len(between) > 10 or any(w.is_mark for w in between) or scene.finite_between(other.index, candidate.index):
            return None
        return guard if guard in _SHARED else None
    return None


def joined_to_aim(scene: Scene, candidate: Candidate) -> bool:
    """«لتشخيص هويته وتوقيفه»: joined to what a deed is for."""
    if candidate.split.conjunction != "و" or candidate.split.preposition or candidate.light is not None:
        return False
    for word in reversed(scene.words[max(0, candidate.index - 4) : candidate.index]):
        if word.is_mark or word.index in scene.finite or word.preposition is not None:
            return False
        for split in word.info.splits:
            if split.preposition == "ل" and not split.article and len(split.stem) > 3 and split.stem[0] in "تا":
                return scene.actor_at(word.index) is None and not word.info.names
    return False


_DUTIES = frozenset(
    "يجب ينبغي يتعين يتوجب لابد ضرورة بد الواجب المفروض يأمل تأمل آمل نأمل يتمنى تتمنى أمله أملها".split()
)


_RIGHTS = frozenset("الحق حق الصلاحية صلاحية".split())


def is_duty(scene: Scene, candidate: Candidate) -> bool:
    """«على الدولة أن تدعم …»، «يأمل أن …»: what ought, may or is hoped to be done has not been."""
    i = candidate.index
    words = scene.words
    if candidate.form.tense != "imperfect" or i == 0 or words[i - 1].bare not in ("أن", "ان"):
        return False
    before = words[max(0, i - 9) : i - 1]
    if any(w.bare.removeprefix("و").removeprefix("ب") in _DUTIES for w in before):
        return True
    if any(w.bare in _RIGHTS for w in before[-3:]):
        return True
    subject = scene.actor_at(i - 2) if i >= 2 else None
    return (
        subject is not None
        and subject.last == i - 2
        and subject.relation == "on"
        and (subject.relation_at < 1 or words[subject.relation_at - 1].index not in scene.finite)
    )


_MATERIAL = frozenset({"ASSAULT", "COERCE", "SANCTION", "AID", "CONCEDE", "RETREAT"})


def is_standing(scene: Scene, candidate: Candidate) -> bool:
    """«الإرهاب الذي يستهدف الدول»: an imperfect in a relative clause without a day tells what is so, not what happened."""
    if candidate.form.tense != "imperfect" or candidate.split.future or scene.dates:
        return False
    if candidate.trigger.event_type not in _MATERIAL and candidate.trigger.frame not in ("RATIFY", "RECOGNISE"):
        return False
    words, i = scene.words, candidate.index
    before = [w.bare for w in words[max(0, i - 3) : i]]
    if any(b.removeprefix("و") in ("لم", "لن", "سوف", "كان", "كانت", "كانوا", "بدأ", "أن") for b in before):
        return False
    return scene.in_relative(i, -1) or candidate.trigger.frame in ("RATIFY", "RECOGNISE")


_UNDERGONE = frozenset("تعرض تعرضه تعرضها تعرضهم تبادل تصدي تصديهم خضوع خضوعه".split())


def undergone(scene: Scene, index: int) -> bool:
    """«تعرض صحفيين لإطلاق نار»: what is suffered, not a purpose."""
    return any(
        w.info.folded.removeprefix("و").removeprefix("ب").removeprefix("ل").removeprefix("ال") in _UNDERGONE
        for w in scene.words[max(0, index - 7) : index]
    )


_CIRCUMSTANCES = frozenset(
    "بعد قبل عقب خلال منذ أثناء إثر ردا جراء بسبب أعقاب خلفية غداة قبيل بعيد تحقيق التحقيق تحقيقا".split()
)


def _set_apart(scene: Scene, other: Candidate, candidate: Candidate) -> bool:
    """Beside what is demanded: in a relative clause, or as its time or occasion («رفض …، بعد اغتيال …»)."""
    between = scene.words[other.index + 1 : candidate.index]
    if any(w.bare in RELATIVES for w in between):
        return True
    return candidate.is_noun and any(w.bare.removeprefix("و") in _CIRCUMSTANCES for w in between[-4:])


def content_of_speech(scene: Scene, candidate: Candidate, accepted: list[Candidate]) -> bool:
    """What is demanded, threatened or promised is not a second event."""
    if candidate.form.pos == "P":
        return False
    for other in accepted:
        if not other.index < candidate.index or other.trigger.frame not in (
            "ASK",
            "MENACE",
            "PLEDGE",
            "CONSENT",
            "REFUSE",
        ):
            continue
        if candidate.index >= scene.right_bound(other.index) and not _after_an(scene, other, candidate):
            continue
        if candidate.is_noun and candidate.split.article:
            continue
        if other.trigger.key == "REQUEST.أمر" and candidate.trigger.event_type in ("COERCE", "ASSAULT"):
            continue  # «أمر وكيل الملك باعتقاله»: an order that is carried out
        if _set_apart(scene, other, candidate):
            continue
        return True
    return False


def _after_an(scene: Scene, other: Candidate, candidate: Candidate) -> bool:
    """In the أن-clause of the speech act itself."""
    between = scene.words[other.index + 1 : candidate.index]
    opened = [w for w in between if w.bare in ("أن", "بأن", "ألا", "بألا")]
    return (
        len(opened) == 1
        and candidate.index - opened[0].index <= 8
        and not any(w.is_mark and w.text in HARD | {"،"} for w in between)
    )
