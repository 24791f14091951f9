"""Cries for help, which count whatever else is said, and words that danger may stand behind.

The words are a wide net: who uses them is asked whether they need help. That costs an ordinary writer one
line, and nobody is woken.
"""

from typing import Final

from loa.dialogue.understanding.emergency.patterns import PatternTable

_CALL: Final = "(cuu|kiu|ciu|kuu)"

CRIES: Final[PatternTable] = (
    (rf"^({_CALL}|cuu cuu|cuu nan|cuu a|sos|11[2345]|112 a)$", "cứu"),
    ("sos", "SOS"),
    (rf"{_CALL} (voi|vs|zoi|vui|gap|giup|lay|mau|nguy cap|tro gap|ho em|dum|gium|be|o)", "cứu với"),
    (rf"{_CALL} (tui|toi|em|e|me|con|chau|minh|ba|bo|ong|choa|vo|chong|cha|ca|bon|tre)", "cứu em"),
    (rf"{_CALL} (nguoi|nha|mang|nan|hoa|thuong)", "cứu người"),
    ("cap (cuu|kiu|ciu)", "cấp cứu"),
    ("(xin|keu) cuu", "kêu cứu"),
    ("^<3>cuu$", "trời ơi cứu"),
    ("^cuu(?! (chua|van|sinh|canh|song))", "cứu xóm tui"),
    ("cuu ho (gap|voi|khan|di|cho|giup)", "cứu hộ gấp"),
    ("(can|xin|goi) cuu (ho|nan)", "cần cứu hộ"),
    ("tiep te", "xin tiếp tế nhà em hết gạo ngập 3 ngày"),
    ("het (gao|nuoc uong|luong thuc) <3>(ngay|an|roi|uong)", "cả bản hết gạo ba ngày"),
    ("goi <2>11[2345]", "gọi giùm 115 với"),
    ("^(da |a )?giup (em|toi|tui|choa|chau|voi)( voi| a| gap)*$", "giúp em với"),
    ("(tren|len|leo|treo) (mai|noc) <1>(nha|bep|chuong|tra|ngoi)?", "đang trên mái nhà"),
    ("nguy (cap|kich|to|roi)", "nguy to rồi"),
    ("nguy hiem (lam|qua|tinh mang|den tinh mang)", "nguy hiểm lắm rồi tới ngay đi"),
    ("khan cap", "khẩn cấp"),
    ("(goi|bao) (cong an|canh sat|dan quan|bo doi|bien phong) <1>(voi|giup|gap|di)", "gọi công an giúp với"),
    ("mac ket", "mắc kẹt"),
    ("(bi|dang|con|co nguoi|han|no) <1>ket", "bị kẹt trong nhà"),
    ("(sap|dang) chet", "có người sắp chết"),
    ("bi nan", "có người bị nạn"),
    ("^(cuop|trom|hiep|giet nguoi|dam chem)( roi| oi| voi)*$", "cướp"),
    ("sap (bi )?(troi|cuon)", "bản tui sắp trôi"),
    ("(sap|lo|chay)( *){0,4} (co|con) nguoi", "sập rồi, có người ở dưới"),
    ("(cho|xin|can|dua) <2>(thuyen|xuong|ca (no|_)|ghe|xe cap|truc thang)", "cần ca nô gấp"),
    ("co (thuyen|xuong|ca (no|_)|ghe) <1>(khong|ko|k)", "nhà ai có thuyền không"),
)

# Words that danger may stand behind

PERIL: Final[PatternTable] = (
    ("chay|boc lua|lua|khoi|toe lua|khet", "ngoài ngõ cháy"),
    ("no tung|tieng no|phat no", "nghe phát nổ"),
    ("lu|lut|ngap|nuoc len|nac len|lu ve|lu ong", "nước ngập rồi"),
    ("sap|sat|lo|vui|nut|do xuong|nghieng", "nhà nghiêng lắm rồi"),
    ("da lan|lan xuong|roi xuong|lao xuong|nga xuong|te xuong|rot xuong|sup xuong", "rơi xuống đó"),
    ("troi|cuon|chim|duoi|lat|chet may", "thuyền lật"),
    ("ket|mac lai|(khong|no) (ra|vo) duoc|mo cua (khong|no) duoc", "mở cửa nỏ được"),
    ("giat|chap dien|day dien", "dây điện rớt"),
    ("tren (noc|mai|cay|tra|gac|ban tho|cau|san thuong)", "đang ngồi trên cây"),
    ("chay di mo|chay mo|di mo (chu|choa)|ca ban <2>chay", "chạy đi mô chừ"),
    ("(khi|mui) <2>(doc|la|hac|trung thoi|trung thui)", "mùi như trứng thúi khắp nhà"),
)
BODY: Final[PatternTable] = (
    ("mau|me man|xiu|ngat|lim|co giat|kho tho|tho", "ông thở khó"),
    ("sot|non|tim|xanh|lanh|quan|dau <1>(bung|dau|nguc)|chong mat", "cháu sốt nôn"),
    ("de|sinh|(tro|chuyen|dau) da|oi|bau", "vợ đẻ"),
    ("chet|hap hoi|tat tho|thoi thop|sap di|bat dong|nam im|nam <1>dong", "ông nằm một đống"),
    ("can|cap|dot|hoc|nghen|nuot|ngo doc|thuoc", "bị cắn"),
    ("gay|bong|thuong|de len|trung|huc|tong|dam|van ra", "gãy chân"),
    ("boc mui|khong thua|no thua|khong day|no day", "gọi không thưa"),
)
PEOPLE: Final[PatternTable] = (
    ("danh|dap|chem|giet|doa|bop co|dao|sung|xang|rua|ma tau|gay", "nó cầm rựa"),
    ("trom|cuop|cay cua|pha|dot", "nó cạy cửa sổ"),
    ("bat|nhot|troi|keo|lua|du|mat tieu|mat hut|chua ve|no ve|khong ve|mat tich", "con nhỏ nỏ về"),
    ("tron|nup|so (lam|qua)|run (lam|qua|cam cap)|lanh sap", "tui núp trong chuồng"),
    ("keu|khoc|la het|im re|cau cuu", "nghe kêu khóc"),
    ("xin loi|vinh biet|lan cuoi|di luon|khong con ai|mot minh|chan|kho qua|met moi", "em mệt mỏi lắm"),
    ("nguoi la|xe la", "người lạ"),
    ("het (gao|nuoc|pin)", "hết pin đèn"),
)
URGENT: Final = (
    "dang", "vua", "vua moi", "chu", "gap", "mau", "nhanh", "ngay", "roi", "oi", "troi oi", "nay gio",
    "nay chu", "te", "kia",
)  # fmt: skip
"""With a word of peril, it may be now."""
