"""Sides that no word around the trigger fills: earlier mentions, defaults by type, whom a speech act is aimed at.

Belongs here: what a story has told before, and what the type of an event implies. Does not belong here: slots and frames
(roles).
"""

from dataclasses import replace

from pipeline.events.actor import Actor, Memory, from_context, implied
from pipeline.events.candidates import Candidate
from pipeline.events.mention import Mention
from pipeline.events.ontology import ARMED_SECTORS, ORGANISATION_CODES
from pipeline.events.parties import political
from pipeline.events.roles import Sides, settle_host
from pipeline.events.scene import Scene
from pipeline.events.targets import at_home, coerced_at_home, from_abroad, on_soil, speech_target


def speakers_talks(scene: Scene, sides: Sides) -> None:
    """«بعد مشاورات مع إسبانيا»: talks that only name the other side are the speaker's."""
    speaker = scene.memory.speaker
    if not sides.actors or "with" not in sides.slots or speaker is None or speaker.country is None:
        return
    if any(s in sides.slots for s in ("subject", "idafa", "possessor", "object", "between")):
        return
    if not any(speaker.country in a.countries for a in sides.actors):
        sides.actors = [implied(speaker.country, "GOV", "description"), *sides.actors]
        sides.rules.append("a:speaker")


def spoken_by(candidate: Candidate, sides: Sides) -> None:
    """«بطلب من الحكومة»، «انتقادات من المعارضة»: the noun of a speech act comes from its speaker."""
    speakers = [a for a in sides.slots.get("from", ()) if a.first <= candidate.index + 4]
    if not candidate.is_noun or sides.actors or not speakers:
        return
    sides.actors = speakers
    sides.rules.append("a:from")
    if "r:from" in sides.rules:
        sides.rules.remove("r:from")
        sides.recipients = []


def gathered(scene: Scene, candidate: Candidate, sides: Sides) -> None:
    """«قال الرئيس، عقب اجتماع، …»: a meeting without sides is that of the political actor its sentence is about."""
    if not candidate.is_noun or sides.actors or sides.recipients:
        return
    if "MEETING" not in scene.words[candidate.index].info.classes:
        return
    if candidate.trigger.key.endswith("ات") and candidate.form.number == "p" and not candidate.split.article:
        return  # «لقاءات»: which?
    before = [scene.subjects[v] for v in sorted(scene.subjects, reverse=True) if v < candidate.index]
    named = [a for a in scene.actors if not a.adjectival and not a.is_place]
    host = next((a for a in (*before, *named) if political(a) and a.countries), None)
    if host is not None:
        sides.actors = [replace(host, resolution="description")]
        sides.rules.append("a:sentence")


def two_countries(scene: Scene) -> tuple[str, ...]:
    """The story's home and the other state spoken of most, for a deal whose sides are not named."""
    home = scene.memory.home
    others = [(-n, c) for c, n in scene.memory.countries.items() if c != home and c not in ORGANISATION_CODES]
    return (home, min(others)[1]) if home and others else ()


_ECHOED = frozenset({"ASSAULT", "THREATEN", "COERCE", "SUPPORT", "AGREE", "PROTEST", "MOBILIZE"})


