"""Why a lexicon hit is no event: every guard has a name, and the first that fires rejects the hit.

Belongs here: the order of guards and their names. Does not belong here: the tests they ask (neighbours, unreal, parties),
finding hits (candidates) or sides (roles).
"""

from pipeline.events.candidates import EMPTY, Candidate, carrier
from pipeline.events.neighbours import covered, met, near, prep_follows, says
from pipeline.events.ontology import ARMED_SECTORS, POLITICAL_SECTORS, SPEECH_TYPES
from pipeline.events.parties import (
    addressed,
    call,
    codable,
    harm,
    meeting_subject,
    political,
    signing,
    terror,
    thing_follows,
)
from pipeline.events.roles import Sides
from pipeline.events.scene import Scene
from pipeline.events.unreal import (
    AIM,
    UNHEARD,
    Refused,
    content_of_speech,
    is_duty,
    is_standing,
    joined_to_aim,
    joined_to_refused,
    undergone,
)

_PURPOSE = frozenset(
    "سبل آليات بهدف بغية قصد بغرض لأجل أجل إطار أفق جهود مجال مجالات ميدان مكافحة محاربة مواجهة أهمية ضرورة إمكانية فرص آفاق سياسة سياسات كيفية لغة خطاب نبرة أسلوب نحو "
    "وقصد وبهدف تعزيز تطوير تقوية دعم ثقافة مخاطر خطر خطورة أجهزة وسائل أساليب تفادي تجنب أنواع أشكال ظاهرة جرائم قانون قوانين عقوبة تهمة بتهمة تهم جنحة مراحل مسطرة حالة رهن معدل حق الحق".split()
)


_TOPIC_ALWAYS = frozenset(
    "مكافحة محاربة مناهضة تجنب تفادي ظاهرة لمكافحة لمحاربة لمناهضة لتفادي لتجنب بمكافحة مخاطر خطر".split()
)


_CRIME_LABELS = frozenset("تهمة بتهمة تهم بتهم جنحة جناية جرائم بجرائم عقوبة ملف قانون جنح بجنحة بجناية".split())


_HABIT = frozenset("أحيانا أحياناً دائما دائماً عادة باستمرار دوما يوميا غالبا سنويا كثيرا".split())


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


_WEATHERED = frozenset({"ASSAULT", "REQUEST", "THREATEN", "RETREAT"})
"""What heat and storms do, and what a weather office says of them."""


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
    if (
        (trigger.event_type == "ASSAULT" and sum("WEATHER" in w.info.classes for w in words) >= 2)
        or (trigger.event_type in _WEATHERED and scene.memory.weather)
    ) and not terror(scene):
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
        if previous is not None and covered(scene, i):
            return "part_of_name"
        if (
            candidate.split.preposition == "ل"
            and not candidate.split.article
            and candidate.light is None
            and trigger.event_type not in ("REQUEST",)
            and not (previous is not None and previous.bare in _IN_ANSWER)
            and not undergone(scene, i)
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
        if previous is not None and previous.bare.removeprefix("و") in AIM:
            return "purpose"
        empty = carrier(words, i) if candidate.light is None else None
        if empty is not None and (
            any(s.preposition == "ل" for s in empty.info.splits if s.stem in EMPTY)
            or words[empty.index - 1].bare.removeprefix("و") in AIM
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
        if (shared := joined_to_refused(scene, candidate, refused)) is not None:
            return shared
        if joined_to_aim(scene, candidate):
            return "purpose"
    if candidate.form.pos == "V":
        if covered(scene, i):
            return "part_of_name"
        if candidate.split.preposition == "ل":
            return "purpose"
        if is_duty(scene, candidate):
            return "duty"
        if is_standing(scene, candidate):
            return "state"
    unheard = [c for c, guard in refused if guard in UNHEARD]
    if content_of_speech(scene, candidate, accepted) or content_of_speech(scene, candidate, unheard):
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
        if head == "says" and says(scene, i, options):
            return f"bar_{arguments.lower()}"
        if head == "prep" and prep_follows(scene, i, options, 2):
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
        if met(scene, i, need, noun=candidate.is_noun):
            continue
        if head == "near" and trigger.frame == "BLAST" and near(scene, i, options, 12, back=True):
            continue
        return f"needs_{arguments if head == 'prep' else arguments.lower()}"
    window = words[max(0, i - 4) : i + 5]
    if candidate.form.tense == "imperfect" and any(w.bare in _HABIT for w in window):
        return "habit"
    return None


def _attended(scene: Scene, candidate: Candidate, accepted: list[Candidate]) -> bool:
    """«شارك في الاجتماع»: the meeting is the object of a trigger coded already."""
    return any(
        other.trigger.frame in ("ATTEND", "HOSTEVT", "EVTSUBJ")
        and 0 < candidate.index - other.index <= 4
        and "MEETING" in scene.words[candidate.index].info.classes
        for other in accepted
    )


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
        and not terror(scene)
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
    if trigger.event_type == "THREATEN" and candidate.form.pos == "V" and thing_follows(scene, candidate, actors):
        return "inanimate_subject"
    if "actor" in needs and not named:
        return "needs_actor"
    if (
        "speaker" in needs
        and not any(
            political(a) or (a.sector in ("NGO", "MED", "LAB", "CVL", "REL", "BUS", "CRM") and a.codable)
            for a in actors
        )
        and not addressed(candidate, sides)
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
        or meeting_subject(scene, candidate)
    ):
        return "needs_partner"
    if "call" in needs and not (near(scene, candidate.index, ("PRESS",), 0) or call(scene, candidate, sides)):
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
    if "harm" in needs and not harm(scene, candidate, sides):
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
    if "signing" in needs and not signing(scene, candidate, sides):
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


_NAMED_TYPES = frozenset({"SUPPORT", "AGREE", "COOPERATE", "AID", "CONSULT", "REQUEST", "REJECT", "THREATEN"})
