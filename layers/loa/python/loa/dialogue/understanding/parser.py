"""Understand plain words that residents type on a telephone. Pure rules.

Accents may be missing, letters composed or not, small or capital, with emoji, punctuation, politeness and a
slip of the finger. A sentence that merely contains the words of a command is no command: what is left after
politeness has been taken off must be the command as a whole.

    understand("2")                     number 2
    understand("dạ em muốn gửi phản ánh ạ")   REPORT
    understand("Tôi muốn hỏi tiến độ làm đường")   nothing: words for a person
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from loa.casework.cases.rules import codes
from loa.casework.denunciations.words.denouncing import Denouncing, denouncing
from loa.dialogue.understanding import texts
from loa.dialogue.understanding.emergency.detection import (
    DOUBTFUL_UP_TO,
    danger_in,
    is_told_of,
    may_be_danger,
)
from loa.dialogue.understanding.emergency.model import Danger
from loa.dialogue.understanding.lexicon import (
    ABOUT_PROGRESS,
    ASKING,
    BEFORE,
    BEHIND,
    CORE,
    ERASING,
    ERASING_PLAINLY,
    HOLDING,
    KEEPING,
    KINDS,
    NUMBERS,
    PHRASES,
    POLITE,
    REFUSING,
    REOPENING,
    UNCLEAR,
    UNSUBSCRIBING,
    WITHDRAWING,
    Command,
)
from loa.dialogue.understanding.payloads import payload_in
from loa.dialogue.understanding.second_net.net import raised_in
from loa.dialogue.understanding.spelling.distance import distance
from loa.dialogue.understanding.spelling.folding import plain
from loa.foundation.units.names import name_key
from loa.participation.consultations.rules.words import OF_DRAFT, QUOTED, TO_SPEAK
from loa.participation.contests.rules.lines import read_line
from loa.text.cleaning import clean
from loa.text.folding import fold, has_marks

LONGEST_COMMAND: Final = 80
"""Whoever writes more than this has something to say, and chooses nothing."""

LONGEST_READ: Final = 20_000
_SHORT: Final = 4
_MIDDLE: Final = 7
_LONG: Final = 11
_DIGITS: Final = 2
_HOI: Final = "\N{COMBINING HOOK ABOVE}"
_NGA: Final = "\N{COMBINING TILDE}"
_LINK: Final = re.compile(r"cb ?([bcdfghjkmnpqrstvwxz]{8})")
_LISTED: Final = re.compile(r"[0-9]{1,2} ?[.)]?\s+(?=\D)|[0-9]{1,2}[.)](?=\D)")
_ASIDE: Final = re.compile(r"\([^)]*\)|:.*$")
_CRYING: Final = frozenset("😭😢😿😥😰😱😨😩😫💔🙏😡🤬😠😞😔🥺😖😣🆘")
_GLAD: Final = frozenset("👍👌❤🥰😍😊😀😃😄😁🙂😉😘🌹💐👏💪🤝☺💯✅🎉♥💕")


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What was understood; all of it may be empty.

    Attributes:
        text: the words, cleaned.
        commands: what they may mean as a whole.
        number: a number on its own ("2", "số hai").
        kind: a kind of case on its own; a value of `loa.casework.cases.rules.model.CaseKind`.
        code: the code of a case that stands in them.
        only_code: whether they say little more than that code.
        reopens: they want the case of that code to go on ("mở lại MT-…"), whatever is said besides.
        link: the eight letters by which officers link themselves.
        is_blank: no letter and no digit: emoji, punctuation, nothing.
        is_courtesy: thanks or assent and nothing else.
        denounces: they speak of a denunciation (tố cáo): out of the chat at once.
        hints: they accuse somebody in office without saying so: the confidential way is offered.
        payload: they came from a button.
        cries: no words, and signs of tears or anger: a person looks at them.
        is_glad: no words, and signs of joy or thanks.
        danger: they call for help: before everything else.
        doubtful: they may call for help, and may not: one asks.
        tells_of_danger: they denounce that somebody was harmed, and nothing says that it is now; or they
            accuse, and may call for help as well.
        is_watched: they are not unlike a call for help: nobody is asked, and a person reads them first.
        may_accuse: they are not unlike an accusation: the unit above reads them first.
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
    cries: bool = False
    is_glad: bool = False
    danger: Danger | None = None
    doubtful: bool = False
    tells_of_danger: bool = False
    is_watched: bool = False
    may_accuse: bool = False

    def means(self, *commands: Command) -> bool:
        """Whether they may mean one of these."""
        return not self.commands.isdisjoint(commands)

    @property
    def is_plain(self) -> bool:
        """Whether no rule hears anything in them: words for a person."""
        told = self.denounces or self.hints or self.commands or self.code or self.kind or self.link
        return not (told or self.danger or self.payload or self.is_small_talk or self.number is not None)

    @property
    def is_small_talk(self) -> bool:
        """Whether nobody need answer: emoji, thanks, assent."""
        return self.is_blank or self.is_courtesy


def parse(text: str) -> ParsedText:
    """Understand what was typed or tapped. Never raises, whatever it is."""
    said = clean(text[:LONGEST_READ])
    payload = payload_in(said)
    if payload is not None:
        return _of_payload(said, payload)
    words, danger = _understood(said), danger_in(said)
    # Who denounces that somebody was harmed is not read by those whom they name.
    accuses = words.denounces or (words.hints and danger is Danger.CHILD)
    told_of = danger in {Danger.LIFE, Danger.CHILD} and accuses and is_told_of(said)
    is_plain = not (words.denounces or words.hints or words.commands or words.code or words.is_small_talk)
    by_rules = replace(
        words,
        danger=None if told_of else danger,
        tells_of_danger=told_of,
        doubtful=danger is None and is_plain and may_be_danger(said),
    )
    if by_rules.hints and not by_rules.danger and not told_of:
        # They wait for a choice: whoever may need help as well reads whom to call meanwhile.
        return replace(by_rules, tells_of_danger=raised_in(said, may_call=True).calls)
    if not by_rules.is_plain:
        return by_rules
    raised = raised_in(_beside_participation(said), may_call=len(said) <= DOUBTFUL_UP_TO)
    calls = raised.calls or by_rules.doubtful
    if raised.accuses:  # those whom they may name do not read it, and the numbers to call come with the offer
        numbers = calls or raised.may_call
        return replace(by_rules, hints=True, doubtful=False, tells_of_danger=numbers)
    watched = raised.may_call and not calls
    return replace(by_rules, doubtful=calls, is_watched=watched, may_accuse=raised.may_accuse)


def _beside_participation(said: str) -> str:
    """Return the words without what one types to take part: such as "thi 15 số 2", or "góp ý điều 3:"."""
    if TO_SPEAK.fullmatch(said) or OF_DRAFT.fullmatch(fold(said)):
        return ""
    if quoted := QUOTED.fullmatch(said):
        return quoted[quoted.re.groups]
    line = read_line(said)
    if line is None or line.name:
        return said
    count = len(line.place.split())
    return " ".join(said.split()[-count:]) if count else ""


def _understood(said: str) -> ParsedText:
    key = plain(said)
    about = denouncing(said)
    code = codes.parse(said) or ""
    rest = codes.beside(said) if code else said
    words = ParsedText(
        said,
        code=code,
        reopens=_reopens(key, code),
        denounces=about is Denouncing.DIRECT,
        hints=about is Denouncing.HINTED,
        is_blank=not key,
        cries=not key and not _CRYING.isdisjoint(said),
        is_glad=not key and not _GLAD.isdisjoint(said) and _CRYING.isdisjoint(said),
    )
    if len(said) > LONGEST_COMMAND:
        erases = len(said) <= 2 * LONGEST_COMMAND and ERASING.search(key)
        return replace(words, commands=frozenset({Command.ERASE} if erases else ()))
    cores = tuple(core for key in _spellings(rest) for core in _cores(key))
    # A line copied from a menu: "1. Phản ánh: việc hỏng, việc sai cần xử lý"
    if listed := _LISTED.match(said):
        cores += _cores(plain(_ASIDE.sub("", said[listed.end() :])))
    kind = next((kind for kind in KINDS if _is_any(cores, KINDS[kind], said)), "")
    link = _LINK.fullmatch(key)
    return replace(
        words,
        commands=_commands(cores, rest, said),
        number=_number(key, said),
        kind=kind,
        only_code=bool(code) and set(plain(rest).split()) <= ASKING,
        link=link.group(1) if link else "",
        is_courtesy=is_courtesy(said),
        denounces=words.denounces or kind == "denunciation",
    )


def _commands(cores: tuple[str, ...], rest: str, said: str) -> frozenset[Command]:
    """What the words may mean as a whole."""
    found = {command for command, phrases in PHRASES.items() if _is_any(cores, phrases, said)}
    key = meant(rest)
    if not has_marks(rest) and UNCLEAR.match(key):
        return frozenset({Command.UNCLEAR})
    rules = {
        Command.CANCEL: REFUSING,
        Command.HOLD: HOLDING,
        Command.KEEP: KEEPING,
        Command.REOPEN: REOPENING,
        Command.WITHDRAW: WITHDRAWING,
        Command.PROGRESS: ABOUT_PROGRESS,
    }
    found |= {command for command, rule in rules.items() if rule.match(key)}
    found |= {
        command
        for command, rule in {Command.ERASE: ERASING, Command.UNSUBSCRIBE: UNSUBSCRIBING}.items()
        if rule.search(plain(rest))
    }
    if not plain(rest) and set(rest.strip()) <= set("?!. ") and "?" in rest:
        found.add(Command.MENU)
    if Command.KEEP in found:
        found.discard(Command.ERASE)
    if texts.FORBIDDING.search(rest.lower()):
        found.add(Command.HOLD)
    if found & {Command.CANCEL, Command.HOLD, Command.ERASE, Command.UNSUBSCRIBE}:
        found -= {Command.YES, Command.SOLVED}
    return frozenset(found)


def erases_plainly(said: str) -> bool:
    """Whether they want to be erased, beyond doubt: "xóa thông tin của tôi", "tôi rút đồng ý"."""
    return ERASING_PLAINLY.match(plain(said)) is not None


def meant(said: str) -> str:
    """The words without marks, where a short word with marks that are not meant becomes "_".

    "đúng" becomes "_" too: it is no refusal, and stands among the phrases of assent.
    """
    letters = "".join(letter if letter.isalnum() else " " for letter in said)
    found = []
    for word in letters.split():
        bare = plain(word)
        counts = bare not in texts.REFUSED or not has_marks(word) or _is_written(word, *texts.REFUSED[bare])
        found.append(bare.replace(" ", "") if counts and bare else "_")
    return " ".join(found)


def _of_payload(said: str, payload: str) -> ParsedText:
    """Buttons are written without spaces and marks: "#GUIPHANANH", "#2"."""
    squeezed = plain(payload).replace(" ", "")
    commands = {
        command
        for command, phrases in PHRASES.items()
        if squeezed in {phrase.replace(" ", "") for phrase in phrases.split("|")}
    }
    kinds = (
        kind
        for kind, phrases in KINDS.items()
        if squeezed in {phrase.replace(" ", "") for phrase in phrases.split("|")}
    )
    kind = next(kinds, "")
    number = int(squeezed) if squeezed.isascii() and squeezed.isdigit() and len(squeezed) <= _DIGITS else None
    return ParsedText(
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
        key = next((key.removeprefix(f"{word} ") for word in BEFORE if key.startswith(f"{word} ")), key)
        found.append(key)
    for start in tuple(dict.fromkeys(found)):
        key = start
        for _ in range(3):
            key = next((key.removesuffix(f" {word}") for word in BEHIND if key.endswith(f" {word}")), key)
            found.append(key)
    return tuple(dict.fromkeys(found))


def _spellings(said: str) -> tuple[str, ...]:
    """The words without marks; "gởi", as half of the country writes it, also as "gửi"."""
    key = plain(said)
    written = _is_written(said, *texts.MARKED["goi"])
    return (key, re.sub(r"\bgoi\b", "gui", key)) if written else (key,)


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
    if not allowed or core[:1] != phrase[:1]:
        return False
    first, meant = core.split(maxsplit=1)[0], phrase.split(maxsplit=1)[0]  # "nhe can bo" is not "nhan can bo"
    if first != meant and distance(first, meant, 1) > (1 if len(meant) > _SHORT else 0):
        return False
    return distance(core, phrase, allowed) <= allowed


def _is_written(said: str, *words: str) -> bool:
    """Whether one of the words stands there with its marks, wherever the tone was put."""
    letters = "".join(letter if letter.isalnum() else " " for letter in said)
    return not {_as_heard(word) for word in words}.isdisjoint(_as_heard(letters).split())


def _as_heard(text: str) -> str:
    """A text as Nghệ An says it: hỏi and ngã are one tone there, and are written for one another."""
    return name_key(text).replace(_NGA, _HOI)


def _number(key: str, said: str) -> int | None:
    """A number on its own, in digits or letters; a word without marks and with a capital is a name."""
    for core in _cores(key):
        word = re.sub(r"^(so|chon|muc|phim|nhan|chon so|muc so|phim so|nhan so|cau|bam|bam so) ", "", core)
        if word.isascii() and word.isdigit() and len(word) <= _DIGITS:
            return int(word)
        if word not in NUMBERS[1:]:
            continue
        if has_marks(said):
            if _is_written(said, texts.NUMBERS[NUMBERS.index(word)]):
                return NUMBERS.index(word)
        elif word not in _ALSO_NAMES or not _is_capital(word, said):
            return NUMBERS.index(word)
    return None


_ALSO_NAMES: Final = frozenset({"hai", "ba", "nam", "bay", "tam", "chin"})


def _is_capital(word: str, said: str) -> bool:
    typed = next((one for one in re.findall(r"\w+", said) if plain(one) == word), "")
    return typed[:1].isupper() and not said.isupper()


_ASSENT: Final = frozenset({"da", "vang"})


def _pairs(said: str) -> list[tuple[str, str]]:
    """Each word as `meant` has it, and without its marks."""
    letters = "".join(letter if letter.isalnum() else " " for letter in said)
    return list(zip(meant(said).split(), (plain(word) for word in letters.split()), strict=True))


def is_courtesy(said: str) -> bool:
    """Whether the words are thanks or assent and nothing else."""
    words = ["_" if word == "_" and bare in _ASSENT else bare for word, bare in _pairs(said)]
    return bool(words) and set(words) <= POLITE and not CORE.isdisjoint(words)


def _reopens(key: str, code: str) -> bool:
    """Whether the case of that code is to go on: "mở lại MT-…", "cho mở lại MT-… vì đèn lại tắt"."""
    return bool(code) and re.search(r"\b(?<!khong )(?<!no )(?<!khoi )mo lai\b", key) is not None
