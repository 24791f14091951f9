"""Approvers hear on Zalo what waits for them, and which emergency below went out by one person's decision.

They do if they have linked themselves to their account.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.errors import LoaError
from loa.foundation.accounts.model import AccountKey
from loa.foundation.officers.model import Permission, allowed
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.units.model import ancestors, province_of
from loa.platform.aws.queues import Queue
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from loa.residents.messages.model import text_content
from loa.residents.messages.service import enqueue
from loa.residents.messages.store import Outbox

HEARD_AT_MOST: Final = 10
"""So many officers hear of one broadcast."""

_LOA: Final = "loa"


@dataclass(frozen=True, slots=True)
class NotificationResult:
    """What one round did.

    Attributes:
        broadcasts: how many approvers were told about, or had nobody to be told.
        messages: how many messages were handed over.
        failed: ids of broadcasts that nobody could be told about; the next round tries again.
    """

    broadcasts: int
    messages: int
    failed: tuple[str, ...]


def approvers(broadcast: Broadcast, registry: OfficerStore) -> list[KnownOfficer]:
    """Who can approve a broadcast: officers of its unit or, where there is none, of the nearest above.

    Whoever had a hand in it cannot, nor can those who do not have all of its units in their scope.
    """
    for path in (broadcast.unit_path, *reversed(ancestors(broadcast.unit_path))):
        found = [officer for officer in registry.of_unit(path) if _may_approve(officer, broadcast)]
        if found:
            return found
    return []


def _may_approve(officer: KnownOfficer, broadcast: Broadcast) -> bool:
    paths = (broadcast.unit_path, *broadcast.content.target.paths())
    in_it = officer.id in broadcast.contributors | {broadcast.author}
    return not in_it and all(allowed(officer, Permission.APPROVE_BROADCAST, path) for path in paths)


def tell_approvers(
    province: str,
    *,
    broadcasts: BroadcastStore,
    registry: OfficerStore,
    outbox: Outbox,
    queue: Queue,
    now: datetime,
) -> NotificationResult:
    """Tell the approvers of every broadcast that waits and of which nobody has been told. Safe to repeat.

    A message has its key by broadcast and submission, so one round that dies, or two at once, tell each
    approver once. Whether Zalo's window is open is seen when it is sent.
    """
    told = messages = 0
    failed: list[str] = []
    for row in broadcasts.untold(province):
        try:
            broadcast = broadcasts.get(row["broadcast_id"])
            if broadcast.state is BroadcastState.SUBMITTED:
                linked = [officer for officer in approvers(broadcast, registry) if officer.is_linked]
                words = texts.waits_for_approval(broadcast.title)
                key = f"approve-{broadcast.broadcast_id}-{broadcast.version}"
                for officer in linked[:HEARD_AT_MOST]:
                    _tell(officer, key, words, outbox=outbox, queue=queue, now=now)
                    messages += 1
            broadcasts.told(row, now)
            told += 1
        except LoaError:  # one broadcast must not keep the others waiting
            failed.append(row["broadcast_id"])
    return NotificationResult(told, messages, tuple(failed))


def above(broadcast: Broadcast, registry: OfficerStore) -> list[KnownOfficer]:
    """Who hears of an emergency: linked approvers of the nearest unit above that has any, not who sent it."""
    path = broadcast.unit_path
    by = broadcast.approval.officer if broadcast.approval else ""
    for higher in list(reversed(ancestors(path))) or [path]:
        found = [
            officer
            for officer in registry.of_unit(higher)
            if officer.is_linked and officer.id != by and allowed(officer, Permission.APPROVE_BROADCAST, path)
        ]
        if found:
            return found
    return []


def tell_of_emergencies(
    province: str,
    *,
    broadcasts: BroadcastStore,
    registry: OfficerStore,
    outbox: Outbox,
    queue: Queue,
    now: datetime,
    unit_name: Callable[[str], str | None],
) -> NotificationResult:
    """Tell officers above of every emergency that went out by one person's decision. Safe to repeat."""
    told = messages = 0
    failed: list[str] = []
    for row in broadcasts.unreported(province):
        broadcast_id = row["sort"].partition("#")[2]
        try:
            broadcast = broadcasts.get(broadcast_id)
            words = texts.emergency_below(unit_name(broadcast.unit_path), broadcast.title, row["why"])
            for officer in above(broadcast, registry)[:HEARD_AT_MOST]:
                key = f"emergency-{row['sort'].replace('#', '-')}"
                _tell(officer, key, words, outbox=outbox, queue=queue, now=now)
                messages += 1
            broadcasts.reported(row)
            told += 1
        except LoaError:  # as above
            failed.append(broadcast_id)
    return NotificationResult(told, messages, tuple(failed))


def _tell(
    officer: KnownOfficer, key: str, words: str, *, outbox: Outbox, queue: Queue, now: datetime
) -> None:
    person = hashlib.sha256(f"{officer.oa_id}\n{officer.user_id}".encode()).hexdigest()[:16]
    enqueue(
        f"{key}-{person}",
        text_content(words),
        account=AccountKey(province_of(officer.unit_path), officer.unit_path, officer.oa_id),
        user_id=officer.user_id,
        by=_LOA,
        outbox=outbox,
        queue=queue,
        now=now,
    )
