"""Officers kept by administrators: entered, changed, disabled at once; two of them make an administrator."""

import unicodedata
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from loa import clock
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.people.handovers import HandOverStore
from loa.foundation.sign_in.store import SignInStore
from loa.foundation.units.store import UnitStore
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.pages.reading import check
from tests.worlds.console import ConsoleWorld, OfficerBrowser, body_of, set_console_environment
from tests.worlds.doors import load
from tests.worlds.people_pool import FakeUserPool

AREA, COMMUNE, OTHER = "/console/can-bo", "40.17506", "40.17329"


@pytest.fixture
def pool() -> FakeUserPool:
    return FakeUserPool()


@pytest.fixture
def people(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, pool: FakeUserPool) -> Any:
    set_console_environment(open_table, monkeypatch)
    monkeypatch.setenv("STATISTICS_TABLE", open_table("Statistics").name)
    monkeypatch.setenv("AUDIENCE_TABLE", open_table("Audience").name)
    monkeypatch.setenv("USER_POOL_ID", "pool")
    UnitStore(open_table("Units")).save_all(UNITS)
    module = load("people")
    monkeypatch.setattr("people_pages.dependencies.UserPool", lambda _: pool)
    return module


@pytest.fixture
def world(open_table: OpenTable, people: Any) -> ConsoleWorld:
    return ConsoleWorld(open_table)


@pytest.fixture
def chief(world: ConsoleWorld, people: Any) -> OfficerBrowser:
    officer = world.officer("chief", "40", Role.ADMINISTRATOR, name="Nguyễn Thị Quản")
    return world.sign_in(officer, people.handler, factor=True)


def _refused(answer: dict[str, Any]) -> bool:
    return answer["statusCode"] in {403, 404, 422}


def _token(browser: OfficerBrowser) -> str:
    controls = browser.page(AREA).all("input")
    return next(str(each.get("value")) for each in controls if each.get("name") == "csrf")


def test_officer__added__can_be_given_a_slip_and_is_there_at_once(
    chief: OfficerBrowser, pool: FakeUserPool, world: ConsoleWorld, people: Any
) -> None:
    page = chief.page(f"{AREA}/them")
    fields = {"name": "Lò Thị Mới", "unit": COMMUNE, "roles": ["editor"]}
    first, again = (chief.send(page, f"{AREA}/them", **fields) for _ in range(2))
    assert first["headers"]["location"] == again["headers"]["location"]
    assert len(pool.names) == 1, "done once"
    ((identity, username),) = pool.names.items()
    assert username.endswith(".01")
    assert pool.groups[identity] == {"editor"}
    assert pool.given[identity]["custom:unit"] == COMMUNE
    known = world.officers.officer(COMMUNE, identity)
    assert known is not None
    assert known.roles == {Role.EDITOR}
    assert f"mã {username} · chưa có ứng dụng mã" in chief.page(AREA).text()
    SignInStore(world.sessions.table).keep_codes(username, identity, COMMUNE, ["code"])
    assert f"mã {username} · có ứng dụng mã" in chief.page(f"{AREA}?ten={username}").text()
    person = chief.follow(first)
    browser = world.sign_in(known, people.handler)
    slip = chief.send(person, f"{AREA}/phieu")
    assert browser.ask(AREA)["statusCode"] == 303, "signed out"
    password = pool.passwords[identity]
    assert "chỉ hiện một lần" in chief.follow(chief.send(person, f"{AREA}/phieu")).text(), "reloaded"
    assert pool.passwords[identity] == password
    text = body_of(slip)
    assert pool.passwords[identity] in text
    assert username in text
    assert slip["headers"]["cache-control"] == "no-store"


def test_officer__with_errors__keeps_what_was_typed(chief: OfficerBrowser, pool: FakeUserPool) -> None:
    page = chief.page(f"{AREA}/them")
    fields = {"name": '"><script>', "unit": "40.99999", "roles": []}
    answer = chief.send(page, f"{AREA}/them", **fields)
    assert answer["statusCode"] == 422
    assert "<script>alert" not in body_of(answer)
    assert "&#34;&gt;&lt;script&gt;" in body_of(answer)
    assert not pool.names


