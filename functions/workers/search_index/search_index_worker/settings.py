"""Settings of the function search_index."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_as_of: str
    units_table: str
    published_table: str
    media_bucket: str
