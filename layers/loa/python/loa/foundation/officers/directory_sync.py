"""Keep the registry in step with the user pool, which alone defines who the officers are.

Both are compared; each difference is one guarded write. Two runs may overlap, and a run may stop anywhere:
whatever is left shows up as a difference again. An officer who is moved disappears from one unit and appears
in another; their link to the account of the old unit ends with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from loa.errors import StoreFault
from loa.foundation.officers.model import Officer, Role, name_in
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import is_path, province_of
from loa.platform.aws.dynamodb.tables import ConditionFailed, Write
from loa.platform.aws.dynamodb.transactions import commit


@dataclass(frozen=True, slots=True)
class DirectorySyncResult:
    """Number of officers added, changed, removed, and left to the next round because an earlier write."""

    added: int
    changed: int
    removed: int
    left: int


def officers_in(members: Mapping[Role, Iterable[Mapping[str, str]]], province: str) -> dict[str, Officer]:
    """Return the officers of a province, by id; skip users who belong to none of its units.

    Args:
        members: for each role, the attributes of the users who have it.
        province: code of the province.
    """
    people: dict[str, Mapping[str, str]] = {}
    roles: dict[str, set[Role]] = {}
    for role, those in members.items():
        for attributes in those:
            people[attributes["sub"]] = attributes
            roles.setdefault(attributes["sub"], set()).add(role)
    return {
        identity: Officer(
            identity,
            name_in(attributes),
            path,
            frozenset(roles[identity]),
            username=attributes.get("username", ""),
        )
        for identity, attributes in people.items()
        if is_path(path := attributes.get("custom:unit", "")) and province_of(path) == province
    }


def keep(
    officers: Mapping[str, Officer], *, province: str, registry: OfficerStore, statistics: StatisticsStore
) -> DirectorySyncResult:
    """Update the registry from the user pool.

    Raises:
        StoreFault: the pool is empty: that is a fault of the pool, and nobody is removed.
    """
    if not officers:
        raise StoreFault("nobody in the user pool has a role and a unit")
    known = {(officer.unit_path, officer.id): officer for officer in registry.of_province(province)}
    wanted = {(officer.unit_path, officer.id): officer for officer in officers.values()}
    writes: dict[str, list[list[Write]]] = {
        "added": [[registry.adding(officer)] for key, officer in wanted.items() if key not in known],
        "changed": [
            [registry.changing(officer)]
            for key, officer in wanted.items()
            if key in known and _said(known[key]) != _said(officer)
        ],
        "removed": [
            removing(officer, registry, statistics) for key, officer in known.items() if key not in wanted
        ],
    }
    done = {name: sum(_done(actions) for actions in parts) for name, parts in writes.items()}
    return DirectorySyncResult(**done, left=sum(map(len, writes.values())) - sum(done.values()))


def removing(officer: KnownOfficer, registry: OfficerStore, statistics: StatisticsStore) -> list[Write]:
    """Return the writes that remove an officer and, if linked, the statistics count of the link."""
    counted = [statistics.officers_change(officer.unit_path, -1)] if officer.is_linked else []
    return [registry.removing(officer), *counted]


def _said(officer: Officer) -> tuple[str, frozenset[Role], str]:
    return officer.name, officer.roles, officer.username


def _done(actions: list[Write]) -> bool:
    """Make the writes; return False if the row has been changed meanwhile."""
    try:
        commit(actions)
    except ConditionFailed:
        return False
    return True
