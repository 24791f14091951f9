"""The round that fetches the weather of all units.

May be done twice and may stop anywhere: each row is written whole, over the one before. A unit without a new
forecast keeps what it had, whose age is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.foundation.units.model import Point, Unit
from loa.platform.weather.model import ForecastFailed, ForecastProvider, PointForecast
from loa.publishing.weather.model import DailyWeather, HourlyWeather, UnitWeather, whole
from loa.publishing.weather.store import WeatherStore

EVERY_HOURS: Final = 3
"""Of the 48 hours of a forecast every third is kept."""


@dataclass(frozen=True, slots=True)
class WeatherFetched:
    """What a round did.

    Attributes:
        units: whose weather was written.
        left: whose weather stayed as it was: no provider had any, or nobody has said where the unit lies.
        providers: how many units each provider served.
        refusals: why providers gave nothing, in their order.
    """

    units: int
    left: int
    providers: dict[str, int]
    refusals: tuple[str, ...]


def fetch_weather(
    units: Iterable[Unit], *, providers: Sequence[ForecastProvider], store: WeatherStore, now: datetime
) -> WeatherFetched:
    """Write the weather of the units, each provider being asked for what those before it did not have.

    Units that lie at one point are asked for once.

    Raises:
        ForecastFailed: no provider had any weather.
    """
    everything = list(units)
    points = list(dict.fromkeys(unit.point for unit in everything if unit.point))
    forecasts, refusals = _ask(points, providers)
    if points and not forecasts:
        raise ForecastFailed("; ".join(refusals))
    found = [
        unit_weather(unit.path, forecasts[unit.point], now)
        for unit in everything
        if unit.point and unit.point in forecasts
    ]
    store.save_all(found)
    served = [weather.provider for weather in found]
    return WeatherFetched(
        units=len(found),
        left=len(everything) - len(found),
        providers={name: served.count(name) for name in dict.fromkeys(served)},
        refusals=tuple(refusals),
    )


def _ask(
    points: Sequence[Point], providers: Sequence[ForecastProvider]
) -> tuple[dict[Point, PointForecast], list[str]]:
    """What the providers have, and why they had nothing."""
    forecasts: dict[Point, PointForecast] = {}
    refusals: list[str] = []
    for provider in providers:
        wanted = [point for point in points if point not in forecasts]
        if not wanted:
            break
        try:
            answers = provider.forecasts(wanted)
        except ForecastFailed as failure:
            refusals.append(failure.message)
            continue
        forecasts |= {
            point: answer for point, answer in zip(wanted, answers, strict=True) if answer is not None
        }
    return forecasts, refusals


def unit_weather(unit_path: str, forecast: PointForecast, now: datetime) -> UnitWeather:
    """A forecast for a point as the weather of a unit that lies there."""
    return UnitWeather(
        unit_path=unit_path,
        provider=forecast.provider,
        observed_at=forecast.observed_at,
        fetched_at=now,
        temperature=whole(forecast.temperature),
        feels_like=None if forecast.feels_like is None else whole(forecast.feels_like),
        code=forecast.code,
        hours=tuple(
            HourlyWeather(hour.at, whole(hour.temperature), hour.rain_chance, hour.code)
            for hour in forecast.hours[::EVERY_HOURS]
        ),
        days=tuple(
            DailyWeather(day.day, whole(day.lowest), whole(day.highest), whole(day.rain), day.code)
            for day in forecast.days
        ),
    )
