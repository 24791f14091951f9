"""Shapes of weekly bulletins."""

from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import Field

from loa import clock
from loa.publishing.broadcasts.rules.series import MAXIMUM_SKIPPED, Series, SeriesState
from loa.web.schemas import Schema
from loa.web.shapes import texts

_HOUR = Annotated[
    str,
    Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description=texts.HOUR, examples=["08:00"]),
]
_WEEKDAY = Annotated[int, Field(ge=1, le=7, description=texts.WEEKDAY)]
_LOCALISE = Annotated[
    int,
    Field(ge=0, le=48, description=texts.LOCALISE),
]


class Rhythm(Schema):
    """When a bulletin comes out."""

    weekday: _WEEKDAY
    at: _HOUR
    until: date | None = Field(None, description=texts.UNTIL)
    localise_hours: _LOCALISE = 0

    @property
    def hour(self) -> time:
        """The hour, as rooms know it."""
        return time.fromisoformat(self.at)


class NewSeries(Rhythm):
    """A broadcast that is to come out every week."""

    broadcast_id: Annotated[str, Field(max_length=64, description=texts.SAMPLE)]


class ChangedSeries(Rhythm):
    """A series as it shall be from now on."""

    state: SeriesState = Field(SeriesState.ACTIVE, description=texts.STATE)
    skipped: Annotated[tuple[date, ...], Field(max_length=MAXIMUM_SKIPPED)] = Field(
        (), description=texts.SKIPPED
    )
    version: Annotated[int, Field(ge=1, description=texts.SEEN)]


class ShownSeries(Schema):
    """A weekly bulletin."""

    series_id: str
    version: int
    unit: str
    title: str
    target: dict[str, Any]
    state: SeriesState
    weekday: int
    at: str
    until: str | None
    localise_hours: int
    skipped: list[str]
    next_issue: str | None
    last_issue: str
    last_due: str | None

    @classmethod
    def of(cls, series: Series, now: datetime) -> "ShownSeries":
        """From a series."""
        due = series.next_issue(now)
        return cls(
            series_id=series.series_id,
            version=series.version,
            unit=series.unit_path,
            title=str(series.content.article["title"]),
            target=series.content.target.as_row(),
            state=series.state,
            weekday=series.weekday,
            at=f"{series.at:%H:%M}",
            until=series.until.isoformat() if series.until else None,
            localise_hours=series.localise_hours,
            skipped=[day.isoformat() for day in series.skipped],
            next_issue=clock.optional_text(due),
            last_issue=series.last_issue,
            last_due=clock.optional_text(series.last_due),
        )


class SeriesList(Schema):
    """The bulletins of a unit."""

    items: list[ShownSeries]
