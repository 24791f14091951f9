"""What people read in reports."""

from datetime import date, datetime
from typing import Final

TITLE: Final = "BÁO CÁO HOẠT ĐỘNG ZALO OA"
SHEET: Final = "Hoạt động"
SHEET_SILENT: Final = "Chưa hoạt động"
SHEET_EXPLANATION: Final = "Giải thích"
TITLE_SILENT: Final = "ĐƠN VỊ CHƯA CÓ HOẠT ĐỘNG TRONG KỲ"
TITLE_EXPLANATION: Final = "GIẢI THÍCH CÁC CỘT SỐ LIỆU"

NUMBER: Final = "STT"
UNIT: Final = "Đơn vị"
PARENT: Final = "Thuộc"
TOTAL: Final = "Tổng cộng"
FORMER_UNITS: Final = "Đơn vị trước sắp xếp"
NOBODY_SILENT: Final = "Tất cả các đơn vị đều có hoạt động trong kỳ."
COLUMN: Final = "Cột"
MEANING: Final = "Ý nghĩa"

FOLLOWERS_NOW: Final = "Người quan tâm hiện có"
GROUP_FOLLOWERS: Final = "Người quan tâm"
GROUP_MESSAGES: Final = "Tin nhắn"
GROUP_DELIVERIES: Final = "Lượt gửi tin truyền thông"
GROUP_CONTENT: Final = "Nội dung"

OFFICERS_NOW: Final = "Cán bộ đã liên kết Zalo"
SHEET_CASES: Final = "Phản ánh, kiến nghị"
TITLE_CASES: Final = "TIẾP NHẬN VÀ GIẢI QUYẾT PHẢN ÁNH, KIẾN NGHỊ"
GROUP_CASES: Final = "Vụ việc"
GROUP_FIRST_ANSWER: Final = "Trả lời đầu tiên (giờ làm việc)"
GROUP_SOLUTION: Final = "Giải quyết xong (giờ làm việc)"
GROUP_SATISFACTION: Final = "Đánh giá của người dân"
GROUP_OFFICERS: Final = "Cán bộ"

SHEET_CONVERSATIONS: Final = "Trò chuyện"
TITLE_CONVERSATIONS: Final = "TRÒ CHUYỆN VỚI NGƯỜI DÂN VÀ NỘI DUNG ĐÃ ĐĂNG"
GROUP_CONVERSATIONS: Final = "Cuộc trò chuyện"
GROUP_ANSWER: Final = "Chờ trả lời (giờ đồng hồ)"
GROUP_RESIDENTS: Final = "Người dân"
GROUP_PUBLISHED: Final = "Đã đăng, đã gửi"
CONVERSATION_COLUMNS: Final = (
    "Cần trả lời",
    "Cán bộ đã trả lời",
    "Khép lại",
    "Chưa trả lời",
    "Một nửa trong vòng",
    "Chín phần mười trong vòng",
    "Nhắn tin trong tháng",
    "Lượt xem trang",
    "Nội dung Mini App",
    "Tin truyền thông",
)

CASE_FIGURES: Final = {
    "cases_received": "Vụ việc tiếp nhận",
    "cases_in_time_percent": "Trả lời đúng hạn (%)",
    "cases_first_answer_median": "Trả lời đầu tiên: trung vị (phút làm việc)",
    "cases_first_answer_p90": "Trả lời đầu tiên: 90% trong vòng (phút làm việc)",
    "cases_solution_median": "Giải quyết xong: trung vị (phút làm việc)",
    "cases_solution_p90": "Giải quyết xong: 90% trong vòng (phút làm việc)",
    "cases_satisfaction_tenths": "Điểm hài lòng (phần mười)",
}
"""What follows from the counters of cases."""

CONVERSATION_FIGURES: Final = {
    "conversations_unanswered": "Cuộc trò chuyện chưa trả lời",
    "conversations_answer_median": "Trả lời tin nhắn: trung vị (phút)",
    "conversations_answer_p90": "Trả lời tin nhắn: 90% trong vòng (phút)",
}
"""What follows from the counters of conversations."""

