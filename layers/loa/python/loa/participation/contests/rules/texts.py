"""What officers and residents read about contests."""

from collections.abc import Mapping
from typing import Final

LEVELS: Final[Mapping[str, str]] = {"easy": "Dễ", "middle": "Vừa", "hard": "Khó"}
ROUND_STATES: Final[Mapping[str, str]] = {
    "draft": "Đang chuẩn bị",
    "sealed": "Đã niêm phong đề",
    "drawing": "Đang bốc thăm",
    "drawn": "Đã có kết quả, chờ xác nhận",
    "confirmed": "Đã công bố",
}
ROUND_SEALED: Final = "Đợt này đã niêm phong, không đổi được nữa."
ROUND_NOT_OVER: Final = "Chỉ bốc thăm sau khi đợt thi kết thúc một phút, và chỉ một lần."
NOT_DRAWN: Final = "Đợt này chưa có kết quả để xác nhận."
NO_ROUND: Final = "Không có đợt này."
NOT_SEALED: Final = "Chưa có đợt nào được niêm phong, nên chưa đăng được."
TOO_FEW_QUESTIONS: Final = "Mới có {have} câu dùng được, cần ít nhất {need} câu đã kiểm và còn hiệu lực."
ROUND_IS_PAST: Final = "Thời gian của đợt đã qua."
STALE_QUESTIONS: Final = (
    "Có {count} câu dựa trên điều luật không còn hiệu lực trong đợt này; các câu đó không được rút vào đề."
)
ROUNDS_OUTSIDE: Final = "Các đợt thi đã có phải nằm trong thời gian này"
OUTSIDE_CONTEST: Final = "Đợt thi phải nằm trong thời gian của cuộc thi"
NO_ADULTS: Final = "chưa có số dân"
NO_TRIES: Final = "Ông/bà đã dùng hết lượt thi của đợt này."
ROUND_CLOSED: Final = "Lúc này không có đợt thi nào mở."
NO_OPEN_TRY: Final = "Bài này đã nộp hoặc chưa bắt đầu."
TOO_LATE: Final = "Hết giờ làm bài này, nên bài không được chấm."
PREDICTION_MISSING: Final = "Xin ghi một số: bao nhiêu người trả lời đúng hết"
ANSWERS_MISSING: Final = "Còn {count} câu chưa chọn: {numbers}"
OPTIONS_FEW: Final = "Cần từ 2 đến 5 phương án, mỗi dòng một phương án"
RIGHT_UNKNOWN: Final = "Số thứ tự của phương án đúng phải nằm trong danh sách trên"
UNTIL_BEFORE_SINCE: Final = "Ngày hết hiệu lực phải sau ngày có hiệu lực"
