"""What the pages of officers about participation say, in Vietnamese."""

from collections.abc import Mapping
from typing import Final

ADDED: Final = "Đã tạo bản nháp. Người dân chưa thấy cho đến khi đồng nghiệp duyệt đăng."
CHANGED: Final = "Đã lưu."
DISCARDED: Final = "Đã bỏ bản nháp."
PUBLISHED: Final = "Đã đăng. Người dân thấy từ bây giờ."
ENDED: Final = "Đã kết thúc sớm. Không ai gửi thêm được nữa."
SUSPENDED: Final = "Đã tạm dừng. Người dân đọc lý do; một đồng nghiệp khác có quyền duyệt mở tiếp được."
RESUMED: Final = "Đã mở tiếp. Giờ kết thúc lùi lại đúng bằng thời gian dừng."
SUSPENSION_WAITS: Final = "Đang tạm dừng, chờ một người khác mở tiếp"
WITHDRAWN: Final = "Đã rút xuống. Người dân không còn thấy."
QUESTION_ADDED: Final = "Đã thêm câu hỏi. Câu này chờ một đồng nghiệp kiểm."
QUESTIONS_ADDED: Final = (
    "Đã thêm {new} câu hỏi, chờ một đồng nghiệp kiểm; {known} câu đã có từ trước, giữ nguyên."
)
OPTIONS: Final = "Các phương án"
OPTION: Final = "Phương án {number}"
RIGHT_OPTION: Final = "Phương án đúng"
RIGHT_IS_EMPTY: Final = "Phương án đúng ghi là “{option}”, nhưng ô đó trống."
SAME_QUESTION: Final = "Câu hỏi trùng với dòng {row}."
QUESTIONS_SHEET: Final = "Câu hỏi"
QUESTION_REMOVED: Final = "Đã bỏ câu hỏi."
QUESTION_CHECKED: Final = "Đã kiểm câu hỏi. Câu này dùng được cho đề thi."
ARTICLE_REPLACED: Final = "Đã ghi ngày hết hiệu lực. Sau ngày đó câu này không được rút vào đề."
ROUND_ADDED: Final = "Đã thêm đợt thi. Đợt này chờ một đồng nghiệp niêm phong đề."
ROUND_REMOVED: Final = "Đã bỏ đợt thi. Muốn có lại, với giờ khác, thì thêm đợt mới."
ROUND_SEALED: Final = "Đã niêm phong: 256 đề đã rút, đáp án đã khóa, dấu niêm phong đã công bố."
SHEET_GIVEN: Final = "Đã lấy một đề. Xin in đề, đưa người thi làm, rồi nhập bài trước khi đợt thi kết thúc."
SHEET_TYPED: Final = "Đã ghi bài {code}. Nhập tiếp được người khác."
VALUE_ENTERED: Final = "Đã ghi số công khai. Kết quả có trong mười phút tới."
QUESTION_DECIDED: Final = (
    "Đã ghi quyết định. Nếu rút câu, kết quả được tính lại trong mười phút, rồi chờ người khác công bố."
)
VALUE_CORRECTED: Final = "Đã sửa số. Kết quả được tính lại trong mười phút, rồi chờ người khác công bố."
QUESTION_KEPT: Final = "Giữ câu hỏi"
QUESTION_WITHDRAWN: Final = "Rút câu hỏi: ai có câu này đều được tính đúng"
EXCLUDE: Final = "Loại: bài này không xếp giải"
KEEP: Final = "Giữ: bài này bình thường"
ENTRY_NORMAL: Final = "Đã ghi: bài {receipt} bình thường."
ENTRY_PROPOSED: Final = (
    "Đã ghi đề nghị loại bài {receipt}. Người thi được trả lời, rồi một đồng nghiệp khác quyết định."
)
ENTRY_EXCLUDED: Final = "Đã loại bài {receipt}. Kết quả được tính lại trong mười phút, rồi chờ duyệt công bố."
RETURN_PROPOSED: Final = "Đã ghi đề nghị xếp giải lại bài {receipt}. Một đồng nghiệp khác quyết định."
ENTRY_RETURNED: Final = (
    "Bài {receipt} được xếp giải lại. Kết quả được tính lại trong mười phút, rồi chờ duyệt công bố."
)
ENTRY_STAYS_OUT: Final = "Bài {receipt} vẫn không xếp giải."
ENTRY_KEPT: Final = "Đã giữ bài {receipt}."
UNTOLD: Final = "Chưa báo được cho người thi."
ARRIVAL_UNKNOWN: Final = "Không rõ người thi đã nhận được tin báo hay chưa."
TELLING: Final[Mapping[str, str]] = {
    "looked_for": "Đến {until}, mỗi ngày máy tìm cách báo qua Zalo.",
    "under_way": "Tin Zalo đang chờ gửi.",
    "unknown": "Máy đã gửi tin Zalo, nhưng Zalo chưa cho biết tin có đến hay không.",
    "unsent": "Tin Zalo không gửi được, và máy không tự gửi lại.",
    "nobody": "Người thi đã xóa dữ liệu, hoặc không thi qua Zalo, nên máy không báo được.",
}
"""How far the clock is, by `Telling`."""
WINNER_TOLD: Final[Mapping[str, str]] = {
    "pending": "Tin Zalo báo trúng giải đang chờ gửi.",
    "sending": "Tin Zalo báo trúng giải đang chờ gửi.",
    "held": "Tin Zalo báo trúng giải đang chờ gửi.",
    "sent": "Đã báo trúng giải qua Zalo.",
    "unknown": "Máy đã gửi tin Zalo báo trúng giải, nhưng Zalo chưa cho biết tin có đến hay không.",
    "failed": "Tin Zalo báo trúng giải không gửi được. Biết người thi ở đâu thì xin báo trực tiếp.",
    "skipped": "Máy không báo được qua Zalo. Biết người thi ở đâu thì xin báo trực tiếp.",
}
"""By `MessageState`."""
WINNER_KNOWS: Final = "Người thi đã biết trúng giải: họ từng ghi cách liên lạc ở trang bài thi."
_TELL_THEM: Final = "Biết người thi ở đâu thì xin báo trực tiếp."
TOLD_OTHERWISE_LOOKED_FOR: Final = (
    "Đã báo kết quả khác ({before}); chưa báo được kết quả mới. Mỗi ngày máy tìm lại."
)
TOLD_OTHERWISE: Final = (
    f"Đã báo kết quả khác ({{before}}); chưa báo được kết quả mới, và máy thôi tìm. {_TELL_THEM}"
)
PRIZE_OF_PLACE: Final = "giải thứ {place}"
PRIZE_OF_NONE: Final = "không còn giải"
PRIZE_UNKNOWN: Final = "giải"
WINNER_LOOKED_FOR: Final = (
    "Chưa báo được qua Zalo: Zalo chỉ cho nhắn người vừa nhắn hay bấm vào trang Zalo. Mỗi ngày máy tìm lại."
)
WINNER_UNTOLD: Final = f"Chưa báo được qua Zalo, và máy thôi tìm. {_TELL_THEM}"
NO_MORE_TOLD: Final[Mapping[str, str]] = {
    "pending": "Tin Zalo báo kết quả mới đang chờ gửi.",
    "sending": "Tin Zalo báo kết quả mới đang chờ gửi.",
    "held": "Tin Zalo báo kết quả mới đang chờ gửi.",
    "sent": "Đã báo kết quả mới qua Zalo.",
    "unknown": "Máy đã gửi tin Zalo báo kết quả mới, nhưng Zalo chưa cho biết tin có đến hay không.",
    "failed": "Tin Zalo báo kết quả mới không gửi được. Biết người thi ở đâu thì xin báo trực tiếp.",
    "skipped": "Máy không báo được qua Zalo. Biết người thi ở đâu thì xin báo trực tiếp.",
}
"""By `MessageState`."""
NO_MORE_LOOKED_FOR: Final = "Chưa báo được kết quả mới qua Zalo. Mỗi ngày máy tìm lại."
NO_MORE_UNTOLD: Final = f"Chưa báo được kết quả mới qua Zalo, và máy thôi tìm. {_TELL_THEM}"
NO_MORE_IN_HAND: Final = "Đã trao {prize} ngày {day}, cần xử lý trực tiếp; máy không nhắn."
OTHER_IN_HAND: Final = "Đã trao {prize} ngày {day}, theo kết quả trước."
RESULT_CHANGED: Final = (
    "Kết quả đã tính lại từ khi anh/chị mở trang này. Xin mở lại trang, xem giải nào của ai."
)
TELLING_OVER: Final = "Đã hết hạn trả lời, nên máy thôi tìm cách báo qua Zalo."
TELLING_WITHDRAWN: Final = (
    "Cuộc thi đã rút xuống, nên máy không báo nữa, và trang “Bài thi của tôi” không mở được."
)
TELL_IN_PERSON: Final = "Biết người thi ở đâu thì xin báo trực tiếp, để họ mở trang “Bài thi của tôi”."
LOOKED_AT: Final = "Máy đang xem các bài đứng đầu: đã đọc {read} trong {all} bài."
ANSWERS_WAIT: Final = "{count} người thi trả lời về bài bị đề nghị loại"
PROPOSALS_WAIT: Final = "{count} bài có đề nghị chờ người thứ hai quyết định"
ENTRIES_WAIT: Final = "{count} bài cần xem trước khi công bố kết quả"
CONFIRMED: Final = "Đã công bố kết quả của đợt."
TARGET_SET: Final = "Đã ghi mục tiêu."
PILOT_OPEN: Final = "Đã tạo đường dẫn thử. Xin gửi cho nhiều nhất 10 người, không đăng lên."
SURVEY_QUESTION_ADDED: Final = "Đã thêm câu hỏi."
SURVEY_QUESTION_REMOVED: Final = "Đã bỏ câu hỏi."
PAPER_TYPED: Final = "Đã ghi một phiếu giấy. Nhập tiếp được phiếu khác."
PAPER_UNIT_MISSING: Final = "Xin chọn xã, phường của người trả lời"
PAPER_CONSENT_MISSING: Final = "Cần người trả lời đồng ý"
REPORTED: Final = "Đã công bố kết quả."
NO_PAPER: Final = "Không có phiếu nào mang mã này ở nơi anh/chị. Xin xem lại mã in trên phiếu"
NO_RECEIPT: Final = "Không có ý kiến nhập hộ nào mang số này ở nơi anh/chị. Xin xem lại biên nhận"
DAY_MISSING: Final = "Xin chọn một ngày"
DRAFT_READ: Final = "Đã đọc dự thảo. Xin đối chiếu từng điều với bản gốc."
DRAFT_CHECKED: Final = "Đã ghi là đối chiếu xong."
DRAFT_ADOPTED: Final = "Người dân thấy bản mới từ bây giờ. Ý kiến đã gửi vẫn giữ nguyên."
FINAL_ADOPTED: Final = "Người dân đọc được bản đã ban hành, cạnh bản đã lấy ý kiến."
NO_DOCX: Final = "Xin chọn tệp Word (.docx)"
DRAFT_TOO_LONG: Final = "Văn bản dài quá 200.000 chữ cái. Xin chia thành hai lần lấy ý kiến."
GROUPED: Final = "Đã ghi."
SEALED: Final = "Đã chuyển riêng. Lời không còn ở đây; ý kiến vẫn được đếm, người viết đọc được là đã chuyển."
ANSWERED: Final = "Đã ghi trả lời. Người dân đọc được khi đồng nghiệp công bố."
SENDING_NOTED: Final = "Đã ghi. Người dân đọc được là đã gửi cơ quan soạn thảo, và hạn trả lời."
SEND_WAITS: Final = "Đã hết hạn góp ý, chờ gửi cơ quan soạn thảo"
OVERDUE: Final = "Cơ quan soạn thảo chưa trả lời, quá hạn từ ngày {day}"
ENTERED: Final = "Đã ghi ý kiến, biên nhận {receipt}. Nhập tiếp được người khác."
WRITTEN_DOWN: Final = "Đã ghi lời nói. Bây giờ ý kiến này xếp nhóm được."
CORRECTED: Final = "Đã sửa. Các con số đã theo."
TAKEN_OUT: Final = "Đã bỏ. Các con số đã theo."
WORDS_ERASED: Final = "Đã xóa lời. Con số đã đếm giữ nguyên."
MISTYPED: Final = "mistyped"
OPINION_REMOVALS: Final = (
    (MISTYPED, "Bỏ cả ý kiến: nhập nhầm, không ai nói như vậy"),
    ("words", "Xóa lời: người góp ý xin xóa, con số đã đếm giữ nguyên"),
)
WHOLE_CONFERENCE: Final = "Cả hội nghị"
ONLY_ABOUT: Final = "Chỉ ý kiến về {label}"
CONFERENCE_ADDED: Final = "Đã ghi hội nghị. Xin nhập ý kiến của hội nghị về từng phần."
CONFERENCE_SAID: Final = "Đã ghi ý kiến của hội nghị."

