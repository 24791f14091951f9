"""Pages of cases in a browser: a call from entry to answer, boxes drawn on a picture, all pages by axe."""

from io import BytesIO
from urllib.parse import quote

import boto3
import pytest
from PIL import Image

from loa.casework.cases.rules.model import CaseState, Move
from loa.foundation.officers.model import Role
from tests.conftest import OpenTable
from tests.pages.browsing import OpenPhone, signed_in, visit, wrong_on_a_phone
from tests.worlds.console_cases import COMMUNE, FLOODED, LIST, CaseWorld, case_world

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> CaseWorld:
    return case_world(open_table, monkeypatch)


def test_every_page_is_right_on_a_phone_and_in_the_largest_letters(
    world: CaseWorld, open_phone: OpenPhone
) -> None:
    chief = world.sign_in("Phan Chủ Tịch", COMMUNE, Role.APPROVER, Role.EDITOR)
    case = world.moved(world.pictured(), Move.ACCEPT)
    world.raised("Đường trước nhà văn hóa ngập", days_ago=40)
    world.desk.note(case.id, "Gọi trưởng xóm", by=chief.officer.id)
    done = world.answered(world.pictured("Bà Nguyễn Thị Lan 0912 345 678 báo cầu mục ván"))
    (reference,) = done.details.attachments
    phone = signed_in(world.handler, chief, open_phone)
    own = (
        *("", "?tim=duong", "?muc=today", "/moi", f"/in?viec={case.id}", f"/{case.id}", f"/{case.id}/phieu"),
        *(f"/{done.id}", f"/{done.id}/cong-khai", f"/{done.id}/che-anh?anh={quote(reference, safe='')}"),
    )
    assert wrong_on_a_phone(phone, [f"{LIST}{path}" for path in own]) == {}


@pytest.mark.parametrize("script", [True, False])
def test_a_call_is_entered_and_answered(world: CaseWorld, open_phone: OpenPhone, *, script: bool) -> None:
    phone = signed_in(world.handler, world.sign_in("Trần Thị Hoa"), open_phone, script=script)
    visit(phone, LIST)
    phone.get_by_role("link", name="Nhập phản ánh").click()
    phone.get_by_label("Gọi điện").check()
    phone.get_by_label("Đây là việc gì?").select_option("report")
    phone.get_by_label("Nội dung, đúng lời người dân").fill(FLOODED)
    phone.get_by_label("Số điện thoại").fill("0912 345 678")
    phone.get_by_role("button", name="Lưu và lấy mã").click()
    phone.get_by_role("heading", name="Mã để người dân giữ").wait_for()
    phone.get_by_role("link", name="Mở vụ việc").click()
    phone.get_by_label("Nhận giải quyết").check()
    phone.get_by_role("button", name="Lưu, ở lại trang này").click()
    phone.get_by_label("Trả lời người dân").check()
    phone.get_by_label("Lời trả lời").fill("Đã thông cống sáng nay.")
    phone.get_by_role("button", name="Lưu và xem việc kế tiếp").click()
    phone.get_by_text("đã ghi “Trả lời người dân”").wait_for()
    (line,) = world.desk.store.listing("40", COMMUNE, limit=10).items
    assert (line.state, world.desk.read(line.id).answer) == (CaseState.ANSWERED, "Đã thông cống sáng nay.")


def test_only_the_chosen_step_shows_what_it_needs(world: CaseWorld, open_phone: OpenPhone) -> None:
    case = world.moved(world.raised(), Move.ACCEPT)
    phone = signed_in(world.handler, world.sign_in("Trần Thị Hoa"), open_phone)
    visit(phone, f"{LIST}/{case.id}")
    assert phone.get_by_label("Lời trả lời").is_visible()
    assert not phone.get_by_label("Đơn vị nhận").is_visible()
    phone.get_by_label("Chuyển đơn vị Mặt trận khác").check()
    assert not phone.get_by_label("Lời trả lời").is_visible()
    assert phone.get_by_label("Đơn vị nhận").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_face_is_covered_and_the_picture_released(
    world: CaseWorld, open_phone: OpenPhone, *, script: bool
) -> None:
    case = world.answered(world.pictured("Đường ngập"))
    chief = world.sign_in("Phan Chủ Tịch", COMMUNE, Role.APPROVER, Role.EDITOR)
    phone = signed_in(world.handler, chief, open_phone, script=script)
    visit(phone, f"{LIST}/{case.id}/cong-khai")
    phone.get_by_role("link", name="Che ảnh 1").click()
    board = phone.locator(".board")
    if script:
        phone.locator(".board.ready").wait_for()  # the script comes after the page
        board.scroll_into_view_if_needed()
        frame = board.bounding_box()
        assert frame
        for left, top, right, bottom in ((0.1, 0.1, 0.2, 0.2), (0.15, 0.15, 0.4, 0.45)):
            phone.mouse.move(frame["x"] + frame["width"] * left, frame["y"] + frame["height"] * top)
            phone.mouse.down()
            phone.mouse.move(
                frame["x"] + frame["width"] * right, frame["y"] + frame["height"] * bottom, steps=4
            )
            phone.mouse.up()
        phone.get_by_role("button", name="Bỏ ô 1").click()  # a slip of the hand
        assert len(phone.get_by_label("Những ô che").input_value().splitlines()) == 1
    else:
        phone.get_by_text("Ghi ô che bằng số").click()
        phone.get_by_label("Những ô che").fill("15 15 40 45")
    phone.get_by_role("button", name="Che và xem lại").click()
    phone.get_by_role("link", name="Ảnh này được").click()
    assert phone.get_by_label("Công khai ảnh 1").is_checked(), "they said that it will do"
    phone.get_by_label("Tôi đã đọc lại từng chữ").check()
    phone.get_by_role("button", name="Công khai", exact=True).click()
    phone.get_by_text("Đã công khai").wait_for()
    assert world.desk.read(case.id).released
    shown = boto3.client("s3").list_objects_v2(Bucket="loa-media", Prefix="released/")["Contents"]
    content = boto3.client("s3").get_object(Bucket="loa-media", Key=shown[0]["Key"])["Body"].read()
    picture = Image.open(BytesIO(content)).convert("RGB")
    pixel = picture.getpixel((int(picture.width * 0.27), int(picture.height * 0.3)))
    assert isinstance(pixel, tuple)
    assert max(pixel) < 30  # where the face was
