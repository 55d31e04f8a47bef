"""What is said about an event: who says so, whether it happened, when and where.

Belongs here: statements, modality, negation, the choice of a date and a place. Does not belong here: the grammar of dates
(dates) or who took part (roles).
"""

from collections.abc import Collection
from dataclasses import dataclass

from pipeline.events.actor import Actor, is_paper
from pipeline.events.candidates import Candidate
from pipeline.events.dates import When
from pipeline.events.particles import HARD, RELATIVES, SPEECH_PARTICIPLES
from pipeline.events.roles import Sides
from pipeline.events.scene import Scene
from pipeline.events.story import Word

_COMPLEMENT = frozenset(
    "أن إن بأن ان انه أنه إنه أنها إنها بأنه بأنها أنهم إنهم أننا إننا بأنهم بان أنّ إنّ بأنّ إني أني".split()
)
_SOURCE_CUES = frozenset("حسب بحسب وفق وفقا وبحسب ووفق وحسب نقلا لوفق وفقاً ووفقا نقلاً".split())
_MEDIA_SOURCES = frozenset("هسبريس الجريدة جريدة".split())
_HYPOTHETICAL = frozenset(
    "إذا لو ربما لعل يمكن قد محتمل يحتمل احتمال احتمالات إمكانية محاولة محاولات حال خطط مخطط مشروع مقترح".split()
)
_CONDITIONAL = frozenset("إذا لو ربما لعل يحتمل يمكن".split())
_NEGATIONS = frozenset("لم لن لا ما ولم ولن ولا لم".split())
_NOMINAL_NEGATIONS = frozenset("عدم دون بدون لعدم بعدم وعدم".split())
_EXISTENCE = frozenset("تم جرى وقع حصل حدث أجرى عقد قام نظم".split())


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of reported speech."""

    first: int
    last: int
    speaker: Actor | None
    speaker_text: str | None
    cue: int
    style: str


def find_statements(scene: Scene, open_quote: Statement | None) -> tuple[list[Statement], Statement | None]:
    """Attributed spans of a sentence, and the statement whose quotation is still open at its end."""
    words = scene.words
    found: list[Statement] = []
    closing = _closing(words, -1) if open_quote is not None else None
    if open_quote is not None:
        last = closing if closing is not None else len(words) - 1
        found.append(Statement(0, last, open_quote.speaker, open_quote.speaker_text, 0, "carried"))
    still_open: Statement | None = open_quote if open_quote is not None and closing is None else None
    last_speaker: tuple[Actor | None, str | None] = (None, None)
    for word in words:
        i = word.index
        if word.is_mark or any(s.first <= i <= s.last and s.style == "direct" for s in found):
            continue
        if "SPEECH" in word.info.verbs and word.upos in (None, "VERB", "AUX") and not _is_noun_here(scene, word):
            if word.info.folded.lstrip("و") in _IMPERSONAL:
                continue
            start, style = _content(scene, i)
            if start is None:
                aside = _aside(scene, i)
                if aside is not None:
                    found.append(aside)
                continue
            speaker, _ = scene.subject(i)
            end = _reach(scene, start) if style == "indirect" else _quote_end(words, start)
            end_index = min(end, len(words)) - 1 if style == "indirect" else end
            statement = Statement(start, max(start, end_index), speaker, _text(scene, speaker), i, style)
            found.append(statement)
            last_speaker = (speaker, statement.speaker_text)
            if speaker is not None and is_paper(speaker) and scene.memory.speaker is not None:
                pass  # it speaks for who was speaking
            elif speaker is not None:
                scene.memory.speaker = speaker
                scene.memory.subjects.append(speaker)
            if (
                style == "direct"
                and end >= len(words) - 1
                and not ((words[-1].is_mark and words[-1].text in "”»") or _balanced(words))
            ):
                still_open = statement
        elif word.bare.lstrip("و") in SPEECH_PARTICIPLES or word.bare in SPEECH_PARTICIPLES:
            start, style = _content(scene, i)
            if start is not None:
                speaker = last_speaker[0] or _speaker_before(scene, i)
                end_index = (
                    scene.sentence.boundary_right(start) - 1 if style == "indirect" else _quote_end(words, start)
                )
                found.append(Statement(start, max(start, end_index), speaker, _text(scene, speaker), i, style))
        elif word.bare in _SPEECH_NOUNS:
            complement = next((k for k in range(i + 1, min(i + 7, len(words))) if words[k].bare in _COMPLEMENT), None)
            owner = next((a for a in scene.actors if i < a.first <= i + 2), None)
            if complement is not None and complement + 1 < len(words):
                text = _text(scene, owner) or _source_words(scene, i)
                found.append(
                    Statement(
                        complement + 1,
                        max(complement + 1, _reach(scene, complement + 1) - 1),
                        owner,
                        text,
                        i,
                        "indirect",
                    )
                )
        elif word.bare in _SOURCE_CUES:
            actor = next((a for a in scene.actors if i < a.first <= i + 3), None)
            text = _text(scene, actor) or _source_words(scene, i)
            if text is not None:
                found.append(Statement(0, len(words) - 1, actor, text, i, "according_to"))
    return found, still_open


_IMPERSONAL = frozenset(("يذكر", "يشار", "تجدر"))
"""«يذكر أن»: the story's own voice."""
_SPEECH_NOUNS = frozenset("تأكيد إعلان قول تصريح زعم".split())


