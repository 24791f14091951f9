"""What the pages of conversations say, in Vietnamese."""

from collections.abc import Mapping
from typing import Final

NO_NAME: Final = "Người dân chưa rõ tên"

WAITING: Final = "Chờ trả lời"
MINE: Final = "Của tôi"
CLOSING: Final = "Sắp hết hạn"
ANSWERED: Final = "Đã trả lời"
CLOSED: Final = "Đã kết thúc"

NOTHING: Final[Mapping[str, str]] = {
    "": "Không có tin nào chờ trả lời.",
    "cua-toi": "Không có cuộc nào giao cho anh/chị đang chờ trả lời.",
    "sap-het": "Không có cuộc nào sắp hết hạn trả lời.",
    "da-tra-loi": "Chưa có cuộc nào đã trả lời.",
    "ket-thuc": "Chưa có cuộc nào đã kết thúc.",
}
"""What stands in place of an empty list, by tab."""

MESSAGES_IN: Final = "tin nhắn của người dân"
NO_MESSAGES_IN: Final = "Chưa có người dân nào nhắn tin."

SINCE: Final = "chờ {span}"
LEFT: Final = "còn {span}"
LEFT_PAID: Final = "còn {span}, tính phí"
WRITING: Final = "Đang trả lời: {name}"
WRITING_MYSELF: Final = "Anh/chị đang trả lời"
GIVEN_TO: Final = "Giao cho: {name}"
GIVEN_TO_ME: Final = "Giao cho anh/chị"
MINUTES: Final = "phút"
HOURS: Final = "giờ"
DAYS: Final = "ngày"
TODAY: Final = "{hour} hôm nay"
DUE: Final = "hạn {moment}"
UNSURE: Final = "Không rõ đã tới chưa"
MYSELF: Final = "Tôi"
NOBODY: Final = "Không giao cho riêng ai"
LINKED: Final = "đã nối Zalo"
NOT_LINKED: Final = "chưa nối Zalo, chưa báo được"
CALLS_FOR_HELP: Final = "Kêu cứu"
MAY_NEED_HELP: Final = "Có thể cần giúp"
MAY_ACCUSE: Final = "Có thể là tố cáo"
READ_FIRST: Final = (
    "Tin này có thể nói về việc làm sai của người có chức trách, nên cấp trên xem trước; cấp dưới chưa xem "
    "được. Nếu đúng là tố cáo: chỉ cho người dân cách gửi kín (nhắn TỐ CÁO). Nếu không: chuyển lại cho "
    "đơn vị."
)
CANNOT_ANSWER: Final = "Chưa trả lời được"
WINDOW_ENDS_FREE: Final = "miễn phí tới {end}"
WINDOW_ENDS: Final = "tới {end}, tính phí"
TO_ANSWER: Final = " để trả lời"
NO_LIMIT: Final = "chưa rõ hạn trả lời"

SENT: Final = "Đã nhận lời trả lời, đang gửi qua Zalo. Người dân còn trả lời được tiếp tại đây."
NOTED: Final = "Đã ghi chú. Người dân không thấy ghi chú này."
CLOSED_NOW: Final = "Đã kết thúc cuộc trò chuyện. Người dân nhắn lại thì cuộc này tự mở ra."
LOCKED: Final = "Người khác thấy anh/chị đang trả lời, trong 2 phút kể từ lúc gõ sau cùng."
UNLOCKED: Final = "Đã nhường lại. Người khác trả lời được rồi."
TAKEN_OVER: Final = "Anh/chị trả lời thay. Cuộc trò chuyện đã ghi lại việc này."
SETTLED_SENT: Final = "Đã ghi: tin đã tới."
SETTLED_FAILED: Final = "Đã ghi: tin chưa tới. Lời cũ ở sẵn trong ô trả lời, xem lại rồi bấm Gửi."
ASSIGNED: Final = "Đã giao cuộc trò chuyện cho {name}."
UNASSIGNED: Final = "Cuộc trò chuyện không giao cho riêng ai nữa."
TRANSFERRED: Final = "Đã chuyển cuộc trò chuyện cho {name}."

WORDS_NEEDED: Final = "Xin viết lời trả lời trước khi gửi."
NEW_WORDS: Final = "{name} vừa nhắn thêm. Xem lời mới ở trên, sửa lời trả lời nếu cần, rồi bấm Gửi lần nữa."
SEEN_BROKEN: Final = "Trang này đã cũ. Xin xem lại lời mới nhất rồi bấm Gửi lần nữa."
CHOOSE: Final = "Xin chọn một mục."
CLOSE_FIRST_READ: Final = "{name} vừa nhắn thêm, nên chưa kết thúc. Xin xem lời mới."
WRITTEN_MEANWHILE: Final = "Vừa có thay đổi: {reason}"

CANNED_KEPT: Final = "Đã lưu mẫu câu “{title}”."
CANNED_REMOVED: Final = "Đã xóa mẫu câu. Mẫu cùng tên của cấp trên, nếu có, lại được dùng."
ON_CALL_KEPT: Final = "Đã lưu người trực."
ON_CALL_DEFAULT: Final = "Đã bỏ chọn. Máy báo cho mọi cán bộ của đơn vị được trả lời người dân."

STATES: Final[Mapping[str, str]] = {
    "pending": "Đang chờ gửi",
    "sending": "Đang gửi",
    "held": "Tạm giữ, máy sẽ tự gửi",
    "failed": "Chưa gửi được",
    "skipped": "Không gửi",
    "sent": "Đã gửi",
}
"""Of a reply, as the thread shows it; an unknown outcome has a form of its own."""

ACTIONS: Final[Mapping[str, str]] = {
    "assigned": "Giao việc",
    "handed": "Chuyển đơn vị",
    "closed": "Kết thúc",
    "taken_over": "Làm thay",
}
"""What an officer did, by the kind of its line."""

AUTOMATIC: Final = "Tin tự động"
OUR_ACCOUNT: Final = "Trả lời trên Zalo"
PICTURE_OF: Final = "Ảnh {name} gửi lúc {at}"
OUR_PICTURE: Final = "Ảnh cán bộ gửi lúc {at}"
FILE: Final = "Tệp"
FILE_NAME: Final = "tep-dinh-kem"
PICTURE: Final = "Ảnh"
SOUND: Final = "Tin thoại"
VIDEO: Final = "Video"
PLACE: Final = "Vị trí {latitude}, {longitude}"
PHONE: Final = "Số điện thoại {phone}"
STICKER: Final = "Nhãn dán"
OTHER: Final = "Nội dung khác, xem trên Zalo OA"
COPYING: Final = "máy đang tải về, mở lại trang sau ít phút"
