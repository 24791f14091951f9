"""What people read about a reorganisation."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any, Final

CHANGED_MEANWHILE: Final = "Phương án vừa được người khác thay đổi. Vui lòng xem lại rồi làm tiếp."
NO_DAY: Final = "Hãy ghi ngày theo mẫu 2025-07-01 (năm-tháng-ngày)."
NOT_PLANNED: Final = "Chưa có phương án sắp xếp cho ngày này."
NOT_NOW: Final = "Phương án đang ở bước khác nên chưa làm được việc này."
STILL_OPEN: Final = "Còn việc chưa quyết định. Vui lòng quyết định hết rồi mới trình duyệt."
NO_SUCH_DECISION: Final = "Phương án không có việc cần quyết định này."
NO_SUCH_OPTION: Final = "Lựa chọn này không có trong danh sách."
SECOND_PERSON: Final = "Người lập phương án không tự duyệt được. Vui lòng nhờ một người khác duyệt."
NOT_WHAT_WAS_SEEN: Final = "Phương án đã khác với bản anh/chị xem. Vui lòng xem lại rồi duyệt."
TOO_EARLY: Final = "Chưa đến ngày sắp xếp nên chưa thực hiện được."
NOTHING_CHANGES: Final = "Ngày này không có đơn vị nào thay đổi. Hãy kiểm tra lại ngày sắp xếp."


def unknown_units(paths: Sequence[str]) -> str:
    """Things stand at units that do not exist on the day before."""
    return f"Có dữ liệu của đơn vị không còn tồn tại trước ngày sắp xếp: {', '.join(paths)}."


def path_taken(old: str, new: str) -> str:
    """A path goes on as another unit."""
    return f"Mã của {old} được dùng cho {new}, không phải đơn vị kế tiếp. Hãy kiểm tra lại danh mục đơn vị."


FAREWELL_TITLE: Final = "Trang Zalo này chuyển sang trang mới"
FAREWELL_AUTHOR: Final = "Mặt trận Tổ quốc Việt Nam tỉnh Nghệ An"
FAREWELL_SUMMARY: Final = (
    "Theo sắp xếp đơn vị hành chính, mời ông/bà quan tâm trang mới để tiếp tục nhận tin."
)


def farewell(on: date) -> list[str]:
    """What the farewell of every retiring account says."""
    day = f"{on.day}/{on.month}/{on.year}"
    return [
        "<p>Kính thưa ông/bà,</p>",
        f"<p>Từ ngày {day}, đơn vị của trang Zalo này được sắp xếp lại. {_FROM_NOW_ON}</p>",
        f"<p>{_NOTHING_IS_LOST}</p>",
    ]


_FROM_NOW_ON: Final = "Từ nay tin của Mặt trận được gửi từ trang mới."
_NOTHING_IS_LOST: Final = (
    "Vụ việc ông/bà đã gửi không mất: cán bộ đơn vị mới tiếp tục giải quyết, ông/bà không phải gửi lại. "
    "Tin ông/bà nhắn ở đây cán bộ vẫn đọc và trả lời."
)


def farewell_article(on: date, cover: str = "") -> dict[str, Any]:
    """What all farewells say, in the neutral shape of articles."""
    return {
        "title": FAREWELL_TITLE,
        "author": FAREWELL_AUTHOR,
        "description": FAREWELL_SUMMARY,
        "cover_url": cover,
        "comment": "hide",
        "blocks": [{"type": "text", "content": text} for text in farewell(on)],
    }


def farewell_to(successor: str, address: str) -> str:
    """Where followers of one account go."""
    link = f'<a href="{escape(address)}">{escape(successor)}</a>'
    return f"<p>Mời ông/bà bấm vào đây để quan tâm trang mới: {link} ({escape(address)}).</p>"


def farewell_qr(successor: str) -> str:
    """What stands below the QR code."""
    return f"Hoặc quét mã này bằng Zalo để quan tâm “{successor}”."
