"""The words of residents: commands, kinds of cases, politeness; phrases without marks between bars.

Of Nghệ An are nỏ (not), mô (where), răng (why, how), rứa (so), mần (do), tui and choa (I, we), o (aunt), bựa
(day); of telephones k, ko, kg (not), vs (with), uk (yes).
"""

import re
from enum import StrEnum
from typing import Final


class Command(StrEnum):
    """What a word may mean; which of its meanings counts, the question asked last decides."""

    MENU = "menu"
    NEWS = "news"
    REPORT = "report"
    """Raise a case."""
    PROGRESS = "progress"
    OFFICER = "officer"
    """Speak to a person."""
    MEETINGS = "meetings"
    CANCEL = "cancel"
    HOLD = "hold"
    """Not now: neither yes nor no."""
    UNCLEAR = "unclear"
    """Without its mark it may be "right" or "do not"."""
    DONE = "done"
    RESUME = "resume"
    SKIP = "skip"
    YES = "yes"
    NO = "no"
    CHANGE = "change"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    GREETING = "greeting"
    REOPEN = "reopen"
    """A case of theirs is to go on; which one is not said."""
    WITHDRAW = "withdraw"
    """A case is taken back."""
    ERASE = "erase"
    """Personal data are to be deleted, or consent is taken back."""
    KEEP = "keep"
    """They are not to be deleted after all."""
    UNSUBSCRIBE = "unsubscribe"
    """No messages are wanted any more."""


def _by_length(*lines: str) -> tuple[str, ...]:
    """Phrases between bars, the longest first."""
    return tuple(sorted("|".join(lines).split("|"), key=len, reverse=True))


def _set(*lines: str) -> frozenset[str]:
    """Words between spaces."""
    return frozenset(" ".join(lines).split())


