"""Accusations against people in office that avoid the word for a denunciation; phrases between bars."""

from typing import Final

IN_OFFICE: Final = (
    "trưởng thôn|xóm trưởng|trưởng xóm|trưởng bản|khối trưởng|trưởng khối|tổ trưởng|trưởng ban|chủ tịch",
    "bí thư|cán bộ|địa chính|công an|kế toán|thủ quỹ|lãnh đạo|hiệu trưởng|hiệu phó|giám đốc",
    "trưởng phòng|ủy ban|ubnd|hđnd|mặt trận|xã đội|quân sự|kiểm lâm|thanh tra|hội trưởng|chi hội",
    "chính quyền|viên chức|công chức|văn phòng xã|quản lý thị trường|cảnh sát|csgt|trưởng trạm",
    "ban quản lý|hợp tác xã|phó thôn|thôn phó|phó chủ tịch|phó bí thư|chi bộ|trưởng công an|phó công an",
    "xã đội trưởng|bác sĩ trạm|tín dụng|cán bộ một cửa|cán bộ tư pháp|cán bộ y tế|cán bộ thuế",
    "cán bộ chính sách|cán bộ dân số|chủ nhiệm|thuế xã|giáo viên|cô giáo|thầy|tổng phụ trách",
    "cán bộ kiểm lâm|cán bộ tín dụng|công an viên|cán bộ tiếp dân|mấy ông trong xóm|mấy ông xóm",
    "mấy ông trên xã|mấy ông ở xã|mấy ông ở xóm|mấy ổng|quan xã|mấy ông xã|nhà trường|ban chỉ huy",
    "hội phụ nữ|hội nông dân|địa chính xã|cán bộ xã",
)
MONEY: Final = (
    "tiền|quỹ|hỗ trợ|cứu trợ|ủng hộ|trợ cấp|chính sách|đền bù|bồi thường|từ thiện|hàng|gạo|quà|dự án",
    "ngân sách",
)
WRONGS: Final = (
    "hối lộ|tham ô|tham nhũng|ăn chặn|ăn bớt|đục khoét|rút ruột|cắt xén|bớt xén|lót tay|ăn quỵt",
    "biển thủ|vòi vĩnh|vòi tiền|nhũng nhiễu|sách nhiễu|hạch sách|bảo kê|khai khống|kê khống|ăn tiền",
    "bao che|trù dập|chạy chức|chạy án|mua quan bán chức|lợi dụng chức|lạm quyền|cửa quyền|chia chác",
    "làm tiền|lập khống|đút lót|đút túi|bòn rút|nâng khống|ăn hoa hồng|thụt két|chung chi|lại quả",
    "ăn bẩn|quan tham|ăn chia|nhận phong bì|đòi phong bì|đưa phong bì|phải có phong bì|xà xẻo tiền",
    "xà xẻo của|bỏ túi riêng|chia nhau tiền|tiền chia nhau|hồ sơ khống|danh sách khống|hóa đơn khống",
    "quỹ đen|lợi ích nhóm|ăn hối lộ|tham lam của dân",
)
"""Said about anybody."""
WRONGS_WITH_MONEY: Final = (
    "bỏ túi|chiếm dụng|chiếm đoạt|xà xẻo|tư lợi|ăn hết|giữ lại|nuốt hết|nuốt tiền|ém tiền|ém hàng|ỉm đi",
    "ỉm tiền|lấy của dân|cấp sai|chi sai|thu sai",
)
"""Only where money is mentioned."""
WRONGS_IN_OFFICE: Final = (
    "nhận tiền làm|nhận tiền để|nhận tiền mới|bớt tiền|giữ tiền|lấy gạo|lấy quà|bán gạo",
    "bán hàng cứu trợ|bồi dưỡng mới|làm khó dân|ưu ái|cho con cháu|cho anh em|chửi dân|nhận quà",
    "hành dân|ép dân|đòi tiền|đòi phong bì|đòi quà|nhận phong bì|nhận tiền của|lấy tiền của",
    "lấy tiền hỗ trợ|lấy tiền cứu trợ|lấy tiền ủng hộ|lấy quỹ|lấy đất của|lấy hàng cứu trợ|thu tiền sai",
    "thu sai|thu trái|lạm thu|thu khống|không biên lai|không hóa đơn|chiếm đất|lấn đất|lấn chiếm",
    "bán đất công|bán rừng|cấp đất sai|cấp đất cho|đánh người|đánh dân|đánh đập|đe dọa|hăm dọa|dọa nạt",
    "gian lận|lừa dân|lừa đảo|ăn cắp|đánh bạc|giả mạo|làm giả|giả chữ ký|cho người nhà|người nhà ông",
    "con cháu ông|người nhà bà|toàn người nhà|thiên vị|không công bằng|mờ ám|khuất tất|bỏ túi",
    "ăn của dân|lấy của dân|ức hiếp|hách dịch|bắt nộp|bắt đóng|sàm sỡ|nhận tiền|lấy tiền|thu của dân",
    "thu tiền của dân|bớt gạo|bớt quà|bớt hàng|bán đất của|ăn đất|đút túi|tư túi|đưa người nhà vô",
    "đưa người nhà vào|cho bà con nhà mình|bà con nhà ông|bà con nhà mình|chia nhau|quấy rối",
    "ăn nhậu tiền|phong bì|bôi trơn|cà phê mới|tiền mới làm|mới làm sổ|mới ký|mới giải quyết",
)
"""Only after a mention of somebody in office."""
WRONGS_EITHER_SIDE: Final = (
    "lấy tiền|cầm tiền|nhận tiền|đưa tiền|ăn tiền|cầm phong bì|đưa phong bì|nhận phong bì|chi tiền",
    "đòi tiền|vòi tiền|lót tay|chia đôi|chia phần|cũng được chia|có phần trong đó|ăn phần|trừ phần",
    "ký khống|tên khống|khai tên|kê thêm|ký thay|ký nhận mất|giả mạo|bằng giả|giấy trắng|bán gỗ",
    "bán rừng|vụ bán rừng|bán đất|bán đồ|bán thuốc|bán ngoài|bán lại|bán vắc xin|bán máy|lấy thuốc",
    "vay tiền tên|lấy sổ|đi thế chấp|dùng tiền|xài quỹ|nghi kế toán xài|bao che|bảo kê|làm sai|làm bậy",
    "sai phạm|chạy biên chế|chạy việc|chạy chế độ|đứng tên|trúng hết|trúng thầu hết|chi trả sai",
    "đo thiếu|cắm mốc sang|bị điểm kém|ép học thêm|ép cả lớp|ép phụ huynh|bắt mua|bắt dân cắt lại",
    "gạ tiền|hẹn ra quán|không công khai|nỏ có hóa đơn|không có hóa đơn|không hóa đơn|không biên bản",
    "tiền vô túi|tiền mô ra|tiền ở đâu ra|bỏ túi|mà sổ nỏ có|không trả|nỏ trả|không nói lý do",
    "lấn ra hành lang|sờ đùi|nhắn tin gạ|nhận đất",
)
"""Before or after a mention of somebody in office."""
TAKING: Final = (
    "lấy|nhận|thu|bớt|giữ|chia|rút|tiêu|tiêu hết|đem|ăn|vòi|đòi|ép|bắt|kê|khai|lập|khống|chạy|thả",
    "cho chuộc|bán|biếu|hụt|trúng|hoa hồng|làm ngơ|đưa|thuê|chặt|sửa|chở|lấn|cho thuê|đút|trừ|bỏ",
)
GAIN: Final = (
    "tiền|triệu|quỹ|quà|phong bì|sổ|gói thầu|đất|gỗ|rừng|trợ cấp|bảo hiểm|xe công|con rể|con trai|em vợ",
    "cháu hắn|đánh bạc|kẻ trộm|nghĩa vụ|biên chế|khống|trộm|ngàn|nghìn|chục|con gà|của dân|của công",
    "người quen|nhà kia",
)
"""What an official may take, and what for: one of each near an office is a hint, unless it is a question."""
ASKED: Final = (
    "cho hỏi|cho tui hỏi|cho em hỏi|xin hỏi|khi nào|bao giờ|bao nhiêu|ở đâu|ở mô|mấy giờ|nhờ|xin|cảm ơn",
    "hướng dẫn|phải không|có mất|được không|nhiệt tình|chu đáo|mua ở|đề nghị|kiến nghị|tới đâu|đến đâu",
    "không ạ|chưa|chia sẻ|khen|biết ơn|giúp",
)
KIN_OF_OFFICE: Final = (
    "cháu ông|con ông|em ông|cháu bà|con bà|em vợ|anh em nhà|bà con hắn|người nhà|bà con nhà|cho em vợ",
)
PRIVILEGES: Final = ("hộ nghèo|hộ cận nghèo|suất đất|công trình|trợ cấp|hỗ trợ|đền bù|biên chế|chế độ",)
TELLING: Final = (
    "có bằng chứng|sợ bị trả thù|sợ trả thù|nỏ ai dám đụng|không ai dám đụng|báo riêng|nói riêng",
    "biết ai ăn|nhà trường giấu|ém đi|dọa không ký",
)
"""About people in office, these introduce a secret."""
AGAINST: Final = ("phòng chống|phòng, chống|chống|luật|đấu tranh|tuyên truyền|học tập|ngăn chặn",)
"""Before a wrong: the State's measures against it."""
