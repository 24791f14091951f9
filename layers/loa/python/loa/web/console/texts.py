"""What the console itself says, in Vietnamese."""

from typing import Final

FORM_TOO_OLD: Final = (
    "Trang này đã mở từ lâu hoặc mở trước khi anh/chị đăng nhập lại. "
    "Xin mở lại trang rồi gửi từ chính trang đó."
)
DRAFT_BACK: Final = (
    "Bài đang soạn trước khi hết phiên vẫn còn đây. Xin xem lại rồi gửi; tệp đính kèm thì chọn lại."
)
WORDS_BACK: Final = "Những gì anh/chị viết dở lúc {at} vẫn còn đây. Xin xem lại rồi gửi, hoặc xóa đi."
FORM_INCOMPLETE: Final = "Biểu mẫu gửi lên thiếu mã của trang."

HOME: Final = "Việc hôm nay"
MESSAGES: Final = "Tin nhắn"
CASES: Final = "Vụ việc"
BROADCASTS: Final = "Truyền thông"
LIBRARY: Final = "Nội dung"
REPORTS: Final = "Báo cáo"
ACCOUNTS: Final = "Tài khoản"
PARTICIPATION: Final = "Tham gia"
PRIVACY: Final = "Dữ liệu người dân"
PEOPLE: Final = "Cán bộ"
REORGANISATION: Final = "Sắp xếp đơn vị"
DENUNCIATIONS: Final = "Tố cáo"

OUT_OF: Final = "{part} trên {whole}"
CAME_AND_WENT: Final = "thêm {came}, bớt {went}"


def week_before(shown: str, change: int | None = None) -> str:
    """`7 ngày trước đó: 36, nay tăng 12`; without a change: the number alone."""
    told = f"7 ngày trước đó: {shown}"
    if change is None:
        return told
    if not change:
        return f"{told}, nay bằng"
    return f"{told}, nay {'tăng' if change > 0 else 'giảm'} {abs(change)}"
