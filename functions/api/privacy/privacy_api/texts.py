"""What officers read about residents' data."""

from collections.abc import Mapping
from typing import Final

NO_ACCOUNT: Final = "Không có trang Zalo OA nào như vậy trong đơn vị."
IS_OVER: Final = "Yêu cầu đã kết thúc nên không xem thông tin được nữa; cần xem thì ghi yêu cầu mới."
NOTHING_TO_CORRECT: Final = "Nhập họ tên hoặc số điện thoại cần sửa."
NOT_THEIRS: Final = "Hồ sơ này không phải của người yêu cầu."
WRONG_DAY: Final = "Vui lòng ghi ngày theo dạng năm-tháng-ngày, ví dụ 2026-11-29."

READ: Final[Mapping[str, str]] = {
    "conversation": "Cuộc trò chuyện",
    "case": "Vụ việc",
    "files": "Ảnh, tệp của vụ việc",
    "export": "Bản xuất dữ liệu",
    "sheet": "Bảng danh sách vụ việc",
    "person": "Mọi thông tin của một người",
    "claims": "Cách liên lạc của người trúng giải",
}
"""What was read, by `ReadKind`."""

CONFIRMED: Final = "Đã duyệt. Việc xóa bắt đầu theo giờ ghi trên trang này."
CANCELLED: Final = "Đã dừng yêu cầu. Không có gì bị xóa."
FINISHED: Final = "Đã ghi là trả lời xong."
