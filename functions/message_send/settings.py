"""Settings of the function message_send."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    message_rules: str
    units_table: str
    audience_table: str
    credentials_table: str
    statistics_table: str
    own_queue: str
    credentials_key_id: str
    zalo_app_id: str
    zalo_app_secret_id: str
    zalo_oauth_url: str
    zalo_openapi_url: str
    attachments_bucket: str
    media_bucket: str
    message_calls_per_minute: str
    send_workers: str
