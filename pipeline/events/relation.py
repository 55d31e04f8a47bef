"""The preposition before a mention, or its coordination with the one before.

Belongs here: what stands left of a mention. Does not belong here: which side it is on (roles).
"""

from pipeline.events.actor import PLACE_KINDS, Actor
from pipeline.events.particles import (
    AUXILIARIES,
    CLITIC_PREPOSITIONS,
    DAY_WORDS,
    FILLERS,
    HONORIFICS,
    STOP_WORDS,
    is_filler,
)
from pipeline.events.story import Word

_PLACE_WORDS = frozenset(
    "مدينة العاصمة جمهورية مملكة سلطنة إمارة دولة جارتها جارته جاره الجار الجارة الشقيقة نظام منطقة إقليم محافظة ولاية جهة مطار مقر حي بلدة قرية مخيم".split()
)


def relate(words: list[Word], actor: Actor, found: list[Actor]) -> None:
    """The preposition before a mention, over fillers («مع كل من», «على عدد من»), or its coordination with the one before."""
    word = words[actor.first]
    own = next((s for s, _ in word.info.names), None) or (word.info.nisba[2] if word.info.nisba else None)
    if own is None:
        own = next((s for s in word.info.splits if s.stem in ("",)), None)
    if own is not None and own.preposition:
        actor.relation, actor.relation_at = CLITIC_PREPOSITIONS[own.preposition], actor.first
        if (
            own.preposition == "ب"
            and actor.first
            and words[actor.first - 1].bare
            in ("المتعلقة", "المتعلق", "الخاصة", "الخاص", "المرتبطة", "المرتبط", "متعلقة", "المحيطة")
        ):
            actor.relation = "topic"
        if own.conjunction:
            actor.joined = False
        return
    conjunction = own.conjunction if own is not None else ""
    if own is None and actor.kind == "person" and word.bare.startswith("و") and found and found[-1].named:
        conjunction = "و"  # an unknown name after somebody who has one
    j = actor.first - 1
    comma = False
    while j >= 0:
        previous = words[j]
        if previous.is_mark:
            if previous.text in "،,":
                comma = True
                if not found or found[-1].last != j - 1:
                    return
                actor.joined = bool(conjunction) or _list_goes_on(words, actor)
                if actor.joined:
                    actor.relation, actor.relation_at = found[-1].relation, found[-1].relation_at
                return
            if previous.text in "\"“”«»'(-–":
                j -= 1
                continue
            return
        if found and found[-1].last == j and found[-1].adjectival and actor.kind in PLACE_KINDS and not conjunction:
            j = found[-1].first - 1  # «العاصمة المغربية الرباط»
            continue
        if found and found[-1].last == j and found[-1].kind == "city" and actor.kind == "metonym" and not conjunction:
            actor.quantified = True  # «العاصمة السويدية ستوكهولم»: a place, not a government
            actor.relation, actor.relation_at = found[-1].relation, found[-1].relation_at
            return
        if found and found[-1].last == j:
            if conjunction:
                actor.joined = True
                actor.relation, actor.relation_at = found[-1].relation, found[-1].relation_at
            elif j < actor.first - 1 and actor.named and actor.countries == found[-1].countries:
                actor.relation, actor.relation_at = found[-1].relation, found[-1].relation_at  # «حلف … "ناتو"»
            return
        if actor.named and previous.bare.removeprefix("و") in HONORIFICS:
            if previous.bare.startswith("و") and found and found[-1].last == j - 1:
                actor.joined, actor.relation, actor.relation_at = True, found[-1].relation, found[-1].relation_at
                return
            j -= 1
            continue
        relation = previous.preposition
        if previous.bare in ("طرف", "لدن", "قبل") and j >= 1 and words[j - 1].bare in ("من", "ومن"):
            actor.relation, actor.relation_at = "agent", j - 1
            return
        if (
            previous.bare.removeprefix("و") in ("بينهم", "بينها", "ضمنهم", "ضمنها", "منهم", "أبرزهم", "مقدمتهم")
            and found
        ):
            whole = next((a for a in reversed(found) if a.number != "s" and not a.joined), found[-1])
            actor.joined, actor.joined_to, actor.relation, actor.relation_at = (
                True,
                whole,
                whole.relation,
                whole.relation_at,
            )
            return
        if previous.bare in ("يسمى", "تسمى", "يعرف") and j >= 1 and words[j - 1].bare in ("ما", "بما"):
            j -= 2
            continue
        if relation == "from" and j >= 1 and (step := _filler_before(words, j)):
            # «عدد من», «كل من», «جزء كبير من»: the filler's own preposition counts
            j -= step
            filler = words[j]
            clitic = filler.bare[:1] if filler.bare[:1] in CLITIC_PREPOSITIONS and filler.bare[1:] in FILLERS else ""
            if clitic:
                actor.relation, actor.relation_at = CLITIC_PREPOSITIONS[clitic], j
                return
            if filler.bare[:1] == "و" and found and found[-1].last == j - 1:
                actor.joined, actor.relation, actor.relation_at = True, found[-1].relation, found[-1].relation_at
                return
            actor.quantified = True
            j -= 1
            continue
        if relation is not None:
            nxt = words[j + 1].bare
            if relation == "on" and nxt in ("يد", "أيدي", "أيد", "يدي"):
                relation = "agent"
            actor.relation, actor.relation_at = relation, j
            return
        if previous.bare in ("طرف", "لدن", "قبل") and j >= 1 and words[j - 1].bare in ("من", "ومن"):
            actor.relation, actor.relation_at = "agent", j - 1
            return
        if previous.bare in ("يد", "أيدي", "أيد", "يدي") and j >= 1 and words[j - 1].bare in ("على", "علي"):
            actor.relation, actor.relation_at = "agent", j - 1
            return
        if previous.bare in ("حق",) and j >= 1 and words[j - 1].bare in ("في", "فى"):
            actor.relation, actor.relation_at = "on", j - 1
            return
        if previous.bare == "جانب" and j >= 1 and words[j - 1].bare in ("إلى", "الى"):
            actor.relation, actor.relation_at = "with", j - 1
            return
        if (
            is_filler(previous.bare)
            or previous.text[0].isdigit()
            or previous.bare in _PLACE_WORDS
            or previous.bare[1:] in _PLACE_WORDS
            or previous.bare == "للعاصمة"
        ):
            for clitic, relation_name in CLITIC_PREPOSITIONS.items():
                if previous.bare.startswith(clitic) and previous.bare[1:] in FILLERS:
                    actor.relation, actor.relation_at = relation_name, j
                    return
                if previous.bare.startswith(clitic) and previous.bare[1:] in _PLACE_WORDS:
                    actor.relation, actor.relation_at = "in" if clitic == "ب" else relation_name, j
                    return
            if previous.bare == "للعاصمة":
                actor.relation, actor.relation_at = "to", j
                return
            actor.quantified = True
            j -= 1
            continue
        if previous.bare.startswith(("ب", "ل", "ك")) and actor.relation == "" and comma:
            return
        # a noun before: the mention is its complement («أراضي المغرب»), not free to be a side
        actor.relation_at = j
        actor.relation = (
            "of"
            if not previous.info.is_finite
            and not previous.info.triggers
            and not previous.info.phrases
            and _is_noun_before(previous)
            else ""
        )
        return


