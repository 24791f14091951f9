"""The head of a conversation, and the resident's position in the menu or an intake. Pure rules.

Events arrive late and more than once, so unanswered messages are derived from timestamps. An officer writing
in OA Manager sees Zalo's own list, so everything written before their answer counts as answered, including
messages that reach us later (`answered_by_hand_up_to`). An officer answering through Loa has seen only what
is in our tables: a message that arrives later is unanswered, however old it is.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

DIALOGUE_KEPT: Final = timedelta(hours=24)
"""How long an intake waits for the next answer; what was said stays in the conversation anyway."""

MENU_KEPT: Final = timedelta(hours=24)
"""How long a bare number chooses from the menu shown last."""

WORD_KEPT: Final = timedelta(hours=24)
"""How long the words that follow a rating count as part of it."""

RESUMED_AFTER: Final = timedelta(minutes=30)
"""After a pause of this length, repeat the question instead of taking the next message as its answer."""

ACKNOWLEDGED_FOR: Final = timedelta(hours=1)
"""Minimum time between acknowledgements, and between thanks; none goes out while an officer answers."""

ALERTED_FOR: Final = timedelta(minutes=10)
"""Minimum time before officers are notified again of the same resident's calls for help."""

ANSWERED_BY_ITSELF: Final = timedelta(hours=24)
"""An event that arrives later than this is stored but gets no automatic reply: the moment has passed."""


RECENT: Final = 16
"""How many of the resident's newest messages are recognised whatever timestamp Zalo gives them."""

ACTIVE_MONTHS: Final = 3
"""How many months a resident's row names in which they wrote: an event may come late, but not later."""

CLOCKS_DIFFER: Final = timedelta(minutes=10)
"""How far Zalo's clock may run ahead of ours; messages written then enter the worklist at once."""


def message_mark(message_id: str) -> str:
    """Return the eight letters by which a message is recognised."""
    return hashlib.sha256(message_id.encode()).hexdigest()[:8]


class WorklistState(StrEnum):
    """The list of a unit that a conversation is in, if any."""

    WAITING = "waiting"
    """Something in it waits for an officer, or will once an intake has expired."""
    ANSWERED = "answered"
    """Nothing waits; an officer has answered, or it is assigned to one."""
    CLOSED = "closed"
    """An officer has closed it."""


class DialogueStep(StrEnum):
    """The resident's position: the question they were asked last."""

    MENU = "menu"
    """The menu was shown: a bare number chooses."""
    KIND = "kind"
    WHAT = "what"
    WHERE = "where"
    SINCE = "since"
    PICTURES = "pictures"
    WHOM = "whom"
    CHECK = "check"
    """The summary was shown: send it, or change it?"""
    OLD_OR_NEW = "old_or_new"
    """They start an intake while another one is paused: which one?"""
    CODE = "code"
    """Which case do they ask about?"""
    WORD = "word"
    """They have rated an answer: their next words belong to it."""
    REOPEN = "reopen"
    """Should that case be reopened?"""
    WITHDRAW = "withdraw"
    """Should that case be withdrawn?"""
    PAUSED = "paused"
    """An intake that they left for later; "tiếp" resumes it."""

    @property
    def is_intake(self) -> bool:
        """Return True if a case is being taken in."""
        return self in INTAKE


