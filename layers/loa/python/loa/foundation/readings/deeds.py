"""Rows of what officers did (table Privacy), beside those of what they read.

    deed#PROVINCE#DAY   PATH#WINDOW#OFFICER#KEY   who, what, which thing, when; expires

In order like readings, so that both are read as one list; apart from them, so that a function that writes
down what was done can change no record of a reading. The key is that of the form or the JSON request: the
same one sent again finds its row.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from loa import clock
from loa.clock import local_day
from loa.foundation.officers.model import Officer
from loa.foundation.readings.model import KEPT, window_of
from loa.foundation.units.model import province_of, subtree_range
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Page, Row, Table

LONGEST: Final = 200
"""Of the word and of the reference: a row stays far below the kilobyte of one write unit."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that an officer has done.

    Attributes:
        at: when.
        officer_id, officer_name, officer_path: who, and for which unit they work.
        what: a stable word: the form's place, with a hole for each id; if it does several things, behind a
            colon which. Of JSON the method and the route, or the word of the form that does the same.
        reference: the address of the thing in the console, or of the JSON resource, without what was looked
            for.
        title: what the JSON route calls itself; empty: the console's forms have words by `what`.
    """

    at: datetime
    officer_id: str
    officer_name: str = field(repr=False)
    officer_path: str
    what: str
    reference: str
    title: str = ""


def deeds_of(province: str, day: date) -> str:
    """Partition key of what was done on a day in Vietnam."""
    return f"deed#{province}#{day.isoformat()}"


class DeedStore:
    """The record of who did what."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def note(
        self, officer: Officer, what: str, reference: str, *, key: str, at: datetime, title: str = ""
    ) -> None:
        """Write down, once, what an officer has done.

        Args:
            officer: who.
            what: as in `Deed`.
            reference: as in `Deed`.
            key: names the form: 32 hex digits.
            at: when; the same each time the form comes.
            title: as in `Deed`.

        Raises:
            Busy, StoreFault: it could not be written down.
        """
        row: Row = {
            "partition": deeds_of(province_of(officer.unit_path), local_day(at)),
            "sort": f"{officer.unit_path}#{clock.to_text(window_of(at))}#{officer.id}#{key}",
            "at": clock.to_text(at),
            "officer": officer.id,
            "name": officer.name,
            "what": what[:LONGEST],
            "reference": reference[:LONGEST],
            "expires_at": clock.epoch_seconds(at + KEPT),
        }
        row |= {"title": title[:LONGEST]} if title else {}
        with suppress(ConditionFailed):  # it is there
            self.table.put(row, only_if=Attr("partition").not_exists())

    def page(self, province: str, path: str, day: date, *, limit: int, start: Row | None = None) -> Page:
        """Deeds of officers of a unit and those below it on a day; rows for `deed_from`."""
        return self.table.page(deeds_of(province, day), between=subtree_range(path), limit=limit, start=start)


def deed_from(row: Row) -> Deed:
    """The deed of a row."""
    return Deed(
        at=clock.from_text(row["at"]),
        officer_id=row["officer"],
        officer_name=row["name"],
        officer_path=row["sort"].partition("#")[0],
        what=row["what"],
        reference=row["reference"],
        title=row.get("title", ""),
    )
