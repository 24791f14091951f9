"""Fakes for messages to single residents: an account at Zalo below the OA API, and a unit with its tables."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import botocore.client
import pytest

from loa.clock import local_day, now
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.service import TokenKeeper
from loa.foundation.accounts.store import AccountStore, CredentialStore, account_row
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.api.oa import OfficialAccountApi
from loa.platform.zalo.exchange import HttpAnswer, HttpRequest
from loa.residents.followers.store import FollowerStore, message_from
from loa.residents.messages.model import MessageContent, MessageState, Outgoing, text_content
from loa.residents.messages.sending import MessageSender, SendResult
from loa.residents.messages.service import MessageSweepResult, SendJob, enqueue, sweep_messages, work_from
from loa.residents.messages.store import Outbox
from loa.residents.messages.windows import RULES, WindowRule
from tests.conftest import OpenTable
from tests.worlds.fakes import START, Clock, FakeKey, FakeOAuth, FakeQueue, Killed

PATH, OA, USER, KEY = "40.10000", "9001", "77", "case-7-acknowledged"
TEXT = "Ủy ban đã nhận phản ánh của bà con."

REFUSES = {
    ("2", "v2.0"): -240,
    ("4", "v3.0"): -235,
    ("4-strict", "v3.0"): -235,
    ("4-strict", "v2.0"): -235,
}
"""Which family of calls refuses which kind of account (zalo/README.md 3.4)."""


@dataclass
class FakeDoor:
    """What stands behind `OfficialAccountApi`: takes messages as Zalo does. `fail` puts faults in the way."""

    oauth: FakeOAuth
    kind: str = "2"
    taken: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    faults: list[tuple[str, BaseException | int]] = field(default_factory=list)
    uploads: list[str] = field(default_factory=list)
    upload_faults: list[BaseException] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    list_faults: list[BaseException] = field(default_factory=list)
    clock: Callable[[], datetime] = now
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def fail(self, *faults: BaseException | int, when: str = "before") -> None:
        """Answer the next calls so: an error code of Zalo, or an exception before or after the effect."""
        self.faults += [(when, fault) for fault in faults]

    def api(self, access_token: str) -> OfficialAccountApi:
        return OfficialAccountApi(self, openapi_url="https://zalo.test", access_token=access_token)

    def send(self, request: HttpRequest) -> HttpAnswer:
        if "/upload/" in request.url:
            return self._upload(request)
        if request.url.endswith("/oa/conversation"):
            return self._conversation(request)
        version = request.url.split("/")[3]
        self.asked.append(version)
        if request.headers["access_token"] != self.oauth.live_access:
            return _refusal(-216)
        if code := REFUSES.get((self.kind, version)):
            return _refusal(code)
        when, fault = self.faults.pop(0) if self.faults else ("", 0)
        if isinstance(fault, BaseException) and when == "before":
            raise fault
        if isinstance(fault, int) and fault:
            return _refusal(fault)
        body = request.body or {}
        self.taken.append((body["recipient"]["user_id"], body["message"].get("text", "")))
        data = {"message_id": f"zalo-{next(self._numbers)}", "user_id": body["recipient"]["user_id"]}
        self._list(body["message"], data["message_id"])
        if isinstance(fault, BaseException):
            raise fault
        return HttpAnswer(200, {"error": 0, "message": "Success", "data": data})

    def _list(self, message: dict[str, Any], message_id: str) -> None:
        """Zalo lists what it took, newest first."""
        kind = "text"
        if attachment := message.get("attachment"):
            kind = "file" if attachment["type"] == "file" else "photo"
            kind = "text" if "buttons" in attachment["payload"] else kind
        at = int(self.clock().timestamp() * 1000)
        row = {
            "src": 0,
            "time": at,
            "type": kind,
            "message": message.get("text", ""),
            "message_id": message_id,
        }
        self.rows.insert(0, row)

    def _conversation(self, request: HttpRequest) -> HttpAnswer:
        if self.list_faults:
            raise self.list_faults.pop(0)
        if request.headers["access_token"] != self.oauth.live_access:
            return _refusal(-216)
        asked = json.loads((request.query or {})["data"])
        rows = self.rows[asked["offset"] : asked["offset"] + asked["count"]]
        return HttpAnswer(200, {"error": 0, "message": "Success", "data": rows})

    def _upload(self, request: HttpRequest) -> HttpAnswer:
        if self.upload_faults:
            raise self.upload_faults.pop(0)
        assert request.upload
        name, _, media_type = request.upload
        self.uploads.append(f"{name} {media_type}")
        number = f"upload-{len(self.uploads)}"
        return HttpAnswer(200, {"error": 0, "data": {"token": number, "attachment_id": number}})


def _refusal(code: int) -> HttpAnswer:
    return HttpAnswer(200, {"error": code, "message": "refused"})


class MessageWorld:
    """One unit with an account, one resident who wrote an hour ago, tables, a queue, a clock."""

    def __init__(self, table: OpenTable, kind: str = "2") -> None:
        self.clock = Clock()
        self.accounts = AccountStore(table("Units"))
        self.credentials = CredentialStore(table("Credentials"), FakeKey())
        self.audience = FollowerStore(table("Audience"))
        self.outbox = Outbox(table("Audience"))
        self.statistics = StatisticsStore(table("Statistics"))
        self.queue, self.oauth = FakeQueue(), FakeOAuth()
        self.zalo = FakeDoor(self.oauth, kind, clock=self.clock)
        self.rules: tuple[WindowRule, ...] = RULES
        self._owners = count(1)
        self.account = Account(
            "40",
            PATH,
            OA,
            "MTTQ",
            2,
            AccountState.CONNECTED,
            START,
            START,
            START + timedelta(days=90),
        )
        self.accounts.table.put(account_row(self.account))
        pair = self.oauth._mint()
        sealed = self.credentials.seal(OA, pair.access_token, pair.refresh_token or "")
        commit([self.credentials.first(OA, sealed, START, START + timedelta(days=90))])
        self.interacts(hours=1)

    def interacts(self, **ago: float) -> None:
        """The resident did something so long ago."""
        self.audience.touched(OA, USER, "", self.clock() - timedelta(**ago))

    def ask(self, key: str = KEY, content: MessageContent | str = TEXT, user_id: str = USER) -> Outgoing:
        said = text_content(content) if isinstance(content, str) else content
        return enqueue(
            key,
            said,
            account=self.account.key,
            user_id=user_id,
            by="officer-1",
            outbox=self.outbox,
            queue=self.queue,
            now=self.clock(),
        )

    def sender(self) -> MessageSender:
        owner = f"worker-{next(self._owners)}"
        keeper = TokenKeeper(
            self.accounts, self.credentials, self.oauth, owner, clock=self.clock, sleep=lambda _: None
        )
        return MessageSender(
            outbox=self.outbox,
            audience=self.audience,
            statistics=self.statistics,
            keeper=keeper,
            api=self.zalo.api,
            rules=self.rules,
            owner=owner,
            clock=self.clock,
            sleep=lambda _: None,
        )

    def send(self, work: SendJob | None = None) -> SendResult:
        """Work on the first message of the queue, which stays there, as if the queue repeated it."""
        return self.sender().send(work or work_from(self.queue.messages[0].body))

    def drain(self) -> None:
        """Work on everything that is on the queue, coming again as the queue would, until it is empty."""
        for _ in range(100):
            if not self.queue.messages:
                return
            result = self.send()
            if result.again_in is None:
                self.queue.messages.pop(0)
            else:
                self.clock.forward(seconds=result.again_in)
        raise AssertionError("the queue does not become empty")

    def look_after(self) -> MessageSweepResult:
        return sweep_messages("40", outbox=self.outbox, queue=self.queue, now=self.clock())

    def message(self, key: str = KEY) -> Outgoing:
        found = self.outbox.get(key)
        assert found
        return found

    def conversation(self) -> list[str]:
        page = self.audience.conversation(OA, USER, limit=100)
        return [message_from(row).text for row in reversed(page.rows)]

    def counted(self) -> int:
        first, last = local_day(START), local_day(self.clock())
        days = self.statistics.activity("40", first, last)
        counts = days.get(PATH)
        return counts.get(Metric.MESSAGES_OUT, 0) if counts else 0

    def reminders(self) -> int:
        """How many messages the clock still looks after, at any instant."""
        return len(list(self.audience.table.rows("waiting#40", consistent=True)))

    def check(self) -> None:
        """What must hold of the one message, whatever happened on the way."""
        state = self.message().state
        assert len(self.zalo.taken) <= 1, "the resident got it twice"
        assert state.is_final
        sent = state is MessageState.SENT
        assert self.conversation() == ([TEXT] if sent else [])
        assert self.counted() == int(sent)
        if self.zalo.taken:
            assert state in {MessageState.SENT, MessageState.UNKNOWN}, "sent, and the ledger denies it"
        assert self.reminders() == int(state is MessageState.UNKNOWN), "what is unknown is looked up later"


_WRITES = {"UpdateItem", "PutItem", "DeleteItem", "TransactWriteItems"}


@contextmanager
def killed_at(number: int, when: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], bool]]:
    """Kill the process before or after its nth write to a table; the yielded function says whether it was."""
    original = botocore.client.BaseClient._make_api_call  # type: ignore[attr-defined]  # private to botocore
    writes, died = count(1), [False]

    def call(client: Any, operation: str, arguments: dict[str, Any]) -> Any:
        mine = operation in _WRITES and next(writes) == number
        if mine and when == "before":
            died[0] = True
            raise Killed
        answer = original(client, operation, arguments)
        if mine:
            died[0] = True
            raise Killed
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(botocore.client.BaseClient, "_make_api_call", call)
        yield lambda: died[0]


def human_echo(message_id: str, at_milliseconds: int) -> str:
    """Zalo's report of a message that an officer typed in OA Manager."""
    return json.dumps(
        {
            "app_id": "1", "sender": {"id": OA, "admin_id": "5"}, "recipient": {"id": USER},
            "event_name": "oa_send_text", "message": {"text": TEXT, "msg_id": message_id},
            "timestamp": str(at_milliseconds),
        }
    )  # fmt: skip
