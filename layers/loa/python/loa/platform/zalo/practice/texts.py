"""Names at a stage for practice."""

from typing import Final

MARK: Final = " (dân mẫu)"
"""Behind each name: nobody takes a sample resident for a real one, on paper either."""

NAMES: Final = (
    "Nguyễn Thị Lan", "Trần Văn Nam", "Lê Thị Hoa", "Phan Văn Tám", "Hồ Thị Nhung", "Võ Văn Minh",
    "Đặng Thị Mai", "Cao Văn Sơn", "Hoàng Thị Thu", "Bùi Văn Hùng", "Vi Thị Xuân", "Lô Văn Khăm",
    "Ngô Thị Hạnh",
)  # fmt: skip


def account(unit: str) -> str:
    """A sample account, by the digits of its unit."""
    return f"Tài khoản mẫu {unit}"
