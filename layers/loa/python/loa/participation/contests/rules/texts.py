"""What officers and residents read about contests."""

from collections.abc import Mapping
from typing import Final

LEVELS: Final[Mapping[str, str]] = {"easy": "Dễ", "middle": "Vừa", "hard": "Khó"}
ROUND_STATES: Final[Mapping[str, str]] = {
    "draft": "Đang chuẩn bị",
    "sealed": "Đã niêm phong đề",
    "drawing": "Đang bốc thăm",
    "drawn": "Đã có kết quả, chờ xác nhận",
    "confirmed": "Đã công bố",
}
ROUND_SEALED: Final = "Đợt này đã niêm phong, không đổi được nữa."
ROUND_NOT_OVER: Final = "Chỉ bốc thăm sau khi đợt thi kết thúc một phút, và chỉ một lần."
NOT_DRAWN: Final = "Đợt này chưa có kết quả để xác nhận."
NO_OTHER_VALUE: Final = "Chưa có số nào để sửa, hoặc số mới giống số đã ghi."
ANOTHER_CORRECTS: Final = "Người đã ghi số không tự sửa số. Xin nhờ một đồng nghiệp khác."
WITHDRAWN_BEFORE: Final = "Câu này đã rút, hoặc đợt thi chưa niêm phong."
OBJECTIONS_OVER: Final = "Đã hết hạn kiến nghị về câu hỏi của đợt này."
OBJECTION_ARTICLE: Final = "thể lệ cuộc thi"
OBJECTION_DAYS: Final = "Người thi kiến nghị được trong {days} ngày sau khi đợt kết thúc ({article})."
OBJECTION_UNVERIFIED: Final = "Thời hạn này chưa có cán bộ pháp chế đối chiếu."
OBJECTION_SHORT: Final = "Xin viết câu này sai ở đâu, từ 10 đến 1.000 chữ"
OBJECTED_BEFORE: Final = "Ông/bà đã kiến nghị về câu này. Mỗi câu một lần."
NOT_ON_SHEET: Final = "Câu này không có trong bài của ông/bà."
QUESTION_USED: Final = "Câu này đã vào đề một đợt thi, nên không bỏ được. Ghi ngày hết hiệu lực để thôi dùng."
QUESTION_UNKNOWN: Final = "Xin chọn một câu của đợt này"
NO_ROUND: Final = "Không có đợt này."
NOT_SEALED: Final = "Chưa có đợt nào được niêm phong, nên chưa đăng được."
TOO_FEW_QUESTIONS: Final = "Mới có {have} câu dùng được, cần ít nhất {need} câu đã kiểm và còn hiệu lực."
SHARE_TOO_SMALL: Final = "Cơ cấu đề cần “{share}”, ngân hàng mới có {have} câu dùng được như vậy."
SHARE_UNREAD: Final = "Không đọc được dòng “{line}”. Ghi như “Căn cước: 3 dễ, 2 vừa” hoặc “Căn cước: 5”"
SHARES_OVERLAP: Final = (
    "Dòng “{line}” trùng với dòng khác: hoặc dòng nào cũng ghi chủ đề, hoặc không dòng nào"
)
SHARES_SUM: Final = "Cơ cấu đề cộng lại là {sum} câu, số câu mỗi đề là {need}"
ROUND_IS_PAST: Final = "Thời gian của đợt đã qua."
STALE_QUESTIONS: Final = (
    "Có {count} câu dựa trên điều luật không còn hiệu lực trong đợt này; các câu đó không được rút vào đề."
)
ROUNDS_OUTSIDE: Final = "Các đợt thi đã có phải nằm trong thời gian này"
ROUNDS_OVERLAP: Final = (
    "Trùng thời gian với đợt {number}. Hai đợt nối tiếp nhau thì được, chồng nhau thì không"
)
OUTSIDE_CONTEST: Final = "Đợt thi phải nằm trong thời gian của cuộc thi"
CERTIFICATE_SQUARE: Final = "Mã QR để kiểm tra giấy này"
SIGNALS: Final[Mapping[tuple[str, bool], str]] = {
    ("fast", True): "Làm {of} câu trong {count} giây, dưới 2 giây một câu.",
    (
        "alike",
        True,
    ): "{count} bài cùng xã, phường, nộp cách nhau không quá 10 phút, cùng dự đoán, chọn giống nhau, "
    "cả {of} câu sai.",
    (
        "alike",
        False,
    ): "{count} bài cùng xã, phường, nộp cách nhau không quá 10 phút, cùng dự đoán, chọn giống nhau.",
    (
        "crowd",
        False,
    ): "{count} bài của xã, phường này nộp trong cùng một phút. Có thể là nơi thi chung, như trường "
    "học, cơ quan.",
}
ENTRY_EXCLUDED_BEFORE: Final = "Bài này đã loại trước đó, hoặc đợt thi chưa bốc thăm."
ENTRY_NOT_EXCLUDED: Final = "Bài này không bị loại, hoặc kết quả không có bài này đã công bố."
ENTRY_RETURNED_TOLD: Final = (
    "Bài thi số phiếu {receipt} của ông/bà trong cuộc thi “{title}” trước đây bị loại, nay được xếp giải "
    "lại. Lý do ở trang này: {link}\nĐường dẫn dùng được một ngày; sau đó xin nhắn ĐIỂM để nhận lại."
)
NO_SIGNAL: Final = "Bài này không có dấu hiệu gì để xem."
REVIEWED_BEFORE: Final = "Bài này đã có người xem và quyết định."
FOUND_NORMAL: Final = (
    "Anh/chị đã ghi bài này bình thường. Muốn đề nghị loại thì phải là một đồng nghiệp khác."
)
NOT_PROPOSED: Final = "Chưa ai đề nghị loại bài này."
NOT_HEARD: Final = "Người thi chưa trả lời và còn hạn trả lời, nên chưa loại được."
CONFIRMED_BEFORE: Final = "Kết quả đợt này đã công bố, nên không đề nghị loại bài được nữa."
STILL_LOOKED_AT: Final = "Máy chưa xem xong các bài đứng đầu, nên chưa công bố được."
PROPOSAL_OPEN: Final = (
    "Còn bài có đề nghị loại, hoặc xếp giải lại, chưa quyết định, nên chưa công bố được. Xin mở "
    "“Bài cần xem”."
)
ENTRY_TOLD: Final = (
    "Có đề nghị không xếp giải bài thi số phiếu {receipt} của ông/bà trong cuộc thi “{title}”. Chưa ai quyết "
    "định. Xin mở trang này để đọc lý do và trả lời: {link}\n"
    "Đường dẫn dùng được một ngày; sau đó xin nhắn ĐIỂM để nhận lại."
)
ENTRY_TOLD_TO_OFFICERS: Final = "(Tin tự động về một bài thi. Nội dung chỉ người thi đọc.)"
WON: Final = (
    "Xin chúc mừng ông/bà: bài thi số phiếu {receipt} trúng giải thứ {place}, cuộc thi “{title}”, đợt "
    "{round}. Xin mở trang này để ghi cách liên lạc nhận giải, trước {until:%H:%M ngày %d/%m/%Y}: {link}\n"
    "Đường dẫn dùng được một ngày; sau đó xin nhắn ĐIỂM để nhận lại, hoặc mang số phiếu đến Mặt trận nơi "
    "tổ chức."
)
_COUNTED_AGAIN: Final = (
    "Kết quả đợt {round} cuộc thi “{title}” đã được tính lại, vì {why}. Trước đây máy báo bài thi số phiếu "
    "{receipt} của ông/bà trúng giải thứ {before}; "
)
_COUNTED_AGAIN_WHERE: Final = (
    "\nLý do và kết quả mới: {link} (dùng được một ngày; sau đó xin nhắn ĐIỂM để nhận lại). Nếu thấy chưa "
    "đúng, xin nhắn lại ở đây, hoặc mang số phiếu đến Mặt trận nơi tổ chức để được xem xét."
)
WON_OTHERWISE: Final = f"{_COUNTED_AGAIN}nay là giải thứ {{place}}.{_COUNTED_AGAIN_WHERE}"
WON_NO_MORE: Final = (
    f"{_COUNTED_AGAIN}nay bài không còn trong danh sách trúng giải. Xin ông/bà thông cảm."
    f"{_COUNTED_AGAIN_WHERE}"
)
WHY_COUNTED_AGAIN: Final[Mapping[str, str]] = {
    "value": "số dùng để bốc thăm được sửa cho đúng",
    "question": "có câu hỏi được rút",
    "entry": "có bài thi được xem xét lại",
    "returned": "có bài thi được xem xét lại",
    "source": "số dùng để bốc thăm là của ngày muộn hơn, vì cuộc thi tạm dừng",
}
"""By `RoundChangeKind`."""
HEARING_OVER: Final = "Đã hết hạn trả lời về bài này, hoặc bài đã được quyết định."
NO_ADULTS: Final = "chưa có số dân"
NO_TRIES: Final = "Ông/bà đã dùng hết lượt thi của đợt này."
ROUND_CLOSED: Final = "Lúc này không có đợt thi nào mở."
TRY_IS_OVER: Final = "Lượt thi của tin nhắn này đã kết thúc. Nếu còn lượt, nhắn THI để làm bài khác."
NO_OPEN_TRY: Final = "Bài này đã nộp hoặc chưa bắt đầu."
NOTHING_TYPED: Final = "Xin chọn ít nhất một câu, đúng như trên giấy"
PREDICTION_MISSING: Final = "Xin ghi một số: bao nhiêu người trả lời đúng hết"
PREDICTION_EMPTY: Final = "Chưa ghi số dự đoán. Gửi luôn? Bấm Nộp bài lần nữa thì dự đoán tính là 0"
ANSWERS_MISSING: Final = (
    "Còn {count} câu chưa trả lời: {numbers}. Gửi luôn? Bấm Nộp bài lần nữa; câu bỏ trống tính là sai"
)
OPTIONS_FEW: Final = "Cần từ 2 đến 5 phương án, mỗi dòng một phương án"
RIGHT_UNKNOWN: Final = "Số thứ tự của phương án đúng phải nằm trong danh sách trên"
UNTIL_BEFORE_SINCE: Final = "Ngày hết hiệu lực phải sau ngày có hiệu lực"

