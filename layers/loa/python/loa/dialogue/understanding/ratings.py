"""What a resident says when a case asks whether it is solved: stars, "not solved", praise. Pure rules."""

import re
from typing import Final

from loa.casework.cases.rules import codes
from loa.dialogue.understanding.lexicon import Command
from loa.dialogue.understanding.parser import is_courtesy, parse
from loa.dialogue.understanding.spelling.folding import folded, plain, spelled
from loa.text.cleaning import clean
from loa.text.folding import has_marks

_BEST: Final = 5
_STAR_SIGNS: Final = "⭐🌟★✨"
_IGNORED: Final = "\ufe0f\u200d "
_UP: Final = ("👍", "❤", "🥰", "😍", "👏", "💯", "🌹", "😊")
_DOWN: Final = ("👎", "😡", "🤬", "😠", "😭", "😢", "😞", "😔", "💔")
_LONGEST: Final = 14
"""Words of an answer to "is it solved?"; more than that is a letter for people, unless it begins plainly."""

_NAMES: Final = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
_MARKED: Final = {"mot": "một", "hai": "hai", "ba": "ba", "bon": "bốn", "nam": "năm"}
_NUMBER: Final = r"(?P<number>[1-5]|mot|hai|ba|bon|nam)"
_BEFORE: Final = (
    r"(?:(?:da|a|em|e|toi|tui|choa|minh|chau|con|xin|cho|cham|cham diem|danh gia|so|chon|bam|nhan|muc|duoc"
    r"|can bo|cho em|gui) )*"
)
_BEHIND: Final = (
    r"(?: (?:a|ah|nhe|nha|nhen|nghe|hen|luon|thoi|di|voi|cho|can bo|cac|bac|anh|chi|o|chu|co|em|dong chi"
    r"|moi nguoi|cam on|cam|on|rat|nhieu|lam|oi|bo))*"
)
_STARS: Final = re.compile(rf"^{_BEFORE}{_NUMBER}(?: ?(?:sao|diem|d))?(?: 5)?{_BEHIND}$")
_STARS_AND_MORE: Final = re.compile(rf"^{_BEFORE}{_NUMBER} ?(?:sao|diem)\b(?P<more>.*)$")
_BECAUSE: Final = re.compile(rf"^{_NUMBER} (?:vi|do|tai)\b.*$")
_OF_RATING: Final = re.compile(
    rf"^{_NUMBER} (?:(?:xong|chua|rat|hai|long|tam|duoc|tot|qua|lam|roi|giai|quyet|da|khong|kem|te)(?: |$))+$"
)
_RATING: Final = re.compile(
    r"\s*([1-5])(?:\s*/\s*5)?(?:\s*(?:sao|điểm|diem|đ|⭐+|🌟+))?\s*"
    r"(?:$|[.,:;!\-–\n]+\s*(?P<word>\D.*)?$)",
    re.DOTALL | re.IGNORECASE,
)
_OUT_OF_RANGE: Final = re.compile(rf"^{_BEFORE}(?:[6-9]|[1-9][0-9]+)(?: (?:sao|diem|d))?{_BEHIND}$")
_LABELS: Final = {
    "rat hai long": 5, "xong rat hai long": 5, "qua tot": 5, "rat tot": 5, "tuyet voi": 5, "xuat sac": 5,
    "hai long": 4, "xong hai long": 4,
    "tam duoc": 3, "binh thuong": 3, "tam on": 3, "tam tam": 3, "cung duoc": 3,
}  # fmt: skip
"""The words of the question itself, and their like."""

_NOT_BUT: Final = re.compile(
    r"\b(roi|xong|duoc|sua) (\w+ )?(nhung|ma|nhung ma|tru|chi)\b|\bmot (nua|phan|doan)\b|\broi chua$"
)
_MEANT: Final = {
    "no": frozenset(spelled("nỏ")), "van": frozenset(spelled("vẫn")), "con": frozenset(spelled("còn")),
    "lai": frozenset(spelled("lại")), "te": frozenset(spelled("tệ")), "dau": frozenset(spelled("đâu")),
    "chua": frozenset(spelled("chưa")),
}  # fmt: skip
_NOT_SOLVED: Final = re.compile(
    r"^(?:da |a |toi thay |em thay )?(?:chua|van|no\b|chang|cha co|k\b|ko\b|kg\b|khg\b|khong\b|hong co"
    r"|hong\b)"
    r"|^(?:con|cung|lai) (?:hong|tat|te|mat|ngap|do|thieu|nhu|y|rua|nguyen|cu|ban|hu)"
    r"|\b(?:van|chua) (?:\w+ ){0,4}\w+|\bchua$|\b(?:no|ko|khong|k) (?:ai|thay|chi|cho ai|mo|lam|sua|man"
    r"|xong)\b"
    r"|\blai (?:hong|tat|mat|ngap|hu|te|bi|do|vo|can|nhu cu|y nhu)\b|^(?:lai|hom nay lai)\b"
    r"|\b(?:y|nhu|giong) (?:nguyen|cu|nhu cu|rua|hoi)\b|\by nguyen\b|\bnhu cu\b"
    r"|^(?:co|da) (?:\w+ ){1,4}(?:dau|mo|chi|gi)$|\bdau co\b|\bxong mo\b|\bco \w+ dau\b|\bco \w+ mo\b"
    r"|\bnoi (?:lao|doi|xao|phet|dieu)\b|\bqua loa\b|\blam au\b|\bdo dang\b|\bdoi pho\b|\bcau tha\b|\bmo "
    r"lai\b"
    r"|^(?:qua |rat )?(?:te|kem|chan|do|toi te|that vong|buc minh|buc)(?: (?:lam|qua|te|ghe|that))*$"
    r"|\bthat vong\b|\bvo trach nhiem\b|^[01] (?:diem|sao)|^0$|^sai roi\b"
    r"|\b(?P<mocked>\w+) (?:chi|gi|cai chi|cai gi) ma (?P=mocked)\b"
    r"|^(?:xong|tot|dep|duoc|sua) cai (?:dau|_|con khi)\b"
)
_SOLVED: Final = re.compile(
    r"\b(?:xong|sua|man|lam|giai quyet|co|sang|dep|duoc|ok|oke|on|tot|het|chay|thong|sach|khoi|day du)"
    r" (?:\w+ ){0,3}roi\b|^(?:da )?(?:xong|roi|ok|oke|oki|on|duoc|tot)\b(?: \w+){0,3}$|^da (?:sua|xong|lam"
    r"|giai)"
    r"|\b(?:tot|nhanh|nhiet tinh|tuyet|dep|hai long|ung|ung y|chu dao|gioi)(?: (?:qua|lam|that|hi|day"
    r"|ghe))?\b"
    r"|\bda (?:duoc )?(?:giai quyet|sua|xu ly)\b"
)
_CLAUSE: Final = re.compile(r"[.,:;!()\-–\n]")
_NAMED: Final = re.compile(r"\b(?:sao|diem|hai long|giai quyet)\b")


