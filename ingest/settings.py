"""The settings, read in one place from `WEGWIJZER_*` variables or a `.env` file."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import SettingsError

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_MODEL = "intfloat/multilingual-e5-small"


class Settings(BaseSettings):
    """All settings with their defaults; the README lists each."""

    model_config = SettingsConfigDict(env_prefix="WEGWIJZER_", env_file=".env", extra="ignore", env_ignore_empty=True)

    corpus_dir: Path = Field(default_factory=lambda: PROJECT / "corpus")
    data_dir: Path = Field(default_factory=lambda: user_data_path("wegwijzer", appauthor=False))
    embedding_model: str = DEFAULT_MODEL
    fetch_allowed_hosts: str = ""
    llm: str | None = None
    llm_base_url: str | None = None
    keeper_password: SecretStr | None = None


def load_settings() -> Settings:
    """The settings of this run; raises SettingsError with one line on a wrong value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "WEGWIJZER_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"De instelling {name} klopt niet: {first['msg']}.") from error
