"""What sample residents write, and how a page offers it."""

from typing import Final

QUESTION: Final = "Một người hỏi thăm"
QUESTION_HINT: Final = "Hỏi giờ làm việc của xã. Trả lời ở mục Tin nhắn."
REPORT: Final = "Một người phản ánh, có ảnh"
REPORT_HINT: Final = "Đường có ổ gà. Giải quyết ở mục Vụ việc; trả lời xong thì người ấy chấm điểm."
WAITING: Final = "Một người đã chờ gần hai ngày"
WAITING_HINT: Final = "Còn hơn một giờ là hết hạn trả lời miễn phí trên Zalo: tập tìm người chờ lâu nhất."
ASKING_AGAIN: Final = "Một người sẽ hỏi lại"
ASKING_AGAIN_HINT: Final = "Nhận được lời trả lời thì hỏi thêm một câu nữa."
TOO_LATE: Final = "Một người đã chờ quá bảy ngày"
TOO_LATE_HINT: Final = "Zalo không còn cho trả lời: xem trang báo thế nào và còn làm được gì."

QUESTION_WORDS: Final = "Cho tôi hỏi sáng thứ bảy xã có tiếp dân không, tôi đi làm xa chỉ về được hôm ấy?"
WAITING_WORDS: Final = (
    "Nhà tôi thuộc diện cận nghèo, xin hỏi đợt này được hỗ trợ sửa nhà thì nộp giấy tờ ở đâu?"
)
TOO_LATE_WORDS: Final = "Cho tôi hỏi con tôi sinh ở miền Nam thì làm giấy khai sinh ở quê có được không?"
ASKING_WORDS: Final = "Xin hỏi họp thôn tháng này vào ngày nào, ở nhà văn hóa hay ở sân kho?"
ASKED_AGAIN: Final = "Vậy hôm ấy tôi mang theo giấy tờ gì không ạ?"
HOLE: Final = "Đường vào xóm 4 có ổ gà sâu ngay chỗ cua, tối qua hai xe máy ngã"
HOLE_AT: Final = "Đầu xóm 4, cạnh nhà văn hóa"
HOLE_SINCE: Final = "từ tuần trước"
"""What a resident answers when the chat gathers a report; numbers and words choose (`chatbot`)."""

LAST_LINES: Final = ("xong", "bỏ qua", "có")
"""No more pictures; no body was told before; that is right."""

STARS: Final = "5"

RUBBISH: Final = "Rác ở cổng sau chợ ùn lại không ai gom, mùi hôi vào tận nhà."
RUBBISH_AT: Final = "Cổng sau chợ"
"""The case that each unit has let go past its deadline."""