def test_administrator__is_confirmed_by_another_one(
    chief: OfficerBrowser, pool: FakeUserPool, world: ConsoleWorld, people: Any
) -> None:
    hoa = world.officer("hoa", COMMUNE, Role.EDITOR)
    page = chief.page(f"{AREA}/{COMMUNE}/hoa")
    answer = chief.send(page, f"{AREA}/{COMMUNE}/hoa/vai-tro", roles=["editor", "administrator"])
    assert "một quản trị viên khác" in chief.follow(answer).text()
    assert world.officers.officer(COMMUNE, "hoa") == hoa
    assert not pool.groups
    confirm = f"{AREA}/{COMMUNE}/hoa/xac-nhan"
    assert not [form for form in chief.page(AREA).all("form") if form.get("action") == confirm]
    hidden = {"csrf": "", "khoa": "key-12345678"}
    token = _token(chief)
    assert chief.post(confirm, hidden | {"csrf": token})["statusCode"] == 403, "not by who proposed it"
    second = world.sign_in(world.officer("second", "40", Role.ADMINISTRATOR), people.handler, factor=True)
    answer = second.send(AREA, confirm)
    assert answer["statusCode"] == 303
    known = world.officers.officer(COMMUNE, "hoa")
    assert known is not None
    assert known.roles == {Role.EDITOR, Role.ADMINISTRATOR}
    assert pool.groups["hoa"] == {"editor", "administrator"}
    assert "xác nhận" not in second.page(AREA).one("h1").text()


@pytest.mark.parametrize(
    ("act", "order", "proposer"),
    [
        ("phieu", "reset first", "chief"),
        ("cai-lai-ma", "proposed first", "chief"),
        ("phieu", "reset first", "second"),
    ],
)
def test_second_administrator__whom_the_first_could_sign_in_as__is_not_a_second_person(
    chief: OfficerBrowser, world: ConsoleWorld, people: Any, act: str, order: str, proposer: str
) -> None:
    hoa, confirm = world.officer("hoa", COMMUNE, Role.EDITOR), f"{AREA}/{COMMUNE}/hoa/xac-nhan"
    second, middle, third = (world.officer(each, "40", Role.ADMINISTRATOR) for each in ("b", "m", "c"))

    def signed_in(officer: KnownOfficer) -> OfficerBrowser:
        world.sessions.end_all(officer.id)
        return world.sign_in(officer, people.handler, factor=True)

    def help_each_other() -> None:
        helper = chief
        for other in (middle, second):  # in a chain: whoever is its first could be all of them
            action = f"{AREA}/phieu" if act == "phieu" else f"{AREA}/40/{other.id}/{act}"
            assert helper.send(f"{AREA}/40/{other.id}", action)["statusCode"] in {200, 303}
            helper = signed_in(other)

    if order == "reset first":
        help_each_other()
    here = chief if proposer == "chief" else signed_in(second)
    here.send(f"{AREA}/{COMMUNE}/hoa", f"{AREA}/{COMMUNE}/hoa/vai-tro", roles=["administrator"])
    if order == "proposed first":
        help_each_other()
    there = signed_in(second) if proposer == "chief" else chief
    assert "cấp lại" in body_of(there.send(AREA, confirm))
    assert world.officers.officer(COMMUNE, "hoa") == hoa
    assert signed_in(third).send(AREA, confirm)["statusCode"] == 303