CASE_COLUMNS: Final = {
    "received": "Tiếp nhận",
    "answered": "Đã trả lời",
    "ended": "Kết thúc khác",
    "in_time": "Đúng hạn (%)",
    "overdue": "Quá hạn",
    "reopened": "Mở lại",
    "median": "Trung vị",
    "p90": "90% trong vòng",
    "rated": "Số lượt",
    "satisfaction": "Điểm (1–5)",
    "unsatisfied": "Chưa hài lòng",
    "officers": "Đã liên kết Zalo",
}

COLUMN_TITLES: Final = {
    "followers": "Hiện có",
    "followers_gained": "Mới",
    "followers_lost": "Bỏ quan tâm",
    "messages_in": "Đến",
    "messages_out": "Đi",
    "deliveries_sent": "Thành công",
    "deliveries_failed": "Lỗi",
    "deliveries_skipped": "Bỏ qua",
    "deliveries_unknown": "Chưa rõ",
    "deliveries_held": "Tạm giữ",
    "articles": "Bài viết",
}

EXPLANATIONS: Final = (
    (
        "Hiện có",
        "Số người đang quan tâm tài khoản OA của đơn vị tại thời điểm lập báo cáo, không phải cuối kỳ.",
    ),
    ("Mới", "Số lượt người dân bấm quan tâm OA trong kỳ."),
    ("Bỏ quan tâm", "Số lượt người dân bỏ quan tâm OA trong kỳ."),
    ("Tin nhắn đến", "Số tin nhắn người dân gửi tới OA trong kỳ."),
    ("Tin nhắn đi", "Số tin nhắn OA gửi trả lời người dân trong kỳ, không tính tin truyền thông."),
    (
        "Lượt gửi tin truyền thông",
        "Mỗi tin truyền thông qua OA của một đơn vị là một lượt gửi. Mỗi lượt có một trong năm kết quả sau.",
    ),
    ("Thành công", "Zalo đã nhận tin để gửi tới người quan tâm."),
    ("Lỗi", "Zalo từ chối, ví dụ OA chưa được phép gửi. Tin không tới người dân."),
    ("Bỏ qua", "Hệ thống không gửi, ví dụ OA chưa kết nối hoặc chưa có người quan tâm."),
    (
        "Chưa rõ",
        (
            "Mất kết nối khi đang gửi nên chưa biết Zalo đã nhận tin hay chưa. "
            "Hệ thống không tự gửi lại để người dân không nhận hai lần; cán bộ cần kiểm tra."
        ),
    ),
    ("Tạm giữ", "Lượt gửi đang chờ, ví dụ hết hạn mức trong ngày hoặc trong giờ Zalo không cho gửi."),
    ("Bài viết", "Số bài viết đã đăng trên OA trong kỳ."),
    ("Tiếp nhận", "Số vụ việc đơn vị nhận trong kỳ, mọi loại trừ tố cáo (không ghi theo đơn vị)."),
    (
        "Đã trả lời",
        "Số vụ việc có câu trả lời còn hiệu lực; vụ việc mở lại không còn được tính cho đến khi trả lời lại.",
    ),
    ("Kết thúc khác", "Vụ việc không thụ lý, người dân rút, đã gộp, hoặc khép lại vì thiếu thông tin."),
    (
        "Đúng hạn (%)",
        "Trong số vụ việc đã trả lời, phần trả lời trước hạn; thời gian chờ người dân được trừ.",
    ),
    ("Quá hạn", "Số vụ việc quá hạn trả lời trong kỳ."),
    ("Mở lại", "Số lượt vụ việc được mở lại vì chưa giải quyết xong."),
    (
        "Trung vị, 90% trong vòng",
        (
            "Một nửa (hoặc 90%) số vụ việc được trả lời, giải quyết trong khoảng thời gian này, "
            "tính bằng giờ làm việc, không kể thời gian tạm dừng. "
            "Số liệu ước tính theo khoảng, dài nhất là 450 giờ; một ngày làm việc là 7,5 giờ. "
            "Dưới 1 giờ có ghi cả số phút."
        ),
    ),
    ("Cần trả lời", "Số cuộc trò chuyện mà người dân nhắn và cần cán bộ trả lời, tính theo ngày nhắn."),
    ("Khép lại", "Cuộc trò chuyện cán bộ khép lại mà không cần trả lời."),
    (
        "Một nửa trong vòng",
        "Thời gian người dân chờ câu trả lời, tính theo giờ đồng hồ, cả đêm và ngày nghỉ.",
    ),
    (
        "Nhắn tin trong tháng",
        "Số người dân đã nhắn tin, mỗi người mỗi tháng tính một lần ở một OA; nhiều tháng thì cộng lại.",
    ),
    ("Lượt xem trang", "Số lượt mở trang công khai, ít nhất: không tính bộ nhớ đệm và chương trình tự động."),
    ("Nội dung Mini App", "Số nội dung được đăng, hoặc đăng lại sau khi sửa, trên Mini App trong kỳ."),
    ("Số lượt", "Số lượt người dân đánh giá câu trả lời."),
    (
        "Chưa hài lòng",
        "Số lượt đánh giá 1 hoặc 2 điểm, hoặc nói việc chưa được giải quyết; vụ việc được mở lại.",
    ),
    ("Điểm (1–5)", "Trung bình các lượt đánh giá của người dân; từ 1 đến 2 điểm là chưa hài lòng."),
    ("Đã liên kết Zalo", "Số cán bộ của đơn vị đã liên kết với OA tại thời điểm lập báo cáo."),
    (
        "Dòng in đậm",
        (
            "Số liệu của đơn vị cộng với tất cả các đơn vị trực thuộc. "
            "Dòng “Riêng …” ngay bên dưới là số liệu của chính đơn vị đó."
        ),
    ),
    (
        "Đơn vị trước sắp xếp",
        (
            "Số liệu của các đơn vị không còn (hoặc chưa có) vào ngày lấy danh sách đơn vị, "
            "được tính vào đơn vị cấp trên gần nhất để tổng số luôn khớp."
        ),
    ),
    ("Ngày", "Ngày được tính theo giờ Việt Nam, từ 0 giờ đến 24 giờ."),
    ("Chưa hoạt động", "Đơn vị không phát sinh số liệu nào trong kỳ; danh sách ở trang tính riêng."),
)

