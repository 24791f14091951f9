"""The head of a conversation, and where the resident stands in the menu or an intake. Pure rules.

Events come late and twice. What is unanswered therefore follows from instants: a person who writes in OA
Manager sees Zalo's own list, so everything written before his answer is answered, also what reaches us after
it (`answered_by_hand_up_to`). Who answers through Loa has seen what is in our tables and nothing else: what
comes late is unanswered, however old it is.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

DIALOGUE_KEPT: Final = timedelta(hours=24)
"""So long an intake waits for the next answer; what was said stays in the conversation anyway."""

MENU_KEPT: Final = timedelta(hours=24)
"""So long a bare number chooses from the menu that was shown last."""

WORD_KEPT: Final = timedelta(hours=24)
"""So long the next words after a rating count as belonging to it."""

RESUMED_AFTER: Final = timedelta(minutes=30)
"""After a pause of this length the question is told again instead of taking whatever comes for its answer."""

ACKNOWLEDGED_FOR: Final = timedelta(hours=1)
"""Within this time no second acknowledgement goes out, nor while a person answers; nor a second thanks."""

ALERTED_FOR: Final = timedelta(minutes=10)
"""Within this time officers are not told a second time of the same resident's calls for help."""

ANSWERED_BY_ITSELF: Final = timedelta(hours=24)
"""An event that arrives later than this is kept and nothing is said by itself: the moment has passed."""


RECENT: Final = 16
"""So many of the resident's newest messages are recognised whatever instant Zalo gives them."""

CLOCKS_DIFFER: Final = timedelta(minutes=10)
"""Zalo's clock may be so far ahead of ours: what is written then is in the worklist at once."""


def message_mark(message_id: str) -> str:
    """Eight letters by which a message is recognised."""
    return hashlib.sha256(message_id.encode()).hexdigest()[:8]


class WorklistState(StrEnum):
    """In which list of a unit a conversation stands: in one, or in none."""

    WAITING = "waiting"
    """Something in it waits for a person, or will when an intake has run out."""
    ANSWERED = "answered"
    """Nothing waits; a person has answered, or it is somebody's."""
    CLOSED = "closed"
    """An officer has closed it."""


