"""Words on paper besides those of the templates."""

from typing import Final

COMMITTEE: Final = "Ủy ban Mặt trận Tổ quốc Việt Nam {unit}"
MINI_APP: Final = "Mở Mini App “Mặt trận số” trong Zalo"
PAGE: Final = "Xem tin, lịch, văn bản bằng trình duyệt, không cần Zalo"
MINUTES: Final = "{count} phút"
SECONDS: Final = "{count} giây"
NO_ACCOUNT: Final = "Chưa đơn vị nào ở đây có tài khoản Zalo để in lên áp phích."
"""Of the whole subtree that was asked for."""
UNKNOWN_PAPER: Final = "Khổ giấy là a4 hoặc a5."
PRINTED_AT: Final = "%H:%M ngày %d/%m/%Y"