LEDGER_TITLE: Final = "SỔ GỬI TIN TRUYỀN THÔNG"
LEDGER_SHEET: Final = "Sổ gửi"
LEDGER_HISTORY_SHEET: Final = "Diễn biến"
LEDGER_HISTORY_TITLE: Final = "DIỄN BIẾN TỪNG LƯỢT GỬI"
LEDGER_EMPTY: Final = "Chưa có lượt gửi nào."
LEDGER_PLANNED: Final = "Tổng số lượt gửi"
LEDGER_STATE: Final = "Trạng thái"
LEDGER_REASON: Final = "Lý do"
LEDGER_ATTEMPTS: Final = "Số lần thử"
LEDGER_FIRST_TRY: Final = "Bắt đầu gửi lúc"
LEDGER_CHANGED: Final = "Cập nhật lúc"
LEDGER_HELD_UNTIL: Final = "Giữ đến"
LEDGER_OA_ID: Final = "Mã Official Account"
LEDGER_ARTICLE_ID: Final = "Mã bài viết trên Zalo"
LEDGER_MESSAGE_ID: Final = "Mã tin trên Zalo"
LEDGER_TIME: Final = "Thời điểm"
LEDGER_WHAT: Final = "Việc xảy ra"
LEDGER_ANSWER: Final = "Zalo trả lời"
LEDGER_OFFICER: Final = "Mã cán bộ"

APPROVALS_TITLE: Final = "PHÊ DUYỆT CẦN XEM LẠI"
APPROVALS_SHEET: Final = "Phê duyệt"
APPROVED_AT: Final = "Duyệt lúc"
APPROVED_WHAT: Final = "Tin"
APPROVED_BY: Final = "Người duyệt"
AFTER_SUBMISSION: Final = "Giây sau khi trình"
AFTER_OPENING: Final = "Giây sau khi mở xem"
REMARK: Final = "Cần xem lại vì"
EMERGENCY_WHY: Final = "Lý do khẩn cấp"

