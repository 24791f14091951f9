"""Events of residents: each kept and counted once, whatever the order, on both engines."""

import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from loa import clock
from loa.clock import local_day
from loa.dialogue.inbox.handlers.dispatch import dispatch
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.zalo.webhooks.events import parse_event
from loa.residents.followers.model import SEEN_KEPT
from loa.residents.followers.service import EventOutcome, replay
from loa.residents.followers.store import FollowerStore, SeenEvents, message_from
from tests.conftest import OpenTable
from tests.worlds.fakes import START, FakeQueue
from tests.worlds.fakes_inbox import inbox_desk

ACCOUNT = Account(
    "40", "40.412.16681", "9001", "MTTQ", 4, AccountState.CONNECTED, START, START, START + timedelta(days=90)
)


def _milliseconds(seconds: float) -> str:
    return str(int((START.timestamp() + seconds) * 1000))


def text(message_id: str, words: str, seconds: float = 0, oa_id: str = "9001") -> str:
    return json.dumps(
        {
            "app_id": "1", "sender": {"id": "77"}, "user_id_by_app": "app-77", "recipient": {"id": oa_id},
            "event_name": "user_send_text", "message": {"text": words, "msg_id": message_id},
            "timestamp": _milliseconds(seconds),
        }
    )  # fmt: skip


def follow(name: str, seconds: float, oa_id: str = "9001") -> str:
    return json.dumps(
        {
            "app_id": "1", "oa_id": oa_id, "follower": {"id": "77"}, "user_id_by_app": "app-77",
            "event_name": name, "source": "oa_profile", "timestamp": _milliseconds(seconds),
        }
    )  # fmt: skip


class World:
    """The tables that an event touches."""

    def __init__(self, table: OpenTable) -> None:
        self.audience = FollowerStore(table("Audience"))
        self.seen = SeenEvents(table("Inbox"))
        self.statistics = StatisticsStore(table("Statistics"))
        self.known: dict[str, Account] = {"9001": ACCOUNT}
        self.desk = inbox_desk(table, self.known.get)

    def take(self, raw: str) -> EventOutcome:
        return dispatch(parse_event(raw), raw, desk=self.desk, now=START + timedelta(hours=1))

    def counts(self) -> dict[str, int]:
        day = local_day(START)
        found = self.statistics.activity("40", day, day)
        return {metric.value: number for metric, number in found.get(ACCOUNT.unit_path, {}).items()}

    def followers(self) -> int:
        return self.statistics.followers("40").get(ACCOUNT.unit_path, 0)


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def test_a_message_delivered_three_times_is_kept_and_counted_once(world: World) -> None:
    outcomes = [world.take(text("m1", "Xin chào")) for _ in range(3)]
    assert outcomes == [EventOutcome.KEPT, EventOutcome.REPEATED, EventOutcome.REPEATED]
    assert world.counts() == {"events": 1, "messages_in": 1, "active_residents": 1}
    (row,) = world.audience.conversation("9001", "77", limit=10).rows
    assert message_from(row).text == "Xin chào"


def test_a_conversation_is_in_order_of_time_however_it_arrived(world: World) -> None:
    for name, seconds in (("c", 3), ("a", 1), ("b", 2)):
        world.take(text(name, name, seconds))
    rows = world.audience.conversation("9001", "77", limit=10).rows
    assert [message_from(row).text for row in reversed(rows)] == ["a", "b", "c"]


def test_words_in_nfd_are_kept_in_nfc(world: World) -> None:
    world.take(text("m1", "Nghe\u0323\u0302 An"))
    (row,) = world.audience.conversation("9001", "77", limit=1).rows
    assert message_from(row).text == "Nghệ An"


def test_numbers_as_ids_lose_no_digit(world: World) -> None:
    raw = text("m1", "x").replace('"77"', "2512523625412515999")
    world.take(raw)
    assert world.audience.conversation("9001", "2512523625412515999", limit=1).rows


