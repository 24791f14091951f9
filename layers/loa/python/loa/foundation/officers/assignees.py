"""Decide which officers work of a unit can be assigned to, and whether an assignee may still do it.

Officers assign work within their own scope: to themselves, to officers of their unit, or of a unit below that
has the work. The assignee must be able to do it: their roles permit it, and their unit has the work or lies
above the unit that has it.
"""

from contextlib import suppress

from loa.errors import InvalidInput
from loa.foundation.officers import texts
from loa.foundation.officers.model import Officer, Permission, allowed, in_scope
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.units.model import ancestors
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit


def chosen(
    officer_id: str, field: str, action: Permission, path: str, *, by: Officer, registry: OfficerStore
) -> Officer:
    """Return the officer to whom work of a unit is assigned, as the registry knows them.

    Args:
        officer_id: the chosen officer.
        field: the input field that names the officer; used in errors.
        action: permission that the assignee needs.
        path: the unit that has the work.
        by: the officer who assigns it; may choose themselves.
        registry: of officers.

    Raises:
        InvalidInput: the assigning officer cannot know of the chosen one, or the chosen one may not do the
            work: the same answer for both.
    """
    places = [place for place in (path, *ancestors(path)) if in_scope(by, place)]
    known = registry.find(officer_id, places) if places else None
    if officer_id == by.id:
        if known is None:  # entered since the last comparison; their token says who they are
            with suppress(ConditionFailed):
                commit([registry.adding(by)])
        return by
    if known is None or not allowed(known, action, path):
        raise InvalidInput(texts.NOT_A_COLLEAGUE, fields={field: texts.NOT_A_COLLEAGUE})
    return known


def holder(officer_id: str, action: Permission, path: str, *, registry: OfficerStore) -> KnownOfficer | None:
    """Return the officer who has work of a unit; None if moved, gone, or no longer permitted. One request."""
    known = registry.find(officer_id, (path, *ancestors(path)))
    return known if known and allowed(known, action, path) else None
