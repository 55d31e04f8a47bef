"""Settings: who beats whom, and that a wrong one is named."""

from pathlib import Path

import pydantic
import pytest

from pipeline.settings import Settings


def test_argument_beats_environment_beats_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rasid.toml").write_text('workers = 2\nhome = "from_file"\n[clean]\nmin_body_words = 5\n')
    monkeypatch.setenv("RASID_WORKERS", "3")
    monkeypatch.setenv("RASID_CLEAN__MIN_ARABIC_SHARE", "0.7")
    found = Settings(raw=Path("given"))
    assert (found.raw, found.workers, found.home) == (Path("given"), 3, Path("from_file"))
    assert (found.clean.min_body_words, found.clean.min_arabic_share) == (5, 0.7)


@pytest.mark.parametrize(
    ("name", "value"), [("RASID_WORKERS", "0"), ("RASID_CLEAN__MIN_ARABIC_SHARE", "2"), ("RASID_BACKEND", "gpu")]
)
def test_wrong_value_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(pydantic.ValidationError):
        Settings()


def test_unknown_name_in_the_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rasid.toml").write_text("[clean]\nmin_bodywords = 5\n")
    with pytest.raises(pydantic.ValidationError, match="min_bodywords"):
        Settings()


def test_every_setting_says_what_it_is() -> None:
    def walk(model: type[pydantic.BaseModel]) -> None:
        for name, info in model.model_fields.items():
            if isinstance(info.annotation, type) and issubclass(info.annotation, pydantic.BaseModel):
                walk(info.annotation)
            else:
                assert info.description, name

    walk(Settings)
