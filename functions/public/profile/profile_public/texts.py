"""What residents, and their programs, read."""

from typing import Final

KEY_NEEDED: Final = "Thiếu Idempotency-Key."
HOME_MISSING: Final = "Xin chọn xã, phường."
UNIT_UNKNOWN: Final = "Không có xã, phường này."
NOT_YOURS: Final = "Việc này không có trong danh sách của ông/bà."
NOT_PROVEN: Final = (
    "Xin ghi đúng và đủ số điện thoại đang ghi ở việc này. Không nhớ, hoặc đã thử quá năm lần trong giờ này, "
    "thì xin gọi hoặc đến Mặt trận xã, phường đã nhận để sửa."
)
NOTHING_TO_CORRECT: Final = "Xin ghi họ tên hoặc số điện thoại mới."
PRESENT_PHONE_HINT: Final = (
    "Cả số, như đã ghi khi gửi: có đường dẫn thôi thì chưa đủ để sửa tên và số của người gửi."
)
DONE: Final = {
    "dong-y": "Đã ghi là ông/bà đồng ý. Đổi ý lúc nào cũng được.",
    "rut": "Đã rút. Điều đã nhớ theo đó được xóa rồi.",
    "xa": "Đã nhớ xã, phường của ông/bà.",
    "them": "Đã thêm việc này vào danh sách của ông/bà.",
    "sua": "Đã sửa.",
    "xoa": "Đã nhận yêu cầu xóa. Chưa xóa ngay: ông/bà còn đổi ý được.",
    "giu-lai": "Đã dừng. Không có gì bị xóa.",
}
"""What a page says after a form, by what was done."""
