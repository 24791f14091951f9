"""What people read about files that residents send."""

from collections.abc import Mapping
from typing import Final

FAILURES: Final[Mapping[str, str]] = {
    "address": "Địa chỉ của tệp không hợp lệ nên không tải được; cần đề nghị người dân gửi lại.",
    "unknown_host": (
        "Tệp nằm trên máy chủ chưa được khai báo. Quản trị viên đã được báo; "
        "hệ thống sẽ tự tải lại khi máy chủ này được chấp nhận."
    ),
    "redirected": "Máy chủ của Zalo chuyển tiếp quá nhiều lần; không tải được tệp.",
    "gone": "Zalo không còn giữ tệp này; cần đề nghị người dân gửi lại.",
    "too_large": "Tệp quá lớn nên không được lưu; cần đề nghị người dân gửi tệp nhỏ hơn.",
    "empty": "Tệp rỗng.",
    "no_answer": "Máy chủ của Zalo không trả lời nhiều lần; cần đề nghị người dân gửi lại.",
}
"""Why a file was not kept, by reason."""

UNNAMED: Final[Mapping[str, str]] = {
    "image": "anh",
    "gif": "anh-dong",
    "video": "video",
    "audio": "ghi-am",
    "voice": "ghi-am",
    "file": "tep",
}
"""Names of files that came without one, by kind of attachment."""

SCAN: Final = "Bản chụp"
"""What an officer scanned or photographed of a paper."""
