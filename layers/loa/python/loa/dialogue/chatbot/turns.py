"""Parts of a turn of the dialogue: input, known facts, replies and effects. Pure data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from loa.dialogue.chatbot.menu import Reply
from loa.dialogue.conversations.model import Dialogue
from loa.dialogue.understanding.emergency.model import Danger
from loa.dialogue.understanding.parser import ParsedText
from loa.participation.consultations.rules.reading import OpinionLine
from loa.participation.contests.rules.lines import ContestLine


class EffectKind(StrEnum):
    """The kind of an effect."""

    OPEN = "open"
    """Open the case that was taken in."""
    PROGRESS = "progress"
    """Report the state of cases."""
    SUPPLEMENT = "supplement"
    """Add the resident's words to a case; a case that waits for them continues."""
    RATE = "rate"
    """The resident says if it is really solved."""
    REOPEN = "reopen"
    """Reopen a case that has ended; for an open one, report its progress."""
    WITHDRAW = "withdraw"
    """Withdraw a case."""
    KEEP = "keep"
    """Keep the resident's data after all."""
    LINK = "link"
    """Link an officer's Zalo account."""
    DENOUNCE = "denounce"
    """Leave the chat at once."""
    CONTEST = "contest"
    """Take part in a contest."""
    OPINION = "opinion"
    """Say something about a draft."""


@dataclass(frozen=True, slots=True)
class Effect:
    """An action to take, and its data.

    Attributes:
        kind: which action.
        dialogue: the intake, for OPEN; for DENOUNCE the resident's position: what they said there leaves the
            chat too.
        case_id: for SUPPLEMENT, RATE, WITHDRAW, and for REOPEN without a code.
        code: a case's code, for PROGRESS (empty: all of the resident's) and REOPEN; eight letters, for LINK.
        stars: 1 to 5, or 0: they only say that it is not solved.
        word: their own words with the rating; what they wrote of a denunciation, empty if they only chose it.
        solved: True if they say that it is solved.
        line: what they want of a contest, for CONTEST.
        opinion: what they say about a draft, for OPINION.
        is_further: True if they add to a case that did not ask them to.
    """

    kind: EffectKind
    dialogue: Dialogue | None = None
    case_id: str = ""
    code: str = ""
    stars: int = 0
    word: str = field(default="", repr=False)
    solved: bool = True
    line: ContestLine | None = None
    opinion: OpinionLine | None = None
    is_further: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One message of the resident.

    Attributes:
        words: what was understood.
        at: when it was written.
        sort: sort key of the message in its conversation.
        files: references to its attachments (`message#SORT#N`).
        has_more: True if a place, a link or a card came with it: words of another kind (`hearing.words_of`).
        is_form: True if it is a form with name and phone: answers no question, and is for officers.
        is_unread: True if part of it could not be read: for officers, whatever else it says.
        has_voice: True if it was spoken: the recording that came with it replaces words.
    """

    words: ParsedText
    at: datetime
    sort: str
    files: tuple[str, ...] = ()
    has_more: bool = False
    is_form: bool = False
    is_unread: bool = False
    has_voice: bool = False

    @property
    def is_small_talk(self) -> bool:
        """Return True if nobody need look at it: no matter in the words, and no attachments."""
        return self.words.is_small_talk and not (self.files or self.has_more or self.needs_person)

    @property
    def needs_person(self) -> bool:
        """Return True if an officer has to look at it, whatever the dialogue makes of its words."""
        return self.is_form or self.is_unread


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a case asks of the resident.

    Attributes:
        case_id, code: the case.
        at: since when.
        is_rating: True if they were asked whether it is solved; otherwise for information.
    """

    case_id: str
    code: str
    at: datetime
    is_rating: bool


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case of the resident.

    Attributes:
        case_id, code: the case.
        is_open: True if it can be withdrawn.
        can_reopen: True if it has ended and can be reopened.
    """

    case_id: str
    code: str
    is_open: bool
    can_reopen: bool


def _none() -> Sequence[OwnCase]:
    return ()


def _no_draft(line: OpinionLine) -> bool:
    del line
    return False


def _no_contest(line: ContestLine) -> bool:
    del line
    return False


@dataclass(frozen=True, slots=True)
class DialogueContext:
    """Facts that the machine looks up only when it needs them.

    Attributes:
        answered_at: when an officer last spoke to the resident, or up to where they were answered.
        questions: what their cases ask of them, newest first.
        text_of: the words of an earlier message, by its sort key.
        own: the resident's cases, newest first.
        plays: whether a line is about a contest that is open to them, or a try of theirs.
        speaks: whether a line is about a draft on which they are asked.
    """

    answered_at: datetime | None
    questions: Callable[[], Sequence[Question]]
    text_of: Callable[[str], str]
    own: Callable[[], Sequence[OwnCase]] = _none
    plays: Callable[[ContestLine], bool] = _no_contest
    speaks: Callable[[OpinionLine], bool] = _no_draft


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows from a message.

    Attributes:
        dialogue: the resident's new position; None: in no dialogue.
        say: the replies to the resident.
        effect: the action to take as well; its replies come before `say`.
        for_people: True if an officer has to read it.
        answered: True if `say` already confirms that it has arrived.
        is_courtesy: True if `say` only answers thanks: sent once in a while.
        erases: True to delete personal data: the resident is told when that begins or is answered.
        danger: they call for help: they are told whom to call, and officers on call are notified.
        may_call: they may call for help: they were asked, and officers read it first.
        is_watched: it is not unlike a call for help: officers read it before other words.
        may_accuse: it is not unlike an accusation: the unit above reads it first.
    """

    dialogue: Dialogue | None
    say: tuple[Reply, ...] = ()
    effect: Effect | None = None
    for_people: bool = False
    answered: bool = False
    is_courtesy: bool = False
    erases: bool = False
    danger: Danger | None = None
    may_call: bool = False
    is_watched: bool = False
    may_accuse: bool = False
