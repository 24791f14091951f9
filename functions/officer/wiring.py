"""What the officer API works with, made once per process."""

from dataclasses import dataclass
from functools import cache

from loa import moments
from loa.accounts.store import Accounts
from loa.aws.secrets import Secret
from loa.aws.tables import Table
from loa.content.store import Articles
from loa.officers.store import Registry
from loa.settings import read
from loa.units.store import UnitStore
from loa.web.roots import OfficersRoot

from settings import Settings


@dataclass(frozen=True, slots=True)
class Root(OfficersRoot):
    """Accounts, articles, and what consent links are made from."""

    public_url: str
    accounts: Accounts
    articles: Articles
    officers: Registry
    consent_key: Secret


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
        officers=Registry(units),
        requests=Table(settings.inbox_table),
        consent_key=Secret(settings.consent_secret_id),
    )
