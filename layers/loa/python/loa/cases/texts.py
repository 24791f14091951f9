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
    "refused": "Không thụ lý",
    "accepted": "Đã thụ lý",
    "in_progress": "Đang giải quyết",
    "answered": "Đã trả lời",
    "confirmed": "Người dân đồng ý với câu trả lời",
    "reopened": "Mở lại",
    "closed": "Đã kết thúc",
    "withdrawn": "Người dân đã rút",
    "joined": "Đã gộp vào vụ việc khác",
}

MOVES: Final = {
    "accept": "thụ lý",
    "return": "đề nghị bổ sung thông tin",
    "supply": "bổ sung thông tin",
    "transfer": "chuyển đơn vị khác",
    "hand_outside": "chuyển cơ quan ngoài Mặt trận",
    "take_back": "nhận lại",
    "refuse": "từ chối thụ lý",
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


# What residents are told

US: Final = "chúng tôi"
UNKNOWN_UNIT: Final = "đơn vị phụ trách"


def unit_name(name: str) -> str:
    """A unit of the Front, in the middle of a sentence."""
    return f"Mặt trận {name}"


def opened(kind: str, code: str, who: str, accept_by: str, answer_by: str) -> str:
    """A case was opened."""
    return (
        f"Cảm ơn ông/bà. {_first(who)} đã nhận {_kind(kind)} của ông/bà.\n"
        f"Mã vụ việc: {code}\n"
        f"Việc tiếp theo: xem xét, báo lại chậm nhất ngày {accept_by}; trả lời chậm nhất ngày {answer_by}.\n"
        f"Muốn biết tiến độ, ông/bà nhắn mã {code} tại đây."
    )


def accepted(code: str, who: str, answer_by: str) -> str:
    """A case was accepted."""
    return (
        f"Vụ việc {code} đã được thụ lý. Đang giữ: {who}.\n"
        f"Việc tiếp theo: giải quyết và trả lời ông/bà chậm nhất ngày {answer_by}."
    )


def returned(code: str, who: str, asked_for: str, until: str) -> str:
    """The resident is asked for something."""
    return (
        f"Về vụ việc {code}, {who} cần ông/bà cho biết thêm:\n{asked_for}\n"
        f"Ông/bà trả lời ngay tại đây, chậm nhất ngày {until}. Thời hạn giải quyết tạm dừng trong lúc chờ; "
        "quá ngày đó mà chưa có thông tin thì vụ việc sẽ khép lại."
    )


def supplied(code: str, who: str, answer_by: str) -> str:
    """He gave it."""
    return (
        f"Cảm ơn ông/bà đã bổ sung thông tin cho vụ việc {code}. Đang giữ: {who}.\n"
        f"Việc tiếp theo: xem xét và trả lời chậm nhất ngày {answer_by}."
    )


def transferred(code: str, who: str, next_step: str, answer_by: str) -> str:
    """Another unit of the Front has it."""
    step = next_step or "đơn vị này xem xét, thụ lý"
    return (
        f"Vụ việc {code} đã được chuyển đến {who}, là đơn vị có trách nhiệm.\n"
        f"Việc tiếp theo: {step}; hạn trả lời là ngày {answer_by}. Mã vụ việc giữ nguyên."
    )


def handed_outside(code: str, who: str, body: str, reference: str, next_step: str) -> str:
    """A body outside the Front has it."""
    paper = f" (số văn bản: {reference})" if reference else ""
    return (
        f"Vụ việc {code} thuộc thẩm quyền của {body}. {_first(who)} đã chuyển đến cơ quan này{paper}.\n"
        f"Việc tiếp theo: {next_step}\n"
        f"{_first(who)} tiếp tục theo dõi và báo ông/bà khi có kết quả."
    )


def taken_back(code: str, who: str, answer_by: str) -> str:
    """It is in our hands again."""
    return (
        f"Vụ việc {code} đã có phản hồi từ cơ quan được chuyển. Đang giữ: {who}.\n"
        f"Việc tiếp theo: xem xét kết quả và trả lời ông/bà chậm nhất ngày {answer_by}."
    )


def refused(code: str, who: str, reason: str, legal_ground: str, until: str) -> str:
    """It is not taken up."""
    return (
        f"Rất tiếc, {who} không thụ lý được vụ việc {code}.\nLý do: {reason}\nCăn cứ: {legal_ground}\n"
        f"Nếu không đồng ý, ông/bà nhắn «mở lại {code}» kèm ý kiến, chậm nhất ngày {until}."
    )


def started(code: str, who: str, answer_by: str) -> str:
    """Work has begun."""
    return f"Vụ việc {code} đang được {who} giải quyết; trả lời ông/bà chậm nhất ngày {answer_by}."


def answered(code: str, who: str, answer: str, until: str) -> str:
    """The answer."""
    return (
        f"{_first(who)} trả lời vụ việc {code}:\n\n{answer}\n\n"
        "Việc của ông/bà đã được giải quyết chưa? Xin chấm từ 1 (chưa) đến 5 (rất hài lòng), kèm ý kiến nếu "
        f"có. Nếu chưa, vụ việc sẽ được mở lại; đề nghị mở lại chậm nhất ngày {until}."
    )


def confirmed(code: str) -> str:
    """The resident is content."""
    return f"Cảm ơn ông/bà đã đánh giá. Vụ việc {code} đã hoàn thành."


def reopened(code: str, who: str, answer_by: str) -> str:
    """It goes on."""
    return (
        f"Vụ việc {code} đã được mở lại và ưu tiên giải quyết. Đang giữ: {who}.\n"
        f"Việc tiếp theo: xem lại và trả lời ông/bà chậm nhất ngày {answer_by}."
    )


def closed(code: str, until: str) -> str:
    """It ended some time after its answer."""
    return (
        f"Vụ việc {code} đã kết thúc. Nếu việc chưa được giải quyết, ông/bà nhắn «mở lại {code}» "
        f"chậm nhất ngày {until}."
    )


def closed_unsupplied(code: str, until: str) -> str:
    """It ended because the resident did not answer."""
    return (
        f"Vụ việc {code} khép lại vì chưa nhận được thông tin bổ sung. Khi có thông tin, ông/bà nhắn "
        f"«mở lại {code}» chậm nhất ngày {until}; sau ngày đó xin gửi phản ánh mới."
    )


def withdrawn(code: str) -> str:
    """The resident took it back."""
    return f"Vụ việc {code} đã dừng theo đề nghị của ông/bà. Cần nữa, xin ông/bà gửi lại bất cứ lúc nào."


def joined(code: str, who: str, answer_by: str) -> str:
    """It goes on with others of the same matter."""
    return (
        f"Vụ việc {code} được giải quyết chung với các phản ánh cùng nội dung. Đang giữ: {who}.\n"
        f"Việc tiếp theo: ông/bà nhận câu trả lời chung, chậm nhất ngày {answer_by}. Mã vụ việc giữ nguyên."
    )


def parted(code: str, who: str, answer_by: str) -> str:
    """It goes on by itself again."""
    return (
        f"Vụ việc {code} được tách ra để giải quyết riêng. Đang giữ: {who}.\n"
        f"Việc tiếp theo: trả lời ông/bà chậm nhất ngày {answer_by}."
    )


def rescheduled(code: str, who: str, answer_by: str) -> str:
    """Days off that were announced later have moved the deadline."""
    return (
        f"Do lịch nghỉ vừa được thông báo, {who} trả lời vụ việc {code} của ông/bà chậm nhất {answer_by}. "
        "Ông/bà không phải gửi lại."
    )


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _kind(kind: str) -> str:
    label = "câu hỏi" if kind == "question" else KINDS[kind]
    return label[:1].lower() + label[1:]


# What officers are told


def reminder(code: str, kind: str, unit: str, *, about: str, share: int, due: str) -> str:
    """What the clock writes to an officer; no personal data."""
    line = f"{KINDS[kind]} {code} ({unit})"
    if about == "acceptance":
        late = "đã quá" if share >= 100 else "sắp hết"  # noqa: PLR2004 - the whole time
        return f"[Nhắc việc] {line} {late} hạn thụ lý: {due}."
    if about == "outside":
        return f"[Nhắc việc] {line} đang chờ cơ quan ngoài Mặt trận. Đề nghị hỏi kết quả, báo cho người dân."
    if share >= 100:  # noqa: PLR2004 - the whole time
        return f"[Nhắc việc] {line} ĐÃ QUÁ HẠN trả lời {due}. Đề nghị giải quyết ngay."
    return f"[Nhắc việc] {line} đã dùng {share}% thời gian, hạn trả lời {due}."


NO_RULE_FOUND: Final = (
    "Chưa tìm thấy quy định riêng của Mặt trận: thời hạn tạm áp dụng, chờ xác nhận (11/2026)."
)
LAW_ON_COMPLAINTS: Final = "Luật Khiếu nại số 02/2011/QH13, Điều 27 và Điều 28 (đối chiếu 11/2026)."
"""Where deadlines are written, as an officer reads it."""

NOT_SUPPLIED: Final = "Quá hạn chờ, người dân chưa bổ sung thông tin."

# What is refused

CHECK_INPUT: Final = "Thông tin chưa hợp lệ; xem các trường được nêu."
NOT_FOUND: Final = "Không tìm thấy vụ việc này."
CHANGED_MEANWHILE: Final = "Vụ việc vừa được người khác cập nhật. Vui lòng xem lại rồi thực hiện."
NOT_HERE: Final = "Tố cáo không được tiếp nhận ở đây. Vui lòng dùng đường tiếp nhận tố cáo riêng, bảo mật."
NEEDED: Final = "Cần nhập nội dung này."
SAME_UNIT: Final = "Vụ việc đang ở chính đơn vị này."
UNKNOWN_PATH: Final = (
    "Không có đơn vị nào như vậy trong hệ thống. Cơ quan ngoài Mặt trận: dùng “chuyển cơ quan ngoài”."
)
RESIDENT_DECIDES: Final = "Chỉ người dân xác nhận được việc này; hệ thống tự kết thúc sau 7 ngày làm việc."
TOO_LATE: Final = "Đã quá hạn mở lại vụ việc. Vui lòng gửi phản ánh mới và nêu mã vụ việc cũ."
NOT_OPEN: Final = "Vụ việc đã kết thúc nên không giao việc hoặc bổ sung được nữa."
CANNOT_JOIN: Final = "Chỉ gộp được vào một vụ việc khác đang giải quyết và chưa gộp vào đâu."
PART_FIRST: Final = "Vụ việc này có vụ việc khác gộp vào; hãy tách các vụ việc đó ra trước."
HAS_MEMBERS: Final = "Vụ việc này đã có vụ việc khác gộp vào; hãy gộp theo chiều ngược lại."
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
NOT_YOUR_UNIT: Final = "Đơn vị không có hoặc ngoài phạm vi của bạn."
CANNOT_REACH: Final = "Không chuyển được vụ việc sang trạng thái trong tệp."
ELSEWHERE: Final = "Theo hệ thống gửi dữ liệu."


def too_many_cases(maximum: int) -> str:
    """Too many cases, or too large a document."""
    return f"Mỗi lần từ 1 đến {maximum} vụ việc, tệp không quá 4 MB."


def too_many(maximum: int) -> str:
    """Too many pictures and files."""
    return f"Nhiều nhất {maximum} ảnh hoặc tệp."


def entered_within(days: int) -> str:
    """A receipt that cannot be."""
    return f"Ngày nhận không ở tương lai và không quá {days} ngày trước."


def still_personal(words: str) -> str:
    """Personal data is left in a text that everybody is to read."""
    return f"Còn thông tin cá nhân: {words}. Hãy che đi, hoặc xác nhận từng chỗ nếu được phép công khai."


# Personal data in what people write (`loa.cases.redaction`): what takes its place, how it is recognised.

PERSONAL: Final = {
    "phone": "số điện thoại",
    "id_number": "số giấy tờ",
    "email": "thư điện tử",
    "number": "dãy số",
    "link": "liên kết",
    "plate": "biển số xe",
    "birth": "ngày sinh",
    "address": "địa chỉ",
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

MONEY_WORDS: Final = "đồng|đ|vnđ|vnd|dong|triệu|trieu|tỷ|tỉ|ty|nghìn|ngàn|k"
DIGIT_WORDS: Final = (
    "không|khong|một|mốt|mot|hai|ba|bốn|bon|tư|tu|năm|nam|lăm|lam|sáu|sau|bảy|bẩy|bay|tám|tam|chín|chin"
    "|linh|lẻ"
)
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
