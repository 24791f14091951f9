"""What people read in and about conversations: residents first, then officers."""

import re
from collections.abc import Mapping
from typing import Final

from loa.casework.cases.rules.texts import IN_DANGER

_LEVELS: Final = re.compile(r"\b(Xã|Phường|Thị trấn|Thị xã|Huyện|Tỉnh|Thành phố|Đặc khu|Quận)(?= \w)")


def in_sentence(name: str) -> str:
    """The name of a unit or an account amid a sentence: the word for its level in small letters."""
    return _LEVELS.sub(lambda found: found.group().lower(), name)


# For residents

FIRE_BRIGADE: Final = "114"
"""Stands in every list of numbers to call."""

NOBODY_READS: Final = (
    "GIỜ NÀY CHƯA CÓ AI ĐỌC TIN. Nguy hiểm thì gọi ngay: 114 cháy, 112 lũ, 115 cấp cứu, 113 công an."
)
"""In place of the line with the numbers while nobody works, and before everything else."""

MENU: Final = (
    "Ông/bà nhắn một số:\n"
    "1. Tin tức\n"
    "2. Gửi phản ánh, kiến nghị\n"
    "3. Hỏi việc đã gửi tới đâu\n"
    "4. Gặp cán bộ\n"
    "5. Lịch tiếp xúc cử tri\n"
    "Hoặc cứ nhắn việc cần nói, cán bộ sẽ đọc và trả lời."
    f"\n{IN_DANGER}"
)
MENU_BUTTONS: Final = ("Tin tức", "Gửi phản ánh", "Hỏi việc đã gửi", "Gặp cán bộ", "Lịch tiếp xúc cử tri")
TOLD: Final[Mapping[str, str]] = {
    "news": (
        "Tin mới đăng ở mục Bài viết của trang Zalo này. Ông/bà bấm Quan tâm để nhận tin. "
        "Cần việc khác, ông/bà nhắn MENU hoặc số 0."
    ),
    "meetings": (
        "Lịch tiếp xúc cử tri, tiếp công dân đăng ở mục Bài viết của trang Zalo này trước mỗi kỳ. "
        "Chưa thấy lịch của xóm, bản, khối mình, ông/bà nhắn tên xóm, bản, khối vào đây; cán bộ sẽ báo."
        f"\n{IN_DANGER}"
    ),
}
SPEAK: Final = (
    f"Mời ông/bà nhắn hoặc gửi tin thoại việc cần nói; cán bộ sẽ đọc, nghe và trả lời tại đây.\n{IN_DANGER}"
)
NOT_A_CHOICE: Final = "Xin ông/bà chọn số từ 1 đến 5."
NOTHING_TO_CANCEL: Final = "Ông/bà không có việc nào đang gửi dở. Cần gì, ông/bà nhắn tiếp hoặc nhắn MENU."
NOTHING_TO_RESUME: Final = "Ông/bà không có việc nào đang gửi dở. Muốn gửi mới, ông/bà nhắn GỬI PHẢN ÁNH."
HELD: Final = (
    "Dạ, chưa gửi gì đi. Ông/bà đồng ý gửi thì nhắn 1, không gửi nữa thì nhắn HỦY; muốn ghi thêm thì viết "
    f"“Thêm” rồi viết tiếp.\n{IN_DANGER}"
)
WAITING: Final = (
    "Dạ, ông/bà cứ thong thả. Khi nào tiếp, xin trả lời câu vừa hỏi; không gửi nữa thì nhắn HỦY.\n"
    f"{IN_DANGER}"
)
THANKS: Final = "Dạ, cảm ơn ông/bà. Cần gì ông/bà cứ nhắn vào đây."
UNSUBSCRIBE: Final = (
    "Muốn thôi nhận tin, ông/bà mở trang Zalo này, bấm Quan tâm rồi chọn Bỏ quan tâm. "
    "Muốn xóa thông tin của mình, ông/bà nhắn XÓA THÔNG TIN CỦA TÔI."
)
SPOKEN: Final = "(Tin thoại: mời nghe tệp kèm theo)"
NO_SUCH_CASE: Final = (
    "Chưa thấy việc nào của ông/bà như vậy. Tin này đã chuyển cho cán bộ đọc và trả lời. "
    "Muốn xem các việc đã gửi, ông/bà nhắn HỎI TIẾN ĐỘ."
    f"\n{IN_DANGER}"
)
WITHDRAW_WHICH: Final = "Ông/bà muốn rút việc nào? Xin nhắn chữ RÚT kèm mã. Các việc của ông/bà: {codes}."
REOPEN_WHICH: Final = "Ông/bà muốn mở lại việc nào? Xin nhắn chữ MỞ LẠI kèm mã. Các việc của ông/bà: {codes}."
WITHDRAW_QUESTION: Final = (
    "Ông/bà muốn rút {code}, không cần giải quyết nữa? Nhắn một số:\n1. Rút\n2. Không rút, giải quyết tiếp"
)
REOPEN_QUESTION: Final = "Ông/bà muốn mở lại {code} để giải quyết tiếp? Nhắn một số:\n1. Mở lại\n2. Không mở"
AS_IT_WAS: Final = "Dạ, việc này giữ nguyên như cũ."
ONE_TO_FIVE: Final = "Xin ông/bà chấm {code} từ 1 đến 5: 5 xong, rất hài lòng; 3 tạm được; 1 chưa xong."
SOLVED_OR_NOT: Final = "{code} chưa xong hẳn phải không ạ? Ông/bà nhắn 1 nếu chưa xong, 5 nếu xong rồi."
KEPT_FOR_LATER: Final = "Việc đang gửi dở được giữ trong 24 giờ. Muốn gửi tiếp, ông/bà nhắn TIẾP."
CANCELLED: Final = "Đã hủy, chưa gửi gì đi. Nếu lỡ tay, ông/bà nhắn TIẾP trong 24 giờ để gửi tiếp."
OLD_OR_NEW: Final = (
    f"Ông/bà còn một việc đang gửi dở. Nhắn một số:\n1. Gửi tiếp\n2. Bỏ, gửi việc khác\n{IN_DANGER}"
)
OLD_OR_NEW_BUTTONS: Final = ("Gửi tiếp", "Gửi việc khác")
EXPIRED: Final = (
    "Việc ông/bà gửi dở đã quá 24 giờ nên chưa có mã. Cán bộ vẫn đọc những lời đã nhắn và sẽ trả lời. "
    "Muốn có mã, ông/bà nhắn GỬI PHẢN ÁNH."
    f"\n{IN_DANGER}"
)
AFTER_A_PAUSE: Final = (
    "Tin vừa rồi đã chuyển cho cán bộ đọc và trả lời. Ông/bà còn một việc đang gửi dở: muốn gửi tiếp thì "
    "nhắn TIẾP, không gửi nữa thì nhắn HỦY."
    f"\n{IN_DANGER}"
)

