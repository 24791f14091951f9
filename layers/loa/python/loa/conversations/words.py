"""Understanding plain words: what a resident means when he types on a telephone. Pure rules.

Accents may be missing, letters composed or not, small or capital, with emoji, punctuation, politeness and a
slip of the finger. A sentence that merely contains the words of a command is no command: what is left after
politeness has been taken off must be the command as a whole.

    understand("2")                     number 2
    understand("dạ em muốn gửi phản ánh ạ")   REPORT
    understand("Tôi muốn hỏi tiến độ làm đường")   nothing: words for a person
"""

import json
import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from loa.cases import codes
from loa.confidential.words import Denouncing, denouncing
from loa.conversations import texts
from loa.conversations.emergency import Danger, danger_in
from loa.conversations.folding import plain
from loa.text.cleaning import clean
from loa.text.folding import has_marks
from loa.units.names import name_key

LONGEST_COMMAND: Final = 80
"""Whoever writes more than this has something to say, and chooses nothing."""

LONGEST_READ: Final = 20_000
_LONGEST_PAYLOAD: Final = 500
_WORDS_BESIDE_CODE: Final = 10
_SHORT: Final = 4
_MIDDLE: Final = 7
_LONG: Final = 11
_BEST: Final = 5
_DIGITS: Final = 2
_HOI: Final = "\N{COMBINING HOOK ABOVE}"
_NGA: Final = "\N{COMBINING TILDE}"


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
    DONE = "done"
    RESUME = "resume"
    SKIP = "skip"
    YES = "yes"
    NO = "no"
    CHANGE = "change"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    GREETING = "greeting"


def _by_length(*lines: str) -> tuple[str, ...]:
    """Phrases between bars, the longest first."""
    return tuple(sorted("|".join(lines).split("|"), key=len, reverse=True))


def _set(*lines: str) -> frozenset[str]:
    """Words between spaces."""
    return frozenset(" ".join(lines).split())


