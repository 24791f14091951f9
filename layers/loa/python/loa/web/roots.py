"""What every officers' door works with; each door's `Root` adds its own stores and rules to it."""

from dataclasses import dataclass
from datetime import date

from loa import clock
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table


@dataclass(frozen=True, slots=True)
class OfficersRoot:
    """The base of a door's `Root`.

    Attributes:
        province: its code.
        units_as_of: the day whose units count; None: today.
        units: the units.
        requests: where the answers of POSTs are kept for a day (`loa.web.idempotency`).
    """

    province: str
    units_as_of: date | None
    units: UnitStore
    requests: Table

    def today(self) -> date:
        """The day whose units count."""
        return self.units_as_of or clock.local_day(clock.now())
