"""What people read about denunciations."""

from collections.abc import Mapping
from typing import Final

STATES: Final[Mapping[str, str]] = {
    "received": "Đã tiếp nhận, đang xem xét điều kiện thụ lý",
    "transferred": "Đã chuyển đơn vị khác trong hệ thống Mặt trận, đang xem xét điều kiện thụ lý",
    "outside": "Đã chuyển đến cơ quan có thẩm quyền giải quyết",
    "refused": "Không thụ lý",
    "accepted": "Đã thụ lý",
    "in_progress": "Đang xác minh, giải quyết",
    "answered": "Đã có kết quả",
    "closed": "Đã kết thúc",
}
"""As the denouncer reads them."""

LAW: Final = "Luật Tố cáo số 25/2018/QH14 (sửa đổi, bổ sung đến năm 2025), Điều {article}."
"""Where deadlines are written, as an investigator reads it."""

WHAT_MISSING: Final = "Vui lòng viết nội dung tố cáo, ít nhất 10 ký tự."
CONTACT_MISSING: Final = "Ông/bà muốn được liên hệ: vui lòng ghi số điện thoại hoặc địa chỉ liên hệ."

ANSWER_NEEDED: Final = (
    "Lúc này có rất nhiều người gửi. Xin trả lời câu hỏi ngắn ở cuối trang rồi bấm Gửi; lời đã viết vẫn còn."
)
QUESTION_HINT: Final = "Để biết không phải máy tự động gửi. Trả lời bằng số."
_NUMBERS: Final = ("", "", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

PAGE_FULL: Final = (
    "Giờ này trang đã nhận hết mức. Lời ông/bà viết chưa được gửi và vẫn còn ở dưới: xin sao chép lại, "
    "gửi vào đầu giờ sau; gửi lại nhiều lần không sao."
)
OTHER_WAYS: Final = (
    "Nhắn trong Zalo cho trang của Mặt trận nơi ông/bà ở, bắt đầu bằng chữ: tố cáo. Lời nhắn được giữ kín.",
    "Gửi đơn có chữ ký qua bưu điện đến Ủy ban MTTQ Việt Nam tỉnh.",
    "Đến trình bày trực tiếp tại nơi tiếp công dân của Ủy ban MTTQ Việt Nam tỉnh.",
    "Có người đang gặp nguy hiểm: gọi ngay 113.",
)
"""What stays open when the page takes nothing more."""


def question(first: int, second: int) -> str:
    """The question of a form, in words: what only looks for digits finds none."""
    return f"{_NUMBERS[first].capitalize()} cộng {_NUMBERS[second]} bằng mấy? (bắt buộc)"


WRONG_WORD: Final = (
    "Mã hồ sơ hoặc mật khẩu tra cứu không đúng, hoặc đã thử sai quá nhiều lần. Xin xem lại giấy hoặc ảnh "
    "đã lưu; "
    "nếu đúng, xin thử lại sau một giờ."
)
CHANGED_MEANWHILE: Final = "Hồ sơ vừa được người khác cập nhật. Vui lòng tải lại."
REASON_MISSING: Final = "Vui lòng ghi lý do."
GROUND_MISSING: Final = "Vui lòng ghi căn cứ pháp lý."
BODY_MISSING: Final = "Vui lòng ghi tên cơ quan có thẩm quyền."
REFERENCE_MISSING: Final = "Vui lòng ghi số văn bản chuyển."
REPLY_MISSING: Final = "Vui lòng ghi nội dung trả lời người tố cáo."
SAME_UNIT: Final = "Hồ sơ đang ở chính đơn vị này."
UNKNOWN_UNIT: Final = "Không có đơn vị này."
NOT_EXTENDABLE: Final = (
    "Không thể gia hạn: tố cáo chưa thụ lý, hoặc đã hết số lần theo Điều 30 (vụ việc phức tạp: một lần; "
    "đặc biệt phức tạp: hai lần)."
)
SECOND_PERSON: Final = "Người đề nghị chuyển không tự duyệt; cần một cán bộ xác minh khác của đơn vị."
NOTHING_PROPOSED: Final = "Không có đề nghị chuyển nào đang chờ duyệt."
CLIMBED: Final = "Quá hạn xem xét thụ lý, hệ thống tự chuyển lên cấp trên."
REORGANISED: Final = "Đơn vị được sắp xếp lại; hồ sơ chuyển sang đơn vị tiếp nhận."


def too_long(limit: int, length: int) -> str:
    """A field has too many letters."""
    return f"Tối đa {limit} ký tự; ông/bà đã viết {length} ký tự."


def receiver(*, has_above: bool) -> str:
    """Who reads what is sent in confidence to an account."""
    return "người được giao xác minh của cấp trên" if has_above else "người được giao xác minh của tỉnh"


def begun(url: str, whom: str) -> str:
    """What the chat answers to somebody who denounces."""
    return (
        "Tố cáo cần được giữ kín. Mời ông/bà viết ở trang riêng; trang này không biết ông/bà là ai:\n"
        f"{url}\n"
        f"Lời, ảnh ông/bà nhắn tiếp ở đây được chuyển riêng cho {whom}, nhưng trong Zalo tin vẫn còn, "
        f"người quản "
        "trị trang có thể thấy: nên thu hồi hoặc xóa. Nhắn xong, ông/bà nhắn XONG. "
        "Có người đang gặp nguy hiểm: gọi 113."
    )


def offered(whom: str) -> str:
    """What the chat answers to somebody who accuses a person in office without saying that they denounce."""
    return (
        "Việc này nếu là tố cáo cán bộ làm sai thì nên gửi kín. Ông/bà nhắn một số:\n"
        f"1. Gửi kín cho {whom}\n"
        "2. Phản ánh bình thường, cán bộ ở đây đọc\n"
        "Trong lúc chờ, tin của ông/bà chưa được đưa cho cán bộ ở đây. Sau một giờ chưa chọn thì tin được "
        "chuyển kín. Không gửi nữa thì nhắn HỦY. Có người đang gặp nguy hiểm: gọi 113."
    )


IN_DANGER: Final = (
    "Nếu lúc này có người đang nguy hiểm, ông/bà gọi ngay 113 (công an), 115 (cấp cứu) "
    "hoặc 111 (trẻ em bị hại), xin đừng chờ trả lời."
)
KEPT: Final = (
    "Đã nhận và chuyển kín. Ông/bà cứ nhắn tiếp, gửi ảnh, tệp. Nhắn xong, ông/bà nhắn XONG; không gửi nữa "
    "thì nhắn "
    "HỦY. Muốn nhắn việc khác cho cán bộ, xin nhắn XONG trước. Quá một giờ không nhắn, tin lại do cán bộ "
    "đọc như thường. Có người đang gặp nguy hiểm: gọi 113."
)


def done(url: str, whom: str) -> str:
    """What the chat answers to somebody who has said all."""
    return (
        f"Lời ông/bà đã nhắn được chuyển riêng cho {whom}. Muốn có mã để hỏi kết quả, hoặc bổ sung, "
        f"ông/bà viết ở "
        f"trang riêng:\n{url}\n"
        "Từ giờ tin nhắn ở đây lại do cán bộ đọc và trả lời như thường. Có người đang gặp nguy hiểm: gọi 113."
    )


def nothing_said(url: str) -> str:
    """The same to somebody who has said nothing."""
    return (
        f"Ông/bà chưa nhắn nội dung nào nên chưa có gì được chuyển đi. Muốn tố cáo, mời ông/bà viết ở "
        f"trang riêng:\n"
        f"{url}\n"
        "Từ giờ tin nhắn ở đây lại do cán bộ đọc và trả lời như thường. Có người đang gặp nguy hiểm: gọi 113."
    )


_SENT: Final[Mapping[str, str]] = {
    "image": "Ảnh",
    "gif": "Ảnh động",
    "video": "Video",
    "audio": "Ghi âm",
    "voice": "Ghi âm",
    "file": "Tệp",
}

FILE_WAITED_FOR: Final = "Đang sao chép từ Zalo; xem lại sau một giờ."
FILE_FAILURES: Final[Mapping[str, str]] = {
    "address": "Địa chỉ của tệp không hợp lệ nên không tải được.",
    "unknown_host": "Tệp nằm trên máy chủ chưa được khai báo; hệ thống còn thử tải lại trong vài ngày.",
    "redirected": "Máy chủ của Zalo chuyển tiếp quá nhiều lần; không tải được tệp.",
    "gone": "Zalo không còn giữ tệp này.",
    "too_large": "Tệp quá lớn nên không được lưu.",
    "empty": "Tệp rỗng.",
    "no_answer": "Máy chủ của Zalo không trả lời trong nhiều ngày; không tải được tệp.",
}
"""What an investigator reads of a file that could not be kept, by reason."""

ASK_AGAIN: Final = "Nếu người tố cáo cho cách liên hệ, có thể đề nghị gửi lại hoặc đưa bản gốc."


def sent(kind: str) -> str:
    """What stands among the words for a file that was sent with them."""
    return f"[{_SENT.get(kind, 'Tệp')}]"


def file_failure(reason: str) -> str:
    """Why a file cannot be had, and what can be done."""
    if reason == "unknown_host":
        return FILE_FAILURES[reason]
    return f"{FILE_FAILURES[reason]} {ASK_AGAIN}"


def unreadable(kind: str) -> str:
    """What stands for a message that nothing could be read of."""
    return f"[Tin không đọc được: {kind or 'không rõ loại'}]"


CANCELLED: Final = (
    "Đã hủy: không chuyển gì đi. Tin đã nhắn vẫn còn trong Zalo, ông/bà nên thu hồi hoặc xóa. "
    "Từ giờ tin nhắn ở đây lại do cán bộ đọc như thường. Có người đang gặp nguy hiểm: gọi 113."
)
RELEASED: Final = (
    "Đã đưa tin của ông/bà cho cán bộ ở đây; cán bộ đọc và trả lời ông/bà tại đây. "
    "Có người đang gặp nguy hiểm: gọi 113."
)
