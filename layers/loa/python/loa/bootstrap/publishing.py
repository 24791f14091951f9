"""Broadcasts, articles, the library and what it works with."""

from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap.wiring import table
from loa.settings import setting

if TYPE_CHECKING:
    from loa.publishing.articles.store import ArticleStore
    from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
    from loa.publishing.broadcasts.rows.store import BroadcastStore
    from loa.publishing.library.editing.service import LibraryService
    from loa.publishing.library.outside.links import LinkChecker
    from loa.publishing.library.outside.speaking import ItemSpeaker
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
def speaker() -> "ItemSpeaker":
    """Return who has items spoken."""
    from loa.platform.aws.blobs import Bucket
    from loa.platform.aws.parameters import OptionalParameter
    from loa.platform.zalo.api.speech import MAXIMUM_INPUT, ZaloSpeech
    from loa.platform.zalo.http import shared_http
    from loa.platform.zalo.media.downloads import Downloads
    from loa.platform.zalo.media.files import Hosts
    from loa.publishing.library.outside.speaking import ItemSpeaker

    voice = ZaloSpeech(
        http=shared_http(read_seconds=20.0),
        downloads=Downloads(Hosts.parse(setting("speech_hosts")), total_seconds=20),
        url=setting("zalo_speech_url"),
        key=OptionalParameter(setting("zalo_speech_key_id")),
        voice=setting("speech_voice"),
    )
    return ItemSpeaker(library(), voice, MAXIMUM_INPUT, Bucket(setting("media_bucket")))


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
