"""The inbox, called with batches as SQS calls it."""

import json
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import boto3
import pytest

from loa import clock
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import AccountStore, account_row, account_sort
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from tests.component.conftest import wire_inbox
from tests.conftest import OpenTable
from tests.worlds.doors import Context, load, sqs_event

NOW = clock.now()

BEGUN = {"conversations_begun": 1, "active_residents": 1}
"""What the first words of one resident count besides."""


@pytest.fixture
def inbox(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    wire_inbox(open_table, monkeypatch)
    account = Account(
        "40", "40.10000", "9001", "MTTQ", 4, AccountState.CONNECTED, NOW, NOW, NOW + timedelta(days=90)
    )
    open_table("Units").put(account_row(account))
    monkeypatch.setattr(Queue, "defer", lambda *_: None)
    return load("inbox")


def text(message_id: str, user: str = "77") -> str:
    return json.dumps(
        {
            "app_id": "1", "sender": {"id": user}, "recipient": {"id": "9001"},
            "event_name": "user_send_text", "message": {"text": "MARKED", "msg_id": message_id},
            "timestamp": str(int(NOW.timestamp() * 1000)),
        }
    )  # fmt: skip


def test_a_call_for_help_that_no_officer_can_be_told_raises_an_alarm(
    inbox: ModuleType, logged: Callable[[], str]
) -> None:
    body = text("m0").replace('"MARKED"', '"MARKED cháy nhà cứu với"')
    assert inbox.handler(sqs_event(body), Context()) == {"batchItemFailures": []}
    said = logged()
    assert said.count('"NobodyOnCall":[1.0]') == 1
    assert "nobody on call could be told" in said
    assert "MARKED" not in said


def counted(open_table: OpenTable) -> dict[str, int]:
    day = clock.local_day(NOW)
    found = StatisticsStore(open_table("Statistics")).activity("40", day, day)
    return {metric.value: number for metric, number in found.get("40.10000", {}).items()}


def test_a_batch_delivered_twice_is_counted_once(inbox: ModuleType, open_table: OpenTable) -> None:
    batch = sqs_event(*(text(f"m{number}") for number in range(5)))
    for _ in range(2):
        assert inbox.handler(batch, Context()) == {"batchItemFailures": []}
    assert counted(open_table) == {"events": 5, "messages_in": 5, **BEGUN}


def test_a_batch_of_failures_says_nothing_of_what_failed(
    inbox: ModuleType, monkeypatch: pytest.MonkeyPatch, logged: Callable[[], str]
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("MARKED words of a resident")

    monkeypatch.setattr(inbox, "dispatch", fail)
    answer = inbox.handler(sqs_event(text("m0"), text("m1")), Context())
    assert [item["itemIdentifier"] for item in answer["batchItemFailures"]] == ["0", "1"]
    assert "MARKED" not in logged()


def test_what_failed_comes_again_after_seconds_and_later_each_time_with_those_behind_it(
    inbox: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    deferred: list[tuple[str, int]] = []
    monkeypatch.setattr(Queue, "defer", lambda _, receipt, seconds: deferred.append((receipt, seconds)))
    batch = sqs_event(text("m0", "a"), "not json", text("m2", "b"), groups=["a", "b", "b"])
    for tries in (1, 2, 3, 8):
        for record in batch["Records"]:
            record["attributes"]["ApproximateReceiveCount"] = str(tries)
        inbox.handler(batch, Context())
    assert [seconds for receipt, seconds in deferred if receipt == "receipt-1"] == [2, 5, 15, 600]
    assert [seconds for receipt, seconds in deferred if receipt == "receipt-2"] == [2, 5, 15, 600]
    assert {receipt for receipt, _ in deferred} == {"receipt-1", "receipt-2"}


def test_one_poisoned_message_is_reported_with_those_behind_it_and_the_others_are_done(
    inbox: ModuleType, open_table: OpenTable
) -> None:
    bodies = [text("m0", "a"), "not json", text("m2", "b"), text("m3", "a")]
    batch = sqs_event(*bodies, groups=["a", "b", "b", "a"])
    answer = inbox.handler(batch, Context())
    assert [item["itemIdentifier"] for item in answer["batchItemFailures"]] == ["1", "2"]
    assert counted(open_table) == {"events": 2, "messages_in": 2, **BEGUN}


def test_no_word_of_the_resident_reaches_the_log(inbox: ModuleType, logged: Callable[[], str]) -> None:
    inbox.handler(sqs_event(text("m1"), '{"MARKED": 1}'), Context())
    written = logged()
    assert "event failed" in written
    assert "MARKED" not in written


def test_an_account_is_looked_up_once_a_minute_and_not_once_an_event(
    inbox: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    page = Table.page

    def counting(self: Table, *arguments: object, **more: object) -> object:
        asked.append(more.get("index"))
        return page(self, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Table, "page", counting)
    inbox.handler(sqs_event(*(text(f"m{number}") for number in range(5))), Context())
    assert len([index for index in asked if index]) == 1


def test_when_zalo_last_told_something_is_kept_every_ten_minutes_and_not_with_every_event(
    inbox: ModuleType, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts, written = AccountStore(open_table("Units")), []
    keep = AccountStore.set_last_event

    def noted(self: AccountStore, *arguments: Any) -> None:
        written.append(arguments)
        keep(self, *arguments)

    monkeypatch.setattr(AccountStore, "set_last_event", noted)
    inbox.handler(sqs_event(*(text(f"m{number}") for number in range(5))), Context())
    account = accounts.of_unit("40", "40.10000")
    assert account
    assert account.last_event_at
    assert len(written) == 1
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    inbox.handler(sqs_event(text("m0")), Context())
    assert len(written) == 2


def test_what_happens_at_an_account_that_nobody_confirmed_is_counted_and_not_kept(
    inbox: ModuleType, open_table: OpenTable, logged: Callable[[], str]
) -> None:
    units = open_table("Units")
    units.update("40", account_sort("40.10000"), set={"is_pending": True})
    assert inbox.handler(sqs_event(text("m1")), Context()) == {"batchItemFailures": []}
    assert '"EventsNotConfirmed":[1.0]' in logged()
    for name in ("Audience", "Inbox", "Statistics"):
        assert boto3.resource("dynamodb").Table(open_table(name).name).scan()["Count"] == 0, name
    account = AccountStore(units).of_unit("40", "40.10000")
    assert account
    assert account.last_event_at is None
    AccountStore(units).confirm(account, clock.now(), by="lan", by_name="Lan")
    inbox.handler(sqs_event(text("m2")), Context())
    assert counted(open_table) == {"events": 1, "messages_in": 1, **BEGUN}, "no minute is waited for"