PHRASES: Final[dict[Command, str]] = {
    Command.MENU: "menu|me nu|danh muc|trang chu|bat dau|bat dau lai|huong dan|tro giup|help|start|quay lai"
    "|quay lai menu|menu oi|ve menu|xem menu|co viec khac",
    Command.NEWS: "tin tuc|xem tin tuc|tin tuc moi|tin moi|xem tin|ban tin|doc tin",
    Command.REPORT: "gui phan anh|phan anh|gui phan anh kien nghi|phan anh kien nghi|gui y kien|gui don"
    "|gui phan anh moi|phan anh moi|gui moi|gui noi dung moi|phan anh cai ni|phan anh cay ni",
    Command.PROGRESS: "hoi tien do|tien do|xem tien do|tra cuu tien do|tra cuu|hoi ket qua|xem ket qua"
    "|ket qua giai quyet|tien do giai quyet|phan anh cua toi|ho so cua toi|kiem tra tien do|tra cuu phan anh"
    "|hoi viec da gui|viec da gui|hoi viec|toi mo roi|den mo roi|toi dau roi|den dau roi|quen ma|quen ma roi"
    "|no nho ma|khong nho ma|mat ma|mat ma roi",
    Command.OFFICER: "gap can bo|gap nguoi|gap nhan vien|noi chuyen voi can bo|lien he can bo|gap truc tiep"
    "|gap can bo mat tran|hoi can bo|nhan can bo|nhan tin can bo|gap nguoi that|noi chuyen voi nguoi"
    "|noi chuyen voi nguoi that|noi chuyen voi can bo duoc khong|goi lai|goi lai cho toi|goi lai cho tui"
    "|goi cho toi|goi cho tui|goi dien cho toi|goi dien cho tui|can bo goi lai|can bo goi lai cho toi"
    "|gap o can bo|gap anh can bo|gap chi can bo|gap chu can bo|gap bac can bo|gap can bo truc tiep"
    "|gap truc tiep can bo|so dien thoai can bo|gap chu tich|gap lanh dao|gap can bo da"
    "|trao doi voi can bo|goi cho em|goi lai cho em|can bo goi cho toi",
    Command.MEETINGS: "lich tiep xuc cu tri|tiep xuc cu tri|lich tiep xuc|lich tiep cong dan|lich tiep dan",
    Command.CANCEL: "huy|huy bo|thoi|thoat|dung lai|khong gui nua|khong gui|thoi khong gui nua|huy phan anh"
    "|khong muon gui nua|cancel|stop|huy di|thoi huy",
    Command.DONE: "xong|xog|xogn|xong roi|xog roi|da xong|het|het roi|du roi|hoan thanh|khong co anh"
    "|ko co anh|ko co hinh|k co hinh|chua co anh|khong co hinh|khong con"
    "|no co anh|k co anh|no co chi|khong co chi|khong co gi"
    "|chua chup|khong chup|k chup|khong biet gui anh|khong biet chup|k biet chup|no biet chup|ok xong"
    "|xong het roi|het anh roi|khong co hinh anh|no co hinh|no co",
    Command.RESUME: "tiep|tiep tuc|lam tiep|gui tiep|tiep di",
    Command.SKIP: "bo qua|bo qa|bo wa|khong can|khong biet|ko biet|k biet|no biet|khong ro|k ro|ko ro|no ro"
    "|khong nho|no nho|k nho|ko nho|quen roi|quen mat roi|chua ro|hong biet|chang biet|khong nho ro|chiu",
    Command.YES: "co|dung|dung roi|dong y|vang|da|gui|goi|gui di|goi di|gui luon|xac nhan|ok|oke|okie|okay"
    "|oki|yes|u"
    "|uh|uk|ua|duoc|chinh xac|dung vay|dung the|dung het|da dung|ok gui|duoc roi|rua duoc roi"
    "|rua la duoc|rua duoc|chuan|nhat tri|gui gium|gui giup|da gui|dung roi gui di|duoc roi gui di|duoc "
    "gui di"
    "|ok gui di|dong y gui|gui luon di|gui gium toi|gui gium tui|gui gium em",
    Command.NO: "khong|ko|k|kg|hong|khong co|ko co|chua|chua co|khong phai|no|chua dung|sai|sai roi"
    "|khong dung|k co|no co|no phai|nham|nham roi|khong phai the",
    Command.CHANGE: "sua|sua lai|lam lai|viet lai|thay doi|nhap lai|lam lai tu dau|viet lai tu dau|sua lai "
    "tu dau",
    Command.SOLVED: "da giai quyet|giai quyet roi|da giai quyet xong|roi|xong roi|da xong|hai long"
    "|rat hai long|da duoc giai quyet|duoc giai quyet roi",
    Command.UNSOLVED: "chua|chua giai quyet|chua xong|chua duoc|chua duoc giai quyet|khong hai long"
    "|chua hai long|van chua|van chua giai quyet|van chua xong|chua giai quyet xong",
    Command.GREETING: "chao|xin chao|alo|a lo|hi|hello|chao can bo|chao ban|chao anh chi|chao mat tran"
    "|chao ad"
    "|alo alo|a lo can bo|alo can bo|chao o|chao chu|chao bac|chao anh|chao chi|can bo oi|co ai khong"
    "|chao buoi sang|chao buoi chieu|hi ad|co ai o do khong",
}

KINDS: Final[dict[str, str]] = {
    "report": "phan anh|gui phan anh",
    "recommendation": "kien nghi|gui kien nghi|de nghi",
    "comment": "gop y|gui gop y|y kien gop y",
    "question": "hoi dap|hoi|dat cau hoi|hoi thong tin|cau hoi",
    "complaint": "khieu nai|gui khieu nai|don khieu nai|gui don khieu nai",
    "denunciation": "to cao|gui to cao|don to cao|gui don to cao|lam don to cao|viet don to cao",
    "proposal": "hien ke|gui hien ke|sang kien|de xuat",
}
"""Words for the kinds of cases (`loa.casework.cases.rules.model.CaseKind`), in the order of the question."""

STARTING_KINDS: Final = frozenset({"recommendation", "comment", "complaint", "proposal"})
"""Kinds whose name alone begins an intake; the others could be the beginning of anything."""

