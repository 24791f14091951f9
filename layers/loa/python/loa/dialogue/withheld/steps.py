"""What becomes of a message on the confidential way, or at its start (`withheld.model`). Pure."""

from dataclasses import replace
from datetime import datetime

from loa.dialogue.understanding.lexicon import Command
from loa.dialogue.understanding.parser import ParsedText
from loa.dialogue.withheld.model import WithheldStage, WithheldStep, Withholding


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
