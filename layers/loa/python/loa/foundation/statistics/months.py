"""Totals of months that are over, so that a year is one Query and not twelve.

    partition `40#months` · sort `2024-10#40.412.16681` · the columns of a day; `days`: how many had any;
                                                          `touched`: how often it was added to
                          · sort `2024-10#`             · the month is closed: its totals can be relied on

A job closes a month soon after its end: it sets each total to the sum of the days. What is counted for a
month that is over goes to the day and to the total in one transaction, and grows `touched`; who closes writes
only over the total that it saw before it read the days, so that nothing is lost or counted twice. Closing
again is harmless; it finds nothing to change unless something went wrong.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from loa.errors import Busy
from loa.foundation.statistics.columns import counts_of, is_active
from loa.foundation.statistics.model import Counts
from loa.foundation.units.model import is_within, province_of
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table, Update

_DAYS: Final = "days"
_TOUCHED: Final = "touched"
_ATTEMPTS: Final = 5
_KEYS: Final = frozenset({"partition", "sort"})


@dataclass(frozen=True, slots=True)
class MonthSlice:
    """What was counted for a unit in a month, or the part of it that lies in a period.

    Attributes:
        path: the unit.
        month: "2024-10".
        counts: the sums.
        active_days: on how many days something was counted.
    """

    path: str
    month: str
    counts: Counts
    active_days: int


def month_key(path: str, month: str) -> tuple[str, str]:
    """Partition and sort key of a unit's month."""
    return f"{province_of(path)}#months", f"{month}#{path}"


def parse_month_sort(sort: str) -> tuple[str, str]:
    """Month and path of a sort key; the path of a month's mark is empty."""
    month, _, path = sort.partition("#")
    return month, path


class MonthTotals:
    """The totals in a Statistics table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def added(self, path: str, month: str, adding: Mapping[str, int]) -> Update:
        """The action that adds to a month that is over, by column; beside that of the day."""
        return Update(self._table, *month_key(path, month), add={**adding, _TOUCHED: 1})

    def closed(self, root: str, first: str, last: str) -> dict[str, list[MonthSlice]]:
        """The totals at and below a unit, of those months from the first to the last that are closed."""
        found: dict[str, list[MonthSlice]] = {}
        marked: set[str] = set()
        for row in self._table.rows(month_key(root, "")[0], between=(f"{first}#", f"{last}#\uffff")):
            month, path = parse_month_sort(row["sort"])
            if not path:
                marked.add(month)
            elif is_within(path, root):
                piece = MonthSlice(path, month, counts_of(row), row.get(_DAYS, 0))
                found.setdefault(month, []).append(piece)
        return {month: found.get(month, []) for month in sorted(marked)}

    def close(self, province: str, month: str) -> int:
        """Set the totals of a month that is over to the sums of its days.

        Must not run within the quarter of an hour after the month's end: what was begun before may still be
        written.

        Returns:
            How many totals were not that sum although the month had been closed before; expected 0.

        Raises:
            Busy: somebody kept adding to it: come again.
        """
        was_closed = self._table.get(month_key(province, month)[0], f"{month}#") is not None
        drift = 0
        for attempt in range(_ATTEMPTS):
            wrong = self._differing(province, month)
            drift = len(wrong) if was_closed and not attempt else drift
            done = [self._set(row, seen) for row, seen in wrong]
            if all(done):
                self._table.put({"partition": month_key(province, month)[0], "sort": f"{month}#"})
                return drift
        raise Busy("the month was still being added to")

    def _differing(self, province: str, month: str) -> list[tuple[Row, Row | None]]:
        """The totals as they must be and as they are, where that differs; the totals are read first."""
        partition = month_key(province, month)[0]
        kept = self._table.rows(partition, prefix=f"{month}#", consistent=True)
        present = {row["sort"]: row for row in kept}
        present.pop(f"{month}#", None)
        wanted = _totals(self._table.rows(f"{province}#{month}", consistent=True), month)
        rows = [
            (
                {
                    "partition": partition,
                    "sort": sort,
                    **wanted.get(sort, {}),
                    _TOUCHED: present.get(sort, {}).get(_TOUCHED, 0),
                },
                present.get(sort),
            )
            for sort in sorted(wanted.keys() | present.keys())
        ]
        return [(row, seen) for row, seen in rows if seen is None or _numbers(row) != _numbers(seen)]

    def _set(self, row: Row, seen: Row | None) -> bool:
        same = Attr(_TOUCHED).not_exists() if seen is None else Attr(_TOUCHED).eq(seen.get(_TOUCHED, 0))
        try:
            self._table.put(row, only_if=same)
        except ConditionFailed:
            return False
        return True


def _totals(rows: Iterable[Row], month: str) -> dict[str, Counter[str]]:
    """The sums of a month's days by the sort key of their total."""
    sums: dict[str, Counter[str]] = {}
    days: set[tuple[str, str]] = set()
    for row in rows:
        path, day = row["sort"].split("#")[:2]
        total = sums.setdefault(f"{month}#{path}", Counter())
        counted = {name: number for name, number in row.items() if name not in _KEYS}
        total.update(counted)
        if is_active(row) and (path, day) not in days:
            days.add((path, day))
            total[_DAYS] += 1
    return sums


def _numbers(row: Row) -> dict[str, int]:
    return {name: number for name, number in row.items() if name not in _KEYS and name != _TOUCHED and number}
