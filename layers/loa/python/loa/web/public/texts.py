"""What residents' pages of all functions say besides their templates."""

from collections.abc import Mapping
from typing import Final

PROVINCE: Final = "Tỉnh Nghệ An"
PROVINCE_FRONT: Final = "Mặt trận tỉnh Nghệ An"


SECTION_PAGES: Final[Mapping[str, tuple[str, str, str]]] = {
    "local_news": ("tin-dia-phuong", "news", "Tin địa phương"),
    "policy": ("chinh-sach", "flag", "Chủ trương, chính sách"),
    "guidance": ("huong-dan-nghiep-vu", "doc", "Văn bản, hướng dẫn"),
    "province": ("tin-tinh", "hills", "Tin trong tỉnh"),
    "activities": ("hoat-dong", "people", "Hoạt động Mặt trận"),
    "bulletin": ("ban-tin", "loa", "Bản tin Mặt trận"),
    "notices": ("thong-bao", "bell", "Thông báo, tiếp xúc cử tri"),
    "handbook": ("cam-nang", "book", "Cẩm nang Mặt trận"),
    "public_services": ("dich-vu-cong", "portal", "Dịch vụ công"),
    "media": ("giao-duc-bao-dai", "school", "Giáo dục, báo đài"),
    "organisations": ("doan-the", "links", "Đoàn thể, các hội"),
    "weather": ("thoi-tiet", "weather", "Thời tiết"),
}
"""Of each section: the last part of its address, its icon, and two or three words for a tile."""

PINNED: Final = "Ghim"
FILE_LATER: Final = "Tệp “{name}” mở được khi bài đã đăng."
FEATURED: Final = "Nổi bật"
SAMPLE: Final = "bài mẫu"
WHEN: Final = "Thời gian"
FACTS: Final[Mapping[str, str]] = {
    "place": "Địa điểm",
    "address": "Địa chỉ",
    "audience": "Mời ai",
    "contact": "Người liên hệ",
    "phone": "Điện thoại",
    "accessibility": "Lối vào, hỗ trợ",
    "number": "Số, ký hiệu",
    "form": "Loại văn bản",
    "issued_on": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "signer": "Người ký",
    "effect": "Hiệu lực",
    "law_field": "Lĩnh vực",
    "valid_from": "Từ ngày",
    "valid_to": "Đến hết ngày",
    "host_name": "Trang của",
}
"""Fields of items in the order in which they are read, with what residents call them."""

TEMPLATE_NUMBERS: Final = "Số trang chưa đúng."
"""What a Mini App made from Zalo's official template shows."""


def front_of(name: str) -> str:
    """The Front committee of a unit, as residents call it."""
    return f"Mặt trận {name[:1].lower()}{name[1:]}"
