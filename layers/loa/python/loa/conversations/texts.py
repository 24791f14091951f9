"""What people read in and about conversations: residents first, then officers."""

import re
from collections.abc import Mapping
from typing import Final

# Words that are recognised

MARKED: Final[Mapping[str, tuple[str, ...]]] = {
    "huy": ("hủy",), "thoi": ("thôi",), "tiep": ("tiếp",), "het": ("hết",), "co": ("có",), "da": ("dạ",),
    "dung": ("đúng",), "gui": ("gửi",), "vang": ("vâng",), "duoc": ("được",), "u": ("ừ",), "sai": ("sai",),
    "sua": ("sửa",), "chua": ("chưa",), "roi": ("rồi",), "hoi": ("hỏi",), "chao": ("chào",),
    "hong": ("hông", "hổng"),
}  # fmt: skip
"""Short words that mean something else with other marks."""

STOP: Final = "dừng"
DENUNCIATION: Final = "tố cáo"
NUMBERS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")

_LEVELS: Final = re.compile(r"\b(Xã|Phường|Thị trấn|Thị xã|Huyện|Tỉnh|Thành phố|Đặc khu|Quận)(?= \w)")


def in_sentence(name: str) -> str:
    """The name of a unit or an account amid a sentence: the word for its level in small letters."""
    return _LEVELS.sub(lambda found: found.group().lower(), name)


# For residents

MENU: Final = (
    "Ông/bà nhắn số hoặc chữ để chọn:\n"
    "1. Tin tức\n"
    "2. Gửi phản ánh, kiến nghị\n"
    "3. Hỏi tiến độ\n"
    "4. Gặp cán bộ\n"
    "5. Lịch tiếp xúc cử tri\n"
    "Hoặc cứ nhắn nội dung, cán bộ sẽ đọc và trả lời."
)
MENU_BUTTONS: Final = ("Tin tức", "Gửi phản ánh", "Hỏi tiến độ", "Gặp cán bộ", "Lịch tiếp xúc cử tri")
TOLD: Final[Mapping[str, str]] = {
    "news": (
        "Tin tức, thông báo mới được đăng ở mục Bài viết trên trang Zalo này và trong Mini App của Mặt trận. "
        "Ông/bà quan tâm trang để nhận tin mới. Nhắn MENU để chọn việc khác."
    ),
    "meetings": (
        "Lịch tiếp xúc cử tri, tiếp công dân được đăng ở mục Bài viết trên trang Zalo này trước mỗi kỳ. "
        "Ông/bà cần biết lịch cụ thể thì nhắn câu hỏi vào đây, cán bộ sẽ trả lời. "
        "Nhắn MENU để chọn việc khác."
    ),
}
SPEAK: Final = "Mời ông/bà nhắn nội dung cần trao đổi, cán bộ sẽ đọc và trả lời tại đây."
NOT_A_CHOICE: Final = "Mục này không có trong danh sách."
NOTHING_TO_CANCEL: Final = "Hiện không có nội dung nào đang gửi dở. Nhắn MENU để chọn việc khác."
NOTHING_TO_RESUME: Final = "Hiện không có nội dung nào đang gửi dở. Nhắn 2 để gửi phản ánh, kiến nghị."
KEPT_FOR_LATER: Final = "Nội dung đang gửi dở vẫn được giữ lại trong 24 giờ. Nhắn TIẾP để gửi tiếp."
CANCELLED: Final = (
    "Đã dừng, chưa có gì được gửi đi. Nếu lỡ tay, ông/bà nhắn TIẾP trong 24 giờ để gửi tiếp. "
    "Nhắn MENU để chọn việc khác."
)
OLD_OR_NEW: Final = (
    "Ông/bà đang có một nội dung gửi dở. Nhắn một số:\n1. Gửi tiếp nội dung đó\n2. Bỏ, gửi nội dung mới"
)
OLD_OR_NEW_BUTTONS: Final = ("Gửi tiếp", "Gửi nội dung mới")
EXPIRED: Final = (
    "Nội dung ông/bà gửi dở đã quá 24 giờ nên tạm khép lại; những gì đã nhắn vẫn được giữ "
    "và cán bộ đọc được. "
    "Muốn gửi lại, ông/bà nhắn GỬI PHẢN ÁNH."
)
AFTER_A_PAUSE: Final = (
    "Tin vừa rồi đã được chuyển cho cán bộ. Ông/bà còn một nội dung gửi dở: nhắn TIẾP để gửi tiếp, HỦY để bỏ."
)

