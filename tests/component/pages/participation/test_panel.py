"""What waits in participation stands in *Việc hôm nay* of who can do it, and of nobody else."""

from datetime import timedelta

import pytest

from loa import clock
from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from tests.conftest import OpenTable
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import AREA, COMMUNE, ParticipationWorld
from tests.worlds.console import OfficerBrowser, body_of, filled_in

PANEL = f"{AREA}/o-viec"
NOTHING = "Không có việc nào"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def panel(officer: OfficerBrowser) -> str:
    return body_of(officer.ask(PANEL))


def test_questions_and_rounds__wait_for_whoever_did_not_write_them(world: ParticipationWorld) -> None:
    assert NOTHING in panel(world.writer)
    question = {
        "words": "Căn cước cấp cho ai?",
        "options": "Công dân\nKhông ai",
        "right": "1",
        "level": "easy",
    }
    place = {
        "law": "Luật Căn cước 2023",
        "article": "Điều 18",
        "provision": "Nguyên văn.",
        "since": "2024-07-01",
    }
    new = f"{AREA}/cau-hoi/moi"
    world.writer.send(new, new, **question, **place)
    assert "1 câu hỏi chờ" in panel(world.approver)
    assert NOTHING in panel(world.writer), "who wrote it cannot check it"
    contest = world.campaign("contest")
    fields = {"per_sheet": "3", "minutes": "20", "tries": "2", "prizes": "3", "value_source": "Xổ số 30/11"}
    page = f"{AREA}/{contest}/dot"
    world.writer.send(page, page, **fields, **world.times(4))
    assert "chờ niêm phong" in panel(world.approver)
    commune = world.officer_of(COMMUNE, Role.APPROVER)
    assert "chờ niêm phong" not in panel(commune), "a contest of the province is the province's work"


def test_a_round__from_its_end_to_its_result__is_shown_to_who_does_the_next_step(
    world: ParticipationWorld,
) -> None:
    contest = world.contest()
    player = world.resident(1)
    world.sheet(player, contest)
    world.hand_in(player, contest, right=3, prediction=1)
    assert NOTHING in panel(world.writer)
    world.later(timedelta(hours=4, minutes=2))
    assert "chờ ghi số bốc thăm" in panel(world.writer)
    form = next(
        each
        for each in player.page(f"/thi/{contest}/cua-toi").all("form")
        if each.get("action") == f"/thi/{contest}/kien-nghi"
    )
    words = {"words": "Hai ý đều đúng theo điều này."}
    player.follow(player.post(f"/thi/{contest}/kien-nghi", {**filled_in(form), **words}))
    assert "1 kiến nghị về câu hỏi chưa trả lời" in panel(world.writer)
    page = f"{AREA}/{contest}"
    world.step(world.writer, page, f"{page}/dot/1/boc-tham", value="48213")
    world.draw()
    assert "Kết quả chờ duyệt" in panel(world.approver)
    assert "Kết quả chờ duyệt" not in panel(world.writer), "they entered the value"
    world.step(world.approver, page, f"{page}/dot/1/xac-nhan")
    assert NOTHING in panel(world.approver)


def test_a_question_whose_article_ends_after_the_sealing__waits_to_be_withdrawn(
    world: ParticipationWorld,
) -> None:
    contest = world.contest()
    page, waits = f"{AREA}/{contest}", "1 câu của đề đã niêm phong dựa trên điều luật hết hiệu lực"
    assert NOTHING in panel(world.writer)
    bank = participation.contests().bank
    question = bank.all()[0]
    bank.turn(question, question.replaced(clock.local_day(world.now) - timedelta(days=1)))
    assert waits in panel(world.writer)
    text = world.writer.page(page).text()
    assert "mở Xem lại và rút câu" in text
    assert question.words in text
    decision = {"question": question.id, "outcome": "withdrawn", "reason": "Điều luật đã được thay"}
    world.step(world.writer, f"{page}/dot/1/xem-lai", f"{page}/dot/1/cau", **decision)
    assert NOTHING in panel(world.writer)
    assert "rút câu: ai có câu đó" not in world.writer.page(page).text()


def test_groups_of_opinions__wait_for_an_answer_then_for_somebody_who_publishes(
    world: ParticipationWorld,
) -> None:
    held = Consultation(world)
    held.give(world.resident(1), "Điều 1", "disagree", "Báo trước năm ngày.")
    theme = held.group("năm ngày", "Báo trước 05 ngày")
    assert "1 nhóm ý kiến chưa trả lời" in panel(world.writer)
    held.answer(theme, "accepted", "Đã sửa thành năm ngày.")
    assert NOTHING in panel(world.writer)
    assert NOTHING in panel(world.approver), "it is open still"
    world.later(timedelta(hours=6))
    assert "Kết quả chờ duyệt" in panel(world.approver)


def test_an_opinion_that_may_call_for_help__comes_first_until_somebody_has_dealt_with_it(
    world: ParticipationWorld,
) -> None:
    law = Consultation(world)
    law.give(world.resident(1), "Điều 1", "other", "Nên báo trước năm ngày")
    browser = world.resident(2)
    law.give(browser, "Điều 4", "other", "Lũ cuốn nhà tôi rồi, cứu với")
    law.spoken("Điều 4")
    shown = panel(world.writer)
    assert shown.index("1 ý kiến có lời có thể là kêu cứu") < shown.index("1 ý kiến bằng lời chờ nghe")
    read = world.writer.page(f"{law.page}/y-kien").text()
    assert read.index("Có thể là lời kêu cứu") < read.index("năm ngày")
    law.group("Lũ cuốn", "Kêu cứu")
    assert "kêu cứu" not in panel(world.writer)
    law.give(browser, "Điều 4", "other", "Xong rồi, cảm ơn")
    assert "Có thể là lời kêu cứu" not in world.writer.page(f"{law.page}/y-kien?xem=het").text()
