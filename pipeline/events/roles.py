"""Who did it and to whom: the slots around a trigger, and the frame that maps them to sides.

Belongs here: slots by tree and word order, frames, implicit sides, host and visitor. Does not belong here: finding actors
(actors) or deciding that a trigger is an event (guards).
"""

from dataclasses import dataclass, field, replace

from pipeline.events.actor import Actor, Memory, is_paper
from pipeline.events.candidates import Candidate, _idafa_of, is_light_noun
from pipeline.events.lexicon import Frame
from pipeline.events.morphology import fold
from pipeline.events.ontology import ARMED_SECTORS, ORGANISATION_CODES
from pipeline.events.particles import RELATIVES, is_filler
from pipeline.events.scene import Scene

_POLITE = frozenset({"country", "metonym", "organisation"})
_BLAMED = frozenset("اتهام إدانة تحميل استجواب مقاضاة".split())
"""Masdars bound to whom they are aimed at («اتهام الحوثيين بـ…»)."""
_AGENTIVE = frozenset(
    "هجوم هجمات اعتداء اعتداءات قصف غارة غارات عدوان ضربة ضربات غزو مهاجمة اقتحام اقتحامات مداهمة مداهمات حصار عملية حرب".split()
)


@dataclass(slots=True)
class Sides:
    """Both sides of a mention, and the rule that filled them."""

    actors: list[Actor] = field(default_factory=list)
    recipients: list[Actor] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    mode: str | None = None
    slots: dict[str, list[Actor]] = field(default_factory=dict)


