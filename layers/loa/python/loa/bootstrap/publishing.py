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
