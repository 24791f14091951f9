"""Settings of the function weather."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    units_as_of: str
    units_table: str
    published_table: str
    public_url: str
    open_meteo_url: str
    open_meteo_key_id: str
    met_norway_url: str
