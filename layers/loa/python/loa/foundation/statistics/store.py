"""Rows of the Statistics table: small counters, so that a report of a province is a Query or two.

    partition `40#2024-10` (province, month) · sort `40.412.16681#05` (unit path, day) · a number per metric
                                             · sort `40.412.16681#05#7` (and a shard, 1 to 16): the same
    partition `40#now`                       · sort `40.412.16681#`  · base, net: followers of the account;
                                                                       officers: those linked to it;
                                                                       `cases.KIND.STATE`: its cases
                                             · sort `40.16681#OA#`   · the same of a retired account
    partition `40#months` …                  totals of months that are over (`months`)

A row stands for one unit and one day with activity. The columns have shorter names than the metrics: a
province of 482 units in which every unit has every number on every day of a month is 2 MB, two pages of a
Query. Each write touches one small row: one write unit (two inside a transaction).

DynamoDB takes one transaction at a row at a time. Where two in a row were in the way, the numbers go to one
of 16 further rows of that day, and so does for a minute whatever this process counts for the unit. Whoever
reads adds them up. Units without a rush keep one row a day.

A fact and its count belong into ONE transaction (`dynamodb.transactions`): this store offers the actions
for it and writes nothing itself, so that a repeated event cannot count twice. DynamoDB takes a row once
per transaction: give all the numbers of a unit and day to one call of `increments`.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import and_
from typing import Final

from loa.clock import local_day, now
from loa.foundation.statistics.columns import column_of, counts_of, is_active
from loa.foundation.statistics.model import Counts, Gauges, Metric, is_whole, month_of, months
from loa.foundation.statistics.months import MonthSlice, MonthTotals
from loa.foundation.units.model import province_of, subtree_range
from loa.platform.aws.dynamodb.tables import Attr, Condition, ConditionFailed, Row, Table, Update

_NOW: Final = "now"
_BASE: Final = "base"
_NET: Final = "net"
_OFFICERS: Final = "officers"
_CASES: Final = "cases."
FOLLOWED: Final = frozenset({_BASE, _NET})
"""Columns of a row under which followers are counted."""


SHARDS: Final = 16
"""Rows of a unit's day beside the usual one, for a rush."""

_RUSH_SECONDS: Final = 60.0


def day_key(path: str, day: date, shard: int = 0) -> tuple[str, str]:
    """Partition and sort key of a unit's day; 0: the usual row, else one of its shards."""
    partition, sort = f"{province_of(path)}#{month_of(day)}", f"{path}#{day:%d}"
    return partition, f"{sort}#{shard}" if shard else sort


def parse_day_key(partition: str, sort: str) -> tuple[str, date]:
    """Path and day of a row, whichever shard it is; the way back from `day_key`.

    Raises:
        ValueError: it is not the key of a day.
    """
    path, day = sort.split("#")[:2]
    return path, date.fromisoformat(f"{partition.partition('#')[2]}-{day}")


def gauge_key(path: str) -> tuple[str, str]:
    """Partition and sort key of what holds now at a unit, or of a retired account that it answers for.

    The latter is named `PATH#OA`, see `Account.gauge`; whoever adds up a unit's followers adds it, too.
    """
    return f"{province_of(path.partition('#')[0])}#{_NOW}", f"{path}#"


@dataclass(frozen=True, slots=True)
class Gauge:
    """The followers of an account as they are kept: None where nothing is.

    Attributes:
        base: what Zalo said when the account was connected.
        net: what came and went since.
    """

    base: int | None
    net: int | None

    @property
    def followers(self) -> int:
        """How many that makes; less than 0 when somebody left an account that was never counted."""
        return (self.base or 0) + (self.net or 0)


