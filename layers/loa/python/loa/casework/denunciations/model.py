"""A denunciation, the messages from the chat, and its workflow rules. Pure: standard library only.

States and transitions are those of `rules.model`; only the steps named here exist.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.casework.cases.rules.model import CaseState, Move
from loa.casework.denunciations import texts
from loa.foundation.units.model import is_within, parent
from loa.text.cleaning import clean, plain_signs

RECEIPT_KEPT: Final = timedelta(days=30)
"""How long sending the same form again returns the same receipt."""

SEALED_KEPT: Final = timedelta(days=7)
"""How long the emptied row of chat messages is kept after they became part of a denunciation."""

SEALED_FOR: Final = timedelta(hours=1)
"""How long after the last message the bundle waits for more; as long as the chat withholds."""

TRIES_AN_HOUR: Final = 10
"""How often a code may be tried with a wrong secret word."""

REMINDER_KEPT: Final = timedelta(days=90)

WORD_LENGTH: Final = 12
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, to avoid mistakes when read aloud or copied by hand. 32 letters: 5 bits each."""

_FORM_KEY: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_SHORTEST_MATTER: Final = 10


class DenunciationStep(StrEnum):
    """A step an investigator may take with a denunciation."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    """With a reason and the article of law."""
    HAND_OUTSIDE = "hand_outside"
    """To the competent body, with its reference."""
    TAKE_BACK = "take_back"
    START = "start"
    ANSWER = "answer"
    CLOSE = "close"

    @property
    def move(self) -> Move:
        """Return the corresponding move of `loa.casework.cases.rules.model`."""
        return Move(self.value)


class SealedKind(StrEnum):
    """What a chat message means for its bundle."""

    SAID = "said"
    DONE = "done"
    """The bundle is complete."""
    CANCELLED = "cancelled"
    """The bundle is cancelled."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Words written in the chat, on their way to the investigators of the unit above.

    Nothing in it tells who wrote them, and of the time only the day: neither the sender's Zalo id nor the
    message id, nor any digest of these, is kept. Messages are grouped by a random value that the chat
    forgets after a day.

    Attributes:
        bundle: the same for all messages written in one go.
        name: random; distinguishes the rows of a bundle.
        kind: see `SealedKind`.
        province: code of the province.
        about_path: the unit whose account received the message.
        day: when they were written.
        order: place within the bundle.
        words: what was written.
        due: full hour before which it does not become a denunciation.
        files: the files sent with it, in the form of `loa.residents.messages.model.Message.attachments`.
    """

    bundle: str
    name: str
    kind: SealedKind
    province: str
    about_path: str
    day: date
    order: int
    words: str = field(repr=False)
    due: datetime
    files: tuple[Mapping[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """The denouncer's statement; NFC. The most protected words in Loa: never in logs, lists or counters.

    Attributes:
        what: the act.
        who: who did it, with position and workplace where known.
        where_when: place and time.
        evidence: what proof there is, and who witnessed it.
        name, address: the denouncer's; empty: anonymous.
        contact: how to reach the denouncer.
        may_contact: whether the denouncer wants to be contacted.
        first_words: the words from the chat; files are kept separately (`work.files`).
    """

    what: str = field(default="", repr=False)
    who: str = field(default="", repr=False)
    where_when: str = field(default="", repr=False)
    evidence: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    may_contact: bool = False
    first_words: str = field(default="", repr=False)

    @property
    def is_anonymous(self) -> bool:
        """Tell whether name or address is missing (Law on Denunciations 2018, article 25)."""
        return not (self.name and self.address)


LIMITS: Final[Mapping[str, int]] = {
    "what": 6000,
    "who": 2000,
    "where_when": 2000,
    "evidence": 4000,
    "name": 200,
    "address": 300,
    "contact": 200,
}
"""Maximum length of each form field, in letters."""


@dataclass(frozen=True, slots=True)
class Denunciation:
    """The head: what lists and the sweep see. It contains no word of the denouncer.

    Attributes:
        id: `loa.ids.new_id`.
        code: what the denouncer quotes.
        province: code of the province.
        unit_path: the unit whose investigators handle it; nobody else sees it.
        received_path: the unit that received it first: the one above the unit it is about.
        about_path: the unit whose account received it; empty: it came through the page, which knows no unit.
        state: its current state.
        completed: through the form; otherwise there are only the words from the chat.
        anonymous: without name or address.
        received_at: the day it came, nothing finer: an exact time would reveal who it was.
        changed_at: its last step.
        accept_by: deadline for accepting or refusing.
        pass_on_by: deadline for passing on what others must decide; None: an older row.
        accepted_at: None: not accepted yet.
        answer_by: deadline for settling; None: not accepted yet.
        inform_by: deadline for notifying both sides of the acceptance; None: not accepted yet.
        outside_at, outside_by: when it was handed to another body, and the deadline for that body's answer.
        extended: how often the time was extended.
        particularly_complex: whether it may be extended a second time.
        proposed_to, proposed_by: a transfer awaiting a second person, and who proposed it.
        reminded: how many reminders were sent for the current deadline.
        attention_at: when the sweep next looks at it; None: never.
        reply: what the denouncer reads when asking about progress.
        reason, legal_ground: of a refusal.
        outside_body, outside_reference: if it was handed to another body.
        version: grows with each write.
    """

    id: str
    code: str
    province: str
    unit_path: str
    received_path: str
    state: CaseState
    completed: bool
    anonymous: bool
    received_at: date
    changed_at: datetime
    accept_by: datetime
    accepted_at: datetime | None = None
    answer_by: datetime | None = None
    about_path: str = ""
    pass_on_by: datetime | None = None
    inform_by: datetime | None = None
    outside_at: datetime | None = None
    outside_by: datetime | None = None
    particularly_complex: bool = False
    proposed_to: str = ""
    proposed_by: str = ""
    extended: int = 0
    reminded: int = 0
    attention_at: datetime | None = None
    reply: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    legal_ground: str = ""
    outside_body: str = ""
    outside_reference: str = ""
    version: int = 1

    @property
    def undecided(self) -> bool:
        """Tell whether it has been neither accepted nor refused yet."""
        return self.state.is_undecided

    @property
    def due(self) -> datetime | None:
        """Return the current deadline; None: there is none."""
        if self.undecided:
            return self.accept_by
        if self.state.is_paused:
            return self.outside_by
        return self.answer_by if self.state.is_open else None

    def needs_second_person(self, to_path: str) -> bool:
        """Tell whether a transfer needs a second investigator: all do, except to a unit above.

        Further down, it may reach the people it is about.
        """
        return not is_within(self.unit_path, to_path)


class AccessKind(StrEnum):
    """What an investigator looked at."""

    LIST = "list"
    CASE = "case"
    LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """An access record: written before the officer sees anything, never changed, never deleted.

    Attributes:
        place: id of the denunciation, or path of the unit whose list was opened.
        at: when.
        kind: what was looked at.
        officer_id, officer_name: who.
        unit_path: the officer's unit.
        request_id: to find the request's lines in the log.
    """

    place: str
    at: datetime
    kind: AccessKind
    officer_id: str
    officer_name: str
    unit_path: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class DenunciationReminder:
    """A reminder to the investigators of a unit: which denunciation, which deadline. No content.

    Attributes:
        unit_path: the unit that is reminded.
        at: when it was written.
        code: the denunciation's code, not its id, as the unit above may not open it.
        held_by: the unit that handles it.
        due: the deadline.
        level: 0: half of the time has passed, 1: four fifths, 2: all of it, 3 …: each week after.
    """

    unit_path: str
    at: datetime
    code: str
    held_by: str
    due: datetime
    level: int


@dataclass(frozen=True, slots=True)
class StepFacts:
    """The details of a step.

    Attributes:
        text: the reply to the denouncer, or a note for the history.
        reason, legal_ground: of a refusal.
        body, reference: of a transfer to an outside body.
    """

    text: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    legal_ground: str = ""
    body: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The denouncer's receipt. Only a digest of its secret word is stored."""

    code: str
    word: str = field(repr=False)
    received_at: date


