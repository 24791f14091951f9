"""What residents read about cases on our own pages, and officers about calls for help that came there."""

from collections.abc import Mapping
from typing import Final

PICTURE_FILE: Final = "anh"
PICTURE_WORDS: Final = "Ảnh {number}: {reason}"
TOO_MANY_PICTURES: Final = (
    "Chỉ gửi được {most} ảnh một lần; ông/bà vừa chọn {count}. Xin chọn lại, hoặc gửi xong rồi thêm ảnh ở "
    "trang theo dõi."
)
PICTURES_GONE: Final = "Có ảnh chọn từ trước không còn nữa. Xin chọn lại ảnh."

AGAIN: Final = (
    "Hệ thống gặp sự cố, chưa gửi được. Lời ông/bà viết vẫn còn nguyên: xin bấm Gửi lại sau ít phút. Gửi "
    "lại nhiều lần không sao, việc chỉ được ghi một lần."
)
PAGE_FULL: Final = (
    "Lúc này có quá nhiều người gửi nên trang chưa nhận thêm được. Lời ông/bà viết vẫn còn nguyên: xin bấm "
    "Gửi lại vào đầu giờ sau, hoặc nhắn trong Zalo cho trang của Mặt trận nơi mình ở."
)
ANSWER_HINT: Final = "Để biết không phải máy tự động gửi. Trả lời bằng số."
KIND_UNKNOWN: Final = "Xin chọn một mục có sẵn"

WHAT_MISSING: Final = "Xin kể vài chữ: việc gì, ở đâu"
UNIT_UNKNOWN: Final = "Xin chọn lại xã, phường"
NOTHING_SAID: Final = "Xin viết vài chữ, hoặc chọn ảnh"
STARS_MISSING: Final = "Xin chọn một mức hài lòng"
WORD_MISSING: Final = "Xin cho biết chỗ nào chưa được"

NOT_FOUND: Final = (
    "Chưa thấy việc nào có mã này. Mã có 12 chữ và số, ví dụ MT-7K3M-Q94X-WF. Xin xem lại từng chữ."
)
WRONG_NUMBER: Final = (
    "Số này chưa đúng với mã. Xin xem lại biên nhận. Để trống ô này thì vẫn xem được việc đang tới đâu."
)
TOO_MANY_TRIES: Final = (
    "Mã này đã bị thử sai số quá nhiều lần, nên ô này nghỉ đến {hour:%H:%M}. Đường dẫn hoặc mã QR trên "
    "biên nhận thì lúc nào cũng mở được, không cần số. Để trống ô này thì vẫn xem được việc đang tới đâu."
)

SUMMONED: Final = "Cán bộ trực đã được báo."

DONE: Final[Mapping[str, str]] = {
    "noi-them": "Đã nhận lời ông/bà nói thêm.",
    "danh-gia": "Cảm ơn ông/bà đã cho biết.",
    "mo-lai": "Việc này đã được mở lại. Cán bộ xem lại và trả lời ông/bà.",
    "khan": "Cán bộ trực đã được báo. Nếu nguy hiểm, xin gọi ngay, đừng chờ.",
}
"""What stands on top of a case's page after a form of it, by the last part of that form's address."""

KIND_HINTS: Final[Mapping[str, str]] = {
    "report": "việc hỏng, việc sai cần xử lý",
    "recommendation": "đề nghị làm một việc",
    "comment": "ý kiến về việc chung",
    "question": "hỏi chế độ, thủ tục, chính sách",
    "complaint": "không đồng ý quyết định, việc làm của cơ quan nhà nước",
    "proposal": "cách làm hay muốn góp",
}
"""The kinds of the form in their order."""

DANGER: Final[Mapping[str, str]] = {
    "life": (
        "Nếu đang nguy hiểm, xin gọi ngay: 114 cháy, 112 lũ và sạt lở, 115 cấp cứu, 113 công an; đồng thời "
        "báo trưởng thôn, bản. Cán bộ trực đã được báo nhưng có thể chưa ai đọc ngay: xin đừng chờ."
    ),
    "self_harm": (
        "Đọc những lời này chúng tôi rất lo cho ông/bà. Xin gọi ngay 115 hoặc 113, hoặc gọi một người thân "
        "đến ở bên cạnh. Ông/bà không phải chịu một mình. Cán bộ trực đã được báo."
    ),
    "child": (
        "Trẻ em bị xâm hại, bị đánh: xin gọi ngay 111 (miễn phí, suốt ngày đêm) hoặc 113; bị thương gọi "
        "115. Xin đưa cháu đến chỗ an toàn. Cán bộ trực đã được báo."
    ),
}
"""Whom to call, by `Danger`."""

DOUBT: Final = (
    "Ông/bà có đang cần giúp khẩn cấp không? Nếu có, xin gọi ngay, rồi bấm nút để cán bộ trực được báo."
)

