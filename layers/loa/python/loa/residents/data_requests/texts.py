"""What officers read about requests of residents about their data."""

from typing import Final

NOT_FOUND: Final = "Không tìm thấy yêu cầu này."
CHANGED: Final = "Yêu cầu vừa được xử lý ở nơi khác. Vui lòng xem lại."
NOT_NOW: Final = "Không làm được bước này khi yêu cầu đang ở trạng thái “{state}”."
SECOND_PERSON: Final = "Người ghi yêu cầu không tự duyệt việc xóa; cần một cán bộ khác có quyền."
NOTHING_TO_CONFIRM: Final = "Yêu cầu này không chờ duyệt."
WAITS_FOR_CONFIRMATION: Final = "Chờ người thứ hai duyệt việc xóa"

KINDS: Final = {
    "see": "Xem, nhận bản sao thông tin",
    "correct": "Sửa thông tin",
    "erase": "Xóa thông tin",
}
CAUSES: Final = {
    "officer": "Người dân đề nghị, cán bộ ghi nhận",
    "chat": "Người dân nhắn trong trò chuyện",
    "mini_app": "Người dân yêu cầu trong Mini App",
    "page": "Người dân yêu cầu ở trang theo dõi vụ việc",
    "withdrawal": "Người dân rút lại sự đồng ý trên Zalo",
}
STATES: Final = {
    "open": "Chờ cán bộ trả lời",
    "waiting": "Chờ đến giờ xóa",
    "running": "Đang xóa",
    "retained": "Đã xóa; phần còn lại phải lưu theo quy định",
    "done": "Đã xong",
    "cancelled": "Đã dừng",
}
KEPT: Final = {
    "case": "Hồ sơ {reference}: lưu theo quy định lưu trữ, {until}",
    "message_of_case": "Ảnh, tệp của một hồ sơ còn phải lưu",
    "unsent": "Tin trả lời chưa gửi được: tự xóa sau 24 tháng",
    "participation": "Bài gửi ở “{reference}”: giữ đến khi đóng để mỗi người chỉ gửi một lần, {until}",
    "backup": "Bản sao lưu của kho dữ liệu: tự xóa sau 35 ngày",
}
UNTIL: Final = "đến {day}, sau đó bỏ tên và nội dung"
WHILE_OPEN: Final = "đang giải quyết; thời hạn lưu tính từ khi kết thúc"
