"""Settings of the function documents."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    public_url: str
    units_as_of: str
    units_table: str
    content_table: str
    sessions_table: str
    participation_table: str
    participation_secret_id: str
    zalo_mini_app_id: str
