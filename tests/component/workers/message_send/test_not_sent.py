"""Messages that Zalo does not take, answers late, or loses: nothing is sent twice, nothing is lost."""

import json
from datetime import timedelta

import boto3
import pytest

from loa import clock
from loa.dialogue.inbox.alerts import AlertDependencies, alert
from loa.foundation.officers.on_call import OnCallStore
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.queues import Queue
from loa.residents.followers.model import Direction, Message
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.component.messages import RESIDENT, TEXT, MakeDesk
from tests.worlds.component.zalo import OA
from tests.worlds.doors import Context, load
from tests.worlds.province import (
    PROVINCE,
    WARD,
    WARD_ADMINISTRATOR,
    WARD_EDITOR,
    enter,
)

pytestmark = pytest.mark.enable_socket


def test_an_account_that_may_not_write_to_residents_fails_and_says_what_to_do(make_desk: MakeDesk) -> None:
    desk = make_desk("4-strict")
    key = desk.asked()
    desk.work()
    shown = desk.read(key)
    assert (shown["state"], shown["reason"]) == ("failed", "account_kind_not_supported")
    assert "OA Manager" in shown["reason_text"]
    assert desk.at_zalo() == desk.conversation() == []
    assert desk.counted() == 0


def test_where_zalo_sees_the_window_closed_it_is_skipped(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    desk.zalo.tell("clock", {"advance_seconds": 8 * 86_400})  # the token has run out too, and is renewed
    key = desk.asked()
    assert desk.work() == []
    shown = desk.read(key)
    assert (shown["state"], shown["reason"]) == ("skipped", "window_closed")
    assert desk.at_zalo() == []


def test_where_we_know_the_window_closed_zalo_is_not_asked(
    make_desk: MakeDesk, open_table: OpenTable
) -> None:
    desk = make_desk("2")
    row = open_table("Audience").get(f"account#{OA}", f"follower#{desk.user_id}")
    assert row
    old = clock.to_text(clock.now() - timedelta(days=8))
    open_table("Audience").put({**row, "interacted_at": old})
    key = desk.asked()
    desk.work()
    assert desk.read(key)["reason"] == "window_closed"
    assert desk.zalo.calls("/oa/message/cs") == 0


def test_a_connection_that_ends_after_the_effect_is_unknown_and_never_sent_again(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    desk.zalo.tell("faults", {"kind": "close_after", "path": "/v3.0/oa/message/cs", "count": 1})
    key = desk.asked()
    assert desk.work() == []
    desk.asked()
    assert desk.work() == []
    shown = desk.read(key)
    assert (shown["state"], shown["reason"]) == ("unknown", "answer_lost")
    assert desk.at_zalo() == [TEXT], "exactly one"
    assert desk.zalo.look("summary")["duplicates"]["total"] == 0
    assert desk.counted() == 0


def test_a_limited_message_stays_on_the_queue_and_those_behind_it_wait(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    desk.zalo.tell("faults", {"kind": "rate_limit", "path": "/v3.0/oa/message/cs", "count": 1})
    first, second = desk.asked("request-1", text="Một"), desk.asked("request-2", text="Hai")
    assert len(desk.work()) == 2
    assert (desk.read(first)["state"], desk.read(second)["state"]) == ("pending", "pending")
    assert desk.read(first)["reason"] == "rate_limited"
    assert desk.read(first)["reason_text"]
    assert desk.work() == [], "hidden for its pause"
    assert desk.at_zalo() == []


def test_what_zalo_forbids_for_this_resident_is_skipped(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    desk.zalo.tell("act", {"act": "restrict", "oa_id": OA, "resident": RESIDENT})
    key = desk.asked()
    desk.work()
    assert (desk.read(key)["state"], desk.read(key)["reason"]) == ("skipped", "recipient_restricts")


def test_a_poisoned_message_comes_again_and_the_others_are_done(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    boto3.client("sqs").send_message(
        QueueUrl=desk.queue_url, MessageBody="{", MessageGroupId="poison", MessageDeduplicationId="poison"
    )
    key = desk.asked()
    assert len(desk.work()) == 1
    assert desk.read(key)["state"] == "sent"


def test_without_time_nothing_is_begun(make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk("2")
    key = desk.asked()
    monkeypatch.setattr(Context, "get_remaining_time_in_millis", lambda _: 5_000)
    assert len(desk.work()) == 1
    assert desk.read(key)["attempts"] == 0


def test_the_clock_brings_back_a_message_that_the_queue_has_lost(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk("2")
    key = desk.asked()
    boto3.client("sqs").purge_queue(QueueUrl=desk.queue_url)
    assert desk.work() == []
    job, later = load("clock"), clock.now() + timedelta(minutes=61)
    job.handler({}, Context())
    assert desk.work() == []
    assert desk.read(key)["state"] == "pending"
    monkeypatch.setattr(clock, "now", lambda: later)
    for _ in range(2):
        job.handler({}, Context())
    desk.work()
    assert desk.read(key)["state"] == "sent"
    assert desk.at_zalo() == [TEXT]


def test_an_officer_on_call_whom_zalo_refuses_raises_the_alarm_and_the_next_is_told(
    make_desk: MakeDesk, open_table: OpenTable, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, units = make_desk("2"), open_table("Units")
    registry = OfficerStore(units)
    enter(units, WARD_EDITOR, WARD_ADMINISTRATOR)
    for person, chat in ((WARD_EDITOR, "unknown"), (WARD_ADMINISTRATOR, desk.user_id)):
        known = person.officer
        linked = KnownOfficer(known.id, known.name, known.unit_path, known.roles, oa_id=OA, user_id=chat)
        commit([registry.linking(linked, clock.now(), first=True)])
    on_call = OnCallStore(units)
    on_call.keep(WARD, [WARD_EDITOR.officer], by="head", now=clock.now())
    account = desk.accounts.of_unit(PROVINCE, WARD)
    assert account
    call = Message(OA, desk.user_id, "call", clock.now(), Direction.IN, "text", "cứu với")
    outbox, queue = Outbox(open_table("Audience")), Queue(desk.queue_url)
    dependencies = AlertDependencies(on_call, registry, outbox, queue, nobody=lambda _: None)
    assert alert(call, account, path=WARD, dependencies=dependencies, now=clock.now()) == 1
    desk.work()
    published = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "NobodyOnCall" in line]
    assert [(one["service"], one["NobodyOnCall"]) for one in published] == [("inbox", [1])]
    assert desk.at_zalo() == []
    desk.work()
    assert [text.startswith("[KHẨN]") for text in desk.at_zalo()] == [True]
