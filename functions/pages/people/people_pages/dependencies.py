"""What the pages about people work with, made once per process."""

from collections.abc import Sequence
from functools import cache

from loa.bootstrap.foundation import officers, sessions, statistics, today, units
from loa.bootstrap.wiring import table
from loa.foundation.officers.model import Officer
from loa.foundation.people.handovers import HandOverStore
from loa.foundation.people.records import AccountRecordStore
from loa.foundation.people.service import PeopleService
from loa.foundation.people.store import ProposalStore
from loa.foundation.sign_in.store import SignInStore
from loa.foundation.units.model import Unit, existing_on
from loa.platform.aws.user_pools.directory import UserPool
from loa.settings import setting
from loa.web.console.lists import unit_choices
from loa.web.shapes.choices import Choice


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
        records=AccountRecordStore(table("units_table")),
    )


def units_of(officer: Officer) -> Sequence[Unit]:
    """Return the units of today at and below an officer's."""
    return existing_on(units().subtree(officer.unit_path), today())


def choices_of(officer: Officer) -> list[Choice]:
    """Return the same units to choose from, found by former names too."""
    return unit_choices(units().subtree(officer.unit_path), today(), first=officer.unit_path)