def rating(text: str) -> tuple[int, str] | None:
    """One to five, and the words with it: "5", "4/5", "năm sao", "5 nhé cán bộ", "⭐⭐⭐"; None: it is none.

    "5 tháng rồi chưa ai tới" and "Nam" (a name) are none; nor is 10.
    """
    said = _without_code(text)
    if signs := _only_stars(said):
        return (signs, "") if signs <= _BEST else None
    if found := _RATING.fullmatch(said):
        return int(found.group(1)), (found.group("word") or "").strip()
    key = plain(said)
    for rule in (_STARS, _STARS_AND_MORE, _BECAUSE, _OF_RATING):
        found = rule.match(key)
        if found and (number := _number(found.group("number"), said)):
            more = _behind(said)
            return number, more if rule is not _STARS or is_courtesy(more) else ""
    label = _LABELS.get(_trimmed(key))
    return (label, "") if label else None


def is_out_of_range(text: str) -> bool:
    """Whether a number was given that is none of one to five: "10 điểm"."""
    return _OUT_OF_RANGE.match(plain(_without_code(text))) is not None


def unsolved(text: str) -> str | None:
    """Why it is not solved; empty without a reason; None: nothing says that it is not solved.

    "Chưa, đèn vẫn tắt" gives "đèn vẫn tắt"; "chưa có ai tới" itself.
    """
    said = _without_code(text)
    if any(sign in said for sign in _DOWN) and not plain(said):
        return ""
    plainly = _plainly_unsolved(said)
    if plainly is not None:
        return plainly
    key = folded(said, _MEANT)
    short = len(key.split()) <= _LONGEST
    if short and _NOT_SOLVED.search(key) and not _NOT_BUT.search(key):
        return said
    return None


def is_doubtful(text: str) -> bool:
    """Whether it is half solved: "sửa rồi nhưng còn một đoạn"."""
    key = plain(text)
    return len(key.split()) <= _LONGEST and _NOT_BUT.search(key) is not None


def is_solved(text: str) -> bool:
    """Whether it is called solved, or praised, without stars; thanks count, too."""
    said = _without_code(text)
    key = plain(said)
    if not key:
        return any(sign in said for sign in _UP)
    words = parse(said)
    if words.means(Command.SOLVED, Command.YES) or is_courtesy(said):
        return True
    return len(key.split()) <= _LONGEST and _SOLVED.search(key) is not None


def is_unmistakable(text: str) -> bool:
    """Whether stars, or that it is not solved, are named: a bare number or "chưa" may mean anything."""
    named = _NAMED.search(plain(text)) or _only_stars(text)
    return bool(named) and (rating(text) is not None or _plainly_unsolved(_without_code(text)) is not None)


def _plainly_unsolved(said: str) -> str | None:
    """The reason behind a "no" that stands alone or before a comma; None: there is none."""
    if _is_refusal(said):
        return ""
    clause = _CLAUSE.search(said)
    if clause and _is_refusal(said[: clause.start()]):
        return said[clause.end() :].strip(" .,:;!()-–\n")
    return None


def _without_code(text: str) -> str:
    return codes.beside(clean(text))


def _only_stars(said: str) -> int:
    left = [sign for sign in said if sign not in _IGNORED]
    return len(left) if left and all(sign in _STAR_SIGNS for sign in left) else 0


def _number(word: str, said: str) -> int | None:
    """A number; without marks and with a capital it is a name."""
    if word.isdigit():
        return int(word)
    typed = next((one for one in re.findall(r"\w+", said) if plain(one) == word), word)
    if has_marks(said):
        return _NAMES[word] if spelled(typed) == spelled(_MARKED[word]) else None
    counted = re.search(rf"\b{word} (?:sao|diem)\b", plain(said))
    is_name = typed[:1].isupper() and not typed.isupper() and not counted
    return None if is_name else _NAMES[word]


def _behind(said: str) -> str:
    """What stands behind the number, as it was typed."""
    return said.partition(" ")[2].strip(" ()")


def _trimmed(key: str) -> str:
    """Without politeness at the ends."""
    key = re.sub(r"^(?:da|em|toi|tui|choa|minh|chau|con) ", "", key)
    return re.sub(r"(?: (?:a|nhe|nha|nghe|luon|can bo|oi|thoi))+$", "", key)


def _is_refusal(said: str) -> bool:
    return parse(said).means(Command.UNSOLVED, Command.NO)
