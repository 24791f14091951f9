"""How many events a second one account takes when transactions that meet on a row are refused, as on AWS.

Ten workers take in messages of four times as many residents, once with one row of counters for the account's
day, and once with the further rows of a rush (`statistics.store`). An event that is refused throughout is
one that its queue has to bring again: it is counted, and tried again by its worker at once.
"""

import json
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from infra.local.bench.conflicts import as_on_aws
from infra.local.bench.figures import Figure
from infra.local.bench.house import House, house
from loa import clock
from loa.dialogue.inbox.dependencies import InboxDependencies
from loa.dialogue.inbox.handlers.dispatch import dispatch
from loa.errors import Busy
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.statistics import store as counters
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.zalo.webhooks.events import parse_event
from loa.residents.followers.service import EventOutcome

WORKERS: Final = 10
"""As many as the template lets the inbox have."""
RESIDENTS: Final = 40
EACH: Final = 2
HOLD_SECONDS: Final = 0.2
"""How long a transaction holds its rows here: ten times as long as on AWS, so that this machine is fast."""
UNIT: Final = "40.412.16681"
OTHER: Final = "40.412.16684"


def measure() -> list[Figure]:
    """Take in the same crowd in both ways."""
    with house() as here:
        before = _taken(here, UNIT, "9001", shards=0)
        after = _taken(here, OTHER, "9002", shards=counters.SHARDS)
    words = RESIDENTS * EACH
    held = f"{HOLD_SECONDS * 1000:g} ms"
    note = f"{words} messages of {RESIDENTS} residents, {WORKERS} workers, a transaction of {held}"
    return [
        Figure("rush.one_row", words / before.seconds, "events/s", note=f"{note}; {before.told}"),
        Figure("rush.sharded", words / after.seconds, "events/s", note=f"{note}; {after.told}"),
        Figure(
            "rush.seconds",
            after.seconds,
            "s",
            floor=before.seconds,
            budget=0.6,
            note="with further rows; floor: with one row of counters",
        ),
        Figure("rush.miscounted", before.wrong + after.wrong, "events", budget=0, note="in both"),
    ]


class _Crowd:
    """What came of a crowd."""

    def __init__(self, seconds: float, cancelled: int, brought_again: int, wrong: int) -> None:
        self.seconds = seconds
        self.wrong = wrong
        self.told = f"{cancelled} tries cancelled, {brought_again} events left to their queue"


def _taken(here: House, path: str, oa_id: str, *, shards: int) -> _Crowd:
    now = clock.now()
    account = Account(
        "40", path, oa_id, "MTTQ", 4, AccountState.CONNECTED, now, now, now + timedelta(days=90)
    )
    own, again = threading.local(), Counter[str]()

    def desk() -> InboxDependencies:
        if not hasattr(own, "desk"):  # a worker is a process of its own
            one = here.function("inbox").root()
            statistics: StatisticsStore = _OneRow(here.tables["Statistics"])
            if shards:
                statistics = StatisticsStore(here.tables["Statistics"])
            own.desk = replace(one, account_of={oa_id: account}.get, statistics=statistics)
        found: InboxDependencies = own.desk
        return found

    def write(resident: int) -> None:
        for number in range(EACH):
            raw = _event(oa_id, resident, number, now)
            while True:
                try:
                    outcome = dispatch(parse_event(raw), raw, desk=desk(), now=now)
                except Busy:
                    again["events"] += 1
                    continue
                if outcome is not EventOutcome.KEPT:
                    raise RuntimeError(f"an event was {outcome}")
                break

    with as_on_aws(HOLD_SECONDS) as conflicts, ThreadPoolExecutor(WORKERS) as pool:
        began = time.monotonic()
        list(pool.map(write, range(RESIDENTS)))
        seconds = time.monotonic() - began
    day = clock.local_day(now)
    counted = StatisticsStore(here.tables["Statistics"]).activity(path, day, day)[path]
    wrong = abs(counted[Metric.MESSAGES_IN] - RESIDENTS * EACH)
    return _Crowd(seconds, conflicts.cancelled, again["events"], wrong)


class _OneRow(StatisticsStore):
    """Counters as they were: one row for a unit's day, whatever happens there."""

    def increments(self, path: str, at: datetime, counts: Any, corrected: Any = ()) -> Any:
        writes = super().increments(path, at, counts, corrected)
        return [replace(write, on_conflict=None) for write in writes]


def _event(oa_id: str, resident: int, number: int, now: datetime) -> str:
    return json.dumps(
        {
            "app_id": "1",
            "event_name": "user_send_text",
            "sender": {"id": f"8{resident:06}"},
            "recipient": {"id": oa_id},
            "message": {"text": "Đèn đường hỏng đã hai tuần", "msg_id": f"{resident}-{number}"},
            "timestamp": str(int(now.timestamp() * 1000) + number),
        }
    )
