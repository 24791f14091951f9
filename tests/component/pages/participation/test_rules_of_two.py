"""What an officer has prepared is checked, sealed and published by another."""

from datetime import date, timedelta

import pytest

from loa.bootstrap import participation
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules.model import ContestQuestion, QuestionLevel
from loa.publishing.library.projection.store import PublishedStore
from loa.web.console import csrf
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, LOT_SOURCE, ParticipationWorld
from tests.worlds.console import CSRF_SECRET, body_of


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def test_a_contest__without_a_sealed_round__is_not_published(world: ParticipationWorld) -> None:
    contest = world.campaign("contest")
    page = world.approver.page(f"{AREA}/{contest}")
    assert "cần ít nhất một đợt thi đã niêm phong" in page.text()
    fields = {"csrf": csrf.masked(CSRF_SECRET), "khoa": "key-1234567890", "version": "1"}
    assert world.approver.post(f"{AREA}/{contest}/dang", fields)["statusCode"] == 409
    assert world.resident().ask(f"/thi/{contest}")["statusCode"] == 404


def test_a_round__with_too_few_checked_questions__is_not_sealed(
    world: ParticipationWorld,
) -> None:
    world.bank(2)
    contest = world.campaign("contest")
    fields = {
        "per_sheet": "5",
        "minutes": "20",
        "tries": "1",
        "prizes": "3",
        "value_source": LOT_SOURCE,
    }
    world.writer.send(f"{AREA}/{contest}/dot", f"{AREA}/{contest}/dot", **fields, **world.times(4))
    page = world.approver.page(f"{AREA}/{contest}").text()
    assert "Mới có 2 câu dùng được, cần ít nhất 5 câu" in page
    answer = world.approver.send(f"{AREA}/{contest}", f"{AREA}/{contest}/dot/1/niem-phong")
    assert answer["statusCode"] == 409


def test_a_round__says_what_each_sheet_has__and_what_the_bank_lacks(world: ParticipationWorld) -> None:
    world.bank(6)  # two of each level, of no topic
    contest = world.campaign("contest")
    page, dot = f"{AREA}/{contest}", f"{AREA}/{contest}/dot"
    fields = {"per_sheet": "4", "minutes": "20", "tries": "1", "prizes": "3", "value_source": LOT_SOURCE}
    fields |= world.times(4)
    for wrong, words in (("4 khá", "Không đọc được dòng"), ("2 dễ, 1 khó", "cộng lại là 3 câu")):
        answer = world.writer.send(dot, dot, **fields, shares=wrong)
        assert answer["statusCode"] == 422
        assert words in body_of(answer)
    world.step(world.writer, dot, dot, **fields, shares="Căn cước: 4")
    shown = world.approver.page(page).text()
    assert "Cơ cấu đề cần “Căn cước: 4”, ngân hàng mới có 0 câu" in shown
    assert world.approver.send(page, f"{dot}/1/niem-phong")["statusCode"] == 409
    world.step(world.writer, page, f"{dot}/1/bo")
    world.step(world.writer, dot, dot, **fields, shares="1 dễ, 1 vừa, 2 khó")
    assert "1 dễ; 1 vừa; 2 khó" in world.approver.page(page).text()
    world.step(world.approver, page, f"{dot}/1/niem-phong")
    desk = participation.contests()
    each = rounds_of(desk.campaigns.campaigns.find(contest))[0]
    levels = {question.id: question.level.value for question in desk.bank.all()}
    for number in range(3):
        sheet = desk.sheets.read(each.seal, number)
        assert sorted(levels[one.id] for one in sheet) == ["easy", "hard", "hard", "middle"]


def test_rounds__may_touch_and_not_overlap__and_a_draft_can_be_taken_out(world: ParticipationWorld) -> None:
    world.bank(6)
    contest = world.campaign("contest")
    page, dot = f"{AREA}/{contest}", f"{AREA}/{contest}/dot"
    fields = {"per_sheet": "4", "minutes": "20", "tries": "1", "prizes": "3", "value_source": LOT_SOURCE}
    first = world.times(1)
    after = {**world.times(3), "opens_on": first["closes_on"], "opens_at": first["closes_at"]}
    world.step(world.writer, dot, dot, **fields, **first)
    for overlapping in (first, world.times(3)):
        refused = world.writer.send(dot, dot, **fields, **overlapping)
        assert refused["statusCode"] == 422
        assert 'id="opens_on-error"' in body_of(refused)
        assert "Trùng thời gian với đợt 1" in body_of(refused)
    world.step(world.writer, dot, dot, **fields, **after)
    world.step(world.approver, page, f"{dot}/2/niem-phong")
    assert f"{dot}/2/bo" not in body_of(world.writer.ask(page)), "sealed is sealed"
    world.step(world.writer, page, f"{dot}/1/bo")
    assert "Đợt 1" not in world.writer.page(page).text()
    world.step(world.writer, dot, dot, **fields, **first)
    rounds = rounds_of(participation.contests().campaigns.campaigns.find(contest))
    assert [each.number for each in rounds] == [2, 3], "no number names two rounds"
    fields = {"csrf": csrf.masked(CSRF_SECRET), "khoa": "key-1234567890", "version": "1"}
    assert world.writer.post(f"{dot}/2/bo", fields)["statusCode"] == 409


