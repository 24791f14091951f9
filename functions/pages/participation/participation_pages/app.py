"""What all pages of officers about participation share."""

from datetime import date, datetime, time
from typing import Final

from loa import clock
from loa.bootstrap.foundation import console_dependencies
from loa.web.console.resolver import console

AREA: Final = "/console/tham-gia"

app = console("participation", area=AREA, dependencies=console_dependencies)


def instant(day: date, hour: str) -> datetime:
    """Return the instant of a day and an hour such as "7:30", in Vietnam."""
    hours, _, minutes = hour.partition(":")
    return datetime.combine(day, time(int(hours), int(minutes)), clock.VIETNAM)
