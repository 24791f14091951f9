"""The pages that an administrator of an account sees after giving consent. Plain HTML, no script."""

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
    "Official Account “{name}” đã được kết nối với hệ thống của Mặt trận. Có thể đóng trang này."
)
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
    return _page(200, _ASKING_TITLE, text, "#222", onward=onward)


def connected(name: str) -> dict[str, Any]:
    """It worked."""
    return _page(200, _CONNECTED_TITLE, _CONNECTED.format(name=name), "#136f2d")


def trouble(status: int, message: str) -> dict[str, Any]:
    """It did not; the message says what to do."""
    return _page(status, _TROUBLE_TITLE, message or _TROUBLE, "#a11")


def _page(status: int, title: str, text: str, colour: str, *, onward: str = "") -> dict[str, Any]:
    link = f'<p><a href="{escape(onward)}">{_ONWARD}</a></p>' if onward else ""
    body = _PAGE.format(title=escape(title), text=escape(text), colour=colour, link=link)
    return {
        "statusCode": status,
        "headers": {"content-type": "text/html; charset=utf-8", **HEADERS},
        "body": body,
    }
