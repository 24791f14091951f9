"""What officers are told about spoken versions, and when a machine will have spoken, or what to do. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.publishing.library.outside import texts
from loa.publishing.library.rows.task_store import LibraryTask
from loa.publishing.library.rules.kinds import KINDS, SPOKEN_BY_MACHINE
from loa.publishing.library.rules.model import Audio, LibraryContent
from loa.publishing.library.rules.spoken import is_spoken, speaking_other_words
from loa.publishing.library.rules.texts import LANGUAGES, SPOKEN
from loa.publishing.library.transitions.work import Work

NOBODY_AFTER: Final = timedelta(hours=1)
"""A task that nobody has tried for so long: there is no voice."""
_REFUSED: Final = "speech_refused"


class VoiceState(StrEnum):
    """How it stands with the voice."""

    SOON = "soon"
    LATER = "later"
    """It failed, and is tried again."""
    REFUSED = "refused"
    """As `LATER`; the service refuses our key, so somebody has to look."""
    GIVEN_UP = "given_up"
    NOBODY = "nobody"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class MachineVoice:
    """How it stands with the voice of an item.

    Attributes:
        state: that.
        again_at: when it is tried next; None: not by itself.
        stuck: whether somebody may ask for another try.
    """

    state: VoiceState
    again_at: datetime | None = None
    stuck: bool = False

    def words(self, again: str) -> tuple[str, str, str]:
        """Kind of notice, what it is, and what to do; `again`: the next try, as people read it."""
        title, words = texts.VOICES[self.state.value]
        return "" if self.state is VoiceState.SOON else "warn", title, words.format(again=again)


@dataclass(frozen=True, slots=True)
class SpokenRow:
    """A spoken version as officers see it; `fits` says whether it says the words that stand there now."""

    language: str
    label: str
    about: str
    reference: str
    fits: bool


def spoken_rows(content: LibraryContent) -> list[SpokenRow]:
    """The lines of the spoken versions of a content."""
    other_words = {audio.language for audio in speaking_other_words(content)}
    return [
        SpokenRow(
            audio.language,
            SPOKEN.format(language=LANGUAGES[audio.language]),
            " · ".join(filter(None, (length_words(audio.seconds), _who(audio)))),
            audio.url,
            audio.language not in other_words,
        )
        for audio in content.audio
    ]


def length_words(seconds: int) -> str:
    """Such as `1 phút 5 giây`; empty: it is not known."""
    forms = zip((texts.MINUTES, texts.SECONDS), divmod(seconds, 60), strict=True)
    return " ".join(form.format(number=number) for form, number in forms if number)


def _who(audio: Audio) -> str:
    if audio.made_from:
        return texts.BY_MACHINE
    return texts.READ_BY.format(name=audio.speaker) if audio.speaker else ""


def voice_of(work: Work, task: LibraryTask | None, now: datetime) -> MachineVoice | None:
    """How it stands; None: nothing is to be spoken, or it has been."""
    kind, live = work.item.kind, work.live
    if live is None or not work.item.is_published or not KINDS[kind].spoken:
        return None
    if not is_spoken(kind, live.content):
        is_there = any(audio.language == SPOKEN_BY_MACHINE for audio in live.content.audio)
        return None if is_there else MachineVoice(VoiceState.TOO_LONG)
    return _of_task(task, now) if task and task.edition == live.number else None


def _of_task(task: LibraryTask, now: datetime) -> MachineVoice:
    if task.due_at is None:
        return MachineVoice(VoiceState.GIVEN_UP, stuck=True)
    if task.trouble:
        state = VoiceState.REFUSED if task.trouble == _REFUSED else VoiceState.LATER
        return MachineVoice(state, task.due_at, stuck=task.is_stuck)
    late = task.tries == 0 and now - task.due_at > NOBODY_AFTER
    return MachineVoice(VoiceState.NOBODY if late else VoiceState.SOON, task.due_at)
