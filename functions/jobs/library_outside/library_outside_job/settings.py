"""Settings of the function library_outside."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    content_table: str
    published_table: str
    media_bucket: str
    news_sites_url: str
    zalo_speech_url: str
    zalo_speech_key_id: str
    speech_hosts: str
    speech_voice: str
