"""A survey from its questions to tables that give nobody away."""

from datetime import timedelta

import pytest

from loa.bootstrap import participation
from loa.participation.surveys.service import MOST_COUNTED
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, COMMUNE, OTHER_COMMUNE, ParticipationWorld
from tests.worlds.component.survey import QUESTIONS, WHOLE, opened
from tests.worlds.console import body_of, filled_in


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def test_a_survey__answered_by_many__is_published_without_small_numbers(world: ParticipationWorld) -> None:
    survey = opened(world)
    page = f"/khao-sat/{survey}"
    assert "Khảo sát về họp xóm" in world.resident().page("/khao-sat").text()
    for number in range(14):
        no = number >= 11
        answers = {"q1": "1", "q3": "2"} if no else WHOLE
        unit = OTHER_COMMUNE if number % 7 == 6 else COMMUNE
        browser = world.resident(number)
        shown = browser.follow(browser.send(page, page, **answers, unit=unit, consent="1"))
        assert "Đã nhận câu trả lời" in shown.text()
        again = browser.post(page, {**answers, "unit": unit, "consent": "1"})
        assert again["statusCode"] == 422
        assert "Mỗi người gửi một lần" in body_of(again)
    world.later(timedelta(hours=6))
    officer = world.approver.page(f"{AREA}/{survey}").text()
    assert "Cần thêm đèn đường" in officer
    world.step(world.approver, f"{AREA}/{survey}", f"{AREA}/{survey}/cong-bo")
    result = world.resident().page(page).text()
    assert "14 người được hỏi" in result
    assert "Cần thêm đèn đường" not in result
    (first, *_) = participation.published_tables().read(survey)
    assert first["columns"] == ["Phương án ít người chọn"]  # 11 said yes, 3 no: the 3 would follow
    assert [int(each) for each in first["total"]] == [14]


def test_who_answered__and_what__have_no_value_in_common(
    world: ParticipationWorld, open_table: OpenTable
) -> None:
    survey = opened(world)
    browser = world.resident(1)
    browser.send(f"/khao-sat/{survey}", f"/khao-sat/{survey}", **WHOLE, unit=COMMUNE, consent="1")
    table = open_table("Participation")
    campaign = participation.campaign_store().find(survey)
    took = [row for shard in range(campaign.shards) for row in table.rows(f"entry#{survey}#0#{shard}")]
    assert [row.keys() for row in took] == [{"partition", "sort"}]
    answers = [row for part in range(8) for row in table.rows(f"answers#{survey}#{part}")]
    assert [row.keys() for row in answers] == [{"partition", "sort", "unit_path", "answers"}]
    (person,) = table.rows(f"person#{took[0]['sort']}")
    known = {took[0]["sort"], *(str(value) for value in person.values())}
    assert not known & {
        answers[0]["sort"],
        answers[0]["unit_path"],
        *map(str, answers[0]["answers"].values()),
    }


def test_what_is_wrong__is_said_and_everything_chosen_stays(world: ParticipationWorld) -> None:
    survey = opened(world)
    page = f"/khao-sat/{survey}"
    refused = world.resident().post(page, {"q1": "0", "q3": "9", "q4-0": "1", "q4-1": "1", "q7": "bốn"})
    text = body_of(refused)
    assert refused["statusCode"] == 422
    for words in (
        "2. Xin trả lời",
        "3. Xin trả lời",
        "4. Xin ghi mỗi thứ tự",
        "7. Xin ghi một số",
        "Xin chọn xã",
    ):
        assert words in text
    assert 'id="q1-0" name="q1" value="0" checked' in text
    # Whoever says no is not asked when; what a condition hides is not kept.
    answer = {"q1": "1", "q2": ["0"], "q3": "4", "unit": COMMUNE, "consent": "1"}
    assert world.resident().post(page, answer)["statusCode"] == 303
    kept = [row for part in range(8) for row in participation.play().table.rows(f"answers#{survey}#{part}")]
    assert kept[0]["answers"] == {"1": "1", "3": "4"}


