"""What officers read of sites whose news are taken."""

from collections.abc import Mapping
from typing import Final

TROUBLES: Final[Mapping[str, str]] = {
    "not_a_feed": "Địa chỉ này không phải RSS hay sơ đồ trang.",
    "host": "Trang này không còn được phép, hoặc chuyển sang trang khác.",
    "no_answer": "Trang chưa trả lời; máy sẽ hỏi lại.",
    "gone": "Địa chỉ này không còn.",
    "redirected": "Địa chỉ này chuyển đi nhiều lần.",
    "too_large": "Tệp của trang quá lớn.",
    "empty": "Trang trả lời mà không có gì.",
    "address": "Không hỏi được địa chỉ này.",
}
"""Why nothing came from a source the last time."""
