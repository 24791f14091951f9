"""Settings of the function privacy."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_as_of: str
    units_table: str
    participation_table: str
    participation_secret_id: str
    cases_table: str
    statistics_table: str
    audience_table: str
    inbox_table: str
    privacy_table: str
    sessions_table: str
    messages_queue_url: str
    attachments_bucket: str
    reports_bucket: str