def test_a_target__says_where_few_have_answered__and_hinders_nobody(world: ParticipationWorld) -> None:
    survey = opened(world)
    page, public = f"{AREA}/{survey}", f"/khao-sat/{survey}"
    assert world.writer.send(page, f"{page}/muc-tieu", target="4")["statusCode"] == 422, (
        "it would tell how few"
    )
    world.step(world.writer, page, f"{page}/muc-tieu", target="5")
    for number, unit in enumerate((*[COMMUNE] * 5, OTHER_COMMUNE)):
        browser = world.resident(number)
        browser.follow(browser.send(public, public, **WHOLE, unit=unit, consent="1"))
    shown = world.writer.page(page).text()
    assert "1/130 xã, phường có ít nhất 5 người trả lời" in shown
    assert "Phường Thành Vinh: dưới 5 người" in shown
    assert "mục tiêu" not in world.resident().page(public).text().lower()


def test_targets_of_answers__say_which_group_is_missing__in_tens_and_seldom(
    world: ParticipationWorld,
) -> None:
    survey = opened(world)
    page, public = f"{AREA}/{survey}", f"/khao-sat/{survey}"
    refused = world.writer.send(page, f"{page}/cau/1/muc-tieu", **{"wanted-0": "15", "wanted-1": "20"})
    assert refused["statusCode"] == 422
    assert "“Có”: xin ghi một số tròn chục" in body_of(refused)
    assert 'value="15"' in body_of(refused), "what was typed stays"
    target = next(
        each for each in world.writer.page(page).all("form") if "/muc-tieu" in (each.get("action") or "")
    )
    keys = filled_in(target)
    assert world.writer.post(f"{page}/cau/3/muc-tieu", {**keys, "wanted-0": "20"})["statusCode"] == 404
    world.step(world.writer, page, f"{page}/cau/1/muc-tieu", **{"wanted-0": "10", "wanted-1": "1.000"})

    def answer(numbers: range, **answers: str) -> str:
        for number in numbers:
            browser = world.resident(number)
            browser.follow(browser.send(public, public, q3="2", unit=COMMUNE, consent="1", **answers))
        return world.writer.page(page).text()

    yes = {"q1": "0", "q2": "0"}
    assert "chưa đến 10, cần 10 người" in answer(range(9), **yes)
    assert "đã đủ 10 người" in answer(range(9, 10), **yes)
    assert "chưa đến 10, cần 1.000 người" in answer(range(10, 19), q1="1"), "not told anew for nine"
    again = answer(range(19, 20), q1="1")
    assert "ít nhất 10, cần 1.000 người" in again
    assert "tròn chục" not in world.resident().page(public).text()
    entries = participation.campaigns().entries
    commit([entries.counting(survey, "0" * 32, COMMUNE, {"persons": MOST_COUNTED})])
    many = world.writer.page(page).text()
    assert "Đã có hơn 20.000 người trả lời, nên số này không cập nhật nữa" in many
    assert "ít nhất 10, cần 1.000 người" in many, "what was told last stands, and the page is there"
    assert told_at(survey) == 20


def told_at(survey: str) -> int:
    row = participation.campaigns().entries.table.get(f"heard#{survey}", "answers")
    assert row is not None
    return int(row["answered"])


def test_a_target__set_after_many_have_answered__has_what_was_told_last(world: ParticipationWorld) -> None:
    sex = {"kind": "single", "words": "Nam hay nữ?", "options": "Nam\nNữ", "is_required": []}
    other = world.campaign("survey", "Khảo sát khác")
    for question in (QUESTIONS[0], sex):
        world.writer.send(f"{AREA}/{other}/cau", f"{AREA}/{other}/cau", **question)
    page, public = f"{AREA}/{other}", f"/khao-sat/{other}"
    world.step(world.approver, page, f"{page}/dang")
    world.step(world.writer, page, f"{page}/cau/1/muc-tieu", **{"wanted-0": "20"})
    for number in range(10):
        browser = world.resident(number)
        browser.follow(browser.send(public, public, q1="0", q2="1", unit=COMMUNE, consent="1"))
    world.writer.page(page)
    world.step(world.writer, page, f"{page}/cau/2/muc-tieu", **{"wanted-1": "50"})
    assert "ít nhất 10, cần 50 người" in world.writer.page(page).text()


def test_questions_of_sex_and_age__are_written_already(world: ParticipationWorld) -> None:
    survey = world.campaign("survey", "Khảo sát về họp xóm")
    page = f"{AREA}/{survey}/cau?mau=gioi-tinh"
    assert "Ông/bà là nam hay nữ?" in world.writer.page(page).text()
    assert "Ông/bà" not in world.writer.page(f"{AREA}/{survey}/cau?mau=khac").text()
