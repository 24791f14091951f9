"""What the pages about people say, in Vietnamese."""

from typing import Final

ADDED: Final = "Đã thêm {name}. Bấm “In phiếu mật khẩu” để đưa tận tay."
ADDED_MANY: Final = "Đã nhập {count} người. Chọn họ trong danh sách rồi bấm “In phiếu”."
TO_CONFIRM: Final = "Đã ghi đề nghị. Vai trò này chỉ có hiệu lực khi một quản trị viên khác xác nhận."
ROLES_SET: Final = "Đã đổi vai trò của {name}."
MOVED: Final = "Đã chuyển {name} sang {unit}."
MOVED_TO_CONFIRM: Final = (
    "Đã chuyển {name} sang {unit}. Vai trò quản trị hoặc xác minh tố cáo ở đơn vị mới "
    "chờ một quản trị viên khác xác nhận."
)
SLIPS_MADE: Final = (
    "Phiếu đã được làm và chỉ hiện một lần; mật khẩu trên phiếu vẫn dùng được. "
    "Nếu chưa kịp in, xin chọn lại và bấm “In phiếu”: phiếu trước sẽ hết dùng được."
)
DISABLED: Final = "Đã khóa {name}. Trong 10 phút, việc đang giao cho người này về danh sách chung của đơn vị."
DISABLED_FOR: Final = "Đã khóa {name}. Trong 10 phút, cuộc trò chuyện và vụ việc đang giao chuyển sang {to}."
CORRECTED: Final = "Đã sửa thông tin của {name}. Người ấy đọc được việc sửa này ở trang Việc hôm nay."
NOTHING_TO_CORRECT: Final = "Thông tin của {name} vẫn như cũ, không có gì để sửa."
LET_IN: Final = "Đã mở lại tài khoản của {name}. Quên mật khẩu thì xin in phiếu mới."
LET_IN_TO_CONFIRM: Final = (
    "Đã mở lại tài khoản của {name}. Vai trò quản trị hoặc xác minh tố cáo "
    "chờ một quản trị viên khác xác nhận."
)
UNIT_ENDED: Final = "Đơn vị cũ của người này không còn. Xin thêm người ấy ở đơn vị mới."
FACTOR_GONE: Final = "Đã xóa ứng dụng mã cũ của {name}. Lần đăng nhập tới, người ấy cài lại."
CONFIRMED: Final = "Đã xác nhận vai trò của {name}."
REJECTED: Final = "Đã bỏ đề nghị."
NOBODY_CHOSEN: Final = "Xin chọn ít nhất một người trong danh sách."
UNIT_UNKNOWN: Final = "Xin chọn một đơn vị trong danh sách."
NOT_A_SHEET: Final = (
    "Máy không đọc được tệp này. Xin lưu lại dưới dạng Excel (.xlsx), không đặt mật khẩu, "
    "hoặc dán các dòng vào ô dưới."
)
REGISTERED: Final = "Đã thêm {new} người vào mạng lưới; {known} người đã có từ trước."
REMINDERS_MADE: Final = "Lời nhắc chỉ hiện một lần; mã vẫn dùng được. Chưa kịp chép, xin chọn lại người."
TAKEN_OFF: Final = "Đã đưa những người được chọn ra khỏi danh sách."
LINE: Final = "Dòng {line}: {message}"