def is_form_key(text: str) -> bool:
    """Tell whether the text has the format of a form key: 256 bits as base64url."""
    return _FORM_KEY.fullmatch(text) is not None


def sent_digest(form_key: str, mark: str) -> str:
    """Return the digest that identifies a form sent twice; it includes 256 random bits.

    Args:
        form_key: the random value that the page put into its form.
        mark: `fingerprint` of what was sent.
    """
    return hashlib.sha256(f"confidential form\n{form_key}\n{mark}".encode()).hexdigest()


def secret_word(form_key: str, mark: str) -> str:
    """Return the secret word for asking about progress: 60 bits, always the same for the same form.

    It is derived from the form's key, so that a repeated request gets the same receipt although the word
    is not stored.
    """
    bits = int.from_bytes(hashlib.sha256(f"confidential word\n{form_key}\n{mark}".encode()).digest())
    return "".join(_ALPHABET[(bits >> (5 * place)) & 31] for place in range(WORD_LENGTH))


def spaced(text: str) -> str:
    """Return a code or word in groups of four, as people read it."""
    return "-".join(text[first : first + 4] for first in range(0, len(text), 4))


def folded(text: str) -> str:
    """Return a typed code or word in the form used for comparison: our letters only."""
    return re.sub(r"[^0-9A-Z]", "", plain_signs(text).upper())


def secret_digest(code: str, word: str) -> str:
    """Return the stored digest of a secret word, bound to its code."""
    return hashlib.sha256(f"confidential progress\n{folded(code)}\n{folded(word)}".encode()).hexdigest()


def equal_digests(one: str, other: str) -> bool:
    """Compare two digests in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def code_from(number: int) -> str:
    """Return a code from random bytes (40 bits are used); useless without its word, so no check letter."""
    return "TC" + "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(8))


def fingerprint(statement: Statement) -> str:
    """Return a fingerprint that distinguishes two submissions."""
    parts = [str(statement.may_contact), *(getattr(statement, name) for name in LIMITS)]
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def cleaned(text: str) -> str:
    """Return typed text in the form in which it is stored."""
    return clean(text)


def faults(statement: Statement) -> dict[str, str]:
    """Return what is wrong with a statement: message by field; empty: nothing."""
    found = {
        name: texts.too_long(limit, len(getattr(statement, name)))
        for name, limit in LIMITS.items()
        if len(getattr(statement, name)) > limit
    }
    if len(statement.what) < _SHORTEST_MATTER:
        found["what"] = texts.WHAT_MISSING
    if statement.may_contact and not statement.contact:
        found["contact"] = texts.CONTACT_MISSING
    return found


def receiving(about_path: str, province: str) -> str:
    """Return the receiving unit: the one above the unit it is about, or else the province."""
    return parent(about_path) or province if about_path else province
