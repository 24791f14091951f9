"""Who may do what with a broadcast: the one rule for JSON routes, pages and reports.

An officer sees and touches a broadcast only if their scope covers both the unit that sends it and everything
that its target names. To them everything else looks as if it did not exist.
"""

from typing import Final

from loa.errors import Conflict
from loa.foundation.officers.model import Officer, Permission, allowed, require
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from loa.publishing.broadcasts.rules.targets import Target

_NO_SAMPLE: Final = {BroadcastState.DRAFT, BroadcastState.CANCELLED, BroadcastState.WITHDRAWN}


def readable(officer: Officer, broadcast: Broadcast) -> None:
    """Go on only when the officer may see the broadcast.

    Raises:
        NotFound: a unit lies outside their scope.
        NotAllowed: none of their roles permits it.
    """
    workable(officer, broadcast, Permission.READ_BROADCASTS)


def workable(officer: Officer, broadcast: Broadcast, permission: Permission) -> None:
    """Go on only when the officer may do this to the broadcast.

    Raises:
        NotFound: a unit lies outside their scope.
        NotAllowed: none of their roles permits it.
    """
    require_all(officer, permission, broadcast.unit_path, broadcast.content.target)


def require_all(officer: Officer, permission: Permission, unit_path: str, target: Target) -> None:
    """Go on only when the officer may do this to what a unit sends, or is to send, to a target.

    Raises:
        NotFound: a unit lies outside their scope.
        NotAllowed: none of their roles permits it.
    """
    for path in (unit_path, *target.paths()):
        require(officer, permission, path)


def is_allowed(officer: Officer, permission: Permission, broadcast: Broadcast) -> bool:
    """Whether the officer may do this to the broadcast."""
    return allows_all(officer, permission, broadcast.unit_path, broadcast.content.target)


def allows_all(officer: Officer, permission: Permission, unit_path: str, target: Target) -> bool:
    """Whether the officer may do this to what a unit sends, or is to send, to a target."""
    return all(allowed(officer, permission, path) for path in (unit_path, *target.paths()))


def may_repeat(officer: Officer, broadcast: Broadcast) -> bool:
    """Whether the officer may make a bulletin of a broadcast: written, standing, of their own unit."""
    is_own = broadcast.unit_path == officer.unit_path
    is_written = broadcast.state not in _NO_SAMPLE
    return is_own and is_written and is_allowed(officer, Permission.SCHEDULE_BROADCAST, broadcast)


def repeatable(officer: Officer, broadcast: Broadcast) -> None:
    """Go on only when the officer may make a bulletin of the broadcast.

    Raises:
        NotFound, NotAllowed: as for `workable`.
        Conflict: it is not written yet, was called off or taken down, or another unit sends it.
    """
    workable(officer, broadcast, Permission.SCHEDULE_BROADCAST)
    if not may_repeat(officer, broadcast):
        raise Conflict(texts.NO_SAMPLE)