BANK: Final = "Ngân hàng câu hỏi"
QUESTIONS_WAIT: Final = "{count} câu hỏi chờ người thứ hai kiểm"
OBJECTION_CALLS: Final = "{count} kiến nghị chưa trả lời, có lời có thể là kêu cứu: xin đọc ngay"
OPINIONS_CALL: Final = "{count} ý kiến có lời có thể là kêu cứu: xin đọc ngay"
OBJECTIONS_WAIT: Final = "{count} kiến nghị về câu hỏi chưa trả lời"
ROUND_OF: Final = "Đợt {number}, {title}"
ROUND_WAITS: Final = "Đợt thi chờ niêm phong đề"
OUT_OF_FORCE: Final = "{count} câu của đề đã niêm phong dựa trên điều luật hết hiệu lực: xin rút câu"
VALUE_WAITS: Final = "Đợt thi đã hết giờ, chờ ghi số bốc thăm"
RESULT_WAITS: Final = "Kết quả chờ duyệt, công bố"
DRAFT_WAITS: Final = "Bản nháp soạn xong, chờ duyệt đăng"
GROUPS_WAIT: Final = "{count} nhóm ý kiến chưa trả lời"
GROUPS_WAIT_UNTIL: Final = (
    "{count} nhóm ý kiến chưa trả lời. Cơ quan soạn thảo phải trả lời chậm nhất ngày {day}"
)
UNHEARD: Final = "{count} ý kiến bằng lời chờ nghe"
HANDED_OVER: Final = "Đã ghi là trao giải cho số phiếu {receipt}. Cách liên lạc tự xóa sau bảy ngày."

