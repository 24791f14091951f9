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
