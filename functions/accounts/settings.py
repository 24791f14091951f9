"""Settings of the function accounts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    public_url: str
    units_table: str
    credentials_table: str
    statistics_table: str
    inbox_table: str
    inbox_queue_url: str
    credentials_key_id: str
    zalo_app_id: str
    zalo_app_secret_id: str
    consent_secret_id: str
    zalo_oauth_url: str
    zalo_openapi_url: str
