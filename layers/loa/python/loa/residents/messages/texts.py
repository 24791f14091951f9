"""What people read about messages to one resident."""

from collections.abc import Mapping
from typing import Final

STATES: Final[Mapping[str, str]] = {
    "pending": "chờ gửi",
    "sending": "đang gửi",
    "held": "tạm giữ",
    "sent": "đã gửi",
    "unknown": "chưa rõ kết quả",
    "failed": "gửi lỗi",
    "skipped": "không gửi",
}

REASONS: Final[Mapping[str, str]] = {
    "never_interacted": (
        "Người dân chưa từng tương tác với Official Account nên Zalo không cho gửi. "
        "Hãy mời người dân nhắn tin hoặc quan tâm Official Account trước."
    ),
    "window_closed": (
        "Đã quá 7 ngày kể từ lần cuối người dân tương tác với Official Account nên Zalo không cho gửi. "
        "Gửi lại được sau khi người dân nhắn tin."
    ),
    "withdrawn": (
        "Người dân đã rút lại sự đồng ý nên hệ thống không gửi tin nữa. "
        "Gửi lại được sau khi người dân tự nhắn tin hoặc quan tâm lại."
    ),
    "window_paid": (
        "Đã quá 48 giờ kể từ lần cuối người dân tương tác; tin này mất phí và hệ thống đang tắt tin có phí."
    ),
    "no_account": "Đơn vị chưa kết nối Official Account này. Hãy kết nối Official Account rồi gửi lại.",
    "not_confirmed": "Official Account vừa kết nối, cần quản trị viên xác nhận rồi tin mới được gửi.",
    "needs_consent": "Official Account cần được cấp quyền lại. Hãy tạo đường dẫn kết nối cho người quản trị.",
    "disabled": "Official Account đang bị khóa trên Zalo. Hãy liên hệ Zalo để mở lại.",
    "account_kind_not_supported": (
        "Zalo không cho loại Official Account này gửi tin nhắn riêng qua hệ thống. "
        "Hãy nhắn trực tiếp trên OA Manager, hoặc đề nghị Zalo mở quyền cho Official Account này."
    ),
    "answer_lost": "Zalo không trả lời khi gửi tin; cần kiểm tra trên OA Manager, hệ thống không tự gửi lại.",
    "worker_stopped": "Hệ thống dừng giữa chừng khi gửi tin; cần kiểm tra trên OA Manager, không tự gửi lại.",
    "too_many_attempts": "Đã thử nhiều lần nhưng Zalo vẫn báo lỗi tạm thời.",
    "busy": "Hệ thống đang bận; tin sẽ được gửi lại sau ít phút.",
    "too_late": "Tin tự động đã quá 24 giờ nên không gửi nữa.",
    "file_gone": "Tệp đính kèm không còn nữa. Hãy tải tệp lên lại và gửi tin mới.",
    "found_at_zalo": "Đã tìm thấy tin này trong danh sách của Zalo.",
    "not_sent_after_all": "Zalo không có tin này: tin chưa được gửi, hệ thống gửi lại.",
    "settled_by_person": "Cán bộ đã kiểm tra trên OA Manager và ghi nhận kết quả.",
    "credentials_lost": "Không lưu được quyền truy cập mới của Official Account; hệ thống sẽ thử lại.",
}
"""Reasons of our own, with what a person can do; Zalo's others are in `loa.platform.zalo.texts`."""

OWED: Final = "Tin này trước đây chưa gửi được tới ông/bà:\n\n{text}"

INVALID_KEY: Final = (
    "Mã của tin nhắn phải dài từ 8 đến 128 ký tự, chỉ gồm chữ không dấu, số và các dấu . _ : -"
)
KEY_NEEDED: Final = "Vui lòng gửi kèm Idempotency-Key (8 đến 128 ký tự) để tin nhắn không bị gửi hai lần."
OTHER_CONTENT: Final = "Mã này đã được dùng cho một tin nhắn khác. Vui lòng dùng mã mới."
NOT_FOUND: Final = "Không tìm thấy tin nhắn này."
SENT_OR_FAILED: Final = "Kết quả chỉ có thể là sent (đã gửi) hoặc failed (không gửi được)."
NOT_UNKNOWN: Final = "Kết quả của tin nhắn này đã rõ, không cần ghi nhận nữa."
NO_ACCOUNT: Final = "Đơn vị chưa kết nối Official Account."
CHANGED_MEANWHILE: Final = "Tin nhắn vừa đổi trạng thái."
