"""What the search works with, made once per process; and what both its JSON and its page do."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from loa import clock
from loa.errors import LoaError
from loa.foundation.units.model import Unit
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.publishing.search.index import require_fts5
from loa.publishing.search.places import units_from_rows
from loa.publishing.search.store import MissedSearches, NewestIndex
from loa.publishing.search.words import may_be_kept, words
from loa.settings import read
from loa.web.public.places import Places
from search_public.settings import Settings

if TYPE_CHECKING:
    from loa.web.api.resolver import Api


@dataclass(frozen=True, slots=True)
class Root:
    """What the routes work with.

    Attributes:
        settings: the function's environment.
        pinned_day: the day whose units count; None: today.
        index: the newest file that is searched.
        missed: words that found nothing.
        places: the units that the file names, with their addresses.
    """

    settings: Settings
    pinned_day: date | None
    index: NewestIndex
    missed: MissedSearches
    places: Places

    def today(self) -> date:
        """The day whose units count."""
        return self.pinned_day or clock.local_day(clock.now())


@cache
def root() -> Root:
    """Wire it, once per process."""
    require_fts5()
    settings = read(Settings)
    index = NewestIndex(Bucket(settings.media_bucket))

    def units() -> list[Unit]:  # none before the first publication
        newest = index()
        return units_from_rows(newest.unit_rows) if newest else []

    return Root(
        settings=settings,
        pinned_day=clock.pinned_day(settings.units_as_of),
        index=index,
        missed=MissedSearches(Table(settings.published_table)),
        places=Places(settings.province_code, units),
    )


def count_missed(app: "Api", typed: str) -> None:
    """Count words that found nothing; a search does not fail because that fails."""
    if not may_be_kept(kept := words(typed)):
        return
    try:
        root().missed.count(" ".join(kept), clock.now())
    except LoaError as error:
        app.log.warning("missed search not counted", extra={"code": error.code})
