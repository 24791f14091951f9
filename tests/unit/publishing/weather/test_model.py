"""The weather as residents read it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.clock import VIETNAM
from loa.publishing.weather import texts
from loa.publishing.weather.model import (
    STALE_AFTER,
    WARNING_LINKS,
    DailyWeather,
    HourlyWeather,
    UnitWeather,
    whole,
    words_of,
)

NOW = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)  # half past eleven at night in Vietnam
CODES = {
    *range(4),
    45,
    48,
    51,
    53,
    55,
    56,
    57,
    61,
    63,
    65,
    66,
    67,
    71,
    73,
    75,
    77,
    80,
    81,
    82,
    85,
    86,
    95,
    96,
    99,
}
"""Those that Open-Meteo gives (its WeatherCode.swift)."""


def weather(observed_at: datetime = NOW) -> UnitWeather:
    return UnitWeather(
        unit_path="40.16681",
        provider="open-meteo",
        observed_at=observed_at,
        fetched_at=observed_at,
        temperature=27,
        feels_like=29,
        code=63,
        hours=tuple(
            HourlyWeather(observed_at + timedelta(hours=3 * number), 25, 40, 61) for number in range(16)
        ),
        days=tuple(
            DailyWeather(observed_at.astimezone(VIETNAM).date() + timedelta(days=number), 20, 28, 5, 95)
            for number in range(7)
        ),
    )


def test_every_code_has_words_and_an_unknown_one_none() -> None:
    assert set(texts.WORDS) == CODES
    assert words_of(95) == "Có dông"
    assert words_of(42) == words_of(None) == ""


@pytest.mark.parametrize(
    ("age", "stale"), [(timedelta(0), False), (STALE_AFTER, False), (timedelta(hours=6, seconds=1), True)]
)
def test_after_six_hours_it_is_stale(age: timedelta, *, stale: bool) -> None:
    assert weather().is_stale(NOW + age) is stale


def test_what_is_over_is_left_out() -> None:
    later = weather().ahead(NOW + timedelta(hours=4))
    assert later.hours[0].at == NOW + timedelta(hours=6)
    assert later.days[0].day == date(2026, 12, 1), "midnight in Vietnam has passed"


@given(st.integers(0, 400))
def test_nothing_of_the_past_is_ever_shown(hours: int) -> None:
    now = NOW + timedelta(hours=hours)
    left = weather().ahead(now)
    assert all(hour.at >= now for hour in left.hours)
    assert all(day.day >= now.astimezone(VIETNAM).date() for day in left.days)


@given(st.floats(-50, 60))
def test_degrees_are_whole_and_near(degrees: float) -> None:
    assert abs(whole(degrees) - degrees) <= 0.5


def test_halves_go_up() -> None:
    assert [whole(number) for number in (0.5, 1.5, 2.5, -0.5)] == [1, 2, 3, 0]


def test_the_source_and_the_warnings_of_the_national_centre_stand_beside_it() -> None:
    assert weather().source.url == "https://open-meteo.com/"
    assert "CC BY 4.0" in weather().source.text
    assert {link.url for link in WARNING_LINKS} == {
        "https://nchmf.gov.vn/",
        "https://luquetsatlo.nchmf.gov.vn/",
    }
