"""How often items have been read, by month, at least (table Content, the unit's partition).

read#IDENT      `read_on`: the day of the last read; `m2026-12`: reads of that month; nothing of who
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from loa.platform.aws.dynamodb.tables import Table, Update, Write
from loa.publishing.library.rules.model import item_id, split_id

_READ: Final = "read#"
_MONTH: Final = "m"
MONTHS_KEPT: Final = 13


class ReadStore:
    """Reads of items, in the Content table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def read(self, reads: Mapping[str, int], day: date) -> list[Write]:
        """The writes that count reads of items on a day, by id; what is no id of an item is passed over.

        What is older than a year goes.
        """
        gone = tuple(f"{_MONTH}{month_before(day, back)}" for back in range(MONTHS_KEPT, 2 * MONTHS_KEPT))
        places = ((split_id(each), number) for each, number in reads.items())
        return [
            Update(
                self.table,
                path,
                f"{_READ}{identifier}",
                set={"read_on": day.isoformat()},
                add={f"{_MONTH}{month_before(day, 0)}": number},
                remove=gone,
            )
            for (path, identifier), number in places
            if path
        ]

    def months(self, an_item_id: str) -> dict[str, int]:
        """How often an item was read at least, by month such as `2026-12`; without those of no read."""
        path, identifier = split_id(an_item_id)
        row = self.table.get(path, f"{_READ}{identifier}") if path else None
        names = [name for name in row or {} if name.startswith(f"{_MONTH}20")]
        return {name.removeprefix(_MONTH): row[name] for name in names} if row else {}

    def forget(self, an_item_id: str) -> None:
        """Remove the reads of an item that is there no more."""
        path, identifier = split_id(an_item_id)
        self.table.delete(path, f"{_READ}{identifier}")

    def of_unit(self, unit_path: str) -> frozenset[str]:
        """The ids of a unit's items that somebody has read."""
        rows = self.table.rows(unit_path, prefix=_READ)
        return frozenset(item_id(unit_path, row["sort"].removeprefix(_READ)) for row in rows)


def month_before(day: date, months: int) -> str:
    """The month so many months before that of a day, such as `2026-12`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return f"{year}-{month + 1:02d}"
