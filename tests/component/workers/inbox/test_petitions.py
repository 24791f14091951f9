"""Petitions by chat, through the inbox: from the first question of the intake to the answer."""

import json
from typing import Any

import pytest

from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Case, CaseKind, CaseState, Move
from loa.dialogue.conversations import texts
from loa.dialogue.desk.store import DeskStore
from loa.errors import Conflict
from loa.foundation.officers.model import Officer, Role
from loa.residents.followers.service import EventOutcome
from tests.conftest import OpenTable
from tests.worlds.cases import read_with_history
from tests.worlds.component.chats import INTAKE, MONDAY, acted, counts, known
from tests.worlds.fakes_inbox import PATH, USER, Resident, before_numbers
from tests.worlds.province import PROVINCE, WARD, populate

# The intake


def test_a_case_is_opened_by_chat_with_all_that_was_said(resident: Resident) -> None:
    known(resident)
    resident.says(*INTAKE[:5])
    resident.sends(resident.picture())
    answer = resident.says(*INTAKE[5:])
    (case,) = resident.cases()
    assert case.code in answer
    assert (case.kind, case.state, case.unit_path) == (CaseKind.REPORT, CaseState.RECEIVED, PATH)
    details = case.details
    assert (details.what, details.where, details.since, details.whom) == (
        "Đèn đường hỏng", "Xóm 5", "2 tuần nay", "Điện lực",
    )  # fmt: skip
    assert len(details.attachments) == 1
    assert resident.waiting() == []
    assert resident.head().dialogue is None
    assert len(resident.attachments.messages) == 1
    assert counts(resident)["cases_report"] == 1


def test_long_answers_are_kept_whole(resident: Resident) -> None:
    known(resident)
    place = "Ngã ba đầu xóm, " * 30
    resident.says("gửi phản ánh", "1", "Ổ gà", place, "lâu rồi", "xong", "bỏ qua", "1")
    (case,) = resident.cases()
    assert place.strip() in case.details.what
    assert len(case.details.where) <= 300


def test_every_word_of_a_long_report_is_in_its_case(resident: Resident) -> None:
    """What stands only in the chat, a unit to which the case is transferred does not see."""
    known(resident)
    matter, place, since, whom, more = (
        f"{word} " * length
        for word, length in (("đèn", 375), ("xóm", 375), ("lâu", 225), ("ông", 100), ("thêm", 300))
    )
    resident.says("gửi phản ánh", "1", matter, place, since, "xong", whom, more)
    resident.says("1")
    (case,) = resident.cases()
    for words in (matter, place, since, whom, more):
        assert words.strip() in case.details.what
    assert case.details.where.startswith("xóm xóm")
    resident.clock.forward(days=1)
    resident.desk.means.cases().at(resident.clock()).transition(
        case.id, Move.RETURN, MoveFacts(asked_for="Số cột đèn?"), by="officer-1", expected_version=None
    )
    answer = f"cột {'số mười hai ' * 200}"
    resident.says(answer)
    _, history = read_with_history(resident.desk.means.cases(), case.id)
    assert history[-1].text == answer.strip()


def test_an_account_above_the_communes_hands_a_case_down_by_its_place(open_table: OpenTable) -> None:
    populate(open_table("Units"))
    province = Resident(open_table, path=PROVINCE)
    province.clock.now = MONDAY
    known(province)
    province.says("gửi phản ánh", "1", "Đèn hỏng", "Khối 5, phường Hà Huy Tập", "lâu rồi", "xong", "bỏ qua")
    answer = province.says("1")
    (case,) = province.cases()
    assert (case.unit_path, case.reporter.account_path) == (WARD, PROVINCE)
    assert "Hà Huy Tập" in answer
    assert counts(province, WARD) == {"cases_report": 1}
    assert "cases_report" not in counts(province, PROVINCE)


def test_progress_is_told_by_code_and_for_their_own_cases(resident: Resident, open_table: OpenTable) -> None:
    known(resident)
    assert texts.NO_CASES in resident.says("hỏi tiến độ")
    resident.says(*INTAKE)
    (case,) = resident.cases()
    assert case.code in resident.says("hỏi tiến độ")
    assert "đang xem xét" in resident.says(case.code.lower())
    other = known(Resident(open_table, user="78"))
    assert "đang xem xét" in other.says(case.code)


