"""Settings of the function redaction."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_as_of: str
    units_table: str
    cases_table: str
    audience_table: str
    attachments_bucket: str
    inbox_table: str
    sessions_table: str
    privacy_table: str
