"""What an officer has prepared is checked, sealed and published by another."""

import pytest

from loa.bootstrap import participation
from loa.web.console import csrf
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, LOT_SOURCE, ParticipationWorld
from tests.worlds.console import CSRF_SECRET, body_of


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def test_a_contest__without_a_sealed_round__is_not_published(world: ParticipationWorld) -> None:
    contest = world.campaign("contest")
    answer = world.approver.send(f"{AREA}/{contest}", f"{AREA}/{contest}/dang")
    assert answer["statusCode"] == 409
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
