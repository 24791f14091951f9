"""What people read about denunciations."""

from collections.abc import Mapping
from typing import Final

STATES: Final[Mapping[str, str]] = {
    "received": "Đã tiếp nhận, đang xem xét điều kiện thụ lý",
    "transferred": "Đã chuyển đơn vị khác trong hệ thống Mặt trận, đang xem xét điều kiện thụ lý",
    "outside": "Đã chuyển đến cơ quan có thẩm quyền giải quyết",
    "refused": "Không thụ lý",
    "accepted": "Đã thụ lý",
    "in_progress": "Đang xác minh, giải quyết",
    "answered": "Đã có kết quả",
    "closed": "Đã kết thúc",
}
"""As the denouncer reads them."""

LAW: Final = "Luật Tố cáo số 25/2018/QH14, Điều {article}."
"""Where deadlines are written, as an investigator reads it."""

WHAT_MISSING: Final = "Vui lòng viết nội dung tố cáo, ít nhất 10 ký tự."
CONTACT_MISSING: Final = "Ông/bà muốn được liên hệ: vui lòng ghi số điện thoại hoặc địa chỉ liên hệ."
RECIPIENT_UNKNOWN: Final = "Vui lòng chọn nơi nhận tố cáo."

WRONG_WORD: Final = "Mã hoặc từ khóa không đúng. Vui lòng xem lại biên nhận."
CHANGED_MEANWHILE: Final = "Hồ sơ vừa được người khác cập nhật. Vui lòng tải lại."
REASON_MISSING: Final = "Vui lòng ghi lý do."
GROUND_MISSING: Final = "Vui lòng ghi căn cứ pháp lý."
BODY_MISSING: Final = "Vui lòng ghi tên cơ quan có thẩm quyền."
REFERENCE_MISSING: Final = "Vui lòng ghi số văn bản chuyển."
REPLY_MISSING: Final = "Vui lòng ghi nội dung trả lời người tố cáo."
SAME_UNIT: Final = "Hồ sơ đang ở chính đơn vị này."
UNKNOWN_UNIT: Final = "Không có đơn vị này."
NOT_EXTENDABLE: Final = "Không thể gia hạn thêm: đã hết số lần gia hạn theo luật, hoặc tố cáo chưa thụ lý."
CLIMBED: Final = "Quá hạn xem xét thụ lý, hệ thống tự chuyển lên cấp trên."


def too_long(limit: int, length: int) -> str:
    """A field has too many letters."""
    return f"Tối đa {limit} ký tự; ông/bà đã viết {length} ký tự."


def link_message(url: str, hours: int, *, wrote: bool) -> str:
    """What the chat answers to somebody who wants to denounce.

    Args:
        url: the link of `loa.confidential.service.intake_link`.
        hours: how long it may be opened.
        wrote: whether words of his were taken out of the chat; else he only chose the menu.
    """
    moved = (
        "Lời ông/bà vừa nhắn đã được chuyển sang nơi lưu giữ riêng, cán bộ trả lời tin nhắn không đọc được. "
        "Nếu không điền biểu mẫu dưới đây, lời đã nhắn vẫn được chuyển đến người có thẩm quyền.\n\n"
    )
    return (
        "Nội dung tố cáo cần được giữ bí mật nên không tiếp nhận trong khung trò chuyện này. "
        f"{moved if wrote else ''}"
        "Mời ông/bà gửi qua đường dẫn riêng (dùng một lần, "
        f"trong {hours} giờ; xin đừng chuyển cho ai):\n{url}\n\n"
        "Ông/bà cũng có thể đến trực tiếp trụ sở Ủy ban Mặt trận Tổ quốc hoặc nơi tiếp công dân."
    )


WITHHELD: Final = "[Đường dẫn gửi tố cáo đã được gửi riêng cho người dân]"
"""What stands in a conversation, for officers, in place of the message with the link."""
