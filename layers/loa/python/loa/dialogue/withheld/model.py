"""When a resident's messages are kept from the officers of the account that they wrote to. Pure rules.

Who denounces, or accuses somebody in office, often writes on: names, evidence, pictures, in several short
messages
that come in any order. From the first such word on all of it is withheld, until an hour has passed without a
message or they say that they are done.

    OFFERED   accused somebody in office, and was asked which way to go: what was written waits
    OPEN      denounces: everything goes to the investigators of the unit above
    ENDED     said that they are done, or chose; what was written before and comes late is still withheld
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.dialogue.understanding.lexicon import Command
from loa.dialogue.understanding.parser import ParsedText

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


def step_of(
    standing: Withholding | None, words: ParsedText, at: datetime, *, has_more: bool = False
) -> WithheldStep | None:
    """What becomes of a message; None: it is an ordinary one.

    Args:
        standing: where its writer stands; None: nowhere.
        words: what was understood.
        at: when it was written.
        has_more: whether something came with the words: a file, a place, a card.
    """
    if words.danger:
        return None  # whoever can help has to read it
    if standing is not None and standing.covers(at):
        return _continued(standing, words, has_more=has_more)
    if words.denounces:
        return WithheldStep.BEGIN
    return WithheldStep.OFFER if words.hints else None


def _continued(standing: Withholding, words: ParsedText, *, has_more: bool) -> WithheldStep:
    """What becomes of one more message on the confidential way."""
    if has_more or standing.stage is WithheldStage.ENDED:
        return WithheldStep.KEEP
    if words.means(Command.CANCEL):
        return WithheldStep.CANCEL
    if standing.stage is WithheldStage.OFFERED:
        return _chosen(words)
    return WithheldStep.DONE if words.means(Command.DONE) else WithheldStep.KEEP


def _chosen(words: ParsedText) -> WithheldStep:
    """The answer to the question which way to go; anything else waits with the rest."""
    if words.denounces or words.number == 1:
        return WithheldStep.BEGIN
    if words.number == 2 or words.means(Command.REPORT):  # noqa: PLR2004 - the second choice
        return WithheldStep.RELEASE
    return WithheldStep.KEEP


def after(
    standing: Withholding | None, step: WithheldStep, at: datetime, *, bundle: str, first: datetime
) -> Withholding:
    """Where they stand after a message.

    Args:
        standing: where they stood.
        step: what became of the message.
        at: when it was written.
        bundle: for words of a new bundle.
        first: instant of the first message that is withheld with it.
    """
    if standing is not None and standing.covers(at):
        begun = standing.with_message(at)
    else:
        # Of what was withheld before, something may still come late; what was only offered is over.
        earlier = standing if standing is not None and standing.stage is not WithheldStage.OFFERED else None
        begun = Withholding(WithheldStage.OPEN, bundle, min(first, earlier.since) if earlier else first, at)
    stages = {
        WithheldStep.BEGIN: WithheldStage.OPEN,
        WithheldStep.OFFER: WithheldStage.OFFERED,
        WithheldStep.DONE: WithheldStage.ENDED,
        WithheldStep.CANCEL: WithheldStage.ENDED,
        WithheldStep.RELEASE: WithheldStage.ENDED,
    }
    return replace(begun, stage=stages.get(step, begun.stage))
