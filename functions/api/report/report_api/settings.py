"""Settings of the function report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_as_of: str
    units_table: str
    statistics_table: str
    broadcasts_table: str
    cases_table: str
    privacy_table: str
    sessions_table: str
    inbox_table: str
    published_table: str
    participation_table: str
    audience_table: str
    messages_queue_url: str
    reports_bucket: str
