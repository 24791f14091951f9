"""The form and the page of a case in a browser, with script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page

from loa.bootstrap import casework
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import CaseState, Move
from tests.conftest import OpenTable
from tests.pages.browsing import overflows, small_targets, violations, visit
from tests.pages.petition_world import FORM, MATTER, PetitionWorld, build, picture

pytestmark = pytest.mark.enable_socket

type OpenPhone = Callable[..., Page]


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> PetitionWorld:
    return build(open_table, monkeypatch)


def chosen(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


@pytest.mark.parametrize("script", [True, False])
def test_a_resident_reports_with_a_picture_corrects_it_and_reads_the_answer(
    world: PetitionWorld, open_phone: OpenPhone, *, script: bool
) -> None:
    phone = open_phone(world.handler, script=script)
    visit(phone, FORM)
    phone.get_by_label("Ở xóm, bản, khối nào?").fill("Xóm 7")
    phone.get_by_label("Số điện thoại").fill("0912 345")
    files = [chosen("duong.jpg", picture("teal", (2400, 1800))), chosen("la.jpg", b"no picture")]
    phone.get_by_label("Ảnh").first.set_input_files(files)
    phone.get_by_role("button", name="Gửi phản ánh").click()
    phone.wait_for_selector("#loi")
    assert phone.get_by_label("Ở xóm, bản, khối nào?").input_value() == "Xóm 7"
    assert phone.get_by_role("checkbox", name="Gửi kèm ảnh 1").is_checked()
    assert phone.locator("#loi li").count() == 3
    phone.get_by_label("Xin ông/bà kể rõ sự việc").fill(MATTER)
    phone.get_by_label("Số điện thoại").fill("0912 345 678")
    phone.get_by_role("button", name="Gửi phản ánh").click()
    phone.wait_for_url("**/bien-nhan")
    (code,) = world.all_cases()
    assert code in phone.inner_text("main")
    link = phone.url.split("/")[-2]
    case = world.case_of(link).case
    assert (case.details.hamlet, len(case.details.attachments)) == ("Xóm 7", 1)
    for step, facts in ((Move.ACCEPT, MoveFacts()), (Move.ANSWER, MoveFacts(text="Đã thông cống."))):
        casework.cases().transition(case.id, step, facts, by="lan", expected_version=None)
    visit(phone, "/theo-doi")
    phone.get_by_label("Mã việc").fill(code.lower().replace("-", ""))
    phone.get_by_label("4 số cuối điện thoại").fill("5678")
    phone.get_by_role("button", name="Xem việc này").click()
    assert "Đã thông cống." in phone.inner_text("main")
    phone.get_by_role("radio", name="Chưa xong").check()
    phone.get_by_role("button", name="Gửi đánh giá").click()
    phone.wait_for_url("**?da=danh-gia")
    assert world.case_of(link).case.state is CaseState.REOPENED


def test_a_large_picture_is_made_smaller_before_it_is_sent(
    world: PetitionWorld, open_phone: OpenPhone
) -> None:
    sizes: list[int] = []

    def watched(event: dict[str, object]) -> object:
        sizes.append(len(str(event.get("body") or "")))
        return world.handler(event)

    phone = open_phone(watched)
    visit(phone, FORM)
    large = chosen("a.jpg", picture("navy", (3000, 2000)) + bytes(2_500_000))  # as many bytes as a phone's
    phone.get_by_label("Xin ông/bà kể rõ sự việc").fill(MATTER)
    phone.get_by_label("Ảnh").first.set_input_files([large] * 3)
    phone.get_by_role("button", name="Gửi phản ánh").click()
    phone.wait_for_url("**/bien-nhan")
    assert max(sizes) < 1_000_000


def test_the_pages_are_right_on_a_phone_and_in_the_largest_letters(
    world: PetitionWorld, open_phone: OpenPhone
) -> None:
    link, stored = world.opened(files=[picture()], hamlet="Xóm 7")
    danger, _ = world.opened(what="Nhà tôi đang cháy, cứu với, có người kẹt trong nhà")
    casework.cases().transition(
        stored.case.id, Move.RETURN, MoveFacts(asked_for="Cột số mấy?"), by="lan", expected_version=None
    )
    pages = (FORM, "/phan-anh", "/theo-doi", f"/theo-doi/{link}", f"/theo-doi/{link}/bien-nhan")
    phone = open_phone(world.handler)
    wrong: dict[str, object] = {}
    for size in ("18", "30"):
        for path in (*pages, f"/theo-doi/{danger}/bien-nhan"):
            visit(phone, path)
            phone.context.add_cookies([{"name": "chu", "value": size, "url": phone.url}])
            phone.set_viewport_size({"width": 320 if size == "30" else 360, "height": 720})
            visit(phone, path)
            found = [*violations(phone), *small_targets(phone)]
            if found or overflows(phone) > 0:
                wrong[f"{path} at {size}"] = (found, overflows(phone))
    assert wrong == {}
