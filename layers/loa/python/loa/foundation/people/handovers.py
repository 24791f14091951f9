"""Rows that say who takes over the work of somebody who left a unit (table Units).

partition `people#40` · sort `handover#PATH#OFFICER`   to whom, by whom, when; expires after a week

The clock carries them out (`loa.dialogue.handover`), while they live: whatever is still in the
name of somebody who may not work on it any more goes over. So it may run twice, stop anywhere, or come late.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.foundation.officers.model import Officer
from loa.foundation.units.model import province_of
from loa.platform.aws.dynamodb.tables import Table

KEPT_FOR: Final = timedelta(days=7)
_PREFIX: Final = "handover#"


@dataclass(frozen=True, slots=True)
class HandOver:
    """Somebody's work in a unit, and who takes it over.

    Attributes:
        officer_id, unit_path: who had it, and where.
        to_id: who takes it over; empty: the unit, whose list everybody there sees.
        by: the administrator who said so.
        at: when.
    """

    officer_id: str
    unit_path: str
    to_id: str
    by: Officer = field(repr=False)
    at: datetime


class HandOverStore:
    """Store of who takes over whose work."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def save(self, order: HandOver) -> None:
        """Write who takes over, in the place of what was said before about the same officer and unit."""
        row = {
            "partition": _partition(order.unit_path),
            "sort": f"{_PREFIX}{order.unit_path}#{order.officer_id}",
            "to_id": order.to_id,
            "by_id": order.by.id,
            "by_name": order.by.name,
            "by_unit": order.by.unit_path,
            "at": clock.to_text(order.at),
            "expires_at": clock.epoch_seconds(order.at + KEPT_FOR),
        }
        self.table.put(row)

    def living(self, province: str, now: datetime) -> list[HandOver]:
        """List those of a province that have not expired; one Query."""
        found = []
        for row in self.table.rows(_partition(province), prefix=_PREFIX):
            if row["expires_at"] <= clock.epoch_seconds(now):
                continue
            unit_path, _, officer_id = str(row["sort"]).removeprefix(_PREFIX).partition("#")
            by = Officer(row["by_id"], row["by_name"], row["by_unit"], frozenset())
            found.append(HandOver(officer_id, unit_path, row["to_id"], by, clock.from_text(row["at"])))
        return found


def _partition(path: str) -> str:
    return f"people#{province_of(path)}"
