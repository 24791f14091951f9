"""Settings of the function roster."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    province_code: str
    user_pool_id: str
    units_table: str
    statistics_table: str