CASE_LIST_TITLE: Final = "DANH SÁCH VỤ VIỆC"
CASE_SHEET: Final = "Vụ việc"
CASE_CODE: Final = "Mã"
CASE_KIND: Final = "Loại"
CASES_WITH: Final = "Chỉ gồm vụ việc có {chosen}"
CASE_STATE: Final = "Trạng thái"
CASE_TITLE: Final = "Nội dung"
CASE_RECEIVED: Final = "Tiếp nhận lúc"
CASE_DUE: Final = "Hạn đang tính"
CASE_DUE_OF: Final = "Là hạn"
CASE_DUE_ACCEPT: Final = "Thụ lý"
CASE_DUE_ANSWER: Final = "Trả lời"
CASE_DUE_PAUSED: Final = "Trả lời (tạm dừng)"
CASE_ANSWER_BY: Final = "Hạn trả lời"
CASE_OVERDUE: Final = "Quá hạn"
CASE_IS_OVERDUE: Final = "Quá hạn"
CASE_OWNER: Final = "Mã cán bộ xử lý"

LEDGER_EVENTS: Final = {
    "attempt": "Hệ thống bắt đầu gửi",
    "broadcast": "Bài viết đã sẵn sàng, yêu cầu Zalo gửi tin",
    "again": "Chưa gửi được, sẽ thử lại",
    "article": "Đối chiếu bài viết trên OA",
}
"""What happened to a delivery, besides its new states."""

NEXT_STEP: Final = "Việc nên làm"
STEP_CONNECT: Final = (
    "Chưa có người quan tâm: kiểm tra OA đã kết nối chưa, in mã quét dán ở trụ sở và nhà văn hóa."
)
STEP_PUBLISH: Final = "Đăng một bài trong tuần và mời người dân nhắn tin; xem lại ai đang phụ trách OA."
DECIMAL: Final = "{whole},{tenth}"

NOT_A_DAY: Final = "Ngày phải có dạng năm-tháng-ngày, ví dụ 2024-10-31."
NO_SUCH_DAY: Final = "Ngày này không có trong lịch."
NOT_BEGUN: Final = "Kỳ báo cáo này chưa tới."
DAYS_REVERSED: Final = "Ngày bắt đầu phải trước hoặc trùng ngày kết thúc."
TOO_MANY_DAYS: Final = "Kỳ báo cáo dài nhất là {maximum} ngày."
UNKNOWN_FORMAT: Final = "Định dạng báo cáo phải là một trong: {formats}."
UNIT_NOT_THERE: Final = "Không tìm thấy đơn vị vào ngày {day}."
CHECK_INPUT: Final = "Yêu cầu lập báo cáo chưa hợp lệ."


def day(value: date) -> str:
    """A day as people write it: 31/10/2024."""
    return f"{value:%d/%m/%Y}"


def moment(value: datetime) -> str:
    """A local moment as people write it: 16:05 ngày 31/10/2024."""
    return f"{value:%H:%M} ngày {value:%d/%m/%Y}"


def unit_line(name: str) -> str:
    """The line below the title that names the unit."""
    return f"Đơn vị: {name}"


def period_line(first: date, last: date) -> str:
    """The line that names the period."""
    return f"Kỳ báo cáo: {day(first)} – {day(last)}"


def made_line(made_at: datetime, units_on: date) -> str:
    """The line that says when the report was made, and by which list of units."""
    return f"Lập lúc {moment(made_at)} (giờ Việt Nam) · Danh sách đơn vị tại ngày {day(units_on)}"


def own_line(name: str) -> str:
    """The name of the line that holds a unit's own numbers, below the sum of its subtree."""
    return f"Riêng {name}"


def former_line(count: int) -> str:
    """The name of the line for units that no longer exist."""
    return f"{FORMER_UNITS} ({count} đơn vị)"


def summary_line(units: int, silent: int) -> str:
    """How many units the report covers and how many were silent."""
    return f"Tổng số {units} đơn vị, trong đó {silent} đơn vị chưa có hoạt động trong kỳ."


