"""Two administrators plan, decide, approve and start a reorganisation in the console, without script."""

from random import Random
from typing import Final

import pytest

from loa.foundation.officers.model import Role
from tests.component.api.reorganisation import test_reorganisation as component
from tests.conftest import OpenTable
from tests.pages.browsing import OpenPhone, signed_in, wrong_on_a_phone
from tests.worlds.console import ConsoleWorld, OfficerBrowser
from tests.worlds.province import Door
from tests.worlds.store.reorganisation_office import PROVINCE, Killed
from tests.worlds.store.reorganisation_world import DISTRICT, NEW, World

world, office = component.world, component.office
AREA: Final = "/console/sap-xep"
ONE: Final = f"{AREA}/{component.DAY}"


@pytest.fixture
def two(open_table: OpenTable, world: World, office: Door) -> tuple[OfficerBrowser, OfficerBrowser]:
    """Two administrators of the province, signed in."""
    made = ConsoleWorld(open_table)

    def one(identity: str, name: str) -> OfficerBrowser:
        officer = made.officer(identity, PROVINCE, Role.ADMINISTRATOR, name=name)
        return made.sign_in(officer, office.module.handler, factor=True)

    return one("lan-1", "Nguyễn Thị Lan"), one("binh-1", "Trần Văn Bình")


def decided(planner: OfficerBrowser) -> None:
    """A plan is drafted, and every decision taken as suggested."""
    planner.follow(planner.send(AREA, AREA, ngay=component.DAY))
    planner.follow(planner.send(ONE, f"{ONE}/goi-y"))


def test_from_the_draft_to_the_end(
    two: tuple[OfficerBrowser, OfficerBrowser], world: World, office: Door
) -> None:
    planner, second = two
    one = planner.follow(planner.send(AREA, AREA, ngay=component.DAY))
    assert "Còn 3 việc cần quyết định." in one.text()  # those of the district: its work, two officers
    assert "Chưa bằng nhau" in one.text()

    page = planner.page(f"{ONE}/quyet-dinh")
    first = next(form for form in page.all("form") if form.get("action") == f"{ONE}/quyet-dinh")
    fields = {each.get("name"): each.get("value") for each in first.all("input")}
    assert fields["viec"] == f"successor:{DISTRICT}"
    chosen = planner.post(f"{ONE}/quyet-dinh", {**fields, "chon": "40.1"})  # no option
    assert chosen["statusCode"] == 422
    after = planner.follow(
        planner.post(f"{ONE}/quyet-dinh", {**fields, "chon": PROVINCE, "khoa": "again-123"})
    )
    assert "Còn 2 việc" in after.text()
    planner.follow(planner.send(ONE, f"{ONE}/goi-y"))

    seen = planner.page(ONE)
    assert "Trước và sau bằng nhau" in seen.text()
    planner.follow(planner.send(seen, f"{ONE}/trinh"))
    assert "Chờ người thứ hai." in planner.page(ONE).text()
    assert not [form for form in planner.page(ONE).all("form") if form.get("action") == f"{ONE}/duyet"]
    waiting = second.page(ONE)
    assert "Trang Zalo này chuyển sang trang mới" in waiting.text()  # the farewell is approved with it
    second.follow(second.send(waiting, f"{ONE}/duyet"))
    second.follow(second.send(ONE, f"{ONE}/bat-dau"))
    component.round_of(office)
    assert "Tạm dừng" in second.page(ONE).text()
    world.clock.forward(minutes=10)
    component.round_of(office)
    assert "Mọi việc đã ở đơn vị mới." in second.page(ONE).text()


def test_killed_and_paused_at_random__it_comes_to_its_end(
    two: tuple[OfficerBrowser, OfficerBrowser], world: World, office: Door
) -> None:
    (planner, second), chance, kills, before = two, Random(18), 0, world.sums()
    decided(planner)
    planner.follow(planner.send(ONE, f"{ONE}/trinh"))
    second.follow(second.send(ONE, f"{ONE}/duyet"))
    second.follow(second.send(ONE, f"{ONE}/bat-dau"))
    for pause in (True, False) * 3:
        try:
            world.round(requests=chance.randint(1, 60))
        except Killed:
            kills += 1
        if pause:
            second.follow(second.send(ONE, f"{ONE}/tam-dung"))
            assert component.round_of(office) == {"moved": 0, "done": []}
            assert "Đang tạm dừng." in second.page(ONE).text()
            second.follow(second.send(ONE, f"{ONE}/bat-dau"))
    assert kills
    assert "trên 7" in second.page(ONE).text()

    component.round_of(office)
    assert "Lượt này bắt đầu" in second.page(ONE).text()
    world.clock.forward(minutes=6)
    assert component.round_of(office)["done"] == [component.DAY]
    assert "Xong lúc" in second.page(ONE).text()
    assert world.sums() == before


def test_unit_by_unit__found_by_old_and_new_names(
    two: tuple[OfficerBrowser, OfficerBrowser], world: World
) -> None:
    planner, _ = two
    decided(planner)
    names = {unit.path: unit.name for unit in world.units.subtree(PROVINCE)}
    for wanted in (names[world.old[0]], names[NEW]):
        page = planner.page(f"{ONE}/don-vi?q={wanted.replace(' ', '+')}")
        (card,) = [each for each in page.all("section") if names[NEW] in each.text()]
        assert f"{names[world.old[0]]}, {names[DISTRICT]}" in card.text()
        assert f"Tài khoản đi tiếpMTTQ {world.old[-1]}" in card.text()


def test_a_communes_administrator__sees_no_way_here(
    open_table: OpenTable, world: World, office: Door
) -> None:
    made = ConsoleWorld(open_table)
    officer = made.officer("lan-2", world.old[0], Role.ADMINISTRATOR)
    browser = made.sign_in(officer, office.module.handler, factor=True)
    for path in ("", f"/{component.DAY}", f"/{component.DAY}/don-vi"):
        answer = browser.ask(f"{AREA}{path}")
        assert answer["statusCode"] == 404
        assert f'href="{AREA}"' not in answer["body"]


@pytest.mark.enable_socket
def test_on_a_phone(two: tuple[OfficerBrowser, OfficerBrowser], office: Door, open_phone: OpenPhone) -> None:
    planner, _ = two
    planner.follow(planner.send(AREA, AREA, ngay=component.DAY))
    phone = signed_in(office.module.handler, planner, open_phone)
    paths = [AREA, *(f"{ONE}{rest}" for rest in ("", "/don-vi", "/quyet-dinh"))]
    assert wrong_on_a_phone(phone, paths) == {}
