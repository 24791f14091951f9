"""Approvers hear on Zalo what waits for them, and which emergency below went out by one person's decision.

Each round is safe to repeat: a message has its key by broadcast and submission, so one that dies, or two at
once, tell each officer once.
"""

from collections.abc import Callable

from loa.foundation.officers.model import Permission, allowed
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.units.model import ancestors
from loa.platform.aws.dynamodb.tables import Row
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from loa.publishing.officers_told import NotificationResult, OfficerTelling, nearest, tell_each


def approvers(broadcast: Broadcast, registry: OfficerStore) -> list[KnownOfficer]:
    """Who can approve a broadcast: officers of its unit or, where there is none, of the nearest above.

    Whoever had a hand in it cannot, nor can those who do not have all of its units in their scope.
    """
    in_it = broadcast.contributors | {broadcast.author}
    paths = (broadcast.unit_path, *broadcast.content.target.paths())
    return nearest(
        registry,
        (broadcast.unit_path, *reversed(ancestors(broadcast.unit_path))),
        lambda officer: (
            officer.id not in in_it
            and all(allowed(officer, Permission.APPROVE_BROADCAST, path) for path in paths)
        ),
    )


def tell_approvers(
    province: str, *, broadcasts: BroadcastStore, telling: OfficerTelling
) -> NotificationResult:
    """Tell the approvers of every broadcast that waits and of which nobody has been told."""

    def tell(row: Row) -> int:
        broadcast, messages = broadcasts.get(row["broadcast_id"]), 0
        if broadcast.state is BroadcastState.SUBMITTED:
            key = f"approve-{broadcast.broadcast_id}-{broadcast.version}"
            words = texts.waits_for_approval(broadcast.title)
            messages = telling.tell(approvers(broadcast, telling.registry), key, words)
        broadcasts.told(row, telling.now)
        return messages

    return tell_each(broadcasts.untold(province), lambda row: str(row["broadcast_id"]), tell)


def above(broadcast: Broadcast, registry: OfficerStore) -> list[KnownOfficer]:
    """Who hears of an emergency: linked approvers of the nearest unit above that has any, not who sent it."""
    path = broadcast.unit_path
    by = broadcast.approval.officer if broadcast.approval else ""
    return nearest(
        registry,
        list(reversed(ancestors(path))) or [path],
        lambda officer: (
            officer.is_linked and officer.id != by and allowed(officer, Permission.APPROVE_BROADCAST, path)
        ),
    )


def tell_of_emergencies(
    province: str,
    *,
    broadcasts: BroadcastStore,
    telling: OfficerTelling,
    unit_name: Callable[[str], str | None],
) -> NotificationResult:
    """Tell officers above of every emergency that went out by one person's decision."""

    def name(row: Row) -> str:
        return str(row["sort"]).partition("#")[2]

    def tell(row: Row) -> int:
        broadcast = broadcasts.get(name(row))
        words = texts.emergency_below(unit_name(broadcast.unit_path), broadcast.title, row["why"])
        key = f"emergency-{row['sort'].replace('#', '-')}"
        messages = telling.tell(above(broadcast, telling.registry), key, words)
        broadcasts.reported(row)
        return messages

    return tell_each(broadcasts.unreported(province), name, tell)
