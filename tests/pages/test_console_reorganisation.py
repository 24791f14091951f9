"""Two administrators plan, decide, approve and start a reorganisation in the console, without script."""

from random import Random
from typing import Final

import pytest

from loa.casework.cases.rows.keys import case_key
from loa.errors import Conflict
from loa.foundation.officers.model import Role
from loa.reorganisation.running.jobs import MOST_PASSES
from tests.component.api.reorganisation import test_reorganisation as component
from tests.conftest import OpenTable
from tests.pages.browsing import OpenPhone, signed_in, wrong_on_a_phone
from tests.worlds.console import ConsoleWorld, OfficerBrowser
from tests.worlds.fakes import Killed
from tests.worlds.province import Door
from tests.worlds.store.reorganisation_office import PROVINCE, SECOND
from tests.worlds.store.reorganisation_world import DISTRICT, JULY, NEW, World

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


def test_another_account_is_kept_than_the_largest(
    two: tuple[OfficerBrowser, OfficerBrowser], world: World
) -> None:
    planner, _ = two
    decided(planner)
    page = planner.page(f"{ONE}/don-vi")
    (form,) = [form for form in page.all("form") if form.get("action") == f"{ONE}/quyet-dinh"]
    fields = {
        each.get("name"): each.get("value") for each in form.all("input") if each.get("type") == "hidden"
    }
    offered = {each.get("value") for each in form.all("input") if each.get("name") == "chon"}
    assert offered == {f"oa-{path}" for path in world.old[:-1]}  # not the district's, nor the largest

    chosen = planner.follow(planner.post(f"{ONE}/quyet-dinh", {**fields, "chon": f"oa-{world.old[0]}"}))

    assert "người lập phương án đã tự chọn" in chosen.text()
    after = planner.page(f"{ONE}/don-vi")
    assert f"Tài khoản đi tiếpMTTQ {world.old[0]}" in after.text()
    assert not [form for form in after.all("form") if form.get("action") == f"{ONE}/quyet-dinh"]


def test_who_decides_about_a_unit__reads_why_and_what_stands_there(
    two: tuple[OfficerBrowser, OfficerBrowser], world: World
) -> None:
    planner, _ = two
    planner.follow(planner.send(AREA, AREA, ngay=component.DAY))
    text = planner.page(f"{ONE}/quyet-dinh").text()
    assert "Đơn vị này kết thúc, không có đơn vị nào thay." in text
    assert "Ở đó đang có: 1 tài khoản Zalo, 44 người quan tâm, 2 cán bộ, 1 vụ việc chưa xong" in text


def test_what_was_left_is_tried_again_when_somebody_has_put_it_right(
    two: tuple[OfficerBrowser, OfficerBrowser], world: World, office: Door
) -> None:
    planner, second = two
    decided(planner)
    planner.follow(planner.send(ONE, f"{ONE}/trinh"))
    second.follow(second.send(ONE, f"{ONE}/duyet"))
    second.follow(second.send(ONE, f"{ONE}/bat-dau"))
    broken = world.open_case(world.old[0])
    table = world.cases.store.table
    row = table.get(*case_key(broken.id))
    assert row
    table.put({**row, "state": "of an earlier release"})
    rounds_until_done(world, office)

    left = second.page(ONE)
    assert "còn 1 việc phải có người xem" in left.text()
    assert f'href="/console/vu-viec/{broken.id}"' in second.ask(ONE)["body"]
    assert [form for form in left.all("form") if form.get("action") == f"{ONE}/bat-dau"]
    table.put(row)
    world.service.start(JULY, SECOND)  # the factor of the session is too old by now
    rounds_until_done(world, office)

    ended = second.page(ONE).text()
    assert "Mọi việc đã ở đơn vị mới." in ended
    assert "Lúc này" in ended
    assert world.cases.read(broken.id).unit_path == NEW
    with pytest.raises(Conflict):
        world.service.start(JULY, SECOND)  # nothing is left


def rounds_until_done(world: World, office: Door) -> None:
    for _ in range(MOST_PASSES):
        if component.round_of(office)["done"]:
            return
        world.clock.forward(minutes=6)
    raise AssertionError("it does not come to its end")


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
