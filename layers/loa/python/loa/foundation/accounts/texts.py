"""What people read about accounts."""

from typing import Final

LINK_NOT_OURS: Final = (
    "Đường dẫn kết nối không đúng, có thể do chép thiếu. "
    "Vui lòng mở lại từ tin nhắn đã nhận, hoặc xin đường dẫn mới."
)
LINK_EXPIRED: Final = "Đường dẫn kết nối đã hết hạn. Vui lòng xin đường dẫn mới từ cán bộ đã gửi."
LINK_USED: Final = (
    "Đường dẫn này đã được dùng: việc cấp quyền đã xong, không cần làm lại. "
    "Nếu Official Account được chọn không đúng, vui lòng báo cho cán bộ gửi đường dẫn và xin đường dẫn mới."
)
ANOTHER_ACCOUNT_BY_NOW: Final = (
    "Đơn vị này hiện kết nối với Official Account khác. Vui lòng tải lại danh sách."
)
CODE_SPENT: Final = (
    "Lần cấp quyền này chưa hoàn tất được. Vui lòng mở lại đường dẫn kết nối và cấp quyền lần nữa."
)
CODE_RUNNING: Final = "Hệ thống đang xử lý lần cấp quyền này. Vui lòng đợi một phút rồi tải lại trang."
CODE_MISSING: Final = "Zalo chưa gửi mã cấp quyền. Vui lòng mở lại đường dẫn kết nối và bấm “Cho phép”."
UNIT_HAS_OTHER_ACCOUNT: Final = (
    "Đơn vị này đã kết nối với một Official Account khác. "
    "Nếu cần thay đổi, vui lòng báo cho cán bộ gửi đường dẫn: phải ngắt kết nối tài khoản cũ trước."
)
ACCOUNT_OF_OTHER_UNIT: Final = (
    "Official Account vừa cấp quyền đang thuộc đơn vị khác. Vui lòng mở lại đường dẫn "
    "và chọn đúng Official Account của đơn vị mình."
)
