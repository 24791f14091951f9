"""What officers read of the states of an item and of the steps that lead from one to the next."""

from collections.abc import Mapping
from typing import Final

UNTITLED: Final = "Chưa có tiêu đề"
SOMEBODY: Final = "Một cán bộ khác"
BY_ITSELF: Final = "Máy tự làm theo hẹn"

DRAFT: Final = "Đang soạn"
SUBMITTED: Final = "Chờ duyệt"
APPROVED: Final = "Đã duyệt, chờ đăng"
SCHEDULED: Final = "Hẹn giờ đăng"
PUBLISHED: Final = "Đang đăng"
WITHDRAWN: Final = "Đã gỡ"
EXPIRED: Final = "Hết hạn hiển thị"
RETURNED: Final = "Bị trả lại"
BINNED: Final = "Trong thùng rác"
NOBODY_LOOKED: Final = "Đăng khẩn, chưa ai xem lại"
STATES: Final[Mapping[str, str]] = {
    "draft": DRAFT,
    "submitted": SUBMITTED,
    "approved": APPROVED,
    "scheduled": SCHEDULED,
    "published": PUBLISHED,
    "withdrawn": WITHDRAWN,
    "bin": BINNED,
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
    "look": "Xem lại bài đăng khẩn",
    "withdraw": "Gỡ bài",
    "expire": "Hết hạn hiển thị",
    "place": "Đổi chỗ đứng",
    "review": "Xác nhận còn đúng",
    "show_elsewhere": "Thành bài viết để gửi thành tin",
    "share": "Tạo đường dẫn xem trước",
    "unshare": "Hủy đường dẫn xem trước",
    "announce": "Soạn sẵn tin báo người quan tâm",
    "reorganised": "Chuyển sang đơn vị tiếp nhận khi sắp xếp đơn vị",
    "bin": "Bỏ vào thùng rác",
    "unbin": "Lấy lại từ thùng rác",
    "discard": "Bỏ bản đang soạn",
    "take_over": "Nhận quyền sửa",
    "speak": "Thêm bản đọc bằng máy",
}

CHOICES: Final[Mapping[str, tuple[str, str]]] = {
    "look": (
        "Xác nhận đã xem lại bài đăng khẩn",
        "Bài giữ nguyên, tên anh/chị được ghi lại. Thấy chỗ sai thì sửa hoặc gỡ bài.",
    ),
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
    "share": (
        "Tạo đường dẫn xem trước",
        (
            "Ai có đường dẫn đều đọc được bản này trong 7 ngày, không cần đăng nhập. "
            "Sửa bài hoặc đăng bài thì đường dẫn hết hiệu lực."
        ),
    ),
    "unshare": ("Hủy đường dẫn xem trước", "Người đang giữ đường dẫn không mở được nữa."),
    "bin": ("Bỏ vào thùng rác", "Lấy lại được trong 30 ngày."),
    "unbin": ("Lấy lại từ thùng rác", "Bài trở về như trước."),
    "speak": ("Đọc lại bằng máy", "Máy thử lại trong khoảng mười phút."),
    "copy": (
        "Sao chép thành bài mới",
        "Giữ chữ và ảnh; ngày, số, lịch để trống. Ví dụ dùng lại bài năm ngoái.",
    ),
}
"""Of each next step: what it is called, and what it does."""

DONE: Final[Mapping[str, str]] = {
    "look": "Đã ghi là anh/chị xem lại bài đăng khẩn.",
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
    "share": "Đã tạo đường dẫn xem trước. Chép đường dẫn ở trang này để gửi.",
    "unshare": "Đã hủy đường dẫn xem trước.",
    "bin": "Đã bỏ vào thùng rác. Lấy lại được trong 30 ngày.",
    "unbin": "Đã lấy lại từ thùng rác.",
    "speak": "Máy sẽ thử đọc lại trong khoảng mười phút.",
    "copy": "Đã sao chép. Đây là bài mới.",
}

BULK: Final[Mapping[str, tuple[str, str]]] = {
    "publish": ("Đăng", "Chỉ những bài đã duyệt. Bài chưa duyệt thì mở từng bài, đọc rồi duyệt."),
    "withdraw": ("Gỡ", "Bài biến khỏi mọi danh sách; địa chỉ của bài nói rõ vì sao."),
    "move": ("Chuyển sang mục khác", "Địa chỉ của bài giữ nguyên."),
    "feature": ("Làm nổi bật", "Ở trang đầu, bài đứng ngay sau bài ghim; danh sách ghi chữ Nổi bật."),
    "unfeature": ("Thôi nổi bật", "Bài hiện như các bài khác."),
    "bin": ("Bỏ vào thùng rác", "Chỉ những bài không đang đăng. Lấy lại được trong 30 ngày."),
    "unbin": CHOICES["unbin"],
}
"""Of each step for many items: what it is called, and what it does."""

WITHDRAWALS: Final[Mapping[str, str]] = {
    "notice": "Để lại bài, ghi rõ là không còn dùng",
    "gone": "Gỡ hẳn, chỉ còn lý do",
    "redirect": "Chuyển người đọc sang bài khác",
}
"""What stands at the address of an item that is taken down."""


def scheduled(when: str) -> str:
    """The word of an item that appears at an instant."""
    return f"Đăng lúc {when}"
