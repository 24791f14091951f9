"""Broadcasts, articles, the library and what it works with."""

from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap import foundation
from loa.bootstrap.wiring import FollowingRules, rules, table
from loa.settings import setting

if TYPE_CHECKING:
    from loa.platform.aws.schedules import Schedules
    from loa.publishing.articles.store import ArticleStore
    from loa.publishing.broadcasts.delivery.forecast import ForecastDependencies
    from loa.publishing.broadcasts.delivery.operations import OperationDependencies
    from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
    from loa.publishing.broadcasts.rows.queues import Queues
    from loa.publishing.broadcasts.rows.quota_store import QuotaStore
    from loa.publishing.broadcasts.rows.series_store import SeriesStore
    from loa.publishing.broadcasts.rows.store import BroadcastStore
    from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
    from loa.publishing.broadcasts.rules.quota import QuotaRule
    from loa.publishing.library.editing.service import LibraryService
    from loa.publishing.library.rows.media_store import LinkHostStore, MediaStore


@cache
def articles() -> "ArticleStore":
    """Return the articles of accounts."""
    from loa.publishing.articles.store import ArticleStore

    return ArticleStore(table("content_table"))


@cache
def media() -> "MediaStore":
    """Return the media library."""
    from loa.publishing.library.rows.media_store import MediaStore

    return MediaStore(table("content_table"))


@cache
def link_hosts() -> "LinkHostStore":
    """Return the hosts that links may lead to."""
    from loa.publishing.library.rows.media_store import LinkHostStore

    return LinkHostStore(table("content_table"))


@cache
def library() -> "LibraryService":
    """Return the library."""
    from loa import clock
    from loa.platform.aws.blobs import Bucket
    from loa.publishing.library.editing.reader import LibraryReader
    from loa.publishing.library.editing.service import LibraryService
    from loa.publishing.library.projection.store import PublishedStore
    from loa.publishing.library.rows.media_store import FileTextStore
    from loa.publishing.library.rows.store import LibraryStore

    store = LibraryStore(table("content_table"))
    return LibraryService(
        store=store,
        published=PublishedStore(table("published_table")),
        reader=LibraryReader(store, link_hosts(), clock.now),
        files=FileTextStore(Bucket(setting("media_bucket"))),
        clock=clock.now,
    )


@cache
def broadcasts() -> "BroadcastStore":
    """Return the broadcasts."""
    from loa.publishing.broadcasts.rows.store import BroadcastStore

    return BroadcastStore(table("broadcasts_table"))


@cache
def deliveries() -> "DeliveryStore":
    """Return their deliveries."""
    from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore

    return DeliveryStore(table("broadcasts_table"))


@cache
def quotas() -> "QuotaStore":
    """Return what of the accounts' quotas is reserved."""
    from loa.publishing.broadcasts.rows.quota_store import QuotaStore

    return QuotaStore(table("broadcasts_table"))


@cache
def series() -> "SeriesStore":
    """Return the weekly bulletins."""
    from loa.publishing.broadcasts.rows.series_store import SeriesStore

    return SeriesStore(table("broadcasts_table"))


@cache
def delivery_queues() -> "Queues":
    """Return the queues of deliveries, ordinary and urgent."""
    from loa.platform.aws.queues import Queue
    from loa.publishing.broadcasts.rows.queues import Queues

    return Queues(Queue(setting("deliveries_queue_url")), Queue(setting("urgent_queue_url")))


@cache
def quiet_hours() -> "QuietHours":
    """Return when Zalo takes no broadcast."""
    from loa.publishing.broadcasts.rules.quiet_hours import QuietHours

    return QuietHours.parse(setting("quiet_hours"))


@FollowingRules
def quota_rules() -> "tuple[QuotaRule, ...]":
    """Return how many broadcasts accounts may send."""
    from loa.foundation.rules.store import RuleName
    from loa.publishing.broadcasts.rules.quota import read_quota_rules

    return rules().read(RuleName.QUOTAS, read_quota_rules)


@cache
def operations() -> "OperationDependencies":
    """Return what broadcasts under way are worked on with."""
    from loa.publishing.broadcasts.delivery.operations import OperationDependencies

    return OperationDependencies(
        broadcasts=broadcasts(),
        deliveries=deliveries(),
        statistics=foundation.statistics(),
        quotas=quotas(),
        queues=delivery_queues(),
        quiet_hours=quiet_hours(),
    )


def forecast_dependencies() -> "ForecastDependencies":
    """Return where a forecast looks things up today."""
    from loa.publishing.broadcasts.delivery.forecast import ForecastDependencies

    return ForecastDependencies(
        units=foundation.units(),
        accounts=foundation.accounts(),
        statistics=foundation.statistics(),
        quotas=quotas(),
        rules=quota_rules(),
        on=foundation.today(),
    )


def schedules(target_arn: str) -> "Schedules":
    """Return the one-off schedules of broadcasts, which start the planner."""
    from loa.platform.aws.schedules import Schedules

    return Schedules(
        prefix=setting("schedule_prefix"),
        group=setting("schedule_group"),
        target_arn=target_arn,
        role_arn=setting("scheduler_role_arn"),
        dead_letter_arn=setting("schedule_dlq_arn"),
    )
