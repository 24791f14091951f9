"""Settings of the function profile."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    public_url: str
    units_as_of: str
    units_table: str
    cases_table: str
    statistics_table: str
    audience_table: str
    privacy_table: str
    inbox_table: str
    participation_table: str
    messages_queue_url: str
    zalo_graph_url: str
    participation_secret_id: str
    zalo_app_secret_id: str
