"""Whether somebody calls for help: fire, flood, accident, violence, self-harm. Pure rules.

A false alarm costs one line and a look of a person, a missed one may cost a life: rather too often than not.
What only speaks of such things (aid after a flood, a burnt lamp, last year's storm) is taken out first.

    danger_in("cháy nhà cứu với")         Danger.LIFE
    danger_in("em không muốn sống nữa")   Danger.SELF_HARM
    danger_in("bóng đèn bị cháy")         None
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from loa.dialogue.understanding.folding import folded, plain, spelled

LONGEST: Final = 1_000
"""A call for help is short: of longer letters the beginning is looked at for everything, the end for a cry,
and each part for who wants to harm themselves, for such letters are long."""

_OVERLAP: Final = 100
"""So much of each part is looked at with the next one, too."""


class Danger(StrEnum):
    """Whose life may be in danger."""

    LIFE = "life"
    SELF_HARM = "self_harm"


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number to call at once.

    Attributes:
        number: as it is dialled.
        since: the day of the decision that set it up, as far as it is known.
        source: where that is said.
        checked_at: when it was looked up last; to be looked up before every release.
        verified: whether somebody has read that source.
    """

    number: str
    since: date | None
    source: str
    checked_at: date
    verified: bool = False


_CHECKED: Final = date(2026, 11, 29)
NUMBERS: Final[Mapping[str, EmergencyNumber]] = {
    found.number: found
    for found in (
        EmergencyNumber("111", date(2017, 12, 6), "Tổng đài quốc gia bảo vệ trẻ em 111", _CHECKED),
        EmergencyNumber(
            "112",
            date(2025, 9, 15),
            "Quyết định của Thủ tướng Chính phủ ngày 15/09/2025 về số 112 (sự cố, thiên tai, cứu nạn)",
            _CHECKED,
        ),
        EmergencyNumber("113", None, "Công an: quy hoạch kho số viễn thông", _CHECKED),
        EmergencyNumber("114", None, "Cứu hỏa: quy hoạch kho số viễn thông", _CHECKED),
        EmergencyNumber("115", None, "Cấp cứu: quy hoạch kho số viễn thông", _CHECKED),
    )
}
"""A plan of October 2025 to merge 113, 114 and 115 was a draft: see `checked_at`."""


def _meant(*words: str) -> dict[str, frozenset[str]]:
    """What `folded` wants: each spelling under its letters without marks."""
    found: dict[str, set[str]] = {}
    for word in words:
        (key,) = spelled(word)
        found.setdefault(folded(word, {}), set()).add(key)
    return {bare: frozenset(keys) for bare, keys in found.items()}


_MARKED: Final = _meant(
    "cháy", "lũ", "lụt", "cứu", "đuối", "nổ", "chém", "đâm", "đánh", "hiếp", "tự", "tử", "chết", "vùi", "sập",
    "sắp", "lở", "giật", "cấp", "trôi", "cuốn", "vỡ", "vô", "vợ", "kẹt", "kết", "giết", "trộm", "cướp", "sạt",
    "máu", "khói", "bỏng", "ngạt", "ngất", "sét", "đổ", "xiết", "đò", "dâm", "cần", "khỏi",
    "chìm", "tông", "nhốt", "giam", "lạc", "cắn", "dọa", "doạ", "bóp", "đuổi",
    "lửa", "lữa", "lả", "lã", "bén", "đập", "đạp", "hóc", "nôn", "méo", "xì", "rò",
)  # fmt: skip
"""Words that mean something else with other marks (chảy, đừng, từ từ, danh sách)."""

