"""What the counters of past days must say, from the facts themselves."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.model import Case
from loa.casework.cases.rules.transitions import received
from loa.clock import local_day
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.times import SOLUTION
from loa.foundation.units.model import is_within, province_of
from loa.reports.tables.activity import RECEIVED

_PAGE = 50

type DayCounts = Mapping[tuple[str, date], Mapping[Metric, int]]
"""Numbers by unit and day."""


def is_recounted(metric: Metric) -> bool:
    """Whether the facts of a counter are kept as long as the counter: cases, and how each ended."""
    ends = {Metric.CASES_ANSWERED, Metric.CASES_IN_TIME, Metric.CASES_ENDED}
    return metric in {*RECEIVED, *ends} or metric.value.startswith(f"{SOLUTION.name}_")


def cases_counted(cases: CaseStore, root: str, first: date, last: date) -> DayCounts:
    """Count the cases that units at and below one received, and those that ended there, day by day.

    All cases of the province are read: one may have been received by another unit than works on it now.
    """
    found: defaultdict[tuple[str, date], Counter[Metric]] = defaultdict(Counter)

    def count(path: str, day: date, numbers: Mapping[Metric, int]) -> None:
        if is_within(path, root) and first <= day <= last:
            found[path, day].update(numbers)

    for case in _all(cases, province_of(root)):
        count(case.received_path, local_day(case.received_at), {received(case.kind): 1})
        if case.counted:
            numbers = {Metric(name): number for name, number in case.counted.numbers}
            count(case.counted.path, local_day(case.counted.at), numbers)
    return found


def _all(cases: CaseStore, province: str) -> Iterator[Case]:
    start = None
    while True:
        page = cases.listing(province, province, limit=_PAGE, start=start)
        yield from cases.read_many([line.id for line in page.items])
        start = page.next_start
        if start is None:
            return
