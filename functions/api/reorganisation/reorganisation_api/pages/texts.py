"""What officers read on the pages about reorganisations."""

from collections.abc import Mapping
from typing import Final

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "draft": ("Đang lập", "wait"),
    "submitted": ("Chờ người thứ hai duyệt", "warn"),
    "approved": ("Đã duyệt, chưa thực hiện", "do"),
    "running": ("Đang thực hiện", "do"),
    "paused": ("Tạm dừng", "warn"),
    "done": ("Đã xong", "ok"),
}
"""Words and kind of tag, by `ReorganisationState`."""

FIGURES: Final = (
    ("accounts", "Tài khoản Zalo"),
    ("followers", "Người quan tâm"),
    ("officers", "Cán bộ"),
    ("open_cases", "Vụ việc chưa xong"),
    ("conversations", "Cuộc trò chuyện trong danh sách"),
)

ASKS: Final[Mapping[str, str]] = {
    "successor": "Việc của {name} chuyển về đâu?",
    "account": "{name} giữ tài khoản nào?",
    "officer": "{name} làm việc ở đâu?",
}
"""By `DecisionKind`."""
WHY: Final[Mapping[str, str]] = {
    "successor": "Đơn vị này chia về nhiều nơi; hồ sơ của nó phải về một nơi.",
    "ended": "Đơn vị này kết thúc, không có đơn vị nào thay.",
    "account": "Các tài khoản lớn nhất có số người quan tâm bằng nhau.",
    "chosen": "Máy chọn tài khoản có nhiều người quan tâm nhất; người lập phương án đã tự chọn.",
    "officer": "Đang là cán bộ của {unit}. Nếu có quyền quản trị, quyền đó phải đề nghị lại ở nơi mới.",
}
"""Why people decide; `ended` and `chosen` are kinds of a successor and of an account."""
STANDS_THERE: Final = "Ở đó đang có: {things}."
ACCOUNT: Final = "{name} ({followers} người quan tâm)"
UNDECIDED: Final = "Chưa quyết định"

LEFT: Final[Mapping[str, str]] = {
    "account": "Tài khoản Zalo",
    "article": "Bài viết",
    "broadcast": "Tin truyền thông",
    "campaign": "Cuộc thi, khảo sát",
    "case": "Vụ việc",
    "conversation": "Cuộc trò chuyện",
    "data_request": "Yêu cầu về dữ liệu",
    "farewell": "Lời báo cho người quan tâm",
    "library": "Nội dung Mini App",
    "officer": "Cán bộ",
    "series": "Bản tin hằng tuần",
    "unit": "Cả đơn vị",
}
"""By `LeftBehind.what`."""
REASONS: Final[Mapping[str, str]] = {
    "changed": "Có người đang sửa cùng lúc, hoặc đang ở chỗ không chuyển được",
    "gone": "Danh sách có tên nhưng không tìm thấy nội dung",
    "busy": "Hệ thống bận, chưa chuyển được",
    "refused": "Dữ liệu không đúng quy tắc, cần người phụ trách kỹ thuật xem",
}
"""By `LeftReason`."""

DRAFTED: Final = "Đã lập phương án. Xin xem các việc cần quyết định."
CHOSEN: Final = "Đã ghi lựa chọn."
SUGGESTED: Final = "Đã chọn theo gợi ý. Xin xem lại trước khi trình."
SUBMITTED: Final = "Đã trình. Một cán bộ quản trị khác của tỉnh phải duyệt."
APPROVED: Final = "Đã duyệt phương án."
STARTED: Final = "Đã bắt đầu. Cứ năm phút máy làm tiếp một lượt; anh/chị có thể đóng trang này."
PAUSED: Final = "Đã tạm dừng. Những gì đã chuyển giữ nguyên ở nơi mới."
CHOOSE: Final = "Xin chọn một trong các cách."
