"""What people read about cases."""

from typing import Final

KINDS: Final = {
    "report": "Phản ánh",
    "recommendation": "Kiến nghị",
    "comment": "Góp ý",
    "question": "Hỏi đáp",
    "complaint": "Khiếu nại",
    "denunciation": "Tố cáo",
    "proposal": "Hiến kế",
}

STATES: Final = {
    "received": "Đã tiếp nhận",
    "returned": "Chờ bổ sung thông tin",
    "transferred": "Đã chuyển đơn vị khác",
    "outside": "Đã chuyển cơ quan có thẩm quyền",
    "refused": "Không nhận giải quyết",
    "accepted": "Đã nhận giải quyết",
    "in_progress": "Đang giải quyết",
    "answered": "Đã trả lời",
    "confirmed": "Người dân đồng ý với câu trả lời",
    "reopened": "Mở lại",
    "closed": "Đã kết thúc",
    "withdrawn": "Người dân đã rút",
    "joined": "Đã gộp vào vụ việc khác",
}

MOVES: Final = {
    "accept": "nhận giải quyết",
    "return": "đề nghị bổ sung thông tin",
    "supply": "bổ sung thông tin",
    "transfer": "chuyển đơn vị khác",
    "hand_outside": "chuyển cơ quan có thẩm quyền",
    "take_back": "ghi nhận kết quả từ cơ quan ngoài",
    "refuse": "từ chối giải quyết",
    "start": "bắt đầu giải quyết",
    "answer": "trả lời",
    "confirm": "xác nhận hài lòng",
    "reopen": "mở lại",
    "close": "kết thúc",
    "withdraw": "rút",
    "join": "gộp",
    "part": "tách",
}


def not_now(move: str, state: str) -> str:
    """Why a move is not possible."""
    return f"Không thể {MOVES[move]} khi vụ việc đang ở trạng thái “{STATES[state]}”."


# What residents are told: the unit by name, the kind by its own word, who does what by when

WORDS: Final = {
    "report": "phản ánh",
    "recommendation": "kiến nghị",
    "comment": "góp ý",
    "question": "câu hỏi",
    "complaint": "đơn khiếu nại",
    "denunciation": "tố cáo",
    "proposal": "hiến kế",
}
"""What a case is called in a sentence."""

TOLD_STATES: Final = {
    "received": "đã nhận, đang xem xét",
    "returned": "chờ ông/bà bổ sung",
    "transferred": "đã chuyển đơn vị khác của Mặt trận",
    "outside": "đã chuyển cơ quan có thẩm quyền",
    "refused": "không giải quyết được",
    "accepted": "đã nhận giải quyết",
    "in_progress": "đang giải quyết",
    "answered": "đã trả lời",
    "confirmed": "đã xong",
    "reopened": "đã mở lại",
    "closed": "đã kết thúc",
    "withdrawn": "đã dừng theo ý ông/bà",
    "joined": "giải quyết chung với việc cùng nội dung",
}
"""Where a case stands, as its reporter reads it."""

TOLD_STATES_OF_COMPLAINTS: Final = {
    "refused": "không nhận đơn",
    "accepted": "đã tiếp nhận",
    "in_progress": "đang xem xét, hướng dẫn",
    "joined": "xem xét chung với đơn cùng nội dung",
}
"""Where those words would promise what the Front may not do: it guides, it does not settle (Law on
Complaints, article 66)."""

UNKNOWN_UNIT: Final = "đơn vị phụ trách"

_COMMON: Final = ("Xã", "Phường", "Thị trấn", "Thị xã", "Thành phố", "Huyện", "Quận", "Tỉnh", "Đặc khu")


def unit_in_sentence(name: str) -> str:
    """The name of a place in the middle of a sentence: the level in small letters (Decree 30/2020)."""
    is_common = any(name.startswith(f"{word} ") for word in _COMMON)
    return f"{name[:1].lower()}{name[1:]}" if is_common else name


def unit_name(name: str) -> str:
    """A unit of the Front, in the middle of a sentence."""
    return f"Mặt trận {unit_in_sentence(name)}"


IN_DANGER: Final = "Nguy hiểm: gọi 114 cháy, 112 lũ, 115 cấp cứu, 113 công an."
"""Stands wherever somebody is told to answer or to wait: a call for help may not be recognised as one."""


