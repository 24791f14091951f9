"""What contracts say of shapes that several functions share."""

from typing import Final

HOUR: Final = "Giờ Việt Nam."
WEEKDAY: Final = "1 là thứ Hai, 7 là Chủ nhật."
LOCALISE: Final = "Các đơn vị được thêm lời đến trước giờ gửi chừng này giờ; 0: không."
UNTIL: Final = "Ngày cuối cùng có số mới; mặc định: không có."
SAMPLE: Final = "Tin làm mẫu: nơi nhận và lời ban đầu."
STATE: Final = "active, paused (tạm dừng), cancelled (hủy hẳn)."
SKIPPED: Final = "Những ngày không ra số mới."
SEEN: Final = "Phiên bản mà cán bộ đã xem."
