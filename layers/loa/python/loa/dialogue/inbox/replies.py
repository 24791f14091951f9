"""Automatic replies to residents: one message per event, under a key derived from the event."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from loa.dialogue.chatbot import menu
from loa.dialogue.chatbot.menu import Reply, buttons_of, joined
from loa.dialogue.conversations import texts
from loa.dialogue.inbox.dependencies import InboxDependencies
from loa.dialogue.inbox.input import has_voice
from loa.dialogue.understanding.emergency.model import Danger
from loa.foundation.accounts.model import Account
from loa.platform.zalo.webhooks.events import Event
from loa.residents.followers.model import Message
from loa.residents.messages.model import LOA, Outgoing, automatic_key, text_content
from loa.residents.messages.service import new_message

if TYPE_CHECKING:
    from loa.residents.data_requests.model import DataRequest

BUSINESS: Final = 2
"""Zalo's account type that shows buttons; accounts of state agencies use words."""

ERASED_WITHIN: Final = 2
"""Working days in which a request about personal data is answered (Decree 356/2025/NĐ-CP)."""


def welcome(account: Account) -> Reply:
    """Say who we are, what can be done here, and what happens to personal data."""
    return Reply(texts.welcome(texts.in_sentence(account.name)))


def emergency(account: Account, danger: Danger) -> Reply:
    """Say whom to call at once, and that officers have been notified."""
    account_name = texts.in_sentence(account.name)
    if danger is Danger.CHILD:
        return Reply(texts.child(account_name))
    if danger is Danger.SELF_HARM:
        return Reply(texts.self_harm(account_name))
    return Reply(texts.emergency(account_name))


def moved_on(account: Account, desk: InboxDependencies) -> list[Reply]:
    """Say where to go, where the account has retired and its unit has another one."""
    if not account.is_retired:
        return []
    own = desk.means.cases().accounts.of_unit(account.province, account.unit_path)
    if own is None or own.is_pending:
        return []
    names = texts.in_sentence(account.name), texts.in_sentence(own.name)
    return [Reply(texts.moved_on(*names, f"https://zalo.me/{own.oa_id}"))]


def acknowledgement(account: Account, message: Message, desk: InboxDependencies, now: datetime) -> Reply:
    """Confirm that it has arrived; outside working hours also say when an officer will read it."""
    calendar = desk.calendar()
    opens = None if calendar.is_open(now) else calendar.next_opening(now)
    return menu.acknowledgement(texts.in_sentence(account.name), opens, spoken=has_voice(message))


def erasure_told(
    wish: "DataRequest | None", account: Account, desk: InboxDependencies, now: datetime
) -> tuple[Reply, str]:
    """Return the reply to a resident who wants to be erased, and the note that officers read.

    Args:
        wish: the stored request; None: the wish is in doubt, and an officer finds out.
        account: the account with the officers.
        desk: gives the working hours.
        now: when erasure was requested.
    """
    name = texts.in_sentence(account.name)
    if wish is None or wish.next_at is None:
        until = menu.day(desk.calendar().add_working_days(now, ERASED_WITHIN))
        return Reply(texts.erasure(name, until)), texts.erasure_marked(until)
    begins = menu.hour_and_day(wish.next_at)
    return (
        Reply(texts.erasure_begins(name, begins)),
        texts.erasure_begins_marked(begins, menu.day(wish.due)),
    )


def spoken(
    say: Sequence[Reply],
    event: Event,
    account: Account,
    *,
    desk: InboxDependencies,
    shown_as: str = "",
    now: datetime,
) -> list[Outgoing]:
    """Return all replies to an event as one message."""
    reply = joined(say, is_closed=lambda: not desk.calendar().is_open(now))
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