class DialogueStep(StrEnum):
    """Where the resident stands; the question that he was asked last."""

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
    """He begins an intake while another one is paused: which one?"""
    CODE = "code"
    """Which case does he ask about?"""
    WORD = "word"
    """He has rated an answer: his next words belong to it."""
    REOPEN = "reopen"
    """Is that case to go on?"""
    WITHDRAW = "withdraw"
    """Is that case to be taken back?"""
    PAUSED = "paused"
    """An intake that he left for later; "tiếp" goes on with it."""

    @property
    def is_intake(self) -> bool:
        """Whether a case is being taken in."""
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
    """Where the resident stands.

    Attributes:
        step: the question asked last.
        at: instant of the message that led there.
        kind: what he wants (`loa.casework.cases.rules.model.CaseKind`); empty: not chosen yet.
        said: by question, the sort keys of the messages that answered it: words stay where they are kept
            and expire there; never copied to the head.
        files: his pictures and files: `message#SORT#N`, the n-th attachment of that message.
        back: the question to go back to from `PAUSED` and `OLD_OR_NEW`.
        case_id: the case of `WORD`, `REOPEN` and `WITHDRAW`.
        cancelled: he said that it is not to be sent; "tiếp" takes that back.
        told_of_files: he was told at this question that his pictures and files have arrived.
        told_of_unread: the resident was told at this question that a message could not be read.
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
        """Whether somebody is to read what was said in it, though nobody ends it."""
        return self.is_intake and self.is_unfinished

    @property
    def is_unfinished(self) -> bool:
        """Whether something was said in it that he has neither sent nor cancelled."""
        return not self.cancelled and bool(self.said or self.files)

    @property
    def is_intake(self) -> bool:
        """Whether a case is being taken in, also one that is paused."""
        return self.step.is_intake or (self.back is not None and self.back.is_intake)

    def is_over(self, at: datetime) -> bool:
        """Whether it has run out by then."""
        kept = {DialogueStep.MENU: MENU_KEPT, DialogueStep.WORD: WORD_KEPT}.get(self.step, DIALOGUE_KEPT)
        return at - self.at > kept


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What waits for a person in a conversation.

    Attributes:
        since: instant of the first such message.
        count: how many.
    """

    since: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """The head of a conversation: what is known without reading its messages.

    Attributes:
        oa_id, user_id: the account and the resident, as that account knows him.
        user_id_by_app: the same at every account of our app; empty until Zalo tells.
        follows: whether he follows the account now, as far as we know.
        followed_last_at: when that last changed.
        interacted_at: when he last did something there; opens Zalo's answering windows.
        withdrawn_at: when he withdrew his consent.
        welcomed_at: when he was welcomed.
        last_message_at: instant of his newest message.
        last_text_kind: what that was: text, image …; never its words.
        unanswered: what waits for a person; None: nothing.
        answered_up_to: a person has answered what we had of him up to this instant.
        answered_by_hand_up_to: the same in OA Manager, where also what we do not have yet is seen.
        handling_path: unit that answers; empty: the account's own.
        assigned_to, assigned_name: the officer whose conversation it is.
        lease_officer, lease_name, lease_until: who is writing an answer at this moment.
        acknowledged_at: when he was last told that his words have arrived.
        dialogue: where he stands in the menu or an intake; None: nowhere.
        turn: grows with each write of the resident's side; guards against lost updates.
        display_name, avatar: his profile.
        closed_at: when an officer closed the conversation; gone with his next message.
        answered_by, answered_at: the officer who answered last, and when.
        urgent_at: when the resident last called for help.
        alerted_at: when officers were last told of it.
        recent: marks of the resident's newest messages (`message_mark`): Zalo may bring one again at
            another instant.
        thanked_at: when thanks were last answered.
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
    answered_at: datetime | None = None
    urgent_at: datetime | None = None
    alerted_at: datetime | None = None
    thanked_at: datetime | None = None

    @property
    def is_urgent(self) -> bool:
        """Whether a call for help waits for a person's answer: first in every list."""
        if self.urgent_at is None or self.unanswered is None or self.is_forgotten(self.urgent_at):
            return False
        read = (self.answered_up_to, self.answered_by_hand_up_to)
        return self.unanswered.since <= self.urgent_at and not any(
            up_to and up_to >= self.urgent_at for up_to in read
        )

    def wants_alert(self, at: datetime) -> bool:
        """Whether officers are to be told of a call for help at that instant."""
        recently = self.alerted_at is not None and abs(at - self.alerted_at) < ALERTED_FOR
        return not (recently and self.is_urgent) and not self.is_answered(at) and not self.is_forgotten(at)

    recent: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_known(self) -> bool:
        """Whether officers may know that there is such a resident; a bare row was left in confidence."""
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
        """Whether he has withdrawn his consent and done nothing at the account since."""
        return self.withdrawn_at is not None and not (
            self.interacted_at and self.interacted_at > self.withdrawn_at
        )

    def is_forgotten(self, at: datetime) -> bool:
        """Whether what was written at that instant is shown to nobody, because he withdrew after it."""
        return self.withdrawn_at is not None and at <= self.withdrawn_at

    @property
    def is_welcomed(self) -> bool:
        """Whether he knows who we are; who withdrew and comes back is told again."""
        return self.welcomed_at is not None and not (
            self.withdrawn_at and self.withdrawn_at > self.welcomed_at
        )

    def is_late(self, at: datetime) -> bool:
        """Whether a message of that instant was overtaken by a newer one."""
        return self.last_message_at is not None and at < self.last_message_at

    def with_recent(self, message_id: str) -> tuple[str, ...]:
        """The marks of the newest messages, this one among them."""
        return (*self.recent, message_mark(message_id))[-RECENT:]

    def is_answered(self, at: datetime) -> bool:
        """Whether a message of that instant, new to us, has been answered by somebody who saw it at Zalo."""
        return self.answered_by_hand_up_to is not None and at <= self.answered_by_hand_up_to

    @property
    def person_spoke_at(self) -> datetime | None:
        """When a person last answered, or up to where: from then on words go to people."""
        instants = (self.answered_up_to, self.answered_by_hand_up_to, self.answered_at)
        return max((instant for instant in instants if instant), default=None)

    @property
    def waits_from(self) -> datetime | None:
        """From when on it is in the worklist: words for people at once, an intake when it has run out."""
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
        """In which list it stands, and its instant there; None: no person has anything to do with it."""
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
        """Whether somebody has to read it now; an intake only when it is over."""
        if self.has_withdrawn:
            return False
        return self.unanswered is not None or (self.waits_from is not None and self.waits_from <= now)

    def is_written_to(self, at: datetime) -> bool:
        """Whether an officer is writing to him at that instant."""
        return self.lease_until is not None and self.lease_until > at

    def with_word(self, at: datetime) -> Unanswered | None:
        """What waits for a person after one more message for people is known, whenever it was written."""
        if self.is_answered(at) or self.is_forgotten(at):
            return self.unanswered
        if self.unanswered is None:
            return Unanswered(at, 1)
        return Unanswered(min(self.unanswered.since, at), self.unanswered.count + 1)

    def wants_acknowledgement(self, at: datetime) -> bool:
        """Whether to tell the resident that their words have arrived: at the first ones, then every hour.

        Args:
            at: instant of the message for people.
        """
        if self.is_answered(at) or self.is_written_to(at):
            return False
        spoke = (self.acknowledged_at, self.person_spoke_at)
        return all(instant is None or abs(at - instant) >= ACKNOWLEDGED_FOR for instant in spoke)

    def wants_thanks(self, at: datetime) -> bool:
        """Whether thanks are answered: telephones that answer by themselves would thank without end."""
        return self.thanked_at is None or abs(at - self.thanked_at) >= ACKNOWLEDGED_FOR
