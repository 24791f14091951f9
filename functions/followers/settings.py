"""Settings of the function followers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_table: str
    audience_table: str
    credentials_table: str
    statistics_table: str
    followers_queue_url: str
    credentials_key_id: str
    zalo_app_id: str
    zalo_app_secret_id: str
    zalo_oauth_url: str
    zalo_openapi_url: str
    follower_calls_per_minute: str
    follower_workers: str
    profiles_a_night: str
