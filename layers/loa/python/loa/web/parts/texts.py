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