def page_footer() -> str:
    """The footer of a printed page, in the notation of spreadsheets: &P is the page, &N how many."""
    return "&L&8Hệ thống Loa&C&8Trang &P/&N"


def file_name(unit: str, first: date, last: date, suffix: str) -> str:
    """What the browser calls the file."""
    return f"Báo cáo hoạt động Zalo OA - {unit} - {first:%Y-%m-%d} đến {last:%Y-%m-%d}.{suffix}"


def short_moment(value: datetime) -> str:
    """A local moment in a narrow column: 31/10/2024 16:05:09."""
    return f"{value:%d/%m/%Y %H:%M:%S}"


def ledger_broadcast_line(title: str) -> str:
    """The line that names the broadcast."""
    return f"Tin: {title}"


def ledger_scope_line(sender: str, within: str) -> str:
    """The line that says who sends it, and which units are listed."""
    return f"Đơn vị gửi: {sender} · Danh sách: {within} và các đơn vị bên dưới"


def ledger_state_line(state: str, planned_at: datetime | None, finished_at: datetime | None) -> str:
    """The line that says where the broadcast stands; times are local."""
    parts = [f"Trạng thái: {state}"]
    if planned_at:
        parts.append(f"bắt đầu {moment(planned_at)}")
    if finished_at:
        parts.append(f"xong {moment(finished_at)}")
    return " · ".join(parts)


def ledger_made_line(made_at: datetime) -> str:
    """The line that says when the list was made."""
    return f"Lập lúc {moment(made_at)} (giờ Việt Nam)"


def ledger_total_line(count: int) -> str:
    """The last line of the list."""
    return f"Tổng cộng {count} lượt gửi"


def ledger_file_name(title: str, made_at: datetime, suffix: str) -> str:
    """What the browser calls the file; letters that file systems refuse become spaces."""
    words = " ".join("".join(" " if letter in '<>:"/\\|?*' else letter for letter in title).split())
    return f"Sổ gửi tin - {words[:80].strip()} - {made_at:%Y-%m-%d %H%M}.{suffix}"


WIDEST_TIME: Final = "0,9 (59 phút)"


def minutes_aside(minutes: int) -> str:
    """Minutes beside a part of an hour."""
    return f"({minutes}\u00a0phút)"


def more_than_hours(hours: int) -> str:
    """A time beyond the longest that is counted."""
    return f"trên {hours}"


def case_total_line(count: int) -> str:
    """The last line of the list of cases."""
    return f"Tổng cộng {count} vụ việc" if count else "Không có vụ việc nào trong kỳ."


def case_file_name(unit: str, made_at: datetime, suffix: str) -> str:
    """What the browser calls the list of cases."""
    return f"Danh sách vụ việc - {unit} - {made_at:%Y-%m-%d %H%M}.{suffix}"


def too_many_cases(maximum: int) -> str:
    """Why a list is not made."""
    return f"Danh sách dài hơn {maximum} vụ việc: vui lòng chọn kỳ ngắn hơn hoặc đơn vị nhỏ hơn."


def too_many_to_search(maximum: int) -> str:
    """Why a list is not made: even to look for the period's cases takes longer than an answer may."""
    return f"Đơn vị có hơn {maximum} vụ việc trong các kỳ: vui lòng chọn đơn vị nhỏ hơn."


def denunciations(number: int | None) -> tuple[str, str] | None:
    """A line of the explanations for a whole province; None where the number is not told."""
    if number is None:
        return None
    return (
        "Thông tin có nội dung tố cáo",
        f"Toàn tỉnh tiếp nhận trong kỳ: {number}. Chỉ công bố cho tháng đã hết và có từ 5 tin trở lên.",
    )


def approvals_total_line(remarkable: int, given: int) -> str:
    """The last line of the list of approvals."""
    return f"Cần xem lại {remarkable} trong {given} lượt phê duyệt của tuần."


def approvals_file_name(unit: str, first: date, suffix: str) -> str:
    """What the browser calls the list of approvals."""
    return f"Phê duyệt cần xem lại - {unit} - tuần từ {first:%Y-%m-%d}.{suffix}"
