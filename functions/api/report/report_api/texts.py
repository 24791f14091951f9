"""What officers read on pages of reports, besides templates."""

from typing import Final

MADE: Final = "Đã lập báo cáo. Các tệp ở ngay dưới đây."
FORM_WORDS: Final = {"docx": "Bản Word để sửa và ký", "pdf": "Bản in (.pdf)", "xlsx": "Bảng tính (.xlsx)"}
"""What each form of a file is for, by suffix."""