def test_proposal__swapped_after_it_was_read__is_not_confirmed(
    chief: OfficerBrowser, world: ConsoleWorld, people: Any
) -> None:
    hoa = world.officer("hoa", COMMUNE, Role.VIEWER)
    path = f"{AREA}/{COMMUNE}/hoa"
    chief.send(path, f"{path}/vai-tro", roles=["investigator"])
    second = world.sign_in(world.officer("second", "40", Role.ADMINISTRATOR), people.handler, factor=True)
    read = second.page(AREA)
    chief.send(path, f"{path}/vai-tro", roles=["administrator", "approver"])
    answer = second.send(read, f"{path}/xac-nhan")
    assert answer["statusCode"] == 409
    assert "vừa thay đổi" in body_of(answer)
    assert world.officers.officer(COMMUNE, "hoa") == hoa
    assert second.send(AREA, f"{path}/xac-nhan")["statusCode"] == 303


def test_administrator__moved__is_one_in_the_new_unit_only_if_two_say_so(
    chief: OfficerBrowser, pool: FakeUserPool, world: ConsoleWorld, people: Any
) -> None:
    pool.groups["hoa"] = {"administrator"}
    world.officer("hoa", COMMUNE, Role.ADMINISTRATOR)
    answer = chief.send(f"{AREA}/{COMMUNE}/hoa", f"{AREA}/{COMMUNE}/hoa/chuyen", unit="40")
    assert "chờ một quản trị viên khác" in chief.follow(answer).text()
    assert pool.groups["hoa"] == {"viewer"}
    moved = world.officers.officer("40", "hoa")
    assert moved is not None
    assert moved.roles == {Role.VIEWER}
    second = world.sign_in(world.officer("second", "40", Role.ADMINISTRATOR), people.handler, factor=True)
    assert second.send(AREA, f"{AREA}/40/hoa/xac-nhan")["statusCode"] == 303
    assert pool.groups["hoa"] == {"administrator"}


def test_fellow_administrator__is_not_moved_disabled_or_made_less(
    pool: FakeUserPool, world: ConsoleWorld, people: Any
) -> None:
    own, peer = (world.officer(each, COMMUNE, Role.ADMINISTRATOR) for each in ("own", "peer"))
    world.officer("hoa", COMMUNE, Role.EDITOR)
    browser = world.sign_in(own, people.handler, factor=True)
    page = browser.page(f"{AREA}/{COMMUNE}/peer")
    assert {form.get("action") for form in page.all("form")} & {
        f"{AREA}/{COMMUNE}/peer/{act}" for act in ("chuyen", "khoa", "cai-lai-ma")
    } == set()
    fields = {"csrf": _token(browser), "khoa": "key-12345678", "roles": ["viewer"], "unit": COMMUNE}
    for act in ("vai-tro", "chuyen", "khoa"):
        assert browser.post(f"{AREA}/{COMMUNE}/peer/{act}", fields)["statusCode"] == 403, act
    boxes = [each.get("value") for each in browser.page(AREA).all("input") if each.get("name") == "ai"]
    assert boxes == [f"{COMMUNE}/hoa"]
    chosen = [f"{COMMUNE}/hoa", f"{COMMUNE}/peer"]
    assert browser.post(f"{AREA}/phieu", fields | {"ai": chosen})["statusCode"] == 403
    assert not pool.passwords, "all or nobody"
    assert world.officers.officer(COMMUNE, "peer") == peer
    assert not any([pool.groups, pool.disabled])


def test_officer__given_other_roles__signs_in_anew(
    chief: OfficerBrowser, world: ConsoleWorld, people: Any
) -> None:
    browser = world.sign_in(world.officer("hoa", COMMUNE, Role.EDITOR), people.handler)
    chief.send(f"{AREA}/{COMMUNE}/hoa", f"{AREA}/{COMMUNE}/hoa/vai-tro", roles=["editor", "approver"])
    assert browser.ask(AREA)["statusCode"] == 303


