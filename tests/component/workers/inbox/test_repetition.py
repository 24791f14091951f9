"""The chat when consent is withdrawn, and when everything comes twice, shuffled, late or after a kill."""

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from loa.casework.cases.rules.model import Move
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import DialogueStep
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.service import link_code
from loa.foundation.officers.store import OfficerStore
from loa.foundation.statistics.model import Metric
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.service import EventOutcome
from loa.residents.messages.texts import REASONS
from tests.conftest import OpenTable
from tests.worlds.cases import read_with_history
from tests.worlds.component.chats import INTAKE, MONDAY, acted, counts, known
from tests.worlds.fakes import Killed
from tests.worlds.fakes_inbox import OA, PATH, USER, Resident, before_numbers
from tests.worlds.fakes_messages import MessageWorld, killed_at
from tests.worlds.province import OTHER_WARD

# Consent


def test_who_withdraws_hears_nothing_more_by_itself_and_is_told_again_when_they_come_back(
    resident: Resident,
) -> None:
    known(resident)
    resident.says("gửi phản ánh", "1")
    withdrawal = resident.withdraw()
    resident.take(withdrawal)
    assert resident.head().has_withdrawn
    requests = resident.desk.means.data_requests()
    due = list(requests.due("40", datetime(2100, 1, 1, tzinfo=UTC)))
    assert len(due) == 1, "withdrawing starts an erasure, a working day later"
    resident.take(withdrawal)
    assert list(requests.due("40", datetime(2100, 1, 1, tzinfo=UTC))) == due, "once"
    assert resident.head().dialogue is None
    assert "muốn xem, sửa, xóa" in resident.says("Cho tôi hỏi một việc khác nhé")
    assert not resident.head().has_withdrawn


def test_a_message_to_who_has_withdrawn_is_not_sent(open_table: OpenTable) -> None:
    world = MessageWorld(open_table)
    world.ask()
    world.audience.withdrew(OA, USER, world.clock())
    world.drain()
    assert world.zalo.taken == []
    assert (world.message().state.value, world.message().reason) == ("skipped", "withdrawn")
    assert REASONS["withdrawn"]


# Twice, and in any order


def test_a_message_from_the_future_is_one_of_now_and_makes_none_behind_it_late(resident: Resident) -> None:
    known(resident)
    ahead = resident.event("Câu hỏi của tôi đây", at=resident.clock() + timedelta(days=400))
    came = resident.clock()
    assert resident.take(ahead) is EventOutcome.KEPT
    assert resident.head().last_message_at == came
    resident.clock.forward(minutes=1)
    assert resident.take(ahead) is EventOutcome.REPEATED
    resident.says("gửi phản ánh")
    assert resident.head().dialogue is not None, "what follows is heard"
    soon = resident.clock() + timedelta(minutes=1)
    resident.take(resident.event("1", at=soon))
    assert resident.head().last_message_at == soon, "clocks differ a little"


@pytest.mark.parametrize("seed", range(6))
def test_shuffled_and_delivered_twice_the_state_is_the_same(open_table: OpenTable, seed: int) -> None:
    """Words for people, an officer's hand, small talk, following: the order of arrival does not matter."""
    ends = []
    for number, shuffles in enumerate((False, True)):
        resident = Resident(open_table, user=f"user-{number}")
        resident.clock.now = MONDAY
        raws = [resident.follow()]
        raws += [resident.event(f"Câu hỏi số {index} của tôi đây") for index in range(4)]
        raws.append(resident.by_hand("Chúng tôi đã nhận"))
        raws += [resident.event("cảm ơn"), resident.event("Câu hỏi cuối cùng của tôi"), resident.picture()]
        raws += [resident.follow("unfollow"), resident.follow()]
        arriving = raws * 2
        if shuffles:
            random.Random(seed).shuffle(arriving)
        for raw in arriving:
            resident.take(raw)
        head = resident.head()
        row = resident.row()
        ends.append(
            (
                resident.conversation(), head.unanswered, head.last_message_at, head.interacted_at,
                head.answered_by_hand_up_to, head.follows, head.last_text_kind, row["worklist_in"],
                len([message for message in resident.told() if "Kính chào" in message.content.text]),
                len({message.key for message in resident.told()}) == len(resident.told()),
            )
        )  # fmt: skip
    assert ends[0] == ends[1]
    assert ends[0][1] is not None
    assert ends[0][1].count == 2


