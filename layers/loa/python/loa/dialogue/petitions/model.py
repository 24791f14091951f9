"""What a resident writes into the form, and the keys that follow from it. Pure rules.

    form key      chance, in the form itself: the same form sent twice is one case
    origin        form key and words: who corrects a form that had arrived already loses nothing
    link          of the case's own page: whoever has it acts as the reporter
    number        four or six digits that, beside the code, lead to that page

Link and number of a case follow from its origin, so that a form sent again shows the same receipt.
"""

import hashlib
import re
from dataclasses import dataclass, field, fields
from typing import Final

from loa.casework.cases.rules.model import CaseKind
from loa.dialogue.petitions import texts
from loa.dialogue.understanding.emergency.model import Danger
from loa.text.phones import dialled

MAXIMUM_WORDS: Final = 10_000
"""Characters of one text. The longest letter to a newspaper has half of it."""

MAXIMUM_PICTURES: Final = 4
PHONE_DIGITS: Final = 4
NUMBER_DIGITS: Final = 6

_FORM_KEY: Final = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
_LINK: Final = re.compile(r"[a-hjkmnp-z2-9]{26}", re.ASCII)
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_LINK_LENGTH: Final = 26
"""Of 31 signs each: 128 bits."""

FORM_KEY_BYTES: Final = 24

_ABOUT_A_TEXT: Final = re.compile(rf"\b(?:{'|'.join(texts.ABOUT_A_TEXT)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Petition:
    """What a resident writes into the form, cleaned; personal data.

    Attributes:
        unit_path: the unit that they chose; the province where they do not know.
        kind: what they want; never a denunciation.
        what: the matter.
        hamlet, where: where it is.
        name, phone: who they are; may be empty.
    """

    unit_path: str
    kind: CaseKind
    what: str = field(repr=False)
    hamlet: str = field(default="", repr=False)
    where: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)

    @property
    def said(self) -> str:
        """All words about the matter."""
        return "\n".join(part for part in (self.what, self.where) if part)


@dataclass(frozen=True, slots=True)
class RecognisedWords:
    """What was recognised in the words, by the rules of the chat.

    Attributes:
        danger: they call for help; whoever can help has to read it.
        doubtful: they may call for help.
        accuses: they denounce, or accuse somebody in office: the confidential way is offered first.
        tells_of_danger: they denounce that somebody was harmed.
    """

    danger: Danger | None
    doubtful: bool
    accuses: bool
    tells_of_danger: bool


def read_words(said: str) -> RecognisedWords:
    """Recognise calls for help and accusations."""
    from loa.dialogue.understanding.parser import parse  # noqa: PLC0415 - large, and most requests send no form

    words = parse(said)
    accuses = words.danger is None and (words.denounces or words.hints)
    return RecognisedWords(words.danger, words.doubtful, accuses, words.tells_of_danger)


def may_call_for_help(said: str) -> bool:
    """Whether words about a draft or a contest may be a call for help, in doubt as well."""
    found = read_words(_ABOUT_A_TEXT.sub(" ", said))
    return bool(found.danger or found.doubtful or found.tells_of_danger)


def is_form_key(text: str) -> bool:
    """Whether the text has the form of a form key."""
    return _FORM_KEY.fullmatch(text) is not None


def is_link(text: str) -> bool:
    """Whether the text has the form of a link."""
    return _LINK.fullmatch(text) is not None


def origin_of(form_key: str, petition: Petition) -> str:
    """Return the idempotency key of the case that a form opens.

    Who goes back, changes a word and sends again had perhaps not been heard the first time: that is a case of
    its own, which an officer can merge, for words that are lost nobody can find again.
    """
    words = "\0".join(str(getattr(petition, one.name)) for one in fields(petition))
    return f"form#{_digest('origin', form_key, words)}"


def link_of(origin: str) -> str:
    """Return the link of the case with that origin."""
    number = int(_digest("link", origin), 16)
    signs = ""
    for _ in range(_LINK_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        signs += _LETTERS[place]
    return signs


def number_of(origin: str) -> str:
    """Return the six digits beside the code, for a reporter who gave no telephone number."""
    return f"{int(_digest('number', origin), 16) % 10**NUMBER_DIGITS:0{NUMBER_DIGITS}}"


def phone_end(phone: str) -> str:
    """Return the last four digits of a telephone number, of two the one that is dialled; empty: too few."""
    digits = dialled(phone)
    return digits[-PHONE_DIGITS:] if len(digits) > PHONE_DIGITS else ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(("petition", *parts)).encode()).hexdigest()
