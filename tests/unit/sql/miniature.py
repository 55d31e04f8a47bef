"""A hand-made corpus of eight stories that touches every published table, view, check and query.

Every offset is found in the text, never typed, so that the offset contract holds by construction. The third story begins with
an emoji and carries vowel marks, so that a count in bytes, UTF-16 units or graphemes would show.
"""

from datetime import date
from typing import Any

import duckdb

from pipeline import schema
from pipeline.ids import short_id

Row = dict[str, Any]

HOST = "استقبل وزير الخارجية المغربي سالم العمراني، اليوم الاثنين بالرباط، نظيرته الإسبانية لوسيا مارتين."
BLAME = "وقالت مارتين إن الهجوم الذي استهدف قافلة إغاثة في مالي يهدد أمن المنطقة كلها."
MEETING_TITLE = "العمراني يستقبل مارتين في الرباط"
MEETING = f"{MEETING_TITLE}\n{HOST}\n{BLAME}\nاقرأ أيضا: أسعار الخضر هذا الأسبوع"
ARREST = "أَعلنتِ الشرطة التونسية توقيف خمسة أشخاص يشتبه في انتمائهم إلى خلية إرهابية."
ARRESTS = f"😀 عاجل من تونس\n{ARREST}"
MARCH = "تظاهر مئات العمال أمام مقر البرلمان في عمّان احتجاجا على رفع الأسعار."
SPORT = "وعاشت المدينة تظاهرة رياضية كبيرة نهاية الأسبوع."
RETRACTED = "ونفى حزب النهج اتهام الحكومة بالتقصير."
PROTEST = f"مسيرة عمالية في العاصمة\n{MARCH} {SPORT} {RETRACTED}\nأضف تعليقا\nالاسم *"
VISIT = "زارت الوزيرة الإسبانية لوسيا مارتين الرباط يوم الاثنين 3 يونيو 2024."
PLAN = "ومن المقرر أن يزور العمراني مدريد الشهر المقبل."
DENIAL = "ونفت الخارجية المغربية طرد السفير."
BLAMED = "واتهم حزب النهج الحكومة بالتقصير."
VISITS = f"{VISIT} {PLAN} {DENIAL} {BLAMED}"


def _id(name: str) -> str:
    return short_id("miniature", name)


FILES = {
    "meeting": ("2024-06-03", "2024-06-03/meeting.txt", "txt", "utf-8", "accepted", None),
    "copy": ("2024-06-04", "2024-06-04/copy.txt", "txt", "utf-8", "accepted", None),
    "batch": ("2024-06-04", "2024-06-04/batch.jsonl.gz", "jsonl.gz", "utf-8", "accepted", None),
    "broken": (
        "2024-06-04",
        "2024-06-04/broken.txt.gz",
        "txt.gz",
        None,
        "quarantined",
        "The gzip data ends early: fetch it again.",
    ),
}

# name: file, record, raw_text, title, source, published_at, language, status, reason
STORIES = {
    "meeting": ("meeting", 0, MEETING, MEETING_TITLE, "وكالة الساحل", date(2024, 6, 3), "ar", "ok", None),
    "copy": ("copy", 0, MEETING, MEETING_TITLE, "جريدة الميناء", date(2024, 6, 4), "ar", "ok", None),
    "arrests": ("batch", 0, ARRESTS, "عاجل من تونس", "وكالة الساحل", None, "ar", "ok", None),
    "protest": ("batch", 1, PROTEST, "مسيرة عمالية في العاصمة", "جريدة الميناء", date(2024, 6, 4), "ar", "ok", None),
    "visit": ("batch", 2, VISITS, "زيارة إسبانية إلى الرباط", "صحيفة الضفة", date(2024, 6, 4), "ar", "ok", None),
    "french": (
        "batch",
        3,
        "Le ministre a reçu son homologue.",
        None,
        None,
        None,
        "fr",
        "not_arabic",
        "The body is French: leave it out.",
    ),
    "short": ("batch", 4, "خبر عاجل", None, None, None, None, "too_short", "Two words: check the file."),
    "void": ("batch", 5, "", None, None, None, None, "empty", "No text: check the export."),
}

