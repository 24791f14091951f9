"""A survey is tried before it is published: ten people, no answer kept, none counted."""

import pytest

from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from loa.platform.aws import clients
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, COMMUNE, ParticipationWorld
from tests.worlds.console import body_of, filled_in


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


@pytest.fixture
def survey(world: ParticipationWorld) -> str:
    """A draft with one question."""
    survey = world.campaign("survey", "Khảo sát về họp xóm")
    page = f"{AREA}/{survey}/cau"
    asked = {"kind": "single", "words": "Có đi họp không?", "options": "Có\nKhông", "is_required": "true"}
    assert world.writer.send(page, page, **asked)["statusCode"] == 303
    return survey


def link_of(world: ParticipationWorld, survey: str) -> str:
    page = f"{AREA}/{survey}"
    shown = world.step(world.writer, page, f"{page}/thu")
    (link,) = {str(each.get("href")) for each in shown.all("a") if "?thu=" in str(each.get("href"))}
    return link.removeprefix("http://loa.test")


def test_a_draft__is_tried_by_its_link_alone__and_only_what_was_hard_is_kept(
    world: ParticipationWorld, survey: str, open_table: OpenTable
) -> None:
    public = f"/khao-sat/{survey}"
    assert world.resident().ask(public)["statusCode"] == 404
    assert world.resident().ask(f"{public}?thu=wrong")["statusCode"] == 404
    link = link_of(world, survey)
    again = participation.survey_desk().open_pilot(world.writer.officer, survey)
    assert link.endswith(again.content["pilot"]), "pressed twice, it is the same"
    browser = world.resident(1)
    assert "Bản thử" in browser.page(link).text()
    nothing = browser.send(link, public, q1=[])
    assert nothing["statusCode"] == 422
    assert "Xin trả lời câu này" in body_of(nothing)
    (form,) = [each for each in browser.page(link).all("form") if each.get("action") == public]
    sent = {**filled_in(form), "q1": "1", "kho": "Họp nào, xóm hay thôn?"}
    for _ in range(2):  # the line was cut, and they pressed again
        assert "Câu trả lời không được giữ" in browser.follow(browser.post(public, sent)).text()
    shown = world.writer.page(f"{AREA}/{survey}").text()
    assert "1/10 người đã thử" in shown
    assert "Họp nào, xóm hay thôn?" in shown
    rows = clients.dynamodb().Table(open_table("Participation").name).scan()["Items"]
    assert not [row for row in rows if str(row["partition"]).startswith(("answers#", "entry#", "person#"))]
    assert participation.survey_desk().counts(participation.campaign_store().find(survey)) == {}


def test_after_ten__nobody_more_tries_it__and_once_published_nobody_at_all(
    world: ParticipationWorld, survey: str
) -> None:
    link, public = link_of(world, survey), f"/khao-sat/{survey}"
    for number in range(10):
        browser = world.resident(number)
        browser.follow(browser.send(link, public, q1="0"))
    late = world.resident(11).send(link, public, q1="0")
    assert late["statusCode"] == 422
    assert "Đã đủ 10 người thử" in body_of(late)
    assert "10/10 người đã thử" in world.approver.page(f"{AREA}/{survey}").text()
    world.step(world.approver, f"{AREA}/{survey}", f"{AREA}/{survey}/dang")
    assert world.resident().ask(link)["statusCode"] == 404
    assert "Trả lời không kèm tên" in world.resident().page(public).text()


def test_who_only_reads__makes_no_link(world: ParticipationWorld, survey: str) -> None:
    reader, page = world.officer_of("40", Role.VIEWER), f"{AREA}/{survey}"
    assert f"{page}/thu" not in body_of(reader.ask(page))
    below = world.officer_of(COMMUNE, Role.EDITOR)
    assert below.ask(page)["statusCode"] == 404
