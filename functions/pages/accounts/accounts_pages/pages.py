"""The pages that an administrator of an account sees before and after consent. Plain HTML, no script."""

from datetime import datetime
from html import escape
from typing import Any, Final

from loa.clock import VIETNAM

HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}

_PAGE: Final = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body{{font:18px/1.6 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.2rem;color:#222}}
h1{{font-size:1.5rem;color:{colour}}}
</style></head><body><main><h1>{title}</h1><p>{text}</p>{link}</main></body></html>"""

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


def asking(unit: str, asker: str, expires_at: datetime, onward: str) -> dict[str, Any]:
    """Which unit the link is for and who made it, before anything is granted."""
    until = f"{expires_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    text = _ASKING.format(unit=unit, asker=_ASKED_BY.format(name=asker) if asker else "", until=until)
    return _page(200, _ASKING_TITLE, text, "#222", link=(onward, _ONWARD))


def asking_again(unit: str, asker: str, name: str, oa_id: str, onward: str) -> dict[str, Any]:
    """Which account would be connected with which unit, for a browser that was not shown our page."""
    asked_by = _ASKED_BY.format(name=asker) if asker else ""
    text = _AGAIN.format(unit=unit, asker=asked_by, name=name, oa_id=oa_id)
    return _page(200, _AGAIN_TITLE, text, "#222", link=(onward, _CONNECT))


def pending(unit: str, name: str, oa_id: str) -> dict[str, Any]:
    """It worked, and an officer has to confirm it."""
    return _page(200, _PENDING_TITLE, _PENDING.format(unit=unit, name=name, oa_id=oa_id), "#136f2d")


def connected(unit: str, name: str) -> dict[str, Any]:
    """It works."""
    return _page(200, _CONNECTED_TITLE, _CONNECTED.format(unit=unit, name=name), "#136f2d")


def trouble(status: int, message: str) -> dict[str, Any]:
    """It did not; the message says what to do."""
    return _page(status, _TROUBLE_TITLE, message or _TROUBLE, "#a11")


def _page(
    status: int, title: str, text: str, colour: str, *, link: tuple[str, str] | None = None
) -> dict[str, Any]:
    anchor = f'<p><a href="{escape(link[0])}">{link[1]}</a></p>' if link else ""
    body = _PAGE.format(title=escape(title), text=escape(text), colour=colour, link=anchor)
    return {
        "statusCode": status,
        "headers": {"content-type": "text/html; charset=utf-8", **HEADERS},
        "body": body,
    }
