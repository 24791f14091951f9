"""What a turn of the dialogue opens: the menu, a report, a denunciation; what is put aside for it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.menu import Reply
from loa.dialogue.chatbot.turns import DialogueContext, Effect, EffectKind, Input, Turn
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import Dialogue, DialogueStep
from loa.dialogue.understanding.lexicon import STARTING_KINDS, Command

TALKING_FOR: Final = timedelta(hours=48)
"""How long after an officer's answer bare numbers and half sentences count as replies to that officer."""


def was_answered(since: datetime, facts: DialogueContext) -> bool:
    """Return True if an officer has spoken since then: the resident answers them and not the machine."""
    return facts.answered_at is not None and facts.answered_at >= since


def is_talking(heard: Input, facts: DialogueContext) -> bool:
    """Return True if an officer spoke to the resident lately: even "1" may then be an answer to them."""
    return facts.answered_at is not None and heard.at - facts.answered_at <= TALKING_FOR


def asked_since(active: Dialogue, heard: Input, facts: DialogueContext) -> bool:
    """Return True if a case has asked the resident something since: what they say then answers that."""
    return any(active.at < question.at < heard.at for question in facts.questions())


def put_aside(dialogue: Dialogue | None) -> Dialogue | None:
    """Return what is left of a dialogue when something else comes up: an intake waits."""
    if dialogue is None or not dialogue.is_intake:
        return None
    return replace(dialogue, step=DialogueStep.PAUSED, back=dialogue.back or dialogue.step)


def menu_shown(paused: Dialogue | None, heard: Input, before: str = "") -> Turn:
    """Show the menu; a paused intake is kept."""
    waiting = replace(paused, at=heard.at) if paused else Dialogue(DialogueStep.MENU, heard.at)
    kept = (Reply(texts.KEPT_FOR_LATER),) if paused and paused.is_unfinished else ()
    return Turn(waiting, (*((Reply(before),) if before else ()), menu.menu(), *kept))


def commanded(paused: Dialogue | None, commands: frozenset[Command], kind: str, heard: Input) -> Turn | None:
    """Handle a choice from the menu, by number or by word; None: no such choice."""
    kept = (Reply(texts.KEPT_FOR_LATER),) if paused and paused.is_unfinished else ()
    if kind in STARTING_KINDS or Command.REPORT in commands:
        return begun(paused, kind if kind in STARTING_KINDS else "", heard)
    if commands & {Command.MENU, Command.GREETING}:
        return menu_shown(paused, heard)
    if Command.PROGRESS in commands:
        after = paused or Dialogue(DialogueStep.CODE, heard.at)
        return Turn(after, kept, Effect(EffectKind.PROGRESS))
    if Command.OFFICER in commands:
        return Turn(paused, (Reply(texts.SPEAK), *kept), for_people=True, answered=True)
    told = [texts.TOLD[command.value] for command in commands if command.value in texts.TOLD]
    return Turn(paused, (Reply(told[0]), *kept)) if told else None


def begun(paused: Dialogue | None, kind: str, heard: Input) -> Turn:
    """Begin an intake; if the kind is given, its first question is what it is about."""
    if paused and paused.is_unfinished:
        return Turn(
            replace(paused, step=DialogueStep.OLD_OR_NEW, kind=paused.kind, at=heard.at), (menu.old_or_new(),)
        )
    begun = Dialogue(DialogueStep.WHAT if kind else DialogueStep.KIND, heard.at, kind=kind)
    return Turn(begun, (menu.question(begun, _no_text),))


def _no_text(sort: str) -> str:
    del sort
    return ""
