"""What programs of residents read when something is wrong."""

from typing import Final

KEY_NEEDED: Final = "Thiếu Idempotency-Key."
UNIT_UNKNOWN: Final = "Không có xã, phường này."
NOT_YOURS: Final = "Việc này không có trong danh sách của ông/bà."
NOT_PROVEN: Final = (
    "Xin ghi đúng và đủ số điện thoại đang ghi ở việc này. Không nhớ, hoặc đã thử quá năm lần trong giờ này, "
    "thì xin gọi hoặc đến Mặt trận xã, phường đã nhận để sửa."
)
NOTHING_TO_CORRECT: Final = "Xin ghi họ tên hoặc số điện thoại mới."
