"""Weekly bulletins on pages: what is asked about one, how it looks on a list, what an act makes of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import Field

from loa.clock import local_day
from loa.publishing.broadcasts.rules.series import Series, SeriesState
from loa.text.hours import HOUR, read_hour
from loa.web.console.lists import Tag
from loa.web.pages.formats import clock_time, day, mid_sentence, weekday
from loa.web.pages.forms import Control, FormModel
from loa.web.parts import texts
from loa.web.shapes.choices import Choice


class RhythmForm(FormModel):
    """When a bulletin comes out."""

    weekday: Annotated[
        Literal["1", "2", "3", "4", "5", "6", "7"],
        Field(title=texts.WEEKDAY),
        Control(kind="select", choices=tuple(Choice(*each) for each in texts.WEEKDAYS.items())),
    ]
    hour: Annotated[
        str,
        Field(title=texts.HOUR_OUT, description=texts.HOUR_HINT, pattern=HOUR),
        Control(width="small", missing=texts.NOT_AN_HOUR),
    ]
    until: Annotated[date | None, Field(title=texts.LAST_DAY, description=texts.LAST_DAY_HINT)] = None
    localise_hours: Annotated[
        int,
        Field(
            title=texts.LOCALISE_HOURS,
            description=texts.LOCALISE_HINT,
            ge=0,
            le=48,
        ),
        Control(width="small", optional=False),
    ] = 0

    @property
    def at(self) -> time:
        """The hour in Vietnam."""
        return read_hour(self.hour)


class SeriesActForm(FormModel):
    """What is done with a bulletin, in the version that was seen."""

    act: Literal["skip", "restore", "pause", "resume", "end"]
    version: Annotated[int, Field(ge=1)]
    day: date | None = None

    def applied(self, seen: Series) -> Series:
        """Return the bulletin as it shall be."""
        days = {self.day} if self.day else set()
        match self.act:
            case "skip":
                return replace(seen, skipped=(*seen.skipped, *days))
            case "restore":
                return replace(seen, skipped=tuple(each for each in seen.skipped if each not in days))
        states = {"pause": SeriesState.PAUSED, "resume": SeriesState.ACTIVE, "end": SeriesState.CANCELLED}
        return replace(seen, state=states[self.act])


@dataclass(frozen=True, slots=True)
class BulletinRow:
    """A bulletin on a list.

    Attributes:
        series: the bulletin.
        title, rhythm: its words, and when it comes out.
        state: whether it goes on.
        following, following_day: when the next issue comes out; empty, None: none does.
        has_draft: whether there is a draft of that issue.
        skipped: days to come on which none comes out.
    """

    series: Series
    title: str
    rhythm: str
    state: Tag
    following: str
    following_day: date | None
    has_draft: bool
    skipped: tuple[date, ...]

    @classmethod
    def of(cls, series: Series, now: datetime) -> "BulletinRow":
        """Make it of a bulletin."""
        due = series.next_issue(now)
        named = mid_sentence(texts.WEEKDAYS[str(series.weekday)])
        rhythm = texts.RHYTHM.format(hour=f"{series.at:%H:%M}", weekday=named)
        return cls(
            series=series,
            title=str(series.content.article["title"]),
            rhythm=texts.UNTIL.format(rhythm=rhythm, day=day(series.until)) if series.until else rhythm,
            state=Tag(*texts.SERIES[series.state.value]),
            following=f"{clock_time(due)}, {weekday(due)}" if due else "",
            following_day=local_day(due) if due else None,
            has_draft=due is not None and series.has_draft(due),
            skipped=tuple(each for each in series.skipped if each >= local_day(now)),
        )
