"""Results of the effects of a dialogue turn."""

from dataclasses import dataclass, field

from loa.dialogue.chatbot.menu import Reply
from loa.foundation.statistics.model import Counts
from loa.platform.aws.dynamodb.tables import Write
from loa.residents.messages.model import Outgoing


@dataclass(frozen=True, slots=True)
class EffectResult:
    """The result of an effect.

    Attributes:
        say: the replies to the resident about it.
        actions: writes for the message's own transaction.
        told: messages whose rows are among the actions.
        counts: counters to increase for the account's unit on the day of the message.
        failed: True if it could not be done: an officer has to read the resident's words.
        shown_as: what officers read in the thread instead of words that are kept elsewhere; empty: the words.
    """

    say: tuple[Reply, ...] = ()
    actions: tuple[Write, ...] = ()
    told: tuple[Outgoing, ...] = ()
    counts: Counts = field(default_factory=dict)
    failed: bool = False
    shown_as: str = ""
