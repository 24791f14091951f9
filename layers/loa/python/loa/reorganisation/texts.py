"""What people read about a reorganisation."""

from collections.abc import Sequence
from typing import Final

NOTHING_CHANGES: Final = "Ngày này không có đơn vị nào thay đổi. Hãy kiểm tra lại ngày sắp xếp."


def unknown_units(paths: Sequence[str]) -> str:
    """Things stand at units that do not exist on the day before."""
    return f"Có dữ liệu của đơn vị không còn tồn tại trước ngày sắp xếp: {', '.join(paths)}."


def path_taken(old: str, new: str) -> str:
    """A path goes on as another unit."""
    return f"Mã của {old} được dùng cho {new}, không phải đơn vị kế tiếp. Hãy kiểm tra lại danh mục đơn vị."
