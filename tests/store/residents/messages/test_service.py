"""A message to a resident is sent at most once, and the ledger says what became of it, on both engines."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from loa.dialogue.inbox.handlers.dispatch import dispatch
from loa.errors import Conflict, InvalidInput
from loa.foundation.accounts.model import AccountState
from loa.platform.zalo.errors import NotSent, OutcomeUnknown, oauth_error_from
from loa.platform.zalo.pauses import MAXIMUM_ATTEMPTS
from loa.platform.zalo.webhooks.events import parse_event
from loa.residents.followers.service import EventOutcome
from loa.residents.followers.store import follower_key
from loa.residents.messages.model import (
    LEASE,
    MessageContent,
    MessageState,
    Outgoing,
    OutgoingKind,
    text_content,
)
from loa.residents.messages.service import hand_over, new_message, reason_text, work_from
from loa.residents.messages.store import Outbox, outgoing_from, outgoing_row
from loa.residents.messages.windows import read_window_rules
from tests.conftest import OpenTable
from tests.worlds.fakes import Killed
from tests.worlds.fakes_inbox import inbox_desk
from tests.worlds.fakes_messages import (
    KEY,
    OA,
    PATH,
    TEXT,
    USER,
    MessageWorld,
    human_echo,
    killed_at,
)

NOT_SENT = NotSent("no_connection", had_no_effect=True)
LOST = OutcomeUnknown("no_answer")


@pytest.fixture
def world(table: OpenTable) -> MessageWorld:
    return MessageWorld(table)


def test_a_message_is_sent_kept_in_the_conversation_and_counted(world: MessageWorld) -> None:
    world.ask()
    world.drain()
    message = world.message()
    assert (message.state, message.message_id, message.api_version) == (MessageState.SENT, "zalo-1", "v3")
    assert (message.window, message.attempts) == ("free", 1)
    assert [line["what"] for line in message.history] == ["attempt", "sent"]
    assert world.zalo.taken == [(USER, TEXT)]
    world.check()


def test_the_queue_may_deliver_it_any_number_of_times(world: MessageWorld) -> None:
    world.ask()
    assert [world.send().state for _ in range(3)] == [MessageState.SENT, None, None]
    world.check()


def test_asked_for_twice_it_is_one_message(world: MessageWorld) -> None:
    first = world.ask()
    again = world.ask()
    assert first.key == again.key
    world.drain()
    assert world.ask().state is MessageState.SENT
    assert world.queue.messages == [], "what is done is not put on the queue"
    world.check()


def test_one_key_is_one_content(world: MessageWorld) -> None:
    world.ask()
    with pytest.raises(Conflict):
        world.ask(content="Nội dung khác")
    with pytest.raises(Conflict):
        world.ask(user_id="78")


def test_what_zalo_would_not_take_is_refused_at_once(world: MessageWorld) -> None:
    for content in ("", "x" * 2001):
        with pytest.raises(InvalidInput):
            world.ask(content=content)
    with pytest.raises(InvalidInput):
        world.ask(key="no spaces!")
    assert world.outbox.get(KEY) is None


def test_a_picture_and_a_file_go_the_same_way(world: MessageWorld) -> None:
    world.ask("picture-1", MessageContent(OutgoingKind.IMAGE, "Sơ đồ", {"attachment_id": "a1"}))
    world.ask("document-1", MessageContent(OutgoingKind.FILE, "", {"token": "t1"}))
    world.drain()
    assert world.message("picture-1").state is MessageState.SENT
    assert world.message("document-1").content.attachment == {"token": "t1"}
    assert world.counted() == 2


def test_a_conversation_has_its_own_group_so_that_replies_stay_in_order(world: MessageWorld) -> None:
    world.ask("message-1")
    world.ask("message-2")
    world.ask("message-3", user_id="78")
    first, second, other = (message.group for message in world.queue.messages)
    assert first == second != other
    assert len({message.key for message in world.queue.messages}) == 3


@pytest.mark.parametrize(
    ("days", "state", "reason"),
    [
        (1, MessageState.SENT, ""),
        (3, MessageState.SENT, ""),
        (7.01, MessageState.SKIPPED, "window_closed"),
    ],
)
def test_the_window_is_looked_at_before_zalo_is_asked(
    world: MessageWorld, days: float, state: MessageState, reason: str
) -> None:
    world.clock.forward(days=days)
    world.ask()
    world.drain()
    assert (world.message().state, world.message().reason) == (state, reason)
    assert bool(world.zalo.asked) == (state is MessageState.SENT)
    world.check()


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [(0, MessageState.SENT, ""), (-230, MessageState.SKIPPED, "window_closed")],
)
def test_who_insists_lets_zalo_decide(
    world: MessageWorld, answer: int, state: MessageState, reason: str
) -> None:
    if answer:
        world.zalo.fail(answer)
    world.clock.forward(days=8)
    asked = new_message(
        "insists-1", text_content(TEXT), account=world.account.key, user_id=USER,
        by="officer-1", by_name="", answers="", now=world.clock(),
    )  # fmt: skip
    world.outbox.add(replace(asked, insists=True))
    hand_over(asked, world.queue)
    world.drain()
    found = world.message("insists-1")
    assert (found.state, found.reason) == (state, reason)
    assert len(world.zalo.asked) == 1


@pytest.mark.parametrize(
    ("days", "matter", "owed"),
    [(8, "case-7", ["answer-1"]), (1, "case-7", []), (8, "", [])],
)
def test_what_cannot_be_sent__of_a_matter__is_owed_once(
    world: MessageWorld, days: float, matter: str, owed: list[str]
) -> None:
    world.clock.forward(days=days)
    asked = new_message(
        "answer-1", text_content(TEXT), account=world.account.key, user_id=USER,
        by="loa", by_name="", answers="", now=world.clock(),
    )  # fmt: skip
    world.outbox.add(replace(asked, matter=matter))
    hand_over(asked, world.queue)
    again = world.queue.messages[0].body
    world.drain()
    world.send(work_from(again))
    row = world.audience.table.get(*follower_key(OA, USER)) or {}
    assert row.get("owed", []) == owed


def test_whom_the_account_does_not_know__is_owed_nothing__and_is_not_made_known(world: MessageWorld) -> None:
    asked = new_message(
        "answer-1", text_content(TEXT), account=world.account.key, user_id="stranger",
        by="loa", by_name="", answers="", now=world.clock(),
    )  # fmt: skip
    world.outbox.add(replace(asked, matter="case-7"))
    hand_over(asked, world.queue)
    world.drain()
    assert world.message("answer-1").reason == "never_interacted"
    assert world.audience.table.get(*follower_key(OA, "stranger")) is None


def test_a_stranger_is_not_written_to_unless_the_rules_say_so(world: MessageWorld) -> None:
    world.ask(user_id="stranger")
    world.drain()
    assert world.message().reason == "never_interacted"
    assert world.zalo.asked == []
    assert reason_text("never_interacted")
    rule = {"oa_type": 0, "free_hours": 48, "allowed_hours": 168, "since": "2024-01-01", "source": "x"}
    world.rules = read_window_rules(json.dumps([{**rule, "ask_anyway": True}]))
    world.ask("another-key", user_id="stranger")
    world.drain()
    assert world.message("another-key").state is MessageState.SENT


def test_a_government_account_is_remembered_after_the_first_refusal(table: OpenTable) -> None:
    world = MessageWorld(table, kind="4")
    for number in range(3):
        world.ask(f"message-{number}")
        world.drain()
    assert world.zalo.asked == ["v3.0", "v2.0", "v2.0", "v2.0"]
    account = world.accounts.of_unit("40", PATH)
    assert account
    assert account.message_api == "v2"
    assert world.message("message-0").api_version == "v2"


def test_an_account_that_became_a_business_finds_the_way_back(table: OpenTable) -> None:
    world = MessageWorld(table, kind="4")
    world.ask("message-1")
    world.drain()
    world.zalo.kind = "2"
    world.ask("message-2")
    world.ask("message-3")
    world.drain()
    assert world.zalo.asked[2:] == ["v2.0", "v3.0", "v3.0"]
    assert world.message("message-3").api_version == "v3"


def test_where_both_families_refuse_a_person_is_told_what_to_do(table: OpenTable) -> None:
    world = MessageWorld(table, kind="4-strict")
    world.ask()
    world.drain()
    message = world.message()
    assert (message.state, message.reason) == (MessageState.FAILED, "account_kind_not_supported")
    assert "OA Manager" in reason_text(message.reason)
    world.check()


@pytest.mark.parametrize(
    ("code", "state", "reason"),
    [
        (-213, MessageState.SKIPPED, "not_following"),
        (-230, MessageState.SKIPPED, "window_closed"),
        (-232, MessageState.SKIPPED, "window_closed"),
        (-244, MessageState.SKIPPED, "recipient_restricts"),
        (-210, MessageState.FAILED, "limit_exceeded"),
        (-248, MessageState.FAILED, "against_standards"),
        (-320, MessageState.FAILED, "billing_missing"),
        (-204, MessageState.FAILED, "disabled"),
        (-200, MessageState.UNKNOWN, "send_failed"),
        (-9999, MessageState.UNKNOWN, "unknown_code"),
    ],
)
def test_each_refusal_has_its_own_end(
    world: MessageWorld, code: int, state: MessageState, reason: str
) -> None:
    world.zalo.fail(code)
    world.ask()
    world.drain()
    assert (world.message().state, world.message().reason) == (state, reason)
    assert reason_text(reason)
    world.check()


def test_a_disabled_account_is_marked(world: MessageWorld) -> None:
    world.zalo.fail(-204)
    world.ask()
    world.drain()
    account = world.accounts.of_unit("40", PATH)
    assert account
    assert account.state is AccountState.DISABLED
    world.ask("the-next-one")
    world.drain()
    assert world.message("the-next-one").reason == "disabled"
    assert len(world.zalo.asked) == 1


def test_passing_faults_are_tried_again_later_each_time(world: MessageWorld) -> None:
    world.zalo.fail(-32, NOT_SENT)
    world.ask()
    pauses = [world.send().again_in for _ in range(3)]
    assert pauses[2] is None
    assert 2 <= (pauses[0] or 0) <= 5 <= (pauses[1] or 0) <= 10
    assert [line["what"] for line in world.message().history] == [
        "attempt", "again", "attempt", "again", "attempt", "sent",
    ]  # fmt: skip
    assert "reason" not in outgoing_row(world.message())
    world.check()


def test_after_eight_attempts_it_is_given_up(world: MessageWorld) -> None:
    world.zalo.fail(*[-32] * MAXIMUM_ATTEMPTS)
    world.ask()
    world.drain()
    assert (world.message().state, world.message().reason) == (MessageState.FAILED, "too_many_attempts")
    world.check()


def test_a_lost_answer_is_unknown_and_nothing_is_sent_again(world: MessageWorld) -> None:
    world.zalo.fail(LOST, when="after")
    world.ask()
    world.drain()
    world.ask()
    world.drain()
    assert (world.message().state, world.message().reason) == (MessageState.UNKNOWN, "answer_lost")
    world.check()


def test_a_dead_token_is_renewed_once(world: MessageWorld) -> None:
    world.ask()
    world.oauth.live_access = "another"
    world.drain()
    assert world.oauth.refreshes == 1
    assert world.message().attempts == 1
    world.check()


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (LOST, MessageState.HELD),  # the refresh token is used up: somebody has to consent again
        (NOT_SENT, MessageState.PENDING),
        (oauth_error_from({"error": -14099}), MessageState.PENDING),
        (oauth_error_from({"error": -201, "message": "user_id is invalid"}), MessageState.PENDING),
    ],
)
def test_trouble_with_a_new_token_is_no_unknown_message(
    world: MessageWorld, trouble: Exception, state: MessageState
) -> None:
    world.ask()
    world.oauth.live_access = "another"
    world.oauth.lose = [trouble, trouble]
    assert world.send().state is state
    assert world.zalo.taken == []


def test_an_account_that_nobody_has_confirmed_sends_nothing_until_somebody_does(world: MessageWorld) -> None:
    table, *row = world.accounts.place("40", world.account.unit_path)
    table.update(*row, set={"is_pending": True})
    world.ask()
    world.drain()
    assert (world.message().state, world.message().reason) == (MessageState.HELD, "not_confirmed")
    assert world.zalo.taken == []
    assert reason_text("not_confirmed")
    pending = world.accounts.of_unit("40", world.account.unit_path)
    assert pending
    world.accounts.confirm(pending, world.clock(), by="lan", by_name="Lan")
    world.clock.forward(hours=1, seconds=1)
    world.look_after()
    world.drain()
    assert world.message().state is MessageState.SENT


def test_a_dead_chain_of_tokens_needs_a_person(world: MessageWorld) -> None:
    world.ask()
    world.oauth.live_access, world.oauth.live_refresh = "another", "another"
    world.drain()
    assert (world.message().state, world.message().reason) == (MessageState.HELD, "needs_consent")
    assert reason_text("needs_consent")
    world.clock.forward(hours=1, seconds=1)
    assert world.look_after().released == 1
    world.drain()
    assert world.message().state is MessageState.HELD
    world.clock.forward(days=8)
    world.look_after()
    world.drain()
    assert world.message().reason == "window_closed", "it does not wait for ever"
    world.check()


def test_an_answer_waits_for_the_consent_and_then_goes_out(world: MessageWorld) -> None:
    account = world.accounts.of_unit("40", PATH)
    assert account
    world.accounts.set_state(account.key, AccountState.NEEDS_CONSENT, "revoked")
    world.ask()
    world.drain()
    assert (world.message().state, world.zalo.asked) == (MessageState.HELD, [])
    world.accounts.set_state(account.key, AccountState.CONNECTED, "")
    world.clock.forward(hours=1, seconds=1)
    world.look_after()
    world.drain()
    assert world.message().state is MessageState.SENT
    world.check()


def test_what_is_said_by_itself_is_not_said_a_day_later(world: MessageWorld) -> None:
    secret = replace(text_content("https://loa/secret"), shown_as="(đã ẩn)")
    world.zalo.fail(-211, -211)
    world.ask("auto-0123456789")
    world.ask("auto-secret-789", secret)
    world.drain()
    world.clock.forward(hours=25)
    world.look_after()
    world.drain()
    stale, kept = world.message("auto-0123456789"), world.message("auto-secret-789")
    assert (stale.state, stale.reason) == (MessageState.SKIPPED, "too_late")
    assert kept.state is MessageState.SENT


def test_a_worker_that_died_over_the_upload_has_sent_nothing(world: MessageWorld) -> None:
    world.ask(
        content=MessageContent(OutgoingKind.FILE, "", {"kept": "attachments/replies/x.pdf", "name": "x.pdf"})
    )
    world.zalo.upload_faults = [Killed()]
    with pytest.raises(Killed):
        replace(world.sender(), files=lambda _: b"%PDF-1.7 x").send(work_from(world.queue.messages[0].body))
    assert world.message().uploading
    world.clock.forward(seconds=LEASE.total_seconds() + 1)
    again = replace(world.sender(), files=lambda _: b"%PDF-1.7 x")
    assert again.send(work_from(world.queue.messages[0].body)).state is MessageState.PENDING
    last = replace(world.sender(), files=lambda _: b"%PDF-1.7 x")
    assert last.send(work_from(world.queue.messages[0].body)).state is MessageState.SENT
    assert not world.message().uploading
    assert len(world.zalo.taken) == 1


def test_an_account_that_went_elsewhere_sends_nothing(world: MessageWorld) -> None:
    world.ask()
    world.accounts.table.delete("40", f"account#{PATH}#")
    world.drain()
    assert world.message().reason == "no_account"
    world.check()


def test_a_used_up_quota_holds_it_until_the_next_day_and_the_clock_releases_it(world: MessageWorld) -> None:
    world.zalo.fail(-211)
    world.ask()
    world.drain()
    message = world.message()
    assert message.state is MessageState.HELD
    assert message.held_until
    assert message.held_until.isoformat() == "2024-10-06T00:00:00+00:00", "in the morning"
    assert world.look_after().released == 0
    world.clock.now = message.held_until
    assert world.look_after().released == 1
    assert world.look_after().released == 0
    world.drain()
    assert world.message().state is MessageState.SENT
    assert world.message().held_until is None
    world.check()


def test_what_was_held_too_long_finds_its_window_closed(world: MessageWorld) -> None:
    world.zalo.fail(-211)
    world.ask()
    world.drain()
    world.clock.forward(days=8)
    world.look_after()
    world.drain()
    assert world.message().reason == "window_closed"
    world.check()


def test_a_message_whose_queue_message_was_lost_is_found_by_the_clock(world: MessageWorld) -> None:
    world.ask()
    world.queue.messages.clear()
    world.clock.forward(minutes=59)
    assert world.look_after().requeued == 0
    world.clock.forward(minutes=2)
    assert world.look_after().requeued == 1
    world.queue.messages.clear()
    world.clock.forward(minutes=61)
    assert world.look_after().requeued == 0, "the second time after twice as long"
    world.clock.forward(minutes=61)
    assert world.look_after().requeued == 1
    world.drain()
    world.check()


def test_a_worker_that_died_over_it_leaves_an_unknown_message(world: MessageWorld) -> None:
    world.ask()
    world.zalo.fail(Killed(), when="after")
    with pytest.raises(Killed):
        world.send()
    again = world.send()
    assert again.state is None
    assert again.again_in
    world.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert world.send().state is MessageState.UNKNOWN
    assert world.message().reason == "worker_stopped"
    world.check()


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_write_nothing_is_lost_and_nothing_sent_twice(
    world: MessageWorld, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in count(1):
        key = f"{KEY}-{when}-{number}"
        before = len(world.zalo.taken), len(world.conversation()), world.counted()
        with killed_at(number, when, monkeypatch) as died:
            try:
                world.ask(key)
                world.drain()
            except Killed:
                pass
        if world.outbox.get(key) is None:
            world.ask(key)  # the caller was told of no success
        world.clock.forward(minutes=61)
        world.look_after()
        world.drain()
        state = world.message(key).state
        sent = state is MessageState.SENT
        assert len(world.zalo.taken) - before[0] <= 1
        assert len(world.zalo.taken) - before[0] >= int(sent)
        assert (len(world.conversation()) - before[1], world.counted() - before[2]) == (sent, sent)
        assert state in {MessageState.SENT, MessageState.UNKNOWN}
        world.clock.forward(minutes=200)
        world.look_after()
        assert world.reminders() == 0
        world.interacts()
        if not died():
            assert number == 5, "asked for, taken, done, forgotten: four writes"
            return


def test_two_workers_at_the_same_moment_send_it_once(world: MessageWorld) -> None:
    class Overtaken(Outbox):
        """Another worker is done between our read and our claim."""

        def claim(self, message: Outgoing, owner: str, at: datetime) -> Outgoing:
            world.send()
            return super().claim(message, owner, at)

    world.ask()
    slow = replace(world.sender(), outbox=Overtaken(world.outbox.table))
    assert slow.send(work_from(world.queue.messages[0].body)).state is None
    world.check()


def test_an_echo_with_the_same_id_never_doubles_it(world: MessageWorld, table: OpenTable) -> None:
    world.ask()
    world.drain()
    at = int(world.clock().timestamp() * 1000) + 40
    assert echo(world, table, human_echo("zalo-1", at)) is EventOutcome.REPEATED
    assert echo(world, table, human_echo("typed-by-hand", at)) is EventOutcome.KEPT
    assert world.conversation() == [TEXT, TEXT]
    assert world.counted() == 2


def test_an_echo_that_comes_before_our_own_row_is_not_doubled_either(
    world: MessageWorld, table: OpenTable
) -> None:
    at = int(world.clock().timestamp() * 1000) - 40
    assert echo(world, table, human_echo("zalo-1", at)) is EventOutcome.KEPT
    world.ask()
    world.drain()
    assert world.message().message_id == "zalo-1"
    world.check()


def echo(world: MessageWorld, table: OpenTable, raw: str) -> EventOutcome:
    desk = inbox_desk(table, {OA: world.account}.get)
    return dispatch(parse_event(raw), raw, desk=desk, now=world.clock())


BUTTONS = ({"title": "Tin tức", "answer": "#1"}, {"title": "Xem trang", "url": "https://example.vn/"})


@pytest.mark.parametrize("refusal", [-233, -201])
def test_where_buttons_are_refused_the_words_go_alone(world: MessageWorld, refusal: int) -> None:
    world.zalo.fail(refusal)
    world.ask(content=text_content(TEXT, BUTTONS))
    world.drain()
    assert [text for _, text in world.zalo.taken] == [TEXT]
    world.check()


def test_what_officers_may_not_read_stands_in_other_words_in_the_conversation(world: MessageWorld) -> None:
    world.ask(content=replace(text_content("https://secret"), shown_as="[withheld]"))
    world.drain()
    assert [text for _, text in world.zalo.taken] == ["https://secret"]
    assert world.conversation() == ["[withheld]"]
    assert world.message().content.text == "[withheld]"  # nor does it stay in the ledger


def test_buttons_and_other_words_round_trip(world: MessageWorld) -> None:
    message = world.ask(content=replace(text_content(TEXT, BUTTONS), shown_as="[withheld]"))
    assert world.message() == replace(message, waiting=world.message().waiting)


def test_who_has_withdrawn_gets_nothing_until_they_come_back(world: MessageWorld) -> None:
    world.audience.withdrew(OA, USER, world.clock())
    world.ask()
    world.drain()
    assert (world.message().state, world.message().reason) == (MessageState.SKIPPED, "withdrawn")
    assert reason_text("withdrawn")
    world.clock.forward(minutes=1)
    world.audience.touched(OA, USER, "", world.clock())
    world.ask("another-key")
    world.drain()
    assert world.message("another-key").state is MessageState.SENT


def test_rows_round_trip(world: MessageWorld) -> None:
    world.zalo.fail(-211)
    world.ask()
    world.drain()
    message = world.message()
    row = outgoing_row(message)
    assert outgoing_from(row) == message
    assert row["expires_at"] == int((message.created_at + timedelta(days=730)).timestamp())