def told_state(kind: str, state: str) -> str:
    """Where a case stands, in words for its reporter."""
    own = TOLD_STATES_OF_COMPLAINTS if kind == "complaint" else {}
    return own.get(state, TOLD_STATES[state])


def opened(kind: str, code: str, who: str, accept_by: str, answer_by: str) -> str:
    """A case was opened."""
    if kind == "complaint":
        return (
            f"{_first(who)} đã nhận đơn khiếu nại của ông/bà. Mã: {code}\n"
            f"Mặt trận không giải quyết thay cơ quan nhà nước. Chậm nhất {accept_by}, cán bộ hướng dẫn nơi "
            "giải quyết hoặc chuyển đơn đến nơi đó, rồi theo dõi kết quả.\n"
            "Ông/bà nên gửi đơn thẳng đến cơ quan đã ra quyết định: thời hiệu là 90 ngày kể từ khi nhận hoặc "
            f"biết quyết định.\n{IN_DANGER}"
        )
    return (
        f"Cảm ơn ông/bà. {_first(who)} đã nhận {WORDS[kind]} của ông/bà. Mã: {code}\n"
        f"Chậm nhất {accept_by}: cán bộ báo lại có nhận giải quyết không.\n"
        f"Chậm nhất {answer_by}: trả lời.\n"
        "Zalo chỉ cho chúng tôi nhắn trong 7 ngày kể từ tin cuối của ông/bà. Quá 7 ngày, ông/bà nhắn mã "
        f"{code} để xem kết quả.\n{IN_DANGER}"
    )


def accepted(kind: str, code: str, who: str, answer_by: str) -> str:
    """A case was accepted."""
    ask = f"Muốn hỏi thêm, ông/bà nhắn mã {code}."
    if kind == "complaint":
        return (
            f"{_first(who)} đã tiếp nhận đơn khiếu nại {code} của ông/bà. Chậm nhất {answer_by}, cán bộ "
            f"hướng dẫn nơi giải quyết hoặc báo nơi đã chuyển đơn đến. {ask}"
        )
    return (
        f"{_first(who)} đã nhận giải quyết {WORDS[kind]} {code} của ông/bà, trả lời chậm nhất {answer_by}. "
        f"{ask}"
    )


def returned(kind: str, code: str, who: str, asked_for: str, until: str) -> str:
    """The resident is asked for something."""
    return (
        f"Về {WORDS[kind]} {code}, {who} cần ông/bà cho biết thêm:\n{asked_for}\n"
        f"Ông/bà nhắn trả lời ngay tại đây, chậm nhất {until}. Trong lúc chờ, thời hạn trả lời tạm dừng. Quá "
        "ngày đó việc này tạm kết thúc; có thông tin sau, ông/bà vẫn mở lại được trong 30 ngày."
    )


def supplied(kind: str, code: str, who: str, answer_by: str) -> str:
    """What was asked for has come."""
    return (
        f"Cảm ơn ông/bà. {_first(who)} đã nhận thông tin bổ sung cho {WORDS[kind]} {code}; cán bộ xem và trả "
        f"lời chậm nhất {answer_by}.\n{IN_DANGER}"
    )


def transferred(kind: str, code: str, who: str, next_step: str, answer_by: str) -> str:
    """Another unit of the Front has it."""
    then = f"Tiếp theo: {next_step}\n" if next_step else ""
    return (
        f"{_first(WORDS[kind])} {code} đã chuyển đến {who} là nơi có trách nhiệm.\n{then}"
        f"Nơi này xem xét và trả lời ông/bà chậm nhất {answer_by}. Ông/bà không phải gửi lại; mã vẫn là "
        f"{code}."
    )


def handed_outside(kind: str, code: str, who: str, *, body: str, reference: str, next_step: str) -> str:
    """A body outside the Front has it."""
    paper = f" (văn bản số {reference})" if reference else ""
    return (
        f"{_first(WORDS[kind])} {code} thuộc thẩm quyền của {body}. {_first(who)} đã chuyển đến nơi này"
        f"{paper}.\nTiếp theo: {next_step}\n"
        f"{_first(who)} theo dõi và báo ông/bà khi có kết quả. Quá 7 ngày chưa thấy tin, ông/bà nhắn mã "
        f"{code} để hỏi."
    )