def _reach(scene: Scene, start: int) -> int:
    """Where indirect speech that begins at `start` ends: a hard mark, or «، في حين»، «، فيما»، «، بينما»."""
    limit = scene.sentence.boundary_right(start)
    for k in range(start + 1, limit):
        word = scene.words[k]
        if scene.words[k - 1].is_mark and (
            word.bare in ("فيما", "بينما") or (word.bare == "في" and k + 1 < limit and scene.words[k + 1].bare == "حين")
        ):
            return k
    return limit


def _aside(scene: Scene, cue: int) -> Statement | None:
    """«، يضيف البيان المشترك،»: a speech verb between commas attributes the whole sentence."""
    words = scene.words
    if not (cue and words[cue - 1].is_mark and words[cue - 1].text in "،,-–"):
        return None
    closing = next(
        (k for k in range(cue + 2, min(cue + 6, len(words))) if words[k].is_mark and words[k].text in "،,-–"), None
    )
    if closing is None:
        return None
    text = " ".join(w.text for w in words[cue + 1 : closing])
    actor = next((a for a in scene.actors if cue < a.first < closing), None)
    return Statement(0, len(words) - 1, actor, text, cue, "according_to")


def _is_noun_here(scene: Scene, word: Word) -> bool:
    if word.upos is not None:
        return False
    previous = scene.words[word.index - 1] if word.index else None
    return (
        previous is not None
        and (previous.preposition is not None and previous.bare not in ("قبل", "بعد"))
        and word.bare not in ("قال", "قالت")
    )


def _content(scene: Scene, cue: int) -> tuple[int | None, str]:
    """Where what is said begins: after أن/إن or a colon, or at an opening quotation mark, within the cue's clause."""
    words = scene.words
    for i in range(cue + 1, min(cue + 32, len(words))):
        word = words[i]
        if word.is_mark:
            if word.text in '“«"' and (i - cue <= 14):
                if (
                    word.text == '"'
                    and i + 1 < len(words)
                    and (_short_quote(words, i) or _complement_follows(words, i))
                ):
                    continue
                if word.text in "“«" and _short_quote(words, i):
                    continue
                return i + 1 if i + 1 < len(words) else None, "direct"
            if word.text == ":":
                after = i + 1
                if after < len(words) and words[after].is_mark and words[after].text in '“«"':
                    return (after + 1, "direct") if after + 1 < len(words) else (None, "")
                return (after, "indirect") if after < len(words) else (None, "")
            if word.text in HARD:
                break
            continue
        if word.bare in _COMPLEMENT:
            if (
                i + 1 < len(words)
                and words[i + 1].is_mark
                and words[i + 1].text in '“«"'
                and not _short_quote(words, i + 1)
            ):
                return (i + 2, "direct") if i + 2 < len(words) else (None, "")
            return (i + 1, "indirect") if i + 1 < len(words) else (None, "")
        if (
            "SPEECH" in word.info.verbs
            and word.upos in (None, "VERB")
            and i > cue + 1
            and i in scene.finite
            and not scene.in_relative(i, cue)
        ):
            return None, ""
    # «أعلنت وزارة الداخلية ترحيلها …»: an announcement of a deed by its masdar
    lemma = words[cue].info.verbs["SPEECH"][0] if "SPEECH" in words[cue].info.verbs else ""
    if lemma in ("أعلن", "كشف", "زعم", "ادعى", "نفى") and cue + 1 < len(words):
        return cue + 1, "indirect"
    return None, ""


def _complement_follows(words: list[Word], opening: int) -> bool:
    """The quotation marks close soon and أن comes after them: they held a name («قناة "…" أن»)."""
    closing = next(
        (k for k in range(opening + 1, min(opening + 9, len(words))) if words[k].is_mark and words[k].text in '”»"'),
        None,
    )
    return closing is not None and any(w.bare in _COMPLEMENT for w in words[closing + 1 : closing + 5])


def _short_quote(words: list[Word], opening: int) -> bool:
    """A quoted name or term, not a quotation."""
    n = 0
    for word in words[opening + 1 : opening + 8]:
        if word.is_mark and word.text in '”»"':
            return n <= 3
        n += not word.is_mark
    return False


def _quote_end(words: list[Word], start: int) -> int:
    for i in range(start, len(words)):
        if words[i].is_mark and words[i].text in '”»"' and not (words[i].text == '"' and _opens_here(words, i)):
            return max(start, i - 1)
    return len(words) - 1