NUMBERS: Final = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")
BEFORE: Final = _by_length(
    "toi muon|em muon|minh muon|chau muon|con muon|bac muon|toi can|em can|cho toi|cho em|cho minh|cho chau",
    "cho hoi|xin|muon|can|lam on|vui long|da|vang|toi|em|minh|chau|da em|da toi|toi xin|em xin|nho",
    "cho|tui|tui muon|choa|choa muon|e|e muon|cho tui|cho choa|cho e|cho minh hoi|tui xin|o oi|bac oi|anh oi",
    "chi oi|can bo oi|chu oi|bot oi|bam|an|ad oi|xin phep|con|bac|u thi|a",
)
BEHIND: Final = _by_length(
    "a|nhe|nha|voi|di|giup|giup toi|giup em|giup minh|voi a|nhe a|da|ad|admin|can bo|can bo a|oi|em|ban",
    "anh|chi|duoc khong|roi a|nghe|nhen|hen|cai|luon|gium|dum|voi cai|mo|o oi|bac oi|chu oi|cho tui|cho toi",
    "giup tui|gium tui|can bo oi|ha|hi|vs|cay|cay ni|nghen|bac|chu|o",
)
POLITE: Final = _set(
    "cam on ban a anh chi em bac co chu can bo mat tran nhieu rat lam nhe nha da xa phuong uy vi quy doan",
    "the ad admin oa moi nguoi vang ok oke okie okay toi minh chau con xin chan thanh thank thanks tks you",
    "so much camon roi u uh um hay tot qua tuyet voi chuc vui khoe suc ngay lanh biet cac cua tat ca cong",
    "dong dang nhan dan ubnd mttq nghe nhen hi hihi haha hehe oki dong chi hien tui choa o uk nghen ghe "
    "thiet that",
)
CORE: Final = _set(
    "cam camon thank thanks tks ok oke okie okay oki vang da u uh uk tot tuyet biet chuc hihi haha hehe hi"
)
"""One of these must be among words of thanks or assent."""

ASKING: Final = _set(
    "ma so cua toi tui em e choa minh con chau bac sao roi rang toi den dau mo hoi tien do xem giup gium a "
    "ah oi",
    "nhe nha voi cho xin da can bo anh chi o chu la lau rua the nao ra khi nao bao gio co ket qua chua ho "
    "so don",
    "viec phan anh kien nghi kiem tra tra cuu biet duoc khong nay ni do nghe hen ad mat tran y gui mt "
    "thong tin ve",
)
"""Words that ask how a case stands, and nothing else."""

_TAIL: Final = (
    r"(?: (?:a|nhe|nha|da|di|dau|mo|nua|nhen|nghe|voi|cai|oi|can bo|thoi|luon|het|em|tui|toi|roi|lai"
    r"|vay|rua|ti|chut))*"
)
_LEAD: Final = r"(?:(?:thoi|a|da|toi|tui|em|e|choa|cho|minh|ma|uh|u|sai roi|nham roi|khong phai) )*"
_NOT: Final = r"(?:dung|khoi|khong|ko|k|kg|khg|hong|no|chang|cha)"
REFUSING: Final = re.compile(
    rf"^{_LEAD}(?:{_NOT} (?:co |can |muon |phai |nen )?(?:gui|goi)"
    r"|(?:khong|ko|k|kg|hong|no|chang) (?:can|man|lam|phan anh|muon (?:gui|lam|man|phan anh)) nua"
    r"|huy|bo|xoa|thoi|khoi|dung(?! roi| vay| the| het| do| y)|ngung|khong can|no can|stop|cancel|gui "
    r"(?:lam )?(?:chi|gi)"
    rf"|gui (?:lam )?(?:chi|gi) thoi|bo di|khoi can|thoi khoi|nghi|ke|(?:huy|xoa|bo|dung lai) (?:giup|gium"
    rf"|dum)"
    rf"|thoi (?!duoc|gui|thi|roi|chao)\w+(?: \w+){{0,2}}|thoi (?:ke|de sau|bo qua|bo di|nghi|khong can|no "
    rf"can|dep))(?: (?:khoi|khong|no) gui)?{_TAIL}$"
    rf"|^{_LEAD}(?:(?:bo|nghi)(?: qua)?(?: di)? )?(?:(?:em|tui|toi|choa|ni|xin) )*{_NOT} "
    r"(?:(?:co|can|muon|duoc|dc) )?(?:gui|goi|phan anh|ke|noi|ghi|lam|chuyen|dua)(?: (?:chi|gi|len|di))*"
    r"(?: (?:nua|mo|dau|het|nha|nhe|nghe|a|can bo))+$|^(?:em |tui |toi )?doi y(?: roi)?$|^tam thoi chua$"
)
"""It is not to be sent; "dung" only with the marks of đừng or dừng."""

