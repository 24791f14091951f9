"""What pages of the exchange of cases say, in Vietnamese."""

from collections.abc import Mapping
from typing import Final

NO_FILE: Final = "Xin chọn tệp .json."
NOT_JSON: Final = "Tệp này không đọc được: không phải tệp JSON."
TOO_MANY: Final = "Tệp có {count} vụ việc. Mỗi lần nhập nhiều nhất {most}: xin chia nhỏ tệp."
AT: Final = "Vụ việc thứ {number}, {place}: {message}"
WHOLE: Final = "Vụ việc thứ {number}: {message}"
IN_FILE: Final = "Cả tệp: {message}"

PLACES: Final[Mapping[str, str]] = {
    "id": "mã của hệ thống kia (id)",
    "system": "tên hệ thống kia (system)",
    "unit": "đơn vị (unit)",
    "kind": "loại (kind)",
    "state": "trạng thái (state)",
    "received_at": "lúc nhận (received_at)",
    "revision": "số lần sửa (revision)",
    "history": "diễn biến (history)",
    "details.what": "nội dung (details.what)",
    "details.where": "nơi xảy ra (details.where)",
    "reporter.name": "họ tên người phản ánh (reporter.name)",
    "reporter.phone": "điện thoại người phản ánh (reporter.phone)",
}

TAKEN: Final = "Đã nhập: {opened} vụ việc mới, {supplemented} được bổ sung, {unchanged} đã có từ trước."
REFUSED: Final = " Chưa nhập được {count}: {which}. Sửa rồi nhập lại cả tệp cũng không sao."
ONE_REFUSED: Final = "vụ thứ {number} ({message})"
