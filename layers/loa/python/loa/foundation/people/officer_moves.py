"""An officer goes to the unit that took theirs over, with their roles and their link to an account.

The user pool comes first, which says who they are; stopped in between, the hourly comparison does the rest.
Roles with power over others go along only where the unit itself went by rule (`keeps_roles`); else they end,
and an administrator proposes them anew.
"""

from dataclasses import replace

from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.people.model import TO_CONFIRM
from loa.foundation.people.service import PeopleService
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit


def move_officer(officer: KnownOfficer, path: str, *, keeps_roles: bool, people: PeopleService) -> bool:
    """Let an officer work for another unit; they sign in anew. False: they changed meanwhile, try again.

    Args:
        officer: as the registry has them.
        path: their unit from now on.
        keeps_roles: whether roles that need a second administrator go along.
        people: the registry, the pool, sessions, counters.
    """
    lost = frozenset() if keeps_roles else officer.roles & TO_CONFIRM
    kept = (officer.roles - lost) or frozenset({Role.VIEWER})
    if lost:
        people.pool.set_groups(
            officer.id,
            add=sorted(role.value for role in kept),
            remove=sorted(role.value for role in lost),
        )
    people.pool.set_attributes(officer.id, {"custom:unit": path})
    linked = [(officer.unit_path, -1), (path, 1)] if officer.is_linked else []
    try:
        commit(
            [
                *people.officers.moving(replace(officer, roles=kept), path),
                *(people.statistics.officers_change(unit, change) for unit, change in linked),
            ]
        )
    except ConditionFailed:
        return False
    people.sessions.end_all(officer.id)
    return True
