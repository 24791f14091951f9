"""What every page of the console works with."""

from collections.abc import Callable
from dataclasses import dataclass

from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.readings.deeds import DeedStore
from loa.foundation.sessions.model import Session
from loa.foundation.sessions.store import SessionStore
from loa.foundation.units.unit_names import UnitNames
from loa.platform.aws.dynamodb.tables import Table


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is signed in."""

    session: Session
    officer: KnownOfficer


@dataclass(frozen=True, slots=True)
class ConsoleDependencies:
    """Who is signed in, who they are, what was done with their forms, and who did what.

    Attributes:
        sessions: of the console.
        officers: the registry, which says what somebody may do now.
        units: their names.
        requests: the table where it is kept for a day where a form led.
        deeds: where it is written down who did what; None: nothing of this area is.
    """

    sessions: SessionStore
    officers: OfficerStore
    units: UnitNames
    requests: Table
    deeds: DeedStore | None = None


type GiveDependencies = Callable[[], ConsoleDependencies]
