"""Settings of the function inbox."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    units_table: str
    audience_table: str
    statistics_table: str
    inbox_table: str
