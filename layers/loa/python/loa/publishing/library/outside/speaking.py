"""Items are spoken once, after they were published; what fails is tried again later, for a week.

The words decide: the same words in the same voice are one sound, however often an item is published. A sound
is kept before anything refers to it, and what refers to it is written in the transaction that shows it.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from loa.errors import Busy, NotFound
from loa.publishing.documents.service import FileBucket, key_of_file
from loa.publishing.documents.sound import joined, seconds_of
from loa.publishing.library.editing.changes import ItemChanges
from loa.publishing.library.rows.task_store import LibraryTask, TaskKind
from loa.publishing.library.rules.kinds import SPOKEN_BY_MACHINE
from loa.publishing.library.rules.model import Audio, split_id
from loa.publishing.library.rules.spoken import digest_of, is_spoken, pieces, spoken_text
from loa.publishing.library.transitions.spoken import attach_audio

MOST_A_ROUND: Final = 20
"""Items; each is at most a dozen requests."""
MOST_FAILURES: Final = 3
"""After so many in one round the service is left alone until the next."""


class Voice(Protocol):
    """Speaks (`loa.platform.zalo.api.speech.ZaloSpeech`)."""

    @property
    def is_there(self) -> bool:
        """Whether anybody speaks."""

    @property
    def voice(self) -> str:
        """Names the voice."""

    def speak(self, text: str) -> bytes:
        """Return MP3; raises `Busy`."""


@dataclass(frozen=True, slots=True)
class ItemSpeaker:
    """Has items spoken.

    Attributes:
        changes: of items.
        voice: who speaks.
        longest: letters of one request.
        blobs: where sounds are kept.
    """

    changes: ItemChanges
    voice: Voice
    longest: int
    blobs: FileBucket

    def speak_due(self, province: str, now: datetime, enough: Callable[[], bool]) -> Counter[str]:
        """Have the items spoken whose task is due; counts `spoken`, `failed`, `needless`.

        Without a voice nothing is done, and the tasks wait.
        """
        counts: Counter[str] = Counter()
        if not self.voice.is_there:
            return counts

        def tired() -> bool:
            return enough() or counts.total() >= MOST_A_ROUND or counts["failed"] >= MOST_FAILURES

        for task in self.changes.tasks.taken(TaskKind.SPEAK, province, now, tired):
            try:
                counts["spoken" if self._speak(task, now) else "needless"] += 1
            except Busy as busy:
                counts["failed"] += 1
                self.changes.tasks.settle(task, replace(task, trouble=busy.code))
                continue
            self.changes.tasks.finish(task)
        return counts

    def _speak(self, task: LibraryTask, now: datetime) -> bool:
        """Speak and attach; False: there is nothing to be spoken any more."""
        try:
            work = self.changes.store.work(task.item_id)
        except NotFound:
            return False
        live = work.live
        if live is None or live.number != task.edition or not work.item.is_published:
            return False
        if not is_spoken(work.item.kind, live.content):
            return False
        audio = self._audio(split_id(task.item_id)[0], spoken_text(live.content))
        self.changes.change(
            task.item_id, lambda found: attach_audio(found, audio, edition=task.edition, now=now)
        )
        return True

    def _audio(self, unit_path: str, text: str) -> Audio:
        """The spoken version of a text, made now or before."""
        digest = digest_of(text, self.voice.voice)
        known = self.changes.tasks.voice(unit_path, digest)
        if known:
            return known
        sound = joined([self.voice.speak(piece) for piece in pieces(text, self.longest)])
        seconds = seconds_of(sound)
        if not seconds:
            raise Busy("the speech service sent no sound")
        name = f"{hashlib.sha256(sound).hexdigest()}.mp3"
        self.blobs.put(key_of_file(name), sound, "audio/mpeg")
        audio = Audio(SPOKEN_BY_MACHINE, f"audio:{name}", seconds, made_from=digest)
        self.changes.tasks.keep_voice(unit_path, audio)
        return audio