def taken_back(kind: str, code: str, who: str, body: str, answer_by: str) -> str:
    """It is with the unit again."""
    return (
        f"{_first(body or 'nơi được chuyển')} đã trả lời về {WORDS[kind]} {code}. {_first(who)} xem kết "
        f"quả và báo ông/bà chậm nhất {answer_by}."
    )


def refused(
    kind: str, code: str, who: str, *, reason: str, legal_ground: str, elsewhere: str, until: str
) -> str:
    """It is not taken up; `elsewhere`: where else the resident may turn, empty where nobody said."""
    verb = "không nhận được" if kind == "complaint" else "không giải quyết được"
    place = f"Ông/bà có thể gửi đến: {elsewhere}\n" if elsewhere else ""
    return (
        f"{_first(who)} {verb} {WORDS[kind]} {code}.\nLý do: {reason}\nCăn cứ: {legal_ground}\n{place}"
        f"Nếu chưa đồng ý, ông/bà nhắn “mở lại {code}” kèm ý kiến, chậm nhất {until}."
    )


def started(kind: str, code: str, who: str, answer_by: str) -> str:
    """Work has begun."""
    if kind == "complaint":
        return (
            f"{_first(who)} đang xem xét đơn khiếu nại {code}, sẽ hướng dẫn hoặc báo nơi đã chuyển đơn đến "
            f"chậm nhất {answer_by}."
        )
    return f"{_first(who)} đang giải quyết {WORDS[kind]} {code}, sẽ trả lời ông/bà chậm nhất {answer_by}."


HOW_IT_WENT: Final = "Việc của ông/bà xong chưa?"
"""Asked below each answer."""


def answered(kind: str, code: str, who: str, answer: str, until: str) -> str:
    """The answer."""
    return (
        f"{_first(who)} trả lời {WORDS[kind]} {code}:\n\n{answer}\n\n"
        f"{HOW_IT_WENT} Nhắn một số:\n5. Xong, rất hài lòng\n4. Xong, hài lòng\n3. Tạm được\n"
        f"2. Chưa hài lòng\n1. Chưa xong\nNhắn 1 hoặc 2 thì việc này được mở lại ngay (chậm nhất {until})."
    )


def confirmed(kind: str, code: str, until: str) -> str:
    """The resident is content."""
    return (
        f"Cảm ơn ông/bà đã chấm điểm. {_first(WORDS[kind])} {code} đã xong. Nếu sau này việc lại hỏng, "
        f"ông/bà nhắn “mở lại {code}” chậm nhất {until}."
    )


def reopened(kind: str, code: str, who: str, answer_by: str) -> str:
    """It goes on."""
    return (
        f"{_first(WORDS[kind])} {code} đã được mở lại. {_first(who)} ưu tiên xem lại và trả lời ông/bà chậm "
        f"nhất {answer_by}. Ông/bà nhắn thêm chỗ nào chưa được để cán bộ biết.\n{IN_DANGER}"
    )


def closed(kind: str, code: str, until: str) -> str:
    """It ended some time after its answer."""
    return (
        f"{_first(WORDS[kind])} {code} kết thúc vì đã trả lời mà chưa thấy ông/bà nhắn lại. Nếu việc chưa "
        f"xong, ông/bà nhắn “mở lại {code}” chậm nhất {until}."
    )


def closed_unsupplied(kind: str, code: str, who: str, until: str) -> str:
    """It ended because the resident did not answer."""
    return (
        f"{_first(WORDS[kind])} {code} tạm kết thúc vì {who} chưa nhận được thông tin đã hỏi. Khi có, ông/bà "
        f"nhắn “mở lại {code}” kèm thông tin, chậm nhất {until}; sau ngày đó xin gửi mới."
    )


def withdrawn(kind: str, code: str, who: str) -> str:
    """The resident took it back."""
    return (
        f"{_first(who)} đã dừng {WORDS[kind]} {code} theo ý ông/bà. Khi cần, ông/bà nhắn GỬI PHẢN ÁNH để gửi "
        "lại."
    )


