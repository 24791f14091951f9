"""How the lines of a draft begin, as Vietnamese laws are written, and how people quote them."""

import re
from collections.abc import Mapping
from typing import Final

from loa.participation.consultations.rules.model import NodeKind

LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
_ROMAN: Final = "[IVXLC]+"
_ORDINAL: Final = r"(?i:thứ\s+(?:nhất|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười(?:\s+(?:một|hai|ba))?))"
_HEAD_TITLE: Final = r"(?:\s*[.:\-–]\s*(?P<title>.*)|\s+(?P<bare>[^a-zàáâãèéêìíòóôõùúýăđĩũơư].*)|\s*)"
HEADS: Final = (
    (NodeKind.PART, re.compile(rf"P(?i:hần)\s+(?P<number>{_ORDINAL}|{_ROMAN}|\d+){_HEAD_TITLE}")),
    (NodeKind.CHAPTER, re.compile(rf"C(?i:hương)\s+(?P<number>{_ROMAN}|\d+){_HEAD_TITLE}")),
    (NodeKind.SECTION, re.compile(rf"M(?i:ục)\s+(?P<number>{_ROMAN}|\d+){_HEAD_TITLE}")),
    (NodeKind.SUBSECTION, re.compile(rf"T(?i:iểu\s+mục)\s+(?P<number>{_ROMAN}|\d+){_HEAD_TITLE}")),
)
ARTICLE: Final = re.compile(r"Đ(?i:iều)\s+(?P<number>\d+[a-zđ]*)\s*(?:[.:]\s*(?P<title>.*))?")
CLAUSE: Final = re.compile(r"(?P<number>\d{1,3}[a-zđ]?)[.)]\s*(?P<text>\D.*)")
POINT: Final = re.compile(rf"(?P<number>[{LETTERS}][0-9]?)\)\s*(?P<text>.+)")
GOES_ON: Final = re.compile(r"[a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ].*|(?:Điều|Khoản|Điểm)\s.*")
"""A line that only goes on with the sentence before: paper is narrower than its sentences."""
_QUOTED_NUMBER: Final = r"(\d{1,4}[a-zđ]?)"
_OPINION: Final = r"(?:t[ôo]i\s+)?(?:mu[ốo]n\s+)?(?:g[óo]p\s+[ýy]|[ýy]\s+ki[ếe]n)\s+"
_PLACE: Final = (
    rf"[đd]i[ềe]u\s+{_QUOTED_NUMBER}"
    rf"(?:[\s,]+kho[ảa]n\s+{_QUOTED_NUMBER})?(?:[\s,]+[đd]i[ểe]m\s+([a-zđ]\d?))?"
)
QUOTED: Final = re.compile(
    rf"\s*(?:{_OPINION})?(?:v[ềe]\s+|cho\s+)?{_PLACE}\s*[:–-]\s*(\S.+)",
    re.IGNORECASE | re.DOTALL,
)
"""A message that quotes a part of a draft, with words behind it."""
TO_SPEAK: Final = re.compile(
    rf"\s*{_OPINION}(?:v[ềe]\s+|cho\s+)?(?:(?:c[ảa]\s+)?d[ựu]\s+th[ảa]o|{_PLACE})\s*[.!]?\s*", re.IGNORECASE
)
"""A message that names a part of a draft, or the whole, and says nothing about it: they want to speak."""
OF_DRAFT: Final = re.compile(
    r"(?:(?:toi )?(?:muon )?(?:gop y|y kien) )?(?:(?:ve|cho) )?du thao (?:so )?(\d{1,2})(?: (?:a|nhe|nha))?"
)
"""Which of several drafts is meant, folded: of what was asked back, or to speak about."""
SENT: Final[Mapping[str, str]] = {
    "gui dong y": "agree",
    "gui khong dong y": "disagree",
    "gui y kien khac": "other",
}
"""What turns words into an opinion, said after they were asked back; folded, for many write without marks."""
UNCLEAR: Final = re.compile(
    r"(?:da )?(?:toi )?(?:(?:khong )?(?:dong y|nhat tri|tan thanh)|(?:co )?y kien khac|gui)(?: a)?"
)
"""Behind what was asked back, folded: may mean the draft, or only that it is sent, so it is asked again."""
