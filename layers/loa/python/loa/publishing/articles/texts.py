"""What people read about articles."""

from collections.abc import Mapping
from typing import Final

SIGNED: Final = "Mặt trận {unit}"
"""Who speaks in an article, in a notice, on a poster."""

NOT_FOUND: Final = "Không tìm thấy bài viết này."
CHANGED_MEANWHILE: Final = "Bài viết vừa được người khác sửa. Vui lòng tải lại bài rồi sửa tiếp."

GAPS_LEFT: Final = "Còn chỗ chưa điền: {gaps}. Vui lòng điền hoặc xóa trước khi lưu."
GAPS_UNKNOWN: Final = "Không có chỗ điền {gaps}. Chỉ dùng được {known}. Vui lòng sửa hoặc xóa."

NOTICE_NOT_FOUND: Final = "Không tìm thấy mẫu thông báo này."
NOTICE_INCOMPLETE: Final = "Mẫu thông báo chưa điền xong hoặc có chỗ điền chưa đúng."
VALUE_MISSING: Final = "Vui lòng điền {name}."
VALUE_UNKNOWN: Final = "Mẫu này không có chỗ điền {name}."
VALUE_TOO_LONG: Final = "Nội dung điền dài tối đa {limit} ký tự."
FILLED_TOO_LONG: Final = "Sau khi điền, phần này dài {length} ký tự, quá {limit} ký tự. Hãy điền ngắn hơn."

_THANKS: Final = "Trân trọng cảm ơn bà con."
_SAFE_MONEY: Final = (
    "Bà con chỉ chuyển tiền vào đúng tài khoản nêu trên. "
    "Cán bộ không gọi điện yêu cầu bà con cung cấp mật khẩu hoặc mã OTP."
)
_ACCOUNT: Final = (
    "Chuyển khoản: số tài khoản {số tài khoản}, chủ tài khoản {chủ tài khoản}, ngân hàng {ngân hàng}. "
    "Nội dung chuyển khoản: {nội dung chuyển khoản}."
)

NOTICES: Final[Mapping[str, Mapping[str, str | tuple[str, ...]]]] = {
    "flood_relief": {
        "label": "Ủng hộ, cứu trợ thiên tai",
        "title": "Chung tay giúp đỡ bà con bị ảnh hưởng bởi {tên thiên tai}",
        "description": "{đơn vị} kính mong bà con giúp đỡ các gia đình bị thiệt hại do {tên thiên tai}.",
        "paragraphs": (
            "Kính gửi bà con,",
            (
                "Vừa qua, {tên thiên tai} đã gây thiệt hại cho nhiều gia đình tại {nơi bị ảnh hưởng}. "
                "{đơn vị} kính mong bà con, các cơ quan, doanh nghiệp và nhà hảo tâm chung tay giúp đỡ."
            ),
            "Gia đình cần giúp đỡ khẩn cấp, xin gọi ngay {điện thoại}.",
            "Nơi tiếp nhận ủng hộ: {nơi tiếp nhận}. Thời gian tiếp nhận: {thời gian tiếp nhận}.",
            _ACCOUNT,
            _SAFE_MONEY,
            "Danh sách ủng hộ và việc phân bổ được công khai tại {nơi công khai}.",
            _THANKS,
        ),
    },
    "school_enrolment": {
        "label": "Tuyển sinh đầu năm học",
        "title": "Thông báo tuyển sinh năm học {năm học} của {tên trường}",
        "description": "Thời gian, hồ sơ và cách đăng ký tuyển sinh {lớp tuyển sinh}, năm học {năm học}.",
        "paragraphs": (
            "Kính gửi các bậc phụ huynh,",
            "{tên trường} thông báo tuyển sinh {lớp tuyển sinh}, năm học {năm học}.",
            "Trẻ được đăng ký: {đối tượng tuyển sinh}.",
            "Thời gian nhận hồ sơ: {thời gian nhận hồ sơ}. Nơi nhận hồ sơ: {nơi nhận hồ sơ}.",
            "Hồ sơ gồm: {hồ sơ}.",
            (
                "Phụ huynh cần giúp đỡ khi đăng ký, xin gọi {điện thoại}, "
                "hoặc đến gặp Ban công tác Mặt trận nơi cư trú."
            ),
            "Kính mong các gia đình đưa con em đi đăng ký đúng hạn. Trân trọng cảm ơn.",
        ),
    },
    "voters_meeting": {
        "label": "Tiếp xúc cử tri",
        "title": "Kính mời cử tri dự hội nghị tiếp xúc với {đại biểu}",
        "description": "Hội nghị bắt đầu lúc {thời gian}, tại {địa điểm}. Kính mời cử tri đến dự.",
        "paragraphs": (
            "Kính gửi cử tri,",
            "{đơn vị} tổ chức hội nghị để cử tri tiếp xúc với {đại biểu}, {dịp tiếp xúc}.",
            "Thời gian: {thời gian}.",
            "Địa điểm: {địa điểm}.",
            "Nội dung: {nội dung}.",
            (
                "Cử tri không đến dự được có thể gửi ý kiến, kiến nghị bằng cách nhắn tin cho trang Zalo "
                "này, hoặc gọi {điện thoại}, trước {hạn gửi ý kiến}."
            ),
            "Rất mong cử tri sắp xếp thời gian tham dự. Trân trọng kính mời.",
        ),
    },
    "fund_drive": {
        "label": "Vận động quỹ",
        "title": "Vận động ủng hộ {tên quỹ} năm {năm}",
        "description": "{đơn vị} vận động bà con ủng hộ {tên quỹ} năm {năm}, trên tinh thần tự nguyện.",
        "paragraphs": (
            "Kính gửi bà con,",
            "{đơn vị} vận động bà con, cơ quan, doanh nghiệp ủng hộ {tên quỹ} năm {năm}, để {mục đích}.",
            "Việc ủng hộ là tự nguyện. Không có mức đóng góp bắt buộc.",
            "Thời gian vận động: {thời gian vận động}. Nơi tiếp nhận: {nơi tiếp nhận}.",
            _ACCOUNT,
            _SAFE_MONEY,
            "Kết quả và việc sử dụng quỹ được công khai tại {nơi công khai}. Liên hệ: {điện thoại}.",
            _THANKS,
        ),
    },
    "great_unity_festival": {
        "label": "Ngày hội Đại đoàn kết toàn dân tộc",
        "title": "Kính mời bà con dự Ngày hội Đại đoàn kết toàn dân tộc ở {khu dân cư}",
        "description": "Ngày hội bắt đầu lúc {thời gian}, tại {địa điểm}. Kính mời bà con và gia đình.",
        "paragraphs": (
            "Kính gửi bà con,",
            "{đơn vị} kính mời bà con và gia đình dự Ngày hội Đại đoàn kết toàn dân tộc ở {khu dân cư}.",
            "Thời gian: {thời gian}.",
            "Địa điểm: {địa điểm}.",
            "Chương trình: {chương trình}.",
            "Mọi thắc mắc xin gọi {điện thoại}.",
            "Sự có mặt của bà con làm cho ngày hội thêm vui và ấm áp. Trân trọng kính mời.",
        ),
    },
}
"""Notices that officers write again and again; `{…}` is filled by them. The author is always `{đơn vị}`."""

NOTICE_AUTHOR: Final = "{đơn vị}"
