"""What people read about the search."""

from typing import Final

NO_WORDS: Final = "Vui lòng nhập từ cần tìm."
TEXT_TOO_LONG: Final = "Nội dung tìm kiếm có tối đa 200 ký tự."
NOT_SHOWN: Final = "Chỉ chọn được bài đang đăng trong tỉnh."
RULES_CHANGED_MEANWHILE: Final = (
    "Từ đồng nghĩa và kết quả ưu tiên vừa được người khác sửa. Vui lòng tải lại trang rồi sửa tiếp."
)
TOO_FEW_SYNONYMS: Final = "Mỗi nhóm từ đồng nghĩa cần ít nhất hai từ hoặc cụm từ khác nhau."
NO_WORD_IN_PHRASE: Final = "Cụm từ này không có chữ cái hay chữ số nào."
TOO_MANY_SYNONYMS: Final = "Mỗi nhóm có nhiều nhất {most} từ hoặc cụm từ."
TOO_MANY_GROUPS: Final = "Nhiều nhất {most} nhóm từ đồng nghĩa."
PHRASE_LENGTH: Final = "Mỗi từ hoặc cụm từ dài từ {shortest} đến {longest} chữ cái."
LINE_FAULT: Final = "Dòng {number}: {fault}"
TOO_MANY_PROMOTED: Final = "Nhiều nhất {most} từ tìm có bài đứng đầu. Xin bỏ bớt."
TOO_MANY_FIRST: Final = "Mỗi từ tìm có nhiều nhất {most} bài đứng đầu. Xin bỏ bớt một bài."
SYNONYMS_SAVED: Final = "Đã lưu từ đồng nghĩa. Ô tìm kiếm dùng trong vòng một phút."
PROMOTED: Final = "Đã đặt bài đứng đầu. Người dân thấy trong vòng một phút."
NO_LONGER_PROMOTED: Final = "Đã bỏ. Bài đứng theo thứ tự thường trong vòng một phút."
SOUGHT_MISSING: Final = "Xin ghi từ mà người dân tìm."
ADDRESS_MISSING: Final = "Xin dán địa chỉ của bài."
NO_SUCH_UNIT: Final = "Mã đơn vị không đúng."
