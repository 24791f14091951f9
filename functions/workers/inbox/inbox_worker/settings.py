"""Settings of the function inbox."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    public_url: str
    units_as_of: str
    units_table: str
    audience_table: str
    statistics_table: str
    inbox_table: str
    privacy_table: str
    cases_table: str
    confidential_table: str
    participation_table: str
    participation_secret_id: str
    attachments_bucket: str
    media_hosts: str
    messages_queue_url: str
    attachments_queue_url: str
    own_queue: str