KIND_QUESTION: Final = (
    "Ông/bà muốn gửi gì? Nhắn một số:\n"
    "1. Phản ánh: việc hỏng, việc sai cần xử lý\n"
    "2. Kiến nghị: đề nghị làm một việc\n"
    "3. Góp ý\n"
    "4. Hỏi\n"
    "5. Khiếu nại quyết định, việc làm của cơ quan nhà nước\n"
    "6. Tố cáo người làm sai (gửi kín)\n"
    "7. Hiến kế\n"
    "Chưa rõ thì cứ kể việc, cán bộ phân loại giúp. Không gửi nữa thì nhắn HỦY."
    f"\n{IN_DANGER}"
)
KIND_AGAIN: Final = (
    "Ông/bà cứ kể việc cần nói, hoặc gửi tin thoại; cán bộ phân loại giúp. Hoặc nhắn số từ 1 đến 7. "
    "Không gửi nữa thì nhắn HỦY."
    f"\n{IN_DANGER}"
)

_WHAT: Final[Mapping[str, str]] = {
    "report": "Ông/bà phản ánh việc gì? Xin kể rõ trong một tin; không tiện viết thì gửi tin thoại.",
    "recommendation": "Ông/bà kiến nghị điều gì? Xin kể trong một tin; không tiện viết thì gửi tin thoại.",
    "comment": "Mời ông/bà góp ý, viết trong một tin hoặc gửi tin thoại.",
    "question": "Ông/bà muốn hỏi điều gì? Xin viết trong một tin hoặc gửi tin thoại.",
    "complaint": (
        "Ông/bà không đồng ý quyết định, việc làm nào, của cơ quan nào? "
        "Xin viết trong một tin hoặc gửi tin thoại."
    ),
    "proposal": "Ông/bà có cách làm hay nào? Xin viết trong một tin hoặc gửi tin thoại.",
}
WHAT_QUESTIONS: Final[Mapping[str, str]] = {kind: f"{asked}\n{IN_DANGER}" for kind, asked in _WHAT.items()}
QUESTIONS: Final[Mapping[str, str]] = {
    "where": (
        "Việc này ở đâu? (xóm, bản, khối, tên đường, gần chỗ nào; hoặc gửi vị trí. "
        f"Không rõ thì nhắn KHÔNG RÕ)\n{IN_DANGER}"
    ),
    "since": (
        "Việc này có từ bao giờ? (ví dụ: hôm qua, 2 tuần nay, từ trận lụt; không nhớ thì nhắn KHÔNG NHỚ)\n"
        f"{IN_DANGER}"
    ),
    "whom": (
        f"Việc này của cơ quan, đơn vị nào, ông/bà có biết không? Không biết thì nhắn KHÔNG.\n{IN_DANGER}"
    ),
}
PICTURES_QUESTION: Final = (
    f"Ông/bà có ảnh, giấy tờ thì gửi vào đây, xong nhắn XONG. Không có thì nhắn KHÔNG.\n{IN_DANGER}"
)
DONE_BUTTONS: Final = ("Xong",)
CHECK_BUTTONS: Final = ("Gửi", "Viết lại", "Hủy")
CHECK_QUESTION: Final = (
    "Đúng rồi thì nhắn 1 để gửi. Muốn viết lại thì nhắn 2. Muốn ghi thêm thì viết “Thêm” rồi viết "
    "tiếp. Không gửi nữa thì nhắn HỦY."
    f"\n{IN_DANGER}"
)
WORDS_WANTED: Final = f"Đã nhận. Ông/bà viết thêm vài chữ, hoặc gửi tin thoại kể việc này.\n{IN_DANGER}"
FILE_TAKEN: Final = f"Đã nhận. Ông/bà gửi thêm nếu có, xong thì nhắn XONG.\n{IN_DANGER}"
FILE_ADDED: Final = "Đã nhận ảnh, tài liệu."
FILES_DONE: Final = f"Muốn đi tiếp, ông/bà nhắn XONG.\n{IN_DANGER}"
ADDED: Final = "Đã ghi thêm."
NO_ROOM: Final = (
    f"Lời kể đã dài nên tin vừa rồi không ghi thêm vào được; cán bộ vẫn đọc tin này ở đây.\n{IN_DANGER}"
)
PARTS: Final[Mapping[str, str]] = {
    "what": "Nội dung",
    "where": "Nơi xảy ra",
    "since": "Từ khi",
    "whom": "Liên quan đến",
}