@pytest.mark.parametrize("seed", range(6))
def test_an_intake_shuffled_and_delivered_twice_opens_no_case_twice_and_loses_no_word(
    open_table: OpenTable, seed: int
) -> None:
    resident = Resident(open_table)
    resident.clock.now = MONDAY
    raws = [resident.event(words) for words in (*INTAKE, "1", "1", "Cho tôi hỏi thêm việc khác")]
    arriving = raws * 2
    random.Random(seed).shuffle(arriving)
    for raw in arriving:
        resident.take(raw)
    assert len(resident.conversation()) == len(raws)
    assert len(resident.cases()) <= 1
    found = counts(resident)
    assert (found["messages_in"], found["events"]) == (len(raws), len(raws))
    assert found.get("cases_report", 0) == len(resident.cases())


def test_twice_in_order_opens_one_case_and_says_everything_once(resident: Resident) -> None:
    known(resident)
    for words in INTAKE:
        raw = resident.event(words)
        assert [resident.take(raw) for _ in range(3)] == [
            EventOutcome.KEPT,
            EventOutcome.REPEATED,
            EventOutcome.REPEATED,
        ]
    assert len(resident.cases()) == 1
    assert len(resident.told()) == 1 + len(INTAKE)
    assert Metric.CASES_REPORT.value in counts(resident)


