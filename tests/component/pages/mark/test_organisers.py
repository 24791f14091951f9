"""Whoever organises a contest plays and wins nothing, knows it before, and stays so without a name."""

from dataclasses import replace

import pytest

from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.participation.campaigns.passes import known_person
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.store import FollowerStore
from tests.component.conftest import wire_clock
from tests.conftest import OpenTable
from tests.worlds.component.participation import COMMUNE, SECRET, ParticipationWorld
from tests.worlds.permissions import at_work


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    wire_clock(open_table, monkeypatch)
    return ParticipationWorld(open_table, monkeypatch)


def link(open_table: OpenTable, world: ParticipationWorld, officer: KnownOfficer, number: int) -> None:
    """Let an officer link the Zalo with which a resident of that number takes part."""
    known = replace(officer, oa_id="oa-40", user_id=f"user-{number}")
    commit([OfficerStore(open_table("Units")).linking(known, world.now, first=True)])
    FollowerStore(open_table("Audience")).touched("oa-40", f"user-{number}", f"zalo-{number}", world.now)


def noted(world: ParticipationWorld) -> int:
    with at_work("clock"):
        count = participation.organisers().note_due(world.now, lambda: True)
    participation.play.cache_clear()
    return count


def test_an_organiser__is_told_before__and_leaves_the_prize_to_who_comes_next(
    world: ParticipationWorld, open_table: OpenTable
) -> None:
    contest, colleague, author = world.contest(prizes=1), world.resident(1), world.resident(3)
    own = f"/thi/{contest}/cua-toi"
    world.sheet(author, contest)  # before anybody has noted them
    link(open_table, world, world.known_officer("officer-colleague", "40", Role.VIEWER), 1)
    link(open_table, world, world.known_officer("officer-commune", COMMUNE, Role.EDITOR), 2)
    (writer,) = {each.written_by for each in participation.contests().bank.all()}
    known = OfficerStore(open_table("Units")).officer("40", writer)
    assert known
    link(open_table, world, known, 3)
    assert [noted(world) for _ in range(2)] == [2, 0]

    assert "Bài của ông/bà không xếp giải" in colleague.page(f"/thi/{contest}").text()
    assert "không xếp giải." not in world.resident(2).page(f"/thi/{contest}").text()
    for browser, right in ((colleague, 3), (world.resident(2), 2), (author, 3)):
        if browser is not author:
            world.sheet(browser, contest)
        world.hand_in(browser, contest, right=right, prediction=1)
    assert "cán bộ nơi tổ chức" in colleague.page(own).text()
    world.finish(contest)
    for browser in (colleague, author):
        page = browser.page(own).text()
        assert "Trúng giải" not in page
        assert "cán bộ nơi tổ chức" in page
    assert "Trúng giải thứ 1" in world.resident(2).page(own).text()
    data = world.data(colleague, f"/thi/{contest}/ket-qua/1/du-lieu.json")
    parts = [
        world.data(colleague, data["entries"].replace("PART", str(part))) for part in range(data["parts"])
    ]
    ranked = [receipt for part in parts for receipt, _, _ in part]
    assert ranked == data["winners"]
    assert (data["persons"], data["perfect"]) == (3, 0)


def test_an_organiser__whose_name_is_gone__stays_out_of_the_ranking(
    world: ParticipationWorld, open_table: OpenTable
) -> None:
    contest, colleague = world.contest(prizes=1), world.resident(1)
    link(open_table, world, world.known_officer("officer-colleague", "40", Role.VIEWER), 1)
    noted(world)
    world.sheet(colleague, contest)
    world.hand_in(colleague, contest, right=3, prediction=1)
    taking_part = participation.taking_part()
    taking_part.erase(
        known_person(SECRET, "zalo-1").id, participation.campaign_store().find(contest).closes, lambda: False
    )
    world.finish(contest)
    data = world.data(colleague, f"/thi/{contest}/ket-qua/1/du-lieu.json")
    assert (data["winners"], data["persons"]) == ([], 1)
