"""What residents read: items, weather, released figures, answered cases, pictures; where units stand."""

from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap.wiring import table
from loa.settings import setting

if TYPE_CHECKING:
    from loa.casework.cases.rows.public_list import PublicCaseStore
    from loa.foundation.statistics.reads import ReadTally
    from loa.platform.aws.blobs import Bucket
    from loa.publishing.library.reading.service import PublicLibrary
    from loa.publishing.weather.store import WeatherStore
    from loa.reports.released.store import ReleasedStore
    from loa.web.public.places import Places


@cache
def library() -> "PublicLibrary":
    """Return the library as residents read it."""
    from loa import clock
    from loa.publishing.library.projection.store import PublishedStore
    from loa.publishing.library.reading.service import PublicLibrary

    return PublicLibrary(PublishedStore(table("published_table")), clock.now)


@cache
def weather() -> "WeatherStore":
    """Return the weather of units."""
    from loa.publishing.weather.store import WeatherStore

    return WeatherStore(table("published_table"))


@cache
def released_figures() -> "ReleasedStore":
    """Return the figures that the province has released."""
    from loa.reports.released.store import ReleasedStore

    return ReleasedStore(table("published_table"))


@cache
def places() -> "Places":
    """Return the units with the addresses of their pages."""
    from loa.bootstrap import foundation
    from loa.web.public.places import Places

    province = foundation.province()
    return Places(province, lambda: foundation.units().subtree(province))


@cache
def answered_cases() -> "PublicCaseStore":
    """Return the answered cases that officers have released."""
    from loa.casework.cases.rows.public_list import PublicCaseStore

    return PublicCaseStore(table("cases_table"))


@cache
def pictures() -> "Bucket":
    """Return the bucket of pictures."""
    from loa.platform.aws.blobs import Bucket

    return Bucket(setting("media_bucket"))


@cache
def tally() -> "ReadTally":
    """Return what this process has counted of reads."""
    from loa.bootstrap import foundation
    from loa.foundation.statistics.reads import ReadTally

    return ReadTally(table("statistics_table"), foundation.province())


@cache
def public_url() -> str:
    """Return the address at which everybody reaches us."""
    return setting("public_url")
