"""Blows, arms, robbers, people who are taken or held, children who are harmed."""

from typing import Final

from loa.dialogue.understanding.emergency.patterns import PatternTable

_MINE: Final = "(e|em|vo|vk|con|me|ma|toi|tui|chau|nguoi|bo|cha|anh|chi|ba)"
_ARMS: Final = "(dao|sung|rua|gay|ma tau|kiem|bua|can xang)"

BLOWS: Final[PatternTable] = (
    (
        f"(chong|ck|vk|bo|cha|duong|han|say|ruou|thang *|no) <5>(dap|quanh|nen) {_MINE}",
        "hắn về đập mạ con tui",
    ),
    ("(ck|vk) <3>danh", "ck e đánh e"),
    (
        "(dang|bi|lai|no|chong|bo|cha|con|ho|chung no|thang *|ong ay|vo|say|hang xom) <3>danh",
        "trẻ bị đánh",
    ),
    (
        "danh (nhau|chet|dap|em|me|vo|con|toi|tui|chau|nguoi|gay|toe|vo dau|bat tinh|hoi dong)",
        "đánh nhau",
    ),
    ("hanh (hung|ha)|bao (luc|hanh)", "hành hung"),
    (
        "(chem|dam) (chet|nguoi|nhau|bi thuong|lon|vo|vk|con|me|bo|chong|em|anh|xong|* roi)",
        "cầm dao chém nhau",
    ),
    ("bi (chem|dam)", "bị chém"),
    (f"(vac|cam|xach|vung|mang) <1>{_ARMS}", "có kẻ cầm súng"),
    ("(tieng sung|ma tau)", "có tiếng súng trong xóm"),
    ("bop co", "nó bóp cổ em"),
    ("giet (nguoi|em|toi|tui|chet|ca|me|vo|con|chau)", "nó dọa giết tui"),
    ("doi (dam|chem|danh|giet|dot)", "nó đòi đâm em"),
    ("doa (giet|chem|danh|dam|dot|no|tu thieu)", "nó dọa giết tui"),
    ("(la het|khoc thet|khoc khan|keu ret)", "khóc thét lịm đi rồi"),
    ("bao vay|vay (danh|nha)", "chúng nó bao vây nhà em"),
)
ROBBERS: Final[PatternTable] = (
    ("(co|dang|bi|thang|bon) <1>(trom|cuop)", "bị cướp xe"),
    ("trom (dang|trong|vao|vo|dot)|dot nhap", "có trộm trong nhà"),
    ("cuop (giat|roi|nha|xe)", "cướp giật"),
    ("(dap|pha|dam|xong vao|cay) (cua|nha|quan)", "nó đang đập cửa đòi giết"),
)
TAKEN: Final[PatternTable] = (
    ("bat coc|bi bat di", "bị bắt cóc"),
    ("bi <3>bat (di|mat|coc|len)", "con tui bị họ bắt lên xe"),
    ("bat (con|chau|em|me|be|dua) <5>(di|len xe|mat|chay)", "hắn bắt con tui đi rồi"),
    ("(keo|loi|lua|du|bat) <5>(len xe|di mo|di mat|vo buong|vao buong)", "bắt con bé lên xe chạy"),
    (
        "(ong|nguoi|ke|dan ong) la( mat)? <5>(be|bat|du|len xe|keo|cho)|len xe (ong|nguoi) la",
        "người lạ bế cháu tui đi",
    ),
    ("be (* ){1,2}di mat", "đàn ông lạ bế cháu tui đi mất"),
    (
        "bi <3>(nhot|giam|lac|duoi|ruot|truy duoi|vay|lua ban|lua sang|ban sang|khong che|troi|giu o)",
        "bị nhốt trong nhà",
    ),
    ("(bi|dang|em|chung em) <2>(tron|nup) (duoi|_|trong|sau|tren|o)", "em đang trốn dưới gầm giường"),
    ("ban (con|chau|em|vo) (gai )?(sang|qua)|tien chuoc", "bán con gái sang Trung Quốc"),
    ("(khong|ko|k|no) <1>biet <2>(dang di dau|dang o dau|o mo|cho mo|la dau)", "em không biết đang đi đâu"),
    ("(giu|lay het) <1>(giay to|ho chieu)", "họ giữ giấy tờ, không cho về"),
    ("bi bo roi", "trẻ bị bỏ rơi"),
)
ABUSED: Final[PatternTable] = (
    ("lam nhuc|ban dam|dam o|xam hai", "con gái tôi bị xâm hại"),
    ("(bi|dang|doi) hiep|hiep (dam|dap em|dap chau)|hiep$", "bị hiếp"),
    ("so soang|bi <4>so mo|so mo (em|con|chau|be|toi|tui|vo|nguoi)", "cháu bị thầy giáo sờ mó"),
)

_TRUSTED: Final = (
    "(thay|co giao|hieu truong|hieu pho|bao ve|tong phu trach|chu nhiem|giao vien|bo duong|cha duong|duong"
    "|huan luyen vien|gia su)"
)
_CHILD: Final = "(con|chau|be|em|may em|hoc sinh|hoc tro|tre|nu sinh|chau gai|con gai|dua nho)"

CHILDREN: Final[PatternTable] = (
    (f"(sam so|so mo|so soang|dam o|xam hai|ga gam|lam nhuc|quay roi|hiep) <4>{_CHILD}", "sàm sỡ con gái em"),
    (f"{_CHILD} <4>bi <5>(sam so|so mo|so soang|dam o|xam hai|ga gam|hiep)", "con gái tôi bị xâm hại"),
    (f"{_TRUSTED} <5>(sam so|so mo|so soang|so dui|so <1>nguoi|dam o|ga gam|om hon)", "thầy giáo sàm sỡ"),
    (f"{_TRUSTED} <4>(ru|goi|keo|bat|du) <1>{_CHILD} <4>phong", "thầy hay gọi mấy em gái vô phòng riêng"),
    (f"{_TRUSTED} <5>(nhot|tat|danh|bao hanh|tra tan) <1>{_CHILD}", "cô giáo nhốt cháu vào nhà vệ sinh"),
    (
        f"(troi|xich|nhot|bo doi|bao hanh) <2>{_CHILD}|{_CHILD} <6>bi (troi|xich|nhot|bo doi)",
        "đứa bé bị trói vô cột",
    ),
)
"""Children who are harmed, be it now or again and again."""
