"""Words are ready for a message to everybody: an invitation while something is open, then its result."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from loa.foundation.officers.model import Role
from tests.conftest import OpenTable
from tests.pages.reading import Element
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import AREA, COMMUNE, ParticipationWorld
from tests.worlds.console import filled_in

MESSAGE, ITEM = "/console/truyen-thong/tu-loi", "/console/noi-dung/tu-loi"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def ready(page: Element, action: str) -> list[Mapping[str, str]]:
    """What the forms of a page that lead to an address have ready."""
    forms = [filled_in(form) for form in page.all("form") if form.get("action") == action]
    return [{name: str(values[0]) for name, values in form.items()} for form in forms]


def test_a_contest__is_announced_while_it_is_open__then_each_result_with_its_receipts(
    world: ParticipationWorld,
) -> None:
    contest, winner = world.contest(prizes=1), world.resident(1)
    page = f"{AREA}/{contest}"
    (said,) = ready(world.writer.page(page), MESSAGE)
    assert said["link"] == f"http://loa.test/thi/{contest}"
    assert "Nhắn THI" in said["words"]
    assert ready(world.writer.page(page), ITEM) == []
    world.sheet(winner, contest)
    world.hand_in(winner, contest, right=3, prediction=1)
    world.finish(contest)
    receipt = world.data(winner, f"/thi/{contest}/ket-qua/1/du-lieu.json")["winners"][0]
    told = world.writer.page(page)
    results = [one for one in ready(told, MESSAGE) if "Kết quả" in one["title"]]
    for one in (*results, *ready(told, ITEM)):
        assert one["link"] == f"http://loa.test/thi/{contest}/ket-qua/1"
        assert f"trúng giải: {receipt}" in one["words"]
        assert "1 người dự thi" in one["summary"]
        assert one["summary"] not in one["words"], "readers would see it twice, one below the other"
    assert len(results) == len(ready(told, ITEM)) == 1
    viewer = world.officer_of("40", Role.VIEWER)
    assert not {*ready_addresses(viewer.page(page))} & {MESSAGE, ITEM}


def ready_addresses(page: Element) -> list[str]:
    return [str(form.get("action")) for form in page.all("form")]


def test_a_survey_and_a_consultation__are_announced_likewise(world: ParticipationWorld) -> None:
    survey, law = world.campaign("survey", "Khảo sát về họp xóm"), Consultation(world)
    page = f"{AREA}/{survey}"
    world.writer.send(f"{page}/cau", f"{page}/cau", kind="scale", words="Ông/bà hài lòng mức nào?")
    assert ready(world.writer.page(page), MESSAGE) == [], "nobody is invited to a draft"
    world.step(world.approver, page, f"{page}/dang")
    law.give(world.resident(), "Điều 3 khoản 1", "disagree", "Ba ngày ngắn quá")
    law.answer(law.group("ngắn quá", "Báo trước lâu hơn"), "accepted", "Ghi 05 ngày làm việc.")
    for path, public in ((page, f"/khao-sat/{survey}"), (law.page, law.public)):
        (invited,) = ready(world.writer.page(path), MESSAGE)
        assert invited["link"] == f"http://loa.test{public}"
        assert invited["title"].startswith("Mời")
    commune = world.officer_of(COMMUNE, Role.EDITOR)
    assert len(ready(commune.page(law.page), MESSAGE)) == 1, "whoever helps invites their own residents"
    world.later(timedelta(hours=6))
    for path in (page, law.page):
        world.step(world.approver, path, f"{path}/cong-bo")
        (told,), (item,) = (ready(world.writer.page(path), each) for each in (MESSAGE, ITEM))
        assert told["words"] == item["words"]
    assert "1 người góp 1 ý kiến; 0 hội nghị" in told["summary"]