KIND_QUESTION: Final = (
    "Ông/bà muốn gửi nội dung gì? Nhắn một số:\n"
    "1. Phản ánh (việc chưa tốt cần xử lý)\n"
    "2. Kiến nghị, đề nghị\n"
    "3. Góp ý\n"
    "4. Hỏi đáp\n"
    "5. Khiếu nại\n"
    "6. Tố cáo (chuyển sang kênh bảo mật)\n"
    "7. Hiến kế, sáng kiến\n"
    "Muốn dừng lúc nào cũng được: nhắn HỦY."
)
KIND_AGAIN: Final = "Xin ông/bà nhắn một số từ 1 đến 7, hoặc HỦY để dừng."

WHAT_QUESTIONS: Final[Mapping[str, str]] = {
    "report": "Ông/bà phản ánh việc gì? Xin tả bằng một tin nhắn.",
    "recommendation": "Ông/bà kiến nghị điều gì? Xin viết trong một tin nhắn.",
    "comment": "Mời ông/bà góp ý. Xin viết trong một tin nhắn.",
    "question": "Ông/bà muốn hỏi điều gì? Xin viết trong một tin nhắn.",
    "complaint": "Ông/bà khiếu nại quyết định hoặc việc làm nào? Xin viết trong một tin nhắn.",
    "proposal": "Mời ông/bà hiến kế. Xin viết trong một tin nhắn.",
}
QUESTIONS: Final[Mapping[str, str]] = {
    "where": "Việc này ở đâu? (xóm, thôn, đường, số nhà… hoặc gửi vị trí; nhắn BỎ QUA nếu không rõ)",
    "since": "Việc này có từ khi nào? (ví dụ: hôm qua, 2 tuần nay; nhắn BỎ QUA nếu không rõ)",
    "whom": "Việc này liên quan đến ai, cơ quan nào? (nhắn BỎ QUA nếu không có)",
}
PICTURES_QUESTION: Final = (
    "Ông/bà có ảnh hoặc tài liệu thì gửi vào đây. Gửi xong hoặc không có thì nhắn XONG."
)
DONE_BUTTONS: Final = ("Xong",)
CHECK_BUTTONS: Final = ("Gửi", "Sửa lại", "Hủy")
CHECK_QUESTION: Final = "Nhắn một số:\n1. Gửi\n2. Sửa lại từ đầu\nHoặc nhắn thêm nội dung, hoặc HỦY để dừng."
WORDS_WANTED: Final = "Đã nhận. Xin ông/bà tả thêm bằng chữ để cán bộ hiểu rõ."
FILE_TAKEN: Final = "Đã nhận ảnh, tài liệu. Ông/bà gửi thêm nếu có, xong thì nhắn XONG."
FILE_ADDED: Final = "Đã nhận ảnh, tài liệu."
FILES_DONE: Final = "Ông/bà nhắn XONG để tiếp."
ADDED: Final = "Đã ghi thêm."
NO_ROOM: Final = (
    "Nội dung gửi đi đã đủ dài nên tin vừa rồi không được ghi thêm vào đó; "
    "cán bộ sẽ đọc tin này trong cuộc trò chuyện."
)
PARTS: Final[Mapping[str, str]] = {
    "what": "Nội dung",
    "where": "Nơi xảy ra",
    "since": "Từ khi",
    "whom": "Liên quan đến",
}

NOT_READ: Final = (
    "Hệ thống chưa đọc được tin vừa rồi, cán bộ sẽ xem trực tiếp. "
    "Nếu là ảnh hoặc tài liệu, ông/bà có thể gửi lại, hoặc tả bằng chữ."
)
INFO_TAKEN: Final = "Đã nhận thông tin ông/bà cung cấp, cán bộ sẽ xem."

PROGRESS_QUESTION: Final = "Xin ông/bà nhắn mã đã nhận (ví dụ MT-7K3M-Q94X-WF), hoặc HỦY để thôi."
NO_CASES: Final = (
    "Chưa có phản ánh, kiến nghị nào của ông/bà được gửi qua trang này. "
    "Nếu có mã, xin nhắn mã đó. Nhắn 2 để gửi phản ánh, kiến nghị."
)
UNKNOWN_CODE: Final = "Không tìm thấy mã này. Xin ông/bà kiểm tra lại từng ký tự, hoặc nhắn để gặp cán bộ."
YOUR_CASES: Final = "Phản ánh, kiến nghị gần đây của ông/bà:"
WORD_TAKEN: Final = "Đã ghi thêm vào vụ việc {code}."
STARS_WANTED: Final = (
    "Mừng vì việc đã được giải quyết. "
    "Xin ông/bà chấm từ 1 (chưa hài lòng) đến 5 (rất hài lòng) cho vụ việc {code}."
)

LINKED: Final = "Đã liên kết Zalo này với tài khoản cán bộ {name}. Lời nhắc công việc sẽ được gửi tới đây."
NOT_LINKED: Final = "Mã liên kết không đúng hoặc đã hết hạn. Vui lòng lấy mã mới trong trang cán bộ."