def test_officer__disabled_or_given_another_password__is_out_at_the_next_page(
    chief: OfficerBrowser, pool: FakeUserPool, world: ConsoleWorld, people: Any
) -> None:
    hoa, lan = (world.officer(name, COMMUNE, Role.EDITOR, Role.APPROVER) for name in ("hoa", "lan"))
    browsers = [world.sign_in(each, people.handler) for each in (hoa, lan)]
    assert [each.ask(AREA)["statusCode"] for each in browsers] == [403, 403]
    chief.send(f"{AREA}/{COMMUNE}/hoa", f"{AREA}/{COMMUNE}/hoa/khoa")
    assert pool.disabled == {"hoa"}
    assert world.officers.officer(COMMUNE, "hoa") is None
    chief.send(f"{AREA}/{COMMUNE}/lan", f"{AREA}/{COMMUNE}/lan/cai-lai-ma")
    assert pool.without_factor == {"lan"}
    assert [each.ask(AREA)["statusCode"] for each in browsers] == [303, 303]


def test_officer__disabled__leaves_their_work_to_whom_the_form_names(
    chief: OfficerBrowser, pool: FakeUserPool, world: ConsoleWorld
) -> None:
    orders = HandOverStore(world.officers.table)
    for name in ("hoa", "lan"):
        world.officer(name, COMMUNE, Role.EDITOR, name=name.title())
    world.officer("xem", COMMUNE, Role.VIEWER, name="Người Xem")
    world.officer("stranger", OTHER, Role.EDITOR, name="Người Xã Khác")
    path = f"{AREA}/{COMMUNE}/hoa"
    page = chief.page(path)
    (choice,) = [each for each in page.all("select") if each.get("id") == "giao-khoa"]
    offered = [option.get("value") for option in choice.all("option")]
    assert offered == ["", "chief", "lan"], "only who may do the work there"
    refused = chief.send(page, f"{path}/khoa", successor="stranger")
    assert refused["statusCode"] == 422
    assert "Xin chọn một người trong danh sách" in body_of(refused)
    assert not pool.disabled
    answers = [chief.send(page, f"{path}/khoa", successor="lan") for _ in range(2)]
    assert "chuyển sang Lan" in chief.follow(answers[-1]).text()
    (order,) = orders.living("40", clock.now())
    assert (order.officer_id, order.unit_path, order.to_id, order.by.id) == ("hoa", COMMUNE, "lan", "chief")


def test_officer__moved__works_elsewhere(
    chief: OfficerBrowser, pool: FakeUserPool, world: ConsoleWorld
) -> None:
    world.officer("hoa", COMMUNE, Role.EDITOR)
    answer = chief.send(f"{AREA}/{COMMUNE}/hoa", f"{AREA}/{COMMUNE}/hoa/chuyen", unit=OTHER)
    assert answer["headers"]["location"] == f"{AREA}/{OTHER}/hoa"
    assert pool.given["hoa"] == {"custom:unit": OTHER}
    assert world.officers.officer(COMMUNE, "hoa") is None
    assert world.officers.officer(OTHER, "hoa") is not None


def test_people__of_another_unit_or_oneself__are_not_ones_own_to_change(
    pool: FakeUserPool, world: ConsoleWorld, people: Any
) -> None:
    own = world.officer("own", COMMUNE, Role.ADMINISTRATOR)
    world.officer("peer", COMMUNE, Role.ADMINISTRATOR)
    world.officer("stranger", OTHER, Role.EDITOR, name="Người Xã Khác")
    browser = world.sign_in(own, people.handler, factor=True)
    page = browser.page(AREA)
    assert "Người Xã Khác" not in page.text()
    token = _token(browser)
    fields = {"csrf": token, "khoa": "key-12345678", "roles": ["editor"], "unit": OTHER, "name": "A B"}
    for person in (f"{OTHER}/stranger", f"{COMMUNE}/stranger", f"{COMMUNE}/own", f"{OTHER}/own"):
        for act in ("vai-tro", "chuyen", "khoa", "cai-lai-ma", "xac-nhan"):
            if person == f"{COMMUNE}/own" and act == "chuyen":
                continue  # the unit is none of the list: nothing is done either
            assert _refused(browser.post(f"{AREA}/{person}/{act}", fields)), (person, act)
        assert _refused(browser.post(f"{AREA}/phieu", fields | {"ai": person}))
    assert _refused(browser.post(f"{AREA}/phieu", fields | {"ai": f"{COMMUNE}/peer"})), (
        "help comes from above"
    )
    assert _refused(browser.post(f"{AREA}/{COMMUNE}/peer/cai-lai-ma", fields))
    assert _refused(browser.post(f"{AREA}/them", fields))
    done = [pool.names, pool.groups, pool.disabled, pool.passwords, pool.without_factor]
    assert not any(done)


