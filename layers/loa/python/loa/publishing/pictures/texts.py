"""What people read about pictures."""

from collections.abc import Mapping
from typing import Final

NOT_BASE64: Final = "Dữ liệu ảnh phải được mã hóa base64."
NOT_A_PICTURE: Final = "Tệp này không phải ảnh JPG hoặc PNG. Vui lòng chọn ảnh khác."
NO_GIF: Final = "Zalo không nhận ảnh động GIF. Vui lòng chọn ảnh JPG hoặc PNG."
PICTURE_DAMAGED: Final = "Ảnh bị hỏng hoặc chưa tải lên đủ. Vui lòng chọn lại ảnh."
PICTURE_TOO_LARGE: Final = "Ảnh có dung lượng tối đa 4 MB. Vui lòng chọn ảnh nhỏ hơn."
PICTURE_TOO_DETAILED: Final = "Không thể thu ảnh này xuống dưới 1 MB như Zalo yêu cầu. Hãy chọn ảnh khác."
PICTURE_TOO_MANY_PIXELS: Final = "Ảnh có tối đa 40 triệu điểm ảnh. Vui lòng thu nhỏ ảnh rồi tải lên lại."
PICTURE_TOO_LONG: Final = "Mỗi chiều của ảnh có tối đa 16.000 điểm ảnh. Vui lòng cắt bớt rồi tải lên lại."
PICTURE_NOT_FOUND: Final = "Không tìm thấy ảnh này."

PICTURES_NOT_PINNED: Final = "Có ảnh chưa lấy được từ địa chỉ đã ghi. Vui lòng tải ảnh đó lên hệ thống."
PICTURE_HOST_BUSY: Final = "Máy chủ của ảnh không trả lời. Vui lòng thử lại, hoặc tải ảnh lên hệ thống."
TOO_MANY_ADDRESSES: Final = "Bài có tối đa 10 ảnh ở địa chỉ ngoài. Vui lòng tải ảnh lên hệ thống."
PICTURE_LOST: Final[Mapping[str, str]] = {
    "address": "Không lấy được ảnh từ địa chỉ này. Vui lòng tải ảnh lên hệ thống.",
    "redirected": "Không lấy được ảnh từ địa chỉ này. Vui lòng tải ảnh lên hệ thống.",
    "gone": "Không còn ảnh ở địa chỉ này. Vui lòng tải ảnh lên hệ thống.",
    "empty": "Không còn ảnh ở địa chỉ này. Vui lòng tải ảnh lên hệ thống.",
    "too_large": "Ảnh ở địa chỉ này lớn hơn 1 MB. Vui lòng tải ảnh lên hệ thống để được thu nhỏ.",
}
"""Why a picture of another address cannot be kept."""
