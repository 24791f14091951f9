"""A case, its states, and the single table of transitions. Pure rules."""

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
    """Tố cáo: never kept here, see the package `denunciations`."""
    PROPOSAL = "proposal"
    """Hiến kế."""

    @property
    def label(self) -> str:
        """Return the display name of the kind."""
        return texts.KINDS[self.value]


class Channel(StrEnum):
    """The channel a case came through."""

    CHAT = "chat"
    WEB = "web"
    """The form of our public pages."""
    MINI_APP = "mini_app"
    PAPER = "paper"
    TELEPHONE = "telephone"
    MEETING = "meeting"
    IMPORT = "import"


class CaseState(StrEnum):
    """The state of a case."""

    RECEIVED = "received"
    RETURNED = "returned"
    """Information was requested from the resident; the clock is paused."""
    TRANSFERRED = "transferred"
    """Transferred to another unit of the Front, which has not accepted it yet."""
    OUTSIDE = "outside"
    """With a body outside the Front; the clock is paused, the reference is kept."""
    REFUSED = "refused"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    """The resident accepted the answer."""
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """Withdrawn by the resident."""
    MERGED = "joined"
    """Continues as part of another case, whose answer the reporter gets."""

    @property
    def label(self) -> str:
        """Return the display name of the state."""
        return texts.STATES[self.value]

    @property
    def is_open(self) -> bool:
        """Tell whether the case still needs action."""
        return self in OPEN

    @property
    def is_undecided(self) -> bool:
        """Tell whether the unit still has to decide if it takes the case."""
        return self in UNDECIDED

    @property
    def is_paused(self) -> bool:
        """Tell whether the clock is paused: the resident or another body has to act."""
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
    """A move from one state to the next."""

    ACCEPT = "accept"
    RETURN = "return"
    SUPPLY = "supply"
    """The resident (or staff on their behalf) supplies the requested information."""
    TRANSFER = "transfer"
    """To another unit."""
    HAND_OUTSIDE = "hand_outside"
    """To a body outside the Front, with a reference and the next step."""
    TAKE_BACK = "take_back"
    """That body has answered, or will not: the case is ours again."""
    REFUSE = "refuse"
    START = "start"
    ANSWER = "answer"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    MERGE = "join"
    UNMERGE = "part"
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
    Move.MERGE: dict.fromkeys((*UNDECIDED, *_IN_HAND), CaseState.MERGED),
    Move.UNMERGE: {CaseState.MERGED: CaseState.RECEIVED},
}
"""The single transition table: for each move, its source states and its target."""


def after(state: CaseState, move: Move) -> CaseState:
    """Return the next state.

    Raises:
        Conflict: the move is not possible from this state.
    """
    following = TRANSITIONS[move].get(state)
    if following is None:
        raise Conflict(texts.not_now(move.value, state.value))
    return following


def moves_from(state: CaseState) -> frozenset[Move]:
    """List the possible moves."""
    return frozenset(move for move, table in TRANSITIONS.items() if state in table)


FORM_ACCOUNT: Final = "form"
"""Stands for an account in the reporter of a case from the form: the conversation is the case's own."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """The person who raised the case.

    Attributes:
        oa_id, user_id: the conversation for notifying them; empty for a case from paper or telephone. Who
            used the form has no account: `oa_id` says so, and nothing can be sent.
        account_path: unit of that account.
        name, phone: as given by the reporter or noted by staff; personal data, never in logs.
    """

    oa_id: str = ""
    user_id: str = ""
    account_path: str = ""
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Details:
    """The matter, in the reporter's words; NFC, personal data.

    Attributes:
        what: the matter.
        where: the place.
        since: since when, as reported.
        whom: whom it concerns.
        hamlet: thôn, xóm, khối or bản; officers enter it.
        attachments: keys of pictures and files in the attachments bucket, or `message#ID#N` while the copy
            is pending.
    """

    what: str = kept(FieldKind.TEXT, longest=MAXIMUM_SAID, needed=True, personal=True)
    where: str = kept(FieldKind.TEXT, longest=MAXIMUM_LINE, personal=True)
    since: str = kept(FieldKind.TEXT, longest=MAXIMUM_LINE, personal=True)
    whom: str = kept(FieldKind.TEXT, longest=MAXIMUM_LINE, personal=True)
    hamlet: str = kept(FieldKind.TEXT, longest=MAXIMUM_HAMLET, personal=True)
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """A period in which the clock was paused; `until` is None while it lasts."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How the end of a case was counted, so that reopening can subtract it from the sums again.

    Attributes:
        path: the unit it was counted for.
        at: the instant; it was counted on its day in Vietnam.
        numbers: names of metrics and what was added to each.
    """

    path: str
    at: datetime
    numbers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A matter that must be answered.

    Attributes:
        id: `loa.ids.new_id`.
        code: what the resident quotes (`loa.casework.cases.rules.codes`): no personal data, with a checksum.
        province: code of the province.
        unit_path: the unit that handles it now.
        received_path: the unit that received it first.
        kind, channel, state: see their classes.
        reporter: who raised it.
        details: what it is about.
        received_at: when it came; the clock starts there.
        changed_at: its last move.
        accept_by: deadline for accepting, returning, transferring or refusing.
        answer_by: deadline for the answer.
        remote, complex: whether the longer periods for remote areas and for complex matters apply.
        pauses: when the clock was paused.
        clock_since: start of the current period; None: `received_at`. Set when a case is reopened.
        owner: id of the officer it is assigned to; empty: the unit.
        priority: ordinary 0; a reopened one 1; higher comes first.
        first_answer_at, solved_at: when it was first answered; when the current answer was given.
        first_answer_took: minutes of working time until then, as they were counted.
        reopened: how often.
        reminded: percentages (50, 80, 100, 120 …) for which reminders were sent.
        attention_at: when the sweep next looks at it; None: never.
        joined_to: id of the case it is part of.
        members: how many cases are part of this one.
        outside_body, outside_reference, next_step: of a case handed to an outside body or another unit.
        refusal_reason, legal_ground: of a refusal.
        answer: the current answer.
        asked_for: the information requested from the resident.
        satisfaction: 1 to 5; 0: not rated.
        satisfaction_word: in the resident's own words.
        released: whether it is on the public list.
        external_id: id in another system; empty: none.
        told_until: the version until which an officer has told its reporter by telephone.
        version: grows with each write.
        counted: how its end was counted; None while it is open.
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
    first_answer_took: int = kept(FieldKind.NUMBER)
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
    told_until: int = kept(FieldKind.NUMBER)
    version: int = 0
    counted: Counted | None = None

    @property
    def told_state(self) -> str:
        """Return the state in words for the reporter."""
        return texts.told_state(self.kind.value, self.state.value)

    @property
    def has_standing_answer(self) -> bool:
        """Tell whether it has an unchallenged answer; only then may it be public."""
        return self.solved_at is not None and not self.state.is_open


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a case's history; kept with it forever.

    Attributes:
        case_id: the case.
        version: of the case afterwards; orders the history and makes a line unique.
        at: when.
        what: the move, or `opened`, `assigned`, `noted`, `reminded`, `rescheduled`, `reorganised`,
            `released`, `unreleased`, `rated`, `supplemented`.
        by: id of the officer, `resident`, or `clock`.
        state: the state afterwards.
        unit_path: the unit that handles it afterwards.
        text: its words (reason, answer, note); personal data.
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
