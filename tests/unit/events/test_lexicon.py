import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.events.learnt import SIDE_TREES, TRIGGER_WEIGHTS
from pipeline.events.lexicon import BUNDLED, LexiconError, load_lexicon
from pipeline.events.unknown import check_lexicon


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The lexicon as people write it: what is learnt takes long to read and has tests of its own."""
    learnt = shutil.ignore_patterns(SIDE_TREES, TRIGGER_WEIGHTS)
    return Path(shutil.copytree(BUNDLED, tmp_path / "lexicon", ignore=learnt))


def append(path: Path, line: str) -> int:
    text = path.read_text(encoding="utf-8")
    path.write_text(text + line + "\n", encoding="utf-8")
    return len(text.splitlines()) + 1


def test_the_bundled_lexicon_is_sound() -> None:
    assert check_lexicon() == []


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("triggers.csv", "CONSULTT,,ناقش,,,,RECIP,,", "unknown type CONSULTT"),
        ("triggers.csv", "CONSULT,tea,شاي,,,,RECIP,,", "unknown mode tea"),
        ("triggers.csv", "CONSULT,,غازل,,,,NOFRAME,,", "unknown frame NOFRAME"),
        ("triggers.csv", "CONSULT,,غازل,,,,RECIP,bravery,", "unknown condition bravery"),
        ("triggers.csv", "CONSULT,,غازل,,,,RECIP,near:NOCLASS,", "unknown word class NOCLASS"),
        ("triggers.csv", "CONSULT,,غازل,,,,RECIP,actor!,", "actor! cannot be strict"),
        ("triggers.csv", "CONSULT,,غازل,,,,RECIP,,near!:MEETING", "unknown condition near!:MEETING"),
        ("triggers.csv", "CONSULT,visit,زار,يزور,زيارة,,VISIT,,", "duplicate of line"),
        ("triggers.csv", "CONSULT,,غازل", "has 3 columns, not 9"),
        ("phrases.csv", "CONSULT,,تبادل الآراء,RECIP,,", "exactly one word carries *"),
        ("frames.csv", "NEW,subject nowhere,,none,", "unknown slot nowhere"),
        ("countries.csv", "Morocco,m,المغرب,,,", "Morocco is neither ISO 3166"),
        ("roles.csv", "ساحر,WIZ,person,none,", "unknown sector WIZ"),
        ("people.csv", "فلان الفلاني,MAR,GOV,king,soon,", "from and to are years"),
    ],
)
def test_a_fault_is_named_with_file_and_line(folder: Path, file: str, line: str, message: str) -> None:
    number = append(folder / file, line)
    faults = check_lexicon(folder)
    assert any(f.startswith(f"{file}:{number}: ") and message in f for f in faults), faults


def test_bad_yaml_is_named_with_its_line(folder: Path) -> None:
    number = append(folder / "words.yaml", "BROKEN: [unclosed")
    with pytest.raises(LexiconError, match=rf"words\.yaml:{number}|words\.yaml:{number + 1}"):
        load_lexicon(folder)


def test_a_duplicate_class_is_refused(folder: Path) -> None:
    number = append(folder / "words.yaml", "MEETING: شيء")
    assert f"words.yaml:{number}: duplicate key MEETING" in check_lexicon(folder)


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "people.csv").unlink()
    assert any(f.startswith("people.csv:0: cannot be read") for f in check_lexicon(folder))


def test_every_fault_is_told_at_once(folder: Path) -> None:
    append(folder / "triggers.csv", "NOPE,,غازل,,,,RECIP,,")
    append(folder / "roles.csv", "ساحر,WIZ,person,none,")
    assert len(check_lexicon(folder)) == 2


@pytest.mark.parametrize(
    ("edit", "changes_trigger_id"),
    [
        (lambda f: append(f / "people.csv", "فلان الفلاني,MAR,GOV,minister,2020,"), False),
        (lambda f: append(f / "triggers.csv", "CONSULT,,تسامر,,,,RECIP,two,"), True),
    ],
)
def test_ids_follow_the_content(tmp_path: Path, edit: Callable[[Path], int], changes_trigger_id: bool) -> None:
    folder = Path(shutil.copytree(BUNDLED, tmp_path / "lexicon"))
    before = load_lexicon(folder)
    assert before.lexicon_id == load_lexicon(BUNDLED).lexicon_id
    edit(folder)
    after = load_lexicon(folder)
    assert after.lexicon_id != before.lexicon_id
    assert (after.trigger_id != before.trigger_id) is changes_trigger_id


def test_letters_inside_another_word_are_no_trigger() -> None:
    lexicon = load_lexicon()
    assert not lexicon.word("وزير").triggers
    assert [t.key for t, _, _ in lexicon.word("هناك").triggers if t.event_type == "SUPPORT"] == []