def inherit(scene: Scene, candidate: Candidate, sides: Sides, earlier: list[Mention]) -> bool:
    """A definite noun without sides of its own («اللقاء», «الهجوم») takes those of the last mention of its kind."""
    if not candidate.is_noun:
        return False
    definite = (
        candidate.split.article or scene.words[candidate.index - 1].bare in ("هذا", "هذه", "ذلك", "تلك")
        if candidate.index
        else candidate.split.article
    )
    if candidate.trigger.frame == "VISIT" and not any(
        sides.slots.get(s) for s in ("idafa", "possessor", "to", "object")
    ):
        here = [m for m in earlier if m.sentence is scene.sentence and m.event_type == "CONSULT" and m.sides.recipients]
        if here and len({c for a in (*here[-1].sides.actors, *here[-1].sides.recipients) for c in a.countries}) == 2:
            definite = True  # «وصل إليها في زيارة رسمية»
    if not definite and not candidate.split.pronoun:
        return False
    for mention in reversed(earlier):
        same = mention.candidate.trigger.event_type == candidate.trigger.event_type
        if candidate.trigger.event_type in ("SUPPORT", "AGREE"):
            same = same and mention.candidate.trigger.frame == candidate.trigger.frame
        if not same or not (mention.sides.actors or mention.sides.recipients):
            continue
        both = mention.sides.actors + mention.sides.recipients
        if candidate.trigger.event_type == "CONSULT":
            mine = {c for a in (*sides.actors, *sides.recipients) for c in a.countries}
            theirs = {c for a in both for c in a.countries}
            own = {
                c
                for slot in ("with", "between", "idafa", "object", "possessor")
                for a in sides.slots.get(slot, ())
                for c in a.countries
            }
            if len(own) >= 2 or (own and not own <= theirs) or (len(mine) >= 2 and "subject" not in sides.slots):
                return False
            sides.actors = [from_context(a) for a in mention.sides.actors]
            sides.recipients = [from_context(a) for a in mention.sides.recipients]
            sides.mode = mention.mode
            sides.rules.append("same_story")
            return True
        if candidate.trigger.event_type == "PROTEST" and not candidate.split.article:
            return False
        if candidate.trigger.event_type in _ECHOED:
            if not sides.actors:
                sides.actors = [from_context(a) for a in mention.sides.actors]
                sides.rules.append("a:same_story")
            if not sides.recipients and candidate.trigger.event_type != "COERCE":
                sides.recipients = [from_context(a) for a in mention.sides.recipients]
                sides.rules.append("r:same_story")
            return True
        return False
    return False


