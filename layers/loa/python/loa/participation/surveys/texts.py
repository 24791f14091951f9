"""What officers and residents read about surveys."""

from collections.abc import Mapping
from typing import Final

ANSWER_KINDS: Final[Mapping[str, str]] = {
    "single": "Chọn một",
    "several": "Chọn nhiều",
    "scale": "Thang điểm 1 đến 5",
    "order": "Xếp thứ tự",
    "matrix": "Bảng: chấm từng dòng từ 1 đến 5",
    "text": "Viết lời",
    "number": "Ghi số",
    "date": "Ghi ngày",
}
TOO_MANY: Final = "Một khảo sát có nhiều nhất 40 câu"
OPTIONS_WRONG: Final = "Cần từ 2 đến 12 phương án khác nhau, mỗi dòng một phương án"
CONDITION_WRONG: Final = "Điều kiện phải dựa vào một câu “Chọn một” ở trên và một phương án của câu đó"
IS_CONDITION: Final = "Có câu chỉ hỏi khi câu này được chọn. Xin bỏ câu đó trước."
TRIED_ENOUGH: Final = "Đã đủ 10 người thử. Xin cảm ơn ông/bà."
NO_QUESTIONS: Final = "Khảo sát chưa có câu hỏi nào."
MISSING: Final = "Xin trả lời câu này"
ROWS_MISSING: Final = "Xin chấm đủ các dòng"
ORDER_WRONG: Final = "Xin ghi mỗi thứ tự một lần, từ 1 trở đi"
NUMBER_WRONG: Final = "Xin ghi một số nguyên"
DAY_WRONG: Final = "Xin chọn một ngày"
TOO_LONG: Final = "Xin viết ngắn hơn 1.000 chữ"
FEW: Final = "Phương án ít người chọn"
NO_ANSWER: Final = "Không trả lời"
WRITTEN: Final = "Có trả lời"
REST: Final = "Các xã, phường còn lại"
SCORE: Final = "{score} điểm"
FIRST: Final = "Xếp thứ nhất: {option}"
WANTED_WRONG: Final = "“{option}”: xin ghi một số tròn chục, ví dụ 200, hoặc để trống"
PREPARED: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "gioi-tinh": ("Ông/bà là nam hay nữ?", ("Nam", "Nữ", "Không muốn nói")),
    "tuoi": (
        "Ông/bà bao nhiêu tuổi?",
        ("Dưới 18 tuổi", "18 đến 30 tuổi", "31 đến 45 tuổi", "46 đến 60 tuổi", "Trên 60 tuổi"),
    ),
}