# In the chat

INVITES: Final = (
    "Cuộc thi “{title}”, đợt {round}: {questions} câu, {minutes} phút, {tries} lượt, mở đến {closes}. "
    "Lượt cao điểm nhất được tính."
)
START_ADULT: Final = "THI 15"
START_CHILD: Final = "THI DƯỚI 15"
HOW_TO_START: Final = (
    "Để thi ngay tại đây, nhắn:\n"
    "{adult} nếu ông/bà từ đủ 15 tuổi;\n"
    "{child} nếu chưa đủ 15 tuổi (vẫn thi được, không xếp giải).\n"
    "Nhắn như vậy cũng là: {purpose}. Giờ làm bài tính từ lúc đó.\n"
    "Muốn thi trên trang: {link}"
)
WHICH: Final = (
    "Đang mở {count} cuộc thi:\n{lines}\nXin nhắn THI SỐ kèm số thứ tự, ví dụ THI SỐ 1, hoặc THI kèm tên."
)
WHICH_LINE: Final = "{number}. {title}, đến {closes}"
WHICH_MORE: Final = "Còn {count} cuộc khác: nhắn THI kèm tên."
NUMBERED: Final = "{said} SỐ {number}"
START_WORDS: Final = ("Thi, tôi từ đủ 15 tuổi", "Thi, tôi dưới 15 tuổi")
BUSY_ELSEWHERE: Final = (
    "Ông/bà đang làm dở bài của cuộc thi “{title}”. Xin nộp bài ấy, hoặc đợi hết giờ lúc {deadline}, rồi "
    "thi tiếp."
)
SOURCE_LATER: Final = "{source} (nếu có nêu ngày: lùi lại {days} ngày)"
SUSPENDED: Final = (
    "Cuộc thi “{title}” đang tạm dừng, nên chưa bắt đầu bài mới được. Lý do: {reason} Bài đang làm vẫn nộp "
    "được đến giờ đã báo. Khi mở tiếp, giờ kết thúc lùi lại đúng bằng thời gian dừng."
)
ORGANISER: Final = "Ông/bà tham gia tổ chức cuộc thi này, nên bài được chấm nhưng không xếp giải."
ON_THE_PAGE: Final = "Xin mở trang này để thi: {link}"
NONE_OPEN: Final = "Lúc này không có đợt thi nào mở. Ngày giờ các đợt ở trang {link}"
COMMUNE_MISSING: Final = (
    "Xin ghi thêm xã, phường nơi ông/bà ở, viết đủ cả chữ xã hoặc phường. Ví dụ: {said} xã Yên Thành"
)
SHEET: Final = "“{title}”, đợt {round}, lượt {number}. Xin nộp trước {deadline}."
HOW_TO_ANSWER: Final = (
    "Đọc các câu ở tin sau, rồi trả lời trong một dòng đủ {count} chữ cái, theo thứ tự câu. Ví dụ: {example}"
)
QUESTION: Final = "Câu {number}/{count}. {words}"
LONG_SHEET: Final = "Đề dài, xin đọc và trả lời trên trang: {link}"
CHOSEN: Final = (
    "Ông/bà chọn: {chosen}. Chưa nộp. Nếu đúng ý, nhắn NỘP kèm số người mà ông/bà đoán là trả lời đúng hết, "
    "ví dụ: NỘP 300. Muốn sửa thì gửi lại cả dòng."
)
WRONG_COUNT: Final = (
    "Đề có {need} câu, dòng vừa rồi có {have} chữ, nên chưa ghi. Xin gửi lại đủ {need} chữ. Ví dụ: {example}"
)
NO_OPTION: Final = "Câu {question} không có ý {letter}, nên chưa ghi. Xin gửi lại cả dòng."
NO_ANSWERS: Final = "Chưa nộp: chưa có câu trả lời nào. Xin gửi câu trả lời trong một dòng, ví dụ: {example}"
NO_PREDICTION: Final = (
    "Chưa nộp. Xin ghi kèm một số: theo ông/bà, bao nhiêu người trả lời đúng hết? Ví dụ: NỘP 300"
)
HANDED_IN: Final = (
    "Đã nộp bài lượt {number}. Số phiếu dự thi: {receipt}, xin giữ lại. Bài được chấm trong khoảng mười "
    "phút; muốn xem điểm thì nhắn ĐIỂM, hoặc mở {link}"
)
TIME_IS_UP: Final = "Hết giờ làm bài này, nên không ghi được nữa. Nếu còn lượt, nhắn THI để làm bài khác."
SCORE_OF: Final = "Cuộc thi “{title}”, đợt {round}, số phiếu {receipt}."
BEST: Final = "Điểm cao nhất: đúng {score}/{full} câu."
STILL_WAITS: Final = "Bài mới nộp đang chờ chấm, nhiều nhất là mười phút."
STILL_OPEN: Final = "Đang làm dở một bài, xin nộp trước {deadline}."
RESULT_IS_OUT: Final = "Kết quả đợt này đã công bố; trang dưới đây ghi có trúng giải hay không."
SCORE_LINK: Final = "Xem bài ở {link}"

CLAIM_NAME: Final = "Xin ghi tên, từ 2 đến 80 chữ"
CLAIM_PHONE: Final = "Xin ghi số điện thoại, ví dụ 0912 345 678"
CLAIM_BEFORE: Final = "Số điện thoại đã ghi lần trước không khớp. Quên thì xin gọi Mặt trận nơi tổ chức"
CLAIM_NOTE: Final = "Lời nhắn dài quá 300 chữ"
CLAIM_CONSENT: Final = "Xin đánh dấu đồng ý, để Mặt trận được giữ số điện thoại này đến ngày xóa"
CLAIMS_OVER: Final = (
    "Đã hết hạn ghi cách liên lạc trên trang này. Xin mang số phiếu đến Mặt trận nơi tổ chức."
)
NO_PRIZE: Final = "Số phiếu này không trúng giải trong kết quả hiện hành."
HANDED_OVER_BEFORE: Final = "Giải này đã trao, nên không ghi thêm cách liên lạc nữa."