def test_list__pasted_from_a_sheet__is_entered_whole_or_told_line_by_line(
    chief: OfficerBrowser, pool: FakeUserPool
) -> None:
    name = next(unit.name for unit in UNITS if unit.path == COMMUNE)
    head, first = "Họ tên\tĐơn vị\tVai trò", f"Lò Thị Mới\t{name}\tbiên tập"
    wrong = ["Vi Văn Hai\tXã Không Có\tduyệt", f"\t{name}\txem", f"=CMD()\t{name}\tvua"]
    bad = "\n".join([head, first, *wrong])
    page = chief.page(f"{AREA}/nhieu")
    answer = chief.send(page, f"{AREA}/nhieu", rows=bad)
    assert answer["statusCode"] == 422
    text = body_of(answer)
    assert all(f"Dòng {line}:" in text for line in (3, 4, 5))
    assert "Lò Thị Mới" in text, "what was pasted stays"
    assert not pool.names
    good = f"Lò Thị Mới\t{name}\tbiên tập, duyệt\t\nVi Văn Hai\t{COMMUNE}\txem\thai@example.vn"
    for _ in range(2):
        answer = chief.send(page, f"{AREA}/nhieu", rows=good)
    assert answer["statusCode"] == 303
    assert len(pool.names) == 2
    assert "Lò Thị Mới" in chief.follow(answer).text()


def test_list__as_old_files_and_other_machines_write_it__is_read_like_any_other(
    chief: OfficerBrowser, pool: FakeUserPool
) -> None:
    written = (
        "\ufeffHọ tên\tĐơn vị\tVai trò\tThư",
        unicodedata.normalize("NFD", f"Vi Thị Bưởi\t{COMMUNE}\txem\t"),
        f"NguyÔn ThÞ Hoa\t{COMMUNE}\txem\thoa@example.vn\u200b",
        f"\u200bLò\u00a0Thị Mới\t{COMMUNE}\txem\t\u00a0",
    )
    page = chief.page(f"{AREA}/nhieu")
    answer = chief.send(page, f"{AREA}/nhieu", rows="\r\n".join(written))
    assert answer["statusCode"] == 303, body_of(answer)
    listed = chief.follow(answer).text()
    assert all(name in listed for name in ("Vi Thị Bưởi", "Nguyễn Thị Hoa", "Lò Thị Mới"))
    page = chief.page(f"{AREA}/nhieu")
    chief.send(page, f"{AREA}/nhieu", rows=f"Vi Thị Bưởi\t{COMMUNE}\txem")
    assert len(pool.names) == 3, "the same person, however they were written"


def _file(*rows: list[str | None]) -> bytes:
    """A sheet as Excel keeps it."""
    book, output = Workbook(), BytesIO()
    sheet = book.active
    assert sheet
    for row in rows:
        sheet.append(row)
    book.save(output)
    return output.getvalue()


