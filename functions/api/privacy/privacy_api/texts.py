"""What officers read in the API of residents' data."""

from typing import Final

NO_ACCOUNT: Final = "Không có trang Zalo OA nào như vậy trong đơn vị."
IS_OVER: Final = "Yêu cầu đã kết thúc nên không xem thông tin được nữa; cần xem thì ghi yêu cầu mới."
NOTHING_TO_CORRECT: Final = "Nhập họ tên hoặc số điện thoại cần sửa."
NOT_THEIRS: Final = "Hồ sơ này không phải của người yêu cầu."
WRONG_DAY: Final = "Vui lòng ghi ngày theo dạng năm-tháng-ngày, ví dụ 2026-11-29."
