"""Recognise denunciations, hints at one, and mere mentions of the word in typed text. Pure rules.

    denouncing("tôi muốn tô cáo ông chủ tịch xã")           DIRECT
    denouncing("ông trưởng thôn ăn chặn tiền hỗ trợ")       HINTED
    denouncing("tôi bị tố cáo oan")                         NO

Typing produces wrong or missing tones and spaces. Except for the denunciation itself, a word with marks must
have the right ones to be recognised; a word without marks may be any.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from loa.casework.denunciations.words import accusations
from loa.foundation.units.names import name_key
from loa.text.cleaning import clean
from loa.text.folding import fold

LONGEST_READ: Final = 20_000
_NEAR: Final = 8
"""Maximum number of words between an office and what its holder is said to have done."""
_FAR: Final = 12
_BESIDE: Final = 3
_BEHIND: Final = 12
_CLAUSE: Final = "|"


class Denouncing(StrEnum):
    """How a text relates to a denunciation."""

    NO = "no"
    """Nothing, or a mere mention of the word: an ordinary message."""
    HINTED = "hinted"
    """An accusation against somebody in office without a denunciation: offer the confidential way."""
    DIRECT = "direct"
    """A denunciation, or the wish to make one."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word: as typed (lower case, tone at its end, hỏi for ngã), and without marks."""

    typed: str
    plain: str

    def may_be(self, meant: "_Word") -> bool:
        """Tell whether it may be that word: the same, or typed without any mark."""
        return self.typed == meant.typed or (self.typed == self.plain == meant.plain)


def _heard(word: str) -> str:
    """Return a word in comparison form: hỏi and ngã merge in Nghệ An and are used for each other."""
    return name_key(word).replace("\N{COMBINING TILDE}", "\N{COMBINING HOOK ABOVE}")


def _words(text: str) -> list[_Word]:
    """Return the words of a text; sentence ends are words of their own."""
    said = unicodedata.normalize("NFKC", clean(text[:LONGEST_READ])).casefold()
    said = _SPELT_OUT.sub(lambda found: re.sub(r"[\s.\-_]", "", found.group()), said)
    found: list[_Word] = []
    for piece in re.findall(r"[^\W_]+|[.;:!?|,]", said.replace("@", "a")):
        if piece == ",":
            # "khiếu nại, tố cáo" is one term; other commas end a clause.
            if not (found and found[-1].plain == "nai"):
                found.append(_Word(_CLAUSE, _CLAUSE))
        elif not piece[0].isalnum():
            found.append(_Word(_CLAUSE, _CLAUSE))
        else:
            word = piece.replace("0", "o") if any(letter.isalpha() for letter in piece) else piece
            word = _SHORTENED.get(word, word)
            found.append(_Word(_heard(word), fold(word)))
    return found


_SHORTENED: Final = {"ôg": "ông", "og": "ong"}
"""As typed on a telephone."""

_SPELT_OUT: Final = re.compile(r"(?<!\w)(?:[^\W\d_][\s.\-_]){4,}[^\W\d_](?!\w)")
"""Spelled out: "t ố c á o"."""


def _set(line: str) -> frozenset[str]:
    """Return the words between bars."""
    return frozenset(line.split("|"))


type _Phrases = Mapping[str, Sequence[Sequence[_Word]]]
"""Return phrases by their first word without marks."""


def _phrases(*lines: str) -> _Phrases:
    found: dict[str, list[list[_Word]]] = {}
    for phrase in "|".join(lines).split("|"):
        words = [_Word(_heard(word), fold(word)) for word in phrase.split()]
        found.setdefault(words[0].plain, []).append(words)
    return found


_FIRST: Final = frozenset(_heard(word) for word in ("tố", "tô", "tổ", "tó", "tồ", "tộ", "tớ", "tốc"))
_TO, _CAO, _GIAC = _heard("tố"), _heard("cáo"), _heard("giác")
_SECOND: Final = frozenset(_heard(word) for word in ("cáo", "cao", "cào", "cạo", "cảo", "cáu", "káo", "giác"))
_JOINED: Final = frozenset({"tocao", "togiac", "tooscaos", "toscaos"})
_UNTYPED: Final = frozenset(
    product(("toos", "tos", "too", "to61"), ("caos", "caso", "cao", "cao1", "giacs", "giac"))
)
"""Typed with the input method switched off."""

