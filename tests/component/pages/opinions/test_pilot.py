"""A survey is tried before it is published: ten people, no answer kept, none counted."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest

from loa import clock
from loa.bootstrap import participation
from loa.errors import Busy, Conflict
from loa.foundation.officers.model import Role
from loa.platform.aws import clients
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, COMMUNE, ParticipationWorld
from tests.worlds.console import OfficerBrowser, body_of, filled_in


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


def link_of(world: ParticipationWorld, survey: str, by: OfficerBrowser | None = None) -> str:
    page = f"{AREA}/{survey}"
    shown = world.step(by or world.writer, page, f"{page}/thu")
    (link,) = {str(each.get("href")) for each in shown.all("a") if "?thu=" in str(each.get("href"))}
    return link.removeprefix("http://loa.test")


def test_a_draft__is_tried_by_its_link_alone__and_only_what_was_hard_is_kept(
    world: ParticipationWorld, survey: str, open_table: OpenTable
) -> None:
    public = f"/khao-sat/{survey}"
    assert world.resident().ask(public)["statusCode"] == 404
    for wrong in ("wrong", "é"):
        assert world.resident().ask(f"{public}?thu={wrong}")["statusCode"] == 404
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
    assert "1 người đã thử" in shown
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
    assert "10 người đã thử" in world.approver.page(f"{AREA}/{survey}").text()
    world.step(world.approver, f"{AREA}/{survey}", f"{AREA}/{survey}/dang")
    assert world.resident().ask(link)["statusCode"] == 404
    assert "Trả lời không kèm tên" in world.resident().page(public).text()


def test_a_note__added_after_going_back__is_kept_and_no_second_person(
    world: ParticipationWorld, survey: str
) -> None:
    link, public = link_of(world, survey), f"/khao-sat/{survey}"
    browser = world.resident(1)
    (form,) = [each for each in browser.page(link).all("form") if each.get("action") == public]
    sent = {**filled_in(form), "q1": "1"}
    for note in ("", "Chữ khó", ""):
        browser.follow(browser.post(public, {**sent, "kho": note}))
    assert participation.pilots().notes(survey) == ["Chữ khó"]


def test_a_revised_draft__after_ten__is_tried_again_and_goes_within_a_year(
    world: ParticipationWorld, survey: str
) -> None:
    link_of(world, survey)
    campaigns, pilots, now = participation.campaign_store(), participation.pilots(), clock.now()
    draft = campaigns.find(survey)
    for number in range(10):
        pilots.note(draft, f"key{number}", "", now)
    with pytest.raises(Conflict):
        pilots.note(draft, "late", "", now)
    revised = participation.survey_desk().set_target(world.writer.officer, survey, 50, draft.version)
    pilots.note(revised, "late", "Nay dễ rồi", now)
    assert len(pilots.notes(survey)) == 11
    rows = pilots.table.rows(f"pilot#{survey}")
    assert all(row["expires_at"] <= clock.epoch_seconds(now + timedelta(days=365)) for row in rows)


def test_ten_places__wanted_by_many_at_once__are_never_more(world: ParticipationWorld, survey: str) -> None:
    pilots, draft = participation.pilots(), participation.campaign_store().find(survey)

    def one(number: int) -> None:
        with suppress(Conflict, Busy):
            pilots.note(draft, f"key{number}", "", clock.now())

    with ThreadPoolExecutor(8) as many:
        list(many.map(one, range(24)))
    assert len(pilots.notes(survey)) == 10


def test_whoever_made_the_link__has_no_hand_in_it__and_may_publish(
    world: ParticipationWorld, survey: str
) -> None:
    maker = world.officer_of("40", Role.EDITOR)
    link_of(world, survey, maker)
    assert maker.officer.id not in participation.campaign_store().find(survey).hands


def test_who_only_reads__makes_no_link(world: ParticipationWorld, survey: str) -> None:
    reader, page = world.officer_of("40", Role.VIEWER), f"{AREA}/{survey}"
    assert f"{page}/thu" not in body_of(reader.ask(page))
    below = world.officer_of(COMMUNE, Role.EDITOR)
    assert below.ask(page)["statusCode"] == 404
