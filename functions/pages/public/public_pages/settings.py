"""Settings of the function public."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    public_url: str
    units_as_of: str
    units_table: str
    cases_table: str
    published_table: str
    statistics_table: str
    zalo_verifier: str
