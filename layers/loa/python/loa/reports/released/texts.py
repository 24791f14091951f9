"""What is said of released figures."""

from typing import Final

from loa.reports.released.model import Share

NOT_CLOSED: Final = "Chỉ công khai được số liệu của một tháng đã kết thúc."
AT_THE_SAME_TIME: Final = "Vừa có người khác công khai hoặc rút số liệu. Xin tải lại trang và xem lại."
_HOURS: Final = "{hours} giờ làm việc"
_DAYS: Final = "khoảng {days} ngày làm việc"
_FROM: Final = "từ {low}% trở lên"
_BELOW: Final = "dưới {high}%"
_BETWEEN: Final = "từ {low}% đến dưới {high}%"
_WHOLE: Final = 100
_HOURS_OF_A_DAY: Final = 7.5


def share_words(share: Share | None) -> str:
    """A share: "92%", "từ 80% trở lên"; empty: not told."""
    if share is None:
        return ""
    if share.low == share.high:
        return f"{share.low}%"
    if share.high == _WHOLE:
        return _FROM.format(low=share.low)
    return _BETWEEN.format(low=share.low, high=share.high) if share.low else _BELOW.format(high=share.high)


def time_words(hours: int | None) -> str:
    """Working hours: "3 giờ làm việc", "khoảng 2 ngày làm việc"; empty: not told."""
    if hours is None:
        return ""
    if hours <= _HOURS_OF_A_DAY:
        return _HOURS.format(hours=hours)
    return _DAYS.format(days=round(hours / _HOURS_OF_A_DAY))


def satisfaction_words(tenths: int | None) -> str:
    """Stars on average: "4,6 trên 5"; empty: not told."""
    return "" if tenths is None else f"{tenths // 10},{tenths % 10} trên 5"