MAYBE_REFUSING: Final = re.compile(
    r"\b(?:gui|goi|dung|khoi|khoan|thoi|huy|bo|xoa|nham|nghi|rut|ngung|dong y|ung|sai)\b"
    r"|^(?:khong|ko|k|kg|hong|no|chang|cha|chua|de|mai|cho|doi)\b"
)
"""Words that may stand in a refusal, in whatever order."""

BEGINNING_TO_ADD: Final = re.compile(
    r"(?:a |da )?(?:(?:them|ghi them|viet them|noi them|con them|bo sung|ngoai ra)(?: nua)?|con nua)"
    r" (?!nua$)\w+ \w+"
)
"""What comes behind is to be written down."""

REFUSING_WORDS: Final = re.compile(
    r"\b(?:(?:khoi|dung|thoi|khong can|ko can|no can) (?:\w+ ){0,2}?"
    r"(?:ghi|gui|goi|bao|phan anh|noi|dua|giai quyet|nua)"
    r"|huy (?:bo|di|giup|gium|ho|luon|phan anh|don)|khoan (?:da|gui|ghi|hay)|rut lai"
    r"|(?:hom|khi|luc|bua|lan) khac|(?:thoi|khoi) (?:bo|dep|khoi|huy)|bo (?:luon|di|qua)|dung (?:day|lai)"
    r"|bam (?:nham|lon|choi))\b"
)
"""Words that say little else; one alone may be a place or a matter (khối, phường Hà Huy Tập, khoan giếng)."""

HOLDING: Final = re.compile(
    rf"^{_LEAD}(?:khoan(?: (?:da|gui|cai|hay))?{_TAIL}$|(?:cho (?:da|ti|chut|coi|mot)|doi (?:da|ti|chut"
    rf"|mot)|tu tu|de (?:mai|nghi|coi|xem|toi|tui|em)"
    rf"|chua gui|{_NOT} (?:voi|voi vang)|mai gui|luc khac|hom khac|nghi da)(?: \w+){{0,4}}$)"
)
"""Not now."""

UNCLEAR: Final = re.compile(r"^(?:dung ?)+(?:gui|goi|a|nhe|nha|da|di|co gui|nua)?(?: (?:a|nhe|nha|di|nua))*$")
"""Without marks: right, or do not, or stop."""

