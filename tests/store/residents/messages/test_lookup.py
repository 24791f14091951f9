"""Messages with an unknown outcome are looked up at Zalo and settled both ways, never sent twice."""

from typing import Any

import pytest

from loa.errors import Busy
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.api.answers import ConversationRow
from loa.platform.zalo.errors import NotSent, OutcomeUnknown
from loa.residents.followers.model import OTHER_APPLICATION, Direction, Message
from loa.residents.followers.store import message_from
from loa.residents.messages.lookup import look_up
from loa.residents.messages.model import (
    LOOKED_UP_AFTER,
    LOOKED_UP_FOR,
    MessageContent,
    MessageState,
    OutgoingKind,
)
from loa.residents.messages.service import read
from tests.conftest import OpenTable
from tests.worlds.fakes_messages import KEY, OA, TEXT, USER, MessageWorld


@pytest.fixture
def world(table: OpenTable) -> MessageWorld:
    return MessageWorld(table)


def row(
    world: MessageWorld, text: str, message_id: str, *, src: int = 0, seconds: float = 0
) -> dict[str, Any]:
    at = int((world.clock().timestamp() + seconds) * 1000)
    return {"src": src, "time": at, "type": "text", "message": text, "message_id": message_id}


def lost(world: MessageWorld, *, sent: bool) -> None:
    """Ask for a message whose answer gets lost, on the way there or back."""
    world.zalo.rows = [row(world, "Xin chào", "r1", src=1, seconds=-3600)]
    fault = OutcomeUnknown("no_answer", call="message/cs")
    world.zalo.fail(fault, when="after" if sent else "before")
    world.ask()
    world.drain()
    assert world.message().state is MessageState.UNKNOWN


def looked_up(world: MessageWorld) -> None:
    """Let the clock come when it is time, and everything on the queue be worked on."""
    world.clock.forward(seconds=LOOKED_UP_AFTER.total_seconds() + 1)
    world.look_after()
    world.drain()


def lines(world: MessageWorld) -> list[str]:
    rows = world.audience.conversation(OA, USER, limit=20).rows
    return [message_from(one).message_id for one in rows if one["direction"] == "out"]


def test_what_zalo_lists_was_sent_and_is_sent_no_more(world: MessageWorld) -> None:
    lost(world, sent=True)
    looked_up(world)
    assert (world.message().state, world.message().message_id) == (MessageState.SENT, "zalo-1")
    assert len(world.zalo.taken) == 1
    assert lines(world) == ["zalo-1"]
    assert world.counted() == 1
    looked_up(world)
    assert len(world.zalo.taken) == 1


def test_what_zalo_reported_as_another_apps_message_meanwhile_is_sent_no_more(world: MessageWorld) -> None:
    lost(world, sent=True)
    echo = Message(
        oa_id=OA,
        user_id=USER,
        message_id="zalo-1",
        at=world.clock(),
        direction=Direction.OUT,
        kind="text",
        text=TEXT,
        by=OTHER_APPLICATION,
    )
    commit([world.audience.add_message(echo), world.audience.claim_out(echo)])
    looked_up(world)
    assert (world.message().state, world.message().message_id) == (MessageState.SENT, "zalo-1")
    assert len(world.zalo.taken) == 1
    assert lines(world) == ["zalo-1"]


def test_the_same_words_that_an_officer_typed_are_not_taken_for_ours(world: MessageWorld) -> None:
    lost(world, sent=False)
    world.zalo.rows.append(row(world, TEXT, "typed-by-hand"))
    typed = Message(
        oa_id=OA,
        user_id=USER,
        message_id="typed-by-hand",
        at=world.clock(),
        direction=Direction.OUT,
        kind="text",
        text=TEXT,
    )
    commit([world.audience.add_message(typed), world.audience.claim_out(typed)])
    looked_up(world)
    assert world.message().state is MessageState.SENT
    assert world.message().message_id != "typed-by-hand"


