"""What people read about accounts."""

from typing import Final

LINK_NOT_OURS: Final = "Đường dẫn kết nối không đúng. Vui lòng xin cán bộ tỉnh đường dẫn mới."
LINK_EXPIRED: Final = "Đường dẫn kết nối đã hết hạn. Vui lòng xin cán bộ tỉnh đường dẫn mới."
LINK_USED: Final = "Đường dẫn kết nối này đã được dùng. Vui lòng xin cán bộ tỉnh đường dẫn mới."
ANOTHER_ACCOUNT_BY_NOW: Final = (
    "Đơn vị này hiện kết nối với Official Account khác. Vui lòng tải lại danh sách."
)
CODE_SPENT: Final = (
    "Lần cấp quyền này chưa hoàn tất được. Vui lòng mở lại đường dẫn kết nối và cấp quyền lần nữa."
)
CODE_RUNNING: Final = "Hệ thống đang xử lý lần cấp quyền này. Vui lòng đợi một phút rồi tải lại trang."
CODE_MISSING: Final = "Zalo chưa gửi mã cấp quyền. Vui lòng mở lại đường dẫn kết nối và bấm “Cho phép”."
UNIT_HAS_OTHER_ACCOUNT: Final = (
    "Đơn vị này đã kết nối với một Official Account khác. Vui lòng liên hệ cán bộ tỉnh nếu cần thay đổi."
)
ACCOUNT_OF_OTHER_UNIT: Final = (
    "Official Account vừa cấp quyền đang thuộc đơn vị khác. "
    "Vui lòng đăng nhập đúng tài khoản của đơn vị mình."
)
