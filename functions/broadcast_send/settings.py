"""Settings of the function broadcast_send."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    public_url: str
    quiet_hours: str
    units_table: str
    broadcasts_table: str
    credentials_table: str
    statistics_table: str
    deliveries_queue_url: str
    urgent_queue_url: str
    credentials_key_id: str
    zalo_app_id: str
    zalo_app_secret_id: str
    zalo_oauth_url: str
    zalo_openapi_url: str
    broadcast_calls_per_minute: str
    article_calls_per_minute: str
    send_workers: str