NOT_READ: Final = (
    "Máy chưa đọc được tin vừa rồi; cán bộ sẽ xem. "
    "Nếu là ảnh hoặc giấy tờ, ông/bà gửi lại, hoặc kể bằng lời."
    f"\n{IN_DANGER}"
)
INFO_TAKEN: Final = f"Đã nhận của ông/bà; cán bộ sẽ xem.\n{IN_DANGER}"

PROGRESS_QUESTION: Final = "Muốn hỏi việc khác, ông/bà nhắn mã của việc đó (ví dụ MT-7K3M-Q94X-WF)."
NO_CASES: Final = (
    "Chưa thấy phản ánh, kiến nghị nào ông/bà gửi qua trang này. Có mã thì ông/bà nhắn mã. "
    "Muốn gửi mới, ông/bà nhắn GỬI PHẢN ÁNH."
)
UNKNOWN_CODE: Final = (
    "Chưa thấy mã này. Ông/bà xem lại giúp; hoặc chỉ cần nhắn HỎI TIẾN ĐỘ để xem các việc ông/bà đã gửi."
)
YOUR_CASES: Final = "Phản ánh, kiến nghị gần đây của ông/bà:"
WORD_TAKEN: Final = "Đã ghi thêm vào {code}."
STARS_WANTED: Final = (
    "Mừng là việc đã xong. Xin ông/bà chấm điểm cho {code}, nhắn một số: "
    "5 rất hài lòng, 4 hài lòng, 3 tạm được."
)

