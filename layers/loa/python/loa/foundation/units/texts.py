"""What people read about units."""

from collections.abc import Sequence
from datetime import date
from typing import Final

KIND_LABELS: Final = {
    "tinh": "Tỉnh",
    "thanh_pho": "Thành phố",
    "thi_xa": "Thị xã",
    "huyen": "Huyện",
    "phuong": "Phường",
    "thi_tran": "Thị trấn",
    "xa": "Xã",
}

UNIT_NOT_FOUND: Final = "Không tìm thấy đơn vị."
SEARCH_TEXT_MISSING: Final = "Hãy nhập tên đơn vị cần tìm."
SEARCH_TEXT_TOO_LONG: Final = "Tên đơn vị cần tìm quá dài (nhiều nhất {maximum} ký tự)."


def unit_ended(name: str, last_day: date, successors: Sequence[str]) -> str:
    """What became of a unit that is no more."""
    until = f"{name} không còn sau ngày {last_day:%d/%m/%Y}"
    return f"{until}; nay là {', '.join(successors)}." if successors else f"{until}."


def name_within(name: str, parent: str) -> str:
    """A unit's name with the unit that it lies in, for telling namesakes apart."""
    return f"{name} ({parent})"


def formerly(name: str, former: str) -> str:
    """A unit that was found by the name of one that it took over from."""
    return f"{name} (trước là {former})"
