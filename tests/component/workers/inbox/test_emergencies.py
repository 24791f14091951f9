"""Somebody calls for help: at any hour, in every situation, numbers are said and officers on call hear it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import ALERTED_FOR, DialogueStep
from loa.dialogue.inbox.alerts import tell_next
from loa.errors import StoreFault
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.on_call import OnCallStore, name_on_call
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.service import EventOutcome
from loa.residents.messages.model import MessageState, Outgoing
from loa.residents.messages.service import work_from
from tests.conftest import OpenTable
from tests.worlds.fakes import START
from tests.worlds.fakes_inbox import PATH, Resident

NIGHT = START + timedelta(days=2, hours=16)
"""02:00 in Vietnam."""
CITY, PROVINCE = PATH.rpartition(".")[0], PATH.split(".")[0]


@pytest.fixture
def resident(resident: Resident) -> Resident:
    resident.clock.now = NIGHT
    resident.sends(resident.follow())
    return resident


def enter(
    table: OpenTable, identifier: str, path: str, role: Role = Role.EDITOR, *, linked: bool = True
) -> None:
    registry = OfficerStore(table("Units"))
    known = Officer(identifier, f"Cán bộ {identifier}", path, frozenset({role}))
    commit([registry.adding(known)])
    if linked:
        chat = KnownOfficer(
            identifier, known.name, path, known.roles, oa_id=f"oa-{path}", user_id=f"z-{identifier}"
        )
        commit([registry.linking(chat, START, first=True)])


def alerts(resident: Resident) -> list[Outgoing]:
    keys = dict.fromkeys(work_from(message.body).key for message in resident.messages.messages)
    found = [resident.desk.outbox.get(key) for key in keys if key.startswith("alert-")]
    return [message for message in found if message]


def heard_by(resident: Resident) -> list[str]:
    return sorted(message.user_id for message in alerts(resident))


def test_at_night_the_numbers_come_first_and_the_conversation_is_on_top(resident: Resident) -> None:
    other = Resident.__new__(Resident)
    other.__dict__.update(resident.__dict__, user="76")
    other.says("Nước máy có mùi lạ")
    resident.clock.forward(hours=1)
    answer = resident.says("cháy nhà cứu với")
    assert answer == texts.emergency("Mặt trận Tổ quốc phường Thành Vinh")
    assert all(number in answer for number in ("111", "112", "113", "114", "115"))
    assert len(answer) <= 400
    assert resident.head().is_urgent
    assert resident.waiting() == [resident.user, "76"]


def test_what_may_be_a_call_is_read_first_and_wakes_nobody(open_table: OpenTable, resident: Resident) -> None:
    enter(open_table, "head", PATH, Role.APPROVER)
    other = Resident.__new__(Resident)
    other.__dict__.update(resident.__dict__, user="76")
    other.says("Nước máy có mùi lạ")
    resident.clock.forward(hours=1)
    assert texts.DOUBT in resident.says("cột điện nghiêng lắm rồi")
    assert resident.head().is_urgent
    assert not other.head().is_urgent
    assert heard_by(resident) == []


@pytest.mark.parametrize("before", [
    ("gửi phản ánh",), ("gửi phản ánh", "1"), ("gửi phản ánh", "1", "Đèn hỏng"),
    ("gửi phản ánh", "1", "Đèn hỏng", "Xóm 5"), ("gửi phản ánh", "1", "Đèn hỏng", "Xóm 5", "hôm qua"),
    ("hỏi tiến độ",), ("menu",),
])  # fmt: skip
def test_amid_a_dialogue_it_is_no_answer_and_an_intake_waits(
    resident: Resident, before: tuple[str, ...]
) -> None:
    resident.says(*before)
    kept = resident.head().dialogue
    assert resident.says("lụt rồi cứu với") == texts.emergency("Mặt trận Tổ quốc phường Thành Vinh")
    after = resident.head().dialogue
    if kept and kept.is_intake:
        assert after
        assert (after.step, after.said, after.back) == (DialogueStep.PAUSED, kept.said, kept.step)
        assert texts.KEPT_FOR_LATER not in resident.told()[-1].content.text
        assert kept.step is DialogueStep.PICTURES or "Mời ông/bà gửi tiếp" in resident.says("tiếp")


def test_a_second_call_is_answered_too_and_officers_are_not_flooded(
    resident: Resident, open_table: OpenTable
) -> None:
    enter(open_table, "a", PATH)
    assert resident.says("cứu với") == resident.says("cháy to hơn rồi, cứu với") != ""
    assert len(alerts(resident)) == 1
    resident.clock.forward(seconds=ALERTED_FOR.total_seconds())
    resident.says("cứu với")
    assert len(alerts(resident)) == 2


def test_who_may_harm_themselves_is_told_something_else(resident: Resident) -> None:
    answer = resident.says("em không muốn sống nữa")
    assert answer == texts.self_harm("Mặt trận Tổ quốc phường Thành Vinh")
    assert resident.head().is_urgent


def test_officers_on_call_hear_it_and_nothing_of_the_words(resident: Resident, open_table: OpenTable) -> None:
    enter(open_table, "a", PATH)
    enter(open_table, "unlinked", PATH, linked=False)
    enter(open_table, "viewer", PATH, Role.VIEWER)
    enter(open_table, "above", CITY)
    resident.says("cháy nhà ông BÍ-MẬT cứu với")
    (told,) = alerts(resident)
    assert (told.user_id, told.account.unit_path) == ("z-a", PATH)
    assert "BÍ-MẬT" not in told.content.text
    assert "cầu cứu" in told.content.text


def test_where_nobody_can_be_told_the_unit_above_is(resident: Resident, open_table: OpenTable) -> None:
    enter(open_table, "unlinked", PATH, linked=False)
    enter(open_table, "above", PROVINCE)
    resident.says("cứu với")
    assert heard_by(resident) == ["z-above"]


def test_a_unit_names_who_is_on_call(resident: Resident, open_table: OpenTable) -> None:
    for name, path in (("a", PATH), ("b", PATH), ("c", CITY)):
        enter(open_table, name, path)
    by = Officer("head", "Trưởng", PATH, frozenset({Role.APPROVER}))
    rows, registry = OnCallStore(open_table("Units")), OfficerStore(open_table("Units"))
    name_on_call(PATH, ["b", "c"], by=by, rows=rows, registry=registry, now=START)
    resident.says("cứu với")
    assert heard_by(resident) == ["z-b", "z-c"]


def test_until_a_person_answers_it_stays_urgent(resident: Resident) -> None:
    resident.says("cứu với")
    resident.says("nhà tôi ở xóm 5")
    assert resident.head().is_urgent
    resident.sends(resident.by_hand("Chúng tôi đang tới"))
    assert not resident.head().is_urgent
    resident.says("Nước máy có mùi lạ")
    assert not resident.head().is_urgent
    resident.says("lũ về rồi cứu với")
    assert resident.head().is_urgent


def test_who_calls_first_of_all_is_not_welcomed_before(open_table: OpenTable) -> None:
    stranger = Resident(open_table, user="78")
    assert stranger.says("cứu với cháy nhà") == texts.emergency("Mặt trận Tổ quốc phường Thành Vinh")
    assert "Kính chào" in stranger.says("Tôi hỏi lịch cắt điện")


def test_officers_hear_it_although_the_process_died_after_the_message_was_kept(
    resident: Resident, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(open_table, "a", PATH)
    raw = resident.event("cứu với")

    def dies(*_args: object) -> Callable[[], None]:
        raise StoreFault("gone")

    with monkeypatch.context() as patch:
        patch.setattr(OfficerStore, "of_unit", dies)
        with pytest.raises(StoreFault):
            resident.take(raw)
    assert alerts(resident) == []
    assert resident.take(raw) is EventOutcome.REPEATED
    assert resident.take(raw) is EventOutcome.REPEATED
    assert heard_by(resident) == ["z-a"]
    assert len(resident.told()) == 2, "the welcome and the numbers, once each"


def test_a_denunciation_that_calls_for_help_is_read_by_whoever_can_help(resident: Resident) -> None:
    said = "tôi tố cáo chồng tôi đang đánh tôi chảy máu, cứu với"
    assert resident.says(said) == texts.emergency("Mặt trận Tổ quốc phường Thành Vinh")
    assert resident.conversation()[-1] == said
    assert resident.head().is_urgent


def refuse(resident: Resident, told: Outgoing) -> bool:
    """Zalo does not deliver to that officer."""
    outbox = resident.desk.outbox
    commit([outbox.turn(told, MessageState.SKIPPED, NIGHT, reason="window_closed")])
    refused = outbox.get(told.key)
    assert refused
    return tell_next(refused, dependencies=resident.desk.means.alerts(), now=NIGHT)


def test_whom_zalo_refuses_is_replaced_by_the_next_until_nobody_is_left(
    resident: Resident, open_table: OpenTable
) -> None:
    enter(open_table, "a", PATH)
    enter(open_table, "above", CITY)
    resident.says("cháy nhà ông BÍ-MẬT cứu với")
    (first,) = alerts(resident)
    assert refuse(resident, first)
    second = alerts(resident)[-1]
    assert (second.user_id, second.account.unit_path) == ("z-above", CITY)
    assert second.content == first.content
    assert tell_next(first, dependencies=resident.desk.means.alerts(), now=NIGHT), "again: nothing new"
    assert len(alerts(resident)) == 2
    assert not refuse(resident, second)


def test_while_a_colleague_is_being_told_nobody_else_is_woken(
    resident: Resident, open_table: OpenTable
) -> None:
    for name, path in (("a", PATH), ("b", PATH), ("above", CITY)):
        enter(open_table, name, path)
    resident.says("cứu với")
    first, second = alerts(resident)
    assert refuse(resident, first)
    assert heard_by(resident) == ["z-a", "z-b"]
    assert refuse(resident, second)
    assert heard_by(resident) == ["z-a", "z-above", "z-b"]
