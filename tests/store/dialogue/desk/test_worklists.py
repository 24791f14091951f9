"""The lists in which conversations stand, on both engines: always one, and always the right one."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from loa.dialogue.conversations.model import (
    DIALOGUE_KEPT,
    Conversation,
    Dialogue,
    DialogueStep,
    Unanswered,
    WorklistState,
)
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.conversations.worklist_keys import Worklist, parse_worklist_order, place_in_lists
from loa.dialogue.desk.store import DeskStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Update
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.store import FollowerStore
from tests.conftest import OpenTable
from tests.worlds.fakes import START

OA, USER, PATH, ABOVE = "9001", "77", "40.412.16681", "40.412"
LISTS = [
    Worklist(path, standing, subtree, assignee)
    for path in (PATH, ABOVE)
    for standing in WorklistState
    for subtree in (False, True)
    for assignee in ("", "lan", "minh")
]


class Row:
    """One conversation, and all who write to it; the clock goes on by a minute with each write."""

    def __init__(self, table: OpenTable, user: str = USER) -> None:
        self.heads, self.rows = ConversationStore(table("Audience")), DeskStore(table("Audience"))
        self.user, self.now = user, START

    def head(self) -> Conversation:
        return self.heads.get(OA, self.user) or Conversation(OA, self.user)

    def does(self, what: str, head: Conversation | None = None) -> bool:
        """Whether it was done: what somebody read may be old by now."""
        self.now += timedelta(minutes=1)
        update = ACTS[what](self, head or self.head())
        if update is None:
            return False
        try:
            commit([update])
        except ConditionFailed:
            return False
        return True

    def says(self, head: Conversation, at: datetime) -> Update:
        """A word for people."""
        latest = max(filter(None, (head.last_message_at, at)))
        after = replace(
            head, interacted_at=latest, last_message_at=latest, unanswered=head.with_word(at), dialogue=None
        )
        return self.heads.turned(head, after, unit_path=PATH, reopens=True)

    def answered(self, head: Conversation, up_to: datetime, *, by_hand: bool = False) -> Update | None:
        """A person's answer."""
        marked = self.heads.answered(head, up_to, unit_path=PATH, by_hand=by_hand)
        return marked.update if marked else None

    def in_an_intake(self, head: Conversation) -> Update:
        """A word that answers a question; nobody has to read it yet."""
        dialogue = Dialogue(DialogueStep.WHERE, self.now, kind="report", said={"what": ("a#1",)})
        after = replace(head, interacted_at=self.now, last_message_at=self.now, dialogue=dialogue)
        return self.heads.turned(head, after, unit_path=PATH)

    def listed(self) -> list[Worklist]:
        """Every list in which it stands."""
        return [one for one in LISTS if self.user in users(self.heads, one)]

    def stands_right(self) -> None:
        """Its place is the one that follows from its head, and it is found there and nowhere else."""
        head = self.head()
        table, partition, sort = self.heads.place(OA, self.user)
        row, place = table.get(partition, sort) or {}, place_in_lists(head, PATH)
        assert {name: row.get(name, "") for name in place} == place
        path = head.handling_path or PATH
        expected = [
            one
            for one in LISTS
            if head.stands
            and one.standing is head.stands[0]
            and (one.path == path or (one.subtree and one.path == ABOVE))
            and one.assignee in {"", head.assigned_to}
        ]
        assert self.listed() == expected


ACTS: dict[str, Callable[[Row, Conversation], Update | None]] = {
    "says": lambda row, head: row.says(head, row.now),
    "was late": lambda row, head: row.says(head, row.now - timedelta(minutes=5)),
    "fills in": lambda row, head: row.in_an_intake(head),
    "reads": lambda row, head: row.answered(head, head.last_message_at or row.now),
    "by hand": lambda row, head: row.answered(head, row.now, by_hand=True),
    "closes": lambda row, head: row.rows.closed(head, row.now, unit_path=PATH),
    "up": lambda row, head: row.rows.handed(head, ABOVE),
    "down": lambda row, head: row.rows.handed(head, PATH),
    "lan's": lambda row, head: row.rows.assigned(head, "lan", "Lan", unit_path=PATH),
    "minh's": lambda row, head: row.rows.assigned(head, "minh", "Minh", unit_path=PATH),
    "nobody's": lambda row, head: row.rows.assigned(head, "", "", unit_path=PATH),
}


