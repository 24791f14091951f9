"""What officers read when a document or sound file is refused."""

from typing import Final

NOT_BASE64: Final = "Tệp gửi lên không đọc được. Vui lòng chọn lại tệp."
FILE_TOO_LARGE: Final = "Tệp lớn hơn {megabytes} MB. Vui lòng nén nhỏ hoặc chia thành nhiều tệp."
UNKNOWN_KIND: Final = "Chỉ nhận PDF, DOCX, và bản đọc MP3, M4A hoặc OGG."
DAMAGED: Final = "Tệp bị hỏng hoặc không đúng định dạng. Vui lòng mở ra kiểm tra rồi lưu lại."
PDF_ENCRYPTED: Final = "PDF có mật khẩu. Vui lòng bỏ mật khẩu rồi tải lại."
PDF_ACTIVE: Final = "PDF có mã lệnh hoặc tệp ẩn bên trong. Vui lòng in lại thành PDF mới rồi tải lên."
DOCX_ACTIVE: Final = (
    "Tệp Word có macro hoặc đối tượng nhúng (bảng Excel, biểu đồ, nút bấm). Vui lòng dán phần đó lại "
    "thành ảnh rồi lưu thành DOCX, hoặc lưu cả tệp thành PDF."
)
DOCX_OUTSIDE: Final = (
    "Tệp Word lấy ảnh hoặc nội dung từ nơi khác mỗi khi có người mở, nên nơi đó biết ai đang đọc. Vui lòng "
    "chèn lại ảnh từ máy (chọn Chèn, không chọn Liên kết), hoặc lưu cả tệp thành PDF."
)
DOCX_TEMPLATE: Final = (
    "Tệp Word dùng mẫu lấy từ nơi khác mỗi khi có người mở. Vui lòng chép nội dung sang một tệp Word mới, "
    "hoặc lưu cả tệp thành PDF."
)
DOCX_FIELD: Final = (
    "Tệp Word có liên kết chạy phần mềm khác khi có người mở (trường DDE). Vui lòng bấm vào chỗ ấy rồi bấm "
    "Ctrl + Shift + F9 để chỉ giữ lại chữ, hoặc lưu cả tệp thành PDF."
)
DOCX_TOO_LARGE: Final = "Tệp Word giải nén ra quá lớn. Vui lòng giảm dung lượng ảnh trong tệp."
FILE_NOT_FOUND: Final = "Không tìm thấy tệp này."
