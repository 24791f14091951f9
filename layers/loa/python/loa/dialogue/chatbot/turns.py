"""What a turn of the dialogue is made of: what is heard, what is known, what is said and done. Pure data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from loa.dialogue.chatbot.menu import Reply
from loa.dialogue.conversations.model import Dialogue
from loa.dialogue.understanding.emergency.model import Danger
from loa.dialogue.understanding.parser import ParsedText


class EffectKind(StrEnum):
    """What is to be done."""

    OPEN = "open"
    """Open the case that was taken in."""
    PROGRESS = "progress"
    """Tell where cases stand."""
    SUPPLEMENT = "supplement"
    """Add his words to a case; one that waits for them goes on."""
    RATE = "rate"
    """He says whether it is really solved."""
    REOPEN = "reopen"
    """He wants a case that has ended to go on; for one that goes on, its progress is told."""
    WITHDRAW = "withdraw"
    """A case is taken back."""
    KEEP = "keep"
    """His data are not to be erased after all."""
    LINK = "link"
    """An officer links his Zalo."""
    DENOUNCE = "denounce"
    """Out of the chat, at once."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What is to be done, and with what.

    Attributes:
        kind: what.
        dialogue: the intake, for OPEN; for DENOUNCE where he stood: what he said there leaves the chat too.
        case_id: for SUPPLEMENT, RATE, WITHDRAW, and for REOPEN without a code.
        code: a case's code, for PROGRESS (empty: all of the resident's) and REOPEN; eight letters, for LINK.
        stars: 1 to 5, or 0: he only says that it is not solved.
        word: his own words with the rating; what he wrote of a denunciation, empty when he only chose it.
        solved: whether he says that it is solved.
        is_further: he adds to a case that did not ask him for it.
    """

    kind: EffectKind
    dialogue: Dialogue | None = None
    case_id: str = ""
    code: str = ""
    stars: int = 0
    word: str = field(default="", repr=False)
    solved: bool = True
    is_further: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One message of the resident.

    Attributes:
        words: what was understood.
        at: when it was written.
        sort: sort key of the message in its conversation.
        files: references to what came with it (`message#SORT#N`).
        has_more: whether a place, a link or a card came with it: words of another kind (`hearing.words_of`).
        is_form: whether it is a form with name and phone: no answer to any question, and for people.
        is_unread: whether something in it could not be read: for people, whatever else it says.
        has_voice: whether it was spoken: a recording came with it, and says what words would say.
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
        """Whether nobody need look at it: no matter in the words, and nothing came with them."""
        return self.words.is_small_talk and not (self.files or self.has_more or self.needs_person)

    @property
    def needs_person(self) -> bool:
        """Whether a person has to look at it, whatever the dialogue makes of its words."""
        return self.is_form or self.is_unread


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a case wants of the resident.

    Attributes:
        case_id, code: the case.
        at: since when.
        is_rating: he was asked whether it is solved; otherwise for information.
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
        is_open: whether it can be taken back.
        can_reopen: whether it has ended, and can go on.
    """

    case_id: str
    code: str
    is_open: bool
    can_reopen: bool


def _none() -> Sequence[OwnCase]:
    return ()


@dataclass(frozen=True, slots=True)
class DialogueContext:
    """What the machine may ask for, only when it needs it.

    Attributes:
        answered_at: when a person last spoke to him, or up to where he was answered.
        questions: what his cases want of him, newest first.
        text_of: the words of an earlier message, by its sort key.
        own: the resident's cases, newest first.
    """

    answered_at: datetime | None
    questions: Callable[[], Sequence[Question]]
    text_of: Callable[[str], str]
    own: Callable[[], Sequence[OwnCase]] = _none


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows from a message.

    Attributes:
        dialogue: where he stands now; None: nowhere.
        say: what he is told.
        effect: what is to be done besides; what that says is told before `say`.
        for_people: whether a person has to read it.
        answered: whether `say` already tells him that it has arrived.
        is_courtesy: `say` only answers thanks: once in a while.
        erases: personal data are to be deleted: the resident is told when that begins or is answered.
        danger: they call for help: they are told whom to call, and officers on call are told of it.
    """

    dialogue: Dialogue | None
    say: tuple[Reply, ...] = ()
    effect: Effect | None = None
    for_people: bool = False
    answered: bool = False
    is_courtesy: bool = False
    erases: bool = False
    danger: Danger | None = None
