"""When Zalo takes no broadcasts. Pure rules."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from loa.clock import VIETNAM


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours in which Zalo takes no broadcasts: 22:00 to 06:00 in Vietnam (zalo/README.md 5.1).

    The same instant twice, such as `00:00-00:00`, is never quiet.
    """

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> "QuietHours":
        """Read `22:00-06:00`.

        Raises:
            ValueError: another form.
        """
        start, _, end = text.partition("-")
        return cls(time.fromisoformat(start), time.fromisoformat(end))

    def ends_after(self, instant: datetime) -> datetime | None:
        """When the quiet hours that hold at this instant end; None outside them."""
        local = instant.astimezone(VIETNAM)
        clock = local.time()
        over_midnight = self.start > self.end
        quiet = clock >= self.start or clock < self.end if over_midnight else self.start <= clock < self.end
        if not quiet:
            return None
        day = local.date() + timedelta(days=1) if over_midnight and clock >= self.start else local.date()
        return datetime.combine(day, self.end, VIETNAM)
