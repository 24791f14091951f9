"""Settings of the function officer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    public_url: str
    units_as_of: str
    units_table: str
    content_table: str
    inbox_table: str
    statistics_table: str
    sessions_table: str
    privacy_table: str
    consent_secret_id: str
    followers_queue_url: str
