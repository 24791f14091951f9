"""Shapes of the weather: whole degrees, Vietnamese words, whose data they are."""

from datetime import datetime
from typing import Self

from pydantic import Field

from loa import clock
from loa.publishing.weather.model import WARNING_LINKS, SourceLink, UnitWeather
from loa.web.schemas import Schema


class ShownSourceLink(Schema):
    """Words that lead somewhere."""

    text: str
    url: str

    @classmethod
    def of(cls, link: SourceLink) -> Self:
        """From a link."""
        return cls(text=link.text, url=link.url)


class ShownHour(Schema):
    """An hour ahead: °C, and the chance of rain in percent."""

    at: str
    temperature: int
    rain_chance: int | None
    words: str


class ShownDay(Schema):
    """A day: °C, and millimetres of rain."""

    day: str
    lowest: int
    highest: int
    rain: int
    words: str


class ShownWeather(Schema):
    """The weather of a unit; `words` are empty where figures speak alone."""

    unit: str
    observed_at: str
    fetched_at: str
    stale: bool = Field(description="Cũ hơn sáu giờ.")
    temperature: int
    feels_like: int | None
    words: str
    hours: list[ShownHour]
    days: list[ShownDay]
    source: ShownSourceLink = Field(description="Ghi cạnh số liệu.")
    warnings: list[ShownSourceLink] = Field(description="Cảnh báo của cơ quan khí tượng thủy văn quốc gia.")

    @classmethod
    def of(cls, weather: UnitWeather, now: datetime) -> Self:
        """From the weather of a unit, from now on."""
        ahead = weather.ahead(now)
        return cls(
            unit=weather.unit_path,
            observed_at=clock.to_text(weather.observed_at),
            fetched_at=clock.to_text(weather.fetched_at),
            stale=weather.is_stale(now),
            temperature=weather.temperature,
            feels_like=weather.feels_like,
            words=weather.words,
            hours=[
                ShownHour(
                    at=clock.to_text(hour.at),
                    temperature=hour.temperature,
                    rain_chance=hour.rain_chance,
                    words=hour.words,
                )
                for hour in ahead.hours
            ],
            days=[
                ShownDay(
                    day=day.day.isoformat(),
                    lowest=day.lowest,
                    highest=day.highest,
                    rain=day.rain,
                    words=day.words,
                )
                for day in ahead.days
            ],
            source=ShownSourceLink.of(weather.source),
            warnings=[ShownSourceLink.of(link) for link in WARNING_LINKS],
        )