_OTHERWISE: Final = re.compile(
    r"\b(cong|muong|ranh|ong)\b(?: \w+){0,6}? (?:tac|vo|hong|nghet)(?: \w+){0,3}? (?:nuoc|nac) (?:\w+ )?"
    r"(?:tran|ngap|chay)(?: \w+){0,2}? nha\b|\b(bong|den|duong|quat|may|mo to|cong to|cau chi|noi|com|thit"
    r"|ao|da"
    r"|moi) (\w+ ){0,2}?(bi )?chay\b(?! (nha|rung|lan|to|lon|xe))"
    r"|\bchay (bong|hang|tui|den\b|may bom|mo to|com|nang|cong to|cau chi|het (tien|hang|ve)|ve|nhanh"
    r"|an)|\b(an|ban|o chay|nang|di|troi nang|do chay) chay\b|\bnang (\w+ ){0,3}chay\b"
    r"|\bphong chay( chua chay)?\b|\bchua chay\b|\bpccc\b"
    r"|\b(ong|ba|anh|chi|bac|chu|cau|khe|xom|ban|lang|doi|dap|suoi) (chay|lut|lu|cuu)\b"
    r"|\bcuu (tro|chien|te|ho giao|xet|doi|nguy|nuoc)\w*|\b(giai|nghien|tra|chi) cuu\b"
    r"|\b(tien|qua|gao|hang) cuu\b"
    r"|\b(ho tro|cuu tro|thiet hai|khac phuc|phong chong|phong|chong|du phong|tien|quy"
    r"|mua) (\w+ ){0,2}?(lut|lu|bao|sat lo|hoa hoan)\b|\bbao hiem (\w+ )?tai nan\b"
    r"|\bphong (tranh )?tai nan\b"
    r"|\blu (tre|nhoc|nhau|bay|chung|no|ban|khach|hoc|chuot|an cuop|can bo|cho|bo)\b|\bcap cuu ho\b"
    r"|\b(mang|cham|nong|ret|lanh|doi|met|cuoi|xau ho|ngai) (\w+ )?(muon )?chet( di duoc)?\b"
    r"|\b(tu|tu) tu (da|roi|cho|thoi|de)\b|\bdanh (gia|sach|dau|muc|bong|co|bac|so|vecni|thue)\b"
    r"|\bngo doc thuc pham (thi|la gi|phong)\b"
    r"|\b(lay|bui|on|nong|hoi|thoi|doi|cho|lau) (\w+ ){0,2}?muon chet( luon)?\b"
    r"|\bdien giat (cup|mat|tat|chap chon|lien tuc)\b"
    r"|\b(trau|lon|nghe|ga|vit) (\w+ )?(roi|rot|sup|lot|te) (xuong|vo|vao) (\w+ )?\w+"
)
"""Taken out before anything is looked for."""

_OVER: Final = re.compile(
    r"\b((tu )?20[0-9]{2}|nam (ngoai|kia|truoc|xua|roi|20[0-9]{2})|thang (truoc|[0-9]{1,2})|tuan truoc"
    r"|hom truoc|lan truoc|(tu|sau|hoi|dot|tran|vu|do|truoc) (khi |tran |dot |hoi "
    r"|con )?(\w+ ){0,1}?(lut|lu|bao|chay|sat lo|mua)|hay (xay ra|bi|co|ngap)|thuong (xuyen|hay)"
    r"|nguy co|so (bi|lu|chay|sat)|de (xay ra|bi|gay)|neu|lo (bi|lu)|moi (khi|lan)|cu mua"
    r"|mua (xuong )?(la|thi)|co the|lam lai|xay lai|sua lai|da (lau|cu)|khi mo co|khi nao)\b"
)
"""It has happened, happens often, or is feared: then only a cry for help counts."""