def merged(kind: str, code: str, who: str, answer_by: str) -> str:
    """It goes on with others of the same matter."""
    how = "xem xét chung" if kind == "complaint" else "giải quyết chung"
    return (
        f"Nhiều người cùng gửi về việc này nên {WORDS[kind]} {code} được {how}. {_first(who)} trả lời mọi "
        f"người chậm nhất {answer_by}. Mã của ông/bà vẫn là {code}."
    )


def unmerged(kind: str, code: str, who: str, answer_by: str) -> str:
    """It goes on by itself again."""
    how = "xem xét riêng" if kind == "complaint" else "giải quyết riêng"
    return f"{_first(WORDS[kind])} {code} nay được {how}. {_first(who)} trả lời ông/bà chậm nhất {answer_by}."


def rescheduled(kind: str, code: str, who: str, answer_by: str) -> str:
    """Days off that were announced later have moved the deadline."""
    return (
        f"Do lịch nghỉ vừa được thông báo, {who} trả lời {WORDS[kind]} {code} của ông/bà chậm nhất "
        f"{answer_by}. Ông/bà không phải gửi lại."
    )


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


# What officers are told


def reminder(code: str, kind: str, unit: str, *, about: str, share: int, due: str, body: str) -> str:
    """What the clock writes to an officer; no personal data."""
    line = f"[Nhắc việc] {KINDS[kind]} {code} ({unit_in_sentence(unit)}):"
    if about == "acceptance":
        late = "đã quá" if share >= 100 else "sắp hết"  # noqa: PLR2004 - the whole time
        return f"{line} {late} hạn nhận giải quyết {due}."
    if about == "outside":
        return f"{line} đang chờ {body or 'cơ quan ngoài Mặt trận'}. Đề nghị hỏi kết quả và báo người dân."
    if share >= 100:  # noqa: PLR2004 - the whole time
        return f"{line} ĐÃ QUÁ HẠN trả lời {due}. Đề nghị giải quyết ngay."
    return f"{line} đã qua {share}% thời hạn, hạn trả lời {due}."


NO_RULE_FOUND: Final = (
    "Thời hạn tạm áp dụng, chờ Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh xác nhận; trong hạn 10 ngày làm "
    "việc của Luật Tiếp công dân số 42/2013/QH13, Điều 28 khoản 1."
)
LAW_ON_COMPLAINTS: Final = (
    "Luật Khiếu nại số 02/2011/QH13, Điều 27 và Điều 28: 10 ngày thụ lý; áp dụng đến hết 30/06/2026."
)
COMPLAINTS_GUIDED: Final = (
    "Luật Khiếu nại số 02/2011/QH13 (sửa đổi bởi Luật số 136/2025/QH15), Điều 66 khoản 1: Mặt trận nghiên "
    "cứu, "
    "hướng dẫn người khiếu nại; 07 ngày làm việc theo Nghị định 124/2020/NĐ-CP, Điều 16 khoản 1 (sửa đổi bởi "
    "Nghị định 155/2026/NĐ-CP, chưa đối chiếu bản gốc); báo kết quả trong 10 ngày làm việc theo Luật Tiếp "
    "công dân số 42/2013/QH13, Điều 28 khoản 1."
)
"""Where deadlines are written, as an officer reads it."""
"""Who has read the articles that a rule rests on."""

RETENTION_UNCONFIRMED: Final = (
    "Thời hạn lưu tạm áp dụng, chờ Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh xác nhận theo quy định lưu trữ."
)
FORGOTTEN: Final = "[Nội dung đã xóa theo quy định bảo vệ dữ liệu cá nhân]"
"""What stands in place of the words of somebody who has gone out of a case."""

NOT_SUPPLIED: Final = "Quá hạn chờ, người dân chưa bổ sung thông tin."

# What is refused

