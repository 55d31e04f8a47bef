"""Why a lexicon hit is no event: every guard has a name, and the first that fires rejects the hit.

Belongs here: tests on a hit, its words and its sides. Does not belong here: finding hits (candidates) or sides (roles).
"""

from pipeline.events.actor import Actor
from pipeline.events.candidates import EMPTY, Candidate, carrier
from pipeline.events.morphology import fold
from pipeline.events.ontology import ARMED_SECTORS, POLITICAL_SECTORS, SPEECH_TYPES
from pipeline.events.particles import HARD, RELATIVES, is_filler
from pipeline.events.roles import Sides
from pipeline.events.scene import Scene

Refused = list[tuple[Candidate, str]]
"""Hits of the sentence dropped so far, each with its guard."""
_PURPOSE = frozenset(
    "سبل آليات بهدف بغية قصد بغرض لأجل أجل إطار أفق جهود مجال مجالات ميدان مكافحة محاربة مواجهة أهمية ضرورة إمكانية فرص آفاق سياسة سياسات كيفية لغة خطاب نبرة أسلوب نحو "
    "وقصد وبهدف تعزيز تطوير تقوية دعم ثقافة مخاطر خطر خطورة أجهزة وسائل أساليب تفادي تجنب أنواع أشكال ظاهرة جرائم قانون قوانين عقوبة تهمة بتهمة تهم جنحة مراحل مسطرة حالة رهن معدل حق الحق".split()
)
_TOPIC_ALWAYS = frozenset(
    "مكافحة محاربة مناهضة تجنب تفادي ظاهرة لمكافحة لمحاربة لمناهضة لتفادي لتجنب بمكافحة مخاطر خطر".split()
)
_CRIME_LABELS = frozenset("تهمة بتهمة تهم بتهم جنحة جناية جرائم بجرائم عقوبة ملف قانون جنح بجنحة بجناية".split())
_GENERIC = frozenset("العديد كثير عدة مختلف جميع كافة كل كثرة شتى معظم أغلب".split())
_HABIT = frozenset("أحيانا أحياناً دائما دائماً عادة باستمرار دوما يوميا غالبا سنويا كثيرا".split())
_PERCEPTION = frozenset("ناطق متحدث".split())
_SPECIFIC_MARKS = frozenset("هذا هذه ذلك تلك".split())


_AIM = frozenset("أجل لأجل بهدف بغية قصد بغرض سبل كيفية الواجب الضروري".split())
"""Before a masdar, definite or not: what is aimed at has not happened."""
_UNHEARD = frozenset(
    "purpose topic content_of_speech needs_speaker needs_actor needs_political_actor no_political_actor no_named_side".split()
)
"""Guards that drop a speech act, but not what it is: its content is no event either."""
_SHARED = frozenset("purpose topic generic crime_label".split())


def _joined_to_refused(scene: Scene, candidate: Candidate, refused: Refused) -> str | None:
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


def _joined_to_aim(scene: Scene, candidate: Candidate) -> bool:
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


def _is_duty(scene: Scene, candidate: Candidate) -> bool:
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


def _is_standing(scene: Scene, candidate: Candidate) -> bool:
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


def _undergone(scene: Scene, index: int) -> bool:
    """«تعرض صحفيين لإطلاق نار»: what is suffered, not a purpose."""
    return any(
        w.info.folded.removeprefix("و").removeprefix("ب").removeprefix("ل").removeprefix("ال") in _UNDERGONE
        for w in scene.words[max(0, index - 7) : index]
    )


_IN_ANSWER = frozenset("تلبية استجابة خضوعا تصديا ردا تصدي".split())
"""«تلبية لدعوة»: what is answered has happened."""
_QUOTES = frozenset("«“\"'")
_SPORTED = frozenset(
    {
        "CONSULT",
        "PROTEST",
        "ASSAULT",
        "SUPPORT",
        "COERCE",
        "REQUEST",
        "ACCUSE",
        "AGREE",
        "RETREAT",
        "SANCTION",
        "REJECT",
    }
)