_CRY: Final = re.compile(
    r"^(cuu|kiu|ciu|kuu|cuu cuu|cuu nan|keu cuu|sos|cuu a|11[2345]|112 a)$|\bsos\b"
    r"|\b(cuu|kiu|ciu|kuu) (voi|vs|zoi|vui|tui|toi|em|e|me|con|chau|nguoi|minh|gap|ba|giup|nha|bo|ong"
    r"|choa|lay|mau|nguy cap|tro gap|ho em|dum|gium|be|vo|chong|cha|ca|bon|tre|mang|nan|hoa|thuong|o)\b"
    r"|\bcap (cuu|kiu|ciu)\b|\bxin cuu\b|\bkeu cuu\b|\bgoi (gium |giup |cho )?11[2345]\b"
    r"|^(?:\w+ ){0,3}cuu$|\bcuu ho (gap|voi|khan|di|cho|giup)\b|\b(can|xin|goi) cuu (ho|nan)\b|\btiep te\b"
    r"|^(?:da |a )?giup (em|toi|tui|choa|chau|voi)(?: voi| a| gap)*$|\btren (mai|noc) nha\b"
    r"|\bnguy (cap|kich)\b|\bnguy (to|roi)\b|\bkhan cap\b"
    r"|\b(goi|bao) (cong an|canh sat|dan quan|bo doi|bien phong)\b (\w+ )?(voi|giup|gap|di)"
    r"|\bnguy hiem (lam|qua|tinh mang|den tinh mang)\b|\bmac ket\b|\b(bi|dang|con|co nguoi) (\w+ )?ket\b"
    r"|\bsap chet\b|\bdang chet\b|\bchet (nguoi|duoi|mat|roi|het)\b|\bnguoi chet\b|\bco nguoi bi nan\b"
    r"|\bbi nan\b|^cuu\b(?! (chua|van|sinh|canh|song))|\bgoi (\w+ ){0,2}11[2345]\b"
    r"|^(cuop|trom|hiep|giet nguoi|dam chem)( roi| oi| voi)*$|\bsap (bi )?(troi|cuon)\b"
    r"|\b(sap|lo|chay)\b( \w+){0,4} (co|con) nguoi\b"
)

