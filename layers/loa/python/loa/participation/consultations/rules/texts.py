"""What officers and residents read about consultations."""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "whole": "Cả dự thảo",
    "opening": "Phần mở đầu",
    "part": "Phần {number}",
    "chapter": "Chương {number}",
    "section": "Mục {number}",
    "subsection": "Tiểu mục {number}",
    "article": "Điều {number}",
    "clause": "khoản {number}",
    "point": "điểm {number}",
}
NUMBER_MISSING: Final = "Sau {before} là {found}. Xin kiểm lại xem có thiếu hay trùng không."
FIRST_MISSING: Final = "{found} đứng đầu, không bắt đầu từ số 1. Xin kiểm lại."
NO_ARTICLES: Final = (
    "Không tìm thấy điều nào. Mỗi điều cần bắt đầu một dòng, như “Điều 1. Phạm vi điều chỉnh”."
)
TOO_LONG_TEXT: Final = "Văn bản dài quá 200.000 chữ cái. Xin chia thành hai lần lấy ý kiến."
TOO_MANY_NODES: Final = "Văn bản có hơn 3.000 mục, điều, khoản, điểm. Xin chia thành hai lần lấy ý kiến."
STANCES: Final[Mapping[str, str]] = {
    "agree": "Đồng ý",
    "disagree": "Không đồng ý",
    "other": "Ý kiến khác",
}
LANGUAGES: Final[Mapping[str, str]] = {
    "vi": "Tiếng Việt",
    "tai": "Tiếng Thái",
    "hmong": "Tiếng Mông",
    "khmu": "Tiếng Khơ Mú",
    "tho": "Tiếng Thổ",
    "other": "Tiếng khác",
}
ANSWERS: Final[Mapping[str, str]] = {
    "accepted": "Tiếp thu",
    "partly": "Tiếp thu một phần",
    "explained": "Giải trình",
}
REASONS: Final[Mapping[str, str]] = {
    "names": "Nêu tên hoặc thông tin riêng của người khác",
    "insult": "Lời lẽ xúc phạm",
    "topic": "Không nói về dự thảo này",
    "advertising": "Quảng cáo",
    "classified": "Có thể lộ bí mật nhà nước",
    "denunciation": "Chuyển riêng theo quy định",
}
REASON_CHOICES: Final[Mapping[str, str]] = {
    **REASONS,
    "classified": "Có thể lộ bí mật nhà nước: ẩn lời với mọi người",
    "denunciation": "Là tố cáo: chuyển riêng lên nơi giải quyết, lời không còn ở đây",
}
"""As officers choose them; what others read about a denunciation says nothing of it."""
SEALED_HEAD: Final = "(Viết trong ý kiến góp ý “{title}”, {label})"
NO_TEXT: Final = "Chưa có văn bản đã đối chiếu, nên chưa đăng được."
NOT_CHECKED: Final = "Văn bản mới chưa được đối chiếu với bản gốc."
NO_NEW_TEXT: Final = "Không có văn bản mới nào chờ thay."
WAITING: Final = "Còn {count} ý kiến chưa vào nhóm. Mỗi ý kiến cần có một câu trả lời."
UNANSWERED: Final = "Nhóm “{title}” chưa có trả lời."
HEAR_FIRST: Final = "Có ý kiến bằng lời chưa ai nghe. Xin nghe và chép lại trước đã."
RECORDED_MEANWHILE: Final = "Người dân vừa gửi thêm tin thoại. Xin nghe thêm rồi chép lại."
SEALED_ALREADY: Final = "Có ý kiến đã chuyển riêng, lời không còn ở đây, nên không xếp hay sửa được nữa."
SEALED_PART: Final = (
    "Ý kiến của ông/bà về phần này đã chuyển riêng lên nơi có trách nhiệm, nên không sửa được nữa. "
    "Đồng ý hay không thì vẫn được đếm."
)
NODE_UNKNOWN: Final = "Xin chọn phần của dự thảo"
OPINION_MISSING: Final = "Xin chọn ít nhất một ý kiến"
THEME_MISSING: Final = "Xin chọn một nhóm hoặc viết tên nhóm mới"
MORE_THAN_PRESENT: Final = "Tổng số biểu quyết nhiều hơn số người dự"
NOBODY_VOTED: Final = "Xin ghi số người biểu quyết hoặc lời của hội nghị"
TAKEN_OUT: Final = "Ý kiến này đã bỏ rồi."
SAID_ALREADY: Final = "Hội nghị này đã có ý kiến về phần này rồi"
DAY_AHEAD: Final = "Ngày họp chưa tới"
STANCE_MISSING: Final = "Xin chọn đồng ý, không đồng ý hoặc ý kiến khác"
WORDS_MISSING: Final = "Xin viết lý do hoặc đề xuất, để cơ quan soạn thảo trả lời được"
WORDS_LONG: Final = "Xin viết ngắn hơn {most} chữ cái"
PERIOD_ARTICLE: Final = "Luật số 64/2025/QH15 và Nghị định số 78/2025/NĐ-CP"
PERIOD_SHORT: Final = "Thời gian góp ý là {days} ngày, ngắn hơn {least} ngày ({article})."
PERIOD_KEPT: Final = "Thời gian góp ý là {days} ngày, đủ {least} ngày ({article})."
PERIOD_UNVERIFIED: Final = "Số ngày này chưa có luật gia đối chiếu. Xin hỏi cơ quan soạn thảo trước khi đăng."
CHAT_ASKED_BACK: Final = (
    "{label} của “{title}”: “{quoted}”\n\nÔng/bà viết: “{words}”\n\n"
    "Gửi thành ý kiến góp ý thì nhắn GỬI ĐỒNG Ý, GỬI KHÔNG ĐỒNG Ý hoặc GỬI Ý KIẾN KHÁC. "
    "Nhắn như vậy là: {purpose}. Muốn hỏi hay phản ánh chuyện khác thì nhắn GẶP CÁN BỘ."
)
CHAT_SPEAK: Final = (
    "{label} của “{title}”. Bây giờ ông/bà bấm nút micro và nói, tiếng Việt, Thái, Mông… đều được. "
    "Cán bộ sẽ nghe và chép lại. Muốn viết thì bắt đầu bằng số điều, ví dụ “Điều 2 khoản 1: …”.\n\n"
    "Gửi tin thoại là: {purpose}. Không muốn nói nữa thì nhắn GẶP CÁN BỘ."
)
CHAT_OTHER_DRAFT: Final = "Nếu ông/bà nói về “{title}” thì nhắn DỰ THẢO {number}."
CHAT_WHICH: Final = (
    "Ông/bà góp ý dự thảo đang lấy ý kiến, hay góp ý chuyện khác?\n{lines}\nVề dự thảo: viết bắt đầu bằng số "
    "điều, ví dụ “Điều 2 khoản 1: …”, hoặc nhắn GÓP Ý DỰ THẢO kèm số của dự thảo. Về chuyện khác:"
)
CHAT_WHICH_LINE: Final = "{number}. “{title}”: {link}"
CHAT_DRAFT_BUTTON: Final = "Góp ý dự thảo {number}"
CHAT_SUSPENDED: Final = (
    "“{title}” đang tạm dừng lấy ý kiến, nên lời này chưa ghi thành ý kiến. Lý do: {reason} Những gì đã gửi "
    "vẫn giữ. Khi mở tiếp, giờ kết thúc lùi lại đúng bằng thời gian dừng. Chuyện khác thì nhắn GẶP CÁN BỘ."
)
CHAT_SPOKEN: Final = (
    "Đã nhận lời nói của ông/bà về {label}. Cán bộ sẽ nghe và chép lại. Còn điều gì về phần này, "
    "ông/bà nói tiếp. Muốn ghi rõ thì nhắn GỬI ĐỒNG Ý hoặc GỬI KHÔNG ĐỒNG Ý. Xem hoặc sửa đến hết hạn: {link}"
)
CHAT_UNCLEAR: Final = (
    "Xin nhắn đủ chữ để máy ghi đúng về {label}: GỬI ĐỒNG Ý nếu đồng ý với phần này của dự thảo, "
    "GỬI KHÔNG ĐỒNG Ý nếu không đồng ý, hoặc GỬI Ý KIẾN KHÁC."
)
CHAT_NOT_FETCHED: Final = (
    "Chưa lấy được tin thoại từ Zalo, nên chưa ghi được ý kiến. Xin nhắn lại “góp ý dự thảo” "
    "rồi nói lần nữa. Cán bộ cũng đã được báo để nghe tin này."
)
CHAT_REFUSED: Final = (
    "Chưa ghi được ý kiến này, vì dự thảo đã hết hạn góp ý hoặc phần ấy nay không còn. "
    "Ông/bà còn muốn góp ý thì nhắn lại “góp ý dự thảo”."
)
CHAT_CORRECTED: Final = (
    "Ý kiến của ông/bà về {label} đã được cán bộ sửa lại hoặc rút ra, nên lời vừa nói chưa ghi thêm vào "
    "được. Cán bộ đã được báo để nghe tin thoại này."
)
CHAT_SPOKEN_ENOUGH: Final = "Ông/bà đã gửi đủ {most} tin thoại về phần này."
CHAT_ON_THE_PAGE: Final = "Ông/bà góp ý {label} của “{title}” ở trang này: {link}"
CHAT_NO_SUCH: Final = "“{title}” đang lấy ý kiến, nhưng không có điều, khoản ấy. Xem dự thảo: {link}"
CHAT_SENT: Final = "Đã ghi ý kiến của ông/bà về {label}: {stance}. Xem hoặc sửa đến hết hạn: {link}"
ANSWER_ARTICLE: Final = "Điều 6 Luật số 64/2025/QH15"
ANSWER_UNVERIFIED: Final = (
    "Để trống hạn trả lời thì hệ thống tính {days} ngày kể từ khi cơ quan soạn thảo nhận; "
    "luật không nêu số ngày ({article}). Số ngày này chưa có luật gia đối chiếu: "
    "công văn hẹn ngày nào thì ghi ngày ấy."
)
ANSWER_TERM: Final = (
    "Để trống hạn trả lời thì hệ thống tính {days} ngày kể từ khi cơ quan soạn thảo nhận ({article})."
)
SENDING_WAYS: Final[Mapping[str, str]] = {
    "network": "Trục liên thông văn bản",
    "post": "Bưu điện",
    "hand": "Đưa tận nơi",
    "mail": "Thư điện tử công vụ",
}
NOT_CLOSED: Final = "Chỉ ghi được sau khi hết hạn góp ý và trước khi công bố trả lời."
SENT_TOO_EARLY: Final = "Ngày gửi phải từ hôm hết hạn góp ý đến hôm nay"
RECEIVED_TOO_EARLY: Final = "Ngày nhận phải từ ngày gửi đến hôm nay"
DUE_TOO_EARLY: Final = "Hạn trả lời phải sau ngày gửi, ngày nhận"
TOLD: Final = "Góp ý của ông/bà về “{title}” đã có trả lời."
TOLD_ANSWER: Final = "{label}: {outcome}. {answer}"
TOLD_ASIDE: Final = "Phần lời viết không được chuyển đi. Lý do: {reason}."
ASIDE_TOLD: Final[Mapping[str, str]] = {
    "classified": "Phần lời đã ẩn với mọi người, không chuyển đi, vì có thể lộ bí mật nhà nước. "
    "Đồng ý hay không thì vẫn được đếm.",
    "denunciation": "Phần lời đã chuyển riêng lên nơi có trách nhiệm giải quyết, không còn ở đây nữa. "
    "Đồng ý hay không thì vẫn được đếm.",
}
TOLD_LABELLED: Final = "{label}: {told}"
TOLD_COUNTED: Final = "Ý kiến của ông/bà đã được tính vào kết quả chung."
TOLD_WHERE: Final = "Đọc đầy đủ trả lời: "
TOLD_TO_OFFICERS: Final = "(Tin tự động: trả lời một lần góp ý. Nội dung chỉ người góp ý đọc.)"
MORE_ANSWERS: Final = "Và {count} trả lời nữa."
FORM_ARTICLE: Final = "Công văn số 2441/BTP-PLHSHC ngày 06/5/2025 của Bộ Tư pháp"
FORM_UNVERIFIED: Final = (
    "Bố cục báo cáo phỏng theo {article}; chưa có cán bộ pháp chế đối chiếu "
    "với nguyên văn. Xin đối chiếu trước khi ký."
)
