"""A denunciation, the link by which it comes, and the rules of its path. Pure: standard library only.

The states and what may follow what are those of `loa.cases.model`; only the steps named here exist.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.cases.model import Move, State
from loa.confidential import texts
from loa.text.cleaning import clean, plain_signs
from loa.units.model import parent

LINK_VALID: Final = timedelta(hours=72)
"""How long a link may be opened; said on the page and in the chat."""

LINK_GRACE: Final = timedelta(hours=6)
"""Who opened the form in time may write for so long after its end."""

LINK_KEPT: Final = timedelta(days=30)
"""How long the row of a link stays after it was used, or after its end."""

REMINDER_KEPT: Final = timedelta(days=90)

WORD_LENGTH: Final = 12
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O: what is read aloud or copied by hand is not mistaken. 32 letters: 5 bits each."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_SHORTEST_MATTER: Final = 10


class Step(StrEnum):
    """What an investigator may do with a denunciation."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    """With a reason and the article of law."""
    HAND_OUTSIDE = "hand_outside"
    """To the body that may decide, with its reference."""
    TAKE_BACK = "take_back"
    START = "start"
    ANSWER = "answer"
    CLOSE = "close"

    @property
    def move(self) -> Move:
        """The move of `loa.cases.model` that it is."""
        return Move(self.value)


class LinkState(StrEnum):
    """What becomes of somebody who opens a link."""

    OPEN = "open"
    GRACE = "grace"
    """Too late to begin, still in time to send."""
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Intake:
    """A link that was given to a resident, and the words that he had written before.

    Nothing in it says who he is: neither his id on Zalo nor the account is kept.

    Attributes:
        digest: of the token; the token itself is not kept.
        province, unit_path: the unit whose account he wrote to.
        words: what he wrote in the chat before it became confidential; may be empty.
        source: digest of account, resident and message: proves where the words come from to somebody who
            has the message, and tells nobody else anything.
        created_at: when it was given; the denunciation counts as received then if it is never completed.
        valid_until: see `LINK_VALID`.
        case_id: the denunciation that it led to; empty: none yet.
        code: of that denunciation.
        fingerprint: of what was sent with it, so that the same again is answered the same.
    """

    digest: str
    province: str
    unit_path: str
    words: str = field(repr=False)
    source: str
    created_at: datetime
    valid_until: datetime
    case_id: str = ""
    code: str = ""
    fingerprint: str = ""

    def state(self, now: datetime) -> LinkState:
        """Whether it may still be used."""
        if self.case_id:
            return LinkState.USED
        if now < self.valid_until:
            return LinkState.OPEN
        return LinkState.GRACE if now < self.valid_until + LINK_GRACE else LinkState.EXPIRED


@dataclass(frozen=True, slots=True)
class Statement:
    """What the denouncer says; NFC. The most protected words in Loa: never in logs, lists or counters.

    Attributes:
        what: the act.
        who: who did it, with post and place of work where known.
        where_when: place and time.
        evidence: what proof there is, and who has seen it.
        name, address: of the denouncer; empty: anonymous.
        contact: how to reach him.
        may_contact: whether he wants to be reached.
        first_words: what he wrote in the chat before.
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
        """Whether name or address is missing (Law on Denunciations 2018, article 25)."""
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
"""Letters of each field of the form."""


@dataclass(frozen=True, slots=True)
class Denunciation:
    """The head: what lists and the clock see. No word of the denouncer is in it.

    Attributes:
        id: `loa.identifiers.new_id`.
        code: what the denouncer quotes.
        province: code of the province.
        unit_path: the unit whose investigators have it; nobody else sees it.
        received_path: the unit that it was sent to.
        state: where it stands.
        completed: by the form; else only the words from the chat are there.
        anonymous: without name or address.
        received_at: when it came.
        changed_at: its last step.
        accept_by: accept or refuse until then.
        accepted_at: None: not accepted yet.
        answer_by: settle until then; None: not accepted yet.
        extended: how often the time was extended.
        reminded: how many reminders went out for the present deadline.
        attention_at: when the clock looks at it next; None: never.
        reply: what the denouncer reads when he asks how it stands.
        reason, legal_ground: of a refused one.
        outside_body, outside_reference: of one handed to another body.
        version: grows with each write.
    """

    id: str
    code: str
    province: str
    unit_path: str
    received_path: str
    state: State
    completed: bool
    anonymous: bool
    received_at: datetime
    changed_at: datetime
    accept_by: datetime
    accepted_at: datetime | None = None
    answer_by: datetime | None = None
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
        """Whether it waits for being accepted or refused."""
        return self.state.is_undecided

    @property
    def due(self) -> datetime | None:
        """The deadline that runs; None: none does."""
        if self.undecided:
            return self.accept_by
        return self.answer_by if self.state.is_open and not self.state.is_paused else None


