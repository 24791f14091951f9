"""What a resident should have been told, and could not be, is told when they next write.

Zalo takes messages to a resident for some days after they last did something at the account. An answer to a
case often comes later.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from loa.dialogue.inbox.dependencies import InboxDependencies
from loa.errors import Conflict
from loa.foundation.accounts.model import Account
from loa.platform.zalo.api.messages import MAX_TEXT
from loa.residents.messages import texts
from loa.residents.messages.model import LOA, MessageContent, Outgoing, owed_key
from loa.residents.messages.service import enqueue


def tell_owed(
    owed: Sequence[str], user_id: str, account: Account, *, desk: InboxDependencies, now: datetime
) -> None:
    """Send the newest message of each matter that was not sent, under a key of its own; repeated, once.

    Args:
        owed: keys of messages, as `FollowerStore.owing` keeps them.
        user_id: the resident.
        account: the account that they have written to.
        desk: dependencies.
        now: the present instant.
    """
    newest: dict[str, Outgoing] = {}
    for key in dict.fromkeys(owed):
        message = desk.outbox.get(key)  # few, and a hundred would be too many for one request
        if message and (
            message.matter not in newest or newest[message.matter].created_at <= message.created_at
        ):
            newest[message.matter] = message
    for message in newest.values():
        if not message.state.is_given_up:
            continue  # something newer has reached them since
        with suppress(Conflict):  # it has been asked for, before the account passed to another unit
            enqueue(
                owed_key(message.key),
                _again(message.content),
                account=account.key,
                user_id=user_id,
                by=LOA,
                outbox=desk.outbox,
                queue=desk.messages,
                now=now,
            )
    desk.audience.no_longer_owing(account.oa_id, user_id, owed)


def _again(content: MessageContent) -> MessageContent:
    text = texts.OWED.format(text=content.text)
    return replace(content, text=text) if len(text) <= MAX_TEXT else content