def test_who_dies_after_the_commit_is_made_good_by_the_repetition(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(resident)
    resident.says(*INTAKE[:-1])
    raw = resident.event("1")
    send = resident.messages.send
    monkeypatch.setattr(resident.messages, "send", lambda _: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        resident.take(raw)
    monkeypatch.setattr(resident.messages, "send", send)
    before = len(resident.told())
    assert resident.take(raw) is EventOutcome.REPEATED
    (case,) = resident.cases()
    assert len(resident.told()) == before + 1
    assert case.code in resident.told()[-1].content.text


def test_an_officer_who_hands_on_at_the_same_moment_loses_nothing(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(resident)
    conversations = resident.desk.conversations
    table, partition, sort = conversations.place(OA, USER)
    turned = type(conversations).turned
    times: list[int] = []

    def meanwhile(self: Any, *arguments: Any, **more: Any) -> Any:
        update = turned(self, *arguments, **more)
        if not times:
            table.update(partition, sort, set={"handling_path": "40.412"})
        times.append(1)
        return update

    monkeypatch.setattr(type(conversations), "turned", meanwhile)
    resident.says("Đèn đường xóm 5 hỏng đã hai tuần")
    assert len(times) == 2
    assert resident.row()["worklist_order"].startswith("40.412#")


def test_an_answer_to_what_was_seen_leaves_what_came_after_it(resident: Resident) -> None:
    known(resident)
    resident.says("Câu hỏi thứ nhất của tôi")
    seen = resident.clock()
    before = resident.head()
    resident.says("Câu hỏi thứ hai của tôi")
    stale = resident.desk.conversations.answered(before, seen, unit_path=PATH)
    assert stale
    with pytest.raises(ConditionFailed):
        commit([stale.update])
    fresh = resident.desk.conversations.answered(resident.head(), seen, unit_path=PATH)
    assert fresh
    commit([fresh.update])
    waiting = resident.head().unanswered
    assert waiting
    assert (waiting.since, waiting.count) == (resident.clock(), 1)


def test_a_case_step_after_a_day_is_kept_for_people(resident: Resident) -> None:
    known(resident)
    resident.says("gửi phản ánh", "1")
    resident.clock.forward(hours=25)
    answer = resident.says("Đèn đường hỏng đã hai tuần")
    assert before_numbers(texts.EXPIRED) in answer
    assert resident.waiting() == [USER]
    assert resident.head().dialogue is None


def test_an_event_of_yesterday_is_kept_and_nothing_is_said(resident: Resident) -> None:
    known(resident)
    raw = resident.event("Câu hỏi từ hôm kia", at=resident.clock())
    resident.clock.forward(hours=30)
    assert resident.sends(raw) == ""
    assert resident.waiting() == [USER]
    menu = resident.event("gửi phản ánh", at=resident.clock() - timedelta(hours=25))
    assert resident.sends(menu) == ""
    dialogue = resident.head().dialogue
    assert dialogue is None or dialogue.step is DialogueStep.MENU


def prepared(resident: Resident, story: str) -> str:
    """Bring the story to the event that counts; answers its body."""
    if story == "follows":
        return resident.follow()
    known(resident)
    if story == "denounces":
        return resident.event("Tôi tố cáo ông A nhận hối lộ")
    resident.says(*INTAKE[:-1])
    last = resident.event(INTAKE[-1])
    if story == "opens":
        return last
    resident.take(last)
    if story == "supplies":
        acted(resident, Move.RETURN, asked_for="Số cột đèn?")
        return resident.event("Cột số 12 cạnh cổng làng")
    acted(resident, Move.ACCEPT)
    acted(resident, Move.ANSWER, text="Đã thay bóng đèn.")
    return resident.event("5")


def outcome(resident: Resident) -> tuple[object, ...]:
    """What came of it: cases with their histories, what was counted of them, what was said."""
    desk = resident.desk.means.cases()
    return (
        [(case.state, case.satisfaction, case.details.what) for case in resident.cases()],
        [[line.what for line in read_with_history(desk, case.id)[1]] for case in resident.cases()],
        {name: number for name, number in counts(resident).items() if name.startswith("cases")},
        len(resident.told()),
        len({message.key for message in resident.told()}),
        (resident.head().unanswered is None, resident.head().dialogue is None),
    )


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("story", ["opens", "supplies", "rates", "denounces", "follows"])
def test_killed_at_any_write_the_repetition_makes_it_good(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, story: str, number: int, when: str
) -> None:
    ends = []
    for user in ("lives", "dies"):
        resident = Resident(open_table, user=user, path=PATH if user == "lives" else OTHER_WARD)
        resident.clock.now = MONDAY
        raw = prepared(resident, story)
        if user == "dies":
            with killed_at(number, when, monkeypatch), suppress(Killed):
                resident.take(raw)
        for _ in range(2):
            resident.take(raw)
        ends.append(outcome(resident))
    lives, dies = ends
    assert lives == dies


def test_an_officer_links_their_zalo_by_writing_to_their_units_account(
    resident: Resident, open_table: OpenTable
) -> None:
    known(resident)
    officer = Officer("officer-1", "Trần Văn B", PATH, frozenset({Role.EDITOR}))
    registry = OfficerStore(open_table("Units"))
    code = link_code(officer, registry=registry, now=resident.clock())
    assert "Trần Văn B" in resident.says(code.words)
    assert [one.user_id for one in registry.of_unit(PATH)] == [USER]
    assert resident.waiting() == []
    assert resident.says("CB BBBBBBBB") == texts.NOT_LINKED


def test_who_guesses_five_codes_waits_even_with_a_right_one(
    resident: Resident, open_table: OpenTable
) -> None:
    known(resident)
    officer = Officer("officer-1", "Trần Văn B", PATH, frozenset({Role.EDITOR}))
    registry = OfficerStore(open_table("Units"))
    for letter in "BCDFG":
        assert resident.says(f"CB {letter * 8}") == texts.NOT_LINKED
    code = link_code(officer, registry=registry, now=resident.clock())
    assert resident.says(code.words) == texts.NOT_LINKED
    resident.clock.forward(minutes=16)
    again = link_code(officer, registry=registry, now=resident.clock())
    assert "Trần Văn B" in resident.says(again.words.lower())
