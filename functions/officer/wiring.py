"""What the officer API works with, made once per process."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from loa import moments
from loa.accounts.store import Accounts
from loa.aws.secrets import Secret
from loa.aws.tables import Table
from loa.content.store import Articles
from loa.settings import read
from loa.units.store import UnitStore

from settings import Settings


@dataclass(frozen=True, slots=True)
class Root:
    """Stores and settings."""

    province: str
    public_url: str
    units_as_of: date | None
    units: UnitStore
    accounts: Accounts
    articles: Articles
    requests: Table
    consent_key: Secret

    def today(self) -> date:
        """The day whose units count."""
        return self.units_as_of or moments.local_day(moments.now())


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    units = Table(settings.units_table)
    return Root(
        province=settings.province_code,
        public_url=settings.public_url,
        units_as_of=moments.pinned_day(settings.units_as_of),
        units=UnitStore(units),
        accounts=Accounts(units),
        articles=Articles(Table(settings.content_table)),
        requests=Table(settings.inbox_table),
        consent_key=Secret(settings.consent_secret_id),
    )