def fill_slots(scene: Scene, candidate: Candidate) -> dict[str, list[Actor]]:
    """Actors around the trigger by their grammatical relation to it. Each list is a coordination."""
    slots: dict[str, list[Actor]] = {}
    index = candidate.index
    if candidate.form.pos == "V":
        subject, obj = scene.subject(index, wants_recipient=_takes_object(scene, candidate))
        if candidate.passive:
            subject, obj = None, subject if subject is not None and subject.resolution != "dropped_subject" else obj
        agent = next(
            (a for a in scene.actors if index < a.first < scene.right_bound(index) and a.relation == "agent"), None
        )
        if (
            agent is not None
            and agent.first - index <= 8
            and scene.lexicon.frames[candidate.trigger.frame].rule != "speech"
            and subject is not None
            and (obj is None or obj.first > agent.first)
        ):
            if subject.resolution != "dropped_subject":
                obj = subject  # «أغلق المطار من قبل التحالف»
            subject = None
        if (
            candidate.trigger.frame in ("KILL", "HARM")
            and obj is None
            and subject is not None
            and not _attacker(subject)
        ):
            subject, obj = None, subject  # «قتل ضابط»
        if candidate.trigger.frame == "ARREST" and obj is None and subject is not None and _arrested(subject):
            subject, obj = None, subject  # «اعتقلت الوزيرة السابقة»
        if (
            candidate.trigger.frame == "RECIP"
            and subject is not None
            and obj is None
            and scene._follows_relative(index)
            and subject.first > index
        ):
            subject, obj = scene.dropped(index, candidate.form.gender, candidate.form.number, exclude=subject), subject
        if (
            candidate.trigger.event_type == "ASSAULT" and subject is not None and subject.resolution == "dropped_subject"
            and subject.sector not in ARMED_SECTORS and subject.kind not in ("country", "metonym")
        ):  # fmt: skip
            subject = None
        if candidate.trigger.frame == "EVTSUBJ" and subject is not None and subject.resolution == "dropped_subject":
            subject = None  # what convenes is the meeting spoken of
        _put(scene, slots, "subject", subject)
        if candidate.trigger.frame == "BURN" and obj is None:  # «أحرقوا علم إسرائيل»
            burnt = (a for a in scene.actors if index < a.first < scene.right_bound(index) and a.relation == "of")
            obj = next(burnt, None)
        _put(scene, slots, "object", obj)
        if (
            candidate.form.number == "d"
            and subject is not None
            and subject.resolution == "dropped_subject"
            and len(slots["subject"]) == 1
        ):  # «واتفقا على»
            pair = scene.pair(index)
            if not pair and len(scene.memory.pair) == 2:
                pair = [replace(subject, countries=[c], sector="GOV", start=-1, text="") for c in scene.memory.pair]
            if pair:
                slots["subject"] = [replace(a, resolution="dropped_subject") for a in pair]
        if candidate.split.pronoun == "هما":
            pair = [a for a in scene.pair(index) if subject is None or a.country != subject.country]
            if pair:
                slots["object"] = [replace(a, resolution="pronoun") for a in pair]
        _prepositions(scene, slots, index, scene.right_bound(index))
        _pronoun_slots(scene, slots, index, scene.right_bound(index))
        if candidate.trigger.frame == "CANCEL":
            _visitor(scene, slots, index)
        return slots
    if candidate.form.pos == "P":
        subject = _main_subject(scene, index)
        _put(scene, slots, "subject", subject)
        behind = scene.words[index + 1].info.folded if index + 1 < len(scene.words) else ""
        if behind in _DETACHED:
            other = _just_named(scene, index, "f" if behind.endswith("ها") else "m", subject)
            if other is not None:  # «ومتهما إياه»
                slots["object"] = [replace(other, resolution="pronoun")]
                _prepositions(scene, slots, index, scene.right_bound(index))
                return slots
        after = scene._bare_after(index)
        if after:
            _put(scene, slots, "object", after[0])
        _prepositions(scene, slots, index, scene.right_bound(index))
        return slots
    taken: set[int] = set()
    bound = scene.right_bound(index)
    if candidate.split.pronoun == "هما":
        if pair := scene.pair(index):
            slots["possessor"] = [replace(a, resolution="pronoun") for a in pair]
    elif candidate.split.pronoun:
        referent = scene.referent(candidate.split.pronoun, index, oblique=candidate.trigger.event_type == "ASSAULT")
        if candidate.trigger.frame == "ARREST" and (referent is None or referent.sector in _ARRESTING):
            referent = _suspect(scene, index) or referent
        if referent is not None:
            slots["possessor"] = [replace(referent, resolution="pronoun")]
    else:
        idafa = _idafa(scene, index)
        if idafa is not None:
            slots["idafa"] = scene.group(idafa)
            taken.update(a.first for a in slots["idafa"])
            second = next(
                (
                    a
                    for a in scene.actors
                    if slots["idafa"][-1].last < a.first < min(bound, slots["idafa"][-1].last + 3)
                    and a.relation == ""
                    and not a.joined
                ),
                None,
            )
            apposed = any(w.text in "،," for w in scene.words[idafa.first : idafa.last])  # its second comma closes it
            mark = second is not None and scene.words[second.first - 1].is_mark
            if second is not None and idafa.kind != "nisba" and (not mark or apposed):
                slots["second"] = [second]
    if candidate.trigger.frame == "CANCEL" and index + 1 < len(scene.words):
        embedded = next((s for _, f, s in scene.words[index + 1].info.triggers if f.pos == "N" and s.pronoun), None)
        if embedded is not None and (owner := scene.referent(embedded.pronoun, index + 1)) is not None:
            slots["possessor"] = [replace(owner, resolution="pronoun")]
    light = candidate.light
    if light is not None:
        verbs = scene.words[light].info.verbs
        owner = _idafa_of(scene, light) if "LIGHT" not in verbs or is_light_noun(scene.words, light) else None
        if owner is not None:
            _put(scene, slots, "subject", owner)
            _prepositions(scene, slots, index, bound, skip=taken)
            return slots
        passive = _is_passive_light(scene, light, index)
        if "LIGHT" not in verbs and owner is None:
            _put(scene, slots, "subject", _main_subject(scene, light))
        elif candidate.relative:
            after = [a for a in scene._bare_after(light) if a.first not in taken]
            if passive:
                pass
            elif verbs["LIGHT"][0] in ("جمع",):
                obj = scene.referent("ه", index) if verbs["LIGHT"][2].pronoun else after[0] if after else None
                _put(scene, slots, "object", obj)
            elif after:
                _put(scene, slots, "subject", after[0])
            else:
                dropped = scene.dropped(light, "", "")
                _put(scene, slots, "subject", dropped)
            _prepositions(scene, slots, light, scene.right_bound(light), skip=taken)
        elif passive or (
            light not in scene.finite
            and ("LIGHT_NOUN" in scene.words[light].info.classes or scene.words[light].upos == "NOUN")
        ):
            pass  # «من المقرر عقد اجتماع»، «رفض فرض عقوبات»: nobody is named
        else:
            subject, obj = scene.subject(light)
            if (
                "LIGHT" in verbs
                and verbs["LIGHT"][0] == "أعلن"
                and (
                    candidate.trigger.event_type == "ASSAULT"
                    or ("idafa" in slots and candidate.trigger.event_type != "COERCE")
                )
            ):
                subject = None  # who announces it need not have done it
            if subject is not None and subject.first not in taken:
                suffered = "LIGHT" in verbs and verbs["LIGHT"][0] in _SUFFERED
                _put(scene, slots, "object" if suffered else "subject", subject)
    elif "idafa" not in slots and (modal := scene.modal_subject(index)) is not None:
        _put(scene, slots, "subject", modal)
    elif _by_means(scene, candidate) and _armed_or_state(by := _main_subject(scene, index)):
        _put(scene, slots, "subject", by)
    if light is not None and not candidate.relative:
        _prepositions(scene, slots, light, index, skip=taken)
        _pronoun_slots(scene, slots, light, index)
    _pronoun_slots(scene, slots, index, bound)
    if candidate.split.pronoun:
        following = next((a for a in scene.actors if index < a.first <= index + 3), None)
        if (
            following is not None
            and following.relation in ("", "of")
            and not any(w.is_mark or w.preposition for w in scene.words[index + 1 : following.first])
        ):
            slots.setdefault("object", scene.group(following))
    _prepositions(
        scene,
        slots,
        index,
        max(bound, scene.right_bound(light) if light is not None and candidate.relative else bound),
        skip=taken,
    )
    return slots


