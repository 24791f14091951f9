"""Settings of the function uploads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    content_table: str
    media_bucket: str
