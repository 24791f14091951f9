"""Closing, noting, handing up and down, and the worklist, whoever is first."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from loa.dialogue.conversations import texts
from loa.dialogue.desk.model import ConversationAccess
from loa.errors import Conflict, InvalidInput, LoaError, NotAllowed, NotFound
from loa.foundation.officers.model import Permission
from tests.worlds.fakes_messages import PATH, USER
from tests.worlds.store.desk import ABOVE, LAN, MINH, PROVINCE, SIBLING, Room, officer


def test_closing_needs_to_have_seen_everything(room: Room) -> None:
    seen = room.find()
    room.clock.forward(seconds=5)
    room.writes("Còn một việc")
    with pytest.raises(Conflict, match=texts.NEW_WORDS_MEANWHILE):
        room.close(found=room.find(), seen=seen.head.last_message_at)
    with pytest.raises(Conflict):
        room.close(found=seen)  # the word came after this officer had read
    assert room.waiting() == [USER]
    closed = room.close()
    assert closed.head.closed_at == room.clock()
    assert room.waiting() == []
    room.clock.forward(seconds=5)
    room.writes("Lại hỏng rồi")
    assert room.head().closed_at is None, "it opens by itself"
    assert room.waiting() == [USER]


def test_notes_and_what_officers_did_stand_in_the_conversation_and_nowhere_else(room: Room) -> None:
    for _ in range(2):
        room.desk.note(room.find(), "Gọi điện lực", idempotency_key="note-1", officer=LAN)
        room.clock.forward(seconds=1)
    found = room.desk.assign(room.find(), "minh", "Cán bộ minh", idempotency_key="a-1", officer=LAN)
    assert (found.head.assigned_to, found.head.assigned_name) == ("minh", "Cán bộ minh")
    room.clock.forward(seconds=1)
    found = room.desk.assign(room.find(), "", "", idempotency_key="a-2", officer=LAN)
    assert (found.head.assigned_to, found.head.assigned_name) == ("", "")
    assert [text for direction, text in room.lines() if direction == "note"] == [
        "Gọi điện lực",
        "Giao cho Cán bộ minh.",
        "Không giao cho Cán bộ minh nữa.",
    ]
    assert room.waiting() == [USER]
    with pytest.raises(InvalidInput):
        room.desk.note(room.find(), " \n", idempotency_key="n-2", officer=LAN)


def test_handing_up_and_down_moves_the_place_in_the_worklist_and_not_the_account(room: Room) -> None:
    room.lease(LAN)
    handed = room.hand(PROVINCE, LAN)
    assert handed.path == PROVINCE
    assert handed.head.lease_until is None
    assert (room.waiting(PATH), room.waiting(PROVINCE)) == ([], [USER])
    with pytest.raises(NotAllowed, match=texts.HANDLED_ELSEWHERE):
        room.find(LAN)
    assert room.find(LAN, Permission.READ_CONVERSATIONS).path == PROVINCE, "its own account's, to read"
    room.reply(ABOVE)
    assert room.message("reply-0001").account.unit_path == PATH, "the account that writes stays the same"
    room.clock.forward(seconds=5)
    room.writes("Cảm ơn, còn nữa")
    assert room.waiting(PROVINCE) == [USER]
    room.hand(SIBLING, ABOVE, "hand-2")
    neighbour = officer("neighbour", SIBLING)
    assert room.waiting(SIBLING) == [USER]
    assert room.find(neighbour).account.unit_path == PATH
    assert room.waiting(PROVINCE) == []
    assert room.waiting(PROVINCE, below=True) == [USER]
    with pytest.raises(InvalidInput):
        room.hand(PATH, neighbour, "hand-3")
    with pytest.raises(Conflict):
        room.hand(SIBLING, neighbour, "hand-4")
    with pytest.raises(NotFound):
        room.hand(f"{SIBLING}.99999", neighbour, "hand-5")


def test_the_same_wish_twice_is_one(room: Room) -> None:
    found = room.find()
    room.hand(PROVINCE, found=found)
    room.hand(PROVINCE, found=found)
    notes = [text for direction, text in room.lines() if direction == "note"]
    assert notes == ["Chuyển từ Phường Một sang Tỉnh Nghệ An."]


def test_two_who_hand_it_on_at_once(room: Room) -> None:
    mine, theirs = room.find(ABOVE), room.find(LAN)
    room.hand(PROVINCE, LAN, "hand-1", found=theirs)
    with pytest.raises(Conflict):
        room.hand(f"{PROVINCE}", ABOVE, "hand-2", found=mine)
    assert room.waiting(PROVINCE) == [USER]


def test_a_word_while_it_is_handed_on_stands_in_one_worklist(room: Room) -> None:
    stale = room.find()
    room.close()
    room.clock.forward(seconds=5)
    room.writes("Lại hỏng")
    with pytest.raises(Conflict):
        room.hand(PROVINCE, found=stale)  # what waits is another word than they saw
    room.hand(PROVINCE, identifier="hand-2")
    assert (room.waiting(PATH), room.waiting(PROVINCE)) == ([], [USER])


type Step = Callable[[Room, ConversationAccess, ConversationAccess], object]

STEPS: dict[str, Step] = {
    "lan replies": lambda room, lan, _: room.reply(LAN, key="reply-lan0", found=lan),
    "minh replies": lambda room, _, minh: room.reply(MINH, key="reply-minh", found=minh),
    "lan closes": lambda room, lan, _: room.close(LAN, found=lan),
    "minh hands up": lambda room, _, minh: room.hand(PROVINCE, MINH, found=minh),
    "the resident writes": lambda room, _, __: room.writes("Chen vào"),
    "the worker sends": lambda room, _, __: room.drain(),
}


TWICE = [(name, name, "the worker sends") for name in STEPS]


@pytest.mark.parametrize("names", [*permutations(STEPS, 3), *TWICE], ids=" / ".join)
def test_whatever_three_people_do_no_unseen_word_is_answered(room: Room, names: tuple[str, ...]) -> None:
    """Both officers read at the beginning; then three things happen in any order, also twice."""
    lan, minh = room.find(LAN), room.find(MINH)
    unseen = 0
    for name in names:
        room.clock.forward(seconds=1)
        try:
            STEPS[name](room, lan, minh)
        except LoaError:
            continue
        unseen += name == "the resident writes"
    room.drain()
    head = room.head()
    waiting = head.unanswered.count if head.unanswered else 0
    assert waiting >= unseen, "a word that nobody saw counts as answered"
    everywhere = room.waiting(PROVINCE, below=True)
    assert everywhere == ([USER] if waiting else [])
    if unseen:
        assert head.closed_at is None
    sent = {text for _, text in room.zalo.taken}
    assert len(room.zalo.taken) <= 2
    if not sent and "lan closes" not in names:
        assert waiting == 1 + unseen
    if {"lan replies", "minh replies"} <= set(names):
        assert len(room.zalo.taken) <= 1, "two officers answered at once"


def test_who_waits_longest_comes_on_the_first_page_and_urgent_ones_first(room: Room) -> None:
    start = room.clock()
    for number in range(1, 8):
        room.writes(user_id=f"10{number}", at=start + timedelta(minutes=number))
    room.clock.forward(minutes=10)
    for below in (False, True):
        found: list[str] = []
        following: Any = None
        while True:
            page = room.worklist(below=below, limit=3, start=following)
            found += [item.found.head.user_id for item in page.items]
            following = page.next_start
            if following is None:
                break
        assert found == [USER, *(f"10{number}" for number in range(1, 8))]
    # Who wrote again has a window that ends later: within the page they come last.
    room.writes("Vẫn chờ", at=room.clock())
    assert room.waiting()[-1] == USER


def test_a_subtree_is_one_list_in_order_of_waiting(room: Room) -> None:
    room.clock.forward(minutes=1)
    room.writes(user_id="101")
    room.clock.forward(minutes=1)
    room.writes(user_id="102")
    found = room.find(ABOVE, user_id="101")
    room.hand(PROVINCE, ABOVE, "hand-2", found=found)
    assert room.waiting(PROVINCE) == ["101"]
    assert room.waiting(PATH) == [USER, "102"]
    assert room.waiting(PROVINCE, below=True) == [USER, "101", "102"]
    assert room.worklist(PROVINCE, below=True).complete
    item = room.worklist(PROVINCE, below=True).items[0]
    assert item.answering.free_until == room.find().head.interacted_at + timedelta(hours=48)  # type: ignore[operator]
