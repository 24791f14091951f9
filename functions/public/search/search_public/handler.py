"""Search in what residents may read, and units by their present or past names; nobody is asked who they are.

One file in S3 holds everything that is searched (`loa.publishing.search`); a process keeps its newest copy.
What is written are words that found nothing, with a number.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Final

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from aws_lambda_powertools.event_handler.openapi.params import Query

from loa import clock
from loa.errors import InvalidInput, LoaError
from loa.foundation.units.model import find, is_path
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.publishing.library.rules.kinds import Section
from loa.publishing.search import texts
from loa.publishing.search.index import require_fts5
from loa.publishing.search.model import BEST, MAXIMUM_TEXT, PAGE, SearchPage, SearchQuery
from loa.publishing.search.places import units_from_rows
from loa.publishing.search.store import MissedSearches, NewestIndex
from loa.publishing.search.words import may_be_kept, words
from loa.settings import read
from loa.text.cleaning import clean
from loa.web.api.resolver import PUBLIC, api
from loa.web.freshness import fresh
from search_public import schemas
from search_public.settings import Settings

FRESH_SECONDS: Final = 20
"""How long a phone may show an answer without asking again; with what the index needs, less than a minute."""

UNITS: Final = 10
"""So many units are named at most."""

TAG: Final = "Tìm kiếm"

_ANSWERS: Final[Any] = {
    200: {"description": "Successful Response"},
    304: {"description": "Not Modified", "content": {}},
}

app = api("search", max_body_bytes=0)

type Text = Annotated[str, Query(max_length=MAXIMUM_TEXT, description="Từ cần tìm, có dấu hoặc không dấu.")]
type Unit = Annotated[
    str | None, Query(max_length=16, description="Đơn vị và mọi đơn vị bên dưới; mặc định: toàn tỉnh.")
]
type Year = Annotated[int | None, Query(ge=1945, le=2100, description="Năm ban hành văn bản, hoặc năm đăng.")]
type PageNumber = Annotated[int, Query(ge=1, le=BEST // PAGE, description="Trang, từ 1.")]


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    pinned_day: date | None
    index: NewestIndex
    missed: MissedSearches


@cache
def root() -> Root:
    """Wire it, once per process."""
    require_fts5()
    settings = read(Settings)
    return Root(
        pinned_day=clock.pinned_day(settings.units_as_of),
        index=NewestIndex(Bucket(settings.media_bucket)),
        missed=MissedSearches(Table(settings.published_table)),
    )


@app.get(
    "/search",
    summary="Tìm tin, bài, văn bản",
    tags=[TAG],
    responses=_ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def search(
    text: Text, unit: Unit = None, section: Section | None = None, year: Year = None, page: PageNumber = 1
) -> schemas.SearchAnswer:
    """Kết quả khớp nhất trước; gõ có dấu thì bài có đúng dấu đứng trước. Tên xã, phường cũ cũng tìm được."""
    if unit and not is_path(unit):
        raise InvalidInput(texts.NO_SUCH_UNIT, fields={"unit": texts.NO_SUCH_UNIT})
    typed = clean(text)
    if not words(typed):
        raise InvalidInput(texts.NO_WORDS, fields={"text": texts.NO_WORDS})
    now = clock.now()
    query = SearchQuery(typed, unit or "", section or "", year, offset=(page - 1) * PAGE)
    index = root().index()
    found = index.search(query, now) if index else SearchPage((), 0)
    if not found.exact and query == SearchQuery(typed):
        _count_missed(typed)
    more = page * PAGE < found.total
    return schemas.SearchAnswer.of(found, page + 1 if more else None)


def _count_missed(typed: str) -> None:
    """Count words that found nothing; a search does not fail because that fails."""
    if not may_be_kept(kept := words(typed)):
        return
    try:
        root().missed.count(" ".join(kept), clock.now())
    except LoaError as error:
        app.log.warning("missed search not counted", extra={"code": error.code})


@app.get(
    "/find-unit",
    summary="Tìm xã, phường theo tên hiện nay hoặc tên cũ",
    tags=[TAG],
    responses=_ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def find_unit(text: Text) -> schemas.UnitList:
    """Có dấu hoặc không dấu; đơn vị cũ kèm đơn vị hiện nay của nơi đó."""
    here = root()
    day = here.pinned_day or clock.local_day(clock.now())
    index = here.index()
    units = units_from_rows(index.unit_rows) if index else []
    found = find(clean(text), units, day=day, former=True)[:UNITS]
    return schemas.UnitList(items=[schemas.FoundUnit.of(match) for match in found])


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return fresh(event, app.resolve(event, context), seconds=FRESH_SECONDS)