def _is_passive_light(scene: Scene, light: int, index: int) -> bool:
    """تم and وقع have no agent; «يجري» is جرى or أجرى, told apart by a subject of its own."""
    verbs = scene.words[light].info.verbs
    if "LIGHT_PASSIVE" not in verbs:
        return False
    lemma, form, _ = verbs["LIGHT_PASSIVE"]
    if lemma == "جرى" and form.tense == "imperfect":
        return not any(light < a.first < index and not a.relation for a in scene.actors) and scene._topic(light) is None
    return lemma in ("تم", "جرى", "وقع")


_PREPOSITION_PRONOUNS = {
    "علي": "on", "الي": "to", "ل": "to", "مع": "with", "ضد": "on", "ب": "by", "لدي": "in", "عن": "about", "من": "from",
}  # fmt: skip


def _pronoun_slots(scene: Scene, slots: dict[str, list[Actor]], index: int, bound: int) -> None:
    """«عليه»، «معها»، «بينهما» after the trigger."""
    for word in scene.words[index + 1 : min(bound, index + 7)]:
        folded = word.info.folded
        if folded in ("بينهما", "بينهم"):
            if pair := scene.pair(index):
                slots.setdefault("between", [replace(a, resolution="pronoun") for a in pair])
            continue
        for stem, slot in _PREPOSITION_PRONOUNS.items():
            if folded.startswith(stem) and folded[len(stem) :] in ("ه", "ها", "هم", "هما") and slot not in slots:
                if (
                    folded == "بها"
                    or folded == "به"
                    or (folded in ("منها", "منه", "منهم", "له", "لها") and slots.get("object"))
                ):
                    continue
                referent = scene.referent(
                    folded[len(stem) :], word.index, oblique=True, exclude=next(iter(slots.get("subject", ())), None)
                )
                if referent is not None:
                    slots[slot] = [replace(referent, resolution="pronoun")]


