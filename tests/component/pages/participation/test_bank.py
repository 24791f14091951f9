"""The bank: the provision beside a question to check, and questions taken out that no round has asked."""

import pytest

from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, COMMUNE, ParticipationWorld
from tests.worlds.console import filled_in

BANK = f"{AREA}/cau-hoi"
QUESTION = {
    "words": "Thẻ căn cước cấp cho ai?",
    "options": "Công dân\nKhông ai",
    "right": "1",
    "level": "easy",
    "law": "Luật Căn cước 2023",
    "article": "Điều 18",
    "provision": "Nguyên văn điều mười tám.",
    "since": "2024-07-01",
}


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def test_a_question_to_check__shows_its_provision_open__and_can_be_taken_out(
    world: ParticipationWorld,
) -> None:
    world.writer.send(f"{BANK}/moi", f"{BANK}/moi", **QUESTION)
    (question,) = participation.contests().bank.all()
    page = world.approver.page(BANK)
    assert any("open" in each.attributes and "mười tám" in each.text() for each in page.all("details"))
    removing = f"{BANK}/{question.id}/bo"
    stale = world.writer.page(BANK)
    world.step(world.approver, BANK, f"{BANK}/{question.id}/kiem")
    assert world.writer.send(stale, removing)["statusCode"] == 409, "a second person has checked it since"
    assert all(str(each.get("action")) != removing for each in world.writer.page(BANK).all("form"))
    world.step(world.approver, BANK, removing)
    assert participation.contests().bank.all() == []
    assert participation.contests().right() == {}, "its answer went along"
    world.writer.send(f"{BANK}/moi", f"{BANK}/moi", **QUESTION)
    assert not participation.contests().bank.all()[0].checked_by, "written again, it waits again"


def test_a_question_that_a_sealed_round_asks__stays(world: ParticipationWorld) -> None:
    contest = world.contest()
    world.bank(1)
    used = participation.contests().used()
    page = world.approver.page(BANK)
    offered = {str(each.get("action")) for each in page.all("form")}
    for question in participation.contests().bank.all():
        assert (f"{BANK}/{question.id}/bo" in offered) == (question.id not in used)
    asked = next(iter(used))
    world.step(world.approver, f"{AREA}/{contest}", f"{AREA}/{contest}/rut")
    assert asked in participation.contests().used(), "residents have had it, withdrawn or not"
    fields = {"version": "2"}
    form = next(each for each in page.all("form") if str(each.get("action")).endswith("/het-hieu-luc"))
    hidden = {name: value for name, value in filled_in(form).items() if name in {"csrf", "khoa"}}
    assert world.approver.post(f"{BANK}/{asked}/bo", {**hidden, **fields})["statusCode"] == 409


def test_the_bank_of_the_province__is_not_emptied_by_another_unit(world: ParticipationWorld) -> None:
    world.writer.send(f"{BANK}/moi", f"{BANK}/moi", **QUESTION)
    (question,) = participation.contests().bank.all()
    commune = world.officer_of(COMMUNE, Role.EDITOR)
    removing = f"{BANK}/{question.id}/bo"
    forms = commune.page(BANK).all("form")
    form = next(each for each in forms if str(each.get("action")).endswith("/het-hieu-luc"))
    hidden = {name: value for name, value in filled_in(form).items() if name in {"csrf", "khoa"}}
    assert commune.post(removing, {**hidden, "version": str(question.version)})["statusCode"] == 403
    assert participation.contests().bank.all() == [question]
