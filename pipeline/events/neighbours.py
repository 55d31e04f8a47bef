"""Questions about the words beside a hit: classes that stand near, prepositions that follow, names that cover it.

Belongs here: looking at neighbouring words. Does not belong here: what follows from them (guards).
"""

from collections.abc import Iterator

from pipeline.events.morphology import fold
from pipeline.events.scene import Scene
from pipeline.events.story import Word


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


def says(scene: Scene, index: int, classes: tuple[str, ...]) -> bool:
    """What is said after the verb of saying at `index` holds a word of one of the classes."""
    said = _following(scene, index, _SAID, stops="؛.!؟")
    return any(not word.info.classes.isdisjoint(classes) for word in said)


def _following(scene: Scene, index: int, reach: int, stops: str) -> Iterator[Word]:
    """Up to `reach` words after `index`, as far as the first of the marks in `stops`."""
    n = 0
    for word in scene.words[index + 1 :]:
        if word.is_mark:
            if word.text in stops:
                return
            continue
        n += 1
        if n > reach:
            return
        yield word


_SAID = 24
"""Words of reported speech that are read for what it is about."""


def met(scene: Scene, index: int, condition: str, *, noun: bool) -> bool:
    """The words beside the hit at `index`, a noun or a verb, fulfil the condition (`near:CLASS`, `prep:على|ب`, …)."""
    head, _, arguments = condition.partition(":")
    options = tuple(arguments.split("|"))
    if head == "near":
        return near(scene, index, options, 10 if noun else 22)
    if head == "next":
        return near(scene, index, options, 3 if noun else 12)
    if head == "prev":
        return near(scene, index, options, 3, back=True)
    if head == "says":
        return says(scene, index, options)
    return prep_follows(scene, index, options, 10 if noun else 22)


def _is_business(scene: Scene, index: int) -> bool:
    """«رجال أعمال» are no works of a conference."""
    return (
        scene.words[index].bare == "أعمال"
        and index > 0
        and scene.words[index - 1].info.folded.endswith(("رجال", "رجل", "سيدات", "جدول"))
    )


def covered(scene: Scene, index: int) -> bool:
    """The word is inside the name of a body («مكتب مكافحة …»), not its own noun phrase."""
    actor = scene.actor_at(index)
    return actor is not None and index in actor.core and (index != actor.first or len(actor.core) > 1)


def prep_follows(scene: Scene, index: int, options: tuple[str, ...], reach: int) -> bool:
    """One of the prepositions stands, free or attached, within `reach` words after `index`."""
    for word in _following(scene, index, reach, stops="؛:.!؟"):
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
