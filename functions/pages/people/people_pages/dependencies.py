"""What the pages about people work with, made once per process."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from itertools import batched
from typing import Final

from loa.bootstrap.foundation import officers, sessions, statistics, today, units
from loa.bootstrap.wiring import table
from loa.foundation.network.service import NetworkService
from loa.foundation.network.store import NetworkStore
from loa.foundation.officers.model import Officer
from loa.foundation.people.handovers import HandOverStore
from loa.foundation.people.service import PeopleService
from loa.foundation.people.store import ProposalStore
from loa.foundation.sign_in.store import SignInStore
from loa.foundation.units.model import Unit, existing_on
from loa.platform.aws.dynamodb.transactions import get_many
from loa.platform.aws.user_pools.directory import UserPool
from loa.residents.followers.store import follower_key, interacted_at
from loa.settings import setting

_AT_ONCE: Final = 100


@cache
def people() -> PeopleService:
    """Return what administrators do with officers."""
    return PeopleService(
        pool=UserPool(setting("user_pool_id")),
        officers=officers(),
        statistics=statistics(),
        sessions=sessions(),
        sign_ins=SignInStore(table("sessions_table")),
        proposals=ProposalStore(table("units_table")),
        handovers=HandOverStore(table("units_table")),
    )


@cache
def network() -> NetworkService:
    """Return the people of the network."""
    audience = table("audience_table")

    def active_at(places: Sequence[tuple[str, str]]) -> list[datetime | None]:
        found: list[datetime | None] = []
        for some in batched(places, _AT_ONCE, strict=False):
            rows = get_many([(audience, *follower_key(*place)) for place in some])
            found += [interacted_at(row) for row in rows]
        return found

    return NetworkService(NetworkStore(table("units_table")), active_at)


def units_of(officer: Officer) -> Sequence[Unit]:
    """Return the units of today at and below an officer's."""
    return existing_on(units().subtree(officer.unit_path), today())
