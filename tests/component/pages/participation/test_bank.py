"""The bank: the provision beside a question to check, and questions taken out that no round has asked."""

from collections.abc import Callable

import pytest

from loa.bootstrap import participation
from loa.errors import Conflict
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer
from loa.participation.contests.desk.service import ContestDesk
from loa.participation.contests.rules.model import ContestQuestion
from loa.participation.contests.store import BankStore, KeyStore, SheetStore
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, COMMUNE, LOT_SOURCE, ParticipationWorld
from tests.worlds.console import filled_in

BANK = f"{AREA}/cau-hoi"
BANKED = 6
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
    page = world.approver.page(f"{AREA}/{contest}")
    world.step(world.approver, f"{AREA}/{contest}", f"{AREA}/{contest}/rut")
    assert asked in participation.contests().used(), "residents have had it, withdrawn or not"
    fields = {"version": "2"}
    form = next(each for each in page.all("form") if "khoa" in filled_in(each))
    hidden = {name: value for name, value in filled_in(form).items() if name in {"csrf", "khoa"}}
    assert world.approver.post(f"{BANK}/{asked}/bo", {**hidden, **fields})["statusCode"] == 409


@pytest.mark.parametrize("where", [(KeyStore, "right"), (SheetStore, "save")])
def test_no_question_goes_while_a_round_draws_it(
    world: ParticipationWorld, monkeypatch: pytest.MonkeyPatch, where: tuple[type, str]
) -> None:
    desk, officer, seal, free = drawing(world)
    between(monkeypatch, *where, lambda: desk.remove_question(officer, free.id, free.version))
    with pytest.raises(Conflict):
        seal()
    assert free.id not in desk.used()
    seal()
    assert len(desk.used()) == len(desk.bank.all()) == BANKED - 1


def test_no_question_goes_that_a_round_has_drawn_meanwhile(
    world: ParticipationWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, officer, seal, free = drawing(world)
    between(monkeypatch, BankStore, "remove", seal)
    with pytest.raises(Conflict):
        desk.remove_question(officer, free.id, free.version)
    assert free in desk.bank.all()
    assert free.id in desk.right()


def drawing(
    world: ParticipationWorld,
) -> tuple[ContestDesk, KnownOfficer, Callable[[], object], ContestQuestion]:
    """Return the desk, an officer of the province, what seals a round, and a question that it will ask."""
    world.bank(BANKED)
    contest, desk = world.campaign("contest"), participation.contests()
    fields = {"per_sheet": "3", "minutes": "20", "tries": "2", "prizes": "1", "value_source": LOT_SOURCE}
    world.writer.send(f"{AREA}/{contest}/dot", f"{AREA}/{contest}/dot", **fields, **world.times(4))
    officer = world.known_officer("officer-second", "40", Role.APPROVER)
    version = desk.campaigns.campaigns.find(contest).version
    return desk, officer, lambda: desk.seal(officer, contest, 1, version, world.now), desk.bank.all()[0]


def between(monkeypatch: pytest.MonkeyPatch, of: type, step: str, meanwhile: Callable[[], object]) -> None:
    """Let something happen just before a step, once."""
    goes_on = getattr(of, step)

    def first(*arguments: object) -> object:
        monkeypatch.setattr(of, step, goes_on)
        meanwhile()
        return goes_on(*arguments)

    monkeypatch.setattr(of, step, first)


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
