"""What sounds like a call for help and is none: taken out first, or weighed against it."""

from typing import Final

from loa.dialogue.understanding.emergency.patterns import PatternTable

_NAMED: Final = "(ong|ba|anh|chi|bac|chu|cau|khe|xom|ban|lang|doi|dap|suoi|nga ba|nga tu|mieu|chan cau)"
_CATTLE: Final = "(lua|ga|vit|lon|bo|trau|ca|cay|cho|tom|keo|ngo)"
_GLAD_OR_TIRED: Final = "(tuc|vui|ngua|lay|bui|on|nong|hoi|thoi|doi|cho|lau|cuoi|hanh phuc|mung)"
_POISON: Final = "thuoc (tru sau|diet co|sau|co|muoi|bao ve)"

OTHER_MEANINGS: Final[PatternTable] = (
    ("(mam|mang|nuoc|tre|chong) non", "trước cổng trường mầm non"),
    (
        r"(cong|muong|ranh|ong) <6>(tac|vo|hong|nghet) <3>(nuoc|nac) <1>(tran|ngap|chay|_) <2>nha",
        "cống tắc nước tràn vào nhà",
    ),
    (
        "(bong|den|duong|quat|may|mo to|cong to|cau chi) <2>(bi )?chay(?! (nha|rung|lan|to|lon|xe))",
        "bóng đèn bị cháy",
    ),
    ("(noi|com|thit|ao|da|moi) (bi )?chay(?! (nha|rung|lan|to|lon|xe))", "nồi cháy"),
    ("chay (bong|hang|tui|may bom|mo to|com|nang|cong to|cau chi|den(?! noc)|tu)", "cháy hàng rồi hihi"),
    ("chay (het (tien|hang|ve)|ve|nhanh|an|qua$)", "cháy vé"),
    ("(qua|cung) chay( cho| qua)?|chay (phet|dien dao)|chay qua cho", "quá cháy, cho 5 điểm"),
    ("(an|ban|o chay|nang|di|troi nang|do chay) chay|nang <3>chay|nhu lua( dot)?", "nắng cháy da"),
    ("(phong|chua|cuu) chay( chua chay)?|pccc|cuu hoa (cua|la|so)|coi cuu hoa", "phòng cháy chữa cháy"),
    ("phao hoa( no)?|ban phao", "bắn pháo hoa"),
    (f"{_NAMED} (ong |ba co )?(chay|lut|lu|cuu|chet duoi|chet tre)", "ngã ba Cháy"),
    ("(chan|duoi|gan|qua) cau sap|(ban|xom|khe|doi) (* )?cuu$|tram cap cuu", "trước trạm cấp cứu"),
    (r"cuu (tro|chien|te|ho giao|xet|doi|nguy|nuoc)\w*|(giai|nghien|tra|chi) cuu", "tiền cứu trợ"),
    ("doi cuu (ho|nan)|cap cuu ho|so cuu|so cap cuu|tu thuoc cap cuu", "lớp sơ cấp cứu"),
    ("(tien|qua|gao|hang) cuu", "gạo cứu đói"),
    (
        "(ho tro|cuu tro|thiet hai|khac phuc|phong|chong|tien|quy|tin) <2>(lut|lu|bao)( lut| quet)?",
        "quỹ bão lụt",
    ),
    ("(phong|chong|khac phuc|thiet hai) <2>(sat lo|hoa hoan|duoi nuoc|bao luc|tai nan)", "chống đuối nước"),
    ("(ve|bai viet ve|tho ve|du phong|mua) <2>(lut|lu|bao)( lut| quet)?", "bài viết về lũ quét hay quá"),
    ("bao hiem <1>tai nan|phong (tranh )?tai nan|day boi", "bảo hiểm tai nạn"),
    ("lu (tre|nhoc|nhau|bay|chung|no|ban|khach|hoc|chuot|an cuop|can bo|cho|bo)", "lũ trẻ xóm em"),
    (
        "(mang|cham|nong|ret|lanh|doi|met|cuoi|xau ho|ngai|lo|tho) <1>(muon )?chet( di duoc| mat| nguoi)?",
        "nóng chết người",
    ),
    (f"{_GLAD_OR_TIRED} <3>muon (chet|xiu|ngat)( luon)?", "tức muốn chết"),
    ("(mui hoi|hoi thoi|ngui) <4>(ngat|xiu|chet)", "mùi hôi ngửi muốn ngất"),
    (f"{_CATTLE} (* )?(bi * can )?chet(?! may)( het| nhieu)?", "gà chết hết"),
    ("(den|bong den|den do) (* )?chet( het| nhieu)?", "đèn đỏ chết 2 hôm"),
    (f"{_CATTLE} <2>cho <1>can|cho <3>can (ga|vit|lon|bo|trau)", "chuồng gà bị chó cắn"),
    (
        f"{_CATTLE} <1>(roi|rot|sup|lot|te) (xuong|vo|vao) <1>*|nghe <1>(roi|rot|sup) *",
        "nghé rơi xuống mương",
    ),
    ("nhu danh nhau|danh bai|bat coc bo dia", "loa kêu như đánh nhau"),
    ("chay nha (moi )?ra mat chuot|nuoc xa khong cuu", "cháy nhà mới ra mặt chuột"),
    ("bao dang <4>(lat|chay|sap|chet)", "báo đăng xe khách lật ở Lào"),
    ("tu tu (da|roi|cho|thoi|de)", "tu tu da"),
    ("danh (gia|sach|dau|muc|bong|co|bac|so|vecni|thue|vang|may|rung)", "danh sách"),
    ("ngo doc thuc pham (thi|(la|_) gi|phong)", "ngộ độc thực phẩm là gì"),
    ("dien giat (cup|mat|tat|chap chon|lien tuc)|(khoi|tranh|phong) <2>dien giat", "điện giật chập chờn"),
    (
        f"(vo|lon|gia|phun|ban|vo chai) <2>{_POISON}|{_POISON} <1>(vo|gia|ban|tang|vut)",
        "vỏ thuốc sâu vứt đầy bờ",
    ),
    ("doc chet nguoi khong|mau (nhiem|mo)|hien mau", "hiến máu"),
    ("giay (chung tu|bao tu)|mai tang|liet si|tho cung", "giấy chứng tử"),
)
"""Taken out before anything is looked for."""

