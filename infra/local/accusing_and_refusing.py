"""Sentences that accuse people in office, or refuse to send, composed from how Vietnamese says so.

The second net learns from what people wrote (`tests/dialogue`), and from these: families of sentences, each a
pattern whose places are filled from a lexicon (offices, goods, ways of taking, nos, verbs of sending), in the
words of Nghệ An and of the telephone too, beside ordinary sentences of the same words. They are written from
grammar and from nothing that anybody typed; no set that measures was read for them.

    {who} {took} {goods} của dân       Ông trưởng bản ỉm quà Tết của dân
    {no} {send} {end}                  nỏ gửi mô
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

SEED: Final = 11
EACH: Final = 24
"""Sentences of a pattern."""

_PLACE: Final = re.compile(r"\{(\w+)\}")


def _words(*lines: str) -> tuple[str, ...]:
    return tuple("|".join(lines).split("|"))


LEXICON: Final[Mapping[str, Sequence[str]]] = {
    "who": _words(
        "ông trưởng thôn|trưởng bản|ông xóm trưởng|bà khối trưởng|chủ tịch xã|ông chủ tịch|phó chủ tịch",
        "bí thư chi bộ|cán bộ địa chính|anh địa chính|chị kế toán xã|thủ quỹ|cán bộ chính sách",
        "công an xã|mấy ông trên xã|mấy ông ở ủy ban|lãnh đạo xã|ông hội trưởng|bà hội phụ nữ",
        "chủ nhiệm hợp tác xã|hiệu trưởng|cô giáo chủ nhiệm|kiểm lâm|cán bộ một cửa|bác sĩ ở trạm",
        "tổ trưởng tổ dân phố|mấy ôông xã|ôông xóm trưởng|o kế toán|cb xã|ct xã|trưởng ban mặt trận xóm",
        "cán bộ tín dụng|quan xã|xã đội trưởng|thú y xã|cán bộ hộ tịch|cán bộ tư pháp|công chứng viên",
        "đại biểu hội đồng|chánh văn phòng|sếp ở xã|bí thư đoàn|hội cựu chiến binh|ban quản lý chợ",
        "trưởng trạm y tế|nhân viên điện lực|ông xóm|họ|người ta|trên nớ",
    ),
    "goods": _words(
        "tiền hỗ trợ lụt|tiền cứu trợ|quà Tết|gạo cứu đói|tiền đền bù|quỹ xóm|quỹ vì người nghèo",
        "tiền từ thiện|tiền làm đường|tiền điện chiếu sáng|tiền trợ cấp|tiền người có công|tiền bảo trợ",
        "tiền lúa giống|hàng cứu trợ|tiền phạt|tiền đất|quỹ phụ huynh|tiền ăn của các cháu|tiền rừng",
        "phân bón hỗ trợ|xi măng làm đường|tiền dân góp|tiền vận động|tiền hộ nghèo|thuốc của trạm",
        "tiền thủy lợi",
    ),
    "took": _words(
        "lấy|lấy hết|lấy mất|ăn|ăn hết|ăn bớt|ỉm|ỉm hết|giữ lại|bớt lại|bớt một nửa|giấu|giấu đi",
        "chia nhau|nuốt|nuốt trọn|cầm luôn|tiêu hết|xài hết|mượn không trả|bán mất|đem về nhà|đút túi",
        "hốt|vơ hết|cắt xén|xà xẻo|rút ruột|tẩu tán|đem bán|cấp cho bà con mình|chia cho người nhà",
        "thu rồi không nộp",
    ),
    "gave": _words(
        "đưa phong bì|lót tay|đưa 5 triệu|chi 500 nghìn|bồi dưỡng|biếu con gà|cà phê|có quà|đưa tiền",
        "chạy tiền|nộp thêm 2 triệu|quà cáp|đi cửa sau|mời nhậu|kẹp tiền vào hồ sơ",
    ),
    "service": _words(
        "làm sổ đỏ|xin giấy xác nhận|vào hộ nghèo|làm giấy khai sinh|tách thửa|xin phép xây nhà|vay vốn",
        "làm hồ sơ người có công|xin việc ở xã|chuyển trường|được đền bù|làm chế độ|đi khám bảo hiểm",
    ),
    "kin": _words(
        "em vợ|con rể|cháu ruột|anh em|người nhà|con trai|bà con bên vợ|dâu|thông gia|chú em",
        "hàng xóm thân",
    ),
    "privilege": _words(
        "hộ nghèo|danh sách hỗ trợ|suất đất|biên chế|công trình|gói thầu|chế độ chính sách|lô đất đẹp",
        "nhà tình nghĩa",
    ),
    "papers": _words(
        "danh sách hộ nghèo|chữ ký của dân|hóa đơn|hồ sơ đền bù|diện tích đất|biên bản họp",
        "số nhà bị ngập|sổ sách|giấy tờ",
    ),
    "forged": _words(
        "khai khống|khai man|sửa|ký thay|làm giả|lập khống|kê thêm|ghi thêm tên vào|ghi tên ma vào|gian",
    ),
    "hurt": _words(
        "đánh|tát|chửi|dọa|dọa nạt|ép|bắt ép|đuổi|xúc phạm|trù dập|gây khó dễ cho|hành|làm khó|quát nạt",
        "sàm sỡ|đòi bỏ tù",
    ),
    "people": _words(
        "dân|bà con|mẹ tui|chồng em|người già|hộ nghèo|con tôi|học trò|phụ nữ|cụ già|nhà tôi|tụi tui",
    ),
    "tell": _words(
        "dân ai cũng biết|bà con bức xúc lắm|cả xóm ai cũng đồn|tui thấy tận mắt|nghe nói|tôi nghi|e là",
        "có người kể|em có ảnh chụp|tôi có bằng chứng|đừng nói tên tui|xin giấu tên|em sợ bị trả thù",
        "nói nhỏ với cán bộ|dân kêu trời",
    ),
    "after": _words(
        "nỏ ai dám nói|không ai dám kêu|dân khổ lắm|mà nỏ thấy ai xử|xây nhà to|mua xe mới",
        "rứa mà cũng yên|mong trên về kiểm tra|không công khai|không hóa đơn chi cả|hỏi thì chửi",
        "hỏi thì bảo hết rồi|dân nỏ được chi|mấy năm nay rồi|trời không dung",
    ),
    "kind": _words(
        "giúp|hướng dẫn tận tình|hỏi thăm|phát|trao|đã chia đều|công khai|phát tận tay|vận động giúp",
        "xin giúp|đem tới tận nhà",
    ),
    "matter": _words(
        "đường ngập|cầu hỏng|điện yếu|rác nhiều|nước đục|hàng xóm mở nhạc to|chó thả rông|cống tắc",
        "đèn hỏng|mất trộm gà|ruộng thiếu nước|xe tải chạy đêm|hàng xóm lấn đất|sạt bờ kênh|loa hỏng",
        "trâu bò phá lúa",
    ),
    "when": _words(
        "khi mô|bao giờ|mấy giờ|ngày nào|hôm nào|tháng mấy|chừng mô",
    ),
    "no": _words(
        "không|ko|k|nỏ|đừng|chớ|khỏi|thôi khỏi|thôi đừng|chưa|đừng có|không cần|nỏ cần|thôi nỏ|hông",
        "chẳng|khoan đã đừng",
    ),
    "wont": _words(
        "không muốn|nỏ muốn|không ưng|nỏ ưng|không chịu|hết muốn|chẳng muốn|ko mún|nỏ dám|không dám|ngại",
    ),
    "send": _words(
        "gửi|gởi|chuyển|nộp|báo|trình|đưa lên|phản ánh|làm đơn|gửi đi|chuyển lên|báo lên|ghi vô|đăng",
        "ghi lại|nói chi",
    ),
    "end": _words(
        "nữa|mô|đâu|nữa mô|nữa đâu|vội|nha|nghe|đã|hè|ạ|nhé|mần chi|làm chi|chi cho mệt|kẻo rách việc",
        "luôn",
    ),
    "take_back": _words(
        "hủy|xóa|bỏ|rút|dẹp|ngưng|dừng|cho qua|thu lại|bỏ qua|gạt đi|hủy giùm|xóa giùm|rút lại",
    ),
    "it": _words(
        "đơn|phản ánh|cái ni|cái này|chuyện ni|tin nhắn vừa rồi|lời tui nói|hết|giúp tui|đi|cho em",
        "việc ni",
    ),
    "wait": _words(
        "để tui coi lại|để hỏi chồng đã|chờ tui tí|để mai|để nghĩ đã|từ từ|còn sai|viết chưa đúng",
        "ghi nhầm rồi|chưa xong|tui đổi ý|nghĩ lại rồi|coi như tui chưa nói|sợ lắm|sợ họ biết",
        "tui tự lo được|giải quyết xong rồi|để xem răng đã",
    ),
    "own": _words(
        "máy múc nhà ông|xe công|nhà văn hóa|đất công|xe của ủy ban|con dấu|máy bơm của xóm|hội trường",
        "cây của xóm",
    ),
    "private": _words(
        "chở vợ đi chơi|việc riêng|làm không đấu thầu|cho thuê lấy tiền|đám cưới con|buôn bán",
        "chở gạch nhà mình",
    ),
    "hint": _words(
        "phải biết điều|phải làm luật|mua đường|có tiền là xong|có đi có lại|không quen thì nỏ xong",
        "phải có chút gì",
    ),
    "many": _words(
        "200 suất|50 bao|một xe|15 ký|100 phần|3 tạ|20 triệu|đủ cả xóm|30 con bò",
    ),
    "few": _words(
        "có 130|còn 9|được một nửa|mỗi nhà vài lạng|thiếu mất chục|nỏ đủ|có 6|hụt 5 triệu",
    ),
    "someone": _words(
        "con tui|thằng cháu|vợ em|chồng về|bà con ký cùng|ông xã|mấy hộ nữa|o hàng xóm|cả xóm|bố em",
    ),
    "first": _words(
        "đọc cho đã|coi cho kỹ|đi học về|ký đủ rồi tính|nói cho rõ|viết lại giùm|quyết đã|đeo kính đã",
        "hỏi cho chắc",
    ),
    "yes": _words(
        "ừ|dạ|vâng|ok|được rồi|đúng rồi|chuẩn|nhất trí|rồi|rứa được|ừ đúng|phải rồi|uh",
    ),
    "please": _words(
        "đi|luôn|giùm tui|hộ em|cho tôi|nha|nhé|lên xã|cho xã|liền|ngay|sớm|giúp bà con|lên trên",
    ),
    "dont": _words(
        "đừng để lâu|đừng chậm|không sai mô|không thiếu chi|nỏ thêm chi nữa|đừng quên|không cần sửa",
        "khỏi hỏi thêm",
    ),
}
"""What stands in the places of the patterns."""

ACCUSING: Final = (
    "{who} {took} {goods}",
    "{who} {took} {goods} của dân",
    "{goods} bị {who} {took}",
    "{goods} {who} {took}, {after}",
    "{tell}, {who} {took} {goods}",
    "{tell} {who} {took} {goods} {after}",
    "muốn {service} thì phải {gave} cho {who}",
    "{who} bắt {gave} mới cho {service}",
    "không {gave} thì {who} không cho {service}",
    "{who} cho {kin} vô {privilege}, {after}",
    "{kin} của {who} được {privilege}, nhà khó thật thì nỏ có",
    "{privilege} toàn {kin} {who}",
    "{who} {forged} {papers} để lấy {goods}",
    "{tell}, {who} {forged} {papers}",
    "{who} {hurt} {people}",
    "{who} {hurt} {people}, {after}",
    "{goods} đi mô hết mà {who} {after}",
    "{goods} vô túi {who} hết",
    "{who} ăn ở không ngay, {took} {goods}",
    "{goods} {many} mà tới dân {few}, còn lại ở nhà {who}",
    "{goods} {many} mà dân nhận {few}, hỏi {who} thì rõ",
    "{who} lấy {own} {private}",
    "{who} dùng {own} {private}, {after}",
    "ai góp ý là bị {who} {hurt}",
    "góp ý {who} xong nhà tui bị rút {privilege}",
    "{service} mà {who} bảo {hint}",
    "{matter} mà {who} cho qua, {hint} cả",
    "{who} đưa {kin} vào {privilege} còn nhà tui thì gạch tên",
    "{who} sửa {papers} cho {kin}",
    "{who} mua {privilege} bằng tiền",
)
BESIDE: Final = (
    "{who} {kind} {goods} cho dân, cảm ơn nhiều",
    "{who} {kind} {people} rồi",
    "cho hỏi {goods} {when} phát",
    "cho hỏi {service} hết bao nhiêu tiền, gặp {who} hay ai",
    "{service} thì gặp {who} {when} được",
    "nhờ {who} xem giúp {matter}",
    "{matter}, báo {who} rồi mà chưa sửa",
    "{who} có ở nhà không, tui cần {service}",
    "{people} chưa nhận được {goods}, hỏi {who} thì hẹn tuần sau",
    "{matter} đề nghị {who} giải quyết",
    "{goods} {when} có rứa cán bộ",
    "{who} báo họp {when}",
    "nộp {goods} cho {who} {when}",
    "cảm ơn {who} đã giúp {people}",
    "{people} muốn vào {privilege} thì cần giấy chi",
    "{who} mời họp bàn {goods}, công khai rõ ràng",
    "{matter} mà {who} đi vắng",
)
"""Ordinary sentences about the same offices and goods."""
REFUSING: Final = (
    "{no} {send} {end}",
    "{no} {send}",
    "tui {no} {send} {end}",
    "{wait}, {no} {send}",
    "{wait}",
    "{take_back} {it}",
    "{take_back} {it}, {wait}",
    "em {wont} {send} {end}",
    "{wont} {send}",
    "{send} {end} rứa, {no} {send}",
    "có ai biểu {send} mô, {take_back} {it}",
    "thôi {take_back} {it} {end}",
    "chờ {someone} {first}",
    "đợi {someone} đã, {no} {send}",
    "{no}, chờ {someone} {first}",
    "mắt kém, chờ {someone} {first}",
    "thôi tui lên gặp {who} nói trực tiếp",
    "{matter} xong rồi {no} {send} {end}",
    "chưa, còn chờ {someone} {end}",
)
AGREEING: Final = (
    "{yes} {send} {please}",
    "{send} {please}",
    "{yes}, {dont}, {send} {please}",
    "{send} {please} {dont}",
    "{yes} {dont}",
    "{matter} {dont} {send} {please}",
    "{yes} {yes}",
    "nhờ {send} {please}",
    "{dont}, {yes}",
    "{matter} nhờ {who} {please}",
)
"""What stands at the same question and agrees."""


def composed() -> list[dict[str, Any]]:
    """Return the sentences as labelled lines; the same ones each time."""
    chance = random.Random(SEED)  # noqa: S311 - an order, no secret
    return [
        {"situation": situation, "said": said, "hazard": hazard}
        for situation, hazard, patterns in (
            ("idle", "denunciation", ACCUSING),
            ("idle", None, BESIDE),
            ("check", "no", REFUSING),
            ("check", None, AGREEING),
        )
        for said in _filled(patterns, chance)
    ]


def _filled(patterns: Sequence[str], chance: random.Random) -> Iterator[str]:
    for pattern in patterns:
        found = {_PLACE.sub(lambda place: chance.choice(LEXICON[place[1]]), pattern) for _ in range(EACH)}
        yield from sorted(found)
