"""Settings of the function reorganisation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_as_of: str
    units_table: str
    audience_table: str
    content_table: str
    published_table: str
    broadcasts_table: str
    cases_table: str
    privacy_table: str
    participation_table: str
    statistics_table: str
    sessions_table: str
    inbox_table: str
    messages_queue_url: str
    deliveries_queue_url: str
    urgent_queue_url: str
    media_bucket: str
    user_pool_id: str
