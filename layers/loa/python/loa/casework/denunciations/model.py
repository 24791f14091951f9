"""A denunciation, the words that come from the chat, and the rules of its path. Pure: standard library only.

The states and what may follow what are those of `rules.model`; only the steps named here exist.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from loa.casework.cases.rules.model import CaseState, Move
from loa.casework.denunciations import texts
from loa.clock import VIETNAM
from loa.foundation.units.model import is_within, parent
from loa.text.cleaning import clean, plain_signs

RECEIPT_KEPT: Final = timedelta(days=30)
"""So long the same form sent again gets the same receipt."""

SEALED_KEPT: Final = timedelta(days=7)
"""How long the empty row of words stays that have become part of a denunciation."""

SEALED_FOR: Final = timedelta(hours=1)
"""So long after the last words they wait for more; as long as the chat withholds."""

TRIES_AN_HOUR: Final = 10
"""So often somebody may ask for a code with a wrong word."""

REMINDER_KEPT: Final = timedelta(days=90)

WORD_LENGTH: Final = 12
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O: what is read aloud or copied by hand is not mistaken. 32 letters: 5 bits each."""

_FORM_KEY: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_SHORTEST_MATTER: Final = 10


class DenunciationStep(StrEnum):
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
        """The move of `loa.casework.cases.rules.model` that it is."""
        return Move(self.value)


class SealedKind(StrEnum):
    """What words from the chat say of their bundle."""

    SAID = "said"
    DONE = "done"
    """Nothing more comes."""
    CANCELLED = "cancelled"
    """Nothing of the bundle is to go anywhere."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Words that somebody wrote in the chat, on their way to the investigators of the unit above.

    Nothing in it says who wrote them, or when but for the day: neither their id on Zalo nor the message's,
    nor any digest of these is kept. What belongs together is found by chance that the chat forgets after a
    day.

    Attributes:
        bundle: what was written in one go has the same.
        name: chance, which tells the rows of a bundle apart.
        kind: see there.
        province: code of the province.
        about_path: the unit whose account was written to.
        day: on which they were written.
        order: place within the bundle.
        words: what was written.
        due: not before this full hour it becomes a denunciation.
        files: that were sent with it, as `loa.residents.messages.model.Message.attachments` has them.
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
    """What the denouncer says; NFC. The most protected words in Loa: never in logs, lists or counters.

    Attributes:
        what: the act.
        who: who did it, with post and place of work where known.
        where_when: place and time.
        evidence: what proof there is, and who has seen it.
        name, address: of the denouncer; empty: anonymous.
        contact: how to reach him.
        may_contact: whether he wants to be reached.
        first_words: what came from the chat; its files are apart (`loa.casework.denunciations.files`).
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
        id: `loa.ids.new_id`.
        code: what the denouncer quotes.
        province: code of the province.
        unit_path: the unit whose investigators have it; nobody else sees it.
        received_path: the unit that got it first: the one above that which it is about.
        about_path: the unit whose account was written to; empty: it came by the page, which knows none.
        state: where it stands.
        completed: by the form; else only the words from the chat are there.
        anonymous: without name or address.
        received_at: the day on which it came, and nothing finer: an instant would tell who it was.
        changed_at: its last step.
        accept_by: accept or refuse until then.
        pass_on_by: until then what others have to decide is passed on; None: a row from before.
        accepted_at: None: not accepted yet.
        answer_by: settle until then; None: not accepted yet.
        inform_by: until then both sides are told that it was accepted; None: not accepted yet.
        outside_at, outside_by: when it was handed to another body, and until when that body has to answer.
        extended: how often the time was extended.
        particularly_complex: whether it may be extended a second time.
        proposed_to, proposed_by: a transfer that waits for a second person, and who proposed it.
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
        """Whether it waits for being accepted or refused."""
        return self.state.is_undecided

    @property
    def due(self) -> datetime | None:
        """The deadline that runs; None: none does."""
        if self.undecided:
            return self.accept_by
        if self.state.is_paused:
            return self.outside_by
        return self.answer_by if self.state.is_open else None

    def needs_second_person(self, to_path: str) -> bool:
        """Whether a transfer waits for a second investigator: all but one to a unit above.

        Further down it may come to those whom it is about.
        """
        return not is_within(self.unit_path, to_path)


class AccessKind(StrEnum):
    """What an investigator looked at."""

    LIST = "list"
    CASE = "case"
    LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class AccessEntry:
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
    kind: AccessKind
    officer_id: str
    officer_name: str
    unit_path: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class DenunciationReminder:
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
class StepFacts:
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
    received_at: date


def is_form_key(text: str) -> bool:
    """Whether the text has the form of a form's key: 256 bits as base64url."""
    return _FORM_KEY.fullmatch(text) is not None


def sent_digest(form_key: str, mark: str) -> str:
    """By what the same form, sent twice, is recognised; 256 bits of chance are in it.

    Args:
        form_key: the chance that the page put into its form.
        mark: `fingerprint` of what was sent.
    """
    return hashlib.sha256(f"confidential form\n{form_key}\n{mark}".encode()).hexdigest()


def secret_word(form_key: str, mark: str) -> str:
    """The secret word to ask progress with: 60 bits, always the same for the same form.

    It comes out of the form's key, so that a repeated request gets the same receipt although the word is
    not kept.
    """
    bits = int.from_bytes(hashlib.sha256(f"confidential word\n{form_key}\n{mark}".encode()).digest())
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


def fingerprint(statement: Statement) -> str:
    """What tells two submissions apart."""
    parts = [str(statement.may_contact), *(getattr(statement, name) for name in LIMITS)]
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


def receiving(about_path: str, province: str) -> str:
    """Who receives it: the unit above the one that it is about, else the province."""
    return parent(about_path) or province if about_path else province


def day_start(day: date) -> datetime:
    """Midnight in Vietnam, at which a day begins."""
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC)
