"""An officer's door, the worker that sends messages, the queue between them, and the Zalo simulator."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from types import ModuleType
from typing import Any

import boto3
import pytest

from loa import clock
from loa.dialogue.conversations.store import ConversationStore
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import AccountStore, CredentialStore, account_row
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.kms import EncryptionKey
from loa.platform.zalo.api.oauth import OAuth
from loa.platform.zalo.http import ZaloHttp
from loa.platform.zalo.webhooks.signature import pkce_challenge
from loa.residents.followers.store import FollowerStore, message_from
from tests.conftest import OpenTable
from tests.worlds.component.conversations import ATTACHMENTS, PICTURES, make_buckets
from tests.worlds.component.zalo import APP, CALLBACK, OA, SECRET, Zalo, wire_zalo
from tests.worlds.doors import Context, load
from tests.worlds.province import (
    PROVINCE,
    WARD,
    WARD_EDITOR,
    Door,
    Person,
    Reply,
    door,
    populate,
)

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


def desk_of(kind: str, open_table: OpenTable, zalo: Zalo, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose account is of that kind; a resident has written to it a minute ago."""
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
