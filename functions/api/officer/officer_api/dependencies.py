"""What the officer API works with, made once per process."""

from dataclasses import dataclass
from functools import cache

from loa import clock
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.store import OfficerStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.platform.aws.secrets import Secret
from loa.publishing.articles.store import ArticleStore
from loa.settings import read
from loa.web.roots import OfficersRoot
from officer_api.settings import Settings


@dataclass(frozen=True, slots=True)
class Root(OfficersRoot):
    """Accounts, articles, and what consent links are made from."""

    public_url: str
    accounts: AccountStore
    articles: ArticleStore
    officers: OfficerStore
    consent_key: Secret
    followers: Queue


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    units = Table(settings.units_table)
    return Root(
        province=settings.province_code,
        public_url=settings.public_url,
        units_as_of=clock.pinned_day(settings.units_as_of),
        units=UnitStore(units),
        accounts=AccountStore(units),
        articles=ArticleStore(Table(settings.content_table)),
        officers=OfficerStore(units),
        requests=Table(settings.inbox_table),
        consent_key=Secret(settings.consent_secret_id),
        followers=Queue(settings.followers_queue_url),
    )
