"""Zalo's webhooks stop: what residents wrote is read from Zalo's lists and taken in, once."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType
from typing import Any

import boto3
import pytest

from loa import clock
from loa.foundation.accounts.model import Account
from loa.foundation.accounts.store import AccountStore
from loa.platform.aws.queues import Queue, QueueMessage
from loa.platform.zalo.webhooks.envelope import envelope
from loa.residents.followers.catch_up import MAXIMUM_PAGES
from loa.residents.followers.service import again
from loa.residents.followers.store import FollowerStore, follower_key, message_from
from tests.component.conftest import wire_inbox
from tests.conftest import OpenTable
from tests.worlds.component.zalo import APP, OA, Zalo, connect, wire_zalo
from tests.worlds.doors import Context, load
from tests.worlds.province import PROVINCE, WARD
from tests.worlds.quick_moto import make_queue

pytestmark = pytest.mark.enable_socket

NO_ROUNDS_LEFT = 0


@dataclass
class World:
    """The two functions, their queues, Zalo, and what is kept."""

    followers: ModuleType
    inbox: ModuleType
    zalo: Zalo
    queue_url: str
    inbox_url: str
    audience: FollowerStore
    accounts: AccountStore

    def writes(self, *words: str, resident: str = "lan") -> str:
        """A resident writes while Zalo tells nothing; who it is."""
        for said in words:
            user_id = self.does("send_text", resident, text=said)
        return user_id

    def does(self, act: str, resident: str = "lan", **more: str) -> str:
        done = self.zalo.tell("act", [{"act": act, "oa_id": OA, "resident": resident, **more}])["results"][0]
        return str(done["user_id"])

    def begin(self, **more: Any) -> int:
        begun: int = self.followers.handler({"task": "catch_up", **more}, Context())["accounts"]
        return begun

    def work(self, context: Context | None = None) -> int:
        """Work on what waits until nothing does; how many pieces failed."""
        failed = 0
        for message in self._received(self.queue_url):
            answer = self.followers.handler({"Records": [_record(message)]}, context or Context())
            failed += len(answer["batchItemFailures"])
        return failed

    def handed_over(self) -> list[dict[str, Any]]:
        """What reaches the inbox, in order; it is taken in."""
        bodies = []
        for message in self._received(self.inbox_url):
            assert self.inbox.handler({"Records": [_record(message)]}, Context()) == {"batchItemFailures": []}
            bodies.append(json.loads(message["Body"]))
        return bodies

    def round(self, **more: Any) -> list[dict[str, Any]]:
        self.begin(**more)
        assert self.work() == 0
        return self.handed_over()

    def comes_late(self, message: dict[str, Any], *, milliseconds: int = 0) -> None:
        """Zalo tells of a message after all, as it always does."""
        body = {
            "app_id": APP,
            "sender": {"id": message["user_id"]},
            "recipient": {"id": OA},
            "user_id_by_app": "1",
            "event_name": "user_send_text",
            "message": {"text": message["text"], "msg_id": message["message_id"]},
            "timestamp": str(int(message["time_ms"]) + milliseconds),
        }
        outside = envelope(body, b"")
        told = QueueMessage(
            json.dumps(body), group=outside.group_key, key=outside.event_id
        )  # as the webhook does
        Queue(self.inbox_url).send(told)
        self.handed_over()

    def lines(self, user_id: str) -> list[str]:
        rows = self.audience.conversation(OA, user_id, limit=500).rows
        return [message_from(row).text for row in reversed(rows) if row["direction"] == "in"]

    def at_zalo(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.zalo.look(f"messages?oa_id={OA}&source=1")["messages"]
        return found

    @property
    def account(self) -> Account:
        found = self.accounts.of_unit(PROVINCE, WARD)
        assert found
        return found

    @staticmethod
    def _received(url: str) -> Any:
        sqs = boto3.client("sqs")
        while received := sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=1, MessageSystemAttributeNames=["All"]
        ).get("Messages"):
            yield received[0]
            sqs.delete_message(QueueUrl=url, ReceiptHandle=received[0]["ReceiptHandle"])


def _record(message: Any) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
    }


@pytest.fixture
def world(open_table: OpenTable, zalo: Zalo, monkeypatch: pytest.MonkeyPatch) -> World:
    """An account of which nothing has been heard for three hours, and webhooks that have stopped."""
    wire_zalo(monkeypatch, open_table, zalo)
    wire_inbox(open_table, monkeypatch)
    queue_url = make_queue("followers")
    inbox_url = make_queue("inbox.fifo")
    for name, value in {
        "FOLLOWERS_QUEUE_URL": queue_url,
        "INBOX_QUEUE_URL": inbox_url,
        "OWN_QUEUE": inbox_url,
        "FOLLOWER_CALLS_PER_MINUTE": "1000000",
        "FOLLOWER_WORKERS": "2",
        "PROFILES_A_NIGHT": "100",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Queue, "defer", lambda *_: None)
    zalo.tell("settings", {"webhook_stopped": True})
    connect(open_table, zalo)
    accounts = AccountStore(open_table("Units"))
    made = World(
        followers=load("followers"),
        inbox=load("inbox"),
        zalo=zalo,
        queue_url=queue_url,
        inbox_url=inbox_url,
        audience=FollowerStore(open_table("Audience")),
        accounts=accounts,
    )
    accounts.set_last_event(made.account.key, clock.now() - timedelta(hours=3))
    return made


def test_what_was_lost_is_caught_up_in_order_and_once(world: World, logged: Callable[[], str]) -> None:
    lan = world.writes("MARKED một", "MARKED hai", "MARKED ba")
    hoa = world.writes("MARKED bốn", resident="hoa")
    assert len(world.round()) == 4
    assert world.lines(lan) == ["MARKED một", "MARKED hai", "MARKED ba"]
    assert world.lines(hoa) == ["MARKED bốn"]
    written = logged()
    assert '"MessagesCaughtUp":[4.0]' in written
    assert "MARKED" not in written
    assert lan not in "".join(line for line in written.splitlines() if "chats compared" in line)


@pytest.mark.parametrize("milliseconds", [0, 40])
def test_a_webhook_that_comes_late_is_the_same_line(world: World, milliseconds: int) -> None:
    lan = world.writes("Đèn đường hỏng", "Ở xóm 4")
    world.round()
    for message in world.at_zalo():
        world.comes_late(message, milliseconds=milliseconds)
    assert world.lines(lan) == ["Đèn đường hỏng", "Ở xóm 4"]


def test_what_came_by_webhook_is_not_handed_over(world: World) -> None:
    lan = world.writes("Đến", "Mất")
    world.comes_late(world.at_zalo()[0], milliseconds=5)
    handed = world.round(since=clock.to_text(clock.now() - timedelta(hours=1)))
    assert [body["message"]["text"] for body in handed] == ["Mất"]
    assert sorted(world.lines(lan)) == ["Mất", "Đến"]


def test_twice_is_once(world: World) -> None:
    lan = world.writes("Một", "Hai")
    since = clock.to_text(clock.now() - timedelta(hours=1))
    world.begin(since=since)
    world.begin(since=since)
    assert world.work() == 0
    world.handed_over()
    assert world.round(since=since) == []
    assert world.lines(lan) == ["Một", "Hai"]


def test_pictures_places_and_recordings_come_with_what_they_are(world: World) -> None:
    for act in ("send_image", "send_location", "send_audio", "send_sticker", "send_file"):
        lan = world.does(act)
    assert len(world.round()) == 5
    rows = world.audience.conversation(OA, lan, limit=20).rows
    kept = {message.kind: message.attachments for message in map(message_from, rows) if message.attachments}
    assert set(kept) == {"image", "location", "audio", "sticker", "file"}
    assert kept["image"][0]["url"]
    assert kept["location"][0]["latitude"] == "18.6733"


@pytest.mark.parametrize("path", ["/v2.0/oa/listrecentchat", "/v2.0/oa/conversation"])
def test_while_zalo_answers_nothing_it_comes_again(world: World, path: str) -> None:
    lan = world.writes("Có ai không?")
    world.zalo.tell("faults", {"kind": "status", "status": 503, "path": path, "count": 1})
    world.begin()
    assert world.work() == 1
    assert world.handed_over() == []
    assert world.account.caught_up_at is None, "the next round begins where this one did"
    assert len(world.round()) == 1
    assert world.lines(lan) == ["Có ai không?"]
    assert world.account.caught_up_at


def test_an_account_that_may_not_be_asked_is_left_for_the_next_round(
    world: World, logged: Callable[[], str]
) -> None:
    world.writes("Có ai không?")
    world.zalo.tell("faults", {"kind": "error", "code": -224, "path": "/v2.0/oa/listrecentchat", "count": 1})
    assert world.round() == []
    assert "ChatsNotListed" in logged()
    assert world.account.caught_up_at is None


def test_many_chats_are_gone_through_in_pieces(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(25):
        world.writes("Một", "Hai", resident=f"resident-{number}")
    looks = 0

    def short(_: Context) -> int:
        nonlocal looks
        looks += 1
        return 300_000 if looks % 8 else 1_000

    monkeypatch.setattr(Context, "get_remaining_time_in_millis", short)
    world.begin()
    assert world.work() == 0
    assert len(world.handed_over()) == 50
    assert looks > 25
    assert world.account.caught_up_at


def test_a_piece_that_has_no_rounds_left_is_not_put_back(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: Callable[[], str]
) -> None:
    world.writes("Một")
    monkeypatch.setattr(world.followers, "MAX_CHAT_ROUNDS", NO_ROUNDS_LEFT)
    world.begin()
    assert world.work(Context(1_000)) == 0
    assert "ChatsIncomplete" in logged()
    assert world.account.caught_up_at is None


def test_of_a_flood_the_newest_is_taken_and_the_rest_is_told(world: World, logged: Callable[[], str]) -> None:
    world.writes(*(f"câu {number}" for number in range(MAXIMUM_PAGES * 10 + 5)))
    assert len(world.round()) == MAXIMUM_PAGES * 10
    assert "ChatsIncomplete" in logged()


def test_what_was_said_before_consent_was_withdrawn_or_all_was_erased_stays_away(world: World) -> None:
    lan, hoa = world.writes("Quên đi"), world.writes("Xóa đi", resident="hoa")
    later = clock.now() + timedelta(seconds=5)
    world.audience.withdrew(OA, lan, later)
    world.audience.table.update(*follower_key(OA, hoa), set={"erased_at": clock.to_text(later)})
    assert world.round() == []
    assert world.lines(lan) == world.lines(hoa) == []


def test_an_account_that_is_heard_of_is_not_asked(world: World) -> None:
    world.accounts.set_last_event(world.account.key, clock.now())
    assert world.begin() == 0
    assert world.begin(account=WARD, since="2026-11-30T07:00:00+07:00") == 1, "a person wants it"


def test_what_we_looked_up_is_no_sign_that_zalo_tells_anything(world: World) -> None:
    heard = world.account.last_event_at
    world.writes("Có ai không?")
    assert len(world.round()) == 1
    assert world.account.last_event_at == heard
    assert world.begin() == 0, "done a moment ago"


def test_a_silence_that_has_ended_is_looked_into_once(world: World) -> None:
    lan = world.writes("Trong lúc im lặng", "Tin đầu tiên sau đó")
    began, now = world.account.last_event_at, clock.now()
    world.comes_late(world.at_zalo()[-1])
    assert world.account.silent_from == began
    assert world.account.last_event_at
    assert world.account.last_event_at > now - timedelta(seconds=1)
    assert [body["message"]["text"] for body in world.round()] == ["Trong lúc im lặng"]
    assert world.lines(lan) == ["Trong lúc im lặng", "Tin đầu tiên sau đó"]
    assert world.begin() == 0


def test_a_second_silence_before_the_first_was_looked_into_leaves_it_its_beginning(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.writes("Một", "Hai")
    first, second = world.at_zalo()
    began, now = world.account.last_event_at, clock.now()
    world.comes_late(first)
    later = (now + timedelta(hours=5)).replace(microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: later)
    world.inbox = load("inbox")  # another process, which remembers nothing
    world.comes_late(second)
    assert world.account.silent_from == began
    assert world.account.silent_until == later


def test_what_an_account_missed_until_it_was_confirmed_is_fetched(world: World) -> None:
    world.accounts.set_last_event(world.account.key, clock.now())
    table, *row = world.accounts.place(PROVINCE, WARD)
    begun = clock.now() - timedelta(minutes=1)
    before = clock.to_text(begun)
    table.update(*row, set={"oa_id": "none"})  # no unit has the account yet: its events are kept aside
    at = int(begun.timestamp() * 1000)
    world.comes_late({"user_id": "77", "message_id": "m0", "text": "Trước", "time_ms": at})
    table.update(*row, set={"oa_id": OA, "is_pending": True, "connected_at": before})
    lan = world.writes("Trong lúc chờ")
    world.comes_late(world.at_zalo()[0])
    assert world.lines(lan) == []
    assert world.begin() == world.begin(since=before) == 0
    world.accounts.confirm(world.account, clock.now(), by="lan", by_name="Lan")
    assert [body["message"]["text"] for body in world.round()] == ["Trước", "Trong lúc chờ"]
    assert (world.lines("77"), world.lines(lan)) == (["Trước"], ["Trong lúc chờ"])
    assert world.begin() == 0, "once"


def test_an_event_that_comes_again_is_no_repetition_to_the_queue() -> None:
    body = {"event_name": "user_send_text", "sender": {"id": "1"}, "recipient": {"id": OA}, "timestamp": "1"}
    raw = json.dumps(body | {"app_id": APP, "message": {"msg_id": "m1", "text": "x"}})
    keys = {again(raw).key, again(raw, "a").key, again(raw, "b").key, envelope(json.loads(raw), b"").event_id}
    assert len(keys) == 4
    assert again(raw, "a") == again(raw, "a")