STEPS: Final[Mapping[str, str]] = {
    "opened": "Ông/bà đã gửi",
    "accept": "{who} đã nhận giải quyết",
    "return": "{who} cần ông/bà cho biết thêm",
    "supply": "Ông/bà đã bổ sung",
    "supplemented": "Ông/bà nói thêm",
    "transfer": "Đã chuyển đến {who}",
    "hand_outside": "Đã chuyển đến {body}",
    "take_back": "Nơi được chuyển đã trả lời {who}",
    "refuse": "{who} không giải quyết được",
    "start": "{who} đang giải quyết",
    "answer": "{who} đã trả lời",
    "confirm": "Ông/bà cho biết việc đã xong",
    "rated": "Ông/bà đã cho biết mức hài lòng",
    "reopen": "Việc được mở lại",
    "close": "Việc kết thúc",
    "withdraw": "Đã dừng theo ý ông/bà",
    "join": "Giải quyết chung với việc cùng nội dung",
    "part": "Giải quyết riêng",
}
"""Steps of a case as its reporter reads them; what is not here stays with officers."""

STEPS_OF_COMPLAINTS: Final[Mapping[str, str]] = {
    "accept": "{who} đã tiếp nhận đơn",
    "start": "{who} đang xem xét, hướng dẫn",
    "refuse": "{who} không nhận đơn",
    "join": "Xem xét chung với đơn cùng nội dung",
}
"""Where those words would promise what the Front may not do (Law on Complaints, article 66)."""

OFFICE_UNKNOWN: Final = "đơn vị phụ trách"
NO_PICTURES_HERE: Final = (
    "Việc này nhận qua giấy hoặc điện thoại nên chưa kèm ảnh ở đây được. Xin mang ảnh đến nơi nhận."
)
NOT_NOW: Final = "Việc này vừa có thay đổi nên chưa làm được như vậy. Xin xem lại ở dưới."
NEXT_ANSWER: Final = "Trả lời ông/bà"
NEXT_RATING: Final = "Ông/bà cho biết có hài lòng không"
OFFICE_OUTSIDE: Final = "cơ quan có thẩm quyền"


PROOF_HINT: Final = (
    "Cả số, không chỉ 4 số cuối. Khi gửi không ghi số điện thoại thì ghi 6 số trên biên nhận. Có đường dẫn "
    "thôi thì chưa đủ: có thể người khác đang cầm."
)
PROOF_MISSING: Final = "Xin ghi số điện thoại hoặc 6 số trên biên nhận"
CORRECTED: Final = "Đã sửa. Lần sau xin dùng số điện thoại mới ghi."
ERASURE_ASKED: Final = "Đã nhận yêu cầu xóa. Chưa xóa ngay: ông/bà còn đổi ý được."
ERASURE_CALLED_OFF: Final = "Đã dừng. Không có gì bị xóa."
PHONE_STAYS: Final = (
    "Số điện thoại là cách nhận ra ông/bà nên không bỏ trống được. Đổi số thì ghi số mới; không muốn giữ thì "
    "xin xóa ở dưới."
)
PROOF_WRONG: Final = (
    "Số này không khớp, hoặc đã thử quá năm lần trong giờ này. Không nhớ thì gọi hoặc đến Mặt trận đã nhận."
)


def picture_fault(number: int, reason: str) -> str:
    """What is wrong with a picture."""
    return PICTURE_WORDS.format(number=number, reason=f"{reason[:1].lower()}{reason[1:]}")


def too_many_pictures(most: int, count: int) -> str:
    """More pictures than one form takes."""
    return TOO_MANY_PICTURES.format(most=most, count=count)


def more_alerts(unit: str, hour: str) -> str:
    """Officers on call read that so many forms call for help that they are not told of each."""
    return (
        f"[KHẨN] Từ {hour}, {unit} nhận rất nhiều phản ánh cầu cứu trên trang web, nên tới hết giờ này "
        "máy không nhắn từng việc nữa. Vui lòng mở mục Vụ việc trong trang cán bộ: việc khẩn đứng đầu "
        "danh sách."
    )


def alert(unit: str, code: str, when: str) -> str:
    """Officers on call read on Zalo that somebody calls for help in a form; nothing about the person."""
    return (
        f"[KHẨN] Có người dân cầu cứu trong phản ánh {code} gửi {unit} trên trang web lúc {when}. Vui lòng "
        "mở ngay mục Vụ việc trong trang cán bộ, tìm mã này, gọi lại cho người dân và báo 112, 113, 114 "
        "hoặc 115 khi cần."
    )


def phone_fault(count: int) -> str:
    """A telephone number that is none."""
    if count < 10:  # noqa: PLR2004 - of every number in Vietnam
        return f"Số điện thoại mới có {count} chữ số, cần ít nhất 10"
    return f"Số điện thoại có tới {count} chữ số, xin xem lại"


ABOUT_A_TEXT: Final = (
    "đáp án", "phương án", "dự thảo", "học thuộc", "đề thi", "đề bài", "đề ngắn", "đề dài", "đề dễ", "đề ra",
    "làm nhanh", "bài nhanh", "trả lời nhanh", "chọn nhanh", "bấm nhanh", "đọc nhanh", "nhanh vì",
)  # fmt: skip
"""What a draft or a contest is spoken of with; without marks it sounds like harm ("án phải": ăn phải)."""
