"""What a Mini App made from Zalo's official template shows of what its user sends."""

from typing import Final

UNREADABLE: Final = "Không đọc được nội dung gửi lên. Xin viết lại."
NO_WORDS: Final = "Xin ghi tiêu đề hoặc nội dung."
KIND_UNKNOWN: Final = "Xin chọn lại loại phản ánh."
PICTURES_GONE: Final = "Ảnh đã chờ quá một giờ hoặc đã gửi rồi. Xin chọn lại ảnh."
NO_PICTURE: Final = "Không có ảnh nào."
TOO_MANY_UPLOADS: Final = (
    "Nơi ông/bà dùng mạng đã gửi quá nhiều ảnh trong giờ này. Xin gửi lời trước, thêm ảnh sau."
)
DAY_WRONG: Final = "Xin chọn ngày hẹn từ hôm nay, không quá một năm."
NAME_MISSING: Final = "Xin ghi họ tên."
PHONE_MISSING: Final = "Xin ghi số điện thoại để cán bộ báo lại giờ hẹn."
SEND_ON_OUR_PAGE: Final = "Lúc này nhiều người gửi quá, nơi này chưa nhận thêm được. Xin gửi ở {address}."

WHICH_WAY: Final = (
    "Chưa gửi: lời này giống tố cáo người có chức vụ. Muốn giữ kín thì gửi ở {confidential}; vẫn muốn gửi "
    "như phản ánh thường thì gửi ở {form}."
)
IN_DANGER: Final = "{danger} Đã nhận, mã {code}."
SENDER: Final = "Người gửi việc {code}"

RECEIVED: Final = "Đã nhận. Mã việc: {code}. Theo dõi, nói thêm: {address}"
OWN_CASE: Final = "{what}\n\nMã việc: {code}. {state}.\nTheo dõi, nói thêm, đánh giá: {address}"
REFUSED: Final = "{why}\nMã việc: {code}. Xem thêm: {address}"

APPOINTMENT: Final = "Xin gặp cán bộ ngày {day:%d/%m/%Y}. Nội dung: {content}"
"""The words of the case that a wish to be received becomes."""