_SELF: Final = r"(?:toi|em|chau|con|minh|chung toi|chung em|gia dinh toi|dan|ba con|tui|choa)"
_WANTS: Final = re.compile(
    rf"(?:^| )(?:{_SELF}|muon|don|gui|viet|lam|xin|can|se|phai|quyet|nay|de|cho|di|cach"
    r"|thu tuc|dinh|dung|dam)$"
)
_PERSONALLY: Final = re.compile(rf"(?:^| )(?:{_SELF}|muon|xin|nay|quyet tam)$")
_NEGATED: Final = re.compile(
    r"(?:^| )(?:khong|ko|kh|k|kg|khg|hong|chang|cha|no|dung|khoi|chua|chua tung)"
    r"(?: (?:co y|phai|muon|dinh|can|he|tinh|de|la|di|gui|lam|don|co|thich|viec|y|y dinh|bao gio|hieu|nghi"
    r"|goi))*$"
)
_NOT_DARING: Final = re.compile(r"(?:^| )(?:khong|ko|k|chang|cha|no|so|ngai|chua)(?: \S+)? (?:dam|tien)$")
_PASSIVE: Final = re.compile(
    r"(?:^| )bi(?: (?:nguoi ta|ho|no|hang xom|vu khong|ke xau|ai do|nguoi khac|dan|ba con|ai|nhan dan|vo"
    r"|chong))?$"
)
_MENTIONED: Final = re.compile(
    r"(?:^| )(?:luat|bo luat|giai quyet|tra loi|quy trinh|trinh tu|thu tuc|hoi thao|lich|nghi dinh|thong "
    r"tu|quy "
    r"dinh|tiep cong dan|tiep dan|phap luat"
    r"|tuyen truyen|tim hieu|tap huan|cong tac|noi quy|hoi thi|cuoc thi|van ban|dieu|quyen)(?: \S+){0,4}$"
)
_OUTCOME: Final = re.compile(
    r"(?:^| )(?:ket qua|tien do|ho so|ma so|phieu|da gui|da nop|bien nhan)(?: \S+){0,3}$"
)
_WHEN: Final = re.compile(
    r"^(?:\S+ ){0,8}?(?:den dau|toi dau|den mo|toi mo|sao roi|ra sao|the nao roi|khi nao|khi mo|bao gio"
    r"|bao lau|chua thay|chua co|chua duoc|chua tra loi|(?:xu ly|giai quyet|tra loi|xong) chua)(?: |$)"
)
_WHAT: Final = re.compile(
    r"^(?:la gi|la chi|nghia la|oan|(?:(?:va|voi|hay) )?(?:(?:phan anh|khieu nai|kien nghi) )?khac)(?: |$)"
)
_NOT_AT_ALL: Final = re.compile(
    r"^(?:ai |gi |chi |lam gi )?(?:dau|mo dau|lam gi|lam chi)(?: (?:a|nhe|nha|ma))?$"
)
_SOMEBODY: Final = re.compile(
    r"^(?:ong|ba|anh|chi|chu|bac|thay|can bo|chu tich|pho chu tich|bi thu|lanh dao|truong|pho|giam doc"
    r"|cong an|mot so|viec|vu|hanh vi|sai pham|ten|nguoi|ke|nhom|cong ty|chinh quyen|ubnd|uy ban|dia chinh"
    r"|ke toan|hieu)(?: |$)"
)
_ME: Final = re.compile(r"^(?:toi(?! pham)|minh|tui|gia dinh toi|nha toi|vo chong toi|bo toi|me toi)(?: |$)")
_TALL: Final = re.compile(
    r"^(?:\d|m\d|met|lam|qua|nhu|hon|vam|lon|the|gay|rao|che|day|nhat|va|khoang|tam|chung|gan)"
)
_WHO_IS_TALL: Final = re.compile(
    r"(?:^| )(?:nguoi|nha|cay|dang|cot|tuong|nui|rat|kha|that|cong|be|hoi|vua|thang|con nguoi|trong|cung)$"
)


def denouncing(text: str) -> Denouncing:
    """Classify a text; when in doubt, as a denunciation. Never raises."""
    words = _words(text)
    strongest = Denouncing.NO
    for at, length, certain in _places(words):
        found = _meant(words, at, length, certain=certain)
        if found is Denouncing.DIRECT:
            return found
        if found is Denouncing.HINTED:
            strongest = found
    if _accuses(words):
        return Denouncing.DIRECT
    return Denouncing.HINTED if strongest is Denouncing.HINTED or _hints(words) else Denouncing.NO