# name: story, sentence
SENTENCES = {
    "host": ("meeting", HOST),
    "blame": ("meeting", BLAME),
    "host_copy": ("copy", HOST),
    "blame_copy": ("copy", BLAME),
    "arrest": ("arrests", ARREST),
    "march": ("protest", MARCH),
    "sport": ("protest", SPORT),
    "retracted": ("protest", RETRACTED),
    "visited": ("visit", VISIT),
    "plan": ("visit", PLAN),
    "denial": ("visit", DENIAL),
    "blamed": ("visit", BLAMED),
}

ENTITIES = {
    "omrani": ("سالم العمراني", ["العمراني", "سالم العمراني"], "MAR", "GOV"),
    "martin": ("لوسيا مارتين", ["لوسيا مارتين", "مارتين"], "ESP", "GOV"),
    "police": ("الشرطة التونسية", ["الشرطة التونسية"], "TUN", "COP"),
}

# name: sentence, trigger, type, mode, contexts, construction, changes, participants (side, text, entity, country, sector, resolution)
MARTIN = ("actor", "لوسيا مارتين", "martin", "ESP", "GOV", "name")
OMRANI = ("recipient", "وزير الخارجية المغربي سالم العمراني", "omrani", "MAR", "GOV", "title")
PARTY = ("actor", "حزب النهج", None, None, "PTY", "description")
RABAT = {
    "location": "الرباط", "location_country": "MAR", "date_text": "اليوم الاثنين", "date_start": date(2024, 6, 3),
    "date_end": date(2024, 6, 3), "date_precision": "day", "date_basis": "publication",
}  # fmt: skip
MENTIONS: dict[str, tuple[str, str, str, str | None, list[str], str, Row, list[tuple[str, str | None, str | None, str | None, str, str]]]] = {
    "host": ("host", "استقبل", "CONSULT", "visit", ["diplomatic"], "verb", RABAT, [MARTIN, OMRANI]),
    "host_copy": ("host_copy", "استقبل", "CONSULT", "visit", ["diplomatic"], "verb", RABAT, [MARTIN, OMRANI]),
    "visited": ("visited", "زارت", "CONSULT", "visit", ["diplomatic"], "verb", RABAT | {"date_text": "الاثنين 3 يونيو 2024", "date_basis": "absolute"},
                [MARTIN, ("recipient", "الرباط", None, "MAR", "GOV", "metonym")]),
    "attack": ("blame", "الهجوم", "ASSAULT", None, ["terrorism"], "masdar", {"location": "مالي", "location_country": "MLI", "attribution": "مارتين"},
               [("recipient", "قافلة إغاثة", None, "MLI", "NGO", "description")]),
    "attack_copy": ("blame_copy", "الهجوم", "ASSAULT", None, ["terrorism"], "masdar",
                    {"location": "مالي", "location_country": "MLI", "attribution": "مارتين"}, [("recipient", "قافلة إغاثة", None, "MLI", "NGO", "description")]),
    "arrest": ("arrest", "توقيف", "COERCE", "arrest", ["terrorism"], "masdar", {"location_country": "TUN"},
               [("actor", "الشرطة التونسية", "police", "TUN", "COP", "name"), ("recipient", "خلية إرهابية", None, "TUN", "REB", "description")]),
    "march": ("march", "تظاهر", "PROTEST", "demo", [], "verb", {"location": "عمّان", "location_country": "JOR"},
              [("actor", "مئات العمال", None, "JOR", "LAB", "description"), ("recipient", None, None, "JOR", "GOV", "location")]),
    "plan": ("plan", "يزور", "AGREE", None, ["diplomatic"], "verb",
             {"modality": "future", "date_text": "الشهر المقبل", "date_start": date(2024, 7, 1), "date_end": date(2024, 7, 31), "date_precision": "month",
              "date_basis": "publication", "location": "مدريد", "location_country": "ESP"},
             [("actor", "العمراني", "omrani", "MAR", "GOV", "name"), ("recipient", "مدريد", None, "ESP", "GOV", "metonym")]),
    "expel": ("denial", "طرد", "SANCTION", "expel", ["diplomatic"], "masdar", {"modality": "denied", "negated": True},
              [("actor", "الخارجية المغربية", None, "MAR", "GOV", "name"), ("actor", None, None, "ESP", "GOV", "description")]),
    "blamed": ("blamed", "اتهم", "ACCUSE", None, [], "verb", {}, [PARTY, ("recipient", "الحكومة", None, "MAR", "GOV", "description")]),
    "retracted": ("retracted", "اتهام", "ACCUSE", None, [], "masdar", {"modality": "denied"},
                  [PARTY, ("recipient", "الحكومة", None, "MAR", "GOV", "description")]),
}  # fmt: skip