LINKED: Final = "Đã liên kết Zalo này với tài khoản cán bộ {name}. Lời nhắc công việc sẽ được gửi tới đây."
PERSON_LINKED: Final = "Cảm ơn ông/bà {name}. Zalo này đã kết nối với mạng lưới công tác Mặt trận của đơn vị."
NOT_LINKED: Final = "Mã liên kết không đúng hoặc đã hết hạn. Vui lòng lấy mã mới trong trang cán bộ."


def welcome(account: str) -> str:
    """Who we are, what can be done here, whom to call, what becomes of personal data; once."""
    return (
        f"Kính chào ông/bà! Đây là trang Zalo của {account}.\n"
        "Ông/bà cần hỏi, cần phản ánh việc gì thì nhắn vào đây; cán bộ đọc trong giờ làm việc và trả lời.\n"
        "Cháy, lũ, tai nạn: gọi ngay 114, 112, 115, 113.\n"
        "Muốn tố cáo: chỉ nhắn TỐ CÁO, đừng viết nội dung ở đây.\n"
        "Tin nhắn chỉ dùng để giải quyết việc của ông/bà; muốn xem, sửa, xóa thì nhắn cán bộ. "
        "Xin đừng gửi ảnh căn cước."
    )


def emergency(account: str) -> str:
    """Somebody calls for help: whom to call at once, and that it may take a while until somebody reads it."""
    return (
        "Nếu đang nguy hiểm, ông/bà gọi ngay: 114 cháy, 112 lũ và sạt lở, 115 cấp cứu, 113 công an, "
        "111 trẻ em bị hại; đồng thời báo trưởng thôn, bản. "
        f"Tin này đã chuyển cho cán bộ {account}, nhưng có thể chưa ai đọc ngay, xin đừng chờ. "
        "Ông/bà nhắn thêm: đang ở đâu, mấy người, số điện thoại."
    )


def moved_on(account: str, successor: str, address: str) -> str:
    """The account has retired: where to go from now on, and that what was written here is still read."""
    return (
        f"{account[:1].upper()}{account[1:]} nay đã nhập vào {successor} theo sắp xếp đơn vị. "
        f"Từ nay mời ông/bà quan tâm và nhắn tin tại trang mới: {address}\n"
        "Tin ông/bà đã nhắn ở đây cán bộ vẫn đọc và trả lời."
    )


def self_harm(account: str) -> str:
    """Somebody may harm themselves."""
    return (
        "Đọc tin này chúng tôi rất lo cho anh/chị. Xin gọi ngay 115 hoặc 113, hoặc gọi một người thân đến ở "
        "bên cạnh. Anh/chị không phải chịu một mình. "
        f"Cán bộ {account} đã được báo; anh/chị để lại số điện thoại, chúng tôi sẽ gọi lại."
    )