class LookKind(StrEnum):
    """What an investigator looked at."""

    LIST = "list"
    CASE = "case"
    LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked: written before he saw anything, never changed, never deleted.

    Attributes:
        place: id of the denunciation, or the path of the unit whose list it was.
        at: when.
        kind: what he looked at.
        officer_id, officer_name: who.
        unit_path: his unit.
        request_id: of the request, to find its lines in the log.
    """

    place: str
    at: datetime
    kind: LookKind
    officer_id: str
    officer_name: str
    unit_path: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What the clock tells the investigators of a unit: which denunciation, which deadline. No content.

    Attributes:
        unit_path: whom it tells.
        at: when it was written.
        code: which denunciation; its id is not said, for the unit above may not open it.
        held_by: the unit that has it.
        due: the deadline.
        level: 0: half of the time is over, 1: four fifths, 2: all of it, 3 …: each week after.
    """

    unit_path: str
    at: datetime
    code: str
    held_by: str
    due: datetime
    level: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What belongs to a step.

    Attributes:
        text: the reply to the denouncer, or a note for the history.
        reason, legal_ground: of a refusal.
        body, reference: of a hand-over to a body outside.
    """

    text: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    legal_ground: str = ""
    body: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the denouncer takes home. The word is not kept anywhere, only its digest."""

    code: str
    word: str = field(repr=False)
    received_at: datetime


def is_token(text: str) -> bool:
    """Whether the text has the form of a link's token: 256 bits as base64url."""
    return _TOKEN.fullmatch(text) is not None


def token_digest(token: str) -> str:
    """What is kept of a token. 256 bits of chance need no salt and no slow digest."""
    return hashlib.sha256(f"confidential link\n{token}".encode()).hexdigest()


def secret_word(token: str) -> str:
    """The secret word to ask progress with: 60 bits, always the same for the same link.

    It comes out of the token, so that a repeated request gets the same receipt although the word is not kept.
    """
    bits = int.from_bytes(hashlib.sha256(f"confidential word\n{token}".encode()).digest())
    return "".join(_ALPHABET[(bits >> (5 * place)) & 31] for place in range(WORD_LENGTH))


def spaced(text: str) -> str:
    """A code or word in groups of four, as people read it."""
    return "-".join(text[first : first + 4] for first in range(0, len(text), 4))


def folded(text: str) -> str:
    """A code or word as somebody typed it, in the form that is compared: our letters only."""
    return re.sub(r"[^0-9A-Z]", "", plain_signs(text).upper())


def secret_digest(code: str, word: str) -> str:
    """What is kept of a secret word: bound to its code."""
    return hashlib.sha256(f"confidential progress\n{folded(code)}\n{folded(word)}".encode()).hexdigest()


def equal_digests(one: str, other: str) -> bool:
    """Whether two digests are equal, in a time that does not tell how far they agree."""
    return hmac.compare_digest(one.encode(), other.encode())


def code_from(number: int) -> str:
    """A code from chance (40 bits are used); worth nothing without its word, so it has no check letter."""
    return "TC" + "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(8))


def source_digest(oa_id: str, user_id: str, message_id: str) -> str:
    """See `Intake.source`."""
    return hashlib.sha256(f"confidential source\n{oa_id}\n{user_id}\n{message_id}".encode()).hexdigest()


def fingerprint(statement: Statement, unit_path: str) -> str:
    """What tells two submissions apart."""
    parts = [unit_path, str(statement.may_contact), *(getattr(statement, name) for name in LIMITS)]
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def cleaned(text: str) -> str:
    """What somebody typed, as it is kept."""
    return clean(text)


def faults(statement: Statement) -> dict[str, str]:
    """What is wrong with a statement: message by field; empty: nothing."""
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


def recipients(unit_path: str) -> tuple[str, ...]:
    """Whom a denouncer may choose: the unit that he wrote to, and the one above it."""
    above = parent(unit_path)
    return (unit_path, above) if above else (unit_path,)
