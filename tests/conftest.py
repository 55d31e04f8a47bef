"""What tests share: a small world of original stories, and the way to run it as the command does."""

import os
import shutil
from pathlib import Path

import pytest

from pipeline.plan import World, plan
from pipeline.settings import Settings

VISIT = (
    "استقبل وزير الخارجية الأردني نظيره المغربي في عمان صباح الأحد. وبحث الجانبان سبل تعزيز التعاون الأمني بين البلدين.\n\n"
    "وقال الوزير الأردني إن الزيارة تأتي في إطار التشاور المستمر بين المملكتين حول قضايا المنطقة.\n"
)
ARREST = (
    "أوقفت الشرطة التونسية ثلاثة أشخاص في مدينة صفاقس للاشتباه في تهريبهم مهاجرين عبر البحر.\n\n"
    "وذكرت وزارة الداخلية في بيان أن الموقوفين أحيلوا على النيابة العامة بعد استكمال البحث.\n"
)
WEATHER = (
    "توقعت مصالح الأرصاد الجوية هبوب رياح قوية على السواحل الشمالية مع انخفاض في درجات الحرارة خلال الأسبوع.\n\n"
    "ونصحت المواطنين بأخذ الحيطة عند التنقل على الطرق الجبلية بسبب الضباب الكثيف في الصباح.\n"
)
PROTEST = (
    "تظاهر مئات المعلمين أمام وزارة التربية في بيروت احتجاجا على تأخر صرف رواتبهم منذ ثلاثة أشهر.\n\n"
    "وطالب المحتجون الحكومة اللبنانية بتنفيذ الاتفاق الذي وقعته مع نقابتهم قبل بداية العام الدراسي.\n"
)


def lay_raw(folder: Path) -> Path:
    """Two drops of two stories each."""
    write(folder / "day1" / "visit.txt", VISIT)
    write(folder / "day1" / "arrest.txt", ARREST)
    write(folder / "day2" / "weather.txt", WEATHER)
    write(folder / "day2" / "protest.txt", PROTEST)
    return folder


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw folder with two drops of two stories each."""
    return lay_raw(tmp_path / "raw")


def write(path: Path, text: str) -> Path:
    """Write a raw file, with a modification time in the past so that no cache takes it for still changing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000 + len(text)))
    return path


@pytest.fixture
def world(raw: Path, tmp_path: Path) -> World:
    """Settings for the small raw folder and an empty home."""
    return make_world(raw, tmp_path / "home")


@pytest.fixture(scope="session")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small raw folder (`raw`) and its published home (`home`), run once a worker; tests get copies of it."""
    folder = tmp_path_factory.mktemp("published")
    run(make_world(lay_raw(folder / "raw"), folder / "home"))
    return folder


@pytest.fixture
def built(published_once: Path, raw: Path, tmp_path: Path) -> World:
    """The small world after its first run: a home that was moved, which costs no work either."""
    shutil.copytree(published_once / "home", tmp_path / "home")
    return make_world(raw, tmp_path / "home")


def make_world(raw: Path, home: Path, **settings: object) -> World:
    """A world with these settings."""
    return World(Settings(raw=raw, home=home, **settings))  # type: ignore[arg-type]


def run(world: World) -> list[str]:
    """What `rasid run` does; the drops it worked on."""
    from assets.runner import materialize, publish

    stale = plan(world).stale
    assert materialize(world, stale) == {}
    assert publish(world, plan(world)) is None
    return stale


@pytest.fixture
def shared() -> Path:
    """The folder of shared development data; the test is skipped where RASID_SHARED does not name it."""
    folder = Path(os.environ.get("RASID_SHARED", ""))
    if not os.environ.get("RASID_SHARED") or not folder.is_dir():
        pytest.skip("RASID_SHARED does not name the shared development data")
    return folder
