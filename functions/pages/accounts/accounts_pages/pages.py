"""The pages that an administrator of an account sees before and after consent."""

from datetime import datetime
from typing import Final

from loa.clock import VIETNAM
from loa.web.pages.answers import HtmlPage

_CONNECTED_TITLE: Final = "Đã kết nối thành công"
_CONNECTED: Final = (
    "Official Account “{name}” của {unit} đã được kết nối với hệ thống của Mặt trận. Có thể đóng trang này."
)
_PENDING_TITLE: Final = "Đã nhận cấp quyền, chờ xác nhận"
_PENDING: Final = (
    "Official Account “{name}” (mã {oa_id}) đã cấp quyền để kết nối với {unit}. Cán bộ quản trị sẽ kiểm tra "
    "tên và mã rồi xác nhận; trước lúc đó hệ thống chưa nhận và chưa gửi tin nào. Nếu đây không phải là "
    "Official Account của {unit}, vui lòng báo ngay cho cán bộ gửi đường dẫn. Có thể đóng trang này."
)
_AGAIN_TITLE: Final = "Kiểm tra trước khi kết nối"
_AGAIN: Final = (
    "Chưa có gì được kết nối. Official Account “{name}” (mã {oa_id}) vừa cấp quyền, và sẽ được kết nối với "
    "{unit}: hệ thống của Mặt trận sẽ nhận và gửi tin thay mặt Official Account đó.{asker} Nếu đúng, hãy "
    "bấm “Kết nối”. Nếu không đúng, hãy đóng trang này."
)
_CONNECT: Final = "Kết nối"
_ASKING_TITLE: Final = "Kết nối Official Account"
_ASKING: Final = (
    "Đường dẫn này để kết nối Official Account của {unit} với hệ thống của Mặt trận: hệ thống sẽ nhận và gửi "
    "tin thay mặt Official Account đó.{asker} Chỉ quản trị viên của Official Account mới nên tiếp tục; ở "
    "trang của Zalo, vui lòng chọn đúng Official Account của {unit}. "
    "Đường dẫn dùng được một lần, đến {until}."
)
_ASKED_BY: Final = " Cán bộ gửi đường dẫn này: {name}."
_ONWARD: Final = "Tiếp tục trên Zalo"
_TROUBLE_TITLE: Final = "Chưa kết nối được"
_TROUBLE: Final = "Hệ thống gặp sự cố. Vui lòng thử lại sau ít phút hoặc liên hệ cán bộ tỉnh."


def asking(unit: str, asker: str, expires_at: datetime, onward: str) -> HtmlPage:
    """Which unit the link is for and who made it, before anything is granted."""
    until = f"{expires_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    text = _ASKING.format(unit=unit, asker=_ASKED_BY.format(name=asker) if asker else "", until=until)
    return _page(_ASKING_TITLE, text, onward=(onward, _ONWARD))


def asking_again(unit: str, asker: str, name: str, oa_id: str, onward: str) -> HtmlPage:
    """Which account would be connected with which unit, for a browser that was not shown our page."""
    asked_by = _ASKED_BY.format(name=asker) if asker else ""
    text = _AGAIN.format(unit=unit, asker=asked_by, name=name, oa_id=oa_id)
    return _page(_AGAIN_TITLE, text, onward=(onward, _CONNECT))


def pending(unit: str, name: str, oa_id: str) -> HtmlPage:
    """It worked, and an officer has to confirm it."""
    return _page(_PENDING_TITLE, _PENDING.format(unit=unit, name=name, oa_id=oa_id), kind="ok")


def connected(unit: str, name: str) -> HtmlPage:
    """It works."""
    return _page(_CONNECTED_TITLE, _CONNECTED.format(unit=unit, name=name), kind="ok")


def trouble(status: int, message: str) -> HtmlPage:
    """It did not; the message says what to do."""
    return _page(_TROUBLE_TITLE, message or _TROUBLE, kind="bad", status=status)


def _page(
    title: str, words: str, *, kind: str = "", status: int = 200, onward: tuple[str, str] | None = None
) -> HtmlPage:
    return HtmlPage(
        "consent/page.html", {"title": title, "words": words, "kind": kind, "onward": onward}, status
    )
