"""What officers read of spoken versions, of where else an item is, and of what one person has published."""

from collections.abc import Mapping
from typing import Final

BY_MACHINE: Final = "giọng đọc máy"
READ_BY: Final = "{name} đọc"
VOICES: Final[Mapping[str, tuple[str, str]]] = {
    "soon": ("Máy sẽ đọc bài này thành tiếng.", "Trong khoảng mười phút. Không phải làm gì."),
    "later": (
        "Máy chưa đọc được bài này.",
        "Dịch vụ đọc chưa trả lời. Máy thử lại lúc {again}. Cần ngay thì ghi âm rồi thêm bản đọc vào bài.",
    ),
    "refused": (
        "Máy chưa đọc được bài này.",
        (
            "Dịch vụ đọc không nhận khóa của tỉnh. Xin báo người quản trị tỉnh; máy thử lại lúc {again}. "
            "Cần ngay thì ghi âm rồi thêm bản đọc vào bài."
        ),
    ),
    "given_up": (
        "Máy đã thôi đọc bài này.",
        "Máy đã thử cả tuần mà không được. Xin ghi âm rồi thêm bản đọc vào bài, hoặc chọn Đọc lại bằng máy.",
    ),
    "nobody": (
        "Bài chưa có bản đọc.",
        "Tỉnh chưa nối dịch vụ đọc. Xin báo người quản trị tỉnh, hoặc ghi âm rồi thêm bản đọc vào bài.",
    ),
    "too_long": (
        "Bài chưa có bản đọc.",
        "Bài dài hơn 20 phút đọc nên máy không đọc. Xin ghi âm rồi thêm bản đọc vào bài.",
    ),
}
"""Of each state of the machine's voice: what it is, and what to do."""

MINUTES: Final = "{number} phút"
SECONDS: Final = "{number} giây"

ARTICLE_MADE: Final = "Bài viết để gửi thành tin"
BROADCAST_DRAFTED: Final = "Tin soạn sẵn để báo người quan tâm"
BROADCAST_COMING: Final = "Máy đang soạn tin báo người quan tâm, xong trong khoảng mười phút"
BROADCAST_WISHED: Final = "Đăng xong, máy soạn sẵn một tin báo người quan tâm; tin ấy được duyệt riêng"

ELSEWHERE: Final[Mapping[str, tuple[str, str, str]]] = {
    "old": ("Bài đã gửi trên các tài khoản còn là bản cũ.", "Sửa bài trên các tài khoản", "/sua-bai"),
    "unseen": ("Bài đã gửi còn là bản cũ; có người xem lại bài đăng khẩn rồi thì sửa được.", "", ""),
    "withdrawn": ("Bài đã gửi vẫn nằm trên các tài khoản.", "Gỡ bài trên các tài khoản", "#go-bai"),
}
"""Of each way in which articles on accounts are not as their item: what is said, what to do, and where."""


def published_alone(unit: str | None, title: str, why: str) -> str:
    """What a second person reads on Zalo of an item that one person has published alone."""
    return (
        f"{unit or 'Một đơn vị'} vừa đăng khẩn bài “{title}” lên Mini App, một người quyết định, "
        f"lý do: “{why}”. Xin mở hệ thống, mục Nội dung, để xem lại bài."
    )
