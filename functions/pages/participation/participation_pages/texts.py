"""What the pages of officers about participation say, in Vietnamese."""

from typing import Final

ADDED: Final = "Đã tạo bản nháp. Người dân chưa thấy cho đến khi đồng nghiệp duyệt đăng."
PUBLISHED: Final = "Đã đăng. Người dân thấy từ bây giờ."
ENDED: Final = "Đã kết thúc sớm. Không ai gửi thêm được nữa."
WITHDRAWN: Final = "Đã rút xuống. Người dân không còn thấy."
QUESTION_ADDED: Final = "Đã thêm câu hỏi. Câu này chờ một đồng nghiệp kiểm."
QUESTION_CHECKED: Final = "Đã kiểm câu hỏi. Câu này dùng được cho đề thi."
ARTICLE_REPLACED: Final = "Đã ghi ngày hết hiệu lực. Sau ngày đó câu này không được rút vào đề."
ROUND_ADDED: Final = "Đã thêm đợt thi. Đợt này chờ một đồng nghiệp niêm phong đề."
ROUND_SEALED: Final = "Đã niêm phong: 256 đề đã rút, đáp án đã khóa, dấu niêm phong đã công bố."
VALUE_ENTERED: Final = "Đã ghi số công khai. Kết quả có trong mười phút tới."
CONFIRMED: Final = "Đã công bố kết quả của đợt."
SURVEY_QUESTION_ADDED: Final = "Đã thêm câu hỏi."
REPORTED: Final = "Đã công bố kết quả."
HOUR_WRONG: Final = "Xin ghi giờ như 7:30"
DAY_MISSING: Final = "Xin chọn một ngày"
