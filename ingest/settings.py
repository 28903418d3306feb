"""The settings, read in one place from `WEGWIJZER_*` variables or a `.env` file."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
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
    chroma_url: str | None = None
    chroma_token: SecretStr | None = None

    @field_validator("chroma_url")
    @classmethod
    def _is_server(cls, url: str | None) -> str | None:
        """Only a scheme, a host and perhaps a port. `none` says that there is no server, whatever `.env` says."""
        if url is None or url == "none":
            return None
        try:
            parts = urlsplit(url)
            port = f":{parts.port}" if parts.port is not None else ""
        except ValueError:  # the port is no number
            parts, port = urlsplit(""), ""
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        plain = f"{parts.scheme}://{host}{port}"
        if parts.scheme not in ("http", "https") or not host or url.rstrip("/").lower() != plain:
            raise ValueError("geef een adres als http://127.0.0.1:8000, zonder pad, naam of wachtwoord")
        return plain


def load_settings() -> Settings:
    """The settings of this run; raises SettingsError with one line on a wrong value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "WEGWIJZER_" + "_".join(str(part) for part in first["loc"]).upper()
        what = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"De instelling {name} klopt niet: {what}.") from error
