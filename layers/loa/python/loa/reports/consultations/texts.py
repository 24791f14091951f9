"""The words of the report about a consultation."""

from typing import Final

FILE: Final = "Góp ý"
ABOUT: Final = "Tổng hợp ý kiến góp ý: {title}"
SUBJECT: Final = "Ý kiến của người dân và hội nghị, theo từng điều của dự thảo"
MADE: Final = "Cơ quan soạn thảo: {body}. Lập lúc {made}."
RUNNING: Final = "Stt"
NODE: Final = "Điều, khoản, điểm"
AGREE: Final = "Đồng ý"
DISAGREE: Final = "Không đồng ý"
OTHER: Final = "Ý kiến khác"
PERCENT: Final = "Đồng ý (%)"
CONFERENCES: Final = "Số hội nghị"
SINGLES: Final = "Ý kiến cá nhân"
VOTES: Final = "Hội nghị (số người biểu quyết)"
APART: Final = "Số của hội nghị đứng riêng, không cộng vào số ý kiến cá nhân."
NOTHING: Final = "Chưa có ý kiến nào."

STANCES_SHEET: Final = "Theo điều"
STANCES_TITLE: Final = "SỐ Ý KIẾN THEO ĐIỀU, KHOẢN, ĐIỂM"

ANSWERS_SHEET: Final = "Tiếp thu, giải trình"
ANSWERS_TITLE: Final = "BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN"
DRAFT: Final = "Nội dung dự thảo"
THEME: Final = "Nội dung góp ý"
SHARE: Final = "Cá nhân"
SHARE_CONFERENCES: Final = "Hội nghị"
SHARES: Final = "Số lượt"
WORDINGS: Final = "Đề xuất sửa"
ANSWER: Final = "Tiếp thu, giải trình"
NOTE: Final = "Ghi chú"
UNANSWERED: Final = "Chưa trả lời"
BEFORE: Final = "Bản dự thảo trước"
ONLY_STANCES: Final = "Chỉ bày tỏ đồng ý hay không"
UNHEARD: Final = "Bằng lời, chờ nghe"
WAITING: Final = "Chưa vào nhóm"
ASIDE: Final = "Để riêng, không chuyển: {reason}"

MEETINGS_SHEET: Final = "Hội nghị"
MEETINGS_TITLE: Final = "HỘI NGHỊ GÓP Ý"
UNIT: Final = "Đơn vị"
HELD_ON: Final = "Ngày họp"
CHAIR: Final = "Chủ trì"
PRESENT: Final = "Số người dự"
PROPOSED: Final = "Hội nghị đề nghị"
NO_MEETINGS: Final = "Chưa có hội nghị nào."

UNITS_SHEET: Final = "Theo đơn vị"
UNITS_TITLE: Final = "Ý KIẾN THEO ĐƠN VỊ"
PERSONS: Final = "Số người"
OPINIONS: Final = "Ý kiến cá nhân"
TOTAL: Final = "Tổng cộng"

ORGANISED: Final = (
    "I. Tổ chức lấy ý kiến. Dự thảo do {body} soạn thảo, lấy ý kiến từ ngày {opens} đến ngày {closes} trên "
    "Zalo và trang thông tin, tại hội nghị, và qua cán bộ ghi hộ người không có điện thoại. Đã tổ chức "
    "{conferences} hội nghị với {present} người dự."
)
COUNTED: Final = (
    "II. Tổng số ý kiến. Có {opinions} ý kiến của {persons} người dân, trong đó cán bộ ghi hộ {desk}, "
    "gửi bằng lời {spoken} ý kiến: đồng ý {agree}, không đồng ý {disagree}, ý kiến khác {other}. "
    "Số của hội nghị đứng riêng, không cộng vào đây."
)
COVERED: Final = "Người dân ở {reached}/{all} xã, phường có ý kiến."
MISSING: Final = "Chưa có ý kiến: {names}."
AND_MORE: Final = " và {count} nơi nữa (phụ lục)"
PROPOSALS: Final = (
    "III. Nội dung góp ý và trả lời. Ý kiến xếp thành {themes} nhóm: tiếp thu {accepted}, tiếp thu một phần "
    "{partly}, giải trình {explained}, chưa trả lời {unanswered}."
)
WITH_PERCENT: Final = "{number} ({percent}%)"
