"""What officers and residents read about campaigns of all kinds."""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "contest": "Cuộc thi",
    "consultation": "Lấy ý kiến dự thảo",
    "survey": "Khảo sát",
}
PHASES: Final[Mapping[str, str]] = {
    "draft": "Đang soạn",
    "coming": "Sắp mở",
    "open": "Đang mở",
    "suspended": "Tạm dừng",
    "ended": "Đã kết thúc",
    "reported": "Đã công bố kết quả",
    "withdrawn": "Đã rút",
}
PURPOSES: Final[Mapping[str, str]] = {
    "contest": "Tôi đồng ý để Mặt trận lưu bài thi này để chấm điểm và xếp giải",
    "consultation": "Tôi đồng ý để Mặt trận tổng hợp ý kiến này, gửi cơ quan soạn thảo, không kèm tên tôi",
    "survey": "Tôi đồng ý để Mặt trận dùng câu trả lời này để tổng hợp, không kèm tên tôi",
}
"""What a resident agrees to, for each purpose by itself."""

IS_PUBLIC: Final = "Nội dung này đã đăng, không sửa được nữa. Cần đổi thì rút xuống và soạn lại."
TIME_IS_OVER: Final = "Thời gian kết thúc đã qua. Xin sửa lại rồi mới đăng."
NOT_OPEN: Final = "Lúc này không mở."
IS_SUSPENDED: Final = "Đang tạm dừng, giờ giấc chưa định. Xin mở tiếp rồi mới làm việc này."
END_UNKNOWN: Final = "chưa định (đang tạm dừng)"
NOT_SUSPENDED: Final = "Lúc này không tạm dừng."
ANOTHER_RESUMES: Final = "Người cho tạm dừng không tự mở tiếp. Xin nhờ một đồng nghiệp có quyền duyệt."
NOT_ENDED: Final = "Chỉ công bố kết quả sau khi đã kết thúc, và chỉ một lần."
NOT_PUBLIC: Final = "Nội dung này chưa đăng."
SECOND_PERSON: Final = "Người soạn không tự duyệt. Xin nhờ một đồng nghiệp có quyền duyệt."
ENDS_TOO_EARLY: Final = "Thời gian kết thúc phải sau lúc mở"
ENDS_IN_THE_PAST: Final = "Thời gian kết thúc đã qua"
TOO_LONG: Final = "Mở lâu nhất là 400 ngày"
CONSENT_MISSING: Final = "Xin đánh dấu đồng ý, nếu ông/bà muốn gửi"
UNIT_MISSING: Final = "Xin chọn xã, phường nơi ông/bà ở"
ONCE_ONLY: Final = "Ông/bà đã gửi rồi. Mỗi người gửi một lần."
CHANGED_MEANWHILE: Final = "Một đồng nghiệp vừa sửa. Xin xem lại rồi làm tiếp."
CALL_ALERT: Final = (
    "Có thể có người kêu cứu: lúc {at}, trong lời viết ở “{title}”. Xin mở {link} đọc ngay. "
    "Người viết đã được báo số 113, 114, 115."
)
HELD: Final[Mapping[str, str]] = {
    "title": "Tham gia",
    "purpose": "Mục đích",
    "agreed_on": "Đồng ý ngày",
    "words": "Lời đã viết",
    "wording": "Đề xuất viết lại",
    "spoken_on": "Gửi lời nói ngày",
    "spoken": "Lời nói, cán bộ chép lại",
    "name": "Tên để nhận giải",
    "phone": "Số điện thoại để nhận giải",
    "note": "Lời nhắn về nhận giải",
}
