"""What the pages about accounts say, in Vietnamese."""

from collections.abc import Mapping
from typing import Final

from loa.foundation.accounts.model import Health

STATE: Final[Mapping[Health, tuple[str, str]]] = {
    Health.NEEDS_CONSENT: ("Mất quyền", "bad"),
    Health.DISABLED: ("Bị Zalo khóa", "bad"),
    Health.PENDING: ("Chờ xác nhận", "warn"),
    Health.EXPIRING: ("Sắp hết hạn", "warn"),
    Health.MISSING: ("Chưa kết nối", "wait"),
    Health.CONNECTED: ("Đang hoạt động", "ok"),
}
"""The state of an account in words and the kind of its tag, in the order in which they want attention."""

MEANING: Final[Mapping[Health, str]] = {
    Health.NEEDS_CONSENT: (
        "Loa không còn gửi và nhận được tin của tài khoản này. "
        "Người quản trị tài khoản cần bấm đồng ý lại một lần."
    ),
    Health.DISABLED: (
        "Zalo báo tài khoản này bị khóa hoặc không còn. Người quản trị tài khoản cần liên hệ với Zalo."
    ),
    Health.PENDING: (
        "Người quản trị tài khoản đã bấm đồng ý. Loa chưa gửi, chưa nhận tin nào cho tới khi anh/chị "
        "xác nhận đây đúng là tài khoản của đơn vị."
    ),
    Health.EXPIRING: (
        "Loa vẫn gửi và nhận được tin, nhưng sắp hết hạn. "
        "Xin người quản trị tài khoản bấm đồng ý lại trước ngày đó."
    ),
    Health.MISSING: "Đơn vị này chưa có tài khoản Zalo nào nối với Loa.",
    Health.CONNECTED: "Loa gửi và nhận được tin. Anh/chị không phải làm gì.",
}

CONFIRMED: Final = "Đã xác nhận. Loa bắt đầu nhận và gửi tin của tài khoản này."
DISCONNECTED: Final = "Đã ngắt kết nối. Mã truy cập của tài khoản bị xóa trong vòng 12 giờ."
TICK_MISSING: Final = "Xin đối chiếu tên và mã rồi đánh dấu vào đây"

TROUBLED: Final = "Cần xử lý"
MISSING: Final = "Chưa kết nối"
ALL: Final = "Tất cả"
RETIRED: Final = "Đã nghỉ"
RETIRED_STATE: Final = ("Đã nghỉ, người dân nhắn vẫn có người trả lời", "wait")
"""Of an account whose unit another one speaks for since a reorganisation, while it works."""
FOLLOWERS: Final = "người quan tâm"
