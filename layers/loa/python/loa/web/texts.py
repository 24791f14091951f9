"""What people read when a request fails, in Vietnamese."""

from collections.abc import Mapping
from typing import Final

TITLES: Final[Mapping[str, str]] = {
    "bad_request": "Yêu cầu không đúng định dạng",
    "unauthenticated": "Vui lòng đăng nhập",
    "not_allowed": "Không có quyền thực hiện việc này",
    "not_found": "Không tìm thấy nội dung yêu cầu",
    "method_not_allowed": "Địa chỉ này không hỗ trợ thao tác vừa gửi",
    "conflict": "Không thể thực hiện ở trạng thái hiện tại",
    "too_large": "Dữ liệu gửi lên quá lớn",
    "unsupported_media_type": "Chỉ chấp nhận dữ liệu dạng JSON",
    "invalid_input": "Dữ liệu chưa hợp lệ",
    "too_many_requests": "Thao tác quá nhanh, vui lòng thử lại sau ít phút",
    "internal": "Hệ thống gặp sự cố",
    "zalo_outcome_unknown": "Chưa rõ Zalo đã thực hiện yêu cầu hay chưa",
    "busy": "Hệ thống đang bận, vui lòng thử lại sau giây lát",
}
"""One title per code; a code without one takes the title of its status."""

INTERNAL_DETAIL: Final = "Vui lòng thử lại. Nếu vẫn lỗi, hãy gửi mã yêu cầu (request_id) cho người quản trị."
NOT_JSON: Final = "Nội dung gửi lên không phải là JSON hợp lệ."
NOT_TEXT: Final = "Nội dung gửi lên không phải là văn bản UTF-8."
NOT_SIGNED_IN: Final = "Phiên đăng nhập không hợp lệ hoặc đã hết hạn."
BAD_CURSOR: Final = "Vị trí trang không hợp lệ. Vui lòng tải lại từ trang đầu."
KEY_INVALID: Final = "Idempotency-Key phải dài từ 8 đến 200 ký tự, không có khoảng trắng."
KEY_REUSED: Final = "Mã này đã được dùng cho một yêu cầu có nội dung khác."
STILL_RUNNING: Final = "Yêu cầu này đang được xử lý, vui lòng chờ."

WITHIN: Final = "Chỉ đơn vị này và các đơn vị bên dưới."
LIMIT: Final = "Số dòng mỗi trang, 1 đến 200."
CURSOR: Final = "Trang tiếp theo."
UNIT_PATH: Final = "Mặc định: đơn vị của cán bộ."

NO_SUCH_MOMENT: Final = "Ngày hoặc giờ này không có trong lịch."
INVALID_VALUE: Final = "Giá trị không hợp lệ."
FIELD_MESSAGES: Final[Mapping[str, str]] = {
    "missing": "Vui lòng nhập trường này.",
    "extra_forbidden": "Trường này không được chấp nhận.",
    "string_type": "Giá trị phải là văn bản.",
    "string_too_short": "Cần ít nhất {min_length} ký tự.",
    "string_too_long": "Tối đa {max_length} ký tự.",
    "string_pattern_mismatch": "Giá trị không đúng định dạng.",
    "int_type": "Giá trị phải là số nguyên.",
    "int_parsing": "Giá trị phải là số nguyên.",
    "int_from_float": "Giá trị phải là số nguyên.",
    "float_type": "Giá trị phải là số.",
    "float_parsing": "Giá trị phải là số.",
    "bool_type": "Giá trị phải là đúng hoặc sai.",
    "bool_parsing": "Giá trị phải là đúng hoặc sai.",
    "list_type": "Giá trị phải là danh sách.",
    "tuple_type": "Giá trị phải là danh sách.",
    "too_short": "Cần ít nhất {min_length} mục.",
    "too_long": "Tối đa {max_length} mục.",
    "dict_type": "Giá trị phải là một đối tượng JSON.",
    "model_type": "Giá trị phải là một đối tượng JSON.",
    "model_attributes_type": "Giá trị phải là một đối tượng JSON.",
    "greater_than": "Giá trị phải lớn hơn {gt}.",
    "greater_than_equal": "Giá trị nhỏ nhất là {ge}.",
    "less_than": "Giá trị phải nhỏ hơn {lt}.",
    "less_than_equal": "Giá trị lớn nhất là {le}.",
    "enum": "Giá trị không nằm trong các lựa chọn cho phép.",
    "literal_error": "Giá trị không nằm trong các lựa chọn cho phép.",
    "date_type": "Giá trị phải là ngày, ví dụ 2026-11-21.",
    "date_parsing": "Giá trị phải là ngày, ví dụ 2026-11-21.",
    "date_from_datetime_parsing": "Giá trị phải là ngày, ví dụ 2026-11-21.",
    "date_from_datetime_inexact": "Giá trị phải là ngày, ví dụ 2026-11-21.",
    "datetime_type": "Giá trị phải là thời điểm, ví dụ 2026-11-21T08:00:00+07:00.",
    "datetime_parsing": "Giá trị phải là thời điểm, ví dụ 2026-11-21T08:00:00+07:00.",
    "datetime_from_date_parsing": "Giá trị phải là thời điểm, ví dụ 2026-11-21T08:00:00+07:00.",
    "timezone_aware": "Thời điểm phải có múi giờ, ví dụ +07:00.",
    "union_tag_invalid": "Loại nội dung không được hỗ trợ.",
    "union_tag_not_found": "Vui lòng cho biết loại nội dung (type).",
}
"""Messages by pydantic's error types; the names in braces are its context."""


def body_too_large(limit_bytes: int) -> str:
    """Return the message for a body over the limit."""
    return f"Dữ liệu gửi lên tối đa {limit_bytes // 1024} KB."


def limit_between(lowest: int, highest: int) -> str:
    """Return the message for a page size outside its bounds."""
    return f"Số mục mỗi trang phải từ {lowest} đến {highest}."
