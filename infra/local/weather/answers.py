"""What the two services answer for a point at a moment, in their own shapes."""

import math
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

VIETNAM: Final = timezone(timedelta(hours=7))
CODES: Final = (0, 1, 2, 3, 51, 61, 63, 80, 95)
SYMBOLS: Final = (
    "clearsky", "fair", "partlycloudy", "cloudy", "lightrain", "rain", "heavyrain", "lightrainshowers",
    "rainshowersandthunder",
)  # fmt: skip
"""The same weather in the words of MET Norway."""

type Json = dict[str, Any]


def _turn(latitude: float, longitude: float, at: datetime) -> int:
    """Which of the nine kinds of weather it is: the same for a point and an hour, whenever asked."""
    return int(latitude * 100 + longitude * 100 + at.timestamp() // 10_800) % len(CODES)


def _temperature(latitude: float, at: datetime) -> float:
    """Warm at two in the afternoon in Vietnam, cooler further north."""
    hour = at.astimezone(VIETNAM).hour
    return round(24 - (latitude - 18.5) * 4 + 5 * math.cos((hour - 14) / 24 * 2 * math.pi), 1)


def open_meteo(latitude: float, longitude: float, now: datetime) -> Json:
    """The answer of `/v1/forecast` for one point: local times without a zone, a list for each variable."""
    quarter = now - timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)
    hour = now.replace(minute=0, second=0, microsecond=0)
    hours = [hour + timedelta(hours=number) for number in range(48)]
    today = now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today + timedelta(days=number) for number in range(7)]
    turns = [
        [_turn(latitude, longitude, day + timedelta(hours=3 * step)) for step in range(8)] for day in days
    ]

    def local(at: datetime) -> str:
        return at.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M")

    return {
        "latitude": latitude,
        "longitude": longitude,
        "generationtime_ms": 0.2,
        "utc_offset_seconds": 25_200,
        "timezone": "Asia/Ho_Chi_Minh",
        "timezone_abbreviation": "GMT+7",
        "elevation": 9.0,
        "current_units": {"time": "iso8601", "interval": "seconds", "temperature_2m": "°C"},
        "current": {
            "time": local(quarter),
            "interval": 900,
            "temperature_2m": _temperature(latitude, quarter),
            "apparent_temperature": round(_temperature(latitude, quarter) + 2.4, 1),
            "weather_code": CODES[_turn(latitude, longitude, quarter)],
        },
        "hourly": {
            "time": [local(at) for at in hours],
            "temperature_2m": [_temperature(latitude, at) for at in hours],
            "precipitation_probability": [10 * _turn(latitude, longitude, at) for at in hours],
            "weather_code": [CODES[_turn(latitude, longitude, at)] for at in hours],
        },
        "daily": {
            "time": [day.strftime("%Y-%m-%d") for day in days],
            "weather_code": [CODES[max(parts)] for parts in turns],
            "temperature_2m_max": [_temperature(latitude, day + timedelta(hours=14)) for day in days],
            "temperature_2m_min": [_temperature(latitude, day + timedelta(hours=2)) for day in days],
            "precipitation_sum": [round(1.3 * max(parts), 1) for parts in turns],
        },
    }


def met_norway(latitude: float, longitude: float, now: datetime) -> Json:
    """The answer of `locationforecast/2.0/compact`: each hour of two days, then each six hours, in UTC."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    hourly = [hour + timedelta(hours=number) for number in range(54)]
    later = [hour + timedelta(hours=54 + 6 * number) for number in range(28)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude, 9]},
        "properties": {
            "meta": {
                "updated_at": hour.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "units": {"air_temperature": "celsius"},
            },
            "timeseries": [
                {
                    "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "data": _step(latitude, longitude, at, last=at == later[-1], hourly=at < later[0]),
                }
                for at in (*hourly, *later)
            ],
        },
    }


def _step(latitude: float, longitude: float, at: datetime, *, last: bool, hourly: bool) -> Json:
    turn = _turn(latitude, longitude, at)
    ahead = {
        "summary": {"symbol_code": f"{SYMBOLS[turn]}_day" if turn in {0, 1, 2, 7, 8} else SYMBOLS[turn]},
        "details": {"precipitation_amount": round(0.2 * turn, 1)},
    }
    data: Json = {"instant": {"details": {"air_temperature": _temperature(latitude, at)}}}
    if not last:
        data |= {"next_6_hours": ahead} | ({"next_1_hours": ahead} if hourly else {})
    return data
