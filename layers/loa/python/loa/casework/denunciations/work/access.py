"""Who may see a denunciation: an investigator of exactly the unit that has it.

Nobody from a unit above, nobody who also manages rights or answers residents.
"""

from typing import Final

from loa.casework.denunciations.model import Denunciation
from loa.errors import NotAllowed, NotFound
from loa.foundation.officers import texts
from loa.foundation.officers.model import Officer, Permission, Role, allowed

_NOT_BESIDE: Final = frozenset({Role.ADMINISTRATOR, Role.EDITOR, Role.APPROVER})
"""Roles that exclude reading denunciations: managing rights, and answering residents at the unit."""


def require_investigator(officer: Officer) -> None:
    """Check that the officer is an investigator, before anything is read.

    Raises:
        NotAllowed: they are not an investigator, or have a role that excludes it.
    """
    investigator = allowed(officer, Permission.READ_CONFIDENTIAL, officer.unit_path)
    if not investigator:
        raise NotAllowed(texts.not_allowed([Role.INVESTIGATOR]))
    if not _NOT_BESIDE.isdisjoint(officer.roles):
        raise NotAllowed(texts.EXCLUSIVE)


def readable(officer: Officer, head: Denunciation | None) -> Denunciation:
    """Return the head of a denunciation if the officer's own unit has it.

    Raises:
        NotAllowed: the officer is not an investigator.
        NotFound: it does not exist, or another unit has it; the two look the same.
    """
    require_investigator(officer)
    if head is None or head.unit_path != officer.unit_path:
        raise NotFound
    return head
