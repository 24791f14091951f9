"""Names of what is held about a resident, as they, and officers who help them, read it."""

from collections.abc import Mapping
from typing import Final

WHERE: Final[Mapping[str, str]] = {
    "profile": "Mục Của tôi",
    "follower": "Người quan tâm tài khoản Zalo",
    "message": "Tin nhắn",
    "outgoing": "Tin đã gửi cho người dân",
    "case": "Vụ việc",
    "entry": "Diễn biến vụ việc",
    "file": "Ảnh, tệp",
    "participation": "Cuộc thi, góp ý, khảo sát đã tham gia",
}
"""Where something is kept; other places show their own name."""

FIELD: Final[Mapping[str, str]] = {
    "at": "Lúc",
    "display_name": "Tên trên Zalo",
    "avatar": "Ảnh đại diện trên Zalo",
    "consents": "Đã đồng ý",
    "unit": "Tài khoản của",
    "home_unit": "Xã, phường đã chọn",
    "earliest": "Quan tâm lần đầu",
    "latest": "Quan tâm, thôi quan tâm gần đây",
    "interacted_at": "Lần nhắn gần đây",
    "withdrawn_at": "Rút đồng ý lúc",
    "text": "Nội dung",
    "name": "Họ tên",
    "phone": "Điện thoại",
    "followed_at": "Quan tâm từ",
    "state": "Trạng thái",
    "kind": "Loại",
    "what": "Sự việc",
    "hamlet": "Thôn, xóm",
    "where": "Nơi xảy ra",
    "since": "Từ bao giờ",
    "whom": "Liên quan đến ai",
    "place": "Nơi xảy ra",
    "asked_for": "Cán bộ hỏi",
    "answer": "Trả lời",
    "satisfaction_word": "Lời đánh giá",
    "satisfaction": "Điểm đánh giá",
    "supplements": "Nói thêm",
    "refusal_reason": "Lý do không giải quyết",
    "code": "Mã hồ sơ",
    "user_id": "Mã người dân tại tài khoản",
    "received_at": "Nhận lúc",
    "created_at": "Viết lúc",
    "direction": "Chiều",
    "files": "Số ảnh, tệp",
    "title": "Tên",
    "purpose": "Để làm gì",
    "agreed_on": "Đồng ý ngày",
    "words": "Ý kiến đã viết",
    "wording": "Đề xuất sửa",
    "spoken_on": "Gửi lời nói ngày",
    "spoken": "Lời nói, cán bộ chép lại",
    "note": "Lời nhắn",
}
"""The name of what is kept; other fields show their own name."""

MOMENT: Final = "{at.hour}:{at.minute:02} ngày {at.day}/{at.month}/{at.year}"
DIRECTION: Final[Mapping[str, str]] = {"in": "Người dân viết", "out": "Tài khoản Mặt trận viết"}
FOLLOWS: Final[Mapping[str, str]] = {"follow": "quan tâm", "unfollow": "thôi quan tâm"}
MESSAGE_KINDS: Final[Mapping[str, str]] = {"text": "lời", "image": "ảnh", "file": "tệp", "audio": "tiếng"}
