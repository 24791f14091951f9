"""Residents' lists of contests and surveys: what is open stands before what is over, however new that is."""

from collections.abc import Callable

import pytest

from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, ParticipationWorld


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def survey(world: ParticipationWorld) -> str:
    made = world.campaign("survey", "Khảo sát về họp xóm")
    page = f"{AREA}/{made}"
    world.writer.send(f"{page}/cau", f"{page}/cau", kind="scale", words="Ông/bà hài lòng mức nào?")
    world.step(world.approver, page, f"{page}/dang")
    return made


def test_what_is_open_stands_before_what_is_over(world: ParticipationWorld) -> None:
    makes: dict[str, Callable[[], str]] = {"/thi": world.contest, "/khao-sat": lambda: survey(world)}
    for path, made in makes.items():
        first, second = made(), made()
        page = f"{AREA}/{second}"
        world.step(world.approver, page, f"{page}/ket-thuc")
        links = [str(link.get("href")) for link in world.resident().page(path).all("a")]
        listed = [link for link in links if link.startswith(f"{path}/")]
        assert listed == [f"{path}/{first}", f"{path}/{second}"]
