"""Settings of the function clock."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_as_of: str
    quiet_hours: str
    units_table: str
    content_table: str
    published_table: str
    media_bucket: str
    broadcasts_table: str
    statistics_table: str
    audience_table: str
    cases_table: str
    deliveries_queue_url: str
    urgent_queue_url: str
    messages_queue_url: str
    inbox_table: str
    inbox_queue_url: str
    participation_table: str
    participation_secret_id: str
    public_url: str
    answer_keys_table: str
