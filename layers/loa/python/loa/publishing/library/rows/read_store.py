"""Which items somebody has read since they appeared (table Content, the unit's partition).

read#IDENT      `read_on`: the day of a read; not how often, and nothing of who
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from loa.platform.aws.dynamodb.tables import Put, Table, Write
from loa.publishing.library.rules.model import item_id, split_id

_READ: Final = "read#"


class ReadStore:
    """Reads of items, in the Content table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def read(self, item_ids: Sequence[str], day: date) -> list[Write]:
        """The writes that remember that items were read; what is no id of an item is passed over."""
        places = (split_id(each) for each in item_ids)
        return [
            Put(self.table, {"partition": path, "sort": f"{_READ}{identifier}", "read_on": day.isoformat()})
            for path, identifier in places
            if path
        ]

    def forget(self, an_item_id: str) -> None:
        """Remove the read of an item that is there no more."""
        path, identifier = split_id(an_item_id)
        self.table.delete(path, f"{_READ}{identifier}")

    def of_unit(self, unit_path: str) -> frozenset[str]:
        """The ids of a unit's items that somebody has read."""
        rows = self.table.rows(unit_path, prefix=_READ)
        return frozenset(item_id(unit_path, row["sort"].removeprefix(_READ)) for row in rows)
