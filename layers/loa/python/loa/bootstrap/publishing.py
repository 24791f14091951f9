"""Broadcasts, articles, the library and what it works with."""

from functools import cache
from typing import TYPE_CHECKING, Final

from loa.bootstrap import foundation
from loa.bootstrap.wiring import FollowingRules, rules, table
from loa.settings import setting

if TYPE_CHECKING:
    from loa.platform.aws.schedules import Schedules
    from loa.publishing.articles.store import ArticleStore
    from loa.publishing.broadcasts.delivery.forecast import ForecastDependencies
    from loa.publishing.broadcasts.delivery.operations import BroadcastOperations
    from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
    from loa.publishing.broadcasts.rows.queues import Queues
    from loa.publishing.broadcasts.rows.quota_store import QuotaStore
    from loa.publishing.broadcasts.rows.series_store import SeriesStore
    from loa.publishing.broadcasts.rows.store import BroadcastStore
    from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
    from loa.publishing.broadcasts.rules.quota import QuotaRule
    from loa.publishing.broadcasts.service import BroadcastService
    from loa.publishing.library.editing.service import LibraryService
    from loa.publishing.library.rows.media_store import LinkHostStore, MediaStore
    from loa.publishing.pictures.pinning import Pinner

CONNECT_SECONDS: Final = 1.0
READ_SECONDS: Final = 2.0
PICTURE_SECONDS: Final = 2.5
"""For one picture of another address: ten of them must be had within the API's 29 seconds."""


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
def operations() -> "BroadcastOperations":
    """Return the work on broadcasts under way."""
    from loa.publishing.broadcasts.delivery.operations import BroadcastOperations

    return BroadcastOperations(
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


@cache
def broadcast_service() -> "BroadcastService":
    """Return what officers do with broadcasts."""
    from loa.publishing.broadcasts.service import BroadcastService

    return BroadcastService(
        broadcasts=broadcasts(),
        deliveries=deliveries(),
        statistics=foundation.statistics(),
        quotas=quotas(),
        queues=delivery_queues(),
        quiet_hours=quiet_hours(),
        series=series(),
        timer=schedules(setting("plan_function_arn")),
        pin=lambda article: pinner().article(article),
        pin_picture=lambda url: pinner().picture(url),
    )


@cache
def pinner() -> "Pinner":
    """Return what keeps pictures of other addresses; who approves nothing loads nothing that fetches them."""
    from loa.platform.aws.blobs import Bucket
    from loa.platform.zalo.media.downloads import Downloads
    from loa.platform.zalo.media.files import PublicHosts
    from loa.publishing.pictures.pinning import Pinner

    downloads = Downloads(
        PublicHosts(),
        connect_seconds=CONNECT_SECONDS,
        read_seconds=READ_SECONDS,
        total_seconds=PICTURE_SECONDS,
    )
    return Pinner(downloads, Bucket(setting("media_bucket")))
