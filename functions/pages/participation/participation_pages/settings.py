"""Settings of the function participation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    public_url: str
    units_as_of: str
    units_table: str
    participation_table: str
    published_table: str
    answer_keys_table: str
    confidential_table: str
    attachments_bucket: str
    privacy_table: str
    sessions_table: str
    inbox_table: str