def welcome(account: str, months: int) -> str:
    """Who we are, what can be done here, what becomes of personal data; once."""
    return (
        f"Kính chào ông/bà! Đây là trang Zalo của {account}.\n"
        "Tại đây ông/bà xem tin tức, gửi phản ánh, kiến nghị, hỏi tiến độ giải quyết "
        "và nhắn tin cho cán bộ.\n"
        "Quyền riêng tư: tin nhắn và thông tin ông/bà cung cấp chỉ dùng để tiếp nhận, giải quyết và trả lời, "
        f"lưu không quá {months} tháng, không chia sẻ ngoài cơ quan có thẩm quyền. Ông/bà có quyền xem, sửa, "
        "xóa thông tin hoặc rút lại sự đồng ý bất cứ lúc nào. Xin đừng gửi ảnh giấy tờ tùy thân."
    )


def emergency(account: str) -> str:
    """Somebody calls for help: whom to call at once, and that it may take a while until somebody reads it."""
    return (
        "Nếu đang nguy hiểm, ông/bà gọi ngay: 114 cháy, 112 lũ và sạt lở, 115 cấp cứu, 113 công an, "
        "111 trẻ em bị hại; đồng thời báo trưởng thôn, bản. "
        f"Tin này đã chuyển cho cán bộ {account}, nhưng có thể chưa ai đọc ngay, xin đừng chờ. "
        "Ông/bà nhắn thêm: đang ở đâu, mấy người, số điện thoại."
    )


def self_harm(account: str) -> str:
    """Somebody may harm himself."""
    return (
        "Đọc tin này chúng tôi rất lo cho anh/chị. Xin gọi ngay 115 hoặc 113, hoặc gọi một người thân đến ở "
        "bên cạnh. Anh/chị không phải chịu một mình. "
        f"Cán bộ {account} đã được báo; anh/chị để lại số điện thoại, chúng tôi sẽ gọi lại."
    )


def acknowledgement(opens: str) -> str:
    """The words have arrived; and when somebody will read them, if nobody is there now."""
    if not opens:
        return "Đã nhận được tin của ông/bà. Cán bộ sẽ đọc và trả lời sớm tại đây."
    return (
        f"Đã nhận được tin của ông/bà. Hiện ngoài giờ làm việc; cán bộ sẽ đọc từ {opens} và trả lời tại đây."
    )


def question_told_again(question: str) -> str:
    """An intake goes on where it was left."""
    return f"Mời ông/bà gửi tiếp. {question}"


def summary(kind: str, parts: str, files: int) -> str:
    """What will be sent."""
    pictures = f"\nẢnh, tài liệu: {files}" if files else ""
    return f"Ông/bà xem lại trước khi gửi.\nLoại: {kind}\n{parts}{pictures}\n\n{CHECK_QUESTION}"


SUMMARY_SHOWN: Final = "(Bản tóm tắt để người dân xác nhận trước khi gửi)"
"""What officers read in its place: its words stand in his own messages, and leave the chat with them."""


def enough_files(number: int) -> str:
    """No more of them go along."""
    return (
        f"Đã nhận đủ {number} ảnh, tài liệu cho nội dung này. Ảnh, tài liệu gửi thêm sẽ không kèm theo, "
        "nhưng cán bộ vẫn xem được trong cuộc trò chuyện."
    )


def place(latitude: str, longitude: str) -> str:
    """A place on the map, in words."""
    return f"Vị trí: {latitude}, {longitude}"


def hour_of_day(hour: str, day: str) -> str:
    """An hour and its day."""
    return f"{hour} ngày {day}"


def answer_given(answer: str) -> str:
    """What was answered."""
    return f" Trả lời: {answer}"


def progress(code: str, kind: str, state: str, *, received: str, due: str, more: str = "") -> str:
    """Where a case stands; nothing personal."""
    until = f", hạn trả lời {due}" if due else ""
    return f"• {code} ({kind}, nhận ngày {received}): {state}{until}.{more}"


def with_next_step(step: str) -> str:
    """What comes next, behind a line of progress."""
    return f" {step}"


def wanted(asked_for: str) -> str:
    """What the resident was asked for."""
    return f" Cần bổ sung: {asked_for}"


def outside(body: str, reference: str) -> str:
    """Who has the case now."""
    number = f", số {reference}" if reference else ""
    return f" Đang ở: {body}{number}."


def submitted(*, name: str, phone: str, birth_date: str, gender: str, address: str) -> str:
    """What a resident typed into a form, as officers read it; without what was left empty."""
    parts = (
        ("Họ và tên", name),
        ("Điện thoại", phone),
        ("Ngày sinh", birth_date),
        ("Giới tính", gender),
        ("Địa chỉ", address),
    )
    return "\n".join(f"{label}: {value}" for label, value in parts if value)


# For officers