class StatisticsStore:
    """The counters in a Statistics table.

    Attributes:
        table: where they are.
        totals: those of months that are over.
    """

    def __init__(self, table: Table, clock: Callable[[], datetime] = now) -> None:
        self.table = table
        self.totals = MonthTotals(table)
        self._clock = clock
        self._rush: dict[str, tuple[float, int]] = {}

    def increments(
        self, path: str, at: datetime, counts: Counts, corrected: Iterable[tuple[datetime, Counts]] = ()
    ) -> list[Update]:
        """The actions that add numbers to a unit's day; for a transaction with the fact that is counted.

        Args:
            path: the unit.
            at: when it happened; its day in Vietnam is the one that counts.
            counts: what to add; none may be negative.
            corrected: what changes beside it, as for `changes`.

        Raises:
            ValueError: nothing to add, or a negative number.
        """
        if not any(counts.values()) or min(counts.values()) < 0:
            raise ValueError("counts are added, and only upwards")
        today = local_day(at)
        days = _by_day([(at, counts), *corrected])
        return [
            *(
                self._added(path, day, adding) if day == today else self._plainly(path, day, adding)
                for day, adding in days.items()
            ),
            *self._late(path, days),
        ]

    def _late(self, path: str, days: Mapping[date, Mapping[str, int]]) -> list[Update]:
        """The actions that bring what happened in a month that is over into its totals, too."""
        this_month = month_of(local_day(self._clock()))
        late: dict[str, Counter[str]] = {}
        for day, adding in days.items():
            if (month := month_of(day)) < this_month:
                late.setdefault(month, Counter()).update(adding)
        return [
            self.totals.added(path, month, changed)
            for month, adding in late.items()
            if (changed := {column: number for column, number in adding.items() if number})
        ]

    def _added(self, path: str, day: date, adding: Mapping[str, int]) -> Update:
        until, shard = self._rush.get(path, (0.0, 0))
        if until > time.monotonic():
            return self._on_a_shard(path, day, adding, shard)
        usual = self._plainly(path, day, adding)
        # The first conflict may be a coincidence; the second is a rush.
        again = replace(usual, on_conflict=lambda: self._elsewhere(path, day, adding))
        return replace(usual, on_conflict=lambda: again)

    def _plainly(self, path: str, day: date, adding: Mapping[str, int]) -> Update:
        return Update(self.table, *day_key(path, day), add=adding)

    def _on_a_shard(self, path: str, day: date, adding: Mapping[str, int], shard: int) -> Update:
        return Update(
            self.table,
            *day_key(path, day, shard),
            add=adding,
            on_conflict=lambda: self._elsewhere(path, day, adding),
        )

    def _elsewhere(self, path: str, day: date, adding: Mapping[str, int]) -> Update:
        """Another shard, which this process keeps to: soon each process has one of its own."""
        shard = random.randint(1, SHARDS)  # noqa: S311 - not a secret
        self._rush[path] = (time.monotonic() + _RUSH_SECONDS, shard)
        return self._on_a_shard(path, day, adding, shard)

    def changes(self, path: str, changed: Iterable[tuple[datetime, Counts]]) -> list[Update]:
        """The actions that correct what was counted before: a fact that was counted became another one.

        Args:
            path: the unit.
            changed: for each instant what to add, also negative numbers: take away what was counted then.

        Returns:
            One action per day that changes, and one per month that is over, for a transaction with the fact.
        """
        days = _by_day(changed)
        plainly = [self._plainly(path, day, adding) for day, adding in days.items()]
        return [*plainly, *self._late(path, days)]

    def case_change(self, path: str, changed: Mapping[str, int]) -> list[Update]:
        """The action that changes how many cases a unit has by kind and state (`Gauges.cases`), if any."""
        adding = {f"{_CASES}{name}": number for name, number in changed.items() if number}
        return [Update(self.table, *gauge_key(path), add=adding)] if adding else []

    def follower_change(self, path: str, delta: int) -> Update:
        """The action that changes the followers of a unit's account, by +1 or -1; same transaction."""
        return Update(self.table, *gauge_key(path), add={_NET: delta})

    def follower_base(self, path: str, followers: int) -> Update:
        """The action that sets the followers of a unit's account to what Zalo says; twice is harmless."""
        return Update(self.table, *gauge_key(path), set={_BASE: followers, _NET: 0})

    def follower_gauge(self, path: str) -> Gauge:
        """What is kept of the followers of a unit's account; consistent."""
        row = self.table.get(*gauge_key(path)) or {}
        return Gauge(row.get(_BASE), row.get(_NET))

    def follower_correction(self, path: str, seen: Gauge, followers: int) -> Update:
        """The action that makes the followers of a unit's account the number that was counted.

        Refused if the gauge is not what was seen any more: then the count is stale.
        """
        return Update(
            self.table,
            *gauge_key(path),
            add={_NET: followers - seen.followers},
            only_if=_still(seen),
        )

    def regauging(self, before: Iterable[str], after: Mapping[str, str]) -> list[Update]:
        """The actions that count followers under other names; refused if one of them changed meanwhile.

        Args:
            before: the names under which they are counted (`Account.gauge`).
            after: for each name afterwards, the one of `before` whose followers it takes over.
        """
        names = list(dict.fromkeys([*before, *after]))
        seen = {name: self.follower_gauge(name) for name in names}
        actions = []
        for name, old in seen.items():
            wanted = seen[after[name]] if name in after else Gauge(None, None)
            if wanted == old:
                continue
            values = {_BASE: wanted.base, _NET: wanted.net}
            actions.append(
                Update(
                    self.table,
                    *gauge_key(name),
                    set={key: value for key, value in values.items() if value is not None},
                    remove=[key for key, value in values.items() if value is None],
                    only_if=_still(old),
                )
            )
        return actions

    def gathering(self, stray: str, into: str) -> list[Update]:
        """The actions that count under another name what is counted under a stray one; none: nothing is."""
        seen = self.follower_gauge(stray)
        if seen == Gauge(None, None):
            return []
        gone = Update(self.table, *gauge_key(stray), remove=[_BASE, _NET], only_if=_still(seen))
        return [gone, self.follower_change(into, seen.followers)]

    def officers_change(self, path: str, delta: int) -> Update:
        """The action that changes how many officers of a unit are linked to its account; same transaction."""
        return Update(self.table, *gauge_key(path), add={_OFFICERS: delta})

    def activity(self, root: str, first: date, last: date) -> dict[str, Counter[Metric]]:
        """What was counted from the first day to the last, both included, at and below a unit.

        Returns:
            Sums by unit path; units without activity are missing.
        """
        return sums_of(self.by_month(root, first, last))

    def by_month(self, root: str, first: date, last: date) -> list[MonthSlice]:
        """What was counted from the first day to the last, at and below a unit, month by month.

        At most three Queries once the months that are over are closed (`MonthTotals.close`): the whole ones
        among them in one, and the month at either end. Until then, one more for each that is not.
        """
        touched = list(months(first, last))
        whole = [month for month in touched if is_whole(month, first, last)]
        closed = self.totals.closed(root, whole[0], whole[-1]) if len(whole) > 1 else {}
        slices = [piece for month in whole for piece in closed.get(month, ())]
        for month in touched:
            if month not in closed:
                slices += self._from_days(root, month, first, last)
        return slices

    def by_day(self, root: str, first: date, last: date) -> dict[tuple[str, date], Counter[Metric]]:
        """What was counted on each day at and below a unit, by path and day; consistent."""
        found: dict[tuple[str, date], Counter[Metric]] = {}
        for month in months(first, last):
            partition = f"{province_of(root)}#{month}"
            for row in self.table.rows(partition, between=subtree_range(root), consistent=True):
                path, day = parse_day_key(row["partition"], row["sort"])
                if first <= day <= last:
                    found.setdefault((path, day), Counter()).update(counts_of(row))
        return found

    def own_days(self, path: str, first: date, last: date) -> dict[date, Counter[Metric]]:
        """What was counted on each day at one unit alone; a Query for each month, of its own rows only."""
        found: dict[date, Counter[Metric]] = {}
        for month in months(first, last):
            begin = max(first, date.fromisoformat(f"{month}-01"))
            partition, low = day_key(path, begin)
            high = f"{path}#{last:%d}$" if month == month_of(last) else f"{path}$"
            for row in self.table.rows(partition, between=(low, high)):
                found.setdefault(parse_day_key(partition, row["sort"])[1], Counter()).update(counts_of(row))
        return found

    def correcting(self, path: str, day: date, adding: Counts, seen: Counts) -> Update:
        """The action that makes the counters of a past day good; its month is closed again afterwards.

        Args:
            path: the unit.
            day: it must be over.
            adding: what is missing, negative where there is too much.
            seen: the sums that this was found from; refused when the day's own row changes meanwhile.

        Raises:
            ConditionFailed: the sums are others by now.
        """
        row = self.table.get(*day_key(path, day)) or {}
        sums = self.by_day(path, day, day).get((path, day), Counter())
        if any(sums[metric] != seen.get(metric, 0) for metric in adding):
            raise ConditionFailed
        columns = {column_of(metric): number for metric, number in adding.items()}
        still = [
            Attr(name).eq(row[name]) if name in row else Attr(name).not_exists() for name in sorted(columns)
        ]
        usual = self._plainly(path, day, columns)
        return replace(usual, only_if=reduce(and_, still))

    def _from_days(self, root: str, month: str, first: date, last: date) -> list[MonthSlice]:
        partition = f"{province_of(root)}#{month}"
        counts: dict[str, Counter[Metric]] = {}
        days: dict[str, set[date]] = {}
        for row in self.table.rows(partition, between=subtree_range(root)):
            path, day = parse_day_key(row["partition"], row["sort"])
            if first <= day <= last:
                counts.setdefault(path, Counter()).update(counts_of(row))
                days.setdefault(path, set()).update([day] if is_active(row) else ())
        return [MonthSlice(path, month, counts[path], len(days[path])) for path in counts]

    def followers(self, root: str) -> dict[str, int]:
        """How many followers each unit's own account has now, at and below a unit; one Query."""
        rows = self.table.rows(f"{province_of(root)}#{_NOW}", between=subtree_range(root))
        own = (row for row in rows if row["sort"].count("#") == 1)
        return {row["sort"].removesuffix("#"): _followers(row) for row in own}

    def gauges(self, root: str) -> dict[str, Gauges]:
        """What holds now at and below a unit, retired accounts included; one Query."""
        rows = self.table.rows(f"{province_of(root)}#{_NOW}", between=subtree_range(root))
        found: dict[str, Gauges] = {}
        for row in rows:
            path = row["sort"].partition("#")[0]
            before = found.get(path, Gauges())
            found[path] = Gauges(
                followers=before.followers + _followers(row),
                officers=before.officers + row.get(_OFFICERS, 0),
                cases={**before.cases, **_cases(row)},
            )
        return found


