"""What parts of officers' pages say."""

from typing import Final

CHANGED: Final = "Sửa"
ADDED_WORDS: Final = "Thêm"
REMOVED_WORDS: Final = "Bỏ"
COVER: Final = "Ảnh bìa {}"
PICTURE: Final = "Ảnh {} {}"

READ_BY_NOBODY: Final = "Tháng {month}/{year}: chưa thấy ai mở"
READ_BY_FEW: Final = "Tháng {month}/{year}: dưới {few} lượt"
READ_AT_LEAST: Final = "Tháng {month}/{year}: ít nhất {count} lượt"

WEEKDAYS: Final = {
    "1": "Thứ Hai",
    "2": "Thứ Ba",
    "3": "Thứ Tư",
    "4": "Thứ Năm",
    "5": "Thứ Sáu",
    "6": "Thứ Bảy",
    "7": "Chủ nhật",
}
RHYTHM: Final = "{hour} {weekday} hằng tuần"
UNTIL: Final = "{rhythm}, đến hết ngày {day}"
SERIES: Final = {
    "active": ("Đang ra", "ok", "check"),
    "paused": ("Tạm dừng", "warn", "hourglass"),
    "cancelled": ("Đã kết thúc", "wait", "x"),
}
SERIES_BEGUN: Final = (
    "Đã lập bản tin hằng tuần. Trước mỗi số 3 ngày, máy tạo một bản nháp; có người duyệt thì mới gửi."
)
SERIES_DONE: Final = {
    "skip": "Đã cho nghỉ số ấy. Bản nháp của số ấy, nếu có, đã được bỏ.",
    "restore": "Số ấy lại ra. Bản nháp mới có trước giờ ra 3 ngày, sát giờ thì trong vòng một giờ.",
    "pause": "Đã tạm dừng. Không có số nào ra cho tới khi bấm Ra tiếp.",
    "resume": "Bản tin lại ra theo lịch. Số nào đã bỏ bản nháp thì có bản nháp mới, xin duyệt lại.",
    "end": "Đã kết thúc bản tin. Những số đã gửi vẫn còn.",
}
NOT_AN_HOUR: Final = "Giờ phải viết như 8:00 hoặc 19:30."
WEEKDAY: Final = "Ra vào ngày nào trong tuần?"
HOUR_OUT: Final = "Giờ ra"
HOUR_HINT: Final = "Ví dụ 8:00 hoặc 19:30."
LAST_DAY: Final = "Ngày cuối cùng có số mới"
LAST_DAY_HINT: Final = "Để trống: ra mãi tới khi kết thúc."
LOCALISE_HOURS: Final = "Các đơn vị góp lời đến trước giờ ra mấy giờ"
LOCALISE_HINT: Final = "Để 0: không góp lời. Nhiều nhất 48."
