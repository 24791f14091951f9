"""What administrators read about officers."""

from typing import Final

NAME_MISSING: Final = "Thiếu họ tên."
NAME_LONG: Final = "Họ tên dài quá 100 chữ cái."
UNIT_MISSING: Final = "Thiếu đơn vị."
UNIT_UNKNOWN: Final = "Không có đơn vị “{unit}” trong phạm vi của anh/chị."
UNIT_TWICE: Final = "Có {count} đơn vị tên “{unit}”, xin ghi mã: {codes}."
ROLES_MISSING: Final = "Thiếu vai trò."
ROLE_UNKNOWN: Final = "Không có vai trò “{role}”. Các vai trò: {roles}."
NOT_ONESELF: Final = "Không ai tự đổi vai trò, tự chuyển hay tự khóa mình. Xin nhờ một quản trị viên khác."
CONFIRMED_BY_ANOTHER: Final = "Người đề nghị không tự xác nhận được. Cần một quản trị viên khác."
SAME_HANDS: Final = (
    "Trong 14 ngày qua, mật khẩu hoặc ứng dụng mã của anh/chị và của người đề nghị đã được cấp lại bởi "
    "một trong hai người, hoặc bởi cùng một người. Xin nhờ một quản trị viên khác xác nhận."
)
PROPOSAL_CHANGED: Final = "Đề nghị này vừa thay đổi. Xin mở lại trang Cán bộ và đọc lại trước khi xác nhận."
FROM_ABOVE: Final = (
    "Quản trị viên và cán bộ xác minh tố cáo do quản trị cấp trên cấp phiếu, cài lại mã, chuyển đơn vị, khóa "
    "và bỏ vai trò. Xin gọi quản trị của tỉnh."
)
LET_IN: Final = "quyền đăng nhập (được mở lại)"
DETAILS: Final = {"name": "họ tên", "email": "thư điện tử", "phone_number": "số điện thoại"}
"""Names of what an account says, as the user pool calls it."""
NO_SUCCESSOR: Final = "Xin chọn một người trong danh sách, hoặc trả việc về đơn vị."
NO_FREE_NAME: Final = "Không còn mã cán bộ trống cho đơn vị này."
TOO_MANY: Final = "Mỗi lần nhập nhiều nhất {most} người. Từ dòng này trở đi xin để lần sau."
SAME_AS: Final = "Trùng với dòng {line}: cùng họ tên, cùng đơn vị."
EMAIL_WRONG: Final = "Thư điện tử “{email}” chưa đúng."
NO_ROWS: Final = "Chưa có ai. Xin chọn tệp Excel, hoặc dán các dòng vào ô."
ROLES: Final = {
    "xem": "viewer",
    "nguoi xem": "viewer",
    "bien tap": "editor",
    "bien tap vien": "editor",
    "duyet": "approver",
    "nguoi duyet": "approver",
    "quan tri": "administrator",
    "quan tri vien": "administrator",
    "xac minh": "investigator",
    "can bo xac minh to cao": "investigator",
}
"""Names of roles as people write them, folded."""