_HARM: Final = re.compile(
    r"\blua (ben|bat|liem)\b|\bla ben (qua|sang|vo|vao|len)\b|\b(sap|muon) (xiu|ngat)\b"
    r"|\b(roi|rot|te|nga|truot|bo|lot|sup|nhay) (xuong|vo|vao) (\w+ )?"
    r"(song|suoi|gieng|ao|dap|vuc|khe|kenh|rao|hoi|cau|dam|muong|bien)\b"
    r"|\bong (vo ve|bap cay|ruoi|mat|khoai|bau|dat) (\w+ )?(dot|chich|can)\b"
    r"|\b(binh|bep|ong|day) gas? (\w+ ){0,2}?(xi|ro)\b|\bgas (\w+ )?(xi|ro)\b|\bmui gas\b"
    r"|\b(chong|ck|vk|bo|cha|duong|han|say|ruou|thang \w+) (\w+ ){0,5}?(dap|quanh|nen) "
    r"(e|em|vo|vk|con|me|toi|tui|chau|nguoi)\b|\b(ck|vk) (\w+ ){0,3}?danh\b"
    r"|\bmeo (mom|mieng)\b|\bliet nua\b|\bsui bot\b|\btim tai\b"
    r"|\bgoi (\w+ ){0,2}?(khong|ko|k|no|chang) (thay )?(day|tinh)\b"
    r"|\b(tu nhien|bi|vua|lan ra) ngat\b(?! (dien|nuoc|mang|ket noi|song|cau dao))"
    r"|\b(an|uong) (\w+ ){1,5}?(non (het|mua|thoc|ra|lien|ca)|oi mua)\b|\bnam doc\b|\bca noc\b"
    r"|\bbi (\w+ ){0,3}?bat (di|mat|coc)\b|\bchim (do|tau|ghe|thuyen|xuong|be|pha|nguoi)\b"
    r"|\b(tau|thuyen|ghe|be) (\w+ ){0,2}?(chet may|hong may|mat lai|troi dat|mat lien lac)\b"
    r"|\bhoc ((?:hat|hot) (mit|vai|nhan|na|mang cau|dua|hong|xoai)|xuong|thach|di vat|dong xu)\b"
    r"|\b(ngat|sac|ngop) khoi\b"
    r"|\b(vac|cam|xach|vung) (\w+ )?(dao|sung|rua|gay|ma tau)\b|\b(chem|dam) (vo|vk|con|me|bo|chong|em|anh)\b"
    r"|\b(tong|huc) (vo|vao) (nha|nguoi|quan|cho)\b|\b(trau|bo|voi) huc\b|\bnuot (pin|dinh|kim|xu)\b"
    r"|\bban (con|chau|em|vo) (gai )?(sang|qua)\b|\bbang huyet\b|\bchay xuong (go|may|det|o)\b"
    r"|\bnga (tu )?(gian giao|mai nha|lau|cay|thang)\b|\bbe (\w+ ){1,2}di mat\b"
    r"|\b(khe|rao|hoi) dang (roi|len|cao|nhanh|to|lam)\b"
    r"|\b(nuoc|nac) (?!thai|ban)(\w+ )?(vo|vao|den|toi|ngang) (\w+ )?"
    r"(giuong|gac|tra|noc|nguc|co|bung|mai|cua so)\b"
    r"|\bbi thuong\b|\bthuong nang\b|\bbong (nang|nuoc|lua|xang|dien|toan)\b|\bbi bong\b|\bchap (dien|chay"
    r"|no)\b"
    r"|\bdien chap\b|\bboc khoi\b|\bkhoi (nhieu|den|mu|nghi|day|boc)\b|\bmau (_|chay|ra|nhieu|khong)\b"
    r"|\b(_|chay|ra|phun) (nhieu )?mau\b|\bnuot (phai|nham)\b|\b(uong|an) nham\b|\blam nhuc\b|\bso mo\b"
    r"|\bban dam\b|\bdoi (dam|chem|danh|giet|dot)\b|\bbao vay\b|\bvay (danh|nha)\b|\bluu dan\b|^bom$"
    r"|\bqua bom\b|\btieng no\b|\blac (\w+ )?(trong )?(rung|ru|nui)\b|\bset danh\b"
    r"|\b(cot|cay|tuong|nha|mai|gian giao|cong) (\w+ ){0,2}(do|roi|bay) (de|trung|vao|sap|xuong)\b"
    r"|\b(tuong|nha|cot dien) do$|\bnuoc (_ )?xiet\b|\b(tau|xe) (\w+ )?(dam|tong|can)\b|\bbat dong\b"
    r"|\bhon me\b|\bngung tim\b|\bdau (tim|nguc|bung de)\b|\bngat( (khi|nuoc|tho|thoi|xiu|roi)|$)|\btai "
    r"bien\b"
    r"|\bhanh (hung|ha)\b|\bbao luc\b|\bbi bo roi\b|\b(ao|ke|de|dap|ho|bo) (bi |sap )?(vo|sat|lo)\b"
    r"|\b(dang|bi|lai|no|chong|bo|cha|con|ho|chung no|thang \w+|ong ay|vo|say"
    r"|hang xom) (\w+ ){0,3}?danh\b"
    r"|\bdanh (nhau|chet|dap|em|me|vo|con|toi|tui|chau|nguoi|gay|toe|vo dau|bat tinh|hoi dong)\b"
    r"|\bbao hanh\b|\b(chem|dam) (chet|nguoi|nhau|bi thuong|lon|\w+ roi)\b|\bbi (chem|dam)\b|\bma tau\b"
    r"|\bcam (\w+ )?(dao|sung|rua|gay|kiem)\b|\bgiet (nguoi|em|toi|tui|chet|ca|me|vo|con|chau)\b"
    r"|\bdoi giet\b|\b(bi|dang) hiep\b|\bhiep (dam|dap em|dap chau)\b|\bhiep$|\bxam hai\b|\bdam o\b"
    r"|\bbat coc\b|\bbi bat di\b|\b(co|dang|bi|thang|bon) (\w+ )?(trom|cuop)\b"
    r"|\btrom (dang|trong|vao|vo|dot)\b|\bcuop (giat|roi|nha|xe)\b|\bmat tich\b|\bbop co\b|\bdot nhap\b"
    r"|\b(dap|pha|dam|xong vao) (cua|nha)\b|\bdoa (giet|chem|danh|dam|dot|no)\b"
    r"|\bbi (\w+ )?(nhot|giam|lac|duoi|ruot|truy duoi|vay|lua ban|ban sang|khong che|troi tay)\b"
    r"|\blac (trong |duong )?(rung|ru)\b|\bbat tinh\b|\bngat (xiu|roi|di)\b"
    r"|\b(khong|ko|k|kho|ngung|no|het) tho( duoc)?\b|\bco giat\b|\bdot quy\b|\bhap hoi\b|\bngo doc\b"
    r"|\b(ran|cho|ong|ho) (\w+ )?can\b|\bho ra mau\b|\bde roi\b|\bnga \w+( \w+)? (day|tinh)\b"
    r"|\bbi (ran|cho dai|ong dot)\b|\b(sap|tro da|chuyen da) (sinh|de)\b|\b(chuyen|tro) da\b|\bvo oi\b"
    r"|\b(mat|nhieu|ra|be) mau\b|\b_ mau\b|\bhoc (xuong|di vat)\b|\bgay (co|chan|tay)\b"
    r"|\bboc (chay|lua)\b|\b(dang|con|van) chay\b|\bdien giat\b|\bgiat dien\b|\b(dut|roi|sa) day dien\b"
    r"|\bday dien (\w+ )?(dut|roi|sa)\b|\b(ro ri|xi|ro) (khi )?ga(s)?\b|\b(binh )?ga(s)? no\b"
    r"|\bno (binh|khi)? ?(ga|gas|min|bom|luu dan|dan|lon|to|roi)\b|\bno (lon|tung)\b|\bduoi (nuoc|nac)\b"
    r"|\bchet duoi\b|\bduoi$|\broi (xuong |vo )?(song|suoi|gieng|ho\b|ao\b|dap|vuc|khe|kenh|cau)\b"
    r"|\b(troi|cuon) (mat|roi|nguoi|nha|di|xe|theo)\b|\b(vui|de|chon) (lap|nguoi|mat|nha|[0-9])"
    r"|\bbi vui\b"
    r"|\b(nuoc|nac) (\w+ )?(len|dang|cuon|ngap|tran) (\w+ )?(toi|den|nhanh|qua|cao|noc|dau|cua|nha|roi"
    r"|to|lam)\b|\bvo (dap|de\b|ho|de bao)\b|\blat (thuyen|xe|do\b|ghe|tau)\b"
    r"|\b(thuyen|xe|ghe|do) (bi )?lat\b|\bsap (nha|cau|ham|tuong|gieng|lo)\b"
    r"|\b(nha|cau|tuong|ham) (bi )?sap (roi|de|het|xuong|mat)\b|\bphat hoa\b|\bkhoi lua\b"
    r"|\blua (chay|lon|to|lan|boc)\b|\bco lap\b|\b(nuoc|nac|suoi|song|lu) (\w+ )?dang\b"
    r"|\b(thuyen|do|ghe|tau|xuong|be|xe) (bi )?chim\b|\b(de|dap|ho) (sap |bi )?vo\b"
    r"|\bda (\w+ )?(lan|roi)\b|\b(lao|roi|lat) xuong (vuc|song|suoi|ho|ta luy|doc)\b"
    r"|\btong (nguoi|vao|phai|xe|chet|trung)\b|\bcham dien\b|\b(cau|cap) (treo )?dut\b|\bdut (cau|cap)\b"
)
"""It happens now, whatever else is said."""

