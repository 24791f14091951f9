"""Row of how far messages have been counted again (table Statistics).

40#recount     messages     oa_id, user_id, first, found: see `Walk`
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from loa.foundation.statistics.model import Metric
from loa.platform.aws.dynamodb.tables import Table

_SORT: Final = "messages"


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk through the residents of all accounts.

    Attributes:
        oa_id: the account that it has come to; empty: it begins.
        first: the first day that is counted there; None: the account was not begun.
        user_id: the last resident there whose messages were counted; empty: nobody's yet.
        found: how many messages that was, by day.
    """

    oa_id: str = ""
    first: date | None = None
    user_id: str = ""
    found: Mapping[date, Mapping[Metric, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WalkStore:
    """How far the walk of a province is."""

    table: Table

    def walk(self, province: str) -> Walk:
        """Return the walk under way."""
        row = self.table.get(_partition(province), _SORT)
        if row is None:
            return Walk()
        found = {
            date.fromisoformat(day): {Metric(name): number for name, number in numbers.items()}
            for day, numbers in row["found"].items()
        }
        first = date.fromisoformat(row["first"]) if row["first"] else None
        return Walk(row["oa_id"], first, row["user_id"], found)

    def save(self, province: str, walk: Walk) -> None:
        """Write how far it is."""
        found = {
            day.isoformat(): {metric.value: number for metric, number in numbers.items()}
            for day, numbers in walk.found.items()
        }
        first = walk.first.isoformat() if walk.first else ""
        row = {"oa_id": walk.oa_id, "user_id": walk.user_id, "first": first, "found": found}
        self.table.put({"partition": _partition(province), "sort": _SORT, **row})


def _partition(province: str) -> str:
    return f"{province}#recount"