def _put(scene: Scene, slots: dict[str, list[Actor]], slot: str, actor: Actor | None) -> None:
    if actor is None:
        return
    slots[slot] = scene.group(actor) if actor in scene.actors else [actor]


_SUFFERED = frozenset("تعرض تلقى".split())
"""Light verbs whose subject the deed is done to."""
_DETACHED = frozenset({"اياه", "اياها", "اياهم"})
_ARRESTING = frozenset({"COP", "MIL", "SPY", "JUD", "GOV"})


def _just_named(scene: Scene, index: int, gender: str, subject: Actor | None) -> Actor | None:
    """The last person or state before a word, other than its subject's own country."""
    ours = set(subject.countries) if subject is not None else set()
    kinds = ("person", "country", "metonym", "organisation", "body")
    before = [a for a in scene.actors if a.last < index and a.kind in kinds and a.codable and a.gender in (gender, "")]
    return next((a for a in reversed(before) if a.countries and not ours & set(a.countries)), None)


def _visitor(scene: Scene, slots: dict[str, list[Actor]], index: int) -> None:
    """«أجلت الجزائر زيارة الوزيرة الفرنسية»: what is put off is aimed at who was to come."""
    visits = (
        w.index
        for w in scene.words[index + 1 : scene.right_bound(index)]
        if any(t.event_type == "CONSULT" and f.pos == "N" for t, f, _ in w.info.triggers)
    )
    visit = next(visits, None)
    if visit is None or slots.get("with") or (guest := _idafa(scene, visit)) is None:
        return
    ours = {c for a in slots.get("subject", ()) for c in a.countries}
    if guest.countries and not ours & set(guest.countries):
        slots["with"] = scene.group(guest)


def _by_means(scene: Scene, candidate: Candidate) -> bool:
    """«من خلال إغلاق …»، «عن طريق …»: the means of the clause's subject."""
    before = [w.bare.removeprefix("و") for w in scene.words[max(0, candidate.index - 2) : candidate.index]]
    return candidate.trigger.event_type in ("COERCE", "ASSAULT", "SANCTION") and before in (
        ["من", "خلال"],
        ["عن", "طريق"],
    )


def _armed_or_state(actor: Actor | None) -> bool:
    """Who can bring a deed about by means of another («من خلال إغلاق …»)."""
    return actor is not None and (actor.sector in ARMED_SECTORS or actor.sector == "GOV")


def _arrested(actor: Actor) -> bool:
    """A person without power to arrest, who is alone with the verb."""
    return (
        actor.kind == "person"
        and actor.sector not in (*_ARRESTING, "REB", "LEG")
        and actor.resolution not in ("dropped_subject", "pronoun")
    )


def _suspect(scene: Scene, index: int) -> Actor | None:
    """Who «توقيفه» speaks of: the suspect named before it, never the police."""
    here = [a for a in scene.actors if a.last < index and a.scope == "suspect"]
    return here[-1] if here else scene.memory.suspect


def _attacker(actor: Actor) -> bool:
    """Who kills rather than is killed when only one of them is named."""
    return (
        (actor.sector in ARMED_SECTORS and actor.kind in ("body", "organisation", "group"))
        or actor.kind in ("country", "metonym")
        or actor.sector == "REB"
        or actor.resolution in ("dropped_subject", "pronoun")
    )


def _takes_object(scene: Scene, candidate: Candidate) -> bool:
    """«حمّلت الحكومة المسؤولية»: one bare noun before the thing blamed on it is whom the dropped subject blames."""
    return (
        candidate.trigger.key.endswith(".حمل")
        and candidate.split.conjunction != ""
        and any("RESPONSIBILITY" in w.info.classes for w in scene.words[candidate.index + 1 : candidate.index + 9])
    )


def _main_subject(scene: Scene, index: int) -> Actor | None:
    known = [v for v in scene.subjects if v < index]
    if known:
        return scene.subjects[max(known)]
    verbs = [v for v in scene.finite if v < index]
    for verb in reversed(verbs):
        subject, _ = scene.subject(verb)
        if subject is not None:
            return subject
    topic = [a for a in scene.actors if a.last < index and not a.relation]
    return topic[0] if topic else (scene.memory.subjects[-1] if scene.memory.subjects else None)


