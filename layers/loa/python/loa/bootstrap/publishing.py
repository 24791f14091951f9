"""Broadcasts, articles, the library and what it works with."""

from functools import cache
from typing import TYPE_CHECKING, Final

from loa.bootstrap import foundation
from loa.bootstrap.wiring import FollowingRules, rules, table
from loa.settings import setting

if TYPE_CHECKING:
    from loa.platform.aws.blobs import Bucket
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
    from loa.publishing.library.editing.reader import LibraryReader
    from loa.publishing.library.editing.service import LibraryService
    from loa.publishing.library.importing.sources import NewsReader, SiteFetch, SourceStore
    from loa.publishing.library.outside.announcing import ItemAnnouncer
    from loa.publishing.library.outside.links import LinkChecker
    from loa.publishing.library.outside.speaking import ItemSpeaker
    from loa.publishing.library.rows.media_store import LinkHostStore, MediaStore
    from loa.publishing.library.rows.upload_store import UploadStore
    from loa.publishing.pictures.pinning import Pinner
    from loa.publishing.search.rules import SearchSettings
    from loa.publishing.search.store import MissedSearches, SearchRulesStore

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
def blobs() -> "Bucket":
    """Return the bucket of pictures, documents and sounds."""
    from loa.platform.aws.blobs import Bucket

    return Bucket(setting("media_bucket"))


@cache
def uploads() -> "UploadStore":
    """Return uploads on their way."""
    from loa.publishing.library.rows.upload_store import UploadStore

    return UploadStore(table("content_table"))


@cache
def search_rules() -> "SearchRulesStore":
    """Return what officers have set for the search."""
    from loa.publishing.search.store import SearchRulesStore

    return SearchRulesStore(table("published_table"))


@cache
def search_settings() -> "SearchSettings":
    """Return what changes them."""
    from loa.publishing.library.projection.store import PublishedStore
    from loa.publishing.search.rules import SearchSettings

    return SearchSettings(search_rules(), PublishedStore(table("published_table")))


@cache
def missed_searches() -> "MissedSearches":
    """Return the searches that found nothing."""
    from loa.publishing.search.store import MissedSearches

    return MissedSearches(table("published_table"))


@cache
def link_hosts() -> "LinkHostStore":
    """Return the hosts that links may lead to."""
    from loa.publishing.library.rows.media_store import LinkHostStore

    return LinkHostStore(table("content_table"))


@cache
def library_reader() -> "LibraryReader":
    """Return the library as officers read it."""
    from loa import clock
    from loa.publishing.library.editing.reader import LibraryReader
    from loa.publishing.library.rows.store import LibraryStore

    return LibraryReader(LibraryStore(table("content_table")), link_hosts(), clock.now)


@cache
def library() -> "LibraryService":
    """Return the library."""
    from loa import clock
    from loa.publishing.library.editing.service import LibraryService
    from loa.publishing.library.projection.store import PublishedStore
    from loa.publishing.library.rows.media_store import FileTextStore
    from loa.publishing.library.rows.store import LibraryStore

    return LibraryService(
        store=LibraryStore(table("content_table")),
        published=PublishedStore(table("published_table")),
        reader=library_reader(),
        files=FileTextStore(blobs()),
        clock=clock.now,
        statistics=foundation.statistics,
    )


@cache
def links() -> "LinkChecker":
    """Return who looks where links lead: some seconds for each."""
    from loa.platform.zalo.media.downloads import Downloads
    from loa.publishing.library.outside.links import LinkChecker

    return LinkChecker(
        library().store,
        link_hosts(),
        lambda hosts, url: Downloads(hosts, connect_seconds=3, read_seconds=4, total_seconds=6).status(url),
    )


@cache
def sources() -> "SourceStore":
    """Return the addresses from which units take news."""
    from loa.publishing.library.importing.sources import SourceStore

    return SourceStore(table("content_table"))


@cache
def news() -> "NewsReader":
    """Return who asks other sites for news: some seconds for each."""
    from loa.publishing.library.importing.sources import NewsReader

    return NewsReader(sources(), library(), link_hosts(), _site_fetch(setting("news_sites_url")))


def _site_fetch(instead: str) -> "SiteFetch":
    """Return who asks sites; with an address `instead`, a double or relay there answers for them."""
    from loa.platform.zalo.media.downloads import Downloads
    from loa.platform.zalo.media.files import Hosts

    def fetch(hosts: Hosts, url: str, limit: int) -> bytes:
        if not instead:
            return Downloads(hosts, total_seconds=10).fetch(url, limit=limit)
        asked = f"{instead}/{hosts.check(url).removeprefix('https://')}"
        scheme, _, rest = instead.partition("://")
        double = Hosts((), (f"{scheme}://{rest.partition('/')[0]}",))
        return Downloads(double, total_seconds=10).fetch(asked, limit=limit)

    return fetch


@cache
def announcer() -> "ItemAnnouncer":
    """Return who makes drafts that tell followers of items."""
    from loa.publishing.library.outside.announcing import ItemAnnouncer

    return ItemAnnouncer(library(), broadcasts(), setting("public_url"))


@cache
def speaker() -> "ItemSpeaker":
    """Return who has items spoken."""
    from loa.platform.aws.parameters import OptionalParameter
    from loa.platform.zalo.api.speech import MAXIMUM_INPUT, ZaloSpeech
    from loa.platform.zalo.media.downloads import Downloads
    from loa.platform.zalo.media.files import Hosts
    from loa.platform.zalo.shared.client import shared_http
    from loa.publishing.library.outside.speaking import ItemSpeaker

    voice = ZaloSpeech(
        http=shared_http(read_seconds=20.0),
        downloads=Downloads(Hosts.parse(setting("speech_hosts")), total_seconds=20),
        url=setting("zalo_speech_url"),
        key=OptionalParameter(setting("zalo_speech_key_id")),
        voice=setting("speech_voice"),
    )
    return ItemSpeaker(library(), voice, MAXIMUM_INPUT, blobs())


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