def test_what_zalo_does_not_list_goes_out_once(world: MessageWorld) -> None:
    lost(world, sent=False)
    looked_up(world)
    assert world.message().state is MessageState.SENT
    assert len(world.zalo.taken) == 1
    assert [line["what"] for line in world.message().history] == [
        "attempt", "unknown", "again", "attempt", "sent",
    ]  # fmt: skip


def test_it_is_not_looked_up_before_zalo_lists_what_it_took(world: MessageWorld) -> None:
    lost(world, sent=False)
    world.look_after()
    world.drain()
    assert world.message().state is MessageState.UNKNOWN


def test_the_same_words_sent_before_or_kept_already_are_another_message(world: MessageWorld) -> None:
    lost(world, sent=False)
    world.zalo.rows = [
        row(world, TEXT, "kept-1", seconds=1),
        row(world, TEXT, "by-resident", src=1),
        row(world, TEXT, "long-ago", seconds=-3600),
    ]
    world.audience.table.put({"partition": f"out#{OA}#kept-1", "sort": "message"})
    looked_up(world)
    assert world.message().state is MessageState.SENT
    assert len(world.zalo.taken) == 1, "none of them was this one"


def test_a_window_that_has_closed_meanwhile_keeps_it_back(world: MessageWorld) -> None:
    lost(world, sent=False)
    world.clock.forward(days=6.99)
    world.look_after()
    world.drain()
    assert world.message().state is MessageState.SKIPPED
    assert world.zalo.taken == []


def test_while_zalo_does_not_answer_it_stays_unknown_and_is_looked_up_later(world: MessageWorld) -> None:
    lost(world, sent=True)
    world.zalo.list_faults = [NotSent("no_connection", call="conversation")]
    looked_up(world)
    assert world.message().state is MessageState.UNKNOWN
    world.clock.forward(hours=3)
    world.look_after()
    world.drain()
    assert world.message().state is MessageState.SENT
    assert len(world.zalo.taken) == 1


def test_a_list_that_does_not_reach_back_says_nothing(world: MessageWorld) -> None:
    lost(world, sent=False)
    world.zalo.rows = [row(world, f"câu {number}", f"m{number}", src=1, seconds=1) for number in range(200)]
    looked_up(world)
    assert world.message().state is MessageState.UNKNOWN
    assert world.zalo.taken == []


def test_without_time_the_list_is_read_the_next_time(world: MessageWorld) -> None:
    lost(world, sent=False)
    pages: list[int] = []

    def page(offset: int) -> list[ConversationRow]:
        pages.append(offset)
        return [ConversationRow(f"m{offset}", False, None, "text", "")]

    with pytest.raises(Busy):
        look_up(world.message(), page, world.audience, may_go_on=lambda: len(pages) < 3)
    assert len(pages) == 3


def test_a_week_later_it_is_for_a_person(world: MessageWorld) -> None:
    lost(world, sent=True)
    world.clock.forward(seconds=LOOKED_UP_FOR.total_seconds() + 60)
    world.look_after()
    world.drain()
    assert world.message().state is MessageState.UNKNOWN
    assert not list(world.outbox.due("40", world.clock(), 10))


def test_what_stands_in_for_secret_words_is_for_a_person(world: MessageWorld) -> None:
    world.zalo.fail(OutcomeUnknown("no_answer", call="message/cs"), when="after")
    world.ask(content=MessageContent(OutgoingKind.TEXT, "mật", shown_as="(đã ẩn)"))
    world.drain()
    looked_up(world)
    assert read(KEY, outbox=world.outbox).state is MessageState.UNKNOWN


def test_a_worker_that_died_over_a_message_that_never_left(world: MessageWorld) -> None:
    world.ask()
    world.outbox.claim(world.message(), "dead-worker", world.clock())
    world.clock.forward(minutes=2)
    world.drain()
    assert world.message().reason == "worker_stopped"
    looked_up(world)
    assert world.message().state is MessageState.SENT
    assert len(world.zalo.taken) == 1
