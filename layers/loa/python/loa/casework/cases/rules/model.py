"""A case, its states, and the one table of what may follow what. Pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from loa.casework.cases.rules import texts
from loa.casework.cases.rules.fields import MAXIMUM_HAMLET, MAXIMUM_LINE, MAXIMUM_SAID, FieldKind, kept
from loa.errors import Conflict


class CaseKind(StrEnum):
    """What a resident wants."""

    REPORT = "report"
    """Phản ánh."""
    RECOMMENDATION = "recommendation"
    """Kiến nghị."""
    COMMENT = "comment"
    """Góp ý."""
    QUESTION = "question"
    """Hỏi đáp."""
    COMPLAINT = "complaint"
    """Khiếu nại."""
    DENUNCIATION = "denunciation"
    """Tố cáo: never kept here, see the room `confidential`."""
    PROPOSAL = "proposal"
    """Hiến kế."""

    @property
    def label(self) -> str:
        """The kind as people read it."""
        return texts.KINDS[self.value]


class Channel(StrEnum):
    """How the case came."""

    CHAT = "chat"
    MINI_APP = "mini_app"
    PAPER = "paper"
    TELEPHONE = "telephone"
    MEETING = "meeting"
    IMPORT = "import"


class CaseState(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    RETURNED = "returned"
    """The resident has been asked for information; the clock stands still."""
    TRANSFERRED = "transferred"
    """With another unit of the Front, which has not accepted it yet."""
    OUTSIDE = "outside"
    """With a body outside the Front; the clock stands still, the reference is kept."""
    REFUSED = "refused"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    """The resident accepts the answer."""
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """The resident took it back."""
    JOINED = "joined"
    """Goes on as part of another case; its reporter gets that one's answer."""

    @property
    def label(self) -> str:
        """The state as people read it."""
        return texts.STATES[self.value]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self in OPEN

    @property
    def is_undecided(self) -> bool:
        """Whether the unit still has to say that it takes the case, or not."""
        return self in UNDECIDED

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still: the resident or another body has to act."""
        return self in {CaseState.RETURNED, CaseState.OUTSIDE}


OPEN: Final = frozenset(
    {
        CaseState.RECEIVED,
        CaseState.RETURNED,
        CaseState.TRANSFERRED,
        CaseState.OUTSIDE,
        CaseState.ACCEPTED,
        CaseState.IN_PROGRESS,
        CaseState.REOPENED,
    }
)

UNDECIDED: Final = (CaseState.RECEIVED, CaseState.TRANSFERRED)


class Move(StrEnum):
    """What moves a case from one state to the next."""

    ACCEPT = "accept"
    RETURN = "return"
    SUPPLY = "supply"
    """The resident (or staff for him) gives what was asked for."""
    TRANSFER = "transfer"
    """To another unit."""
    HAND_OUTSIDE = "hand_outside"
    """To a body outside the Front, with a reference and the next step."""
    TAKE_BACK = "take_back"
    """That body has answered, or will not: the case is in our hands again."""
    REFUSE = "refuse"
    START = "start"
    ANSWER = "answer"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    JOIN = "join"
    PART = "part"
    """No longer part of another case."""


_IN_HAND: Final = (CaseState.ACCEPTED, CaseState.IN_PROGRESS, CaseState.REOPENED)

TRANSITIONS: Final[Mapping[Move, Mapping[CaseState, CaseState]]] = {
    Move.ACCEPT: dict.fromkeys((*UNDECIDED, CaseState.REOPENED), CaseState.ACCEPTED),
    Move.RETURN: dict.fromkeys((*UNDECIDED, *_IN_HAND), CaseState.RETURNED),
    Move.SUPPLY: {CaseState.RETURNED: CaseState.RECEIVED},
    Move.TRANSFER: dict.fromkeys((*UNDECIDED, *_IN_HAND), CaseState.TRANSFERRED),
    Move.HAND_OUTSIDE: dict.fromkeys((*UNDECIDED, *_IN_HAND), CaseState.OUTSIDE),
    Move.TAKE_BACK: {CaseState.OUTSIDE: CaseState.IN_PROGRESS},
    Move.REFUSE: dict.fromkeys((*UNDECIDED, CaseState.REOPENED), CaseState.REFUSED),
    Move.START: dict.fromkeys((CaseState.ACCEPTED, CaseState.REOPENED), CaseState.IN_PROGRESS),
    Move.ANSWER: dict.fromkeys((*_IN_HAND, CaseState.OUTSIDE), CaseState.ANSWERED),
    Move.CONFIRM: {CaseState.ANSWERED: CaseState.CONFIRMED},
    Move.REOPEN: dict.fromkeys(
        (CaseState.ANSWERED, CaseState.CONFIRMED, CaseState.REFUSED, CaseState.CLOSED), CaseState.REOPENED
    ),
    Move.CLOSE: dict.fromkeys(
        (CaseState.ANSWERED, CaseState.CONFIRMED, CaseState.REFUSED, CaseState.RETURNED), CaseState.CLOSED
    ),
    Move.WITHDRAW: dict.fromkeys(OPEN, CaseState.WITHDRAWN),
    Move.JOIN: dict.fromkeys((*UNDECIDED, *_IN_HAND), CaseState.JOINED),
    Move.PART: {CaseState.JOINED: CaseState.RECEIVED},
}
"""The one table: for each move, from which states it leads where."""


def after(state: CaseState, move: Move) -> CaseState:
    """The state that follows.

    Raises:
        Conflict: the move is not possible from there.
    """
    following = TRANSITIONS[move].get(state)
    if following is None:
        raise Conflict(texts.not_now(move.value, state.value))
    return following


def moves_from(state: CaseState) -> frozenset[Move]:
    """What may happen next."""
    return frozenset(move for move, table in TRANSITIONS.items() if state in table)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who raised the case.

    Attributes:
        oa_id, user_id: the conversation in which he is told; empty for a case from paper or telephone.
        account_path: unit of that account.
        name, phone: as given by himself or noted by staff; personal data, never in logs.
    """

    oa_id: str = ""
    user_id: str = ""
    account_path: str = ""
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Details:
    """What the case is about, in the reporter's words; NFC, personal data.

    Attributes:
        what: the matter.
        where: the place.
        since: since when, as said.
        whom: whom it concerns.
        hamlet: thôn, xóm, khối or bản; officers enter it.
        attachments: keys of pictures and files in the bucket of attachments, or `message#ID#N` where the
            copy is still under way.
    """

    what: str = kept(FieldKind.TEXT, longest=MAXIMUM_SAID, needed=True, personal=True)
    where: str = kept(FieldKind.TEXT, longest=MAXIMUM_LINE, personal=True)
    since: str = kept(FieldKind.TEXT, longest=MAXIMUM_LINE, personal=True)
    whom: str = kept(FieldKind.TEXT, longest=MAXIMUM_LINE, personal=True)
    hamlet: str = kept(FieldKind.TEXT, longest=MAXIMUM_HAMLET, personal=True)
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stood still; `until` is None while it lasts."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """As what the end of a case was counted, so that a reopened one can be taken out of the sums again.

    Attributes:
        path: the unit for which it was counted.
        at: the instant; its day in Vietnam is the one that was counted.
        numbers: names of metrics and what was added to each.
    """

    path: str
    at: datetime
    numbers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One matter that must be answered.

    Attributes:
        id: `loa.ids.new_id`.
        code: what the resident quotes (`loa.casework.cases.rules.codes`): no personal data, with a checksum.
        province: code of the province.
        unit_path: the unit that has it now.
        received_path: the unit that received it first.
        kind, channel, state: see there.
        reporter: who raised it.
        details: what it is about.
        received_at: when it came; the clock runs from there.
        changed_at: its last move.
        accept_by: accept, return, transfer or refuse until then.
        answer_by: answer until then.
        remote, complex: whether the longer periods of remote areas and of complex matters hold.
        pauses: when the clock stood still.
        clock_since: from when the present period runs; None: `received_at`. Set when a case is reopened.
        owner: id of the officer whose case it is; empty: the unit's.
        priority: ordinary 0; a reopened one 1; higher comes first.
        first_answer_at, solved_at: when it was first answered; when the answer that stands was given.
        reopened: how often.
        reminded: percentages (50, 80, 100, 120 …) for which reminders went out.
        attention_at: when the clock looks at it next; None: never.
        joined_to: id of the case that it is part of.
        members: how many cases are part of this one.
        outside_body, outside_reference, next_step: of a case handed to a body outside, or to another unit.
        refusal_reason, legal_ground: of a refused one.
        answer: the answer that stands.
        asked_for: what the resident was asked for.
        satisfaction: 1 to 5; 0: not said.
        satisfaction_word: in his own words.
        released: whether it stands on the public list.
        external_id: id in another system; empty: none.
        version: grows with each write.
        counted: as what its end was counted; None while it is open.
    """

    id: str
    code: str
    province: str
    unit_path: str
    received_path: str
    kind: CaseKind
    channel: Channel
    state: CaseState
    reporter: Reporter
    details: Details
    received_at: datetime
    changed_at: datetime
    accept_by: datetime
    answer_by: datetime
    remote: bool = kept(FieldKind.FLAG)
    complex: bool = kept(FieldKind.FLAG)
    pauses: tuple[Pause, ...] = ()
    clock_since: datetime | None = kept(FieldKind.INSTANT)
    owner: str = kept(FieldKind.TEXT)
    priority: int = kept(FieldKind.NUMBER)
    first_answer_at: datetime | None = kept(FieldKind.INSTANT)
    solved_at: datetime | None = kept(FieldKind.INSTANT)
    reopened: int = kept(FieldKind.NUMBER)
    reminded: tuple[int, ...] = ()
    attention_at: datetime | None = kept(FieldKind.INSTANT)
    joined_to: str = kept(FieldKind.TEXT)
    members: int = kept(FieldKind.NUMBER)
    outside_body: str = kept(FieldKind.TEXT)
    outside_reference: str = kept(FieldKind.TEXT)
    next_step: str = kept(FieldKind.TEXT)
    refusal_reason: str = kept(FieldKind.SAID, personal=True)
    legal_ground: str = kept(FieldKind.TEXT)
    answer: str = kept(FieldKind.SAID, personal=True)
    asked_for: str = kept(FieldKind.SAID, personal=True)
    satisfaction: int = kept(FieldKind.NUMBER)
    satisfaction_word: str = kept(FieldKind.SAID, personal=True)
    released: bool = kept(FieldKind.FLAG)
    external_id: str = kept(FieldKind.TEXT)
    version: int = 0
    counted: Counted | None = None

    @property
    def told_state(self) -> str:
        """Where it stands, in words for its reporter."""
        return texts.told_state(self.kind.value, self.state.value)

    @property
    def has_standing_answer(self) -> bool:
        """Whether it was answered and nothing has put that in question since; only then may it be public."""
        return self.solved_at is not None and not self.state.is_open


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a case's history; kept for ever with it.

    Attributes:
        case_id: the case.
        version: of the case after it; orders the history and makes a line unique.
        at: when.
        what: the move, or `opened`, `assigned`, `noted`, `reminded`, `rescheduled`, `released`, `unreleased`,
            `rated`, `supplemented`.
        by: id of the officer, `resident`, or `clock`.
        state: the state after it.
        unit_path: the unit that has it after it.
        text: words that belong to it (reason, answer, note); personal data.
        facts: further details: plain strings.
    """

    case_id: str
    version: int
    at: datetime
    what: str
    by: str
    state: CaseState
    unit_path: str
    text: str = field(default="", repr=False)
    facts: Mapping[str, str] = field(default_factory=dict)