_SOFT: Final = re.compile(
    r"\b(chay|lut) (nha|rung|to|lon|cho|kho|ru|doi|xe|bep|gas|ga|lan|quan|truong|tram|ca|het|bung|o|roi"
    r"|ngap|len|qua|toi|vo|ve|lam|khung|lai|dien|\w+ oi)\b"
    r"|^(chay|lut|lu|lu lut|hoa hoan|dam chay)( (roi|a|qua|to|lon|oi))*$"
    r"|\b(nha|rung|kho|lua|la|xe|cho|bep|ru|doi|dang|bi) (\w+ ){0,3}?chay\b|\bchay la\b|\bhoa hoan\b"
    r"|\bdam chay\b|\blu (quet|ve|len|cuon|ong|dang|ngap|tran|to|lon|ap|do|mo|roi|lut)\b"
    r"|\b(co|nuoc|nac|bi|mua) (lu|lut)\b"
    r"|\b(ngap|lut) (nha|toi|den|dau|lut|noc|sau|het|giuong|lung|co\b|nguc|rang|trang|ca|vo|roi)\b"
    r"|\b(nuoc|nac) (len|dang|tran (ve|vo|vao|qua))\b(?! gia)|\b(nuoc|nac) ngap\b"
    r"|\bsat (lo|nui|dat|xuong|doi)\b|\blo (dat|nui)\b|\b(dat|nui|doi) (\w+ )?(lo|sat|sap)\b"
    r"|\b(dang|bi|lai|roi) sat\b|\bsat (roi|o|lo|nha|duong)\b|\bsap\b$"
    r"|\b(nha|mai|tuong|cau|tran|truong) (\w+ )?sap\b"
    r"|\b(bom|min|gas|ga|binh \w+|phao|kho \w+) (\w+ )?no\b|\bbi (nuoc|nac|lu|suoi|song) cuon\b"
    r"|\btai nan\b|\bdam xe\b|\bxe (tong|can|dam|hat)\b|\bbi (xe|tau) \w+\b"
)
"""It happens, unless it is spoken of as something that is over or feared."""

