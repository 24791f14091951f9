"""Cases whose rule of retention has ended lose their reporter, whether somebody asked for it or not.

Once a month all cases of the province are looked through, page by page, resumed where the time was up
(partition `retention#PROVINCE`). Safe to repeat: who has gone out of a case is not taken out of it again.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from loa.casework.cases.rows.models import CaseSummary, StoredCase
from loa.casework.cases.rules.periods import RETENTION, kept_until
from loa.casework.cases.work.cases_of_person import FORGOTTEN, forget
from loa.clock import local_day
from loa.erasure.service import ErasureStores
from loa.platform.aws.dynamodb.tables import Row

_SORT: Final = "pass"
_AT_ONCE: Final = 100
_YOUNGEST_DAYS: Final = min(rule.years for rule in RETENTION) * 365


def retire(province: str, *, stores: ErasureStores, now: datetime, enough: Callable[[], bool]) -> int:
    """Go on with this month's pass; answers how many cases were left without a person.

    Args:
        province: whose cases.
        stores: what the work needs.
        now: the instant.
        enough: whether the time is up; asked before each page, and before each case that is changed.
    """
    table = stores.requests.table
    month = f"{local_day(now):%Y-%m}"
    row = table.get(f"retention#{province}", _SORT) or {}
    start: Row | None = row.get("start") if row.get("month") == month else None
    if row.get("month") == month and start is None:
        return 0
    retired = 0
    while not enough():
        page = stores.cases.store.listing(province, province, limit=_AT_ONCE, start=start)
        for line in page.items:
            kept = _over(line, stores=stores, now=now)
            if kept is None:
                continue
            if enough():
                return retired  # the next round begins with this page, and finds what is left of it
            forget(kept, service=stores.cases.at(now))
            retired += 1
        start = page.next_start
        reached = {"partition": f"retention#{province}", "sort": _SORT, "month": month}
        table.put(reached | ({"start": start} if start else {}))
        if start is None:
            break
    return retired


def _over(line: CaseSummary, *, stores: ErasureStores, now: datetime) -> StoredCase | None:
    """Return the case, if the law keeps its person no longer and they are still there."""
    if line.state.is_open or (now - line.received_at).days < _YOUNGEST_DAYS:
        return None
    kept = stores.cases.store.read(line.id)
    if kept is None or _is_forgotten(kept):
        return None
    until = kept_until(kept.case)
    return kept if until is not None and until <= now else None


def _is_forgotten(kept: StoredCase) -> bool:
    return any(entry.what == FORGOTTEN for entry in kept.history)
