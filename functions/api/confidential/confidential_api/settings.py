"""Settings of the function confidential."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    public_url: str
    units_as_of: str
    units_table: str
    statistics_table: str
    confidential_table: str
    denunciations_bucket: str
    sessions_table: str
