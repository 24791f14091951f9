"""The sender, called with a batch of one as SQS calls it, against the Zalo simulator."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType
from typing import Any

import boto3
import pytest

from loa import clock
from loa.errors import Busy
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import AccountStore, CredentialStore, account_row, account_sort
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.kms import EncryptionKey
from loa.platform.aws.queues import Queue
from loa.platform.zalo.api.oauth import OAuth
from loa.platform.zalo.http import ZaloHttp
from loa.platform.zalo.webhooks.signature import pkce_challenge
from loa.publishing.broadcasts.rows.broadcast_rows import broadcast_row
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import LEASE, ArticleState, Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import (
    Approval,
    Broadcast,
    BroadcastContent,
    BroadcastState,
)
from loa.publishing.broadcasts.rules.targets import Target
from loa.worker import BatchFailed
from tests.component.conftest import wire_queues
from tests.conftest import OpenTable
from tests.worlds.component.zalo import APP, CALLBACK, OA, OTHER_OA, SECRET, Zalo, wire_zalo
from tests.worlds.doors import Context, load, sqs_event
from tests.worlds.fakes import ARTICLE
from tests.worlds.province import OTHER_WARD, PROVINCE, WARD

pytestmark = pytest.mark.enable_socket

NAME, VERIFIER = "0" * 22, "v" * 43
NOTHING_FAILED: dict[str, Any] = {"batchItemFailures": []}


@dataclass(frozen=True, slots=True)
class Desk:
    """The function, its tables and Zalo."""

    module: ModuleType
    zalo: Zalo
    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    statistics: StatisticsStore

    def send(self, *bodies: str) -> Any:
        return self.module.handler(sqs_event(*bodies), Context())

    def delivery(self, unit: str = WARD) -> Delivery:
        found = self.deliveries.get(NAME, unit)
        assert found is not None
        return found

    def counted(self) -> dict[str, int]:
        day = clock.local_day(clock.now())
        found = self.statistics.activity(PROVINCE, day, day)
        return {metric.value: number for metric, number in found.get(WARD, Counter()).items()}

    def put_back(self, name: str = "deliveries") -> int:
        """How many messages the function has put on a queue, to be seen later."""
        sqs = boto3.client("sqs")
        answer = sqs.get_queue_attributes(
            QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"],
            AttributeNames=["ApproximateNumberOfMessagesDelayed"],
        )
        return int(answer["Attributes"]["ApproximateNumberOfMessagesDelayed"])


def work(unit: str = WARD, name: str = NAME) -> str:
    oa_id = OTHER_OA if unit == OTHER_WARD else OA
    return json.dumps({"broadcast_id": name, "unit_path": unit, "oa_id": oa_id})


def connect(open_table: OpenTable, zalo: Zalo, key: str, unit: str, oa_id: str) -> None:
    """Connect an account by hand, with tokens that the simulator knows."""
    now = clock.now()
    page = f"{zalo.url}/v4/oa/permission?app_id={APP}&redirect_uri={CALLBACK}"
    code = zalo.consent(f"{page}&code_challenge={pkce_challenge(VERIFIER)}", oa_id)["code"]
    http = ZaloHttp(connect_seconds=2, read_seconds=5)
    oauth = OAuth(http, oauth_url=zalo.url, app_id=APP, app_secret=SECRET)
    pair = oauth.exchange_code(code, code_verifier=VERIFIER)
    end = now + timedelta(days=90)
    account = Account(PROVINCE, unit, oa_id, "OA", 4, AccountState.CONNECTED, now, now, end)
    open_table("Units").put(account_row(account))
    credentials = CredentialStore(open_table("Credentials"), EncryptionKey(key))
    sealed = credentials.seal(oa_id, pair.access_token, pair.refresh_token or "")
    commit([credentials.first(oa_id, sealed, now, end)])


def under_way(emergency: str = "") -> Broadcast:
    """A broadcast whose two deliveries are planned."""
    now = clock.now()
    content = BroadcastContent(ARTICLE | {"title": "MARKED-TITLE"}, Target(PROVINCE))
    return Broadcast(
        broadcast_id=NAME,
        province=PROVINCE,
        unit_path=PROVINCE,
        content=content,
        state=BroadcastState.SENDING,
        author="author",
        created_at=now,
        approval=Approval("approver", now, now + timedelta(days=7), content.digest(), emergency),
        approved_content=content,
        send_at=now,
        planned_at=now,
        planned=2,
    )


@pytest.fixture
def desk(open_table: OpenTable, zalo: Zalo, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A broadcast with two pending deliveries, whose accounts are connected."""
    wire_zalo(monkeypatch, open_table, zalo)
    wire_queues(monkeypatch)
    for name, value in {
        "QUIET_HOURS": "00:00-00:00",
        "BROADCAST_CALLS_PER_MINUTE": "1000000",
        "ARTICLE_CALLS_PER_MINUTE": "1000000",
        "SEND_WORKERS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    key = boto3.client("kms").list_keys()["Keys"][0]["KeyId"]
    connect(open_table, zalo, key, WARD, OA)
    connect(open_table, zalo, key, OTHER_WARD, OTHER_OA)
    table, now = open_table("Broadcasts"), clock.now()
    broadcasts, deliveries = BroadcastStore(table), DeliveryStore(table)
    broadcasts.create(under_way())
    deliveries.plan(
        Delivery(NAME, unit, "Phường", oa_id, DeliveryState.PENDING, now)
        for unit, oa_id in ((WARD, OA), (OTHER_WARD, OTHER_OA))
    )
    statistics = StatisticsStore(open_table("Statistics"))
    return Desk(load("broadcast_send"), zalo, broadcasts, deliveries, statistics)


def test_a_delivery_is_sent_once_though_its_message_comes_three_times(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        assert desk.send(work()) == NOTHING_FAILED
    assert desk.delivery().state is DeliveryState.SENT
    summary = desk.zalo.look("summary")
    assert (summary["articles"]["created"], summary["broadcasts"]["accepted"]) == (1, 1)
    assert summary["duplicates"]["total"] == 0
    assert desk.counted() == {"deliveries_sent": 1, "articles": 1}
    printed = capsys.readouterr().out
    assert printed.count('"DeliveriesSent":[1.0]') == 1
    assert printed.count('"DeliveriesRepeated":[1.0]') == 2


@pytest.mark.parametrize(
    "body",
    [
        "not json",
        "[]",
        "{}",
        '"text"',
        json.dumps({"broadcast_id": NAME}),
        json.dumps({"broadcast_id": NAME, "unit_path": WARD}),
        json.dumps({"broadcast_id": None, "unit_path": WARD, "oa_id": OA}),
        work(name="f" * 22),
    ],
)
def test_a_message_that_means_nothing_fails_alone(
    desk: Desk, body: str, logged: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = desk.send(body, work())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert desk.delivery().state is DeliveryState.SENT
    with pytest.raises(BatchFailed) as failed:  # nothing but failures: the error metric moves
        desk.send(body)
    assert "Traceback" not in str(failed.value), "Lambda writes it into the log"
    everything = logged()
    assert everything.count("delivery failed") >= 2
    assert "DeliveriesInterrupted" in everything


def test_a_delivery_that_does_not_exist_is_nothing_to_do(desk: Desk) -> None:
    assert desk.send(work("40.412.99999")) == NOTHING_FAILED
    assert desk.zalo.look("summary")["articles"]["created"] == 0


@pytest.mark.parametrize("name", ["deliveries", "urgent"])
def test_while_another_worker_has_it_the_message_is_hidden_until_its_lease_is_over(
    desk: Desk, name: str, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No error of the function, and no waiting for the queue's three minutes."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    desk.deliveries.claim(NAME, WARD, "another", now)
    deferred: list[tuple[str, str, int]] = []
    monkeypatch.setattr(
        Queue, "defer", lambda queue, receipt, seconds: deferred.append((queue.url, receipt, seconds))
    )
    event = sqs_event(work())
    event["Records"][0]["eventSourceARN"] = f"arn:aws:sqs:ap-southeast-1:123456789012:{name}"
    assert desk.module.handler(event, Context()) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    ((url, receipt, seconds),) = deferred
    assert (url.rpartition("/")[2], receipt) == (name, "receipt-0")
    assert LEASE.total_seconds() <= seconds <= LEASE.total_seconds() + 2
    everything = logged()
    assert '"DeliveriesPutOff":[1.0]' in everything
    assert "DeliveriesInterrupted" not in everything
    assert "delivery failed" not in everything
    assert desk.zalo.look("summary")["articles"]["created"] == 0


def test_a_message_that_cannot_be_hidden_comes_after_the_queues_own_time(
    desk: Desk, logged: Callable[[], str]
) -> None:
    desk.deliveries.claim(NAME, WARD, "another", clock.now())
    assert desk.send(work()) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert "message not deferred" in logged()


def test_busy_tables_leave_the_message_on_the_queue(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    update = Table.update

    def busy(self: Table, *arguments: str, **more: Any) -> Any:
        if WARD in arguments[1]:
            raise Busy("throttled")
        return update(self, *arguments, **more)

    monkeypatch.setattr(Table, "update", busy)
    answer = desk.send(work(), work(OTHER_WARD))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert desk.delivery(OTHER_WARD).state is DeliveryState.SENT


def test_a_lost_answer_of_the_broadcast_is_unknown_and_never_sent_again(desk: Desk) -> None:
    desk.zalo.tell("faults", {"kind": "close_after", "path": "/v2.0/oa/message", "count": 1})
    for _ in range(2):
        assert desk.send(work()) == NOTHING_FAILED
    assert (desk.delivery().state, desk.delivery().reason) == (DeliveryState.UNKNOWN, "answer_lost")
    assert desk.zalo.look("summary")["broadcasts"]["accepted"] == 1
    assert desk.counted() == {"deliveries_unknown": 1}


def test_a_rate_limit_puts_it_back_with_a_delay(desk: Desk) -> None:
    desk.zalo.tell("faults", {"kind": "rate_limit", "path": "/v2.0/article/create", "count": 1})
    assert desk.send(work()) == NOTHING_FAILED
    assert desk.delivery().state is DeliveryState.PENDING
    assert desk.put_back() == 1
    assert desk.send(work()) == NOTHING_FAILED
    assert desk.delivery().state is DeliveryState.SENT


def test_what_is_urgent_is_put_back_on_the_urgent_queue(desk: Desk, open_table: OpenTable) -> None:
    open_table("Broadcasts").put(broadcast_row(under_way("Lũ lên nhanh")))
    desk.zalo.tell("faults", {"kind": "rate_limit", "path": "/v2.0/article/create", "count": 1})
    assert desk.send(work()) == NOTHING_FAILED
    assert (desk.put_back("urgent"), desk.put_back()) == (1, 0)


@pytest.mark.parametrize("state", [BroadcastState.PAUSED, BroadcastState.STOPPED, BroadcastState.CANCELLED])
def test_what_is_held_back_is_not_sent_though_this_process_has_sent_for_it(
    desk: Desk, open_table: OpenTable, state: BroadcastState
) -> None:
    assert desk.send(work()) == NOTHING_FAILED
    open_table("Broadcasts").update(NAME, "meta", set={"state": state.value})
    assert desk.send(work(OTHER_WARD)) == NOTHING_FAILED
    assert desk.delivery(OTHER_WARD).state is DeliveryState.PENDING
    assert desk.zalo.look("summary")["broadcasts"]["accepted"] == 1


def test_in_quiet_hours_it_is_held_until_they_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIET_HOURS", "00:00-23:59:59.999999")
    module = load("broadcast_send")
    assert module.handler(sqs_event(work()), Context()) == NOTHING_FAILED
    held = desk.delivery()
    assert (held.state, held.reason) == (DeliveryState.HELD, "night")
    assert held.held_until is not None
    assert held.held_until > clock.now()
    assert desk.zalo.look("summary")["articles"]["created"] == 0


def test_an_expired_access_token_is_renewed_on_the_way(desk: Desk) -> None:
    desk.zalo.tell("tokens", {"oa_id": OA, "do": "expire_access"})
    assert desk.send(work()) == NOTHING_FAILED
    assert desk.delivery().state is DeliveryState.SENT
    assert desk.zalo.look("summary")["tokens"]["refreshes"] == 1


@pytest.mark.parametrize(
    ("account", "reason"), [({"is_pending": True}, "not_confirmed"), ({"oa_id": "none"}, "no_account")]
)
def test_an_account_that_left_its_unit_or_came_back_unconfirmed_since_the_plan_sends_nothing(
    desk: Desk, open_table: OpenTable, account: dict[str, Any], reason: str
) -> None:
    open_table("Units").update(PROVINCE, account_sort(WARD), set=account)
    assert desk.send(work()) == NOTHING_FAILED
    assert (desk.delivery().state, desk.delivery().reason) == (DeliveryState.SKIPPED, reason)
    assert desk.zalo.look("summary")["articles"]["created"] == 0


def test_one_dead_account_leaves_the_other_done(desk: Desk, open_table: OpenTable) -> None:
    desk.zalo.tell("tokens", {"oa_id": OA, "do": "revoke"})
    assert desk.send(work(), work(OTHER_WARD)) == NOTHING_FAILED
    assert (desk.delivery().state, desk.delivery().reason) == (DeliveryState.SKIPPED, "needs_consent")
    assert desk.delivery(OTHER_WARD).state is DeliveryState.SENT
    account = AccountStore(open_table("Units")).of_unit(PROVINCE, WARD)
    assert account is not None
    assert account.state is AccountState.NEEDS_CONSENT


def test_no_title_and_no_token_reaches_the_log(
    desk: Desk, open_table: OpenTable, logged: Callable[[], str]
) -> None:
    desk.zalo.tell("faults", {"kind": "error", "code": -201, "path": "/v2.0/article/create", "oa_id": OA})
    desk.send(work(), work(OTHER_WARD))
    everything = logged()
    assert everything.count("delivery worked on") >= 2
    assert "MARKED" not in everything
    for oa_id in (OA, OTHER_OA):
        row = open_table("Credentials").get(oa_id, "pair")
        assert row is not None
        for token in desk.module.root().access.credentials.open(oa_id, row["sealed"]):
            assert token not in everything


def test_an_article_is_taken_down_once_though_its_message_comes_twice(desk: Desk) -> None:
    assert desk.send(work(), work(OTHER_WARD)) == NOTHING_FAILED
    assert desk.broadcasts.get(NAME).state is BroadcastState.FINISHED
    sent = desk.delivery()
    commit([desk.deliveries.asking_removal(sent, "officer", clock.now())])
    order = json.dumps({**json.loads(work()), "do": "remove", "attempt": 1})
    for _ in range(2):
        assert desk.send(order) == NOTHING_FAILED
    assert desk.zalo.look("summary")["articles"]["removed"] == 1
    assert (desk.delivery().state, desk.delivery().article_state) == (
        DeliveryState.SENT,
        ArticleState.REMOVED,
    )
