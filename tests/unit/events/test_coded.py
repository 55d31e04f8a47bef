"""Coded stories without their texts: packed, given back, refused, and free of anyone's words."""

import csv
import gzip
import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipeline.evaluate.gold import read_gold as read_for_evaluation
from pipeline.events.training.coded import (
    PACKED,
    CodedError,
    CodedEvent,
    CodedStory,
    app,
    coded_sets,
    pack,
    read_coded,
    recover,
    write_gold,
)
from pipeline.events.training.gold_format import find_span, read_gold

MEMBER = """وزيرا خارجية المغرب وكوبا يلتقيان
التقى وزير الخارجية المغربي نظيره الكوبي أمس في الرباط. وقال الوزير المغربي إن الشرطة أوقفت مهربا في طنجة.
"""
ROW = {
    "title": "إضراب في ميناء",
    "author": "س. ع.",
    "date": "الأحد 3 ماي",
    "story": "أضرب عمال الميناء.\r\nوطالبوا بلقاء.",
}
ROW_TEXT = "إضراب في ميناء\nس. ع.\nالأحد 3 ماي\n\nأضرب عمال الميناء.\nوطالبوا بلقاء."
TREC = """<DOC>
<TITLE> الجيش يرد </TITLE>
<TIME>2016-05-04 10:00</TIME>
<TEXT>
هاجم مسلحون حاجزا.

\x20
وقتل الجيش اثنين منهم.
</TEXT>
</DOC>
"""
TREC_TEXT = "الجيش يرد\nJawhara FM\n2016-05-04 10:00\n\nهاجم مسلحون حاجزا.\nوقتل الجيش اثنين منهم."


def tar(path: Path, **files: str) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(f"raw/{name}.txt")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))


def lay_data(folder: Path, member: str = MEMBER) -> Path:
    (folder / "news" / "hespress-6000").mkdir(parents=True, exist_ok=True)
    tar(folder / "news" / "hespress-jazeera.tar.gz", one="غير هذا", two=member)
    tar(folder / "news" / "antcorpus.tar.gz", three=TREC, SOURCE="no document")
    with gzip.open(folder / "news" / "hespress-6000" / "ports.csv.gz", "wt", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["id", "title", "date", "author", "story"])
        table.writeheader()
        table.writerow({"title": "سابق", "story": "سطر"})
        table.writerow(ROW)
    return folder


def coded(raw: str, sentence: str, trigger: str, **more: Any) -> dict[str, Any]:
    start = raw.index(sentence) + sentence.index(trigger)
    span = raw.index(sentence), raw.index(sentence) + len(sentence)
    event = {
        "trigger": trigger,
        "trigger_span": [start, start + len(trigger)],
        "sentence_index": 0,
        "type": "CONSULT",
        "mode": None,
        "actors": [],
        "recipients": [],
        "location": None,
        "location_country": None,
        "date_text": None,
        "date_iso": None,
        "attribution": None,
        "modality": "asserted",
        "negated": False,
    }
    return {"sentence_spans": [span], "events": [event | more], "publication_date": None, "source": "made"}


def side(text: str | None, country: str) -> dict[str, Any]:
    return {"text": text, "country": country, "sector": "GOV", "other_sectors": ["MIL"]}


