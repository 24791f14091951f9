"""Settings of the function redaction."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    cases_table: str
    audience_table: str
    attachments_bucket: str