def acknowledgement(account: str, opens: str, *, spoken: bool = False) -> str:
    """It has arrived; and when somebody reads it, if nobody is there now.

    Args:
        account: whose officers.
        opens: the hour when they are there again; empty: they are there.
        spoken: whether a recording has arrived: then a person listens.
    """
    what, reads = ("tin thoại", "nghe") if spoken else ("tin", "đọc tin")
    if not opens:
        return f"Đã nhận {what} của ông/bà. Cán bộ {account} sẽ {reads} và trả lời tại đây.\n{IN_DANGER}"
    return (
        f"Đã nhận {what} của ông/bà. Giờ này cơ quan nghỉ; cán bộ {account} {reads} từ {opens} "
        "và trả lời tại đây. Nếu có người đang gặp nguy hiểm, xin đừng chờ tin nhắn, gọi ngay: 114 cháy, "
        "112 lũ và sạt lở, 115 cấp cứu, 113 công an."
    )


DOUBT: Final = (
    "Ông/bà có đang cần giúp khẩn cấp không? Nếu có: gọi ngay 114 cháy, 112 lũ, 115 cấp cứu, 113 công an, "
    "rồi nhắn CẤP CỨU để cán bộ trực được báo."
)


def child(account: str) -> str:
    """A child is harmed."""
    return (
        "Trẻ em bị xâm hại, bị đánh: xin gọi ngay 111 (miễn phí, suốt ngày đêm) hoặc 113; bị thương gọi 115. "
        "Xin đưa cháu đến chỗ an toàn, giữ lại tin nhắn, hình ảnh. "
        f"Cán bộ {account} đã được báo; ông/bà để lại số điện thoại. "
        "Muốn nói kín về người làm việc này, ông/bà nhắn TỐ CÁO."
    )


def erasure(account: str, until: str) -> str:
    """Personal data are to be deleted, or consent is taken back: a person does it within two working days."""
    return (
        f"Đã ghi yêu cầu của ông/bà về thông tin cá nhân. Cán bộ {account} xử lý và trả lời ông/bà tại đây, "
        f"chậm nhất {until}. Việc đang giải quyết, hồ sơ phải lưu theo quy định thì cán bộ nói rõ lý do.\n"
        f"{IN_DANGER}"
    )


def erasure_marked(until: str) -> str:
    """Officers read when the answer to that is due."""
    return f"Người dân yêu cầu xóa thông tin hoặc rút đồng ý: trả lời chậm nhất {until}."


def erasure_begins(account: str, begins: str) -> str:
    """They are to be erased, beyond doubt: it begins by itself at an hour."""
    return (
        f"Đã ghi yêu cầu xóa thông tin của ông/bà ở trang Zalo của {account}. Việc xóa tự bắt đầu từ "
        f"{begins}. Nếu đổi ý, ông/bà nhắn KHÔNG XÓA NỮA trước lúc đó. Hồ sơ phải lưu theo quy định thì "
        "được giữ đến hết hạn lưu. Tin nhắn do Zalo giữ thì ông/bà xóa trong Zalo."
    )


KEPT_AFTER_ALL: Final = "Dạ, đã dừng việc xóa. Thông tin của ông/bà giữ nguyên như cũ."


def erasure_begins_marked(begins: str, until: str) -> str:
    """Officers read when that begins, and that they can still stop it."""
    return (
        f"Người dân yêu cầu xóa thông tin hoặc rút đồng ý: tự xóa từ {begins}, trả lời chậm nhất {until}. "
        "Nếu người dân đổi ý, dừng yêu cầu trước lúc đó."
    )


def question_told_again(question: str) -> str:
    """An intake goes on where it was left."""
    return f"Mời ông/bà gửi tiếp. {question}"


def summary(kind: str, parts: str, files: int) -> str:
    """What will be sent."""
    pictures = f"\nẢnh, tài liệu: {files}" if files else ""
    return f"Ông/bà xem lại trước khi gửi.\nLoại: {kind}\n{parts}{pictures}\n\n{CHECK_QUESTION}"


