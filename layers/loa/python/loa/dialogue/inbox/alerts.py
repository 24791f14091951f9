"""Officers on call hear at any hour that somebody calls for help; safe to repeat: each hears a call once."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.dialogue.chatbot import menu
from loa.dialogue.conversations import texts
from loa.dialogue.inbox.replies import LOA
from loa.foundation.accounts.model import Account, AccountKey
from loa.foundation.officers.on_call import OnCallStore, told_of_emergencies
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.platform.aws.queues import Queue
from loa.residents.followers.model import Message
from loa.residents.messages.model import text_content
from loa.residents.messages.service import enqueue
from loa.residents.messages.store import Outbox

_PREFIX: Final = "alert-"


@dataclass(frozen=True, slots=True)
class AlertDependencies:
    """What telling officers needs.

    Attributes:
        on_call: whom units have named.
        registry: of officers.
        outbox, messages: messages on Zalo, and their queue.
        nobody: is told the unit's path when no officer can be told.
    """

    on_call: OnCallStore
    registry: OfficerStore
    outbox: Outbox
    messages: Queue
    nobody: Callable[[str], None]


def alert_key(message: Message, officer: KnownOfficer) -> str:
    """The key of what one officer is told of one call."""
    parts = (message.oa_id, message.user_id, message.message_id, officer.oa_id, officer.user_id)
    return f"{_PREFIX}{hashlib.sha256('\n'.join(parts).encode()).hexdigest()[:40]}"


def alert(
    message: Message, account: Account, *, path: str, dependencies: AlertDependencies, now: datetime
) -> int:
    """Tell the officers on call; says how many are told. Nothing of the resident's words is told.

    Args:
        message: the call for help.
        account: to which it was written.
        path: the unit that handles the conversation.
        dependencies: stores.
        now: the present instant.
    """
    on_call = told_of_emergencies(path, rows=dependencies.on_call, registry=dependencies.registry)
    if not on_call:
        dependencies.nobody(path)
    words = texts.alert(texts.in_sentence(account.name), menu.hour_and_day(message.at))
    for officer in on_call:
        enqueue(
            alert_key(message, officer),
            text_content(words),
            account=AccountKey(account.province, officer.unit_path, officer.oa_id),
            user_id=officer.user_id,
            by=LOA,
            outbox=dependencies.outbox,
            queue=dependencies.messages,
            now=now,
        )
    return len(on_call)