def test_fifty_officers__of_a_file_with_errors__are_mended_in_the_box_and_entered(
    chief: OfficerBrowser, pool: FakeUserPool
) -> None:
    name = next(unit.name for unit in UNITS if unit.path == COMMUNE)
    rows: list[list[str | None]] = [[f"Vi Văn {number:02d}", name, "biên tập", None] for number in range(50)]
    rows[10], rows[30] = ["Vi Văn 10", "Xã Không Có", "duyệt", None], ["Vi Văn 30", name, "vua", None]
    rows[40], rows[45] = ["vi văn 05", name, "xem", None], ["Vi Văn 45", name, "xem", "không phải thư"]
    head: list[str | None] = ["Họ và tên", "Đơn vị", "Vai trò", "Thư điện tử"]
    sheet = _file([], head, *rows)
    path = f"{AREA}/nhieu"
    hidden = {"csrf": _token(chief), "khoa": "key-12345678", "rows": ""}
    answer = chief.post_files(path, hidden, {"sheet": sheet})
    assert answer["statusCode"] == 422
    page = check(body_of(answer))
    told = [item.text() for item in page.one("main").all("li") if item.text().startswith("Dòng")]
    assert [words.partition(":")[0] for words in told] == ["Dòng 13", "Dòng 33", "Dòng 43", "Dòng 48"]
    assert "Trùng với dòng 8" in told[2]
    assert not pool.names, "all or nobody"
    box = "".join(map(str, page.one("textarea").children)).removeprefix("\n")
    lines = box.splitlines()
    assert lines[12] == "Vi Văn 10\tXã Không Có\tduyệt", "as the sheet numbers them"
    lines[12] = f"Vi Văn 10\t{name}\tduyệt"
    lines[32], lines[42] = f"Vi Văn 30\t{name}\tduyệt", f"Vi Văn 40\t{name}\txem"
    lines[47] = f"Vi Văn 45\t{name}\txem"
    hidden |= {"rows": "\n".join(lines), "khoa": "key-87654321"}
    for _ in range(2):
        assert chief.post_files(path, hidden, {})["statusCode"] == 303
    assert len(pool.names) == 50


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"Ho ten;Don vi", b"\xd0\xcf\x11\xe0" * 200])
def test_file__that_is_no_sheet__is_refused_beside_its_field(chief: OfficerBrowser, content: bytes) -> None:
    hidden = {"csrf": _token(chief), "khoa": "key-12345678", "rows": "Lò Thị Mới\tXã"}
    answer = chief.post_files(f"{AREA}/nhieu", hidden, {"sheet": content})
    assert answer["statusCode"] == 422
    assert "Máy không đọc được tệp này" in body_of(answer)
    assert "Lò Thị Mới" in body_of(answer)


def test_change__without_a_recent_factor__asks_for_it_first(world: ConsoleWorld, people: Any) -> None:
    browser = world.sign_in(world.officer("chief", "40", Role.ADMINISTRATOR), people.handler)
    for path in (f"{AREA}/them", f"{AREA}/nhieu"):
        assert browser.ask(path)["headers"]["location"].startswith("/console/xac-nhan?den=")


def test_name_email_and_phone__put_right__are_told_to_their_officer_and_count_as_a_reset(
    chief: OfficerBrowser, pool: FakeUserPool, world: ConsoleWorld, people: Any
) -> None:
    hoa = world.officer("hoa", COMMUNE, Role.EDITOR, name="Trần Thị Hoà")
    here = f"{AREA}/{COMMUNE}/hoa"
    wrong = chief.send(here, f"{here}/thong-tin", name="T", email="hoa@", phone="12")
    assert wrong["statusCode"] == 422
    assert 'value="hoa@"' in body_of(wrong)
    given = {"name": "Trần Thị Hoa", "email": "hoa@yenthanh.vn", "phone": "0912.345.678"}
    page = chief.page(here)
    for _ in range(2):
        assert "Đã sửa thông tin" in chief.follow(chief.send(page, f"{here}/thong-tin", **given)).text()
    said = pool.given["hoa"]
    assert (said["phone_number"], said["email_verified"]) == ("+84912345678", "true")
    known = world.officers.officer(COMMUNE, "hoa")
    assert known
    assert known.name == "Trần Thị Hoa"
    assert "0912345678" in body_of(chief.ask(here))
    told = world.sign_in(hoa, load("session").handler).page("/console").text()
    assert "Nguyễn Thị Quản đã sửa họ tên, thư điện tử, số điện thoại của anh/chị" in told
    rows = world.officers.table.rows("people#40", prefix="reset#hoa#")
    assert [row["sort"] for row in rows] == ["reset#hoa#chief"], "who writes the address could sign in"
    assert "vẫn như cũ" in chief.follow(chief.send(here, f"{here}/thong-tin", **given)).text()


