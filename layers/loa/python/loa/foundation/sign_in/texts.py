"""What people read while they sign in."""

from typing import Final

CREDENTIALS: Final = (
    "Mã cán bộ hoặc mật khẩu chưa đúng. Mật khẩu trên phiếu chỉ dùng được trong 3 ngày; "
    "quá hạn thì xin phiếu mới."
)
PAUSED: Final = (
    "Đã thử sai nhiều lần. Xin chờ {minutes} phút rồi thử lại, "
    "hoặc gọi quản trị của đơn vị để được cấp phiếu mới."
)
POOL_PAUSED: Final = "Đã thử sai nhiều lần. Xin chờ vài phút rồi thử lại."
CODE: Final = (
    "Mã chưa đúng. Xin đợi mã mới (30 giây đổi một lần) rồi gõ lại. Vẫn chưa được thì bật “Đặt ngày giờ tự "
    "động” trong cài đặt của điện thoại."
)
CODE_MISSING: Final = "Xin gõ thêm mã 6 số đang hiện trên điện thoại."
RESET_CODE: Final = "Mã trong thư chưa đúng, hoặc đã hết hạn. Xin xem lại thư mới nhất."
RECOVERY_CODE: Final = "Mã dự phòng chưa đúng, hoặc đã dùng rồi. Mỗi mã chỉ dùng được một lần."
OVER: Final = "Lần đăng nhập này đã quá lâu nên phải làm lại từ đầu."
NOT_ENTERED: Final = (
    "Mật khẩu đúng, nhưng chưa có tên anh/chị trong danh sách cán bộ. Nếu tài khoản vừa được lập, "
    "xin thử lại sau một giờ; nếu không, xin gọi quản trị của đơn vị."
)
RESET_REQUIRED: Final = "Quản trị đã yêu cầu đặt lại mật khẩu. Xin bấm “Quên mật khẩu” hoặc dùng phiếu mới."
NO_FACTOR: Final = (
    "Việc này cần mã 6 số, mà tài khoản chưa có ứng dụng mã. "
    "Xin mở Trang của tôi, cài ứng dụng mã rồi làm lại."
)
OLD_IS_WRONG: Final = "Mật khẩu đang dùng chưa đúng."

TOO_SHORT: Final = "Mật khẩu cần ít nhất 12 ký tự. Cách dễ nhớ: ghép bốn từ không liên quan với nhau."
TOO_LONG: Final = "Mật khẩu dài nhất là 128 ký tự."
EDGE_SPACES: Final = "Mật khẩu không bắt đầu hoặc kết thúc bằng khoảng trắng."
GUESSABLE: Final = (
    "Mật khẩu này dễ đoán: bỏ tên người, tên xã, năm, dãy số và các chữ hay dùng thì còn lại quá ít. "
    "Cách dễ nhớ: ghép bốn từ không liên quan với nhau."
)
UNUSABLE: Final = "Mật khẩu này không dùng được. Xin chọn mật khẩu khác."
DIFFERENT: Final = "Hai lần gõ chưa giống nhau."

BROWSERS: Final = (
    ("Zalo", "Zalo"), ("Edg", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
"""By words in `User-Agent`, the more special first: each claims to be others too."""
SYSTEMS: Final = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Mac OS X", "máy Mac"), ("Linux", "Linux"),
)  # fmt: skip
UNKNOWN_BROWSER: Final = "Trình duyệt khác"
UNKNOWN_SYSTEM: Final = "máy khác"