def lay_gold(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    met = coded(
        MEMBER,
        "التقى وزير الخارجية المغربي نظيره الكوبي أمس في الرباط.",
        "التقى",
        mode="visit",
        alt_modes=[None],
        alt_types=["AGREE"],
        actors=[side("نظيره الكوبي", "CUB")],
        recipients=[side("وزير الخارجية المغربي", "MAR"), side(None, "ESH")],
        alt_sides={"actors": [side("وزير الخارجية المغربي", "MAR")], "recipients": []},
        location="الرباط",
        location_country="MAR",
        date_text="أمس",
        date_iso="2020-05-03",
        alt_dates=[None, "2020-05"],
    )
    struck = coded(
        ROW_TEXT, "أضرب عمال الميناء.", "أضرب", type="PROTEST", attribution="النقابة", modality="hypothetical"
    )
    killed = coded(TREC_TEXT, "وقتل الجيش اثنين منهم.", "قتل", type="ASSAULT", negated=True)
    killed["optional_events"], killed["events"] = killed["events"], []
    for name, raw, data in (("met", MEMBER, met), ("struck", ROW_TEXT, struck), ("killed", TREC_TEXT, killed)):
        (folder / f"{name}.txt").write_bytes(raw.encode())
        (folder / f"{name}.json").write_text(json.dumps(data | {"file": f"{name}.txt"}), encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return lay_data(tmp_path / "data")


@pytest.fixture
def stories(tmp_path: Path) -> list[CodedStory]:
    return read_gold(lay_gold(tmp_path / "gold"))


def test_a_set_comes_back_with_its_texts(tmp_path: Path, data: Path, stories: list[CodedStory]) -> None:
    pack("tiny", stories, data, tmp_path / "packed")
    records = read_coded("tiny", tmp_path / "packed")
    assert [(r.key, r.corpus, r.record) for r in records] == [
        ("killed", "news/antcorpus.tar.gz", "raw/three.txt"),
        ("met", "news/hespress-jazeera.tar.gz", "raw/two.txt"),
        ("struck", "news/hespress-6000/ports.csv.gz", "1"),
    ]
    found = recover(records, data)
    assert found == [replace(s, corpus=r.corpus, record=r.record) for s, r in zip(stories, records, strict=True)]
    assert [s.raw for s in found] == [TREC_TEXT, MEMBER, ROW_TEXT]
    assert found[1].title == "وزيرا خارجية المغرب وكوبا يلتقيان"
    (event,) = found[1].events
    assert found[1].text(event.actors[0].span) == "نظيره الكوبي"
    assert found[1].text(event.location_span) == "الرباط"
    assert (event.actors[0].other_sectors, event.recipients[1].span) == (("MIL",), None)
    assert event.alt_dates == (None, "2020-05")


def test_a_speaker_outside_the_sentence_is_one_without_a_span(stories: list[CodedStory]) -> None:
    (event,) = stories[2].events
    assert event.attributed
    assert event.attribution_span is None
    assert not stories[1].events[0].attributed


def test_recovered_gold_says_what_was_coded(tmp_path: Path, data: Path, stories: list[CodedStory]) -> None:
    pack("tiny", stories, data, tmp_path / "packed")
    write_gold(recover(read_coded("tiny", tmp_path / "packed"), data), tmp_path / "again")
    assert read_for_evaluation(tmp_path / "again") == read_for_evaluation(tmp_path / "gold")
    again = read_gold(tmp_path / "again")
    assert again == stories
    assert [s.raw for s in again] == [s.raw for s in stories]


def test_packing_is_deterministic(tmp_path: Path, data: Path, stories: list[CodedStory]) -> None:
    first = pack("tiny", stories, data, tmp_path / "a").read_bytes()
    assert pack("tiny", reversed(stories), data, tmp_path / "b").read_bytes() == first


def test_a_changed_text_is_refused_by_name(tmp_path: Path, data: Path, stories: list[CodedStory]) -> None:
    pack("tiny", stories, data, tmp_path / "packed")
    lay_data(data, member=MEMBER.replace("أمس", "اليوم"))
    with pytest.raises(CodedError, match=r"met: raw/two.txt of news/hespress-jazeera.tar.gz .* is not the text"):
        recover(read_coded("tiny", tmp_path / "packed"), data)


def test_a_missing_record_and_a_missing_corpus_are_named(tmp_path: Path, data: Path, stories: list[CodedStory]) -> None:
    pack("tiny", stories, data, tmp_path / "packed")
    records = read_coded("tiny", tmp_path / "packed")
    tar(data / "news" / "antcorpus.tar.gz", other=TREC)
    with pytest.raises(CodedError, match=r"killed: raw/three.txt of news/antcorpus.tar.gz is missing"):
        recover(records, data)
    (data / "news" / "antcorpus.tar.gz").unlink()
    with pytest.raises(CodedError, match=r"killed: its corpus news/antcorpus.tar.gz is not in"):
        recover(records, data)


def test_a_story_of_no_corpus_is_not_packed(tmp_path: Path, data: Path, stories: list[CodedStory]) -> None:
    lay_data(data, member="نص آخر")
    with pytest.raises(CodedError, match="the text of met is no record"):
        pack("tiny", stories, data, tmp_path / "packed")
    assert coded_sets(tmp_path / "packed") == []


def test_words_of_a_story_are_not_packed(tmp_path: Path, data: Path, stories: list[CodedStory]) -> None:
    stories[1] = replace(stories[1], source="الصحيفة")
    with pytest.raises(CodedError, match="must not be packed"):
        pack("tiny", stories, data, tmp_path / "packed")


def test_broken_gold_is_refused_by_file(tmp_path: Path) -> None:
    folder = lay_gold(tmp_path / "gold")
    text = (folder / "met.txt").read_text(encoding="utf-8")
    (folder / "met.txt").write_text(" " + text, encoding="utf-8")
    with pytest.raises(CodedError, match=r"met\.json: .*trigger_span"):
        read_gold(folder)
    (folder / "met.txt").unlink()
    with pytest.raises(CodedError, match=r"met\.json: met\.txt is missing"):
        read_gold(folder)


def test_a_phrase_is_found_as_a_word_near_the_trigger() -> None:
    raw = "قال علي إن علياء زارت علي ثم عادت. علي هنا"
    sentence = (0, raw.index(".") + 1)
    trigger = (raw.index("زارت"), raw.index("زارت") + 4)
    near = raw.index("زارت علي") + 5
    assert find_span("علي", raw, sentence, trigger) == (near, near + 3)  # علياء is as near, and another word
    assert find_span("هنا", raw, sentence, trigger) is None
    assert find_span(None, raw, sentence, trigger) is None


def test_the_commands_explain_themselves_and_list_the_sets() -> None:
    listed = CliRunner().invoke(app, ["sets"])
    assert [line.split(":")[0] for line in listed.output.splitlines()] == coded_sets()
    for command in ("recover", "pack"):
        assert "--data" in CliRunner().invoke(app, [command, "--help"]).output
    with pytest.raises(CodedError, match="no set nothing; there are: A, "):
        read_coded("nothing")


def spans_of(event: CodedEvent) -> list[tuple[int, int]]:
    other = event.alt_sides
    sides = (*event.actors, *event.recipients, *((*other.actors, *other.recipients) if other else ()))
    found = (event.trigger_span, event.location_span, event.date_span, event.attribution_span, *(s.span for s in sides))
    return [span for span in found if span is not None]


@pytest.mark.parametrize("name", coded_sets())
def test_packed_sets_hold_spans_and_labels_alone(name: str) -> None:
    packed = gzip.decompress((PACKED / f"{name}.json.gz").read_bytes())
    text = packed.decode("ascii")
    assert "\\u" not in text
    content = json.loads(text)
    assert json.dumps(content, sort_keys=True, separators=(",", ":")) == text
    assert content["set"] == name
    records = read_coded(name)
    assert [r.key for r in records] == sorted({r.key for r in records})
    for record in records:
        assert list(record.sentence_spans) == sorted(record.sentence_spans)
        for event in (*record.events, *record.optional_events):
            start, end = record.sentence_spans[event.sentence_index]
            assert all(start <= a < b <= end for a, b in spans_of(event)), record.key


def test_no_story_is_in_two_sets() -> None:
    hashes = [record.sha256 for name in coded_sets() for record in read_coded(name)]
    assert len(hashes) == len(set(hashes))


@pytest.mark.shared
def test_packed_sets_come_back_from_the_corpora(shared: Path) -> None:
    for name in coded_sets():
        for story in recover(read_coded(name), shared / "data"):
            assert all(0 <= a < b <= len(story.raw) for a, b in story.sentence_spans), story.key
