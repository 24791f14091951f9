"""Settings of the function session."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_as_of: str
    units_table: str
    sessions_table: str
    user_pool_client_id: str
    zalo_app_id: str
    practice_inbox_url: str
    """Empty but at a stage for practice."""