def _idafa(scene: Scene, index: int) -> Actor | None:
    """The noun the masdar is bound to, over adjectives and fillers; a nisba that agrees with it counts."""
    words = scene.words
    for actor in scene.actors:
        if actor.first <= index:
            continue
        gap = words[index + 1 : actor.first]
        if len(gap) > 3:
            return None
        counted = actor.quantified and actor.relation in ("", "of")
        if any(
            (w.is_mark and w.text not in '"“«')
            or (w.preposition is not None and not (counted and w.bare == "من"))
            or w.index in scene.finite
            or w.bare in RELATIVES
            or (w.bare[:1] in ("ب", "ل") and len(w.bare) > 4 and not is_filler(w.bare))  # «المطالبة بإطلاق سراح …»
            for w in gap
        ):
            return None
        if actor.relation in ("", "of") or actor.relation_at <= index:
            if actor.kind == "city" and actor.relation:
                return None
            return actor
        return None
    return None


def _prepositions(
    scene: Scene, slots: dict[str, list[Actor]], index: int, bound: int, skip: set[int] | None = None
) -> None:
    for actor in scene.actors:
        if actor.first <= index or actor.first >= bound or actor.joined or (skip and actor.first in skip):
            continue
        if actor.relation in ("", "of", "time", "cause", "like", "source", "topic", "through", "under", "without") or (
            actor.relation_at <= index and actor.relation_at >= 0
        ):
            continue
        if scene.finite_between(index, actor.first):
            break
        slots.setdefault(actor.relation, scene.group(actor))


def assign(scene: Scene, candidate: Candidate, frame: Frame, slots: dict[str, list[Actor]]) -> Sides:
    """Map slots to sides as the frame says."""
    sides = Sides(slots=slots)
    trigger = candidate.trigger
    noun = candidate.is_noun
    masdar = candidate.split.stem.removeprefix("ال") if trigger.kind == "phrase" else trigger.key.split(".", 1)[1]
    used: set[int] = set()

    def usable(slot: str, side: str) -> list[Actor]:
        members = slots.get(slot, [])
        if slot in ("in", "to", "on", "by", "from") and trigger.frame not in (
            "VISIT",
            "HOSTEVT",
            "EVTSUBJ",
            "ATTEND",
            "OPEN",
            "DEPLOY",
            "RAID",
        ):
            members = [
                a
                for a in members
                if a.kind != "city"
                and not (slot == "in" and a.is_place)
                and not (slot == "by" and a.is_place and a.kind != "country")
            ]
        return [a for a in members if id(a) not in used]

    def take(slot_names: tuple[str, ...], side: str, everything: bool) -> list[Actor]:
        taken: list[Actor] = []
        for slot in slot_names:
            members = usable(slot, side)
            if (
                slot == "idafa"
                and noun
                and frame.rule == "patient"
                and "idafa" in frame.actors
                and "idafa" in frame.recipients
            ):
                agentive = masdar in _AGENTIVE and (
                    any(a.sector in ARMED_SECTORS or a.head.startswith("مستوطن") for a in members)
                    or any(a.kind in _POLITE | {"nisba"} for a in members)
                    or bool(slots.get("on"))
                    or "second" in slots
                )
                if members and (side == "actor") != agentive:
                    continue
            if (
                slot == "idafa"
                and noun
                and masdar in _BLAMED
                and side == "actor"
                and not (slots.get("to") or slots.get("on"))
            ):
                continue
            if slot == "idafa" and trigger.frame == "VISIT":
                place = all(a.is_place for a in members)
                if members and (side == "actor") == place and not (place and (slots.get("to") or slots.get("in"))):
                    continue
            if not members:
                continue
            taken.extend(a for a in members if id(a) not in used)
            used.update(id(a) for a in members)
            sides.rules.append(f"{side[0]}:{slot}")
            if not everything:
                break
        return taken

    everything = frame.rule == "mutual"
    host = next((slots[s] for s in ("agent", "object", "second") if slots.get(s)), None)
    if noun and trigger.frame == "HOST" and slots.get("possessor") and host is not None:
        sides.actors, sides.recipients = slots["possessor"], host  # «خلال استقباله من قبل الرئيس»: the guest's
        sides.rules += ["a:possessor", "r:agent"]
        return sides
    if noun and frame.rule == "patient" and "second" in slots and "idafa" in slots and "subject" not in slots:
        # «قتل قوات الاحتلال مراسلتها»: agent, then victim
        slots["subject"], slots["object"] = slots.pop("idafa"), slots.pop("second")
    if (
        noun
        and trigger.frame == "ATTACK"
        and "idafa" in slots
        and all(a.is_place for a in slots["idafa"])
        and not slots.get("on")
        and "second" not in slots
    ):
        slots.pop("idafa")  # «هجوم برلين» names the place
    if noun and trigger.frame == "FORBID" and "idafa" in slots and "object" not in slots:
        gap = scene.words[candidate.index + 1 : slots["idafa"][0].first]
        if any("PREMISES" in w.info.classes for w in gap):
            slots["object"] = slots.pop("idafa")  # «إغلاق موانئ بلاده»: whose they are
    actor_slots = frame.actors
    recipient_slots = frame.recipients
    if everything and trigger.event_type != "CONSULT":
        actor_slots = tuple(s for s in actor_slots if s not in ("with", "by"))
        recipient_slots = ("with",)
    elif everything and noun and not any(a.kind == "person" for a in slots.get("by", ())):
        actor_slots = tuple(s for s in actor_slots if s != "by")
    if noun and masdar in _BLAMED and "idafa" in slots and "second" in slots and "subject" not in slots:
        slots["subject"], slots["object"] = slots.pop("idafa"), slots.pop("second")  # «اتهام النائب … الحكومة بـ…»
    elif noun and masdar in _BLAMED and "idafa" in slots and not (slots.get("to") or slots.get("on")):
        recipient_slots = ("idafa", *recipient_slots)
    if frame.rule == "speech":
        for slot in ("object", "idafa"):
            if slot in slots and all(a.kind == "city" for a in slots[slot]):
                slots.pop(slot)
        slots["subject"] = [_issuer(scene, a) for a in slots.get("subject", ())]
        if not slots["subject"]:
            slots.pop("subject")
    sides.actors = take(actor_slots, "actor", everything)
    sides.recipients = take(recipient_slots, "recipient", False)
    return sides