def _accuses(words: Sequence[_Word]) -> bool:
    """Tell whether "tố" is said of a person: "tui tố ông hiệu phó", "muốn tố ông thuế xã"."""
    for at, word in enumerate(words[:-1]):
        means_it = word.typed == _TO or (word.typed == "to" and _PERSONALLY.search(_clause(words, at)))
        following = " ".join(one.plain for one in words[at + 1 : at + 4])
        if means_it and _SOMEBODY.match(following) and not _NEGATED.search(_clause(words, at)):
            return not _PASSIVE.search(_clause(words, at))
    return False


def _places(words: Sequence[_Word]) -> list[tuple[int, int, bool]]:
    """Find the word: position, length in words, and whether its marks leave no doubt."""
    found: list[tuple[int, int, bool]] = []
    for at, word in enumerate(words):
        if word.plain in _JOINED:
            found.append((at, 1, True))
            continue
        if at + 1 == len(words):
            continue
        following = words[at + 1]
        if (word.plain, following.plain) in _UNTYPED:
            found.append((at, 2, True))
        elif word.typed in _FIRST or word.typed == "to":
            marked = following.typed in {_CAO, _GIAC} or (word.typed == _TO and following.typed in _SECOND)
            if marked and following.typed in _SECOND:
                found.append((at, 2, True))
            elif following.typed in {"cao", "giac"}:
                found.append((at, 2, False))
    return found


def _meant(words: Sequence[_Word], at: int, length: int, *, certain: bool) -> Denouncing:
    """Return what the word means at that position."""
    before = _clause(words, at)
    behind = [word.plain for word in words[at + length : at + length + _BEHIND]]
    after = " ".join(behind[: behind.index(_CLAUSE)] if _CLAUSE in behind else behind)
    somebody = _SOMEBODY.match(after) is not None
    if not certain and not _is_plausible(before, after, somebody=somebody):
        return Denouncing.NO
    if _NOT_DARING.search(before):
        return Denouncing.HINTED
    if _NEGATED.search(before):
        # "đúng" affirms; without its mark it may be "đừng", and the resident can say so when asked.
        word = words[at - 1].typed
        return {_heard("đúng"): Denouncing.DIRECT, "dung": Denouncing.HINTED}.get(word, Denouncing.NO)
    if _PASSIVE.search(before) or any(rule.match(after) for rule in (_ME, _WHAT, _NOT_AT_ALL)):
        return Denouncing.NO
    only_mentioned = not _PERSONALLY.search(before) and _MENTIONED.search(before)
    if not somebody and (only_mentioned or _OUTCOME.search(before) or _WHEN.match(after)):
        return Denouncing.NO
    return Denouncing.DIRECT


def _is_plausible(before: str, after: str, *, somebody: bool) -> bool:
    """Tell whether "to cao" without marks is the denunciation, not a tall tree."""
    if _WHO_IS_TALL.search(before) or _TALL.match(after):
        return False
    alone = not before and not after
    return alone or somebody or _WANTS.search(before) is not None


def _clause(words: Sequence[_Word], at: int) -> str:
    """Return the words before a position, back to the start of its clause."""
    found: list[str] = []
    for word in reversed(words[max(0, at - _NEAR) : at]):
        if word.plain == _CLAUSE:
            break
        found.append(word.plain)
    return " ".join(reversed(found))


# Accusations against people in office without the word