# happening: mentions, the one it is named after first
EVENTS = {
    "host": ["host", "host_copy", "visited"],
    "attack": ["attack", "attack_copy"],
    "arrest": ["arrest"],
    "march": ["march"],
    "plan": ["plan"],
    "expel": ["expel"],
    "blame": ["blamed", "retracted"],
}

LABELS = {
    "اقرأ أيضا: أسعار الخضر هذا الأسبوع": "related", "أضف تعليقا": "comment_form", "الاسم *": "comment_form", MEETING_TITLE: "title",
    "مسيرة عمالية في العاصمة": "title", "😀 عاجل من تونس": "ticker",
}  # fmt: skip


def rows() -> dict[str, list[Row]]:
    """Rows of every published table."""
    tables: dict[str, list[Row]] = {
        "files": [
            {"file_id": _id(f"file {name}"), "partition_key": part, "path": path, "size_bytes": 100, "sha256": "0" * 64, "format": form,
             "encoding": encoding, "status": status, "reason": reason, "n_stories": sum(s[0] == name for s in STORIES.values())}
            for name, (part, path, form, encoding, status, reason) in FILES.items()
        ],
        "stories": [
            {"story_id": _id(name), "file_id": _id(f"file {file}"), "partition_key": FILES[file][0], "record_no": no, "member": None,
             "url": f"https://example.org/{name}", "source": source, "title": title, "author": None, "published_at": day,
             "published_basis": "metadata" if day else None, "language": language, "raw_text": text, "n_chars": len(text), "status": status,
             "status_reason": reason}
            for name, (file, no, text, title, source, day, language, status, reason) in STORIES.items()
        ],
        "story_lines": [row for name in STORIES for row in _lines(name)],
        "sentences": [_sentence(name) for name in SENTENCES],
        "tokens": [row for name in SENTENCES for row in _tokens(name)],
        "event_mentions": [_mention(name) for name in MENTIONS],
        "event_participants": [row for name in MENTIONS for row in _participants(name)],
        "statements": [_statement("blame"), _statement("blame_copy")],
        "rejected_candidates": [_rejected()],
        "events": [_event(name) for name in EVENTS],
        "event_links": [
            {"mention_id": _id(f"mention {m}"), "event_id": _event_id(name), "reason": "self" if i == 0 else "copy",
             "via_mention_id": None if i == 0 else _id(f"mention {members[0]}"), "is_summary": False}
            for name, members in EVENTS.items() for i, m in enumerate(members)
        ],
        "entities": [
            {"entity_id": _id(f"entity {key}"), "name": name, "names": names, "country": country, "sector": sector}
            for key, (name, names, country, sector) in ENTITIES.items()
        ],
        "duplicate_pairs": [
            _pair("meeting", "copy", "exact_bytes", 1.0, 1.0, 1.0, 27), _pair("meeting", "visit", "reuse", 0.1, 0.3, 0.2, 6),
            _pair("arrests", "protest", "update", 0.7, 0.8, 0.8, 9),
        ],
        "duplicate_groups": [
            {"story_id": _id(name), "group_id": min(_id("meeting"), _id("copy")), "is_canonical": name == "meeting", "n_members": 2}
            for name in ("meeting", "copy")
        ],
        "quality_checks": [
            {"check_name": "no_stale_partitions", "asset": "raw_files", "partition_key": None, "passed": True, "severity": "ERROR", "value": 0.0,
             "threshold": 0.0, "details": None},
            {"check_name": "quarantined_share", "asset": "stories", "partition_key": "2024-06-04", "passed": False, "severity": "WARN",
             "value": 0.33, "threshold": 0.2, "details": "1 of 3 files"},
        ],
        "build": [
            {"build_id": _id("build"), "rasid_version": "0.1.0", "model_id": "0" * 64, "lexicon_id": "1" * 64, "n_files": len(FILES),
             "n_stories": len(STORIES)},
        ],
    }  # fmt: skip
    return tables


