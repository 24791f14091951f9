"""What people read about the search."""

from typing import Final

NO_WORDS: Final = "Vui lòng nhập từ cần tìm."
TEXT_TOO_LONG: Final = "Nội dung tìm kiếm có tối đa 200 ký tự."
NOT_SHOWN: Final = "Chỉ chọn được bài đang đăng trong tỉnh."
RULES_CHANGED_MEANWHILE: Final = (
    "Từ đồng nghĩa và kết quả ưu tiên vừa được người khác sửa. Vui lòng tải lại trang rồi sửa tiếp."
)
PROVINCE_ONLY: Final = "Chỉ cán bộ cấp tỉnh được sửa từ đồng nghĩa và kết quả ưu tiên."
TOO_FEW_SYNONYMS: Final = "Mỗi nhóm từ đồng nghĩa cần ít nhất hai từ hoặc cụm từ khác nhau."
NO_WORD_IN_PHRASE: Final = "Cụm từ này không có chữ cái hay chữ số nào."
NO_SUCH_UNIT: Final = "Mã đơn vị không đúng."
