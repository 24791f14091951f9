"""What officers read on the pages of cases."""

from collections.abc import Mapping
from typing import Final

from loa.casework.cases.rules.texts import NOT_RELEASED_NOW, WORDS, unit_name

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"

TABS: Final[Mapping[str, str]] = {
    "overdue": "Quá hạn",
    "today": "Hết hạn hôm nay",
    "to_accept": "Chờ nhận",
    "mine": "Của tôi",
    "open": "Đang mở",
}
ALL: Final = "Tất cả, cả đã xong"
EMPTY: Final[Mapping[str, str]] = {
    "overdue": "Không có vụ việc nào quá hạn.",
    "today": "Không có vụ việc nào hết hạn hôm nay.",
    "to_accept": "Không có vụ việc nào chờ nhận.",
    "mine": "Chưa ai giao vụ việc nào cho anh/chị.",
    "open": "Không còn vụ việc nào đang mở.",
}
MOST_SHOWN: Final = "Danh sách dài hơn 1.000 vụ việc, các số là ít nhất. Xin chọn một xã, phường."
SEARCHED_SO_FAR: Final = "Đã tìm trong 1.000 vụ việc mới nhất của khoảng này."

IN_TIME: Final = "vụ việc trả lời đúng hạn"
NONE_ANSWERED: Final = "Chưa có vụ việc nào được trả lời."

NEIGHBOURLY: Final = "ông/bà"

PAUSED: Final = "tạm dừng tính hạn"


def days(number: int) -> str:
    """`2 ngày`."""
    return f"{number}{_NO_BREAK}ngày"


def hours(number: int) -> str:
    """`3 giờ`."""
    return f"{number}{_NO_BREAK}giờ"


def late(span: str) -> str:
    """Over time."""
    return f"quá {span}"


def left_today(span: str) -> str:
    """Due today."""
    return f"còn {span}, hôm nay"


def left(number: int, day: str) -> str:
    """Days left, and the last of them."""
    return f"còn {days(number)}, hạn {day}"


CHANNELS: Final[Mapping[str, str]] = {
    "chat": "qua Zalo",
    "mini_app": "qua Mini App",
    "web": "qua trang thông tin",
    "paper": "bằng giấy",
    "telephone": "qua điện thoại",
    "meeting": "gặp trực tiếp",
    "import": "từ hệ thống khác",
}

OTHERS: Final[Mapping[str, str]] = {"resident": "Người dân", "clock": "Loa", "": "Đơn vị khác"}
SOMEBODY: Final = "Cán bộ đã chuyển đi"

_DONE: Final[Mapping[str, str]] = {
    "opened": "Tiếp nhận",
    "accept": "Nhận giải quyết",
    "return": "Hỏi thêm người dân",
    "supply": "Người dân bổ sung",
    "transfer": "Chuyển đơn vị khác",
    "hand_outside": "Chuyển cơ quan ngoài Mặt trận",
    "take_back": "Cơ quan ngoài đã trả lời",
    "refuse": "Từ chối giải quyết",
    "start": "Bắt đầu giải quyết",
    "answer": "Trả lời người dân",
    "confirm": "Người dân đồng ý với câu trả lời",
    "reopen": "Mở lại",
    "close": "Kết thúc",
    "withdraw": "Người dân rút lại",
    "join": "Gộp vào vụ việc khác",
    "part": "Tách ra",
    "assigned": "Trả việc về đơn vị",
    "supplemented": "Bổ sung thông tin",
    "reminded": "Loa nhắc hạn",
    "rescheduled": "Dời hạn theo lịch nghỉ",
    "reorganised": "Chuyển sang đơn vị mới theo sắp xếp",
    "released": "Công khai",
    "unreleased": "Thôi công khai",
    "rated": "Người dân chấm điểm",
    "corrected": "Sửa thông tin người gửi",
    "forgotten": "Xóa thông tin cá nhân theo quy định",
    "member_joined": "Một việc giống được gộp vào",
    "member_parted": "Một việc được tách ra",
}


def done(what: str, facts: Mapping[str, str], units: Mapping[str, str]) -> str:
    """Return what was done."""
    if what == "assigned" and facts.get("owner_name"):
        return f"Giao cho {facts['owner_name']}"
    if what == "transfer" and facts.get("to_path"):
        return f"Chuyển {units.get(facts['to_path'], 'đơn vị khác')}"
    if what == "hand_outside" and facts.get("body"):
        return f"Chuyển {facts['body']}"
    if what == "reorganised" and {facts.get("from_path"), facts.get("to_path")} <= units.keys():
        return f"{units[facts['from_path']]} nay là {units[facts['to_path']]}, theo sắp xếp đơn vị"
    if facts.get("stars"):
        return f"{_DONE.get(what, what)}: {facts['stars']} trên 5"
    return _DONE.get(what, what)


def more_of(facts: Mapping[str, str]) -> str:
    """Return what else a line of the history says."""
    parts = []
    if facts.get("reference"):
        parts.append(f"văn bản số {facts['reference']}")
    if facts.get("next_step"):
        parts.append(f"tiếp theo: {facts['next_step']}")
    if facts.get("legal_ground"):
        parts.append(f"căn cứ: {facts['legal_ground']}")
    if facts.get("attachments"):
        parts.append("có kèm tệp")
    return ", ".join(parts)


def told_by(name: str, at: str, more: str) -> str:
    """Return who, when, and what else."""
    return " · ".join(part for part in (name, at, more) if part)


def picture(number: int) -> str:
    """Name a picture."""
    return f"Ảnh {number}"


def file(number: int) -> str:
    """Name a file without a name."""
    return f"Tệp {number}"


COMING: Final = "Tệp đang được tải về; xin mở lại trang sau ít phút."

# Steps