def near(scene: Scene, index: int, classes: tuple[str, ...], reach: int, *, back: bool = False) -> bool:
    """A word of one of the classes stands within `reach` words after (or before) `index`, in its clause."""
    n = 0
    step = -1 if back else 1
    i = index + step
    while 0 <= i < len(scene.words) and n < reach:
        word = scene.words[i]
        if word.is_mark:
            if word.text in "؛:.!؟":
                return False
            i += step
            continue
        n += 1
        if not back and word.bare in ("أن", "إن", "بأن"):
            return False
        if not word.info.classes.isdisjoint(classes) and not _is_business(scene, i):
            return True
        i += step
    return False


def _is_business(scene: Scene, index: int) -> bool:
    """«رجال أعمال» are no works of a conference."""
    return (
        scene.words[index].bare == "أعمال"
        and index > 0
        and scene.words[index - 1].info.folded.endswith(("رجال", "رجل", "سيدات", "جدول"))
    )


def before_sides(
    scene: Scene, candidate: Candidate, accepted: list[Candidate], refused: Refused | None = None
) -> str | None:
    """The guard that rejects a hit by its words alone, or None."""
    refused = refused or []
    trigger = candidate.trigger
    words = scene.words
    i = candidate.index
    previous = next((w for w in reversed(words[:i]) if not w.is_mark), None)
    if (
        trigger.event_type in _SPORTED
        and (scene.memory.sport or sum("SPORT" in w.info.classes for w in words) >= 2 or near(scene, i, ("SPORT",), 1))
        and not any(political(a) and (a.named or a.countries) for a in scene.actors)
        and not any(a.sector in ARMED_SECTORS and not scene.memory.sport for a in scene.actors)
    ):
        return "sport"
    if trigger.event_type == "ASSAULT" and sum("WEATHER" in w.info.classes for w in words) >= 2 and not _terror(scene):
        return "weather"
    if i >= 2 and words[i - 1].text in _QUOTES and "CULTURE" in words[i - 2].info.classes:
        return "title_of_work"
    right = scene.sentence.boundary_right(i)
    if (
        right < len(words)
        and words[right].text in "؟?"
        and not any(w.is_mark and w.text in '“«"' for w in words[i:right])
    ):
        return "question"
    if candidate.is_noun:
        if previous is not None and _covered(scene, i):
            return "part_of_name"
        if (
            candidate.split.preposition == "ل"
            and not candidate.split.article
            and candidate.light is None
            and trigger.event_type not in ("REQUEST",)
            and not (previous is not None and previous.bare in _IN_ANSWER)
            and not _undergone(scene, i)
        ):
            return "purpose"
        if (
            previous is not None
            and trigger.event_type == "CONSULT"
            and candidate.split.article
            and any(f.pos == "N" and t.event_type == "CONSULT" for t, f, _ in previous.info.triggers)
            and scene.words[i - 1] is previous
        ):
            return "complement_of_trigger"
        if candidate.split.preposition == "ك":
            return "comparison"
        if previous is not None and previous.bare.removeprefix("و") in _AIM:
            return "purpose"
        empty = carrier(words, i) if candidate.light is None else None
        if empty is not None and (
            any(s.preposition == "ل" for s in empty.info.splits if s.stem in EMPTY)
            or words[empty.index - 1].bare.removeprefix("و") in _AIM
        ):
            return "purpose"
        if previous is not None and candidate.light is None:
            bare = previous.bare.lstrip("ول")
            if previous.bare in _CRIME_LABELS:
                return "crime_label"
            if bare in _TOPIC_ALWAYS or previous.bare in _TOPIC_ALWAYS:
                return "topic"
            if bare == "إطار" and any(a.first == i + 1 and a.countries for a in scene.actors):
                pass
            elif (
                (bare in _PURPOSE or previous.bare in _PURPOSE)
                and not candidate.split.article
                and not candidate.split.pronoun
            ):
                return "topic"
            if (
                previous.bare in ("من", "في")
                and i >= 2
                and words[i - 2].bare in ("أجل", "إطار", "العديد", "كثير", "مزيد", "المزيد", "مجال")
            ):
                return "generic" if words[i - 2].bare in ("العديد", "كثير", "مزيد", "المزيد") else "purpose"
        if (
            previous is not None
            and previous.bare == "في"
            and i >= 2
            and words[i - 2].bare in ("الحق", "حق", "بالحق", "والحق")
        ):
            return "topic"
        if (
            previous is not None
            and previous.bare.lstrip("ول") in ("أي", "كل", "جميع", "مختلف", "كافة")
            and candidate.light is None
        ):
            return "generic"
        if (shared := _joined_to_refused(scene, candidate, refused)) is not None:
            return shared
        if _joined_to_aim(scene, candidate):
            return "purpose"
    if candidate.form.pos == "V":
        if _covered(scene, i):
            return "part_of_name"
        if candidate.split.preposition == "ل":
            return "purpose"
        if _is_duty(scene, candidate):
            return "duty"
        if _is_standing(scene, candidate):
            return "state"
    unheard = [c for c, guard in refused if guard in _UNHEARD]
    if _content_of_speech(scene, candidate, accepted) or _content_of_speech(scene, candidate, unheard):
        return "content_of_speech"
    if candidate.is_noun and _attended(scene, candidate, accepted):
        return "meeting_of_another_trigger"
    for bar in trigger.bars:
        head, _, arguments = bar.partition(":")
        options = tuple(arguments.split("|"))
        if head == "near" and (
            near(scene, i, options, 5) or (candidate.is_noun and near(scene, i, options, 2, back=True))
        ):
            return f"bar_{arguments.lower()}"
        if head == "next" and near(scene, i, options, 2):
            return f"bar_{arguments.lower()}"
        if head == "prev" and near(scene, i, options, 2, back=True):
            return f"bar_{arguments.lower()}"
        if head == "prep" and _prep_follows(scene, i, options, 2):
            return f"bar_{arguments}"
    for need in trigger.needs:
        head, colon, arguments = need.partition(":")
        options = tuple(arguments.split("|"))
        if not colon:
            if need == "none":
                return "covered_by_another_trigger"
            if need == "verb" and candidate.form.pos == "N":
                return "noun_use"
            if need == "noun" and candidate.form.pos != "N":
                return "verb_use"
            if (
                need == "perfect"
                and candidate.form.tense == "imperfect"
                and (previous is None or previous.bare not in ("لم", "ولم"))
            ):
                return "state"
            if need == "light" and candidate.light is None:
                return "needs_light_verb"
            continue
        if (
            head == "near"
            and not near(scene, i, options, 10 if candidate.is_noun else 22)
            and not (trigger.frame == "BLAST" and near(scene, i, options, 12, back=True))
        ):
            return f"needs_{arguments.lower()}"
        if head == "next" and not near(scene, i, options, 3 if candidate.is_noun else 12):
            return f"needs_{arguments.lower()}"
        if head == "prev" and not near(scene, i, options, 3, back=True):
            return f"needs_{arguments.lower()}"
        if head == "prep" and not _prep_follows(scene, i, options, 10 if candidate.is_noun else 22):
            return f"needs_{arguments}"
    window = words[max(0, i - 4) : i + 5]
    if candidate.form.tense == "imperfect" and any(w.bare in _HABIT for w in window):
        return "habit"
    return None


