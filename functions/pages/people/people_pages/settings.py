"""Settings of the function people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_as_of: str
    units_table: str
    statistics_table: str
    audience_table: str
    sessions_table: str
    privacy_table: str
    inbox_table: str
    user_pool_id: str
