"""Settings of the function media."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    public_url: str
    media_bucket: str
    published_table: str