def users(heads: ConversationStore, listing: Worklist) -> list[str]:
    return [parse_worklist_order(listing.order_of(row))[3] for row in heads.listed(listing).rows]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_by_whoever_has_read_whatever_it_stands_in_the_right_list(
    table: OpenTable, seed: int
) -> None:
    chance, row = random.Random(seed), Row(table)
    row.does("says")
    known, done = [row.head()], 0
    for _ in range(25):
        done += row.does(chance.choice(list(ACTS)), chance.choice([known[-1], known[-1], *known[-3:]]))
        known.append(row.head())
        row.stands_right()
    assert 8 <= done < 25, "both what is done and what is refused must occur"


def test_answered_closed_and_open_again(table: OpenTable) -> None:
    row = Row(table)
    row.does("fills in")
    assert row.head().stands == (WorklistState.WAITING, row.now + DIALOGUE_KEPT)
    for act, standing in (
        ("says", WorklistState.WAITING),
        ("reads", WorklistState.ANSWERED),
        ("says", WorklistState.WAITING),
        ("by hand", WorklistState.ANSWERED),
        ("was late", WorklistState.ANSWERED),
        ("closes", WorklistState.CLOSED),
        ("says", WorklistState.WAITING),
        ("closes", WorklistState.CLOSED),
        ("lan's", WorklistState.CLOSED),
        ("up", WorklistState.CLOSED),
    ):
        assert row.does(act)
        assert row.head().stands is not None
        assert {one.standing for one in row.listed()} == {standing}, act
        row.stands_right()


def test_a_conversation_of_menu_words_stands_in_no_list_until_it_is_somebodys(table: OpenTable) -> None:
    row = Row(table)
    head = row.head()
    after = replace(
        head, interacted_at=START, last_message_at=START, dialogue=Dialogue(DialogueStep.MENU, START)
    )
    commit([row.heads.turned(head, after, unit_path=PATH)])
    assert (row.head().stands, row.listed()) == (None, [])
    assert row.does("lan's")
    assert users(row.heads, Worklist(PATH, WorklistState.ANSWERED, assignee="lan")) == [USER]
    assert row.does("nobody's")
    assert row.listed() == []


def test_what_is_answered_comes_newest_first_and_pages_end(table: OpenTable) -> None:
    for number in range(5):
        row = Row(table, f"10{number}")
        row.now = START + timedelta(minutes=10 * number)
        for act in ("says", "reads", "lan's"):
            assert row.does(act)
    heads = row.heads
    for listing in (
        Worklist(PATH, WorklistState.ANSWERED),
        Worklist(PATH, WorklistState.ANSWERED, assignee="lan"),
    ):
        assert users(heads, listing) == ["104", "103", "102", "101", "100"]
        page = heads.listed(listing, limit=3)
        rest = heads.listed(listing, limit=3, start=page.next_start)
        assert [row["sort"] for row in (*page.rows, *rest.rows)] == [
            f"follower#10{number}" for number in (4, 3, 2, 1, 0)
        ]
    assert users(heads, Worklist(PATH)) == []


@pytest.mark.parametrize(
    "before", [("says",), ("says", "lan's"), ("fills in",), ("says", "up", "reads"), ("says", "closes")]
)
def test_who_withdrew_stands_in_no_list_and_begins_anew_when_they_come_back(
    table: OpenTable, before: tuple[str, ...]
) -> None:
    row, audience = Row(table), FollowerStore(table("Audience"))
    for act in before:
        assert row.does(act)
    stale, withdrawn_at = row.head(), row.now
    for _ in range(2):
        audience.withdrew(OA, USER, withdrawn_at)
        assert row.listed() == []
        row.stands_right()
    for act in ("lan's", "up", "closes", "by hand"):
        assert not row.does(act, stale), "whoever read them before is told to look again"
    # What they wrote before comes late: kept, and nobody is to read it.
    commit([row.says(row.head(), withdrawn_at - timedelta(seconds=1))])
    assert row.listed() == []
    row.stands_right()
    assert row.does("says")
    row.stands_right()
    head = row.head()
    assert head.unanswered == Unanswered(row.now, 1)
    assert (head.assigned_to, head.handling_path, head.closed_at) == ("", "", None)
    assert {one.standing for one in row.listed()} == {WorklistState.WAITING}


def test_a_withdrawal_that_comes_late_takes_nothing_from_who_is_back(table: OpenTable) -> None:
    row, audience = Row(table), FollowerStore(table("Audience"))
    withdrawn_at = row.now
    assert row.does("says")
    audience.withdrew(OA, USER, withdrawn_at)
    assert not row.head().has_withdrawn
    assert row.head().unanswered == Unanswered(row.now, 1)
    audience.withdrew(OA, USER, withdrawn_at - timedelta(days=1))
    assert row.head().withdrawn_at == withdrawn_at
    row.stands_right()
