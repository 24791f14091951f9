"""What officers read about the people of the network, and what they send them."""

from typing import Final

KINDS: Final = {
    "officer": "Cán bộ Mặt trận chuyên trách",
    "committee_head": "Trưởng ban công tác Mặt trận",
}
STANDINGS: Final = {
    "not_linked": "Chưa kết nối Zalo",
    "silent": "Đã kết nối, lâu chưa tương tác",
    "active": "Đang tương tác",
}
KIND_WORDS: Final = {
    "can bo": "officer",
    "can bo chuyen trach": "officer",
    "can bo mat tran": "officer",
    "can bo mat tran chuyen trach": "officer",
    "chuyen trach": "officer",
    "truong ban": "committee_head",
    "truong ban cong tac": "committee_head",
    "truong ban cong tac mat tran": "committee_head",
}
"""Words of a list, without accents."""
HEADS: Final = frozenset({"ho ten", "ho va ten", "ten"})

NO_ROWS: Final = "Chưa có ai. Xin chọn tệp Excel, hoặc dán các dòng vào ô."
TOO_MANY: Final = "Mỗi lần nhập nhiều nhất {most} người. Từ dòng này trở đi xin để lần sau."
NAME_MISSING: Final = "Thiếu họ tên."
TOO_LONG: Final = "Họ tên hoặc tên khối, xóm dài quá 100 chữ cái."
KIND_UNKNOWN: Final = "“{kind}” chưa rõ. Xin ghi “cán bộ chuyên trách” hoặc “trưởng ban công tác”."
UNIT_MISSING: Final = "Thiếu đơn vị."
UNIT_UNKNOWN: Final = "Không có đơn vị “{unit}” trong phạm vi của anh/chị."
UNIT_TWICE: Final = "Có nhiều đơn vị tên “{unit}”, xin ghi mã: {codes}."
TWICE: Final = "Trùng với một dòng ở trên: cùng họ tên, cùng đơn vị, cùng khối, xóm."


def reminder(name: str, unit: str, words: str, until: str) -> str:
    """What is sent to somebody who is not linked yet."""
    return (
        f"Kính gửi ông/bà {name}. Xin ông/bà mở Zalo, tìm và bấm Quan tâm tài khoản của {unit}, "
        f"rồi gửi vào đó dòng chữ: {words} (dùng một lần, trước {until}). Trân trọng cảm ơn."
    )


def silent_reminder(name: str, unit: str) -> str:
    """What is sent to somebody who is linked, but has been silent."""
    return (
        f"Kính gửi ông/bà {name}. Đã lâu ông/bà chưa ghé tài khoản Zalo của {unit}. "
        "Xin ông/bà mở xem tin mới và nhắn một lời để đơn vị biết vẫn giữ liên lạc. Trân trọng cảm ơn."
    )
