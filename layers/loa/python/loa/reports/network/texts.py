"""What is said in the report of the network."""

from datetime import datetime
from typing import Final

TITLE: Final = "CÁN BỘ MẶT TRẬN KẾT NỐI VÀ TƯƠNG TÁC QUA ZALO"
SHEET: Final = "Kết nối"
KIND: Final = "Đối tượng"
COLUMNS: Final = ("Đã đăng ký", "Đã kết nối", "Đang tương tác", "Tỷ lệ (%)", "Chỉ tiêu (%)")
REACHED: Final = "Kết quả"
YES: Final = "Đạt"
NO: Final = "Chưa đạt"
MISSING_SHEET: Final = "Còn thiếu"
MISSING_TITLE: Final = "NGƯỜI CHƯA KẾT NỐI HOẶC LÂU CHƯA TƯƠNG TÁC"
MISSING_NAME: Final = "Họ và tên"
MISSING_COLUMNS: Final = ("Đối tượng", "Đơn vị", "Khối, xóm", "Tình trạng")
NOBODY_MISSING: Final = "Không thiếu ai."


def file_name(unit: str, now: datetime, suffix: str) -> str:
    """What the file of the network is called."""
    return f"Kết nối mạng lưới - {unit} - {now:%Y-%m-%d}.{suffix}"
