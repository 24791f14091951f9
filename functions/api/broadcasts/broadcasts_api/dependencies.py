"""What the API of broadcasts works with, made once per process."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from broadcasts_api.settings import Settings
from loa import clock
from loa.foundation.accounts.store import AccountStore
from loa.foundation.rules.store import RuleName, StoredRules
from loa.foundation.units.store import UnitStore
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.platform.aws.schedules import Schedules
from loa.publishing.articles.store import ArticleStore
from loa.publishing.broadcasts.delivery.forecast import ForecastDependencies
from loa.publishing.broadcasts.delivery.operations import OperationDependencies
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.broadcasts.rules.quota import QuotaRule, read_quota_rules
from loa.publishing.pictures.pinning import Pinner
from loa.settings import read
from loa.web.roots import OfficersRoot

CONNECT_SECONDS: Final = 1.0
READ_SECONDS: Final = 2.0
PICTURE_SECONDS: Final = 2.5
"""For one picture of another address: ten of them must be had within the function's 29 seconds."""


@dataclass(frozen=True, slots=True)
class Root(OfficersRoot):
    """Stores, schedules and rules of broadcasts."""

    rules: tuple[QuotaRule, ...]
    accounts: AccountStore
    articles: ArticleStore
    desk: OperationDependencies
    series: SeriesStore
    timer: Schedules
    pictures: Bucket

    @property
    def broadcasts(self) -> BroadcastStore:
        """The broadcasts."""
        return self.desk.broadcasts

    @property
    def deliveries(self) -> DeliveryStore:
        """Their deliveries."""
        return self.desk.deliveries

    def places(self) -> ForecastDependencies:
        """Where a forecast looks things up."""
        return ForecastDependencies(
            units=self.units,
            accounts=self.accounts,
            statistics=self.desk.statistics,
            quotas=self.desk.quotas,
            rules=self.rules,
            on=self.today(),
        )


@cache
def rules() -> StoredRules:
    """The rules that replace those of the code."""
    return StoredRules(Table(read(Settings).units_table))


def root() -> Root:
    """What the API of broadcasts works with: wired once per process, and anew when a rule changes."""
    return _root(rules().version())


@lru_cache(maxsize=1)
def _root(_version: tuple[tuple[str, str], ...]) -> Root:
    settings = read(Settings)
    units = Table(settings.units_table)
    return Root(
        province=settings.province_code,
        units_as_of=clock.pinned_day(settings.units_as_of),
        rules=rules().read(RuleName.QUOTAS, read_quota_rules),
        units=UnitStore(units),
        accounts=AccountStore(units),
        articles=ArticleStore(Table(settings.content_table)),
        desk=OperationDependencies.of(
            Table(settings.broadcasts_table),
            Table(settings.statistics_table),
            queues=Queues(Queue(settings.deliveries_queue_url), Queue(settings.urgent_queue_url)),
            quiet_hours=QuietHours.parse(settings.quiet_hours),
        ),
        series=SeriesStore(Table(settings.broadcasts_table)),
        requests=Table(settings.inbox_table),
        pictures=Bucket(settings.media_bucket),
        timer=Schedules(
            prefix=settings.schedule_prefix,
            group=settings.schedule_group,
            target_arn=settings.plan_function_arn,
            role_arn=settings.scheduler_role_arn,
            dead_letter_arn=settings.schedule_dlq_arn,
        ),
    )


def pinner() -> Pinner:
    """Keeps pictures of other addresses; who approves nothing loads nothing that fetches them."""
    from loa.platform.zalo.media.downloads import Downloads  # noqa: PLC0415 - as said
    from loa.platform.zalo.media.files import PublicHosts  # noqa: PLC0415 - as said

    downloads = Downloads(
        PublicHosts(),
        connect_seconds=CONNECT_SECONDS,
        read_seconds=READ_SECONDS,
        total_seconds=PICTURE_SECONDS,
    )
    return Pinner(downloads, root().pictures)
