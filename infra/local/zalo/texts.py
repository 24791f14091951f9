"""The Vietnamese texts of the consent pages."""

from typing import Final

CONSENT_TITLE: Final = "Cấp quyền Official Account (Zalo giả lập)"
CONSENT_LEAD: Final = (
    "Ứng dụng {app_id} xin quyền quản lý một Official Account. Xin chọn tài khoản để cấp quyền."
)
LOGIN_TITLE: Final = "Đăng nhập Zalo (Zalo giả lập)"
LOGIN_LEAD: Final = "Ứng dụng {app_id} xin quyền biết bạn là ai. Xin chọn người dùng."
SEARCH_LABEL: Final = "Tìm theo tên hoặc mã"
SEARCH_BUTTON: Final = "Tìm"
ALLOW_BUTTON: Final = "Đồng ý"
FOUND: Final = "Có {count} kết quả."
NOBODY: Final = "Chưa có tài khoản nào. Hãy tạo bằng POST /_sim/accounts."
ERROR_TITLE: Final = "Không thể cấp quyền"
ERROR_LEAD: Final = "Mã lỗi {code}: {name}."
ERROR_HINT: Final = "Xin kiểm tra mã ứng dụng và đường dẫn gọi lại đã đăng ký."
GOVERNMENT: Final = "cơ quan nhà nước"
BUSINESS: Final = "doanh nghiệp"
