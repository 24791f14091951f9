"""The head of a conversation on the resident's row, and the worklist of units, on both engines."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa import clock
from loa.dialogue.conversations.model import (
    ACKNOWLEDGED_FOR,
    Conversation,
    Dialogue,
    DialogueStep,
    Unanswered,
)
from loa.dialogue.conversations.store import (
    ConversationStore,
    conversation_from,
    dialogue_from,
    dialogue_value,
)
from loa.dialogue.conversations.worklist_keys import Worklist, parse_worklist_order, worklist_order
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.model import Direction, FollowChange, Follower, Message
from loa.residents.followers.store import FollowerStore, message_key
from tests.conftest import OpenTable
from tests.worlds.fakes import START

OA, USER, PATH = "9001", "77", "40.412.16681"


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


@pytest.fixture
def heads(table: OpenTable) -> ConversationStore:
    return ConversationStore(table("Audience"))


def message(number: int, *, user: str = USER, automatic: bool = False) -> Message:
    return Message(
        OA, user, f"m{number}", minute(number), Direction.IN, "text", f"Câu {number}", automatic=automatic
    )


def written(heads: ConversationStore, number: int, *, user: str = USER, path: str = PATH) -> Conversation:
    """Keep a message for people, and the head after it."""
    before = heads.get(OA, user) or Conversation(OA, user)
    at = minute(number)
    after = replace(
        before,
        interacted_at=max(before.interacted_at or at, at),
        last_message_at=max(before.last_message_at or at, at),
        last_text_kind="text",
        unanswered=before.with_word(at),
    )
    said = message(number, user=user)
    commit(
        [
            FollowerStore(heads.table).add_message(said),
            heads.turned(before, after, unit_path=path, reopens=True),
        ]
    )
    found = heads.get(OA, user)
    assert found
    assert replace(found, turn=0) == replace(after, turn=0, closed_at=None)
    return found


def answered(heads: ConversationStore, up_to: int, *, by_hand: bool = False) -> Conversation:
    """A person answers everything up to that minute."""
    before = heads.get(OA, USER)
    assert before
    marked = heads.answered(before, minute(up_to), unit_path=PATH, by_hand=by_hand)
    if marked:
        commit([marked.update])
    found = heads.get(OA, USER)
    assert found
    return found


def waiting(heads: ConversationStore, path: str, *, subtree: bool = False) -> list[str]:
    rows = heads.listed(Worklist(path, subtree=subtree)).rows
    return [parse_worklist_order(row["worklist_order"])[3] for row in rows]


def test_a_head_stands_on_the_followers_row_and_neither_harms_the_other(heads: ConversationStore) -> None:
    audience = FollowerStore(heads.table)
    commit([audience.save_changes(Follower(OA, USER).changed(FollowChange(START, follows=True)))])
    head = written(heads, 1)
    assert head.follows
    assert head.unanswered == Unanswered(minute(1), 1)
    commit(
        [audience.save_changes(audience.follower(OA, USER).changed(FollowChange(minute(2), follows=False)))]
    )
    found = heads.get(OA, USER)
    assert found
    assert (found.follows, found.unanswered) == (False, head.unanswered)


def test_nobody_is_nobody(heads: ConversationStore) -> None:
    assert heads.get(OA, "nobody") is None
    assert heads.heads([(OA, "nobody")]) == []


def test_a_worklist_is_ordered_by_how_long_people_wait(heads: ConversationStore) -> None:
    for number, user in ((3, "c"), (1, "a"), (2, "b")):
        written(heads, number, user=user)
    written(heads, 9, user="a")
    written(heads, 0, user="elsewhere", path="40.412.16682")
    written(heads, 0, user="above", path="40.412")
    assert waiting(heads, PATH) == ["a", "b", "c"]
    assert waiting(heads, "40.412") == ["above"]
    assert set(waiting(heads, "40.412", subtree=True)) == {"a", "b", "c", "elsewhere", "above"}
    assert waiting(heads, "40.41", subtree=True) == []
    page = heads.listed(Worklist(PATH), limit=2)
    rest = heads.listed(Worklist(PATH), start=page.next_start)
    assert [row["sort"] for row in (*page.rows, *rest.rows)] == ["follower#a", "follower#b", "follower#c"]
    assert [head.user_id for head in heads.heads([(OA, "a"), (OA, "x"), (OA, "b")])] == ["a", "b"]


def test_an_answer_takes_the_conversation_off_the_worklist(heads: ConversationStore) -> None:
    written(heads, 1)
    written(heads, 2)
    assert answered(heads, 2).unanswered is None
    assert waiting(heads, PATH) == []
    assert written(heads, 3).unanswered == Unanswered(minute(3), 1)


def test_what_came_after_what_was_seen_stays_and_small_talk_does_not_count(heads: ConversationStore) -> None:
    for number in (1, 2, 4, 5):
        written(heads, number)
    commit([FollowerStore(heads.table).add_message(message(3, automatic=True))])
    assert answered(heads, 2).unanswered == Unanswered(minute(4), 2)
    assert waiting(heads, PATH) == [USER]


def test_what_reaches_us_late_is_unanswered_unless_it_was_seen_at_zalo(heads: ConversationStore) -> None:
    written(heads, 5)
    assert answered(heads, 5).unanswered is None
    assert written(heads, 3).unanswered == Unanswered(minute(3), 1)
    assert answered(heads, 5).unanswered is None
    answered(heads, 6, by_hand=True)
    assert written(heads, 4).unanswered is None
    assert written(heads, 7).unanswered == Unanswered(minute(7), 1)


def test_an_older_answer_takes_nothing_back(heads: ConversationStore) -> None:
    written(heads, 1)
    answered(heads, 5)
    head = answered(heads, 3)
    assert head.answered_up_to == minute(5)


@pytest.mark.parametrize(
    "change",
    [
        {"handling_path": "40.412"},
        {"answered_up_to": clock.to_text(minute(9))},
        {"answered_by_hand_up_to": clock.to_text(minute(9))},
        {"turn": 99},
        {"interacted_at": clock.to_text(minute(9))},
    ],
)
def test_what_was_computed_from_something_that_has_changed_is_refused(
    heads: ConversationStore, change: dict[str, str | int]
) -> None:
    before = written(heads, 1)
    _, partition, sort = heads.place(OA, USER)
    heads.table.update(partition, sort, set=change)
    after = replace(before, dialogue=Dialogue(DialogueStep.MENU, minute(2)))
    with pytest.raises(ConditionFailed):
        commit([heads.turned(before, after, unit_path=PATH)])
    marked = heads.answered(before, minute(1), unit_path=PATH)
    assert marked
    with pytest.raises(ConditionFailed):
        commit([marked.update])


def test_a_conversation_that_was_handed_on_waits_where_it_is(heads: ConversationStore) -> None:
    written(heads, 1)
    answered(heads, 1)
    _, partition, sort = heads.place(OA, USER)
    heads.table.update(partition, sort, set={"handling_path": "40.412", "closed_at": clock.to_text(START)})
    head = written(heads, 2)
    assert (waiting(heads, "40.412"), waiting(heads, PATH)) == ([USER], [])
    assert head.closed_at is None


def test_a_dialogue_goes_and_comes(heads: ConversationStore) -> None:
    before = written(heads, 1)
    begun = Dialogue(
        DialogueStep.CHECK, minute(2), kind="report", said={"what": ("a#1", "a#2")}, files=("message#a#1#0",),
        back=DialogueStep.WHAT, case_id="x",
    )  # fmt: skip
    commit([heads.turned(before, replace(before, dialogue=begun), unit_path=PATH)])
    found = heads.get(OA, USER)
    assert found
    assert found.dialogue == begun
    commit([heads.turned(found, replace(found, dialogue=None), unit_path=PATH)])
    _, partition, sort = heads.place(OA, USER)
    assert "dialogue" not in (heads.table.get(partition, sort) or {})


def test_who_is_welcomed_by_two_events_is_welcomed_once(heads: ConversationStore) -> None:
    nobody = Conversation(OA, USER)
    first, second = (heads.welcomed(nobody, minute(number)) for number in (1, 2))
    commit([first])
    with pytest.raises(ConditionFailed):
        commit([second])
    found = heads.get(OA, USER)
    assert found
    assert (found.welcomed_at, found.dialogue) == (minute(1), Dialogue(DialogueStep.MENU, minute(1)))


def test_the_words_of_an_intake_are_read_by_their_keys(heads: ConversationStore) -> None:
    for number in (1, 2):
        written(heads, number)
    sorts = [message_key(message(number))[1] for number in (1, 2, 3)]
    assert [said.text for said in heads.said(OA, USER, [*sorts, sorts[0]]).values()] == ["Câu 1", "Câu 2"]
    assert heads.said(OA, USER, []) == {}


# Pure rules of the head

instants = st.integers(0, 10_000).map(minute)


@given(
    instants, st.from_regex(r"40(\.[0-9]{3})?(\.[0-9]{5})?", fullmatch=True), st.integers(1), st.integers(1)
)
def test_keys_round_trip(since: datetime, path: str, oa: int, user: int) -> None:
    assert parse_worklist_order(worklist_order(path, since, str(oa), str(user))) == (
        path, since, str(oa), str(user),
    )  # fmt: skip


@given(
    st.builds(
        Dialogue,
        st.sampled_from(DialogueStep),
        instants,
        st.sampled_from(["", "report"]),
        st.dictionaries(
            st.sampled_from(["what", "where"]), st.lists(st.text(), min_size=1).map(tuple), max_size=2
        ),
        st.lists(st.text(min_size=1)).map(tuple),
        st.none() | st.sampled_from(DialogueStep),
        st.sampled_from(["", "c1"]),
    )
)
def test_dialogues_round_trip(dialogue: Dialogue) -> None:
    assert dialogue_from(dialogue_value(dialogue)) == dialogue


@given(st.lists(instants, min_size=1, max_size=8), st.none() | instants, st.randoms())
def test_what_is_unanswered_does_not_depend_on_the_order(
    arrived: list[datetime], by_hand: datetime | None, chance: object
) -> None:
    shuffled = list(arrived)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    ends = []
    for order in (arrived, shuffled):
        head = Conversation(OA, USER, answered_by_hand_up_to=by_hand)
        for at in order:
            head = replace(head, unanswered=head.with_word(at))
        ends.append(head.unanswered)
    assert ends[0] == ends[1]
    open_ones = [at for at in arrived if by_hand is None or at > by_hand]
    assert ends[0] == (Unanswered(min(open_ones), len(open_ones)) if open_ones else None)


@given(instants, st.none() | instants)
def test_never_two_acknowledgements_within_their_time(at: datetime, before: datetime | None) -> None:
    head = Conversation(OA, USER, acknowledged_at=before)
    wanted = head.wants_acknowledgement(at)
    assert wanted == (before is None or abs(at - before) >= ACKNOWLEDGED_FOR)
    # Words that still wait are acknowledged again, but not within that time.
    assert replace(head, unanswered=Unanswered(at, 1)).wants_acknowledgement(at) == wanted


def test_a_row_without_anything_is_a_head_without_anything() -> None:
    row = {"partition": f"account#{OA}", "sort": f"follower#{USER}"}
    assert conversation_from(row) == Conversation(OA, USER)


def test_withdrawing_and_coming_back() -> None:
    head = Conversation(OA, USER, interacted_at=minute(1), welcomed_at=minute(1), withdrawn_at=minute(2))
    assert (head.has_withdrawn, head.is_welcomed) == (True, False)
    back = replace(head, interacted_at=minute(3), welcomed_at=minute(3))
    assert (back.has_withdrawn, back.is_welcomed) == (False, True)
