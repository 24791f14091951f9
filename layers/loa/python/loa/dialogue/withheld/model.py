"""When a resident's messages are kept from the officers of the account that they wrote to. Pure rules.

Who denounces, or accuses somebody in office, often writes on: names, evidence, pictures, in several short
messages that come in any order. From the first such word on all of it is withheld, until an hour has passed
without a message or they say that they are done.

    OFFERED   accused somebody in office, and was asked which way to go: what was written waits
    OPEN      denounces: everything goes to the investigators of the unit above
    ENDED     said that they are done, or chose; what was written before and comes late is still withheld
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

WITHHELD_FOR: Final = timedelta(hours=1)
"""So long after the last message the next one is withheld, too."""

BEFORE: Final = timedelta(minutes=10)
"""Who denounces has often named somebody in the message before: so far back words go along."""

TOLD_AGAIN_AFTER: Final = timedelta(minutes=10)
"""Within this time a burst of messages is answered once."""

STATE_KEPT: Final = timedelta(hours=25)
"""So long it is known that messages were withheld, for those that come late."""


class WithheldStage(StrEnum):
    """Where somebody stands on the confidential way."""

    OFFERED = "offered"
    OPEN = "open"
    ENDED = "ended"


class WithheldStep(StrEnum):
    """What becomes of a message that is withheld."""

    BEGIN = "begin"
    """The first of a denunciation, or the choice of the confidential way."""
    OFFER = "offer"
    """It accuses somebody in office: they are asked which way to go."""
    KEEP = "keep"
    """It goes where the others went."""
    DONE = "done"
    """They are done."""
    CANCEL = "cancel"
    """Nothing is to be sent."""
    RELEASE = "release"
    """An ordinary message after all: what was held goes to the officers of the account."""


@dataclass(frozen=True, slots=True)
class Withholding:
    """Where somebody stands on the confidential way.

    Attributes:
        stage: see `WithheldStage`.
        bundle: under which their words are sealed: chance, gone with this.
        since: instant of the first message that is withheld.
        last: of the newest one.
        told_at: when they were last told something about it; None: never.
        has_words: whether anything was written that says something.
    """

    stage: WithheldStage
    bundle: str
    since: datetime
    last: datetime
    told_at: datetime | None = None
    has_words: bool = False

    def covers(self, at: datetime) -> bool:
        """Whether a message written at that instant is withheld, whenever it comes."""
        until = self.last if self.stage is WithheldStage.ENDED else self.last + WITHHELD_FOR
        return self.since - BEFORE <= at <= until

    def wants_to_be_told(self, at: datetime) -> bool:
        """Whether a further message is answered; a burst is answered once."""
        return self.told_at is None or at - self.told_at >= TOLD_AGAIN_AFTER

    def with_message(self, at: datetime) -> "Withholding":
        """After one more message."""
        return replace(self, last=max(self.last, at))
