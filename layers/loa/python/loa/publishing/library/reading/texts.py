"""What people read about items that are not there any more, and in the calendar that phones subscribe to."""

from typing import Final

GONE: Final = "Nội dung này đã được gỡ: {reason}"
CALENDAR_NAME: Final = "Lịch Mặt trận: {unit}"
CALENDAR_OF_PROVINCE: Final = "Lịch Mặt trận tỉnh"
BAD_DAY: Final = "Ngày chưa đúng. Vui lòng ghi theo dạng năm-tháng-ngày, ví dụ 2026-12-05."
