"""Messages counted again over some nights, each stopped anywhere."""

from datetime import UTC, datetime, timedelta

import pytest

from loa.clock import local_day
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore, day_key
from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import UnitStore
from loa.reports.recount.messages import MessageRecount
from loa.reports.recount.service import CounterDifference
from loa.reports.recount.store import Walk, WalkStore
from tests.conftest import OpenTable
from tests.worlds.fakes_inbox import Resident
from tests.worlds.recounts import counted_facts
from tests.worlds.store.case_world import WARD

NIGHT = datetime(2024, 10, 7, 19, 5, tzinfo=UTC)
SAID = 4


@pytest.fixture
def wrote(table: OpenTable) -> datetime:
    """When residents wrote to the account of a ward."""
    ward(table, WARD, SAID)
    return NIGHT - timedelta(hours=15)


def ward(table: OpenTable, path: str, residents: int) -> None:
    """Add a ward to whose account residents wrote, a word each."""
    UnitStore(table("Units")).save_all([Unit(path, "2024-09", "10000", "Phường", UnitKind.WARD)])
    for number in range(residents):
        resident = Resident(table, user=f"user-{number}", path=path)
        resident.clock.now = NIGHT - timedelta(hours=15)
        resident.take(resident.event("Xin chào"))


def night(table: OpenTable, number: int, looks: int) -> list[CounterDifference]:
    """Let a night go by that has time for so many residents."""
    left = iter(range(looks))
    facts = counted_facts(table, lambda: next(left, None) is not None)
    now = NIGHT + timedelta(days=number)
    return MessageRecount(StatisticsStore(table("Statistics")), facts, lambda: now).of_the_night("40")


@pytest.mark.parametrize("looks", range(1, SAID + 2))
def test_nights_that_end_anywhere__find_what_is_missing_once(
    table: OpenTable, wrote: datetime, looks: int
) -> None:
    nights = -(-SAID // looks)
    table("Statistics").update(*day_key(WARD, local_day(wrote)), add={"in": -1})
    found = [night(table, number, looks) for number in range(nights)]
    assert found[:-1] == [[] for _ in found[:-1]]
    assert found[-1] == [CounterDifference(WARD, local_day(wrote), Metric.MESSAGES_IN, SAID - 1, SAID)]
    assert WalkStore(table("Statistics")).walk("40") == Walk()


def test_counters_that_are_right__or_more_than_the_facts__are_left_alone(
    table: OpenTable, wrote: datetime
) -> None:
    assert night(table, 0, 100) == []
    table("Statistics").update(*day_key(WARD, local_day(wrote)), add={"in": 3})
    assert night(table, 1, 100) == []


def test_the_accounts_come_one_after_another__each_once_in_a_walk(table: OpenTable, wrote: datetime) -> None:
    for oa_id in ("8001", "8002", "9500"):
        times = wrote, wrote, wrote + timedelta(days=90)
        account = Account("40", f"40.{oa_id}", oa_id, "Xã", 4, AccountState.CONNECTED, *times)
        table("Units").put(account_row(account))
    table("Statistics").update(*day_key(WARD, local_day(wrote)), add={"in": -1})
    assert [len(night(table, number, 100)) for number in range(8)] == [0, 0, 1, 0, 0, 0, 0, 0]


def test_by_day__nothing_is_counted_again(table: OpenTable, wrote: datetime) -> None:
    facts = counted_facts(table)
    assert MessageRecount(StatisticsStore(table("Statistics")), facts, lambda: wrote).of_the_night("40") == []
    assert WalkStore(table("Statistics")).walk("40") == Walk()
