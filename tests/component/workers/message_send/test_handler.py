"""Messages to residents: asked for at the officer's door, sent by the worker, against the Zalo simulator."""

import base64
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from types import ModuleType
from typing import Any

import boto3
import pytest

from loa import clock
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.inbox.alerts import AlertDependencies, alert
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import AccountStore, CredentialStore, account_row
from loa.foundation.officers.on_call import OnCallStore
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.kms import EncryptionKey
from loa.platform.aws.queues import Queue
from loa.platform.zalo.api.oauth import OAuth
from loa.platform.zalo.http import ZaloHttp
from loa.platform.zalo.webhooks.signature import pkce_challenge
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import FollowerStore, message_from
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.component.conversations import ATTACHMENTS, PICTURES, make_buckets
from tests.worlds.component.zalo import APP, CALLBACK, OA, SECRET, Zalo, wire_zalo
from tests.worlds.doors import Context, load
from tests.worlds.province import (
    APPROVER,
    EDITOR,
    OTHER_WARD_EDITOR,
    PROVINCE,
    VIEWER,
    WARD,
    WARD_ADMINISTRATOR,
    WARD_EDITOR,
    Door,
    Person,
    Reply,
    door,
    enter,
    populate,
)

pytestmark = pytest.mark.enable_socket

VERIFIER = "v" * 43
TEXT = "Ủy ban đã nhận phản ánh của bà con MARKED-TEXT."
RESIDENT = "bà Lan"


