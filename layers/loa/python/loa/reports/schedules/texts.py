"""What officers are told of scheduled reports."""

from typing import Final

_READY: Final = (
    "Báo cáo {period} của {unit} đã lập xong (Word, bản in, bảng tính). "
    "Xin mở mục Báo cáo của Loa, chọn {period} để xem và tải về."
)


def ready(unit: str, period: str) -> str:
    """What the officers of a unit are told once its report is there."""
    return _READY.format(unit=unit, period=period)
