"""Counters held against the facts, for tests of everything that counts."""

from collections.abc import Callable
from datetime import datetime, timedelta

from loa.casework.cases.rows.store import CaseStore
from loa.clock import local_day
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.reports.recount.facts import CountedFacts
from loa.reports.recount.service import CounterDifference, Recount
from loa.residents.followers.store import FollowerStore
from tests.conftest import OpenTable


def counted_facts(table: OpenTable, may_go_on: Callable[[], bool] = lambda: True) -> CountedFacts:
    """Where the facts of these tables are."""
    return CountedFacts(
        cases=CaseStore(table("Cases")),
        broadcasts=BroadcastStore(table("Broadcasts")),
        deliveries=DeliveryStore(table("Broadcasts")),
        units=UnitStore(table("Units")),
        accounts=AccountStore(table("Units")),
        audience=FollowerStore(table("Audience")),
        may_go_on=may_go_on,
    )


def recount(
    table: OpenTable, now: datetime, pause: object = None, may_go_on: Callable[[], bool] = lambda: True
) -> Recount:
    """What counts again, over these tables; waits for nothing unless told how."""
    waits = pause if callable(pause) else lambda _: None
    return Recount(StatisticsStore(table("Statistics")), counted_facts(table, may_go_on), lambda: now, waits)


def drift(table: OpenTable, now: datetime, *, days: int = 400, root: str = "40") -> list[CounterDifference]:
    """What differs of the last days; expected to be nothing, whatever has happened."""
    last = local_day(now)
    return recount(table, now).differences(root, last - timedelta(days=days), last)
