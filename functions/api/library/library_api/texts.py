"""What officers read on the pages of the library, besides their templates."""

from collections.abc import Mapping
from typing import Final

TABS: Final[Mapping[str, str]] = {
    "dang-khan": "Đăng khẩn, chưa ai xem lại",
    "cho-duyet": "Chờ tôi duyệt",
    "cua-toi": "Tôi đang soạn",
    "cho-dang": "Chờ đăng",
    "xem-lai": "Cần xem lại",
    "chua-doc": "Chưa ai đọc",
}
EMPTY: Final[Mapping[str, str]] = {
    "cho-duyet": "Không có bài nào chờ anh/chị duyệt.",
    "cua-toi": "Anh/chị không có bài nào đang soạn.",
    "cho-dang": "Không có bài nào đã duyệt mà chưa đăng.",
    "xem-lai": "Không có bài nào cần xem lại.",
    "chua-doc": "Không có bài nào đăng từ hai tuần trở lên mà chưa thấy ai mở.",
    "tat-ca": "Chưa có bài nào khớp.",
}
EXPIRING: Final = "Sắp hết hạn hiển thị: {expires_at}"
OVERDUE: Final = "Đã tới ngày xem lại: {review_by}"
BROKEN: Final = "Có đường dẫn không mở được"
UNREAD: Final = "Đăng {published_at}, chưa thấy ai mở"
UNREAD_HINT: Final = (
    "Bài đăng từ hai tuần trở lên mà chưa thấy ai mở trang của bài; ai đọc ngay trong bài viết, tin trên "
    "Zalo thì máy không biết. Có thể đổi tiêu đề cho rõ việc, ghim lên đầu, gửi thành tin, hoặc gỡ nếu không "
    "còn cần."
)
SILENT: Final = "Máy chưa đọc được thành tiếng"

DOCUMENT_TOO_LARGE: Final = (
    "Đơn vị có nhiều bài quá, một tệp không chứa hết. Xin lấy từng trang ở GET /library/items."
)
SHEET_NAME: Final = "Nội dung"
IMPORTED: Final = "Đã nhập {new} bài vào mục Tôi đang soạn; {known} bài đã có từ trước, giữ nguyên."

SOURCE_MISSING: Final = "Xin ghi địa chỉ."
SOURCE_NAME_MISSING: Final = "Xin ghi tên nguồn."
SOURCE_ADDED: Final = "Đã thêm nguồn. Bài mới vào mục Tôi đang soạn trong vòng mười phút."
SOURCE_REMOVED: Final = "Đã thôi lấy tin từ nguồn này. Bài đã lấy giữ nguyên."

KIND_ICONS: Final[Mapping[str, str]] = {
    "article": "news",
    "notice": "bell",
    "document": "doc",
    "event": "calendar",
    "link": "out",
    "page": "book",
}

NOTHING_TICKED: Final = "Xin đánh dấu ít nhất một bài"
TOO_MANY_TICKED: Final = "Mỗi lần làm được nhiều nhất {maximum} bài; đang đánh dấu {count} bài"

CHOOSE_STEP: Final = "Xin chọn một việc"
URGENTLY_PUBLISHED: Final = (
    "Đã đăng khẩn. Người dân đọc được trong vòng một phút. Người duyệt khác được báo để xem lại."
)
STEP_GONE: Final = "Việc này không còn làm được với bài: trạng thái của bài đã đổi."
READ_FIRST: Final = "Xin đọc hết bài rồi đánh dấu ô này"
REASON_MISSING: Final = "Xin ghi lý do"
NOT_AN_HOUR: Final = "Giờ viết như 8:00 hoặc 19:30."
WHEN_MISSING: Final = "Xin chọn ngày và giờ"

TITLE_MISSING: Final = "Xin ghi tiêu đề"
SECTION_MISSING: Final = "Xin chọn mục"
READ_THERE: Final = "Xem trang kết quả"
READY: Final = "Đây là bài có sẵn lời. Mỗi việc một bài: bấm lại thì vẫn mở bài này."
CREATED: Final = "Đã lưu bài mới. Giờ anh/chị viết nội dung."
FROM_NOTICE: Final = (
    "Đã mở mẫu. Xin thay những chỗ trong ngoặc nhọn: {gaps}. Còn chỗ nào thì chưa gửi duyệt được."
)
SAVED: Final = "Đã lưu."
SAVED_AT: Final = "Đã lưu lúc {time}"
NAME_MISSING: Final = "Xin đặt tên cho tệp"
FILE_MISSING: Final = "Xin chọn một tệp trong máy"
FILE_TOO_LARGE: Final = "Tệp lớn hơn 4 MB. Xin dùng trang Tải tệp lớn, nhận đến 25 MB."
NOTHING_CHOSEN: Final = "Xin chọn một dòng"
LANGUAGE_MISSING: Final = "Xin chọn tiếng của bản đọc"
PUT_IN: Final = "Đã đưa vào bài. Bài đang soạn đã được lưu."
REMOVED: Final = "Đã bỏ tệp khỏi thư viện."
REPLACE: Final = "Thay tệp bằng bản mới"
FILE_REPLACED: Final = "Thay tệp bằng bản mới."
STILL_OLD: Final = "Người dân vẫn đọc bản cũ. Mở từng bài rồi bấm Gửi duyệt."
FILE: Final = "tệp"
RECALL_FIRST: Final = "Bài đang chờ duyệt hoặc chờ đăng. Rút lại để sửa rồi thay tệp."
SHELVES: Final[Mapping[str, str]] = {
    "anh": "Ảnh",
    "tai-lieu": "Văn bản (PDF, Word)",
    "ban-doc": "Bản đọc",
}
HOST_MISSING: Final = "Xin ghi tên trang"
OWNER_MISSING: Final = "Xin ghi trang của ai"
HOST_REMOVED: Final = "Đã bỏ. Bài đã đăng có đường dẫn tới đó vẫn còn cho tới khi được xem lại."
ORDERED: Final = "Đã đổi thứ tự. Người dân thấy trong vòng một phút."
PLACED: Final = "Đã đổi chỗ đứng. Người dân thấy trong vòng một phút."
TAKEN_OVER: Final = "Anh/chị đang giữ quyền sửa bài này. Người kia được báo khi họ lưu."