def _issuer(scene: Scene, actor: Actor) -> Actor:
    """«وطالب البيان»: whoever issued it, as the story told before."""
    speaker = scene.memory.speaker
    if not is_paper(actor) or speaker is None or not speaker.codable:
        return actor
    return replace(speaker, resolution="description")


def name_parties(scene: Scene, candidate: Candidate, sides: Sides) -> None:
    """Talks that name no side of their own are between the parties of the sentence."""
    if any(s in sides.slots for s in ("with", "between", "possessor")):
        return
    known = {c for a in sides.actors for c in a.countries}
    parties: list[Actor] = []
    for actor in scene.actors:
        if (
            actor.last >= candidate.index + 12
            or not actor.countries
            or not actor.codable
            or actor.kind in ("city", "nisba", "metonym")
            or actor.relation in ("in", "of", "topic", "time", "from", "source")
        ):
            continue
        if actor.country not in known and all(actor.country != p.country for p in parties):
            parties.extend(scene.group(actor))
    if (known and parties and "subject" not in sides.slots and "idafa" not in sides.slots) or (
        not known and len({p.country for p in parties}) >= 2
    ):
        sides.actors = [*sides.actors, *parties]
        sides.rules.append("a:sentence")


def adjust(
    scene: Scene,
    candidate: Candidate,
    sides: Sides,
    frame: Frame,
    visits: dict[frozenset[str], tuple[str, str]],
    place: str | None,
) -> None:
    """Implicit sides and the host rule."""
    trigger = candidate.trigger
    memory = scene.memory
    _expand_pairs(sides.actors, memory, set())
    _expand_pairs(sides.recipients, memory, {c for a in sides.actors for c in a.countries})
    _own(scene, sides, candidate)
    if (trigger.event_type == "CONSULT" and trigger.frame in ("RECIP", "VISIT", "HOST")) or frame.rule == "mutual":
        _counterparts(sides, memory)
    if frame.rule == "mutual":
        if trigger.event_type == "CONSULT" and _remote(scene):
            sides.mode = "phone"
        settle_host(sides, trigger.event_type, visits, place, candidate)


