"""Settings of the function cases."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_as_of: str
    units_table: str
    cases_table: str
    statistics_table: str
    content_table: str
    audience_table: str
    inbox_table: str
    sessions_table: str
    privacy_table: str
    messages_queue_url: str
    attachments_bucket: str
    media_bucket: str
