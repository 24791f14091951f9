"""What residents' pages work with, made once per process."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from loa import clock
from loa.casework.cases.rows.public_list import PublicCaseStore
from loa.foundation.accounts.store import AccountStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.publishing.library.projection.store import PublishedStore
from loa.publishing.weather.store import WeatherStore
from loa.settings import read
from loa.web.public.places import Places
from public_pages.settings import Settings


@dataclass(frozen=True, slots=True)
class Root:
    """What the routes work with.

    Attributes:
        province: its code.
        public_url: our address, for links that leave it.
        units_as_of: the day whose units count; None: today.
        places: the units, with their addresses.
        accounts: of the units.
        cases: those that were released.
        published: the library as residents read it.
        weather: of the units.
        zalo_verifier: the code by which Zalo checks our domain; empty: none.
    """

    province: str
    public_url: str
    units_as_of: date | None
    places: Places
    accounts: AccountStore
    cases: PublicCaseStore
    published: PublishedStore
    weather: WeatherStore
    zalo_verifier: str

    def today(self) -> date:
        """The day whose units count."""
        return self.units_as_of or clock.local_day(clock.now())


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    units, published = Table(settings.units_table), Table(settings.published_table)
    return Root(
        province=settings.province_code,
        public_url=settings.public_url,
        units_as_of=clock.pinned_day(settings.units_as_of),
        places=Places(settings.province_code, UnitStore(units)),
        accounts=AccountStore(units),
        cases=PublicCaseStore(Table(settings.cases_table)),
        published=PublishedStore(published),
        weather=WeatherStore(published),
        zalo_verifier=settings.zalo_verifier,
    )
