"""What the kit itself says, in Vietnamese."""

from collections.abc import Mapping
from typing import Final

ERROR_TITLES: Final[Mapping[int, str]] = {
    400: "Chưa đọc được yêu cầu",
    403: "Chưa làm được việc này",
    404: "Không có trang này",
    405: "Không có trang này",
    409: "Việc này vừa có thay đổi",
    413: "Nội dung gửi lên quá lớn",
    415: "Chưa đọc được nội dung gửi lên",
    422: "Có chỗ cần xem lại",
    429: "Xin chờ một lát",
    500: "Máy đang gặp trục trặc",
    503: "Máy đang bận",
}
"""Of an error page, by status; another status takes the words of 500."""

ERROR_ADVICE: Final[Mapping[int, str]] = {
    400: "Xin quay lại trang trước và thử lại.",
    403: "Xin mở lại trang từ đầu rồi gửi từ chính trang đó.",
    404: "Có thể trang đã được gỡ, hoặc đường dẫn thiếu vài chữ. Xin tìm lại từ trang chính.",
    405: "Xin tìm lại từ trang chính.",
    409: "Xin quay lại trang trước, tải lại rồi làm tiếp.",
    413: "Xin quay lại trang trước, rút ngắn bài viết hoặc bớt ảnh rồi gửi lại.",
    415: "Xin quay lại trang trước và gửi lại.",
    422: "Xin quay lại trang trước và xem lại những gì đã nhập.",
    429: "Có quá nhiều lượt gửi liền nhau. Xin thử lại sau ít phút.",
    500: "Xin thử lại sau ít phút. Nếu vẫn không được, xin báo cho cán bộ Mặt trận.",
    503: "Xin thử lại sau ít phút.",
}

LUNAR: Final = "{day}/{month} âm lịch"
LUNAR_LEAP: Final = "{day}/{month} nhuận âm lịch"
WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
HOUR: Final = "giờ"
PARTS_OF_DAY: Final = ((1, "đêm"), (11, "sáng"), (13, "trưa"), (18, "chiều"), (22, "tối"), (24, "đêm"))
"""Until which hour a part of the day lasts. From 1 to 11 it is morning, as people say "5 giờ sáng"."""
NEAR_DAYS: Final[Mapping[int, str]] = {0: "hôm nay", 1: "ngày mai", -1: "hôm qua"}

SHEET: Final = "Tệp Excel (.xlsx)"
SHEET_LIMITS: Final = "Nhiều nhất 200 dòng, 4 MB."
SHEET_MISSING: Final = "Xin chọn tệp Excel."
NOT_A_SHEET: Final = "Không đọc được tệp này. Xin lưu thành tệp Excel (.xlsx) không có mật khẩu rồi chọn lại."
FIELD_MISSING: Final = "Xin điền mục này"
CHOICE_MISSING: Final = "Xin chọn một mục"
CHOICE_UNKNOWN: Final = "Xin chọn một trong các mục có sẵn"
FIELD_MESSAGES: Final[Mapping[str, str]] = {
    "missing": FIELD_MISSING,
    "string_too_short": "Xin viết thêm, ít nhất {min_length} chữ cái",
    "string_pattern_mismatch": "Ghi chưa đúng cách, xin xem lời dặn của ô này",
    "string_too_long": "Dài quá: tối đa {max_length} chữ cái",
    "too_long": "Nhiều quá: tối đa {max_length}",
    "enum": CHOICE_UNKNOWN,
    "literal_error": CHOICE_UNKNOWN,
    "int_parsing": "Xin chỉ ghi chữ số",
    "date_from_datetime_parsing": "Ngày này không có trong lịch",
    "date_parsing": "Xin ghi đủ ngày, tháng, năm",
    "greater_than_equal": "Nhỏ nhất là {ge}",
    "less_than_equal": "Lớn nhất là {le}",
}
"""Messages at a field, by pydantic's error types; other types take those of `loa.web.texts`."""
