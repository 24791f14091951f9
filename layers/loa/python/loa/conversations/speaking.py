"""What is said by itself to what a resident does: one message an event, under a key of the event."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from loa.accounts.model import Account
from loa.audience.model import MESSAGE_KEPT
from loa.conversations import menu, texts
from loa.conversations.emergency import Danger
from loa.conversations.inbox_desk import InboxDesk
from loa.conversations.menu import Reply, buttons_of, joined
from loa.messages.model import AUTOMATIC, Outgoing, text_content
from loa.messages.service import new_message
from loa.zalo.events import Event

LOA: Final = "loa"
"""Who writes what is said by itself."""

BUSINESS: Final = 2
"""Zalo's type of account that shows buttons; accounts of state agencies take words (zalo.md 3.4)."""

_DAYS_OF_A_MONTH: Final = 30


def automatic_key(oa_id: str, user_id: str, event_id: str) -> str:
    """The key of what is said by itself to an event: the same event says the same, once."""
    digest = hashlib.sha256(f"{oa_id}\n{user_id}\n{event_id}\nreply".encode()).hexdigest()
    return f"{AUTOMATIC}{digest[:40]}"


def welcome(account: Account) -> Reply:
    """Who we are, what can be done here, what becomes of personal data."""
    return Reply(texts.welcome(account.name, MESSAGE_KEPT.days // _DAYS_OF_A_MONTH))


def emergency(account: Account, danger: Danger) -> Reply:
    """Whom to call at once, and that officers have been told."""
    account_name = texts.in_sentence(account.name)
    if danger is Danger.SELF_HARM:
        return Reply(texts.self_harm(account_name))
    return Reply(texts.emergency(account_name))


def acknowledgement(desk: InboxDesk, now: datetime) -> Reply:
    """His words have arrived; outside working hours also when somebody reads them."""
    calendar = desk.calendar()
    return menu.acknowledgement(None if calendar.is_open(now) else calendar.next_opening(now))


def spoken(
    say: Sequence[Reply], event: Event, account: Account, *, shown_as: str = "", now: datetime
) -> list[Outgoing]:
    """All that is said to an event, as one message."""
    reply = joined(say)
    if reply is None:
        return []
    content = text_content(reply.text, buttons_of(reply) if account.oa_type == BUSINESS else ())
    return [
        new_message(
            automatic_key(event.oa_id, event.user_id, event.message_id or event.event_id),
            replace(content, shown_as=shown_as),
            account=account.key,
            user_id=event.user_id,
            by=LOA,
            by_name="",
            answers="",
            now=now,
        )
    ]
