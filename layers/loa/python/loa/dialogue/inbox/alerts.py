"""Notify officers on call, at any hour, of a call for help; safe to repeat: each is notified once per call.

If Zalo does not deliver to one of them, and no other officer has been or is being notified, the next officer
in turn is notified (`tell_next`).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Final

from loa.clock import VIETNAM
from loa.dialogue.chatbot import menu
from loa.dialogue.conversations import texts
from loa.errors import NotFound
from loa.foundation.accounts.model import Account, AccountKey
from loa.foundation.officers.on_call import OnCallStore, in_turn, told_of_emergencies
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.platform.aws.queues import Queue
from loa.residents.followers.model import Message
from loa.residents.messages.model import LOA, MessageContent, MessageState, Outgoing, text_content
from loa.residents.messages.service import enqueue, new_message
from loa.residents.messages.store import Outbox

if TYPE_CHECKING:  # the clock alone tells of calls in campaigns; who alerts besides does without them
    from loa.participation.campaigns.calls import Call
    from loa.participation.campaigns.store import CampaignStore

_PREFIX: Final = "alert-"
_MOST_IN_TURN: Final = 50
_REFUSED: Final = frozenset({MessageState.FAILED, MessageState.SKIPPED, MessageState.HELD})
"""Not delivered; a held message arrives hours later, too late for a call for help."""


@dataclass(frozen=True, slots=True)
class AlertDependencies:
    """Dependencies for notifying officers.

    Attributes:
        on_call: the officers that units have named.
        registry: of officers.
        outbox, messages: messages on Zalo, and their queue.
        nobody: called with the unit's path when no officer can be notified.
    """

    on_call: OnCallStore
    registry: OfficerStore
    outbox: Outbox
    messages: Queue
    nobody: Callable[[str], None]


def _call_of(message: Message) -> str:
    return _digest(message.oa_id, message.user_id, message.message_id)


def _key(call: str, path: str, officer: KnownOfficer) -> str:
    """Return the key of one officer's notification of one call: `alert-CALL:UNIT PATH:OFFICER`."""
    return f"{_PREFIX}{call}:{path}:{_digest(officer.oa_id, officer.user_id)}"


def is_alert(key: str) -> bool:
    """Return True if a message with that key notifies an officer of a call for help."""
    return key.startswith(_PREFIX)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def alert(
    message: Message, account: Account, *, path: str, dependencies: AlertDependencies, now: datetime
) -> int:
    """Notify the officers on call; return how many. The notification contains none of the resident's words.

    Args:
        message: the call for help.
        account: the account it was written to.
        path: the unit that handles the conversation.
        dependencies: stores.
        now: the present instant.
    """
    words = texts.alert(texts.in_sentence(account.name), menu.hour_and_day(message.at))
    call = _call_of(message)
    return tell_on_call(call, words, path=path, province=account.province, dependencies=dependencies, now=now)


def tell_of_call(
    call: "Call",
    *,
    campaigns: "CampaignStore",
    public_url: str,
    dependencies: AlertDependencies,
    now: datetime,
) -> int:
    """Notify the officers on call of the unit that asks of words in a form; return how many.

    Args:
        call: the note that somebody should look.
        campaigns: which of them asks; of one that is gone, nobody is notified.
        public_url: what addresses of pages begin with.
        dependencies: stores.
        now: the present instant.
    """
    from loa.participation.campaigns.texts import CALL_ALERT  # noqa: PLC0415 - as for the types above

    try:
        campaign = campaigns.find(call.campaign_id)
    except NotFound:
        return 0
    at = f"{call.at.astimezone(VIETNAM):%H:%M %d/%m}"
    link = f"{public_url}/console/tham-gia/{campaign.id}"
    words = CALL_ALERT.format(at=at, title=campaign.title, link=link)
    path, province = campaign.unit_path, campaigns.province
    return tell_on_call(call.name, words, path=path, province=province, dependencies=dependencies, now=now)


def tell_on_call(
    call: str, words: str, *, path: str, province: str, dependencies: AlertDependencies, now: datetime
) -> int:
    """Notify the officers on call of a unit, each once per call; return how many.

    Args:
        call: identifies the call for help.
        words: what they read; nothing of the resident's.
        path: the unit.
        province: its province.
        dependencies: stores.
        now: the present instant.
    """
    written = on_call_messages(call, words, path=path, province=province, dependencies=dependencies, now=now)
    for message in written:
        enqueue(
            message.key,
            message.content,
            account=message.account,
            user_id=message.user_id,
            by=LOA,
            outbox=dependencies.outbox,
            queue=dependencies.messages,
            now=now,
        )
    return len(written)


def on_call_messages(
    call: str, words: str, *, path: str, province: str, dependencies: AlertDependencies, now: datetime
) -> list[Outgoing]:
    """Return the notifications of the officers on call, not stored yet; arguments as `tell_on_call`."""
    on_call = told_of_emergencies(path, rows=dependencies.on_call, registry=dependencies.registry)
    if not on_call:
        dependencies.nobody(path)
    return [
        new_message(
            _key(call, path, officer),
            text_content(words),
            account=AccountKey(province, officer.unit_path, officer.oa_id),
            user_id=officer.user_id,
            by=LOA,
            by_name="",
            answers="",
            now=now,
        )
        for officer in on_call
    ]


def tell_next(refused: Outgoing, *, dependencies: AlertDependencies, now: datetime) -> bool:
    """Notify the next officer after Zalo failed to deliver; return True if an officer is reached.

    Args:
        refused: the undelivered message; its key says so (`is_alert`).
        dependencies: stores; `nobody` is called when there is no further officer.
        now: the present instant.
    """
    call, path, _ = refused.key.split(":")
    everybody = in_turn(path, rows=dependencies.on_call, registry=dependencies.registry)
    officers = list(islice(everybody, _MOST_IN_TURN))
    keys = [f"{call}:{path}:{_digest(officer.oa_id, officer.user_id)}" for officer in officers]
    told = dict(zip(keys, dependencies.outbox.get_all(keys), strict=True))
    if any(one and one.state not in _REFUSED for one in told.values()):
        return True
    for officer, key in zip(officers, keys, strict=True):
        if told[key] is None:
            province = refused.account.province
            _tell(officer, key, refused.content, province, dependencies=dependencies, now=now)
            return True
    dependencies.nobody(path)
    return False


def _tell(
    officer: KnownOfficer,
    key: str,
    content: MessageContent,
    province: str,
    *,
    dependencies: AlertDependencies,
    now: datetime,
) -> None:
    enqueue(
        key,
        content,
        account=AccountKey(province, officer.unit_path, officer.oa_id),
        user_id=officer.user_id,
        by=LOA,
        outbox=dependencies.outbox,
        queue=dependencies.messages,
        now=now,
    )