_SELF: Final = re.compile(
    r"\bsong (de )?man (chi|gi)\b|\bmai (em|toi|tui|minh|con|chau|choa) (khong|ko|k|no) con (nua|tren doi)\b"
    r"|\buong (\w+ ){0,3}?thuoc (ngu|chuot|sau|co|tru sau|diet co)\b"
    r"|\bdi theo (me|bo|ba|ong|vo|chong|con) (day|luon|cho roi|thoi)\b"
    r"|\bthat co\b|\b(khong|ko|k|no|chang) thiet\b|\bthiet (chi|gi)\b|\btuyet vong\b|\bton tai nua\b"
    r"|\bthiet song\b"
    r"|\bchet (luon|day|mat thoi|cung duoc)\b|\bsong khong noi\b|\bnu[ao]i song\b|\bdi chet\b|\btim den "
    r"cai chet\b"
    r"|\bsong (chi|lam chi|lam gi|ma nhu chet|nhu chet)\b|\bbien mat (khoi|mai)\b|\bngu mai\b|\btu ket thuc\b"
    r"|\bket thuc (cuoc doi|tat ca|doi|cuoc song|minh)\b|\bthuoc (diet co|tru sau|sau|co|chuot)\b.*\b(tay"
    r"|day)\b"
    r"|\bkhong ai can (em|toi|tui|minh|chau)\b|\bkhong chiu noi nua\b"
    r"|\btu (tu|sat|van|thieu|hai|ket lieu)\b|\b(muon|chi muon|doi|dinh|se) (duoc )?chet( |$)(?!di duoc)"
    r"|\bchet (quach|phut|di cho|cho (roi|xong|ranh|nhe)|day|cho khoe)\b"
    r"|\b(khong|ko|k|kg|hong|no|chang|chan|het|cha) (con )?(muon |thiet |thich )?song( nua| nu[ao]|$)"
    r"|\b(khong|ko|k|kg|no|chang|het|chan) (con )?(\w+ )?(muon|thiet|thich|tha) (tha )?song\b"
    r"|\bchan (song|doi)\b|\bkhong bang chet\b|\bkhong con (gi|chi) de song\b"
    r"|\bde (em|toi|tui|chau|con|minh) chet\b|\bchan song\b|\bsong (lam (chi|gi)|de lam (chi|gi)) nua\b"
    r"|\bly do (de )?song\b|\btreo co\b|\bnhay (xuong )?(cau|song|lau|gieng|dap|vuc)\b"
    r"|\buong (\w+ )?(thuoc) (tru|sau|co|diet|chuot|ngu|doc|bao ve)\b"
    r"|\bthuoc (sau|co|chuot|diet co|tru sau) roi\b|\b(an|nhai|hai|uong|nuot) (\w+ )?(la|_) ngon\b"
    r"|\b(rach|cat|cua) (co )?tay (roi|tu|cho)?\b|\bvinh biet\b|\bdung (\w+ )?tim (em|toi|tui|minh)\b"
    r"|\bket lieu\b|\bchet (cho|de) (het|khoi|do)\b"
)