def _cases(row: Row) -> dict[str, int]:
    return {
        name.removeprefix(_CASES): number
        for name, number in row.items()
        if name.startswith(_CASES) and number
    }


def _followers(row: Row) -> int:
    """Whoever leaves an account that was never connected, and has no base, must not make it negative."""
    return max(0, int(row.get(_BASE, 0)) + int(row.get(_NET, 0)))


def _still(seen: Gauge) -> Condition:
    base, net = (
        Attr(name).not_exists() if value is None else Attr(name).eq(value)
        for name, value in ((_BASE, seen.base), (_NET, seen.net))
    )
    return base & net


def _by_day(changed: Iterable[tuple[datetime, Counts]]) -> dict[date, dict[str, int]]:
    """What to add to which day, by column; without what comes to nothing."""
    days: dict[date, Counter[str]] = {}
    for at, counts in changed:
        day = days.setdefault(local_day(at), Counter())
        for metric, number in counts.items():
            day[column_of(metric)] += number
    kept = {day: {column: number for column, number in sums.items() if number} for day, sums in days.items()}
    return {day: sums for day, sums in kept.items() if sums}


def sums_of(slices: Iterable[MonthSlice]) -> dict[str, Counter[Metric]]:
    """Sums by unit path of what `StatisticsStore.by_month` gives."""
    sums: dict[str, Counter[Metric]] = {}
    for piece in slices:
        sums.setdefault(piece.path, Counter()).update(piece.counts)
    return sums
