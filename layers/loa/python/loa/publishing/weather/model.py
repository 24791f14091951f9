"""The weather of a unit as residents read it: whole degrees, Vietnamese words, its age."""

import math
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from loa.clock import local_day
from loa.publishing.weather import texts

STALE_AFTER: Final = timedelta(hours=6)
"""Older weather is shown with a note that it is old."""


@dataclass(frozen=True, slots=True)
class SourceLink:
    """Words that lead somewhere."""

    text: str
    url: str


WARNING_LINKS: Final = tuple(SourceLink(*warning) for warning in texts.WARNINGS)
"""The national centre's own pages; beside every forecast."""


@dataclass(frozen=True, slots=True)
class HourlyWeather:
    """One hour ahead: °C, chance of rain in percent and WMO code, where they are known."""

    at: datetime
    temperature: int
    rain_chance: int | None
    code: int | None

    @property
    def words(self) -> str:
        """What the code means."""
        return words_of(self.code)


@dataclass(frozen=True, slots=True)
class DailyWeather:
    """One day in Vietnam: °C, millimetres of rain, WMO code."""

    day: date
    lowest: int
    highest: int
    rain: int
    code: int | None

    @property
    def words(self) -> str:
        """What the code means."""
        return words_of(self.code)


@dataclass(frozen=True, slots=True)
class UnitWeather:
    """The weather of a unit.

    Attributes:
        provider: who says so; see `source`.
        observed_at: what moment the present values are of.
        fetched_at: when they were asked for.
        temperature, feels_like: °C; what it feels like is unknown to some providers.
        code: WMO code, where it is known.
        hours: every third hour ahead.
        days: today first.
    """

    unit_path: str
    provider: str
    observed_at: datetime
    fetched_at: datetime
    temperature: int
    feels_like: int | None
    code: int | None
    hours: tuple[HourlyWeather, ...]
    days: tuple[DailyWeather, ...]

    @property
    def words(self) -> str:
        """What the code means; empty for one that nobody has put into words: then figures speak alone."""
        return words_of(self.code)

    @property
    def source(self) -> SourceLink:
        """Whose data these are; belongs beside them."""
        return SourceLink(*texts.SOURCES[self.provider])

    def is_stale(self, now: datetime) -> bool:
        """Whether it is older than six hours."""
        return now - self.observed_at > STALE_AFTER

    def ahead(self, now: datetime) -> "UnitWeather":
        """The same without hours and days that are over."""
        today = local_day(now)
        return replace(
            self,
            hours=tuple(hour for hour in self.hours if hour.at >= now),
            days=tuple(day for day in self.days if day.day >= today),
        )


def words_of(code: int | None) -> str:
    """A WMO code in Vietnamese; empty when there is none, or none that we know."""
    return texts.WORDS.get(code, "") if code is not None else ""


def whole(number: float) -> int:
    """The nearest whole number; a half is rounded up, as people do."""
    return math.floor(number + 0.5)