_CIRCUMSTANCES = frozenset(
    "بعد قبل عقب خلال منذ أثناء إثر ردا جراء بسبب أعقاب خلفية غداة قبيل بعيد تحقيق التحقيق تحقيقا".split()
)


def _set_apart(scene: Scene, other: Candidate, candidate: Candidate) -> bool:
    """Beside what is demanded: in a relative clause, or as its time or occasion («رفض …، بعد اغتيال …»)."""
    between = scene.words[other.index + 1 : candidate.index]
    if any(w.bare in RELATIVES for w in between):
        return True
    return candidate.is_noun and any(w.bare.removeprefix("و") in _CIRCUMSTANCES for w in between[-4:])


def _content_of_speech(scene: Scene, candidate: Candidate, accepted: list[Candidate]) -> bool:
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


def _attended(scene: Scene, candidate: Candidate, accepted: list[Candidate]) -> bool:
    """«شارك في الاجتماع»: the meeting is the object of a trigger coded already."""
    return any(
        other.trigger.frame in ("ATTEND", "HOSTEVT", "EVTSUBJ")
        and 0 < candidate.index - other.index <= 4
        and "MEETING" in scene.words[candidate.index].info.classes
        for other in accepted
    )


def _covered(scene: Scene, index: int) -> bool:
    """The word is inside the name of a body («مكتب مكافحة …»), not its own noun phrase."""
    actor = scene.actor_at(index)
    return actor is not None and index in actor.core and (index != actor.first or len(actor.core) > 1)