@dataclass(slots=True)
class Desk:
    """The officer's door, the worker, the queue between them, and Zalo."""

    officer: Door
    worker: ModuleType
    zalo: Zalo
    queue_url: str
    audience: FollowerStore
    accounts: AccountStore
    statistics: StatisticsStore
    user_id: str = ""

    def ask(self, key: str | None = "request-1", person: Person = WARD_EDITOR, **more: Any) -> Reply:
        body = {"unit": WARD, "user_id": self.user_id, "text": TEXT, **more}
        return self.officer.ask(person, "POST", "/messages", body, key=key)

    def asked(self, key: str = "request-1", **more: Any) -> str:
        """Ask for a message; the key under which it can be read."""
        reply = self.ask(key, **more)
        assert reply.status == 202, reply.body
        return str(reply.body["key"])

    def read(self, key: str, person: Person = WARD_EDITOR) -> Any:
        return self.officer.good(person, "GET", f"/messages/{key}")

    def work(self) -> list[str]:
        """Let the worker have one batch of the queue, as Lambda does; the ids that are to come again."""
        sqs = boto3.client("sqs")
        received = sqs.receive_message(
            QueueUrl=self.queue_url, MaxNumberOfMessages=5, MessageSystemAttributeNames=["All"]
        ).get("Messages", [])
        if not received:
            return []
        records = [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message["Attributes"],
                "eventSource": "aws:sqs",
            }
            for message in received
        ]
        answer = self.worker.handler({"Records": records}, Context())
        failed = [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
        for message in received:
            if message["MessageId"] not in failed:
                sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"])
        return failed

    def at_zalo(self) -> list[str]:
        """What Zalo has sent to residents in the account's name."""
        found = self.zalo.look(f"messages?oa_id={OA}&source=0")
        rows = found["messages"] if isinstance(found, dict) else found
        return [row["text"] for row in rows]

    def conversation(self) -> list[str]:
        page = self.audience.conversation(OA, self.user_id, limit=100)
        return [message_from(row).text for row in reversed(page.rows)]

    def counted(self) -> int:
        day = clock.local_day(clock.now())
        counts = self.statistics.activity(PROVINCE, day, day).get(WARD)
        return sum(number for metric, number in counts.items() if metric == "messages_out") if counts else 0

    def waits(self) -> None:
        """The resident's words wait for an answer, as the inbox keeps it."""
        conversations, now = ConversationStore(self.audience.table), clock.now()
        before = conversations.get(OA, self.user_id)
        assert before
        after = replace(before, last_message_at=now, interacted_at=now, unanswered=before.with_word(now))
        commit([conversations.turned(before, after, unit_path=WARD)])

    def interacts(self, **ago: float) -> None:
        self.audience.touched(OA, self.user_id, "", clock.now() - timedelta(**ago))


def wire(open_table: OpenTable, zalo: Zalo, monkeypatch: pytest.MonkeyPatch) -> str:
    """The environment of both functions; the address of the queue."""
    wire_zalo(monkeypatch, open_table, zalo)
    queue_url = boto3.client("sqs").create_queue(
        QueueName="messages.fifo", Attributes={"FifoQueue": "true", "VisibilityTimeout": "360"}
    )["QueueUrl"]
    for name in ("Content", "Published", "Audience", "Cases", "Privacy", "Participation"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    for name, value in {
        "ATTACHMENTS_BUCKET": ATTACHMENTS,
        "MEDIA_BUCKET": PICTURES,
        "MESSAGE_CALLS_PER_MINUTE": "1000000",
        "SEND_WORKERS": "5",
        "PRACTICE_INBOX_URL": "",
        "OWN_QUEUE": queue_url,
        "PARTICIPATION_SECRET_ID": "participation",
        "MESSAGES_QUEUE_URL": queue_url,
        "DELIVERIES_QUEUE_URL": "unused",
        "URGENT_QUEUE_URL": "unused",
        "INBOX_TABLE": open_table("Inbox").name,
        "ANSWER_KEYS_TABLE": open_table("AnswerKeys").name,
        "INBOX_QUEUE_URL": "unused",
        "UNITS_AS_OF": "2024-09-30",
        "QUIET_HOURS": "22:00-06:00",
        "SCHEDULE_GROUP": "unused",
        "SCHEDULE_PREFIX": "unused",
        "PLAN_FUNCTION_ARN": "unused",
        "SCHEDULER_ROLE_ARN": "unused",
        "SCHEDULE_DLQ_ARN": "unused",
    }.items():
        monkeypatch.setenv(name, value)
    populate(open_table("Units"))
    make_buckets()
    return queue_url


def connect(open_table: OpenTable, zalo: Zalo) -> None:
    """Connect the ward's account by hand, with tokens that the simulator knows."""
    now = clock.now()
    page = f"{zalo.url}/v4/oa/permission?app_id={APP}&redirect_uri={CALLBACK}"
    code = zalo.consent(f"{page}&code_challenge={pkce_challenge(VERIFIER)}")["code"]
    oauth = OAuth(
        ZaloHttp(connect_seconds=2, read_seconds=5), oauth_url=zalo.url, app_id=APP, app_secret=SECRET
    )
    pair = oauth.exchange_code(code, code_verifier=VERIFIER)
    end = now + timedelta(days=90)
    open_table("Units").put(
        account_row(Account(PROVINCE, WARD, OA, "OA", 4, AccountState.CONNECTED, now, now, end))
    )
    key = boto3.client("kms").list_keys()["Keys"][0]["KeyId"]
    credentials = CredentialStore(open_table("Credentials"), EncryptionKey(key))
    sealed = credentials.seal(OA, pair.access_token, pair.refresh_token or "")
    commit([credentials.first(OA, sealed, now, end)])


type MakeDesk = Callable[[str], Desk]


@pytest.fixture
def make_desk(open_table: OpenTable, zalo: Zalo, monkeypatch: pytest.MonkeyPatch) -> MakeDesk:
    """A desk whose account is of that kind; a resident has written to it a minute ago."""

    def make(kind: str) -> Desk:
        queue_url = wire(open_table, zalo, monkeypatch)
        zalo.tell("accounts", {"oa_id": OA, "oa_type": kind})
        connect(open_table, zalo)
        made = Desk(
            officer=door("conversations", load("conversations")),
            worker=load("message_send"),
            zalo=zalo,
            queue_url=queue_url,
            audience=FollowerStore(open_table("Audience")),
            accounts=AccountStore(open_table("Units")),
            statistics=StatisticsStore(open_table("Statistics")),
        )
        acts = [
            {"act": act, "oa_id": OA, "resident": RESIDENT, **more}
            for act, more in (("follow", {}), ("send_text", {"text": "Xin hỏi"}))
        ]
        made.user_id = zalo.tell("act", acts)["results"][0]["user_id"]
        made.interacts(minutes=1)
        return made

    return make


@pytest.mark.parametrize(("kind", "version"), [("2", "v3"), ("4", "v2")])
def test_a_message_reaches_the_resident_once_whatever_the_kind_of_account(
    make_desk: MakeDesk, kind: str, version: str
) -> None:
    desk = make_desk(kind)
    key = desk.asked()
    assert desk.asked() == key
    for _ in range(3):
        assert desk.work() == []
    assert desk.at_zalo() == [TEXT]
    shown = desk.read(key)
    assert (shown["state"], shown["api_version"], shown["window"]) == ("sent", version, "free")
    assert [step["what"] for step in shown["history"]] == ["attempt", "sent"]
    assert desk.conversation() == [TEXT]
    assert desk.counted() == 1


def test_no_token_secret_name_or_text_reaches_a_log_at_any_level(
    make_desk: MakeDesk, open_table: OpenTable, logged: Callable[[], str]
) -> None:
    desk = make_desk("4")
    desk.zalo.tell("faults", {"kind": "rate_limit", "path": "/v3.0/oa/message/cs", "count": 1})
    key = desk.asked()
    desk.work()
    desk.read(key)
    logging.getLogger("loa.anything").debug("level DEBUG is on")
    written = logged()
    assert "level DEBUG is on" in written
    assert "message worked on" in written
    key_id = boto3.client("kms").list_keys()["Keys"][0]["KeyId"]
    pair = CredentialStore(open_table("Credentials"), EncryptionKey(key_id)).get(OA)
    for secret in (pair.access_token, pair.refresh_token, SECRET, "MARKED-TEXT", desk.user_id, RESIDENT):
        assert secret
        assert secret not in written


def test_a_government_account_is_asked_with_v3_only_once(make_desk: MakeDesk) -> None:
    desk = make_desk("4")
    for number in range(3):
        desk.asked(f"request-{number}", text=f"Tin {number}")
        desk.work()
    assert desk.zalo.calls("/v3.0/oa/message/cs") == 1
    assert desk.at_zalo() == ["Tin 0", "Tin 1", "Tin 2"]
    account = desk.accounts.of_unit(PROVINCE, WARD)
    assert account
    assert account.message_api == "v2"


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


def test_no_text_and_no_resident_reaches_the_log(
    make_desk: MakeDesk, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    desk = make_desk("2")
    caplog.clear()
    desk.asked()
    desk.work()
    written = capsys.readouterr().out + repr(
        [vars(record) for record in caplog.records if record.name != "responses"]
    )
    assert "MARKED" not in written
    assert desk.user_id not in written


@pytest.mark.parametrize("kind", ["2", "4"])
def test_a_reply_with_a_file_goes_up_to_zalo_and_then_nothing_waits(make_desk: MakeDesk, kind: str) -> None:
    desk = make_desk(kind)
    conversation = f"/conversations/{OA}/{desk.user_id}"
    desk.waits()
    file = {"file_name": "Kế hoạch.pdf", "content_base64": base64.b64encode(b"%PDF-1.7 x").decode()}
    kept = desk.officer.good(WARD_EDITOR, "POST", f"{conversation}/files", file)
    seen = desk.officer.good(WARD_EDITOR, "GET", conversation)["conversation"]["seen_up_to"]
    body = {"file": kept["file_id"], "file_name": "Kế hoạch.pdf", "seen_up_to": seen}
    for _ in range(2):
        reply = desk.officer.good(WARD_EDITOR, "POST", f"{conversation}/replies", body, key="reply-0001")
    assert reply["delivery"]["state"] == "pending"
    assert desk.work() == []
    shown = desk.officer.good(WARD_EDITOR, "GET", conversation)
    assert (shown["conversation"]["unanswered"], shown["lines"][0]["direction"]) == (0, "out")
    (attachment,) = shown["lines"][0]["attachments"]
    assert (attachment["name"], shown["lines"][0]["by_name"]) == ("Kế hoạch.pdf", WARD_EDITOR.name)
    assert desk.officer.good(WARD_EDITOR, "GET", "/conversations")["items"] == []
    found = desk.zalo.look(f"messages?oa_id={OA}&source=0")["messages"]
    assert len(found) == 1
    assert desk.zalo.calls("upload/file") == 1


def test_the_key_is_needed_and_one_key_is_one_message(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    for key in (None, "short", "có dấu trong mã"):
        reply = desk.ask(key)
        assert (reply.status, {name.lower() for name in reply.faults}) == (422, {"idempotency-key"})
    mine = desk.asked("request-1")
    assert desk.ask("request-1", text="Khác").status == 409
    other = desk.ask("request-1", EDITOR).body["key"]
    assert other != mine, "keys of two officers never meet"


def test_who_may_write_and_who_may_read(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    key = desk.asked()
    assert desk.ask("request-2", APPROVER).status == 202
    assert desk.ask("request-3", VIEWER).status == 403
    assert desk.ask("request-4", OTHER_WARD_EDITOR).status == 404
    assert desk.officer.ask(VIEWER, "GET", f"/messages/{key}").status == 403
    outside = desk.officer.ask(OTHER_WARD_EDITOR, "GET", f"/messages/{key}")
    missing = desk.officer.ask(OTHER_WARD_EDITOR, "GET", f"/messages/{'0' * 32}")
    assert outside.status == missing.status == 404
    assert outside.essence == missing.essence


def test_a_unit_without_an_account_cannot_write(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    reply = desk.ask("request-1", EDITOR, unit=PROVINCE)
    assert (reply.status, set(reply.faults)) == (422, {"unit"})
    for wrong in ({"text": ""}, {"text": "x" * 2001}, {"user_id": "abc"}):
        assert desk.ask("request-2", EDITOR, **wrong).status == 422


def test_nobody_reads_a_message_without_signing_in(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    assert desk.officer.ask(None, "GET", f"/messages/{desk.asked()}").status == 401


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
