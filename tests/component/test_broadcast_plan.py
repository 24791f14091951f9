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
from loa import moments
from loa.accounts.model import Account, AccountState
from loa.accounts.store import account_row
from loa.aws import clients
from loa.broadcasts.model import Broadcast, BroadcastState, DeliveryState, ledger
from loa.broadcasts.store import Broadcasts
from loa.errors import Busy, NotFound
from loa.statistics.store import StatisticsStore
from loa.units.model import Unit
from loa.units.service import import_units, subtree
from loa.units.store import UnitStore
from tests.conftest import OpenTable
from tests.doors import Context, load
from tests.fakes import ARTICLE
from tests.province import CITY, OTHER_WARD, PROVINCE, TOWN, WARD, populate

NAME = "0" * 22
SEND_AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
EVENT = {"broadcast_id": NAME, "send_at": moments.to_text(SEND_AT)}


@pytest.fixture
def queue_url(moto_aws: None) -> str:
    url: str = boto3.client("sqs").create_queue(QueueName="deliveries")["QueueUrl"]
    return url


@pytest.fixture
def planner(open_table: OpenTable, queue_url: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for name in ("Units", "Broadcasts", "Statistics"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    monkeypatch.setenv("UNITS_AS_OF", "2024-09-30")
    monkeypatch.setenv("DELIVERIES_QUEUE_URL", queue_url)
    return load("broadcast_plan")


@pytest.fixture
def broadcasts(open_table: OpenTable) -> Broadcasts:
    """The store, with one scheduled broadcast to the whole province."""
    store = Broadcasts(open_table("Broadcasts"))
    store.create(
        Broadcast(
            NAME, PROVINCE, PROVINCE, PROVINCE, ARTICLE, BroadcastState.SCHEDULED, "author",
            SEND_AT - timedelta(days=1), "approver", SEND_AT - timedelta(hours=1), SEND_AT,
        )
    )  # fmt: skip
    return store


def connect(open_table: OpenTable, path: str, state: AccountState = AccountState.CONNECTED) -> None:
    now = moments.now()
    account = Account(PROVINCE, path, f"oa-{path}", path, 4, state, now, now, now + timedelta(days=90))
    open_table("Units").put(account_row(account))


@pytest.fixture
def small_province(open_table: OpenTable) -> None:
    """Five units, of which two can send."""
    populate(open_table("Units"))
    connect(open_table, WARD)
    connect(open_table, CITY)
    connect(open_table, TOWN, AccountState.DISABLED)


def plan(planner: ModuleType, owner: str = "request-1", **change: str) -> dict[str, int]:
    context = Context()
    context.aws_request_id = owner
    answer: dict[str, int] = planner.handler(EVENT | change, context)
    return answer


def taken(queue_url: str) -> list[dict[str, Any]]:
    """All messages on the queue, taken off it."""
    sqs, found = boto3.client("sqs"), []
    while messages := sqs.receive_message(
        QueueUrl=queue_url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
    ).get("Messages"):
        assert {message["Attributes"]["MessageGroupId"] for message in messages} == {NAME}
        found += [json.loads(message["Body"]) for message in messages]
        sqs.delete_message_batch(
            QueueUrl=queue_url,
            Entries=[
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                for number, message in enumerate(messages)
            ],
        )
    return found


def states(broadcasts: Broadcasts) -> dict[str, str]:
    return {row.unit_path: row.state.value for row in broadcasts.deliveries(NAME, PROVINCE)}


@pytest.mark.usefixtures("small_province")
def test_every_unit_gets_a_delivery_and_who_can_send_a_message(
    planner: ModuleType,
    broadcasts: Broadcasts,
    queue_url: str,
    open_table: OpenTable,
    logged: Callable[[], str],
) -> None:
    assert plan(planner) == {"planned": 5}
    assert states(broadcasts) == {
        PROVINCE: "skipped",
        CITY: "pending",
        OTHER_WARD: "skipped",
        WARD: "pending",
        TOWN: "skipped",
    }
    work = taken(queue_url)
    assert sorted(message["unit_path"] for message in work) == [CITY, WARD]
    assert all(message == {"broadcast_id": NAME, "unit_path": message["unit_path"]} for message in work)
    found = broadcasts.get(NAME)
    assert (found.state, found.planned) == (BroadcastState.SENDING, 5)
    everything = logged()
    assert '"DeliveriesPlanned":[5.0]' in everything
    assert ARTICLE["title"] not in everything


@pytest.mark.usefixtures("small_province")
def test_invoked_twice_it_plans_once_and_counts_once(
    planner: ModuleType, broadcasts: Broadcasts, queue_url: str, open_table: OpenTable
) -> None:
    assert [plan(planner, "request-1"), plan(planner, "request-2")] == [{"planned": 5}] * 2
    assert {message["unit_path"] for message in taken(queue_url)} == {CITY, WARD}
    today = moments.local_day(moments.now())
    counted = StatisticsStore(open_table("Statistics")).activity(PROVINCE, today, today)
    assert {path: dict(counts) for path, counts in counted.items()} == {
        path: {"deliveries_skipped": 1} for path in (PROVINCE, OTHER_WARD, TOWN)
    }
    assert len(states(broadcasts)) == 5


@pytest.mark.usefixtures("small_province")
def test_what_is_done_is_not_put_on_the_queue_again(
    planner: ModuleType, broadcasts: Broadcasts, queue_url: str, open_table: OpenTable
) -> None:
    plan(planner)
    taken(queue_url)
    open_table("Broadcasts").update(NAME, f"delivery#{WARD}#", set={"state": DeliveryState.SENT.value})
    assert plan(planner) == {"planned": 5}
    assert [message["unit_path"] for message in taken(queue_url)] == [CITY]


@pytest.mark.usefixtures("small_province")
@pytest.mark.parametrize("instant", ["2026-11-21T01:00:01.000Z", "2026-11-20T01:00:00.000Z"])
def test_a_schedule_that_was_moved_does_nothing(
    planner: ModuleType, broadcasts: Broadcasts, queue_url: str, instant: str
) -> None:
    assert plan(planner, send_at=instant) == {"planned": 0}
    assert (taken(queue_url), states(broadcasts)) == ([], {})
    assert broadcasts.get(NAME).state is BroadcastState.SCHEDULED


@pytest.mark.usefixtures("small_province")
@pytest.mark.parametrize("state", [BroadcastState.CANCELLED, BroadcastState.APPROVED, BroadcastState.DRAFT])
def test_what_is_not_scheduled_is_not_sent(
    planner: ModuleType, broadcasts: Broadcasts, queue_url: str, open_table: OpenTable, state: BroadcastState
) -> None:
    open_table("Broadcasts").update(NAME, "meta", set={"state": state.value})
    assert plan(planner) == {"planned": 0}
    assert (taken(queue_url), states(broadcasts)) == ([], {})


@pytest.mark.usefixtures("small_province", "broadcasts")
def test_while_another_plans_it_fails_and_is_invoked_again(
    planner: ModuleType, open_table: OpenTable
) -> None:
    until = moments.to_text(moments.now() + timedelta(seconds=30))
    changes = {"state": BroadcastState.PLANNING.value, "lease_owner": "other", "lease_until": until}
    open_table("Broadcasts").update(NAME, "meta", set=changes)
    with pytest.raises(Busy):
        plan(planner)
    past = moments.to_text(moments.now() - timedelta(seconds=1))
    open_table("Broadcasts").update(NAME, "meta", set={"lease_until": past})
    assert plan(planner) == {"planned": 5}


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
    planner: ModuleType, queue_url: str, open_table: OpenTable, broadcasts: Broadcasts
) -> None:
    store = UnitStore(open_table("Units"))
    import_units(read_units(), store=store)
    units: list[Unit] = subtree(PROVINCE, on=datetime(2024, 9, 30, tzinfo=UTC).date(), store=store)
    now = moments.now()
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
    assert plan(planner) == {"planned": 482}
    # 480 rows by 25 and 480 messages by 10; two skipped units in one transaction; the rest reads the plan.
    assert asked == {
        "BatchWriteItem": 20,
        "SendMessageBatch": 48,
        "TransactWriteItems": 1,
        "UpdateItem": 2,
        "GetItem": 1,
        "Query": 4,
    }
    assert ledger(broadcasts.deliveries(NAME, PROVINCE)).planned == 482
    work = taken(queue_url)
    assert len(work) == len({message["unit_path"] for message in work}) == 480