INTAKE: Final = (
    DialogueStep.KIND,
    DialogueStep.WHAT,
    DialogueStep.WHERE,
    DialogueStep.SINCE,
    DialogueStep.PICTURES,
    DialogueStep.WHOM,
    DialogueStep.CHECK,
)
"""The questions of an intake, in order."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The resident's position in the menu or an intake.

    Attributes:
        step: the question asked last.
        at: timestamp of the message that led there.
        kind: what they want (`loa.casework.cases.rules.model.CaseKind`); empty: not chosen yet.
        said: by question, the sort keys of the messages that answered it: the words stay where they are
            stored and expire there; they are never copied to the head.
        files: their pictures and files: `message#SORT#N`, the n-th attachment of that message.
        back: the question to go back to from `PAUSED` and `OLD_OR_NEW`.
        case_id: the case of `WORD`, `REOPEN` and `WITHDRAW`.
        cancelled: they said that it is not to be sent; "tiếp" undoes that.
        told_of_files: they were told at this question that their pictures and files have arrived.
        told_of_unread: they were told at this question that a message could not be read.
    """

    step: DialogueStep
    at: datetime
    kind: str = ""
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    back: DialogueStep | None = None
    case_id: str = ""
    cancelled: bool = False
    told_of_files: bool = False
    told_of_unread: bool = False

    @property
    def holds_words(self) -> bool:
        """Return True if an officer must read what was said in it, even if the resident never finishes it."""
        return self.is_intake and self.is_unfinished

    @property
    def is_unfinished(self) -> bool:
        """Return True if something was said in it that the resident has neither sent nor cancelled."""
        return not self.cancelled and bool(self.said or self.files)

    @property
    def is_intake(self) -> bool:
        """Return True if a case is being taken in, even if the intake is paused."""
        return self.step.is_intake or (self.back is not None and self.back.is_intake)

    def is_over(self, at: datetime) -> bool:
        """Return True if it has expired by then."""
        kept = {DialogueStep.MENU: MENU_KEPT, DialogueStep.WORD: WORD_KEPT}.get(self.step, DIALOGUE_KEPT)
        return at - self.at > kept


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The messages in a conversation that wait for an officer.

    Attributes:
        since: timestamp of the first such message.
        count: how many.
    """

    since: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """The head of a conversation: what is known without reading its messages.

    Attributes:
        oa_id, user_id: the account and the resident, as that account knows them.
        user_id_by_app: the same at every account of our app; empty until Zalo sends it.
        follows: True if they follow the account now, as far as we know.
        followed_last_at: when that last changed.
        interacted_at: when they last did something there; opens Zalo's answering windows.
        withdrawn_at: when they withdrew their consent.
        welcomed_at: when they were welcomed.
        last_message_at: timestamp of their newest message.
        last_message_id: its id; its words stay in its own row, and expire there.
        last_text_kind: kind of that message: text, image …; never its words.
        unanswered: what waits for an officer; None: nothing.
        answered_up_to: an officer has answered the messages that we had up to this instant.
        answered_by_hand_up_to: the same in OA Manager, which also shows messages we have not received yet.
        handling_path: unit that answers; empty: the account's own.
        assigned_to, assigned_name: the officer to whom it is assigned.
        lease_officer, lease_name, lease_until: the edit lock: who is writing an answer now, and until when.
        acknowledged_at: when they were last told that their words have arrived.
        dialogue: their position in the menu or an intake; None: in neither.
        turn: grows with each write of the resident's side; guards against lost updates.
        display_name, avatar: their profile.
        closed_at: when an officer closed the conversation; removed with the resident's next message.
        answered_by, answered_name, answered_at: the officer who answered last, and when.
        urgent_at: when the resident last called for help.
        alerted_at: when officers were last notified of it.
        watched_at: when they last wrote what a person reads before other words.
        first_reader: path of the unit above that reads them first, since they may have accused somebody;
            empty: nobody does. Until it hands them on the unit below cannot read them.
        first_reader_at: timestamp of the message for which that unit got it.
        recent: marks of the resident's newest messages (`message_mark`): Zalo may deliver one again with
            another timestamp.
        thanked_at: when thanks were last answered.
        active_months: the newest months in which they wrote, for the number of active residents.
    """

    oa_id: str
    user_id: str
    user_id_by_app: str = ""
    follows: bool = False
    followed_last_at: datetime | None = None
    interacted_at: datetime | None = None
    withdrawn_at: datetime | None = None
    welcomed_at: datetime | None = None
    last_message_at: datetime | None = None
    last_message_id: str = ""
    last_text_kind: str = ""
    unanswered: Unanswered | None = None
    answered_up_to: datetime | None = None
    answered_by_hand_up_to: datetime | None = None
    handling_path: str = ""
    assigned_to: str = ""
    assigned_name: str = ""
    lease_officer: str = ""
    lease_name: str = ""
    lease_until: datetime | None = None
    acknowledged_at: datetime | None = None
    dialogue: Dialogue | None = None
    turn: int = 0
    display_name: str = field(default="", repr=False)
    avatar: str = field(default="", repr=False)
    closed_at: datetime | None = None
    answered_by: str = ""
    answered_name: str = ""
    answered_at: datetime | None = None
    urgent_at: datetime | None = None
    alerted_at: datetime | None = None
    thanked_at: datetime | None = None
    watched_at: datetime | None = None
    first_reader: str = ""
    first_reader_at: datetime | None = None
    active_months: tuple[str, ...] = ()

    @property
    def is_urgent(self) -> bool:
        """Return True if a call for help waits for an officer's answer: first in every list."""
        return self._waits_since(self.urgent_at)

    @property
    def is_watched(self) -> bool:
        """Return True if words that may be a call for help, or an accusation, wait for an officer."""
        return self._waits_since(self.watched_at)

    def _waits_since(self, at: datetime | None) -> bool:
        if at is None or self.unanswered is None or self.is_forgotten(at):
            return False
        read = (self.answered_up_to, self.answered_by_hand_up_to)
        return self.unanswered.since <= at and not any(up_to and up_to >= at for up_to in read)

    def wants_alert(self, at: datetime) -> bool:
        """Return True if officers must be notified of a call for help at that instant."""
        recently = self.alerted_at is not None and abs(at - self.alerted_at) < ALERTED_FOR
        return not (recently and self.is_urgent) and not self.is_answered(at) and not self.is_forgotten(at)

    recent: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_known(self) -> bool:
        """Return True if officers may know of this resident; a bare row comes from a confidential message."""
        return bool(
            self.follows
            or self.interacted_at
            or self.followed_last_at
            or self.withdrawn_at
            or self.welcomed_at
            or self.last_message_at
        )

    @property
    def has_withdrawn(self) -> bool:
        """Return True if they have withdrawn their consent and done nothing at the account since."""
        return self.withdrawn_at is not None and not (
            self.interacted_at and self.interacted_at > self.withdrawn_at
        )

    def is_forgotten(self, at: datetime) -> bool:
        """Return True if text written at that instant is hidden from everybody: they withdrew after it."""
        return self.withdrawn_at is not None and at <= self.withdrawn_at

    @property
    def is_welcomed(self) -> bool:
        """Return True if they know who we are; a resident who withdrew and returns is welcomed again."""
        return self.welcomed_at is not None and not (
            self.withdrawn_at and self.withdrawn_at > self.welcomed_at
        )

    def is_late(self, at: datetime) -> bool:
        """Return True if a newer message has overtaken a message of that instant."""
        return self.last_message_at is not None and at < self.last_message_at

    def with_recent(self, message_id: str) -> tuple[str, ...]:
        """Return the marks of the newest messages, including this one."""
        return (*self.recent, message_mark(message_id))[-RECENT:]

    def with_month(self, month: str) -> tuple[str, ...]:
        """Return the newest months in which they wrote, including this one; unchanged if it is older."""
        return tuple(sorted({*self.active_months, month})[-ACTIVE_MONTHS:])

    def is_answered(self, at: datetime) -> bool:
        """Return True if a message of that instant, new to us, was seen and answered in OA Manager."""
        return self.answered_by_hand_up_to is not None and at <= self.answered_by_hand_up_to

    @property
    def person_spoke_at(self) -> datetime | None:
        """Return when an officer last answered, or up to where: words after that are for officers."""
        instants = (self.answered_up_to, self.answered_by_hand_up_to, self.answered_at)
        return max((instant for instant in instants if instant), default=None)

    @property
    def waits_from(self) -> datetime | None:
        """Return when it enters the worklist: words for officers at once, an intake once it has expired."""
        if self.unanswered:
            return self.unanswered.since
        intake = self.dialogue
        if intake is None or not intake.holds_words:
            return None
        read = (self.answered_up_to, self.answered_by_hand_up_to)
        if any(up_to and up_to >= intake.at for up_to in read):
            return None
        return intake.at + DIALOGUE_KEPT

    @property
    def stands(self) -> tuple[WorklistState, datetime] | None:
        """Return its list and its timestamp there; None: no officer has anything to do with it."""
        if self.has_withdrawn:
            return None
        if waits_from := self.waits_from:
            return WorklistState.WAITING, waits_from
        if self.closed_at:
            return WorklistState.CLOSED, self.closed_at
        answered = [instant for instant in (self.answered_up_to, self.answered_by_hand_up_to) if instant]
        if self.assigned_to and not answered and self.interacted_at:
            answered = [self.interacted_at]
        return (WorklistState.ANSWERED, max(answered)) if answered else None

    def waits_at(self, now: datetime) -> bool:
        """Return True if an officer has to read it now; an intake only once it is over."""
        if self.has_withdrawn:
            return False
        return self.unanswered is not None or (self.waits_from is not None and self.waits_from <= now)

    def is_written_to(self, at: datetime) -> bool:
        """Return True if an officer is writing to the resident at that instant."""
        return self.lease_until is not None and self.lease_until > at

    def with_word(self, at: datetime) -> Unanswered | None:
        """Return what waits for an officer after one more message for officers, whenever it was written."""
        if self.is_answered(at) or self.is_forgotten(at):
            return self.unanswered
        if self.unanswered is None:
            return Unanswered(at, 1)
        return Unanswered(min(self.unanswered.since, at), self.unanswered.count + 1)

    def wants_acknowledgement(self, at: datetime) -> bool:
        """Return True if the resident must be told that their words have arrived: first message, then hourly.

        Args:
            at: timestamp of the message for officers.
        """
        if self.is_answered(at) or self.is_written_to(at):
            return False
        spoke = (self.acknowledged_at, self.person_spoke_at)
        return all(instant is None or abs(at - instant) >= ACKNOWLEDGED_FOR for instant in spoke)

    def wants_thanks(self, at: datetime) -> bool:
        """Return True if thanks are to be answered: phones with automatic replies would thank forever."""
        return self.thanked_at is None or abs(at - self.thanked_at) >= ACKNOWLEDGED_FOR