def _prep_follows(scene: Scene, index: int, options: tuple[str, ...], reach: int) -> bool:
    n = 0
    for word in scene.words[index + 1 :]:
        if word.is_mark:
            if word.text in "؛:.!؟":
                return False
            continue
        n += 1
        if n > reach:
            return False
        if word.bare in options or word.bare.lstrip("و") in options:
            return True
        for split in word.info.splits:
            if split.preposition and split.preposition in options and not split.pronoun:
                return True
        if any(word.info.folded.startswith(fold(o)[:-1] + "ي") for o in options if o in ("إلى", "على")) and word.info.folded[3:] in (
            "ه", "ها", "هم", "هما",
        ):  # fmt: skip
            return True
        if "لل" in options and word.bare.startswith("لل"):
            return True
        if any(o in ("ب", "ل") and word.bare[:1] == o and len(word.bare) > 3 for o in options):
            return True
    return False


def after_sides(scene: Scene, candidate: Candidate, sides: Sides) -> str | None:
    """The guard that rejects a hit by who takes part, or None."""
    trigger = candidate.trigger
    actors, recipients = sides.actors, sides.recipients
    named = [a for a in actors if political(a)]
    needs = set(trigger.needs)
    if (
        trigger.event_type == "ACCUSE"
        and trigger.key.endswith((".أدان", ".إدانة", ".دان"))
        and any(a.sector == "JUD" for a in actors)
    ):
        return "court_verdict"
    if (
        trigger.event_type == "ASSAULT"
        and not candidate.is_noun
        and (trigger.mode is None or trigger.key == "ASSAULT.فجر")
        and trigger.frame not in ("KILL", "FALL", "BLAST")
        and "a:attacker" in sides.rules
        and not recipients
        and not _terror(scene)
    ):
        return "figurative_blow"  # a verb with neither an agent nor a victim that anyone could name
    if trigger.event_type in SPEECH_TYPES and actors and all(a.scope == "suspect" for a in actors):
        return "no_political_actor"
    if (
        trigger.event_type in SPEECH_TYPES
        and candidate.form.pos == "V"
        and actors
        and all(a.adjectival for a in actors)
    ):
        return "inanimate_subject"
    if trigger.event_type == "THREATEN" and candidate.form.pos == "V" and _thing_follows(scene, candidate, actors):
        return "inanimate_subject"
    if "actor" in needs and not named:
        return "needs_actor"
    if (
        "speaker" in needs
        and not any(
            political(a) or (a.sector in ("NGO", "MED", "LAB", "CVL", "REL", "BUS", "CRM") and a.codable)
            for a in actors
        )
        and not _addressed(candidate, sides)
    ):
        return "needs_speaker"
    if "politician" in needs and not any(
        a.sector in POLITICAL_SECTORS | {"NGO", "LAB", "MED"}
        or a.kind in ("country", "metonym", "nisba", "organisation", "crowd")
        for a in named
    ):
        return "needs_political_actor"
    if "official" in needs and not any(
        a.sector in POLITICAL_SECTORS or a.kind in ("country", "metonym", "organisation") for a in named
    ):
        return "needs_official"
    if "police" in needs and not any(a.sector in ("COP", "MIL", "SPY", "GOV", "JUD") for a in named):
        return "needs_police"
    if "armed" in needs and not any(a.sector in ARMED_SECTORS or a.kind in ("country", "metonym") for a in actors):
        return "needs_armed_actor"
    if "named" in needs and not any(a.start >= 0 for a in actors):
        return "needs_named_actor"
    if "court" in needs and not any(a.sector == "JUD" for a in actors):
        return "needs_court"
    if "target" in needs and not recipients:
        return "needs_recipient"
    if "person" in needs and not any(
        a.kind in ("person", "group", "people", "nisba", "crowd", "country", "body", "organisation", "metonym")
        for a in (recipients or actors)
    ):
        return "needs_person"
    if "place" in needs and not any(
        a.is_place for slot in ("object", "in", "to", "by", "on") for a in (*recipients, *sides.slots.get(slot, ()))
    ):
        return "needs_place"
    if "two" in needs and len({id(a) for a in (*actors, *recipients)}) < 2 and not any(a.dual for a in actors):
        return "needs_two_sides"
    if "foreign" in needs:
        ours, theirs = {c for a in actors for c in a.countries}, {c for a in recipients for c in a.countries}
        if not ours or not theirs or not ours.isdisjoint(theirs):
            return "needs_foreign_recipient"
    if "talks" in needs and not (
        any(a.dual for a in actors)
        or sides.slots.get("with")
        or (len(named) >= 2 and (candidate.is_noun or len({a.country for a in named if a.country}) >= 2))
        or _meeting_subject(scene, candidate)
    ):
        return "needs_partner"
    if "call" in needs and not (near(scene, candidate.index, ("PRESS",), 0) or _call(scene, candidate, sides)):
        return "needs_call"
    if "caught" in needs and not (
        any(
            a.kind in ("person", "group", "crowd", "people", "nisba")
            for a in (*recipients, *sides.slots.get("second", ()))
        )
        or (candidate.form.pos == "V" and any(a.sector in ("COP", "SPY") and a.start >= 0 for a in actors))
        or candidate.split.pronoun
        or near(scene, candidate.index, ("DRUGS", "WEAPON", "CELL", "PEOPLE", "GOODS"), 4)
    ):
        return "needs_captive"
    if "harm" in needs and not _harm(scene, candidate, sides):
        return "needs_harm"
    if "deported" in needs and not (
        any(a.kind in ("person", "group", "nisba", "crowd", "people") for a in recipients)
        or near(scene, candidate.index, ("PEOPLE",), 4)
    ):
        return "needs_person"
    if (
        "echo" in needs
        and not (candidate.split.article and "same_story" in "".join(sides.rules))
        and not any(political(a) for a in sides.slots.get("idafa", ()))
    ):
        return "needs_earlier_mention"
    if (
        "crowd" in needs
        and not any(a.kind in ("crowd", "people", "group") for a in actors)
        and not near(scene, candidate.index, ("CROWDWORD",), 4)
    ):
        return "needs_crowd"
    if "signing" in needs and not _signing(scene, candidate, sides):
        return "needs_agreement"
    if (
        trigger.event_type in SPEECH_TYPES
        and trigger.frame != "DEFY"
        and actors
        and not named
        and all(a.sector in (None, "EDU") for a in actors)
    ):
        return "no_political_actor"
    if not codable(scene, candidate, sides):
        return "no_political_actor"
    if trigger.event_type in _NAMED_TYPES and not any(
        a.countries or a.sector in ("IGO", "REB") for a in (*actors, *recipients)
    ):
        return "no_named_side"
    return None


