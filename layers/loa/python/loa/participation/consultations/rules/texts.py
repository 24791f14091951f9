"""What officers and residents read about consultations."""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "whole": "Cả dự thảo",
    "opening": "Phần mở đầu",
    "part": "Phần {number}",
    "chapter": "Chương {number}",
    "section": "Mục {number}",
    "subsection": "Tiểu mục {number}",
    "article": "Điều {number}",
    "clause": "khoản {number}",
    "point": "điểm {number}",
}
NUMBER_MISSING: Final = "Sau {before} là {found}. Xin kiểm lại xem có thiếu hay trùng không."
FIRST_MISSING: Final = "{found} đứng đầu, không bắt đầu từ số 1. Xin kiểm lại."
NO_ARTICLES: Final = (
    "Không tìm thấy điều nào. Mỗi điều cần bắt đầu một dòng, như “Điều 1. Phạm vi điều chỉnh”."
)
TOO_LONG_TEXT: Final = "Văn bản dài quá 200.000 chữ cái. Xin chia thành hai lần lấy ý kiến."
TOO_MANY_NODES: Final = "Văn bản có hơn 3.000 mục, điều, khoản, điểm. Xin chia thành hai lần lấy ý kiến."
STANCES: Final[Mapping[str, str]] = {
    "agree": "Đồng ý",
    "disagree": "Không đồng ý",
    "other": "Ý kiến khác",
}
ANSWERS: Final[Mapping[str, str]] = {
    "accepted": "Tiếp thu",
    "partly": "Tiếp thu một phần",
    "explained": "Giải trình",
}
REASONS: Final[Mapping[str, str]] = {
    "names": "Nêu tên hoặc thông tin riêng của người khác",
    "insult": "Lời lẽ xúc phạm",
    "topic": "Không nói về dự thảo này",
    "advertising": "Quảng cáo",
}