OVER: Final = (
    "(tu )?(19|20)[0-9]{2}", "nam (ngoai|kia|truoc|xua|roi|(19|20)[0-9]{2})", "thang (truoc|[0-9]{1,2})",
    "tuan truoc", "hom truoc", "bua truoc", "bua hom", "lan truoc", "[0-9]+ nam (roi|nay|truoc)", "may nam",
    "(hoi|luc|hom|ngay) (xua|nho|be|he|tet|thang|[0-9]+)", "ngay [0-9]{1,2} [0-9]{1,2}",
    "(tu|sau|hoi|dot|vu|do|truoc|hom) (khi |tran |dot |hoi |con )?<1>(lut|lu|bao|chay|sat lo|mua)",
    "tran (lut|lu|bao|chay|mua)",
    "hay (xay ra|bi|co|ngap|tai nan|chay|boc)", "thuong (xuyen|hay)", "nguy co", "so (bi|lu|chay|sat)",
    "de (xay ra|bi|gay)", "neu", "lo (bi|lu)", "moi (khi|lan)", "cu mua", "mua (xuong )?(la|thi)", "co the",
    "lam lai", "xay lai", "sua lai", "da (lau|cu)", "khi mo co", "khi nao", "(sat lo|sap|chay|lu) cu",
    "nghe noi", "doc bao", "thay vu", "tin <4>co that", "that khong", "dien tap", "tap luyen", "tap huan",
    "mo phong", "trong phim",
)  # fmt: skip
"""It has happened, happens often, is feared or heard of: then only a cry for help counts."""

A_MATTER: Final = (
    "(cho|xin) <1>hoi", "hoi (thu tuc|quy dinh|muc|ngu|xem|tho)", "bao gio", "khi mo", "khi nao", "o mo",
    "o dau", "the nao", "co duoc", "nop (o|ho so)", "bao hiem", "thu tuc", "ho so", "mau don", "ho tro",
    "boi thuong", "xin (cap|lap|giong|xe lan|lam|cho|xac nhan|chat)", "de nghi", "kien nghi", "gop y",
    "phuong an", "dang ki", "dang ky", "hoc nghe", "tuyen truyen", "che do", "tien tuat",
    "nhac (giup|ho|chu)", "cam bien", "(da|duoc) <1>(khoi|khoe|tiem|xuat vien|dap|sua|dung lai)",
    "khoe (roi|lai)", "biet on", "cam on",
)  # fmt: skip
"""Somebody asks, thanks, or wants something done: no cry, unless it says that it is now."""

NOW: Final = (
    "dang", "gap", "khan", "ngay (bay gio|luc nay|gio|di|voi)", "bay gio", "luc nay", "hien gio",
    "vua (moi )?(bi|danh|chem|dam)", "giup (em|toi|tui|choa|chau|con|voi)", "nhanh len", "may gio",
    "cuu(?! hoa)", "mau (mau|len)", "con (nguoi|trong|o trong)", "lai dang",
)  # fmt: skip
"""It happens while it is written."""