INVITATIONS: Final[Mapping[str, tuple[str, str]]] = {
    "contest": (
        "Mời dự thi: {title}",
        (
            "Mời ông/bà dự cuộc thi “{title}”, đến {closes}. Nhắn THI cho trang Zalo này để thi ngay trong "
            "tin nhắn, hoặc mở trang dưới đây."
        ),
    ),
    "consultation": (
        "Mời góp ý: {title}",
        (
            "Mời ông/bà góp ý dự thảo “{title}”, đến {closes}. Mở trang dưới đây, đọc phần mình quan tâm rồi "
            "gửi ý kiến. Có trả lời, chúng tôi báo lại cho từng người góp ý."
        ),
    ),
    "survey": (
        "Mời trả lời khảo sát: {title}",
        "Mời ông/bà trả lời khảo sát “{title}”, đến {closes}, ở trang dưới đây. Câu trả lời không kèm tên.",
    ),
}
"""Title and words; that of a contest holds at every account of its units."""
INVITED_UNTIL: Final = "Mở đến {closes}."
RESULTS: Final[Mapping[str, tuple[str, str]]] = {
    "contest": (
        "Kết quả cuộc thi: {title}",
        (
            "Bảng xếp hạng xã, phường và cách bốc thăm của cuộc thi “{title}” ở trang dưới đây. Ai cũng tính "
            "lại được."
        ),
    ),
    "consultation": (
        "Trả lời ý kiến góp ý: {title}",
        "Trả lời từng nhóm ý kiến về dự thảo “{title}” ở trang dưới đây.",
    ),
    "survey": (
        "Kết quả khảo sát: {title}",
        (
            "Bảng kết quả khảo sát “{title}” ở trang dưới đây. Đó là kết quả của những người đã trả lời, "
            "không đại diện cho tất cả mọi người."
        ),
    ),
}
ROUND_FACTS: Final = (
    "Đợt {number}: {persons} người dự thi, {submits} lượt nộp bài, {perfect} người xếp giải đúng hết."
)
ROUND_WINNERS: Final = (
    "Số phiếu trúng giải: {receipts}. Ai có số phiếu này, xin mở “Bài thi của tôi” để ghi cách liên lạc nhận "
    "giải, trước {until}."
)
CONSULTATION_FACTS: Final = "{persons} người góp {opinions} ý kiến; {conferences} hội nghị lấy ý kiến."
SURVEY_FACTS: Final = "{persons} người đã trả lời."
