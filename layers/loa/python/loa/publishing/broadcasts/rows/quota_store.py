"""How many broadcasts each account has used: one row per province and period, read in one request.

    quota#PROVINCE#PERIOD   used          {unit path: how many}, version
    quota#PROVINCE#PERIOD   BROADCAST     the paths that this broadcast has reserved

A planner reserves for all its accounts at once: its own row and the sums are one transaction, guarded by
the version of the sums. Repeated for the same broadcast it changes nothing; what was never sent is given
back the same way. So the counter is exact, and no question about quota counts rows.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from loa.errors import Busy
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Put, Row, Table
from loa.platform.aws.dynamodb.transactions import commit, get_many
from loa.publishing.broadcasts.rules.quota import Period

_SUMS: Final = "used"
_ATTEMPTS: Final = 8


def quota_partition(province: str, period: str) -> str:
    """Partition of a period."""
    return f"quota#{province}#{period}"


class QuotaStore:
    """The counters, in the Broadcasts table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def used(self, province: str, day: date, *, apart_from: str = "") -> dict[str, dict[Period, int]]:
        """What each account has used in the periods that hold a day; who used nothing is missing.

        Args:
            province: its code.
            day: a day in Vietnam.
            apart_from: a broadcast whose own reservation does not count against it.
        """
        names = [quota_partition(province, period.label(day)) for period in Period]
        sums = get_many([(self._table, name, _SUMS) for name in names])
        own: Sequence[Row | None] = [None] * len(names)
        if apart_from:
            own = get_many([(self._table, name, apart_from) for name in names])
        found: dict[str, dict[Period, int]] = {}
        for period, row, mine in zip(Period, sums, own, strict=True):
            reserved = frozenset((mine or {}).get("paths", ()))
            for path, number in (row or {}).get("paths", {}).items():
                found.setdefault(path, {})[period] = number - (path in reserved)
        return found

    def reserve(self, province: str, day: date, broadcast_id: str, paths: Iterable[str]) -> None:
        """Count one broadcast for these accounts, in every period that holds the day; again changes nothing.

        Raises:
            Busy: other planners were in the way throughout.
        """
        wanted = frozenset(paths)
        self._change(province, day, broadcast_id, lambda before: before | wanted)

    def give_back(self, province: str, day: date, broadcast_id: str, paths: Iterable[str]) -> None:
        """What was reserved on that day and never sent counts no more; again changes nothing.

        Raises:
            Busy: other planners were in the way throughout.
        """
        unused = frozenset(paths)
        self._change(province, day, broadcast_id, lambda before: before - unused)

    def _change(
        self,
        province: str,
        day: date,
        broadcast_id: str,
        change: Callable[[frozenset[str]], frozenset[str]],
    ) -> None:
        for period in Period:
            self._change_period(quota_partition(province, period.label(day)), broadcast_id, change)

    def _change_period(
        self, partition: str, broadcast_id: str, change: Callable[[frozenset[str]], frozenset[str]]
    ) -> None:
        for _ in range(_ATTEMPTS):
            sums, mine = get_many([(self._table, partition, _SUMS), (self._table, partition, broadcast_id)])
            before = frozenset((mine or {}).get("paths", ()))
            after = change(before)
            if before == after:
                return
            changed = _changed((sums or {}).get("paths", {}), before, after)
            version = int((sums or {}).get("version", 0))
            row: Row = {"partition": partition, "sort": _SUMS, "paths": changed, "version": version + 1}
            unchanged = Attr("version").eq(version) if version else Attr("version").not_exists()
            own: Row = {"partition": partition, "sort": broadcast_id, "paths": sorted(after)}
            try:
                commit([Put(self._table, row, only_if=unchanged), Put(self._table, own)])
            except ConditionFailed:
                continue
            return
        raise Busy("other planners were in the way")


def _changed(sums: Mapping[str, int], before: frozenset[str], after: frozenset[str]) -> dict[str, int]:
    counted = Counter(sums)
    counted.update(after - before)
    counted.subtract(before - after)
    return {path: number for path, number in counted.items() if number > 0}
