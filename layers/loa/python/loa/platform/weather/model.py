"""A forecast for one point, whoever made it, and the words of whoever makes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from loa.errors import Busy

type Coordinates = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class HourAhead:
    """What is expected at one hour.

    Attributes:
        at: the hour.
        temperature: °C.
        rain_chance: percent; None: the provider says nothing about it.
        code: WMO code of present weather (table 4677, the part that Open-Meteo uses); None: unknown.
    """

    at: datetime
    temperature: float
    rain_chance: int | None
    code: int | None


@dataclass(frozen=True, slots=True)
class DayAhead:
    """What is expected of one day.

    Attributes:
        day: in Vietnam.
        lowest, highest: °C.
        rain: millimetres.
        code: as above: the most severe weather of the day.
    """

    day: date
    lowest: float
    highest: float
    rain: float
    code: int | None


@dataclass(frozen=True, slots=True)
class PointForecast:
    """The weather at one point, now and in the next days.

    Attributes:
        provider: who says so, `open-meteo` or `met-norway`.
        observed_at: the moment that the present values are of.
        temperature, feels_like: °C; what it feels like is unknown to some.
        code: as above.
        hours: the next 48, in order.
        days: the next seven, today first, in order.
    """

    provider: str
    observed_at: datetime
    temperature: float
    feels_like: float | None
    code: int | None
    hours: tuple[HourAhead, ...]
    days: tuple[DayAhead, ...]


class ForecastFailed(Busy):
    """The provider did not answer, refused for now (429), or answered what cannot be read; later it may."""

    code = "forecast_failed"


class ForecastProvider(Protocol):
    """Somebody who makes forecasts."""

    def forecasts(self, points: Sequence[Coordinates]) -> list[PointForecast | None]:
        """The forecast of each point, in their order; None where there is none for now.

        Raises:
            ForecastFailed: there is none for any.
        """
