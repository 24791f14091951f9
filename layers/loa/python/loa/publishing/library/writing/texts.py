"""What whoever writes an item reads beside its parts and fields."""

from collections.abc import Mapping
from typing import Final

PARTS: Final[Mapping[str, str]] = {
    "paragraphs": "Đoạn văn",
    "heading": "Đề mục",
    "subheading": "Đề mục nhỏ",
    "list": "Danh sách",
    "steps": "Các bước",
    "picture": "Ảnh",
    "file": "Tệp",
    "film": "Video",
}
PART_HINTS: Final[Mapping[str, str]] = {
    "paragraphs": "Mỗi lần xuống dòng là một đoạn.",
    "list": "Mỗi dòng là một ý; máy tự thêm dấu chấm đầu dòng.",
    "steps": "Mỗi dòng là một bước; máy tự đánh số.",
}
PART_FAULT: Final = "Phần {number} ({kind}): {message}"
OCCASION_UNREADABLE: Final = "Lần {number}: xin chọn ngày, giờ bắt đầu và giờ kết thúc."
FIELD_LABELS: Final[Mapping[str, str]] = {
    "title": "Tiêu đề",
    "summary": "Tóm tắt",
    "author": "Người viết",
    "tags": "Từ khóa",
    "alt": "Lời mô tả ảnh",
    "caption": "Chú thích",
    "name": "Tên tệp",
}
FIELD_HINTS: Final[Mapping[str, str]] = {
    "number": "Ví dụ: 12/HD-MTTQ-BTT",
    "valid_to": "Để trống: hiển thị 400 ngày.",
    "online_url": "Đường dẫn họp trực tuyến, bắt đầu bằng https://",
    "url": "Bắt đầu bằng https:// và thuộc trang đã được cho phép.",
    "phone": "Người dân bấm là gọi.",
    "parent": "Để trống: đây là một chương.",
    "accessibility": "Ví dụ: có lối cho xe lăn, có người phiên dịch tiếng Thái.",
}
