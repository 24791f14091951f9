"""Who may do what with a broadcast: the one rule for JSON routes, pages and reports.

An officer sees and touches a broadcast only if their scope covers both the unit that sends it and everything
that its target names. To them everything else looks as if it did not exist.
"""

from loa.foundation.officers.model import Officer, Permission, allowed, require
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.publishing.broadcasts.rules.targets import Target


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
    places = (broadcast.unit_path, *broadcast.content.target.paths())
    return all(allowed(officer, permission, path) for path in places)