CHECK_INPUT: Final = "Có ô chưa đúng; vui lòng xem các ô được nêu."
NOT_FOUND: Final = "Không tìm thấy vụ việc này."
NOT_IN_TIME: Final = "Chưa kịp nhận trong lần này: vui lòng gửi lại vụ việc này."
CHANGED_MEANWHILE: Final = "Vụ việc vừa được người khác cập nhật. Vui lòng xem lại rồi thực hiện."
NOT_HERE: Final = "Tố cáo không nhập ở đây. Vui lòng dùng mục Tố cáo (bảo mật)."
NEEDED: Final = "Cần nhập nội dung này."
SAME_UNIT: Final = "Vụ việc đang ở chính đơn vị này."
UNKNOWN_PATH: Final = (
    "Không có đơn vị nào như vậy trong hệ thống. Cơ quan ngoài Mặt trận: dùng “chuyển cơ quan ngoài”."
)
RESIDENT_DECIDES: Final = "Chỉ người dân xác nhận được việc này; hệ thống tự kết thúc sau 7 ngày làm việc."
TOO_LATE: Final = "Đã quá hạn mở lại vụ việc. Vui lòng gửi phản ánh mới và nêu mã vụ việc cũ."
NOT_OPEN: Final = "Vụ việc đã kết thúc nên không giao việc hoặc bổ sung được nữa."
CANNOT_MERGE: Final = "Chỉ gộp được vào một vụ việc khác đang giải quyết và chưa gộp vào đâu."
UNMERGE_FIRST: Final = "Vụ việc này có vụ việc khác gộp vào; vui lòng tách các vụ việc đó ra trước."
HAS_MEMBERS: Final = "Vụ việc này đã có vụ việc khác gộp vào; vui lòng gộp theo chiều ngược lại."
STARS: Final = "Điểm đánh giá là số từ 1 đến 5."
NOT_RATED_NOW: Final = "Chưa đánh giá được: vụ việc chưa có câu trả lời."
NOT_RELEASED_NOW: Final = "Chỉ công khai được vụ việc đã có câu trả lời."
NO_SUCH_PICTURE: Final = "Vụ việc này không có ảnh như vậy."
PICTURE_UNDER_WAY: Final = "Ảnh đang được tải về; vui lòng thử lại sau ít phút."
PICTURE_GONE: Final = "Ảnh người dân gửi không còn được lưu."
NOT_COVERABLE: Final = (
    "Không xử lý được tệp này: chỉ nhận ảnh JPG, PNG, GIF còn nguyên, tối đa 40 triệu điểm ảnh."
)
COVER_FIRST: Final = (
    "Ảnh chưa được che, hoặc bản đã che quá 7 ngày. Vui lòng che và xem lại trước khi công khai."
)
COVERED_ANEW: Final = "Ảnh đã được che lại, khác bản được chọn. Vui lòng xem bản mới nhất rồi công khai."


def too_long(maximum: int) -> str:
    """A text has too many characters."""
    return f"Dài nhất {maximum} ký tự."


NOT_OURS: Final = "Tệp phải có “schema” là {schema} và “version” là {version}."
MALFORMED: Final = "Thiếu hoặc sai định dạng."
NOT_YOUR_UNIT: Final = "Không có đơn vị này, hoặc ngoài phạm vi được giao."
CANNOT_REACH: Final = "Không chuyển được vụ việc sang trạng thái trong tệp."
WITH_ANOTHER_UNIT: Final = "Vụ việc do đơn vị khác giải quyết; đơn vị mình chỉ xem."
ELSEWHERE: Final = "Theo hệ thống gửi dữ liệu."


def too_many_cases(maximum: int) -> str:
    """Too many cases, or too large a document."""
    return f"Mỗi lần từ 1 đến {maximum} vụ việc, tệp không quá 4 MB."


def too_many(maximum: int) -> str:
    """Too many pictures and files."""
    return f"Nhiều nhất {maximum} ảnh hoặc tệp."


def entered_within(days: int) -> str:
    """A receipt that cannot be."""
    return f"Ngày nhận không được sau hôm nay và không quá {days} ngày trước."


def still_personal(words: str) -> str:
    """Personal data is left in a text that everybody is to read."""
    return f"Còn thông tin cá nhân: {words}. Vui lòng che đi, hoặc xác nhận từng chỗ nếu được phép công khai."


# Personal data in what people write (`publication.redaction`): what takes its place, how it is recognised.

PERSONAL: Final = {
    "phone": "số điện thoại",
    "id_number": "số giấy tờ",
    "email": "email",
    "number": "dãy số",
    "link": "liên kết",
    "plate": "biển số xe",
    "birth": "ngày sinh",
    "address": "địa chỉ",
    "reporter": "người phản ánh",
    "name": "tên",
}