_IN_OFFICE: Final = _phrases(*accusations.IN_OFFICE)
_MONEY: Final = _phrases(*accusations.MONEY)
_WRONGS: Final = _phrases(*accusations.WRONGS)
_WRONGS_WITH_MONEY: Final = _phrases(*accusations.WRONGS_WITH_MONEY)
_WRONGS_IN_OFFICE: Final = _phrases(*accusations.WRONGS_IN_OFFICE)
_WRONGS_EITHER_SIDE: Final = _phrases(*accusations.WRONGS_EITHER_SIDE)
_NO: Final = _set("khong|ko|k|no|chang|chua|dung")
_TAKING: Final = _phrases(*accusations.TAKING)
_GAIN: Final = _phrases(*accusations.GAIN)
_ASKED: Final = _phrases(*accusations.ASKED)
_KIN_OF_OFFICE: Final = _phrases(*accusations.KIN_OF_OFFICE)
_PRIVILEGES: Final = _phrases(*accusations.PRIVILEGES)
_TELLING: Final = _phrases(*accusations.TELLING)
_DEMANDING: Final = frozenset(_heard(word) for word in ("đòi", "doi", "vòi", "voi", "bắt", "bat", "ăn", "an"))
_SUMS: Final = _set("trieu|tr|nghin|ngan|k|cu|chai|lit|tram|dong")
_ADDRESSED: Final = _set("nho|nghi|bao|gui|xin|mong|thua|goi|chao|kinh|hoi|cau|cam")
"""Before an office: its holder is addressed, not talked about."""
_CALLED: Final = _set("oi|xem|giup|kiem|xu|vao|can")
"""After it: the same."""
_ASKING: Final = frozenset({"hoi", _heard("hỏi")})
_AGAINST: Final = _phrases(*accusations.AGAINST)


def _hints(words: Sequence[_Word]) -> bool:
    """Tell whether somebody in office is accused."""
    against = _starts(words, _AGAINST)
    for at in _starts(words, _WRONGS):
        if not any(at - 1 - _BESIDE <= place < at for place in against):
            return True
    offices = [at for at in _starts(words, _IN_OFFICE) if not _is_spoken_to(words, at)]
    with_money = _starts(words, _WRONGS_WITH_MONEY) and _starts(words, _MONEY)
    if offices and (with_money or _takes(words, offices)):
        return True
    for at in _starts(words, _WRONGS_IN_OFFICE):
        near = [office for office in offices if 0 < at - office <= _NEAR]
        if any(_ASKING.isdisjoint(word.typed for word in words[office:at]) for office in near):
            return True
    return any(_demands(words, office) for office in offices)


def _takes(words: Sequence[_Word], offices: Sequence[int]) -> bool:
    """Tell whether an official is said to take or to favour their kin, or a secret is shared about them."""
    asks = any(word.typed in _ASKING for word in words)
    favours = _starts(words, _KIN_OF_OFFICE) and _starts(words, _PRIVILEGES)
    taking = _is_near(words, _TAKING, offices) and _is_near(words, _GAIN, offices)
    return bool(
        _starts(words, _TELLING)
        or favours
        or (taking and not _starts(words, _ASKED))
        or (_is_near(words, _WRONGS_EITHER_SIDE, offices) and not asks)
    )


def _is_near(words: Sequence[_Word], phrases: _Phrases, offices: Sequence[int]) -> bool:
    """Tell whether one of the phrases is near an office and not negated."""
    found = [at for at in _starts(words, phrases) if not at or words[at - 1].plain not in _NO]
    return any(abs(at - office) <= _FAR for at in found for office in offices)


def _is_spoken_to(words: Sequence[_Word], office: int) -> bool:
    """Tell whether the holder of an office is addressed: "nhờ công an xã xem", "cán bộ ơi"."""
    before = {word.plain for word in words[max(0, office - 2) : office]}
    behind = {word.plain for word in words[office + 1 : office + 4]}
    return not before.isdisjoint(_ADDRESSED) or not behind.isdisjoint(_CALLED)


def _demands(words: Sequence[_Word], office: int) -> bool:
    """Tell whether an official is said to demand a sum of money: "địa chính đòi 5 triệu mới làm"."""
    for at in range(office + 1, min(office + _NEAR, len(words))):
        if words[at].typed in _DEMANDING:
            behind = {word.plain for word in words[at + 1 : at + 2 + _BESIDE]}
            if not behind.isdisjoint(_SUMS) or any(_is_sum(word) for word in behind):
                return True
    return False


def _is_sum(word: str) -> bool:
    """Tell whether a word is a number with its unit: "5tr", "500k"."""
    return re.fullmatch(r"\d+(?:tr|k|trieu|cu)\d*", word) is not None


def _starts(words: Sequence[_Word], phrases: _Phrases) -> list[int]:
    """Return where one of the phrases begins."""
    return [
        at
        for at, first in enumerate(words)
        if any(
            at + len(phrase) <= len(words)
            and all(
                word.may_be(meant) for word, meant in zip(words[at : at + len(phrase)], phrase, strict=True)
            )
            for phrase in phrases.get(first.plain, ())
        )
    ]