CAN_TRY: Final = (
    "Nếu biết người dân vừa gọi điện hoặc tương tác cách khác, bạn có thể chọn vẫn gửi thử: "
    "Zalo sẽ quyết định, và kết quả hiện trong cuộc trò chuyện."
)


def alert(account: str, when: str) -> str:
    """Officers on call read on Zalo that somebody calls for help; nothing about the person."""
    return (
        f"[KHẨN] Có người dân nhắn cầu cứu tới trang {account} lúc {when}. "
        "Vui lòng mở ngay mục Trò chuyện trong trang cán bộ (cuộc khẩn ở đầu danh sách), gọi lại "
        "cho người dân và báo 112, 113, 114 hoặc 115 khi cần."
    )


UNREAD: Final = (
    "Hệ thống chưa đọc được nội dung tin này. Vui lòng xem trong OA Manager hoặc đề nghị người dân gửi lại."
)
OTHER_APPLICATION: Final = "Ứng dụng khác của Official Account"
"""Who wrote a line that neither Loa nor an officer wrote."""

NOT_FOUND: Final = "Không tìm thấy cuộc trò chuyện này."
HANDLED_ELSEWHERE: Final = "Cuộc trò chuyện này đã được chuyển cho đơn vị khác xử lý; bạn chỉ xem được."
CHANGED_MEANWHILE: Final = "Cuộc trò chuyện vừa có thay đổi. Vui lòng tải lại rồi thử lại."
NEW_WORDS_MEANWHILE: Final = "Người dân vừa nhắn thêm. Vui lòng xem tin mới trước khi đóng."
NEITHER_UP_NOR_DOWN: Final = "Chỉ chuyển được lên đơn vị cấp trên hoặc xuống đơn vị cấp dưới."
HANDED_ALREADY: Final = "Đơn vị này đang xử lý cuộc trò chuyện rồi."
NOTHING_TO_SEND: Final = "Vui lòng nhập nội dung, chọn ảnh hoặc chọn tệp."
ONE_ATTACHMENT: Final = "Mỗi tin chỉ gửi được một ảnh hoặc một tệp."
FILE_WITHOUT_TEXT: Final = "Zalo không cho kèm chữ vào tệp. Vui lòng gửi chữ thành tin riêng."
UNKNOWN_FILE: Final = "Không có tệp này. Vui lòng tải tệp lên lại."
UNKNOWN_IMAGE: Final = "Không có ảnh này. Vui lòng tải ảnh lên lại."
BAD_FILE: Final = "Tệp không hợp lệ."
FILE_KINDS: Final = "Chỉ nhận tệp pdf, doc, docx, jpg hoặc png."
FILE_TOO_LARGE: Final = "Tệp lớn hơn 4 MB."
NOT_BASE64: Final = "Nội dung tệp không phải base64."
BAD_SEEN: Final = "Vui lòng gửi lại đúng giá trị seen_up_to đã nhận khi mở cuộc trò chuyện."
FORGOTTEN_PLACES: Final = "Tin còn chỗ trống chưa điền: {places}."
NEIGHBOURLY: Final = "bà con"
"""In place of a name that we do not know."""

NOTE_NEEDED: Final = "Vui lòng nhập nội dung ghi chú."
UNIT_OR_OFFICER: Final = "Vui lòng chọn một đơn vị hoặc một cán bộ."
HANDED: Final = "Chuyển từ {before} sang {after}."
ASSIGNED: Final = "Giao cho {name}."
UNASSIGNED: Final = "Thôi giao cho {name}."
CLOSED: Final = "Đóng cuộc trò chuyện."

CANNED_NOT_FOUND: Final = "Không tìm thấy câu trả lời mẫu này."
CANNED_NAME: Final = "Tên mẫu gồm 1 đến 40 chữ thường không dấu, số và dấu gạch ngang."
CANNED_CHANGED: Final = "Mẫu này vừa được người khác sửa. Vui lòng tải lại rồi thử lại."

WINDOWS: Final[Mapping[str, str]] = {
    "free": "đang trong 48 giờ miễn phí",
    "paid": "đã quá 48 giờ, tin mất phí",
    "closed": "đã quá 7 ngày, Zalo không cho gửi",
    "never": "người dân chưa từng tương tác",
}


def being_answered(name: str, until: str) -> str:
    """Another officer has the lease."""
    return f"{name} đang soạn trả lời (đến {until}). Vui lòng chờ, hoặc trao đổi với người đó."


def closed_since(since: str) -> str:
    """The window is shut."""
    return (
        f"Zalo không cho gửi từ {since}: đã quá thời hạn kể từ lần cuối người dân tương tác. "
        f"Gửi lại được sau khi người dân nhắn tin. {CAN_TRY}"
    )


def length_between(lowest: int, highest: int) -> str:
    """A text is too short or too long."""
    return f"Vui lòng nhập từ {lowest} đến {highest} ký tự."
