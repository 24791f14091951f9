"""What officers read before they choose a step: its name, and what it does."""

from collections.abc import Mapping
from typing import Final

STEPS: Final[Mapping[str, str]] = {
    "accept": "Nhận giải quyết",
    "return": "Hỏi thêm người dân",
    "transfer": "Chuyển đơn vị Mặt trận khác",
    "hand_outside": "Chuyển cơ quan ngoài Mặt trận",
    "take_back": "Cơ quan ngoài đã trả lời, lấy việc về",
    "refuse": "Từ chối giải quyết",
    "start": "Bắt đầu giải quyết",
    "answer": "Trả lời người dân",
    "confirm": "Ghi: người dân đồng ý với câu trả lời",
    "reopen": "Mở lại việc này",
    "close": "Kết thúc",
    "withdraw": "Ghi: người dân rút lại",
    "part": "Tách khỏi việc đã gộp",
}
"""Steps as the choices of a form. What joins or supplements a case has a form of its own."""

EFFECTS: Final[Mapping[str, str]] = {
    "accept": "việc thành của đơn vị mình; hạn trả lời giữ nguyên",
    "return": "hạn tạm dừng tới khi người dân trả lời; chờ tối đa 30 ngày",
    "transfer": "đơn vị kia giữ việc và tính lại hạn nhận; mình còn xem được",
    "hand_outside": "hạn tạm dừng; Loa nhắc mình hỏi kết quả",
    "take_back": "hạn chạy tiếp; mình trả lời người dân",
    "refuse": "việc khép lại; người dân mở lại được trong 30 ngày",
    "start": "việc sang “Đang giải quyết”; hạn giữ nguyên",
    "answer": "việc sang “Đã trả lời”, hạn ngừng tính",
    "confirm": "việc xong",
    "reopen": "tính lại cả thời hạn và được ưu tiên",
    "close": "việc khép lại; mở lại được trong 30 ngày",
    "withdraw": "việc khép lại theo ý người dân",
    "part": "việc có lại thời hạn và câu trả lời riêng",
}
"""What a step does to the case."""

TOLD: Final[Mapping[str, str]] = {
    "now": "Loa nhắn người dân qua Zalo ngay",
    "later": "lâu rồi người dân không nhắn nên Zalo chưa cho gửi: tin chờ tới khi họ nhắn, anh/chị gọi báo",
    "withdrawn": "người dân đã không nhận tin Zalo nữa: anh/chị gọi điện báo",
    "never": "người dân không có trên Zalo: anh/chị tự báo",
    "several": "ai còn trong hạn Zalo thì nhận ngay, người khác chờ tới khi họ nhắn hoặc anh/chị tự báo",
    "": "người dân không nhận tin",
}
"""How the reporter hears of a step, by `desk.reaching.ReporterReach`; empty: the step tells nobody."""


def effect(move: str, reach: str) -> str:
    """What a step does, and whether the reporter hears of it."""
    return f"{EFFECTS[move]}; {TOLD[reach]}"


NOT_ONE_OF_YOURS: Final = "Không có vụ việc này, hoặc vụ việc do đơn vị khác giải quyết."
TOO_MANY_AT_ONCE: Final = "Mỗi lần giao nhiều nhất 50 vụ việc."
NONE_CHOSEN: Final = "Xin đánh dấu ít nhất một vụ việc."
PERIOD_BACKWARDS: Final = "Ngày đầu phải trước ngày cuối."
SEARCH_TOO_LONG: Final = "Lời tìm dài nhất 100 ký tự."

SCAN_KINDS: Final = "Chỉ nhận ảnh JPG, PNG hoặc tệp PDF."
SCAN_TOO_LARGE: Final = "Mỗi lần gửi, các tệp cộng lại không quá 4 MB. Xin chụp nhỏ hơn hoặc gửi ít tệp hơn."
SCAN_GONE: Final = "Bản chụp không còn được giữ; xin chọn lại tệp."
