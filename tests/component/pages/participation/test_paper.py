"""Answers to a survey that stand on paper: typed in by officers, as nameless as all others."""

from datetime import timedelta

import pytest

from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, COMMUNE, OTHER_COMMUNE, ParticipationWorld
from tests.worlds.component.survey import WHOLE, opened
from tests.worlds.console import body_of


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def test_paper__typed_in__is_kept_like_any_answer__and_counted_beside(world: ParticipationWorld) -> None:
    survey = opened(world)
    paper, public = f"{AREA}/{survey}/phieu-giay", f"/khao-sat/{survey}"
    world.resident(1).send(public, public, **WHOLE, unit=COMMUNE, consent="1")
    officer = world.officer_of(COMMUNE, Role.EDITOR)
    assert paper in body_of(officer.ask(AREA)), "the commune finds what the province asks"
    page = officer.page(paper)
    first, again = (officer.send(page, paper, **WHOLE, consent="1") for _ in range(2))
    assert first["headers"]["location"] == again["headers"]["location"] == paper
    assert "Đã ghi một phiếu giấy" in officer.follow(again).text()
    table = participation.play().table
    rows = [row for part in range(8) for row in table.rows(f"answers#{survey}#{part}")]
    assert len(rows) == 2, "the second press is the first"
    assert {frozenset(row) for row in rows} == {frozenset(("partition", "sort", "unit_path", "answers"))}
    assert rows[0]["answers"] == rows[1]["answers"]
    campaign = participation.campaign_store().find(survey)
    took = [row for shard in range(campaign.shards) for row in table.rows(f"entry#{survey}#0#{shard}")]
    assert {frozenset(row) for row in took} == {frozenset(("partition", "sort"))}
    counts = participation.campaigns().entries.counts(survey)
    assert dict(counts[COMMUNE]) == {"persons": 2, "paper": 1}
    shown = world.writer.page(f"{AREA}/{survey}").text()
    assert "trên giấy: 1" in shown
    assert officer.send(paper, paper, **WHOLE, consent="1")["statusCode"] == 303, (
        "another sheet says the same"
    )
    assert dict(participation.campaigns().entries.counts(survey)[COMMUNE]) == {"persons": 3, "paper": 2}


def test_numbers_of_answers__are_not_told_anew_for_paper__whose_answers_an_officer_knows(
    world: ParticipationWorld,
) -> None:
    survey = opened(world)
    page, public = f"{AREA}/{survey}", f"/khao-sat/{survey}"
    world.step(world.writer, page, f"{page}/cau/1/muc-tieu", **{"wanted-0": "20"})
    officer = world.officer_of(COMMUNE, Role.EDITOR)
    for _ in range(9):
        typed = officer.send(f"{page}/phieu-giay", f"{page}/phieu-giay", **WHOLE, consent="1")
        assert typed["statusCode"] == 303

    def answer(numbers: range) -> str:
        for number in numbers:
            browser = world.resident(number)
            browser.follow(browser.send(public, public, **WHOLE, unit=COMMUNE, consent="1"))
        return world.writer.page(page).text()

    assert "chưa đến 10, cần 20 người" in answer(range(1)), "nine typed in and one more: it would be theirs"
    assert "chưa đến 10, cần 20 người" in answer(range(1, 9))
    assert "ít nhất 10, cần 20 người" in answer(range(9, 10))


def test_paper__with_faults__of_another_commune__or_too_late__is_not_kept(world: ParticipationWorld) -> None:
    survey = opened(world)
    paper = f"{AREA}/{survey}/phieu-giay"
    officer = world.officer_of(COMMUNE, Role.EDITOR)
    refused = officer.send(paper, paper, q1="0", q3="9", unit=OTHER_COMMUNE)
    assert refused["statusCode"] == 422
    for words in ("2. Xin trả lời", "3. Xin trả lời", "Xin chọn xã, phường", "Cần người trả lời đồng ý"):
        assert words in body_of(refused)
    assert 'id="q1-0" name="q1" value="0" checked' in body_of(refused)
    page = officer.page(paper)
    world.now += timedelta(hours=6)
    late = world.at_work("participation", "officer-late", COMMUNE, Role.EDITOR)
    assert late.send(page, paper, **WHOLE, consent="1")["statusCode"] == 409
    assert "không nhập phiếu được" in late.page(paper).text()
    assert participation.campaigns().entries.counts(survey) == {}
