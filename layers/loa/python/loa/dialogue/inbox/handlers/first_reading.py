"""Who reads first what may accuse somebody in office: the unit above, which hands it on. Pure.

The words go where they went, an intake goes on, and nobody is asked anything; but whom they may accuse does
not read them before somebody above has looked. A call for help gives them back: whoever is near has to read.
"""

from dataclasses import replace
from datetime import datetime

from loa.dialogue.chatbot.turns import Turn
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.inbox.effect_result import EffectResult
from loa.foundation.units.model import parent


def with_readers(turn: Turn, done: EffectResult) -> Turn:
    """Return the turn for people, too, if its effect failed, or only seemed to take what may accuse.

    An opinion that was asked back is read above like all others, so its words need no other reader; but no
    opinion comes of what quotes a part that is suspended or that no draft has, or has to be given on a page.
    """
    if done.failed:  # whatever it was about, nobody's words are dropped
        turn = replace(turn, for_people=True)
    if not (turn.may_accuse and turn.effect and turn.effect.opinion):
        return turn
    is_taken = bool(done.shown_as) and not turn.for_people
    return replace(turn, may_accuse=not is_taken, for_people=not is_taken)


def first_read(head: Conversation, turn: Turn, at: datetime, *, unit_path: str) -> Conversation:
    """Return the head with the unit that handles and reads it first, where that changes with a turn.

    Args:
        head: after the message.
        turn: what followed from it.
        at: when it was written.
        unit_path: the account's unit.
    """
    if turn.danger and head.first_reader:
        return handed(head, "")
    if not turn.may_accuse or head.first_reader or head.is_forgotten(at) or head.is_answered(at):
        return head
    above = parent(head.handling_path or unit_path)
    return handed(head, above, at) if above else head


def handed(head: Conversation, first_reader: str, at: datetime | None = None) -> Conversation:
    """Return the head handled and read by that unit, assigned to nobody; empty: by the account's own."""
    return replace(
        head,
        handling_path=first_reader,
        first_reader=first_reader,
        first_reader_at=at,
        assigned_to="",
        assigned_name="",
        lease_officer="",
        lease_name="",
        lease_until=None,
    )
