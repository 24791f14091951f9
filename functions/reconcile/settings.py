"""Settings of the function reconcile."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_table: str
    broadcasts_table: str
    credentials_table: str
    credentials_key_id: str
    zalo_app_id: str
    zalo_app_secret_id: str
    zalo_oauth_url: str
    zalo_openapi_url: str
    reconcile_calls_per_minute: str
