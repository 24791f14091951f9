"""Settings of the function denunciation_files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    confidential_table: str
    denunciations_bucket: str
    media_hosts: str
    max_picture_bytes: str
    max_file_bytes: str