def warehouse(tables: dict[str, list[Row]] | None = None, path: str = ":memory:") -> duckdb.DuckDBPyConnection:
    """A warehouse of these rows (no rows: None means the whole corpus, {} an empty build), with its views."""
    from pipeline.report.blank import blank_warehouse

    connection = blank_warehouse(path)
    for name, content in (rows() if tables is None else tables).items():
        frame = schema.TABLES[name].frame([filled(schema.TABLES[name], row) for row in content])
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM frame")
        del frame
    return connection


def filled(table: schema.Table, row: Row) -> Row:
    """The row with something in every required column that means nothing here, such as the hash of a record."""
    some: dict[object, object] = {schema.TEXT: "", schema.INT: 0, schema.REAL: 0.0, schema.BOOL: False}
    return {column.name: some.get(column.dtype, []) for column in table.columns if not column.nullable} | row


def _span(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def _lines(name: str) -> list[Row]:
    text, status = STORIES[name][2], STORIES[name][7]
    lines: list[Row] = []
    start = 0
    for no, line in enumerate(text.split("\n") if text else []):
        label = LABELS.get(line, "body" if status == "ok" else "other")
        lines.append(
            {"story_id": _id(name), "line_no": no, "start_char": start, "end_char": start + len(line), "label": label,
             "rule_id": f"{label}.rule", "paragraph_no": no}
        )  # fmt: skip
        start += len(line) + 1
    return lines


def _words(name: str) -> list[tuple[int, int]]:
    story, sentence = SENTENCES[name]
    position, _ = _span(STORIES[story][2], sentence)
    spans = []
    for word in sentence.split(" "):
        spans.append((position, position + len(word)))
        position += len(word) + 1
    return spans


def _sentence(name: str) -> Row:
    story, sentence = SENTENCES[name]
    start, end = _span(STORIES[story][2], sentence)
    words = _words(name)
    return {
        "sentence_id": _id(f"sentence {name}"), "story_id": _id(story), "sentence_no": _number(name), "paragraph_no": 0, "start_char": start,
        "end_char": end, "text": sentence, "word_starts": [w[0] for w in words], "word_ends": [w[1] for w in words],
    }  # fmt: skip


def _number(name: str) -> int:
    return [n for n, (story, _) in SENTENCES.items() if story == SENTENCES[name][0]].index(name)


def _tokens(name: str) -> list[Row]:
    text = STORIES[SENTENCES[name][0]][2]
    return [
        {"sentence_id": _id(f"sentence {name}"), "token_no": no, "start_char": start, "end_char": end, "text": text[start:end], "form": None,
         "lemma": None, "upos": "X", "feats": None, "head": 0 if no == 1 else 1, "deprel": "root" if no == 1 else "dep", "ner": "O"}
        for no, (start, end) in enumerate(_words(name), 1)
    ]  # fmt: skip


def _event_id(name: str) -> str:
    return min(_id(f"mention {m}") for m in EVENTS[name])


def _mention(name: str) -> Row:
    sentence, trigger, event_type, mode, contexts, construction, changes, _ = MENTIONS[name]
    story, words = SENTENCES[sentence]
    offset = STORIES[story][2].index(words)
    start, end = _span(words, trigger)
    event = next(event for event, members in EVENTS.items() if name in members)
    return {
        "mention_id": _id(f"mention {name}"), "story_id": _id(story), "sentence_id": _id(f"sentence {sentence}"), "event_type": event_type, "mode": mode,
        "contexts": contexts, "trigger": trigger, "start_char": offset + start, "end_char": offset + end, "construction": construction,
        "location": None, "location_country": None, "date_text": None, "date_start": None, "date_end": None, "date_precision": None,
        "date_basis": None, "attribution": None, "modality": "asserted", "negated": False, "codable": True, "rule_id": f"{trigger}.frame", "probability": 0.9, "reasons": [],
        "event_id": _event_id(event),
    } | changes  # fmt: skip


def _participants(name: str) -> list[Row]:
    sentence, members = MENTIONS[name][0], MENTIONS[name][7]
    text = STORIES[SENTENCES[sentence][0]][2]
    return [
        {"mention_id": _id(f"mention {name}"), "participant_no": no, "side": side, "text": words,
         "start_char": None if words is None else _span(text, words)[0], "end_char": None if words is None else _span(text, words)[1],
         "entity_id": None if entity is None else _id(f"entity {entity}"), "country": country, "sector": sector, "other_sectors": [],
         "resolution": resolution}
        for no, (side, words, entity, country, sector, resolution) in enumerate(members)
    ]  # fmt: skip


def _statement(sentence: str) -> Row:
    story = SENTENCES[sentence][0]
    start, end = _span(STORIES[story][2], "الهجوم الذي استهدف قافلة إغاثة في مالي يهدد أمن المنطقة كلها")
    return {"story_id": _id(story), "sentence_id": _id(f"sentence {sentence}"), "start_char": start, "end_char": end, "speaker": "مارتين", "cue": "قالت",
            "style": "indirect"}  # fmt: skip


def _rejected() -> Row:
    start, end = _span(PROTEST, "تظاهرة")
    return {"story_id": _id("protest"), "sentence_id": _id("sentence sport"), "start_char": start, "end_char": end, "text": "تظاهرة",
            "event_type": "PROTEST", "guard": "sport"}  # fmt: skip


def _event(name: str) -> Row:
    members = EVENTS[name]
    first = _mention(members[0])
    people = [p for m in members for p in _participants(m)]
    stories = sorted({SENTENCES[MENTIONS[m][0]][0] for m in members})
    days = [day for story in stories if (day := STORIES[story][5])]
    return {
        "event_id": _event_id(name), "event_type": first["event_type"], "mode": first["mode"], "date_start": first["date_start"],
        "date_end": first["date_end"], "date_precision": first["date_precision"], "location_country": first["location_country"],
        "actor_countries": sorted({p["country"] for p in people if p["side"] == "actor" and p["country"]}),
        "recipient_countries": sorted({p["country"] for p in people if p["side"] == "recipient" and p["country"]}),
        "n_mentions": len(members), "n_stories": len(stories), "n_independent_stories": len({s.replace("copy", "meeting") for s in stories}),
        "first_published": min(days, default=None), "attributed_only": all(_mention(m)["attribution"] for m in members),
    }  # fmt: skip


def _pair(a: str, b: str, relation: str, jaccard: float, c_a: float, c_b: float, run: int) -> Row:
    first, second = _id(a), _id(b)
    if first > second:
        first, second, c_a, c_b = second, first, c_b, c_a
    return {
        "story_a": first,
        "story_b": second,
        "relation": relation,
        "jaccard": jaccard,
        "containment_a": c_a,
        "containment_b": c_b,
        "longest_run": run,
        "new_a": 1 - c_a,
        "new_b": 1 - c_b,
        "merges": relation == "exact_bytes",
        "basis": "text",
    }
