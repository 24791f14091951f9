"""Rows of readings (table Privacy).

    reading#PROVINCE#DAY   PATH#WINDOW#OFFICER#WHAT#REFERENCE   who, what, when; expires

One write beside what is read, without a read before it: the same officer's readings of the same thing within
a quarter of an hour are one row, and the process that wrote it does not write it again.
"""

from datetime import date, datetime
from typing import Final

from loa import clock
from loa.clock import local_day
from loa.foundation.officers.model import Officer
from loa.foundation.readings.model import KEPT, Reading, ReadKind, window_of
from loa.foundation.units.model import province_of, subtree_range
from loa.platform.aws.dynamodb.tables import Page, Row, Table

_REMEMBERED: Final = 1_000


def partition_of(province: str, day: date) -> str:
    """Partition key of the readings of a day in Vietnam."""
    return f"reading#{province}#{day.isoformat()}"


class ReadingStore:
    """The record of who read what."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._written: set[tuple[str, str]] = set()

    def note(
        self, officer: Officer, what: ReadKind, reference: str, *, unit_path: str, now: datetime
    ) -> None:
        """Write down that an officer reads something; before it is shown to them.

        Raises:
            Busy, StoreFault: it could not be written down: then it is not shown either.
        """
        window = clock.to_text(window_of(now))
        key = (
            partition_of(province_of(officer.unit_path), local_day(now)),
            f"{officer.unit_path}#{window}#{officer.id}#{what.value}#{reference}",
        )
        if key in self._written:
            return
        partition, sort = key
        self.table.put(
            {
                "partition": partition,
                "sort": sort,
                "at": clock.to_text(now),
                "officer": officer.id,
                "name": officer.name,
                "what": what.value,
                "reference": reference,
                "unit_path": unit_path,
                "expires_at": clock.epoch_seconds(now + KEPT),
            }
        )
        if len(self._written) >= _REMEMBERED:
            self._written.clear()
        self._written.add(key)

    def page(self, province: str, path: str, day: date, *, limit: int, start: Row | None = None) -> Page:
        """Readings by officers of a unit and those below it on a day; rows for `reading_from`."""
        return self.table.page(
            partition_of(province, day), between=subtree_range(path), limit=limit, start=start
        )


def reading_from(row: Row) -> Reading:
    """The reading of a row."""
    return Reading(
        at=clock.from_text(row["at"]),
        officer_id=row["officer"],
        officer_name=row["name"],
        officer_path=row["sort"].partition("#")[0],
        what=ReadKind(row["what"]),
        reference=row["reference"],
        unit_path=row["unit_path"],
    )
