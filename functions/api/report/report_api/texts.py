"""What officers read on pages of reports, besides templates."""

from typing import Final

MADE: Final = "Đã lập báo cáo. Các tệp ở ngay dưới đây."
RELEASED: Final = "Đã công khai. Người dân xem được ngay."
TAKEN_BACK: Final = "Đã rút lại. Sau khoảng một phút không ai xem được nữa."
PUBLIC_PAGE: Final = "/so-lieu"
FORM_WORDS: Final = {
    "docx": "Bản Word để sửa và ký",
    "pdf": "Bản in (.pdf)",
    "xlsx": "Bảng tính (.xlsx)",
    "csv": "Từng ý kiến, không tên, cho cơ quan soạn thảo (.csv)",
    "json": "Như trên, cho phần mềm (.json)",
}
"""What each form of a file is for, by suffix."""

STRUCTURES: Final = {
    "": "Cuối kỳ báo cáo",
    "dau-ky": "Đầu kỳ báo cáo (trước sắp xếp)",
    "hom-nay": "Hôm nay (sau sắp xếp)",
}
"""Whose units a report lists, by the value of the field."""

BAD_DAY: Final = "Ngày nhận chưa đúng; xin quay lại danh sách và chọn đủ ngày, tháng, năm."