_ADDRESSEES = frozenset("r:object r:on r:by r:idafa r:to r:from".split())


def _addressed(candidate: Candidate, sides: Sides) -> bool:
    """«بعد اتهام الحزب …»: nobody says who spoke, but the words name the political actor spoken to or against."""
    if candidate.trigger.event_type == "THREATEN" or candidate.form.tense == "imperfect":
        return False
    if sides.actors or _ADDRESSEES.isdisjoint(sides.rules):
        return False
    return any(political(a) and a.start >= 0 and not a.adjectival for a in sides.recipients)


_NAMED_TYPES = frozenset({"SUPPORT", "AGREE", "COOPERATE", "AID", "CONSULT", "REQUEST", "REJECT", "THREATEN"})


def political(actor: Actor) -> bool:
    """A codable political actor."""
    if not actor.codable and actor.kind != "nisba":
        return False
    return (
        actor.sector in POLITICAL_SECTORS
        or actor.sector in ("NGO", "LAB", "MED")
        or actor.kind == "crowd"
        or (actor.kind in ("country", "metonym", "organisation", "nisba") and actor.sector != "CVL")
    )


def codable(scene: Scene, candidate: Candidate, sides: Sides) -> bool:
    """At least one side is a political actor, or the kind of agent is plain from the type (police, attackers, crowd)."""
    members = [*sides.actors, *sides.recipients]
    if any(political(a) for a in members):
        return True
    if candidate.trigger.event_type == "COERCE":
        return True
    if candidate.trigger.event_type == "PROTEST":
        return True
    if candidate.trigger.event_type == "ASSAULT":
        return (
            any(a.sector in ARMED_SECTORS for a in members)
            or _terror(scene)
            or candidate.trigger.mode
            in ("firearms", "suicide-attack", "heavy-weapons", "explosives", "abduct", "torture", "crowd-control")
            or any(
                a.sector in ("MED", "REL", "CVL") and a.countries and a.kind == "person" and a.named for a in members
            )
            or _across_border(sides)
        )
    return False


