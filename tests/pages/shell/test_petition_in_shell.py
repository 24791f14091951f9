"""The form of residents inside the shell: the same case as on the pages, with pictures, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import FilePayload, expect

from tests.conftest import OpenTable
from tests.pages import petition_world
from tests.pages.browsing import overflows, small_targets, violations
from tests.pages.petition_world import FORM, MATTER, PetitionWorld, picture
from tests.pages.shell.conftest import OpenShell
from tests.pages.shell.worlds import asked

pytestmark = pytest.mark.enable_socket

WORDS = "Xin ông/bà kể rõ sự việc"


@dataclass(slots=True)
class PetitionServer:
    """Answers for the form, and may lose what it answers."""

    world: PetitionWorld
    losing: bool = False
    sizes: list[int] = field(default_factory=list)

    def answer(self, event: dict[str, Any]) -> Mapping[str, Any]:
        """Answer as the function does."""
        answer = self.world.handler(event)
        if event["body"]:
            self.sizes.append(len(event["body"]))
            if self.losing:
                raise ConnectionResetError
        return answer


@pytest.fixture
def server(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> PetitionServer:
    """The function `petitions`."""
    return PetitionServer(petition_world.build(open_table, monkeypatch))


@pytest.mark.parametrize("zalo", [False, True], ids=["web", "zalo"])
def test_a_report_with_a_picture_is_one_case_although_an_answer_was_lost(
    open_shell: OpenShell, server: PetitionServer, *, zalo: bool
) -> None:
    phone = open_shell(FORM, zalo=zalo)
    assert [*violations(phone), *small_targets(phone)] == []
    assert overflows(phone) <= 0
    content = picture("navy", (3000, 2000)) + bytes(2_500_000)  # as many bytes as a phone's
    taken: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": content}
    phone.get_by_label("Ảnh").first.set_input_files([taken])
    phone.get_by_label("Ở xóm, bản, khối nào?").fill("Xóm 7")
    phone.get_by_role("button", name="Gửi phản ánh").click()
    phone.locator("#loi").wait_for()
    expect(phone.get_by_role("checkbox", name="Gửi kèm ảnh 1")).to_be_checked()
    phone.get_by_label(WORDS).fill(MATTER)
    server.losing = True
    phone.get_by_role("button", name="Gửi phản ánh").click()
    expect(phone.get_by_text("Chưa gửi được vì mạng yếu")).to_be_visible()
    server.losing = False
    phone.get_by_role("button", name="Gửi phản ánh").click()
    expect(phone.get_by_role("heading", level=1, name="đã nhận phản ánh của ông/bà")).to_be_visible()
    (code,) = server.world.all_cases()
    assert code in phone.inner_text("main")
    assert max(server.sizes) < 1_000_000
    phone.get_by_role("link", name="Xem việc này").click()
    link = phone.locator("img.pic")
    expect(link).to_have_count(1)
    case = server.world.case_of(phone.url.rpartition("/theo-doi/")[2]).case
    assert (case.details.hamlet, len(case.details.attachments)) == ("Xóm 7", 1)


def test_who_accuses_an_officer_is_led_to_the_confidential_page_outside_the_shell(
    open_shell: OpenShell,
) -> None:
    phone = open_shell(FORM, zalo=True)
    phone.get_by_label(WORDS).fill("Chủ tịch xã nhận hối lộ, tham ô tiền đền bù đất của dân")
    phone.get_by_role("button", name="Gửi phản ánh").click()
    phone.get_by_role("button", name="Sang trang gửi kín").click()
    expect(phone.get_by_text("Trang này mở riêng")).to_be_visible()
    (opened,) = asked(phone, "action.open.inapp")
    assert "/confidential" in opened["url"]