def test_what_a_case_asks_is_answered_in_the_chat(resident: Resident) -> None:
    known(resident)
    resident.says(*INTAKE)
    acted(resident, Move.RETURN, asked_for="Số cột đèn?")
    raw = resident.event("Cột số 12 cạnh cổng làng")
    resident.sends(raw)
    (case,) = resident.cases()
    assert case.state is CaseState.RECEIVED
    resident.says("và cả cột số 13 nữa nhé")
    texts_kept = [entry.text for entry in read_with_history(resident.desk.means.cases(), case.id)[1]]
    assert "Cột số 12 cạnh cổng làng" in texts_kept
    assert "và cả cột số 13 nữa nhé" in texts_kept
    assert resident.waiting() == []
    assert resident.take(raw) is EventOutcome.REPEATED
    assert len(read_with_history(resident.desk.means.cases(), case.id)[1]) == len(texts_kept)


@pytest.mark.parametrize(
    ("said", "state"),
    [("5", CaseState.CONFIRMED), ("1. Đèn vẫn tắt", CaseState.REOPENED), ("chưa", CaseState.REOPENED)],
)
def test_the_resident_says_whether_it_is_solved(resident: Resident, said: str, state: CaseState) -> None:
    known(resident)
    resident.says(*INTAKE)
    acted(resident, Move.ACCEPT)
    acted(resident, Move.ANSWER, text="Đã thay bóng đèn.")
    raw = resident.event(said)
    resident.sends(raw)
    (case,) = resident.cases()
    assert case.state is state
    assert resident.take(raw) is EventOutcome.REPEATED
    assert resident.cases() == [case]
    assert counts(resident)["cases_rated"] == 1


def test_stars_given_below_a_menu_are_stars_if_a_case_has_asked_since(resident: Resident) -> None:
    known(resident)
    resident.says(*INTAKE)
    acted(resident, Move.ACCEPT)
    resident.clock.forward(minutes=1)
    assert before_numbers(texts.MENU) in resident.says("menu")
    acted(resident, Move.ANSWER, text="Đã thay bóng đèn.")
    resident.says("5")
    (case,) = resident.cases()
    assert (case.state, case.satisfaction) == (CaseState.CONFIRMED, 5)


@pytest.mark.parametrize("ending", [Move.ANSWER, Move.REFUSE])
def test_a_case_that_has_ended_goes_on_with_the_words_that_they_were_told_to_write(
    resident: Resident, ending: Move
) -> None:
    known(resident)
    resident.says(*INTAKE)
    desk, ended = resident.desk.means.cases(), resident.cases()[0].id
    facts = MoveFacts(text="Đã thay.", reason="Không thuộc thẩm quyền", legal_ground="Điều 1")
    if ending is Move.ANSWER:
        acted(resident, Move.ACCEPT)
    resident.clock.forward(minutes=1)
    desk.at(resident.clock()).transition(ended, ending, facts, by="officer-1", expected_version=None)
    code = resident.cases()[0].code
    raw = resident.event(f"Mở lại {code} vì đèn vẫn tắt, đề nghị kiểm tra lại giúp tôi nhé")
    resident.sends(raw)
    assert resident.cases()[0].state is CaseState.REOPENED
    assert resident.take(raw) is EventOutcome.REPEATED
    assert resident.waiting() == []
    assert code in resident.says(f"mở lại {code}")  # it goes on already: they read where it stands
    assert resident.waiting() == [USER]


def test_nobody_reopens_another_residents_case(open_table: OpenTable, resident: Resident) -> None:
    known(resident)
    resident.says(*INTAKE)
    acted(resident, Move.ACCEPT)
    acted(resident, Move.ANSWER, text="Nhà ông A ở số 5 đã thay đèn")
    stranger = Resident(open_table, user="stranger")
    stranger.clock.now = resident.clock()
    told = stranger.says(f"mở lại {resident.cases()[0].code}")
    assert resident.cases()[0].state is CaseState.ANSWERED
    assert "Nhà ông A" not in told


