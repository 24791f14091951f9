"""What people read about articles."""

from typing import Final

NOT_FOUND: Final = "Không tìm thấy bài viết này."
CHANGED_MEANWHILE: Final = "Bài viết vừa được người khác sửa. Vui lòng tải lại bài rồi sửa tiếp."
