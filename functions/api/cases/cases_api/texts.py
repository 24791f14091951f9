"""What officers read about cases at this door."""

from typing import Final

BY_RESIDENT: Final = "Người dân tự làm bước này, trên Zalo hoặc ở trang theo dõi."
OWN_ROUTE: Final = "Bước này có đường dẫn riêng."
NO_ACCOUNT: Final = "Đơn vị này chưa có trang Zalo OA."
NEVER_WROTE: Final = "Người này chưa nhắn tin cho trang Zalo OA của đơn vị."
ONE_SOURCE: Final = "Chỉ ghi một trong hai: người dân trên Zalo, hoặc họ tên và số điện thoại."
ON_PAPER: Final = "Chỉ ghi ngày nhận cho vụ việc không tiếp nhận qua Zalo."
CONFIDENTIAL: Final = "Tố cáo được tiếp nhận theo đường riêng, không ghi vào đây."


def changed(state: str, version: int) -> str:
    """Why an officer must look again."""
    return f"Vụ việc đã thay đổi: hiện “{state}”, phiên bản {version}. Vui lòng tải lại rồi thực hiện."


def present(value: str) -> str:
    """What a field would have to say."""
    return f"Hiện tại: {value}."


NOBODY_YET: Final = "Chưa ai đọc; cần Ban Thường trực tỉnh xác nhận"
