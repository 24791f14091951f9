"""The pages that an administrator of an account sees before and after consent."""

from datetime import datetime
from typing import Final

from loa.clock import VIETNAM
from loa.foundation.accounts import texts
from loa.web.pages.answers import HtmlPage

_CONNECTED_TITLE: Final = "Đã kết nối thành công"
_CONNECTED: Final = """Hệ thống của Mặt trận nhận và gửi tin thay mặt Official Account này.
Đơn vị: {unit}
Official Account: {name} (mã {oa_id})
Có thể đóng trang này."""
_PENDING_TITLE: Final = "Đã cấp quyền, chờ cán bộ xác nhận"
_PENDING: Final = """Không cần làm gì thêm.
Đơn vị: {unit}
Official Account: {name} (mã {oa_id})
Cán bộ phụ trách hệ thống của Mặt trận sẽ đối chiếu tên và mã rồi xác nhận. Trước lúc đó hệ thống chưa nhận \
và chưa gửi tin nào.
Nếu đây không phải là Official Account của đơn vị, vui lòng báo ngay cho cán bộ gửi đường dẫn."""
_AGAIN_TITLE: Final = "Kiểm tra trước khi kết nối"
_AGAIN: Final = """Trình duyệt này chưa mở đường dẫn, nên chưa có gì được kết nối. Vui lòng kiểm tra:
Đơn vị: {unit}
Official Account vừa cấp quyền: {name} (mã {oa_id}){asker}
Nếu đúng, hãy bấm “Kết nối”: hệ thống của Mặt trận sẽ nhận và gửi tin thay mặt Official Account này. \
Nếu không đúng, hãy đóng trang này."""
_CONNECT: Final = "Kết nối"
_ASKING_TITLE: Final = "Kết nối Official Account"
_ASKING: Final = """Hệ thống của Mặt trận xin nhận và gửi tin thay mặt Official Account của đơn vị.
Đơn vị: {unit}{asker}
Đường dẫn dùng được một lần, đến {until}
Chỉ quản trị viên Official Account của đơn vị nên tiếp tục. Ở trang của Zalo, vui lòng chọn đúng Official \
Account của {unit}. Nếu không rõ vì sao nhận được đường dẫn này, hãy đóng trang và hỏi lại đơn vị."""
_ASKED_BY: Final = "\nCán bộ gửi đường dẫn: {name}"
_ONWARD: Final = "Tiếp tục trên Zalo"
_TROUBLE_TITLE: Final = "Chưa kết nối được"
_USED_TITLE: Final = "Đường dẫn đã được dùng"
_TROUBLE: Final = "Hệ thống gặp sự cố. Vui lòng thử lại sau ít phút hoặc báo cho cán bộ gửi đường dẫn."


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


def connected(unit: str, name: str, oa_id: str) -> HtmlPage:
    """It works."""
    return _page(_CONNECTED_TITLE, _CONNECTED.format(unit=unit, name=name, oa_id=oa_id), kind="ok")


def trouble(status: int, message: str) -> HtmlPage:
    """It did not; the message says what to do."""
    if message == texts.LINK_USED:  # nothing is wrong for whoever has used it
        return _page(_USED_TITLE, message, status=status)
    return _page(_TROUBLE_TITLE, message or _TROUBLE, kind="bad", status=status)


def _page(
    title: str, words: str, *, kind: str = "", status: int = 200, onward: tuple[str, str] | None = None
) -> HtmlPage:
    facts = {"title": title, "paragraphs": words.split("\n"), "kind": kind, "onward": onward}
    return HtmlPage("consent/page.html", facts, status)
