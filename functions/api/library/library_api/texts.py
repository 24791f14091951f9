"""What officers read on the pages of the library, besides their templates."""

from collections.abc import Mapping
from typing import Final

DRAFT: Final = "Đang soạn"
SUBMITTED: Final = "Chờ duyệt"
APPROVED: Final = "Đã duyệt, chờ đăng"
SCHEDULED: Final = "Hẹn giờ đăng"
PUBLISHED: Final = "Đang đăng"
WITHDRAWN: Final = "Đã gỡ"
EXPIRED: Final = "Hết hạn hiển thị"
RETURNED: Final = "Bị trả lại"
BINNED: Final = "Trong thùng rác"
UNTITLED: Final = "Chưa có tiêu đề"
SOMEBODY: Final = "Một cán bộ khác"
BY_ITSELF: Final = "Máy tự làm theo hẹn"

TABS: Final[Mapping[str, str]] = {
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
EXPIRING: Final = "Sắp hết hạn hiển thị"
OVERDUE: Final = "Đã tới ngày xem lại"
BROKEN: Final = "Có đường dẫn không mở được"
UNREAD: Final = "Đăng {when}, chưa thấy ai mở"
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
SHEET_MISSING: Final = "Xin chọn tệp Excel."
NOT_A_SHEET: Final = "Không đọc được tệp này. Xin lưu thành tệp Excel (.xlsx) không có mật khẩu rồi chọn lại."
IMPORTED: Final = "Đã nhập {new} bài vào mục Tôi đang soạn; {known} bài đã có từ trước, giữ nguyên."

SOURCE_MISSING: Final = "Xin ghi địa chỉ."
SOURCE_NAME_MISSING: Final = "Xin ghi tên nguồn."
SOURCE_ADDED: Final = "Đã thêm nguồn. Bài mới vào mục Tôi đang soạn trong vòng mười phút."
SOURCE_REMOVED: Final = "Đã thôi lấy tin từ nguồn này. Bài đã lấy giữ nguyên."
STATES: Final[Mapping[str, str]] = {
    "draft": DRAFT,
    "submitted": SUBMITTED,
    "approved": APPROVED,
    "scheduled": SCHEDULED,
    "published": PUBLISHED,
    "withdrawn": WITHDRAWN,
    "bin": BINNED,
}

KIND_HINTS: Final[Mapping[str, str]] = {
    "article": "Tin, bài có chữ và ảnh",
    "notice": "Có ngày bắt đầu, ngày hết; tự ẩn khi hết hạn",
    "document": "Nghị quyết, kế hoạch, hướng dẫn: có số, ngày, cơ quan ban hành, kèm tệp",
    "event": "Họp, tiếp xúc cử tri, tập huấn: có ngày giờ và địa điểm, hiện trong lịch",
    "link": "Dẫn tới trang khác, ví dụ Cổng dịch vụ công",
    "page": "Một trang trong Cẩm nang Mặt trận, xếp theo chương",
}
KIND_ICONS: Final[Mapping[str, str]] = {
    "article": "news",
    "notice": "bell",
    "document": "doc",
    "event": "calendar",
    "link": "out",
    "page": "book",
}

STEPS: Final[Mapping[str, str]] = {
    "create": "Soạn bài mới",
    "open": "Mở bản sửa",
    "restore": "Lấy lại bản cũ",
    "submit": "Gửi duyệt",
    "recall": "Rút lại để sửa",
    "return": "Trả lại để sửa",
    "approve": "Duyệt",
    "schedule": "Hẹn giờ đăng",
    "unschedule": "Thôi hẹn giờ",
    "publish": "Đăng",
    "publish_urgently": "Đăng khẩn, không chờ duyệt",
    "withdraw": "Gỡ bài",
    "expire": "Hết hạn hiển thị",
    "place": "Đổi chỗ đứng",
    "review": "Xác nhận còn đúng",
    "show_elsewhere": "Đưa lên tài khoản Zalo",
    "reorganised": "Chuyển sang đơn vị tiếp nhận khi sắp xếp đơn vị",
    "bin": "Bỏ vào thùng rác",
    "unbin": "Lấy lại từ thùng rác",
    "discard": "Bỏ bản đang soạn",
    "take_over": "Nhận quyền sửa",
    "speak": "Thêm bản đọc bằng máy",
}

CHOICES: Final[Mapping[str, tuple[str, str]]] = {
    "edit": ("Sửa bài", "Người dân vẫn đọc bản đang đăng cho tới khi bản sửa được duyệt."),
    "submit": ("Gửi duyệt", "Một người khác đọc và duyệt. Trong lúc chờ, muốn sửa thì rút lại."),
    "recall": ("Rút lại để sửa", "Bài thôi chờ duyệt, anh/chị sửa tiếp."),
    "approve_now": ("Duyệt và đăng ngay", "Người dân đọc được trong vòng một phút."),
    "approve_later": ("Duyệt và hẹn giờ đăng", "Máy tự đăng đúng giờ hẹn."),
    "approve": ("Duyệt, chưa đăng", "Bài chờ ở mục Chờ đăng."),
    "return": ("Trả lại để sửa", "Người soạn đọc được lý do và sửa tiếp."),
    "publish": ("Đăng ngay", "Người dân đọc được trong vòng một phút."),
    "schedule": ("Hẹn giờ đăng", "Máy tự đăng đúng giờ hẹn."),
    "unschedule": ("Thôi hẹn giờ", "Bài vẫn đã duyệt, chờ người bấm đăng."),
    "withdraw": ("Gỡ bài", "Bài biến khỏi mọi danh sách; địa chỉ của bài nói rõ vì sao."),
    "review": ("Xác nhận bài còn đúng", "Lần xem lại sau được hẹn theo loại bài."),
    "discard": ("Bỏ bản đang soạn", "Bản đang đăng giữ nguyên; bài chưa đăng lần nào thì vào thùng rác."),
    "bin": ("Bỏ vào thùng rác", "Lấy lại được trong 30 ngày."),
    "unbin": ("Lấy lại từ thùng rác", "Bài trở về như trước."),
    "article": (
        "Đưa lên tài khoản Zalo",
        "Thành bài viết của tài khoản để gửi thành tin; làm lại thì cập nhật. Cần có ảnh.",
    ),
    "speak": ("Đọc lại bằng máy", "Máy thử lại trong khoảng mười phút."),
    "copy": (
        "Sao chép thành bài mới",
        "Giữ chữ và ảnh; ngày, số, lịch để trống. Ví dụ dùng lại bài năm ngoái.",
    ),
}
"""Of each next step: what it is called, and what it does."""

DONE: Final[Mapping[str, str]] = {
    "edit": "Đã mở bản sửa.",
    "submit": "Đã gửi duyệt. Người duyệt thấy bài ở Việc hôm nay.",
    "recall": "Đã rút lại. Anh/chị sửa tiếp được.",
    "approve_now": "Đã duyệt và đăng. Người dân đọc được trong vòng một phút.",
    "approve_later": "Đã duyệt và hẹn giờ đăng.",
    "approve": "Đã duyệt. Bài chờ đăng.",
    "return": "Đã trả lại cho người soạn.",
    "publish": "Đã đăng. Người dân đọc được trong vòng một phút.",
    "schedule": "Đã hẹn giờ đăng.",
    "unschedule": "Đã thôi hẹn giờ.",
    "withdraw": "Đã gỡ bài. Trong vòng một phút bài không còn trong danh sách nào.",
    "review": "Đã ghi là bài còn đúng.",
    "discard": "Đã bỏ bản đang soạn.",
    "bin": "Đã bỏ vào thùng rác. Lấy lại được trong 30 ngày.",
    "unbin": "Đã lấy lại từ thùng rác.",
    "article": "Đã đưa lên danh sách bài viết của tài khoản. Gửi thành tin ở mục Truyền thông.",
    "speak": "Máy sẽ thử đọc lại trong khoảng mười phút.",
    "copy": "Đã sao chép. Đây là bài mới.",
}

WITHDRAWALS: Final[Mapping[str, str]] = {
    "notice": "Để lại bài, ghi rõ là không còn dùng",
    "gone": "Gỡ hẳn, chỉ còn lý do",
    "redirect": "Chuyển người đọc sang bài khác",
}
"""What stands at the address of an item that is taken down."""

CHOOSE_STEP: Final = "Xin chọn một việc"
STEP_GONE: Final = "Việc này không còn làm được với bài: trạng thái của bài đã đổi."
READ_FIRST: Final = "Xin đọc hết bài rồi đánh dấu ô này"
REASON_MISSING: Final = "Xin ghi lý do"
WHEN_MISSING: Final = "Xin chọn ngày và giờ"
CHANGED: Final = "Bài vừa được sửa hoặc đổi trạng thái."
CHANGED_WORDS: Final = "Đây là bản mới nhất. Những gì anh/chị đã viết vẫn còn; xin xem lại rồi bấm lần nữa."

TITLE_MISSING: Final = "Xin ghi tiêu đề"
SECTION_MISSING: Final = "Xin chọn mục"
CREATED: Final = "Đã lưu bài mới. Giờ anh/chị viết nội dung."
SAVED: Final = "Đã lưu."
SAVED_AT: Final = "Đã lưu lúc {time}"
PARTS: Final[Mapping[str, str]] = {
    "paragraphs": "Đoạn văn",
    "heading": "Đề mục",
    "subheading": "Đề mục nhỏ",
    "list": "Danh sách",
    "steps": "Các bước",
    "picture": "Ảnh",
    "file": "Tệp",
    "film": "Video",
}
PART_HINTS: Final[Mapping[str, str]] = {
    "paragraphs": "Mỗi lần xuống dòng là một đoạn.",
    "list": "Mỗi dòng là một ý; máy tự thêm dấu chấm đầu dòng.",
    "steps": "Mỗi dòng là một bước; máy tự đánh số.",
}
PART_FAULT: Final = "Phần {number} ({kind}): {message}"
OCCASION_UNREADABLE: Final = "Lần {number}: xin chọn ngày, giờ bắt đầu và giờ kết thúc."
CHANGE_LABELS: Final[Mapping[str, str]] = {
    "major": "Thay đổi đáng kể: người dân cần biết",
    "minor": "Sửa nhỏ: lỗi chữ, thêm dấu",
}
FIELD_LABELS: Final[Mapping[str, str]] = {
    "title": "Tiêu đề",
    "summary": "Tóm tắt",
    "author": "Người viết",
    "alt": "Lời mô tả ảnh",
    "caption": "Chú thích",
    "name": "Tên tệp",
}
NAME_MISSING: Final = "Xin đặt tên cho tệp"
FILE_MISSING: Final = "Xin chọn một tệp trong máy"
FILE_TOO_LARGE: Final = "Tệp lớn hơn 4 MB. Xin dùng trang Tải tệp lớn, nhận đến 25 MB."
NOTHING_CHOSEN: Final = "Xin chọn một dòng"
LANGUAGE_MISSING: Final = "Xin chọn tiếng của bản đọc"
PUT_IN: Final = "Đã đưa vào bài. Bài đang soạn đã được lưu."
REMOVED: Final = "Đã bỏ tệp khỏi thư viện."
SHELVES: Final[Mapping[str, str]] = {
    "anh": "Ảnh",
    "tai-lieu": "Văn bản (PDF, Word)",
    "ban-doc": "Bản đọc",
}
HOST_MISSING: Final = "Xin ghi tên trang"
OWNER_MISSING: Final = "Xin ghi trang của ai"
HOST_REMOVED: Final = "Đã bỏ. Bài đã đăng có đường dẫn tới đó vẫn còn cho tới khi được xem lại."
ORDERED: Final = "Đã đổi thứ tự. Người dân thấy trong vòng một phút."
REACHES: Final[Mapping[str, str]] = {
    "unit": "Chỉ đơn vị này",
    "subtree": "Đơn vị này và các đơn vị bên dưới",
    "upward": "Cả đơn vị cấp trên nữa",
}
PLACED: Final = "Đã đổi chỗ đứng. Người dân thấy trong vòng một phút."
TAKEN_OVER: Final = "Anh/chị đang giữ quyền sửa bài này. Người kia được báo khi họ lưu."
FIELD_HINTS: Final[Mapping[str, str]] = {
    "number": "Ví dụ: 12/HD-MTTQ-BTT",
    "valid_to": "Để trống: hiển thị 400 ngày.",
    "online_url": "Đường dẫn họp trực tuyến, bắt đầu bằng https://",
    "url": "Bắt đầu bằng https:// và thuộc trang đã được cho phép.",
    "phone": "Người dân bấm là gọi.",
    "parent": "Để trống: đây là một chương.",
    "accessibility": "Ví dụ: có lối cho xe lăn, có người phiên dịch tiếng Thái.",
}


def scheduled(when: str) -> str:
    """The word of an item that appears at an instant."""
    return f"Đăng lúc {when}"
