"""What the entrance says, in Vietnamese."""

from typing import Final

IDLE: Final = "Phiên làm việc trước đã đóng vì anh/chị nghỉ lâu, hoặc đã hết ngày làm việc."
SIGNED_OUT: Final = "Đã đăng xuất. Có thể đóng máy."
SIGNED_OUT_EVERYWHERE: Final = "Đã đăng xuất ở mọi máy."
USERNAME: Final = "Ghi trên phiếu, không phải họ tên: viết liền, không dấu, ví dụ yenthanh.02"
CODE_SHAPE: Final = "Mã gồm 6 chữ số."
CHOOSE_PASSWORD: Final = "Ít nhất 12 ký tự. Dễ nhớ mà khó đoán: ghép bốn từ không liên quan với nhau."  # noqa: S105 - a sentence
DEVICE_ENDED: Final = "Đã đăng xuất ở máy kia."
PASSWORD_CHANGED: Final = "Đã đổi mật khẩu. Các máy khác đã bị đăng xuất."  # noqa: S105 - a sentence
CONFIRMED: Final = "Cảm ơn anh/chị. Xin làm tiếp việc đang dở."
SQUARE: Final = "Mã vuông để quét bằng ứng dụng mã"
SET_UP_FACTOR: Final = "Cài ứng dụng mã, để người khác có mật khẩu cũng không vào được"
LINK_ZALO: Final = "Nối Zalo của anh/chị, để được nhắc việc gấp"
PRACTISE: Final = "Tập trả lời người dân, không ai nhận được gì"
READ_GUIDE: Final = "Xem hướng dẫn từng việc, có ảnh"
ANSWER: Final = "Trả lời tin nhắn"
ENTER_CASE: Final = "Nhập phản ánh"
WRITE: Final = "Soạn tin mới"
DENUNCIATIONS: Final = "Xem tố cáo"
MESSAGES_PART: Final = "Tin nhắn chờ trả lời"
CASES_PART: Final = "Vụ việc sắp hết hạn"
BROADCASTS_PART: Final = "Tin chờ duyệt, tin gửi có trục trặc"
LIBRARY_PART: Final = "Nội dung chờ duyệt, bị trả lại"
DENUNCIATIONS_PART: Final = "Thời hạn ở mục Tố cáo"
PRIVACY_PART: Final = "Yêu cầu về dữ liệu của người dân"
PARTICIPATION_PART: Final = "Cuộc thi, góp ý, khảo sát chờ anh/chị"
ACCOUNTS_PART: Final = "Tài khoản Zalo cần xem"
MESSAGES_FIGURE: Final = "Tin nhắn của người dân"
CASES_FIGURE: Final = "Vụ việc trả lời đúng hạn"
FOLLOWERS_FIGURE: Final = "Người quan tâm tài khoản"
PASSWORD_SET: Final = "Đã đặt mật khẩu mới. Xin đăng nhập bằng mật khẩu ấy."  # noqa: S105 - a sentence
SAMPLE_WRITES: Final = (
    "Người dân mẫu đang nhắn. Vài giây nữa thấy ở mục Tin nhắn; phản ánh thì thấy ở mục Vụ việc."
)
NO_SUCH_SAMPLE: Final = "Xin chọn một người dân mẫu. Tài khoản mẫu của đơn vị phải nối trước."
DRAFT_KEPT: Final = "Phiên làm việc đã đóng. Bài đang soạn vẫn còn, đăng nhập là thấy."
