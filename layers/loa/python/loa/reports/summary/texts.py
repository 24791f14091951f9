"""What people read in reports besides their tables."""

from datetime import date
from typing import Final

from loa.reports.tables.texts import day

COMMITTEE: Final = "Ủy ban MTTQ\N{NO-BREAK SPACE}Việt\N{NO-BREAK SPACE}Nam {unit}"
COMMITTEE_OF_THE_COUNTRY: Final = "Ủy ban Trung ương MTTQ\N{NO-BREAK SPACE}Việt\N{NO-BREAK SPACE}Nam"
COUNTRY: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
LETTER_SYMBOL: Final = "BC-MTTQ"
LETTER_NUMBER: Final = "Số: ……/{symbol}"
LETTER_DATE: Final = "{place}, ngày …… tháng …… năm {year}"
LETTER_TITLE: Final = "BÁO CÁO"
LETTER_ABOUT: Final = "{about} {period}"
ABOUT_ACTIVITY: Final = "Hoạt động mạng lưới Zalo OA của Mặt trận"
ANNEX: Final = "Phụ lục {number}"
ANNEX_OF: Final = "(Kèm theo Báo cáo số ……/{symbol} ngày ……/……/{year} của {body})"
ANNEXES_ATTACHED: Final = "Số liệu chi tiết tại các phụ lục kèm theo./."
RECIPIENTS_TITLE: Final = "Nơi nhận:"
RECIPIENT_ABOVE: Final = "- {committee} (để báo cáo);"
RECIPIENT_PARTY: Final = "- Thường trực cấp ủy {place} (để báo cáo);"
RECIPIENTS: Final = ("- Các tổ chức thành viên;", "- Lưu: VT.")
SIGNED_FOR: Final = "TM. BAN THƯỜNG TRỰC"
SIGNING_OFFICE: Final = "CHỦ TỊCH"
SIGN_HERE: Final = "(Ký, đóng dấu, ghi rõ họ tên)"
MONTH: Final = "tháng {month} năm {year}"
QUARTER: Final = "quý {quarter} năm {year}"
QUARTERS: Final = ("I", "II", "III", "IV")
YEAR: Final = "năm {year}"
WEEK: Final = "tuần từ {first} đến {last}"
DAYS: Final = "từ ngày {first} đến ngày {last}"

SHEET_MAIN: Final = "Tổng hợp"
TITLE_MAIN: Final = "SỐ LIỆU CHÍNH"
MAIN_FIGURE: Final = "Chỉ tiêu"
THIS_PERIOD: Final = "Kỳ này"
PERIOD_BEFORE: Final = "Kỳ trước"
DIFFERENCE: Final = "Chênh lệch"
CHANGE: Final = "Tăng, giảm"
LAST_YEAR: Final = "Cùng kỳ năm trước"
CHANGE_OF_YEAR: Final = "So với cùng kỳ"
MAIN_MESSAGES: Final = "Tin nhắn của người dân"
MAIN_READS: Final = "Lượt xem trang công khai"
MAIN_ACTIVE: Final = "Người dân nhắn tin (mỗi tháng tính một lần)"
MAIN_BEGUN: Final = "Cuộc trò chuyện cần cán bộ trả lời"
MAIN_UNANSWERED: Final = "Cuộc trò chuyện chưa được trả lời"
MAIN_LIBRARY: Final = "Nội dung đăng trên Mini App"
MAIN_BROADCASTS: Final = "Tin truyền thông đã gửi"
MAIN_GAINED: Final = "Lượt quan tâm mới"
MAIN_LOST: Final = "Lượt bỏ quan tâm"
MAIN_ARTICLES: Final = "Bài viết đã đăng"
MAIN_SENT: Final = "Lượt gửi tin truyền thông thành công"
MAIN_FAILED: Final = "Lượt gửi tin truyền thông lỗi"
MAIN_CASES: Final = "Phản ánh, kiến nghị tiếp nhận"
MAIN_ANSWERED: Final = "Phản ánh, kiến nghị đã trả lời"
MAIN_OVERDUE: Final = "Phản ánh, kiến nghị quá hạn"
MAIN_IN_TIME: Final = "Trả lời đúng hạn (%)"
UNCHANGED: Final = "không đổi"
NEW: Final = "mới có"
ROSE: Final = "tăng {percent}%"
FELL: Final = "giảm {percent}%"

SHEET_RANKING: Final = "So sánh"
TITLE_RANKING: Final = "SO SÁNH VÀ XẾP HẠNG CÁC ĐƠN VỊ"
RANK: Final = "Hạng"
GROUP_MESSAGES_IN: Final = "Tin nhắn của người dân"
RANKING_COLUMNS: Final = (
    "Kỳ này",
    "Kỳ trước",
    "Chênh lệch",
    "Mới",
    "Tiếp nhận",
    "Đúng hạn (%)",
    "Quá hạn",
)


OPENING_MESSAGES: Final = "Trong {period}, {count} đơn vị nhận {messages} tin nhắn của người dân{change}."
OPENING_FOLLOWERS: Final = (
    "Có {gained} lượt quan tâm mới{change}, {lost} lượt bỏ quan tâm; hiện có {now} người quan tâm."
)
OPENING_CASES: Final = "Tiếp nhận {received} phản ánh, kiến nghị{change}; đã trả lời {answered}"
OPENING_IN_TIME: Final = ", đúng hạn {percent}%"
OPENING_MOST: Final = "Nhận nhiều tin nhắn nhất là {units}."
OPENING_OVERDUE: Final = "Còn để quá hạn nhiều nhất là {units}; đề nghị trả lời dứt điểm."
OPENING_SILENT: Final = "Còn {count} đơn vị chưa có hoạt động trong kỳ (danh sách và việc nên làm ở phụ lục)."
CHANGE_ASIDE: Final = " ({change} so với kỳ trước)"
WITH_NUMBER: Final = "{name} ({number})"
LISTED: Final = ", "

CHARTS: Final = "BIỂU ĐỒ"
SHEET_CHARTS: Final = "Biểu đồ"
CHART_MOST: Final = "Đơn vị nhận nhiều tin nhắn của người dân nhất"
CHART_MAP: Final = "Người quan tâm OA theo xã, phường"
MAP_MEASURE: Final = "Người quan tâm"
CHART_MAP_LEGEND: Final = "Vòng tròn càng lớn, người quan tâm càng nhiều; vòng rỗng: chưa có ai."
CHART_MONTHS: Final = "Tin nhắn của người dân theo tháng"


def before_line(first: date, last: date) -> str:
    """The line that names the period before."""
    return f"So với: {day(first)} – {day(last)}"


def last_year_line(first: date, last: date) -> str:
    """The line that names the same period of the year before."""
    return f"Cùng kỳ năm trước: {day(first)} – {day(last)}"