_NO: Final = re.compile(r"\bn[ỏõ]\b", re.IGNORECASE)
"""Not, as Nghệ An says it; without its mark it may also be nổ (to explode)."""

_SIGNS: Final = ("🆘", "\N{FIRE ENGINE}", "\N{AMBULANCE}")
_BURNING: Final = re.compile(r"^$|\b(nha|rung|ru|xe|bep|kho|cuu|chay)\b")
"""With a sign of fire: where it burns."""


_NOW: Final = re.compile(
    r"\b(dang|gap|khan|ngay (bay gio|luc nay|gio|di|voi)|bay gio|luc nay|hien gio|sap"
    r"|vua (moi )?(bi|danh|chem|dam)|giup (em|toi|tui|choa|chau|con|voi)|nhanh len|may gio)\b"
)
"""It happens while it is written."""


def danger_in(text: str) -> Danger | None:
    """Whether the words call for help."""
    head = text[:LONGEST]
    left = _left(head)
    if _SELF.search(left) or any(_SELF.search(_left(part)) for part in _parts_behind(text)):
        return Danger.SELF_HARM
    if "🔥" in head and _BURNING.search(left):
        return Danger.LIFE
    if any(sign in text for sign in _SIGNS) or _CRY.search(left) or _HARM.search(left):
        return Danger.LIFE
    if len(text) > LONGEST and _CRY.search(_left(text[-LONGEST:])):
        return Danger.LIFE
    if _SOFT.search(left) and not _OVER.search(plain(head)):
        return Danger.LIFE
    return None


def is_told_of(text: str) -> bool:
    """Whether a danger to life is only told of: nobody cries for help, and nothing says that it is now.

    "Tôi tố cáo công an xã đánh dân bị thương" is a denunciation, and not for the eyes of those whom it names.
    """
    key = (
        _left(text[:LONGEST]) if len(text) <= LONGEST else f"{_left(text[:LONGEST])} {_left(text[-LONGEST:])}"
    )
    return not (
        any(sign in text for sign in _SIGNS) or _CRY.search(key) or _SELF.search(key) or _NOW.search(key)
    )


def _left(text: str) -> str:
    """The words without what means something else."""
    key = folded(_NO.sub("không", unicodedata.normalize("NFC", text)), _MARKED)
    return " ".join(_OTHERWISE.sub(" ; ", _unstretched(key)).split())


def _parts_behind(text: str) -> Iterator[str]:
    """What comes after the beginning, part by part."""
    for start in range(LONGEST - _OVERLAP, len(text) - _OVERLAP, LONGEST - _OVERLAP):
        yield text[start : start + LONGEST]


def _unstretched(key: str) -> str:
    """The words without the length that fear gives them: "cuuuu voiii"."""
    return re.sub(r"([^\W\d_])\1{2,}", r"\1", re.sub(r"\bcuu+\b", "cuu", key))
