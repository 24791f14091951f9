"""What the pages of broadcasts say, in Vietnamese."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from loa.web.pages.formats import clock_time, number, weekday

UNTITLED: Final = "Tin chưa có tiêu đề"
SOMEBODY: Final = "một cán bộ"

TABS: Final[Mapping[str, str]] = {
    "soan": "Đang soạn",
    "cho-duyet": "Chờ duyệt",
    "gui": "Sắp gửi, đang gửi",
    "xong": "Đã xong",
}
EMPTY: Final[Mapping[str, str]] = {
    "soan": "Không có tin nào đang soạn.",
    "cho-duyet": "Không có tin nào chờ duyệt.",
    "gui": "Không có tin nào sắp gửi hoặc đang gửi.",
    "xong": "Chưa có tin nào gửi xong.",
}

WHO: Final[Mapping[str, tuple[str, str]]] = {
    "all": ("Đơn vị mình và tất cả đơn vị bên dưới", "mỗi tài khoản gửi cho người quan tâm của mình"),
    "below": ("Tất cả xã, phường", "không gửi qua tài khoản của đơn vị mình"),
    "communes": ("Chỉ các xã", ""),
    "wards": ("Chỉ các phường, thị trấn", ""),
    "own": ("Chỉ tài khoản của đơn vị mình", ""),
    "chosen": ("Chọn từng đơn vị", "đánh dấu ở danh sách bên dưới"),
}
NO_UNIT_CHOSEN: Final = "Xin đánh dấu ít nhất một đơn vị trong danh sách."
AGES: Final[Mapping[str, str]] = {
    "0": "Dưới 13 tuổi",
    "1": "13–17",
    "2": "18–24",
    "3": "25–34",
    "4": "35–44",
    "5": "45–54",
    "6": "55–64",
    "7": "Từ 65 tuổi",
}
GENDERS: Final[Mapping[str, str]] = {"1": "Chỉ nam", "2": "Chỉ nữ"}

CHANGED_WHILE_WRITING: Final = (
    "Trong lúc anh/chị viết, tin này đã được lưu ở một cửa sổ khác hoặc bởi người khác. "
    "Những gì anh/chị vừa viết vẫn ở đây; lưu lần nữa thì thay bản kia."
)
SAVED: Final = "Đã lưu."
NOT_AN_HOUR: Final = "Giờ viết như 8:00 hoặc 19:30."
DAY_MISSING: Final = "Xin chọn ngày."
HOUR_MISSING: Final = "Xin ghi giờ."
DAYS_MISSING: Final = "Xin ghi số ngày, từ 2 đến 31."
PICTURE_MISSING: Final = "Xin chọn một ảnh trong máy trước."

OVER_QUOTA: Final[Mapping[str, tuple[str, str]]] = {
    "hold": ("Chờ tới khi có lượt rồi gửi", "có thể là ngày hoặc tháng sau"),
    "refuse": ("Bỏ qua các tài khoản đó", "họ không gửi tin này"),
    "spread": ("Gửi rải ra nhiều ngày", "mỗi ngày một phần các tài khoản"),
}

MISSING: Final[Mapping[str, str]] = {
    "title": "Chưa có tiêu đề.",
    "description": "Chưa có câu tóm tắt.",
    "cover_url": "Chưa có ảnh bìa.",
    "blocks": "Chưa có nội dung bài.",
}

TEST_SENT: Final = (
    "Đã gửi thử vào Zalo của anh/chị. Chưa thấy thì nhắn một chữ cho tài khoản của đơn vị rồi gửi lại."
)
NOT_LINKED: Final = "Xin nối Zalo của anh/chị trước, ở trang mang tên anh/chị."
SUBMITTED: Final = "Đã gửi duyệt."
NOBODY_APPROVES: Final = (
    "Chưa có ai khác ở đơn vị hoặc cấp trên được quyền duyệt tin này. Xin gọi quản trị viên."
)
CANCELLED: Final = "Đã bỏ tin này. Tin vẫn nằm trong mục Đã xong."
RETURNED_DONE: Final = "Đã trả lại. Người soạn thấy lý do ở đầu tin."
READ_IT_FIRST: Final = "Xin đọc hết nội dung rồi đánh dấu ô này."
DECIDE: Final = "Xin chọn một quyết định."
REASON_NEEDED: Final = "Xin ghi lý do, để người soạn biết cần sửa gì."
HOUR_PASSED: Final = "Giờ hẹn đã qua trong lúc chờ duyệt. Xin hẹn giờ khác ở trang này."
APPROVED_WITHOUT_HOUR: Final = "Đã duyệt. Giờ hẹn đã qua, xin hẹn giờ khác để gửi."
EMERGENCY_DONE: Final = "Đã cho gửi khẩn cấp. Cấp trên được báo."
PAUSED: Final = "Đã tạm dừng. Lượt đang gửi dở vẫn hoàn tất."
RESUMED: Final = "Đang gửi tiếp."
STOPPED: Final = "Đã hủy. Phần đã gửi không lấy lại được; muốn gỡ bài thì bấm “Gỡ bài đã đăng”."
REMOVING: Final = "Đang gỡ bài khỏi các tài khoản."
CORRECTING: Final = "Đang sửa bài trên các tài khoản. Trang này cho biết đã sửa tới đâu."
NOTHING_TO_CORRECT: Final = "Bài gốc không còn đăng ở Mini App nên không có bản mới để sửa theo."
CORRECT_WHEN_SEEN: Final = (
    "Bản mới do một người đăng khẩn. Người duyệt khác xem lại bài ở mục Nội dung, "
    "rồi mới sửa được trên các tài khoản."
)
SETTLED: Final = "Đã ghi kết quả."
RESCHEDULED: Final = "Đã hẹn giờ gửi."

AT_ONCE: Final = "Ngay khi được duyệt"
WHEN: Final[Mapping[str, tuple[str, str]]] = {
    "soon": (AT_ONCE, "nếu duyệt trong giờ nghỉ của Zalo thì gửi khi hết giờ nghỉ"),
    "at": ("Vào giờ hẹn", "phải được duyệt trước giờ đó"),
}
ONLY_AT: Final = "Chỉ điền khi gửi vào giờ hẹn."
ONLY_SPREAD: Final = "Chỉ điền khi gửi rải ra nhiều ngày."
OWN_GAP: Final = "đơn vị"
NOTICE_USED: Final = "Đã điền mẫu thông báo. Xin đọc lại, thêm ảnh bìa nếu chưa có."
WORDS_USED: Final = "Đã mở một tin mới có sẵn lời. Xin đọc lại trước khi gửi duyệt; chưa ai nhận gì."
ITEM_USED: Final = "Đã lấy bài từ Mini App. Xin đọc lại trước khi gửi duyệt."
ITEM_MISSING: Final = "Xin chọn một bài."

NEW: Final = "Soạn tin mới"
STEPS: Final = (
    ("gui-cho", "Gửi cho ai"),
    ("noi-dung", "Nội dung"),
    ("khi-nao", "Khi nào"),
    ("xem-lai", "Xem lại"),
)

TO_APPROVE: Final = "Chờ anh/chị duyệt"
TO_MEND: Final = "Bị trả lại, cần sửa"
TO_LOCALISE: Final = "Góp lời vào tin của cấp trên"
EMERGENCIES: Final = "Khẩn cấp ở dưới, một người quyết định"
EMERGENCY: Final = "Khẩn cấp"
IN_TROUBLE: Final = "Gửi có trục trặc"
WITHOUT_HOUR: Final = "Đã duyệt, chưa hẹn giờ"
WORDS_WAIT: Final = "Lời của đơn vị đã viết, chờ duyệt"
NO_WORDS_YET: Final = "Đơn vị chưa góp lời"

FOR_WHOM: Final = "Gửi cho: {}"
WITHOUT_QUOTA: Final = "Hết lượt: {}"
WORDS_UNTIL: Final = "Hạn góp lời: {}"


def until(when: str) -> str:
    """The end of localisation, as a word that stands out."""
    return f"hạn {when}"


def sent_at(when: str) -> str:
    """When it is to go out."""
    return f"Gửi: {when}"


def and_others(named: str, more: int) -> str:
    """Names of the first units, and how many there are besides."""
    return f"{named} và {number(more)} đơn vị khác"


def submitted(told: Iterable[str], others: Iterable[str]) -> str:
    """What the author reads after asking for approval: who is told on Zalo, and whom to call."""
    said, here, away = [], ", ".join(told), ", ".join(others)
    if here:
        said.append(f"Loa nhắn Zalo báo {here}.")
    if away:
        said.append(f"Chưa nối Zalo, xin gọi báo: {away}.")
    return " ".join([SUBMITTED, *(said or [NOBODY_APPROVES])])


def approved(send_at: datetime | None) -> str:
    """What the approver reads."""
    if send_at is None:
        return APPROVED_WITHOUT_HOUR
    return f"Đã duyệt. Tin được gửi lúc {clock_time(send_at)}, {weekday(send_at)}."


def retried(count: int) -> str:
    """How many are tried again."""
    return f"Đang gửi lại qua {number(count)} tài khoản." if count else "Không có lượt lỗi nào để gửi lại."


def reach(accounts: int, followers: int) -> str:
    """Whom a broadcast reaches, without claiming more than is known."""
    return f"{number(accounts)} tài khoản, khoảng {number(followers)} người quan tâm"


CAUSES: Final[Mapping[str, str]] = {
    "out_of_quota": "Tài khoản gửi được lại từ kỳ sau.",
    "needs_consent": "Quản trị OA của đơn vị cần mở đường dẫn cấp quyền và đồng ý lại, rồi bấm gửi lại.",
    "no_account": "Đơn vị chưa nối tài khoản Zalo. Nối xong thì gửi ở tin sau.",
    "not_confirmed": "Quản trị viên xác nhận tài khoản ở mục Tài khoản, rồi gửi ở tin sau.",
    "disabled": "Zalo đang khóa tài khoản này. Đơn vị liên hệ Zalo để mở lại.",
    "approval_expired": "Người duyệt cần duyệt lại, sau đó bấm gửi lại.",
    "too_many_attempts": "Zalo báo lỗi tạm thời nhiều lần. Có thể gửi lại ngay.",
    "checked_by_officer": "Cán bộ đã xem và thấy chưa gửi. Có thể gửi lại.",
    "declined": "Đơn vị chọn không tham gia. Không phải làm gì.",
    "cancelled": "Tin đã hủy trước khi tới lượt. Không phải làm gì.",
    "spread": "Được xếp sang ngày sau. Máy tự gửi.",
    "night": "Ngoài giờ Zalo nhận tin. Máy tự gửi khi hết giờ nghỉ.",
}
"""What can be done about a delivery that is not sent, by its reason."""
HELD: Final = "Máy tự gửi khi tới lượt. Không phải làm gì."
ELSE_CAUSE: Final = "Có thể gửi lại. Vẫn lỗi thì báo quản trị viên mã lỗi trong sổ gửi."
ACCOUNT_CAUSES: Final = frozenset({"needs_consent", "no_account", "not_confirmed", "disabled"})
"""Reasons that are mended in the area of accounts."""

DELIVERIES: Final[Mapping[str, tuple[str, str, str]]] = {
    "sent": ("Đã gửi", "ok", "check"),
    "failed": ("Lỗi", "bad", "bad"),
    "unknown": ("Không rõ", "warn", "question"),
    "held": ("Giữ lại", "do", "hourglass"),
    "pending": ("Đang chờ", "wait", "clock"),
    "sending": ("Đang gửi", "do", "send"),
    "skipped": ("Bỏ qua", "wait", "x"),
}
LOCALISED: Final[Mapping[str, tuple[str, str, str]]] = {
    "proposed": ("Đã viết, chờ duyệt", "do", "hourglass"),
    "approved": ("Đã duyệt", "ok", "check"),
    "declined": ("Không tham gia", "wait", "x"),
}
ADDED: Final = "Đã gửi lời của đơn vị. Người thứ hai của đơn vị hoặc cấp trên cần duyệt trước hạn."
DECLINED: Final = "Đã ghi: đơn vị không tham gia tin này."
ADDITION_APPROVED: Final = "Đã duyệt lời của đơn vị. Tin gửi đi sẽ có lời này ở cuối bài."


def test_words(title: str, description: str, paragraphs: Iterable[str], limit: int) -> str:
    """A draft as a message to its writer, cut to what Zalo takes."""
    words = "\n\n".join(["[GỬI THỬ] " + title, description, *paragraphs])
    return words if len(words) <= limit else f"{words[: limit - 1]}…"


PICTURE_NOT_CHOSEN: Final = "Xin chọn một ảnh."
PICTURE_USED: Final = "Đã đưa ảnh vào bài."
NOT_DESCRIBED: Final = "chưa có lời mô tả"


def branch_words(counts: Iterable[tuple[str, int]]) -> str:
    """`120 đã gửi, 3 lỗi`: how many accounts of a branch are in which state."""
    return ", ".join(f"{count} {words.lower()}" for words, count in counts)


WITH_THE_REST: Final = "{unit} và các đơn vị trực thuộc"
"""The sending unit, together with those below it that have nobody below them."""