STORY: Sequence[str] = (follow("follow", 1), follow("unfollow", 2), follow("follow", 3))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_following_ends_the_same_in_any_order_and_delivered_twice(world: World, order: Sequence[int]) -> None:
    for index in (*order, *order):
        world.take(STORY[index])
    assert world.counts() == {"events": 3, "followers_gained": 2, "followers_lost": 1}
    assert world.followers() == 1
    assert world.audience.follower("9001", "77").follows


def test_who_followed_before_the_connection_can_leave_without_being_counted_below_it(world: World) -> None:
    base = world.statistics.follower_base(ACCOUNT.unit_path, 5)
    base.table.update(base.partition, base.sort, set=base.set)
    world.take(follow("unfollow", 1))
    assert world.followers() == 4
    world.take(follow("follow", 2))
    assert world.followers() == 5


def test_an_event_nobody_knows_is_kept_with_its_body_and_counted(world: World) -> None:
    raw = json.dumps({"event_name": "brand_new", "oa_id": "9001", "timestamp": _milliseconds(0), "x": [1.5]})
    assert world.take(raw) is EventOutcome.KEPT
    assert world.take(raw) is EventOutcome.REPEATED
    assert world.counts() == {"events": 1, "events_unknown": 1}


def test_our_own_echo_is_ignored_but_an_officers_hand_is_a_message(world: World) -> None:
    def sent(**sender: Any) -> str:
        return json.dumps(
            {
                "app_id": "1", "sender": {"id": "9001", **sender}, "recipient": {"id": "77"},
                "event_name": "oa_send_text", "message": {"text": "Chào bác", "msg_id": "o1"},
                "timestamp": _milliseconds(5),
            }
        )  # fmt: skip

    ours = parse_event(sent())
    world.audience.table.put({"partition": f"out#9001#{ours.message_id}", "sort": "message"})
    assert world.take(sent()) is EventOutcome.ECHO
    assert world.counts() == {}
    assert world.take(sent(admin_id="4").replace('"o1"', '"o2"')) is EventOutcome.KEPT
    assert world.counts() == {"events": 1, "messages_out": 1}


def test_events_of_an_unknown_account_wait_until_it_is_connected(world: World) -> None:
    world.known.clear()
    stray = text("m1", "đến sớm")
    assert world.take(stray) is EventOutcome.NO_ACCOUNT
    assert world.take(stray) is EventOutcome.REPEATED
    world.known["9001"] = ACCOUNT
    queue = FakeQueue()
    assert replay("9001", seen=world.seen, inbox=queue) == 1
    assert world.take(queue.messages[0].body) is EventOutcome.KEPT
    replay("9001", seen=world.seen, inbox=queue)
    assert world.take(queue.messages[1].body) is EventOutcome.REPEATED


def test_a_replay_from_yesterday_changes_nothing(world: World) -> None:
    yesterday = text("m1", "hôm qua", -86_400)
    assert world.take(yesterday) is EventOutcome.KEPT
    assert world.take(yesterday) is EventOutcome.REPEATED


def test_what_is_older_than_our_memory_is_set_aside(world: World) -> None:
    assert world.take(text("m1", "xưa", -SEEN_KEPT.total_seconds())) is EventOutcome.STALE
    assert world.counts() == {}


def test_a_death_between_the_event_and_what_follows_is_made_good_by_the_repetition(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched = world.desk.audience.touched
    monkeypatch.setattr(world.desk.audience, "touched", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        world.take(follow("follow", 1))
    monkeypatch.setattr(world.desk.audience, "touched", touched)
    assert world.take(follow("follow", 1)) is EventOutcome.REPEATED
    assert world.counts() == {"events": 1, "followers_gained": 1}
    row = world.audience.table.get("account#9001", "follower#77") or {}
    assert row["interacted_at"] == clock.to_text(START + timedelta(seconds=1))