def _opens_here(words: list[Word], i: int) -> bool:
    """A straight quotation mark that opens: a space before it and none after."""
    before = i > 0 and words[i - 1].end < words[i].start
    after = i + 1 < len(words) and words[i + 1].start == words[i].end
    return before and after


def _balanced(words: list[Word]) -> bool:
    return sum(w.is_mark and w.text == '"' for w in words) % 2 == 0 and sum(
        w.is_mark and w.text in "“«" for w in words
    ) == sum(w.is_mark and w.text in "”»" for w in words)


def _closing(words: list[Word], after: int) -> int | None:
    for i in range(after + 1, len(words)):
        if words[i].is_mark and (words[i].text in "”»" or (words[i].text == '"' and not _opens_here(words, i))):
            return i
        if words[i].is_mark and words[i].text in "“«":
            return None
    return None


def _text(scene: Scene, actor: Actor | None) -> str | None:
    if actor is None:
        return None
    return actor.text or None


def _source_words(scene: Scene, cue: int) -> str | None:
    words = [w for w in scene.words[cue + 1 : cue + 4] if not w.is_mark]
    return " ".join(w.text for w in words[:2]) if words else None


def _speaker_before(scene: Scene, index: int) -> Actor | None:
    for verb in sorted((v for v in scene.subjects if v < index), reverse=True):
        return scene.subjects[verb]
    topic = [a for a in scene.actors if a.last < index and not a.relation and a.kind != "city"]
    return topic[0] if topic else scene.memory.speaker


def attribution(
    scene: Scene, candidate: Candidate, statements: list[Statement], sides: Sides, state: str
) -> str | None:
    """Who says so, when the mention stands in reported speech and is not the speaker's own act of speech."""
    best: Statement | None = None
    for statement in statements:
        if not statement.first <= candidate.index <= statement.last or statement.cue == candidate.index:
            continue
        if statement.style == "according_to" and abs(statement.cue - candidate.index) <= 1:
            continue
        if best is None or statement.first >= best.first:
            best = statement
    own_act = scene.lexicon.frames[candidate.trigger.frame].rule == "speech"
    if best is None:
        if own_act or not scene.quoted(candidate.index):
            return None
        earlier = [v for v in scene.subjects if v < candidate.index and not scene.quoted(v)]
        quoting = scene.subjects[max(earlier)] if earlier else None
        return (quoting.text or quoting.name) if quoting is not None else None
    if own_act and best.speaker is not None and best.style != "according_to":
        states = ("country", "metonym", "body")
        same = any(
            a.start == best.speaker.start or (a.name is not None and a.name == best.speaker.name)
            or (a.kind in states and best.speaker.kind in states and a.countries == best.speaker.countries) or a.scope == "own" or (a.text and a.text in best.speaker.text)
            for a in sides.actors
        )  # fmt: skip
        if best.cue == candidate.light or (same and state != "denied"):
            return None
    if own_act and best.style != "according_to" and candidate.form.pos == "P":
        return None
    return best.speaker_text or (best.speaker.name if best.speaker and best.speaker.name else None) or "unnamed"


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
        if any("SPEECH" in w.info.verbs and w.info.verbs["SPEECH"][0] == "نفى" for w in words[max(0, i - 4) : i]):
            return "denied", True
        if (previous and "PREVENTED" in previous[-1].info.verbs) or any(
            w.bare in ("إلغاء", "إحباط", "تأجيل", "تعذر") for w in previous[-1:]
        ):
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
        if bare in _CONDITIONAL and k <= 3:
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


def pick_date(scene: Scene, candidate: Candidate, dated: Collection[int] = ()) -> When | None:
    """The date phrase of the trigger's own clause: after it first, else before it. `dated`: triggers that have a date."""
    best: tuple[int, When] | None = None
    i = candidate.light if candidate.light is not None and not candidate.relative else candidate.index
    low, high = min(i, candidate.index), max(i, candidate.index)
    for when in scene.dates:
        if when.first and scene.words[when.first - 1].bare in _LIMITS:
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
            if _crosses(scene, when.last, low):
                distance += 25
        if distance <= 24 and (best is None or distance < best[0]):
            best = (distance, when)
    return best[1] if best else None


_LIMITS = frozenset("حتى غاية لغاية نهاية بنهاية أفق بحلول متم".split())
"""Before a date: a deadline, not the day of the event."""


def _own_relative(scene: Scene, candidate: Candidate, position: int) -> bool:
    """The date stands in the relative clause that describes the trigger («الهجوم الذي أسفر عن … الخميس»)."""
    if not candidate.is_noun:
        return False
    opening = next(
        (k for k in range(candidate.index + 1, min(candidate.index + 6, position)) if scene.words[k].bare in RELATIVES),
        None,
    )
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