def test_who_prepared_something__does_not_find_a_button_for_it_nor_gets_it_done(
    world: ParticipationWorld,
) -> None:
    world.bank(1)
    contest = world.campaign("contest")
    assert f"{AREA}/{contest}/dang" not in body_of(world.writer.ask(f"{AREA}/{contest}"))
    fields = {"csrf": csrf.masked(CSRF_SECRET), "khoa": "key-1234567890"}
    assert world.writer.post(f"{AREA}/{contest}/dang", fields)["statusCode"] == 403


def test_a_question__whose_article_was_replaced__is_drawn_no_more(world: ParticipationWorld) -> None:
    world.bank(3)
    first = participation.contests().bank.all()[0]
    world.step(world.writer, f"{AREA}/cau-hoi", f"{AREA}/cau-hoi/{first.id}/het-hieu-luc", until="2026-01-01")
    contest = world.campaign("contest")
    fields = {
        "per_sheet": "3",
        "minutes": "20",
        "tries": "1",
        "prizes": "3",
        "value_source": LOT_SOURCE,
    }
    world.writer.send(f"{AREA}/{contest}/dot", f"{AREA}/{contest}/dot", **fields, **world.times(4))
    assert "Mới có 2 câu dùng được" in world.approver.page(f"{AREA}/{contest}").text()


def test_a_draft__changed_after_the_approver_looked__is_not_published_unseen(
    world: ParticipationWorld,
) -> None:
    survey = world.campaign("survey", "Khảo sát về họp xóm")
    question = {"kind": "text", "words": "Muốn nói thêm điều gì?", "options": ""}
    world.writer.send(f"{AREA}/{survey}/cau", f"{AREA}/{survey}/cau", **question)
    seen = world.approver.page(f"{AREA}/{survey}")
    question["words"] = "Ông/bà đã bầu cho ai?"
    world.writer.send(f"{AREA}/{survey}/cau", f"{AREA}/{survey}/cau", **question)
    assert world.approver.send(seen, f"{AREA}/{survey}/dang")["statusCode"] == 409
    assert world.resident().ask(f"/khao-sat/{survey}")["statusCode"] == 404
    assert invited(world) == []
    world.step(world.approver, f"{AREA}/{survey}", f"{AREA}/{survey}/dang")
    assert world.resident().ask(f"/khao-sat/{survey}")["statusCode"] == 200
    assert invited(world) == [f"/khao-sat/{survey}"], "on the home of every commune, from now on"
    world.step(world.approver, f"{AREA}/{survey}", f"{AREA}/{survey}/rut")
    assert invited(world) == []


def invited(world: ParticipationWorld) -> list[str]:
    """Where the home of a commune invites its residents."""
    _, found = PublishedStore(participation.campaigns().published).homes_and_invitations(["40.17506", "40"])
    return [each.address for each in found if each.is_for("40.17506", world.now + timedelta(minutes=1))]


def test_a_bank__with_long_articles__is_larger_than_a_row_and_is_sealed(world: ParticipationWorld) -> None:
    bank = participation.contests().bank
    for number in range(150):
        long = ContestQuestion(
            f"q{number:03d}", f"Câu hỏi số {number}?", ("Đúng", "Sai một"), QuestionLevel.EASY, "Luật",
            f"Điều {number}", "ế" * 2_000, date(2024, 7, 1), None, "somebody", "somebody-else",
        )  # fmt: skip
        bank.add(long, 0)
    contest = world.contest()
    browser = world.resident(1)
    world.sheet(browser, contest)
    world.hand_in(browser, contest, right=3, prediction=1)
    world.later(timedelta(hours=5))
    assert "ế" * 2_000 in world.resident(1).page(f"/thi/{contest}/cua-toi").text()


def test_a_draft__is_edited_loses_questions_and_is_given_up(world: ParticipationWorld) -> None:
    survey = world.campaign("survey", "Khảo sát về hop xóm")
    here = f"{AREA}/{survey}"
    for words, more in (("Có đi họp không?", {}), ("Muốn nói gì?", {"if_question": "1", "if_option": "1"})):
        question = {"kind": "single", "words": words, "options": "Có\nKhông", **more}
        assert world.writer.send(f"{here}/cau", f"{here}/cau", **question)["statusCode"] == 303
    assert world.writer.send(here, f"{here}/cau/1/bo")["statusCode"] == 409  # the second hangs on it
    stale = world.writer.page(f"{here}/sua")
    assert "Muốn nói gì?" not in world.step(world.writer, here, f"{here}/cau/2/bo").text()
    typo = {"title": "Khảo sát về họp xóm"}
    refused = world.writer.send(stale, f"{here}/sua", **typo)
    assert refused["statusCode"] == 409
    assert typo["title"] in body_of(refused)
    assert typo["title"] in world.step(world.writer, f"{here}/sua", f"{here}/sua", **typo).text()
    world.step(world.writer, here, f"{here}/bo")
    assert "Duyệt và đăng" not in world.approver.page(here).text()


def test_days_that_nobody_means__are_said_at_their_field(world: ParticipationWorld) -> None:
    fields = {
        "kind": "survey",
        "title": "Khảo sát về họp xóm",
        "about": "Ai cũng trả lời được.",
    }
    for day in ("0001-01-01", "9999-12-31"):
        fields |= {"opens_on": day, "opens_at": "0:00", "closes_on": day, "closes_at": "23:59"}
        refused = world.writer.send(f"{AREA}/moi", f"{AREA}/moi", **fields)
        assert refused["statusCode"] == 422
        assert "Ngày này không có trong lịch" in body_of(refused)