SUMMARY_SHOWN: Final = "(Bản tóm tắt để người dân xác nhận trước khi gửi)"
"""What officers read in its place: its words stand in their own messages, and leave the chat with them."""


OPINION_SHOWN: Final = "(Góp ý: {label})"
OPINION_ASKED_SHOWN: Final = "(Nhắc lại ý kiến để người dân xác nhận trước khi gửi)"
"""Likewise: an opinion on a draft is kept with the consultation alone, and is sealed or erased there."""


def enough_files(number: int) -> str:
    """No more of them go along."""
    return (
        f"Đã nhận đủ {number} ảnh, tài liệu cho nội dung này. Ảnh, tài liệu gửi thêm sẽ không kèm theo, "
        f"nhưng cán bộ vẫn xem được trong cuộc trò chuyện.\n{IN_DANGER}"
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
    return f"• {kind} {code}, nhận {received}: {state}{until}.{more}"


def with_next_step(step: str) -> str:
    """What comes next, behind a line of progress."""
    return f" {step}"


def wanted(asked_for: str) -> str:
    """What the resident was asked for."""
    return f" Cần bổ sung: {asked_for}"


def outside(body: str, reference: str) -> str:
    """Who has the case now."""
    number = f" (văn bản số {reference})" if reference else ""
    return f" {body} đang giải quyết{number}."


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
    "Nếu biết người dân vừa gọi điện hoặc tương tác cách khác, có thể chọn vẫn gửi thử: "
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
HANDLED_ELSEWHERE: Final = "Cuộc trò chuyện này do đơn vị khác xử lý; đơn vị mình chỉ xem."
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
SEEN_NEEDED: Final = (
    "Người dân đang chờ trả lời: vui lòng gửi kèm seen_up_to đã nhận khi mở cuộc trò chuyện, "
    "để lời chưa xem không bị tính là đã trả lời."
)
BAD_SEEN: Final = "Vui lòng gửi lại đúng giá trị seen_up_to đã nhận khi mở cuộc trò chuyện."
FORGOTTEN_PLACES: Final = "Tin còn chỗ trống chưa điền: {places}."
NEIGHBOURLY: Final = "bà con"
"""In place of a name that we do not know."""

NOTE_NEEDED: Final = "Vui lòng nhập nội dung ghi chú."
UNIT_OR_OFFICER: Final = "Vui lòng chọn một đơn vị hoặc một cán bộ."
HANDED: Final = "Chuyển từ {before} sang {after}."
ASSIGNED: Final = "Giao cho {name}."
UNASSIGNED: Final = "Không giao cho {name} nữa."
CLOSED: Final = "Đóng cuộc trò chuyện."
NOT_READ_ABOVE: Final = "Cấp trên chưa xem trong 24 giờ, máy chuyển lại cho đơn vị."
TAKEN_OVER: Final = "Làm thay {name}."
NOT_WRITING_ANY_MORE: Final = "Không còn ai đang soạn: anh/chị trả lời được rồi."

CANNED_NOT_FOUND: Final = "Không tìm thấy câu trả lời mẫu này."
CANNED_NAME: Final = "Tên mẫu gồm 1 đến 40 chữ thường không dấu, số và dấu gạch ngang."
CANNED_CHANGED: Final = "Mẫu này vừa được người khác sửa. Vui lòng tải lại rồi thử lại."

KINDS: Final[Mapping[str, str]] = {
    "image": "(gửi ảnh)",
    "gif": "(gửi ảnh động)",
    "video": "(gửi video)",
    "audio": "(gửi tin thoại)",
    "voice": "(gửi tin thoại)",
    "file": "(gửi tệp)",
    "link": "(gửi đường dẫn)",
    "sticker": "(gửi nhãn dán)",
    "location": "(gửi vị trí)",
    "business_card": "(gửi danh thiếp)",
    "submitted_info": "(gửi thông tin liên hệ)",
}
"""In place of words, in lists."""
OTHER_KIND: Final = "(gửi nội dung khác)"

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
