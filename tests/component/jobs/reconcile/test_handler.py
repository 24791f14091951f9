"""Reconciliation, invoked as its schedule does it, against the Zalo simulator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType

import boto3
import pytest

from loa import clock
from loa.publishing.broadcasts.rows.delivery_rows import delivery_sort
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import ArticleState, Delivery, DeliveryState
from tests.component.conftest import wire_queues
from tests.component.workers.broadcast_send.test_handler import NAME, connect, under_way, work
from tests.conftest import OpenTable
from tests.worlds.component.zalo import OA, OTHER_OA, Zalo, wire_zalo
from tests.worlds.doors import Context, load, sqs_event
from tests.worlds.province import OTHER_WARD, WARD

pytestmark = pytest.mark.enable_socket

NOTHING = dict.fromkeys(("accounts", "left", "failed", "missing", "back", "seen", "unseen", "forgotten"), 0)


@dataclass(frozen=True, slots=True)
class Desk:
    """The function, the ledger and Zalo."""

    module: ModuleType
    sender: ModuleType
    zalo: Zalo
    deliveries: DeliveryStore

    def round(self, remaining: int = 300_000) -> dict[str, int]:
        answer: dict[str, int] = self.module.handler({}, Context(remaining))
        return answer

    def send(self, unit: str = WARD) -> None:
        self.sender.handler(sqs_event(work(unit)), Context())

    def delivery(self, unit: str = WARD) -> Delivery:
        found = self.deliveries.get(NAME, unit)
        assert found is not None
        return found

    def age(self, unit: str = WARD) -> None:
        """Let a delivery look as if nothing had happened to it for an hour."""
        an_hour_ago = clock.to_text(clock.now() - timedelta(hours=1))
        self.deliveries.table.update(NAME, delivery_sort(unit), set={"updated_at": an_hour_ago})

    def remove_article(self, unit: str = WARD, oa_id: str = OA) -> None:
        """An administrator deletes it in OA Manager."""
        here = self.module.access()
        token = here.credentials.get(oa_id).access_token
        here.zalo.api(token).remove_article(self.delivery(unit).article_id)


@pytest.fixture
def desk(open_table: OpenTable, zalo: Zalo, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A broadcast with two pending deliveries, whose accounts are connected."""
    wire_zalo(monkeypatch, open_table, zalo)
    wire_queues(monkeypatch)
    for name, value in {
        "QUIET_HOURS": "00:00-00:00",
        "BROADCAST_CALLS_PER_MINUTE": "1000000",
        "ARTICLE_CALLS_PER_MINUTE": "1000000",
        "RECONCILE_CALLS_PER_MINUTE": "1000000",
        "SEND_WORKERS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    key = boto3.client("kms").list_keys()["Keys"][0]["KeyId"]
    connect(open_table, zalo, key, WARD, OA)
    connect(open_table, zalo, key, OTHER_WARD, OTHER_OA)
    table, now = open_table("Broadcasts"), clock.now()
    broadcasts, deliveries = BroadcastStore(table), DeliveryStore(table)
    broadcasts.create(under_way())
    broadcasts.activate(under_way())
    deliveries.plan(
        Delivery(NAME, unit, "Phường", oa_id, DeliveryState.PENDING, now)
        for unit, oa_id in ((WARD, OA), (OTHER_WARD, OTHER_OA))
    )
    return Desk(load("reconcile"), load("broadcast_send"), zalo, deliveries)


def test_an_article_that_was_deleted_is_counted_once_and_its_delivery_stays_sent(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    for unit in (WARD, OTHER_WARD):
        desk.send(unit)
        desk.age(unit)
    assert desk.round() == NOTHING | {"accounts": 2}
    desk.remove_article()
    assert desk.round() == NOTHING | {"accounts": 2, "missing": 1}
    assert desk.round() == NOTHING | {"accounts": 2}
    assert (desk.delivery().state, desk.delivery().article_state) == (DeliveryState.SENT, ArticleState.GONE)
    assert desk.delivery(OTHER_WARD).article_state is None
    printed = capsys.readouterr().out
    assert printed.count('"ArticlesMissing":[1.0]') == 1
    assert printed.count('"ArticlesMissing":[') == 1, "a round that finds nothing makes no metric"


def test_an_unknown_delivery_gets_a_line_for_a_person_and_stays_unknown(desk: Desk) -> None:
    desk.zalo.tell("faults", {"kind": "close_after", "path": "/v2.0/oa/message", "count": 1})
    desk.send()
    desk.age()
    for seen in (1, 0):
        assert desk.round() == NOTHING | {"accounts": 1, "seen": seen}
    assert (desk.delivery().state, desk.delivery().reason) == (DeliveryState.UNKNOWN, "answer_lost")
    lines = [line for line in desk.deliveries.get_with_history(NAME, WARD)[1] if line["what"] == "article"]
    assert [line["reason"] for line in lines] == ["article_shown"]


def test_an_article_deleted_before_it_was_sent_is_made_anew(desk: Desk) -> None:
    desk.zalo.tell("faults", {"kind": "rate_limit", "path": "/v2.0/oa/message", "count": 1})
    desk.send()
    assert desk.delivery().state is DeliveryState.PENDING
    desk.age()
    desk.remove_article()
    assert desk.round() == NOTHING | {"accounts": 1, "forgotten": 1}
    desk.send()
    assert desk.delivery().state is DeliveryState.SENT
    assert desk.zalo.look("summary")["articles"]["created"] == 2


def test_the_same_without_a_round_in_between(desk: Desk) -> None:
    desk.zalo.tell("faults", {"kind": "rate_limit", "path": "/v2.0/oa/message", "count": 1})
    desk.send()
    desk.remove_article()
    desk.send()
    assert (desk.delivery().state, desk.delivery().reason) == (DeliveryState.PENDING, "article_gone")
    desk.send()
    assert desk.delivery().state is DeliveryState.SENT
    desk.send(OTHER_WARD)
    assert desk.delivery(OTHER_WARD).state is DeliveryState.SENT  # nothing was stopped


def test_a_dead_account_is_named_in_the_log_and_the_other_is_compared(
    desk: Desk, logged: Callable[[], str]
) -> None:
    for unit in (WARD, OTHER_WARD):
        desk.send(unit)
        desk.age(unit)
    desk.zalo.tell("tokens", {"oa_id": OA, "do": "revoke"})
    assert desk.round() == NOTHING | {"accounts": 2, "failed": 1}
    everything = logged()
    assert "account not compared" in everything
    assert '"AccountsNotCompared":[1.0]' in everything
    assert "MARKED" not in everything


def test_when_time_is_short_the_next_round_goes_on(desk: Desk) -> None:
    desk.send()
    desk.age()
    assert desk.round(desk.module.SPARE_MILLISECONDS) == NOTHING | {"left": 1}
    assert desk.round() == NOTHING | {"accounts": 1}
