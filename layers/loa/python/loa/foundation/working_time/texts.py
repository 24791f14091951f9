"""What people read about days off."""

from typing import Final

HOLIDAYS: Final = {
    "new_year": "Tết Dương lịch",
    "tet": "Tết Nguyên đán",
    "hung_kings": "Giỗ Tổ Hùng Vương",
    "victory": "Ngày Chiến thắng 30/4",
    "labour": "Quốc tế Lao động 1/5",
    "national": "Quốc khánh 2/9",
    "culture": "Ngày Văn hóa Việt Nam 24/11",
}

DAY_OFF: Final = "Ngày nghỉ"
IN_LIEU: Final = "Nghỉ bù {holiday}"
SWAPPED: Final = "Nghỉ hoán đổi với ngày {day:%d/%m/%Y}"


YEAR_TO_CHECK: Final = (
    "Chưa đối chiếu lịch nghỉ năm {year} với thông báo của Bộ Nội vụ, Văn phòng Chính phủ: đang tính theo "
    "quy định chung của Bộ luật Lao động."
)
PROPOSED_SWAP: Final = (
    "Chưa rõ có hoán đổi ngày làm việc {off:%d/%m/%Y} với {on:%d/%m/%Y} không (đề xuất {source}): đang tính "
    "là không."
)


def holiday_name(key: str) -> str:
    """The name behind a key of `loa.foundation.working_time.days`."""
    if key.endswith("_in_lieu"):
        return IN_LIEU.format(holiday=HOLIDAYS[key.removesuffix("_in_lieu")])
    return HOLIDAYS[key]
