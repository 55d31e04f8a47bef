"""Who says so: stretches of reported speech, and whose words a mention stands in.

Belongs here: speech verbs, quotations, sources, the speaker of a mention. Does not belong here: whether, when and where
something happened (attributes).
"""

from dataclasses import dataclass

from pipeline.events.actor import Actor, is_paper
from pipeline.events.candidates import Candidate
from pipeline.events.particles import HARD, SPEECH_PARTICIPLES
from pipeline.events.roles import Sides
from pipeline.events.scene import Scene
from pipeline.events.story import Word

_COMPLEMENT = frozenset(
    "أن إن بأن ان انه أنه إنه أنها إنها بأنه بأنها أنهم إنهم أننا إننا بأنهم بان أنّ إنّ بأنّ إني أني".split()
)
_SOURCE_CUES = frozenset("حسب بحسب وفق وفقا وبحسب ووفق وحسب نقلا لوفق وفقاً ووفقا نقلاً".split())


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
            aside = _aside(scene, i)
            if aside is not None:
                found.append(aside)
                continue
            start, style = _content(scene, i)
            if start is None:
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
            source = _source(scene, i, last_speaker[0])
            if source is not None:
                found.append(Statement(0, len(words) - 1, *source[:2], i, source[2]))
    return found, still_open


_IMPERSONAL = frozenset(("يذكر", "يشار", "تجدر"))
"""«يذكر أن»: the story's own voice."""
_NO_SOURCE = frozenset(
    "قانون قوانين دستور قرار قرارات مادة مواد فصل فصول مبدا مبادئ اهداف جوهر معايير مقتضيات مقتضي برنامج جدول شروط احكام ميثاق منطق نظام اتفاق اتفاقية "
    "خطة منهج مقاربة رؤية تقويم قواعد ضوابط عدد سعر حجم طبيعة نوع مستوي حاجة حال".split()
)
"""What one acts by («وفق القانون»), not who says so."""
_OWN_WORDS = frozenset("تعبير قول وصف راي زعم كلام تصريح اعتقاد".split())


def _source(scene: Scene, cue: int, speaker: Actor | None) -> tuple[Actor | None, str, str] | None:
    """Who is quoted after «حسب» or «وفقا لـ»: actor, text and style of the statement."""
    following = next((w for w in scene.words[cue + 1 : cue + 4] if not w.is_mark), None)
    if following is None:
        return None
    stems = {s.stem for s in following.info.splits}
    if stems & _NO_SOURCE:
        return None
    if any(s.pronoun and s.stem in _OWN_WORDS for s in following.info.splits):
        owner = speaker or _speaker_before(scene, cue)
        text = _text(scene, owner) or (owner.name if owner is not None else None)
        return (owner, text, "indirect") if text else None
    actor = next((a for a in scene.actors if cue < a.first <= cue + 3), None)
    text = _text(scene, actor) or _source_words(scene, cue)
    return (actor, text, "according_to") if text is not None else None


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


_SOURCES = frozenset(
    "مصدر مصادر بيان بلاغ متحدث ناطق تقرير وكالة صحيفة جريدة قناة شهود معطيات موقع مسؤول محامي ذاته نفسه".split()
)


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
    inside = words[cue + 1 : closing]
    actor = next((a for a in scene.actors if cue < a.first < closing), None)
    if any(w.bare in _COMPLEMENT for w in inside) or (
        actor is None and not any(w.info.folded.removeprefix("ال") in _SOURCES for w in inside)
    ):
        return None
    text = " ".join(w.text for w in inside)
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
            break
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


_SPOKESMEN = ("متحدث", "المتحدث", "ناطق", "الناطق")


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
            or (a.kind in states and a.countries == best.speaker.countries and (best.speaker.kind in states or best.speaker.text.startswith(_SPOKESMEN))) or a.scope == "own" or (a.text and a.text in best.speaker.text)
            for a in sides.actors
        )  # fmt: skip
        if best.cue == candidate.light or (same and state != "denied"):
            return None
    if own_act and best.style != "according_to" and candidate.form.pos == "P":
        return None
    return best.speaker_text or (best.speaker.name if best.speaker and best.speaker.name else None) or "unnamed"