def defaults(scene: Scene, candidate: Candidate, sides: Sides, place: str | None, earlier: list[Mention]) -> None:
    """Sides that the type of the event implies, in its country and story."""
    trigger = candidate.trigger
    event_type = trigger.event_type
    frame_rule = scene.lexicon.frames[trigger.frame].rule
    memory = scene.memory
    abroad = place is not None and not any(place in a.countries for a in sides.actors)
    if trigger.frame == "GRANT" and not sides.actors:
        ours = {c for a in sides.recipients for c in a.countries}
        powers = [
            a
            for a in scene.actors
            if a.last < candidate.index
            and political(a)
            and a.countries
            and not a.adjectival
            and not ours & set(a.countries)
        ]
        powers = [a for a in powers if a.sector == "IGO"] or powers
        if ours and powers:
            sides.actors = [replace(powers[-1], resolution="description")]
            sides.rules.append("a:sentence")
    if trigger.frame == "EXTRADITE" and not sides.actors:
        giver = place or memory.home
        if giver is not None and not any(giver in a.countries for a in sides.recipients):
            sides.actors = [implied(giver, "GOV", "description")]
            sides.rules.append("a:authority")
    if trigger.frame == "VISIT" and abroad and not any(a.countries for a in sides.recipients):
        sides.recipients = [implied(place, "GOV", "location")]
        sides.rules.append("r:place")
    if (
        trigger.frame in ("HOSTEVT", "EVTSUBJ", "OPEN", "ATTEND")
        and not sides.recipients
        and place is not None
        and not any(place in a.countries for a in sides.actors)
    ):
        sides.recipients = [implied(place, "GOV", "location")]
        sides.rules.append("r:place")
    if (
        trigger.frame == "RECIP"
        and event_type == "CONSULT"
        and place is not None
        and not sides.recipients
        and sides.actors
        and place != "BEL"
        and all(a.sector == "IGO" for a in sides.actors)
    ):
        sides.recipients = [implied(place, "GOV", "location")]
        sides.rules.append("r:place")
    if trigger.frame == "INVITE" and trigger.event_type == "AGREE" and sides.actors:
        far = "from" in sides.slots and all(
            a.first > candidate.index + _INVITED for a in sides.recipients if a.first >= 0
        )
        if far or not sides.recipients:
            sides.recipients = []
            _guest(scene, sides, earlier)
    if frame_rule == "speech" and not sides.recipients and trigger.frame != "CONSENT":
        speech_target(scene, candidate, sides, earlier)
    if event_type in ("COERCE", "ASSAULT") and not sides.actors and candidate.is_noun:
        armed = [
            a for a in scene.actors
            if a.last < candidate.index and a.sector in ARMED_SECTORS and a.codable and a.scope not in ("suspect", "victim") and not a.in_relative
            and (a.kind in ("body", "organisation") or a.sector == "REB")
        ]  # fmt: skip
        if armed:
            sides.actors = [replace(armed[-1], resolution="description")]
            sides.rules.append("a:sentence")
    if trigger.frame == "DEFY" and memory.home is not None:
        sides.recipients = [implied(place or memory.home, "COP", "description")]
        sides.rules.append("r:authority")
    if trigger.frame == "PROSECUTE" and not sides.actors and (country := place or memory.home) is not None:
        sides.actors = [implied(country, "JUD", "description")]
        sides.rules.append("a:authority")
    if event_type == "COERCE" and not sides.actors and "court" not in trigger.needs:
        country = place or memory.home or (memory.recent[-1] if memory.recent else None)
        police = next((m for m in reversed(earlier) if m.event_type == "COERCE" and m.sides.actors), None)
        if place is None and police is not None:
            sides.actors = [from_context(a) for a in police.sides.actors[:1]]
            sides.rules.append("a:same_story")
        else:
            sides.actors = [implied(country, "JUD" if trigger.frame == "COURT" else "COP", "description")]
            sides.rules.append("a:authority")
    if trigger.mode == "execute" and not any(a.countries for a in sides.actors):
        land = place or next((a.country for a in sides.recipients if a.countries), None) or memory.home
        sides.actors = [implied(land, "GOV", "description")]
        sides.rules.append("a:authority")
    if event_type == "ASSAULT" and not any(a.countries or a.sector for a in sides.actors):
        hit = {c for a in sides.recipients for c in a.countries}
        attacks = [m for m in reversed(earlier) if m.event_type == "ASSAULT" and m.sides.actors]
        strangers = [m for m in attacks if not hit & {c for a in m.sides.actors for c in a.countries}]
        attack = next(iter(strangers or attacks), None)
        if attack is not None:
            sides.actors = [from_context(a) for a in attack.sides.actors]
            sides.rules.append("a:same_story")
        else:
            sides.actors = [implied(None, "REB", "description")]
            sides.rules.append("a:attacker")
    for members, is_actor in ((sides.actors, True), (sides.recipients, False)):
        for i, actor in enumerate(members):
            changed = actor
            if actor.kind == "nisba" and actor.sector is None:
                changed = replace(
                    changed, sector="MIL" if event_type == "ASSAULT" and is_actor else "GOV", codable=True
                )
            if actor.kind in ("country", "metonym") and event_type == "ASSAULT" and is_actor:
                changed = replace(changed, sector="MIL")
            if actor.scope == "suspect" and not actor.countries:
                arresting = {c for a in sides.actors for c in a.countries}
                held = event_type == "COERCE" or trigger.frame == "RELEASE"
                if held and memory.domestic and memory.home in arresting and memory.home is not None:
                    changed = replace(changed, countries=[memory.home])
                elif event_type == "ASSAULT":
                    where = place or (memory.places[-1] if memory.places else None)
                    troops = {c for a in sides.actors if a.sector == "MIL" for c in a.countries}
                    if place is None and where in troops:
                        where = _other_side(memory, troops) or where
                    changed = replace(changed, countries=[where] if where else [])
            if actor.scope == "victim" and not actor.countries and not is_actor:
                where = place or next(
                    (
                        m.place_country or (m.sides.recipients[0].country if m.sides.recipients else None)
                        for m in reversed(earlier)
                        if m.event_type == "ASSAULT"
                    ),
                    None,
                )
                if where is None and event_type == "PROTEST":
                    where = memory.home
                if where:
                    changed = replace(changed, countries=[where])
            if actor.scope == "victim" and not actor.countries and is_actor:
                where = place or memory.home
                if where:
                    changed = replace(changed, countries=[where])
            members[i] = changed
    if (
        event_type == "THREATEN"
        and not sides.recipients
        and any(a.sector == "REB" for a in sides.actors)
        and memory.home
        and all(memory.home not in a.countries for a in sides.actors)
    ):
        sides.recipients = [implied(memory.home, "GOV", "description")]
        sides.rules.append("r:home_state")
    for i, actor in enumerate(sides.recipients):
        if actor.countries == ["ESH"] and (actor.kind == "city" or actor.resolution == "location"):
            sides.recipients[i] = replace(
                actor, countries=["MAR"]
            )  # the codebook: places are ESH, the state that rules there is Morocco
    if event_type == "PROTEST" and not sides.actors:
        country = place or memory.home
        sides.actors = [implied(country, "CVL", "description")]
        sides.rules.append("a:crowd")
    on_soil(scene, candidate, sides, place, earlier)
    at_home(scene, candidate, sides, place)
    from_abroad(scene, candidate, sides, place)
    if event_type == "COERCE":
        coerced_at_home(sides)


