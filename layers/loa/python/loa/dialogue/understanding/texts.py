"""Words whose marks decide what they mean."""

import re
from collections.abc import Mapping
from typing import Final

MARKED: Final[Mapping[str, tuple[str, ...]]] = {
    "huy": ("hủy",), "thoi": ("thôi",), "tiep": ("tiếp",), "het": ("hết",), "co": ("có",), "da": ("dạ",),
    "dung": ("đúng",), "gui": ("gửi",), "vang": ("vâng",), "duoc": ("được",), "u": ("ừ",), "sai": ("sai",),
    "sua": ("sửa",), "chua": ("chưa",), "roi": ("rồi",), "hoi": ("hỏi",), "chao": ("chào",),
    "hong": ("hông", "hổng"), "no": ("nỏ",), "goi": ("gởi",), "bac": ("bác",),
}  # fmt: skip
"""Short words that mean something else with other marks."""

REFUSED: Final[Mapping[str, tuple[str, ...]]] = {
    "huy": ("hủy",), "bo": ("bỏ",), "xoa": ("xóa",), "thoi": ("thôi",), "khoi": ("khỏi",),
    "dung": ("dừng", "đừng"), "khoan": ("khoan",), "no": ("nỏ",), "da": ("dạ", "đã"), "vang": ("vâng",),
    "rut": ("rút",), "doi": ("đợi",), "cho": ("cho", "chờ"),
}  # fmt: skip
"""Words of refusal and politeness that mean something else with other marks."""

FORBIDDING: Final = re.compile(r"\bchớ (?:có )?(?:gửi|gởi|gưi)")
"""Do not send; behind the verb the same word means "of course", and without its mark "let"."""

NUMBERS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")

SENDING: Final = frozenset(("gửi", "gởi", "gui", "chuyển", "chuẩn", "nộp", "duyệt", "chốt"))
AFTER_IT: Final = frozenset(("rồi", "roi"))
"""Behind "gửi": it was sent, or was it?"""
ASKING_LAST: Final = frozenset(("không", "ko", "k", "khong", "à", "hả", "chưa", "chua", "răng"))
NOT_YET_LAST: Final = frozenset(("hẵng", "hẵn", "hãy"))
"""Last, as in "… đã rồi hẵng": something else is to be done before."""
ONLY_FIRST: Final = frozenset(("có", "co"))
"""Amid the words it asks."""
ASSENTING: Final = frozenset((
    "ừ", "ừm", "uk", "u", "vâng", "dạ", "yes", "rứa", "vậy", "là", "đúng", "phải", "được", "rồi", "roi",
    "đó", "đấy", "nớ", "ok", "oke", "okie", "okê", "nhất", "trí", "có", "co", "ý", "đồng", "đi", "di",
    "i", "ik", "luôn", "luon", "lun", "nha", "nhé", "nhe", "nghe", "hí", "hè", "hen", "nhờ", "với",
    "giúp", "giup", "giùm", "gium", "dùm", "hộ", "cho", "lẹ", "ngay", "liền", "em", "e", "anh", "chị", "cô",
    "chú", "bác", "o", "cháu", "chau", "bà", "ba", "ông", "ong", "tui", "tôi", "choa", "con", "mình",
    "cán", "bộ", "ạ", "lên",
))  # fmt: skip
"""What consists of these, and of a word of sending, is consent at "send it?"."""