CHOOSE_STEP: Final = "Xin chọn một bước."
STEP_GONE: Final = "Bước này không còn làm được: vụ việc đã sang trạng thái khác. Xin chọn bước khác."


def changed_meanwhile(name: str, what: str, at: str) -> str:
    """Somebody was faster."""
    return f"{name} vừa làm lúc {at}: {what}."


def stood(before: str, now: str) -> str:
    """How the case stood, and how it stands."""
    return f"Khi anh/chị mở: {before}. Bây giờ: {now}. Những gì anh/chị đã viết vẫn còn bên dưới."


def step_done(title: str, code: str, reach: str) -> str:
    """What is said after a step; `reach`: of `ReporterReach`, or empty where it tells nobody."""
    return f"{code}: đã ghi “{title}”. {AFTER_STEP.get(reach, '')}".strip()


def told_at(at: str) -> str:
    """When Zalo took the newest message to the resident."""
    return f"Đã gửi lúc {at}"


BEING_TOLD: Final = "Đang gửi"
NOT_TOLD: Final = "Chưa báo được người dân"
WINDOW_CLOSED: Final = "Đã quá 7 ngày từ lần cuối người dân nhắn, nên Zalo không cho gửi."
TOLD_BY_PHONE: Final = "Đã báo người dân qua điện thoại."
TOLD_LATER: Final = "Loa tự gửi khi người dân nhắn lại."
BY_CHAT: Final = {
    "now": "Lưu xong, Loa nhắn mã và hạn trả lời cho người dân ngay trong Zalo.",
    "later": "Lâu rồi người dân không nhắn nên Zalo chưa cho gửi: mã và hạn trả lời chờ tới khi họ nhắn. "
    "Lưu xong, anh/chị gọi báo giúp.",
    "withdrawn": "Người dân đã không nhận tin Zalo nữa. Lưu xong, anh/chị gọi báo mã và hạn trả lời giúp.",
}
AFTER_STEP: Final = {
    "now": "Loa đang gửi tin cho người dân.",
    "later": "Zalo chưa cho nhắn: tin chờ tới khi người dân nhắn lại, anh/chị gọi báo giúp.",
    "withdrawn": "Người dân đã không nhận tin Zalo nữa: anh/chị gọi báo giúp.",
    "never": "Người dân không có trên Zalo: anh/chị gọi báo giúp.",
    "several": "Ai còn trong hạn Zalo thì Loa đang gửi; người khác xin anh/chị gọi báo giúp.",
}
GIVEN: Final = "Đã giao vụ việc."
NOTED: Final = "Đã thêm ghi chú. Người dân không thấy."
SUPPLEMENTED: Final = "Đã ghi thông tin bổ sung."
JOINED: Final = "Đã gộp. Người phản ánh được báo và nhận chung câu trả lời."
PARTED: Final = "Đã tách thành vụ việc riêng."
RELEASED: Final = "Đã công khai. Mọi người xem được trong vòng một phút."
UNRELEASED: Final = "Đã rút khỏi danh sách công khai."


def given_many(number: int, refused: int) -> str:
    """What is said after many were given."""
    said = f"Đã giao {number} vụ việc."
    return f"{said} {refused} việc không giao được: việc của đơn vị khác hoặc đã xong." if refused else said


NOBODY_CHOSEN: Final = "Xin chọn người nhận việc."
NONE_TICKED: Final = "Xin đánh dấu ít nhất một vụ việc trong danh sách."
BACK_TO_UNIT: Final = "Trả về đơn vị, chưa giao ai"

# Entering

KINDS_HINT: Final[Mapping[str, str]] = {
    "report": "một việc đang xảy ra, cần xem và sửa",
    "recommendation": "đề nghị làm một việc",
    "question": "hỏi chính sách, thủ tục",
    "comment": "ý kiến về việc chung",
    "proposal": "một cách làm mới",
    "complaint": "không đồng ý một quyết định; Mặt trận hướng dẫn, không giải quyết thay",
}
SENT: Final[Mapping[str, str]] = {
    "image": "Ảnh",
    "gif": "Ảnh động",
    "video": "Video",
    "audio": "Tin thoại",
    "voice": "Tin thoại",
    "file": "Tệp",
}
"""What a resident sent, by kind of attachment."""
GENERAL_RULE: Final = "Việc không có quy định riêng"
SAME_DEADLINE: Final = "Theo quy định đang áp dụng, ô này không đổi thời hạn trả lời."


def longer(kind: str, number: int, instead: int, *, working: bool, source: str) -> str:
    """What a box does to the deadline of a kind, and by which rule."""
    counted = "ngày làm việc" if working else "ngày"
    return f"{kind}: trả lời trong {number} {counted} thay vì {instead}. Căn cứ: {source.rstrip('.')}."


LONG_AGO: Final = "Ngày nhận không sau hôm nay và không quá 60 ngày trước."


def words_for_zalo(kind: str, code: str, unit: str) -> str:
    """What an officer pastes into a chat of their own."""
    return (
        f"{unit_name(unit)[:1].upper()}{unit_name(unit)[1:]} đã nhận "
        f"{WORDS[kind]} của ông/bà. Mã: {code}. Ông/bà giữ mã này để hỏi kết quả."
    )


# Release

NOT_CONFIRMED: Final = "Xin đánh dấu đã đọc lại toàn bộ lời và ảnh."
NOT_ANSWERED: Final = NOT_RELEASED_NOW
BAD_DAY: Final = "Ngày tìm chưa đúng; xin ghi đủ ngày, tháng, năm."
MYSELF: Final = "(tôi)"
BY_TELEPHONE: Final = "Gọi điện"
IN_PERSON: Final = "Gặp trực tiếp"
ON_PAPER: Final = "Đơn, thư giấy"
