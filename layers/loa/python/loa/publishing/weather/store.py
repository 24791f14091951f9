"""Rows of the weather in the table Published: partition unit path, sort `weather`.

    provider, observed_at, fetched_at, temperature, feels_like, code
    hours  [[at, temperature, rain chance, code]]
    days   [[day, lowest, highest, rain, code]]

A row is a kilobyte; it is written over with every round.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from loa import clock
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.publishing.weather.model import DailyWeather, HourlyWeather, UnitWeather

SORT: Final = "weather"


def weather_key(unit_path: str) -> tuple[str, str]:
    """Partition and sort key of a unit's weather, for whoever reads it together with other rows."""
    return unit_path, SORT


def weather_row(weather: UnitWeather) -> Row:
    """The weather as a row."""
    partition, sort = weather_key(weather.unit_path)
    return {
        "partition": partition,
        "sort": sort,
        "provider": weather.provider,
        "observed_at": clock.to_text(weather.observed_at),
        "fetched_at": clock.to_text(weather.fetched_at),
        "temperature": weather.temperature,
        "feels_like": weather.feels_like,
        "code": weather.code,
        "hours": [
            [clock.to_text(hour.at), hour.temperature, hour.rain_chance, hour.code] for hour in weather.hours
        ],
        "days": [[day.day.isoformat(), day.lowest, day.highest, day.rain, day.code] for day in weather.days],
    }


def from_row(row: Row) -> UnitWeather:
    """The row as weather."""
    return UnitWeather(
        unit_path=row["partition"],
        provider=row["provider"],
        observed_at=clock.from_text(row["observed_at"]),
        fetched_at=clock.from_text(row["fetched_at"]),
        temperature=row["temperature"],
        feels_like=row["feels_like"],
        code=row["code"],
        hours=tuple(
            HourlyWeather(clock.from_text(at), temperature, chance, code)
            for at, temperature, chance, code in row["hours"]
        ),
        days=tuple(
            DailyWeather(date.fromisoformat(day), lowest, highest, rain, code)
            for day, lowest, highest, rain, code in row["days"]
        ),
    )


class WeatherStore:
    """The weather in a table Published."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, unit_path: str) -> UnitWeather | None:
        """The unit's weather; None before the first round. One GetItem."""
        row = self._table.get(*weather_key(unit_path), consistent=False)
        return from_row(row) if row else None

    def save_all(self, weather: Iterable[UnitWeather]) -> None:
        """Write the weather of units, over what was there."""
        self._table.put_all(weather_row(one) for one in weather)
