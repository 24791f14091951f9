"""Settings of the function miniapp."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    cases_table: str
    published_table: str
    media_bucket: str
    public_url: str
