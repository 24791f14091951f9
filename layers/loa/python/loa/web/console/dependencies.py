"""What every page of the console works with."""

from collections.abc import Callable
from dataclasses import dataclass

from loa.foundation.officers.store import OfficerStore
from loa.foundation.sessions.store import SessionStore
from loa.foundation.units.unit_names import UnitNames
from loa.platform.aws.dynamodb.tables import Table


@dataclass(frozen=True, slots=True)
class ConsoleDependencies:
    """Who is signed in, who they are, and what was done with their forms.

    Attributes:
        sessions: of the console.
        officers: the registry, which says what somebody may do now.
        units: their names.
        requests: the table where it is kept for a day where a form led.
    """

    sessions: SessionStore
    officers: OfficerStore
    units: UnitNames
    requests: Table


type GiveDependencies = Callable[[], ConsoleDependencies]
