"""MET Norway: one point a request, for whoever says who asks (api.met.no/doc/TermsOfService).

At most 20 requests a second, four decimals (else 403). Data under CC BY 4.0. It names the weather in words of
its own, and each hour only as far as two days ahead, each six hours after that.
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

NAME: Final = "met-norway"
HOURS: Final = 48
DAYS: Final = 7

_VIETNAM: Final = timezone(timedelta(hours=7))

CODES: Final = {
    "clearsky": 0, "fair": 1, "partlycloudy": 2, "cloudy": 3, "fog": 45,
    "lightrain": 61, "rain": 63, "heavyrain": 65,
    "lightrainshowers": 80, "rainshowers": 81, "heavyrainshowers": 82,
    "lightsleet": 66, "sleet": 67, "heavysleet": 67,
    "lightsleetshowers": 66, "sleetshowers": 67, "heavysleetshowers": 67,
    "lightsnow": 71, "snow": 73, "heavysnow": 75,
    "lightsnowshowers": 85, "snowshowers": 86, "heavysnowshowers": 86,
}  # fmt: skip
"""Its symbols (api.met.no/weatherapi/weathericon/2.0) as WMO codes; any `…andthunder` is 95."""

THUNDER: Final = 95


class MetNorway:
    """The forecasts of MET Norway, point after point, for as long as there is time."""

    def __init__(self, http: WeatherHttp, base_url: str, may_go_on: Callable[[], bool]) -> None:
        """Keep whom to ask.

        Args:
            http: how; it says who asks.
            base_url: `https://api.met.no`.
            may_go_on: whether there is time for one more point.
        """
        self._http = http
        self._url = f"{base_url}/weatherapi/locationforecast/2.0/compact"
        self._may_go_on = may_go_on

    def forecasts(self, points: Sequence[Coordinates]) -> list[PointForecast | None]:
        """The forecast of each point; None from the point on at which it stopped to answer, or time ran out.

        Raises:
            ForecastFailed: the first point already failed.
        """
        found: list[PointForecast | None] = []
        for point in points:
            if not self._may_go_on():
                break
            try:
                found.append(self._ask(point))
            except ForecastFailed:
                if not found:
                    raise
                break
        return found + [None] * (len(points) - len(found))

    def _ask(self, point: Coordinates) -> PointForecast:
        latitude, longitude = point
        answer = self._http.get(self._url, {"lat": f"{latitude:.2f}", "lon": f"{longitude:.2f}"})
        try:
            return _forecast(answer["properties"]["timeseries"])
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            raise ForecastFailed("met norway answered in another shape") from None


def _forecast(series: Sequence[Mapping[str, Any]]) -> PointForecast:
    now = series[0]
    hourly = [entry for entry in series if "next_1_hours" in entry["data"]][:HOURS]
    return PointForecast(
        provider=NAME,
        observed_at=_instant(now),
        temperature=_temperature(now),
        feels_like=None,
        code=_code(now),
        hours=tuple(HourAhead(_instant(entry), _temperature(entry), None, _code(entry)) for entry in hourly),
        days=_days(series),
    )


def _days(series: Sequence[Mapping[str, Any]]) -> tuple[DayAhead, ...]:
    """The days, each from the steps that begin in it."""
    by_day: dict[date, list[Mapping[str, Any]]] = {}
    for entry in series:
        by_day.setdefault(_instant(entry).astimezone(_VIETNAM).date(), []).append(entry)
    days = []
    for day, entries in list(by_day.items())[:DAYS]:
        temperatures = [_temperature(entry) for entry in entries]
        codes = [code for entry in entries if (code := _code(entry)) is not None]
        rain = sum(_rain(entry) for entry in entries)
        days.append(DayAhead(day, min(temperatures), max(temperatures), rain, max(codes, default=None)))
    return tuple(days)


def _step(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the entry says of the time until the next one."""
    data = entry["data"]
    step: Mapping[str, Any] = data.get("next_1_hours") or data.get("next_6_hours") or {}
    return step


def _instant(entry: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(entry["time"]).astimezone(UTC)


def _temperature(entry: Mapping[str, Any]) -> float:
    return float(entry["data"]["instant"]["details"]["air_temperature"])


def _rain(entry: Mapping[str, Any]) -> float:
    return float(_step(entry).get("details", {}).get("precipitation_amount", 0.0))


def _code(entry: Mapping[str, Any]) -> int | None:
    symbol = str(_step(entry).get("summary", {}).get("symbol_code", ""))
    name = symbol.partition("_")[0]  # without _day, _night
    return THUNDER if name.endswith("andthunder") else CODES.get(name)
