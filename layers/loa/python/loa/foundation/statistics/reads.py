"""How often residents' pages are read: counted in a process, handed over in batches, never by person.

    partition `40#reads` · sort `2026-12-01#BATCH` · units: reads by unit path · pages: reads by id

A process hands over at once what it counts first, then every five minutes what came since: few readers lose
nothing, and many cause no write each. What a process counted last and never handed over is missing. The clock
turns batches into the counters of the day. Of a single page the first read is told with the next batch, what
comes after it every quarter of an hour: many readers of one page cause no write each. Nothing is kept of who
read: no address, no browser, no instant finer than a batch (`infra/decisions`, reads are counted without a
trail).
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from itertools import batched, zip_longest
from time import monotonic
from typing import Final

from loa import clock
from loa.errors import LoaError
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.ids import new_id
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Row, Table, Write
from loa.platform.aws.dynamodb.transactions import commit

HANDED_OVER_EVERY: Final = 300.0
"""Seconds."""
PAGES_TOLD_EVERY: Final = 900.0
"""Seconds, for one page."""
_UNITS_AT_ONCE: Final = 40
"""Of a batch: each is one or two actions of a transaction, which takes 100."""
_PAGES_AT_ONCE: Final = 19
"""Of a batch: each is an action of the same transaction."""
_PAGES_KNOWN: Final = 5_000
"""So many pages a process counts, or remembers to have told of."""

type PagesRead = Callable[[Mapping[str, int], date], list[Write]]
"""The writes that count reads of pages on a day."""
_NOON: Final = time(12)
_ROBOT: Final = re.compile(
    r"bot|crawl|spider|slurp|preview|scan|monitor|headless|lighthouse|facebookexternalhit|curl|wget|python|"
    r"java/|go-http|okhttp|axios|libwww|http-client|amazon cloudfront",
    re.ASCII | re.IGNORECASE,
)


def is_person(user_agent: str) -> bool:
    """Whether a browser says that it is none of those programs that read pages by themselves."""
    return bool(user_agent.strip()) and not _ROBOT.search(user_agent)


def reads_partition(province: str) -> str:
    """Where the batches of a province wait."""
    return f"{province}#reads"


class ReadTally:
    """What a process has counted and not handed over yet."""

    def __init__(self, table: Table, province: str, ticks: Callable[[], float] = monotonic) -> None:
        self._table = table
        self._province = province
        self._ticks = ticks
        self._due = 0.0
        self._counted: dict[date, Counter[str]] = {}
        self._read: Counter[str] = Counter()
        self._told: dict[str, float] = {}

    def add(self, path: str, now: datetime, page: str = "") -> None:
        """Count a page of a unit; hand over what there is when it is time. Never fails: pages come first.

        Args:
            path: of the unit.
            now: the present instant.
            page: names the page, if it is one of those that somebody may ask about; empty: it is none.
        """
        self._counted.setdefault(clock.local_day(now), Counter())[path] += 1
        if page and (page in self._read or len(self._read) < _PAGES_KNOWN):
            self._read[page] += 1
        if self._ticks() < self._due:
            return
        self._due = self._ticks() + HANDED_OVER_EVERY
        try:
            self.hand_over(now)
        except LoaError:
            return  # it stays counted until the next time

    def hand_over(self, now: datetime) -> None:
        """Write what has been counted.

        Raises:
            LoaError: AWS did not take it; it stays counted.
        """
        for day, counts in list(self._counted.items()):
            units = batched(sorted(counts.items()), _UNITS_AT_ONCE, strict=False)
            pages = batched(self._due_pages(), _PAGES_AT_ONCE, strict=False)
            for some, read in zip_longest(units, pages, fillvalue=()):
                self._put(day, now, dict(some), dict(read))
                for path, _ in some:
                    del counts[path]
                self._remember(dict(read))
            del self._counted[day]

    def _due_pages(self) -> list[tuple[str, int]]:
        """The pages that nobody was told of lately, with what was counted since."""
        late = self._ticks() - PAGES_TOLD_EVERY
        return [(page, count) for page, count in self._read.items() if self._told.get(page, late) <= late]

    def _put(self, day: date, now: datetime, units: dict[str, int], pages: dict[str, int]) -> None:
        partition, sort = reads_partition(self._province), f"{day.isoformat()}#{new_id(now)}"
        row: Row = {"partition": partition, "sort": sort, "units": units}
        self._table.put(row | {"pages": pages} if pages else row)

    def _remember(self, pages: Mapping[str, int]) -> None:
        if len(self._told) >= _PAGES_KNOWN:
            self._told.clear()
        for page in pages:
            del self._read[page]
            self._told[page] = self._ticks()


def no_pages(_pages: Mapping[str, int], _day: date) -> list[Write]:
    """Count no page."""
    return []


def count_reads(
    province: str,
    *,
    statistics: StatisticsStore,
    may_go_on: Callable[[], bool],
    pages_read: PagesRead = no_pages,
) -> int:
    """Turn the batches that wait into counters, each once; return how many.

    Args:
        province: whose.
        statistics: the counters.
        may_go_on: whether there is time for another batch.
        pages_read: gives the writes for pages, which go with the batch that tells of them.

    Raises:
        Busy: rows were in the way: come again.
    """
    done, table = 0, statistics.table
    for row in table.rows(reads_partition(province)):
        if not may_go_on():
            break
        day = date.fromisoformat(row["sort"].partition("#")[0])
        at = datetime.combine(day, _NOON, clock.VIETNAM)
        there = Attr("units").exists()
        counts = [
            action
            for path, number in row["units"].items()
            for action in statistics.increments(path, at, {Metric.PUBLIC_READS: number})
        ]
        try:
            told = row.get("pages", {})
            # Processes once told that a page was read, and not how often.
            pages = pages_read(told if isinstance(told, dict) else dict.fromkeys(told, 1), day)
            commit([Delete(table, row["partition"], row["sort"], only_if=there), *counts, *pages])
        except ConditionFailed:
            continue  # another round was faster
        done += 1
    return done
