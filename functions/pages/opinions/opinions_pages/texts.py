"""What pages of surveys and drafts say, besides templates."""

from typing import Final

SAME: Final = "Giữ nguyên"
CHANGED: Final = "Có sửa"
NEW: Final = "Mới"
GONE: Final = "Đã bỏ"
