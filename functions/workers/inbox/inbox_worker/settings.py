"""Settings of the function inbox."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    public_url: str
    units_as_of: str
    units_table: str
    audience_table: str
    statistics_table: str
    inbox_table: str
    privacy_table: str
    cases_table: str
    confidential_table: str
    messages_queue_url: str
    attachments_queue_url: str
    own_queue: str