def test_a_rating_of_a_case_that_has_moved_on_is_for_people(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(resident)
    resident.says(*INTAKE)
    acted(resident, Move.RETURN, asked_for="Số cột đèn?")
    asked = resident.event("Cột số 12 cạnh cổng làng")
    desk = resident.desk.means.cases()

    def meanwhile(*_: object, **__: object) -> Any:
        raise Conflict("closed meanwhile")

    monkeypatch.setattr("loa.casework.cases.work.service.CaseService.supplement", meanwhile)
    resident.sends(asked)
    assert resident.waiting() == [USER]
    assert desk.read(resident.cases()[0].id).state is CaseState.RETURNED


def test_a_draft_that_nobody_ends_waits_for_a_person_after_a_day(resident: Resident) -> None:
    known(resident)
    resident.says(*INTAKE[:4])
    resident.clock.forward(hours=23)
    assert resident.waiting() == []
    resident.clock.forward(hours=2)
    assert resident.waiting() == [USER]
    resident.sends(resident.by_hand("Chào ông/bà, đèn nào hỏng ạ?"))
    resident.clock.forward(hours=48)
    assert resident.waiting() == []


def test_a_draft_that_was_cancelled_or_sent_waits_for_nobody(resident: Resident) -> None:
    known(resident)
    resident.says(*INTAKE[:4], "hủy")
    resident.clock.forward(hours=48)
    assert resident.waiting() == []
    resident.says(*INTAKE)
    resident.clock.forward(hours=48)
    assert resident.waiting() == []


def test_who_begins_something_else_a_day_later_does_not_bury_their_draft(resident: Resident) -> None:
    known(resident)
    resident.says(*INTAKE[:4])
    resident.clock.forward(hours=25)
    answer = resident.says("menu")
    assert before_numbers(texts.EXPIRED) in answer
    assert before_numbers(texts.MENU) in answer
    assert resident.waiting() == [USER]


def test_the_machine_is_silent_while_an_officer_writes(resident: Resident, open_table: OpenTable) -> None:
    known(resident)
    resident.says("Cho tôi hỏi giờ mở cửa")
    rows = DeskStore(open_table("Audience"))
    officer = Officer("o-1", "Lan", PATH, frozenset({Role.EDITOR}))
    rows.take_lease(resident.head(), officer, resident.clock())
    assert resident.says("2") == ""
    head = resident.head()
    assert head.unanswered
    assert head.unanswered.count == 2
    resident.clock.forward(minutes=3)
    assert resident.says("menu") == texts.MENU


def test_a_message_that_comes_again_with_another_instant_is_the_same(resident: Resident) -> None:
    known(resident)
    raw = resident.event("Đèn đường xóm 5 hỏng đã hai tuần")
    resident.sends(raw)
    later = resident.event("Đèn đường xóm 5 hỏng đã hai tuần")
    again = json.loads(later)
    again["message"]["msg_id"] = json.loads(raw)["message"]["msg_id"]
    assert resident.take(json.dumps(again)) is EventOutcome.REPEATED
    menu = json.loads(resident.event("menu"))
    resident.sends(json.dumps(menu))
    menu["timestamp"] = str(int(menu["timestamp"]) + 5000)
    assert resident.take(json.dumps(menu)) is EventOutcome.REPEATED


def joined_and_answered(resident: Resident) -> tuple[Case, Case]:
    """Two of their cases: the main one, which has its answer, and the one that is part of it."""
    known(resident)
    resident.says(*INTAKE)
    resident.says(*INTAKE)
    other, main = resident.cases()
    desk = resident.desk.means.cases()
    desk.at(resident.clock()).merge(other.id, main.id, by="officer-1")
    resident.clock.forward(minutes=1)
    for step in (Move.ACCEPT, Move.ANSWER):
        facts = MoveFacts(text="Đã thay.")
        desk.at(resident.clock()).transition(main.id, step, facts, by="officer-1", expected_version=None)
    resident.clock.forward(minutes=1)
    return main, other


def test_words_for_a_case_that_is_part_of_another_reach_a_person(resident: Resident) -> None:
    joined_and_answered(resident)
    resident.says("5", "5", "Nhưng đèn trước nhà tôi vẫn hỏng")
    assert resident.waiting() == [USER]


def test_words_for_a_case_that_is_part_of_another__if_they_may_accuse__reach_the_unit_above(
    resident: Resident,
) -> None:
    joined_and_answered(resident)
    resident.says("5", "5", "Nhưng cột số 13 vẫn tắt từ tối qua")
    assert (resident.waiting(), resident.head().first_reader) == ([], "40.412")
    assert resident.head().unanswered


def test_the_yes_of_one_reporter_leaves_the_others_their_no(resident: Resident) -> None:
    main, other = joined_and_answered(resident)
    desk = resident.desk.means.cases()
    desk.at(resident.clock()).rate(main.id, stars=5)
    resident.says("1. Cột trước nhà tôi vẫn tắt")
    assert desk.read(main.id).state is CaseState.CONFIRMED
    apart = desk.read(other.id)
    assert (apart.state, apart.joined_to, apart.priority) == (CaseState.RECEIVED, "", 1)


def test_files_of_a_denunciation_are_not_copied_here(resident: Resident) -> None:
    known(resident)
    resident.sends(resident.picture("Tôi tố cáo việc đánh bạc này"))
    assert resident.attachments.messages == []
