"""Pages of library, participation, network and reports: right on a phone, in large letters too."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import FilePayload, expect

from loa import clock
from loa.foundation.officers.model import Role
from loa.publishing.library.rows.upload_store import UploadStore
from loa.publishing.library.rules.media import UploadState
from loa.publishing.search.store import MissedSearches
from tests.conftest import OpenTable
from tests.pages import test_console_network as network
from tests.pages import test_console_reports as reports
from tests.pages.browsing import OpenPhone, signed_in, wrong_on_a_phone
from tests.pages.test_console_library import begun, choose, write
from tests.pages.test_console_library_files import recorded
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import COMMUNE, ParticipationWorld
from tests.worlds.console import ConsoleWorld, OfficerBrowser
from tests.worlds.console_cases import jpeg
from tests.worlds.console_library import LIST, console_library
from tests.worlds.doors import load
from tests.worlds.drafts import DRAFT

pytestmark = pytest.mark.enable_socket

world, people, sign_in = network.world, network.people, reports.sign_in
AREA = "/console/tham-gia"


def test_the_library(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone) -> None:
    made = console_library(open_table, monkeypatch)
    writer, chief = made.sign_in("Nguyễn Thị Lan"), made.sign_in("Lê Thị Hoa", Role.APPROVER, Role.EDITOR)
    draft, live = begun(writer), begun(writer, "Việc của Mặt trận", "page")
    for item in (draft, live):
        write(writer, item, "add-paragraphs-0")
    write(writer, live, "submit", words=["Mặt trận tập hợp ý kiến nhân dân."])
    choose(chief, live, "approve_now", approve_now_read="true")
    recorded(made, writer, draft)
    named = chief.send(chief.page(f"{LIST}/tep/lon"), f"{LIST}/tep/lon", title="Nghị quyết Đại hội")
    large = named["headers"]["location"].removeprefix(LIST)
    phone = signed_in(made.handler, chief, open_phone)
    paths = (
        *(
            "",
            "?muc=tat-ca",
            "/moi",
            "/moi?loai=article",
            "/lich",
            "/cam-nang",
            "/thu-tu",
            "/trang-web",
            "/tep",
        ),
        *("/nhap", "/nguon", "/nhat-ky"),
        *(f"/{item}{page}" for item in (draft, live) for page in ("", "/lich-su", "/cho-dung")),
        *(f"/{draft}/soan", f"/{draft}/khan-cap", "/tep/lon", large, f"/{draft}/chen?loai=sound&sau=0"),
    )
    assert wrong_on_a_phone(phone, [f"{LIST}{path}" for path in paths]) == {}


def test_the_search_of_the_province(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone
) -> None:
    made = console_library(open_table, monkeypatch)
    chief = made.sign_in("Quản trị tỉnh", Role.ADMINISTRATOR, unit="40")
    item = made.library.publish("Lịch họp dân bàn việc sáp nhập xóm, đóng góp làm đường và nhà văn hóa")
    for number in range(3):
        sought = f"thu tuc lam lai can cuoc cong dan {number}"
        for _ in range(3):
            MissedSearches(open_table("Published")).count(sought, clock.now())
    page = f"{LIST}/tim-kiem"
    chief.send(page, page, synonyms="căn cước, chứng minh thư, cccd\ntrạm y tế, bệnh xá, trạm xá")
    chief.send(chief.page(page), f"{page}/dung-dau", words="họp dân", address=f"https://loa.test/bai/{item}")
    phone = signed_in(made.handler, chief, open_phone)
    assert wrong_on_a_phone(phone, [page]) == {}


def test_what_a_picture_is_about__is_tapped__and_its_small_version_is_cut_there(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone
) -> None:
    made = console_library(open_table, monkeypatch)
    phone = signed_in(made.handler, made.sign_in("Nguyễn Thị Lan"), open_phone)
    phone.goto(f"{LIST}/tep")
    picture = FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=jpeg(400, 1200))
    phone.locator("input[type=file]").set_input_files(picture)
    phone.locator("details[data-focus] summary").click()
    phone.locator("canvas").click(position={"x": 50, "y": 3})
    expect(phone.locator("#focus_x")).to_have_value("50")
    expect(phone.locator("#focus_y")).to_have_value("1")
    phone.locator("#title").fill("Cầu xóm 7")
    phone.get_by_role("button", name="Tải lên").click()
    phone.wait_for_url("**/tep/tai-len/**")
    path, upload_id = phone.url.partition("?")[0].rsplit("/", 2)[1:]
    assert UploadStore(open_table("Content")).get(path, upload_id).focus == (50, 1)
    made.look_at_uploads()
    assert UploadStore(open_table("Content")).get(path, upload_id).state is UploadState.KEPT


def test_participation(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone) -> None:
    made = ParticipationWorld(open_table, monkeypatch)
    contest, survey = made.contest(), made.campaign("survey", "Bà con thấy trụ sở mới thế nào?")
    phone = signed_in(made.console.handler, made.writer, open_phone)
    paths = (
        *("", "/moi", "/cau-hoi", "/cau-hoi/moi", "/cau-hoi/nhap"),
        *(f"/{contest}", f"/{contest}/dot", f"/{survey}", f"/{survey}/sua", f"/{survey}/cau"),
    )
    assert wrong_on_a_phone(phone, [f"{AREA}{path}" for path in paths]) == {}


def test_consultations(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone) -> None:
    law = Consultation(made := ParticipationWorld(open_table, monkeypatch))
    law.give(made.resident(1), "Điều 3 khoản 1", "disagree", "Ba ngày ngắn quá", wording="05 ngày làm việc")
    law.give(made.resident(2), "Điều 3", "other", "Cần báo trước lâu hơn")
    held = f"{law.page}/hoi-nghi"
    minutes = {"unit": COMMUNE, "held_on": str(made.now.date()), "persons": "40"}
    one = made.writer.send(held, held, **minutes)["headers"]["location"]
    theme = law.group("lâu hơn", "Báo trước lâu hơn")
    law.write(DRAFT.replace("ít nhất 03 ngày, theo", "ít nhất 05 ngày làm việc cho mọi hộ, theo"))
    phone = signed_in(made.console.handler, made.writer, open_phone)
    paths = ("", "/van-ban", "/doi-chieu", "/y-kien?xem=het", f"/nhom/{theme}", "/nhap-ho", "/hoi-nghi")
    assert wrong_on_a_phone(phone, [*(f"{law.page}{path}" for path in paths), one]) == {}


def test_what_residents_see_of_a_consultation(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone
) -> None:
    law = Consultation(made := ParticipationWorld(open_table, monkeypatch))
    resident = open_phone(made.public)
    resident.goto("/x")
    article, clause = law.node("Điều 3"), law.node("Điều 3 khoản 1")
    shown = ("/gop-y", law.public, f"{law.public}/dieu/{article}", f"{law.public}/y-kien/{clause}")
    assert wrong_on_a_phone(resident, shown) == {}


def test_the_network(world: ConsoleWorld, people: Any, open_phone: OpenPhone) -> None:
    chief = network.chief_of(world, people, "40", "chief")
    rows = "\n".join(
        f"{name}\tTrưởng ban công tác\t{network.COMMUNE}\tXóm {number}"
        for number, name in enumerate(("Lê Văn Hai", "Lầu Bá Tu", "Nguyễn Thị Phương Thảo Nguyên"))
    )
    chief.send(f"{network.AREA}/nhap", f"{network.AREA}/nhap", rows=rows)
    phone = signed_in(people.handler, chief, open_phone)
    paths = (network.AREA, f"{network.AREA}/nhap", "/console/can-bo", "/console/can-bo/nhieu")
    assert wrong_on_a_phone(phone, paths) == {}


def test_reports(sign_in: Callable[..., OfficerBrowser], open_phone: OpenPhone) -> None:
    officer = sign_in("officer-1", "40", Role.VIEWER)
    phone = signed_in(load("report").handler, officer, open_phone)
    paths = (reports.AREA, f"{reports.AREA}?don-vi={quote(reports.WARD)}", f"{reports.AREA}/in")
    assert wrong_on_a_phone(phone, paths) == {}
