"""Releasing a month's figures to everybody, and taking them back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from loa import clock
from loa.errors import Conflict, InvalidInput
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.statistics.model import month_of
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.reports.released import texts
from loa.reports.released.figures import released_figures
from loa.reports.released.model import ReleasedFigures, is_closed_month
from loa.reports.released.store import ReleasedStore
from loa.reports.tables.activity import ActivityTable


@dataclass(frozen=True, slots=True)
class ReleasedFiguresService:
    """What an approver of the province may do with a month's figures.

    Attributes:
        province: its path.
        store: where they are kept.
        table: makes the table of activity of a whole province from its first and last day.
        clock: the time, aware UTC.
    """

    province: str
    store: ReleasedStore
    table: Callable[[date, date], ActivityTable]
    clock: Callable[[], datetime] = clock.now

    def look(self, first: date, last: date) -> tuple[ReleasedFigures, bool]:
        """Return what residents see, or would see, of a month, and whether they see it now.

        Raises:
            InvalidInput: it is no whole month that is over.
        """
        self._check(first, last)
        kept = self.store.counted(self.province, month_of(first))
        return kept or (released_figures(self.table(first, last)), False)

    def release(self, officer: Officer, first: date, last: date) -> None:
        """Let everybody see a month's figures; doing it again changes nothing.

        Raises:
            NotFound, NotAllowed: not an approver of the province.
            InvalidInput: it is no whole month that is over.
            Conflict: somebody else released or took back something at this moment.
        """
        require(officer, Permission.RELEASE_FIGURES, self.province)
        figures, seen = self.look(first, last)
        if not seen:
            self._done(lambda: self.store.release(self.province, figures))

    def take_back(self, officer: Officer, first: date, last: date) -> None:
        """Let nobody see them any more; doing it again changes nothing.

        Raises:
            NotFound, NotAllowed, InvalidInput, Conflict: as for `release`.
        """
        require(officer, Permission.RELEASE_FIGURES, self.province)
        _, seen = self.look(first, last)
        if seen:
            self._done(lambda: self.store.take_back(self.province, month_of(first)))

    def _check(self, first: date, last: date) -> None:
        if not is_closed_month(first, last, clock.local_day(self.clock())):
            raise InvalidInput(texts.NOT_CLOSED)

    def _done(self, work: Callable[[], None]) -> None:
        try:
            work()
        except ConditionFailed as error:
            raise Conflict(texts.AT_THE_SAME_TIME) from error
