"""What parts of officers' pages say."""

from typing import Final

CHANGED: Final = "Sửa"
ADDED_WORDS: Final = "Thêm"
REMOVED_WORDS: Final = "Bỏ"
COVER: Final = "Ảnh bìa {}"
PICTURE: Final = "Ảnh {} {}"
