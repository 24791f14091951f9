"""Counters held against the facts, for tests of everything that counts."""

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


def recount(table: OpenTable, now: datetime, pause: object = None) -> Recount:
    """What counts again, over these tables; waits for nothing unless told how."""
    facts = CountedFacts(
        cases=CaseStore(table("Cases")),
        broadcasts=BroadcastStore(table("Broadcasts")),
        deliveries=DeliveryStore(table("Broadcasts")),
        units=UnitStore(table("Units")),
        accounts=AccountStore(table("Units")),
        audience=FollowerStore(table("Audience")),
    )
    waits = pause if callable(pause) else lambda _: None
    return Recount(StatisticsStore(table("Statistics")), facts, lambda: now, waits)


def drift(table: OpenTable, now: datetime, *, days: int = 400, root: str = "40") -> list[CounterDifference]:
    """What differs of the last days; expected to be nothing, whatever has happened."""
    last = local_day(now)
    return recount(table, now).differences(root, last - timedelta(days=days), last)
