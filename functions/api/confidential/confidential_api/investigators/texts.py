"""What the pages of investigators say, in Vietnamese."""

from typing import Final

STEPS: Final = {
    "accept": ("Thụ lý", "bắt đầu tính thời hạn giải quyết; báo cho hai bên bằng văn bản"),
    "refuse": ("Không thụ lý", "người tố cáo đọc được lý do và căn cứ ở trang tra cứu"),
    "hand_outside": ("Chuyển cơ quan có thẩm quyền", "ghi cơ quan nhận và số văn bản chuyển"),
    "take_back": ("Nhận lại từ cơ quan đã chuyển", "thời hạn tính tiếp từ hôm nay"),
    "start": ("Bắt đầu xác minh", "người tố cáo thấy là đang xác minh"),
    "answer": ("Trả lời người tố cáo", "người tố cáo đọc ở trang tra cứu, bằng mã và mật khẩu đã ghi lại"),
    "close": ("Kết thúc", "không còn bước nào nữa"),
}
"""Of each step: its name, and what happens then."""

DONE: Final = {
    "opened": "Tiếp nhận",
    "extended": "Gia hạn",
    "transfer_proposed": "Đề nghị chuyển đơn vị",
    "transferred": "Chuyển đơn vị",
    "completed": "Người tố cáo điền biểu mẫu",
}
"""Lines of the history that are no step."""

DONE_BY_RESIDENTS: Final = frozenset({"opened", "completed"})

FACTS: Final = {
    "legal_ground": "căn cứ: {}",
    "body": "nơi nhận: {}",
    "reference": "văn bản số {}",
    "to": "tới {}",
    "particularly_complex": "đặc biệt phức tạp",
}

LOOKS: Final = {"list": "mở danh sách", "case": "mở hồ sơ", "looks": "xem ai đã mở"}

CLOCK: Final = "hệ thống"
COLLEAGUE: Final = "cán bộ xác minh"
STEP_MISSING: Final = "Xin chọn một bước."
UNIT_MISSING: Final = "Xin chọn đơn vị nhận."
MOVED: Final = "Đã ghi bước “{}”."
EXTENDED: Final = "Đã gia hạn."
TRANSFERRED: Final = "Đã chuyển. Từ giờ chỉ đơn vị nhận xem được."
PROPOSED: Final = "Đã ghi đề nghị. Một cán bộ xác minh khác của đơn vị duyệt thì hồ sơ mới được chuyển."
CONFLICT: Final = "Chưa ghi gì cả."
