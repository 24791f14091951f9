"""Pages of broadcasts in a browser: one is written without script; all pages by axe, in large letters."""

import pytest
from playwright.sync_api import FilePayload

from loa.foundation.officers.model import Role
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.publishing.broadcasts.rules.model import BroadcastState
from tests.conftest import OpenTable
from tests.pages.browsing import OpenPhone, signed_in, visit, wrong_on_a_phone
from tests.worlds.console_broadcasts import (
    AREA,
    COMMUNE,
    PROVINCE,
    TITLE,
    BroadcastWorld,
    broadcast_world,
    submitted,
    written,
)
from tests.worlds.console_cases import jpeg

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> BroadcastWorld:
    return broadcast_world(open_table, monkeypatch)


def test_every_page_is_right_on_a_phone_and_in_the_largest_letters(
    world: BroadcastWorld, open_phone: OpenPhone
) -> None:
    writer = world.sign_in("Phan Thị Thu", PROVINCE, Role.EDITOR)
    chief = world.sign_in("Nguyễn Văn Thành", PROVINCE, Role.APPROVER, Role.EDITOR)
    draft = written(writer, recipients={"who": "chosen", "unit": [COMMUNE]})
    waiting, gone = submitted(writer), submitted(writer)
    chief.send(f"{AREA}/{gone}/duyet", f"{AREA}/{gone}/duyet", decision="approve", read="true")
    states = {
        "40.16681": (DeliveryState.FAILED, "needs_consent"),
        "40.16690": (DeliveryState.UNKNOWN, "answer_lost"),
        COMMUNE: (DeliveryState.SENT, ""),
    }
    world.sending(gone, states)
    old = world.outdated(writer, chief)
    phone = signed_in(world.handler, chief, open_phone)
    own = (
        *("", "/moi", f"/{draft}/gui-cho", f"/{draft}/noi-dung", f"/{draft}/mau", f"/{draft}/khi-nao"),
        *(f"/{draft}/mau?ten=fund_drive", f"/{draft}/thu-vien", f"/{draft}/xem-lai", "/gop-loi"),
        *(f"/{waiting}/duyet", f"/{waiting}/khan-cap", f"/{gone}", f"/{old}", f"/{old}/sua-bai"),
    )
    assert wrong_on_a_phone(phone, [f"{AREA}{path}" for path in own]) == {}


def test_a_message_is_written_and_submitted_without_script(
    world: BroadcastWorld, open_phone: OpenPhone
) -> None:
    phone = signed_in(world.handler, world.sign_in("Phan Thị Thu"), open_phone, script=False)
    visit(phone, AREA)
    phone.get_by_role("link", name="Soạn tin mới").click()
    phone.get_by_role("button", name="Lưu, sang nội dung").click()
    phone.get_by_label("Tiêu đề").fill(TITLE)
    phone.get_by_label("Câu tóm tắt").fill("Giữ ấm người già.")
    picture = FilePayload(name="anh.jpg", mimeType="image/jpeg", buffer=jpeg())
    phone.get_by_label("Ảnh bìa").set_input_files([picture])
    phone.get_by_label("Đoạn chữ").fill("Từ đêm 3/12 có rét đậm.")
    phone.get_by_role("button", name="Lưu, sang giờ gửi").click()
    phone.get_by_role("button", name="Lưu, xem lại tất cả").click()
    phone.get_by_role("button", name="Gửi duyệt").click()
    phone.get_by_text("Đã gửi duyệt.").wait_for()
    (found,) = world.store.get_all(
        [row["broadcast_id"] for row in world.store.waiting("40", "40", limit=9).rows]
    )
    assert (found.title, found.state) == (TITLE, BroadcastState.SUBMITTED)