_PHRASES: Final[dict[Command, str]] = {
    Command.MENU: "menu|danh muc|trang chu|bat dau|bat dau lai|huong dan|tro giup|help|start|quay lai menu",
    Command.NEWS: "tin tuc|xem tin tuc|tin tuc moi|tin moi|xem tin|ban tin|doc tin",
    Command.REPORT: "gui phan anh|phan anh|gui phan anh kien nghi|phan anh kien nghi|gui y kien|gui don"
    "|gui phan anh moi|phan anh moi|gui moi|gui noi dung moi",
    Command.PROGRESS: "hoi tien do|tien do|xem tien do|tra cuu tien do|tra cuu|hoi ket qua|xem ket qua"
    "|ket qua giai quyet|tien do giai quyet|phan anh cua toi|ho so cua toi|kiem tra tien do|tra cuu phan anh",
    Command.OFFICER: "gap can bo|gap nguoi|gap nhan vien|noi chuyen voi can bo|lien he can bo|gap truc tiep"
    "|gap can bo mat tran|hoi can bo|nhan can bo|nhan tin can bo",
    Command.MEETINGS: "lich tiep xuc cu tri|tiep xuc cu tri|lich tiep xuc|lich tiep cong dan|lich tiep dan",
    Command.CANCEL: "huy|huy bo|thoi|thoat|dung lai|khong gui nua|khong gui|thoi khong gui nua|huy phan anh"
    "|khong muon gui nua|cancel|stop|huy di|thoi huy",
    Command.DONE: "xong|xog|xogn|xong roi|xog roi|da xong|het|het roi|du roi|hoan thanh|khong co anh"
    "|ko co anh|chua co anh|khong co hinh|khong con",
    Command.RESUME: "tiep|tiep tuc|lam tiep|gui tiep|tiep di",
    Command.SKIP: "bo qua|bo qa|bo wa|khong can",
    Command.YES: "co|dung|dung roi|dong y|vang|da|gui|gui di|gui luon|xac nhan|ok|oke|okie|okay|yes|u|uh"
    "|duoc|chinh xac|dung vay|dung the|dung het|da dung",
    Command.NO: "khong|ko|k|kg|hong|khong co|ko co|chua|chua co|khong phai|no|chua dung|sai|sai roi"
    "|khong dung",
    Command.CHANGE: "sua|sua lai|lam lai|viet lai|thay doi|nhap lai",
    Command.SOLVED: "da giai quyet|giai quyet roi|da giai quyet xong|roi|xong roi|da xong|hai long"
    "|rat hai long|da duoc giai quyet|duoc giai quyet roi",
    Command.UNSOLVED: "chua|chua giai quyet|chua xong|chua duoc|chua duoc giai quyet|khong hai long"
    "|chua hai long|van chua|van chua giai quyet|van chua xong|chua giai quyet xong",
    Command.GREETING: "chao|xin chao|alo|hi|hello|chao can bo|chao ban|chao anh chi|chao mat tran|chao ad",
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
"""Words for the kinds of cases (`loa.cases.model.Kind`), in the order of the question."""

STARTING_KINDS: Final = frozenset({"recommendation", "comment", "complaint", "proposal"})
"""Kinds whose name alone begins an intake; the others could be the beginning of anything."""

_NUMBERS: Final = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")
_BEFORE: Final = _by_length(
    "toi muon|em muon|minh muon|chau muon|con muon|bac muon|toi can|em can|cho toi|cho em|cho minh|cho chau",
    "cho hoi|xin|muon|can|lam on|vui long|da|vang|toi|em|minh|chau|da em|da toi|toi xin|em xin|nho",
)
_BEHIND: Final = _by_length(
    "a|nhe|nha|voi|di|giup|giup toi|giup em|giup minh|voi a|nhe a|da|ad|admin|can bo|can bo a|oi|em|ban",
    "anh|chi|duoc khong|roi a",
)
_POLITE: Final = _set(
    "cam on ban a anh chi em bac co chu can bo mat tran nhieu rat lam nhe nha da xa phuong uy vi quy doan",
    "the ad admin oa moi nguoi vang ok oke okie okay toi minh chau con xin chan thanh thank thanks tks you",
    "so much camon roi u uh um hay tot qua tuyet voi chuc vui khoe suc ngay lanh biet cac cua tat ca cong",
    "dong dang nhan dan ubnd mttq",
)
_CORE: Final = _set("cam camon thank thanks tks ok oke okie okay vang da u uh um tot tuyet biet chuc")
_REOPEN: Final = ("mo lai", "xin mo lai", "de nghi mo lai", "yeu cau mo lai")
_LINK: Final = re.compile(r"cb ?([0-9]{6})")
_LISTED: Final = re.compile(r"[0-9]{1,2} ?[.)]?\s+(?=\D)|[0-9]{1,2}[.)](?=\D)")
_ASIDE: Final = re.compile(r"\([^)]*\)")
_CLAUSE: Final = re.compile(r"[.,:;!()\-–\n]")
_NAMED: Final = re.compile(r"\b(?:sao|diem|hai long|giai quyet)\b")
_STARS: Final = re.compile(r"\s*(?:sao|điểm|diem|⭐+|🌟+)\W*$", re.IGNORECASE)
_RATING: Final = re.compile(
    r"\s*([1-5])(?:\s*/\s*5)?(?:\s*(?:sao|điểm|diem|⭐+|🌟+))?\s*(?:$|[.,:;!\-–\n]+\s*(?P<word>\D.*)?$)",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What was understood; all of it may be empty.

    Attributes:
        text: the words, cleaned.
        commands: what they may mean as a whole.
        number: a number on its own ("2", "số hai").
        kind: a kind of case on its own; a value of `loa.cases.model.Kind`.
        code: the code of a case that stands in them.
        only_code: whether they say little more than that code.
        reopens: they want the case of that code to go on ("mở lại MT-…"), whatever is said besides.
        link: the six digits by which an officer links himself.
        is_blank: no letter and no digit: emoji, punctuation, nothing.
        is_courtesy: thanks or assent and nothing else.
        denounces: they speak of a denunciation (tố cáo): out of the chat at once.
        hints: they accuse somebody in office without saying so: the confidential way is offered.
        payload: they came from a button.
        danger: they call for help: before everything else.
    """

    text: str = field(repr=False)
    commands: frozenset[Command] = frozenset()
    number: int | None = None
    kind: str = ""
    code: str = ""
    only_code: bool = False
    reopens: bool = False
    link: str = ""
    is_blank: bool = False
    is_courtesy: bool = False
    denounces: bool = False
    hints: bool = False
    payload: bool = False
    danger: Danger | None = None

    def means(self, *commands: Command) -> bool:
        """Whether they may mean one of these."""
        return not self.commands.isdisjoint(commands)

    @property
    def is_small_talk(self) -> bool:
        """Whether nobody need answer: emoji, thanks, assent."""
        return self.is_blank or self.is_courtesy


def understand(text: str) -> Words:
    """Understand what was typed or tapped. Never raises, whatever it is."""
    said = clean(text[:LONGEST_READ])
    payload = _payload(said)
    if payload is not None:
        return _of_payload(said, payload)
    return replace(_understood(said), danger=danger_in(said))


def _understood(said: str) -> Words:
    key = plain(said)
    about = denouncing(said)
    denounces, hints = about is Denouncing.DIRECT, about is Denouncing.HINTED
    code = codes.parse(said) or ""
    if len(said) > LONGEST_COMMAND:
        return Words(
            said,
            code=code,
            reopens=_reopens(key, code),
            denounces=denounces,
            hints=hints,
            is_blank=not key,
        )
    cores = _cores(key)
    if listed := _LISTED.match(said):  # a line copied from a menu: "1. Phản ánh (việc chưa tốt cần xử lý)"
        cores += _cores(plain(_ASIDE.sub("", said[listed.end() :])))
    kind = next((kind for kind in KINDS if _is_any(cores, KINDS[kind], said)), "")
    link = _LINK.fullmatch(key)
    commands = {command for command in Command if _is_any(cores, _PHRASES[command], said)}
    if key == plain(texts.STOP) and _is_written(said, texts.STOP):
        commands.add(Command.CANCEL)  # without its mark it would be "right"
    return Words(
        said,
        commands=frozenset(commands),
        number=_number(key, said),
        kind=kind,
        code=code,
        only_code=bool(code) and len(key.split()) <= _WORDS_BESIDE_CODE,
        reopens=_reopens(key, code),
        link=link.group(1) if link else "",
        is_blank=not key,
        is_courtesy=_is_courtesy(key),
        denounces=denounces or kind == "denunciation",
        hints=hints,
    )


def rating(text: str) -> tuple[int, str] | None:
    """One to five, and the words behind it: "5", "4/5", "năm sao", "2. Đèn vẫn tắt"; None: it is none.

    "5 tháng rồi chưa ai tới" is none: between number and words something must stand, unless the words are
    those of the question (hài lòng, chưa) or thanks.
    """
    said = clean(text)
    found = _RATING.fullmatch(said)
    if found:
        return int(found.group(1)), (found.group("word") or "").strip()
    number = understand(_STARS.sub("", said)).number
    if number and number <= _BEST:
        return number, ""
    head, _, rest = said.partition(" ")
    word = rest.strip(" ()")
    if head in {"1", "2", "3", "4", "5"} and (_is_courtesy(plain(word)) or _is_of_rating(word)):
        return int(head), word
    return None


def unsolved(text: str) -> str | None:
    """What is said after "chưa": "Chưa, đèn vẫn tắt" gives "đèn vẫn tắt"; None: it does not begin so."""
    said = clean(text)
    if understand(said).means(Command.UNSOLVED, Command.NO):
        return ""
    clause = _CLAUSE.search(said)
    if clause and understand(said[: clause.start()]).means(Command.UNSOLVED, Command.NO):
        return said[clause.end() :].strip(" .,:;!()-–\n")
    return None


def is_unmistakable(text: str) -> bool:
    """Whether stars, or that it is not solved, are named: a bare number or "chưa" may mean anything."""
    return bool(_NAMED.search(plain(text))) and (rating(text) is not None or unsolved(text) is not None)


def _is_of_rating(text: str) -> bool:
    """Whether words say nothing but how content somebody is."""
    return understand(text).means(Command.SOLVED, Command.UNSOLVED, Command.YES, Command.NO)


def _payload(said: str) -> str | None:
    """What a button sends: `#…`, or JSON with `content` (zalo.md 3.3); None: it was no button."""
    if said.startswith("#") and len(said) <= _LONGEST_PAYLOAD and " " not in said:
        return said[1:]
    if said.startswith("{") and len(said) <= _LONGEST_PAYLOAD:
        try:
            value = json.loads(said)
        except (ValueError, RecursionError):
            return None
        content = value.get("content") if isinstance(value, dict) else None
        if isinstance(content, str):
            return clean(content).removeprefix("#")
    return None


def _of_payload(said: str, payload: str) -> Words:
    """Buttons are written without spaces and marks: "#GUIPHANANH", "#2"."""
    squeezed = plain(payload).replace(" ", "")
    commands = {
        command
        for command, phrases in _PHRASES.items()
        if squeezed in {phrase.replace(" ", "") for phrase in phrases.split("|")}
    }
    kinds = (
        kind
        for kind, phrases in KINDS.items()
        if squeezed in {phrase.replace(" ", "") for phrase in phrases.split("|")}
    )
    kind = next(kinds, "")
    number = int(squeezed) if squeezed.isascii() and squeezed.isdigit() and len(squeezed) <= _DIGITS else None
    return Words(
        said,
        commands=frozenset(commands),
        number=number,
        kind=kind,
        code=codes.parse(payload) or "",
        only_code=bool(codes.parse(payload)),
        is_blank=not squeezed,
        denounces=kind == "denunciation",
        payload=True,
    )


def _cores(key: str) -> tuple[str, ...]:
    """The words as they stand, and with politeness taken off both ends, step by step."""
    found = [key]
    for _ in range(4):
        key = next((key.removeprefix(f"{word} ") for word in _BEFORE if key.startswith(f"{word} ")), key)
        found.append(key)
    for start in tuple(dict.fromkeys(found)):
        key = start
        for _ in range(3):
            key = next((key.removesuffix(f" {word}") for word in _BEHIND if key.endswith(f" {word}")), key)
            found.append(key)
    return tuple(dict.fromkeys(found))


def _is_any(cores: tuple[str, ...], phrases: str, said: str) -> bool:
    return any(_is(core, phrase, said) for phrase in phrases.split("|") for core in cores)


def _is(core: str, phrase: str, said: str) -> bool:
    """Whether somebody meant the phrase.

    Short words are too much alike without their marks (hủy and Huy, thôi and thời): where marks were typed,
    they count. Longer phrases forgive a slip or two.
    """
    if core == phrase:
        if len(phrase) > _SHORT or not has_marks(said):
            return True
        marked = texts.MARKED.get(phrase)
        return marked is None or _is_written(said, *marked)
    allowed = 2 if len(phrase) >= _LONG else 1 if len(phrase) >= _MIDDLE else 0
    return bool(allowed) and core[:1] == phrase[:1] and _distance(core, phrase, allowed) <= allowed


def _is_written(said: str, *words: str) -> bool:
    """Whether one of the words stands there with its marks, wherever the tone was put."""
    letters = "".join(letter if letter.isalnum() else " " for letter in said)
    return not {_as_heard(word) for word in words}.isdisjoint(_as_heard(letters).split())


def _as_heard(text: str) -> str:
    """A text as Nghệ An says it: hỏi and ngã are one tone there, and are written for one another."""
    return name_key(text).replace(_NGA, _HOI)


def _distance(first: str, second: str, allowed: int) -> int:
    """How many letters were added, left out, changed or swapped with their neighbour; at most allowed + 1."""
    if abs(len(first) - len(second)) > allowed:
        return allowed + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for index, letter in enumerate(first, 1):
        before, above, row = row, before, [index]
        for column, other in enumerate(second, 1):
            best = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != other))
            swapped = index > 1 and column > 1 and (letter, other) == (second[column - 2], first[index - 2])
            row.append(min(best, above[column - 2] + 1) if swapped else best)
        if min(row) > allowed:
            return allowed + 1
    return row[-1]


def _number(key: str, said: str) -> int | None:
    """A number on its own, in digits or letters."""
    for core in _cores(key):
        word = re.sub(r"^(so|chon|muc|phim|nhan|chon so|muc so|phim so|nhan so|cau) ", "", core)
        if word.isascii() and word.isdigit() and len(word) <= _DIGITS:
            return int(word)
        if word in _NUMBERS[1:] and (
            not has_marks(said) or _is_written(said, texts.NUMBERS[_NUMBERS.index(word)])
        ):
            return _NUMBERS.index(word)
    return None


def _is_courtesy(key: str) -> bool:
    words = key.split()
    return bool(words) and set(words) <= _POLITE and not _CORE.isdisjoint(words)


def _reopens(key: str, code: str) -> bool:
    """Whether the words are those that residents are told to write when a case has ended (`cases.texts`)."""
    return bool(code) and any(core.startswith(_REOPEN) for core in _cores(key))