_INVITED = 4
"""How many words behind «دعوة من …» whom it is for may stand."""


def _guest(scene: Scene, sides: Sides, earlier: list[Mention]) -> None:
    """«زار … بدعوة من …»: whom somebody invited is who came."""
    hosts = {c for a in sides.actors for c in a.countries}
    came = next((m for m in reversed(earlier) if m.candidate.trigger.frame == "VISIT" and m.sides.actors), None)
    guests = came.sides.actors if came is not None else scene.memory.subjects[-1:]
    guests = [a for a in guests if a.countries and hosts and not hosts & set(a.countries)]
    if guests:
        sides.recipients = [from_context(a) for a in guests]
        sides.rules.append("r:guest")


def _other_side(memory: Memory, ours: set[str]) -> str | None:
    """The country spoken of most beside `ours`."""
    others = [(-n, c) for c, n in memory.countries.items() if c not in ours and c not in ORGANISATION_CODES and n >= 2]
    return min(others)[1] if others else None


def second_pass(mentions: list[Mention], visits: dict[frozenset[str], tuple[str, str]], soil: set[str]) -> None:
    """Talks coded before the story told who visits whom."""
    attackers: dict[str, list[Actor]] = {}
    for mention in mentions:
        if mention.event_type == "ASSAULT" and any(a.countries for a in mention.sides.actors):
            for victim in mention.sides.recipients:
                for key in filter(None, (victim.name, victim.country)):
                    attackers.setdefault(key, mention.sides.actors)
    for mention in mentions:
        if mention.event_type == "ASSAULT" and not any(a.countries for a in mention.sides.recipients):
            other = next(
                (
                    m
                    for m in mentions
                    if m.sentence is mention.sentence
                    and m.event_type == "ASSAULT"
                    and any(a.countries for a in m.sides.recipients)
                ),
                None,
            )
            if other is not None and {c for a in other.sides.actors for c in a.countries} >= {
                c for a in mention.sides.actors for c in a.countries
            }:
                mention.sides.recipients = [from_context(a) for a in other.sides.recipients]
                mention.sides.rules.append("r:same_sentence")
    for mention in mentions:
        if mention.event_type == "ASSAULT" and not any(a.countries or a.start >= 0 for a in mention.sides.actors):
            for victim in mention.sides.recipients:
                known = attackers.get(victim.name or "") or attackers.get(victim.country or "")
                if known is not None:
                    mention.sides.actors = [from_context(a) for a in known]
                    mention.sides.rules.append("a:same_victim")
                    break
    for mention in mentions:
        if (
            mention.candidate.trigger.frame in ("RECIP", "TALKS")
            and mention.event_type == "CONSULT"
            and not mention.sides.recipients
        ):
            settle_host(mention.sides, "CONSULT", visits, mention.place_country, mention.candidate)
            if mention.sides.recipients or mention.place_country is not None:
                mention.mode = mention.sides.mode or mention.mode
                continue
            here = {c for a in mention.sides.actors for c in a.countries}
            if (
                len(here) == 2 and len(here & soil) == 1 and frozenset(here) not in visits
            ):  # the only one of the two in whose towns the story takes place
                settle_host(mention.sides, "CONSULT", visits, next(iter(here & soil)), mention.candidate)
            mention.mode = mention.sides.mode or mention.mode
