"""Who can be given work of a unit, and whether who has it still works there.

Work is given within one's own scope: to oneself, to officers of one's unit, or of a unit below that has the
work. Whoever has it may do it: his roles permit it, and his unit is that of the work or lies above.
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
    """The officer to whom work of a unit is given, as the registry has him.

    Args:
        officer_id: whom the giver names.
        field: in which field he names him.
        action: what the other will have to do.
        path: the unit that has the work.
        by: who gives it; he may do it himself.
        registry: of officers.

    Raises:
        InvalidInput: nobody of whom the giver can know, or none who may do it: the same answer for both.
    """
    places = [place for place in (path, *ancestors(path)) if in_scope(by, place)]
    known = registry.find(officer_id, places) if places else None
    if officer_id == by.id:
        if known is None:  # entered since the last comparison; his token says who he is
            with suppress(ConditionFailed):
                commit([registry.adding(by)])
        return by
    if known is None or not allowed(known, action, path):
        raise InvalidInput(texts.NOT_A_COLLEAGUE, fields={field: texts.NOT_A_COLLEAGUE})
    return known


def holder(officer_id: str, action: Permission, path: str, *, registry: OfficerStore) -> KnownOfficer | None:
    """Who has work of a unit; None: he was moved away, has left, or may not do it any more. One request."""
    known = registry.find(officer_id, (path, *ancestors(path)))
    return known if known and allowed(known, action, path) else None