def _filler_before(words: list[Word], j: int) -> int:
    """How many words before the من at `j` its word of quantity stands; 0 when there is none."""
    if is_filler(words[j - 1].bare):
        return 1
    if j >= 2 and is_filler(words[j - 2].bare) and words[j - 1].bare in _SIZES:
        return 2
    return 0


_SIZES = frozenset("كبير كبيرة كبيرا كبيرًا مهم مهمة محدود محدودة واسع واسعة قليل قليلة هام هامة آخر أخرى".split())


def _is_noun_before(word: Word) -> bool:
    if word.bare in AUXILIARIES:
        return False
    if word.upos is not None:
        return word.upos in ("NOUN", "X", "PROPN")
    return (
        word.bare not in STOP_WORDS
        and not word.bare.startswith(("ال", "وال", "بال", "لل", "فال", "كال"))
        and not word.bare.endswith(("ا", "ها", "هم", "ه"))
        and word.bare not in DAY_WORDS
        and not word.bare.startswith(("ي", "ت", "سي", "ست", "وي", "وت"))
    )


def _list_goes_on(words: list[Word], actor: Actor) -> bool:
    nxt = words[actor.last + 1] if actor.last + 1 < len(words) else None
    return (
        nxt is not None
        and not nxt.is_mark
        and nxt.bare.startswith("و")
        and actor.kind in ("country", "organisation", "metonym")
    )
