"""The registry follows the user pool: who comes, changes, moves, leaves; and nothing happens twice."""

from collections.abc import Mapping

import pytest

from loa.errors import StoreFault
from loa.foundation.officers.assignees import holder
from loa.foundation.officers.directory_sync import DirectorySyncResult, keep, officers_in
from loa.foundation.officers.model import Officer, Permission, Role
from loa.foundation.officers.service import link, link_code
from loa.foundation.officers.store import OfficerStore
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from tests.conftest import OpenTable
from tests.worlds.fakes import Clock
from tests.worlds.store.case_world import OA, OTHER, PROVINCE, START, WARD

HOA = Officer("hoa", "Lê Thị Hoa", WARD, frozenset({Role.EDITOR}))
MINH = Officer("minh", "Trần Văn Minh", WARD, frozenset({Role.APPROVER}))


class World:
    """A registry, and what it is compared with."""

    def __init__(self, table: OpenTable) -> None:
        self.units: Table = table("Units")
        self.registry = OfficerStore(self.units)
        self.statistics = StatisticsStore(table("Statistics"))
        self.clock = Clock(START)

    def keep(self, *officers: Officer) -> DirectorySyncResult:
        pool = {officer.id: officer for officer in officers}
        done = keep(pool, province=PROVINCE, registry=self.registry, statistics=self.statistics)
        again = keep(pool, province=PROVINCE, registry=self.registry, statistics=self.statistics)
        assert again == DirectorySyncResult(0, 0, 0, 0), "the second round finds nothing"
        assert {
            (one.unit_path, one.id, one.name, one.roles) for one in self.registry.of_province(PROVINCE)
        } == {(one.unit_path, one.id, one.name, one.roles) for one in officers}
        return done

    def link(self, officer: Officer) -> None:
        code = link_code(officer, registry=self.registry, now=self.clock.now).code
        assert link(
            code,
            OA,
            f"zalo-{officer.id}",
            account_path=officer.unit_path,
            registry=self.registry,
            statistics=self.statistics,
            now=self.clock.now,
        )

    @property
    def linked(self) -> dict[str, int]:
        gauges = self.statistics.gauges(PROVINCE)
        return {path: gauge.officers for path, gauge in gauges.items() if gauge.officers}


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def attributes(officer: Officer, **more: str) -> Mapping[str, str]:
    return {"sub": officer.id, "name": officer.name, "custom:unit": officer.unit_path} | more


def test_roles_of_one_person_come_together_and_who_has_no_unit_is_left_out() -> None:
    stranger = attributes(HOA, sub="x", **{"custom:unit": "41.10000"})
    homeless = {"sub": "y", "email": "y@example.vn"}
    found = officers_in(
        {
            Role.EDITOR: [attributes(HOA), stranger, homeless],
            Role.INVESTIGATOR: [attributes(HOA)],
            Role.VIEWER: [attributes(MINH, name="")],
        },
        PROVINCE,
    )
    assert set(found) == {"hoa", "minh"}
    assert found["hoa"] == Officer("hoa", "Lê Thị Hoa", WARD, frozenset({Role.EDITOR, Role.INVESTIGATOR}))
    assert found["minh"].name == "minh"


def test_officers_come_change_move_and_leave(world: World) -> None:
    assert world.keep(HOA, MINH) == DirectorySyncResult(added=2, changed=0, removed=0, left=0)
    assert world.registry.of_unit(OTHER) == []
    promoted = Officer("hoa", "Lê Thị Hoa", WARD, frozenset({Role.APPROVER}))
    assert world.keep(promoted, MINH) == DirectorySyncResult(added=0, changed=1, removed=0, left=0)
    moved = Officer("hoa", "Lê Thị Hoa", OTHER, frozenset({Role.APPROVER}))
    assert world.keep(moved, MINH) == DirectorySyncResult(added=1, changed=0, removed=1, left=0)
    assert holder("hoa", Permission.WORK_ON_CASE, WARD, registry=world.registry) is None
    assert holder("hoa", Permission.WORK_ON_CASE, OTHER, registry=world.registry) is not None
    assert world.keep(MINH) == DirectorySyncResult(added=0, changed=0, removed=1, left=0)


def test_a_link_stays_with_the_officer_and_ends_with_their_move(world: World) -> None:
    world.keep(HOA, MINH)
    world.link(HOA)
    world.link(HOA)
    world.link(MINH)
    assert world.linked == {WARD: 2}
    renamed = Officer("hoa", "Lê Thị Hoà", WARD, HOA.roles)
    world.keep(renamed, MINH)
    hoa = world.registry.officer(WARD, "hoa")
    assert hoa
    assert (hoa.name, hoa.user_id, hoa.is_linked) == ("Lê Thị Hoà", "zalo-hoa", True)
    moved = Officer("hoa", "Lê Thị Hoà", OTHER, HOA.roles)
    world.keep(moved, MINH)
    assert world.linked == {WARD: 1}
    there = world.registry.officer(OTHER, "hoa")
    assert there
    assert not there.is_linked
    world.link(moved)
    assert world.linked == {WARD: 1, OTHER: 1}


def test_who_links_themselves_before_they_are_known_is_known_then(world: World) -> None:
    world.link(HOA)
    assert world.keep(HOA, MINH) == DirectorySyncResult(added=1, changed=0, removed=0, left=0)
    assert world.linked == {WARD: 1}


def test_who_is_linked_while_they_are_compared_is_left_to_the_next_round(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.keep(HOA, MINH)
    seen = world.registry.of_province(PROVINCE)
    world.link(HOA)
    with monkeypatch.context() as patched:
        patched.setattr(world.registry, "of_province", lambda _province: seen)
        pool = {MINH.id: MINH}
        done = keep(pool, province=PROVINCE, registry=world.registry, statistics=world.statistics)
    assert done == DirectorySyncResult(added=0, changed=0, removed=0, left=1)
    assert world.linked == {WARD: 1}
    world.keep(MINH)
    assert world.linked == {}


def test_an_empty_pool_empties_nothing(world: World) -> None:
    world.keep(HOA)
    with pytest.raises(StoreFault):
        keep({}, province=PROVINCE, registry=world.registry, statistics=world.statistics)
    assert [officer.id for officer in world.registry.of_unit(WARD)] == ["hoa"]