_MINE: Final = (
    r"(?: (?:cua|giup|gium|cho|nay|ni|do|lai|viec|vu|don|phan anh|kien nghi|ho so|toi|tui|em|e|choa|minh"
    r"|voi|di"
    r"|a|nhe|nha))*"
)
REOPENING: Final = re.compile(rf"^(?:xin |de nghi |yeu cau |cho |duoc |can bo |nho )*mo lai{_MINE}$")
WITHDRAWING: Final = re.compile(
    r"^(?:(?:thoi|toi|tui|em|e|choa|xin|cho|muon|khong|no|kien|can|nua|minh|da|a|de nghi) )*"
    r"(?:rut|thu hoi)(?: lai)?(?: (?:don|phan anh|kien nghi|khieu nai|ho so|viec|to|y kien))*"
    r"(?: (?:cua|nay|ni|do|toi|tui|em|a|nhe|nha|voi|di|luon|thoi|ve|lai|giup|gium|dum|cai))*$"
    rf"|^(?:thoi )?(?:(?:toi|tui|em|e|choa|minh) )?{_NOT} (?:muon |can )?"
    r"(?:phan anh|kien nghi|khieu nai|theo|nho) nua(?: (?:a|mo|dau|nha|nhe))*$"
)
ERASING: Final = re.compile(
    r"\b(?:xoa|xoa bo|go|huy) (?:\w+ ){0,3}?(?:thong tin|du lieu|so dien thoai|sdt|tin nhan|lich su|ho so "
    r"ca nhan)\b"
    r"|\brut (?:lai )?(?:su )?dong y\b|\bkhong dong y (?:\w+ ){0,2}?(?:luu|su dung|giu|thu thap|xu ly)\b"
    r"|\bquyen duoc xoa\b"
)
ERASING_PLAINLY: Final = re.compile(
    r"^(?:(?:da|a|toi|tui|em|e|choa|minh|chau|con|bac|xin|cho|muon|yeu cau|de nghi|hay|can bo|lam on|nho"
    r"|vui long|thoi) )*"
    r"(?:(?:xoa bo|xoa)(?: (?:het|sach|toan bo|tat ca|moi))* (?:thong tin|du lieu)(?: ca nhan)?"
    r"(?:(?: cua| ve)? (?:toi|tui|minh|choa)| cua (?:em|e|chau|con|bac))"
    r"|rut(?: lai)?(?: su)? dong y)(?: (?:a|nhe|nha|di|giup|gium|voi|luon|cai|can bo|nua))*$"
)
"""All of it, and nothing else said: what a wish in other words means, a person finds out."""
KEEPING: Final = re.compile(
    rf"^{_LEAD}(?:(?:doi y|nghi lai)(?: roi)? )?"
    rf"(?:(?:{_NOT}|ngung|huy|rut)(?: (?:co|can|muon|viec|yeu cau|dung|khong|lenh))* xoa"
    r"|giu(?: lai| nguyen)?(?= thong tin| du lieu))"
    r"(?: (?:thong tin|du lieu|cua|ca nhan|toi|tui|em|choa|minh|nua|het))*"
    r"(?: (?:a|nhe|nha|di|voi|giup|can bo|mo|dau))*$"
)
"""Said outside of an intake: "không xóa nữa", "đừng xóa thông tin của tôi", "giữ lại thông tin"."""
UNSUBSCRIBING: Final = re.compile(
    rf"\b(?:{_NOT}|thoi|ngung) (?:\w+ )?(?:nhan(?: tin)?|gui tin|nhan them|nhan duoc)(?: \w+)? nua\b"
    rf"|\b{_NOT} (?:muon )?nhan tin\b|\bbo (?:theo doi|quan tam)\b|\bhuy (?:theo doi|quan tam|dang ky)\b"
)
ABOUT_PROGRESS: Final = re.compile(
    r"^(?:cho (?:hoi|toi hoi|em hoi) )?(?:don|viec|vu|ho so|phan anh|kien nghi|khieu nai|gop y|y kien)"
    r"(?: (?:cua|ma))?(?: (?:toi|tui|em|e|choa|minh|chau|con|bac))?(?: (?:gui|nop|phan anh))?(?: (?:hom"
    r"|bua|tuan|thang) \w+)?"
    r" (?:den dau|toi dau|den mo|toi mo|sao|ra sao|the nao|nhu the nao|rang|khi mo|khi nao|bao gio)(?: "
    r"\w+){0,3}$"
    r"|^(?:khi mo|khi nao|bao gio)(?: thi)? (?:tra loi|giai quyet|co ket qua)(?: \w+){0,5}$"
    r"|^(?:toi|den) (?:mo|dau) roi(?: \w+){0,2}$"
)
