"""The planner, invoked as EventBridge Scheduler invokes it: late, twice, in vain."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import boto3
import pytest

from infra.units.load import read_units
from loa import clock
from loa.errors import Busy, NotFound
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import Unit
from loa.foundation.units.service import import_units, subtree
from loa.foundation.units.store import UnitStore
from loa.platform.aws import clients
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import DeliveryState, ledger
from loa.publishing.broadcasts.rules.model import Approval, Broadcast, BroadcastContent, BroadcastState
from loa.publishing.broadcasts.rules.targets import Target
from tests.component.conftest import connect, taken
from tests.conftest import OpenTable
from tests.worlds.component.settings import SCHEDULES
from tests.worlds.doors import Context, load
from tests.worlds.fakes import ARTICLE
from tests.worlds.province import CITY, OTHER_WARD, PROVINCE, TOWN, WARD, populate
from tests.worlds.quick_moto import make_queue

NAME = "0" * 22
SEND_AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
LATER = datetime(2099, 1, 1, tzinfo=UTC)
EVENT = {"broadcast_id": NAME, "send_at": clock.to_text(SEND_AT)}


@pytest.fixture
def queue_url(moto_aws: None) -> str:
    url: str = make_queue("deliveries")
    return url


@pytest.fixture
def planner(open_table: OpenTable, queue_url: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for name in ("Units", "Broadcasts", "Statistics"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    boto3.client("scheduler").create_schedule_group(Name=SCHEDULES)
    for name, value in {
        "UNITS_AS_OF": "2024-09-30",
        "QUIET_HOURS": "00:00-00:00",
        "DELIVERIES_QUEUE_URL": queue_url,
        "URGENT_QUEUE_URL": make_queue("urgent"),
        "SCHEDULE_GROUP": SCHEDULES,
        "SCHEDULE_PREFIX": "loa-broadcast-",
        "SCHEDULER_ROLE_ARN": "arn:aws:iam::123456789012:role/scheduler",
        "SCHEDULE_DLQ_ARN": "arn:aws:sqs:ap-southeast-1:123456789012:schedules-dead-letters",
    }.items():
        monkeypatch.setenv(name, value)
    return load("broadcast_plan")


def broadcast(*, emergency: str = "", expires_at: datetime = LATER, **more: Any) -> Broadcast:
    """Scheduled, to the whole province."""
    content = BroadcastContent(ARTICLE, Target(PROVINCE), **more)
    yesterday = SEND_AT - timedelta(days=1)
    return Broadcast(
        broadcast_id=NAME,
        province=PROVINCE,
        unit_path=PROVINCE,
        content=content,
        state=BroadcastState.SCHEDULED,
        author="author",
        created_at=yesterday,
        approval=Approval("approver", yesterday, expires_at, content.digest(), emergency),
        approved_content=content,
        send_at=SEND_AT,
    )


@pytest.fixture
def broadcasts(open_table: OpenTable) -> BroadcastStore:
    """The store, with one scheduled broadcast to the whole province."""
    store = BroadcastStore(open_table("Broadcasts"))
    store.create(broadcast())
    return store


@pytest.fixture
def small_province(open_table: OpenTable) -> None:
    """Five units, of which two can send."""
    populate(open_table("Units"))
    connect(open_table, WARD)
    connect(open_table, CITY)
    connect(open_table, TOWN, AccountState.DISABLED)


def plan(planner: ModuleType, owner: str = "request-1", **change: str) -> dict[str, Any]:
    context = Context()
    context.aws_request_id = owner
    answer: dict[str, Any] = planner.handler(EVENT | change, context)
    return answer


def planned(number: int) -> dict[str, Any]:
    return {"outcome": "planned", "planned": number}


def work_taken(name: str = "deliveries") -> list[dict[str, Any]]:
    """What is on a queue; units share it fairly: the group is the unit that sends."""
    found = taken(name)
    assert {group for group, _ in found} <= {PROVINCE}
    return [message for _, message in found]


def states(broadcasts: BroadcastStore) -> dict[str, str]:
    return {row.unit_path: row.state.value for row in DeliveryStore(broadcasts.table).of(NAME, PROVINCE)}


@pytest.mark.usefixtures("small_province")
def test_every_unit_gets_a_delivery_and_who_can_send_a_message(
    planner: ModuleType,
    broadcasts: BroadcastStore,
    queue_url: str,
    open_table: OpenTable,
    logged: Callable[[], str],
) -> None:
    assert plan(planner) == planned(5)
    assert states(broadcasts) == {
        PROVINCE: "skipped",
        CITY: "pending",
        OTHER_WARD: "skipped",
        WARD: "pending",
        TOWN: "skipped",
    }
    work = work_taken()
    assert sorted(message["unit_path"] for message in work) == [CITY, WARD]
    assert all(
        message
        == {"broadcast_id": NAME, "unit_path": message["unit_path"], "oa_id": f"oa-{message['unit_path']}"}
        for message in work
    )
    found = broadcasts.get(NAME)
    assert (found.state, found.planned) == (BroadcastState.SENDING, 5)
    everything = logged()
    assert '"DeliveriesPlanned":[5.0]' in everything
    assert ARTICLE["title"] not in everything


@pytest.mark.usefixtures("small_province")
def test_invoked_twice_it_plans_once_and_counts_once(
    planner: ModuleType, broadcasts: BroadcastStore, queue_url: str, open_table: OpenTable
) -> None:
    assert [plan(planner, "request-1"), plan(planner, "request-2")] == [planned(5)] * 2
    assert {message["unit_path"] for message in work_taken()} == {CITY, WARD}
    today = clock.local_day(clock.now())
    counted = StatisticsStore(open_table("Statistics")).activity(PROVINCE, today, today)
    assert {path: dict(counts) for path, counts in counted.items()} == {
        PROVINCE: {"deliveries_skipped": 1, "broadcasts": 1},
        OTHER_WARD: {"deliveries_skipped": 1},
        TOWN: {"deliveries_skipped": 1},
    }
    assert len(states(broadcasts)) == 5


@pytest.mark.usefixtures("small_province")
def test_what_is_done_is_not_put_on_the_queue_again(
    planner: ModuleType, broadcasts: BroadcastStore, queue_url: str, open_table: OpenTable
) -> None:
    plan(planner)
    work_taken()
    open_table("Broadcasts").update(NAME, f"delivery#{WARD}#", set={"state": DeliveryState.SENT.value})
    assert plan(planner) == planned(5)
    assert [message["unit_path"] for message in work_taken()] == [CITY]


@pytest.mark.usefixtures("small_province")
@pytest.mark.parametrize("instant", ["2026-11-21T01:00:01.000Z", "2026-11-20T01:00:00.000Z"])
def test_a_schedule_that_was_moved_does_nothing(
    planner: ModuleType, broadcasts: BroadcastStore, queue_url: str, instant: str
) -> None:
    assert plan(planner, send_at=instant) == {"outcome": "obsolete", "planned": 0}
    assert (work_taken(), states(broadcasts)) == ([], {})
    assert broadcasts.get(NAME).state is BroadcastState.SCHEDULED


@pytest.mark.usefixtures("small_province")
@pytest.mark.parametrize("state", [BroadcastState.CANCELLED, BroadcastState.APPROVED, BroadcastState.DRAFT])
def test_what_is_not_scheduled_is_not_sent(
    planner: ModuleType,
    broadcasts: BroadcastStore,
    queue_url: str,
    open_table: OpenTable,
    state: BroadcastState,
) -> None:
    open_table("Broadcasts").update(NAME, "meta", set={"state": state.value})
    assert plan(planner) == {"outcome": "obsolete", "planned": 0}
    assert (work_taken(), states(broadcasts)) == ([], {})


@pytest.mark.usefixtures("small_province")
def test_in_quiet_hours_it_comes_again_when_they_end(
    open_table: OpenTable, broadcasts: BroadcastStore, queue_url: str, monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    request.getfixturevalue("planner")
    monkeypatch.setenv("QUIET_HOURS", "00:00-23:59:59.999999")
    planner = load("broadcast_plan")
    assert plan(planner) == {"outcome": "postponed", "planned": 0}
    (schedule,) = boto3.client("scheduler").list_schedules(GroupName=SCHEDULES)["Schedules"]
    assert schedule["Name"] == f"loa-broadcast-{NAME}-2"
    found = boto3.client("scheduler").get_schedule(GroupName=SCHEDULES, Name=schedule["Name"])
    assert json.loads(found["Target"]["Input"]) == EVENT
    assert found["Target"]["Arn"] == Context.invoked_function_arn
    assert (work_taken(), states(broadcasts)) == ([], {})
    assert broadcasts.get(NAME).state is BroadcastState.SCHEDULED


@pytest.mark.usefixtures("small_province", "queue_url")
def test_an_approval_that_has_run_out_sends_nothing(planner: ModuleType, open_table: OpenTable) -> None:
    store = BroadcastStore(open_table("Broadcasts"))
    store.create(broadcast(expires_at=clock.now() - timedelta(seconds=1)))
    assert plan(planner) == {"outcome": "expired", "planned": 0}
    assert plan(planner) == {"outcome": "obsolete", "planned": 0}
    found = store.get(NAME)
    assert (found.state, found.reason, found.approval) == (BroadcastState.SUBMITTED, "approval_expired", None)
    assert (work_taken(), states(store)) == ([], {})


@pytest.mark.usefixtures("small_province", "queue_url")
def test_an_emergency_goes_through_the_urgent_queue(planner: ModuleType, open_table: OpenTable) -> None:
    BroadcastStore(open_table("Broadcasts")).create(broadcast(emergency="Lũ lên nhanh"))
    assert plan(planner) == planned(5)
    assert work_taken() == []
    assert sorted(message["unit_path"] for message in work_taken("urgent")) == [CITY, WARD]


@pytest.mark.usefixtures("small_province", "broadcasts")
def test_while_another_plans_it_fails_and_is_invoked_again(
    planner: ModuleType, open_table: OpenTable
) -> None:
    until = clock.to_text(clock.now() + timedelta(seconds=30))
    changes = {"state": BroadcastState.PLANNING.value, "lease_owner": "other", "lease_until": until}
    open_table("Broadcasts").update(NAME, "meta", set=changes)
    with pytest.raises(Busy):
        plan(planner)
    past = clock.to_text(clock.now() - timedelta(seconds=1))
    open_table("Broadcasts").update(NAME, "meta", set={"lease_until": past})
    assert plan(planner) == planned(5)


@pytest.mark.usefixtures("small_province", "broadcasts")
@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"broadcast_id": "f" * 22}, NotFound),
        ({"send_at": "tomorrow"}, ValueError),
        ({"send_at": "2026-11-21T01:00:00"}, ValueError),
    ],
)
def test_an_event_that_means_nothing_fails_so_that_it_ends_with_the_dead_letters(
    planner: ModuleType, change: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        plan(planner, **change)


@pytest.mark.usefixtures("broadcasts")
def test_482_units_take_few_requests(
    planner: ModuleType, queue_url: str, open_table: OpenTable, broadcasts: BroadcastStore
) -> None:
    store = UnitStore(open_table("Units"))
    import_units(read_units(), store=store)
    units: list[Unit] = subtree(PROVINCE, on=datetime(2024, 9, 30, tzinfo=UTC).date(), store=store)
    now = clock.now()
    open_table("Units").put_all(
        account_row(
            Account(
                PROVINCE,
                unit.path,
                f"oa-{unit.path}",
                unit.name,
                4,
                AccountState.CONNECTED,
                now,
                now,
                now + timedelta(days=90),
            )
        )
        for unit in units[:-2]
    )
    asked: Counter[str] = Counter()

    def count(model: Any, **_: Any) -> None:
        asked[model.name] += 1

    clients.sqs().meta.events.register("before-call.sqs", count)
    clients.dynamodb().meta.client.meta.events.register("before-call.dynamodb", count)
    assert plan(planner) == planned(482)
    # 480 rows by 25 and 480 messages by 10. Transactions: two skipped units, the quota of the day and of the
    # month, the end of planning. Reads of several rows: what is used, what of it is our own, and both quotas.
    assert asked == {
        "BatchWriteItem": 20,
        "SendMessageBatch": 48,
        "TransactWriteItems": 4,
        "BatchGetItem": 4,
        "UpdateItem": 1,
        "GetItem": 1,
        "Query": 6,  # one of them, once per process, for stored rules
    }
    assert ledger(DeliveryStore(broadcasts.table).of(NAME, PROVINCE)).planned == 482
    work = work_taken()
    assert len(work) == len({message["unit_path"] for message in work}) == 480