def _thing_follows(scene: Scene, candidate: Candidate, actors: list[Actor]) -> bool:
    """«يهدد الجمود بين الطرفين بإشعال …»: the noun behind the verb is its subject, and nobody."""
    i = candidate.index + 1
    if candidate.split.pronoun or candidate.form.number != "s" or i >= len(scene.words):
        return False
    word = scene.words[i]
    if word.upos != "NOUN" or word.info.folded[:1] in ("ب", "ل"):
        return False
    if scene.actor_at(i) is not None or word.preposition is not None or word.info.may_date or is_filler(word.bare):
        return False
    return not any(a.first < candidate.index and a.start >= 0 for a in actors)


def _across_border(sides: Sides) -> bool:
    """People of one country attack those of another."""
    ours, theirs = {c for a in sides.actors for c in a.countries}, {c for a in sides.recipients for c in a.countries}
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _terror(scene: Scene) -> bool:
    cues = (
        "ارهاب",
        "مسلح",
        "مسلحون",
        "مسلحين",
        "انتحاري",
        "الارهابي",
        "الارهابية",
        "ارهابية",
        "ارهابيين",
        "قنبلة",
        "رصاص",
        "بالرصاص",
        "غارة",
        "صاروخ",
        "قصف",
        "داعش",
        "ناسفة",
        "مفخخة",
        "مفخختين",
        "انتحاريان",
        "انتحاريين",
        "انتحارية",
        "قذائف",
        "متفجرات",
        "متمردين",
    )
    return any(
        w.info.folded.removeprefix("و").removeprefix("ل").removeprefix("ب") in cues
        or w.info.folded.startswith(("ارهاب", "الارهاب", "بالارهاب", "للارهاب"))
        for w in scene.words
    )


def _meeting_subject(scene: Scene, candidate: Candidate) -> bool:
    following = scene.words[candidate.index + 1 : candidate.index + 3]
    return candidate.form.pos == "V" and any(
        "MEETING" in w.info.classes and w.bare.startswith(("ال", "وال")) for w in following
    )


def _call(scene: Scene, candidate: Candidate, sides: Sides) -> bool:
    window = scene.words[candidate.index + 1 : candidate.index + 12]
    if candidate.form.pos == "V" and any(political(a) and not a.is_place for a in sides.slots.get("by", ())):
        return True  # «اتصلت بنظيرها»
    return any(w.info.folded in ("هاتفيا", "هاتفي", "هاتفية", "الهاتفي", "الهاتفية") for w in window) or (
        candidate.is_noun
        and len(
            {
                c
                for slot in ("between", "with", "idafa")
                for a in scene.actors
                if a.relation == slot
                for c in a.countries
            }
        )
        >= 1
        and any(w.bare in ("بين", "مع") for w in window)
    )


def _harm(scene: Scene, candidate: Candidate, sides: Sides) -> bool:
    if _terror(scene) or sides.slots.get("agent"):
        return True
    if any(a.sector in ARMED_SECTORS and a.start >= 0 for a in (*sides.actors, *sides.slots.get("idafa", ()))):
        return True  # named, not implied
    return (
        any(a.kind == "person" and a.named and a.countries for a in sides.recipients)
        and candidate.trigger.key.split(".")[1] != "استهدف"
    ) or any(w.info.folded in ("برصاص", "بالرصاص", "بعيار", "بنيران", "طعنا", "ذبحا", "شاحنة") for w in scene.words)


def _signing(scene: Scene, candidate: Candidate, sides: Sides) -> bool:
    if near(scene, candidate.index, ("AGREEMENT",), 10):
        return True
    following = scene.words[candidate.index + 1 : candidate.index + 3]
    back = near(scene, candidate.index, ("AGREEMENT",), 7, back=True)
    return back and (
        any(w.bare in ("عليه", "عليها", "على", "عليهما") for w in following) or candidate.split.pronoun != ""
    )
