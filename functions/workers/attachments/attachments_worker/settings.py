"""Settings of the function attachments."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    audience_table: str
    attachments_bucket: str
    own_queue: str
    media_hosts: str
    max_picture_bytes: str
    max_file_bytes: str
