"""What is said about sheets that cannot be taken, in Vietnamese."""

from typing import Final

NO_ROWS: Final = "Bảng chưa có gì. Dòng đầu là tên cột, mỗi dòng sau là một mục."
UNKNOWN_COLUMN: Final = "Không có cột tên: {columns}. Xin dùng tên cột của tệp mẫu."
MISSING_COLUMN: Final = "Thiếu cột: {columns}."
TOO_MANY_ROWS: Final = "Mỗi lần nhập tối đa {maximum} dòng. Xin tách thành nhiều tệp."
NOT_NAMED: Final = "{column} “{words}” không có. Xin ghi một trong: {known}."
NOT_A_DAY: Final = "{column}: “{words}” chưa phải là ngày. Xin ghi như 30/11/2026."
