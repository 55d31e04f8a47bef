"""Every setting, in one place: defaults, then `rasid.toml`, then the environment (`RASID_*`, nested with `__`).

Belongs here: what a user may choose. Does not belong here: word lists and rules (they are data of their part).
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IngestSettings(_Part):
    """Limits that keep a hostile file from taking the machine down. What exceeds one is quarantined with the limit's name."""

    max_file_bytes: int = Field(2 * 2**30, gt=0, description="Largest raw file that is opened, in bytes.")
    max_member_bytes: int = Field(
        512 * 2**20, gt=0, description="Largest decompressed file or archive member, in bytes."
    )
    max_total_bytes: int = Field(
        8 * 2**30, gt=0, description="Most bytes one file may decompress to, over all members."
    )
    max_ratio: int = Field(
        1000, gt=1, description="Largest ratio of decompressed to compressed bytes (files above 1 MiB)."
    )
    max_members: int = Field(200_000, gt=0, description="Most members in an archive.")
    max_records: int = Field(1_000_000, gt=0, description="Most stories in a file.")
    max_nesting: int = Field(3, ge=1, description="Containers inside containers.")
    max_story_chars: int = Field(2_000_000, gt=0, description="Longest story that is read, in code points.")


class CleanSettings(_Part):
    """Which stories count as stories."""

    min_body_words: int = Field(8, ge=0, description="A body with fewer words is too_short.")
    min_arabic_share: Share = Field(0.5, description="Smallest share of Arabic letters among the letters of the body.")


class NlpSettings(_Part):
    """The Stanza models and where they run."""

    model: str = Field(
        "bundled", description='"bundled", "official" (downloads Stanza\'s own models) or a folder with resources.json.'
    )
    processors: Literal["tokenize", "candidates", "all"] = Field(
        "candidates",
        description="What is annotated beyond words and sentences: nothing, sentences that can hold an event, or everything.",
    )
    batch_words: int = Field(4000, ge=100, description="Words annotated in one batch.")
    threads: int = Field(0, ge=0, description="Torch threads; 0 leaves the choice to the number of cores and workers.")


class EventSettings(_Part):
    """Event extraction and coreference."""

    lexicon: Path | None = Field(None, description="A folder that replaces the bundled lexicon; null means bundled.")
    same_event_days: int = Field(
        7, ge=0, description="Days around publication within which an undated mention may be the same happening."
    )


class DuplicateSettings(_Part):
    """Thresholds of the duplicate ladder; see docs on calibration before changing one."""

    near_dup_jaccard: Share = Field(0.8, description="Smallest Jaccard similarity of a near_dup.")
    contained: Share = Field(0.8, description="Smallest containment of a contained story.")
    reuse: Share = Field(0.25, description="Smallest containment of a reuse.")
    reuse_run_words: int = Field(40, ge=5, description="A common run this long is a reuse whatever the share.")
    update_jaccard: Share = Field(
        0.6, description="Smallest Jaccard similarity of an update (numbers, dates or names differ)."
    )
    max_new_share: Share = Field(0.2, description="A longer copy with less new text than this joins its group.")
    title_days: int = Field(2, ge=0, description="Days within which equal titles of short texts are compared.")


class CheckSettings(_Part):
    """Thresholds of the data-quality checks."""

    min_for_rates: int = Field(
        10, ge=1, description="Shares are judged on drops with at least so many files, stories or hits."
    )
    max_quarantined_share: Share = Field(0.5, description="Blocks a drop with a larger share of quarantined files.")
    max_not_ok_share: Share = Field(0.9, description="Blocks a drop with a larger share of stories that are not ok.")
    max_duplicate_rate: Share = Field(0.5, description="Warns when more of a source's stories are copies.")
    duplicate_rate_jump: Share = Field(
        0.2, description="Warns when a source's copy rate rises by more against its history."
    )
    max_group: int = Field(100, ge=2, description="Warns when a duplicate group is larger.")
    max_recrawled: Share = Field(
        0.2, description="Warns when more of a source's stories are exact copies of its own: pages fetched twice."
    )
    max_sources: int = Field(
        15, ge=1, description="Warns when a group of copies spans more sources than syndication explains."
    )
    max_rejected_candidates: Share = Field(
        0.95, description="Warns when verification rejects more of the candidate pairs: a new template."
    )
    boilerplate_share: Share = Field(
        0.02, description="Warns when one run of five words stands in more of the texts than this …"
    )
    boilerplate_texts: int = Field(50, ge=1, description="… and in at least so many.")
    max_rejected_rate: Share = Field(0.98, description="Warns when more of the lexicon hits are rejected.")


class Settings(BaseSettings):
    """All settings of a run. Paths are relative to the working directory."""

    model_config = SettingsConfigDict(
        env_prefix="RASID_", env_nested_delimiter="__", toml_file="rasid.toml", extra="forbid", frozen=True
    )

    raw: Path = Field(
        Path("data/raw"), description="Folder of raw news; its first level of folders are the partitions."
    )
    home: Path = Field(
        Path("data/home"), description="Where Parquet, the warehouse, the report and Dagster's storage live."
    )
    workers: int = Field(1, ge=1, le=64, description="Processes for reading and annotation.")
    backend: Literal["processes", "dask"] = Field(
        "processes", description="Who runs the workers when there is more than one."
    )
    nightly_cron: str = Field("0 3 * * *", description="When the nightly schedule runs.")
    sensor_seconds: int = Field(30, ge=1, description="Seconds between looks at the raw folder.")

    ingest: IngestSettings = IngestSettings()
    clean: CleanSettings = CleanSettings()
    nlp: NlpSettings = NlpSettings()
    events: EventSettings = EventSettings()
    duplicates: DuplicateSettings = DuplicateSettings()
    checks: CheckSettings = CheckSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments beat the environment, which beats `rasid.toml`."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
