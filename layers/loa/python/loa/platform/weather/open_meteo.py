"""Open-Meteo: one request for all points.

A point counts as one call as long as no more than ten variables are asked for. Ten thousand calls a day are
free for each address; a shared address may be refused (429) for what others asked. Data are under CC BY 4.0,
with a link beside them (open-meteo.com/en/license). A key belongs to the host customer-api.open-meteo.com.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final

from loa.platform.weather.http import WeatherHttp
from loa.platform.weather.model import (
    Coordinates,
    DayAhead,
    ForecastFailed,
    HourAhead,
    PointForecast,
)

NAME: Final = "open-meteo"

_VARIABLES: Final = {
    "current": "temperature_2m,apparent_temperature,weather_code",
    "hourly": "temperature_2m,precipitation_probability,weather_code",
    "daily": "weather_code,temperature_2m_max,temperature_2m_min,precipitation_sum",
}
"""Ten: with an eleventh a point counts for more than one call."""

_PERIOD: Final = {"timezone": "Asia/Ho_Chi_Minh", "forecast_days": "7", "forecast_hours": "48"}

MOST_POINTS: Final = 200
"""In one request: the address stays below 4 kB."""


class OpenMeteo:
    """The forecasts of Open-Meteo."""

    def __init__(self, http: WeatherHttp, base_url: str, key: Callable[[], str]) -> None:
        """Keep whom to ask.

        Args:
            http: how.
            base_url: `https://api.open-meteo.com`, or the customers' host.
            key: gives the API key; an empty one is not sent.
        """
        self._http = http
        self._url = f"{base_url}/v1/forecast"
        self._key = key

    def forecasts(self, points: Sequence[Coordinates]) -> list[PointForecast | None]:
        """The forecast of each point; one request for 200.

        Raises:
            ForecastFailed: no answer, refused, or an answer of another shape.
        """
        found: list[PointForecast | None] = []
        for first in range(0, len(points), MOST_POINTS):
            found += self._ask(points[first : first + MOST_POINTS])
        return found

    def _ask(self, points: Sequence[Coordinates]) -> list[PointForecast]:
        key = self._key()
        answer = self._http.get(
            self._url,
            {
                "latitude": ",".join(f"{latitude:.2f}" for latitude, _ in points),
                "longitude": ",".join(f"{longitude:.2f}" for _, longitude in points),
                **_VARIABLES,
                **_PERIOD,
                **({"apikey": key} if key else {}),
            },
        )
        places = answer if isinstance(answer, list) else [answer]  # one point: not a list
        if len(places) != len(points):
            raise ForecastFailed("open-meteo answered for other points")
        try:
            return [_forecast(place) for place in places]
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            raise ForecastFailed("open-meteo answered in another shape") from None


def _forecast(place: Mapping[str, Any]) -> PointForecast:
    zone = timezone(timedelta(seconds=place["utc_offset_seconds"]))
    current, hourly, daily = place["current"], place["hourly"], place["daily"]

    def instant(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)

    hours = zip(
        hourly["time"],
        hourly["temperature_2m"],
        hourly["precipitation_probability"],
        hourly["weather_code"],
        strict=True,
    )
    days = zip(
        daily["time"],
        daily["temperature_2m_min"],
        daily["temperature_2m_max"],
        daily["precipitation_sum"],
        daily["weather_code"],
        strict=True,
    )
    return PointForecast(
        provider=NAME,
        observed_at=instant(current["time"]),
        temperature=float(current["temperature_2m"]),
        feels_like=_number(current["apparent_temperature"]),
        code=_whole(current["weather_code"]),
        hours=tuple(
            HourAhead(instant(at), float(temperature), _whole(chance), _whole(code))
            for at, temperature, chance, code in hours
            if temperature is not None
        ),
        days=tuple(
            DayAhead(date.fromisoformat(day), float(lowest), float(highest), rain or 0.0, _whole(code))
            for day, lowest, highest, rain, code in days
            if lowest is not None and highest is not None
        ),
    )


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
