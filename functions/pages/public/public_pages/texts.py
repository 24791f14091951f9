"""What residents' pages say besides their templates."""

from collections.abc import Mapping
from typing import Final

SEARCH_MISSING: Final = "Xin gõ tên xã, phường"
SEARCH_TOO_LONG: Final = "Tên dài quá, xin gõ vài chữ thôi"

HEARD: Final = "Nghe được"
FILTERS: Final[Mapping[str, str]] = {
    "loai": "Loại văn bản",
    "co-quan": "Cơ quan ban hành",
    "linh-vuc": "Lĩnh vực",
    "nam": "Năm ban hành",
    "hieu-luc": "Hiệu lực",
}
"""Boxes by which documents are told apart."""


def month_words(month: str) -> str:
    """A month: "tháng 10 năm 2026"."""
    return f"tháng {int(month[5:])} năm {month[:4]}"


WEEKS: Final = ("Tuần này", "Tuần sau", "Sau đó")

TEMPLATE_NAME: Final = "Mặt trận tỉnh Nghệ An"
TEMPLATE_ABOUT: Final = (
    "Tin tức, lịch, cẩm nang và trả lời phản ánh của Mặt trận Tổ quốc Việt Nam tỉnh Nghệ An."
)
TEMPLATE_PROGRESS: Final = "Xin xem việc đã gửi ở {address}: cần mã và số kèm theo."
"""What a Mini App made from Zalo's official template shows."""
