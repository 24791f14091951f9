"""Words that danger may stand behind: whoever uses them is asked whether they need help.

A wide net: what stands here costs an ordinary writer one line, and nobody is woken.
"""

from typing import Final

from loa.dialogue.understanding.emergency.patterns import PatternTable

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
    ("de|sinh|da|oi|bau", "vợ đẻ"),
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