TITLES: Final = (
    "ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "dì", "cậu", "mợ", "thím", "cụ", "cháu",
    "chồng", "vợ", "thầy", "tên", "gọi", "gặp", "mệ", "o",
)  # fmt: skip
"""What goes before a name."""
COMRADE: Final = ("đồng chí", "đ/c")
"""The same, in two parts."""

SURNAMES: Final = (
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ",
    "ngô", "dương", "lý", "đinh", "đoàn", "đào", "trịnh", "trương", "mai", "cao", "thái", "hà", "tạ",
    "tô", "tăng", "châu", "kiều", "lưu", "lương", "lô", "lữ", "lầu", "nghiêm", "nhâm", "ninh", "phùng",
    "quách", "sầm", "thạch", "tống", "uông", "vương", "xồng", "moong", "kha", "mạc", "cụt", "vừ",
    "nông", "hứa",
)  # fmt: skip
RARE_SURNAMES: Final = (
    "và", "vi", "vang", "vàng", "già", "hoa", "quang", "lang", "ngân", "ốc", "cự", "hạ", "la", "lục",
    "thi", "từ", "trang", "bạch", "cù", "doãn", "giang", "khuất", "kim", "mã", "nhữ", "ong", "phí",
    "quản", "tiêu", "tôn", "văn", "viên", "chu", "hờ", "thò",
)  # fmt: skip
"""Surnames that are also ordinary words: with a capital letter only."""

MIDDLE_NAMES: Final = (
    "văn", "thị", "hữu", "đức", "đình", "xuân", "ngọc", "quang", "minh", "thanh", "công", "duy", "bá",
    "trọng", "viết", "sỹ", "sĩ", "kim", "thu", "thúy", "thuý", "phương", "hồng", "quốc", "khắc", "tiến",
    "mạnh", "hoàng", "tuấn", "y",
)  # fmt: skip

STREETS: Final = ("đường", "phố")
"""What goes before a street's name: who gave it the name is no secret."""

MONEY_WORDS: Final = (
    r"(?:đồng|dong)(?!\s*(?:chí|chi)\b)|đ(?!\s*/\s*c\b)|vnđ|vnd|triệu|trieu|tỷ|tỉ|ty|nghìn|ngàn|k"
)
DIGITS_SPOKEN: Final = (
    "không|khong|linh|lẻ", "một|mốt|mot", "hai", "ba", "bốn|bon|tư|tu", "năm|nam|lăm|lam|nhăm", "sáu|sau",
    "bảy|bẩy|bay", "tám|tam", "chín|chin",
)  # fmt: skip
DIGIT_WORDS: Final = "|".join(DIGITS_SPOKEN)
PHONE_WORDS: Final = (
    "điện thoại|dien thoai|đt|dt|sđt|sdt|tel|phone|hotline|máy bàn|may ban|liên hệ|lien he|lh|gọi|goi|zalo"
    "|số máy|so may|máy|fax"
)
AT_WORDS: Final = r"a\s?(?:còng|cong|móc|moc|vòng|vong)"
DOT_WORDS: Final = "chấm|cham|dot|phẩy"
BIRTH_WORDS: Final = "sinh ngày|sinh năm|ngày sinh|sinh ngay|sinh nam|ngay sinh|sinh"
HOUSE_WORDS: Final = (
    "số nhà|nhà số|so nha|nha so|sn|ngõ số|ngõ|ngách|hẻm|kiệt|ngo|ngach|hem|kiet|căn hộ số|căn hộ|can ho"
    "|thửa đất số|thửa số|thửa đất|thửa|thua dat so|thua so|thua"
    "|tờ bản đồ số|tờ bản đồ|to ban do so|to ban do"
)
NUMBER_WORDS: Final = "số|so"
STREET_WORDS: Final = "đường|phố|ngõ|ngách|hẻm|kiệt|duong|pho|ngo|ngach|hem|kiet"
NAME_FOLLOWS: Final = (
    "họ và tên|họ tên|ho va ten|ho ten|tên(?: tôi| em| cháu| mình)? là|ten(?: toi| em| chau)? la"
)

TOLD_BY_PHONE: Final = "Đã gọi điện báo người dân, vì tin Zalo không tới."
"""An officer's note."""