def test_email_set_for_a_while__before_another_change__is_still_told_to_its_owner(
    chief: OfficerBrowser, world: ConsoleWorld, people: Any
) -> None:
    hoa, here = world.officer("hoa", COMMUNE, Role.EDITOR), f"{AREA}/{COMMUNE}/hoa"
    for email, phone in (("chief@example.vn", ""), ("", ""), ("", "0912345678")):
        chief.send(here, f"{here}/thong-tin", name="Hoa", email=email, phone=phone)
    told = world.sign_in(hoa, load("session").handler).page("/console").text()
    assert told.count("đã sửa họ tên, thư điện tử của anh/chị") == 1
    assert told.count("đã sửa thư điện tử của anh/chị") == 1
    assert told.count("đã sửa số điện thoại của anh/chị") == 1


def test_disabled_officer__is_listed_where_they_worked_and_above_alone(
    chief: OfficerBrowser, world: ConsoleWorld, people: Any
) -> None:
    world.officer("gone", COMMUNE, Role.EDITOR)
    here = f"{AREA}/{COMMUNE}/gone"
    chief.follow(chief.send(here, f"{here}/khoa"))
    own, other = (
        world.sign_in(world.officer(f"own-{path}", path, Role.ADMINISTRATOR), people.handler, factor=True)
        for path in (COMMUNE, OTHER)
    )
    listed = [here in [link.get("href") for link in each.page(AREA).all("a")] for each in (chief, own, other)]
    assert listed == [True, True, False]


def test_account_of_a_fellow_administrator__is_put_right_and_opened_from_above_alone(
    world: ConsoleWorld, people: Any, pool: FakeUserPool
) -> None:
    fellow = world.officer("fellow", COMMUNE, Role.ADMINISTRATOR, Role.EDITOR, name="Hồ Văn Cùng")
    same = world.sign_in(world.officer("same", COMMUNE, Role.ADMINISTRATOR), people.handler, factor=True)
    above, second = (
        world.sign_in(world.officer(name, "40", Role.ADMINISTRATOR), people.handler, factor=True)
        for name in ("above", "second")
    )
    here = f"{AREA}/{COMMUNE}/{fellow.id}"
    fields = {"csrf": _token(same), "khoa": "key-12345678", "name": "Hồ Văn Khác"}
    assert same.post(f"{here}/thong-tin", fields)["statusCode"] == 403
    above.follow(above.send(here, f"{here}/khoa"))
    pool.groups[fellow.id] = {"administrator", "editor"}
    assert same.post(f"{here}/mo-khoa", fields)["statusCode"] == 403
    assert "Quản trị cấp trên mở lại" in same.page(here).text()
    assert fellow.id in pool.disabled
    assert here in [link.get("href") for link in above.page(AREA).all("a")]
    page = above.page(here)
    for _ in range(2):
        said = above.follow(above.send(page, f"{here}/mo-khoa")).text()
        assert "chờ một quản trị viên khác xác nhận" in said
    assert fellow.id not in pool.disabled
    assert pool.groups[fellow.id] == {"editor"}, "what two people gave one does not give back"
    known = world.officers.officer(COMMUNE, fellow.id)
    assert known
    assert known.roles == {Role.EDITOR}
    second.follow(second.send(AREA, f"{here}/xac-nhan"))
    assert pool.groups[fellow.id] == {"administrator", "editor"}
    assert "Đã khóa" not in above.page(AREA).text()