_SCREEN = frozenset(fold(w) for w in "المرئي المرئية هاتفيا الهاتفي هاتفي الهاتفية هاتفية".split())


def _remote(scene: Scene) -> bool:
    """«عبر تقنية الاتصال المرئي»، «عن بعد»: nobody travels."""
    words = scene.words
    return any(
        w.info.folded in _SCREEN
        or (w.bare == "بعد" and w.index and words[w.index - 1].bare == "عن")
        or (
            w.bare in ("الفيديو", "فيديو")
            and any(b.bare in ("عبر", "بتقنية", "تقنية") for b in words[max(0, w.index - 2) : w.index])
        )
        for w in words
    )


def _expand_pairs(members: list[Actor], memory: Memory, avoid: set[str]) -> None:
    """«الجانبان», «البلدان»: the last two countries spoken of; «نظيره» without a country: the other one."""
    for i, actor in enumerate(list(members)):
        if actor.dual and not actor.countries:
            others = {c for m in members if m is not actor for c in m.countries} | avoid
            pair = [c for c in memory.pair if c not in others]
            if len(pair) < 2:
                pair = [c for c in memory.recent if c not in others and c not in ORGANISATION_CODES][-2:]
            if len(pair) == 2:
                members[i] = replace(actor, countries=[pair[0]], resolution="description")
                members.append(replace(actor, countries=[pair[1]], resolution="description"))


def _own(scene: Scene, sides: Sides, candidate: Candidate) -> None:
    """«بلاده», «جنودها», «حكومته»: the country of whom the pronoun stands for."""
    for members in (sides.actors, sides.recipients):
        for i, actor in enumerate(members):
            if actor.scope == "own" and not actor.countries:
                referent = scene.referent(actor.pronoun, actor.first) if actor.pronoun else None
                if referent is not None and referent.countries:
                    members[i] = replace(actor, countries=list(referent.countries), resolution="pronoun")


def _counterparts(sides: Sides, memory: Memory) -> None:
    for members in (sides.actors, sides.recipients):
        for i, actor in enumerate(members):
            if actor.counterpart and not actor.countries:
                others = {a.country for a in (*sides.actors, *sides.recipients) if a.country}
                rest = [c for c in memory.recent if c not in others]
                if rest:
                    members[i] = replace(actor, countries=[rest[-1]], resolution="description")


def settle_host(
    sides: Sides,
    event_type: str,
    visits: dict[frozenset[str], tuple[str, str]],
    place: str | None,
    candidate: Candidate,
) -> None:
    """Talks on the soil of one side: that side is the host and the recipient, the other one the visitor."""
    countries = {c for a in (*sides.actors, *sides.recipients) for c in a.countries}
    if event_type != "CONSULT" or len(countries) < 2 or "phone" in (candidate.trigger.mode, sides.mode):
        return
    host = place if place in countries else None
    if host is None and place is None:
        pair = visits.get(frozenset(countries)) if len(countries) == 2 else None
        if pair is not None:
            host = pair[1] or None
    if host is None:
        return
    members = [*sides.actors, *sides.recipients]
    hosts: list[Actor] = []
    guests: list[Actor] = []
    for actor in members:
        if set(actor.countries) == {host}:
            hosts.append(actor)
        elif host in actor.countries:
            hosts.append(replace(actor, countries=[host]))
            guests.append(replace(actor, countries=[c for c in actor.countries if c != host]))
        else:
            guests.append(actor)
    if hosts and guests:
        sides.recipients, sides.actors = hosts, guests
        sides.rules.append("host:place" if place == host else "host:visit")
        sides.mode = "visit"
