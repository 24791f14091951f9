"""Cries for help: they count whatever else is said."""

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
